//! The operator's own lists: what became of each, and the blobs to read them again.

use super::loading::LoadStore;
use super::notices::NoticeKind;
use super::sources::SourceData;
use crate::format::FormattedCount;
use engine::{ListIdentifierKind, ListStats, Request, Source};
use leptos::prelude::*;
use web_sys::Blob;

/// Some identifiers of a list, a line each.
#[derive(Clone, PartialEq, Debug)]
pub struct ListedIdentifiers {
    list: u32,
    kind: ListIdentifierKind,
    lines: String,
}

/// The lists.
#[derive(Clone, Copy)]
pub struct ListStore {
    /// Those that are joined, in their order.
    pub joined: RwSignal<Vec<ListStats>>,
    /// The identifiers that were asked for.
    identifiers: RwSignal<Vec<ListedIdentifiers>>,
    blobs: StoredValue<Vec<(Source, Blob)>, LocalStorage>,
    loading: LoadStore,
}

impl ListStore {
    /// No lists.
    pub fn new(loading: LoadStore) -> Self {
        Self {
            joined: RwSignal::default(),
            identifiers: RwSignal::default(),
            blobs: StoredValue::new_local(Vec::new()),
            loading,
        }
    }

    /// A dropped file is a list, and waits for SIMs.
    pub(super) fn handle_waiting(self, source: Source, columns: Vec<String>) {
        self.take_source(&source);
        self.loading.notices.push(NoticeKind::ListWaits(source, columns));
    }

    /// A list was read.
    pub(super) fn handle_read(self, list: &ListStats) {
        self.take_source(&list.source);
        self.loading.notices.forget_list(list.source.id);
        if list.matched == 0 {
            let columns = list.report.names.clone();
            return self.loading.notices.push(NoticeKind::ListUnmatched(list.source.clone(), columns));
        }
        let words = self.loading.settings.current_messages().own_lists;
        let rows = FormattedCount(list.matched + list.unmatched);
        let said = (words.joined)(&list.source.name, FormattedCount(list.matched), rows);
        self.loading.notices.push(NoticeKind::Succeeded(said));
    }

    /// The lists in the worker, with what they hold now.
    pub(super) fn handle_lists(self, lists: Vec<ListStats>) {
        if self.joined.with_untracked(|joined| *joined != lists) {
            self.identifiers.set(Vec::new());
            self.joined.set(lists);
        }
    }

    /// A list is no source of SIMs: its blob is kept here.
    fn take_source(self, source: &Source) {
        if let Some(SourceData::Blob(blob)) = self.loading.sources.source_data(source.id) {
            self.blobs.update_value(|blobs| blobs.push((source.clone(), blob)));
            self.loading.sources.remove(source.id);
        }
    }

    /// A list is not in the worker any more.
    pub(super) fn forget(self, id: u32) {
        self.blobs.update_value(|blobs| blobs.retain(|(source, _)| source.id != id));
    }

    /// Forgets a list.
    pub fn remove(self, id: u32) {
        self.forget(id);
        self.loading.notices.forget_list(id);
        self.loading.worker.send(&Request::RemoveList(id));
    }

    /// Identifies the SIMs of a list by another one of its columns.
    pub fn choose_key(self, list: u32, column: u32) {
        self.loading.worker.send(&Request::ChooseListKey { list, column });
    }

    /// Takes a column of a list for how a fact should be.
    pub fn set_expectation(self, column: String, fact: String) {
        self.loading.worker.send(&Request::SetExpectation { column, fact });
    }

    /// Asks for some identifiers of a list, unless they are here.
    pub fn request_identifiers(self, list: u32, kind: ListIdentifierKind) {
        if untrack(|| self.identifiers_of(list, kind)).is_none() {
            self.loading.worker.send(&Request::ListIdentifiers { list, kind });
        }
    }

    /// Some identifiers of a list, a line each; `None` until they are here.
    pub fn identifiers_of(self, list: u32, kind: ListIdentifierKind) -> Option<String> {
        self.identifiers.with(|all| {
            let found = all.iter().find(|identifiers| identifiers.list == list && identifiers.kind == kind);
            found.map(|identifiers| identifiers.lines.clone())
        })
    }

    /// Some identifiers of a list came.
    pub(super) fn handle_identifiers(self, list: u32, kind: ListIdentifierKind, lines: String) {
        self.identifiers.update(|all| all.push(ListedIdentifiers { list, kind, lines }));
    }

    /// Sends the lists to a new worker.
    pub(super) fn resend(self) {
        let (sources, blobs): (Vec<Source>, Vec<Blob>) = self.blobs.get_value().into_iter().unzip();
        if !sources.is_empty() {
            self.loading.worker.send_with_blobs(&Request::Load(sources), &blobs);
        }
    }
}
