//! A list whose items keep their elements.

use leptos::prelude::*;
use std::sync::Arc;

type ItemRenderer = Arc<dyn Fn(u64) -> AnyView + Send + Sync>;

/// A list whose items are drawn once for each key.
pub fn keyed_list(keys: Signal<Vec<u64>>, draw: impl Fn(u64) -> AnyView + Send + Sync + 'static) -> AnyView {
    keyed_list_from_shared(keys, Arc::new(draw))
}

fn keyed_list_from_shared(keys: Signal<Vec<u64>>, draw: ItemRenderer) -> AnyView {
    view! { <For each=move || keys.get() key=|key| *key children=move |key| draw(key) /> }.into_any()
}
