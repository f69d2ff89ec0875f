//! Properties of loading, over sources and extractors that are slow, fail, die or answer out of order.

use super::fakes::{Behaviour, FakeHost, FakeInput};
use super::*;
use crate::{Engine, Event, ReadError, Source};
use fleet::Basis;
use ingest::{Encoding, IngestError, IngestReader, IngestReport};
use proptest::prelude::*;
use query::Field;
use sample::{SampleFleet, SampleShape};
use std::cell::RefCell;

/// A fleet as JSON of so many SIMs.
fn sample_text(seed: u64, sims: u32) -> Vec<u8> {
    SampleFleet { seed, now: 1_760_000_000_000, shape: SampleShape::Subscribers }.json_chunks(sims).flatten().collect()
}

/// All columns of a fleet, bit by bit.
fn dump_columns(engine: &Engine) -> String {
    serde_json::to_string(engine.fleet().columns()).unwrap()
}

/// The rows of a fleet: the source of each, where its record is, whether it counts, and its texts. What was removed leaves
/// entries in the dictionaries behind, which no row shows.
pub(super) fn describe_rows(engine: &Engine) -> Vec<String> {
    let fleet = engine.fleet();
    let describe = |row: usize| {
        let texts: Vec<_> =
            Field::columns().iter().map(|column| column.row_text(fleet, row, Basis::Last).into_owned()).collect();
        format!("{:?} {} {texts:?}", engine.record_span(row as u32), fleet.live_rows().contains(row))
    };
    (0..fleet.columns().len()).map(describe).collect()
}

/// Reads each text as a whole by one reader: what loading is to be equal to.
fn read_by_one_reader(texts: &[(u32, &[u8])]) -> (Engine, Vec<Result<IngestReport, IngestError>>) {
    let mut engine = Engine::default();
    let mut read = |(id, text): &(u32, &[u8])| {
        engine.begin_source(Source { id: *id, name: id.to_string() });
        let mut reader = IngestReader::default();
        reader.push(text, engine.fleet_mut()).unwrap();
        let report = reader.finish(engine.fleet_mut());
        if report.is_ok() {
            engine.commit_changes();
        } else {
            engine.remove_source(*id);
        }
        report
    };
    let reports = texts.iter().map(&mut read).collect();
    (engine, reports)
}

fn rows_by_one_reader(texts: &[(u32, &[u8])]) -> Vec<String> {
    describe_rows(&read_by_one_reader(texts).0)
}

fn sent_reports(host: &FakeHost) -> Vec<Result<IngestReport, IngestError>> {
    let events = host.events.borrow();
    let reports = events.iter().filter_map(|event| match event {
        Event::Loaded(loaded) => Some(Ok(loaded.report.clone())),
        Event::Refused { reason, .. } => Some(Err(reason.clone())),
        _ => None,
    });
    reports.collect()
}

#[test]
fn a_table_with_identifiers_is_a_list_and_records_come_first() {
    let record = r#"{"imsi":"295050000000001","iccid":"8942310022000000001","sessionStatus":null}"#;
    for (text, is_list, records) in [
        ("iccid,site\n8942310022000000001,Tokyo\n".to_owned(), true, 0),
        ("\u{FEFF}\"IMSI\"\t\"site\"\r\n295050000000001\tTokyo\r\n".to_owned(), true, 0),
        // JSON in its cells may be a record. Here it is none.
        ("iccid,tags\n8942310022000000001,\"{\"\"a\"\":1}\"\n".to_owned(), true, 0),
        ("site,floor\nTokyo,1\n".to_owned(), false, 0),
        (format!("{record}\n"), false, 1),
        (format!("signed in as 295050000000009\n{record}\n"), false, 1),
        (format!("id,record\n8942310022000000001,x\n{record}\n"), false, 1),
    ] {
        let host = FakeHost::new(&[]);
        host.run_inputs(&[(1, FakeInput::new(text.clone()))]);
        assert_eq!(host.texts.borrow().contains_key(&1) && sent_reports(&host).is_empty(), is_list, "{text}");
        assert_eq!(host.engine.borrow().record_count(), records, "{text}");
    }
}

