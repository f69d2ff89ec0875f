//! Lists of identifiers that are looked up in the fleet.

use super::worker_handle::WorkerHandle;
use engine::{LookupResult, Request};
use fleet::is_identifier_list;
use leptos::prelude::*;

/// The look-up.
#[derive(Clone, Copy)]
pub struct LookupStore {
    /// Whether the look-up is open.
    pub is_open: RwSignal<bool>,
    /// The list that the look-up opens with.
    pub text: RwSignal<String>,
    /// The list of identifiers that was pasted into the query, with its line breaks, which the box has lost.
    pub pasted_list: RwSignal<Option<String>>,
    /// What became of the list that was looked up last, and its name.
    pub result: RwSignal<Option<(String, LookupResult)>>,
    /// The lists that `list:` can name.
    lists: StoredValue<Vec<NamedList>>,
    worker: WorkerHandle,
}

/// A list of identifiers and the value of `list:` for it.
#[derive(Clone)]
struct NamedList {
    name: String,
    text: String,
    /// Whether the look-up shows what became of it.
    is_shown: bool,
}

impl LookupStore {
    /// Nothing looked up.
    pub fn new(worker: WorkerHandle) -> Self {
        Self {
            is_open: RwSignal::default(),
            text: RwSignal::default(),
            pasted_list: RwSignal::default(),
            result: RwSignal::default(),
            lists: StoredValue::default(),
            worker,
        }
    }

    /// Opens the look-up, with what was looked up last: the fleet may be another one since.
    pub fn open(self) {
        if let Some((name, _)) = self.result.get_untracked() {
            self.resend_where(|list| list.name == name);
        }
        self.is_open.set(true);
    }

    /// Opens the look-up with a list in it, and looks it up.
    pub fn open_with(self, text: String) {
        self.text.set(text.clone());
        self.result.set(None);
        self.open();
        self.look_up(text);
    }

    /// Looks a list up.
    pub fn look_up(self, text: String) {
        self.send(text, true);
    }

    /// Makes a list that a query can name without the look-up. Returns its name.
    pub fn keep_list(self, text: String) -> String {
        self.send(text, false)
    }

    fn send(self, text: String, is_shown: bool) -> String {
        let name = (self.lists.with_value(Vec::len) + 1).to_string();
        self.lists.update_value(|lists| lists.push(NamedList { name: name.clone(), text, is_shown }));
        self.resend_where(|list| list.name == name);
        name
    }

    /// Sends all lists to a new worker.
    pub fn resend(self) {
        self.resend_where(|_| true);
    }

    fn resend_where(self, is_wanted: impl Fn(&NamedList) -> bool) {
        for NamedList { name, text, .. } in self.lists.get_value().into_iter().filter(is_wanted) {
            self.worker.send(&Request::LookUp { name, text });
        }
    }

    /// A list was looked up.
    pub(super) fn handle_result(self, name: String, result: LookupResult) {
        if self.lists.with_value(|lists| lists.iter().any(|list| list.is_shown && list.name == name)) {
            self.result.set(Some((name, result)));
        }
    }

    /// Something was pasted into the query: a column of identifiers is kept, since no query is meant by it.
    pub fn remember_pasted_list(self, text: String) {
        self.pasted_list.set(Some(text).filter(|text| is_identifier_list(text)));
    }

    /// Forgets the list that was pasted, unless it is in the query.
    pub fn forget_pasted_list_unless_in(self, query: &str) {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let gone = |pasted: &Option<String>| pasted.as_ref().is_some_and(|pasted| !bare(query).contains(&bare(pasted)));
        if self.pasted_list.with_untracked(gone) {
            self.pasted_list.set(None);
        }
    }
}
