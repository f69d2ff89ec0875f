//! The page before there is a fleet.

mod export;
mod paste;
mod trust;

use crate::state::use_state;
use crate::views::connect::ConnectButton;
use crate::views::loading::{self, LoadingLine};
use leptos::prelude::*;

/// What the page does, how to begin, and what it does not do.
#[component]
pub fn LandingPage() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    view! {
        <main class="landing">
            <p class="tagline">{words.tagline}</p>
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
