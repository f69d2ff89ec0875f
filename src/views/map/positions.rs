//! A menu of where positions of cells come from, and how many are known.

use crate::format::FormattedCount;
use crate::state::{LoadedTowerFile, use_state};
use crate::views::components::{DropdownMenu, derive_memo, derive_signal, keyed_list};
use crate::views::loading;
use leptos::prelude::*;

/// Shows the menu.
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
    let has_positions = derive_memo(move || {
        let has_known =
            cells.with(|cells| cells.as_ref().is_some_and(|cells| cells.location_counts.positioned_cells() > 0));
        has_known
            || state.positions.tower_files.with(|towers| !towers.is_empty())
            || state.positions.located_counts.get().is_some()
    });
    let ids = derive_signal(move || {
        state.positions.tower_files.with(|towers| towers.iter().map(|t| t.source.id.into()).collect())
    });
    let item = move |id: u64| {
        let found =
            state.positions.tower_files.with(|towers| towers.iter().find(|t| u64::from(t.source.id) == id).cloned());
        found.map(|tower| view! { <TowerFileItem tower /> }).into_any()
    };
    let located = move || {
        let counts = state.positions.located_counts.get();
        counts.map(|(found, unknown)| (words.located)(found.into(), unknown.into())).unwrap_or_default()
    };
    let (can_locate, is_stored) = (derive_memo(move || state.positions.can_locate()), state.positions.is_stored);
    view! {
        <DropdownMenu label=Signal::stored(words.positions.to_owned()) test="positions">
            <p class="note">{words.positions_hint}</p>
            <ul class="reports">{keyed_list(ids, item)}</ul>
            <p class="note" data-test="located" data-found=derive_signal(move || state.positions.located_counts.get().map(|(found, _)| found.to_string()))
                data-unknown=derive_signal(move || state.positions.located_counts.get().map(|(_, unknown)| unknown.to_string()))
                hidden=derive_signal(move || state.positions.located_counts.get().is_none())>{derive_signal(located)}</p>
            <div class="actions">
                <button type="button" class="button" data-test="load-towers" on:click=|_| loading::choose_files()>{words.load_towers}</button>
                <button type="button" class="button" data-test="locate" hidden=derive_signal(move || !can_locate.get()) disabled=derive_signal(move || missing.get() == 0 || state.loading.is_loading()) on:click=move |_| state.positions.locate_cells()>
                    {derive_signal(move || (words.locate)(FormattedCount::from(missing.get())))}
                </button>
                <button type="button" class="button" data-test="save-positions" disabled=derive_signal(move || !has_positions.get()) on:click=move |_| state.positions.export_positions()>{words.save}</button>
            </div>
            <p class="note" hidden=derive_signal(move || can_locate.get())>{words.sign_in_first}</p>
            <label class="keep">
                <input type="checkbox" data-test="keep-positions" prop:checked=derive_signal(move || is_stored.get()) on:change=move |_| state.positions.toggle_position_storage() />
                <span>{words.keep}<small>{words.keep_note}</small></span>
            </label>
        </DropdownMenu>
    }
}

/// Shows what was read of a file of towers.
#[component]
fn TowerFileItem(tower: LoadedTowerFile) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let LoadedTowerFile { source, report, is_truncated } = tower;
    let (id, name) = (source.id, source.name);
    let faults = (!report.rejected_lines.is_empty()).then(|| {
        let lines = report.rejected_lines.iter().map(|fault| {
            view! { <li>{(words.places.bad_line)(FormattedCount(fault.line), FormattedCount(fault.byte_offset), (words.places.wrong)(fault.error))}</li> }
        });
        view! { <details><summary>{(words.places.bad_lines)(FormattedCount(report.rejected_count))}</summary><ul>{lines.collect_view()}</ul></details> }
    });
    view! {
        <li
            class="report" data-test="towers" data-source=name.clone() data-rows=report.rows.to_string() data-kept=report.kept.to_string()
            data-bad=report.rejected_count.to_string()
        >
            <div class="title">
                <strong>{name.clone()}</strong>
                <button type="button" class="quiet" data-test="remove-towers" aria-label=(words.remove_what)(&name) on:click=move |_| state.positions.remove_tower_file(id)>{words.remove}</button>
            </div>
            <p>{(words.places.towers)(FormattedCount(report.kept), FormattedCount(report.rows))}</p>
            {is_truncated.then(|| view! { <p>{words.places.cut}</p> })}
            {faults}
        </li>
    }
}
