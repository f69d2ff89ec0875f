//! What went wrong, where, and what to do next.

use crate::i18n::Words;
use crate::state::{Notice, Trouble, use_state};
use crate::views::landing;
use crate::views::parts::{Command, each, live};
use leptos::prelude::*;

/// Every notice that was not dismissed.
#[component]
pub fn Notices() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let ids = live(move || state.notices.list.with(|list| list.iter().map(|notice| notice.id.into()).collect()));
    let notice = move |key: u64| {
        let list = state.notices.list.get_untracked();
        let Some(Notice { id, trouble }) = list.into_iter().find(|notice| u64::from(notice.id) == key) else {
            return ().into_any();
        };
        view! {
            <div class="notice" data-test="error" role="alert">
                <div class="message">{message(words, &trouble)}</div>
                <button type="button" class="quiet square" aria-label=words.close title=words.close on:click=move |_| state.notices.dismiss(id)>
                    "✕"
                </button>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="notices">
            {each(ids, notice)}
        </div>
    }
}

fn message(words: &'static Words, trouble: &Trouble) -> AnyView {
    match trouble {
        Trouble::Refused(source, why) => view! {
            <p><strong>{(words.refused)(&source.name, why)}</strong>" "{words.refused_where}</p>
            <p>{words.instead}</p>
            <Command line=Signal::stored(landing::command("subscribers", "g")) />
        }
        .into_any(),
        Trouble::Unreadable(source, message) => view! {
            <p><strong>{(words.unreadable)(&source.name, message)}</strong></p>
            <p>{words.unreadable_hint}</p>
        }
        .into_any(),
        Trouble::Restarted => view! { <p>{words.restarted}</p> }.into_any(),
        Trouble::LeftOut(name) => view! { <p>{(words.left_out)(name)}</p> }.into_any(),
        Trouble::GivenUp(why) => view! { <p>{(words.given_up)(why)}</p> }.into_any(),
        Trouble::Failed(why) => view! { <p>{(words.failed)(why)}</p> }.into_any(),
        Trouble::NoExports => view! { <p>{words.no_exports}</p> }.into_any(),
    }
}
