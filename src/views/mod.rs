//! What is seen.

mod connect;
mod detail;
mod facets;
mod header;
mod histogram;
mod keyboard;
mod landing;
mod layout;
mod loading;
mod lookup;
mod map;
mod notices;
mod parts;
mod query;
mod ranking;
pub mod table;
mod workspace;

pub use parts::{CLASSES, class_of};

use crate::figures::use_locale;
use crate::state::State;
use crate::views::parts::{live, memo};
use leptos::prelude::*;

/// The page.
#[component]
pub fn App() -> impl IntoView {
    let state = State::begin();
    provide_context(state);
    provide_context(map::Stage::default());
    provide_context(layout::Panels::default());
    keyboard::listen(state);
    let settings = state.settings;
    let staged = memo(move || state.view.with(Option::is_some));
    // Another language or zone draws the page anew; what it shows stays, as that is state. The map is kept as it is.
    let page = move || {
        settings.language.track();
        use_locale(settings.language.get(), settings.utc.get());
        view! {
            <header::Header />
            <notices::Notices />
            <Show when=move || staged.get() fallback=|| view! { <landing::Landing /> }>
                <workspace::Workspace />
            </Show>
            <detail::Drawer />
            <keyboard::Sheet />
            <connect::Connect />
            <lookup::LookUp />
            <loading::Drop />
        }
    };
    view! {
        <loading::Inputs />
        {page}
        <p class="unseen" role="status" aria-live="polite">{live(move || state.said.get())}</p>
    }
}
