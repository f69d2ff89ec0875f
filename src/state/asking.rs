//! Ways to ask: suggestions, earlier queries, the pivot, lists that are looked up, the baseline.

use super::State;
use engine::{LookupResult, Request};
use fleet::is_identifier_list;
use leptos::prelude::*;
use query::{Completion, TableColumn};
use web_sys::Blob;

/// So many earlier queries are remembered, in the tab alone.
const EARLIER: usize = 100;
/// So many tags are counted without being asked for.
const TAGS: usize = 2;

/// What is asked beside the query.
#[derive(Clone, Copy)]
pub struct Asking {
    /// What may follow in the query box.
    pub completion: RwSignal<Option<Completion>>,
    /// Which of it the keyboard is on.
    pub chosen: RwSignal<Option<usize>>,
    /// The text that it completes; it is none of another one, which may be typed before its own answer comes.
    completed: StoredValue<String>,
    /// Whether last seen is shown by the calendar.
    pub calendar: RwSignal<bool>,
    /// The keys of the tags whose values are counted; `None` until there is a fleet or a choice.
    pub tags: RwSignal<Option<Vec<String>>>,
    /// The tab beside the map; empty for the first one.
    pub tab: RwSignal<String>,
    /// The keys of the pivot's two sides.
    pub pivot: RwSignal<(String, String)>,
    /// Whether the look-up is open.
    pub looking_up: RwSignal<bool>,
    /// The list that the look-up opens with.
    pub to_look_up: RwSignal<String>,
    /// The list of identifiers that was pasted into the query, with its line breaks, which the box has lost.
    pub pasted: RwSignal<Option<String>>,
    /// What became of the list that was looked up last, and its name.
    pub looked_up: RwSignal<Option<(String, LookupResult)>>,
    /// Whether what is shown compares with a baseline, also before there is one.
    pub wants_baseline: RwSignal<bool>,
    lists: StoredValue<Vec<(String, String)>>,
    seq: StoredValue<u32>,
    earlier: StoredValue<Vec<String>>,
    /// How far back in the earlier queries the reader is, and what they had typed before.
    back: StoredValue<(usize, String)>,
}

impl Default for Asking {
    fn default() -> Self {
        Self {
            completion: RwSignal::default(),
            chosen: RwSignal::default(),
            completed: StoredValue::default(),
            calendar: RwSignal::default(),
            tags: RwSignal::default(),
            tab: RwSignal::default(),
            pivot: RwSignal::new(("country".into(), "status".into())),
            looking_up: RwSignal::default(),
            to_look_up: RwSignal::default(),
            pasted: RwSignal::default(),
            looked_up: RwSignal::default(),
            wants_baseline: RwSignal::default(),
            lists: StoredValue::default(),
            seq: StoredValue::default(),
            earlier: StoredValue::default(),
            back: StoredValue::default(),
        }
    }
}

impl State {
    /// Asks what may follow at a place in the query box.
    pub fn complete(self, caret: u32) {
        self.asking.seq.update_value(|seq| *seq += 1);
        let (seq, text) = (self.asking.seq.get_value(), self.draft.get_untracked());
        self.post(&Request::Complete { seq, text, caret }, &[]);
    }

    /// Offers nothing any more.
    pub fn stop_completing(self) {
        self.asking.seq.update_value(|seq| *seq += 1);
        self.asking.completion.set(None);
        self.asking.chosen.set(None);
    }

    /// The text is another one: an answer that is on its way is none of it, and no suggestion is chosen.
    pub(super) fn forget_choice(self) {
        self.asking.seq.update_value(|seq| *seq += 1);
        if self.asking.chosen.with_untracked(Option::is_some) {
            self.asking.chosen.set(None);
        }
    }

    pub(super) fn completed(self, seq: u32, completion: Completion) {
        if seq == self.asking.seq.get_value() {
            self.asking.chosen.set(None);
            self.asking.completed.set_value(self.draft.get_untracked());
            let typed: String =
                self.draft.with_untracked(|text| text.chars().skip(completion.at).take(completion.len).collect());
            // What is there already needs no suggestion.
            let done = matches!(&completion.options[..], [only] if only.text == typed);
            self.asking.completion.set(Some(completion).filter(|all| !done && !all.options.is_empty()));
        }
    }

    /// Puts a suggestion into the query box. Where the caret stands then, in characters.
    pub fn accept(self, at: usize) -> Option<usize> {
        let completion = self.asking.completion.get_untracked()?;
        let option = completion.options.get(at)?;
        let text = self.draft.get_untracked();
        if self.asking.completed.with_value(|completed| *completed != text) {
            return None;
        }
        let before: String = text.chars().take(completion.at).collect();
        let after: String = text.chars().skip(completion.at + completion.len).collect();
        // A value that ends the text is followed by the next term.
        let blank = if completion.key.is_some() && after.is_empty() { " " } else { "" };
        let caret = completion.at + option.text.chars().count() + blank.len();
        self.stop_completing();
        self.typed(before + &option.text + blank + &after);
        Some(caret)
    }

