//! What is looked at, in the page's address.

use super::PageState;
use super::column_layout::{decode_column, encode_column};
use super::derived::derive_memo;
use super::fragment::{self, UrlState};
use super::query_store::HistoryMode;
use super::spoken_query::parse_spoken_query;
use super::table::TableSort;
use leptos::ev;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// How long a change waits until it is written: browsers take their time over it, and no frame is to wait for it.
const WRITE_DELAY: Duration = Duration::from_millis(50);

/// What is written into the address, and how.
#[derive(Clone, PartialEq, Debug)]
struct AddressState {
    shown: UrlState,
    history: HistoryMode,
}

/// What follows for the address from a change of what is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum AddressChange {
    /// It is written.
    Write(HistoryMode),
    /// What was typed so far is an entry of its own.
    FinishTyping,
}

impl AddressState {
    fn change_since(&self, before: &Self) -> AddressChange {
        if self.shown.query != before.shown.query {
            AddressChange::Write(self.history)
        } else if self.shown == before.shown {
            AddressChange::FinishTyping
        } else {
            AddressChange::Write(HistoryMode::Replace)
        }
    }
}

/// A change that is to be written.
#[derive(Clone, Debug)]
struct PendingWrite {
    history: HistoryMode,
    /// The address at the time of the change.
    address: Option<String>,
}

/// The writing of the address.
#[derive(Clone, Copy, Default)]
pub struct AddressWriter {
    pending: StoredValue<Option<PendingWrite>>,
    /// Whether the address is that of a text that is being typed.
    is_draft: StoredValue<bool>,
}

impl PageState {
    /// Takes what the address says, now and whenever the reader goes back or forth or edits it; and follows what is shown.
    pub(super) fn sync_with_address(self) {
        let read = move || window().location().hash().ok().as_deref().and_then(fragment::parse_fragment);
        if let Some(shown) = read() {
            self.query.load(&shown.query);
            self.apply_display_state(&shown);
        }
        let changed = window_event_listener(ev::hashchange, move |_| {
            if let Some(shown) = read().filter(|shown| *shown != self.url_state()) {
                self.apply_url_state(&shown, HistoryMode::Skip);
                // It may say the same in other words.
                self.schedule_write(HistoryMode::Skip);
            }
        });
        // For as long as the page is there.
        std::mem::forget(changed);
        let state = derive_memo(move || AddressState {
            shown: self.track_url_state(),
            history: self.query.applied.with(|applied| applied.history),
        });
        Effect::new(move |before: Option<AddressState>| {
            let state = state.get();
            match before.map(|before| state.change_since(&before)) {
                None => {}
                Some(AddressChange::Write(history)) => self.schedule_write(history),
                Some(AddressChange::FinishTyping) => {
                    self.write_pending();
                    self.address.is_draft.set_value(false);
                }
            }
            state
        });
    }

    /// Shows what a link or a saved view says.
    pub fn apply_url_state(self, shown: &UrlState, history: HistoryMode) {
        let looked_otherwise = self.apply_display_state(shown);
        let applied = self.query.applied_text();
        if parse_spoken_query(&shown.query).is_ok_and(|query| query.to_string() == applied) {
            self.query.set_typed_draft(applied);
            if looked_otherwise {
                self.table.active_row.set(None);
                self.table.scroll_to(0.0);
            }
        } else {
            // One that cannot be read is shown with what is wrong with it; any other comes with its answer.
            if parse_spoken_query(&shown.query).is_err() {
                self.query.set_typed_draft(shown.query.clone());
            }
            self.query.apply(&shown.query, history);
        }
    }

    /// Applies everything but the query. Returns whether anything is another than before.
    fn apply_display_state(self, shown: &UrlState) -> bool {
        let before = self.url_state();
        let sort = shown
            .sort
            .as_ref()
            .and_then(|(key, descending)| Some(TableSort { column: decode_column(key)?, descending: *descending }));
        let columns: Vec<_> = shown.columns.iter().filter_map(|key| decode_column(key)).collect();
        self.table.sort.set(sort);
        if columns.is_empty() {
            self.settings.reset_columns();
        } else {
            self.settings.columns.set(columns);
        }
        self.panels.ranking_tab.set(shown.tab.clone());
        if let Some(pivot) = &shown.pivot {
            self.panels.pivot_keys.set(pivot.clone());
        }
        self.panels.measure.set(shown.measure.clone());
        self.panels.by_calendar.set(shown.by_calendar);
        self.baseline.is_wanted.set(shown.compares_baseline);
        self.map_cells.cells_forced.set(shown.map_layers.iter().any(|layer| layer == "cells"));
        self.map_cells.movements_shown.set(shown.map_layers.iter().any(|layer| layer == "ways"));
        UrlState { query: String::new(), ..before } != UrlState { query: String::new(), ..self.url_state() }
    }

