//! What went wrong, until the reader dismisses it.

use super::sources::is_same_file_name;
use engine::Source;
use ingest::IngestError;
use leptos::prelude::*;
use std::time::Duration;

/// What went wrong.
#[derive(Clone, PartialEq, Debug)]
pub enum NoticeKind {
    /// A source is no export.
    SourceRefused(Source, IngestError),
    /// Files of a folder hold no SIMs: which, in words.
    FilesSkipped(Vec<String>),
    /// The file of a source was changed, moved or removed since it was chosen.
    FileChanged(Source),
    /// The browser could not read a source: its own words.
    SourceUnreadable(Source, String),
    /// The worker died and was started again.
    WorkerRestarted,
    /// A source killed the worker twice.
    SourceExcluded(String),
    /// The worker does not start.
    WorkerFailed(String),
    /// A mistake of ours.
    InternalError(String),
    /// A folder without anything to read.
    NoExports,
    /// A list could not be fetched at all.
    FetchFailed(Source, soracom::SoracomError),
    /// A list ended before its end; what came of it is there.
    ListIncomplete(Source, soracom::SoracomError),
    /// A file is a list of the operator's own, and waits for SIMs: the names of its columns.
    ListWaits(Source, Vec<String>),
    /// No row of a list is of a SIM of the fleet: the names of its columns.
    ListUnmatched(Source, Vec<String>),
    /// A list was fetched again: SIMs that are new, gone and updated.
    ListRefreshed {
        /// New ones.
        new: u32,
        /// Those that are there no more.
        gone: u32,
        /// Those that were updated.
        changed: u32,
    },
    /// What was asked for is done: the words for it.
    Succeeded(String),
    /// The browser copied nothing: its own words.
    NotCopied(String),
    /// The API could not be asked for more positions.
    LocateFailed(soracom::SoracomError),
    /// The browser keeps no positions: its own words.
    PositionsNotStored(String),
    /// A file is no street map: the words of what reads it.
    InvalidStreetMap(String),
    /// The sign-in ends soon.
    SignInExpiring,
    /// The API did not say that the key is worth nothing any more.
    SignOutUnconfirmed(soracom::SoracomError),
}

/// One of them, with a number of its own.
#[derive(Clone, PartialEq, Debug)]
pub struct Notice {
    /// Counts up.
    pub id: u32,
    /// What went wrong.
    pub kind: NoticeKind,
    /// The load that it came with.
    load: u32,
}

impl NoticeKind {
    /// Returns whether a file could not be read as an export. The notice goes when another file is read.
    fn is_refusal(&self) -> bool {
        matches!(self, Self::SourceRefused(..) | Self::FilesSkipped(_) | Self::NoExports | Self::InvalidStreetMap(_))
    }

    /// Returns whether the notice reports a success.
    pub fn is_success(&self) -> bool {
        matches!(self, Self::ListRefreshed { .. } | Self::Succeeded(_))
    }
}

/// How long it is told that something went well.
const SUCCESS_TIME: Duration = Duration::from_secs(6);

/// Maximum number of notices that are kept.
const MAX_NOTICES: usize = 5;

/// Those that were not dismissed.
#[derive(Clone, Copy, Default)]
pub struct NoticeStore {
    /// The newest first.
    pub list: RwSignal<Vec<Notice>>,
    /// What a screen reader is told next.
    pub announcement: RwSignal<String>,
    last_id: RwSignal<u32>,
    load: StoredValue<u32>,
}

impl NoticeStore {
    /// Shows a notice, in the place of an equal one.
    pub fn push(self, kind: NoticeKind) {
        self.last_id.update_untracked(|last| *last += 1);
        let (id, is_success) = (self.last_id.get_untracked(), kind.is_success());
        let notice = Notice { id, kind, load: self.load.get_value() };
        self.list.update(|list| {
            list.retain(|other| other.kind != notice.kind);
            list.insert(0, notice);
            list.truncate(MAX_NOTICES);
        });
        if is_success {
            set_timeout(move || self.dismiss(id), SUCCESS_TIME);
        }
    }

    /// Other files are read from now on.
    pub fn begin_load(self) {
        self.load.update_value(|load| *load += 1);
    }

    /// A file was read: what was refused before it was chosen is past.
    pub fn forget_earlier_refusals(self) {
        let load = self.load.get_value();
        let is_past = |notice: &Notice| notice.load < load && notice.kind.is_refusal();
        if self.list.with_untracked(|list| list.iter().any(is_past)) {
            self.list.update(|list| list.retain(|notice| !is_past(notice)));
        }
    }

    /// Says something to screen readers.
    pub fn announce(self, message: String) {
        self.announcement.set(message);
    }

    /// A file of this name was chosen again, and is read.
    pub fn forget_changed_file(self, name: &str) {
        let is_of_file = |kind: &NoticeKind| matches!(kind, NoticeKind::FileChanged(source) if is_same_file_name(&source.name, name));
        if self.list.with_untracked(|list| list.iter().any(|notice| is_of_file(&notice.kind))) {
            self.list.update(|list| list.retain(|notice| !is_of_file(&notice.kind)));
        }
    }

    /// What was said of a list that was not joined with anything is past.
    pub fn forget_list(self, id: u32) {
        let is_of_list = |notice: &Notice| matches!(&notice.kind, NoticeKind::ListWaits(source, _) | NoticeKind::ListUnmatched(source, _) if source.id == id);
        if self.list.with_untracked(|list| list.iter().any(is_of_list)) {
            self.list.update(|list| list.retain(|notice| !is_of_list(notice)));
        }
    }

    /// The reader has seen it.
    pub fn dismiss(self, id: u32) {
        self.list.update(|list| list.retain(|notice| notice.id != id));
    }
}
