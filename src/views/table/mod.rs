//! The table of SIMs. It draws what is seen of it, and survives a million rows.

mod columns;
mod grid;
mod header;
pub mod keys;
mod row;
mod tools;

use crate::state::use_state;
use crate::views::query::RelaxationList;
use leptos::prelude::*;

/// Selects the grid, which takes the focus for the whole table.
pub const TABLE_GRID: &str = ".table .grid";

/// The table with its tools, or the way out of an empty selection.
#[component]
pub fn SimTable() -> impl IntoView {
    let words = use_state().settings.current_messages();
    view! {
        <section id="table" class="table" aria-label=words.table>
            <tools::TableTools />
            <grid::TableGrid />
            <RelaxationList />
        </section>
    }
}
