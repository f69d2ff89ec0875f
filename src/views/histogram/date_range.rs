//! The range of last seen in typed dates.

use crate::state::use_state;
use crate::views::components::DropdownMenu;
use leptos::html;
use leptos::prelude::*;

/// Two dates, either of which may be missing.
#[component]
pub fn DateRangeMenu() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().asking;
    let [from, to] = [NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new()];
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let [from, to] = [from, to].map(|input| input.get_untracked().map(|input| input.value()).unwrap_or_default());
        state.query.edit(|query| match (from.as_str(), to.as_str()) {
            ("", "") => {
                *query = query.without_key("seen");
                Ok(())
            }
            // The wrong way round is what was meant, turned.
            (from, to) if !from.is_empty() && !to.is_empty() && from > to => {
                query.set_value("seen", &format!("{to}..{from}"))
            }
            (from, to) => query.set_value("seen", &format!("{from}..{to}")),
        });
    };
    view! {
        <DropdownMenu label=Signal::stored(words.dates.to_owned()) test="dates" class="quiet">
            <form class="dates" on:submit=submit>
                <label>{words.from}<input type="date" data-test="date-from" node_ref=from /></label>
                <label>{words.to}<input type="date" data-test="date-to" node_ref=to /></label>
                <button type="submit" class="button" data-test="dates-apply">{words.apply}</button>
            </form>
        </DropdownMenu>
    }
}
