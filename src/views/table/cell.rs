//! A cell of the table.

use crate::figures::moment;
use crate::state::use_state;
use crate::views::parts::value;
use engine::Row;
use leptos::prelude::*;
use query::Column;
use std::sync::Arc;

/// The text of a column in the row that its line shows.
#[component]
pub fn Cell(
    /// The column.
    column: Column,
    /// The row, once it is here.
    row: Memo<Option<Arc<Row>>>,
) -> impl IntoView {
    let words = use_state().settings.words_now();
    let at = Column::ALL.iter().position(|other| *other == column).unwrap_or(usize::MAX);
    let raw = move |row: &Option<Arc<Row>>| row.as_ref().and_then(|row| row.cells.get(at)).cloned().unwrap_or_default();
    let text = move || {
        row.with(|row| match column {
            Column::Seen => row.as_ref().and_then(|row| row.seen).map(moment).unwrap_or_default(),
            Column::Session | Column::Country | Column::Radio => match raw(row) {
                empty if empty.is_empty() => empty,
                key => value(words, column.key(), &key),
            },
            _ => raw(row),
        })
    };
    let session = (column == Column::Session).then_some(move || row.with(raw));
    view! { <div role="gridcell" class="cell" data-col=column.key() data-session=session>{text}</div> }
}
