//! What the page knows: the last whole view, the sources, and the line to the worker, which owns the fleet.

mod account;
mod address;
pub mod browser;
mod crash_tracker;
mod downloads;
pub mod fragment;
mod loading;
mod map_cells;
mod notices;
mod position_store;
mod query_edits;
mod query_tools;
mod request_queue;
pub mod saved_views;
mod settings;
mod sim_detail;
mod sources;
mod table;
mod worker_client;
mod worker_events;

pub use account::SignInState;
pub use map_cells::{LoadedTowerFile, MapCells};
pub use notices::{Notice, NoticeKind, NoticeStore};
pub use query_edits::HistoryMode;
pub use query_tools::QueryTools;
pub use settings::{PageSettings, Theme};
pub use sources::{RemoteList, SourceData, SourceEntry, SourceStore};
pub use table::{TableSort, TableState};

use crash_tracker::CrashTracker;
use engine::{FleetView, LoadProgress, SimDetail};
use leptos::prelude::*;
use request_queue::ViewRequestQueue;
use std::sync::Arc;
use worker_client::WorkerClient;

/// The page's state. A handle: it is copied into every view.
#[derive(Clone, Copy)]
pub struct PageState {
    /// What the reader chose of the page itself.
    pub settings: PageSettings,
    /// The files, pastes and samples.
    pub sources: SourceStore,
    /// What went wrong and was not dismissed yet.
    pub notices: NoticeStore,
    /// How far the reading is, while something is read.
    pub load_progress: RwSignal<Option<LoadProgress>>,
    /// The last whole view; `None` until there is a fleet.
    pub view: RwSignal<Option<Arc<FleetView>>>,
    /// The same, once every part of the page shows it.
    pub rendered_view: RwSignal<Option<Arc<FleetView>>>,
    /// Whether all parts of the page are there to show a view.
    pub panels_ready: RwSignal<bool>,
    /// The text in the query box.
    pub draft_query: RwSignal<String>,
    /// What is wrong with it.
    pub query_error: RwSignal<Option<query::ParseError>>,
    /// The table.
    pub table: TableState,
    /// The SIM that is open.
    pub sim_detail: RwSignal<Option<Arc<SimDetail>>>,
    /// Whether an export is being written.
    pub exporting: RwSignal<bool>,
    /// How many bytes of the sources have been read for a file that is written, and of how many.
    pub export_progress: RwSignal<Option<(u64, u64)>>,
    /// The sign-in at the API.
    pub sign_in_state: SignInState,
    /// What is asked beside the query.
    pub query_tools: QueryTools,
    /// The cells on the map.
    pub map_cells: MapCells,
    /// How often the saved views have changed.
    saved_views_version: RwSignal<u32>,
    /// What a screen reader is told next.
    pub announcement: RwSignal<String>,
    /// Whether the address is that of a text that is being typed.
    address_is_draft: StoredValue<bool>,
    /// What the query box will say with the next answer.
    pending_draft: StoredValue<Option<String>>,
    /// The query that was asked last: printed, and good.
    applied_query: StoredValue<String>,
    worker: StoredValue<Option<WorkerClient>, LocalStorage>,
    view_requests: StoredValue<ViewRequestQueue>,
    crash_tracker: StoredValue<CrashTracker>,
}

impl PageState {
    /// The state at the start: nothing loaded, the query of the address.
    pub fn start_page() -> Self {
        let state = Self {
            settings: PageSettings::load_preferences(),
            sources: SourceStore::default(),
            notices: NoticeStore::default(),
            load_progress: RwSignal::default(),
            view: RwSignal::default(),
            rendered_view: RwSignal::default(),
            panels_ready: RwSignal::default(),
            draft_query: RwSignal::default(),
            query_error: RwSignal::default(),
            table: TableState::default(),
            sim_detail: RwSignal::default(),
            exporting: RwSignal::default(),
            export_progress: RwSignal::default(),
            sign_in_state: SignInState::default(),
            query_tools: QueryTools::default(),
            map_cells: MapCells::default(),
            saved_views_version: RwSignal::default(),
            announcement: RwSignal::default(),
            address_is_draft: StoredValue::default(),
            pending_draft: StoredValue::default(),
            applied_query: StoredValue::default(),
            worker: StoredValue::new_local(None),
            view_requests: StoredValue::default(),
            crash_tracker: StoredValue::default(),
        };
        state.settings.sync_with_document();
        state.sync_with_address();
        state.connect_worker();
        state.restore_positions();
        Effect::new(move |before: Option<bool>| {
            let utc = state.settings.utc.get();
            if before.is_some_and(|before| before != utc) {
                state.request_view();
            }
            utc
        });
        state
    }

    /// Whether something is being read.
    pub fn is_loading(self) -> bool {
        self.load_progress.with(Option::is_some)
    }
}

/// The state, as the root provides it.
///
/// # Panics
/// Outside of the page's root, which is a mistake in the page.
pub fn use_state() -> PageState {
    expect_context()
}
