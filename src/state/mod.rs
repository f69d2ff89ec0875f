//! What the page knows: a store for each concern, and the line to the worker, which owns the fleet.
//!
//! A store is a handle, copied into every view that needs it: signals, and the methods that change them. It holds the
//! stores that its methods change as well. What the worker is asked follows from the stores, in `wanted_data`.

mod account;
mod actions;
mod address;
mod baseline;
pub mod browser;
mod checks;
pub mod column_layout;
mod commands;
mod completions;
mod crash_tracker;
mod derived;
pub mod downloads;
mod expectation;
pub mod fragment;
mod lists;
mod loading;
mod lookup;
mod map_cells;
mod marked_rows;
mod notices;
mod panels;
mod position_store;
mod positions;
mod query_history;
mod query_store;
mod request_queue;
pub mod saved_views;
mod settings;
mod sim_detail;
mod sources;
mod spoken_query;
mod table;
mod view;
mod virtual_scroll;
mod wanted_data;
mod worker_client;
mod worker_events;
mod worker_handle;

pub use checks::CheckResult;
pub use derived::{derive_memo, derive_signal};
use downloads::ExportStore;
pub use expectation::Expectation;
pub use marked_rows::{MAX_MARKED_ROWS, MarkedRowStore};
pub use notices::{Notice, NoticeKind};
pub use positions::LoadedTowerFile;
pub use query_store::{HistoryMode, QueryStore};
pub use settings::{PageSettings, Theme};
pub use sources::{RemoteList, SourceEntry};
pub use spoken_query::parse_spoken_query;
pub use table::{TableSort, TableStore};
pub use virtual_scroll::{HEAD_HEIGHT, VirtualScroll};

use account::AccountStore;
use actions::ActionStore;
use address::AddressWriter;
use baseline::BaselineStore;
use checks::CheckStore;
use commands::CommandStore;
use completions::CompletionStore;
use crash_tracker::CrashTracker;
use leptos::prelude::*;
use lists::ListStore;
use loading::LoadStore;
use lookup::LookupStore;
use map_cells::MapCellStore;
use notices::NoticeStore;
use panels::PanelStore;
use positions::PositionStore;
use saved_views::SavedViewStore;
use sim_detail::SimDetailStore;
use sources::SourceStore;
use std::ops::Deref;
use view::ViewStore;
use worker_handle::WorkerHandle;

/// A handle of the stores of the page, which is copied into every view.
///
/// They live as long as the page, so that the handle is one reference: the stores themselves, which hold each other, would be
/// kilobytes in each of a thousand closures.
#[derive(Clone, Copy)]
pub struct PageState(&'static PageStores);

impl Deref for PageState {
    type Target = PageStores;

    fn deref(&self) -> &PageStores {
        self.0
    }
}

/// The stores of the page.
pub struct PageStores {
    /// What went wrong and was not dismissed yet.
    pub notices: NoticeStore,
    /// What the reader chose of the page itself.
    pub settings: PageSettings,
    /// The files, pastes and samples.
    pub sources: SourceStore,
    /// The reading of them.
    pub loading: LoadStore,
    /// The sign-in at the API.
    pub account: AccountStore,
    /// The query.
    pub query: QueryStore,
    /// What may follow in the query box.
    pub completions: CompletionStore,
    /// Lists of identifiers that are looked up.
    pub lookup: LookupStore,
    /// The earlier export that the fleet is compared with.
    pub baseline: BaselineStore,
    /// How the panels break the selection down.
    pub panels: PanelStore,
    /// The view that is shown.
    pub view: ViewStore,
    /// The table.
    pub table: TableStore,
    /// The rows that are marked by hand.
    pub marked_rows: MarkedRowStore,
    /// The SIM that is open.
    pub sim_detail: SimDetailStore,
    /// The cells on the map.
    pub map_cells: MapCellStore,
    /// The operator's own lists.
    pub lists: ListStore,
    /// Where positions of cells come from.
    pub positions: PositionStore,
    /// The selection as a file.
    pub export: ExportStore,
    /// What is done next with it.
    pub actions: ActionStore,
    /// What is shown as a command.
    pub commands: CommandStore,
    /// The saved views.
    pub saved_views: SavedViewStore,
    /// Those of them that are checks.
    pub checks: CheckStore,
    address: AddressWriter,
    worker: WorkerHandle,
    crash_tracker: StoredValue<CrashTracker>,
}

impl PageState {
    /// Nothing loaded, and no query.
    fn new(settings: PageSettings) -> Self {
        let notices = NoticeStore::default();
        let sources = SourceStore::default();
        let table = TableStore::default();
        let worker = WorkerHandle::new(notices);
        let sim_detail = SimDetailStore::new(table, worker);
        let completions = CompletionStore::new(worker);
        let lookup = LookupStore::new(worker);
        let loading = LoadStore::new(notices, settings, sim_detail, sources, worker);
        let account = AccountStore::new(loading);
        let query = QueryStore::new(completions, lookup, sources, table);
        let view = ViewStore::new(worker);
        let stores = PageStores {
            notices,
            settings,
            sources,
            loading,
            account,
            query,
            completions,
            lookup,
            baseline: BaselineStore::new(loading, query),
            panels: PanelStore::default(),
            view,
            table,
            marked_rows: MarkedRowStore::new(lookup, query, table, view, worker),
            sim_detail,
            map_cells: MapCellStore::new(worker),
            lists: ListStore::new(loading),
            positions: PositionStore::new(account),
            export: ExportStore::new(loading),
            actions: ActionStore::new(loading),
            commands: CommandStore::new(loading),
            saved_views: SavedViewStore::new(settings),
            checks: CheckStore::new(worker),
            address: AddressWriter::default(),
            worker,
            crash_tracker: StoredValue::default(),
        };
        Self(Box::leak(Box::new(stores)))
    }

    /// The state at the start: nothing loaded, the query of the address.
    pub fn start_page() -> Self {
        let state = Self::new(PageSettings::load_preferences());
        state.settings.sync_with_document();
        state.sync_with_address();
        state.start_worker();
        state.positions.restore_positions();
        state.request_wanted_data();
        state.watch_checks();
        state.watch_actions();
        state.watch_commands();
        state.clear_without_sources();
        state
    }

    /// Shows nothing of a fleet whose last source is gone.
    fn clear_without_sources(self) {
        let is_empty = derive_memo(move || self.sources.list.with(Vec::is_empty));
        Effect::new(move |_| {
            if is_empty.get() {
                self.panels.forget_tags();
                self.view.clear();
                self.marked_rows.clear();
                self.sim_detail.close();
                self.table.receive_window(&engine::RowWindow::default(), true);
            }
        });
    }
}

/// The state, as the root provides it.
///
/// # Panics
/// Outside of the page's root, which is a mistake in the page.
pub fn use_state() -> PageState {
    expect_context()
}
