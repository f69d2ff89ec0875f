//! The header: names of columns that sort. Ascending, then descending, then the order of the file.

use crate::state::{PageState, TableSort, use_state};
use crate::views::components::derive_memo;
use leptos::prelude::*;
use query::Field;

/// The header row.
#[component]
pub fn TableHeader() -> impl IntoView {
    let state = use_state();
    let columns = state.settings.columns;
    view! {
        <div role="rowgroup" class="head">
            <div role="row" class="row" aria-rowindex="1">
                {move || columns.get().into_iter().map(|column| view! { <ColumnHeader column /> }).collect_view()}
            </div>
        </div>
    }
}

#[component]
fn ColumnHeader(column: Field) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let name = words.key_name(column.key()).unwrap_or(column.key());
    let order =
        derive_memo(move || state.table.sort.get().filter(|sort| sort.column == column).map(|sort| sort.descending));
    let told = move || match order.get() {
        None => "none",
        Some(false) => "ascending",
        Some(true) => "descending",
    };
    let mark = move || match order.get() {
        None => "",
        Some(false) => "▴",
        Some(true) => "▾",
    };
    view! {
        <div role="columnheader" class="cell" data-col=column.key() aria-sort=told>
            <button type="button" data-sort=column.key() title=(words.sort_by)(name) on:click=move |_| cycle_sort(state, column)>
                {name}<span class="mark" aria-hidden="true">{mark}</span>
            </button>
        </div>
    }
}

fn cycle_sort(state: PageState, column: Field) {
    state.table.sort.update(|sort| {
        *sort = match sort.filter(|sort| sort.column == column) {
            None => Some(TableSort { column, descending: false }),
            Some(TableSort { descending: false, .. }) => Some(TableSort { column, descending: true }),
            Some(_) => None,
        }
    });
    state.table.scroll_to_top();
}