    /// Remembers a query that was asked, for [`Self::earlier`].
    pub(super) fn remember_query(self, text: &str) {
        self.asking.back.set_value((0, String::new()));
        self.asking.earlier.update_value(|earlier| {
            if !text.is_empty() && earlier.last().is_none_or(|last| last != text) {
                earlier.push(text.to_owned());
                let surplus = earlier.len().saturating_sub(EARLIER);
                earlier.drain(..surplus);
            }
        });
    }

    /// Puts an earlier query into the box, or a later one again. Whether there was one.
    pub fn earlier(self, older: bool) -> bool {
        let (at, typed) = self.asking.back.get_value();
        let typed = if at == 0 { self.draft.get_untracked() } else { typed };
        let next = if older { at + 1 } else { at.saturating_sub(1) };
        let text = self.asking.earlier.with_value(|earlier| match next {
            0 => Some(typed.clone()),
            _ => earlier.iter().rev().filter(|text| **text != typed).nth(next - 1).cloned(),
        });
        let there = text.is_some() && next != at;
        if let Some(text) = text.filter(|_| there) {
            self.stop_completing();
            self.typed(text);
            self.asking.back.set_value((next, typed));
        }
        there
    }

    /// The tags whose values are counted: what the reader chose, else the first ones.
    pub fn counted_tags(self) -> Vec<String> {
        let first = || {
            self.view.with_untracked(|view| {
                view.as_ref().map(|view| view.tags.iter().filter(|key| *key != "name").take(TAGS).cloned().collect())
            })
        };
        self.asking.tags.get_untracked().or_else(first).unwrap_or_default()
    }

    /// Counts the values of a tag, or no longer.
    pub fn toggle_tag(self, key: &str) {
        let mut tags = self.counted_tags();
        let before = tags.len();
        tags.retain(|tag| tag != key);
        if tags.len() == before {
            tags.push(key.to_owned());
        }
        self.asking.tags.set(Some(tags));
        self.ask_again();
    }

    /// Something was pasted into the query: a column of identifiers is not what a query asks for.
    pub fn pasted_into_query(self, text: String) {
        self.asking.pasted.set(Some(text).filter(|text| is_identifier_list(text)));
    }

    pub(super) fn forget_pasted_unless_in(self, query: &str) {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let gone = |pasted: &Option<String>| pasted.as_ref().is_some_and(|pasted| !bare(query).contains(&bare(pasted)));
        if self.asking.pasted.with_untracked(gone) {
            self.asking.pasted.set(None);
        }
    }

    /// Returns the list of identifiers that stands in the query; nothing where there is none.
    pub fn list_in_query(self) -> String {
        let typed = || self.draft.with(|text| if is_identifier_list(text) { text.clone() } else { String::new() });
        self.asking.pasted.get().unwrap_or_else(typed)
    }

    /// Opens the look-up with a list in it, and looks it up.
    pub fn look_up_list(self, text: String) {
        self.asking.to_look_up.set(text.clone());
        self.asking.looked_up.set(None);
        self.asking.looking_up.set(true);
        self.look_up(text);
    }

    /// Looks a list up.
    pub fn look_up(self, text: String) {
        let next = self.asking.lists.with_value(Vec::len) + 1;
        let name = next.to_string();
        self.asking.lists.update_value(|lists| lists.push((name.clone(), text.clone())));
        self.post(&Request::LookUp { name, text }, &[]);
    }

    /// Compares with these sources; with none, compares no longer.
    pub fn compare(self, sources: Vec<u32>) {
        let on = !sources.is_empty();
        self.asking.wants_baseline.set(on);
        self.settings.columns.update(|columns| {
            columns.retain(|column| *column != TableColumn::Change);
            if on {
                columns.insert(columns.len().min(2), TableColumn::Change);
            }
        });
        self.opened.set(None);
        self.sources.set_baseline(&sources);
        self.post(&Request::SetBaseline(sources), &[]);
        if !on {
            self.edit(|query| {
                *query = query.without_key("change");
                Ok(())
            });
        }
    }

    /// Reads files and compares with them.
    pub fn add_baseline(self, files: Vec<(String, Blob)>) {
        if files.is_empty() {
            return;
        }
        let sources = self.take_files(files);
        self.compare(sources.iter().map(|source| source.id).collect());
        self.read(sources);
    }

    /// Tells a new worker what the old one knew.
    pub(super) fn ask_anew(self) {
        for (name, text) in self.asking.lists.get_value() {
            self.post(&Request::LookUp { name, text }, &[]);
        }
        let baseline = self.sources.baseline();
        if !baseline.is_empty() {
            self.post(&Request::SetBaseline(baseline), &[]);
        }
    }
}
