//! Ways to ask: suggestions, earlier queries, the pivot, lists that are looked up, the baseline.

use super::PageState;
use engine::{LookupResult, Request};
use fleet::is_identifier_list;
use leptos::prelude::*;
use query::{Completion, Field};
use web_sys::Blob;

/// So many earlier queries are remembered, in the tab alone.
const MAX_QUERY_HISTORY: usize = 100;
/// So many tags are counted without being asked for.
const DEFAULT_TAG_COUNT: usize = 2;

/// What is asked beside the query.
#[derive(Clone, Copy)]
pub struct QueryTools {
    /// What may follow in the query box.
    pub completion: RwSignal<Option<Completion>>,
    /// Which of it the keyboard is on.
    pub chosen_completion: RwSignal<Option<usize>>,
    /// The text that it completes; it is none of another one, which may be typed before its own answer comes.
    completed_text: StoredValue<String>,
    /// Whether last seen is shown by the calendar.
    pub by_calendar: RwSignal<bool>,
    /// The keys of the tags whose values are counted; `None` until there is a fleet or a choice.
    pub counted_tags: RwSignal<Option<Vec<String>>>,
    /// The tab beside the map; empty for the first one.
    pub ranking_tab: RwSignal<String>,
    /// The keys of the pivot's two sides.
    pub pivot_keys: RwSignal<(String, String)>,
    /// Whether the look-up is open.
    pub lookup_open: RwSignal<bool>,
    /// The list that the look-up opens with.
    pub lookup_text: RwSignal<String>,
    /// The list of identifiers that was pasted into the query, with its line breaks, which the box has lost.
    pub pasted_list: RwSignal<Option<String>>,
    /// What became of the list that was looked up last, and its name.
    pub lookup_result: RwSignal<Option<(String, LookupResult)>>,
    /// Whether what is shown compares with a baseline, also before there is one.
    pub wants_baseline: RwSignal<bool>,
    lookup_lists: StoredValue<Vec<(String, String)>>,
    completion_seq: StoredValue<u32>,
    query_history: StoredValue<Vec<String>>,
    /// How far back in the earlier queries the reader is, and what they had typed before.
    history_position: StoredValue<(usize, String)>,
}

impl Default for QueryTools {
    fn default() -> Self {
        Self {
            completion: RwSignal::default(),
            chosen_completion: RwSignal::default(),
            completed_text: StoredValue::default(),
            by_calendar: RwSignal::default(),
            counted_tags: RwSignal::default(),
            ranking_tab: RwSignal::default(),
            pivot_keys: RwSignal::new(("country".into(), "status".into())),
            lookup_open: RwSignal::default(),
            lookup_text: RwSignal::default(),
            pasted_list: RwSignal::default(),
            lookup_result: RwSignal::default(),
            wants_baseline: RwSignal::default(),
            lookup_lists: StoredValue::default(),
            completion_seq: StoredValue::default(),
            query_history: StoredValue::default(),
            history_position: StoredValue::default(),
        }
    }
}

impl PageState {
    /// Asks what may follow at a place in the query box.
    pub fn request_completions(self, caret: u32) {
        self.query_tools.completion_seq.update_value(|seq| *seq += 1);
        let (seq, text) = (self.query_tools.completion_seq.get_value(), self.draft_query.get_untracked());
        self.send_request(&Request::Complete { seq, text, caret }, &[]);
    }

    /// Offers nothing any more.
    pub fn dismiss_completions(self) {
        self.query_tools.completion_seq.update_value(|seq| *seq += 1);
        self.query_tools.completion.set(None);
        self.query_tools.chosen_completion.set(None);
    }

    /// The text is another one: an answer that is on its way is none of it, and no suggestion is chosen.
    pub(super) fn clear_chosen_completion(self) {
        self.query_tools.completion_seq.update_value(|seq| *seq += 1);
        if self.query_tools.chosen_completion.with_untracked(Option::is_some) {
            self.query_tools.chosen_completion.set(None);
        }
    }

    pub(super) fn handle_completions(self, seq: u32, completion: Completion) {
        if seq == self.query_tools.completion_seq.get_value() {
            self.query_tools.chosen_completion.set(None);
            self.query_tools.completed_text.set_value(self.draft_query.get_untracked());
            let typed: String =
                self.draft_query.with_untracked(|text| text.chars().skip(completion.at).take(completion.len).collect());
            // What is there already needs no suggestion.
            let done = matches!(&completion.options[..], [only] if only.text == typed);
            self.query_tools.completion.set(Some(completion).filter(|all| !done && !all.options.is_empty()));
        }
    }

    /// Puts a suggestion into the query box. Where the caret stands then, in characters.
    pub fn accept_completion(self, at: usize) -> Option<usize> {
        let completion = self.query_tools.completion.get_untracked()?;
        let option = completion.options.get(at)?;
        let text = self.draft_query.get_untracked();
        if self.query_tools.completed_text.with_value(|completed| *completed != text) {
            return None;
        }
        let before: String = text.chars().take(completion.at).collect();
        let after: String = text.chars().skip(completion.at + completion.len).collect();
        // A value that ends the text is followed by the next term.
        let blank = if completion.key.is_some() && after.is_empty() { " " } else { "" };
        let caret = completion.at + option.text.chars().count() + blank.len();
        self.dismiss_completions();
        self.set_typed_draft(before + &option.text + blank + &after);
        Some(caret)
    }

