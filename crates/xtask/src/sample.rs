//! Writes a sample fleet of any size to a file.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::step::{XtaskError, file_error};

/// The sample fleet to write.
#[derive(clap::Args)]
pub struct SampleCommand {
    /// Number of records
    #[arg(long, default_value_t = 10_000)]
    sims: u32,
    /// Seed of the random numbers; each seed is another fleet
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The list of the API whose layout the file has
    #[arg(long, value_enum, default_value = "subscribers")]
    shape: SampleShapeArg,
    /// The time of the export, in milliseconds since the epoch; now by default
    #[arg(long)]
    now: Option<i64>,
    /// Write a file of cell towers in place of the SIMs: those of the fleet, and this number of others
    #[arg(long)]
    towers: Option<u64>,
    /// The file; standard output by default
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum SampleShapeArg {
    Subscribers,
    Sims,
}

impl SampleCommand {
    /// Writes the file in chunks, as it may be larger than memory.
    pub fn run(&self) -> Result<(), XtaskError> {
        let shape = match self.shape {
            SampleShapeArg::Subscribers => sample::SampleShape::Subscribers,
            SampleShapeArg::Sims => sample::SampleShape::Sims,
        };
        let sample = sample::SampleFleet { seed: self.seed, now: self.now.unwrap_or_else(now_ms), shape };
        match &self.out {
            Some(path) => File::create(path).and_then(|file| self.write_to(sample, file)).map_err(file_error(path)),
            None => self.write_to(sample, io::stdout().lock()).map_err(file_error(Path::new("standard output"))),
        }
    }

    fn write_to(&self, sample: sample::SampleFleet, out: impl Write) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(1 << 20, out);
        match self.towers {
            Some(others) => sample::tower_csv_chunks(others).try_for_each(|chunk| out.write_all(&chunk))?,
            None => sample.json_chunks(self.sims).try_for_each(|chunk| out.write_all(&chunk))?,
        }
        out.flush()
    }
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or_default()
}
