//! The map's panel: the map, its legend, and what is shown while or where there is none.

mod count_legend;
mod country_counts;
mod feature_card;
mod location_legend;
mod map_host;
mod near;
mod placed_sims;
mod positions;
mod tools;

pub use feature_card::{openstreetmap_url, position_accuracy};
pub use map_host::MapHost;

use crate::format::{self, FormattedCount};
use crate::map::MapError;
use crate::state::use_state;
use crate::views::components::{css_pixels, derive_memo, derive_signal};
use crate::views::facets::use_ranked_facet;
use count_legend::CountLegend;
use feature_card::ClickedFeature;
use leptos::html;
use leptos::prelude::*;
use location_legend::LocationLegend;
use map_host::MapStatus;
use tools::MapTools;

/// Shows the panel.
#[component]
pub fn WorldMap() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let map_host: MapHost = expect_context();
    let panel = NodeRef::<html::Div>::new();
    let countries = use_ranked_facet(state, "country");
    Effect::new(move |_| {
        if let Some(panel) = panel.get() {
            map_host.attach_to(&panel, words.map_label);
        }
    });
    // Starting WebGL keeps the page and two cores busy for longer than a frame or two: the numbers come first.
    // A list that is fetched leaves time enough.
    let is_reading =
        derive_memo(move || state.loading.progress.with(|p| p.as_ref().is_some_and(|p| p.fetch.is_none())));
    Effect::new(move |_| {
        if panel.get().is_some() && !is_reading.get() {
            map_host.start_map(words.map_label, state);
        }
    });
    Effect::new(move |_| map_host.paint_countries(countries, state.view.scale));
    Effect::new(move |_| map_host.draw_cells(state));
    let query = derive_memo(move || {
        state.view.latest.with(|view| view.as_ref().map(|view| view.query.clone()).unwrap_or_default())
    });
    // Most queries ask about no region: the map has nothing to draw again then.
    let regions = derive_memo(move || {
        query.with(|query| query::parse_query(query).map(|query| query.regions()).unwrap_or_default())
    });
    let drawn_regions = StoredValue::new(vec![]);
    Effect::new(move |_| {
        let regions = regions.get();
        if map_host.status.get() == MapStatus::Ready && drawn_regions.get_value() != regions {
            map_host.draw_regions(&regions);
            // What is asked for is seen.
            if let [.., region] = regions.as_slice()
                && let Some(bounds) = region.bounds()
            {
                map_host.show_bounds(bounds);
            }
            drawn_regions.set_value(regions);
        }
    });
    Effect::new(move |_| map_host.force_cells(state.map_cells.cells_forced.get()));
    let printing =
        window_event_listener(leptos::ev::Custom::<web_sys::Event>::new("beforeprint"), move |_| map_host.redraw_now());
    on_cleanup(move || printing.remove());
    // What was clicked belongs to the selection before.
    Effect::new(move |_| {
        query.track();
        state.map_cells.clicked_feature.set(None);
    });
    Effect::new(move |_| {
        state.settings.theme.track();
        state.settings.system_is_dark.track();
        map_host.update_theme();
    });
    let message = move || match map_host.status.get() {
        MapStatus::Loading => Some(words.map_loading),
        MapStatus::Unavailable(MapError::NoWebGl) => Some(words.map_missing),
        MapStatus::Unavailable(MapError::LoadFailed) => Some(words.map_parts),
        MapStatus::Ready => None,
    };
    let tip = move || {
        map_host.hovered_country.get().map(|(country, x, y)| {
            let text = countries.with(|counted| {
                let item = counted.items.iter().find(|item| item.key == country);
                let amount = counted.amounts.as_ref().zip(item.and_then(|item| item.amount));
                let sims = || (words.sims)(FormattedCount::from(item.map_or(0, |item| item.count)));
                amount.map_or_else(sims, |(scale, amount)| scale.format(amount))
            });
            view! {
                <p class="tip" style:left=css_pixels(x) style:top=css_pixels(y)>
                    <strong>{format::country_name(words, &country)}</strong>" "{text}
                </p>
            }
        })
    };
    let is_ready = derive_memo(move || map_host.status.get() == MapStatus::Ready);
    view! {
        <div class="world" node_ref=panel></div>
        <p class="message" hidden=derive_signal(move || message().is_none())>{message}</p>
        <div class="over" aria-hidden="true">{tip}</div>
        <div class="tools-row" hidden=derive_signal(move || !is_ready.get())><MapTools /></div>
        <CountLegend />
        <LocationLegend />
        <ClickedFeature />
        <div class="zoom" hidden=derive_signal(move || !is_ready.get())>
            <button type="button" title=words.zoom_in aria-label=words.zoom_in on:click=move |_| map_host.zoom_by(1.0)>"+"</button>
            <button type="button" title=words.zoom_out aria-label=words.zoom_out on:click=move |_| map_host.zoom_by(-1.0)>"−"</button>
            <button type="button" title=words.map_fit aria-label=words.map_fit on:click=move |_| map_host.show_world()>
                <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5.5" /><path d="M2.5 8h11M8 2.5c-4 4-4 7 0 11M8 2.5c4 4 4 7 0 11" /></svg>
            </button>
            <button type="button" title=words.places.fit aria-label=words.places.fit data-test="fit" on:click=move |_| map_host.fit_selection(state)>
                <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3" /><circle cx="8" cy="8" r="1.5" /></svg>
            </button>
        </div>
    }
}
