//! Fields and tags: a name and a value each.

use crate::format;
use crate::i18n::Messages;
use crate::state::use_state;
use crate::views::components::QueryValue;
use engine::SimDetail;
use fleet::TEXT_LIST_SEPARATOR;
use leptos::prelude::*;
use query::Field;

/// What is said of a SIM.
pub struct Fact {
    name: String,
    value: String,
    /// The key of the query language that asks for the value.
    key: Option<String>,
}

/// The fields of the record.
pub fn attribute_facts(words: &Messages, sim: &SimDetail) -> Vec<Fact> {
    let fact = |(record_key, value): &(String, String)| Fact {
        name: words.key_name(record_key).map_or_else(|| record_key.clone(), str::to_owned),
        value: match Field::facts().find(|field| field.record_key() == record_key) {
            Some(field) if field.is_time() => format::format_iso_time(value),
            None => date_text(value),
            _ => value.clone(),
        },
        key: Field::attributes().find(|field| field.record_key() == record_key).map(|field| field.key().to_owned()),
    };
    sim.attributes.iter().map(fact).collect()
}

/// The tags.
pub fn tag_facts(words: &Messages, sim: &SimDetail) -> Vec<Fact> {
    let fact = |(tag, value): &(String, String)| Fact {
        name: words.key_name(tag).map_or_else(|| tag.clone(), str::to_owned),
        value: value.clone(),
        key: Some(if tag == Field::Name.key() { tag.clone() } else { format!("tag.{tag}") }),
    };
    sim.tags.iter().map(fact).collect()
}

/// What the operator's own lists say.
pub fn listed_facts(words: &Messages, sim: &SimDetail) -> Vec<Fact> {
    let fact = |(key, value): &(String, String)| {
        let field = Field::from_key(key);
        let bytes = field.filter(|field| *field == Field::Usage).and_then(|_| value.parse().ok());
        Fact {
            name: words.key_label(key),
            value: bytes.map_or_else(|| value.clone(), |bytes| format::FormattedBytes(bytes).to_string()),
            // A sum is no value that others have as well.
            key: field.is_none().then(|| key.clone()),
        }
    };
    sim.listed.iter().map(fact).collect()
}

/// A date of a record, in milliseconds since the epoch; what is none stays as it is.
fn date_text(value: &str) -> String {
    value.parse().map_or_else(|_| value.to_owned(), format::format_time)
}

/// The terms of a value: of a field of which a SIM may have several, one for each.
fn value_terms(words: &Messages, key: &str, value: &str) -> impl IntoView + use<> {
    let has_several = Field::from_key(key).is_some_and(Field::has_several_values);
    let values: Vec<&str> = if has_several { value.split(TEXT_LIST_SEPARATOR).collect() } else { vec![value] };
    let term = |value: &str| {
        let text = if has_several { format::value_label(words, key, value) } else { value.to_owned() };
        view! { <QueryValue key=key.to_owned() value=value.to_owned() text /> " " }
    };
    values.into_iter().map(term).collect_view()
}

/// A list of facts under a title.
#[component]
pub fn FactList(
    /// The title.
    title: &'static str,
    /// What is said.
    facts: Vec<Fact>,
    /// What is said where there is none; nothing at all is shown where this is empty.
    empty: &'static str,
) -> impl IntoView {
    let words = use_state().settings.current_messages();
    if facts.is_empty() && empty.is_empty() {
        return None;
    }
    let none = facts.is_empty().then(|| view! { <p class="none">{empty}</p> });
    let rows = facts.into_iter().map(|Fact { name, value, key }| {
        let value = match key {
            Some(key) if !value.is_empty() => value_terms(words, &key, &value).into_any(),
            _ => value.into_any(),
        };
        view! { <dt>{name}</dt><dd>{value}</dd> }
    });
    Some(view! { <section><h3>{title}</h3><dl class="pairs">{rows.collect_view()}</dl>{none}</section> })
}
