//! What went wrong, where, and what to do next.

use crate::figures::Count;
use crate::i18n::Words;
use crate::state::{Notice, Trouble, use_state};
use crate::views::parts::{Command, each, live};
use crate::views::{connect, landing, loading};
use leptos::prelude::*;

/// Maximum number of files of a folder that are named.
const SHOWN: usize = 100;

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
        let calm = matches!(trouble, Trouble::Refreshed { .. } | Trouble::Ending | Trouble::LeftOutOfFolder(_));
        let (test, role) = if calm { ("notice", "status") } else { ("error", "alert") };
        view! {
            <div class="notice" data-test=test role=role>
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
        Trouble::LeftOutOfFolder(files) => {
            let rest = if files.len() > SHOWN { "\n…" } else { "" };
            let which = files.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join("\n") + rest;
            let said = (words.folder_left_out)(Count(files.len() as u64));
            view! { <details><summary>{said}</summary><pre>{which}</pre></details> }.into_any()
        }
        Trouble::Changed(source) => view! {
            <p><strong>{(words.changed)(&source.name)}</strong>" "{words.changed_hint}</p>
            <p><button type="button" class="button" data-test="choose-again" on:click=|_| loading::choose_files()>{words.choose_again}</button></p>
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
        Trouble::NotFetched(source, error) => {
            view! { <p>{(words.api.not_fetched)(&source.name)}</p>{connect::fault(words.api, error)} }.into_any()
        }
        Trouble::Unfinished(source, error) => view! {
            <p><strong>{(words.api.stays)(&source.name)}</strong></p>
            <p>{(words.api.error)(error)}</p>
        }
        .into_any(),
        Trouble::Refreshed { new, gone, changed } => {
            let [new, gone, changed] = [new, gone, changed].map(|count| Count::from(*count));
            view! { <p data-test="refreshed">{(words.api.refreshed)(new, gone, changed)}</p> }.into_any()
        }
        Trouble::NotLocated(error) => view! {
            <p><strong>{words.places.not_located}</strong></p>
            <p>{(words.api.error)(error)}</p>
        }
        .into_any(),
        Trouble::NotKept(why) => view! { <p>{(words.places.not_kept)(why)}</p> }.into_any(),
        Trouble::NoStreets(why) => view! { <p>{(words.places.no_streets)(why)}</p> }.into_any(),
        Trouble::Ending => view! { <p>{words.api.ending}</p> }.into_any(),
        Trouble::NotSignedOut(error) => {
            view! { <p>{words.api.not_signed_out}" "{(words.api.error)(error)}</p> }.into_any()
        }
    }
}
