//! The table of SIMs. It draws what is seen of it, and survives a million rows.

mod clicks;
mod column_drag;
mod columns;
mod grid;
mod header;
pub mod keys;
mod marked_bar;
mod row;
mod tools;

pub use tools::TableTools;

use crate::state::{browser, use_state};
use crate::views::query::RelaxationList;
use leptos::prelude::*;
use query::Field;

/// Selects the grid, which takes the focus for the whole table.
pub const TABLE_GRID: &str = ".table .grid";

/// The table, or the way out of an empty selection.
#[component]
pub fn SimTable() -> impl IntoView {
    let words = use_state().settings.current_messages();
    view! {
        <section id="table" class="table" aria-label=words.table>
            <grid::TableGrid />
            <marked_bar::MarkedBar />
            <RelaxationList />
        </section>
    }
}

fn header_selector(column: Field) -> String {
    format!(".table .head [data-col={}]", column.key())
}

/// The width of a column as it is drawn, in whole pixels.
fn column_width(column: Field) -> i32 {
    let header = document().query_selector(&header_selector(column)).ok().flatten();
    header.map_or(0, |header| header.client_width())
}

/// Gives the focus to a column's name, once it is drawn.
fn focus_column(column: Field) {
    leptos::task::spawn_local(async move {
        leptos::task::tick().await;
        browser::focus_first_match(&format!("{} button", header_selector(column)));
    });
}
