//! A row of the table as it is drawn, and its cells.

use super::scroll::ROW;
use crate::figures::{ago, lasted, moment};
use crate::i18n::Words;
use crate::views::parts::{Sketch, px, value};
use engine::WindowRow;
use query::TableColumn;

/// How a row is drawn.
#[derive(Clone, Copy)]
pub struct Place {
    /// Its index in the table.
    pub index: u32,
    /// The top that rows are drawn against.
    pub base: f64,
    /// Whether the keyboard is on it.
    pub active: bool,
    /// Whether its SIM is open.
    pub open: bool,
}

/// A row; one that is not here yet keeps its place, unseen. Ages count from `now`, in milliseconds since the epoch.
pub fn row(words: &Words, columns: &[(usize, TableColumn)], row: Option<&WindowRow>, place: Place, now: i64) -> Sketch {
    let Place { index, base, active, open } = place;
    let cells = columns.iter().map(|(at, column)| {
        let raw = row.and_then(|row| row.cells.get(*at)).map_or("", String::as_str);
        Sketch::new("div")
            .with("role", "gridcell")
            .with("class", "cell")
            .with("data-col", column.key())
            .maybe("data-session", (*column == TableColumn::Session).then(|| raw.to_owned()))
            .maybe("title", (*column == TableColumn::Seen).then(|| row.and_then(|row| row.seen).map(moment)).flatten())
            .text(text(words, *column, raw, row, now))
    });
    Sketch::new("div")
        .with("role", "row")
        .with("class", if active { "row active" } else { "row" })
        .maybe("data-test", row.map(|_| "row"))
        .with("id", format!("row-{index}"))
        .with("data-index", index.to_string())
        .with("aria-rowindex", (u64::from(index) + 2).to_string())
        .with("aria-selected", if open { "true" } else { "false" })
        .maybe("hidden", row.is_none().then_some(""))
        .styled("transform", format!("translateY({})", px(f64::from(index) * ROW - base)))
        .holding(cells)
}

fn text(words: &Words, column: TableColumn, raw: &str, row: Option<&WindowRow>, now: i64) -> String {
    match column {
        TableColumn::Seen => row.and_then(|row| row.seen).map(|seen| ago(seen, now)).unwrap_or_default(),
        TableColumn::Duration => raw.parse().map(lasted).unwrap_or_default(),
        TableColumn::Change => {
            raw.split_whitespace().map(|change| value(words, "change", change)).collect::<Vec<_>>().join(", ")
        }
        TableColumn::Session | TableColumn::Country | TableColumn::Radio if !raw.is_empty() => {
            value(words, column.key(), raw)
        }
        _ => raw.to_owned(),
    }
}
