//! The mouse on the rows of the table.

use crate::state::{PageState, browser};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// A row was clicked: it is opened; with Ctrl, or in its box, marked; with Shift, all up to it are.
pub fn handle_row_click(state: PageState, event: &MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let find = |selector| target.as_ref().and_then(|target| target.closest(selector).ok().flatten());
    let Some(index) = find("[data-index]").and_then(|row| row.get_attribute("data-index")?.parse().ok()) else {
        return;
    };
    // To select a text is no click.
    let is_selecting = window().get_selection().ok().flatten().is_some_and(|chosen| !chosen.is_collapsed());
    let is_marking = event.ctrl_key() || event.meta_key() || find(".check").is_some();
    if event.shift_key() || is_marking {
        state.table.active_row.set(Some(index));
    }
    if event.shift_key() {
        state.marked_rows.extend_to(index);
    } else if is_marking {
        state.marked_rows.toggle(index);
    } else if !is_selecting {
        state.sim_detail.open_at(index);
    }
}

/// The mouse is pressed on a row. With Shift it would select text from where the caret was.
pub fn handle_row_press(event: &MouseEvent) {
    if event.shift_key() {
        event.prevent_default();
        browser::focus_first_match(super::TABLE_GRID);
    }
}
