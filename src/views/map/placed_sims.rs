//! How many SIMs of the selection have a place on the map, and what to do where none has.

use crate::state::{PageState, use_state};
use crate::views::components::{derive_memo, derive_signal};
use crate::views::loading;
use engine::LocationEvidence;
use leptos::prelude::*;

/// The SIMs of the selection.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PlacedSims {
    /// Those whose cell, or its area, has a position.
    pub placed: u32,
    /// All.
    pub all: u32,
}

/// Returns how many SIMs have a place, and of how many.
pub fn use_placed_sims(state: PageState) -> Memo<PlacedSims> {
    derive_memo(move || {
        let counts = state.map_cells.cells.with(|cells| cells.as_ref().map(|cells| cells.location_counts));
        let counts = counts.unwrap_or_default();
        LocationEvidence::ALL.into_iter().fold(PlacedSims::default(), |PlacedSims { placed, all }, evidence| {
            let sims = counts.get(evidence).sims;
            let has_place = !matches!(evidence, LocationEvidence::Country | LocationEvidence::Unknown);
            PlacedSims { placed: placed + if has_place { sims } else { 0 }, all: all + sims }
        })
    })
}

/// Says that each circle is a whole country, and what changes that.
#[component]
pub fn NoPositionsHint(
    /// The SIMs that have a place.
    sims: Memo<PlacedSims>,
) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().places;
    let has_place = move || sims.with(|sims| sims.placed > 0 || sims.all == 0);
    view! {
        <div class="no-positions" data-test="no-positions" role="status" hidden=derive_signal(has_place)>
            <p>{words.no_positions}</p>
            <button type="button" class="button" on:click=|_| loading::choose_files()>{words.load_towers}</button>
            <button type="button" class="button" hidden=derive_signal(move || state.account.signed_in.with(Option::is_some)) on:click=move |_| state.account.open_form()>{words.sign_in}</button>
        </div>
    }
}
