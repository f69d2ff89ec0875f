//! The map's panel: the map, its legend, and what stands there while or where there is none.

mod knowledge;
mod legend;
mod near;
mod placed;
mod positions;
mod stage;
mod tools;

pub use placed::{around, openstreetmap};
pub use stage::Stage;

use crate::figures::{self, Count};
use crate::map::Missing;
use crate::state::use_state;
use crate::views::facets::counted;
use crate::views::parts::{live, memo, px};
use knowledge::Knowledge;
use legend::Legend;
use leptos::html;
use leptos::prelude::*;
use placed::Place;
use stage::Face;
use tools::Tools;

/// The panel.
#[component]
pub fn WorldMap() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let stage: Stage = expect_context();
    let place = NodeRef::<html::Div>::new();
    let countries = counted(state, "country");
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            stage.enter(&place, words.map_label);
        }
    });
    // To start WebGL keeps the page busy for longer than a frame or two, and two cores with it: the numbers come first.
    // A list that is fetched leaves time enough.
    let reading = memo(move || state.progress.with(|p| p.as_ref().is_some_and(|p| p.fetch.is_none())));
    Effect::new(move |_| {
        if place.get().is_some() && !reading.get() {
            stage.start(words.map_label, state);
        }
    });
    Effect::new(move |_| stage.paint(countries));
    Effect::new(move |_| stage.draw_cells(state));
    let query = memo(move || state.view.with(|view| view.as_ref().map(|view| view.query.clone()).unwrap_or_default()));
    // Most queries ask about no region: the map has nothing to draw again then.
    let regions =
        memo(move || query.with(|query| query::parse_query(query).map(|query| query.regions()).unwrap_or_default()));
    let drawn_before = StoredValue::new(vec![]);
    Effect::new(move |_| {
        let regions = regions.get();
        if stage.face.get() == Face::Drawn && drawn_before.get_value() != regions {
            stage.draw_regions(&regions);
            drawn_before.set_value(regions);
        }
    });
    Effect::new(move |_| stage.force(state.places.forced.get()));
    let printing =
        window_event_listener(leptos::ev::Custom::<web_sys::Event>::new("beforeprint"), move |_| stage.redraw());
    on_cleanup(move || printing.remove());
    // A selection that has other SIMs has other places.
    Effect::new(move |_| {
        query.track();
        state.places.placed.set(None);
    });
    Effect::new(move |_| {
        state.settings.theme.track();
        state.settings.dark.track();
        stage.recolour();
        untrack(|| stage.paint(countries));
    });
    let message = move || match stage.face.get() {
        Face::Coming => Some(words.map_loading),
        Face::Missing(Missing::WebGl) => Some(words.map_missing),
        Face::Missing(Missing::Parts) => Some(words.map_parts),
        Face::Drawn => None,
    };
    let tip = move || {
        stage.pointed.get().map(|(country, x, y)| {
            let count = countries
                .with(|counted| counted.items.iter().find(|item| item.key == country).map_or(0, |item| item.count));
            view! {
                <p class="tip" style:left=px(x) style:top=px(y)>
                    <strong>{figures::country(words, &country)}</strong>" "{(words.sims)(Count::from(count))}
                </p>
            }
        })
    };
    let drawn = memo(move || stage.face.get() == Face::Drawn);
    view! {
        <div class="world" node_ref=place></div>
        <p class="message" hidden=live(move || message().is_none())>{message}</p>
        <div class="over" aria-hidden="true">{tip}</div>
        <div class="tools-row" hidden=live(move || !drawn.get())><Tools /></div>
        <Legend countries />
        <Knowledge />
        <Place />
        <div class="zoom" hidden=live(move || !drawn.get())>
            <button type="button" title=words.zoom_in aria-label=words.zoom_in on:click=move |_| stage.zoom(1.0)>"+"</button>
            <button type="button" title=words.zoom_out aria-label=words.zoom_out on:click=move |_| stage.zoom(-1.0)>"−"</button>
            <button type="button" title=words.map_fit aria-label=words.map_fit on:click=move |_| stage.home()>
                <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5.5" /><path d="M2.5 8h11M8 2.5c-4 4-4 7 0 11M8 2.5c4 4 4 7 0 11" /></svg>
            </button>
        </div>
    }
}
