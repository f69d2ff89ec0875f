//! Who is signed in, and until when.

use crate::format;
use crate::state::use_state;
use leptos::prelude::*;

/// The line, while someone is signed in.
#[component]
pub fn AccountLine() -> impl IntoView {
    let state = use_state();
    let words = &state.settings.current_messages().api;
    let line = move || {
        state.account.signed_in.get().map(|account| {
            let who = (words.signed_in)(
                account.operator.as_deref().unwrap_or_default(),
                account.user.as_deref().unwrap_or_default(),
            );
            let until = account.expires.map(|at| (words.until)(&format::format_time(at)));
            let at = account.address.as_str().to_owned();
            let at = (!at.is_empty()).then(|| view! { " · "{at} });
            view! { <p class="account" data-test="account"><strong>{who}</strong>" "{until}{at}</p> }
        })
    };
    view! { {line} }
}
