//! Queries in the languages of other programs: a jq program for an export, SQL for a table.
//!
//! Most keys can be said in them. A term that cannot is left out and named: the command then lists more SIMs than the query selects.

mod jq;
mod jq_text;
mod jq_time;
mod network_set;
mod sql;
mod widen;

use crate::key::QueryKey;
use crate::pattern::Pattern;
use crate::time::Clock;
use crate::tree::{Query, QueryValue, Term, TermNode};
use serde::{Deserialize, Serialize};

/// A query in another language.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct QueryCommand {
    /// The program.
    pub text: String,
    /// The terms that it cannot say.
    pub left_out: Vec<String>,
}

/// A query in every other language.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct QueryCommands {
    /// [`Query::to_jq`].
    pub jq: QueryCommand,
    /// [`Query::to_sql`].
    pub sql: QueryCommand,
}

/// Writes terms in another language.
trait TermWriter {
    /// The SIMs that have a word; `None` where that cannot be said.
    fn write_word(&self, text: &Pattern) -> Option<String>;

    /// The SIMs for which a filter holds; `None` where that cannot be said.
    fn write_filter(&self, key: &QueryKey, values: &[QueryValue]) -> Option<String>;

    /// The SIMs for which something does not hold.
    fn negate(&self, condition: &str) -> String;
}

impl Query {
    /// Returns a jq program that leaves of an array of records, as `soracom subscribers list --fetch-all` prints it, those that the
    /// query selects. It runs in jq 1.6 and later. Ages count from when it is run, days are those of the clock.
    ///
    /// ```
    /// use query::{Clock, parse_query};
    ///
    /// let command = parse_query("status:active near:35.68/139.77/1km")?.to_jq(&Clock::utc(0));
    /// assert_eq!(command.text, "map(select(\n  (.status // \"\" | ascii_downcase | . == \"active\")\n))");
    /// assert_eq!(command.left_out, ["near:35.68/139.77/1km"]);
    /// # Ok::<(), query::ParseError>(())
    /// ```
    pub fn to_jq(&self, clock: &Clock) -> QueryCommand {
        let (conditions, left_out) = self.write_terms(&jq::JqWriter { basis: self.basis, clock });
        let text = match conditions.is_empty() {
            true => ".".to_owned(),
            false => format!("map(select(\n  {}\n))", conditions.join("\n  and ")),
        };
        QueryCommand { text, left_out }
    }

    /// Returns SQL for a table of all columns, each under its key, as a Parquet file has them: it selects the same SIMs in DuckDB and
    /// SQLite, from a file or a table named `table`. Ages count from the clock's now, since a table does not change; places are those
    /// of the basis that the table was written on.
    ///
    /// ```
    /// use query::{Clock, parse_query};
    ///
    /// let command = parse_query("country:JP,US fee:running")?.to_sql("simscope-9-sims.parquet", &Clock::utc(0));
    /// assert_eq!(command.text, "select * from 'simscope-9-sims.parquet'\nwhere lower(coalesce(country, '')) in ('jp', 'us')");
    /// assert_eq!(command.left_out, ["fee:running"]);
    /// # Ok::<(), query::ParseError>(())
    /// ```
    pub fn to_sql(&self, table: &str, clock: &Clock) -> QueryCommand {
        let (conditions, left_out) = self.write_terms(&sql::SqlWriter { basis: self.basis, clock });
        let all = format!("select * from {}", sql::quote_text(table));
        let text = match conditions.is_empty() {
            true => all,
            false => format!("{all}\nwhere {}", conditions.join("\n  and ")),
        };
        QueryCommand { text, left_out }
    }

    /// The conditions of all terms that can be said, and the texts of the others.
    fn write_terms(&self, writer: &impl TermWriter) -> (Vec<String>, Vec<String>) {
        let (mut conditions, mut left_out) = (Vec::new(), Vec::new());
        for term in &self.terms {
            match write_term(writer, term) {
                Some(condition) => conditions.push(condition),
                None => left_out.push(term.to_string()),
            }
        }
        (conditions, left_out)
    }
}

fn write_term(writer: &impl TermWriter, term: &Term) -> Option<String> {
    let condition = match &term.node {
        TermNode::Word(text) => writer.write_word(text)?,
        TermNode::Filter(key, values) => writer.write_filter(key, values)?,
        TermNode::Group(alternatives) => {
            let alternative = |terms: &Vec<Term>| {
                let terms: Option<Vec<String>> = terms.iter().map(|term| write_term(writer, term)).collect();
                terms.map(|terms| if terms.is_empty() { "true".to_owned() } else { terms.join(" and ") })
            };
            let alternatives: Option<Vec<String>> = alternatives.iter().map(alternative).collect();
            format!("({})", alternatives?.join(" or "))
        }
    };
    Some(if term.negated { writer.negate(&condition) } else { condition })
}

/// The condition that any of these holds.
fn any_of(conditions: impl IntoIterator<Item = String>) -> String {
    let conditions: Vec<String> = conditions.into_iter().collect();
    if conditions.is_empty() { "false".to_owned() } else { conditions.join(" or ") }
}

/// The same as one condition beside others: in parentheses, where there are several.
fn group(conditions: impl IntoIterator<Item = String>) -> String {
    let conditions: Vec<String> = conditions.into_iter().collect();
    if conditions.len() > 1 { format!("({})", any_of(conditions)) } else { any_of(conditions) }
}

#[cfg(test)]
mod random_queries;

#[cfg(test)]
#[path = "jq_tests.rs"]
mod jq_tests;

#[cfg(test)]
#[path = "sql_tests.rs"]
mod sql_tests;
