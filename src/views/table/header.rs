//! The header: names of columns that sort. Ascending, then descending, then the order of the file. A column is moved by
//! its name and widened by its right edge, or with the arrow keys.

use super::column_drag::{ColumnDrag, DragKind};
use crate::state::browser::pressed_key;
use crate::state::{PageState, TableSort, column_layout, use_state};
use crate::views::components::{derive_memo, derive_signal};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use query::ColumnKey;

/// Pixels that a key widens a column by.
const ARROW_KEY_STEP_PX: i32 = 16;

/// The header row.
#[component]
pub fn TableHeader() -> impl IntoView {
    let state = use_state();
    let columns = state.settings.columns;
    let drag = ColumnDrag::new(state);
    view! {
        <div role="rowgroup" class="head">
            <div role="row" class="row" aria-rowindex="1">
                {move || columns.get().into_iter().map(|column| view! { <ColumnHeader column drag /> }).collect_view()}
            </div>
        </div>
    }
}

#[component]
fn ColumnHeader(column: ColumnKey, drag: ColumnDrag) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let name = words.column_name(column);
    let title = (words.sort_by)(&name);
    let order =
        derive_memo(move || state.table.sort.get().filter(|sort| sort.column == column).map(|sort| sort.descending));
    let told = move || match order.get() {
        None => "none",
        Some(false) => "ascending",
        Some(true) => "descending",
    };
    let mark = move || match order.get() {
        None => "",
        Some(false) => "▴",
        Some(true) => "▾",
    };
    let clicked = move |_| {
        // What ends a drag is no click.
        if !drag.take_moved() {
            cycle_sort(state, column);
        }
    };
    let grab = move |kind: DragKind| move |event: PointerEvent| drag.begin(kind, column, &event);
    view! {
        <div role="columnheader" class="cell" data-col=column.name() style=("--width", super::further_column_width(column)) aria-sort=told class:target=derive_signal(move || drag.is_target(column))>
            <button
                type="button" data-sort=column.name() title=title aria-description=words.column_keys
                on:click=clicked on:pointerdown=grab(DragKind::Move) on:keydown=move |event| handle_column_key(state, column, &event)
            >
                {name}<span class="mark" aria-hidden="true">{mark}</span>
            </button>
            <span
                class="grip" data-grip=column.name() aria-hidden="true"
                on:pointerdown=grab(DragKind::Resize) on:dblclick=move |_| state.settings.set_column_width(column, None)
            ></span>
        </div>
    }
}

/// With Alt the arrows move a column, with Shift they widen it or make it narrower.
fn handle_column_key(state: PageState, column: ColumnKey, event: &KeyboardEvent) {
    let by: i8 = match pressed_key(event).as_str() {
        "ArrowLeft" => -1,
        "ArrowRight" => 1,
        _ => return,
    };
    if event.alt_key() {
        let shown = state.settings.columns.get_untracked();
        state.settings.choose_columns(column_layout::move_column(&shown, column, by.into()));
        super::focus_column(column);
    } else if event.shift_key() {
        let width = super::column_width(column) + i32::from(by) * ARROW_KEY_STEP_PX;
        state.settings.set_column_width(column, Some(u16::try_from(width).unwrap_or_default()));
    } else {
        return;
    }
    event.prevent_default();
    event.stop_propagation();
}

fn cycle_sort(state: PageState, column: ColumnKey) {
    state.table.sort.update(|sort| {
        *sort = match sort.filter(|sort| sort.column == column) {
            None => Some(TableSort { column, descending: false }),
            Some(TableSort { descending: false, .. }) => Some(TableSort { column, descending: true }),
            Some(_) => None,
        }
    });
    state.table.scroll_to_top();
}
