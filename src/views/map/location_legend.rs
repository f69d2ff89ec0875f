//! The legend of the cells: the colours of radios, and how much is known of the positions. A click filters by an entry.

use super::placed_sims::{NoPositionsHint, PlacedSims, use_placed_sims};
use crate::format::{self, FormattedCount};
use crate::state::browser::{read_preference, save_preference};
use crate::state::use_state;
use crate::views::components::{VNode, derive_memo, derive_signal, render_children};
use crate::views::facets::clicked_value;
use engine::{LocationEvidence, MAP_RADIOS, MapFeatures, Movements};
use fleet::LocationPrecision;
use leptos::html;
use leptos::prelude::*;

/// Shows the legend.
#[component]
pub fn LocationLegend() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().places;
    let cells = state.map_cells.cells;
    let radios = NodeRef::<html::Ul>::new();
    render_children(radios, move || {
        let is_drawn = |radio: usize| cells.with(|cells| cells.as_ref().is_some_and(|cells| has_radio(cells, radio)));
        let entry = |radio: usize| {
            let swatch = VNode::new("span")
                .with_attribute("class", "swatch")
                .with_attribute("data-radio", (radio + 1).to_string());
            let key = MAP_RADIOS.get(radio).copied().unwrap_or_default();
            let button = VNode::new("button")
                .with_attribute("type", "button")
                .with_attribute("data-key", key)
                .with_children([swatch, VNode::new("span").with_text(words.radios[radio])]);
            VNode::new("li").with_children([button])
        };
        (0..=MAP_RADIOS.len()).filter(|radio| is_drawn(*radio)).map(entry).collect()
    });
    let kinds = NodeRef::<html::Ul>::new();
    render_children(kinds, move || {
        let counts = cells.with(|cells| cells.as_ref().map(|cells| cells.location_counts)).unwrap_or_default();
        let entry = |evidence: LocationEvidence| {
            let (kind, count) = (evidence as usize, counts.get(evidence));
            let swatch = VNode::new("span")
                .with_attribute("class", "swatch known")
                .with_attribute("data-kind", kind.to_string());
            let (cells, sims) = (FormattedCount::from(count.cells), FormattedCount::from(count.sims));
            let button = VNode::new("button")
                .with_attribute("type", "button")
                .with_attribute("data-test", "known")
                .with_attribute("data-kind", kind.to_string())
                .with_attribute("data-key", evidence.precision().query_word())
                .with_attribute("data-cells", count.cells.to_string())
                .with_attribute("data-sims", count.sims.to_string())
                .with_attribute("title", (words.known_count)(cells, sims))
                .with_children([
                    swatch,
                    VNode::new("span").with_text(words.known[kind]),
                    VNode::new("span").with_attribute("class", "count").with_text(sims.to_string()),
                ]);
            VNode::new("li").with_children([button])
        };
        LocationEvidence::ALL.into_iter().filter(|evidence| counts.get(*evidence).sims > 0).map(entry).collect()
    });
    let toggle = move |key: &'static str| {
        move |event| {
            if let Some(value) = clicked_value(&event).filter(|value| !value.is_empty()) {
                state.query.toggle_value(key, &value);
            }
        }
    };
    let drawn = derive_memo(move || cells.with(|cells| movements_value(cells.as_deref(), |ways| ways.sims.len())));
    let longest = derive_memo(move || cells.with(|cells| movements_value(cells.as_deref(), |ways| ways.longest_km)));
    let credit =
        derive_memo(move || cells.with(|cells| cells.as_ref().is_some_and(|cells| cells.attribution_required)));
    let sims = use_placed_sims(state);
    let placed_text = move || {
        let PlacedSims { placed, all } = sims.get();
        (words.placed)(FormattedCount::from(placed), FormattedCount::from(all))
    };
    // Small maps have better use for its room.
    let remember = |event: leptos::ev::Event| {
        let is_open = event_target::<web_sys::Element>(&event).has_attribute("open");
        save_preference("legend", if is_open { "open" } else { "folded" });
    };
    view! {
        <details class="knowledge" open=read_preference("legend").as_deref() != Some("folded") on:toggle=remember hidden=derive_signal(move || !state.map_cells.cells_wanted.get())>
            <summary data-test="placed-count">{derive_signal(placed_text)}</summary>
            <NoPositionsHint sims />
            <ul node_ref=radios on:click=toggle("radio")></ul>
            <ul node_ref=kinds on:click=toggle("located")></ul>
            <p class="way" data-test="ways-drawn" data-count=derive_signal(move || drawn.get().to_string()) hidden=derive_signal(move || drawn.get() == 0)>
                <span class="swatch" data-way="usual"></span>{words.way}" "
                <span class="swatch" data-way="impossible"></span>{words.impossible}" · "
                {derive_signal(move || (words.longest)(&format_kilometres(longest.get())))}
            </p>
            <p class="credit" data-test="credit" hidden=derive_signal(move || !credit.get())>{words.credit}</p>
            <p class="credit" hidden=derive_signal(move || state.map_cells.street_map_credit.with(Option::is_none))>
                {derive_signal(move || state.map_cells.street_map_credit.get().map(|author| (words.streets_by)(&author)).unwrap_or_default())}
            </p>
        </details>
    }
}

fn movements_value<T: Default>(cells: Option<&MapFeatures>, get: fn(&Movements) -> T) -> T {
    cells.map(|cells| get(&cells.movements)).unwrap_or_default()
}

fn format_kilometres(km: f32) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "half of the way round the earth at most"
    )]
    format::format_metres((km * 1000.0) as u32)
}

/// Returns whether a cell of this radio is drawn.
pub fn has_radio(cells: &MapFeatures, radio: usize) -> bool {
    let mut features = cells.radio.iter().zip(&cells.precision);
    features.any(|(of, precision)| *precision == LocationPrecision::Cell && usize::from(*of) == radio)
}
