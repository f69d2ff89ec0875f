//! What changes, behind one type each: a closure that draws itself is compiled once more for each place it stands in.

use leptos::prelude::*;
use std::sync::Arc;

/// A value that a part of the page shows, worked out again whenever what it reads has changed.
pub fn live<T: Send + Sync + 'static>(work: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    Signal::derive(work)
}

/// The same, passed on only where it differs from before.
pub fn memo<T: PartialEq + Send + Sync + 'static>(work: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    boxed(Box::new(work))
}

fn boxed<T: PartialEq + Send + Sync + 'static>(work: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| work())
}

type Draw = Arc<dyn Fn(u64) -> AnyView + Send + Sync>;

/// A list whose items are drawn once for each key.
pub fn each(keys: Signal<Vec<u64>>, draw: impl Fn(u64) -> AnyView + Send + Sync + 'static) -> AnyView {
    list(keys, Arc::new(draw))
}

fn list(keys: Signal<Vec<u64>>, draw: Draw) -> AnyView {
    view! { <For each=move || keys.get() key=|key| *key children=move |key| draw(key) /> }.into_any()
}
