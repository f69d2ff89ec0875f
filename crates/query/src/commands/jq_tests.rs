//! The law of programs in jq: a native jq prints the SIMs that the query selects.
//!
//! `cargo xtask test` installs jq if it may, and prints a note if it may not; without it this test does nothing.

use super::random_queries::{find_program, now, random_query, random_records, read_fleet, run_program};
use crate::{Clock, Filter, Query};
use fastrand::Rng;
use fleet::TextField;
use serde_json::Value;

/// Fleets, SIMs of each, and queries of each.
const FLEETS: u64 = 10;
const SIMS: u32 = 90;
const QUERIES: usize = 45;

#[test]
fn jq_prints_the_sims_that_the_query_selects() {
    let Some(jq) = find_program("JQ", "jq") else { return };
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
        let printed = run_program(&jq, &["-c", &programs.join(",\n")], Value::from(records).to_string().as_bytes());
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
