//! How far the reading is, and the way to stop it. Its place is kept while nothing is read.

use crate::format::{FormattedBytes, FormattedCount};
use crate::i18n::Messages;
use crate::state::use_state;
use crate::views::components::{derive_memo, derive_signal};
use engine::{ExportProgress, ExportUnit, FetchProgress, LoadProgress, ProgressKind};
use leptos::prelude::*;

/// The line.
#[component]
pub fn LoadingLine() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let progress = state.loading.progress;
    let with = move |say: fn(&LoadProgress) -> String| {
        progress.with(|progress| progress.as_ref().map(say).unwrap_or_default())
    };
    let loading = derive_memo(move || progress.with(Option::is_some));
    let said = move || {
        progress.with(|progress| match progress {
            Some(p) if p.kind == ProgressKind::Towers => (words.places.reading_towers)(
                &FormattedBytes(p.done).to_string(),
                &FormattedBytes(p.total).to_string(),
                FormattedCount(p.sims),
            ),
            Some(p) if p.kind == ProgressKind::List => (words.own_lists.reading)(
                &FormattedBytes(p.done).to_string(),
                &FormattedBytes(p.total).to_string(),
                FormattedCount(p.sims),
            ),
            Some(p) => match &p.fetch {
                Some(fetching) => fetch_status(words, p, fetching),
                None => (words.progress)(FormattedBytes(p.done), FormattedBytes(p.total), FormattedCount(p.sims)),
            },
            None => String::new(),
        })
    };
    let waits = derive_memo(move || {
        progress.with(|p| p.as_ref().is_some_and(|p| p.fetch.as_ref().is_some_and(|f| f.retry_wait.is_some())))
    });
    let idle = move || progress.with(|p| Some(format!("{:.0}", p.as_ref()?.fetch.as_ref()?.idle_ms)));
    // Of a list nobody knows the end: its bar only moves.
    let max = move || progress.with(|p| p.as_ref().filter(|p| p.total > 0).map(|p| p.total.to_string()));
    let value = move || progress.with(|p| p.as_ref().filter(|p| p.total > 0).map(|p| p.done.to_string()));
    let reading = move || progress.with(|p| p.as_ref().map(|p| (words.reading)(&p.source.name)).unwrap_or_default());
    let writes = derive_memo(move || state.export.progress.with(Option::is_some));
    let writing =
        move |say: fn(ExportProgress) -> u64| state.export.progress.get().map(|progress| say(progress).to_string());
    let amount = move || {
        let ExportProgress { done, total, unit } = state.export.progress.get()?;
        Some(match unit {
            ExportUnit::Bytes => (words.exports.reading)(FormattedBytes(done), FormattedBytes(total)),
            ExportUnit::Sims => (words.actions.writing)(FormattedCount(done), FormattedCount(total)),
        })
    };
    view! {
        <div class="loading">
            <Show when=move || loading.get()>
                <div
                    class="progress" data-test="progress" data-done=derive_signal(move || with(|p| p.done.to_string()))
                    data-total=derive_signal(move || with(|p| p.total.to_string())) data-idle=derive_signal(idle)
                >
                    <progress aria-label=reading max=derive_signal(max) value=derive_signal(value)></progress>
                    <span class="name">{reading}</span>
                    <span class="amount">{said}</span>
                    <button type="button" class="button try-now" data-test="try-now" hidden=derive_signal(move || !waits.get()) on:click=move |_| state.account.retry_now()>{words.api.try_now}</button>
                    <button type="button" class="button" data-test="cancel" on:click=move |_| state.loading.stop()>{words.stop}</button>
                </div>
            </Show>
            <Show when=move || !loading.get() && writes.get()>
                <div class="progress" data-test="writing">
                    <progress
                        aria-label=words.exports.running max=derive_signal(move || writing(|progress| progress.total))
                        value=derive_signal(move || writing(|progress| progress.done))
                    ></progress>
                    <span class="amount">{amount}</span>
                    <button type="button" class="button" data-test="export-stop" on:click=move |_| state.export.cancel()>{words.stop}</button>
                </div>
            </Show>
        </div>
    }
}

/// How the fetching of a list goes: SIMs, pages, rate, time; or why it waits.
fn fetch_status(words: &Messages, progress: &LoadProgress, fetching: &FetchProgress) -> String {
    if let Some((ms, why)) = &fetching.retry_wait {
        return (words.api.wait)(&(words.api.error)(why), ms.div_ceil(1000));
    }
    if progress.kind == ProgressKind::Cells {
        return (words.places.locating)(FormattedCount(progress.done), FormattedCount(progress.total));
    }
    let seconds = fetching.elapsed_ms / 1000.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and no year")]
    let (rate, whole) = ((progress.done as f64 / seconds.max(0.1)) as u64, seconds as u64);
    let time = format!("{}:{:02}", whole / 60, whole % 60);
    (words.api.fetching)(
        FormattedCount(fetching.pages.into()),
        FormattedCount(progress.sims),
        FormattedCount(rate),
        &time,
    )
}
