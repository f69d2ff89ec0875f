//! What became of one source.

use crate::format::{FormattedBytes, FormattedCount};
use crate::i18n::Messages;
use crate::state::{SourceEntry, use_state};
use ingest::Encoding;
use leptos::prelude::*;

/// How many notes are shown; the counts above them are whole.
const MAX_NOTES: usize = 20;

/// One source: its name, what was read of it and what was not, and why.
#[component]
pub fn SourceReport(
    /// The source.
    entry: SourceEntry,
) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let id = entry.source.id;
    let name = entry.source.name.clone();
    let report = entry.report.as_deref();
    let read = report.map(|report| report.records_read.to_string());
    let skipped = report.map(|report| report.skipped.to_string());
    let cut = report.map(|report| report.truncated_at.map(|at| at.to_string()).unwrap_or_default());
    let lines = report.map_or_else(|| vec![words.waiting.to_owned()], |report| report_lines(words, report, &entry));
    let notes = report.filter(|report| !report.issues.is_empty()).map(|report| {
        let more = report.issues.len().saturating_sub(MAX_NOTES);
        let notes = report.issues.iter().take(MAX_NOTES).map(|note| {
            view! { <li>{(words.note)(FormattedCount(note.record_number), FormattedCount(note.offset), &(words.what)(&note.kind))}</li> }
        });
        view! {
            <details>
                <summary>{(words.notes)(FormattedCount(report.issues.len() as u64))}</summary>
                <ul>{notes.collect_view()}</ul>
                {(more > 0).then(|| view! { <p>{(words.notes_more)(FormattedCount(more as u64))}</p> })}
            </details>
        }
    });
    let (unfinished, whole) =
        (entry.incomplete_reason.is_some(), entry.report.is_some() && entry.incomplete_reason.is_none());
    let fetched = entry.remote.is_some().then(|| {
        view! {
            {unfinished.then(|| view! { <p class="partial">{words.api.unfinished}</p> })}
            <div class="actions">
                {unfinished.then(|| view! { <button type="button" class="button" data-test="resume" on:click=move |_| state.account.resume_list(id)>{words.api.go_on}</button> })}
                {whole.then(|| view! { <button type="button" class="button" data-test="refresh" on:click=move |_| state.account.refresh_list(id)>{words.api.refresh}</button> })}
                <button type="button" class="button" data-test="save" on:click=move |_| state.export.download_source(id)>{words.api.save}</button>
            </div>
        }
    });
    view! {
        <li class="report" data-test="report" data-partial=unfinished.to_string() data-source=name.clone() data-read=read data-skipped=skipped data-cut=cut data-outdated=entry.outdated.to_string()>
            <div class="title">
                <strong>{name.clone()}</strong>
                <span class="size">{(entry.size > 0).then(|| FormattedBytes(entry.size).to_string())}</span>
                <button type="button" class="quiet" data-test="remove" aria-label=(words.remove_what)(&name) on:click=move |_| state.loading.remove_source(id)>
                    {words.remove}
                </button>
            </div>
            {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
            {fetched}
            {notes}
        </li>
    }
}

fn report_lines(words: &Messages, report: &ingest::IngestReport, entry: &SourceEntry) -> Vec<String> {
    let mut read = vec![(words.read)(FormattedCount(report.records_read))];
    if report.skipped > 0 {
        read.push((words.skipped)(FormattedCount(report.skipped)));
    }
    match report.encoding {
        Encoding::Utf8 => {}
        Encoding::Utf16Le => read.push("UTF-16 LE".into()),
        Encoding::Utf16Be => read.push("UTF-16 BE".into()),
        Encoding::ShiftJis => read.push("Shift_JIS".into()),
        Encoding::EucJp => read.push("EUC-JP".into()),
        Encoding::Windows1252 => read.push("Windows-1252".into()),
    }
    let counted = |n: u64, say: fn(FormattedCount) -> String| (n > 0).then(|| say(FormattedCount(n)));
    let more = [
        counted(entry.outdated.into(), words.outdated),
        report.truncated_at.map(|at| (words.cut)(FormattedCount(at))),
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
