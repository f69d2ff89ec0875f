//! English messages of the operator's own lists.

use crate::format::FormattedCount;
use crate::i18n::ListMessages;

fn plural(n: FormattedCount, one: &'static str, many: &'static str) -> &'static str {
    if n.0 == 1 { one } else { many }
}

fn with_columns(columns: &[String]) -> String {
    let named: Vec<_> = columns.iter().filter(|name| !name.is_empty()).map(String::as_str).collect();
    if named.is_empty() { String::new() } else { format!(" with the columns {}", named.join(", ")) }
}

pub(super) static MESSAGES: ListMessages = ListMessages {
    title: "Your lists",
    hint: "Drop a CSV or TSV of your own (sites, customers, usage) anywhere: it is joined by ICCID, IMSI, IMEI or any other identifier, and each of its columns becomes a filter.",
    count: |n| format!("{n} {}", plural(n, "list", "lists")),
    joined: |name, matched, rows| format!("{name}: {matched} of {rows} rows are SIMs of the fleet"),
    waits: |name, columns| {
        format!(
            "{name} is CSV{}: a list of SIMs without their sessions. Load the fleet's JSON as well, and it is joined with it.",
            with_columns(columns)
        )
    },
    unmatched: |name, columns| {
        format!(
            "{name} is CSV{}, and none of its rows is a SIM of this fleet. Load the fleet that it is about, or choose another column that identifies SIMs under the sources.",
            with_columns(columns)
        )
    },
    reading: |done, total, rows| format!("{done} of {total} · {rows} rows"),
    matched: |matched, rows| format!("{matched} of {rows} rows are SIMs of the fleet"),
    identified_by: "SIMs by",
    unnamed_column: |n| format!("column {n}"),
    column: |name| format!("{name} (list)"),
    fields: "Its columns as filters:",
    expectations: |facts| match facts {
        "" => "Say how SIMs should be: choose columns".to_owned(),
        facts => format!("Says how SIMs should be: {facts}"),
    },
    expects_nothing: "is just a column",
    show_with: "Show its SIMs",
    show_without: |n| format!("Show {n} {} without a row", plural(n, "SIM", "SIMs")),
    missing: |n| format!("{n} {} without a SIM", plural(n, "row", "rows")),
    repeated: |n| format!("{n} {} in several rows", plural(n, "identifier", "identifiers")),
    ambiguous: |n| format!("{n} {} of several SIMs", plural(n, "identifier", "identifiers")),
    doubled: |n| {
        format!(
            "{n} {} named by several identifiers: the first row counts, numbers are added up",
            plural(n, "SIM is", "SIMs are")
        )
    },
    irregular: |n, rows| {
        format!(
            "{n} {} cells missing, cells too many, an open quotation mark or a wrong number: row {rows}",
            plural(n, "row has", "rows have")
        )
    },
    measure: "Count",
    amount: |name, selected, fleet| match fleet {
        Some(fleet) => format!("{name} {selected} of {fleet}"),
        None => format!("{name} {selected}"),
    },
    identifiers: "identifiers",
};
