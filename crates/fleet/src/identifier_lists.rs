//! Lists of identifiers that are looked up in the fleet.

use crate::identifier_index::{IdentifierIndex, row_identifiers};
use crate::pasted;
use crate::{Columns, RowSet, TextPool};

/// The lists that were looked up, each with its name. They are looked up again whenever other rows count.
#[derive(Clone, Debug, Default)]
pub struct IdentifierLists {
    lists: Vec<IdentifierList>,
}

#[derive(Clone, Debug)]
struct IdentifierList {
    name: Box<str>,
    identifiers: TextPool,
    rows: RowSet,
}

/// The result of looking a list up.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LookupReport {
    /// Number of identifiers of the list, as often as they stand in it.
    pub entry_count: usize,
    /// Number of distinct identifiers of the list.
    pub identifier_count: usize,
    /// Number of them that the fleet has.
    pub found_count: usize,
    /// Number of records that have one of them.
    pub record_count: usize,
    /// The identifiers that the fleet does not have, in the order of the list.
    pub missing: Vec<String>,
    /// The identifiers that several records have: an IMEI in two SIMs, a SIM with two subscriptions.
    pub ambiguous: Vec<String>,
    /// The identifiers that the list has more than once.
    pub repeated: Vec<String>,
    /// Numbers that a spreadsheet has shortened, as they were pasted: `8.94231E+18`. They are not identifiers any more.
    pub shortened: Vec<String>,
}

impl IdentifierLists {
    /// Returns the rows of a list; `None` where no list has this name.
    pub fn rows(&self, name: &str) -> Option<&RowSet> {
        self.lists.iter().find(|list| &*list.name == name).map(|list| &list.rows)
    }

    /// Returns the names of all lists, in the order in which they were looked up.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lists.iter().map(|list| &*list.name)
    }

    /// Looks the identifiers of a text up in the rows that count, and keeps them under a name in place of what had it.
    pub(crate) fn look_up(&mut self, columns: &Columns, live_rows: &RowSet, name: &str, text: &str) -> LookupReport {
        let pasted = pasted::parse_identifiers(text);
        let entry_count = pasted.identifiers.len();
        let (identifiers, repeated) = deduplicate_identifiers(&pasted.identifiers);
        let (rows, mut report) = match_identifiers(columns, live_rows, &identifiers);
        report.entry_count = entry_count;
        report.repeated = repeated;
        report.shortened = pasted.shortened;
        self.lists.retain(|list| &*list.name != name);
        self.lists.push(IdentifierList { name: name.into(), identifiers, rows });
        report
    }

    /// Adds rows up to a number of them. No list knows of them yet.
    pub(crate) fn grow_to(&mut self, len: usize) {
        self.lists.iter_mut().for_each(|list| list.rows.grow_to(len));
    }

    /// Looks all lists up again, since other rows count.
    pub(crate) fn look_up_again(&mut self, columns: &Columns, live_rows: &RowSet) {
        for list in &mut self.lists {
            list.rows = match_identifiers(columns, live_rows, &list.identifiers).0;
        }
    }
}

/// Returns each identifier once, and those that were repeated.
fn deduplicate_identifiers(all: &[String]) -> (TextPool, Vec<String>) {
    let (mut identifiers, mut is_repeated) = (TextPool::default(), vec![]);
    for id in all {
        match identifiers.intern_text(id) {
            (_, true) => is_repeated.push(false),
            (at, false) => is_repeated[at as usize] = true,
        }
    }
    let repeated = identifiers.texts().zip(is_repeated).filter(|(_, repeated)| *repeated);
    let repeated = repeated.map(|(id, _)| id.to_owned()).collect();
    (identifiers, repeated)
}

