//! Where positions of cells come from, and how much is known.

use crate::figures::Count;
use crate::state::{Tower, use_state};
use crate::views::loading;
use crate::views::parts::{Menu, each, live, memo};
use leptos::prelude::*;

/// The menu.
#[component]
pub fn Positions() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now().places;
    let cells = state.places.cells;
    let known = |cells: &engine::MapFeatures| {
        cells.location_counts[0].cells + cells.location_counts[1].cells + cells.location_counts[2].cells
    };
    let missing = memo(move || {
        cells.with(|cells| {
            cells.as_ref().map_or(0, |cells| cells.location_counts[2].cells + cells.location_counts[3].cells)
        })
    });
    let any = memo(move || {
        let drawn = cells.with(|cells| cells.as_ref().is_some_and(|cells| known(cells) > 0));
        drawn || state.places.towers.with(|towers| !towers.is_empty()) || state.places.located.get().is_some()
    });
    let keys = live(move || state.places.towers.with(|towers| towers.iter().map(|t| t.source.id.into()).collect()));
    let tower = move |wanted: u64| {
        let found =
            state.places.towers.with(|towers| towers.iter().find(|t| u64::from(t.source.id) == wanted).cloned());
        found.map(|tower| view! { <Report tower /> }).into_any()
    };
    let located = move || {
        let said = state.places.located.get().map(|(found, unknown)| (words.located)(found.into(), unknown.into()));
        said.unwrap_or_default()
    };
    let (can, kept) = (memo(move || state.can_locate()), state.places.kept);
    view! {
        <Menu label=Signal::stored(words.positions.to_owned()) test="positions">
            <p class="note">{words.positions_hint}</p>
            <ul class="reports">{each(keys, tower)}</ul>
            <p class="note" data-test="located" data-found=live(move || state.places.located.get().map(|(found, _)| found.to_string()))
                data-unknown=live(move || state.places.located.get().map(|(_, unknown)| unknown.to_string()))
                hidden=live(move || state.places.located.get().is_none())>{live(located)}</p>
            <div class="actions">
                <button type="button" class="button" data-test="load-towers" on:click=|_| loading::choose_files()>{words.load_towers}</button>
                <button type="button" class="button" data-test="locate" hidden=live(move || !can.get()) disabled=live(move || state.loading()) on:click=move |_| state.locate()>
                    {live(move || (words.locate)(Count::from(missing.get())))}
                </button>
                <button type="button" class="button" data-test="save-positions" disabled=live(move || !any.get()) on:click=move |_| state.save_positions()>{words.save}</button>
            </div>
            <p class="note" hidden=live(move || can.get())>{words.sign_in_first}</p>
            <label class="keep">
                <input type="checkbox" data-test="keep-positions" prop:checked=live(move || kept.get()) on:change=move |_| state.toggle_kept() />
                <span>{words.keep}<small>{words.keep_note}</small></span>
            </label>
        </Menu>
    }
}

/// What became of a file of towers.
#[component]
fn Report(tower: Tower) -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let Tower { source, read, cut } = tower;
    let (id, name) = (source.id, source.name);
    let faults = (!read.rejected_lines.is_empty()).then(|| {
        let lines = read.rejected_lines.iter().map(|fault| {
            view! { <li>{(words.places.bad_line)(Count(fault.line), Count(fault.byte_offset), (words.places.wrong)(fault.error))}</li> }
        });
        view! { <details><summary>{(words.places.bad_lines)(Count(read.rejected_count))}</summary><ul>{lines.collect_view()}</ul></details> }
    });
    view! {
        <li
            class="report" data-test="towers" data-source=name.clone() data-rows=read.rows.to_string() data-kept=read.kept.to_string()
            data-bad=read.rejected_count.to_string()
        >
            <div class="title">
                <strong>{name.clone()}</strong>
                <button type="button" class="quiet" data-test="remove-towers" aria-label=(words.remove_what)(&name) on:click=move |_| state.remove_towers(id)>{words.remove}</button>
            </div>
            <p>{(words.places.towers)(Count(read.kept), Count(read.rows))}</p>
            {cut.then(|| view! { <p>{words.places.cut}</p> })}
            {faults}
        </li>
    }
}
