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
            let at = account.address.as_str().to_owned();
            let at = (!at.is_empty()).then(|| view! { " · "{at} });
            view! { <p class="account" data-test="account"><strong>{who}</strong>" "{until}{at}</p> }
        })
    };
    view! { {line} }
}
