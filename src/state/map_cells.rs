//! The cells on the map: what is drawn of them, and what was clicked.

use super::worker_handle::WorkerHandle;
use engine::{FeatureDetail, MapFeatures, Request};
use leptos::prelude::*;
use std::sync::Arc;

/// The cells on the map.
#[derive(Clone, Copy)]
pub struct MapCellStore {
    /// What is drawn, as of the last view while cells were wanted.
    pub cells: RwSignal<Option<Arc<MapFeatures>>>,
    /// Whether the map draws cells.
    pub cells_wanted: RwSignal<bool>,
    /// Whether it does so however far away.
    pub cells_forced: RwSignal<bool>,
    /// Whether it draws the movements between previous and current cells.
    pub movements_shown: RwSignal<bool>,
    /// What stands at the place that was clicked.
    pub clicked_feature: RwSignal<Option<Arc<FeatureDetail>>>,
    /// Who made the street map, where there is one.
    pub street_map_credit: RwSignal<Option<String>>,
    worker: WorkerHandle,
}

impl MapCellStore {
    /// Countries alone.
    pub fn new(worker: WorkerHandle) -> Self {
        Self {
            cells: RwSignal::default(),
            cells_wanted: RwSignal::default(),
            cells_forced: RwSignal::default(),
            movements_shown: RwSignal::default(),
            clicked_feature: RwSignal::default(),
            street_map_credit: RwSignal::default(),
            worker,
        }
    }

    /// The map begins or ceases to draw cells.
    pub fn set_cells_wanted(self, wanted: bool) {
        if self.cells_wanted.get_untracked() != wanted {
            self.cells_wanted.set(wanted);
            self.clicked_feature.set(None);
        }
    }

    /// Draws the movements between cells, or no longer.
    pub fn toggle_movements(self) {
        self.movements_shown.update(|shown| *shown = !*shown);
    }

    /// Asks what stands at features of the map; nothing where there are none.
    pub fn request_feature_detail(self, features: Vec<u32>) {
        if features.is_empty() {
            self.clicked_feature.set(None);
        } else {
            self.worker.send(&Request::DescribeFeatures(features));
        }
    }
}
