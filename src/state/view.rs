//! The view of the fleet that is shown, and the requests for the next one.

use super::request_queue::ViewRequestQueue;
use super::worker_handle::WorkerHandle;
use crate::format::{AmountScale, CountScale, facet_weight};
use engine::{FleetView, Request, ViewRequest};
use leptos::prelude::*;
use std::sync::Arc;

/// The highest count of a country, or the most steps of an amount, and what that was counted in.
#[derive(Clone, PartialEq, Debug, Default)]
struct HighestCount {
    /// Number of records in the fleet.
    records: u32,
    amounts: Option<AmountScale>,
    count: u32,
    /// The highest count of SIMs.
    sims: u32,
}

/// The views that the worker sends.
#[derive(Clone, Copy)]
pub struct ViewStore {
    /// The last whole view; `None` until there is a fleet.
    pub latest: RwSignal<Option<Arc<FleetView>>>,
    /// The same, once every part of the page shows it.
    pub rendered: RwSignal<Option<Arc<FleetView>>>,
    /// The colours of counts. They are the same for all queries of a fleet, so that one can be compared with another.
    pub scale: Memo<CountScale>,
    /// The colours of counts of SIMs where something else is added up.
    pub counts_scale: Memo<CountScale>,
    /// What is added up in place of counting SIMs.
    pub amounts: RwSignal<Option<AmountScale>>,
    /// The highest count that the colours are for, where the reader has fitted them to a selection.
    fitted_count: RwSignal<Option<u32>>,
    /// The highest count of a country in any view of the fleet.
    highest_count: RwSignal<HighestCount>,
    /// Whether all parts of the page are there to show a view.
    pub panels_ready: RwSignal<bool>,
    /// The requests on their way.
    pub requests: RwSignal<ViewRequestQueue>,
    worker: WorkerHandle,
}

impl ViewStore {
    /// No view yet.
    pub fn new(worker: WorkerHandle) -> Self {
        let highest_count = RwSignal::new(HighestCount::default());
        let fitted_count = RwSignal::new(None);
        let scale = Memo::new(move |_| {
            CountScale::new(fitted_count.get().unwrap_or_else(|| highest_count.with(|highest| highest.count)))
        });
        let counts_scale = Memo::new(move |_| {
            let sims = highest_count.with(|highest| highest.amounts.is_some().then_some(highest.sims));
            sims.map_or_else(|| scale.get(), CountScale::new)
        });
        Self {
            scale,
            counts_scale,
            amounts: RwSignal::default(),
            fitted_count,
            highest_count,
            latest: RwSignal::default(),
            rendered: RwSignal::default(),
            panels_ready: RwSignal::default(),
            requests: RwSignal::default(),
            worker,
        }
    }

    /// Sends a request, now or once the one before is answered.
    pub fn request(self, request: ViewRequest) {
        let next = self.requests.try_update(|requests| requests.push_request(request)).flatten();
        self.send(next);
    }

    /// A request was answered: sends the one that waited for it.
    pub fn complete_request(self, seq: u32) {
        let next = self.requests.try_update(|requests| requests.complete_request(seq)).flatten();
        self.send(next);
    }

    fn send(self, request: Option<ViewRequest>) {
        if let Some(request) = request {
            self.worker.send(&Request::View(request));
        }
    }

    /// The worker is gone, and no request will be answered.
    pub fn discard_requests(self) {
        self.requests.update(|requests| drop(requests.discard_all()));
    }

    /// Returns whether the view that is shown has this number.
    pub fn is_latest(self, seq: u32) -> bool {
        self.latest_seq() == Some(seq)
    }

    /// The number of the view that is shown.
    pub fn latest_seq(self) -> Option<u32> {
        self.latest.with_untracked(|view| view.as_ref().map(|view| view.seq))
    }

    /// Shows a view.
    pub fn show(self, view: FleetView) {
        let amounts = view.measure.as_ref().map(AmountScale::new);
        let mut highest = self.highest_count.get_untracked();
        if highest.records != view.fleet.records || highest.amounts != amounts {
            self.fitted_count.set(None);
            highest = HighestCount { records: view.fleet.records, amounts: amounts.clone(), count: 0, sims: 0 };
        }
        highest.count = highest.count.max(highest_country_count(&view, amounts.as_ref()));
        highest.sims = highest.sims.max(highest_country_count(&view, None));
        self.highest_count.set(highest);
        self.amounts.set(amounts);
        self.latest.set(Some(Arc::new(view)));
        if self.panels_ready.get_untracked() {
            self.publish_rendered();
        }
    }

    /// Fits the colours of counts to what is selected now, or gives them back to the fleet.
    pub fn toggle_fitted_scale(self) {
        let amounts = self.amounts.get_untracked();
        let highest = || {
            self.latest.with_untracked(|view| view.as_ref().map(|view| highest_country_count(view, amounts.as_ref())))
        };
        self.fitted_count.update(|fitted| *fitted = if fitted.is_some() { None } else { highest() });
    }

    /// Whether the colours of counts are fitted to a selection.
    pub fn is_scale_fitted(self) -> bool {
        self.fitted_count.with(Option::is_some)
    }

    /// The parts of the page follow a view in the tasks that are queued now; the line that counts comes after them.
    pub fn publish_rendered(self) {
        let view = self.latest.get_untracked();
        leptos::task::spawn_local(async move {
            leptos::task::tick().await;
            self.rendered.set(view);
        });
    }

    /// There is no fleet any more.
    pub fn clear(self) {
        self.latest.set(None);
        self.rendered.set(None);
    }
}

/// The count of the country that has most, or the steps of its amount. A network that belongs to no country has a longer key.
fn highest_country_count(view: &FleetView, amounts: Option<&AmountScale>) -> u32 {
    let countries = view.facets.iter().find(|facet| facet.name == "country");
    let counts = countries.into_iter().flat_map(|facet| &facet.items).filter(|item| item.key.len() == 2);
    counts.map(|item| facet_weight(item, amounts)).max().unwrap_or(0)
}
