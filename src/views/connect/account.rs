//! Who is signed in, and until when.

use crate::figures;
use crate::state::use_state;
use leptos::prelude::*;

/// The line, while someone is signed in.
#[component]
pub fn Account() -> impl IntoView {
    let state = use_state();
    let words = &state.settings.words_now().api;
    let line = move || {
        state.api.account.get().map(|account| {
            let who = (words.signed_in)(
                account.operator.as_deref().unwrap_or_default(),
                account.user.as_deref().unwrap_or_default(),
            );
            let until = account.expires.map(|at| (words.until)(&figures::moment(at)));
            view! { <p class="account" data-test="account"><strong>{who}</strong>" "{until}</p> }
        })
    };
    view! { {line} }
}
