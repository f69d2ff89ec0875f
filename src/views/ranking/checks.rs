//! The checks: saved views of which something is expected, and whether the fleet is so.

use crate::format::FormattedCount;
use crate::state::{CheckResult, HistoryMode, use_state};
use crate::views::components::{derive_memo, derive_signal};
use leptos::prelude::*;

/// The checks, those that fail first. A click shows the SIMs of one.
#[component]
pub fn CheckList() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().asking;
    let results = derive_memo(move || {
        let (failed, met): (Vec<_>, Vec<_>) = state.checks.results.get().into_iter().partition(|check| !check.is_met);
        [failed, met].concat()
    });
    let check = move |CheckResult { view, expectation, count, is_met }: CheckResult| {
        let (sign, said) = if is_met { ("✓", words.check_met) } else { ("✗", words.check_failed) };
        let (name, key, query) = (view.name.clone(), view.name.clone(), view.url_state.query.clone());
        let open = move |_| state.apply_url_state(&view.url_state, HistoryMode::Push);
        view! {
            <li>
                <button type="button" class="item check-result" class:failed=!is_met data-test="check" data-name=key.clone() data-view=key data-ok=is_met.to_string() data-met=is_met.to_string() data-count=count.to_string() title=query on:click=open>
                    <span class="sign" aria-hidden="true">{sign}</span>
                    <span class="name"><span class="unseen">{said}": "</span>{name}<small class="expects">{(words.expects)(expectation)}</small></span>
                    <span class="count">{FormattedCount::from(count).to_string()}</span>
                </button>
            </li>
        }
    };
    view! {
        <section class="checks-list" hidden=derive_signal(move || results.with(Vec::is_empty))>
            <h3>{words.checks}</h3>
            <ul data-test="checks">{move || results.get().into_iter().map(check).collect_view()}</ul>
        </section>
    }
}

/// How many checks fail, beside the name of the findings; nothing where none does.
#[component]
pub fn FailedChecks() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().asking;
    let failed = derive_memo(move || state.checks.results.with(|all| all.iter().filter(|check| !check.is_met).count()));
    // Whoever loads a fleet is told without looking.
    Effect::new(move |_| {
        if failed.get() > 0 {
            state.notices.announce((words.checks_failed)(FormattedCount(failed.get() as u64)));
        }
    });
    let title = move || (words.checks_failed)(FormattedCount(failed.get() as u64));
    view! {
        <span class="failed-checks" data-test="failed-checks" title=derive_signal(title) hidden=derive_signal(move || failed.get() == 0)>
            <span aria-hidden="true">"✗"{derive_signal(move || failed.get())}</span><span class="unseen">{derive_signal(title)}</span>
        </span>
    }
}
