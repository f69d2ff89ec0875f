//! The devices of the sessions of each row.

use crate::{Columns, DeviceId, TextField};

impl Columns {
    /// The device of a row's session: of [`TextField::PreviousImei`] or [`TextField::CurrentImei`].
    pub fn device_id(&self, row: usize, session: TextField) -> Option<DeviceId> {
        DeviceId::parse_imei(self.text(row, session))
    }

    /// Whether the device of a row's session is known; faster than to read it.
    pub fn has_device(&self, row: usize, session: TextField) -> bool {
        let cells = if session == TextField::CurrentImei { self.current_cells() } else { self.previous_cells() };
        cells.device_codes().get(row).is_some_and(|code| *code != 0)
    }

    /// The device that a row is in, else was in last; `None` where neither is known.
    pub fn last_device(&self, row: usize) -> Option<DeviceId> {
        let [previous, current] = self.session_devices(row);
        current.or(previous)
    }

    /// The devices of the previous session of a row and of its open one, as far as they are known.
    pub(crate) fn session_devices(&self, row: usize) -> [Option<DeviceId>; 2] {
        let [previous, current] = self.text_arena().session_devices(row);
        [previous, current.filter(|_| self.is_online(row))]
    }

    /// Whether two rows' sessions were in two devices, each of which is known.
    pub fn is_device_change(
        &self,
        (row, session): (usize, TextField),
        (other_row, other_session): (usize, TextField),
    ) -> bool {
        let is_one_text = row == other_row && self.text_arena().has_one_imei(row);
        !is_one_text
            && self.has_device(row, session)
            && self.has_device(other_row, other_session)
            && self.text(row, session) != self.text(other_row, other_session)
            && DeviceId::is_device_change(self.device_id(row, session), self.device_id(other_row, other_session))
    }
}
