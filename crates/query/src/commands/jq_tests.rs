//! The law of programs in jq: a native jq prints the SIMs that the query selects.
//!
//! `cargo xtask test` installs jq if it may, and prints a note if it may not; without it this test does nothing.

use super::random_queries::{now, random_query, random_records, read_fleet};
use crate::{Clock, Filter, Query};
use fastrand::Rng;
use fleet::TextField;
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// Fleets, SIMs of each, and queries of each.
const FLEETS: u64 = 5;
const SIMS: u32 = 90;
const QUERIES: usize = 90;

fn find_jq() -> Option<PathBuf> {
    let configured = env::var_os("JQ").map(PathBuf::from);
    configured.or_else(|| env::split_paths(&env::var_os("PATH")?).map(|f| f.join("jq")).find(|path| path.is_file()))
}

fn run_jq(jq: &Path, program: &str, input: &[u8]) -> Vec<u8> {
    let file = env::temp_dir().join(format!("simscope-{}.jq", std::process::id()));
    fs::write(&file, program).unwrap();
    let mut jq =
        Command::new(jq).arg("-c").arg("-f").arg(&file).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = jq.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input).unwrap());
    let output = jq.wait_with_output().unwrap();
    writer.join().unwrap();
    fs::remove_file(&file).unwrap();
    assert!(output.status.success(), "{program}");
    output.stdout
}

#[test]
fn jq_prints_the_sims_that_the_query_selects() {
    let Some(jq) = find_jq() else { return };
    let (mut queries_said, mut selecting) = (0, 0);
    for seed in 0..FLEETS {
        let mut rng = Rng::with_seed(seed);
        let records = random_records(&mut rng, SIMS);
        let fleet = read_fleet(&records);
        let clock = Clock::utc(now());
        let queries: Vec<Query> = (0..QUERIES).map(|_| random_query(&mut rng, &records)).collect();
        let said: Vec<(Query, String)> = queries
            .into_iter()
            .map(|query| {
                let command = query.clone().with_fleet_spelling(&fleet).with_widened_names(&fleet).to_jq(&clock);
                (query, command)
            })
            .filter(|(_, command)| command.left_out.is_empty())
            .map(|(query, command)| (query, command.text))
            .collect();
        let programs: Vec<String> = said.iter().map(|(_, text)| format!("({text} | map(.imsi))")).collect();
        let printed = run_jq(&jq, &programs.join(",\n"), Value::from(records).to_string().as_bytes());
        let printed = String::from_utf8(printed).unwrap();
        assert_eq!(printed.lines().count(), said.len());
        for ((query, program), line) in said.iter().zip(printed.lines()) {
            let rows = Filter::new(&query.clone().with_fleet_spelling(&fleet), &fleet, &clock).selected_rows();
            let mut selected: Vec<&str> = rows.iter().map(|row| fleet.columns().text(row, TextField::Imsi)).collect();
            let mut listed: Vec<String> = serde_json::from_str(line).unwrap();
            selected.sort_unstable();
            listed.sort_unstable();
            let more: Vec<_> = listed.iter().filter(|imsi| !selected.contains(&imsi.as_str())).collect();
            let less: Vec<_> = selected.iter().filter(|imsi| !listed.iter().any(|other| other == *imsi)).collect();
            assert!(
                more.is_empty() && less.is_empty(),
                "fleet {seed}: {query}\n{program}\njq alone {more:?}\nmissing {less:?}"
            );
            assert_eq!(listed.len(), selected.len(), "fleet {seed}: {query}\n{program}");
            selecting += usize::from(!selected.is_empty() && selected.len() < SIMS as usize);
        }
        queries_said += said.len();
    }
    // A law about nothing says nothing.
    assert!(queries_said > 380 && selecting > 200, "{queries_said} {selecting}");
}
