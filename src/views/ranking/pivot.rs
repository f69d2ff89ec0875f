//! Two facets against each other, as a table with sums. A click on a cell asks for its SIMs.

use crate::format::{AmountScale, CountScale, FormattedCount, value_label};
use crate::i18n::Messages;
use crate::state::use_state;
use crate::views::components::{VNode, class_attribute, derive_memo, derive_signal, render_children};
use leptos::html;
use leptos::prelude::*;
use query::{Field, Pivot as Counts, PivotAmounts};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The pivot of the selection.
#[component]
pub fn PivotTable() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let sides = state.panels.pivot_keys;
    let tags = derive_memo(move || {
        state.view.latest.with(|view| view.as_ref().map(|view| view.tags.clone()).unwrap_or_default())
    });
    let options = move |chosen: Signal<String>| {
        let tags = tags.get().into_iter().map(|key| format!("tag.{key}"));
        let listed = state.lists.joined.with(|lists| {
            let columns = lists.iter().flat_map(|list| &list.columns);
            columns.map(|column| format!("list.{}", column.name)).collect::<Vec<_>>()
        });
        let all = Field::pivot_sides().map(|field| field.key().to_owned()).chain(listed).chain(tags);
        let option = move |key: String| {
            let name = words.key_label(&key);
            let selected = chosen.with_untracked(|chosen| *chosen == key);
            view! { <option value=key selected=selected>{name}</option> }
        };
        all.map(option).collect_view()
    };
    let across = derive_signal(move || sides.with(|sides| sides.0.clone()));
    let along = derive_signal(move || sides.with(|sides| sides.1.clone()));
    let set = move |change: fn(&mut (String, String), String), to: String| {
        sides.update(|sides| change(sides, to));
    };
    let counts = derive_memo(move || state.view.latest.with(|view| view.as_ref().and_then(|view| view.pivot.clone())));
    let asked =
        derive_memo(move || state.view.latest.with(|view| view.as_ref().map(|_| sides.get())).unwrap_or_default());
    let table = NodeRef::<html::Table>::new();
    render_children(table, move || {
        let (across, along) = asked.get();
        let amounts = state.view.amounts.get();
        let rows = |counts: &Counts| pivot_rows(words, counts, &across, &along, amounts.as_ref());
        counts.with(|counts| counts.as_ref().map(rows).unwrap_or_default())
    });
    let more = move || {
        let hidden =
            counts.with(|counts| counts.as_ref().map_or(0, |counts| counts.omitted_rows + counts.omitted_columns));
        (hidden > 0).then(|| (words.asking.more_values)(FormattedCount::from(hidden)))
    };
    let choose = move |event: leptos::ev::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(cell) = target.and_then(|target| target.closest("button[data-row]").ok().flatten()) else {
            return;
        };
        let (across, along) = sides.get_untracked();
        let of = |side: &str| cell.get_attribute(side).filter(|value| !value.is_empty());
        state.query.edit(|query| {
            for (key, value) in [(across, of("data-row")), (along, of("data-column"))] {
                if let Some(value) = value {
                    query.set_value(&key, &value)?;
                }
            }
            Ok(())
        });
    };
    view! {
        <div class="sides">
            <label>{words.asking.rows}
                <select data-test="pivot-rows" prop:value=across on:change=move |event| set(|sides, to| sides.0 = to, event_target_value(&event))>{move || options(across)}</select>
            </label>
            <label>{words.asking.columns}
                <select data-test="pivot-columns" prop:value=along on:change=move |event| set(|sides, to| sides.1 = to, event_target_value(&event))>{move || options(along)}</select>
            </label>
            <button
                type="button" class="quiet square expand" data-test="pivot-expand" title=words.asking.expand aria-label=words.asking.expand
                aria-pressed=derive_signal(move || state.panels.ranking_wide.get().to_string())
                on:click=move |_| state.panels.ranking_wide.update(|wide| *wide = !*wide)
            >"⤢"</button>
        </div>
        <div class="pivot" tabindex="0" role="group" aria-label=words.asking.pivot>
            <table data-test="pivot" node_ref=table on:click=choose></table>
        </div>
        <p class="none">{more}</p>
    }
}

fn pivot_rows(
    words: &Messages,
    counts: &Counts,
    across: &str,
    along: &str,
    amounts: Option<&AmountScale>,
) -> Vec<VNode> {
    let amounts = amounts.zip(counts.amounts.as_ref());
    let width = counts.columns.len();
    // An amount weighs as many steps as it has, a count what it is.
    let weight =
        |count: u32, amount: Option<f64>| amounts.zip(amount).map_or(count, |((scale, _), amount)| scale.steps(amount));
    let amount_at =
        |of: fn(&PivotAmounts) -> &[f64], at: usize| amounts.and_then(|(_, sums)| of(sums).get(at).copied());
    let highest = (0..counts.counts.len()).map(|at| weight(counts.counts[at], amount_at(|sums| &sums.cells, at))).max();
    let scale = CountScale::new(highest.unwrap_or(0));
    let head = |scope: &'static str, text: String| {
        VNode::new("th").with_attribute("scope", scope).with_attribute("title", text.clone()).with_text(text)
    };
    let cell = |row: &str, column: &str, count: u32, amount: Option<f64>| {
        let text = match amounts.zip(amount) {
            _ if count == 0 => "·".to_owned(),
            Some(((scale, _), amount)) => scale.format(amount),
            None => FormattedCount::from(count).to_string(),
        };
        let button = VNode::new("button")
            .with_attribute("type", "button")
            .with_attribute("data-test", "pivot-cell")
            .with_attribute("data-row", row.to_owned())
            .with_attribute("data-column", column.to_owned())
            .with_attribute("data-count", count.to_string())
            .with_optional_attribute("data-amount", amount.map(fleet::format_number))
            .with_optional_attribute("disabled", (count == 0).then_some(""))
            .with_text(text);
        let class = class_attribute(weight(count, amount), scale);
        VNode::new("td")
            .with_attribute("data-weight", if row.is_empty() || column.is_empty() { "sum" } else { class })
            .with_children([button])
    };
    let line = |first: VNode, cells: Vec<VNode>| VNode::new("tr").with_children([first]).with_children(cells);
    let names = counts.columns.iter().map(|(key, _)| head("col", value_label(words, along, key)));
    let top =
        line(head("col", words.key_label(across)), names.chain([head("col", words.asking.sum.to_owned())]).collect());
    let body = counts.rows.iter().enumerate().map(|(i, (row, sum))| {
        let cells = counts.columns.iter().enumerate().map(|(j, (column, _))| {
            let at = i * width + j;
            cell(row, column, counts.counts[at], amount_at(|sums| &sums.cells, at))
        });
        let sum = cell(row, "", *sum, amount_at(|sums| &sums.rows, i));
        line(head("row", value_label(words, across, row)), cells.chain([sum]).collect())
    });
    let sums = counts.columns.iter().enumerate();
    let sums = sums.map(|(j, (column, sum))| cell("", column, *sum, amount_at(|sums| &sums.columns, j)));
    let whole = cell("", "", counts.sum, amounts.map(|(_, sums)| sums.sum));
    let bottom = line(head("row", words.asking.sum.to_owned()), sums.chain([whole]).collect());
    let part = |tag: &'static str, lines: Vec<VNode>| VNode::new(tag).with_children(lines);
    vec![part("thead", vec![top]), part("tbody", body.collect()), part("tfoot", vec![bottom])]
}
