//! Devices that are in several SIMs.

use crate::dictionary::hash;
use crate::fleet::sim;
use crate::{Bits, Columns, Field, Session};
use hashbrown::HashTable;

/// The device that a row was in last: of its current session, else of the previous one; empty where neither says.
pub(crate) fn device(columns: &Columns, row: usize) -> &str {
    let current = columns.text(row, Field::CurrentImei);
    let online = columns.sessions().get(row) == Some(&Session::Online);
    if online && !current.is_empty() { current } else { columns.text(row, Field::PreviousImei) }
}

/// Of these rows those whose device another SIM has as well. Two subscriptions of one SIM share theirs, as they should.
pub(crate) fn devices(columns: &Columns, rows: &Bits) -> Bits {
    let mut known: HashTable<(u32, bool)> = HashTable::new();
    let same = |device: &str, (row, _): &(u32, bool)| self::device(columns, *row as usize) == device;
    for row in rows.iter() {
        let device = device(columns, row);
        if device.is_empty() {
            continue;
        }
        match known.find_mut(hash(device), |other| same(device, other)) {
            Some((first, shared)) => *shared |= sim(columns, *first as usize) != sim(columns, row),
            None => {
                known.insert_unique(hash(device), (row as u32, false), |(r, _)| {
                    hash(self::device(columns, *r as usize))
                });
            }
        }
    }
    let mut found = Bits::none(columns.len());
    for row in rows.iter() {
        let device = device(columns, row);
        found.set(row, known.find(hash(device), |other| same(device, other)).is_some_and(|(_, shared)| *shared));
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::{Fleet, Place, Record, Session, SourceId};

    #[test]
    fn devices_of_several_sims() {
        // SIM ID, IMEI of the previous and of the current session; whether it is shared.
        let rows = [
            ("a", "1", "", true),
            ("b", "9", "1", true),
            ("c", "2", "", false),
            ("c", "2", "", false),
            ("d", "", "", false),
            ("e", "", "", false),
            ("f", "9", "", false),
            ("a", "1", "", true),
        ];
        let mut fleet = Fleet::default();
        fleet.begin(SourceId(0), "");
        for (i, (sim, previous, current, _)) in rows.iter().enumerate() {
            let record = Record {
                imsi: i.to_string().into(),
                sim_id: (*sim).into(),
                previous_imei: (*previous).into(),
                current_imei: (*current).into(),
                session: if current.is_empty() { Session::Offline } else { Session::Online },
                ..Record::default()
            };
            fleet.push(&record, Place::default()).unwrap();
        }
        fleet.settle();
        let shared: Vec<bool> = (0..rows.len()).map(|row| fleet.shared_devices().get(row)).collect();
        assert_eq!(shared, rows.map(|row| row.3));
    }
}