fn any_behaviour() -> impl Strategy<Value = Behaviour> {
    prop_oneof![
        4 => (0..20_usize).prop_map(Behaviour::Replies),
        1 => (0..20_usize).prop_map(Behaviour::Dies),
        1 => Just(Behaviour::Refuses),
        1 => Just(Behaviour::IsDown),
    ]
}

/// Records among other values, wrapped or not, whole or not: what a chunk begins with says little.
fn any_text() -> impl Strategy<Value = Vec<u8>> {
    let record = |i: u32| format!(r#"{{"imsi":"29505000000000{i}","tags":{{"name":"}},{{\"imsi\":\"1\"}}"}}}}"#);
    let value = prop_oneof![
        6 => (0..9_u32).prop_map(record),
        1 => Just(r#"{"list":[{"imsi":"295050000000091"},{"imsi":"295050000000092"}]}"#.to_owned()),
        1 => Just(r#"{"note":"[{\"imsi\":\"295050000000077\"},"}"#.to_owned()),
        1 => Just(r#"{"imsi":7,"#.to_owned()),
        1 => Just("5".to_owned()),
    ];
    let small = (prop::collection::vec(value, 0..40), prop_oneof![Just(","), Just("\n"), Just(",\n ")])
        .prop_map(|(values, separator)| values.join(separator).into_bytes());
    prop_oneof![3 => small, 1 => (0..9_u64, 1..20_u32).prop_map(|(seed, sims)| sample_text(seed, sims))]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn however_a_text_is_loaded_the_fleet_and_the_report_are_those_of_one_reader(
        text in any_text(),
        chunk_lens in prop::collection::vec(1..3_000_usize, 1..6),
        delays in prop::collection::vec(0..4_usize, 1..4),
        extractors in prop::collection::vec(any_behaviour(), 0..4),
    ) {
        let host = FakeHost::new(&extractors);
        host.run_inputs(&[(1, FakeInput { chunk_lens, delays, ..FakeInput::new(text.as_slice()) })]);
        let (engine, reports) = read_by_one_reader(&[(1, &text)]);
        prop_assert_eq!(sent_reports(&host), reports);
        prop_assert_eq!(dump_columns(&host.engine.borrow()), dump_columns(&engine));
        prop_assert_eq!(host.rows(), describe_rows(&engine));
    }
}

/// Loads two sources beside one that is there, cancels in a turn, and loads another one. Returns whether there is such a turn.
fn cancel_in_turn(turn: usize, extractors: &[Behaviour], inputs: [&FakeInput; 2]) -> bool {
    let host = FakeHost::new(extractors);
    let (before, after) = (FakeInput::new(sample_text(1, 2)), FakeInput::new(sample_text(4, 3)));
    host.run_inputs(&[(1, before.clone())]);
    host.turns.cancel_at.set(Some(host.turns.taken.get() + turn));
    host.run_inputs(&[(2, inputs[0].clone()), (3, inputs[1].clone())]);
    host.turns.cancel_at.set(None);
    let cancelled = host.loaded_at_cancel.get();
    if let Some(loaded) = cancelled {
        assert_eq!(host.loaded_sources().len(), loaded, "nothing is loaded after turn {turn}");
    }
    let texts = [(1, &before.text), (2, &inputs[0].text), (3, &inputs[1].text), (4, &after.text)];
    let expected = |host: &FakeHost| {
        let loaded = host.loaded_sources();
        let texts: Vec<(u32, &[u8])> =
            texts.iter().filter(|(id, _)| loaded.contains(id)).map(|(id, text)| (*id, text.as_slice())).collect();
        rows_by_one_reader(&texts)
    };
    assert_eq!(host.rows(), expected(&host), "turn {turn}");
    host.run_inputs(&[(4, after.clone())]);
    assert_eq!(host.loaded_sources().last(), Some(&4), "the next job runs after turn {turn}");
    assert_eq!(host.rows(), expected(&host), "turn {turn}");
    cancelled.is_some()
}

#[test]
fn wherever_it_is_cancelled_the_fleet_is_what_it_was_and_the_next_job_runs() {
    let encoded = (Encoding::Windows1252, r#"{"imsi":"295050000000001","tags":{"name":"Zürich"}}"#.into());
    let latin = FakeInput {
        decoded: Some(encoded),
        chunk_lens: vec![20],
        ..FakeInput::new(&b"{\"imsi\":\"295050000000001\",\"tags\":{\"name\":\"Z\xfcrich\"}}"[..])
    };
    let plain = |seed| FakeInput { chunk_lens: vec![2_500, 900], ..FakeInput::new(sample_text(seed, 12)) };
    let archive = FakeInput { archive: Some(vec!["a.json"]), ..FakeInput::new(&b"PK\x03\x04 an archive"[..]) };
    for (extractors, inputs) in [
        (vec![], [&plain(2), &plain(3)]),
        (vec![Behaviour::Replies(3), Behaviour::Replies(9)], [&plain(2), &plain(3)]),
        (vec![Behaviour::Dies(5), Behaviour::Replies(2)], [&plain(2), &plain(3)]),
        (vec![Behaviour::Replies(1)], [&plain(2), &archive]),
    ] {
        // The files of an archive never come: that is cancelled in any turn.
        let cancelled = (1..200).take_while(|turn| cancel_in_turn(*turn, &extractors, inputs)).count();
        assert!(cancelled > 10, "{extractors:?}: {cancelled}");
    }
    // What is decoded has another text than its bytes: its fleet is compared below.
    let turns = (1..).take_while(|turn| {
        let host = FakeHost::new(&[]);
        host.turns.cancel_at.set(Some(*turn));
        host.run_inputs(&[(1, latin.clone())]);
        let cancelled = host.loaded_at_cancel.get() == Some(0);
        assert_eq!(host.engine.borrow().record_count(), usize::from(!cancelled), "turn {turn}");
        cancelled
    });
    assert!(turns.count() > 4);
}

#[test]
fn a_text_in_another_encoding_is_read_again_in_it() {
    let decoded = r#"{"imsi":"295050000000001","tags":{"name":"Zürich"}}"#;
    let host = FakeHost::new(&[Behaviour::Replies(2)]);
    host.run_inputs(&[(
        1,
        FakeInput {
            decoded: Some((Encoding::Windows1252, decoded.into())),
            ..FakeInput::new(&b"{\"imsi\":\"295050000000001\",\"tags\":{\"name\":\"Z\xfcrich\"}}"[..])
        },
    )]);
    let (engine, reports) = read_by_one_reader(&[(1, decoded.as_bytes())]);
    let report = IngestReport { encoding: Encoding::Windows1252, ..reports[0].clone().unwrap() };
    assert_eq!((host.rows(), sent_reports(&host)), (describe_rows(&engine), vec![Ok(report)]));
    assert_eq!(host.texts.borrow().get(&1).map(Vec::as_slice), Some(decoded.as_bytes()));
}

#[test]
fn a_source_that_cannot_be_read_leaves_the_fleet_and_the_queue_as_they_were() {
    for (fails_at, extractors) in [(0, vec![]), (1, vec![]), (3, vec![Behaviour::Replies(4)])] {
        let host = FakeHost::new(&extractors);
        let (first, next) = (sample_text(1, 3), sample_text(3, 3));
        let fails =
            FakeInput { fails_at: Some(fails_at), chunk_lens: vec![1_000], ..FakeInput::new(sample_text(2, 9)) };
        host.run_inputs(&[(1, FakeInput::new(first.clone())), (2, fails), (3, FakeInput::new(next.clone()))]);
        assert_eq!(host.rows(), rows_by_one_reader(&[(1, &first), (3, &next)]));
        let source = Source { id: 2, name: "2".into() };
        let event = Event::Unreadable { source, error: ReadError::Other("Unreadable".into()) };
        assert!(host.events.borrow().contains(&event));
    }
}

#[test]
fn columns_that_cannot_be_decoded_are_an_error_of_their_source() {
    let host = FakeHost::new(&[Behaviour::Garbles]);
    host.run_inputs(&[(1, FakeInput { chunk_lens: vec![900], ..FakeInput::new(sample_text(2, 9)) })]);
    assert_eq!((host.loaded_sources(), host.engine.borrow().record_count()), (vec![], 0));
    let events = host.events.borrow();
    assert!(
        events
            .iter()
            .any(|event| matches!(event, Event::Unreadable { error: ReadError::Other(why), .. } if why == "Codec"))
    );
}

#[test]
fn a_chunk_of_an_extractor_that_died_is_read_again_and_no_other() {
    let text = sample_text(2, 30);
    let input = FakeInput { chunk_lens: vec![5_000], ..FakeInput::new(text) };
    for (extractors, bytes) in [
        (vec![Behaviour::Dies(3)], 5_000),
        (vec![Behaviour::Dies(3), Behaviour::Dies(0)], 10_000),
        (vec![Behaviour::Replies(3)], 0),
    ] {
        let host = FakeHost::new(&extractors);
        host.run_inputs(&[(1, input.clone())]);
        assert_eq!(host.bytes_reread.get(), bytes, "{extractors:?}");
        assert_eq!(host.rows(), rows_by_one_reader(&[(1, &input.text)]));
    }
}

#[test]
fn progress_grows_over_all_sources_of_a_load() {
    let host = FakeHost::new(&[Behaviour::Replies(1)]);
    let input = |seed| FakeInput { chunk_lens: vec![700], ..FakeInput::new(sample_text(seed, 10)) };
    let (first, second) = (input(1), input(2));
    let total = (first.text.len() + second.text.len()) as u64;
    host.run_inputs(&[(1, first), (2, second)]);
    let events = host.events.borrow();
    let progress: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::Progress(progress) => Some((progress.done, progress.total, progress.sims)),
            _ => None,
        })
        .collect();
    assert!(progress.len() > 10 && progress.is_sorted(), "{progress:?}");
    assert!(progress.iter().all(|(done, all, _)| *all == total && *done <= total));
}

#[test]
fn files_of_an_archive_are_awaited_until_they_come_or_loading_is_cancelled() {
    let archive = FakeInput { archive: Some(vec!["a.json", "b.json"]), ..FakeInput::new(&b"PK\x03\x04"[..]) };
    let host = FakeHost::new(&[]);
    host.turns.cancel_at.set(Some(20));
    host.run_inputs(&[(1, archive.clone())]);
    assert!(host.turns.taken.get() >= 20);
    let names = vec!["a.json".to_owned(), "b.json".to_owned()];
    let event = Event::Archive { source: Source { id: 1, name: "1".into() }, names };
    assert!(host.events.borrow().contains(&event));
    // Files that have come are not awaited any more.
    host.state.receive_files();
    host.run_inputs(&[(2, FakeInput::new(sample_text(1, 2)))]);
    assert_eq!(host.loaded_sources(), [2]);
    // A damaged archive is read as a text, and an empty one is refused.
    for (files, refused) in [(None, false), (Some(vec![]), true)] {
        let host = FakeHost::new(&[]);
        host.run_inputs(&[(1, FakeInput { archive: files, ..archive.clone() })]);
        let is_empty = matches!(sent_reports(&host)[..], [Err(IngestError::Empty)]);
        assert_eq!(is_empty, refused);
    }
}

#[test]
fn a_damaged_source_says_so() {
    let text = sample_text(1, 4);
    let damaged = |text: &[u8]| FakeInput { last_status: ChunkStatus::Damaged, ..FakeInput::new(text) };
    let host = FakeHost::new(&[]);
    host.run_inputs(&[(1, damaged(&text)), (2, damaged(b"[")), (3, damaged(b""))]);
    let reports = sent_reports(&host);
    assert_eq!(reports[0].as_ref().unwrap().truncated_at, Some(text.len() as u64));
    assert_eq!(reports[1..], [Err(IngestError::DamagedGzip), Err(IngestError::DamagedGzip)]);
}

#[test]
fn a_wait_ends_when_it_is_over_skipped_or_cancelled() {
    for (skip, cancel, decision, steps) in [
        (false, false, RetryDecision::Retry, 3..9),
        (true, false, RetryDecision::Retry, 1..3),
        (false, true, RetryDecision::GiveUp, 1..3),
    ] {
        let (host, told) = (FakeHost::new(&[]), RefCell::new(vec![]));
        let tell = |left: Option<u64>| {
            told.borrow_mut().push(left);
            if skip {
                host.state.skip_wait();
            }
            if cancel {
                host.state.cancel();
            }
        };
        assert_eq!(pollster::block_on(count_down_retry(&host, 2_000, tell)), decision);
        let told = told.borrow();
        let (last, left) = told.split_last().unwrap();
        assert_eq!(*last, None);
        assert!(steps.contains(&left.len()) && left.iter().rev().is_sorted(), "{told:?}");
    }
}

/// An API with a list of so many pages, and the text that becomes of it.
fn host_with_pages(page_count: u32) -> (FakeHost, Vec<u8>) {
    let record = |number: u32| format!(r#"{{"imsi":"29505000000010{number}"}}"#);
    let pages: Vec<[String; 2]> = (0..page_count).map(|page| [record(2 * page), record(2 * page + 1)]).collect();
    let host = FakeHost::new(&[]);
    host.transport.pages.replace(pages.iter().map(|page| format!("[{}]", page.join(","))).collect());
    (host, format!("[{}]", pages.concat().join(",\n")).into_bytes())
}

#[test]
fn wherever_a_list_is_cancelled_it_goes_on_there() {
    let cancelled = (1..).take_while(|turn| {
        let (host, text) = host_with_pages(4);
        host.transport.failures.replace(vec![1, 2]);
        host.turns.cancel_at.set(Some(*turn));
        host.run_inputs(&[(7, FakeInput::list(7, false))]);
        let is_cancelled = host.loaded_at_cancel.get() == Some(0);
        assert_eq!(host.unfinished_lists.borrow().contains_key(&7), host.rows() != rows_by_one_reader(&[(7, &text)]));
        host.run_inputs(&[(7, FakeInput::list(7, true))]);
        if is_cancelled {
            assert_eq!(host.rows(), rows_by_one_reader(&[(7, &text)]), "turn {turn}");
            assert_eq!(host.texts.borrow().get(&7), Some(&text), "turn {turn}");
        }
        is_cancelled
    });
    assert!(cancelled.count() > 10);
}

#[test]
fn a_list_that_never_answers_fails_and_one_that_stops_answering_stays_unfinished() {
    for (fails_from, records) in [(0, 0), (1, 2)] {
        let (host, _) = host_with_pages(3);
        host.transport.failures.replace((fails_from..99).collect());
        host.run_inputs(&[(7, FakeInput::list(7, false))]);
        assert_eq!(host.engine.borrow().record_count(), records);
        assert_eq!(host.unfinished_lists.borrow().contains_key(&7), records > 0);
        let events = host.events.borrow();
        assert_eq!(events.iter().any(|event| matches!(event, Event::FetchFailed { .. })), records == 0);
        let waits = |event: &Event| match event {
            Event::Progress(progress) => progress.fetch.as_ref().is_some_and(|fetch| fetch.retry_wait.is_some()),
            _ => false,
        };
        assert!(events.iter().any(waits), "waits are told");
    }
}

#[test]
fn a_list_that_is_fetched_again_replaces_the_earlier_one_once_it_is_whole() {
    let (host, text) = host_with_pages(2);
    host.run_inputs(&[(1, FakeInput::list(1, false))]);
    let mut again = FakeInput::list(2, false);
    again.list.as_mut().unwrap().replaces = Some(1);
    host.transport.failures.replace((host.transport.request_count.get() + 1..99).collect());
    host.run_inputs(&[(2, again.clone())]);
    assert_eq!(host.rows(), rows_by_one_reader(&[(1, &text)]), "a part replaces nothing");
    host.transport.failures.take();
    host.transport.pages.borrow_mut()[1] = r#"[{"imsi":"295050000000999"}]"#.to_owned();
    host.run_inputs(&[(2, again)]);
    let refreshed = Event::Refreshed { new: 1, gone: 2, changed: 0 };
    assert!(host.events.borrow().contains(&refreshed), "{:?}", host.events.borrow());
    assert_eq!(host.engine.borrow().record_count(), 3);
}
