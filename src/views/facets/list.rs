//! One facet: its values, most first; a search in a long list.

use super::{HeldOrder, choose_clicked_value, exclude_held_value, facet_item};
use crate::format::{AmountScale, FormattedCount, facet_weight, value_label};
use crate::state::{PageState, use_state};
use crate::views::components::{derive_memo, derive_signal, render_children};
use engine::FacetValueCount;
use leptos::html;
use leptos::prelude::*;

/// Values shown at first.
const INITIAL_VALUES: usize = 6;

/// Values shown at most; who looks for another one searches.
const MAX_VALUES: usize = 200;

/// The values of a facet, and the sum and the highest of their counts.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FacetSummary {
    /// Most first.
    pub items: Vec<FacetValueCount>,
    /// All counts together.
    pub sum: u32,
    /// The highest count.
    pub max_count: u32,
    /// What the sum, the highest count and the order are of, where those are not SIMs.
    pub amounts: Option<AmountScale>,
}

/// A facet of the view, compared before it is passed on: what did not change is not drawn again.
pub fn use_facet(state: PageState, name: &'static str) -> Memo<FacetSummary> {
    facet_memo(state, name.to_owned())
}

/// A facet as the ranking and the map show it: by what is added up, where that is not SIMs.
pub fn use_ranked_facet(state: PageState, name: &'static str) -> Memo<FacetSummary> {
    let counted = use_facet(state, name);
    derive_memo(move || {
        let mut summary = counted.get();
        summary.amounts = state.view.amounts.get();
        if let Some(scale) = &summary.amounts {
            let weight = |item: &FacetValueCount| facet_weight(item, Some(scale));
            summary.sum = summary.items.iter().map(weight).sum();
            summary.max_count = summary.items.iter().map(weight).max().unwrap_or(0);
            let amount = |item: &FacetValueCount| item.amount.unwrap_or_default();
            places::sort_short(&mut summary.items, |a, b| amount(b).total_cmp(&amount(a)));
        }
        summary
    })
}

fn facet_memo(state: PageState, name: String) -> Memo<FacetSummary> {
    derive_memo(move || {
        state.view.latest.with(|view| {
            let facet = view.as_ref().and_then(|view| view.facets.iter().find(|facet| facet.name == name));
            let items = facet.map(|facet| facet.items.clone()).unwrap_or_default();
            let sum = items.iter().map(|item| item.count).sum();
            let most = items.iter().map(|item| item.count).max().unwrap_or(0);
            FacetSummary { items, sum, max_count: most, amounts: None }
        })
    })
}

/// A facet with its heading.
#[component]
pub fn FacetPanel(
    /// As the worker names it.
    name: String,
) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let title = words.key_label(&name);
    let counted = facet_memo(state, name.clone());
    let sought = RwSignal::new(String::new());
    let all = RwSignal::new(false);
    let key = StoredValue::new(name.clone());
    let found = derive_memo(move || {
        let sought = sought.get().to_lowercase();
        let matches = |item: &FacetValueCount| {
            sought.is_empty()
                || key.with_value(|key| value_label(words, key, &item.key)).to_lowercase().contains(&sought)
                || item.key.to_lowercase().contains(&sought)
        };
        counted.with(|counted| counted.items.iter().filter(|item| matches(item)).cloned().collect::<Vec<_>>())
    });
    let order = HeldOrder::default();
    let shown = derive_memo(move || {
        let limit = if all.get() || !sought.with(String::is_empty) { MAX_VALUES } else { INITIAL_VALUES };
        // A value that is chosen is always seen.
        found.with(|found| order.arrange(found.iter(), |at, item| at < limit || item.chosen || item.excluded))
    });
    let hidden = derive_memo(move || found.with(Vec::len).saturating_sub(shown.with(Vec::len)));
    let long = derive_memo(move || counted.with(|counted| counted.items.len() > INITIAL_VALUES));
    let most = derive_memo(move || counted.with(|counted| counted.max_count));
    let list = NodeRef::<html::Ul>::new();
    render_children(list, move || {
        key.with_value(|key| {
            shown.with(|shown| {
                shown
                    .iter()
                    .map(|one| facet_item(words, key, one, (most.get(), state.view.counts_scale.get()), None, None))
                    .collect()
            })
        })
    });
    let choose = move |event| key.with_value(|key| choose_clicked_value(state, key, &event));
    let id = format!("facet-{}", name.replace(|c: char| !c.is_alphanumeric(), "-"));
    let heading = id.clone();
    view! {
        <section class="facet" data-test="facet" data-facet=name.clone() aria-labelledby=id.clone()>
            <h3 id=heading>{title.clone()}</h3>
            <Show when=move || long.get() && all.get()>
                <input
                    type="search" class="find" aria-label=(words.find_in)(&title) placeholder=(words.find_in)(&title)
                    prop:value=derive_signal(move || sought.get()) on:input=move |event| sought.set(event_target_value(&event))
                />
            </Show>
            <ul
                node_ref=list on:click=choose on:contextmenu=move |event| key.with_value(|key| exclude_held_value(state, key, &event))
                on:pointerenter=move |_| order.set_pointed(true) on:pointerleave=move |_| order.set_pointed(false)
                on:focusin=move |_| order.set_focused(true) on:focusout=move |_| order.set_focused(false)
            ></ul>
            <p class="none" hidden=derive_signal(move || shown.with(|shown| !shown.is_empty()))>{words.no_values}</p>
            <Show when=move || long.get()>
                <button
                    type="button" class="link" aria-expanded=derive_signal(move || all.get().to_string())
                    hidden=derive_signal(move || !all.get() && hidden.get() == 0)
                    on:click=move |_| { all.update(|all| *all = !*all); sought.set(String::new()); }
                >
                    {derive_signal(move || if all.get() { words.fewer.to_owned() } else { (words.more)(FormattedCount(hidden.get() as u64)) })}
                </button>
            </Show>
        </section>
    }
}
