//! What is done next with the selection: an action, its form, and what it would do.

use crate::format::{FormattedCount, country_name};
use crate::state::{derive_memo, use_state};
use crate::views::components::{DropdownMenu, Menu, derive_signal};
use actions::{ActionForm, ActionKind, ActionSummary, SPEED_CLASSES};
use leptos::prelude::*;

/// How many countries of an action are named.
const SHOWN_COUNTRIES: usize = 5;

/// The menu of actions.
#[component]
pub fn ActionMenu() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().actions;
    let actions = state.actions;
    let kinds = ActionKind::ALL.map(|kind| view! { <option value=kind.key()>{(words.kind_name)(kind)}</option> });
    let choose_kind = move |event| {
        if let Some(kind) = ActionKind::from_key(&event_target_value(&event)) {
            actions.choose_kind(kind);
        }
    };
    let choose_form = move |event| {
        if let Some(form) = ActionForm::from_key(&event_target_value(&event)) {
            actions.form.set(form);
        }
    };
    // Those that cannot say it are not there.
    let forms = move || {
        let (kind, chosen) = (actions.kind.get(), actions.form.get());
        let forms = ActionForm::ALL.into_iter().filter(|form| form.can_say(kind));
        let option = |form: ActionForm| view! { <option value=form.key() selected=form == chosen>{(words.form_name)(form)}</option> };
        forms.map(option).collect_view()
    };
    let targets = derive_memo(move || {
        actions.summary.with(|summary| summary.as_ref().and_then(|summary| Some(summary.as_ref().ok()?.targets)))
    });
    let write_label = move || (words.write)(FormattedCount(targets.get().unwrap_or_default() as u64));
    let disabled = move || targets.get().is_none_or(|targets| targets == 0) || state.export.is_running.get();
    view! {
        <DropdownMenu label=Signal::stored(words.title.to_owned()) test="act" menu=Menu::Act class="button act" is_open=actions.is_open>
            <div class="action">
                <p class="quiet-text">{words.hint}</p>
                <label>{words.what}<select data-test="act-what" on:change=choose_kind>{kinds.into_iter().collect_view()}</select></label>
                <ActionValue />
                <p class="note" hidden=derive_signal(move || (words.kind_note)(actions.kind.get()).is_empty())>{derive_signal(move || (words.kind_note)(actions.kind.get()))}</p>
                <label>{words.form}<select data-test="act-form" on:change=choose_form>{forms}</select></label>
                <p class="note">{derive_signal(move || (words.form_note)(actions.form.get()))}</p>
                <ActionSummaryLines />
                <div class="actions">
                    <button type="button" class="button primary" data-test="act-write" disabled=derive_signal(disabled) on:click=move |_| state.write_action()>
                        {derive_signal(write_label)}
                    </button>
                </div>
            </div>
        </DropdownMenu>
    }
}

/// What is typed for an action that needs to be told.
#[component]
fn ActionValue() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().actions;
    let actions = state.actions;
    let kind = derive_memo(move || actions.kind.get());
    let input = move |event| actions.value.set(event_target_value(&event));
    let field = move || match kind.get() {
        ActionKind::SetSpeedClass => {
            let classes = SPEED_CLASSES.map(|class| view! { <option value=class>{class}</option> });
            view! { <select data-test="act-value" on:change=input><option value="">"…"</option>{classes.into_iter().collect_view()}</select> }.into_any()
        }
        ActionKind::PutTags => {
            view! { <textarea data-test="act-value" rows="3" spellcheck="false" on:input=input></textarea> }.into_any()
        }
        _ => view! { <input data-test="act-value" autocomplete="off" spellcheck="false" on:input=input /> }.into_any(),
    };
    let is_shown = move || kind.get().needs_value() || kind.get() == ActionKind::Notify;
    let error = move || actions.error().map(words.error).unwrap_or_default();
    view! {
        <Show when=is_shown>
            <label>{derive_signal(move || (words.value_label)(kind.get()))}{field}</label>
            <p class="warning" role="status">{derive_signal(error)}</p>
        </Show>
    }
}

/// What the action would do, before anything is written.
#[component]
fn ActionSummaryLines() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().actions;
    let summary = state.actions.summary;
    let lines = move || match summary.get() {
        Some(Ok(summary)) => summary_lines(&summary),
        Some(Err(why)) => vec![(words.failed)(&why)],
        // Nothing is counted until it is known what.
        None if state.actions.error().is_some() => vec![],
        None => vec![words.counting.to_owned()],
    };
    let data =
        move || summary.with(|summary| summary.as_ref().and_then(|all| Some(all.as_ref().ok()?.targets.to_string())));
    let item = |line: String| view! { <li>{line}</li> };
    view! {
        <ul class="summary-lines" data-test="act-summary" data-count=derive_signal(data) aria-live="polite">
            {move || lines().into_iter().map(item).collect_view()}
        </ul>
    }
}

/// How many SIMs by status and country, what it costs, and who is left out.
fn summary_lines(summary: &ActionSummary) -> Vec<String> {
    let all = use_state().settings.current_messages();
    let words = all.actions;
    let count = |n: usize| FormattedCount(n as u64);
    let join = |counts: &mut dyn Iterator<Item = String>| counts.collect::<Vec<_>>().join(" · ");
    let mut lines = Vec::new();
    if summary.targets > 0 {
        let status_name = |status: &str| (all.status_name)(status).unwrap_or(status).to_owned();
        let by_status = summary.by_status.iter().map(|(status, n)| format!("{} {}", status_name(status), count(*n)));
        lines.push(join(&mut by_status.into_iter()));
        let named = summary.by_country.iter().take(SHOWN_COUNTRIES);
        let named = named.map(|(country, n)| {
            let key = if country.is_empty() { "none" } else { country };
            format!("{} {}", country_name(all, key), count(*n))
        });
        let rest = summary.by_country.len().saturating_sub(SHOWN_COUNTRIES);
        let rest = (rest > 0).then(|| (words.more_countries)(count(rest)));
        lines.push(join(&mut named.chain(rest)));
    }
    let mut tell = |n: usize, say: fn(FormattedCount) -> String| {
        if n > 0 {
            lines.push(say(count(n)));
        }
    };
    tell(summary.online, words.online);
    tell(summary.fee_now, words.fee_now);
    tell(summary.fee_to_reverse, words.fee_to_reverse);
    tell(summary.no_longer_ready, words.no_longer_ready);
    if !summary.left_out.is_empty() {
        let left_out = summary.left_out.iter().map(|(why, n)| (words.exclusion)(*why, count(*n)));
        lines.push(format!("{} {}", words.left_out, join(&mut left_out.into_iter())));
    }
    lines
}
