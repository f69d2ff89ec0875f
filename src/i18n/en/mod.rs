//! English.

mod api;
mod map_cells;
mod query_errors;
mod query_tools;
mod refusals;

use super::{DetailLabels, Messages};
use crate::format::FormattedCount;
use ingest::{IssueKind, JsonType};
use query::Field;

pub(super) static MESSAGES: Messages = Messages {
    tagline: "See where every SIM in your fleet last connected.",
    link_opens: "This link opens the view",
    link_waits: "Load your fleet to see it.",
    drop_here: "Drop a JSON export here, paste it anywhere, or",
    drop_now: "Drop to load",
    choose_files: "Choose files…",
    choose_folder: "Choose a folder…",
    paste: "Paste JSON",
    paste_load: "Load the pasted text",
    pasted: "pasted",
    sample: "Try a sample fleet of 10,000",
    sample_name: "sample fleet",
    get_export: "Get an export",
    coverage: "Coverage",
    global: "Global",
    japan: "Japan",
    listing: "List",
    subscribers: "subscribers",
    sims_listing: "SIMs",
    trust: "Nothing leaves this tab: your browser reads the file itself, and the page sends it to nobody. It talks to Soracom’s API only if you connect.",
    trust_how: "How to check this yourself",
    trust_points: &[
        "The page carries a Content-Security-Policy: your browser blocks every connection but to the host that serves this page and to Soracom’s API, which the page calls only if you sign in.",
        "No cookies, no analytics, no fonts or code from elsewhere. Only your choice of language, theme, zone, columns, layout and saved views is remembered, in this browser, and positions of cells if you allow it.",
        "The query stands in the address after “#”, which browsers do not send. Data and keys never do.",
        "See for yourself: open the developer tools’ Network tab, load a file, and watch that nothing is sent.",
        "What nobody can promise: whoever hosts a page can change it, and browser extensions can read it.",
    ],

    copy_what: |what| format!("Copy {what}"),
    copied: "Copied",
    close: "Close",
    stop: "Stop",
    add: "Add",
    add_title: "Add files to the fleet",
    remove: "Remove",
    remove_what: |what| format!("Remove {what}"),

    reading: |name| format!("Reading {name}"),
    progress: |done, total, count| format!("{done} of {total} · {}", sims(count)),
    waiting: "waiting",

    sources: "Sources",
    sources_many: |n| format!("{n} sources"),
    sims,
    read: |n| format!("{n} read"),
    skipped: |n| format!("{n} skipped"),
    outdated: |n| format!("{n} superseded by newer records"),
    cut_short: "cut off",
    cut: |at| format!("The file ends in the middle of a record, at byte {at}. Every whole record before it is loaded."),
    fields: |n| format!("{n} {} a field that could not be read", if n.0 == 1 { "record has" } else { "records have" }),
    replaced: |n| {
        format!("{n} {} bytes that are not UTF-8, shown as �", if n.0 == 1 { "record has" } else { "records have" })
    },
    chatter: |n| format!("{n} {} around the JSON passed over", if n.0 == 1 { "line" } else { "lines" }),
    unpacked: "unpacked from gzip; bytes count in the unpacked text",
    lists: |keys| format!("records found under “{}”", keys.join("”, “")),
    nulls: |n| format!("{n} {} NaN or Infinity, read as null", if n.0 == 1 { "record has" } else { "records have" }),
    escapes: "Terminal colours and other sequences were taken out; bytes count without them",
    notes: |n| format!("{n} {}", if n.0 == 1 { "note" } else { "notes" }),
    note: |record, at, what| format!("Record {record}, byte {at}: {what}"),
    notes_more: |n| format!("and {n} more"),
    what,

    query_label: "Query",
    query_placeholder: "country:US session:offline seen:>90d, an ICCID, a name…",
    query_error: |message, at| format!("Position {at}: {message}"),
    fault: query_errors::describe_parse_error,
    query_suggestion: |text| format!("Did you mean {text}?"),
    basis: "Location from",
    bases: ["previous session", "current session", "last known"],
    terms: "Terms of the query",
    not: "not",
    negate: |term| format!("Exclude instead: {term}"),
    unnegate: |term| format!("Include instead: {term}"),
    remove_term: |term| format!("Remove {term}"),
    clear: "Clear",
    text_term: |text| format!("contains “{text}”"),

    selected_of: |n, all| format!("{n} of {}", sims(all)),
    part_of: |n, all| format!("{n} of {all}"),
    all_selected: |all| format!("All {}", sims(all)),
    distinct: |n| format!("{n} distinct SIM IDs"),
    state_count: |state, n| format!("{n} {state}"),
    in_countries: |n| format!("in {n} {}", if n.0 == 1 { "country" } else { "countries" }),
    nothing_matches: "No SIM matches.",
    without_term: |term, n| format!("Remove “{term}” ({})", sims(n)),
    instead_of_term: |meant, term, n| format!("{meant} instead of “{term}” ({})", sims(n)),

    filters: "Filters",
    map: "Map",
    layout: "Layout",
    split: "Split",
    table_alone: "Table",
    ranking: "Ranking",
    table: "SIMs",
    countries: "Countries",
    operators: "Operators",
    insights: "Insights",
    insight: |key, days| match key {
        "silent" => format!("Active, silent for more than {}", self::days(days)),
        "never" => "Active, never connected".into(),
        "stale" => format!("Online, no update for over {} (may be stale)", self::days(days)),
        "country" => "Country changed since previous session".into(),
        "operator" => "Operator changed since previous session".into(),
        "device" => "Device (IMEI) changed since previous session".into(),
        "impossible" => "Impossible travel between cells".into(),
        "shared" => "Same IMEI on several SIMs".into(),
        "legacy" => "Active, last on 2G or 3G (being switched off)".into(),
        "ungrouped" => "Active, without a group".into(),
        "suspended" => "Suspended but online".into(),
        "fee" => "Ready or suspended, still charged a renewal fee".into(),
        _ => String::new(),
    },
    no_insights: "Nothing stands out.",
    find_in: |what| format!("Find in {what}"),
    more: |n| format!("{n} more"),
    fewer: "Fewer",
    no_values: "No values",
    map_label: "Map of the world, countries coloured by their number of SIMs. The ranking lists the same numbers.",
    map_loading: "Loading the map…",
    map_missing: "This browser cannot draw the map: it has no WebGL. The ranking shows the same numbers.",
    map_parts: "A part of the map could not be loaded. Reload the page to try again; the ranking shows the same numbers.",
    map_fit: "Whole world",
    zoom_in: "Zoom in",
    zoom_out: "Zoom out",
    legend: "SIMs",
    last_seen: "Last seen",
    histogram_bar: |from, to, n| format!("{from} to {to}: {}", sims(n)),
    silent_for: "Silent for more than",
    age: |n, unit| format!("{n} {unit}"),
    older_than: |age| format!("> {age}"),
    younger_than: |age| format!("< {age}"),
    never: "never seen",

    columns: "Columns",
    go_to_row: "Go to row",
    column_keys: "Alt and arrows move the column, Shift and arrows resize it.",
    move_left: |column| format!("Move {column} to the left"),
    move_right: |column| format!("Move {column} to the right"),
    sort_by: |column| format!("Sort by {column}"),
    keys_hint: "Arrows or j and k move, Enter opens.",

    export: |n| format!("Export {}", sims(n)),
    exporting: "Writing…",
    export_csv: "CSV for spreadsheets",
    export_csv_note: "Visible columns with a header. Identifiers stay text; values that look like formulas are escaped.",
    export_machines: "CSV with raw values",
    export_machines_note: "Visible columns with a header, every cell exactly as it is.",
    export_announced: "ICCID, IMSI, previous IMEI",
    export_announced_note: "Three columns, no header; identical to the jq one-liner.",
    export_json: "JSON",
    export_json_note: "Each SIM's record as it stands in its file, in one array. Keys and tokens are masked.",
    export_ndjson: "JSON lines",
    export_ndjson_note: "The same with one line for each SIM, for jq -c and databases.",
    writing: |done, total| format!("Writing: {done} of {total} read"),
    export_partial: "Loading is not finished: the export holds what is loaded so far.",
    exported: |n, name| format!("{} written to {name}", sims(n)),

    identifiers: "Identifiers",
    sessions: "Sessions",
    current: "Current",
    previous: "Previous",
    differs: "differs",
    facts: "Subscription",
    tags: "Tags",
    no_tags: "No tags",
    json: "Record",
    masked: |fields| format!("Masked, as they are secrets: {fields}"),
    next_sim: "Next SIM",
    previous_sim: "Previous SIM",
    place_of: |n, all| format!("{n} of {all}"),
    not_selected: "not in the selection",
    from_source: |name| format!("from {name}"),

    online: "online",
    offline: "offline",
    never_connected: "never connected",
    unknown: "unknown",
    international: "International networks",
    test_network: "Test networks",
    private_network: "Private networks",
    none: "none",
    no_cell: "no cell data",

    refused: refusals::describe_refusal,
    refused_where: "Nothing was loaded from it. Your other data is unchanged.",
    instead: "Export a list of SIMs instead:",
    folder_left_out: |n| {
        format!("{n} {} of the folder left out: no SIMs in there.", if n.0 == 1 { "file" } else { "files" })
    },
    changed: |name| format!("{name} was changed, moved or deleted since it was chosen."),
    changed_hint: "Browsers read such a file no more, nor one that another program holds. Choose it again to go on.",
    choose_again: "Choose it again…",
    unreadable: |name, message| format!("{name} could not be read: {message}."),
    unreadable_hint: "Choose it again; if that does not help, copy it to another place first.",
    restarted: "The reader stopped working, most likely because memory ran out. It was started again and is reading the same files.",
    left_out: |name| {
        format!("{name} was left out: reading it stopped the reader twice. Split it, or load it on its own.")
    },
    given_up: |message| {
        format!("The reader does not start: {message}. Reload the page; if that does not help, use a current browser.")
    },
    failed: |message| format!("Something went wrong in the page itself: {message}. What is loaded is still there."),
    no_exports: "Nothing in there looks like an export: no file ends in .json, .jsonl, .ndjson, .csv, .txt, .log or .gz.",
    stopped: |name| format!("Reading {name} was stopped; nothing of it is loaded."),

    language: "Language",
    theme: "Theme",
    themes: ["as the system", "light", "dark"],
    zone: "Time zone",
    utc: "UTC",
    local: "Local time",
    keyboard: "Keyboard",
    shortcuts: &[
        (&["/"], "Query"),
        (&["↑", "↓"], "In the query: earlier queries, suggestions"),
        (&["Alt+Enter"], "On a value: exclude it"),
        (&["Shift+←", "Shift+→"], "On a bar: select a range"),
        (&["Esc"], "Back out: close, then leave the field"),
        (&["j", "↓"], "Next row, or next SIM when one is open"),
        (&["k", "↑"], "Previous row"),
        (&["Page Up", "Page Down", "Home", "End"], "Through the table"),
        (&["Alt+←", "Alt+→"], "On a column’s name: move the column"),
        (&["Shift+←", "Shift+→"], "On a column’s name: resize the column"),
        (&["Enter"], "Open the SIM"),
        (&["[", "]"], "Location from the previous, current or last session"),
        (&["1", "2", "3", "4"], "Map, ranking, table, filters"),
        (&["↑", "←", "+", "−"], "On the map: move and zoom"),
        (&["m"], "Map, both, table"),
        (&["e"], "Export"),
        (&["l"], "Look up a list"),
        (&["v"], "Views"),
        (&["c"], "Compare"),
        (&["?"], "Shortcuts, query language, glossary"),
    ],
    resize: |what| format!("Resize {what}"),
    skip: "Skip to the table",

    api: &api::MESSAGES,
    asking: &query_tools::MESSAGES,
    places: &map_cells::MESSAGES,
    field_name,
    details: DetailLabels {
        created: "Began",
        ended: "Ended",
        updated: "Updated",
        ip: "IP address",
        previous_imei: "Previous IMEI",
        current_imei: "Current IMEI",
        placement: "Gateway region",
    },
};

