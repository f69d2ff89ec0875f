//! Suggestions of what may follow in the query box.

use super::worker_handle::WorkerHandle;
use crate::format::value_names;
use engine::Request;
use leptos::prelude::*;
use query::{Completion, Suggestion};
use std::time::Duration;

/// A text with a suggestion in it, and where the caret is then, in characters.
pub struct CompletedText {
    /// The text.
    pub text: String,
    /// Where the caret is.
    pub caret: usize,
}

/// Whole queries that an empty box offers before its keys.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct QueryStarters {
    /// The last ones that were applied, newest first.
    pub recent: Vec<String>,
    /// Ones that show what can be asked.
    pub examples: Vec<String>,
}

/// The suggestions.
#[derive(Clone, Copy)]
pub struct CompletionStore {
    /// What may follow in the query box.
    pub offered: RwSignal<Option<Completion>>,
    /// The whole queries that the first of it are.
    pub starters: RwSignal<QueryStarters>,
    /// Which of it the keyboard is on.
    pub chosen: RwSignal<Option<usize>>,
    /// The text that it completes. Another one may be typed before its own answer comes.
    completed_text: StoredValue<String>,
    seq: StoredValue<u32>,
    worker: WorkerHandle,
}

impl CompletionStore {
    /// No suggestions.
    pub fn new(worker: WorkerHandle) -> Self {
        Self {
            offered: RwSignal::default(),
            starters: RwSignal::default(),
            chosen: RwSignal::default(),
            completed_text: StoredValue::default(),
            seq: StoredValue::default(),
            worker,
        }
    }

    /// Asks what may follow at a place of a text, in characters: after what is being done, which may be to apply the text. The
    /// worker would count suggestions first, which nobody waits for any more.
    pub fn request(self, text: String, caret: u32) {
        self.void_requests();
        let seq = self.seq.get_value();
        let send = move || {
            if seq == self.seq.get_value() {
                self.worker.send(&Request::Complete { seq, text, caret });
            }
        };
        set_timeout(send, Duration::ZERO);
    }

    /// Offers nothing any more.
    pub fn dismiss(self) {
        self.void_requests();
        self.offered.set(None);
        self.chosen.set(None);
    }

    /// The text is another one: an answer that is on its way does not fit it, and no suggestion is chosen.
    pub fn clear_chosen(self) {
        self.void_requests();
        if self.chosen.with_untracked(Option::is_some) {
            self.chosen.set(None);
        }
    }

    fn void_requests(self) {
        self.seq.update_value(|seq| *seq += 1);
    }

    /// Offers an answer for a text, unless it is late. `starters` are for an empty one.
    pub fn handle_answer(self, seq: u32, completion: Completion, text: String, starters: QueryStarters) {
        if seq != self.seq.get_value() {
            return;
        }
        self.chosen.set(None);
        let mut completion = completion.rank(value_names);
        let starters = if text.trim().is_empty() { starters } else { QueryStarters::default() };
        let queries = starters.recent.iter().chain(&starters.examples);
        let queries = queries.map(|query| Suggestion { text: query.clone(), ..Suggestion::default() });
        completion.options.splice(0..0, queries);
        self.starters.set(starters);
        let typed: String = text.chars().skip(completion.at).take(completion.len).collect();
        // What is there already needs no suggestion.
        let done = matches!(&completion.options[..], [only] if only.text == typed);
        self.completed_text.set_value(text);
        self.offered.set(Some(completion).filter(|all| !done && !all.options.is_empty()));
    }

    /// Whether a value is typed that is none of those that are offered: it may not be whole yet.
    pub fn awaits_choice(self) -> bool {
        self.offered.with_untracked(|completion| {
            let is_typed =
                |completion: &Completion, one: &Suggestion| fleet::fold_text(&one.value) == *completion.typed;
            completion.as_ref().is_some_and(|completion| {
                completion.key.is_some() && !completion.options.iter().any(|one| is_typed(completion, one))
            })
        })
    }

    /// Returns a text with a suggestion in it; `None` where it was made for another text.
    pub fn complete(self, text: &str, at: usize) -> Option<CompletedText> {
        let completion = self.offered.get_untracked()?;
        let option = completion.options.get(at)?;
        if self.completed_text.with_value(|completed| completed != text) {
            return None;
        }
        let before: String = text.chars().take(completion.at).collect();
        let after: String = text.chars().skip(completion.at + completion.len).collect();
        // A value that ends the text is followed by the next term.
        let is_whole = completion.key.is_some() || !option.text.ends_with(':');
        let blank = if is_whole && after.is_empty() { " " } else { "" };
        let caret = completion.at + option.text.chars().count() + blank.len();
        Some(CompletedText { text: before + &option.text + blank + &after, caret })
    }
}
