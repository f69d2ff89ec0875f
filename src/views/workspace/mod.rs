//! The page with a fleet: query, truth, filters, map, ranking, histogram and table.

use crate::format::format_time;
use crate::state::use_state;
use crate::views::components::{DeferredPanel, RenderSchedule, derive_signal};
use crate::views::facets::FacetList;
use crate::views::histogram::HistogramSection;
use crate::views::layout::{
    self, ActivePanel, FILTERS_SPLIT, LayoutSwitch, MeasureChoice, PanelTabs, RANKING_SPLIT, SplitHandle, TABLE_SPLIT,
};
use crate::views::loading::LoadingLine;
use crate::views::map::WorldMap;
use crate::views::query::{ChangeCounts, LookupOffer, QueryBar, SelectionSummary, TermChips};
use crate::views::ranking::RankingPanel;
use crate::views::table::{SimTable, TableTools};
use leptos::prelude::*;

/// The workspace.
#[component]
pub fn Workspace() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let panels: ActivePanel = expect_context();
    layout::restore_splits();
    // What is read first comes first.
    let stages = RenderSchedule::start_rendering(4);
    let last = stages.has_reached(4);
    Effect::new(move |_| {
        state.view.panels_ready.set(last.get());
        if last.get() {
            state.view.publish_rendered();
        }
    });
    on_cleanup(move || state.view.panels_ready.set(false));
    view! {
        <main
            class="workspace" data-panel=derive_signal(move || panels.shown.get().key())
            data-layout=derive_signal(move || panels.layout.get().key())
            class:expanded=derive_signal(move || state.panels.ranking_wide.get() && state.panels.ranking_tab.with(|tab| tab == "pivot"))
            class:behind=derive_signal(move || state.query.error.with(Option::is_some))
        >
            <div class="top">
                <QueryBar />
                <div class="truth"><SelectionSummary /><LookupOffer /><TermChips /><LoadingLine /><MeasureChoice /><LayoutSwitch /></div>
                <ChangeCounts />
                <PrintDate />
            </div>
            <aside class="filters" aria-label=words.filters><h2 class="unseen">{words.filters}</h2><DeferredPanel of=stages part=3><FacetList /></DeferredPanel></aside>
            <SplitHandle of=FILTERS_SPLIT panel=".filters" label=words.filters />
            <section class="map" aria-label=words.map><h2 class="unseen">{words.map}</h2><WorldMap /></section>
            <SplitHandle of=RANKING_SPLIT panel=".ranking" label=words.ranking />
            <section class="ranking" aria-label=words.ranking><h2 class="unseen">{words.ranking}</h2><DeferredPanel of=stages part=2><RankingPanel /></DeferredPanel></section>
            <SplitHandle of=TABLE_SPLIT panel=".map" label=words.map />
            <div class="lower"><DeferredPanel of=stages part=4><div class="strip"><HistogramSection /><TableTools /></div><SimTable /></DeferredPanel></div>
            <PanelTabs />
        </main>
    }
}

/// When the page was printed; on paper alone.
#[component]
fn PrintDate() -> impl IntoView {
    let date = RwSignal::new(String::new());
    let printing = window_event_listener(leptos::ev::Custom::<web_sys::Event>::new("beforeprint"), move |_| {
        #[expect(clippy::cast_possible_truncation, reason = "a date")]
        date.set(format_time(js_sys::Date::now() as i64));
    });
    on_cleanup(move || printing.remove());
    view! { <p class="print-date">{derive_signal(move || date.get())}</p> }
}