    /// Returns what is looked at.
    pub fn url_state(self) -> UrlState {
        untrack(move || self.track_url_state())
    }

    fn track_url_state(self) -> UrlState {
        let columns = self.settings.columns.get();
        let own = columns != self.settings.default_columns();
        let tab = self.panels.ranking_tab.get();
        UrlState {
            query: self.query.applied.with(|applied| applied.text.clone()),
            sort: self.table.sort.get().map(|sort| (encode_column(sort.column), sort.descending)),
            columns: if own { columns.iter().map(|column| encode_column(*column)).collect() } else { vec![] },
            pivot: if tab == "pivot" { Some(self.panels.pivot_keys.get()) } else { None },
            tab,
            measure: self.panels.measure.get(),
            by_calendar: self.panels.by_calendar.get(),
            compares_baseline: self.baseline.is_wanted.get(),
            map_layers: [("cells", self.map_cells.cells_forced.get()), ("ways", self.map_cells.movements_shown.get())]
                .into_iter()
                .filter(|(_, on)| *on)
                .map(|(layer, _)| layer.to_owned())
                .collect(),
        }
    }

    /// Writes what is shown into the address in a while, once for all changes until then.
    fn schedule_write(self, history: HistoryMode) {
        let address = window().location().href().ok();
        let earlier = self.address.pending.try_update_value(Option::take).flatten();
        let is_scheduled = earlier.is_some();
        let history = earlier.map_or(history, |earlier| earlier.history.max(history));
        self.address.pending.set_value(Some(PendingWrite { history, address }));
        if !is_scheduled {
            set_timeout(move || self.write_pending(), WRITE_DELAY);
        }
    }

    /// Writes what [`Self::schedule_write`] has kept.
    fn write_pending(self) {
        if let Some(PendingWrite { history, address }) = self.address.pending.try_update_value(Option::take).flatten() {
            // Where the reader has gone on meanwhile, that address is not to be written over.
            if history > HistoryMode::Skip || window().location().href().ok() == address {
                self.write_address(history);
            }
        }
    }

    fn write_address(self, mode: HistoryMode) {
        let was_draft = self.address.is_draft.get_value();
        if matches!(mode, HistoryMode::Skip | HistoryMode::Push) {
            self.address.is_draft.set_value(false);
        }
        let Ok(history) = window().history() else { return };
        let url = self.current_url();
        if window().location().href().is_ok_and(|now| now.ends_with(&url) && url.contains('#')) {
            return;
        }
        let is_new_entry = mode == HistoryMode::Push || (mode == HistoryMode::Typing && !was_draft);
        let written = if is_new_entry {
            history.push_state_with_url(&JsValue::NULL, "", Some(&url))
        } else {
            history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
        };
        // A browser that refuses (too many in a short time) keeps the old address; the query itself stays.
        written.ok();
        if mode == HistoryMode::Typing {
            self.address.is_draft.set_value(true);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_another_query_is_an_entry_of_the_history() {
        let state = |query: &str, tab: &str, history| AddressState {
            shown: UrlState { query: query.into(), tab: tab.into(), ..UrlState::default() },
            history,
        };
        let before = state("a", "", HistoryMode::Typing);
        for (now, want) in [
            (state("ab", "", HistoryMode::Typing), AddressChange::Write(HistoryMode::Typing)),
            (state("ab", "pivot", HistoryMode::Push), AddressChange::Write(HistoryMode::Push)),
            (state("a", "pivot", HistoryMode::Typing), AddressChange::Write(HistoryMode::Replace)),
            (state("a", "", HistoryMode::Push), AddressChange::FinishTyping),
        ] {
            assert_eq!(now.change_since(&before), want, "{now:?}");
        }
    }
}
