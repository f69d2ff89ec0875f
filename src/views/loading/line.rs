//! How far the reading is, and the way to stop it. Its place is kept while nothing is read.

use crate::figures::{Bytes, Count};
use crate::state::use_state;
use crate::views::parts::{live, memo};
use engine::Progress;
use leptos::prelude::*;

/// The line.
#[component]
pub fn LoadingLine() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let progress = state.progress;
    let with =
        move |say: fn(&Progress) -> String| progress.with(|progress| progress.as_ref().map(say).unwrap_or_default());
    let loading = memo(move || progress.with(Option::is_some));
    let said = move || {
        progress.with(|progress| {
            progress
                .as_ref()
                .map(|p| (words.progress)(Bytes(p.done), Bytes(p.total), Count(p.sims)))
                .unwrap_or_default()
        })
    };
    let reading = move || progress.with(|p| p.as_ref().map(|p| (words.reading)(&p.source.name)).unwrap_or_default());
    view! {
        <div class="loading">
            <Show when=move || loading.get()>
                <div
                    class="progress" data-test="progress" data-done=live(move || with(|p| p.done.to_string()))
                    data-total=live(move || with(|p| p.total.to_string()))
                >
                    <progress
                        aria-label=reading max=live(move || with(|p| p.total.max(1).to_string()))
                        prop:value=live(move || with(|p| p.done.to_string())) value=live(move || with(|p| p.done.to_string()))
                    ></progress>
                    <span class="name">{reading}</span>
                    <span class="amount">{said}</span>
                    <button type="button" class="button" data-test="cancel" on:click=move |_| state.stop()>{words.stop}</button>
                </div>
            </Show>
        </div>
    }
}
