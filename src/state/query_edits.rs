//! Changes of the query, and the questions that follow.

use super::PageState;
pub use super::address::HistoryMode;
use engine::{HistogramKind, MapContent, PivotRequest, Request, TimeZone, ViewRequest};
use leptos::prelude::*;
use query::{Query, SortOrder};
use std::time::Duration;

impl PageState {
    /// The query as it was asked last.
    pub fn current_query(self) -> String {
        self.applied_query.get_value()
    }

    /// Applies a text. One that cannot be read is kept in the box with what is wrong; the selection stays.
    pub fn apply_query(self, text: &str, step: HistoryMode) {
        // Something newer was asked while a pause in typing was waited for.
        if step == HistoryMode::Typing && self.pending_draft.with_value(Option::is_some) {
            return;
        }
        match query::parse_query(text) {
            Err(fault) => self.query_error.set(Some(fault)),
            Ok(query) => {
                self.query_error.set(None);
                let printed = query.to_string();
                if step != HistoryMode::Typing {
                    self.schedule_draft(printed.clone());
                }
                if step == HistoryMode::Push {
                    self.remember_query(&printed);
                }
                if printed == self.current_query() {
                    // What was typed is applied already: with Enter it is whole.
                    self.address_is_draft.set_value(false);
                } else {
                    self.applied_query.set_value(printed);
                    self.table.scroll_to_top();
                    self.request_view();
                    // Browsers take their time over it, and nobody waits for it.
                    set_timeout(move || self.write_address(step), Duration::from_millis(50));
                }
            }
        }
    }

    /// Puts a text into the query box together with its answer: one frame shows both. An answer that takes long is not
    /// waited for.
    fn schedule_draft(self, text: String) {
        self.pending_draft.set_value(Some(text));
        if self.sources.list.with_untracked(Vec::is_empty) {
            self.apply_pending_draft();
        } else {
            set_timeout(move || self.apply_pending_draft(), Duration::from_millis(60));
        }
    }

    /// Puts what [`Self::schedule_draft`] has kept into the query box.
    pub(super) fn apply_pending_draft(self) {
        if let Some(text) = self.pending_draft.try_update_value(Option::take).flatten()
            && self.draft_query.with_untracked(|draft| *draft != text)
        {
            self.dismiss_completions();
            self.set_draft(text);
        }
    }

    /// The reader types: the text is theirs, and what was asked for an earlier one is void.
    pub fn set_typed_draft(self, text: String) {
        self.pending_draft.set_value(None);
        self.set_draft(text);
    }

    /// Puts a text into the query box. Suggestions for the one before no longer fit; a column that was pasted is offered to
    /// be looked up for as long as it is there.
    fn set_draft(self, text: String) {
        self.clear_chosen_completion();
        self.forget_pasted_list_unless_in(&text);
        self.draft_query.set(text);
    }

    /// Changes the query as a click does.
    pub fn edit_query(self, change: impl FnOnce(&mut Query) -> Result<(), query::ParseError>) {
        // What is typed counts also before the pause after which it is asked. What was asked did parse; and a value that a
        // view shows can be chosen.
        let typed = self.draft_query.get_untracked();
        let superseded = self.pending_draft.with_value(Option::is_some);
        let typed = if superseded { None } else { query::parse_query(&typed).ok() };
        if let Some(mut query) = typed.or_else(|| query::parse_query(&self.current_query()).ok())
            && change(&mut query).is_ok()
        {
            self.apply_query(&query.to_string(), HistoryMode::Push);
        }
    }

    /// Chooses a value of a key as well, or no longer.
    pub fn toggle_value(self, key: &str, value: &str) {
        self.edit_query(|query| query.toggle_value(key, value));
    }

    /// Asks for the view again: the query, the order or the fleet has changed.
    pub fn request_view(self) {
        if self.sources.list.with_untracked(Vec::is_empty) {
            return;
        }
        let (first, len) = self.table.wanted_window();
        let sort = self.table.sort.get_untracked();
        let pivot_wanted = self.query_tools.ranking_tab.get_untracked() == "pivot";
        let map = match (self.map_cells.cells_wanted.get_untracked(), self.map_cells.movements_shown.get_untracked()) {
            (false, _) => MapContent::None,
            (true, false) => MapContent::Cells,
            (true, true) => MapContent::CellsAndMovements,
        };
        let question = ViewRequest {
            seq: 0,
            query: self.current_query(),
            sort: sort.map_or(SortOrder::default(), |sort| SortOrder {
                column: Some(sort.column),
                descending: sort.descending,
            }),
            first_row: first,
            row_count: len,
            zone: if self.settings.utc.get_untracked() { TimeZone::Utc } else { TimeZone::Local },
            histogram: if self.query_tools.by_calendar.get_untracked() {
                HistogramKind::Calendar
            } else {
                HistogramKind::Age
            },
            tags: self.counted_tags(),
            pivot: pivot_wanted.then(|| {
                let (rows, columns) = self.query_tools.pivot_keys.get_untracked();
                PivotRequest { rows, columns }
            }),
            insights: self.query_tools.ranking_tab.get_untracked() == "insights",
            thresholds: self.settings.thresholds.get_untracked(),
            map,
        };
        self.view_requests.update_value(|questions| {
            if let Some(question) = questions.push_request(question) {
                self.send_request(&Request::View(question), &[]);
            }
        });
    }

    /// Asks for the rows that the table lacks. While a question is under way, its answer comes first.
    pub fn request_missing_rows(self) {
        let flying = self.view_requests.with_value(super::ViewRequestQueue::has_in_flight);
        let Some(seq) = self.view.with_untracked(|view| view.as_ref().map(|view| view.seq)) else { return };
        if !flying && let Some((first, len)) = self.table.take_missing_window() {
            self.send_request(&Request::Rows { seq, first, len }, &[]);
        }
    }
}
