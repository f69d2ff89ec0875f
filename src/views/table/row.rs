//! A line of the table. It is drawn once and shows another row when the table is scrolled.

use super::cell::Cell;
use super::scroll::ROW;
use crate::state::use_state;
use leptos::prelude::*;

/// The line at a place of the window: the row whose index leaves that remainder.
#[component]
pub fn Line(
    /// Its place in the window.
    at: u32,
    /// The first row that is seen.
    first: Memo<u32>,
    /// How many lines there are.
    slots: Memo<u32>,
    /// The top that lines are drawn against.
    base: Memo<f64>,
) -> impl IntoView {
    let state = use_state();
    let table = state.table;
    let index = Memo::new(move |_| {
        let (first, slots) = (first.get(), slots.get().max(1));
        first + (at + slots - first % slots) % slots
    });
    let row = Memo::new(move |_| {
        let index = index.get();
        table.shown.with(|shown| shown.row(index).cloned())
    });
    let here = Memo::new(move |_| row.with(Option::is_some));
    let place = move || format!("translateY({}px)", f64::from(index.get()) * ROW - base.get());
    let active = Memo::new(move |_| table.active.get() == Some(index.get()));
    let open = Memo::new(move |_| {
        let row = row.with(|row| row.as_ref().map(|row| row.row));
        row.is_some() && state.opened.with(|opened| opened.as_ref().map(|opened| opened.row)) == row
    });
    let columns = state.settings.columns;
    view! {
        <div
            role="row" class="row" data-test=move || here.get().then_some("row") id=move || format!("row-{}", index.get())
            data-index=move || index.get().to_string() aria-rowindex=move || (u64::from(index.get()) + 2).to_string()
            aria-selected=move || open.get().to_string() class:active=move || active.get() class:odd=move || index.get() % 2 == 1
            hidden=move || !here.get() style:transform=place on:click=move |_| state.open_at(index.get_untracked())
        >
            <For each=move || columns.get() key=|column| *column let(column)>
                <Cell column row />
            </For>
        </div>
    }
}
