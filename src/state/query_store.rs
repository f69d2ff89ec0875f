//! The query: the text in the box, and the one that is applied.

use super::completions::{CompletionStore, QueryStarters};
use super::lookup::LookupStore;
use super::query_history::QueryHistory;
use super::sources::SourceStore;
use super::spoken_query::parse_spoken_query;
use super::table::TableStore;
use leptos::prelude::*;
use query::{Completion, ParseError, Query};
use std::time::Duration;

/// How long a text waits for its answer before it is written into the box without it.
const DRAFT_DEADLINE: Duration = Duration::from_millis(60);

/// Queries that show what can be asked. Each has its words in [`crate::i18n::QueryToolMessages::examples`].
const EXAMPLE_QUERIES: [&str; 6] = [
    "country:US session:offline seen:>90d",
    "status:active seen:>30d",
    "session:online stale:>1d",
    "moved:country",
    "radio:2g,3g",
    "operator:docomo -status:terminated",
];

/// Earlier queries that an empty box offers.
const RECENT_QUERIES: usize = 4;

/// How a change of what is shown appears in the browser's history; the later ones win where several are written at once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum HistoryMode {
    /// Something beside the query: Back does not stop at it.
    Replace,
    /// The query came from the address.
    #[default]
    Skip,
    /// While typing: Back goes to what was there before.
    Typing,
    /// A click, or Enter: Back undoes it.
    Push,
}

/// The query that is applied.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AppliedQuery {
    /// Its text, as it is printed.
    pub text: String,
    /// How it appears in the browser's history.
    pub history: HistoryMode,
}

/// The text in the query box and the query that is applied.
#[derive(Clone, Copy)]
pub struct QueryStore {
    /// The text in the query box.
    pub draft: RwSignal<String>,
    /// What is wrong with it.
    pub error: RwSignal<Option<ParseError>>,
    /// The query that selects.
    pub applied: RwSignal<AppliedQuery>,
    /// What the query box will say with the next answer.
    pending_draft: StoredValue<Option<String>>,
    history: StoredValue<QueryHistory>,
    completions: CompletionStore,
    lookup: LookupStore,
    sources: SourceStore,
    table: TableStore,
}

impl QueryStore {
    /// An empty query.
    pub fn new(completions: CompletionStore, lookup: LookupStore, sources: SourceStore, table: TableStore) -> Self {
        Self {
            draft: RwSignal::default(),
            error: RwSignal::default(),
            applied: RwSignal::default(),
            pending_draft: StoredValue::default(),
            history: StoredValue::default(),
            completions,
            lookup,
            sources,
            table,
        }
    }

    /// Returns the text of the applied query.
    pub fn applied_text(self) -> String {
        self.applied.with_untracked(|applied| applied.text.clone())
    }

    /// Takes the query of the address that the page was opened with.
    pub fn load(self, text: &str) {
        self.draft.set(text.to_owned());
        match parse_spoken_query(text) {
            Ok(query) => self.applied.set(AppliedQuery { text: query.to_string(), history: HistoryMode::Skip }),
            Err(fault) => self.error.set(Some(fault)),
        }
    }

    /// Applies a text. One that cannot be read is kept in the box with what is wrong; the selection stays.
    pub fn apply(self, text: &str, history: HistoryMode) {
        // Something newer was applied while a pause in typing was waited for.
        if history == HistoryMode::Typing && self.has_pending_draft() {
            return;
        }
        match parse_spoken_query(text) {
            Err(fault) => self.error.set(Some(fault)),
            Ok(query) => {
                self.error.set(None);
                let text = query.to_string();
                if history != HistoryMode::Typing {
                    self.schedule_draft(text.clone());
                }
                if history == HistoryMode::Push {
                    self.history.update_value(|earlier| earlier.push(&text));
                }
                if text == self.applied_text() {
                    // What was typed is applied already, and is whole now: what is typed next is another entry.
                    self.applied.update(|applied| applied.history = HistoryMode::Push);
                } else {
                    self.table.scroll_to_top();
                    self.applied.set(AppliedQuery { text, history });
                }
            }
        }
    }

