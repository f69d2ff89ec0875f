//! What stands out in the whole fleet: findings with their counts, each a query. That there is none is said as well.

use crate::format::FormattedCount;
use crate::state::{HistoryMode, use_state};
use crate::views::components::{VNode, derive_memo, derive_signal, render_children, value_label};
use crate::views::facets::clicked_value;
use engine::{Insight, InsightCountry, Thresholds};
use leptos::html;
use leptos::prelude::*;

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
        let (asked, days) = (query.get(), days.get());
        let part =
            |class: &'static str, text: String| VNode::new("span").with_attribute("class", class).with_text(text);
        let button = |class: &'static str, name: String, text: &str, count: u32| {
            VNode::new("button")
                .with_attribute("type", "button")
                .with_attribute("class", class)
                .with_attribute("data-key", text.to_owned())
                .with_attribute("data-count", count.to_string())
                .with_attribute("aria-pressed", if asked == text { "true" } else { "false" })
                .with_attribute("title", text.to_owned())
                .with_children([part("name", name), part("count", FormattedCount::from(count).to_string())])
        };
        let item = |insight: &Insight| {
            let name = insight_name(words, &insight.key, days);
            let class = if insight.count > 0 { "item insight" } else { "item insight zero" };
            let finding = button(class, name, &insight.query, insight.count)
                .with_attribute("data-test", "insight")
                .with_attribute("data-insight", insight.key.clone());
            let place = |place: &InsightCountry| {
                button("place-of", value_label(words, "country", &place.country), &place.query, place.count)
                    .with_attribute("data-test", "insight-place")
            };
            let places =
                VNode::new("span").with_attribute("class", "places").with_children(insight.countries.iter().map(place));
            VNode::new("li").with_children([finding]).with_children((!insight.countries.is_empty()).then_some(places))
        };
        insights.with(|insights| insights.iter().map(item).collect())
    });
    let none = move || insights.with(|all| all.iter().all(|insight| insight.count == 0));
    // The finding takes the place of the query: it is about the whole fleet. Once more takes it back.
    let choose = move |event| {
        if let Some(found) = clicked_value(&event) {
            let text = if query.get_untracked() == found { String::new() } else { found };
            state.query.apply(&text, HistoryMode::Push);
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
        <ul node_ref=list on:click=choose></ul>
        <p class="none" hidden=derive_signal(move || !none())>{words.no_insights}</p>
        <fieldset class="thresholds">
            <legend>{words.asking.thresholds}</legend>
            {threshold(words.asking.silent_after, "threshold-silent", |days| days.silent, |days, n| days.silent = n)}
            {threshold(words.asking.stale_after, "threshold-stale", |days| days.stale, |days, n| days.stale = n)}
        </fieldset>
    }
}

/// What a finding is called, with its threshold.
pub fn insight_name(words: &crate::i18n::Messages, key: &str, days: Thresholds) -> String {
    (words.insight)(key, if key == "silent" { days.silent } else { days.stale })
}
