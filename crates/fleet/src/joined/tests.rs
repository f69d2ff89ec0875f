use super::*;
use crate::{Connectivity, Fleet, Record, RecordSpan};

/// Four SIMs; the third and the fourth were in one device.
fn fleet_of_four_sims() -> Fleet {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(0), "");
    for (imsi, iccid, previous, current) in [
        ("295050000000001", "8942310022000000001", "356938035643809", ""),
        ("295050000000002", "8942310022000000019", "356938030000013", "356938030000021"),
        ("295050000000003", "8942310022000000027", "356938030000039", ""),
        ("295050000000004", "8942310022000000035", "356938030000039", ""),
    ] {
        let record = Record {
            imsi: imsi.into(),
            iccid: iccid.into(),
            previous_imei: previous.into(),
            current_imei: current.into(),
            connectivity: if current.is_empty() { Connectivity::Offline } else { Connectivity::Online },
            ..Record::default()
        };
        fleet.push(&record, RecordSpan::default()).unwrap();
    }
    fleet.resolve_duplicates();
    fleet
}

fn join(fleet: &mut Fleet, source: u32, name: &str, columns: &[&str], rows: &[&[&str]]) {
    let columns: Vec<_> = columns.iter().map(|name| (*name, ColumnRole::Field)).collect();
    let mut list = JoinedListBuilder::new(SourceId(source), name, &columns);
    for row in rows {
        let values: Vec<_> = row[1..].iter().map(|text| (*text, text.parse().ok())).collect();
        list.add_row(row[0], &values);
    }
    fleet.join_list(list);
}

fn column_texts(fleet: &Fleet, name: &str) -> Vec<String> {
    let column = fleet.joined_lists().column(name).unwrap();
    (0..fleet.columns().len()).map(|row| column.text(row).into_owned()).collect()
}

#[test]
fn a_list_is_joined_by_whatever_identifies_a_sim() {
    let rows: [&[&str]; 6] = [
        &["8942310022000000001F", "Tokyo"],
        &["2950 5000 0000 002", "Osaka"],
        &["356938030000039", "Kyoto"],
        &["8942310022000000999", "Nowhere"],
        &["", "no identifier"],
        &["8.94231E+18", "shortened"],
    ];
    let mut fleet = fleet_of_four_sims();
    join(&mut fleet, 7, "lists/Sites 2026.csv", &["site"], &rows);
    assert_eq!(column_texts(&fleet, "SITE"), ["Tokyo", "Osaka", "Kyoto", "Kyoto"]);
    let list = fleet.joined_lists().list("sites 2026").unwrap();
    let expected =
        JoinCounts { rows: 6, matched_rows: 3, records: 4, records_without: 0, repeated: 0, ambiguous: 1, doubled: 0 };
    assert_eq!(list.count_matches(fleet.live_rows()), expected);
    assert_eq!(list.missing_identifiers().collect::<Vec<_>>(), ["8942310022000000999"]);
    assert_eq!(list.ambiguous_identifiers().collect::<Vec<_>>(), ["356938030000039"]);
    assert_eq!(list.shortened(), ["8.94231E+18"]);
    fleet.remove_list(SourceId(7));
    assert!(fleet.joined_lists().column("site").is_none());
}

#[test]
fn a_sim_is_in_one_device_at_a_time() {
    let mut fleet = fleet_of_four_sims();
    join(&mut fleet, 7, "x.csv", &["asset"], &[&["356938030000013", "old"], &["356938030000021", "new"]]);
    assert_eq!(column_texts(&fleet, "asset"), ["", "new", "", ""]);
}

#[test]
fn the_first_text_counts_and_numbers_are_added_up() {
    let mut fleet = fleet_of_four_sims();
    let rows: [&[&str]; 4] = [
        &["295050000000001", "", "1.5"],
        &["295050000000001", "b", "2"],
        &["295050000000001", "c", ""],
        &["8942310022000000001", "d", "4"],
    ];
    join(&mut fleet, 7, "x.csv", &["site", "price"], &rows);
    assert_eq!(column_texts(&fleet, "site"), ["b", "", "", ""]);
    assert_eq!(column_texts(&fleet, "price"), ["7.5", "", "", ""]);
    let list = &fleet.joined_lists().lists()[0];
    assert_eq!(list.repeated_identifiers().collect::<Vec<_>>(), ["295050000000001"]);
    assert_eq!(list.count_matches(fleet.live_rows()).doubled, 1);
}

