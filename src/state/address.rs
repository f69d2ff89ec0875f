//! What is looked at, in the page's address.

use super::fragment::{self, Shown};
use super::{Sort, State};
use leptos::ev;
use leptos::prelude::*;
use query::TableColumn;
use std::time::Duration;
use wasm_bindgen::JsValue;

impl State {
    /// Takes what the address says, now and whenever the reader goes back or forth or edits it; and follows what is shown.
    pub(super) fn read_address(self) {
        let read = move || window().location().hash().ok().as_deref().and_then(fragment::read);
        if let Some(shown) = read() {
            self.draft.set(shown.query.clone());
            match query::parse_query(&shown.query) {
                Ok(query) => self.asked.set_value(query.to_string()),
                Err(fault) => self.fault.set(Some(fault)),
            }
            self.look_as(&shown);
        }
        let changed = window_event_listener(ev::hashchange, move |_| {
            if let Some(shown) = read().filter(|shown| *shown != self.shown()) {
                self.show_as(&shown, Step::Silent);
            }
        });
        // For as long as the page is there.
        std::mem::forget(changed);
        Effect::new(move |before: Option<()>| {
            self.shown_tracked();
            if before.is_some() {
                // Where the reader has gone on meanwhile, that address is not to be written over; nor need it be, where someone
                // else has written it.
                let from = window().location().href().ok();
                let write = move || {
                    if window().location().href().ok() == from {
                        self.write_address(Step::Beside);
                    }
                };
                set_timeout(write, Duration::from_millis(50));
            }
        });
    }

    /// Shows what a link or a saved view says.
    pub fn show_as(self, shown: &Shown, step: Step) {
        let looked_otherwise = self.look_as(shown);
        if query::parse_query(&shown.query).is_ok_and(|query| query.to_string() == self.query()) {
            self.typed(self.query());
            if looked_otherwise {
                self.table.to_top();
                self.ask_again();
            }
        } else {
            // One that cannot be read is shown with what is wrong with it; any other comes with its answer.
            if query::parse_query(&shown.query).is_err() {
                self.typed(shown.query.clone());
            }
            self.search(&shown.query, step);
        }
    }

    /// Everything but the query. Whether anything is another than before.
    fn look_as(self, shown: &Shown) -> bool {
        let before = self.shown();
        let sort = shown
            .sort
            .as_ref()
            .and_then(|(key, descending)| Some(Sort { column: TableColumn::from_key(key)?, descending: *descending }));
        let columns: Vec<_> = shown.columns.iter().filter_map(|key| TableColumn::from_key(key)).collect();
        self.table.sort.set(sort);
        if columns.is_empty() {
            self.settings.forget_columns();
        } else {
            self.settings.columns.set(columns);
        }
        self.asking.tab.set(shown.tab.clone());
        if let Some(pivot) = &shown.pivot {
            self.asking.pivot.set(pivot.clone());
        }
        self.asking.calendar.set(shown.calendar);
        self.asking.wants_baseline.set(shown.compare);
        self.places.forced.set(shown.map.iter().any(|part| part == "cells"));
        self.places.ways.set(shown.map.iter().any(|part| part == "ways"));
        Shown { query: String::new(), ..before } != Shown { query: String::new(), ..self.shown() }
    }

    /// What is looked at.
    pub fn shown(self) -> Shown {
        untrack(move || self.shown_tracked())
    }

    fn shown_tracked(self) -> Shown {
        let columns = self.settings.columns.get();
        let own = columns != self.settings.first_columns();
        let tab = self.asking.tab.get();
        Shown {
            query: self.query(),
            sort: self.table.sort.get().map(|sort| (sort.column.key().to_owned(), sort.descending)),
            columns: if own { columns.iter().map(|column| column.key().to_owned()).collect() } else { vec![] },
            pivot: (tab == "pivot").then(|| self.asking.pivot.get()),
            tab,
            calendar: self.asking.calendar.get(),
            compare: self.asking.wants_baseline.get(),
            map: [("cells", self.places.forced.get()), ("ways", self.places.ways.get())]
                .into_iter()
                .filter(|(_, on)| *on)
                .map(|(part, _)| part.to_owned())
                .collect(),
        }
    }

    /// Writes what is shown into the address.
    pub(super) fn write_address(self, step: Step) {
        let Ok(history) = window().history() else { return };
        let url = self.address();
        if window().location().href().is_ok_and(|now| now.ends_with(&url) && url.contains('#')) {
            return;
        }
        // A browser that refuses (too many in a short time) keeps the old address; the query itself stands.
        let typing = self.typing.get_value();
        match step {
            Step::Silent => Ok(()),
            Step::Small if !typing => history.push_state_with_url(&JsValue::NULL, "", Some(&url)),
            Step::Small | Step::Beside => history.replace_state_with_url(&JsValue::NULL, "", Some(&url)),
            Step::Whole => history.push_state_with_url(&JsValue::NULL, "", Some(&url)),
        }
        .ok();
        if step != Step::Beside {
            self.typing.set_value(step == Step::Small);
        }
    }

    /// The page's own address with what is shown.
    fn address(self) -> String {
        let fragment = fragment::write(&self.shown());
        let location = window().location();
        let place = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
        if fragment.is_empty() { place } else { format!("{place}#{fragment}") }
    }

    /// A link to what is shown, for any reader's own fleet.
    pub fn link(self) -> String {
        window().location().origin().unwrap_or_default() + &self.address()
    }
}

/// How a change of the query shows in the browser's history.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// It came from there.
    Silent,
    /// While typing: Back goes to what was there before.
    Small,
    /// Something beside the query: Back does not stop at it.
    Beside,
    /// A click, or Enter: Back undoes it.
    Whole,
}
