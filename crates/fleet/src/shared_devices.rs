//! Finds devices that several SIMs were in.

use crate::dictionary::fx_hash;
use crate::identity::sim_identity;
use crate::session_devices::last_device;
use crate::{Columns, RowSet};
use hashbrown::HashTable;

/// The first row that a device was seen in, and whether another SIM has it as well.
#[derive(Clone, Copy)]
struct DeviceUse {
    row: u32,
    is_shared: bool,
}

/// Finds those of the rows whose device another SIM has as well. Two subscriptions of one SIM share theirs, as they should.
pub(crate) fn find_shared_devices(columns: &Columns, rows: &RowSet) -> RowSet {
    let mut known: HashTable<DeviceUse> = HashTable::new();
    let device_of = |known: &DeviceUse| last_device(columns, known.row as usize);
    for row in rows.iter() {
        let device = last_device(columns, row);
        if device.is_none() {
            continue;
        }
        match known.find_mut(fx_hash(device), |other| device_of(other) == device) {
            Some(first) => {
                first.is_shared |= sim_identity(columns, first.row as usize) != sim_identity(columns, row);
            }
            None => {
                let first = DeviceUse { row: row as u32, is_shared: false };
                known.insert_unique(fx_hash(device), first, |other| fx_hash(device_of(other)));
            }
        }
    }
    let mut shared = RowSet::with_no_rows(columns.len());
    for row in rows.iter() {
        let device = last_device(columns, row);
        if known.find(fx_hash(device), |other| device_of(other) == device).is_some_and(|first| first.is_shared) {
            shared.insert(row);
        }
    }
    shared
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
