//! The page with a fleet: query, truth, filters, map, ranking, histogram and table.

use crate::state::use_state;
use crate::views::facets::Facets;
use crate::views::histogram::Histogram;
use crate::views::layout::{self, FILTERS, Panels, RANKING, Split, TABLE, Tabs};
use crate::views::loading::LoadingLine;
use crate::views::map::WorldMap;
use crate::views::parts::{Staged, Stages, live};
use crate::views::query::{Changes, Chips, Fault, Line, Offer, QueryBar};
use crate::views::ranking::Ranking;
use crate::views::table::Table;
use leptos::prelude::*;

/// The workspace.
#[component]
pub fn Workspace() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let panels: Panels = expect_context();
    layout::restore();
    // What is read first comes first.
    let stages = Stages::begin(4);
    let last = stages.reached(4);
    Effect::new(move |_| {
        state.whole.set(last.get());
        if last.get() {
            state.settle();
        }
    });
    on_cleanup(move || state.whole.set(false));
    view! {
        <main class="workspace" data-panel=live(move || panels.shown.get().key())>
            <div class="top">
                <QueryBar />
                <div class="truth"><Line /><Fault /><Offer /><Chips /><LoadingLine /></div>
                <Changes />
            </div>
            <aside class="filters" aria-label=words.filters><h2 class="unseen">{words.filters}</h2><Staged of=stages part=3><Facets /></Staged></aside>
            <Split of=FILTERS panel=".filters" label=words.filters />
            <section class="map" aria-label=words.map><h2 class="unseen">{words.map}</h2><WorldMap /></section>
            <Split of=RANKING panel=".ranking" label=words.ranking />
            <section class="ranking" aria-label=words.ranking><h2 class="unseen">{words.ranking}</h2><Staged of=stages part=2><Ranking /></Staged></section>
            <Split of=TABLE panel=".map" label=words.map />
            <div class="lower"><Staged of=stages part=4><Histogram /><Table /></Staged></div>
            <Tabs />
        </main>
    }
}
