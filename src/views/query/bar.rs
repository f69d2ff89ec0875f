//! The box in which the query is typed.

use super::basis::Basis;
use crate::state::{Step, use_state};
use crate::views::parts::{live, memo};
use leptos::prelude::*;
use std::time::Duration;

/// A pause in typing after which the text is applied.
const PAUSE: Duration = Duration::from_millis(120);

/// The query bar.
#[component]
pub fn QueryBar() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let typed = StoredValue::new(None::<TimeoutHandle>);
    let forget = move || {
        if let Some(timer) = typed.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    let apply = move |step| {
        forget();
        state.search(&state.draft.get_untracked(), step);
    };
    let typing = move |text: String| {
        state.draft.set(text);
        forget();
        typed.set_value(set_timeout_with_handle(move || apply(Step::Small), PAUSE).ok());
    };
    let wrong = memo(move || state.fault.with(Option::is_some));
    view! {
        <form class="query" role="search" on:submit=move |event| { event.prevent_default(); apply(Step::Whole); }>
            <div class="field" class:wrong=live(move || wrong.get())>
                <svg class="icon glass" viewBox="0 0 16 16" aria-hidden="true"><circle cx="7" cy="7" r="4.5" /><path d="M10.5 10.5 14 14" /></svg>
                <input
                    id="query" type="text" data-test="query" aria-label=words.query_label placeholder=words.query_placeholder
                    spellcheck="false" autocomplete="off" autocapitalize="none" enterkeyhint="search"
                    aria-invalid=live(move || wrong.get().to_string()) aria-describedby="query-error"
                    prop:value=live(move || state.draft.get())
                    on:input=move |event| typing(event_target_value(&event))
                />
                <button
                    type="button" class="quiet square" title=words.clear aria-label=words.clear
                    hidden=live(move || state.draft.with(String::is_empty))
                    on:click=move |_| { state.draft.set(String::new()); apply(Step::Whole); }
                >"✕"</button>
                <Basis />
            </div>
        </form>
    }
}
