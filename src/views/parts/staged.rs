//! Large parts that are drawn one a frame: drawn all at once, they would keep the page busy for a tenth of a second.

use super::memo;
use leptos::prelude::*;
use std::time::Duration;

/// How many parts may be drawn by now.
#[derive(Clone, Copy)]
pub struct Stages {
    drawn: RwSignal<u32>,
}

impl Stages {
    /// Begins with the first of `all`.
    pub fn begin(all: u32) -> Self {
        let stages = Self { drawn: RwSignal::new(1) };
        stages.next(all);
        stages
    }

    /// Whether a part's turn has come; the first is 1.
    pub fn reached(self, part: u32) -> Memo<bool> {
        memo(move || self.drawn.get() >= part)
    }

    fn next(self, all: u32) {
        // Behind the next frame, not in it.
        request_animation_frame(move || {
            let draw = move || {
                if self.drawn.try_update(|drawn| *drawn += 1).is_some() && self.drawn.get_untracked() < all {
                    self.next(all);
                }
            };
            set_timeout(draw, Duration::ZERO);
        });
    }
}

/// A part that waits for its turn.
#[component]
pub fn Staged(
    /// Of which parts.
    of: Stages,
    /// Which one it is.
    part: u32,
    /// The part.
    children: ChildrenFn,
) -> impl IntoView {
    let reached = of.reached(part);
    view! { <Show when=move || reached.get()>{children()}</Show> }
}
