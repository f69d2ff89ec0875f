//! The current session against the previous one. What differs has a mark and a word, not a colour alone.

use crate::format;
use crate::i18n::Messages;
use crate::state::use_state;
use crate::views::components::QueryValue;
use engine::SimDetail;
use fleet::Basis;
use leptos::prelude::*;
use std::sync::Arc;

/// The two sessions side by side.
#[component]
pub fn SessionComparison(
    /// The SIM.
    sim: Arc<SimDetail>,
) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    // A value of the session that the query looks at is a term of it.
    let basis = state.view.latest.with_untracked(|view| view.as_ref().map(|view| view.basis)).unwrap_or_default();
    let is_current_known = sim.sessions.iter().any(|line| line.property == "plmn" && !line.current.is_empty());
    let asks_current = basis == Basis::Current || (basis == Basis::Last && is_current_known);
    let compared = sim.sessions.iter().any(|line| !line.baseline.is_empty());
    let rows = sim.sessions.iter().map(|line| {
        let name = words.key_name(&line.property).map_or_else(|| line.property.clone(), str::to_owned);
        let mark = |differs: bool| differs.then(|| view! { <span class="differs" title=words.differs><span aria-hidden="true">"≠ "</span><span class="unseen">{words.differs}" "</span></span> });
        view! {
            <tr class:different=line.differs data-what=line.property.clone()>
                <th scope="row">{name}</th>
                <td>{session_value(words, &line.property, &line.current, asks_current)}</td>
                <td class="mark">{mark(line.differs)}</td>
                <td>{session_value(words, &line.property, &line.previous, !asks_current)}</td>
                {compared.then(|| view! { <td class="baseline">{mark(line.baseline_differs)}{session_value_text(words, &line.property, &line.baseline)}</td> })}
            </tr>
        }
    });
    view! {
        <section>
            <h3>{words.sessions}</h3>
            <table class="compared">
                <thead><tr><td></td><th scope="col">{words.current}</th><td></td><th scope="col">{words.previous}</th>{compared.then(|| view! { <th scope="col">{words.asking.baseline}</th> })}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </section>
    }
}

/// A value; a term of the query where that would find this SIM.
fn session_value(words: &Messages, what: &str, value: &str, is_asked: bool) -> AnyView {
    let text = session_value_text(words, what, value);
    if is_asked
        && !value.is_empty()
        && matches!(what, "country" | "operator" | "plmn" | "radio" | "imei" | "ip" | "carried")
    {
        return view! { <QueryValue key=what.to_owned() value=value.to_owned() text /> }.into_any();
    }
    text.into_any()
}

fn session_value_text(words: &Messages, what: &str, text: &str) -> String {
    match what {
        _ if text.is_empty() => "–".into(),
        "began" | "ended" | "updated" => text.parse().map_or_else(|_| text.to_owned(), format::format_time),
        "country" => format::country_name(words, text),
        "radio" => query::radio_label(text).to_owned(),
        _ => text.to_owned(),
    }
}
