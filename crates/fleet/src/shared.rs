//! Devices that are in several SIMs.

use crate::dictionary::hash;
use crate::fleet::sim;
use crate::{Bits, Columns, DeviceId, Field, Session};
use hashbrown::HashTable;

/// The device that a row was in last: of its current session, else of the previous one; `None` where neither tells it.
fn device(columns: &Columns, row: usize) -> Option<DeviceId> {
    let online = columns.sessions().get(row) == Some(&Session::Online);
    let is_current = online && columns.tells_device(row, Field::CurrentImei);
    columns.device(row, if is_current { Field::CurrentImei } else { Field::PreviousImei })
}

/// Of these rows those whose device another SIM has as well. Two subscriptions of one SIM share theirs, as they should.
pub(crate) fn devices(columns: &Columns, rows: &Bits) -> Bits {
    let mut known: HashTable<(u32, bool)> = HashTable::new();
    let of = |(row, _): &(u32, bool)| device(columns, *row as usize);
    for row in rows.iter() {
        let device = device(columns, row);
        if device.is_none() {
            continue;
        }
        match known.find_mut(hash(device), |other| of(other) == device) {
            Some((first, shared)) => *shared |= sim(columns, *first as usize) != sim(columns, row),
            None => {
                known.insert_unique(hash(device), (row as u32, false), |other| hash(of(other)));
            }
        }
    }
    let mut found = Bits::none(columns.len());
    for row in rows.iter() {
        let device = device(columns, row);
        let shared = known.find(hash(device), |other| of(other) == device);
        found.set(row, shared.is_some_and(|(_, shared)| *shared));
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::{Fleet, Place, Record, Session, SourceId};

    #[test]
    fn devices_of_several_sims() {
        let [one, version, groups, two, nine, untold] = [
            "356938035643809",
            "3569380356438012",
            "35-693803-564380-9",
            "356938030000021",
            "356938030000096",
            "000000000000000",
        ];
        // SIM ID, IMEI of the previous and of the current session; whether it is shared.
        let rows = [
            ("a", one, "", true),
            ("b", nine, one, true),
            ("c", two, "", false),
            ("c", two, "", false),
            ("d", "", "", false),
            ("e", "", "", false),
            ("f", nine, "", false),
            ("a", one, "", true),
            ("g", version, "", true),
            ("h", groups, "", true),
            ("i", untold, "", false),
            ("j", untold, untold, false),
            ("k", version, untold, true),
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