#[test]
fn a_column_is_one_of_numbers_where_all_values_are() {
    let mut fleet = fleet_of_four_sims();
    let rows: [&[&str]; 2] = [&["295050000000001", "1", "1", "", "N/A"], &["295050000000002", "2", "x", "", "3"]];
    join(&mut fleet, 7, "x.csv", &["number", "mixed", "empty", "gaps"], &rows);
    let is_number = |name| fleet.joined_lists().column(name).unwrap().column().is_number();
    assert_eq!(["number", "mixed", "empty", "gaps"].map(is_number), [true, false, false, true]);
    assert_eq!(column_texts(&fleet, "gaps"), ["", "3", "", ""]);
    assert_eq!(column_texts(&fleet, "mixed"), ["1", "x", "", ""]);
}

#[test]
fn names_are_told_apart() {
    let mut fleet = fleet_of_four_sims();
    join(&mut fleet, 1, "a.csv", &["site", "Site", "", "site"], &[&["295050000000001", "1", "2", "3", "4"]]);
    join(&mut fleet, 2, "a.tsv", &["SITE", "floor"], &[&["295050000000001", "5", "6"]]);
    let names: Vec<_> = fleet.joined_lists().columns().map(|(name, _)| name.into_owned()).collect();
    assert_eq!(names, ["site", "Site", "column 3", "site 2", "a 2.SITE", "floor"]);
    assert_eq!(column_texts(&fleet, "A 2.site")[0], "5");
}

#[test]
fn a_list_follows_the_fleet() {
    let mut fleet = fleet_of_four_sims();
    join(&mut fleet, 7, "x.csv", &["site"], &[&["295050000000009", "late"], &["295050000000004", "there"]]);
    assert_eq!(fleet.joined_column("site").text(3), "there");
    fleet.begin_source(SourceId(8), "");
    let record = Record { imsi: "295050000000009".into(), ..Record::default() };
    fleet.push(&record, RecordSpan::default()).unwrap();
    fleet.resolve_duplicates();
    assert_eq!(column_texts(&fleet, "site"), ["", "", "", "there", "late"]);
    fleet.remove_source(SourceId(0));
    fleet.resolve_duplicates();
    assert_eq!(column_texts(&fleet, "site"), ["late"]);
    assert_eq!(fleet.joined_column("site").text(0), "late");
}

#[test]
fn what_a_column_means_outlives_another_reading_of_its_list() {
    let mut fleet = fleet_of_four_sims();
    let meanings = |fleet: &Fleet| {
        let columns = fleet.joined_lists().columns();
        columns.map(|(_, column)| column.meaning().map(str::to_owned)).collect::<Vec<_>>()
    };
    let rows: [&[&str]; 1] = [&["295050000000001", "Japan", "JP"]];
    join(&mut fleet, 7, "sites.csv", &["where", "country"], &rows);
    assert_eq!(meanings(&fleet), [None, None]);
    fleet.set_column_meaning("where", "operator");
    fleet.set_column_meaning("where", "country");
    fleet.set_column_meaning("country", "");
    join(&mut fleet, 7, "sites.csv", &["where", "country"], &rows);
    assert_eq!(meanings(&fleet), [Some("country".to_owned()), Some(String::new())]);
    // Another list has its own, and one that was removed has none any more.
    join(&mut fleet, 8, "others.csv", &["where"], &rows);
    fleet.remove_list(SourceId(7));
    assert_eq!(meanings(&fleet), [None]);
    join(&mut fleet, 7, "sites.csv", &["where"], &rows);
    assert_eq!(meanings(&fleet), [None, None]);
}
