//! Queries for the engine of the page's worker: a view has everything that the page shows of a query.

use engine::{Engine, MapContent, Source, TimeZone, ViewRequest};
use query::{Clock, Field, ParseError, SortOrder};

/// Queries of each kind, with a description of the kind.
pub const QUERY_KINDS: [(&str, &str); 12] = [
    ("all", ""),
    ("a country", "country:US"),
    ("two facets", "country:US,JP session:offline"),
    ("an age", "seen:>90d"),
    ("not", "-country:JP seen:>30d"),
    ("an operator", "operator:NTT*"),
    ("an identifier", "imsi:2950509100"),
    ("digits anywhere", "8942310022000001"),
    ("a word", "hamburg"),
    ("a word nowhere", "zzzz"),
    ("a tag", "tag.site:hamburg"),
    ("alternatives", "(radio:lte-m OR status:ready)"),
];

/// The time of the sample's export: 2025-10-01.
pub const EXPORT_TIME_MS: i64 = 1_759_276_800_000;

/// Creates an engine with one empty source, which is read next.
pub fn new_engine() -> Engine {
    let mut engine = Engine::default();
    engine.begin_source(Source { id: 1, name: "fleet.json".to_owned() });
    engine
}

/// Requests what the page requests, the rows of a screen, all facets and the histogram, and returns the number of
/// selected records.
///
/// # Errors
/// Returns an error if the query does not parse.
pub fn request_view(engine: &mut Engine, query: &str, sort: Option<Field>) -> Result<u32, ParseError> {
    let request = ViewRequest {
        query: query.to_owned(),
        row_count: 40,
        zone: TimeZone::Utc,
        sort: SortOrder { column: sort.map(Into::into), descending: false },
        ..ViewRequest::default()
    };
    Ok(engine.build_view(&request, &Clock::utc(EXPORT_TIME_MS))?.selected.records)
}

/// Finds out where the cells are, as the map does before anything else is looked at.
///
/// # Errors
/// None: the empty query parses.
pub fn draw_map(engine: &mut Engine) -> Result<(), ParseError> {
    request_view(engine, "", None)?;
    engine.draw_features(MapContent::Cells);
    Ok(())
}

/// Counts all findings anew, and returns how many of them there are.
///
/// # Errors
/// None: the empty query parses.
pub fn count_findings(engine: &mut Engine) -> Result<u32, ParseError> {
    let request = ViewRequest { insights: true, ..ViewRequest::default() };
    let insights = engine.build_view(&request, &Clock::utc(EXPORT_TIME_MS))?.insights;
    Ok(insights.iter().filter(|insight| insight.count > 0).count() as u32)
}
