//! Large parts that are drawn one a frame: drawn all at once, they would keep the page busy for a tenth of a second.

use super::derive_memo;
use leptos::prelude::*;
use std::time::Duration;

/// How many parts may be drawn by now.
#[derive(Clone, Copy)]
pub struct RenderSchedule {
    reached_part: RwSignal<u32>,
}

impl RenderSchedule {
    /// Begins with the first of `all`.
    pub fn start_rendering(all: u32) -> Self {
        let stages = Self { reached_part: RwSignal::new(1) };
        stages.schedule_next(all);
        stages
    }

    /// Whether a part's turn has come; the first is 1.
    pub fn has_reached(self, part: u32) -> Memo<bool> {
        derive_memo(move || self.reached_part.get() >= part)
    }

    fn schedule_next(self, all: u32) {
        // Behind the next frame, not in it.
        request_animation_frame(move || {
            let draw = move || {
                if self.reached_part.try_update(|drawn| *drawn += 1).is_some()
                    && self.reached_part.get_untracked() < all
                {
                    self.schedule_next(all);
                }
            };
            set_timeout(draw, Duration::ZERO);
        });
    }
}

/// A part that waits for its turn.
#[component]
pub fn DeferredPanel(
    /// Of which parts.
    of: RenderSchedule,
    /// Which one it is.
    part: u32,
    /// The part.
    children: ChildrenFn,
) -> impl IntoView {
    let reached = of.has_reached(part);
    view! { <Show when=move || reached.get()>{children()}</Show> }
}
