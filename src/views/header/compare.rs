//! The baseline: which earlier export the fleet is compared with.

use crate::state::use_state;
use crate::views::components::{DropdownMenu, Menu, derive_memo, derive_signal};
use crate::views::loading;
use leptos::prelude::*;

/// The menu of baselines.
#[component]
pub fn CompareMenu() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().asking;
    let names = derive_memo(move || {
        let list = state.sources.list.get();
        list.into_iter().map(|entry| (entry.source.id, entry.source.name, entry.is_baseline)).collect::<Vec<_>>()
    });
    let on = derive_memo(move || names.with(|names| names.iter().any(|(.., baseline)| *baseline)));
    // One source is the fleet itself.
    let several = derive_memo(move || names.with(Vec::len) > 1);
    let choice = move |(id, name, baseline): (u32, String, bool)| {
        let switch = move |_| {
            let mut chosen = state.sources.baseline_ids();
            let before = chosen.len();
            chosen.retain(|other| *other != id);
            if chosen.len() == before {
                chosen.push(id);
            }
            // What is left is compared: it cannot be nothing.
            let all = names.with_untracked(Vec::len);
            state.baseline.compare_with(if chosen.len() < all { chosen } else { vec![id] });
        };
        view! {
            <li><label><input type="checkbox" name="baseline" data-test="baseline" data-source=name.clone() prop:checked=baseline on:change=switch />{name}</label></li>
        }
    };
    let wanted = move || state.baseline.is_wanted.get() && !on.get();
    view! {
        <DropdownMenu label=Signal::stored(words.compare.to_owned()) test="compare" menu=Menu::Compare class="button compare">
            <p class="quiet-text">{words.compare_hint}</p>
            <p class="warning" hidden=derive_signal(move || !wanted())>{words.compare_link}</p>
            <ul class="checks" hidden=derive_signal(move || !several.get())>{move || names.get().into_iter().map(choice).collect_view()}</ul>
            <div class="actions">
                <button type="button" class="button" data-test="baseline-load" on:click=|_| loading::choose_baseline()>{words.baseline_file}</button>
                <button type="button" class="button" data-test="compare-stop" hidden=derive_signal(move || !on.get()) on:click=move |_| state.baseline.compare_with(vec![])>{words.stop_comparing}</button>
            </div>
        </DropdownMenu>
    }
}
