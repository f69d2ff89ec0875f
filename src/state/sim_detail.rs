//! One SIM in depth.

use super::table::TableStore;
use super::worker_handle::WorkerHandle;
use engine::{Request, SimDetail};
use leptos::prelude::*;
use std::sync::Arc;

/// The SIM that is open.
#[derive(Clone, Copy)]
pub struct SimDetailStore {
    /// The SIM, if one is open.
    pub opened: RwSignal<Option<Arc<SimDetail>>>,
    table: TableStore,
    worker: WorkerHandle,
}

impl SimDetailStore {
    /// No SIM is open.
    pub fn new(table: TableStore, worker: WorkerHandle) -> Self {
        Self { opened: RwSignal::default(), table, worker }
    }

    /// Returns whether a SIM is open.
    pub fn is_open(self) -> bool {
        self.opened.with_untracked(Option::is_some)
    }

    /// Opens the SIM at an index of the table, if its row is here.
    pub fn open_at(self, index: u32) {
        self.table.active_row.set(Some(index));
        if let Some(row) = self.table.loaded.with_untracked(|loaded| loaded.row_at(index).map(|row| row.row)) {
            self.open(row);
        }
    }

    /// Opens the SIM of a row of the fleet.
    pub fn open(self, row: u32) {
        self.worker.send(&Request::OpenSim { row });
    }

    /// Opens the one beside the one that is open, in the table's order.
    pub fn open_adjacent(self, offset: i32) {
        if let Some(row) = self.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.row)) {
            self.worker.send(&Request::OpenAdjacent { row, offset });
        }
    }

    /// Shows a SIM, and its row in the table.
    pub fn show(self, sim: SimDetail) {
        if let Some(index) = sim.index {
            self.table.go_to_row(index);
        }
        self.opened.set(Some(Arc::new(sim)));
    }

    /// Closes it.
    pub fn close(self) {
        self.opened.set(None);
    }
}
