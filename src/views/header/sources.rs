//! What is loaded: the sources, one report each, and the way to more of them.

use super::lists::JoinedLists;
use super::report::SourceReport;
use crate::format::FormattedCount;
use crate::state::{SourceEntry, use_state};
use crate::views::components::{DropdownMenu, derive_memo, derive_signal, keyed_list};
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
            // A list that is fetched once more is the one that it replaces until it is whole.
            let is_replacing = |entry: &SourceEntry| {
                entry.replaces.is_some_and(|earlier| list.iter().any(|other| other.source.id == earlier))
            };
            let (baseline, fleet): (Vec<_>, Vec<_>) =
                list.iter().filter(|entry| !is_replacing(entry)).partition(|entry| entry.is_baseline);
            let name = |entries: &[&SourceEntry]| match entries {
                [only] => only.source.name.clone(),
                many => (words.sources_many)(FormattedCount(many.len() as u64)),
            };
            let reports = || list.iter().filter_map(|entry| entry.report.as_ref());
            let records: u64 = fleet.iter().map(|entry| u64::from(entry.records.saturating_sub(entry.outdated))).sum();
            let skipped: u64 = reports().map(|report| report.skipped).sum();
            let mut parts = vec![name(&fleet), (words.sims)(FormattedCount(records))];
            if !baseline.is_empty() {
                parts.push((words.asking.compared_with)(&name(&baseline)));
            }
            if skipped > 0 {
                parts.push((words.skipped)(FormattedCount(skipped)));
            }
            if list.iter().any(|entry| entry.incomplete_reason.is_some()) {
                parts.push(words.api.partial.into());
            }
            if reports().any(|report| report.truncated_at.is_some()) {
                parts.push(words.cut_short.into());
            }
            let lists = state.lists.joined.with(Vec::len) as u64;
            if lists > 0 {
                parts.push((words.own_lists.count)(FormattedCount(lists)));
            }
            parts.join(" · ")
        })
    };
    // A list that ended before its end can go on, unless it is going on.
    let unfinished = derive_memo(move || {
        let is_unfinished = |entry: &&SourceEntry| entry.remote.is_some() && entry.incomplete_reason.is_some();
        let id = state.sources.list.with(|list| list.iter().find(is_unfinished).map(|entry| entry.source.id));
        id.filter(|_| !state.loading.is_loading())
    });
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
            <JoinedLists />
            <div class="actions">
                <button type="button" class="button" on:click=|_| loading::choose_files()>{words.choose_files}</button>
                <button type="button" class="button" on:click=|_| loading::choose_folder()>{words.choose_folder}</button>
            </div>
        </DropdownMenu>
        <Show when=move || unfinished.get().is_some()>
            <button type="button" class="button" data-test="resume-here" on:click=move |_| unfinished.get_untracked().into_iter().for_each(|id| state.account.resume_list(id))>
                {words.api.go_on}
            </button>
        </Show>
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
