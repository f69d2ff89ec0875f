//! Lists of identifiers that someone has: which of them are in the fleet.

use crate::dictionary::hash;
use crate::{Bits, Field, Fleet};
use hashbrown::HashTable;

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
        let (wanted, repeated) = once(identifiers(text));
        let (rows, mut found) = look_up(fleet, &wanted);
        found.repeated = repeated;
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

/// The identifiers of a text, in capitals. Whatever is no letter and no digit stands between two of them; but short runs of
/// digits side by side in one line are the groups of one, as people write `8942 3100 2200 0000 001`.
fn identifiers(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, ' ' | '-' | '\u{a0}')).flat_map(|piece| {
        let parts: Vec<&str> = piece.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
        let digits = parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
        let grouped =
            digits && parts.len() > 1 && parts.iter().all(|part| part.len() < 8) && parts.concat().len() <= 32;
        let words = if grouped { vec![parts.concat()] } else { parts.into_iter().map(str::to_owned).collect() };
        words.into_iter().filter(|word| !word.is_empty()).map(|word| word.to_uppercase())
    })
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
    let mut places: HashTable<usize> = HashTable::with_capacity(wanted.len());
    for (at, id) in wanted.iter().enumerate() {
        places.insert_unique(hash(id.as_str()), at, |at| hash(wanted[*at].as_str()));
    }
    let place = |id: &str| places.find(hash(id), |at| wanted[*at] == id).copied();
    let mut hits = vec![0_u32; wanted.len()];
    let mut rows = Bits::none(columns.len());
    for row in fleet.live().iter() {
        let mut of_row = vec![];
        let own = FIELDS.into_iter().map(|field| (field, columns.text(row, field)));
        for (field, id) in own.chain(columns.lines().further(row)) {
            let upper = id.bytes().any(|b| b.is_ascii_lowercase()).then(|| id.to_uppercase());
            let id = upper.as_deref().unwrap_or(id);
            // The last digit of an ICCID is a check digit (ITU-T E.118), which lists often leave out.
            let short = (field == Field::Iccid && id.len() >= 19).then(|| &id[..id.len() - 1]);
            for id in [Some(id), short] {
                if let Some(at) = id.filter(|id| !id.is_empty()).and_then(place)
                    && !of_row.contains(&at)
                {
                    of_row.push(at);
                    hits[at] += 1;
                    rows.set(row, true);
                }
            }
        }
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
        repeated: vec![],
    };
    (rows, found)
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
    fn any_separators() {
        for (text, ids) in [
            ("1234567890\n2345678901", &["1234567890", "2345678901"][..]),
            (
                "\u{feff}\"295050000000001\",='295050000000002';295050000000003\t|",
                &["295050000000001", "295050000000002", "295050000000003"],
            ),
            (
                "8942 3100 2200 0000 001\r\n295050000000001 295050000000002",
                &["8942310022000000001", "295050000000001", "295050000000002"],
            ),
            ("8942-3100-2200-0000-001", &["8942310022000000001"]),
            ("295050000000001 999 8942", &["295050000000001", "999", "8942"]),
            ("dn0812 ab7", &["DN0812", "AB7"]),
            (" ,;\n", &[]),
        ] {
            assert_eq!(identifiers(text).collect::<Vec<_>>(), ids, "{text:?}");
        }
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
            }
        );
        assert_eq!(fleet.lists().rows("1").map(Bits::count), Some(3));
        assert_eq!(fleet.lists().names().collect::<Vec<_>>(), ["1"]);
        assert!(fleet.lists().rows("2").is_none());
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
