//! What is at the place that was clicked: SIMs, operators, cells, and a button that selects them.

use super::MapHost;
use crate::format::{self, FormattedCount, format_time_ago};
use crate::i18n::Messages;
use crate::state::{HistoryMode, use_state};
use engine::{CellDetail, FeatureDetail};
use fleet::LocationPrecision;
use leptos::prelude::*;
use std::sync::Arc;

/// Maximum number of cells and of SIMs that are named; the selection has them all.
const MAX_SHOWN_ITEMS: usize = 12;

/// Shows the card of the features that were clicked.
#[component]
pub fn ClickedFeature() -> impl IntoView {
    let state = use_state();
    move || state.map_cells.clicked_feature.get().map(|detail| view! { <FeatureCard detail /> })
}

#[component]
fn FeatureCard(detail: Arc<FeatureDetail>) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let map_host: MapHost = expect_context();
    let title = match detail.country.as_str() {
        "" => match detail.top_cells.as_slice() {
            [only] => only.name.clone(),
            _ => (words.sims)(FormattedCount::from(detail.sims)),
        },
        country => (words.places.somewhere)(&format::country_name(words, country)),
    };
    let now = state.view.latest.with_untracked(|view| view.as_ref().map_or(0, |view| view.now));
    let operators = detail.operators.iter().map(|(name, sims)| format!("{name} {}", FormattedCount::from(*sims)));
    let facts = [
        (words.sims)(FormattedCount::from(detail.sims))
            + " "
            + &(words.places.in_cells)(FormattedCount::from(detail.cells)),
        operators.take(4).collect::<Vec<_>>().join(" · "),
        detail.seen.map(|seen| format!("{}: {}", words.last_seen, format_time_ago(seen, now))).unwrap_or_default(),
    ];
    let cells = detail
        .top_cells
        .iter()
        .take(MAX_SHOWN_ITEMS)
        .map(|cell| view! { <li>{cell_item(words, cell)}</li> })
        .collect_view();
    let more =
        detail.cells.saturating_sub(u32::try_from(detail.top_cells.len().min(MAX_SHOWN_ITEMS)).unwrap_or(u32::MAX));
    let rows = detail.first_sims.iter().take(MAX_SHOWN_ITEMS).map(|sim| {
        let row = sim.row;
        view! {
            <li><button type="button" class="link" data-test="placed-sim" on:click=move |_| state.sim_detail.open(row)>{sim.name.clone()}</button>
            <span>{sim.seen.map(|seen| format_time_ago(seen, now))}</span></li>
        }
    });
    let rows = rows.collect_view();
    let select = detail.query.clone();
    let bounds = detail.bounds;
    view! {
        <section class="placed" data-test="placed" data-sims=detail.sims.to_string() data-cells=detail.cells.to_string() aria-label=title.clone()>
            <div class="title">
                <strong>{title.clone()}</strong>
                <button type="button" class="quiet square" data-test="placed-close" aria-label=words.close title=words.close on:click=move |_| state.map_cells.clicked_feature.set(None)>"✕"</button>
            </div>
            {facts.into_iter().filter(|fact| !fact.is_empty()).map(|fact| view! { <p>{fact}</p> }).collect_view()}
            <div class="actions">
                <button type="button" class="button" data-test="placed-select" on:click=move |_| state.query.apply(&select, HistoryMode::Push)>{(words.places.select)(FormattedCount::from(detail.sims))}</button>
                {bounds.map(|bounds| view! { <button type="button" class="button" data-test="placed-zoom" on:click=move |_| map_host.show_bounds(bounds)>{words.places.zoom_here}</button> })}
            </div>
            <ul class="cells">{cells}</ul>
            {(more > 0).then(|| view! { <p>{(words.places.more)(FormattedCount::from(more))}</p> })}
            <ul class="sims">{rows}</ul>
        </section>
    }
}

/// Says how far around its position a cell may be.
pub fn position_accuracy(words: &Messages, cell: &CellDetail) -> String {
    let length = format::format_metres(cell.range_metres);
    match (cell.precision, cell.range_metres) {
        (LocationPrecision::Area, _) => (words.places.spread)(&length),
        (_, 0) => String::new(),
        _ => (words.places.range)(&length),
    }
}

/// Returns the address of a place on OpenStreetMap: for a link, never for a request of the page's own.
pub fn openstreetmap_url(lat: f64, lon: f64) -> String {
    format!("https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=15/{lat}/{lon}")
}

fn cell_item(words: &'static Messages, cell: &CellDetail) -> AnyView {
    let accuracy = position_accuracy(words, cell);
    let origin = cell.origin.map_or("", |origin| words.places.origins[origin as usize]);
    let parts = [query::radio_label(&cell.radio).to_owned(), cell.operator.clone(), accuracy, origin.to_owned()];
    let line = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let link = cell.position.map(|(lat, lon)| {
        let url = openstreetmap_url(lat, lon);
        view! { <a href=url target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer">{words.places.openstreetmap}" ↗"</a> }
    });
    view! {
        <strong>{cell.name.clone()}</strong>" "<span>{(words.sims)(FormattedCount::from(cell.sims))}</span>
        <small>{line}</small>
        {link}
    }
    .into_any()
}
