//! A row of the table as it is drawn, and its cells.

use crate::format::{format_duration, format_time, format_time_ago, value_label};
use crate::i18n::Messages;
use crate::state::ROW_HEIGHT;
use crate::views::components::{VNode, css_pixels};
use engine::WindowRow;
use query::Field;

/// How a row is drawn.
#[derive(Clone, Copy)]
pub struct RowLayout {
    /// Its index in the table.
    pub index: u32,
    /// The top that rows are drawn against.
    pub scroll_base: f64,
    /// Whether the keyboard is on it.
    pub is_active: bool,
    /// Whether its SIM is open.
    pub is_open: bool,
}

/// A row; one that is not here yet keeps its place, unseen. Ages count from `now`, in milliseconds since the epoch.
pub fn row_node(words: &Messages, columns: &[Field], row: Option<&WindowRow>, place: RowLayout, now: i64) -> VNode {
    let RowLayout { index, scroll_base: base, is_active: active, is_open: open } = place;
    let cells = columns.iter().map(|column| {
        let raw = row.map_or("", |row| row.cell(*column));
        VNode::new("div")
            .with_attribute("role", "gridcell")
            .with_attribute("class", "cell")
            .with_attribute("data-col", column.key())
            .with_optional_attribute("data-session", (*column == Field::Session).then(|| raw.to_owned()))
            .with_optional_attribute(
                "title",
                (*column == Field::Seen).then(|| row.and_then(|row| row.seen).map(format_time)).flatten(),
            )
            .with_text(cell_text(words, *column, raw, row, now))
    });
    VNode::new("div")
        .with_attribute("role", "row")
        .with_attribute("class", if active { "row active" } else { "row" })
        .with_optional_attribute("data-test", row.map(|_| "row"))
        .with_attribute("id", format!("row-{index}"))
        .with_attribute("data-index", index.to_string())
        .with_attribute("aria-rowindex", (u64::from(index) + 2).to_string())
        .with_attribute("aria-selected", if open { "true" } else { "false" })
        .with_optional_attribute("hidden", row.is_none().then_some(""))
        .with_style("transform", format!("translateY({})", css_pixels(f64::from(index) * ROW_HEIGHT - base)))
        .with_children(cells)
}

fn cell_text(words: &Messages, column: Field, raw: &str, row: Option<&WindowRow>, now: i64) -> String {
    match column {
        Field::Seen => row.and_then(|row| row.seen).map(|seen| format_time_ago(seen, now)).unwrap_or_default(),
        Field::Duration => raw.parse().map(format_duration).unwrap_or_default(),
        Field::Change => {
            raw.split_whitespace().map(|change| value_label(words, "change", change)).collect::<Vec<_>>().join(", ")
        }
        Field::Session | Field::Country | Field::Radio if !raw.is_empty() => value_label(words, column.key(), raw),
        _ => raw.to_owned(),
    }
}
