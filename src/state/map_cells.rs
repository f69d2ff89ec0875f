//! The cells on the map: what is drawn of them, what was clicked, and where their positions come from.

use super::{NoticeKind, PageState, SourceData, position_store};
use engine::{FeatureDetail, LocateRequest, MapFeatures, Request, Source};
use leptos::prelude::*;
use places::towers::TowerFileReport;
use std::sync::Arc;
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

/// The state of the map's cells.
#[derive(Clone, Copy, Default)]
pub struct MapCells {
    /// What is drawn, as of the last view while cells were wanted.
    pub cells: RwSignal<Option<Arc<MapFeatures>>>,
    /// Whether the map draws cells.
    pub cells_wanted: RwSignal<bool>,
    /// Whether it does so however far away.
    pub cells_forced: RwSignal<bool>,
    /// Whether it draws the ways between previous and current cells.
    pub movements_shown: RwSignal<bool>,
    /// What stands at the place that was clicked.
    pub clicked_feature: RwSignal<Option<Arc<FeatureDetail>>>,
    /// The files of towers.
    pub tower_files: RwSignal<Vec<LoadedTowerFile>>,
    /// How many cells the API knew, and how many it did not.
    pub located_counts: RwSignal<Option<(u32, u32)>>,
    /// Whether positions are kept in the browser for later visits.
    pub positions_stored: RwSignal<bool>,
    /// Who made the street map, where there is one.
    pub street_map_credit: RwSignal<Option<String>>,
    tower_blobs: StoredValue<Vec<(u32, Blob)>, LocalStorage>,
    /// Whether the positions that are written next are for the browser to keep.
    storing_positions: StoredValue<bool>,
}

impl PageState {
    /// The map begins or ceases to draw cells.
    pub fn set_cells_wanted(self, wanted: bool) {
        if self.map_cells.cells_wanted.get_untracked() != wanted {
            self.map_cells.cells_wanted.set(wanted);
            self.map_cells.clicked_feature.set(None);
            if wanted {
                self.request_view();
            }
        }
    }

    /// Draws the ways between cells, or no longer.
    pub fn toggle_movements(self) {
        self.map_cells.movements_shown.update(|ways| *ways = !*ways);
        self.request_view();
    }

    /// Asks what stands at features of the map; nothing where there are none.
    pub fn request_feature_detail(self, features: Vec<u32>) {
        if features.is_empty() {
            self.map_cells.clicked_feature.set(None);
        } else {
            self.send_request(&Request::DescribeFeatures(features), &[]);
        }
    }

    /// A term of the query from a shape: `near` or `within`, in the place of the one before.
    pub fn set_region_filter(self, key: &str, text: &str) {
        self.edit_query(|query| {
            *query = query.without_key("near").without_key("within");
            query.set_value(key, text)
        });
    }

    /// Whether the API can be asked for positions: someone is signed in, and where is known.
    pub fn can_locate(self) -> bool {
        self.signed_in_remote_list().is_some()
    }

    /// A list of the address that someone is signed in at.
    fn signed_in_remote_list(self) -> Option<super::RemoteList> {
        let remotes = self.sources.list.with(|list| list.iter().filter_map(|e| e.remote.clone()).collect::<Vec<_>>());
        remotes.into_iter().find(|remote| self.is_signed_in_at(&remote.address))
    }

    /// Asks the API for the positions of all cells that have none.
    pub fn locate_cells(self) {
        let Some(remote) = untrack(|| self.signed_in_remote_list()) else { return };
        // It is no source of SIMs: its number is never looked up.
        let source = Source { id: u32::MAX, name: self.settings.current_messages().places.positions.into() };
        self.send_request(
            &Request::LocateCells(LocateRequest { source: source.clone(), endpoint: remote.endpoint() }),
            &[],
        );
        self.start_progress(source);
    }

