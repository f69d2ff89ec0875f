//! The baseline: which earlier export the fleet is compared with.

use crate::state::{SourceEntry, use_state};
use crate::views::components::{DropdownMenu, Menu, MenuRegistry, derive_memo, derive_signal};
use crate::views::loading;
use leptos::prelude::*;

/// Sources that may be compared with: their IDs, their names, and whether they are.
type Baseline = (Vec<u32>, String, bool);

/// The menu of baselines.
#[component]
pub fn CompareMenu() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().asking;
    let menus: MenuRegistry = expect_context();
    let choices = derive_memo(move || state.sources.list.with(|list| baselines(list)));
    let is_on = derive_memo(move || choices.with(|choices| choices.iter().any(|(.., is_chosen)| *is_chosen)));
    let choice = move |(ids, name, is_chosen): Baseline| {
        let label = format!("{}{name}", if is_chosen { "✓ " } else { "" });
        let choose = move |_| state.baseline.compare_with(ids.clone());
        view! {
            <li><button type="button" data-test="baseline" data-source=name aria-pressed=is_chosen.to_string() on:click=choose>
                <strong>{label}</strong>
            </button></li>
        }
    };
    let stop = move |_| {
        state.baseline.compare_with(vec![]);
        menus.close_open();
    };
    let is_wanted = move || state.baseline.is_wanted.get() && !is_on.get();
    view! {
        <DropdownMenu label=Signal::stored(words.compare.to_owned()) test="compare" menu=Menu::Compare class="button compare">
            <p class="quiet-text">{words.compare_hint}</p>
            <p class="warning" hidden=derive_signal(move || !is_wanted())>{words.compare_link}</p>
            <ul class="choices" hidden=derive_signal(move || choices.with(Vec::is_empty))>{move || choices.get().into_iter().map(choice).collect_view()}</ul>
            <div class="actions">
                <button type="button" class="button" data-test="baseline-load" on:click=|_| loading::choose_baseline()>{words.baseline_file}</button>
                <button type="button" class="button" data-test="compare-stop" hidden=derive_signal(move || !is_on.get()) on:click=stop>{words.stop_comparing}</button>
            </div>
        </DropdownMenu>
    }
}

/// What can be compared with: each source, and those together that are the baseline. The only one is the fleet itself.
fn baselines(sources: &[SourceEntry]) -> Vec<Baseline> {
    if sources.len() < 2 {
        return vec![];
    }
    let (chosen, others): (Vec<_>, Vec<_>) = sources.iter().partition(|entry| entry.is_baseline);
    let together = (!chosen.is_empty()).then(|| {
        let names = chosen.iter().map(|entry| entry.source.name.as_str()).collect::<Vec<_>>().join(", ");
        (chosen.iter().map(|entry| entry.source.id).collect(), names, true)
    });
    let others = others.into_iter().map(|entry| (vec![entry.source.id], entry.source.name.clone(), false));
    together.into_iter().chain(others).collect()
}
