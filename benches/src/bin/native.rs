//! Measures natively: `cargo xtask bench`. All figures are measured in one run and interleaved, so that their ratios
//! hold even if their times vary.

#![allow(clippy::print_stdout, reason = "it prints a table")]

use benches::engine_queries::{QUERY_KINDS, count_findings, draw_map, new_engine, request_view};
use benches::lists::{ListTimes, measure_assets, measure_usage};
use benches::{CHUNK_BYTES, count_typed_sims, extract_columns};
use ingest::IngestReader;
use page_tests::HarnessError;
use page_tests::measure::{percentile, write_sample};
use query::parse_query;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// The jq program of the announced export: the SIMs that were last connected in the United States, by the country code
/// of their cell.
const JQ_PROGRAM: &str =
    ".[] | select(.previousSession.cell.mcc == 310) | [.iccid, .imsi, .previousSession.imei] | @csv";

/// Reads and joins a list with a fleet.
type ListBench = fn(&mut fleet::Fleet) -> Result<ListTimes, lists::ListError>;

/// Performs a task with a file and returns a number that is 0 if it failed.
type BenchRun = &'static dyn Fn(&Path) -> usize;

/// The argument with which this program measures lists: their memory is seen in a program that has freed none before.
const LISTS_ARGUMENT: &str = "lists";

fn main() -> Result<(), HarnessError> {
    if let [_, mode, path] = &std::env::args().collect::<Vec<_>>()[..]
        && mode == LISTS_ARGUMENT
    {
        print_lists(Path::new(path));
        return Ok(());
    }
    let sizes: Vec<u32> = std::env::args().skip(1).filter_map(|sims| sims.parse().ok()).collect();
    for sims in if sizes.is_empty() { vec![100_000, 1_000_000] } else { sizes } {
        measure_size(sims)?;
    }
    Ok(())
}

fn measure_size(sims: u32) -> Result<(), HarnessError> {
    let path = std::env::temp_dir().join("simscope-figures").join(format!("bench-{sims}.json"));
    let megabytes = write_sample(&path, sims, 3)? / 1e6;
    let rounds = if sims > 200_000 { 2 } else { 5 };
    println!("\n## {sims} SIMs, {megabytes:.0} MB, natively, best of {rounds}\n");
    println!("| from a file in memory | ms | MB/s | times jq |\n|---|---|---|---|");
    // Each program runs once before all run again.
    let tasks: [(&str, BenchRun); 6] = [
        ("read", &count_bytes_in_chunks),
        ("columns: simscope", &|path| extract_columns(&read_bytes(path)).columns().len()),
        ("columns: serde_json, typed", &|path| count_typed_sims(&read_bytes(path))),
        ("announced question: simscope", &export_announced),
        ("announced question: jq", &|path| run_program("jq", path)),
        ("announced question: jaq", &|path| run_program("jaq", path)),
    ];
    let mut best = [f64::MAX; 6];
    for round in 0..rounds {
        for ((_, run), best) in tasks.iter().zip(&mut best) {
            // Programs that take long with a large file vary little, so they run only once.
            if round > 0 && *best > 10_000.0 {
                continue;
            }
            let start = Instant::now();
            if run(&path) > 0 {
                *best = best.min(start.elapsed().as_secs_f64() * 1e3);
            }
        }
    }
    let jq = best[4];
    for (i, ((name, _), ms)) in tasks.iter().zip(best).enumerate() {
        let times = if i >= 3 { format!("{:.1}", jq / ms) } else { String::new() };
        if ms < f64::MAX {
            println!("| {name} | {ms:.0} | {:.0} | {times} |", megabytes / ms * 1e3);
        } else {
            println!("| {name} | not there | | |");
        }
    }
    measure_queries(&path);
    if let Ok(program) = std::env::current_exe() {
        // What it prints is the result.
        drop(Command::new(program).arg(LISTS_ARGUMENT).arg(&path).status());
    }
    Ok(())
}

fn read_bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_default()
}

