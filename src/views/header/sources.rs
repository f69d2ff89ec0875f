//! What is loaded: the sources, one report each, and the way to more of them.

use super::report::SourceReport;
use crate::format::FormattedCount;
use crate::state::{SourceEntry, use_state};
use crate::views::components::{DropdownMenu, derive_signal, keyed_list};
use crate::views::loading;
use leptos::prelude::*;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The menu of sources and the button that adds some.
#[component]
pub fn SourcesMenu() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let label = move || {
        state.sources.list.with(|list| {
            let name = match list.as_slice() {
                [only] => only.source.name.clone(),
                many => (words.sources_many)(FormattedCount(many.len() as u64)),
            };
            let reports = || list.iter().filter_map(|entry| entry.report.as_ref());
            let records: u64 = list.iter().map(|entry| u64::from(entry.records.saturating_sub(entry.outdated))).sum();
            let skipped: u64 = reports().map(|report| report.skipped).sum();
            let mut parts = vec![name, (words.sims)(FormattedCount(records))];
            if skipped > 0 {
                parts.push((words.skipped)(FormattedCount(skipped)));
            }
            if list.iter().any(|entry| entry.incomplete_reason.is_some()) {
                parts.push(words.api.partial.into());
            }
            if reports().any(|report| report.truncated_at.is_some()) {
                parts.push(words.cut_short.into());
            }
            parts.join(" · ")
        })
    };
    let keys = derive_signal(move || state.sources.list.with(|list| list.iter().map(report_key).collect()));
    let report = move |wanted: u64| {
        let entry =
            state.sources.list.with_untracked(|list| list.iter().find(|entry| report_key(entry) == wanted).cloned());
        entry.map(|entry| view! { <SourceReport entry /> }).into_any()
    };
    view! {
        <DropdownMenu label=Signal::derive(label) title=Signal::stored(words.sources.to_owned()) test="sources" class="quiet sources">
            <ul class="reports">
                // A report that changes is another report.
                {keyed_list(keys, report)}
            </ul>
            <div class="actions">
                <button type="button" class="button" on:click=|_| loading::choose_files()>{words.choose_files}</button>
                <button type="button" class="button" on:click=|_| loading::choose_folder()>{words.choose_folder}</button>
            </div>
        </DropdownMenu>
        <button type="button" class="button add" title=words.add_title data-test="add" on:click=|_| loading::choose_files()>
            "+ "{words.add}
        </button>
    }
}

/// What tells one report from another.
fn report_key(entry: &SourceEntry) -> u64 {
    let mut hasher = DefaultHasher::new();
    (entry.source.id, entry.report.is_some(), entry.incomplete_reason.is_some(), entry.records, entry.outdated)
        .hash(&mut hasher);
    hasher.finish()
}
