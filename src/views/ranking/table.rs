//! What a tab of the ranking shows, as a table to copy and to save.

use crate::format::{format_share, value_label};
use crate::i18n::Messages;
use crate::state::{PageState, downloads, use_state};
use crate::views::components::{CopyButton, derive_signal};
use engine::{FacetCounts, MAX_FACET_VALUES};
use leptos::prelude::*;
use query::Pivot;

/// Lines of cells; the first is the head.
type Table = Vec<Vec<String>>;

/// The buttons that copy the table of a tab, as spreadsheets take it from the clipboard, and save it as CSV.
#[component]
pub fn TableActions(
    /// The tab.
    tab: Memo<&'static str>,
) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let text = derive_signal(move || {
        // Made when it is copied: what is shown changes with every click.
        let lines = current_table(state, tab.get()).into_iter().map(|line| line.join("\t"));
        lines.collect::<Vec<_>>().join("\n")
    });
    let save = move |_| {
        let tab = tab.get_untracked();
        let sides = state.panels.pivot_keys.get_untracked();
        let name = if tab == "pivot" { format!("{}-{}", sides.0, sides.1) } else { tab.to_owned() };
        downloads::download_csv(&name, &untrack(|| current_table(state, tab)));
    };
    view! {
        <span class="table-actions">
            <CopyButton text=text what=words.asking.table />
            <button type="button" class="copy" data-test="ranking-save" title=words.asking.save_table aria-label=words.asking.save_table on:click=save>
                <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10" /></svg>
            </button>
        </span>
    }
}

fn current_table(state: PageState, tab: &str) -> Table {
    let words = state.settings.current_messages();
    let (across, along) = state.panels.pivot_keys.get();
    state.view.latest.with(|view| {
        let Some(view) = view else { return vec![] };
        if tab == "pivot" {
            return view.pivot.as_ref().map(|pivot| pivot_table(words, pivot, &across, &along)).unwrap_or_default();
        }
        let facet = view.facets.iter().find(|facet| facet.name == tab);
        let counts: Vec<_> =
            facet.iter().flat_map(|facet| &facet.items).map(|item| (item.key.as_str(), item.count)).collect();
        let table = ranking_table(words, tab, &counts);
        match (&view.measure, facet) {
            (Some(measure), Some(facet)) => with_amounts(table, words.key_label(&measure.key), facet),
            _ => table,
        }
    })
}

/// The values of a facet with their counts and shares, and the key of each where it is called otherwise.
fn ranking_table(words: &Messages, facet: &str, counts: &[(&str, u32)]) -> Table {
    let sum = counts.iter().map(|(_, count)| count).sum();
    let head = [words.key_label(facet), "ID".to_owned(), "SIM".to_owned(), words.asking.share.to_owned()];
    let line = |(key, count): &(&str, u32)| {
        [value_label(words, facet, key), (*key).to_owned(), count.to_string(), format_share(*count, sum)]
    };
    // A view has no more values: that there may be others is said in the table itself.
    let rest = (counts.len() == MAX_FACET_VALUES).then(|| ["…", "…", "", ""].map(str::to_owned));
    std::iter::once(head).chain(counts.iter().map(line)).chain(rest).map(Vec::from).collect()
}

/// The table of a ranking with a column of what is added up, in plain digits.
fn with_amounts(table: Table, name: String, facet: &FacetCounts) -> Table {
    let amounts = facet.items.iter().map(|item| fleet::format_number(item.amount.unwrap_or_default()));
    let column = std::iter::once(name).chain(amounts).chain(std::iter::repeat(String::new()));
    table.into_iter().zip(column).map(|(line, cell)| line.into_iter().chain([cell]).collect()).collect()
}

/// The counts of a pivot, or what is added up, with its totals; numbers are plain digits.
fn pivot_table(words: &Messages, pivot: &Pivot, across: &str, along: &str) -> Table {
    let width = pivot.columns.len();
    let number =
        |count: u32, amount: Option<&f64>| amount.map_or_else(|| count.to_string(), |sum| fleet::format_number(*sum));
    let amounts = pivot.amounts.as_ref();
    let line = |name: String, cells: &mut dyn Iterator<Item = String>, sum: String| {
        [name].into_iter().chain(cells).chain([sum]).collect::<Vec<_>>()
    };
    let names = &mut pivot.columns.iter().map(|(key, _)| value_label(words, along, key));
    let mut lines = vec![line(words.key_label(across), names, words.asking.sum.to_owned())];
    for (at, (row, sum)) in pivot.rows.iter().enumerate() {
        let cells = &mut (at * width..(at + 1) * width)
            .map(|cell| number(pivot.counts[cell], amounts.and_then(|amounts| amounts.cells.get(cell))));
        let sum = number(*sum, amounts.and_then(|amounts| amounts.rows.get(at)));
        lines.push(line(value_label(words, across, row), cells, sum));
    }
    let sums = pivot.columns.iter().enumerate();
    let sums = &mut sums.map(|(at, (_, sum))| number(*sum, amounts.and_then(|amounts| amounts.columns.get(at))));
    let whole = number(pivot.sum, amounts.map(|amounts| &amounts.sum));
    lines.push(line(words.asking.sum.to_owned(), sums, whole));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    fn to_text(table: &Table) -> String {
        table.iter().map(|line| line.join("|")).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_pivot_is_a_table_with_its_totals() {
        let side = |keys: &[(&str, u32)]| keys.iter().map(|(key, sum)| ((*key).to_owned(), *sum)).collect();
        let pivot = Pivot {
            rows: side(&[("active", 1200), ("none", 1)]),
            columns: side(&[("gsm", 3), ("lte", 1198)]),
            counts: vec![3, 1197, 0, 1],
            sum: 1201,
            ..Pivot::default()
        };
        assert_eq!(
            to_text(&pivot_table(Language::English.messages(), &pivot, "status", "radio")),
            "Status|GSM|LTE|Total\nactive|3|1197|1200\nnone|0|1|1\nTotal|3|1198|1201"
        );
    }

    #[test]
    fn a_ranking_says_where_it_may_end_early() {
        let words = Language::English.messages();
        for (values, lines) in [(MAX_FACET_VALUES - 1, MAX_FACET_VALUES), (MAX_FACET_VALUES, MAX_FACET_VALUES + 2)] {
            let table = ranking_table(words, "operator", &vec![("Telcel", 1); values]);
            assert_eq!((table.len(), table[lines - 1][0] == "…"), (lines, values == MAX_FACET_VALUES));
        }
    }

    #[test]
    fn a_ranking_is_a_table_with_its_shares() {
        let table = ranking_table(Language::English.messages(), "operator", &[("Telcel", 3), ("KDDI", 1)]);
        assert_eq!(to_text(&table), "Operator|ID|SIM|Share\nTelcel|Telcel|3|75.0%\nKDDI|KDDI|1|25.0%");
    }
}
