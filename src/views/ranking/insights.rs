//! What stands out in the whole fleet: findings with their counts, each a query. That there is none is said as well.

use crate::figures::Count;
use crate::state::{Step, use_state};
use crate::views::facets::clicked;
use crate::views::parts::{Sketch, draw, live, memo, value};
use engine::{Insight, Thresholds};
use leptos::html;
use leptos::prelude::*;

/// The findings.
#[component]
pub fn Insights() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let insights =
        memo(move || state.view.with(|view| view.as_ref().map(|view| view.insights.clone()).unwrap_or_default()));
    let query = memo(move || state.view.with(|view| view.as_ref().map(|view| view.query.clone()).unwrap_or_default()));
    let days = state.settings.thresholds;
    let list = NodeRef::<html::Ul>::new();
    draw(list, move || {
        let (asked, days) = (query.get(), days.get());
        let part = |class: &'static str, text: String| Sketch::new("span").with("class", class).text(text);
        let button = |class: &'static str, name: String, text: &str, count: u32| {
            Sketch::new("button")
                .with("type", "button")
                .with("class", class)
                .with("data-key", text.to_owned())
                .with("data-count", count.to_string())
                .with("aria-pressed", if asked == text { "true" } else { "false" })
                .with("title", text.to_owned())
                .holding([part("name", name), part("count", Count::from(count).to_string())])
        };
        let item = |insight: &Insight| {
            let name = name_of(words, &insight.key, days);
            let class = if insight.count > 0 { "item insight" } else { "item insight zero" };
            let finding = button(class, name, &insight.query, insight.count)
                .with("data-test", "insight")
                .with("data-insight", insight.key.clone());
            let place = |(country, text, count): &(String, String, u32)| {
                button("place-of", value(words, "country", country), text, *count).with("data-test", "insight-place")
            };
            let places = Sketch::new("span").with("class", "places").holding(insight.countries.iter().map(place));
            Sketch::new("li").holding([finding]).holding((!insight.countries.is_empty()).then_some(places))
        };
        insights.with(|insights| insights.iter().map(item).collect())
    });
    let none = move || insights.with(|all| all.iter().all(|insight| insight.count == 0));
    // The finding takes the place of the query: it is about the whole fleet. Once more takes it back.
    let choose = move |event| {
        if let Some(found) = clicked(&event) {
            let text = if query.get_untracked() == found { String::new() } else { found };
            state.search(&text, Step::Whole);
        }
    };
    let threshold = move |name: &'static str,
                          test: &'static str,
                          get: fn(&Thresholds) -> u32,
                          set: fn(&mut Thresholds, u32)| {
        let changed = move |text: String| {
            if let Some(n) = text.parse().ok().filter(|n| (1..=9999).contains(n)) {
                days.update(|days| set(days, n));
                state.ask_again();
            }
        };
        view! {
            <label>{name}
                <input type="number" min="1" max="9999" inputmode="numeric" data-test=test prop:value=live(move || days.with(get).to_string()) on:change=move |event| changed(event_target_value(&event)) />
                {words.asking.days}
            </label>
        }
    };
    view! {
        <ul node_ref=list on:click=choose></ul>
        <p class="none" hidden=live(move || !none())>{words.no_insights}</p>
        <fieldset class="thresholds">
            <legend>{words.asking.thresholds}</legend>
            {threshold(words.asking.silent_after, "threshold-silent", |days| days.silent, |days, n| days.silent = n)}
            {threshold(words.asking.stale_after, "threshold-stale", |days| days.stale, |days, n| days.stale = n)}
        </fieldset>
    }
}

/// What a finding is called, with its threshold.
pub fn name_of(words: &crate::i18n::Words, key: &str, days: Thresholds) -> String {
    (words.insight)(key, if key == "silent" { days.silent } else { days.stale })
}