fn field_name(field: Field) -> &'static str {
    match field {
        Field::Basis => "Location from",
        Field::Country => "Country",
        Field::Mcc => "MCC",
        Field::Plmn => "PLMN",
        Field::Operator => "Operator",
        Field::Radio => "Radio",
        Field::Area => "Area",
        Field::Cell => "Cell",
        Field::Near => "Near",
        Field::Within => "Within",
        Field::Located => "Position known",
        Field::Session => "Session",
        Field::Seen => "Last seen",
        Field::Duration => "Session duration",
        Field::Status => "Status",
        Field::Plan => "Plan",
        Field::Speed => "Speed class",
        Field::Module => "Module type",
        Field::Group => "Group",
        Field::Account => "Account",
        Field::Name => "Name",
        Field::Imsi => "IMSI",
        Field::Iccid => "ICCID",
        Field::Imei => "IMEI",
        Field::SimId => "SIM ID",
        Field::Msisdn => "MSISDN",
        Field::Serial => "Serial number",
        Field::Device => "Device (TAC)",
        Field::Moved => "Moved since",
        Field::Stale => "Online, updated",
        Field::Source => "Source",
        Field::Change => "Change",
        Field::Shared => "Shared",
        Field::Fee => "Renewal fee",
        Field::List => "List",
        Field::Tag => "Tag",
    }
}

fn days(n: u32) -> String {
    format!("{n} {}", if n == 1 { "day" } else { "days" })
}

fn sims(n: FormattedCount) -> String {
    format!("{n} {}", if n.0 == 1 { "SIM" } else { "SIMs" })
}

fn kind(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Null => "null",
        JsonType::Boolean => "true or false",
        JsonType::Number => "a number",
        JsonType::Text => "text",
        JsonType::Array => "a list",
        JsonType::Object => "an object",
    }
}

fn what(what: &IssueKind) -> String {
    match what {
        IssueKind::WrongType { field, found, wanted } => {
            format!("{field} is {}, not {}; the field was left out", kind(*found), kind(*wanted))
        }
        IssueKind::NotAnObject(found) => format!("{} where a record should be; skipped", kind(*found)),
        // Those that hold no name of a type read the same here as there.
        other => other.to_string(),
    }
}
