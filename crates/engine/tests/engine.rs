//! The engine answers as the page expects, on a fleet that is read from JSON.

#![allow(clippy::unwrap_used, reason = "a test may")]

use engine::{Engine, FleetView, Source, ViewRequest};
use ingest::IngestReader;
use query::{Clock, Field, SortOrder};

const DAY_MS: i64 = 86_400_000;
const NOW_MS: i64 = 1000 * DAY_MS;

fn sim_json(imsi: u32, mcc: u16, mnc: u16, days: i64, updated: i64) -> String {
    let at = NOW_MS - days * DAY_MS;
    format!(
        r#"{{"imsi":"{imsi}","iccid":"89{imsi}","simId":"89{imsi}","status":"active","tags":{{"name":"sim {imsi}"}},
        "sessionStatus":{{"online":false,"lastUpdatedAt":{}}},"token":"secret",
        "previousSession":{{"imei":"35","deletedTime":{at},"cell":{{"mcc":{mcc},"mnc":{mnc},"radioType":"LTE","tac":1,"eci":{imsi}}}}}}}"#,
        at + updated
    )
}

fn load_records(engine: &mut Engine, id: u32, records: &[String]) {
    engine.begin_source(Source { id, name: format!("{id}.json") });
    let mut reader = IngestReader::default();
    reader.push(format!("[{}]", records.join(",")).as_bytes(), engine.fleet_mut()).unwrap();
    reader.finish(engine.fleet_mut()).unwrap();
    engine.commit_changes();
}

fn test_engine() -> Engine {
    let mut engine = Engine::default();
    let sims = [
        sim_json(1, 310, 410, 100, 0),
        sim_json(2, 440, 10, 1, 0),
        sim_json(3, 310, 260, 5, 0),
        sim_json(4, 901, 12, 400, 0),
    ];
    load_records(&mut engine, 1, &sims);
    engine
}

fn run_query(engine: &mut Engine, query: &str) -> FleetView {
    run_sorted_query(engine, query, SortOrder::default())
}

fn run_sorted_query(engine: &mut Engine, query: &str, sort: SortOrder) -> FleetView {
    let request = ViewRequest { seq: 7, query: query.into(), sort, row_count: 10, ..ViewRequest::default() };
    engine.build_view(&request, &Clock::utc(NOW_MS)).unwrap()
}

fn view_imsis(view: &FleetView) -> Vec<&str> {
    view.window.rows.iter().map(|row| row.cell(Field::Imsi)).collect()
}

#[test]
fn a_view_has_totals_facets_and_rows() {
    let mut engine = test_engine();
    let view = run_query(&mut engine, "country:us");
    assert_eq!((view.fleet.records, view.sims, view.selected.records, view.countries), (4, 4, 2, 1));
    assert_eq!(view_imsis(&view), ["1", "3"]);
    let country = &view.facets[0];
    let items: Vec<_> = country.items.iter().map(|i| (i.key.as_str(), i.count, i.chosen)).collect();
    assert_eq!(items, [("US", 2, true), ("JP", 1, false), ("international", 1, false)]);
    assert_eq!(view.terms[0].without, "");
    assert_eq!(view.histogram.bars.iter().map(|b| b.count).sum::<u32>(), 2);
}

#[test]
fn rows_follow_the_sort_column_and_direction() {
    let mut engine = test_engine();
    for (column, descending, expected) in [
        (None, false, ["1", "2", "3", "4"]),
        (Some(Field::Seen), false, ["4", "1", "3", "2"]),
        (Some(Field::Seen), true, ["2", "3", "1", "4"]),
        (Some(Field::Imsi), true, ["4", "3", "2", "1"]),
    ] {
        let sort = SortOrder { column: column.map(Into::into), descending };
        assert_eq!(view_imsis(&run_sorted_query(&mut engine, "", sort)), expected, "{sort:?}");
    }
}

#[test]
fn an_empty_selection_says_what_emptied_it() {
    let mut engine = test_engine();
    let view = run_query(&mut engine, "country:JP seen:>90d");
    let relax: Vec<_> = view.relaxations.iter().map(|r| (r.terms.as_str(), r.query.as_str(), r.count)).collect();
    assert_eq!(relax, [("country:JP", "seen:>90d", 2), ("seen:>90d", "country:JP", 1)]);
}

