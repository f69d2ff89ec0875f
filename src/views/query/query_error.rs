//! What is wrong with the query's text, and what may have been meant.

use crate::i18n::Messages;
use crate::state::{HistoryMode, use_state};
use crate::views::components::derive_signal;
use leptos::prelude::*;
use query::ParseError;

/// The message, over the page, with what is selected still. It gives way to suggestions.
#[component]
pub fn QueryErrorMessage() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let said = move || state.query.error.get().map(|fault| error_message(words, &fault));
    let mend = move || {
        let fault = state.query.error.get()?;
        let mended = apply_suggestion(&state.query.draft.get_untracked(), &fault)?;
        let label = (words.query_suggestion)(fault.suggestion.as_deref().unwrap_or_default());
        let accept = move |_| state.query.apply(&mended, HistoryMode::Push);
        Some(view! { <button type="button" class="link" on:click=accept>{label}</button> })
    };
    let applied = move || match state.query.applied.with(|applied| applied.text.clone()) {
        text if text.is_empty() => words.asking.everything.to_owned(),
        text => text,
    };
    let is_hidden = move || state.query.error.with(Option::is_none) || state.completions.offered.with(Option::is_some);
    view! {
        <p id="query-error" class="fault" data-test=derive_signal(move || state.query.error.with(Option::is_some).then_some("query-error")) role="alert" hidden=derive_signal(is_hidden)>
            {said}" "{mend}
            <small hidden=derive_signal(move || state.query.error.with(Option::is_none))>{derive_signal(move || (words.asking.still_showing)(&applied()))}</small>
        </p>
    }
}

fn error_message(words: &Messages, fault: &ParseError) -> String {
    (words.query_error)(&(words.fault)(fault.kind), fault.at + 1)
}

/// The text with the suggestion in place of what was not understood.
fn apply_suggestion(text: &str, fault: &ParseError) -> Option<String> {
    let suggestion = fault.suggestion.as_ref()?;
    let before: String = text.chars().take(fault.at).collect();
    let after: String = text.chars().skip(fault.at + fault.len).collect();
    Some(before + suggestion + &after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggestion_stands_in_for_what_is_wrong() {
        for (text, want) in [
            ("contry:US x", Some("country:US x")),
            ("x session:onlin", Some("x session:online")),
            ("工場 country:uk a", Some("工場 country:GB a")),
            ("\"open", None),
        ] {
            let fault = query::parse_query(text).unwrap_err();
            assert_eq!(apply_suggestion(text, &fault).as_deref(), want, "{text}");
        }
    }
}
