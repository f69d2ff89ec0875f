//! What stands out in the whole fleet, and how much of it is in the selection: findings, each a query. That there is none
//! is said as well.

use super::checks::CheckList;
use crate::format::{FormattedCount, format_amount, format_share, format_time, value_label};
use crate::i18n::Messages;
use crate::state::use_state;
use crate::views::components::{VNode, derive_memo, derive_signal, render_children};
use crate::views::facets::clicked_value;
use engine::{Insight, InsightPlace, InsightPlaceName, Thresholds};
use leptos::html;
use leptos::prelude::*;
use query::Field;

/// What a finding is called, and what its SIMs cost where a bill says so.
fn insight_title(words: &Messages, insight: &Insight, days: Thresholds) -> String {
    let name = insight_name(words, &insight.key, days);
    match insight.amount.filter(|amount| *amount > 0.0) {
        Some(amount) => {
            let key = Field::Amount.key();
            let cost = (words.own_lists.amount)(&words.key_label(key), &format_amount(key, amount), None);
            format!("{name} · {cost}")
        }
        None => name,
    }
}

/// The findings.
#[component]
pub fn InsightList() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let insights = derive_memo(move || {
        state.view.latest.with(|view| view.as_ref().map(|view| view.insights.clone()).unwrap_or_default())
    });
    let query = derive_memo(move || {
        state.view.latest.with(|view| view.as_ref().map(|view| view.query.clone()).unwrap_or_default())
    });
    let days = state.settings.thresholds;
    let list = NodeRef::<html::Ul>::new();
    render_children(list, move || {
        let (asked, days) = (query::parse_query(&query.get()).unwrap_or_default(), days.get());
        let is_whole = state
            .view
            .latest
            .with_untracked(|view| view.as_ref().is_none_or(|view| view.selected.records == view.fleet.records));
        let part =
            |class: &'static str, text: String| VNode::new("span").with_attribute("class", class).with_text(text);
        let button = |class: &'static str, name: String, text: &str, (selected, count): (Option<u32>, u32)| {
            let is_asked = !text.is_empty() && query::parse_query(text).is_ok_and(|found| asked.has_terms_of(&found));
            let whole = FormattedCount::from(count);
            let told = match selected.filter(|_| !is_whole) {
                Some(selected) => (words.part_of)(FormattedCount::from(selected), whole),
                None => whole.to_string(),
            };
            VNode::new("button")
                .with_attribute("type", "button")
                .with_attribute("class", class)
                .with_attribute("data-key", text.to_owned())
                .with_attribute("data-count", count.to_string())
                .with_attribute("aria-pressed", if is_asked { "true" } else { "false" })
                .with_attribute("title", text.to_owned())
                .with_optional_attribute("disabled", text.is_empty().then_some(""))
                .with_children([part("name", name), part("count", told)])
        };
        let item = |insight: &Insight| {
            let name = insight_title(words, insight, days);
            let class = if insight.count > 0 { "item insight" } else { "item insight zero" };
            let finding = button(class, name, &insight.query, (Some(insight.selected), insight.count))
                .with_attribute("data-test", "insight")
                .with_attribute("data-selected", insight.selected.to_string())
                .with_attribute("data-insight", insight.key.clone());
            let place = |place: &InsightPlace| {
                button("place-of", place_name(words, place), &place.query, (None, place.count))
                    .with_attribute("data-test", "insight-place")
            };
            let class =
                if insight.places.iter().any(|place| place.outage.is_some()) { "places outages" } else { "places" };
            let places =
                VNode::new("span").with_attribute("class", class).with_children(insight.places.iter().map(place));
            VNode::new("li")
                .with_attribute("data-test", "finding")
                .with_attribute("data-key", insight.key.clone())
                .with_attribute("data-count", insight.count.to_string())
                .with_optional_attribute("data-amount", insight.amount.map(fleet::format_number))
                .with_children([finding])
                .with_children((!insight.places.is_empty()).then_some(places))
        };
        // What there is none of comes last. Counts are of the whole fleet: no query changes the order.
        insights.with(|insights| {
            let (some, none): (Vec<_>, Vec<_>) = insights.iter().partition(|insight| insight.count > 0);
            some.into_iter().chain(none).map(item).collect()
        })
    });
    let none = move || insights.with(|all| all.iter().all(|insight| insight.count == 0));
    // A finding adds its terms to the query, as every other click does. Once more takes them back.
    let choose = move |event| {
        if let Some(found) = clicked_value(&event).and_then(|text| query::parse_query(&text).ok()) {
            state.query.edit(|query| {
                *query =
                    if query.has_terms_of(&found) { query.without_terms_of(&found) } else { query.narrowed_by(&found) };
                Ok(())
            });
        }
    };
    let threshold = move |name: &'static str,
                          test: &'static str,
                          get: fn(&Thresholds) -> u32,
                          set: fn(&mut Thresholds, u32)| {
        let changed = move |text: String| {
            if let Some(n) = text.parse().ok().filter(|n| (1..=9999).contains(n)) {
                days.update(|days| set(days, n));
            }
        };
        view! {
            <label>{name}
                <input type="number" min="1" max="9999" inputmode="numeric" data-test=test prop:value=derive_signal(move || days.with(get).to_string()) on:change=move |event| changed(event_target_value(&event)) />
                {words.asking.days}
            </label>
        }
    };
    view! {
        <CheckList />
        <ul node_ref=list on:click=choose></ul>
        <p class="none" hidden=derive_signal(move || !none())>{words.no_insights}</p>
        <fieldset class="thresholds">
            <legend>{words.asking.thresholds}</legend>
            {threshold(words.asking.silent_after, "threshold-silent", |days| days.silent, |days, n| days.silent = n)}
            {threshold(words.asking.expires_within, "threshold-expires", |days| days.expires, |days, n| days.expires = n)}
            {threshold(words.asking.stale_after, "threshold-stale", |days| days.stale, |days, n| days.stale = n)}
        </fieldset>
    }
}

/// What a place is called: of an outage, with its time and how much of the place it is.
fn place_name(words: &Messages, place: &InsightPlace) -> String {
    match (&place.name, place.outage) {
        (InsightPlaceName::Country(country), _) => value_label(words, "country", country),
        (InsightPlaceName::Network(name, operator), Some((began, total))) => {
            (words.outage)(operator, name, &format_time(began), &format_share(place.count, total))
        }
        (InsightPlaceName::Network(name, operator), None) => format!("{operator} {name}"),
    }
}

/// What a finding is called, with its threshold.
pub fn insight_name(words: &Messages, key: &str, days: Thresholds) -> String {
    let threshold = match key {
        "silent" | "paid" => days.silent,
        "expires" => days.expires,
        _ => days.stale,
    };
    (words.insight)(key, threshold)
}
