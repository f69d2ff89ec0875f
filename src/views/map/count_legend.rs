//! The legend of the colours of countries: the lowest count of each class.

use super::country_counts::highest_country_count;
use super::location_legend;
use crate::format::{FormattedCount, class_minimums};
use crate::map::{LegendEntry, LegendMark};
use crate::state::{PageState, use_state};
use crate::views::components::{derive_memo, derive_signal};
use crate::views::facets::FacetSummary;
use engine::LocationEvidence;
use leptos::prelude::*;

/// Shows the legend of the map and of the bars.
#[component]
pub fn CountLegend(
    /// The countries.
    countries: Memo<FacetSummary>,
) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let highest = derive_memo(move || countries.with(|counted| highest_country_count(&counted.items)));
    let steps = move || {
        class_minimums(highest.get()).into_iter().map(|(class, from)| {
            view! { <li><span class="swatch" data-class=class.to_string()></span>{FormattedCount::from(from).to_string()}</li> }
        }).collect_view()
    };
    view! { <ul class="legend" aria-label=words.legend hidden=derive_signal(move || highest.get() == 0 || state.map_cells.cells_wanted.get())>{steps}</ul> }
}

/// Returns the legend of a picture of the map, and who is to be named in it.
pub fn image_legend(state: PageState) -> (Vec<LegendEntry>, String) {
    let words = state.settings.current_messages();
    let entry = |colour: &str, mark: LegendMark, text: String| LegendEntry { colour: colour.to_owned(), mark, text };
    let cells = state.map_cells.cells.get_untracked().filter(|_| state.map_cells.cells_wanted.get_untracked());
    if let Some(cells) = cells {
        let radios = (0..words.places.radios.len()).filter(|radio| location_legend::has_radio(&cells, *radio));
        let radios =
            radios.map(|at| entry(&format!("radio-{}", at + 1), LegendMark::Disc, words.places.radios[at].to_owned()));
        let rings = [(LocationEvidence::Area, "map-area"), (LocationEvidence::Country, "map-somewhere")]
            .into_iter()
            .filter(|(evidence, _)| cells.location_counts.get(*evidence).sims > 0);
        let rings = rings.map(|(evidence, token)| {
            let count = cells.location_counts.get(evidence);
            let text = (words.places.known_count)(FormattedCount::from(count.cells), FormattedCount::from(count.sims));
            entry(token, LegendMark::Ring, format!("{}: {text}", words.places.known[evidence as usize]))
        });
        let foot = if cells.attribution_required { words.places.credit } else { "" };
        return (radios.chain(rings).collect(), foot.to_owned());
    }
    let highest = state.view.rendered.with_untracked(|view| {
        let countries = view.iter().flat_map(|view| &view.facets).find(|facet| facet.name == "country");
        countries.map_or(0, |facet| highest_country_count(&facet.items))
    });
    let classes = class_minimums(highest).into_iter();
    (
        classes
            .map(|(class, from)| {
                entry(&format!("scale-{class}"), LegendMark::Disc, format!("{}+", FormattedCount::from(from)))
            })
            .collect(),
        String::new(),
    )
}
