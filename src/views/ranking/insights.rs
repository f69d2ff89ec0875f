//! What stands out in the whole fleet: findings with their counts, each a query. That there is none is said as well.

use crate::figures::Count;
use crate::state::{Step, use_state};
use crate::views::facets::clicked;
use crate::views::parts::{Sketch, draw, live, memo};
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
    let list = NodeRef::<html::Ul>::new();
    draw(list, move || {
        let asked = query.get();
        insights.with(|insights| {
            let item = |insight: &engine::Insight| {
                let part = |class: &'static str, text: String| Sketch::new("span").with("class", class).text(text);
                let name = (words.insight)(&insight.key).to_owned();
                let button = Sketch::new("button")
                    .with("type", "button")
                    .with("class", if insight.count > 0 { "item insight" } else { "item insight zero" })
                    .with("data-test", "insight")
                    .with("data-key", insight.query.clone())
                    .with("data-insight", insight.key.clone())
                    .with("data-count", insight.count.to_string())
                    .with("aria-pressed", if asked == insight.query { "true" } else { "false" })
                    .with("title", insight.query.clone())
                    .holding([part("name", name), part("count", Count::from(insight.count).to_string())]);
                Sketch::new("li").holding([button])
            };
            insights.iter().map(item).collect()
        })
    });
    let none = move || insights.with(|all| all.iter().all(|insight| insight.count == 0));
    // The finding takes the place of the query: it is about the whole fleet. Once more takes it back.
    let choose = move |event| {
        if let Some(found) = clicked(&event) {
            let text = if query.get_untracked() == found { String::new() } else { found };
            state.draft.set(text.clone());
            state.search(&text, Step::Whole);
        }
    };
    view! {
        <ul node_ref=list on:click=choose></ul>
        <p class="none" hidden=live(move || !none())>{words.no_insights}</p>
    }
}
