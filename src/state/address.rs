//! The query in the page's address.

use super::{State, fragment};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

impl State {
    /// Takes the query of the address, now and whenever the reader goes back or forth or edits it.
    pub(super) fn read_address(self) {
        let read = move || window().location().hash().ok().as_deref().and_then(fragment::read);
        if let Some(query) = read() {
            self.draft.set(query.clone());
            match query::parse(&query) {
                Ok(query) => self.asked.set_value(query.to_string()),
                Err(fault) => self.fault.set(Some(fault)),
            }
        }
        let changed = window_event_listener(ev::hashchange, move |_| {
            if let Some(query) = read().filter(|query| *query != self.query()) {
                self.search(&query, Step::Silent);
            }
        });
        // For as long as the page is there.
        std::mem::forget(changed);
    }

    /// Writes the query into the address.
    pub(super) fn write_address(self, step: Step) {
        let fragment = fragment::write(&self.query());
        let Ok(history) = window().history() else { return };
        let location = window().location();
        let place = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
        let url = if fragment.is_empty() { place } else { format!("{place}#{fragment}") };
        // A browser that refuses (too many in a short time) keeps the old address; the query itself stands.
        match step {
            Step::Silent => Ok(()),
            Step::Small => history.replace_state_with_url(&JsValue::NULL, "", Some(&url)),
            Step::Whole => history.push_state_with_url(&JsValue::NULL, "", Some(&url)),
        }
        .ok();
    }
}

/// How a change of the query shows in the browser's history.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// It came from there.
    Silent,
    /// While typing: Back does not stop at it.
    Small,
    /// A click, or Enter: Back undoes it.
    Whole,
}
