//! The table: which rows are wanted, which are here, and which one the keyboard is on.

use crate::views::table::scroll::Scroll;
use engine::{RowWindow, WindowRow};
use leptos::prelude::*;
use query::TableColumn;
use std::sync::Arc;

/// The column that orders the table; without one, rows stand in the order of the files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sort {
    /// The column.
    pub column: TableColumn,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// The rows that are here, and the place in the table at which they are looked at.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Shown {
    /// Pixels from the first row.
    pub top: f64,
    /// Index of the first row that is here.
    pub first: u32,
    /// The rows that are here.
    pub rows: Arc<Vec<Arc<WindowRow>>>,
}

impl Shown {
    /// A row by its index in the table.
    pub fn row(&self, index: u32) -> Option<&Arc<WindowRow>> {
        self.rows.get(usize::try_from(index.checked_sub(self.first)?).ok()?)
    }

    fn covers(&self, scroll: Scroll, top: f64) -> bool {
        scroll.covers(top, self.first, u32::try_from(self.rows.len()).unwrap_or(u32::MAX))
    }
}

/// The table's state.
#[derive(Clone, Copy)]
pub struct Table {
    /// Its order.
    pub sort: RwSignal<Option<Sort>>,
    /// How many rows it has and how much of them is seen.
    pub scroll: RwSignal<Scroll>,
    /// What is drawn.
    pub shown: RwSignal<Shown>,
    /// The row that the keyboard is on.
    pub active: RwSignal<Option<u32>>,
    /// Where the reader wants to be; [`LastView::top`] follows once the rows are here.
    pub top: RwSignal<f64>,
    asked: StoredValue<Option<(u32, u32)>>,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            sort: RwSignal::new(None),
            scroll: RwSignal::new(Scroll { rows: 0, seen: 700.0 }),
            shown: RwSignal::default(),
            active: RwSignal::new(None),
            top: RwSignal::new(0.0),
            asked: StoredValue::new(None),
        }
    }
}

impl Table {
    /// Another selection begins at its first row.
    pub fn to_top(self) {
        self.top.set(0.0);
        self.active.set(None);
    }

    /// The reader moved. What is here is drawn at once; what is not is for [`Self::lacks`] to say.
    pub fn look(self, top: f64) {
        self.top.set(top);
        let scroll = self.scroll.get_untracked();
        if self.shown.with_untracked(|shown| shown.covers(scroll, top)) {
            self.shown.update(|shown| shown.top = top);
        }
    }

    /// The rows that a question should bring with it: first and how many.
    pub fn wanted(self) -> (u32, u32) {
        let scroll = self.scroll.get_untracked();
        // How many rows there will be is not known before the answer.
        Scroll { rows: u32::MAX, ..scroll }.window(self.top.get_untracked())
    }

    /// The rows to ask for, if what is here does not do; remembers that they were asked for.
    pub fn lacks(self) -> Option<(u32, u32)> {
        let scroll = self.scroll.get_untracked();
        let top = self.top.get_untracked();
        let here = self.shown.with_untracked(|shown| shown.covers(scroll, top));
        if here || self.asked.get_value().is_some() {
            return None;
        }
        let window = scroll.window(top);
        self.asked.set_value(Some(window));
        Some(window)
    }

    /// Rows came: with a new view, or more of the same.
    pub fn take(self, window: &RowWindow, new: bool) {
        self.asked.set_value(None);
        self.scroll.update(|scroll| scroll.rows = window.total);
        let scroll = self.scroll.get_untracked();
        let top = self.top.get_untracked().min(scroll.last());
        self.top.set(top);
        self.active.update(|active| *active = active.filter(|row| *row < window.total));
        let rows: Arc<Vec<_>> = Arc::new(window.rows.iter().cloned().map(Arc::new).collect());
        self.shown.update(|shown| {
            let next = Shown { top, first: window.first, rows };
            // Rows that came too late for a reader in a hurry leave what is drawn as it is.
            if new || next.covers(scroll, top) {
                *shown = next;
            }
        });
    }

    /// Nothing that was asked will be answered.
    pub fn forget(self) {
        self.asked.set_value(None);
    }

    /// Moves the keyboard to a row and brings it into view.
    pub fn go_to(self, row: u32) {
        let scroll = self.scroll.get_untracked();
        if let Some(last) = scroll.rows.checked_sub(1) {
            let row = row.min(last);
            self.active.set(Some(row));
            self.look(scroll.reveal(self.top.get_untracked(), row));
        }
    }
}
