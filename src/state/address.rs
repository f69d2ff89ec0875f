//! What is looked at, in the page's address.

use super::fragment::{self, UrlState};
use super::{PageState, TableSort};
use leptos::ev;
use leptos::prelude::*;
use query::Field;
use std::time::Duration;
use wasm_bindgen::JsValue;

impl PageState {
    /// Takes what the address says, now and whenever the reader goes back or forth or edits it; and follows what is shown.
    pub(super) fn sync_with_address(self) {
        let read = move || window().location().hash().ok().as_deref().and_then(fragment::parse_fragment);
        if let Some(shown) = read() {
            self.draft_query.set(shown.query.clone());
            match query::parse_query(&shown.query) {
                Ok(query) => self.applied_query.set_value(query.to_string()),
                Err(fault) => self.query_error.set(Some(fault)),
            }
            self.apply_display_state(&shown);
        }
        let changed = window_event_listener(ev::hashchange, move |_| {
            if let Some(shown) = read().filter(|shown| *shown != self.url_state()) {
                self.apply_url_state(&shown, HistoryMode::Skip);
            }
        });
        // For as long as the page is there.
        std::mem::forget(changed);
        Effect::new(move |before: Option<()>| {
            self.track_url_state();
            if before.is_some() {
                // Where the reader has gone on meanwhile, that address is not to be written over; nor need it be, where someone
                // else has written it.
                let from = window().location().href().ok();
                let write = move || {
                    if window().location().href().ok() == from {
                        self.write_address(HistoryMode::Replace);
                    }
                };
                set_timeout(write, Duration::from_millis(50));
            }
        });
    }

    /// Shows what a link or a saved view says.
    pub fn apply_url_state(self, shown: &UrlState, step: HistoryMode) {
        let looked_otherwise = self.apply_display_state(shown);
        if query::parse_query(&shown.query).is_ok_and(|query| query.to_string() == self.current_query()) {
            self.set_typed_draft(self.current_query());
            if looked_otherwise {
                self.table.scroll_to_top();
                self.request_view();
            }
        } else {
            // One that cannot be read is shown with what is wrong with it; any other comes with its answer.
            if query::parse_query(&shown.query).is_err() {
                self.set_typed_draft(shown.query.clone());
            }
            self.apply_query(&shown.query, step);
        }
    }

    /// Everything but the query. Whether anything is another than before.
    fn apply_display_state(self, shown: &UrlState) -> bool {
        let before = self.url_state();
        let sort = shown.sort.as_ref().and_then(|(key, descending)| {
            Some(TableSort { column: Field::from_column_key(key)?, descending: *descending })
        });
        let columns: Vec<_> = shown.columns.iter().filter_map(|key| Field::from_column_key(key)).collect();
        self.table.sort.set(sort);
        if columns.is_empty() {
            self.settings.reset_columns();
        } else {
            self.settings.columns.set(columns);
        }
        self.query_tools.ranking_tab.set(shown.tab.clone());
        if let Some(pivot) = &shown.pivot {
            self.query_tools.pivot_keys.set(pivot.clone());
        }
        self.query_tools.by_calendar.set(shown.by_calendar);
        self.query_tools.wants_baseline.set(shown.compares_baseline);
        self.map_cells.cells_forced.set(shown.map_layers.iter().any(|part| part == "cells"));
        self.map_cells.movements_shown.set(shown.map_layers.iter().any(|part| part == "ways"));
        UrlState { query: String::new(), ..before } != UrlState { query: String::new(), ..self.url_state() }
    }

    /// What is looked at.
    pub fn url_state(self) -> UrlState {
        untrack(move || self.track_url_state())
    }

    fn track_url_state(self) -> UrlState {
        let columns = self.settings.columns.get();
        let own = columns != self.settings.default_columns();
        let tab = self.query_tools.ranking_tab.get();
        UrlState {
            query: self.current_query(),
            sort: self.table.sort.get().map(|sort| (sort.column.key().to_owned(), sort.descending)),
            columns: if own { columns.iter().map(|column| column.key().to_owned()).collect() } else { vec![] },
            pivot: (tab == "pivot").then(|| self.query_tools.pivot_keys.get()),
            tab,
            by_calendar: self.query_tools.by_calendar.get(),
            compares_baseline: self.query_tools.wants_baseline.get(),
            map_layers: [("cells", self.map_cells.cells_forced.get()), ("ways", self.map_cells.movements_shown.get())]
                .into_iter()
                .filter(|(_, on)| *on)
                .map(|(part, _)| part.to_owned())
                .collect(),
        }
    }

    /// Writes what is shown into the address.
    pub(super) fn write_address(self, step: HistoryMode) {
        let Ok(history) = window().history() else { return };
        let url = self.current_url();
        if window().location().href().is_ok_and(|now| now.ends_with(&url) && url.contains('#')) {
            return;
        }
        // A browser that refuses (too many in a short time) keeps the old address; the query itself stands.
        let typing = self.address_is_draft.get_value();
        match step {
            HistoryMode::Skip => Ok(()),
            HistoryMode::Typing if !typing => history.push_state_with_url(&JsValue::NULL, "", Some(&url)),
            HistoryMode::Typing | HistoryMode::Replace => {
                history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
            }
            HistoryMode::Push => history.push_state_with_url(&JsValue::NULL, "", Some(&url)),
        }
        .ok();
        if step != HistoryMode::Replace {
            self.address_is_draft.set_value(step == HistoryMode::Typing);
        }
    }

    /// The page's own address with what is shown.
    fn current_url(self) -> String {
        let fragment = fragment::write_fragment(&self.url_state());
        let location = window().location();
        let place = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
        if fragment.is_empty() { place } else { format!("{place}#{fragment}") }
    }

    /// A link to what is shown, for any reader's own fleet.
    pub fn share_link(self) -> String {
        window().location().origin().unwrap_or_default() + &self.current_url()
    }
}

/// How a change of the query shows in the browser's history.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HistoryMode {
    /// It came from there.
    Skip,
    /// While typing: Back goes to what was there before.
    Typing,
    /// Something beside the query: Back does not stop at it.
    Replace,
    /// A click, or Enter: Back undoes it.
    Push,
}
