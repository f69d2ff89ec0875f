//! Where positions of cells come from: files of towers, the API, and earlier visits.

use super::account::AccountStore;
use super::browser::{read_preference, save_preference};
use super::loading::LoadStore;
use super::notices::NoticeKind;
use super::position_store;
use super::sources::{RemoteList, SourceData};
use crate::format::FormattedCount;
use engine::{LocateRequest, Request, Source};
use leptos::prelude::*;
use places::towers::TowerFileReport;
use web_sys::Blob;

/// A file of cell towers that was read.
#[derive(Clone, PartialEq, Debug)]
pub struct LoadedTowerFile {
    /// Its number and name.
    pub source: Source,
    /// What became of it.
    pub report: TowerFileReport,
    /// Whether it ends in the middle.
    pub is_truncated: bool,
}

/// The positions of cells: the files of towers, what the API knew, and what this browser keeps.
#[derive(Clone, Copy)]
pub struct PositionStore {
    /// The files of towers.
    pub tower_files: RwSignal<Vec<LoadedTowerFile>>,
    /// How many cells the API knew, and how many it did not.
    pub located_counts: RwSignal<Option<(u32, u32)>>,
    /// Whether positions are kept in the browser for later visits.
    pub is_stored: RwSignal<bool>,
    tower_blobs: StoredValue<Vec<(u32, Blob)>, LocalStorage>,
    /// Whether the positions that are written next are for the browser to keep.
    storing_positions: StoredValue<bool>,
    account: AccountStore,
    loading: LoadStore,
}

impl PositionStore {
    /// No positions.
    pub fn new(account: AccountStore) -> Self {
        Self {
            tower_files: RwSignal::default(),
            located_counts: RwSignal::default(),
            is_stored: RwSignal::default(),
            tower_blobs: StoredValue::new_local(Vec::new()),
            storing_positions: StoredValue::default(),
            account,
            loading: account.loading,
        }
    }

    /// Whether the API can be asked for positions: someone is signed in, and where is known.
    pub fn can_locate(self) -> bool {
        self.signed_in_remote_list().is_some()
    }

    /// A list of the address that someone is signed in at.
    fn signed_in_remote_list(self) -> Option<RemoteList> {
        let remotes =
            self.loading.sources.list.with(|list| list.iter().filter_map(|e| e.remote.clone()).collect::<Vec<_>>());
        remotes.into_iter().find(|remote| self.account.is_signed_in_at(&remote.address))
    }

    /// Asks the API for the positions of all cells that have none.
    pub fn locate_cells(self) {
        let Some(remote) = untrack(|| self.signed_in_remote_list()) else { return };
        // It is no source of SIMs: its number is never looked up.
        let source = Source { id: u32::MAX, name: self.loading.settings.current_messages().places.positions.into() };
        let request = LocateRequest { source: source.clone(), endpoint: remote.endpoint() };
        self.loading.worker.send(&Request::LocateCells(request));
        self.loading.start_progress(source);
    }

    pub(super) fn handle_located_cells(self, found: u32, unknown: u32, error: Option<soracom::SoracomError>) {
        self.located_counts.update(|so_far| {
            let (before, missed) = so_far.unwrap_or_default();
            *so_far = Some((before + found, missed + unknown));
        });
        let words = self.loading.settings.current_messages().places;
        if let Some(error) = error {
            self.account.handle_expiry(&error);
            self.loading.notices.push(NoticeKind::LocateFailed(error));
        } else {
            self.loading.notices.push(NoticeKind::Succeeded((words.located)(found.into(), unknown.into())));
        }
        self.store_positions();
    }

    /// A dropped file was one of towers, and is read.
    pub(super) fn handle_tower_file(self, tower: LoadedTowerFile) {
        let id = tower.source.id;
        if let Some(SourceData::Blob(blob)) = self.loading.sources.source_data(id) {
            self.tower_blobs.update_value(|blobs| blobs.push((id, blob)));
        }
        self.loading.sources.remove(id);
        let (kept, rows) = (FormattedCount(tower.report.kept), FormattedCount(tower.report.rows));
        let words = self.loading.settings.current_messages().places;
        let said = format!("{}: {}", tower.source.name, (words.towers)(kept, rows));
        self.loading.notices.push(NoticeKind::Succeeded(said));
        self.tower_files.update(|towers| {
            towers.retain(|other| other.source.id != id);
            towers.push(tower);
        });
        self.store_positions();
    }

    /// A file of towers is in the worker no more.
    pub(super) fn forget_tower_file(self, id: u32) {
        self.tower_files.update(|towers| towers.retain(|tower| tower.source.id != id));
        self.tower_blobs.update_value(|blobs| blobs.retain(|(of, _)| *of != id));
    }

    /// Forgets a file of towers.
    pub fn remove_tower_file(self, id: u32) {
        self.forget_tower_file(id);
        self.loading.worker.send(&Request::RemoveTowers(id));
        self.store_positions();
    }

    /// Tells a new worker of the files of towers that the old one had read.
    pub(super) fn resend_tower_files(self) {
        let towers = self.tower_files.get_untracked();
        let blobs = self.tower_blobs.get_value();
        let known = towers.into_iter().filter_map(|tower| {
            let blob = blobs.iter().find(|(id, _)| *id == tower.source.id)?.1.clone();
            Some((tower.source, blob))
        });
        let (sources, blobs): (Vec<Source>, Vec<Blob>) = known.unzip();
        if !sources.is_empty() {
            self.loading.worker.send_with_blobs(&Request::Load(sources), &blobs);
        }
    }

    /// Writes the positions to a file.
    pub fn export_positions(self) {
        self.storing_positions.set_value(false);
        self.loading.worker.send(&Request::ExportPositions);
    }

    /// Keeps positions in this browser from now on, or forgets those that it has kept.
    pub fn toggle_position_storage(self) {
        let keep = !self.is_stored.get_untracked();
        self.is_stored.set(keep);
        save_preference("positions", if keep { "kept" } else { "" });
        if keep {
            self.store_positions();
        } else {
            leptos::task::spawn_local(position_store::delete_positions());
        }
    }

    fn store_positions(self) {
        if self.is_stored.get_untracked() {
            self.storing_positions.set_value(true);
            self.loading.worker.send(&Request::ExportPositions);
        }
    }

    pub(super) fn handle_positions(self, places: u32, blob: Option<Blob>) {
        let Some(blob) = blob else { return };
        if self.storing_positions.get_value() {
            self.storing_positions.set_value(false);
            leptos::task::spawn_local(async move {
                if let Err(why) = position_store::save_positions(blob).await {
                    self.is_stored.set(false);
                    save_preference("positions", "");
                    self.loading.notices.push(NoticeKind::PositionsNotStored(why));
                }
            });
        } else {
            super::downloads::download_blob("simscope-positions.csv", Some(blob));
            let words = self.loading.settings.current_messages().places;
            self.loading.notices.push(NoticeKind::Succeeded((words.saved)(places.into())));
        }
    }

    /// Reads the positions that were kept in an earlier visit, where the reader allowed that.
    pub(super) fn restore_positions(self) {
        if read_preference("positions").as_deref() != Some("kept") {
            return;
        }
        self.is_stored.set(true);
        leptos::task::spawn_local(async move {
            if let Some(blob) = position_store::load_positions().await {
                let source = self
                    .loading
                    .sources
                    .push(self.loading.settings.current_messages().places.kept_name.into(), SourceData::Blob(blob));
                self.loading.load_sources(vec![source]);
            }
        });
    }
}
