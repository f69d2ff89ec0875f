//! The grid itself: a track that is scrolled, and on it the rows that are seen.

use super::head::Head;
use super::keys;
use super::row::{Place, row};
use super::scroll::ROW;
use crate::state::use_state;
use crate::views::parts::{Sketch, draw, live, memo, px};
use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;
use query::TableColumn;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Rows are drawn against a base near them: the browser keeps fractions of pixels only of small numbers.
const REBASE: f64 = 1_000_000.0;

/// The grid.
#[component]
pub fn Sheet() -> impl IntoView {
    let state = use_state();
    let table = state.table;
    let words = state.settings.words_now();
    let scroller = NodeRef::<html::Div>::new();
    let last = StoredValue::new(0.0);
    let scroll = table.scroll;
    let columns = memo(move || {
        let place = |column: &TableColumn| Some((TableColumn::ALL.iter().position(|other| other == column)?, *column));
        state.settings.columns.with(|columns| columns.iter().filter_map(place).collect::<Vec<_>>())
    });
    let opened = memo(move || state.opened.with(|opened| opened.as_ref().map(|opened| opened.row)));
    // The rows and how far they are moved are drawn together: were they to follow the reader each on its own, one could be
    // missed, and the rows would lie where nobody sees them.
    let rows = NodeRef::<html::Div>::new();
    draw(rows, move || {
        let slots = scroll.get().slots().max(1);
        let (active, opened) = (table.active.get(), opened.get());
        let now = state.view.with_untracked(|view| view.as_ref().map_or(0, |view| view.now));
        columns.with(|columns| {
            table.shown.with(|shown| {
                let first = scroll.get().first(shown.top);
                let base = (shown.top / REBASE).floor() * REBASE;
                // A row that is still seen keeps its element: the element of a row is the remainder of its index.
                let line = |slot: u32| {
                    let index = first.saturating_add((slot + slots - first % slots) % slots);
                    let here = shown.row(index).map(AsRef::as_ref);
                    let open = here.is_some_and(|row| opened == Some(row.row));
                    row(words, columns, here, Place { index, base, active: active == Some(index), open }, now)
                };
                let offset = format!("translateY({})", px(base - shown.top));
                let lines = Sketch::new("div").with("class", "lines").styled("transform", offset);
                vec![lines.holding((0..slots).map(line))]
            })
        })
    });
    let open_clicked = move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let row = target.and_then(|target| target.closest("[data-index]").ok().flatten());
        if let Some(index) = row.and_then(|row| row.get_attribute("data-index")?.parse().ok()) {
            state.open_at(index);
        }
    };

    // The scrollbar follows the table: another selection, a row that was gone to, a table that was hidden meanwhile.
    // Where the bar is, is remembered: asking the browser would make it lay the page out at once.
    let align = move || {
        let scroll = scroll.get_untracked();
        let place = scroll.place(table.top.get_untracked()).round();
        // A wheel moves a long table by rows, and the bar stays a little behind: it is put right when they part.
        if (last.get_value() - place).abs() > scroll.slack()
            && let Some(element) = scroller.get_untracked()
        {
            #[expect(clippy::cast_possible_truncation, reason = "the track is below 2^31 pixels")]
            element.set_scroll_top(place as i32);
            last.set_value(place);
        }
    };
    Effect::new(move |_| {
        table.top.track();
        scroll.track();
        align();
    });
    let scrolled = move |_| {
        if let Some(element) = scroller.get_untracked() {
            let (from, to) = (last.get_value(), f64::from(element.scroll_top()));
            if from != to {
                last.set_value(to);
                table.look(scroll.get_untracked().moved(table.top.get_untracked(), from, to));
                state.ask_rows();
            }
        }
    };
    observe_height(scroller, move |height| {
        let seen = (height - ROW).max(0.0);
        if seen > 0.0 && seen != scroll.get_untracked().seen {
            scroll.update(|scroll| scroll.seen = seen);
            align();
            state.ask_rows();
        }
    });
    let active = move || table.active.get().map(|row| format!("row-{row}"));
    view! {
        <div
            class="grid" role="grid" data-test="table" tabindex="0" node_ref=scroller
            aria-label=words.table aria-description=words.keys_hint
            aria-rowcount=live(move || (u64::from(scroll.get().rows) + 1).to_string())
            aria-colcount=live(move || state.settings.columns.with(Vec::len).to_string())
            aria-activedescendant=active
            on:scroll=scrolled on:keydown=move |event| keys::pressed(state, &event)
        >
            <div class="track" style:height=live(move || px(scroll.get().track() + ROW))>
                <Head />
                <div
                    class="rows" role="rowgroup" node_ref=rows on:click=open_clicked
                    style:height=live(move || px(scroll.get().seen.min(scroll.get().height())))
                ></div>
            </div>
        </div>
    }
}

/// Tells the height of an element, now and whenever it changes.
fn observe_height(element: NodeRef<html::Div>, changed: impl Fn(f64) + Clone + 'static) {
    let observer = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut()>)>);
    Effect::new(move |_| {
        let Some(target) = element.get() else { return };
        let (seen, changed) = (target.clone(), changed.clone());
        let closure: Closure<dyn FnMut()> = Closure::new(move || changed(f64::from(seen.client_height())));
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