/// Finds the rows that have one of the identifiers, and reports which identifiers were found.
fn match_identifiers(columns: &Columns, live_rows: &RowSet, identifiers: &TextPool) -> (RowSet, LookupReport) {
    let index = IdentifierIndex::new(identifiers);
    let mut hits = vec![0_u32; identifiers.len()];
    let mut rows = RowSet::with_no_rows(columns.len());
    let mut of_this_row = vec![];
    for row in live_rows.iter() {
        index.find_matches(row_identifiers(columns, row), &mut of_this_row);
        for at in &of_this_row {
            hits[*at as usize] += 1;
        }
        if !of_this_row.is_empty() {
            rows.insert(row);
        }
    }
    let those = |holds: fn(u32) -> bool| {
        let all = identifiers.texts().zip(&hits).filter(|(_, hits)| holds(**hits));
        all.map(|(id, _)| id.to_owned()).collect::<Vec<_>>()
    };
    let (missing, several) = (those(|hits| hits == 0), those(|hits| hits > 1));
    let found = LookupReport {
        identifier_count: identifiers.len(),
        found_count: identifiers.len() - missing.len(),
        record_count: rows.count(),
        missing,
        ambiguous: several,
        ..LookupReport::default()
    };
    (rows, found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fleet, Record, RecordSpan, SourceId, TextField};

    fn fleet_of_three_sims() -> Fleet {
        let mut fleet = Fleet::default();
        fleet.begin_source(SourceId(0), "");
        for (imsi, iccid, imei, serial) in [
            ("295050000000001", "8942310022000000001", "356938035643809", "DN-a1"),
            ("295050000000002", "8942310022000000019", "356938035643809", ""),
            ("295050000000003", "89423100220000000027", "", "ab7"),
        ] {
            let record = Record {
                imsi: imsi.into(),
                iccid: iccid.into(),
                sim_id: iccid.into(),
                previous_imei: imei.into(),
                serial: serial.into(),
                ..Record::default()
            };
            fleet.push(&record, RecordSpan::default()).unwrap();
        }
        fleet.resolve_duplicates();
        fleet
    }

    #[test]
    fn a_lookup_reports_missing_ambiguous_and_repeated_identifiers() {
        let mut fleet = fleet_of_three_sims();
        let found =
            fleet.look_up("1", "295050000000001, 894231002200000001 356938035643809\n894231002200000000;AB7,ab7;999");
        assert_eq!(
            found,
            LookupReport {
                entry_count: 7,
                identifier_count: 6,
                found_count: 5,
                record_count: 3,
                missing: vec!["999".into()],
                ambiguous: vec!["356938035643809".into()],
                repeated: vec!["AB7".into()],
                shortened: vec![],
            }
        );
        assert_eq!(fleet.identifier_lists().rows("1").map(RowSet::count), Some(3));
        assert_eq!(fleet.identifier_lists().names().collect::<Vec<_>>(), ["1"]);
        assert!(fleet.identifier_lists().rows("2").is_none());
    }

    /// ICCID, SIM ID, serial number and IMEI of three SIMs that only a list may write otherwise.
    fn fleet_with_unusual_identifiers() -> Fleet {
        let mut fleet = Fleet::default();
        fleet.begin_source(SourceId(0), "");
        for (imsi, iccid, imei, serial) in [
            ("295050990000001", "8942310099000000010", "356938030000013", "DN-0812"),
            ("295050990000002", "894231009900000002", "3569380300000211", ""),
            ("295050990000003", "898600B5991234567890", "35-693803-000003-9", "898600B5991234567890"),
            ("295050990000004", "8942310099000000044F", "000000000000000", ""),
        ] {
            let record = Record {
                imsi: imsi.into(),
                iccid: iccid.into(),
                sim_id: iccid.into(),
                current_imei: imei.into(),
                serial: serial.into(),
                ..Record::default()
            };
            fleet.push(&record, RecordSpan::default()).unwrap();
        }
        fleet.resolve_duplicates();
        fleet
    }

    #[test]
    fn a_list_may_write_identifiers_otherwise_than_the_fleet() {
        let mut fleet = fleet_with_unusual_identifiers();
        for (text, rows) in [
            // With padding, without the check digit, and with one that the fleet does not have.
            ("8942310099000000010F", &[0][..]),
            ("8942310099000000010f", &[0]),
            ("894231009900000001", &[0]),
            ("894231009900000002", &[1]),
            ("8942310099000000028", &[1]),
            ("8942310099000000028F", &[1]),
            ("8942310099000000044", &[3]),
            ("894231009900000004", &[3]),
            ("8942310099000000044F", &[3]),
            ("8942 3100 9900 0000 010", &[0]),
            // Another check digit is another card.
            ("8942310099000000019", &[]),
            // Letters of either case.
            ("898600b5991234567890", &[2]),
            ("898600B5991234567890", &[2]),
            ("898600b5 9912 3456 7890", &[2]),
            ("898600b599123456789", &[2]),
            // An IMEI, an IMEISV and what they have in common.
            ("356938030000013", &[0]),
            ("3569380300000104", &[0]),
            ("35693803000001", &[0]),
            ("35-693803-000001-3", &[0]),
            ("356938030000021", &[1]),
            ("356938030000039", &[2]),
            ("35 693803 000003 9", &[2]),
            // Not a device.
            ("000000000000000", &[]),
            ("DN-0812", &[0]),
            ("dn0812", &[0]),
            ("＝\"２９５０５０９９００００００１\"", &[0]),
            ("295050990000001.0", &[0]),
        ] {
            let found = fleet.look_up("1", text);
            let found_rows: Vec<usize> = fleet.identifier_lists().rows("1").unwrap().iter().collect();
            let missing = usize::from(rows.is_empty());
            assert_eq!((found.identifier_count, found.missing.len(), &found_rows[..]), (1, missing, rows), "{text}");
        }
    }

    #[test]
    fn headings_and_shortened_numbers_are_not_missing() {
        let mut fleet = fleet_with_unusual_identifiers();
        let found = fleet.look_up("1", "ICCID;名前\n8942310099000000010;a\n8.94231E+18;b\n8.94231E+18;c\n");
        assert_eq!((found.identifier_count, found.found_count, found.missing, found.repeated), (1, 1, vec![], vec![]));
        assert_eq!(found.shortened, ["8.94231E+18", "8.94231E+18"]);
    }

    #[test]
    fn every_identifier_of_a_sim_finds_it() {
        let mut fleet = fleet_of_three_sims();
        let additional = vec![
            (TextField::Imsi, "441200000000001".into()),
            (TextField::Iccid, "8981100022000000001".into()),
            (TextField::Msisdn, "819012345678".into()),
        ];
        let record = Record {
            imsi: "295050000000009".into(),
            msisdn: "423".into(),
            additional_identifiers: additional,
            ..Record::default()
        };
        fleet.push(&record, RecordSpan::default()).unwrap();
        fleet.resolve_duplicates();
        let list = "441200000000001 8981100022000000001 819012345678 423 295050000000009";
        let found = fleet.look_up("1", list);
        assert_eq!((found.identifier_count, found.found_count, found.record_count, found.ambiguous), (5, 5, 1, vec![]));
    }

    #[test]
    fn a_list_follows_the_fleet() {
        let mut fleet = fleet_of_three_sims();
        assert_eq!(fleet.look_up("1", "295050000000009").found_count, 0);
        fleet.begin_source(SourceId(1), "");
        fleet.push(&Record { imsi: "295050000000009".into(), ..Record::default() }, RecordSpan::default()).unwrap();
        fleet.resolve_duplicates();
        assert_eq!(fleet.identifier_lists().rows("1").map(|rows| rows.iter().collect()), Some(vec![3]));
    }
}
