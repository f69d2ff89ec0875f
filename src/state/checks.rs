//! Checks: saved views that carry an expectation, counted in each fleet that is loaded.

use super::PageState;
use super::derived::derive_memo;
use super::expectation::Expectation;
use super::saved_views::SavedView;
use super::worker_handle::WorkerHandle;
use engine::{Request, TimeZone};
use leptos::prelude::*;

/// A check and what became of it.
#[derive(Clone, PartialEq, Debug)]
pub struct CheckResult {
    /// The view.
    pub view: SavedView,
    /// What is expected of it.
    pub expectation: Expectation,
    /// How many records it selects.
    pub count: u32,
    /// Whether that is what is expected.
    pub is_met: bool,
}

/// The checks of the saved views.
#[derive(Clone, Copy)]
pub struct CheckStore {
    /// The results, in the order of the views; empty until there is a fleet.
    pub results: RwSignal<Vec<CheckResult>>,
    /// The checks that were asked for last.
    asked: StoredValue<(u32, Vec<(SavedView, Expectation)>)>,
    worker: WorkerHandle,
}

impl CheckStore {
    /// Nothing checked.
    pub fn new(worker: WorkerHandle) -> Self {
        Self { results: RwSignal::default(), asked: StoredValue::default(), worker }
    }

    fn request(self, checks: Vec<(SavedView, Expectation)>, zone: TimeZone) {
        let queries = checks.iter().map(|(view, _)| view.url_state.query.clone()).collect();
        let seq = self.asked.with_value(|(seq, _)| seq + 1);
        self.asked.set_value((seq, checks));
        self.worker.send(&Request::CountQueries { seq, queries, zone });
    }

    /// The counts came. A query that cannot be read any more has none.
    pub(super) fn handle_counts(self, seq: u32, counts: &[Option<u32>], records: u32) {
        let results = self.asked.with_value(|(asked, checks)| {
            let results = checks.iter().zip(counts).filter_map(|((view, expectation), count)| {
                let count = (*count)?;
                let is_met = expectation.is_met(count, records);
                Some(CheckResult { view: view.clone(), expectation: *expectation, count, is_met })
            });
            (*asked == seq).then(|| results.collect())
        });
        if let Some(results) = results {
            self.results.set(results);
        }
    }
}

impl PageState {
    /// Counts the checks whenever there is another fleet, or another check.
    pub(super) fn watch_checks(self) {
        let wanted = derive_memo(move || {
            let fleet_version = self.sources.fleet_version.get()?;
            let checks = self.saved_views.list().into_iter();
            let checks = checks.filter_map(|view| Some((view.expectation?, view)));
            let checks: Vec<_> = checks.map(|(expectation, view)| (view, expectation)).collect();
            Some((fleet_version, self.settings.utc.get(), checks))
        });
        Effect::new(move |_| match wanted.get() {
            Some((_, utc, checks)) if !checks.is_empty() => {
                self.checks.request(checks, if utc { TimeZone::Utc } else { TimeZone::Local });
            }
            _ => self.checks.results.set(Vec::new()),
        });
    }
}
