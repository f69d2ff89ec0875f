//! What stands at the place that was clicked: SIMs, operators, cells, and the way to select them.

use super::MapHost;
use crate::format::{self, FormattedCount, format_time_ago};
use crate::i18n::Messages;
use crate::state::{HistoryMode, use_state};
use engine::{CellDetail, FeatureDetail};
use fleet::LocationPrecision;
use leptos::prelude::*;
use std::sync::Arc;

/// So many cells and SIMs are named; the selection has them all.
const MAX_SHOWN_ITEMS: usize = 12;

/// The card; nothing where nothing was clicked.
#[component]
pub fn ClickedFeature() -> impl IntoView {
    let state = use_state();
    move || state.map_cells.clicked_feature.get().map(|placed| view! { <FeatureCard placed /> })
}

#[component]
fn FeatureCard(placed: Arc<FeatureDetail>) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let stage: MapHost = expect_context();
    let title = match placed.country.as_str() {
        "" => match placed.top_cells.as_slice() {
            [only] => only.name.clone(),
            _ => (words.sims)(FormattedCount::from(placed.sims)),
        },
        country => (words.places.somewhere)(&format::country_name(words, country)),
    };
    let now = state.view.latest.with_untracked(|view| view.as_ref().map_or(0, |view| view.now));
    let operators = placed.operators.iter().map(|(name, sims)| format!("{name} {}", FormattedCount::from(*sims)));
    let facts = [
        (words.sims)(FormattedCount::from(placed.sims))
            + " "
            + &(words.places.in_cells)(FormattedCount::from(placed.cells)),
        operators.take(4).collect::<Vec<_>>().join(" · "),
        placed.seen.map(|seen| format!("{}: {}", words.last_seen, format_time_ago(seen, now))).unwrap_or_default(),
    ];
    let cells = placed
        .top_cells
        .iter()
        .take(MAX_SHOWN_ITEMS)
        .map(|cell| view! { <li>{cell_item(words, cell)}</li> })
        .collect_view();
    let more =
        placed.cells.saturating_sub(u32::try_from(placed.top_cells.len().min(MAX_SHOWN_ITEMS)).unwrap_or(u32::MAX));
    let rows = placed.first_sims.iter().take(MAX_SHOWN_ITEMS).map(|sim| {
        let row = sim.row;
        view! {
            <li><button type="button" class="link" data-test="placed-sim" on:click=move |_| state.sim_detail.open(row)>{sim.name.clone()}</button>
            <span>{sim.seen.map(|seen| format_time_ago(seen, now))}</span></li>
        }
    });
    let rows = rows.collect_view();
    let select = placed.query.clone();
    let bounds = placed.bounds;
    view! {
        <section class="placed" data-test="placed" data-sims=placed.sims.to_string() data-cells=placed.cells.to_string() aria-label=title.clone()>
            <div class="title">
                <strong>{title.clone()}</strong>
                <button type="button" class="quiet square" data-test="placed-close" aria-label=words.close title=words.close on:click=move |_| state.map_cells.clicked_feature.set(None)>"✕"</button>
            </div>
            {facts.into_iter().filter(|fact| !fact.is_empty()).map(|fact| view! { <p>{fact}</p> }).collect_view()}
            <div class="actions">
                <button type="button" class="button" data-test="placed-select" on:click=move |_| state.query.apply(&select, HistoryMode::Push)>{(words.places.select)(FormattedCount::from(placed.sims))}</button>
                {bounds.map(|bounds| view! { <button type="button" class="button" data-test="placed-zoom" on:click=move |_| stage.show_bounds(bounds)>{words.places.zoom_here}</button> })}
            </div>
            <ul class="cells">{cells}</ul>
            {(more > 0).then(|| view! { <p>{(words.places.more)(FormattedCount::from(more))}</p> })}
            <ul class="sims">{rows}</ul>
        </section>
    }
}

/// How far around its position a cell may be.
pub fn position_accuracy(words: &Messages, cell: &CellDetail) -> String {
    let length = format::format_metres(cell.range_metres);
    match (cell.precision, cell.range_metres) {
        (LocationPrecision::Area, _) => (words.places.spread)(&length),
        (_, 0) => String::new(),
        _ => (words.places.range)(&length),
    }
}

/// A place on OpenStreetMap: for a link, never for a request of the page's own.
pub fn openstreetmap_url(lat: f64, lon: f64) -> String {
    format!("https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=15/{lat}/{lon}")
}

fn cell_item(words: &'static Messages, cell: &CellDetail) -> AnyView {
    let around = position_accuracy(words, cell);
    let origin = cell.origin.map_or("", |origin| words.places.origins[origin as usize]);
    let parts = [query::radio_label(&cell.radio).to_owned(), cell.operator.clone(), around, origin.to_owned()];
    let line = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let outside = cell.position.map(|(lat, lon)| {
        let url = openstreetmap_url(lat, lon);
        view! { <a href=url target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer">{words.places.openstreetmap}" ↗"</a> }
    });
    view! {
        <strong>{cell.name.clone()}</strong>" "<span>{(words.sims)(FormattedCount::from(cell.sims))}</span>
        <small>{line}</small>
        {outside}
    }
    .into_any()
}