fn count_bytes_in_chunks(path: &Path) -> usize {
    let (Ok(mut file), mut chunk, mut byte_count) = (File::open(path), vec![0; CHUNK_BYTES], 0) else { return 0 };
    while let Ok(len) = file.read(&mut chunk)
        && len > 0
    {
        byte_count += len;
    }
    byte_count
}

/// Reads a file and writes the announced CSV, as the page does, and returns the number of its bytes.
fn export_announced(path: &Path) -> usize {
    let (Ok(mut file), mut engine, mut reader) = (File::open(path), new_engine(), IngestReader::default()) else {
        return 0;
    };
    let mut chunk = vec![0; CHUNK_BYTES];
    while let Ok(len) = file.read(&mut chunk)
        && len > 0
    {
        if reader.push(&chunk[..len], engine.fleet_mut()).is_err() {
            return 0;
        }
    }
    engine.commit_changes();
    let selected = request_view(&mut engine, "mcc:310", None).unwrap_or(0);
    let (fleet, rows, _) = engine.selection();
    let bytes: usize = export::csv::write_announced_columns(fleet, rows.iter().copied()).map(|chunk| chunk.len()).sum();
    if selected > 0 { bytes } else { 0 }
}

/// Measures lists of the operator's own, joined with the fleet of a file.
fn print_lists(path: &Path) {
    let (Ok(mut file), mut fleet, mut reader) = (File::open(path), fleet::Fleet::default(), IngestReader::default())
    else {
        return;
    };
    fleet.begin_source(fleet::SourceId(1), "");
    let mut chunk = vec![0; CHUNK_BYTES];
    while let Ok(len) = file.read(&mut chunk)
        && len > 0
        && reader.push(&chunk[..len], &mut fleet).is_ok()
    {}
    drop(chunk);
    fleet.resolve_duplicates();
    fleet.shrink_to_fit();
    let sims = fleet.columns().len().max(1) as u64;
    println!("\n| a list | rows | MB | read, ms | joined, ms | kept, bytes a SIM |\n|---|---|---|---|---|---|");
    for (name, measure) in [("assets", measure_assets as ListBench), ("usage of 31 days", measure_usage)] {
        match measure(&mut fleet) {
            Ok(ListTimes { rows, bytes, read_ms, join_ms, kept_bytes }) => {
                let (megabytes, kept) = (bytes / 1_000_000, kept_bytes / sims);
                println!("| {name} | {rows} | {megabytes} | {read_ms:.0} | {join_ms:.0} | {kept} |");
            }
            Err(error) => println!("| {name} | {error} | | | | |"),
        }
    }
}

fn run_program(name: &str, path: &Path) -> usize {
    let Ok(file) = File::open(path) else { return 0 };
    let output = Command::new(name).args(["-r", JQ_PROGRAM]).stdin(file).stderr(Stdio::null()).output();
    output.map_or(0, |output| output.stdout.len())
}

fn measure_queries(path: &Path) {
    let (mut engine, mut reader) = (new_engine(), IngestReader::default());
    if reader.push(&read_bytes(path), engine.fleet_mut()).is_err() || reader.finish(engine.fleet_mut()).is_err() {
        return;
    }
    engine.commit_changes();
    if draw_map(&mut engine).is_ok() {
        let start = Instant::now();
        let found = count_findings(&mut engine).unwrap_or(0);
        println!("\n{found} kinds of findings, all counted: {:.0} ms.", start.elapsed().as_secs_f64() * 1e3);
    }
    println!("\n| a question, answered with all that the page shows | SIMs | ms, median |\n|---|---|---|");
    for (kind, query) in QUERY_KINDS {
        if parse_query(query).is_err() {
            continue;
        }
        let mut times: Vec<f64> = (0..9)
            .map(|_| {
                let start = Instant::now();
                std::hint::black_box(request_view(&mut engine, query, None).is_ok());
                start.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        let sims = request_view(&mut engine, query, None).unwrap_or(0);
        println!("| {kind}: `{query}` | {sims} | {:.1} |", percentile(&mut times, 0.5));
    }
}
