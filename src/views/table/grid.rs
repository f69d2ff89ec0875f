//! The grid itself: a track that is scrolled, and on it the rows that are seen.

use super::clicks;
use super::header::TableHeader;
use super::keys;
use super::row::{RowContent, RowLayout, row_node};
use crate::state::{HEAD_HEIGHT, PageSettings, VirtualScroll, use_state};
use crate::views::components::{VNode, css_pixels, derive_memo, derive_signal, render_children};
use leptos::html;
use leptos::prelude::*;
use query::{ColumnKey, Field};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, ResizeObserver};

/// Rows are drawn against a base near them: the browser keeps fractions of pixels only of small numbers.
const REBASE_INTERVAL_PX: f64 = 1_000_000.0;

/// The grid.
#[component]
pub fn TableGrid() -> impl IntoView {
    let state = use_state();
    let table = state.table;
    let words = state.settings.current_messages();
    let scroller = NodeRef::<html::Div>::new();
    let last = StoredValue::new(0.0);
    let scroll = table.scroll;
    let columns = state.settings.columns;
    let opened = derive_memo(move || state.sim_detail.opened.with(|opened| opened.as_ref().map(|opened| opened.row)));
    // The rows and how far they are moved are drawn together: were they to follow the reader each on its own, one could be
    // missed, and the rows would lie where nobody sees them.
    let rows = NodeRef::<html::Div>::new();
    let marked = state.marked_rows.sims;
    render_children(rows, move || {
        let slots = scroll.get().slot_count().max(1);
        let (active, opened) = (table.active_row.get(), opened.get());
        let now = state.view.latest.with_untracked(|view| view.as_ref().map_or(0, |view| view.now));
        let (marked, seen_as_date) = (marked.get(), state.settings.seen_as_date.get());
        columns.with(|columns| {
            let content = RowContent { words, columns, now, seen_as_date };
            table.loaded.with(|shown| {
                let first = scroll.get().first_row_at(shown.top);
                let base = (shown.top / REBASE_INTERVAL_PX).floor() * REBASE_INTERVAL_PX;
                // A row that is still seen keeps its element: the element of a row is the remainder of its index.
                let line = |slot: u32| {
                    let index = first.saturating_add((slot + slots - first % slots) % slots);
                    let here = shown.row_at(index).map(AsRef::as_ref);
                    let open = here.is_some_and(|row| opened == Some(row.row));
                    let top = f64::from(index) * scroll.get().row_height - base;
                    let is_marked = here.is_some_and(|row| marked.contains(row));
                    let layout = RowLayout { index, top, is_active: active == Some(index), is_open: open, is_marked };
                    row_node(content, here, layout)
                };
                let offset = format!("translateY({})", css_pixels(base - shown.top));
                let lines = VNode::new("div").with_attribute("class", "lines").with_style("transform", offset);
                vec![lines.with_children((0..slots).map(line))]
            })
        })
    });
    // The scrollbar follows the table: another selection, a row that was gone to, a table that was hidden meanwhile.
    // Where the bar is, is remembered: asking the browser would make it lay the page out at once.
    let align = move || {
        let scroll = scroll.get_untracked();
        let place = scroll.track_offset(table.target_top.get_untracked()).round();
        // A wheel moves a long table by rows, and the bar stays a little behind: it is put right when they part.
        if (last.get_value() - place).abs() > scroll.track_tolerance()
            && let Some(element) = scroller.get_untracked()
        {
            #[expect(clippy::cast_possible_truncation, reason = "the track is below 2^31 pixels")]
            element.set_scroll_top(place as i32);
            last.set_value(place);
        }
    };
    Effect::new(move |_| {
        table.target_top.track();
        scroll.track();
        align();
    });
    let scrolled = move |_| {
        if let Some(element) = scroller.get_untracked() {
            let (from, to) = (last.get_value(), f64::from(element.scroll_top()));
            if from != to {
                last.set_value(to);
                table.scroll_to(scroll.get_untracked().top_after_scroll(table.target_top.get_untracked(), from, to));
            }
        }
    };
    observe_heights(scroller, move |height, row_height| {
        let seen = (height - HEAD_HEIGHT).max(0.0);
        let before = scroll.get_untracked();
        let now = VirtualScroll { viewport_height: seen, row_height, ..before };
        if seen > 0.0 && now != before {
            // The row that is looked at stays where it is when rows have another height.
            let top = table.target_top.get_untracked() / before.row_height * row_height;
            scroll.set(now);
            if row_height != before.row_height {
                table.scroll_to(top.clamp(0.0, now.max_top()));
            }
            align();
        }
    });
    follow_column_widths(scroller, state.settings);
    let active = move || table.active_row.get().map(|row| format!("row-{row}"));
    view! {
        <div
            class="grid" role="grid" data-test="table" tabindex="0" node_ref=scroller
            aria-label=words.table aria-description=words.keys_hint aria-multiselectable="true"
            class:dates=derive_signal(move || state.settings.seen_as_date.get())
            class:marking=derive_signal(move || marked.with(|marked| !marked.is_empty()))
            aria-rowcount=derive_signal(move || (u64::from(scroll.get().rows) + 1).to_string())
            aria-colcount=derive_signal(move || state.settings.columns.with(Vec::len).to_string())
            aria-activedescendant=active
            on:scroll=scrolled on:keydown=move |event| keys::handle_table_key(state, &event) on:copy=move |event| keys::copy_row(state, &event)
        >
            <div class="track" style:height=derive_signal(move || css_pixels(scroll.get().track_height() + HEAD_HEIGHT))>
                <TableHeader />
                <div
                    class="rows" role="rowgroup" node_ref=rows on:click=move |event| clicks::handle_row_click(state, &event)
                    on:mousedown=move |event| clicks::handle_row_press(&event)
                    style:height=derive_signal(move || css_pixels(scroll.get().viewport_height.min(scroll.get().content_height())))
                ></div>
            </div>
        </div>
    }
}

