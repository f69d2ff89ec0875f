//! What stands over the table: where it is, the way to a row, and its columns.

use super::columns::ColumnsMenu;
use crate::format::FormattedCount;
use crate::state::{browser, use_state};
use crate::views::components::derive_signal;
use leptos::html;
use leptos::prelude::*;

/// The tools.
#[component]
pub fn TableTools() -> impl IntoView {
    let state = use_state();
    let table = state.table;
    let words = state.settings.current_messages();
    let input = NodeRef::<html::Input>::new();
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let wished = input.get_untracked().and_then(|input| input.value().parse::<u32>().ok());
        if let Some(row) = wished.and_then(|row| row.checked_sub(1)) {
            table.go_to_row(row);
            browser::focus_first_match(super::TABLE_GRID);
        }
    };
    let place = move || {
        let scroll = table.scroll.get();
        if scroll.rows == 0 {
            return String::new();
        }
        let first = scroll.first_row_at(table.loaded.with(|shown| shown.top)) + 1;
        let last = (first + scroll.slot_count().saturating_sub(2)).min(scroll.rows);
        (words.place_of)(FormattedCount::from(first), FormattedCount::from(scroll.rows)).replacen(
            &FormattedCount::from(first).to_string(),
            &format!("{}–{}", FormattedCount::from(first), FormattedCount::from(last)),
            1,
        )
    };
    view! {
        <div class="tools">
            <h2>{words.table}</h2>
            <span class="where">{place}</span>
            <span class="spring"></span>
            <form class="goto" on:submit=go>
                <label for="goto">{words.go_to_row}</label>
                <input id="goto" type="number" min="1" max=derive_signal(move || table.scroll.get().rows.to_string()) inputmode="numeric" data-test="go-to-row" node_ref=input />
            </form>
            <ColumnsMenu />
        </div>
    }
}
