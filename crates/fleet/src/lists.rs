//! Lists of identifiers that someone has: which of them are in the fleet.

use crate::dictionary::hash;
use crate::pasted;
use crate::{Bits, DeviceId, Field, Fleet, unpadded_iccid};
use hashbrown::HashTable;
use std::borrow::Cow;

/// The lists that were looked up, each under its name. They are looked up again whenever the fleet is settled.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    lists: Vec<List>,
}

#[derive(Clone, Debug)]
struct List {
    name: Box<str>,
    wanted: Vec<String>,
    rows: Bits,
}

/// What became of a list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LookUp {
    /// How many identifiers were read, each counted once.
    pub read: usize,
    /// How many of them are in the fleet.
    pub found: usize,
    /// How many records they stand for.
    pub records: usize,
    /// Those that are not in the fleet, in the order of the list.
    pub missing: Vec<String>,
    /// Those that stand for several records: an IMEI in two SIMs, a SIM with two subscriptions.
    pub several: Vec<String>,
    /// Those that stood in the list more than once.
    pub repeated: Vec<String>,
    /// Numbers that a spreadsheet has shortened, as they were pasted: `8.94231E+18`. They are no identifiers any more.
    pub shortened: Vec<String>,
}

/// The identifiers that a list may be of.
const FIELDS: [Field; 7] =
    [Field::Iccid, Field::Imsi, Field::SimId, Field::PreviousImei, Field::CurrentImei, Field::Msisdn, Field::Serial];

impl Lists {
    /// The rows of a list; `None` where no list has this name.
    pub fn rows(&self, name: &str) -> Option<&Bits> {
        self.lists.iter().find(|list| &*list.name == name).map(|list| &list.rows)
    }

    /// The names of all lists, in the order in which they came.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lists.iter().map(|list| &*list.name)
    }

    pub(crate) fn look_up(&mut self, fleet: &Fleet, name: &str, text: &str) -> LookUp {
        let pasted = pasted::read(text);
        let (wanted, repeated) = once(pasted.identifiers.into_iter());
        let (rows, mut found) = look_up(fleet, &wanted);
        found.repeated = repeated;
        found.shortened = pasted.shortened;
        self.lists.retain(|list| &*list.name != name);
        self.lists.push(List { name: name.into(), wanted, rows });
        found
    }

    /// One more row, of which no list knows yet.
    pub(crate) fn grow(&mut self) {
        self.lists.iter_mut().for_each(|list| list.rows.push(false));
    }

    pub(crate) fn look_up_again(&mut self, fleet: &Fleet) {
        for list in &mut self.lists {
            list.rows = look_up(fleet, &list.wanted).0;
        }
    }
}

/// Each identifier once, and those that came again.
fn once(all: impl Iterator<Item = String>) -> (Vec<String>, Vec<String>) {
    let mut places: HashTable<usize> = HashTable::new();
    let (mut wanted, mut repeated) = (Vec::<String>::new(), Vec::<String>::new());
    for id in all {
        if places.find(hash(id.as_str()), |at| wanted[*at] == id).is_some() {
            if !repeated.contains(&id) {
                repeated.push(id);
            }
            continue;
        }
        places.insert_unique(hash(id.as_str()), wanted.len(), |at| hash(wanted[*at].as_str()));
        wanted.push(id);
    }
    (wanted, repeated)
}

