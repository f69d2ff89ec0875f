//! What went wrong, where, and what to do next: the newest, and the others for who wants them.

use crate::format::FormattedCount;
use crate::i18n::Messages;
use crate::state::{Notice, NoticeKind, use_state};
use crate::views::components::{CommandLine, derive_signal, keyed_list};
use crate::views::export_command::export_command;
use crate::views::{connect, loading};
use leptos::prelude::*;

/// Maximum number of files of a folder that are named.
const MAX_NAMED_FILES: usize = 100;

/// Every notice that was not dismissed.
#[component]
pub fn NoticeList() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let ids =
        derive_signal(move || state.notices.list.with(|list| list.iter().map(|notice| notice.id.into()).collect()));
    let notice = move |key: u64| {
        let list = state.notices.list.get_untracked();
        let Some(Notice { id, kind: trouble, .. }) = list.into_iter().find(|notice| u64::from(notice.id) == key) else {
            return ().into_any();
        };
        let calm = matches!(
            trouble,
            NoticeKind::ListRefreshed { .. }
                | NoticeKind::Succeeded(_)
                | NoticeKind::SignInExpiring
                | NoticeKind::FilesSkipped(_)
        );
        let (test, role) = if calm { ("notice", "status") } else { ("error", "alert") };
        let is_success = trouble.is_success();
        let close = (!is_success).then(|| view! {
            <button type="button" class="quiet square" aria-label=words.close title=words.close on:click=move |_| state.notices.dismiss(id)>
                "✕"
            </button>
        });
        view! {
            <div class="notice" class:success=is_success data-test=test role=role>
                <div class="message">{notice_message(words, &trouble)}</div>
                {close}
            </div>
        }
        .into_any()
    };
    let all = RwSignal::new(false);
    // What went well stands elsewhere, and goes by itself.
    let troubles = move || state.notices.list.with(|list| list.iter().filter(|one| !one.kind.is_success()).count());
    let others = derive_signal(move || troubles().saturating_sub(1));
    view! {
        <div class="notices" class:all=derive_signal(move || all.get())>
            {keyed_list(ids, notice)}
            <button
                type="button" class="link" data-test="more-notices" hidden=derive_signal(move || others.get() == 0)
                aria-expanded=derive_signal(move || all.get().to_string()) on:click=move |_| all.update(|all| *all = !*all)
            >
                {derive_signal(move || if all.get() { words.fewer.to_owned() } else { (words.more)(FormattedCount(others.get() as u64)) })}
            </button>
        </div>
    }
}

/// What is said of a list without SIMs to join it with, and how to get them.
fn list_message(words: &'static Messages, said: String) -> impl IntoView {
    view! {
        <p><strong>{said}</strong></p>
        <p>{words.get_export}":"</p>
        <CommandLine line=Signal::stored(export_command("subscribers", "g")) />
    }
}

fn notice_message(words: &'static Messages, trouble: &NoticeKind) -> AnyView {
    match trouble {
        NoticeKind::SourceRefused(source, why) => view! {
            <p><strong>{(words.refused)(&source.name, why)}</strong>" "{words.refused_where}</p>
            <p>{words.instead}</p>
            <CommandLine line=Signal::stored(export_command("subscribers", "g")) />
        }
        .into_any(),
        NoticeKind::FilesSkipped(files) => {
            let rest = if files.len() > MAX_NAMED_FILES { "\n…" } else { "" };
            let which = files.iter().take(MAX_NAMED_FILES).map(String::as_str).collect::<Vec<_>>().join("\n") + rest;
            let said = (words.folder_left_out)(FormattedCount(files.len() as u64));
            view! { <details><summary>{said}</summary><pre>{which}</pre></details> }.into_any()
        }
        NoticeKind::FileChanged(source) => view! {
            <p><strong>{(words.changed)(&source.name)}</strong>" "{words.changed_hint}</p>
            <p><button type="button" class="button" data-test="choose-again" on:click=|_| loading::choose_files()>{words.choose_again}</button></p>
        }
        .into_any(),
        NoticeKind::SourceUnreadable(source, message) => view! {
            <p><strong>{(words.unreadable)(&source.name, message)}</strong></p>
            <p>{words.unreadable_hint}</p>
        }
        .into_any(),
        NoticeKind::WorkerRestarted => view! { <p>{words.restarted}</p> }.into_any(),
        NoticeKind::SourceExcluded(name) => view! { <p>{(words.left_out)(name)}</p> }.into_any(),
        NoticeKind::NotCopied(why) => view! { <p>{(words.exports.not_copied)(why)}</p> }.into_any(),
        NoticeKind::WorkerFailed(why) => view! { <p>{(words.given_up)(why)}</p> }.into_any(),
        NoticeKind::InternalError(why) => view! { <p>{(words.failed)(why)}</p> }.into_any(),
        NoticeKind::NoExports => view! { <p>{words.no_exports}</p> }.into_any(),
        NoticeKind::FetchFailed(source, error) => {
            view! { <p>{(words.api.not_fetched)(&source.name)}</p>{connect::api_error_view(words.api, error)} }.into_any()
        }
        NoticeKind::ListIncomplete(source, error) => view! {
            <p><strong>{(words.api.stays)(&source.name)}</strong></p>
            <p>{(words.api.error)(error)}</p>
        }
        .into_any(),
        NoticeKind::ListWaits(source, columns) => {
            list_message(words, (words.own_lists.waits)(&source.name, columns)).into_any()
        }
        NoticeKind::ListUnmatched(source, columns) => {
            list_message(words, (words.own_lists.unmatched)(&source.name, columns)).into_any()
        }
        NoticeKind::ListRefreshed { new, gone, changed } => {
            let [new, gone, changed] = [new, gone, changed].map(|count| FormattedCount::from(*count));
            view! { <p data-test="refreshed">{(words.api.refreshed)(new, gone, changed)}</p> }.into_any()
        }
        NoticeKind::Succeeded(what) => view! { <p>{what.clone()}</p> }.into_any(),
        NoticeKind::LocateFailed(error) => view! {
            <p><strong>{words.places.not_located}</strong></p>
            <p>{(words.api.error)(error)}</p>
        }
        .into_any(),
        NoticeKind::PositionsNotStored(why) => view! { <p>{(words.places.not_kept)(why)}</p> }.into_any(),
        NoticeKind::InvalidStreetMap(why) => view! { <p>{(words.places.no_streets)(why)}</p> }.into_any(),
        NoticeKind::SignInExpiring => view! { <p>{words.api.ending}</p> }.into_any(),
        NoticeKind::SignOutUnconfirmed(error) => {
            view! { <p>{words.api.not_signed_out}" "{(words.api.error)(error)}</p> }.into_any()
        }
    }
}
