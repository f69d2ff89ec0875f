//! Countries and operators by their number of SIMs, and what stands out in the fleet.

mod insights;
mod pivot;

use crate::figures::{Count, share};
use crate::state::{browser, use_state};
use crate::views::facets::{choose, counted, item};
use crate::views::parts::{draw, live, memo};
use insights::Insights;
pub use insights::name_of;
use leptos::html;
use leptos::prelude::*;
use pivot::Pivot;

/// Places shown at first.
const FEW: usize = 40;

/// The ranking, with its two tabs.
#[component]
pub fn Ranking() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let tabs = [
        ("country", words.countries),
        ("operator", words.operators),
        ("pivot", words.asking.pivot),
        ("insights", words.insights),
    ];
    let tab = state.asking.tab;
    let chosen = memo(move || {
        let tab = tab.get();
        tabs.iter().map(|(name, _)| *name).find(|name| *name == tab).unwrap_or(tabs[0].0)
    });
    // The first one is not said in the address. The pivot and the findings are worked out only while they are seen.
    let choose = move |name: &str| {
        tab.set(if name == tabs[0].0 { String::new() } else { name.to_owned() });
        if matches!(name, "pivot" | "insights") {
            state.ask_again();
        }
    };
    let arrows = move |event: leptos::ev::KeyboardEvent| {
        let key = browser::pressed_key(&event);
        if matches!(key.as_str(), "ArrowLeft" | "ArrowRight") {
            event.prevent_default();
            let step = if key == "ArrowLeft" { tabs.len() - 1 } else { 1 };
            let at = tabs.iter().position(|(name, _)| *name == chosen.get_untracked()).unwrap_or(0);
            choose(tabs[(at + step) % tabs.len()].0);
            browser::focus(&format!("#tab-{}", chosen.get_untracked()));
        }
    };
    let tablist = tabs.map(|(name, label)| {
        let selected = move || chosen.get() == name;
        view! {
            <button
                type="button" role="tab" id=format!("tab-{name}") aria-controls="ranking-list" aria-selected=live(move || selected().to_string())
                tabindex=live(move || if selected() { "0" } else { "-1" }) on:click=move |_| choose(name)
            >{label}</button>
        }
    });
    let lists = tabs.map(|(name, _)| {
        view! {
            <Show when=move || chosen.get() == name>
                {match name {
                    "insights" => view! { <Insights /> }.into_any(),
                    "pivot" => view! { <Pivot /> }.into_any(),
                    _ => view! { <List name /> }.into_any(),
                }}
            </Show>
        }
    });
    view! {
        <div class="tabs" role="tablist" aria-label=words.ranking on:keydown=arrows>{tablist}</div>
        <div id="ranking-list" class="list" role="tabpanel" data-test="ranking" tabindex="-1" aria-labelledby=live(move || format!("tab-{}", chosen.get()))>
            {lists}
        </div>
    }
}

#[component]
fn List(name: &'static str) -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let counted = counted(state, name);
    let limit = RwSignal::new(FEW);
    let shown = memo(move || counted.with(|counted| counted.items.len().min(limit.get())));
    let hidden = memo(move || counted.with(|counted| counted.items.len() - shown.get()));
    let list = NodeRef::<html::Ol>::new();
    draw(list, move || {
        counted.with(|counted| {
            let places = counted.items.iter().take(shown.get());
            places.map(|one| item(words, name, one, counted.most, Some(share(one.count, counted.sum)))).collect()
        })
    });
    let choose = move |event| choose(state, name, &event);
    view! {
        <ol node_ref=list on:click=choose></ol>
        <p class="none" hidden=live(move || shown.get() != 0)>{words.no_values}</p>
        <button type="button" class="link" hidden=live(move || hidden.get() == 0) on:click=move |_| limit.set(usize::MAX)>
            {live(move || (words.more)(Count(hidden.get() as u64)))}
        </button>
    }
}
