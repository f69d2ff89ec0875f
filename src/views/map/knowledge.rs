//! The legend of the cells: the radios' colours, and how much stands on each kind of knowledge. Each is a term.

use crate::figures::{self, Count};
use crate::state::use_state;
use crate::views::facets::clicked;
use crate::views::parts::{Sketch, draw, live, memo};
use engine::{MAP_RADIOS, MapFeatures, Movements};
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

/// The kinds of knowledge as values of `located`, by their place in `Cells::known`.
const LOCATED: [&str; 5] = ["cell", "cell", "area", "country", "none"];

/// The legend.
#[component]
pub fn Knowledge() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now().places;
    let cells = state.places.cells;
    let radios = NodeRef::<html::Ul>::new();
    draw(radios, move || {
        let met = |radio: usize| cells.with(|cells| cells.as_ref().is_some_and(|cells| has(cells, radio)));
        let entry = |radio: usize| {
            let swatch = Sketch::new("span").with("class", "swatch").with("data-radio", (radio + 1).to_string());
            let key = MAP_RADIOS.get(radio).copied().unwrap_or_default();
            let button = Sketch::new("button")
                .with("type", "button")
                .with("data-key", key)
                .holding([swatch, Sketch::new("span").text(words.radios[radio])]);
            Sketch::new("li").holding([button])
        };
        (0..=MAP_RADIOS.len()).filter(|radio| met(*radio)).map(entry).collect()
    });
    let kinds = NodeRef::<html::Ul>::new();
    draw(kinds, move || {
        let known = cells.with(|cells| cells.as_ref().map(|cells| cells.location_counts)).unwrap_or_default();
        let entry = |(kind, known): (usize, engine::LocationCount)| {
            let swatch = Sketch::new("span").with("class", "swatch known").with("data-kind", kind.to_string());
            let (cells, sims) = (Count::from(known.cells), Count::from(known.sims));
            let button = Sketch::new("button")
                .with("type", "button")
                .with("data-test", "known")
                .with("data-kind", kind.to_string())
                .with("data-key", LOCATED[kind])
                .with("data-cells", known.cells.to_string())
                .with("data-sims", known.sims.to_string())
                .with("title", (words.known_count)(cells, sims))
                .holding([
                    swatch,
                    Sketch::new("span").text(words.known[kind]),
                    Sketch::new("span").with("class", "count").text(sims.to_string()),
                ]);
            Sketch::new("li").holding([button])
        };
        known.into_iter().enumerate().filter(|(_, known)| known.sims > 0).map(entry).collect()
    });
    let choose = move |key: &'static str| {
        move |event| {
            if let Some(value) = clicked(&event).filter(|value| !value.is_empty()) {
                state.toggle(key, &value);
            }
        }
    };
    fn of_ways<T: Default>(cells: &Option<Arc<MapFeatures>>, get: fn(&Movements) -> T) -> T {
        cells.as_ref().map(|cells| get(&cells.movements)).unwrap_or_default()
    }
    let drawn = memo(move || cells.with(|cells| of_ways(cells, |ways| ways.sims.len())));
    let longest = memo(move || cells.with(|cells| of_ways(cells, |ways| ways.longest_km)));
    let credit = memo(move || cells.with(|cells| cells.as_ref().is_some_and(|cells| cells.attribution_required)));
    view! {
        <div class="knowledge" hidden=live(move || !state.places.wanted.get())>
            <ul node_ref=radios on:click=choose("radio")></ul>
            <ul node_ref=kinds on:click=choose("located")></ul>
            <p class="way" data-test="ways-drawn" data-count=live(move || drawn.get().to_string()) hidden=live(move || drawn.get() == 0)>
                <span class="swatch" data-way="usual"></span>{words.way}" "
                <span class="swatch" data-way="impossible"></span>{words.impossible}" · "
                {live(move || (words.longest)(&kilometres(longest.get())))}
            </p>
            <p class="credit" data-test="credit" hidden=live(move || !credit.get())>{words.credit}</p>
            <p class="credit" hidden=live(move || state.places.streets.with(Option::is_none))>
                {live(move || state.places.streets.get().map(|who| (words.streets_by)(&who)).unwrap_or_default())}
            </p>
        </div>
    }
}

fn kilometres(km: f32) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "half around the earth at most")]
    figures::metres((km * 1000.0) as u32)
}

/// Whether a cell of this radio is drawn.
pub fn has(cells: &MapFeatures, radio: usize) -> bool {
    cells.radio.iter().zip(&cells.precision).any(|(of, kind)| *kind == 0 && usize::from(*of) == radio)
}
