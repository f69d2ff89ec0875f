//! The baseline: the sources that the fleet is compared with.

use super::loading::LoadStore;
use super::query_store::QueryStore;
use engine::Request;
use leptos::prelude::*;
use query::Field;
use web_sys::Blob;

/// The comparison with a baseline.
#[derive(Clone, Copy)]
pub struct BaselineStore {
    /// Whether what is shown compares with a baseline, also before there is one.
    pub is_wanted: RwSignal<bool>,
    loading: LoadStore,
    query: QueryStore,
}

impl BaselineStore {
    /// No comparison.
    pub fn new(loading: LoadStore, query: QueryStore) -> Self {
        Self { is_wanted: RwSignal::default(), loading, query }
    }

    /// Compares with these sources; with none, compares no longer.
    pub fn compare_with(self, sources: Vec<u32>) {
        let on = !sources.is_empty();
        self.is_wanted.set(on);
        self.loading.settings.columns.update(|columns| {
            columns.retain(|column| *column != Field::Change);
            if on {
                columns.insert(columns.len().min(2), Field::Change.into());
            }
        });
        self.loading.sim_detail.close();
        self.loading.set_baseline(sources);
        if !on {
            self.query.edit(|query| {
                *query = query.without_key("change");
                Ok(())
            });
        }
    }

    /// Reads files and compares with them.
    pub fn add_files(self, files: Vec<(String, Blob)>) {
        if files.is_empty() {
            return;
        }
        let sources = self.loading.register_files(files);
        self.compare_with(sources.iter().map(|source| source.id).collect());
        self.loading.load_sources(sources);
    }

    /// Tells a new worker which sources are the baseline.
    pub fn resend(self) {
        let baseline = self.loading.sources.baseline_ids();
        if !baseline.is_empty() {
            self.loading.worker.send(&Request::SetBaseline(baseline));
        }
    }
}
