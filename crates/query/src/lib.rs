//! The query language of simscope: its text, its tree, and what it selects, counts and orders in a fleet.
//!
//! ```
//! use fleet::{Basis, Cell, Fleet, RecordSpan, Record, SourceId};
//! use query::{Clock, Field, Filter, count_facet, parse_query};
//!
//! let mut fleet = Fleet::default();
//! fleet.begin_source(SourceId(1), "");
//! for (mcc, mnc) in [(310, 410), (310, 260), (440, 10)] {
//!     let cell = Cell { plmn: places::Plmn { mcc, mnc }.into(), radio: "lte".into(), area: None, id: None };
//!     fleet.push(&Record { previous_cell: Some(cell), ..Record::default() }, RecordSpan::default())?;
//! }
//! fleet.resolve_duplicates();
//!
//! let mut query = parse_query("country:US")?;
//! let filter = Filter::new(&query, &fleet, &Clock::utc(0));
//! assert_eq!(filter.selected_rows().count(), 2);
//!
//! // A facet is counted without its own terms, so that it shows what else could be chosen.
//! let countries = count_facet(&fleet, &Field::Country.into(), Basis::Previous, &filter.selected_without_key("country"));
//! assert_eq!((countries[1].key.as_str(), countries[1].count), ("JP", 1));
//!
//! query.toggle_value("country", "JP")?;
//! assert_eq!(query.to_string(), "country:US,JP");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The language
//!
//! ```text
//! query  = { term }                         terms side by side must all hold
//! term   = ["-"] ( filter | word | phrase | "(" query { "OR" query } ")" )
//! filter = key ":" value { "," value }      any of the values
//! value  = text | "quoted text" | comparison | range
//! ```
//!
//! `*` in a text matches any text, but not an absent one; in quotation marks `\*` is a star, `\"` a quotation mark and `\\`
//! a backslash. Identifiers match by prefix, other texts whole, both without regard to capitals; where no operator or SIM has
//! a name as a whole, those match that have it in theirs. `none` is "absent". Ages (`seen:>30d`, longer ago than) have the units m, h, d, w and y of 365 days; dates are days in the zone
//! of the [`Clock`], and an upper end includes its day.

mod change;
mod column;
mod column_key;
mod commands;
mod dimensions;
mod error;
mod expected;
mod facet;
mod filter;
mod histogram;
mod identifiers;
mod interval;
mod joined;
mod key;
mod language;
mod measure;
mod order;
mod outages;
mod pattern;
mod pivot;
mod quantity;
mod relax;
mod schema;
mod sessions;
mod subnet;
mod tags;
mod tally;
#[cfg(test)]
mod test_strategies;
mod text_matcher;
mod time;
mod totals;

use language::tree;

pub use change::BaselineChange;
pub use column::{CellKind, TableTexts, radio_label};
pub use column_key::ColumnKey;
pub use commands::{QueryCommand, QueryCommands};
pub use error::{ExpectedValue, ParseError, ParseErrorKind};
pub use expected::{ExpectedFact, has_expectations};
pub use facet::{FacetCount, count_by_site, count_facet};
pub use filter::Filter;
pub use histogram::{Histogram, HistogramBar, count_by_age, count_by_calendar, count_by_duration};
pub use interval::Interval;
pub use key::QueryKey;
pub use language::{
    Completion, HighlightKind, Query, Suggestion, TermCondition, TermView, TextSpan, Token, TokenKind, complete_query,
    ends_in_value, ends_in_word, highlight_query, parse_query, tokenize_query,
};
pub use measure::Measure;
pub use order::{SortOrder, rows_in_order, sort_rows};
pub use outages::{Outage, OutagePlaces, find_dropped_together, find_silent_places};
pub use pivot::{Pivot, PivotAmounts, count_pivot};
pub use relax::{Relaxation, find_relaxations};
pub use schema::Field;
pub use sessions::cell_name;
pub use time::{Age, Clock, format_iso_8601};
pub use totals::{Totals, count_totals};
