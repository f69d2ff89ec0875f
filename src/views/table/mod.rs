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
use query::ColumnKey;

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

fn header_selector(column: ColumnKey) -> String {
    let escaped = column.name().replace('\\', "\\\\").replace('"', "\\\"");
    format!(".table .head [data-col=\"{escaped}\"]")
}

/// The end of the names of the properties that a column's width is in.
fn property_name(column: ColumnKey) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric();
    column.name().chars().map(|c| if is_plain(c) { c.to_string() } else { format!("-{:x}", u32::from(c)) }).collect()
}

/// The width of a column that the style has no rule for: one of a tag or a list.
fn further_column_width(column: ColumnKey) -> Option<String> {
    column.member().map(|_| format!("var(--w-{}, calc(128px + var(--room)))", property_name(column)))
}

/// The width of a column as it is drawn, in whole pixels.
fn column_width(column: ColumnKey) -> i32 {
    let header = document().query_selector(&header_selector(column)).ok().flatten();
    header.map_or(0, |header| header.client_width())
}

/// Gives the focus to a column's name, once it is drawn.
fn focus_column(column: ColumnKey) {
    leptos::task::spawn_local(async move {
        leptos::task::tick().await;
        browser::focus_first_match(&format!("{} button", header_selector(column)));
    });
}