/// Each width is a property of the grid that the style takes, where there is one.
fn follow_column_widths(scroller: NodeRef<html::Div>, settings: PageSettings) {
    Effect::new(move |_| {
        let Some(element) = scroller.get() else { return };
        let style = HtmlElement::style(&element);
        settings.column_widths.with(|widths| {
            let shown = settings.columns.get();
            let fields = Field::columns().iter().map(|field| ColumnKey::from(*field));
            for column in fields.chain(shown.into_iter().filter(|column| column.member().is_some())) {
                let property = super::property_name(column);
                let (name, grow) = (format!("--w-{property}"), format!("--grow-{property}"));
                if let Some(width) = widths.get(column) {
                    style.set_property(&name, &css_pixels(width.into())).ok();
                    style.set_property(&grow, "0").ok();
                } else {
                    style.remove_property(&name).ok();
                    style.remove_property(&grow).ok();
                }
            }
        });
    });
}

/// Tells the height of an element and that which the style gives its rows, now and whenever the element's size changes.
fn observe_heights(element: NodeRef<html::Div>, changed: impl Fn(f64, f64) + Clone + 'static) {
    let observer = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut()>)>);
    Effect::new(move |_| {
        let Some(target) = element.get() else { return };
        let (seen, changed) = (target.clone(), changed.clone());
        let closure: Closure<dyn FnMut()> =
            Closure::new(move || changed(f64::from(seen.client_height()), row_height(&seen)));
        if let Ok(observing) = ResizeObserver::new(closure.as_ref().unchecked_ref()) {
            observing.observe(&target);
            observer.set_value(Some((observing, closure)));
        }
    });
    on_cleanup(move || {
        if let Some((observing, _)) = observer.try_update_value(Option::take).flatten() {
            observing.disconnect();
        }
    });
}

/// The height of a row in pixels, as the style sheet has it.
fn row_height(grid: &Element) -> f64 {
    let style = window().get_computed_style(grid).ok().flatten();
    let height = style.and_then(|style| style.get_property_value("--row-height").ok());
    let pixels = height.and_then(|height| height.trim().strip_suffix("px")?.parse().ok());
    pixels.filter(|pixels| *pixels > 0.0).unwrap_or(VirtualScroll::default().row_height)
}
