//! The page before there is a fleet.

mod export;
mod paste;
mod trust;

use crate::state::use_state;
use crate::views::components::{derive_memo, derive_signal};
use crate::views::connect::ConnectButton;
use crate::views::loading::{self, LoadingLine};
use leptos::prelude::*;

/// What the page does, how to begin, and what it does not do.
#[component]
pub fn LandingPage() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    // Someone sent a link: what it shows needs a fleet.
    let linked = derive_memo(move || state.query.applied.with(|applied| applied.text.clone()));
    view! {
        <main class="landing">
            <p class="tagline">{words.tagline}</p>
            <p class="linked" data-test="linked" hidden=derive_signal(move || linked.with(String::is_empty))>
                {words.link_opens}" "<code>{derive_signal(move || linked.get())}</code>{words.link_waits}
            </p>
            <section class="drop">
                <p class="how">
                    <span>{words.drop_here}</span>
                    <span class="actions">
                        <button type="button" class="button primary" on:click=|_| loading::choose_files()>{words.choose_files}</button>
                        <button type="button" class="button" on:click=|_| loading::choose_folder()>{words.choose_folder}</button>
                    </span>
                </p>
                <LoadingLine />
            </section>
            <div class="others">
                <ConnectButton short=false />
                <button type="button" class="button" data-test="sample" on:click=move |_| state.loading.add_sample()>{words.sample}</button>
            </div>
            <paste::PasteForm />
            <export::ExportInstructions />
            <trust::TrustStatement />
        </main>
    }
}
