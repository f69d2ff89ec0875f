//! The legend of the colours of counts: the range of each class.

use super::location_legend;
use crate::format::{AmountScale, CountClass, FormattedCount};
use crate::map::{LegendEntry, LegendMark};
use crate::state::{PageState, use_state};
use crate::views::components::{derive_memo, derive_signal};
use engine::LocationEvidence;
use leptos::prelude::*;

/// Shows the legend of the map and of the bars.
#[component]
pub fn CountLegend() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let steps = move || {
        state.view.amounts.with(|amounts| {
            let classes = state.view.scale.get().classes().map(|class| {
                let label = class_label(class, amounts.as_ref());
                view! { <li><span class="swatch" data-class=class.color.to_string()></span>{label}</li> }
            });
            classes.collect_view()
        })
    };
    let title = derive_signal(move || {
        let key = state.view.amounts.with(|amounts| amounts.as_ref().map(|amounts| amounts.key().to_owned()));
        key.map_or_else(|| words.legend.to_owned(), |key| words.key_label(&key))
    });
    // The classes are of the fleet, so that one selection can be compared with another.
    let can_rescale = derive_memo(move || {
        let is_part =
            state.view.latest.with(|view| view.as_ref().is_some_and(|view| view.selected.records < view.fleet.records));
        is_part || state.view.is_scale_fitted()
    });
    view! {
        <ul class="legend" aria-label=words.legend hidden=derive_signal(move || state.view.scale.get().classes().next().is_none() || state.map_cells.cells_wanted.get())>
            <li>{title}</li>
            {steps}
            <li hidden=derive_signal(move || !can_rescale.get())>
                <button type="button" class="link" data-test="rescale" on:click=move |_| state.view.toggle_fitted_scale()>
                    {derive_signal(move || if state.view.is_scale_fitted() { words.places.scale_of_fleet } else { words.places.rescale })}
                </button>
            </li>
        </ul>
    }
}

/// The counts of a class: `10–29`, and of the last `1,000+`. Of amounts a class ends where the next one begins.
fn class_label(class: CountClass, amounts: Option<&AmountScale>) -> String {
    if let Some(scale) = amounts {
        let from = scale.format(if class.from > 1 { scale.amount(class.from) } else { 0.0 });
        return match class.to {
            Some(to) => format!("{from}–{}", scale.format(scale.amount(to + 1))),
            None => format!("{from}+"),
        };
    }
    let from = FormattedCount::from(class.from);
    match class.to {
        Some(to) if to == class.from => from.to_string(),
        Some(to) => format!("{from}–{}", FormattedCount::from(to)),
        None => format!("{from}+"),
    }
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
    let amounts = state.view.amounts.get_untracked();
    let class = |class: CountClass| {
        entry(&format!("scale-{}", class.color), LegendMark::Disc, class_label(class, amounts.as_ref()))
    };
    (state.view.scale.get_untracked().classes().map(class).collect(), String::new())
}
