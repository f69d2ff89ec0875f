//! The keyboard, from anywhere on the page.

mod sheet;

pub use sheet::{Sheet, show};

use crate::state::{State, browser};
use crate::views::query::step_basis;
use crate::views::table::keys;
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Listens for as long as the page is there.
pub fn listen(state: State) {
    std::mem::forget(window_event_listener(ev::keydown, move |event| {
        if !event.default_prevented()
            && !event.ctrl_key()
            && !event.meta_key()
            && !event.alt_key()
            && pressed(state, &event)
        {
            event.prevent_default();
        }
    }));
}

/// Puts the focus on the table.
pub fn to_table() {
    browser::focus("[data-test=table]");
}

fn pressed(state: State, event: &KeyboardEvent) -> bool {
    let key = browser::pressed_key(event);
    if key == "Escape" {
        return back(state);
    }
    if typing() || browser::is_editable(event) || in_dialog() {
        return false;
    }
    let open = state.opened.with_untracked(Option::is_some);
    match key.as_str() {
        "/" => browser::focus("[data-test=query]"),
        "?" => {
            show();
            true
        }
        "j" | "k" => {
            let by = if key == "j" { 1 } else { -1 };
            if open {
                state.step(by)
            } else {
                keys::step(state, by)
            }
            if !open {
                to_table();
            }
            true
        }
        "[" | "]" => {
            step_basis(state, key == "]");
            true
        }
        "e" => click("[data-test=export]"),
        "l" => click("[data-test=lookup]"),
        "v" => click("[data-test=views]"),
        "c" => click("[data-test=compare]"),
        "1" | "2" | "3" | "4" => click(&format!("[data-panel-key='{key}']")),
        _ => false,
    }
}

/// Backs out of what is in front: a menu, a dialog, a SIM, then a field.
fn back(state: State) -> bool {
    let dialog = in_dialog();
    let menu = if dialog { "dialog[open] .menu > [aria-expanded=true]" } else { ".menu > [aria-expanded=true]" };
    if click(menu) {
        return true;
    }
    // The browser closes a dialog, and gives the focus back, where nobody has taken the key.
    if dialog {
        return false;
    }
    if state.opened.with_untracked(Option::is_some) {
        state.close();
        return true;
    }
    match document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        Some(field) if typing() => field.blur().is_ok(),
        _ => false,
    }
}

/// Whether a dialog is open, behind which nothing can be reached.
fn in_dialog() -> bool {
    matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}

fn typing() -> bool {
    let fields = "input:not([type=radio], [type=checkbox]), textarea, select";
    document().active_element().is_some_and(|element| element.matches(fields).unwrap_or(false))
}

fn click(selector: &str) -> bool {
    let found: Option<Element> = document().query_selector(selector).ok().flatten();
    found.and_then(|element| element.dyn_into::<HtmlElement>().ok()).is_some_and(|element| {
        element.click();
        element.focus().is_ok()
    })
}
