//! One SIM in depth.

use super::State;
use engine::Request;
use leptos::prelude::*;

impl State {
    /// Opens the SIM at an index of the table, if its row is here.
    pub fn open_at(self, index: u32) {
        self.table.active.set(Some(index));
        let row = self.table.shown.with_untracked(|shown| shown.row(index).map(|row| row.row));
        row.into_iter().for_each(|row| self.open(row));
    }

    /// Opens the SIM of a row of the fleet.
    pub fn open(self, row: u32) {
        self.post(&Request::OpenSim { row }, &[]);
    }

    /// Opens the one beside the one that is open, in the table's order.
    pub fn step(self, by: i32) {
        if let Some(row) = self.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.row)) {
            self.post(&Request::OpenAdjacent { row, offset: by }, &[]);
        }
    }

    /// Closes it.
    pub fn close(self) {
        self.opened.set(None);
    }
}
