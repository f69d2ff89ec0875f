//! Lists of the operator's own: how long it takes to read and to join them, and what they keep.

use fleet::{Fleet, SourceId, TextField};
use lists::{ListError, ListReader};
use std::fmt::Write;
use std::time::Instant;

/// Bytes of a table that are read at once.
const CHUNK_BYTES: usize = 1 << 20;
/// Days of a report of usage.
const DAYS: usize = 31;

/// How long a list took.
#[derive(Clone, Copy, Debug)]
pub struct ListTimes {
    /// Rows.
    pub rows: u64,
    /// Bytes of its text.
    pub bytes: u64,
    /// Milliseconds to read it, without those to write it.
    pub read_ms: f64,
    /// Milliseconds to join it.
    pub join_ms: f64,
    /// Bytes that the program has more of afterwards.
    pub kept_bytes: u64,
}

/// Reads and joins a list of assets with a row for each SIM: a site, a customer, a fee and a date.
///
/// # Errors
/// Where the list is refused.
pub fn measure_assets(fleet: &mut Fleet) -> Result<ListTimes, ListError> {
    let row = |text: &mut String, iccid: &str, _: &str, at: usize| {
        let month = at % 12 + 1;
        writeln!(text, "{iccid},Site {},Customer {},{}.5,2025-{month:02}-01", at % 400, at % 37, at % 9)
    };
    measure_list(fleet, "assets.csv", "ICCID,Site,Customer,Fee,Installed\n", 1, row)
}

/// Reads and joins Soracom's report of usage of a month, with a row for each SIM and day.
///
/// # Errors
/// Where the list is refused.
pub fn measure_usage(fleet: &mut Fleet) -> Result<ListTimes, ListError> {
    let header =
        "imsi,date,type,uploadByteSizeTotal,uploadPacketCountTotal,downloadByteSizeTotal,downloadPacketCountTotal\n";
    let row = |text: &mut String, _: &str, imsi: &str, at: usize| {
        writeln!(
            text,
            "{imsi},202610{:02},s1.standard,{},{},{},{}",
            at % DAYS + 1,
            at * 37 % 1_000_000,
            at % 900,
            at * 91 % 5_000_000,
            at % 800
        )
    };
    measure_list(fleet, "usage.csv", header, DAYS, row)
}

fn measure_list(
    fleet: &mut Fleet,
    name: &str,
    header: &str,
    rows_per_sim: usize,
    write_row: impl Fn(&mut String, &str, &str, usize) -> std::fmt::Result,
) -> Result<ListTimes, ListError> {
    let before = resident_bytes();
    let mut times = ListTimes { rows: 0, bytes: 0, read_ms: 0.0, join_ms: 0.0, kept_bytes: 0 };
    let (mut reader, mut text) = (ListReader::new(SourceId(u32::MAX), name, None), header.to_owned());
    for round in 0..rows_per_sim {
        for row in 0..fleet.columns().len() {
            let columns = fleet.columns();
            let (iccid, imsi) = (columns.text(row, TextField::Iccid), columns.text(row, TextField::Imsi));
            // Writing to a string cannot fail.
            let _ = write_row(&mut text, iccid, imsi, row * rows_per_sim + round);
            times.rows += 1;
            if text.len() >= CHUNK_BYTES {
                push_chunk(&mut reader, &mut text, &mut times);
            }
        }
    }
    push_chunk(&mut reader, &mut text, &mut times);
    let start = Instant::now();
    let (list, _) = reader.finish()?;
    times.read_ms += start.elapsed().as_secs_f64() * 1e3;
    let start = Instant::now();
    fleet.join_list(list);
    times.join_ms = start.elapsed().as_secs_f64() * 1e3;
    times.kept_bytes = resident_bytes().saturating_sub(before);
    Ok(times)
}

fn push_chunk(reader: &mut ListReader, text: &mut String, times: &mut ListTimes) {
    let start = Instant::now();
    reader.push(text.as_bytes());
    times.read_ms += start.elapsed().as_secs_f64() * 1e3;
    times.bytes += text.len() as u64;
    text.clear();
}

/// Bytes of memory that the program has, by Linux; 0 elsewhere.
fn resident_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    kilobytes.unwrap_or(0) * 1024
}
