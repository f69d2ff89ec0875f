//! What became of one source.

use crate::figures::{Bytes, Count};
use crate::i18n::Words;
use crate::state::{Entry, use_state};
use ingest::Encoding;
use leptos::prelude::*;

/// How many notes are shown; the counts above them are whole.
const SHOWN: usize = 20;

/// One source: its name, what was read of it and what was not, and why.
#[component]
pub fn Report(
    /// The source.
    entry: Entry,
) -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let id = entry.source.id;
    let name = entry.source.name.clone();
    let report = entry.report.as_deref();
    let read = report.map(|report| report.records_read.to_string());
    let skipped = report.map(|report| report.skipped.to_string());
    let cut = report.map(|report| report.truncated_at.map(|at| at.to_string()).unwrap_or_default());
    let lines = report.map_or_else(|| vec![words.waiting.to_owned()], |report| lines(words, report, &entry));
    let notes = report.filter(|report| !report.issues.is_empty()).map(|report| {
        let more = report.issues.len().saturating_sub(SHOWN);
        let notes = report.issues.iter().take(SHOWN).map(|note| {
            view! { <li>{(words.note)(Count(note.record_number), Count(note.offset), &(words.what)(&note.kind))}</li> }
        });
        view! {
            <details>
                <summary>{(words.notes)(Count(report.issues.len() as u64))}</summary>
                <ul>{notes.collect_view()}</ul>
                {(more > 0).then(|| view! { <p>{(words.notes_more)(Count(more as u64))}</p> })}
            </details>
        }
    });
    let (unfinished, whole) = (entry.unfinished.is_some(), entry.report.is_some() && entry.unfinished.is_none());
    let fetched = entry.remote.is_some().then(|| {
        view! {
            {unfinished.then(|| view! { <p class="partial">{words.api.unfinished}</p> })}
            <div class="actions">
                {unfinished.then(|| view! { <button type="button" class="button" data-test="resume" on:click=move |_| state.resume(id)>{words.api.go_on}</button> })}
                {whole.then(|| view! { <button type="button" class="button" data-test="refresh" on:click=move |_| state.refresh(id)>{words.api.refresh}</button> })}
                <button type="button" class="button" data-test="save" on:click=move |_| state.save_source(id)>{words.api.save}</button>
            </div>
        }
    });
    view! {
        <li class="report" data-test="report" data-partial=unfinished.to_string() data-source=name.clone() data-read=read data-skipped=skipped data-cut=cut data-outdated=entry.outdated.to_string()>
            <div class="title">
                <strong>{name.clone()}</strong>
                <span class="size">{(entry.size > 0).then(|| Bytes(entry.size).to_string())}</span>
                <button type="button" class="quiet" data-test="remove" aria-label=(words.remove_what)(&name) on:click=move |_| state.remove(id)>
                    {words.remove}
                </button>
            </div>
            {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
            {fetched}
            {notes}
        </li>
    }
}

fn lines(words: &Words, report: &ingest::IngestReport, entry: &Entry) -> Vec<String> {
    let mut read = vec![(words.read)(Count(report.records_read))];
    if report.skipped > 0 {
        read.push((words.skipped)(Count(report.skipped)));
    }
    match report.encoding {
        Encoding::Utf8 => {}
        Encoding::Utf16Le => read.push("UTF-16 LE".into()),
        Encoding::Utf16Be => read.push("UTF-16 BE".into()),
        Encoding::ShiftJis => read.push("Shift_JIS".into()),
        Encoding::EucJp => read.push("EUC-JP".into()),
        Encoding::Windows1252 => read.push("Windows-1252".into()),
    }
    let counted = |n: u64, say: fn(Count) -> String| (n > 0).then(|| say(Count(n)));
    let more = [
        counted(entry.outdated.into(), words.outdated),
        report.truncated_at.map(|at| (words.cut)(Count(at))),
        counted(report.records_with_rejected_fields, words.fields),
        counted(report.records_with_invalid_utf8, words.replaced),
        counted(report.non_json_lines, words.chatter),
        report.gzip.then(|| words.unpacked.to_owned()),
        counted(report.records_with_non_finite, words.nulls),
        report.has_terminal_escapes.then(|| words.escapes.to_owned()),
        (!report.list_keys.is_empty()).then(|| (words.lists)(&report.list_keys)),
    ];
    std::iter::once(read.join(" · ")).chain(more.into_iter().flatten()).collect()
}
