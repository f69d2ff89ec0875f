//! Buttons that copy.

use crate::state::{NoticeKind, browser, use_state};
use crate::views::components::derive_signal;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen_futures::JsFuture;

/// A button that copies a text and says so for a moment.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// What a reader calls it.
    #[prop(into)]
    what: String,
    /// Whether the label stands beside the icon.
    #[prop(optional)]
    labelled: bool,
    /// What else is to be known of it.
    #[prop(optional)]
    note: Option<&'static str>,
    /// Its handle.
    #[prop(optional)]
    test: Option<&'static str>,
) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let Some(clipboard) = browser::clipboard() else {
            return state.notices.push(NoticeKind::NotCopied(words.exports.no_clipboard.to_owned()));
        };
        let writing = clipboard.write_text(&text.get_untracked());
        leptos::task::spawn_local(async move {
            if JsFuture::from(writing).await.is_ok() {
                copied.set(true);
                state.notices.announce(words.copied.into());
                set_timeout(
                    move || {
                        copied.try_set(false);
                    },
                    Duration::from_millis(1500),
                );
            }
        });
    };
    let label = (words.copy_what)(&what);
    let text = labelled.then(|| view! { <span class="label">{label.clone()}</span> });
    let title = note.map_or_else(|| label.clone(), str::to_owned);
    view! {
        <button type="button" class="copy" class:labelled=labelled data-test=test title=title aria-label=label on:click=copy>
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
                {move || if copied.get() { view! { <path d="M3 8.5 6.5 12 13 4.5" /> } } else { view! { <path d="M6 5.5h7v8H6zM4 11H3V2.5h7V4" /> } }}
            </svg>
            {text}
        </button>
    }
}

/// A command line to copy.
#[component]
pub fn CommandLine(
    /// The command.
    #[prop(into)]
    line: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="command">
            <code><span class="prompt" aria-hidden="true">"$ "</span>{derive_signal(move || line.get())}</code>
            <CopyButton text=line what="soracom" />
        </div>
    }
}
