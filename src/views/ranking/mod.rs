//! Countries and operators by their number of SIMs, and what stands out in the fleet.

mod checks;
mod insights;
mod pivot;
mod table;

use crate::format::{FormattedCount, facet_weight, format_share};
use crate::state::{browser, use_state};
use crate::views::components::{derive_memo, derive_signal, render_children};
use crate::views::facets::{HeldOrder, choose_clicked_value, exclude_held_value, facet_item, use_ranked_facet};
use checks::FailedChecks;
use engine::FacetValueCount;
use insights::InsightList;
pub use insights::insight_name;
use leptos::html;
use leptos::prelude::*;
use pivot::PivotTable;
use table::TableActions;

/// Places shown at first.
const INITIAL_ROWS: usize = 40;

/// The ranking, with its two tabs.
#[component]
pub fn RankingPanel() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let tabs = [
        ("country", words.countries),
        ("operator", words.operators),
        ("pivot", words.asking.pivot),
        ("insights", words.insights),
    ];
    let tab = state.panels.ranking_tab;
    let chosen = derive_memo(move || {
        let tab = tab.get();
        tabs.iter().map(|(name, _)| *name).find(|name| *name == tab).unwrap_or(tabs[0].0)
    });
    // The first one is not named in the address.
    let choose = move |name: &str| tab.set(if name == tabs[0].0 { String::new() } else { name.to_owned() });
    let arrows = move |event: leptos::ev::KeyboardEvent| {
        let key = browser::pressed_key(&event);
        if matches!(key.as_str(), "ArrowLeft" | "ArrowRight") {
            event.prevent_default();
            let step = if key == "ArrowLeft" { tabs.len() - 1 } else { 1 };
            let at = tabs.iter().position(|(name, _)| *name == chosen.get_untracked()).unwrap_or(0);
            choose(tabs[(at + step) % tabs.len()].0);
            browser::focus_first_match(&format!("#tab-{}", chosen.get_untracked()));
        }
    };
    let tablist = tabs.map(|(name, label)| {
        let selected = move || chosen.get() == name;
        view! {
            <button
                type="button" role="tab" id=format!("tab-{name}") aria-controls="ranking-list" aria-selected=derive_signal(move || selected().to_string())
                tabindex=derive_signal(move || if selected() { "0" } else { "-1" }) on:click=move |_| choose(name)
            >{label}{(name == "insights").then(|| view! { <FailedChecks /> })}</button>
        }
    });
    let lists = tabs.map(|(name, _)| {
        view! {
            <Show when=move || chosen.get() == name>
                {match name {
                    "insights" => view! { <InsightList /> }.into_any(),
                    "pivot" => view! { <PivotTable /> }.into_any(),
                    _ => view! { <RankingList name /> }.into_any(),
                }}
            </Show>
        }
    });
    view! {
        <div class="tabs">
            <div role="tablist" aria-label=words.ranking on:keydown=arrows>{tablist}</div>
            <Show when=move || chosen.get() != "insights"><TableActions tab=chosen /></Show>
        </div>
        <div id="ranking-list" class="list" role="tabpanel" data-test="ranking" tabindex="-1" aria-labelledby=derive_signal(move || format!("tab-{}", chosen.get()))>
            {lists}
        </div>
    }
}

#[component]
fn RankingList(name: &'static str) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let counted = use_ranked_facet(state, name);
    let limit = RwSignal::new(INITIAL_ROWS);
    let order = HeldOrder::default();
    let shown = derive_memo(move || {
        let limit = limit.get();
        counted.with(|counted| order.arrange(counted.items.iter(), |at, _| at < limit))
    });
    let hidden = derive_memo(move || counted.with(|counted| counted.items.len()) - shown.with(Vec::len));
    let list = NodeRef::<html::Ol>::new();
    render_children(list, move || {
        counted.with(|counted| {
            let (scale, amounts) = ((counted.max_count, state.view.scale.get()), counted.amounts.as_ref());
            let share = |one: &FacetValueCount| format_share(facet_weight(one, amounts), counted.sum);
            let item = |one: &FacetValueCount| facet_item(words, name, one, scale, Some(share(one)), amounts);
            shown.with(|shown| shown.iter().map(item).collect())
        })
    });
    let choose = move |event| choose_clicked_value(state, name, &event);
    view! {
        <ol
            node_ref=list on:click=choose on:contextmenu=move |event| exclude_held_value(state, name, &event)
            on:pointerenter=move |_| order.set_pointed(true) on:pointerleave=move |_| order.set_pointed(false)
            on:focusin=move |_| order.set_focused(true) on:focusout=move |_| order.set_focused(false)
        ></ol>
        <p class="none" hidden=derive_signal(move || shown.with(|shown| !shown.is_empty()))>{words.no_values}</p>
        <button type="button" class="link" hidden=derive_signal(move || hidden.get() == 0) on:click=move |_| limit.set(usize::MAX)>
            {derive_signal(move || (words.more)(FormattedCount(hidden.get() as u64)))}
        </button>
    }
}
