//! The range of last seen: how long ago, as people usually ask, or in typed dates.

use super::toggle_only_value;
use crate::format::age_label;
use crate::state::use_state;
use crate::views::components::{DropdownMenu, derive_signal};
use leptos::html;
use leptos::prelude::*;

/// Silences that people ask for.
const SILENCE_PERIODS: [&str; 5] = ["24h", "7d", "30d", "90d", "1y"];

/// The usual silences, and two dates, either of which may be missing.
#[component]
pub fn DateRangeMenu(
    /// What the query asks for.
    chosen: Memo<Vec<String>>,
) -> impl IntoView {
    let state = use_state();
    let messages = state.settings.current_messages();
    let words = messages.asking;
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
    let silence = move |value: String, label: String| {
        let text = value.clone();
        let pressed = derive_signal(move || chosen.with(|chosen| chosen.contains(&text)).to_string());
        let click = move |_| toggle_only_value(state, "seen", &value);
        view! { <button type="button" class="quiet" data-test="silence" aria-pressed=pressed on:click=click>{label}</button> }
    };
    view! {
        <DropdownMenu label=Signal::stored(words.dates.to_owned()) test="dates" class="quiet">
            <div class="silences" role="group" aria-label=messages.silent_for>
                <span>{messages.silent_for}</span>
                {SILENCE_PERIODS.map(|text| silence(format!(">{text}"), age_label(messages, text)))}
                {silence("never".into(), messages.never.into())}
            </div>
            <form class="dates" on:submit=submit>
                <label>{words.from}<input type="date" data-test="date-from" node_ref=from /></label>
                <label>{words.to}<input type="date" data-test="date-to" node_ref=to /></label>
                <button type="submit" class="button" data-test="dates-apply">{words.apply}</button>
            </form>
        </DropdownMenu>
    }
}