#[test]
fn an_empty_selection_offers_what_may_have_been_meant() {
    let mut engine = test_engine();
    let offers = |view: &FleetView| {
        view.relaxations
            .iter()
            .map(|r| (r.terms.clone(), r.replacement.clone(), r.query.clone(), r.count))
            .collect::<Vec<_>>()
    };
    let view = run_query(&mut engine, "status:activ");
    let meant = ("status:activ".to_owned(), Some("status:active".to_owned()), "status:active".to_owned(), 4);
    assert_eq!(offers(&view), [meant, ("status:activ".into(), None, String::new(), 4)]);
    let view = run_query(&mut engine, "name:zzz country:FR");
    assert_eq!(offers(&view), [("name:zzz country:FR".into(), None, String::new(), 4)]);
}

#[test]
fn a_pasted_list_says_what_a_spreadsheet_shortened() {
    let mut engine = test_engine();
    let found = engine.look_up("1", "iccid\n8.94231E+18\n8.94231E+18\n891\n");
    assert_eq!((found.read, found.found, found.missing.len(), found.shortened.len()), (1, 1, 0, 2));
}

#[test]
fn windows_and_adjacent_rows_are_of_the_last_view() {
    let mut engine = test_engine();
    let sort = SortOrder { column: Some(Field::Imsi.into()), descending: true };
    let view = run_sorted_query(&mut engine, "", sort);
    assert_eq!(engine.row_window(6, 0, 10), None, "another view");
    let window = engine.row_window(7, 1, 2).unwrap();
    assert_eq!((window.first, window.total, window.rows[0].cell(Field::Imsi)), (1, 4, "3"));
    assert_eq!(engine.row_window(7, 9, 2).unwrap().rows, []);
    let first = view.window.rows[0].row;
    assert_eq!((engine.adjacent_row(first, 1), engine.adjacent_row(first, -1)), (Some(2), Some(first)));
}

#[test]
fn the_newer_record_of_two_files_counts_and_the_older_comes_back() {
    let mut engine = test_engine();
    load_records(&mut engine, 2, &[sim_json(1, 440, 10, 100, 5), sim_json(9, 440, 10, 1, 0)]);
    let view = run_query(&mut engine, "");
    assert_eq!((view.fleet.records, view.sims), (5, 5));
    let held: Vec<_> = engine.source_stats().iter().map(|h| (h.source.id, h.records, h.outdated)).collect();
    assert_eq!(held, [(1, 4, 1), (2, 2, 0)]);
    engine.remove_source(2);
    assert_eq!(view_imsis(&run_query(&mut engine, "country:US")), ["1", "3"]);
}

#[test]
fn a_sim_detail_has_its_secrets_masked() {
    let mut engine = test_engine();
    run_query(&mut engine, "");
    let (source, place) = engine.record_span(1).unwrap();
    assert_eq!((source, place.offset), (1, 2 + sim_json(1, 310, 410, 100, 0).len() as u64));
    let opened = engine.sim_detail(1, sim_json(2, 440, 10, 1, 0).as_bytes(), None, &Clock::utc(NOW_MS));
    assert_eq!((opened.index, opened.source.as_str(), opened.session.as_str()), (Some(1), "1.json", "offline"));
    assert_eq!(opened.masked, ["token"]);
    assert!(!opened.json.contains("secret"));
    assert_eq!(opened.tags, [("name".to_owned(), "sim 2".to_owned())]);
    assert_eq!(opened.identifiers[0], ("imsi".to_owned(), "2".to_owned()));
}

#[test]
fn accounts_are_a_facet_where_there_are_several() {
    let record = |imsi: u32, account: &str| sim_json(imsi, 310, 410, 1, 0).replacen('{', &format!("{{{account}"), 1);
    let facet = |engine: &mut Engine| {
        let view = run_query(engine, "");
        let facet = view.facets.iter().find(|facet| facet.name == "account");
        facet.map(|facet| facet.items.iter().map(|item| (item.key.clone(), item.count)).collect::<Vec<_>>())
    };
    let mut engine = test_engine();
    assert_eq!(facet(&mut engine), None);
    let (one, other) = (r#""operatorId":"OP0012345678","#, r#""operatorId":"OP0087654321","#);
    load_records(&mut engine, 2, &[record(11, one), record(12, one)]);
    assert_eq!(facet(&mut engine), None, "one account, and records that name none");
    load_records(&mut engine, 3, &[record(13, other)]);
    let expected = [("none", 4), ("OP0012345678", 2), ("OP0087654321", 1)].map(|(key, count)| (key.to_owned(), count));
    assert_eq!(facet(&mut engine), Some(expected.to_vec()));
    let view = run_query(&mut engine, "account:op0087654321");
    assert_eq!(view_imsis(&view), ["13"]);
    assert_eq!(view.window.rows[0].cell(Field::Account), "OP0087654321");
    engine.remove_source(3);
    assert_eq!(facet(&mut engine), None, "one account is left");
}
