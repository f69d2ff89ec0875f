//! Which columns are shown.

use crate::state::use_state;
use crate::views::components::DropdownMenu;
use leptos::prelude::*;
use query::TableColumn;

/// The menu of columns. They keep their order; the last one stays.
#[component]
pub fn ColumnsMenu() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let shown = state.settings.columns;
    let switch = move |column: TableColumn| {
        let has = |other: &TableColumn| {
            (shown.with_untracked(|shown| shown.contains(other)) != (*other == column)).then_some(*other)
        };
        let next: Vec<_> = TableColumn::ALL.iter().filter_map(has).collect();
        if !next.is_empty() {
            state.settings.choose_columns(next);
        }
    };
    let choice = move |column: TableColumn| {
        let checked = move || shown.with(|shown| shown.contains(&column));
        view! {
            <li><label>
                <input type="checkbox" name="columns" data-column=column.key() prop:checked=checked on:change=move |_| switch(column) />
                {words.key_name(column.key()).unwrap_or(column.key())}
            </label></li>
        }
    };
    view! {
        <DropdownMenu label=Signal::stored(words.columns.to_owned()) test="columns" class="quiet">
            <ul class="checks">{TableColumn::ALL.map(choice)}</ul>
        </DropdownMenu>
    }
}
