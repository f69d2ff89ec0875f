//! Actions that take several files are one archive.

#![allow(clippy::unwrap_used, reason = "a test may")]

use actions::{ActionForm, ActionKind, ActionOrder, ActionSummary, Exclusion, SimTarget};
use exporter::ActionExport;
use std::io::{Cursor, Read};

/// How many SIMs the engine sends at once in these tests.
const CHUNK_SIMS: usize = 3_000;

fn sim(number: usize) -> SimTarget {
    let status = if number.is_multiple_of(10) { "suspended" } else { "active" };
    SimTarget { sim_id: format!("894231002{number:010}"), status: status.into(), ..SimTarget::default() }
}

/// Counts and writes SIMs as the engine does.
fn export(order: &ActionOrder, sims: &[SimTarget]) -> (ActionSummary, String, Vec<u8>) {
    let chunks: Vec<Vec<u8>> =
        sims.chunks(CHUNK_SIMS).map(|chunk| postcard::to_allocvec(&chunk.to_vec()).unwrap()).collect();
    let mut export = ActionExport::new(order).unwrap();
    for chunk in &chunks {
        export.count_sims(chunk).unwrap();
    }
    let summary = postcard::from_bytes(&export.encode_summary().unwrap()).unwrap();
    let mut file: Vec<u8> = chunks.iter().flat_map(|chunk| export.write_sims(chunk).unwrap()).collect();
    file.extend(export.finish_file());
    (summary, export.file_name(), file)
}

#[test]
fn more_than_ten_thousand_sims_are_an_archive_of_files() {
    let sims: Vec<_> = (0..25_000).map(sim).collect();
    let (summary, name, file) = export(&ActionOrder::default(), &sims);
    assert_eq!((summary.targets, summary.left_out), (22_500, vec![(Exclusion::AlreadySo, 2_500)]));
    assert_eq!(name, "suspend-22500-sims.zip");
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut ids = Vec::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        assert_eq!(entry.name(), format!("suspend-22500-sims-{}-of-3.csv", at + 1));
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        let (header, rest) = text.split_once('\n').unwrap();
        assert!(header == "simId" && rest.lines().count() <= 10_000);
        ids.extend(rest.lines().map(str::to_owned));
    }
    let expected: Vec<_> = sims.into_iter().filter(|sim| sim.status == "active").map(|sim| sim.sim_id).collect();
    assert_eq!(ids, expected);
}

#[test]
fn a_file_that_is_one_is_no_archive_but_for_scripts() {
    let order = ActionOrder { form: ActionForm::BatchJob, ..ActionOrder::default() };
    let (_, name, file) = export(&order, &[sim(1)]);
    assert_eq!(name, "suspend-1-sims.json");
    assert!(file.starts_with(b"{\"jobName\":\"suspend-1-sims\","));
    let order = ActionOrder { form: ActionForm::Shell, ..ActionOrder::default() };
    let (_, name, file) = export(&order, &[sim(1)]);
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    assert_eq!((name.as_str(), archive.len()), ("suspend-1-sims.zip", 1));
    let script = std::io::read_to_string(archive.by_name("suspend-1-sims.sh").unwrap()).unwrap();
    assert!(script.starts_with("#!/bin/sh\n") && script.ends_with("SIMS\n"));
    // There is nothing to do with this one.
    let (summary, _, file) = export(&order, &[sim(10)]);
    assert_eq!((summary.targets, file.len()), (0, 0));
}

#[test]
fn what_is_no_action_is_refused() {
    for (kind, form, value) in [
        (ActionKind::SetGroup, ActionForm::Shell, ""),
        (ActionKind::LockImei, ActionForm::ConsoleCsv, ""),
        (ActionKind::PutTags, ActionForm::Shell, "site"),
    ] {
        let order = ActionOrder { kind, form, value: value.into(), ..ActionOrder::default() };
        assert!(ActionExport::new(&order).is_err(), "{kind:?}");
    }
    assert!(ActionExport::new(&ActionOrder::default()).unwrap().count_sims(&[7]).is_err());
}
