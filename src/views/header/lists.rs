//! The operator's own lists: how each and the fleet go together.

use crate::format::FormattedCount;
use crate::state::{HistoryMode, use_state};
use crate::views::components::{CopyButton, derive_memo, derive_signal, keyed_list};
use engine::{ListColumnStats, ListIdentifierKind, ListStats};
use leptos::prelude::*;
use query::ExpectedFact;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Maximum number of identifiers that are shown; all are copied.
const MAX_SHOWN_IDENTIFIERS: usize = 200;

/// The lists that are joined.
#[component]
pub fn JoinedLists() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().own_lists;
    let joined = state.lists.joined;
    let keys = derive_signal(move || joined.with(|lists| lists.iter().map(list_key).collect()));
    let item = move |wanted: u64| {
        let found = joined.with_untracked(|lists| lists.iter().find(|list| list_key(list) == wanted).cloned());
        found.map(|list| view! { <JoinedListItem list /> }).into_any()
    };
    view! {
        <p class="menu-title"><strong>{words.title}</strong></p>
        <ul class="reports">{keyed_list(keys, item)}</ul>
        <p class="note" hidden=derive_signal(move || joined.with(|lists| !lists.is_empty()))>{words.hint}</p>
    }
}

/// Tells one state of a list from another.
fn list_key(list: &ListStats) -> u64 {
    let mut hasher = DefaultHasher::new();
    (list.source.id, list.report.key.column, list.matched, list.unmatched, list.records_without).hash(&mut hasher);
    hasher.finish()
}

#[component]
fn JoinedListItem(list: ListStats) -> impl IntoView {
    let state = use_state();
    let all = state.settings.current_messages();
    let words = all.own_lists;
    let (id, name) = (list.source.id, list.source.name.clone());
    let rows = list.matched + list.unmatched;
    let term = query_term(&list.name);
    let show = move |query: String| move |_| state.query.apply(&query, HistoryMode::Push);
    let counted = |count: u64, say: fn(FormattedCount) -> String| (count > 0).then(|| say(FormattedCount(count)));
    let irregular = (list.report.irregular_rows > 0).then(|| {
        let first: Vec<_> =
            list.report.first_irregular_rows.iter().map(|row| FormattedCount(*row).to_string()).collect();
        (words.irregular)(FormattedCount(list.report.irregular_rows), &first.join(", "))
    });
    let shortened = (!list.shortened.is_empty()).then_some(all.asking.shortened_hint);
    let columns: Vec<_> = list.columns.iter().map(|column| column.name.as_str()).collect();
    let fields = (!columns.is_empty()).then(|| view! { <p>{words.fields}" "{columns.join(", ")}</p> });
    let expectations = (!columns.is_empty()).then(|| view! { <ExpectationChoices list=list.clone() /> });
    view! {
        <li
            class="report" data-test="joined" data-source=name.clone() data-list=list.name.clone() data-key=list.report.key.field.key()
            data-rows=rows.to_string() data-matched=list.matched.to_string() data-unmatched=list.unmatched.to_string()
            data-sims-without=list.records_without.to_string()
        >
            <div class="title">
                <strong>{name.clone()}</strong>
                <button type="button" class="quiet" data-test="remove-list" aria-label=(all.remove_what)(&name) on:click=move |_| state.lists.remove(id)>{all.remove}</button>
            </div>
            <p>{(words.matched)(FormattedCount(list.matched), FormattedCount(rows))}</p>
            <KeyColumnChoice list=list.clone() />
            {fields}
            {expectations}
            <div class="actions">
                <button type="button" class="button" data-test="list-with" disabled=list.matched == 0 on:click=show(term.clone())>{words.show_with}</button>
                <button type="button" class="button" data-test="list-without" disabled=list.records_without == 0 on:click=show(format!("-{term}"))>
                    {(words.show_without)(FormattedCount(list.records_without))}
                </button>
            </div>
            {shortened.map(|hint| view! { <p class="warning">{hint}</p> })}
            {irregular.map(|said| view! { <p data-test="list-irregular">{said}</p> })}
            {counted(list.doubled, words.doubled).map(|said| view! { <p data-test="list-doubled">{said}</p> })}
            {counted(list.unmatched, words.missing).map(|title| view! { <IdentifierDetails list=id kind=ListIdentifierKind::Missing title test="list-missing" /> })}
            {counted(list.repeated, words.repeated).map(|title| view! { <IdentifierDetails list=id kind=ListIdentifierKind::Repeated title test="list-repeated" /> })}
            {counted(list.ambiguous, words.ambiguous).map(|title| view! { <IdentifierDetails list=id kind=ListIdentifierKind::Ambiguous title test="list-ambiguous" /> })}
        </li>
    }
}

