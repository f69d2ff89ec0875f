//! The files, pastes and samples of this tab: what became of each, and the blobs to read them again.

use engine::{LoadedSource, Source, SourceStats, UnfinishedReason};
use ingest::IngestReport;
use leptos::prelude::*;
use soracom::{ApiAddress, ApiList, Coverage};
use std::sync::Arc;
use web_sys::Blob;

/// One source.
#[derive(Clone, PartialEq, Debug)]
pub struct SourceEntry {
    /// Its number and name.
    pub source: Source,
    /// Bytes; 0 for a sample that is not written yet.
    pub size: u64,
    /// What became of it; `None` until it is read.
    pub report: Option<Arc<IngestReport>>,
    /// Records that it has in the fleet.
    pub records: u32,
    /// How many of them do not count, because a newer record of the same SIM is there.
    pub outdated: u32,
    /// Where it was fetched, if it was.
    pub remote: Option<RemoteList>,
    /// Where a list ended before its end: why.
    pub incomplete_reason: Option<UnfinishedReason>,
    /// The earlier list that it replaces.
    pub replaces: Option<u32>,
    /// Whether the fleet is compared with it.
    pub is_baseline: bool,
    /// True once the file is known to have changed since it was chosen: its records cannot be read again.
    pub file_changed: bool,
}

/// A list of the API.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RemoteList {
    /// Where one signs in for it.
    pub address: ApiAddress,
    /// Whose SIMs.
    pub coverage: Coverage,
    /// The list.
    pub list: ApiList,
}

impl RemoteList {
    /// Returns the address of the API that has the list.
    pub fn endpoint(&self) -> String {
        self.address.endpoint(self.coverage)
    }
}

/// Where a source's bytes are.
#[derive(Clone)]
pub enum SourceData {
    /// A file or a paste.
    Blob(Blob),
    /// A sample of so many SIMs, not written yet.
    Sample(u32),
    /// A list of the API, not fetched yet.
    Remote(RemoteList),
}

/// All sources.
#[derive(Clone, Copy)]
pub struct SourceStore {
    /// In the order in which they came.
    pub list: RwSignal<Vec<SourceEntry>>,
    /// Files of a folder that hold no SIMs and were not told yet, in words.
    pub skipped_files: StoredValue<Vec<String>>,
    /// Changes whenever the fleet in the worker does; `None` while there is none.
    pub fleet_version: RwSignal<Option<u32>>,
    data: StoredValue<Vec<(u32, SourceData)>, LocalStorage>,
    last_id: StoredValue<u32>,
    last_fleet_version: StoredValue<u32>,
}

impl Default for SourceStore {
    fn default() -> Self {
        Self {
            list: RwSignal::default(),
            skipped_files: StoredValue::default(),
            fleet_version: RwSignal::default(),
            data: StoredValue::new_local(Vec::new()),
            last_id: StoredValue::default(),
            last_fleet_version: StoredValue::default(),
        }
    }
}

