//! The keyboard, from anywhere on the page.

mod shortcut_dialog;

pub use shortcut_dialog::{ShortcutDialog, show_shortcuts};

use crate::state::{PageState, browser};
use crate::views::query::step_basis;
use crate::views::table::keys;
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Listens for as long as the page is there.
pub fn listen_for_shortcuts(state: PageState) {
    std::mem::forget(window_event_listener(ev::keydown, move |event| {
        if !event.default_prevented()
            && !event.ctrl_key()
            && !event.meta_key()
            && !event.alt_key()
            && handle_shortcut(state, &event)
        {
            event.prevent_default();
        }
    }));
}

/// Puts the focus on the table.
pub fn focus_table() {
    browser::focus_first_match("[data-test=table]");
}

fn handle_shortcut(state: PageState, event: &KeyboardEvent) -> bool {
    let key = browser::pressed_key(event);
    if key == "Escape" {
        return handle_escape(state);
    }
    if is_typing() || browser::is_editable_target(event) || is_dialog_open() {
        return false;
    }
    let open = state.sim_detail.opened.with_untracked(Option::is_some);
    match key.as_str() {
        "/" => browser::focus_first_match("[data-test=query]"),
        "?" => {
            show_shortcuts();
            true
        }
        "j" | "k" => {
            let by = if key == "j" { 1 } else { -1 };
            if open {
                state.sim_detail.open_adjacent(by);
            } else {
                keys::move_by(state, by);
            }
            if !open {
                focus_table();
            }
            true
        }
        "[" | "]" => {
            step_basis(state, key == "]");
            true
        }
        "e" => click_and_focus("[data-test=export]"),
        "l" => click_and_focus("[data-test=lookup]"),
        "v" => click_and_focus("[data-test=views]"),
        "c" => click_and_focus("[data-test=compare]"),
        "1" | "2" | "3" | "4" => click_and_focus(&format!("[data-panel-key='{key}']")),
        _ => false,
    }
}

/// Backs out of what is in front: a menu, a dialog, a SIM, then a field.
fn handle_escape(state: PageState) -> bool {
    let dialog = is_dialog_open();
    let menu = if dialog { "dialog[open] .menu > [aria-expanded=true]" } else { ".menu > [aria-expanded=true]" };
    if click_and_focus(menu) {
        return true;
    }
    // The browser closes a dialog, and gives the focus back, where nobody has taken the key.
    if dialog {
        return false;
    }
    if state.sim_detail.opened.with_untracked(Option::is_some) {
        state.sim_detail.close();
        return true;
    }
    match document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        Some(field) if is_typing() => field.blur().is_ok(),
        _ => false,
    }
}

/// Whether a dialog is open, behind which nothing can be reached.
fn is_dialog_open() -> bool {
    matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}

fn is_typing() -> bool {
    let fields = "input:not([type=radio], [type=checkbox]), textarea, select";
    document().active_element().is_some_and(|element| element.matches(fields).unwrap_or(false))
}

fn click_and_focus(selector: &str) -> bool {
    let found: Option<Element> = document().query_selector(selector).ok().flatten();
    found.and_then(|element| element.dyn_into::<HtmlElement>().ok()).is_some_and(|element| {
        element.click();
        element.focus().is_ok()
    })
}
