//! The current session against the previous one. What differs has a mark and a word, not a colour alone.

use crate::format;
use crate::i18n::Messages;
use crate::state::use_state;
use engine::SimDetail;
use leptos::prelude::*;
use std::sync::Arc;

/// The two sessions side by side.
#[component]
pub fn SessionComparison(
    /// The SIM.
    sim: Arc<SimDetail>,
) -> impl IntoView {
    let words = use_state().settings.current_messages();
    let compared = sim.sessions.iter().any(|line| !line.baseline.is_empty());
    let rows = sim.sessions.iter().map(|line| {
        let name = words.key_name(&line.property).map_or_else(|| line.property.clone(), str::to_owned);
        let mark = line.differs.then(|| view! { <span class="differs" title=words.differs><span aria-hidden="true">"≠"</span><span class="unseen">{words.differs}</span></span> });
        view! {
            <tr class:different=line.differs data-what=line.property.clone()>
                <th scope="row">{name}</th>
                <td>{session_value_text(words, &line.property, &line.current)}</td>
                <td class="mark">{mark}</td>
                <td>{session_value_text(words, &line.property, &line.previous)}</td>
                {compared.then(|| view! { <td class="baseline">{session_value_text(words, &line.property, &line.baseline)}</td> })}
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

fn session_value_text(words: &Messages, what: &str, text: &str) -> String {
    match what {
        _ if text.is_empty() => "–".into(),
        "created" | "ended" | "updated" => text.parse().map_or_else(|_| text.to_owned(), format::format_time),
        "country" => format::country_name(words, text),
        "radio" => query::radio_label(text).to_owned(),
        _ => text.to_owned(),
    }
}