fn look_up(fleet: &Fleet, wanted: &[String]) -> (Bits, LookUp) {
    let columns = fleet.columns();
    let wanted_keys = WantedKeys::new(wanted);
    let mut hits = vec![0_u32; wanted.len()];
    let mut rows = Bits::none(columns.len());
    let mut of_row = vec![];
    for row in fleet.live().iter() {
        of_row.clear();
        let own = FIELDS.into_iter().map(|field| (field, columns.text(row, field)));
        for (field, id) in own.chain(columns.lines().further(row)).filter(|(_, id)| !id.is_empty()) {
            wanted_keys.find(field, id, |at| {
                if !of_row.contains(&at) {
                    of_row.push(at);
                }
            });
        }
        of_row.iter().for_each(|at| hits[*at] += 1);
        rows.set(row, !of_row.is_empty());
    }
    let those = |holds: fn(u32) -> bool| {
        wanted.iter().zip(&hits).filter(|(_, hits)| holds(**hits)).map(|(id, _)| id.clone()).collect::<Vec<_>>()
    };
    let (missing, several) = (those(|hits| hits == 0), those(|hits| hits > 1));
    let found = LookUp {
        read: wanted.len(),
        found: wanted.len() - missing.len(),
        records: rows.count(),
        missing,
        several,
        ..LookUp::default()
    };
    (rows, found)
}

/// As what an identifier of a list is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Key {
    /// All of it.
    Whole,
    /// An ICCID without its last digit: that is a check digit (ITU-T E.118), which some lists have and others leave out.
    Unchecked,
    /// The digits that an IMEI and an IMEISV of one device have in common.
    Device,
}

/// An ICCID without its check digit, where it may have one.
fn unchecked(iccid: &str) -> Option<&str> {
    iccid.split_at_checked(iccid.len().wrapping_sub(1)).map(|(body, _)| body).filter(|_| matches!(iccid.len(), 19..=20))
}

/// The identifiers of a list by each of their keys.
struct WantedKeys<'a> {
    wanted: &'a [String],
    /// Positions in the list.
    keys: HashTable<(Key, usize)>,
}

impl<'a> WantedKeys<'a> {
    fn new(wanted: &'a [String]) -> Self {
        let mut keys = HashTable::with_capacity(wanted.len());
        let hasher = |(key, at): &(Key, usize)| key_hash(*key, key_text(*key, &wanted[*at]).as_deref().unwrap_or(""));
        for (at, id) in wanted.iter().enumerate() {
            for key in [Key::Whole, Key::Unchecked, Key::Device] {
                if let Some(text) = key_text(key, id) {
                    keys.insert_unique(key_hash(key, &text), (key, at), hasher);
                }
            }
        }
        Self { wanted, keys }
    }

    /// Calls `found` with the position of each identifier of the list that this one of the fleet is.
    fn find(&self, field: Field, id: &str, mut found: impl FnMut(usize)) {
        let mut find = |key: Key, text: &str| {
            let same = |(k, at): &&(Key, usize)| *k == key && key_text(key, &self.wanted[*at]).as_deref() == Some(text);
            self.keys.iter_hash(key_hash(key, text)).filter(same).for_each(|(_, at)| found(*at));
        };
        if matches!(field, Field::PreviousImei | Field::CurrentImei) {
            if let Some(device) = DeviceId::parse(id) {
                find(Key::Device, &device.digits());
            }
            return;
        }
        let id = as_listed(id);
        find(Key::Whole, &id);
        if matches!(field, Field::Iccid | Field::SimId) {
            if let Some(body) = unchecked(&id) {
                find(Key::Whole, body);
            }
            find(Key::Unchecked, &id);
        }
    }
}

/// What an identifier of a list is looked for by; `None` where it has no such key.
fn key_text(key: Key, id: &str) -> Option<Cow<'_, str>> {
    match key {
        Key::Whole => Some(Cow::Borrowed(id)),
        Key::Unchecked => unchecked(id).map(Cow::Borrowed),
        Key::Device => DeviceId::parse(id).map(|device| Cow::Owned(device.digits())),
    }
}

fn key_hash(key: Key, text: &str) -> u64 {
    hash((key, text))
}

