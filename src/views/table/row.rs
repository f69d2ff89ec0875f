//! A row of the table as it is drawn, and its cells.

use crate::format::{FormattedBytes, format_duration, format_iso_time, format_time, format_time_ago, value_label};
use crate::i18n::Messages;
use crate::views::components::{VNode, css_pixels};
use engine::WindowRow;
use query::{ColumnKey, Field};

/// How a row is drawn.
#[derive(Clone, Copy)]
pub struct RowLayout {
    /// Its index in the table.
    pub index: u32,
    /// Pixels from the top that rows are drawn against.
    pub top: f64,
    /// Whether the keyboard is on it.
    pub is_active: bool,
    /// Whether its SIM is open.
    pub is_open: bool,
    /// Whether the reader has marked it.
    pub is_marked: bool,
}

/// What is written in all rows.
#[derive(Clone, Copy)]
pub struct RowContent<'a> {
    /// In which language.
    pub words: &'static Messages,
    /// In which columns.
    pub columns: &'a [ColumnKey],
    /// Ages count from here: milliseconds since the epoch.
    pub now: i64,
    /// Whether a SIM's last seen is a date; else an age.
    pub seen_as_date: bool,
}

/// A row; one that is not here yet keeps its place, unseen.
pub fn row_node(content: RowContent, row: Option<&WindowRow>, place: RowLayout) -> VNode {
    let words = content.words;
    let RowLayout { index, top, is_active: active, is_open: open, is_marked } = place;
    let cells = content.columns.iter().enumerate().map(|(place, column)| {
        let raw = row.map_or("", |row| row.cell(*column));
        // A SIM without a name has its ID there.
        let stand_in = row.filter(|_| *column == Field::Name && raw.is_empty()).map(|row| row.cell(Field::SimId));
        let text = stand_in.map_or_else(|| cell_text(content, *column, raw, row), str::to_owned);
        let cell = VNode::new("div")
            .with_attribute("role", "gridcell")
            .with_attribute("class", if stand_in.is_some() { "cell stand-in" } else { "cell" })
            .with_attribute("data-col", column.name())
            .with_optional_attribute("data-session", (*column == Field::Session).then(|| raw.to_owned()))
            .with_optional_attribute("title", cell_title(content, *column, row));
        let cell = match super::further_column_width(*column) {
            Some(width) => cell.with_style("--width", width),
            None => cell,
        };
        if place > 0 {
            return cell.with_text(text);
        }
        // Whether the row is marked, a screen reader is told by the row.
        let mark = VNode::new("span").with_attribute("class", "check").with_attribute("title", words.marking.mark);
        cell.with_children([mark, VNode::new("span").with_text(text)])
    });
    VNode::new("div")
        .with_attribute("role", "row")
        .with_attribute("class", if active { "row active" } else { "row" })
        .with_optional_attribute("data-test", row.map(|_| "row"))
        .with_attribute("id", format!("row-{index}"))
        .with_attribute("data-index", index.to_string())
        .with_attribute("aria-rowindex", (u64::from(index) + 2).to_string())
        .with_attribute("aria-selected", if is_marked { "true" } else { "false" })
        .with_optional_attribute("aria-current", open.then_some("true"))
        .with_optional_attribute("hidden", row.is_none().then_some(""))
        .with_style("transform", format!("translateY({})", css_pixels(top)))
        .with_children(cells)
}

/// What is said of a cell in full: a date and its age, and changes that may not fit.
fn cell_title(content: RowContent, column: ColumnKey, row: Option<&WindowRow>) -> Option<String> {
    match column.field() {
        Field::Seen => row?.seen.map(|seen| match content.seen_as_date {
            true => format_time_ago(seen, content.now),
            false => format_time(seen),
        }),
        Field::Change => Some(change_text(content.words, row?.cell(column), row)).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// What has changed, from what to what where both have a column: `Country JP → DE`.
fn change_text(words: &Messages, changes: &str, row: Option<&WindowRow>) -> String {
    let has = |change: &str| changes.split_whitespace().any(|other| other == change);
    let text = |change: &str| {
        // Going offline and coming back say what has become of the session.
        if change == "session" && (has("silent") || has("back")) {
            return None;
        }
        let from_to = row.zip(Field::from_key(change)).and_then(|(row, field)| {
            let (before, now) = (row.baseline_cell(field), row.cell(field));
            let is_told = !before.is_empty() && !now.is_empty() && before != now;
            let name = |value: &str| {
                if field == Field::Session { value_label(words, change, value) } else { value.to_owned() }
            };
            is_told.then(|| format!("{} {} → {}", words.key_label(change), name(before), name(now)))
        });
        Some(from_to.unwrap_or_else(|| value_label(words, "change", change)))
    };
    changes.split_whitespace().filter_map(text).collect::<Vec<_>>().join(", ")
}

fn cell_text(content: RowContent, column: ColumnKey, raw: &str, row: Option<&WindowRow>) -> String {
    let words = content.words;
    let seen_text = |seen| if content.seen_as_date { format_time(seen) } else { format_time_ago(seen, content.now) };
    match column.field() {
        Field::Seen => row.and_then(|row| row.seen).map(seen_text).unwrap_or_default(),
        Field::Duration => raw.parse().map(format_duration).unwrap_or_default(),
        Field::Change => change_text(words, raw, row),
        Field::Status => (words.status_name)(raw).unwrap_or(raw).to_owned(),
        Field::Session | Field::Country | Field::Radio | Field::Lock if !raw.is_empty() => {
            value_label(words, column.name(), raw)
        }
        Field::Usage => format_bytes_text(raw),
        field if field.is_time() => format_iso_time(raw),
        _ => raw.to_owned(),
    }
}

/// A number of bytes as people read it.
fn format_bytes_text(raw: &str) -> String {
    raw.parse().map_or_else(|_| raw.to_owned(), |bytes| FormattedBytes(bytes).to_string())
}
