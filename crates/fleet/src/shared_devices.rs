//! Devices that are in several SIMs.

use crate::dictionary::fx_hash;
use crate::fleet::sim_identity;
use crate::{Columns, Connectivity, DeviceId, RowSet, TextField};
use hashbrown::HashTable;

/// The device that a row was in last: of its current session, else of the previous one; `None` where neither tells it.
fn last_device(columns: &Columns, row: usize) -> Option<DeviceId> {
    let online = columns.connectivity().get(row) == Some(&Connectivity::Online);
    let is_current = online && columns.has_device(row, TextField::CurrentImei);
    columns.device_id(row, if is_current { TextField::CurrentImei } else { TextField::PreviousImei })
}

/// Of these rows those whose device another SIM has as well. Two subscriptions of one SIM share theirs, as they should.
pub(crate) fn find_shared_devices(columns: &Columns, rows: &RowSet) -> RowSet {
    let mut known: HashTable<(u32, bool)> = HashTable::new();
    let of = |(row, _): &(u32, bool)| last_device(columns, *row as usize);
    for row in rows.iter() {
        let device = last_device(columns, row);
        if device.is_none() {
            continue;
        }
        match known.find_mut(fx_hash(device), |other| of(other) == device) {
            Some((first, shared)) => *shared |= sim_identity(columns, *first as usize) != sim_identity(columns, row),
            None => {
                known.insert_unique(fx_hash(device), (row as u32, false), |other| fx_hash(of(other)));
            }
        }
    }
    let mut found = RowSet::with_no_rows(columns.len());
    for row in rows.iter() {
        let device = last_device(columns, row);
        let shared = known.find(fx_hash(device), |other| of(other) == device);
        found.set(row, shared.is_some_and(|(_, shared)| *shared));
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::{Connectivity, Fleet, Record, RecordSpan, SourceId};

    #[test]
    fn a_device_in_several_sims_is_shared() {
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
        fleet.begin_source(SourceId(0), "");
        for (i, (sim, previous, current, _)) in rows.iter().enumerate() {
            let record = Record {
                imsi: i.to_string().into(),
                sim_id: (*sim).into(),
                previous_imei: (*previous).into(),
                current_imei: (*current).into(),
                connectivity: if current.is_empty() { Connectivity::Offline } else { Connectivity::Online },
                ..Record::default()
            };
            fleet.push(&record, RecordSpan::default()).unwrap();
        }
        fleet.resolve_duplicates();
        let shared: Vec<bool> = (0..rows.len()).map(|row| fleet.shared_devices().contains(row)).collect();
        assert_eq!(shared, rows.map(|row| row.3));
    }
}