/// An identifier of the fleet as those of a list are read: in capitals, without pad and separators.
fn as_listed(id: &str) -> Cow<'_, str> {
    let id = unpadded_iccid(id);
    match id.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        true => Cow::Borrowed(id),
        false => Cow::Owned(id.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Place, Record, SourceId};

    fn fleet() -> Fleet {
        let mut fleet = Fleet::default();
        fleet.begin(SourceId(0), "");
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
            fleet.push(&record, Place::default()).unwrap();
        }
        fleet.settle();
        fleet
    }

    #[test]
    fn found_missing_several_and_repeated() {
        let mut fleet = fleet();
        let found =
            fleet.look_up("1", "295050000000001, 894231002200000001 356938035643809\n894231002200000000;AB7,ab7;999");
        assert_eq!(
            found,
            LookUp {
                read: 6,
                found: 5,
                records: 3,
                missing: vec!["999".into()],
                several: vec!["356938035643809".into()],
                repeated: vec!["AB7".into()],
                shortened: vec![],
            }
        );
        assert_eq!(fleet.lists().rows("1").map(Bits::count), Some(3));
        assert_eq!(fleet.lists().names().collect::<Vec<_>>(), ["1"]);
        assert!(fleet.lists().rows("2").is_none());
    }

    /// ICCID, SIM ID, serial number and IMEI of three SIMs that only a list may write otherwise.
    fn odd_fleet() -> Fleet {
        let mut fleet = Fleet::default();
        fleet.begin(SourceId(0), "");
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
            fleet.push(&record, Place::default()).unwrap();
        }
        fleet.settle();
        fleet
    }

    #[test]
    fn a_list_may_write_identifiers_otherwise_than_the_fleet() {
        let mut fleet = odd_fleet();
        for (text, rows) in [
            // With a pad, without the check digit, and with one that the fleet has not.
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
            // No device, and so nobody's.
            ("000000000000000", &[]),
            ("DN-0812", &[0]),
            ("dn0812", &[0]),
            ("＝\"２９５０５０９９００００００１\"", &[0]),
            ("295050990000001.0", &[0]),
        ] {
            let found = fleet.look_up("1", text);
            let found_rows: Vec<usize> = fleet.lists().rows("1").unwrap().iter().collect();
            let missing = usize::from(rows.is_empty());
            assert_eq!((found.read, found.missing.len(), &found_rows[..]), (1, missing, rows), "{text}");
        }
    }

    #[test]
    fn headings_and_shortened_numbers_are_not_missing() {
        let mut fleet = odd_fleet();
        let found = fleet.look_up("1", "ICCID;名前\n8942310099000000010;a\n8.94231E+18;b\n8.94231E+18;c\n");
        assert_eq!((found.read, found.found, found.missing, found.repeated), (1, 1, vec![], vec![]));
        assert_eq!(found.shortened, ["8.94231E+18", "8.94231E+18"]);
    }

    #[test]
    fn every_identifier_of_a_sim_finds_it() {
        let mut fleet = fleet();
        let further = vec![
            (Field::Imsi, "441200000000001".into()),
            (Field::Iccid, "8981100022000000001".into()),
            (Field::Msisdn, "819012345678".into()),
        ];
        let record = Record { imsi: "295050000000009".into(), msisdn: "423".into(), further, ..Record::default() };
        fleet.push(&record, Place::default()).unwrap();
        fleet.settle();
        let list = "441200000000001 8981100022000000001 819012345678 423 295050000000009";
        let found = fleet.look_up("1", list);
        assert_eq!((found.read, found.found, found.records, found.several), (5, 5, 1, vec![]));
    }

    #[test]
    fn a_list_follows_the_fleet() {
        let mut fleet = fleet();
        assert_eq!(fleet.look_up("1", "295050000000009").found, 0);
        fleet.begin(SourceId(1), "");
        fleet.push(&Record { imsi: "295050000000009".into(), ..Record::default() }, Place::default()).unwrap();
        fleet.settle();
        assert_eq!(fleet.lists().rows("1").map(|rows| rows.iter().collect()), Some(vec![3]));
    }
}
