//! One facet: its values, most first; a search in a long list.

use super::FacetItem;
use crate::figures::Count;
use crate::state::{State, use_state};
use crate::views::parts::value;
use engine::Item;
use leptos::prelude::*;

/// Values shown at first.
const FEW: usize = 6;

/// Values shown at most; who looks for another one searches.
const MANY: usize = 200;

/// The values of a facet, and the sum and the highest of their counts.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Counted {
    /// Most first.
    pub items: Vec<Item>,
    /// All counts together.
    pub sum: u32,
    /// The highest count.
    pub most: u32,
}

/// A facet of the view, compared before it is passed on: what did not change is not drawn again.
pub fn counted(state: State, name: &'static str) -> Memo<Counted> {
    counted_of(state, name.to_owned())
}

fn counted_of(state: State, name: String) -> Memo<Counted> {
    Memo::new(move |_| {
        state.view.with(|view| {
            let facet = view.as_ref().and_then(|view| view.facets.iter().find(|facet| facet.name == name));
            let items = facet.map(|facet| facet.items.clone()).unwrap_or_default();
            let sum = items.iter().map(|item| item.count).sum();
            let most = items.iter().map(|item| item.count).max().unwrap_or(0);
            Counted { items, sum, most }
        })
    })
}

/// A facet with its heading.
#[component]
pub fn Facet(
    /// As the worker names it.
    name: String,
) -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let title = words.name(&name).map_or_else(|| name.clone(), str::to_owned);
    let counted = counted_of(state, name.clone());
    let sought = RwSignal::new(String::new());
    let all = RwSignal::new(false);
    let key = StoredValue::new(name.clone());
    let found = Memo::new(move |_| {
        let sought = sought.get().to_lowercase();
        let matches = |item: &Item| {
            sought.is_empty() || key.with_value(|key| value(words, key, &item.key)).to_lowercase().contains(&sought)
                || item.key.to_lowercase().contains(&sought)
        };
        counted.with(|counted| counted.items.iter().filter(|item| matches(item)).cloned().collect::<Vec<_>>())
    });
    let shown = Memo::new(move |_| {
        let limit = if all.get() || !sought.with(String::is_empty) { MANY } else { FEW };
        // A value that is chosen is always seen.
        found.with(|found| {
            found.iter().enumerate().filter(|(at, item)| *at < limit || item.chosen).map(|(_, item)| item.clone()).collect::<Vec<_>>()
        })
    });
    let slots = Memo::new(move |_| shown.with(Vec::len));
    let hidden = Memo::new(move |_| found.with(Vec::len) - slots.get());
    let long = Memo::new(move |_| counted.with(|counted| counted.items.len() > FEW));
    let item = move |at: usize| Memo::new(move |_| shown.with(|shown| shown.get(at).cloned()));
    let most = Signal::derive(move || counted.with(|counted| counted.most));
    let id = format!("facet-{name}");
    let heading = id.clone();
    view! {
        <section class="facet" data-test="facet" data-facet=name.clone() aria-labelledby=id.clone()>
            <h3 id=heading>{title.clone()}</h3>
            <Show when=move || long.get() && all.get()>
                <input
                    type="search" class="find" aria-label=(words.find_in)(&title) placeholder=(words.find_in)(&title)
                    prop:value=move || sought.get() on:input=move |event| sought.set(event_target_value(&event))
                />
            </Show>
            <ul>
                <For each=move || 0..slots.get() key=|at| *at let(at)>
                    <li><FacetItem facet=key item=item(at) most /></li>
                </For>
            </ul>
            <p class="none" hidden=move || slots.get() != 0>{words.no_values}</p>
            <Show when=move || long.get()>
                <button
                    type="button" class="link" aria-expanded=move || all.get().to_string()
                    hidden=move || !all.get() && hidden.get() == 0
                    on:click=move |_| { all.update(|all| *all = !*all); sought.set(String::new()); }
                >
                    {move || if all.get() { words.fewer.to_owned() } else { (words.more)(Count(hidden.get() as u64)) }}
                </button>
            </Show>
        </section>
    }
}