impl SourceStore {
    /// The coverage of the first list of the API, as soracom-cli has it: `g` or `jp`; of files nobody knows it, and most are `g`.
    pub fn coverage_word(self) -> &'static str {
        let coverage =
            self.list.with_untracked(|list| list.iter().find_map(|entry| Some(entry.remote.as_ref()?.coverage)));
        if coverage == Some(Coverage::Japan) { "jp" } else { "g" }
    }

    /// The names of all sources.
    pub fn names(self) -> Vec<String> {
        self.list.with_untracked(|list| list.iter().map(|entry| entry.source.name.clone()).collect())
    }

    /// Takes a source in; it is read by whoever sends it to the worker.
    pub fn push(self, name: String, bytes: SourceData) -> Source {
        self.last_id.update_value(|last| *last += 1);
        let source = Source { id: self.last_id.get_value(), name };
        let size = match &bytes {
            SourceData::Blob(blob) => blob_size(blob),
            SourceData::Sample(_) | SourceData::Remote(_) => 0,
        };
        let remote = match &bytes {
            SourceData::Remote(remote) => Some(remote.clone()),
            _ => None,
        };
        self.set_data(source.id, bytes);
        let entry = SourceEntry {
            source: source.clone(),
            size,
            report: None,
            records: 0,
            outdated: 0,
            remote,
            incomplete_reason: None,
            replaces: None,
            is_baseline: false,
            file_changed: false,
        };
        self.list.update(|list| list.push(entry));
        source
    }

    /// Returns whether there is no source.
    pub fn is_empty(self) -> bool {
        self.list.with_untracked(Vec::is_empty)
    }

    /// Where the bytes of a source are.
    pub fn source_data(self, id: u32) -> Option<SourceData> {
        self.data.with_value(|all| all.iter().find(|(of, _)| *of == id).map(|(_, data)| data.clone()))
    }

    fn set_data(self, id: u32, data: SourceData) {
        self.data.update_value(|all| {
            all.retain(|(of, _)| *of != id);
            all.push((id, data));
        });
    }

    /// A source takes the place of an earlier one once it is whole.
    pub fn set_replaces(self, id: u32, earlier: u32) {
        self.update_entry(id, |entry| entry.replaces = Some(earlier));
    }

    /// The file of a source was changed since it was chosen.
    pub fn mark_changed(self, id: u32) {
        self.update_entry(id, |entry| entry.file_changed = true);
    }

    /// Returns the source whose file was changed, where one of this name is chosen again.
    pub fn find_changed(self, name: &str) -> Option<SourceEntry> {
        let same = |entry: &&SourceEntry| entry.file_changed && is_same_file_name(&entry.source.name, name);
        self.list.with_untracked(|list| list.iter().find(same).cloned())
    }

    /// A source was read, or a list fetched as far as it came.
    pub fn record_loaded(self, loaded: LoadedSource, blob: Option<Blob>) {
        let LoadedSource { source: Source { id, .. }, report, unfinished } = loaded;
        let remote = self.list.with_untracked(|list| list.iter().any(|e| e.source.id == id && e.remote.is_some()));
        let written = blob.filter(|_| remote || matches!(self.source_data(id), Some(SourceData::Sample(_))));
        let written_size = written.as_ref().map(blob_size);
        if let Some(blob) = written {
            self.set_data(id, SourceData::Blob(blob));
        }
        self.update_entry(id, |entry| {
            entry.report = Some(Arc::new(report));
            entry.size = written_size.unwrap_or(entry.size);
            entry.incomplete_reason = unfinished;
        });
    }

    /// The fleet in the worker has changed: takes what each source has in it now.
    pub fn handle_fleet_change(self, held: &[SourceStats]) {
        self.update_stats(held);
        if !self.is_empty() {
            self.last_fleet_version.update_value(|version| *version += 1);
            self.fleet_version.set(Some(self.last_fleet_version.get_value()));
        }
    }

    /// The fleet is gone with its worker, or with its last source.
    pub fn forget_fleet(self) {
        self.fleet_version.set(None);
    }

    fn update_stats(self, held: &[SourceStats]) {
        self.list.update(|list| {
            for entry in list {
                let found = held.iter().find(|held| held.source.id == entry.source.id);
                (entry.records, entry.outdated) = found.map_or((0, 0), |held| (held.records, held.outdated));
            }
        });
    }

    /// The sources that the fleet is compared with.
    pub fn baseline_ids(self) -> Vec<u32> {
        let chosen = |list: &Vec<SourceEntry>| list.iter().filter(|e| e.is_baseline).map(|e| e.source.id).collect();
        self.list.with_untracked(chosen)
    }

    /// Compares with these.
    pub fn set_baseline(self, ids: &[u32]) {
        self.list.update(|list| list.iter_mut().for_each(|entry| entry.is_baseline = ids.contains(&entry.source.id)));
    }

    /// Forgets a source.
    pub fn remove(self, id: u32) {
        self.data.update_value(|all| all.retain(|(of, _)| *of != id));
        self.list.update(|list| list.retain(|entry| entry.source.id != id));
        if self.is_empty() {
            self.forget_fleet();
        }
    }

    /// Forgets those that were never read.
    pub fn remove_unread(self) {
        let unread: Vec<u32> = self.list.with_untracked(|list| {
            list.iter().filter(|entry| entry.report.is_none()).map(|entry| entry.source.id).collect()
        });
        for id in unread {
            self.remove(id);
        }
    }

    /// All that is known of what they hold is void: they will be read again.
    pub fn reset_for_reload(self) -> Vec<Source> {
        self.list.update(|list| list.iter_mut().for_each(|entry| entry.report = None));
        self.list.with_untracked(|list| list.iter().map(|entry| entry.source.clone()).collect())
    }

    fn update_entry(self, id: u32, change: impl FnOnce(&mut SourceEntry)) {
        self.list.update(|list| {
            if let Some(entry) = list.iter_mut().find(|entry| entry.source.id == id) {
                change(entry);
            }
        });
    }
}

/// Whether two names may be of one file: a file dialog does not say in which folder it is.
pub fn is_same_file_name(one: &str, other: &str) -> bool {
    one.rsplit('/').next() == other.rsplit('/').next()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a blob's size is a whole number below 2^53"
)]
fn blob_size(blob: &Blob) -> u64 {
    blob.size() as u64
}
