//! What is seen.

mod components;
mod connect;
mod detail;
mod export_command;
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
mod query;
mod ranking;
pub mod table;
mod workspace;

use crate::format::use_locale;
use crate::state::PageState;
use crate::views::components::{derive_memo, derive_signal};
use leptos::prelude::*;

/// The page.
#[component]
pub fn App() -> impl IntoView {
    let state = PageState::start_page();
    provide_context(state);
    provide_context(map::MapHost::default());
    provide_context(layout::ActivePanel::load_preferences());
    provide_context(components::MenuRegistry::default());
    keyboard::listen_for_shortcuts(state);
    let settings = state.settings;
    let staged = derive_memo(move || state.view.latest.with(Option::is_some));
    // Another language or zone draws the page anew; what it shows stays, as that is state. The map is kept as it is.
    let page = move || {
        settings.language.track();
        use_locale(settings.language.get(), settings.utc.get());
        view! {
            <header::PageHeader />
            <notices::NoticeList />
            <Show when=move || staged.get() fallback=|| view! { <landing::LandingPage /> }>
                <workspace::Workspace />
            </Show>
            <detail::SimDrawer />
            <keyboard::ShortcutDialog />
            <connect::ConnectDialog />
            <lookup::LookupDialog />
            <loading::DropZone />
        }
    };
    view! {
        <loading::FileInputs />
        {page}
        <p class="unseen" role="status" aria-live="polite">{derive_signal(move || state.notices.announcement.get())}</p>
    }
}
