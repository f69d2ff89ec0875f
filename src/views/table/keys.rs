//! The keyboard in the table.

use crate::state::PageState;
use crate::state::browser::pressed_key;
use leptos::ev::{ClipboardEvent, KeyboardEvent};
use leptos::prelude::*;

/// A key was pressed while the table had the focus.
pub fn handle_table_key(state: PageState, event: &KeyboardEvent) {
    // The buttons of the header have keys of their own.
    let of_table = event.target().is_some() && event.target() == event.current_target();
    if !of_table || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let table = state.table;
    let page = table.scroll.get_untracked().page_size();
    let last = table.scroll.get_untracked().rows.saturating_sub(1);
    let at = table.active_row.get_untracked();
    let from_first =
        |next: fn(u32, u32) -> u32, by: u32| at.map_or_else(|| first_visible_row(state), |row| next(row, by));
    let row = match pressed_key(event).as_str() {
        "ArrowDown" => from_first(u32::saturating_add, 1),
        "ArrowUp" => from_first(u32::saturating_sub, 1),
        "PageDown" => from_first(u32::saturating_add, page),
        "PageUp" => from_first(u32::saturating_sub, page),
        "Home" => 0,
        "End" => last,
        " " => {
            event.prevent_default();
            if let Some(row) = at {
                state.marked_rows.toggle(row);
            }
            return;
        }
        "Escape" if state.marked_rows.sims.with_untracked(|sims| !sims.is_empty()) && !state.sim_detail.is_open() => {
            event.prevent_default();
            state.marked_rows.clear();
            return;
        }
        "Enter" => {
            if let Some(row) = at {
                event.prevent_default();
                state.sim_detail.open_at(row);
            }
            return;
        }
        _ => return,
    };
    event.prevent_default();
    if event.shift_key()
        && let Some(from) = at
    {
        state.marked_rows.begin_at(from);
        state.marked_rows.extend_to(row.min(last));
    }
    move_to_row(state, row);
}

/// Copies the row that the keyboard is on, as spreadsheets take it; where some text is selected, the browser copies that.
pub fn copy_row(state: PageState, event: &ClipboardEvent) {
    let selected = window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed());
    let at = state.table.active_row.get_untracked().filter(|_| !selected);
    let row = at.and_then(|at| state.table.loaded.with_untracked(|loaded| loaded.row_at(at).cloned()));
    let Some((row, data)) = row.zip(event.clipboard_data()) else { return };
    let columns = state.settings.columns.get_untracked();
    let cells: Vec<String> = columns.iter().map(|column| row.cell(*column).replace(['\t', '\n'], " ")).collect();
    if data.set_data("text/plain", &cells.join("\t")).is_ok() {
        event.prevent_default();
        state.notices.announce(state.settings.current_messages().copied.to_owned());
    }
}

/// Moves by rows, as `j` and `k` do from anywhere.
pub fn move_by(state: PageState, by: i32) {
    let row = state
        .table
        .active_row
        .get_untracked()
        .map_or_else(|| first_visible_row(state), |row| row.saturating_add_signed(by));
    move_to_row(state, row);
}

fn move_to_row(state: PageState, row: u32) {
    state.table.go_to_row(row);
}

/// The first row that is seen: where the keyboard begins.
fn first_visible_row(state: PageState) -> u32 {
    let scroll = state.table.scroll.get_untracked();
    scroll.first_row_at(state.table.target_top.get_untracked() + scroll.row_height - 1.0)
}