    /// Remembers a query that was asked, for [`Self::recall_query`].
    pub(super) fn remember_query(self, text: &str) {
        self.query_tools.history_position.set_value((0, String::new()));
        self.query_tools.query_history.update_value(|earlier| {
            if !text.is_empty() && earlier.last().is_none_or(|last| last != text) {
                earlier.push(text.to_owned());
                let surplus = earlier.len().saturating_sub(MAX_QUERY_HISTORY);
                earlier.drain(..surplus);
            }
        });
    }

    /// Puts an earlier query into the box, or a later one again. Whether there was one.
    pub fn recall_query(self, older: bool) -> bool {
        let (at, typed) = self.query_tools.history_position.get_value();
        let typed = if at == 0 { self.draft_query.get_untracked() } else { typed };
        let next = if older { at + 1 } else { at.saturating_sub(1) };
        let text = self.query_tools.query_history.with_value(|earlier| match next {
            0 => Some(typed.clone()),
            _ => earlier.iter().rev().filter(|text| **text != typed).nth(next - 1).cloned(),
        });
        let there = text.is_some() && next != at;
        if let Some(text) = text.filter(|_| there) {
            self.dismiss_completions();
            self.set_typed_draft(text);
            self.query_tools.history_position.set_value((next, typed));
        }
        there
    }

    /// The tags whose values are counted: what the reader chose, else the first ones.
    pub fn counted_tags(self) -> Vec<String> {
        let first = || {
            self.view.with_untracked(|view| {
                view.as_ref().map(|view| {
                    view.tags.iter().filter(|key| *key != "name").take(DEFAULT_TAG_COUNT).cloned().collect()
                })
            })
        };
        self.query_tools.counted_tags.get_untracked().or_else(first).unwrap_or_default()
    }

    /// Counts the values of a tag, or no longer.
    pub fn toggle_tag(self, key: &str) {
        let mut tags = self.counted_tags();
        let before = tags.len();
        tags.retain(|tag| tag != key);
        if tags.len() == before {
            tags.push(key.to_owned());
        }
        self.query_tools.counted_tags.set(Some(tags));
        self.request_view();
    }

    /// Something was pasted into the query: a column of identifiers is not what a query asks for.
    pub fn remember_pasted_list(self, text: String) {
        self.query_tools.pasted_list.set(Some(text).filter(|text| is_identifier_list(text)));
    }

    pub(super) fn forget_pasted_list_unless_in(self, query: &str) {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let gone = |pasted: &Option<String>| pasted.as_ref().is_some_and(|pasted| !bare(query).contains(&bare(pasted)));
        if self.query_tools.pasted_list.with_untracked(gone) {
            self.query_tools.pasted_list.set(None);
        }
    }

    /// Returns the list of identifiers that stands in the query; nothing where there is none.
    pub fn identifier_list_in_query(self) -> String {
        let typed =
            || self.draft_query.with(|text| if is_identifier_list(text) { text.clone() } else { String::new() });
        self.query_tools.pasted_list.get().unwrap_or_else(typed)
    }

    /// Opens the look-up with a list in it, and looks it up.
    pub fn open_lookup_with(self, text: String) {
        self.query_tools.lookup_text.set(text.clone());
        self.query_tools.lookup_result.set(None);
        self.query_tools.lookup_open.set(true);
        self.look_up_identifiers(text);
    }

    /// Looks a list up.
    pub fn look_up_identifiers(self, text: String) {
        let next = self.query_tools.lookup_lists.with_value(Vec::len) + 1;
        let name = next.to_string();
        self.query_tools.lookup_lists.update_value(|lists| lists.push((name.clone(), text.clone())));
        self.send_request(&Request::LookUp { name, text }, &[]);
    }

    /// Compares with these sources; with none, compares no longer.
    pub fn compare_with(self, sources: Vec<u32>) {
        let on = !sources.is_empty();
        self.query_tools.wants_baseline.set(on);
        self.settings.columns.update(|columns| {
            columns.retain(|column| *column != Field::Change);
            if on {
                columns.insert(columns.len().min(2), Field::Change);
            }
        });
        self.sim_detail.set(None);
        self.sources.set_baseline(&sources);
        self.send_request(&Request::SetBaseline(sources), &[]);
        if !on {
            self.edit_query(|query| {
                *query = query.without_key("change");
                Ok(())
            });
        }
    }

    /// Reads files and compares with them.
    pub fn add_baseline_files(self, files: Vec<(String, Blob)>) {
        if files.is_empty() {
            return;
        }
        let sources = self.register_files(files);
        self.compare_with(sources.iter().map(|source| source.id).collect());
        self.load_sources(sources);
    }

    /// Tells a new worker what the old one knew.
    pub(super) fn resend_lists_and_baseline(self) {
        for (name, text) in self.query_tools.lookup_lists.get_value() {
            self.send_request(&Request::LookUp { name, text }, &[]);
        }
        let baseline = self.sources.baseline_ids();
        if !baseline.is_empty() {
            self.send_request(&Request::SetBaseline(baseline), &[]);
        }
    }
}
