//! The cells on the map: what is drawn of them, what was clicked, and where their positions come from.

use super::{Bytes, State, Trouble, keep};
use engine::{FeatureDetail, LocateRequest, MapFeatures, Request, Source};
use leptos::prelude::*;
use places::towers::TowerFileReport;
use std::sync::Arc;
use web_sys::Blob;

/// A file of cell towers that was read.
#[derive(Clone, PartialEq, Debug)]
pub struct Tower {
    /// Its number and name.
    pub source: Source,
    /// What became of it.
    pub read: TowerFileReport,
    /// Whether it ends in the middle.
    pub cut: bool,
}

/// The state of the map's cells.
#[derive(Clone, Copy, Default)]
pub struct Places {
    /// What is drawn, as of the last view while cells were wanted.
    pub cells: RwSignal<Option<Arc<MapFeatures>>>,
    /// Whether the map draws cells.
    pub wanted: RwSignal<bool>,
    /// Whether it does so however far away.
    pub forced: RwSignal<bool>,
    /// Whether it draws the ways between previous and current cells.
    pub ways: RwSignal<bool>,
    /// What stands at the place that was clicked.
    pub placed: RwSignal<Option<Arc<FeatureDetail>>>,
    /// The files of towers.
    pub towers: RwSignal<Vec<Tower>>,
    /// How many cells the API knew, and how many it did not.
    pub located: RwSignal<Option<(u32, u32)>>,
    /// Whether positions are kept in the browser for later visits.
    pub kept: RwSignal<bool>,
    /// Who made the street map, where there is one.
    pub streets: RwSignal<Option<String>>,
    blobs: StoredValue<Vec<(u32, Blob)>, LocalStorage>,
    /// Whether the positions that are written next are for the browser to keep.
    keeping: StoredValue<bool>,
}

impl State {
    /// The map begins or ceases to draw cells.
    pub fn want_cells(self, wanted: bool) {
        if self.places.wanted.get_untracked() != wanted {
            self.places.wanted.set(wanted);
            self.places.placed.set(None);
            if wanted {
                self.ask_again();
            }
        }
    }

    /// Draws the ways between cells, or no longer.
    pub fn toggle_ways(self) {
        self.places.ways.update(|ways| *ways = !*ways);
        self.ask_again();
    }

    /// Asks what stands at features of the map; nothing where there are none.
    pub fn place(self, features: Vec<u32>) {
        if features.is_empty() {
            self.places.placed.set(None);
        } else {
            self.post(&Request::DescribeFeatures(features), &[]);
        }
    }

    /// A term of the query from a shape: `near` or `within`, in the place of the one before.
    pub fn choose_region(self, key: &str, text: &str) {
        self.edit(|query| {
            *query = query.without_key("near").without_key("within");
            query.set_value(key, text)
        });
    }

    /// Whether the API can be asked for positions: someone is signed in, and where is known.
    pub fn can_locate(self) -> bool {
        self.remote_here().is_some()
    }

    /// A list of the address that someone is signed in at.
    fn remote_here(self) -> Option<super::Remote> {
        let remotes = self.sources.list.with(|list| list.iter().filter_map(|e| e.remote.clone()).collect::<Vec<_>>());
        remotes.into_iter().find(|remote| self.is_signed_in_at(&remote.address))
    }

    /// Asks the API for the positions of all cells that have none.
    pub fn locate(self) {
        let Some(remote) = untrack(|| self.remote_here()) else { return };
        // It is no source of SIMs: its number is never looked up.
        let source = Source { id: u32::MAX, name: self.settings.words_now().places.positions.into() };
        self.post(&Request::LocateCells(LocateRequest { source: source.clone(), endpoint: remote.endpoint() }), &[]);
        self.begin_progress(source);
    }

    pub(super) fn located(self, found: u32, unknown: u32, error: Option<soracom::SoracomError>) {
        self.places.located.update(|so_far| {
            let (before, missed) = so_far.unwrap_or_default();
            *so_far = Some((before + found, missed + unknown));
        });
        if let Some(error) = error {
            self.ended(&error);
            self.notices.tell(Trouble::NotLocated(error));
        }
        self.say((self.settings.words_now().places.located)(found.into(), unknown.into()));
        self.keep_positions();
    }

    /// A dropped file was one of towers, and is read.
    pub(super) fn towers_read(self, tower: Tower) {
        let id = tower.source.id;
        if let Some(Bytes::Blob(blob)) = self.sources.bytes(id) {
            self.places.blobs.update_value(|blobs| blobs.push((id, blob)));
        }
        self.sources.remove(id);
        self.places.towers.update(|towers| {
            towers.retain(|other| other.source.id != id);
            towers.push(tower);
        });
        self.keep_positions();
    }

    /// A file of towers is in the worker no more.
    pub(super) fn forget_towers(self, id: u32) {
        self.places.towers.update(|towers| towers.retain(|tower| tower.source.id != id));
        self.places.blobs.update_value(|blobs| blobs.retain(|(of, _)| *of != id));
    }

    /// Forgets a file of towers.
    pub fn remove_towers(self, id: u32) {
        self.forget_towers(id);
        self.post(&Request::RemoveTowers(id), &[]);
        self.keep_positions();
    }

    /// Tells a new worker of the files of towers that the old one had read.
    pub(super) fn towers_anew(self) {
        let towers = self.places.towers.get_untracked();
        let blobs = self.places.blobs.get_value();
        let known = towers.into_iter().filter_map(|tower| {
            let blob = blobs.iter().find(|(id, _)| *id == tower.source.id)?.1.clone();
            Some((tower.source, blob))
        });
        let (sources, blobs): (Vec<Source>, Vec<Blob>) = known.unzip();
        if !sources.is_empty() {
            self.post(&Request::Load(sources), &blobs);
        }
    }

    /// Writes the positions to a file.
    pub fn save_positions(self) {
        self.places.keeping.set_value(false);
        self.post(&Request::ExportPositions, &[]);
    }

    /// Keeps positions in this browser from now on, or forgets those that it has kept.
    pub fn toggle_kept(self) {
        let keep = !self.places.kept.get_untracked();
        self.places.kept.set(keep);
        super::browser::remember("positions", if keep { "kept" } else { "" });
        if keep {
            self.keep_positions();
        } else {
            leptos::task::spawn_local(keep::forget());
        }
    }

    fn keep_positions(self) {
        if self.places.kept.get_untracked() {
            self.places.keeping.set_value(true);
            self.post(&Request::ExportPositions, &[]);
        }
    }

    pub(super) fn positions_written(self, places: u32, blob: Option<Blob>) {
        let Some(blob) = blob else { return };
        if self.places.keeping.get_value() {
            self.places.keeping.set_value(false);
            leptos::task::spawn_local(async move {
                if let Err(why) = keep::put(blob).await {
                    self.places.kept.set(false);
                    super::browser::remember("positions", "");
                    self.notices.tell(Trouble::NotKept(why));
                }
            });
        } else {
            super::saving::download("simscope-positions.csv", Some(blob));
            self.say((self.settings.words_now().places.saved)(places.into()));
        }
    }

    /// Reads the positions that were kept in an earlier visit, where the reader allowed that.
    pub(super) fn restore_positions(self) {
        if super::browser::remembered("positions").as_deref() != Some("kept") {
            return;
        }
        self.places.kept.set(true);
        leptos::task::spawn_local(async move {
            if let Some(blob) = keep::get().await {
                let source = self.sources.push(self.settings.words_now().places.kept_name.into(), Bytes::Blob(blob));
                self.read(vec![source]);
            }
        });
    }
}
