//! The keyboard, from anywhere on the page.

mod command;
mod shortcut_dialog;

pub use shortcut_dialog::{ShortcutDialog, show_shortcuts};

use crate::state::{PageState, browser};
use crate::views::components::MenuRegistry;
use command::Command;
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Listens for as long as the page is there.
pub fn listen_for_shortcuts(state: PageState) {
    let menus: MenuRegistry = expect_context();
    let panels = expect_context();
    std::mem::forget(window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let key = browser::pressed_key(&event);
        let is_handled = if key == "Escape" {
            handle_escape(state, menus)
        } else {
            !takes_keys(&event) && Command::from_key(&key).is_some_and(|command| command.run(state, menus, panels))
        };
        if is_handled {
            event.prevent_default();
        }
    }));
}

/// Returns whether keys belong to a field or a dialog.
fn takes_keys(event: &KeyboardEvent) -> bool {
    is_typing() || browser::is_editable_target(event) || is_dialog_open()
}

/// Backs out of what is in front: a dialog, a menu, a SIM, then a field.
fn handle_escape(state: PageState, menus: MenuRegistry) -> bool {
    // The browser closes a dialog, and gives the focus back, where nobody has taken the key.
    if is_dialog_open() {
        return false;
    }
    if menus.close_open() {
        return true;
    }
    if state.sim_detail.is_open() {
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
