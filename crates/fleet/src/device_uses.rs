//! Finds devices that several SIMs were in, and SIMs that were in several devices.

use crate::identity::sim_identity;
use crate::{Columns, DeviceId, RowSet};
use places::order_by_number;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// Which rows share their device, and which changed it.
#[derive(Clone, Debug)]
pub(crate) struct DeviceUses {
    /// The rows whose device another SIM has as well. Two subscriptions of one SIM share theirs, as they should.
    pub shared: RowSet,
    /// Those of them whose SIM is not online while another one is, in the same device.
    pub online_elsewhere: RowSet,
    /// The rows whose open session is in another device than the session before it was.
    pub changed: RowSet,
}

/// A row whose device some other row may have.
#[derive(Clone, Copy, Debug)]
struct DeviceUse {
    device: DeviceId,
    row: u32,
    /// The hash of what the SIM is known by: most differ in it.
    sim_hash: u64,
}

impl DeviceUses {
    /// Finds them in one pass over all rows; those that are shared among the rows that count.
    pub fn find(columns: &Columns, live_rows: &RowSet) -> Self {
        let none = || RowSet::with_no_rows(columns.len());
        let mut found = Self { shared: none(), online_elsewhere: none(), changed: none() };
        let mut repeated = RepeatFilter::new(columns.len());
        let mut devices = vec![None; columns.len()];
        let mut last: Option<(DeviceId, usize)> = None;
        for (row, device) in devices.iter_mut().enumerate() {
            let [previous, current] = columns.session_devices(row);
            if DeviceId::is_device_change(previous, current) {
                found.changed.insert(row);
            }
            *device = current.or(previous).filter(|_| live_rows.contains(row));
            let Some(device) = *device else { continue };
            // The subscriptions of one SIM stand side by side, and share nothing with others.
            let is_again = last.is_some_and(|(other, other_row)| {
                other == device && sim_identity(columns, other_row) == sim_identity(columns, row)
            });
            if !is_again {
                repeated.insert(device);
            }
            last = Some((device, row));
        }
        // The SIMs are read in the order of the rows. In that of the devices a million are read at random, which takes five
        // times as long; so do the devices of all rows in a table.
        let may_be_shared = |(row, device): (usize, &Option<DeviceId>)| {
            let device = device.filter(|device| repeated.may_have_repeated(*device))?;
            let sim_hash = FxBuildHasher.hash_one(sim_identity(columns, row));
            Some(DeviceUse { device, row: row as u32, sim_hash })
        };
        let uses: Vec<_> = devices.iter().enumerate().filter_map(may_be_shared).collect();
        drop(devices);
        let numbers: Vec<u64> = uses.iter().map(|of| of.device.number()).collect();
        let uses: Vec<_> = order_by_number(&numbers).into_iter().map(|at| uses[at as usize]).collect();
        for uses in uses.chunk_by(|one, other| one.device == other.device).filter(|uses| uses.len() > 1) {
            found.add_device(columns, uses);
        }
        found
    }

    /// Adds the rows of one device, where they are of several SIMs.
    fn add_device(&mut self, columns: &Columns, uses: &[DeviceUse]) {
        let is_other_sim = |one: &DeviceUse, other: &DeviceUse| {
            let identity = |of: &DeviceUse| sim_identity(columns, of.row as usize);
            one.row != other.row && (one.sim_hash != other.sim_hash || identity(one) != identity(other))
        };
        if uses.iter().all(|of| !is_other_sim(of, &uses[0])) {
            return;
        }
        let is_online = |of: &&DeviceUse| columns.is_online(of.row as usize);
        // Which SIM is online in it; two are other ones to every SIM.
        let first_online = uses.iter().find(is_online);
        let has_two =
            first_online.is_some_and(|first| uses.iter().filter(is_online).any(|other| is_other_sim(first, other)));
        for of in uses {
            self.shared.insert(of.row as usize);
            let is_elsewhere = has_two || first_online.is_some_and(|online| is_other_sim(online, of));
            if is_elsewhere && !is_online(&of) {
                self.online_elsewhere.insert(of.row as usize);
            }
        }
    }
}

/// Tells which devices may have been seen more than once, in two bits a device: most fleets have each once.
struct RepeatFilter {
    seen: RowSet,
    repeated: RowSet,
}

impl RepeatFilter {
    /// So many slots a row; with eight, an eighth of those that are seen once take the slot of another one.
    const SLOTS_PER_ROW: usize = 8;

    fn new(rows: usize) -> Self {
        let slots = || RowSet::with_no_rows((rows * Self::SLOTS_PER_ROW).next_power_of_two());
        Self { seen: slots(), repeated: slots() }
    }

    fn slot_of(&self, device: DeviceId) -> usize {
        FxBuildHasher.hash_one(device) as usize & (self.seen.len() - 1)
    }

    fn insert(&mut self, device: DeviceId) {
        let slot = self.slot_of(device);
        if self.seen.contains(slot) {
            self.repeated.insert(slot);
        }
        self.seen.insert(slot);
    }

    fn may_have_repeated(&self, device: DeviceId) -> bool {
        self.repeated.contains(self.slot_of(device))
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
