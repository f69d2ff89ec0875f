//! One SIM in depth.

use super::PageState;
use engine::Request;
use leptos::prelude::*;

impl PageState {
    /// Opens the SIM at an index of the table, if its row is here.
    pub fn open_sim_at(self, index: u32) {
        self.table.active_row.set(Some(index));
        let row = self.table.loaded.with_untracked(|shown| shown.row_at(index).map(|row| row.row));
        if let Some(row) = row {
            self.open_sim(row);
        }
    }

    /// Opens the SIM of a row of the fleet.
    pub fn open_sim(self, row: u32) {
        self.send_request(&Request::OpenSim { row }, &[]);
    }

    /// Opens the one beside the one that is open, in the table's order.
    pub fn open_adjacent_sim(self, by: i32) {
        if let Some(row) = self.sim_detail.with_untracked(|opened| opened.as_ref().map(|opened| opened.row)) {
            self.send_request(&Request::OpenAdjacent { row, offset: by }, &[]);
        }
    }

    /// Closes it.
    pub fn close_sim(self) {
        self.sim_detail.set(None);
    }
}