    pub(super) fn handle_located_cells(self, found: u32, unknown: u32, error: Option<soracom::SoracomError>) {
        self.map_cells.located_counts.update(|so_far| {
            let (before, missed) = so_far.unwrap_or_default();
            *so_far = Some((before + found, missed + unknown));
        });
        if let Some(error) = error {
            self.handle_sign_in_expiry(&error);
            self.notices.push(NoticeKind::LocateFailed(error));
        }
        self.announce_message((self.settings.current_messages().places.located)(found.into(), unknown.into()));
        self.store_positions();
    }

    /// A dropped file was one of towers, and is read.
    pub(super) fn handle_tower_file(self, tower: LoadedTowerFile) {
        let id = tower.source.id;
        if let Some(SourceData::Blob(blob)) = self.sources.source_data(id) {
            self.map_cells.tower_blobs.update_value(|blobs| blobs.push((id, blob)));
        }
        self.sources.remove(id);
        self.map_cells.tower_files.update(|towers| {
            towers.retain(|other| other.source.id != id);
            towers.push(tower);
        });
        self.store_positions();
    }

    /// A file of towers is in the worker no more.
    pub(super) fn forget_tower_file(self, id: u32) {
        self.map_cells.tower_files.update(|towers| towers.retain(|tower| tower.source.id != id));
        self.map_cells.tower_blobs.update_value(|blobs| blobs.retain(|(of, _)| *of != id));
    }

    /// Forgets a file of towers.
    pub fn remove_tower_file(self, id: u32) {
        self.forget_tower_file(id);
        self.send_request(&Request::RemoveTowers(id), &[]);
        self.store_positions();
    }

    /// Tells a new worker of the files of towers that the old one had read.
    pub(super) fn resend_tower_files(self) {
        let towers = self.map_cells.tower_files.get_untracked();
        let blobs = self.map_cells.tower_blobs.get_value();
        let known = towers.into_iter().filter_map(|tower| {
            let blob = blobs.iter().find(|(id, _)| *id == tower.source.id)?.1.clone();
            Some((tower.source, blob))
        });
        let (sources, blobs): (Vec<Source>, Vec<Blob>) = known.unzip();
        if !sources.is_empty() {
            self.send_request(&Request::Load(sources), &blobs);
        }
    }

    /// Writes the positions to a file.
    pub fn export_positions(self) {
        self.map_cells.storing_positions.set_value(false);
        self.send_request(&Request::ExportPositions, &[]);
    }

    /// Keeps positions in this browser from now on, or forgets those that it has kept.
    pub fn toggle_position_storage(self) {
        let keep = !self.map_cells.positions_stored.get_untracked();
        self.map_cells.positions_stored.set(keep);
        super::browser::save_preference("positions", if keep { "kept" } else { "" });
        if keep {
            self.store_positions();
        } else {
            leptos::task::spawn_local(position_store::delete_positions());
        }
    }

    fn store_positions(self) {
        if self.map_cells.positions_stored.get_untracked() {
            self.map_cells.storing_positions.set_value(true);
            self.send_request(&Request::ExportPositions, &[]);
        }
    }

    pub(super) fn handle_positions(self, places: u32, blob: Option<Blob>) {
        let Some(blob) = blob else { return };
        if self.map_cells.storing_positions.get_value() {
            self.map_cells.storing_positions.set_value(false);
            leptos::task::spawn_local(async move {
                if let Err(why) = position_store::save_positions(blob).await {
                    self.map_cells.positions_stored.set(false);
                    super::browser::save_preference("positions", "");
                    self.notices.push(NoticeKind::PositionsNotStored(why));
                }
            });
        } else {
            super::downloads::download_blob("simscope-positions.csv", Some(blob));
            self.announce_message((self.settings.current_messages().places.saved)(places.into()));
        }
    }

    /// Reads the positions that were kept in an earlier visit, where the reader allowed that.
    pub(super) fn restore_positions(self) {
        if super::browser::read_preference("positions").as_deref() != Some("kept") {
            return;
        }
        self.map_cells.positions_stored.set(true);
        leptos::task::spawn_local(async move {
            if let Some(blob) = position_store::load_positions().await {
                let source =
                    self.sources.push(self.settings.current_messages().places.kept_name.into(), SourceData::Blob(blob));
                self.load_sources(vec![source]);
            }
        });
    }
}
