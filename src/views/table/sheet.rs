//! The grid itself: a track that is scrolled, and on it the rows that are seen, which stay where they are drawn.

use super::head::Head;
use super::keys;
use super::row::Line;
use super::scroll::ROW;
use crate::state::use_state;
use leptos::html;
use leptos::prelude::*;
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
    let top = Memo::new(move |_| table.shown.with(|shown| shown.top));
    let first = Memo::new(move |_| scroll.get().first(top.get()));
    let base = Memo::new(move |_| (top.get() / REBASE).floor() * REBASE);
    let slots = Memo::new(move |_| scroll.get().slots());

    // The scrollbar follows the table: another selection, a row that was gone to, a table that was hidden meanwhile.
    let align = move || {
        if let Some(element) = scroller.get_untracked() {
            let element: &Element = &element;
            let scroll = scroll.get_untracked();
            let place = scroll.place(table.top.get_untracked()).round();
            // A wheel moves a long table by rows, and the bar stays a little behind: it is put right when they part.
            if (f64::from(element.scroll_top()) - place).abs() > scroll.slack() {
                #[expect(clippy::cast_possible_truncation, reason = "the track is below 2^31 pixels")]
                element.set_scroll_top(place as i32);
                last.set_value(f64::from(element.scroll_top()));
            }
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
            aria-rowcount=move || (u64::from(scroll.get().rows) + 1).to_string()
            aria-colcount=move || state.settings.columns.with(Vec::len).to_string()
            aria-activedescendant=active
            on:scroll=scrolled on:keydown=move |event| keys::pressed(state, &event)
        >
            <div class="track" style:height=move || format!("{}px", scroll.get().track() + ROW)>
                <Head />
                <div class="rows" role="rowgroup" style:height=move || format!("{}px", scroll.get().seen.min(scroll.get().height()))>
                    <div class="lines" style:transform=move || format!("translateY({}px)", base.get() - top.get())>
                        <For each=move || 0..slots.get() key=|at| *at let(at)>
                            <Line at first slots base />
                        </For>
                    </div>
                </div>
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
