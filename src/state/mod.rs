//! What the page knows: the last whole view, the sources, and the line to the worker, which owns the fleet.

mod account;
mod address;
mod answers;
mod asking;
mod blame;
pub mod browser;
pub mod fragment;
mod keep;
mod link;
mod loading;
mod notices;
mod opening;
mod places;
mod questions;
mod saving;
mod search;
mod settings;
mod sources;
mod table;
pub mod views;

pub use account::Api;
pub use asking::Asking;
pub use notices::{Notice, Notices, Trouble};
pub use places::{Places, Tower};
pub use search::Step;
pub use settings::{Settings, Theme};
pub use sources::{Bytes, Entry, Remote, Sources};
pub use table::{Sort, Table};

use blame::Blame;
use engine::{FleetView, LoadProgress, SimDetail};
use leptos::prelude::*;
use link::Link;
use questions::Questions;
use std::sync::Arc;

/// The page's state. A handle: it is copied into every view.
#[derive(Clone, Copy)]
pub struct State {
    /// What the reader chose of the page itself.
    pub settings: Settings,
    /// The files, pastes and samples.
    pub sources: Sources,
    /// What went wrong and was not dismissed yet.
    pub notices: Notices,
    /// How far the reading is, while something is read.
    pub progress: RwSignal<Option<LoadProgress>>,
    /// The last whole view; `None` until there is a fleet.
    pub view: RwSignal<Option<Arc<FleetView>>>,
    /// The same, once every part of the page shows it.
    pub settled: RwSignal<Option<Arc<FleetView>>>,
    /// Whether all parts of the page are there to show a view.
    pub whole: RwSignal<bool>,
    /// The text in the query box.
    pub draft: RwSignal<String>,
    /// What is wrong with it.
    pub fault: RwSignal<Option<query::ParseError>>,
    /// The table.
    pub table: Table,
    /// The SIM that is open.
    pub opened: RwSignal<Option<Arc<SimDetail>>>,
    /// Whether an export is being written.
    pub exporting: RwSignal<bool>,
    /// How many bytes of the sources have been read for a file that is written, and of how many.
    pub writing: RwSignal<Option<(u64, u64)>>,
    /// The sign-in at the API.
    pub api: Api,
    /// What is asked beside the query.
    pub asking: Asking,
    /// The cells on the map.
    pub places: Places,
    /// How often the saved views have changed.
    saved: RwSignal<u32>,
    /// What a screen reader is told next.
    pub said: RwSignal<String>,
    /// Whether the address is that of a text that is being typed.
    typing: StoredValue<bool>,
    /// What the query box will say with the next answer.
    late: StoredValue<Option<String>>,
    /// The query that was asked last: printed, and good.
    asked: StoredValue<String>,
    link: StoredValue<Option<Link>, LocalStorage>,
    questions: StoredValue<Questions>,
    blame: StoredValue<Blame>,
}

impl State {
    /// The state at the start: nothing loaded, the query of the address.
    pub fn begin() -> Self {
        let state = Self {
            settings: Settings::load(),
            sources: Sources::default(),
            notices: Notices::default(),
            progress: RwSignal::default(),
            view: RwSignal::default(),
            settled: RwSignal::default(),
            whole: RwSignal::default(),
            draft: RwSignal::default(),
            fault: RwSignal::default(),
            table: Table::default(),
            opened: RwSignal::default(),
            exporting: RwSignal::default(),
            writing: RwSignal::default(),
            api: Api::default(),
            asking: Asking::default(),
            places: Places::default(),
            saved: RwSignal::default(),
            said: RwSignal::default(),
            typing: StoredValue::default(),
            late: StoredValue::default(),
            asked: StoredValue::default(),
            link: StoredValue::new_local(None),
            questions: StoredValue::default(),
            blame: StoredValue::default(),
        };
        state.settings.follow();
        state.read_address();
        state.connect();
        state.restore_positions();
        Effect::new(move |before: Option<bool>| {
            let utc = state.settings.utc.get();
            if before.is_some_and(|before| before != utc) {
                state.ask_again();
            }
            utc
        });
        state
    }

    /// Whether something is being read.
    pub fn loading(self) -> bool {
        self.progress.with(Option::is_some)
    }
}

/// The state, as the root provides it.
///
/// # Panics
/// Outside of the page's root, which is a mistake in the page.
pub fn use_state() -> State {
    expect_context()
}
