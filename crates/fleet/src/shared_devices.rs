//! Finds devices that several SIMs were in.

use crate::identity::sim_identity;
use crate::session_devices::last_device;
use crate::{Columns, RowSet};

/// The rows whose device another SIM has as well. Two subscriptions of one SIM share theirs, as they should.
#[derive(Clone, Debug)]
pub(crate) struct SharedDevices {
    /// All of them.
    pub rows: RowSet,
    /// Those whose SIM is not online while another one is, in the same device.
    pub online_elsewhere: RowSet,
}

impl SharedDevices {
    /// Finds them among the rows that count.
    pub fn find(columns: &Columns, live_rows: &RowSet) -> Self {
        let none = || RowSet::with_no_rows(columns.len());
        let mut found = Self { rows: none(), online_elsewhere: none() };
        // Sorted, one device's rows stand side by side: a table of devices would be read at random, which takes five times as
        // long for a million.
        let mut devices: Vec<_> =
            live_rows.iter().filter_map(|row| Some((last_device(columns, row)?, row as u32))).collect();
        devices.sort_unstable();
        for uses in devices.chunk_by(|one, other| one.0 == other.0).filter(|uses| uses.len() > 1) {
            let rows = || uses.iter().map(|(_, row)| *row as usize);
            let identity = |row: usize| sim_identity(columns, row);
            let Some(first) = rows().next() else { continue };
            if rows().all(|row| identity(row) == identity(first)) {
                continue;
            }
            // Which SIM is online in it; two are other ones to every SIM.
            let mut online = rows().filter(|row| columns.is_online(*row)).map(identity);
            let first_online = online.next();
            let has_two = first_online.is_some_and(|first| online.any(|other| other != first));
            for row in rows() {
                found.rows.insert(row);
                let is_elsewhere = has_two || first_online.is_some_and(|online| online != identity(row));
                if !columns.is_online(row) && is_elsewhere {
                    found.online_elsewhere.insert(row);
                }
            }
        }
        found
    }
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
        // b is online in the device that these were in last; k, which is as well, is online itself.
        let elsewhere = fleet.devices_online_elsewhere();
        assert_eq!(elsewhere.iter().collect::<Vec<_>>(), [0, 7, 8, 9]);
    }
}