    /// Puts a text into the query box together with its answer: one frame shows both. An answer that takes long is not
    /// waited for.
    fn schedule_draft(self, text: String) {
        self.pending_draft.set_value(Some(text));
        if self.sources.is_empty() {
            self.apply_pending_draft();
        } else {
            set_timeout(move || self.apply_pending_draft(), DRAFT_DEADLINE);
        }
    }

    /// Puts what [`Self::schedule_draft`] has kept into the query box.
    pub fn apply_pending_draft(self) {
        if let Some(text) = self.pending_draft.try_update_value(Option::take).flatten()
            && self.draft.with_untracked(|draft| *draft != text)
        {
            self.completions.dismiss();
            self.set_draft(text);
        }
    }

    fn has_pending_draft(self) -> bool {
        self.pending_draft.with_value(Option::is_some)
    }

    /// The reader types: the text is theirs, and what was to be written for an earlier one is void.
    pub fn set_typed_draft(self, text: String) {
        self.pending_draft.set_value(None);
        self.set_draft(text);
    }

    /// Puts a text into the query box. Suggestions for the one before no longer fit; a column that was pasted is offered to
    /// be looked up for as long as it is there.
    fn set_draft(self, text: String) {
        self.completions.clear_chosen();
        self.lookup.forget_pasted_list_unless_in(&text);
        self.draft.set(text);
    }

    /// Changes the query as a click does.
    pub fn edit(self, change: impl FnOnce(&mut Query) -> Result<(), ParseError>) {
        // What is typed counts also before the pause after which it is applied. What was applied did parse; and a value
        // that a view shows can be chosen.
        let typed = if self.has_pending_draft() { None } else { parse_spoken_query(&self.draft.get_untracked()).ok() };
        if let Some(mut query) = typed.or_else(|| query::parse_query(&self.applied_text()).ok())
            && change(&mut query).is_ok()
        {
            self.apply(&query.to_string(), HistoryMode::Push);
        }
    }

    /// Chooses a value of a key as well, or no longer.
    pub fn toggle_value(self, key: &str, value: &str) {
        self.edit(|query| query.toggle_value(key, value));
    }

    /// Sets a term from a shape, `near` or `within`, in the place of the one before.
    pub fn set_region(self, key: &str, text: &str) {
        self.edit(|query| {
            *query = query.without_key("near").without_key("within");
            query.set_value(key, text)
        });
    }

    /// Asks what may follow at a place in the query box, in characters.
    pub fn request_completions(self, caret: u32) {
        self.completions.request(self.draft.get_untracked(), caret);
    }

    /// Offers what may follow in the query box.
    pub fn handle_completions(self, seq: u32, completion: Completion) {
        let recent = self.history.with_value(|history| history.recent(RECENT_QUERIES));
        let examples = EXAMPLE_QUERIES.map(str::to_owned).to_vec();
        let starters = QueryStarters { recent, examples };
        self.completions.handle_answer(seq, completion, self.draft.get_untracked(), starters);
    }

    /// Puts a suggestion into the query box. Returns where the caret is then, in characters.
    pub fn accept_completion(self, at: usize) -> Option<usize> {
        let completed = self.completions.complete(&self.draft.get_untracked(), at)?;
        self.completions.dismiss();
        self.set_typed_draft(completed.text);
        Some(completed.caret)
    }

    /// Puts the query before this one into the box. Returns whether there is one.
    pub fn recall_older(self) -> bool {
        self.recall(QueryHistory::older)
    }

    /// Puts the query after this one into the box, or what was typed before. Returns whether there is one.
    pub fn recall_newer(self) -> bool {
        self.recall(QueryHistory::newer)
    }

    fn recall(self, choose: fn(&mut QueryHistory, &str) -> Option<String>) -> bool {
        let draft = self.draft.get_untracked();
        let text = self.history.try_update_value(|history| choose(history, &draft)).flatten();
        let is_there = text.is_some();
        if let Some(text) = text {
            self.completions.dismiss();
            self.set_typed_draft(text);
        }
        is_there
    }

    /// Returns the list of identifiers in the query; an empty text where there is none.
    pub fn identifier_list(self) -> String {
        let typed =
            || self.draft.with(|text| if fleet::is_identifier_list(text) { text.clone() } else { String::new() });
        self.lookup.pasted_list.get().unwrap_or_else(typed)
    }
}
