//! Changes of the query, and the questions that follow.

use super::State;
pub use super::address::Step;
use engine::{Request, ViewRequest};
use leptos::prelude::*;
use query::Query;
use std::time::Duration;

impl State {
    /// The query as it was asked last.
    pub fn query(self) -> String {
        self.asked.get_value()
    }

    /// Applies a text. One that cannot be read is kept in the box with what is wrong; the selection stays.
    pub fn search(self, text: &str, step: Step) {
        // Something newer was asked while a pause in typing was waited for.
        if step == Step::Small && self.late.with_value(Option::is_some) {
            return;
        }
        match query::parse_query(text) {
            Err(fault) => self.fault.set(Some(fault)),
            Ok(query) => {
                self.fault.set(None);
                let printed = query.to_string();
                if step != Step::Small {
                    self.write_soon(printed.clone());
                }
                if step == Step::Whole {
                    self.remember_query(&printed);
                }
                if printed == self.query() {
                    // What was typed is applied already: with Enter it is whole.
                    self.typing.set_value(false);
                } else {
                    self.asked.set_value(printed);
                    self.table.to_top();
                    self.ask_again();
                    // Browsers take their time over it, and nobody waits for it.
                    set_timeout(move || self.write_address(step), Duration::from_millis(50));
                }
            }
        }
    }

    /// Puts a text into the query box together with its answer: one frame shows both. An answer that takes long is not
    /// waited for.
    fn write_soon(self, text: String) {
        self.late.set_value(Some(text));
        if self.sources.list.with_untracked(Vec::is_empty) {
            self.write_late();
        } else {
            set_timeout(move || self.write_late(), Duration::from_millis(60));
        }
    }

    /// Puts what [`Self::write_soon`] has kept into the query box.
    pub(super) fn write_late(self) {
        if let Some(text) = self.late.try_update_value(Option::take).flatten()
            && self.draft.with_untracked(|draft| *draft != text)
        {
            self.stop_completing();
            self.put_draft(text);
        }
    }

    /// The reader types: the text is theirs, and what was asked for an earlier one is void.
    pub fn typed(self, text: String) {
        self.late.set_value(None);
        self.put_draft(text);
    }

    /// Puts a text into the query box. Suggestions for the one before no longer fit; a column that was pasted is offered to
    /// be looked up for as long as it is there.
    fn put_draft(self, text: String) {
        self.forget_choice();
        self.forget_pasted_unless_in(&text);
        self.draft.set(text);
    }

    /// Changes the query as a click does.
    pub fn edit(self, change: impl FnOnce(&mut Query) -> Result<(), query::ParseError>) {
        // What is typed counts also before the pause after which it is asked. What was asked did parse; and a value that a
        // view shows can be chosen.
        let typed = self.draft.get_untracked();
        let superseded = self.late.with_value(Option::is_some);
        let typed = if superseded { None } else { query::parse_query(&typed).ok() };
        if let Some(mut query) = typed.or_else(|| query::parse_query(&self.query()).ok())
            && change(&mut query).is_ok()
        {
            self.search(&query.to_string(), Step::Whole);
        }
    }

    /// Chooses a value of a key as well, or no longer.
    pub fn toggle(self, key: &str, value: &str) {
        self.edit(|query| query.toggle_value(key, value));
    }

    /// Asks for the view again: the query, the order or the fleet has changed.
    pub fn ask_again(self) {
        if self.sources.list.with_untracked(Vec::is_empty) {
            return;
        }
        let (first, len) = self.table.wanted();
        let sort = self.table.sort.get_untracked();
        let question = ViewRequest {
            seq: 0,
            query: self.query(),
            descending: sort.as_ref().is_some_and(|sort| sort.descending),
            sort: sort.map(|sort| sort.column.key().to_owned()),
            first_row: first,
            row_count: len,
            utc: self.settings.utc.get_untracked(),
            calendar: self.asking.calendar.get_untracked(),
            tags: self.counted_tags(),
            pivot: (self.asking.tab.get_untracked() == "pivot").then(|| self.asking.pivot.get_untracked()),
            insights: self.asking.tab.get_untracked() == "insights",
            thresholds: self.settings.thresholds.get_untracked(),
            map_features: self.places.wanted.get_untracked(),
            movements: self.places.ways.get_untracked(),
        };
        self.questions.update_value(|questions| {
            if let Some(question) = questions.ask(question) {
                self.post(&Request::View(question), &[]);
            }
        });
    }

    /// Asks for the rows that the table lacks. While a question is under way, its answer comes first.
    pub fn ask_rows(self) {
        let flying = self.questions.with_value(super::Questions::flying);
        let Some(seq) = self.view.with_untracked(|view| view.as_ref().map(|view| view.seq)) else { return };
        if !flying && let Some((first, len)) = self.table.lacks() {
            self.post(&Request::Rows { seq, first, len }, &[]);
        }
    }
}
