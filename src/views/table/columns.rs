//! Which columns are shown, and in which order.

use crate::state::{column_layout, use_state};
use crate::views::components::{DropdownMenu, derive_memo, derive_signal};
use leptos::prelude::*;
use query::{ColumnKey, Field};

/// The menu of columns: those that are shown in their order, then the others. The last one stays.
#[component]
pub fn ColumnsMenu() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let shown = state.settings.columns;
    let as_date = state.settings.seen_as_date;
    let further = derive_memo(move || state.further_columns());
    let change = move |next: Vec<ColumnKey>| state.settings.choose_columns(next);
    let choice = move |column: ColumnKey| {
        let name = words.column_name(column);
        let (left, right) = ((words.move_left)(&name), (words.move_right)(&name));
        let checked = move || shown.with(|shown| shown.contains(&column));
        let place = move || shown.with(|shown| shown.iter().position(|other| *other == column));
        let step = move |by: isize, label: String, sign: &'static str| {
            let stuck = move || place().is_none_or(|at| if by < 0 { at == 0 } else { at + 1 == shown.with(Vec::len) });
            let moved = move |_| change(column_layout::move_column(&shown.get_untracked(), column, by));
            view! {
                <button type="button" class="quiet square" title=label.clone() aria-label=label disabled=derive_signal(stuck) on:click=moved>{sign}</button>
            }
        };
        view! {
            <li style:order=derive_signal(move || place().map_or_else(|| "99".to_owned(), |at| at.to_string()))>
                <label>
                    <input
                        type="checkbox" name="columns" data-column=column.name() prop:checked=checked
                        on:change=move |_| change(column_layout::toggle_column(&shown.get_untracked(), column))
                    />
                    {name}
                </label>
                {step(-1, left, "↑")}
                {step(1, right, "↓")}
            </li>
        }
    };
    view! {
        <DropdownMenu label=Signal::stored(words.columns.to_owned()) test="columns" class="quiet">
            <ul class="checks">
                {Field::columns().iter().map(|field| choice((*field).into())).collect_view()}
                {move || further.get().into_iter().map(choice).collect_view()}
            </ul>
            <label class="seen-as-date">
                <input
                    type="checkbox" name="seen" data-test="seen-as-date" prop:checked=as_date
                    on:change=move |_| as_date.update(|as_date| *as_date = !*as_date)
                />
                {words.seen_as_date}
            </label>
        </DropdownMenu>
    }
}
