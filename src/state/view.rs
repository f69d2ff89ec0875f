//! The view of the fleet that is shown, and the requests for the next one.

use super::request_queue::ViewRequestQueue;
use super::worker_handle::WorkerHandle;
use crate::format::CountScale;
use engine::{FleetView, Request, ViewRequest};
use leptos::prelude::*;
use std::sync::Arc;

/// The views that the worker sends.
#[derive(Clone, Copy)]
pub struct ViewStore {
    /// The last whole view; `None` until there is a fleet.
    pub latest: RwSignal<Option<Arc<FleetView>>>,
    /// The same, once every part of the page shows it.
    pub rendered: RwSignal<Option<Arc<FleetView>>>,
    /// The colours of counts. They are the same for all queries of a fleet, so that one can be compared with another.
    pub scale: Memo<CountScale>,
    /// The highest count that the colours are for, where the reader has fitted them to a selection.
    fitted_count: RwSignal<Option<u32>>,
    /// The number of records in the fleet, and the highest count of a country in any of its views.
    highest_count: RwSignal<(u32, u32)>,
    /// Whether all parts of the page are there to show a view.
    pub panels_ready: RwSignal<bool>,
    /// The requests on their way.
    pub requests: RwSignal<ViewRequestQueue>,
    worker: WorkerHandle,
}

impl ViewStore {
    /// No view yet.
    pub fn new(worker: WorkerHandle) -> Self {
        let highest_count = RwSignal::new((0, 0));
        let fitted_count = RwSignal::new(None);
        Self {
            scale: Memo::new(move |_| CountScale::new(fitted_count.get().unwrap_or(highest_count.get().1))),
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
        let records = view.fleet.records;
        let of_same_fleet = self.highest_count.get_untracked();
        let before = if of_same_fleet.0 == records { of_same_fleet.1 } else { 0 };
        if of_same_fleet.0 != records {
            self.fitted_count.set(None);
        }
        self.highest_count.set((records, before.max(highest_country_count(&view))));
        self.latest.set(Some(Arc::new(view)));
        if self.panels_ready.get_untracked() {
            self.publish_rendered();
        }
    }

    /// Fits the colours of counts to what is selected now, or gives them back to the fleet.
    pub fn toggle_fitted_scale(self) {
        let highest = || self.latest.with_untracked(|view| view.as_ref().map(|view| highest_country_count(view)));
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

/// The count of the country that has most. A network that belongs to no country has a longer key.
fn highest_country_count(view: &FleetView) -> u32 {
    let countries = view.facets.iter().find(|facet| facet.name == "country");
    let counts = countries.into_iter().flat_map(|facet| &facet.items).filter(|item| item.key.len() == 2);
    counts.map(|item| item.count).max().unwrap_or(0)
}
