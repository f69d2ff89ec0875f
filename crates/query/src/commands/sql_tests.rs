//! The law of SQL: SQLite selects the SIMs that the query selects, from the table of all columns.
//!
//! `cargo xtask test` installs SQLite if it may, and prints a note if it may not; without it this test does nothing.

use super::random_queries::{find_program, now, random_query, random_records, read_fleet, run_program};
use crate::{CellKind, Clock, ColumnKey, Field, Filter, Query, QueryKey, TableTexts};
use fastrand::Rng;
use fleet::{Fleet, TextField};
use std::fmt::Write;

/// Fleets, SIMs of each, and queries of each.
const FLEETS: u64 = 12;
const SIMS: u32 = 200;
const QUERIES: usize = 200;

/// The statements that make the table, as a Parquet file has it: a moment is text here, which compares as moments do.
fn table_statements(fleet: &Fleet, query: &Query) -> String {
    let texts = TableTexts::new(fleet, query.basis);
    let tags = fleet.columns().tag_dictionary().keys().map(|(_, tag)| QueryKey::from_tag(tag).name().to_owned());
    let keys: Vec<ColumnKey> = Field::columns()
        .iter()
        .map(|field| ColumnKey::from(*field))
        .chain(tags.filter_map(|name| ColumnKey::from_name(&name)))
        .collect();
    let column = |key: &ColumnKey| {
        format!("\"{}\" {}", key.name(), if key.cell_kind() == CellKind::Number { "real" } else { "text" })
    };
    let columns: Vec<String> = keys.iter().map(column).collect();
    let mut sql = format!("begin; drop table if exists fleet; create table fleet ({});\n", columns.join(", "));
    for row in 0..fleet.columns().len() {
        let cell = |key: &ColumnKey| match texts.get(*key, row) {
            text if text.is_empty() => "null".to_owned(),
            text => format!("'{}'", text.replace('\'', "''")),
        };
        let cells: Vec<String> = keys.iter().map(cell).collect();
        writeln!(sql, "insert into fleet values ({});", cells.join(", ")).unwrap();
    }
    sql + "commit;\n"
}

#[test]
fn sqlite_selects_the_sims_that_the_query_selects() {
    let Some(sqlite) = find_program("SQLITE3", "sqlite3") else { return };
    let (mut queries_said, mut selecting) = (0, 0);
    for seed in 0..FLEETS {
        let mut rng = Rng::with_seed(seed ^ 0x5EED);
        let records = random_records(&mut rng, SIMS);
        let fleet = read_fleet(&records);
        let clock = Clock::utc(now());
        let mut script = String::new();
        let mut said: Vec<(Query, String)> = Vec::new();
        while said.len() < QUERIES {
            let query = random_query(&mut rng, &records);
            let command = query.clone().with_fleet_spelling(&fleet).with_widened_names(&fleet).to_sql("fleet", &clock);
            if !command.left_out.is_empty() {
                continue;
            }
            // One table serves all queries on its basis.
            if said.last().is_none_or(|(last, _)| last.basis != query.basis) {
                script += &table_statements(&fleet, &query);
            }
            let select = command.text.replacen("select *", "select coalesce(group_concat(imsi), '')", 1);
            script += &format!("{select};\n");
            said.push((query, command.text));
        }
        let printed = String::from_utf8(run_program(&sqlite, &[], script.as_bytes())).unwrap();
        assert_eq!(printed.lines().count(), said.len());
        for ((query, sql), line) in said.iter().zip(printed.lines()) {
            let rows = Filter::new(&query.clone().with_fleet_spelling(&fleet), &fleet, &clock).selected_rows();
            let mut selected: Vec<&str> = rows.iter().map(|row| fleet.columns().text(row, TextField::Imsi)).collect();
            let mut listed: Vec<&str> = line.split(',').filter(|imsi| !imsi.is_empty()).collect();
            selected.sort_unstable();
            listed.sort_unstable();
            let more: Vec<_> = listed.iter().filter(|imsi| !selected.contains(imsi)).collect();
            let less: Vec<_> = selected.iter().filter(|imsi| !listed.contains(imsi)).collect();
            assert!(
                more.is_empty() && less.is_empty(),
                "fleet {seed}: {query}\n{sql}\nSQL alone {more:?}\nmissing {less:?}"
            );
            assert_eq!(listed.len(), selected.len(), "fleet {seed}: {query}\n{sql}");
            selecting += usize::from(!selected.is_empty() && selected.len() < SIMS as usize);
        }
        queries_said += said.len();
    }
    // A law about nothing says nothing.
    assert!(selecting * 2 > queries_said, "{queries_said} {selecting}");
}
