//! The table: which rows are wanted, which are here, and which one the keyboard is on.

use super::virtual_scroll::VirtualScroll;
use engine::{RowWindow, WindowRow};
use leptos::prelude::*;
use query::ColumnKey;
use std::sync::Arc;

/// The column that orders the table; without one, rows stand in the order of the files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TableSort {
    /// The column.
    pub column: ColumnKey,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// The rows that are here, and the place in the table at which they are looked at.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LoadedRows {
    /// Pixels from the first row.
    pub top: f64,
    /// Index of the first row that is here.
    pub first: u32,
    /// The rows that are here.
    pub rows: Arc<Vec<Arc<WindowRow>>>,
}

impl LoadedRows {
    /// A row by its index in the table.
    pub fn row_at(&self, index: u32) -> Option<&Arc<WindowRow>> {
        self.rows.get(usize::try_from(index.checked_sub(self.first)?).ok()?)
    }

    fn covers_viewport(&self, scroll: VirtualScroll, top: f64) -> bool {
        scroll.covers_viewport(top, self.first, u32::try_from(self.rows.len()).unwrap_or(u32::MAX))
    }
}

/// The table.
#[derive(Clone, Copy)]
pub struct TableStore {
    /// Its order.
    pub sort: RwSignal<Option<TableSort>>,
    /// How many rows it has and how much of them is seen.
    pub scroll: RwSignal<VirtualScroll>,
    /// What is drawn.
    pub loaded: RwSignal<LoadedRows>,
    /// The row that the keyboard is on.
    pub active_row: RwSignal<Option<u32>>,
    /// Where the reader wants to be; [`LoadedRows::top`] follows once the rows are here.
    pub target_top: RwSignal<f64>,
    /// The rows that were asked for and are not here yet: first and how many.
    pub pending_window: RwSignal<Option<(u32, u32)>>,
}

impl Default for TableStore {
    fn default() -> Self {
        Self {
            sort: RwSignal::new(None),
            scroll: RwSignal::new(VirtualScroll { viewport_height: 700.0, ..VirtualScroll::default() }),
            loaded: RwSignal::default(),
            active_row: RwSignal::new(None),
            target_top: RwSignal::new(0.0),
            pending_window: RwSignal::new(None),
        }
    }
}

impl TableStore {
    /// Another selection begins at its first row.
    pub fn scroll_to_top(self) {
        self.target_top.set(0.0);
        self.active_row.set(None);
    }

    /// The reader moved. What is here is drawn at once; what is not [`Self::missing_window`] says.
    pub fn scroll_to(self, top: f64) {
        self.target_top.set(top);
        let scroll = self.scroll.get_untracked();
        if self.loaded.with_untracked(|shown| shown.covers_viewport(scroll, top)) {
            self.loaded.update(|shown| shown.top = top);
        }
    }

    /// The rows that a question should bring with it: first and how many.
    pub fn wanted_window(self) -> (u32, u32) {
        let scroll = self.scroll.get_untracked();
        // How many rows there will be is not known before the answer.
        VirtualScroll { rows: u32::MAX, ..scroll }.row_window(self.target_top.get_untracked())
    }

    /// Returns the rows to ask for, first and how many, where those that are here or on their way do not do. Tracks them.
    pub fn missing_window(self) -> Option<(u32, u32)> {
        let scroll = self.scroll.get();
        let top = self.target_top.get();
        let is_here = self.loaded.with(|loaded| loaded.covers_viewport(scroll, top));
        if is_here || self.pending_window.with(Option::is_some) { None } else { Some(scroll.row_window(top)) }
    }

    /// Rows came: with a new view, or more of the same.
    pub fn receive_window(self, window: &RowWindow, new: bool) {
        self.pending_window.set(None);
        self.scroll.update(|scroll| scroll.rows = window.total);
        let scroll = self.scroll.get_untracked();
        let top = self.target_top.get_untracked().min(scroll.max_top());
        self.target_top.set(top);
        self.active_row.update(|active| *active = active.filter(|row| *row < window.total));
        let rows: Arc<Vec<_>> = Arc::new(window.rows.iter().cloned().map(Arc::new).collect());
        self.loaded.update(|shown| {
            let next = LoadedRows { top, first: window.first, rows };
            // Rows that came too late for a reader in a hurry leave what is drawn as it is.
            if new || next.covers_viewport(scroll, top) {
                *shown = next;
            }
        });
    }

    /// Nothing that was asked will be answered.
    pub fn discard_pending(self) {
        self.pending_window.set(None);
    }

    /// Moves the keyboard to a row and brings it into view.
    pub fn go_to_row(self, row: u32) {
        let scroll = self.scroll.get_untracked();
        if let Some(last) = scroll.rows.checked_sub(1) {
            let row = row.min(last);
            self.active_row.set(Some(row));
            self.scroll_to(scroll.top_revealing(self.target_top.get_untracked(), row));
        }
    }
}
