//! One facet: its values, most first; a search in a long list.

use super::{choose, item};
use crate::figures::Count;
use crate::state::{State, use_state};
use crate::views::parts::{draw, live, memo, value};
use engine::FacetValueCount;
use leptos::html;
use leptos::prelude::*;

/// Values shown at first.
const FEW: usize = 6;

/// Values shown at most; who looks for another one searches.
const MANY: usize = 200;

/// The values of a facet, and the sum and the highest of their counts.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Counted {
    /// Most first.
    pub items: Vec<FacetValueCount>,
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
    memo(move || {
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
    let title = words.label(&name);
    let counted = counted_of(state, name.clone());
    let sought = RwSignal::new(String::new());
    let all = RwSignal::new(false);
    let key = StoredValue::new(name.clone());
    let found = memo(move || {
        let sought = sought.get().to_lowercase();
        let matches = |item: &FacetValueCount| {
            sought.is_empty()
                || key.with_value(|key| value(words, key, &item.key)).to_lowercase().contains(&sought)
                || item.key.to_lowercase().contains(&sought)
        };
        counted.with(|counted| counted.items.iter().filter(|item| matches(item)).cloned().collect::<Vec<_>>())
    });
    let shown = memo(move || {
        let limit = if all.get() || !sought.with(String::is_empty) { MANY } else { FEW };
        // A value that is chosen is always seen.
        found.with(|found| {
            found
                .iter()
                .enumerate()
                .filter(|(at, item)| *at < limit || item.chosen || item.excluded)
                .map(|(_, item)| item.clone())
                .collect::<Vec<_>>()
        })
    });
    let hidden = memo(move || found.with(Vec::len) - shown.with(Vec::len));
    let long = memo(move || counted.with(|counted| counted.items.len() > FEW));
    let most = memo(move || counted.with(|counted| counted.most));
    let list = NodeRef::<html::Ul>::new();
    draw(list, move || {
        key.with_value(|key| {
            shown.with(|shown| shown.iter().map(|one| item(words, key, one, most.get(), None)).collect())
        })
    });
    let choose = move |event| key.with_value(|key| choose(state, key, &event));
    let id = format!("facet-{}", name.replace(|c: char| !c.is_alphanumeric(), "-"));
    let heading = id.clone();
    view! {
        <section class="facet" data-test="facet" data-facet=name.clone() aria-labelledby=id.clone()>
            <h3 id=heading>{title.clone()}</h3>
            <Show when=move || long.get() && all.get()>
                <input
                    type="search" class="find" aria-label=(words.find_in)(&title) placeholder=(words.find_in)(&title)
                    prop:value=live(move || sought.get()) on:input=move |event| sought.set(event_target_value(&event))
                />
            </Show>
            <ul node_ref=list on:click=choose></ul>
            <p class="none" hidden=live(move || shown.with(|shown| !shown.is_empty()))>{words.no_values}</p>
            <Show when=move || long.get()>
                <button
                    type="button" class="link" aria-expanded=live(move || all.get().to_string())
                    hidden=live(move || !all.get() && hidden.get() == 0)
                    on:click=move |_| { all.update(|all| *all = !*all); sought.set(String::new()); }
                >
                    {live(move || if all.get() { words.fewer.to_owned() } else { (words.more)(Count(hidden.get() as u64)) })}
                </button>
            </Show>
        </section>
    }
}
