//! Which columns are shown.

use crate::state::use_state;
use crate::views::parts::Menu;
use leptos::prelude::*;
use query::Column;

/// The menu of columns. They keep their order; the last one stays.
#[component]
pub fn Columns() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let shown = state.settings.columns;
    let switch = move |column: Column| {
        let has = |other: &Column| {
            (shown.with_untracked(|shown| shown.contains(other)) != (*other == column)).then_some(*other)
        };
        let next: Vec<_> = Column::ALL.iter().filter_map(has).collect();
        if !next.is_empty() {
            state.settings.choose_columns(next);
        }
    };
    let choice = move |column: Column| {
        let checked = move || shown.with(|shown| shown.contains(&column));
        view! {
            <li><label>
                <input type="checkbox" name="columns" data-column=column.key() prop:checked=checked on:change=move |_| switch(column) />
                {words.name(column.key()).unwrap_or(column.key())}
            </label></li>
        }
    };
    view! {
        <Menu label=Signal::stored(words.columns.to_owned()) test="columns" class="quiet">
            <ul class="checks">{Column::ALL.map(choice)}</ul>
        </Menu>
    }
}
