//! Suggestions of what may follow in the query box.

use super::worker_handle::WorkerHandle;
use engine::Request;
use leptos::prelude::*;
use query::Completion;

/// A text with a suggestion in it, and where the caret is then, in characters.
pub struct CompletedText {
    /// The text.
    pub text: String,
    /// Where the caret is.
    pub caret: usize,
}

/// The suggestions.
#[derive(Clone, Copy)]
pub struct CompletionStore {
    /// What may follow in the query box.
    pub offered: RwSignal<Option<Completion>>,
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
            chosen: RwSignal::default(),
            completed_text: StoredValue::default(),
            seq: StoredValue::default(),
            worker,
        }
    }

    /// Asks what may follow at a place of a text, in characters.
    pub fn request(self, text: String, caret: u32) {
        self.void_requests();
        self.worker.send(&Request::Complete { seq: self.seq.get_value(), text, caret });
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

    /// Offers an answer for a text, unless it is late.
    pub fn handle_answer(self, seq: u32, completion: Completion, text: String) {
        if seq != self.seq.get_value() {
            return;
        }
        self.chosen.set(None);
        let typed: String = text.chars().skip(completion.at).take(completion.len).collect();
        // What is there already needs no suggestion.
        let done = matches!(&completion.options[..], [only] if only.text == typed);
        self.completed_text.set_value(text);
        self.offered.set(Some(completion).filter(|all| !done && !all.options.is_empty()));
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
        let blank = if completion.key.is_some() && after.is_empty() { " " } else { "" };
        let caret = completion.at + option.text.chars().count() + blank.len();
        Some(CompletedText { text: before + &option.text + blank + &after, caret })
    }
}
