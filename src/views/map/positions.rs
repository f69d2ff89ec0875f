//! Where positions of cells come from, and how much is known.

use crate::format::FormattedCount;
use crate::state::{LoadedTowerFile, use_state};
use crate::views::components::{DropdownMenu, derive_memo, derive_signal, keyed_list};
use crate::views::loading;
use leptos::prelude::*;

/// The menu.
#[component]
pub fn PositionsMenu() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().places;
    let cells = state.map_cells.cells;
    let missing = derive_memo(move || {
        cells.with(|cells| {
            let counts = cells.as_ref().map(|cells| cells.location_counts).unwrap_or_default();
            counts.area.cells + counts.country.cells
        })
    });
    let any = derive_memo(move || {
        let drawn =
            cells.with(|cells| cells.as_ref().is_some_and(|cells| cells.location_counts.positioned_cells() > 0));
        drawn
            || state.positions.tower_files.with(|towers| !towers.is_empty())
            || state.positions.located_counts.get().is_some()
    });
    let keys = derive_signal(move || {
        state.positions.tower_files.with(|towers| towers.iter().map(|t| t.source.id.into()).collect())
    });
    let tower = move |wanted: u64| {
        let found = state
            .positions
            .tower_files
            .with(|towers| towers.iter().find(|t| u64::from(t.source.id) == wanted).cloned());
        found.map(|tower| view! { <TowerFileItem tower /> }).into_any()
    };
    let located = move || {
        let said =
            state.positions.located_counts.get().map(|(found, unknown)| (words.located)(found.into(), unknown.into()));
        said.unwrap_or_default()
    };
    let (can, kept) = (derive_memo(move || state.positions.can_locate()), state.positions.is_stored);
    view! {
        <DropdownMenu label=Signal::stored(words.positions.to_owned()) test="positions">
            <p class="note">{words.positions_hint}</p>
            <ul class="reports">{keyed_list(keys, tower)}</ul>
            <p class="note" data-test="located" data-found=derive_signal(move || state.positions.located_counts.get().map(|(found, _)| found.to_string()))
                data-unknown=derive_signal(move || state.positions.located_counts.get().map(|(_, unknown)| unknown.to_string()))
                hidden=derive_signal(move || state.positions.located_counts.get().is_none())>{derive_signal(located)}</p>
            <div class="actions">
                <button type="button" class="button" data-test="load-towers" on:click=|_| loading::choose_files()>{words.load_towers}</button>
                <button type="button" class="button" data-test="locate" hidden=derive_signal(move || !can.get()) disabled=derive_signal(move || state.loading.is_loading()) on:click=move |_| state.positions.locate_cells()>
                    {derive_signal(move || (words.locate)(FormattedCount::from(missing.get())))}
                </button>
                <button type="button" class="button" data-test="save-positions" disabled=derive_signal(move || !any.get()) on:click=move |_| state.positions.export_positions()>{words.save}</button>
            </div>
            <p class="note" hidden=derive_signal(move || can.get())>{words.sign_in_first}</p>
            <label class="keep">
                <input type="checkbox" data-test="keep-positions" prop:checked=derive_signal(move || kept.get()) on:change=move |_| state.positions.toggle_position_storage() />
                <span>{words.keep}<small>{words.keep_note}</small></span>
            </label>
        </DropdownMenu>
    }
}

/// What became of a file of towers.
#[component]
fn TowerFileItem(tower: LoadedTowerFile) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let LoadedTowerFile { source, report: read, is_truncated: cut } = tower;
    let (id, name) = (source.id, source.name);
    let faults = (!read.rejected_lines.is_empty()).then(|| {
        let lines = read.rejected_lines.iter().map(|fault| {
            view! { <li>{(words.places.bad_line)(FormattedCount(fault.line), FormattedCount(fault.byte_offset), (words.places.wrong)(fault.error))}</li> }
        });
        view! { <details><summary>{(words.places.bad_lines)(FormattedCount(read.rejected_count))}</summary><ul>{lines.collect_view()}</ul></details> }
    });
    view! {
        <li
            class="report" data-test="towers" data-source=name.clone() data-rows=read.rows.to_string() data-kept=read.kept.to_string()
            data-bad=read.rejected_count.to_string()
        >
            <div class="title">
                <strong>{name.clone()}</strong>
                <button type="button" class="quiet" data-test="remove-towers" aria-label=(words.remove_what)(&name) on:click=move |_| state.positions.remove_tower_file(id)>{words.remove}</button>
            </div>
            <p>{(words.places.towers)(FormattedCount(read.kept), FormattedCount(read.rows))}</p>
            {cut.then(|| view! { <p>{words.places.cut}</p> })}
            {faults}
        </li>
    }
}
