//! Values that follow from signals, behind one type each: a closure in their place would be compiled once more for each use.

use leptos::prelude::*;

/// A value that a part of the page shows, worked out again whenever what it reads has changed.
///
/// It is a memo that always passes on, and not `Signal::derive`: an effect of reactive_graph 0.2 misses a change where it
/// reads one memo before another that the first is made from. To ask the first works out the second on the way, which
/// tells all that depend on it but the one that asks; if the first stays as it was, the effect sees nothing new. A memo
/// is told, and an effect that reads nothing but a memo misses nothing.
pub fn derive_signal<T: Send + Sync + 'static>(work: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    Memo::new_with_compare(move |_| work(), |_, _| true).into()
}

/// A value that is passed on only where it differs from before.
pub fn derive_memo<T: PartialEq + Send + Sync + 'static>(work: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    memo_from_boxed(Box::new(work))
}

fn memo_from_boxed<T: PartialEq + Send + Sync + 'static>(work: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| work())
}

#[cfg(test)]
mod tests {
    use super::*;
    use any_spawner::Executor;

    #[test]
    fn an_effect_sees_every_change_whatever_it_reads_first() {
        Executor::init_futures_executor().ok();
        Owner::new().with(|| {
            let top = RwSignal::new(0);
            let place = derive_memo(move || top.get());
            let hundreds = derive_memo(move || place.get() / 100);
            let shown = derive_signal(move || (hundreds.get(), place.get()));
            let seen = StoredValue::new(Vec::new());
            Effect::new(move |_| seen.update_value(|seen| seen.push(shown.get())));
            Executor::poll_local();
            for next in [1, 2, 250] {
                top.set(next);
                Executor::poll_local();
            }
            assert_eq!(seen.get_value(), [(0, 0), (0, 1), (0, 2), (2, 250)]);
        });
    }
}