/// The term that selects the SIMs of a list.
fn query_term(name: &str) -> String {
    let mut query = query::Query::default();
    match query.set_value("list", name) {
        Ok(()) => query.to_string(),
        Err(_) => String::new(),
    }
}

/// The column that SIMs are identified by, where there are several that may do so.
#[component]
fn KeyColumnChoice(list: ListStats) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().own_lists;
    let (id, report) = (list.source.id, list.report);
    let name = move |column: usize| match report.names.get(column).filter(|name| !name.is_empty()) {
        Some(name) => name.clone(),
        None => (words.unnamed_column)(FormattedCount(column as u64 + 1)),
    };
    let chosen = report.key.column;
    if report.possible_keys.len() < 2 {
        return view! { <p>{words.identified_by}": "{name(chosen)}</p> }.into_any();
    }
    let options: Vec<_> = report
        .possible_keys
        .iter()
        .map(|key| view! { <option value=key.column.to_string() selected=key.column == chosen>{name(key.column)}</option> })
        .collect();
    let choose = move |event| {
        if let Ok(column) = event_target_value(&event).parse() {
            state.lists.choose_key(id, column);
        }
    };
    view! { <label>{words.identified_by}" "<select data-test="list-key" on:change=choose>{options}</select></label> }
        .into_any()
}

/// Which columns say how a SIM should be: those that their names say it of, and any other that is chosen.
#[component]
fn ExpectationChoices(list: ListStats) -> impl IntoView {
    let state = use_state();
    let all = state.settings.current_messages();
    let words = all.own_lists;
    let id = list.source.id;
    // It follows what is chosen, and the choices stay as they are: they are in use.
    let title = derive_memo(move || {
        let stated = |column: &ListColumnStats| {
            let fact = ExpectedFact::from_key(&column.expected)?;
            Some(format!("{} ({})", (all.field_name)(fact.field()), column.name))
        };
        let said = state.lists.joined.with(|lists| {
            let list = lists.iter().find(|list| list.source.id == id);
            list.into_iter().flat_map(|list| &list.columns).filter_map(stated).collect::<Vec<_>>()
        });
        (words.expectations)(&said.join(", "))
    });
    let choice = move |column: ListColumnStats| {
        let ListColumnStats { name, expected, .. } = column;
        let facts = ExpectedFact::ALL.into_iter().map(|fact| {
            let key = fact.key();
            view! { <option value=key selected=key == expected>{(all.field_name)(fact.field())}</option> }
        });
        let options = facts.collect::<Vec<_>>();
        let column = name.clone();
        let choose = move |event| state.lists.set_expectation(column.clone(), event_target_value(&event));
        view! {
            <label>
                {name.clone()}" "
                <select data-test="list-expected" data-column=name.clone() on:change=choose><option value="">{words.expects_nothing}</option>{options}</select>
            </label>
        }
    };
    let choices: Vec<_> = list.columns.into_iter().map(choice).collect();
    view! { <details class="expectations" data-test="list-expectations"><summary>{derive_signal(move || title.get())}</summary>{choices}</details> }
}

/// Identifiers that unfold; they are asked for then.
#[component]
fn IdentifierDetails(list: u32, kind: ListIdentifierKind, title: String, test: &'static str) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().own_lists;
    let lines = derive_memo(move || state.lists.identifiers_of(list, kind).unwrap_or_default());
    let shown = move || {
        lines.with(|lines| {
            let rest = if lines.lines().nth(MAX_SHOWN_IDENTIFIERS).is_some() { "\n…" } else { "" };
            lines.lines().take(MAX_SHOWN_IDENTIFIERS).collect::<Vec<_>>().join("\n") + rest
        })
    };
    view! {
        <details data-test=test on:toggle=move |_| state.lists.request_identifiers(list, kind)>
            <summary>{title}</summary>
            <CopyButton text=derive_signal(move || lines.get()) what=words.identifiers />
            <pre tabindex="0">{derive_signal(shown)}</pre>
        </details>
    }
}
