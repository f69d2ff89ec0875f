//! Which columns are shown.

use crate::state::use_state;
use crate::views::components::DropdownMenu;
use leptos::prelude::*;
use query::Field;

/// The menu of columns. They keep their order; the last one stays.
#[component]
pub fn ColumnsMenu() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let shown = state.settings.columns;
    let switch = move |column: Field| {
        let is_shown_next = |other: &Field| shown.with_untracked(|shown| shown.contains(other)) != (*other == column);
        let next: Vec<_> = Field::columns().iter().copied().filter(is_shown_next).collect();
        if !next.is_empty() {
            state.settings.choose_columns(next);
        }
    };
    let choice = move |column: Field| {
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
            <ul class="checks">{Field::columns().iter().copied().map(choice).collect_view()}</ul>
        </DropdownMenu>
    }
}
