//! Edits a query as clicks do, and shows its terms to a reader.

use super::tree::{Query, QueryValue, Term, TermNode, TextSpan};
use crate::error::ParseError;
use crate::key::QueryKey;
use crate::pattern::Pattern;
use fleet::{Basis, Fleet};
use places::Region;
use serde::{Deserialize, Serialize};

/// A term of a query as a reader sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TermView {
    /// As printed, with its minus.
    pub text: String,
    /// Whether it is negated.
    pub negated: bool,
    /// What it asks, its sign aside.
    pub condition: TermCondition,
    /// Where it is in the text that was read.
    pub span: TextSpan,
}

/// What a term asks, its texts without quotation marks and escapes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum TermCondition {
    /// A text somewhere in the texts of a SIM.
    Word(String),
    /// Any of the values of a key.
    Filter {
        /// The name of the key.
        key: String,
        /// At least one value, in their order.
        values: Vec<String>,
    },
    /// Any of the alternatives in parentheses, as printed.
    Group(String),
}

impl Query {
    /// Returns the session that terms about places ask about.
    pub fn basis(&self) -> Basis {
        self.basis
    }

    /// Sets the session that terms about places ask about.
    pub fn set_basis(&mut self, basis: Basis) {
        self.basis = basis;
    }

    /// Returns the query with the keys of its tags and the names of lists' columns in the fleet's spelling, where the fleet's differs in case alone.
    #[must_use]
    pub fn with_fleet_spelling(mut self, fleet: &Fleet) -> Self {
        respell_keys(&mut self.terms, fleet);
        self
    }

    /// Adds a value to the chosen ones of its key, or removes it: `country:US` and `CA` make `country:US,CA`.
    ///
    /// A value is taken literally: it needs no quotation marks, and a `*` in it is a `*`. A value that was excluded is chosen.
    ///
    /// # Errors
    ///
    /// If the key is not known or has no such value. The query stays as it is, and the error's place is one in that text.
    pub fn toggle_value(&mut self, key: &str, value: &str) -> Result<(), ParseError> {
        let (key, value) = parse_key_and_value(key, value)?;
        self.remove_value(&key, &value, true);
        if !self.remove_value(&key, &value, false) {
            self.add_value(key, value, false);
        }
        Ok(())
    }

    /// Chooses one value of a key and no other.
    ///
    /// # Errors
    /// If the key is not known or has no such value; the query stays as it is.
    pub fn set_value(&mut self, key: &str, value: &str) -> Result<(), ParseError> {
        self.set_values(key, &[value.to_owned()])
    }

    /// Chooses these values of a key and no others; with none, the query stays as it is, and if one cannot be read.
    ///
    /// # Errors
    /// If the key is not known or has no such value; the query stays as it is.
    pub fn set_values(&mut self, key: &str, values: &[String]) -> Result<(), ParseError> {
        let read: Vec<(QueryKey, QueryValue)> =
            values.iter().map(|value| parse_key_and_value(key, value)).collect::<Result<_, _>>()?;
        let Some((key, _)) = read.first().cloned() else { return Ok(()) };
        let at = self.terms.iter().position(|term| term.key() == Some(&key)).unwrap_or(self.terms.len());
        self.terms.retain(|term| term.key() != Some(&key));
        let values = read.into_iter().map(|(_, value)| value).collect();
        let term = Term { negated: false, node: TermNode::Filter(key, values), span: TextSpan::default() };
        self.terms.insert(at.min(self.terms.len()), term);
        Ok(())
    }

    /// Adds a value to the excluded ones of its key, or removes it.
    ///
    /// # Errors
    /// If the key is not known or has no such value; the query stays as it is.
    pub fn toggle_excluded_value(&mut self, key: &str, value: &str) -> Result<(), ParseError> {
        let (key, value) = parse_key_and_value(key, value)?;
        self.remove_value(&key, &value, false);
        if !self.remove_value(&key, &value, true) {
            self.add_value(key, value, true);
        }
        Ok(())
    }

    /// Returns the query without the terms of a key.
    #[must_use]
    pub fn without_key(&self, key: &str) -> Self {
        let mut query = self.clone();
        let key = QueryKey::from_name(key).ok();
        query.terms.retain(|term| term.key().is_none_or(|k| Some(k) != key.as_ref()));
        query
    }

    /// Returns the query without one of its [`Query::term_views`].
    #[must_use]
    pub fn without_term(&self, index: usize) -> Self {
        let mut query = self.clone();
        if index < query.terms.len() {
            query.terms.remove(index);
        }
        query
    }

    /// Whether each term of another query is one of this.
    ///
    /// ```
    /// # use query::parse_query;
    /// let silent = parse_query("status:active seen:>90d")?;
    /// let query = parse_query("country:US status:ready")?.narrowed_by(&silent);
    /// assert_eq!(query.to_string(), "country:US status:active seen:>90d");
    /// assert!(query.has_terms_of(&silent));
    /// assert_eq!(query.without_terms_of(&silent).to_string(), "country:US");
    /// # Ok::<(), query::ParseError>(())
    /// ```
    pub fn has_terms_of(&self, other: &Self) -> bool {
        other.terms.iter().all(|term| self.terms.iter().any(|own| own == term))
    }

    /// Returns the query with the terms of another one as well. They take the place of terms of the same keys.
    #[must_use]
    pub fn narrowed_by(&self, other: &Self) -> Self {
        let mut query = self.clone();
        for term in &other.terms {
            let is_replaced = |own: &Term| own.key().is_some() && own.key() == term.key() || own == term;
            let at = query.terms.iter().position(is_replaced).unwrap_or(query.terms.len());
            query.terms.retain(|own| !is_replaced(own));
            query.terms.insert(at.min(query.terms.len()), term.clone());
        }
        query
    }

    /// Returns the query without the terms of another one.
    #[must_use]
    pub fn without_terms_of(&self, other: &Self) -> Self {
        let mut query = self.clone();
        query.terms.retain(|own| !other.terms.iter().any(|term| own == term));
        query
    }

    /// Turns one of the [`Query::term_views`] into its opposite.
    pub fn negate_term(&mut self, index: usize) {
        if let Some(term) = self.terms.get_mut(index) {
            term.negated = !term.negated;
        }
    }

    /// Returns the terms that must all hold, in their order.
    pub fn term_views(&self) -> Vec<TermView> {
        let view = |term: &Term| TermView {
            text: term.to_string(),
            negated: term.negated,
            condition: TermCondition::from(&term.node),
            span: term.span,
        };
        self.terms.iter().map(view).collect()
    }

    /// Returns the chosen values of a key, as [`crate::count_facet`] names them.
    pub fn chosen_values(&self, key: &str) -> Vec<String> {
        self.iter_values(key, false).map(QueryValue::to_plain_text).collect()
    }

    /// Returns the excluded values of a key.
    pub fn excluded_values(&self, key: &str) -> Vec<String> {
        self.iter_values(key, true).map(QueryValue::to_plain_text).collect()
    }

    /// Returns the regions of the terms `near` and `within` that are not negated and not in parentheses.
    pub fn regions(&self) -> Vec<Region> {
        let regions = self.iter_values("near", false).chain(self.iter_values("within", false));
        regions
            .filter_map(|value| match value {
                QueryValue::Region(region) => Some(region.clone()),
                _ => None,
            })
            .collect()
    }

    /// Whether a value is among the chosen ones of a key, in any case.
    pub fn has_chosen_value(&self, key: &str, value: &str) -> bool {
        parse_key_and_value(key, value)
            .is_ok_and(|(_, value)| self.iter_values(key, false).any(|chosen| chosen.is_same_choice(&value)))
    }

    fn iter_values(&self, key: &str, negated: bool) -> impl Iterator<Item = &QueryValue> {
        let key = QueryKey::from_name(key).ok();
        let values =
            self.terms.iter().filter(move |term| term.negated == negated).filter_map(move |term| match &term.node {
                TermNode::Filter(k, values) if Some(k) == key.as_ref() => Some(values),
                _ => None,
            });
        values.flatten()
    }

    /// Removes a value from every term of its key with this sign, and terms without values from the query. Returns whether a
    /// term had it.
    fn remove_value(&mut self, key: &QueryKey, value: &QueryValue, negated: bool) -> bool {
        let mut found = false;
        self.terms.retain_mut(|term| match &mut term.node {
            TermNode::Filter(k, values) if k == key && term.negated == negated => {
                let before = values.len();
                values.retain(|v| !v.is_same_choice(value));
                found |= values.len() < before;
                !values.is_empty()
            }
            _ => true,
        });
        found
    }

    /// Adds a value to the last term of its key with this sign, or adds a term.
    fn add_value(&mut self, key: QueryKey, value: QueryValue, negated: bool) {
        for term in self.terms.iter_mut().rev() {
            if let TermNode::Filter(k, values) = &mut term.node
                && *k == key
                && term.negated == negated
            {
                values.push(value);
                return;
            }
        }
        self.terms.push(build_filter_term(key, value, negated));
    }
}

impl From<&TermNode> for TermCondition {
    fn from(node: &TermNode) -> Self {
        match node {
            TermNode::Word(text) => Self::Word(text.to_plain_text()),
            TermNode::Filter(key, values) => Self::Filter {
                key: key.name.to_string(),
                values: values.iter().map(QueryValue::to_plain_text).collect(),
            },
            TermNode::Group(_) => Self::Group(node.to_string()),
        }
    }
}

fn respell_keys(terms: &mut [Term], fleet: &Fleet) {
    for term in terms {
        match &mut term.node {
            TermNode::Filter(key, _) => *key = key.clone().with_fleet_spelling(fleet),
            TermNode::Group(alternatives) => alternatives.iter_mut().for_each(|terms| respell_keys(terms, fleet)),
            TermNode::Word(_) => {}
        }
    }
}

fn build_filter_term(key: QueryKey, value: QueryValue, negated: bool) -> Term {
    Term { negated, node: TermNode::Filter(key, vec![value]), span: TextSpan::default() }
}

fn parse_key_and_value(key: &str, value: &str) -> Result<(QueryKey, QueryValue), ParseError> {
    let found = QueryKey::from_name(key).map_err(|error| error.into_parse_error(0, key.chars().count()))?;
    let read = found
        .parse_value(Pattern::from_literal(value))
        .map_err(|error| error.into_parse_error(0, value.chars().count()))?;
    Ok((found, read))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_query;

    #[test]
    fn a_click_adds_replaces_or_removes_a_term() {
        type QueryEdit = fn(&mut Query) -> Result<(), ParseError>;
        let cases: [(&str, QueryEdit, &str); 23] = [
            ("", |q| q.toggle_value("country", "US"), "country:US"),
            ("country:US", |q| q.toggle_value("country", "CA"), "country:US,CA"),
            ("country:US,CA x", |q| q.toggle_value("country", "US"), "country:CA x"),
            ("x country:US y", |q| q.toggle_value("country", "us"), "x y"),
            ("-country:US", |q| q.toggle_value("country", "US"), "country:US"),
            ("country:US -country:CA,MX", |q| q.toggle_value("country", "CA"), "country:US,CA -country:MX"),
            ("", |q| q.toggle_value("operator", "AT&T, Inc."), "operator:\"AT&T, Inc.\""),
            ("", |q| q.toggle_value("group", "a*b"), r#"group:"a\*b""#),
            ("", |q| q.toggle_value("tag.S/W Version", "1.0"), "tag.\"S/W Version\":1.0"),
            ("tag.site:a", |q| q.toggle_value("tag.site", "b"), "tag.site:a,b"),
            ("tag.site:a", |q| q.toggle_value("tag.Site", "b"), "tag.site:a tag.Site:b"),
            ("tag.ポンプ:a", |q| q.toggle_value("tag.ホ\u{309A}ンフ\u{309A}", "b"), "tag.ポンプ:a,b"),
            ("tag.site:a", |q| q.toggle_excluded_value("tag.site", "a"), "-tag.site:a"),
            ("operator:none", |q| q.toggle_value("operator", "none"), ""),
            ("status:Active", |q| q.toggle_value("status", "active"), ""),
            ("", |q| q.toggle_excluded_value("country", "US"), "-country:US"),
            ("country:US,CA", |q| q.toggle_excluded_value("country", "US"), "country:CA -country:US"),
            ("-country:US", |q| q.toggle_excluded_value("country", "CA"), "-country:US,CA"),
            ("-country:US", |q| q.toggle_excluded_value("country", "US"), ""),
            ("a seen:>30d b -seen:never", |q| q.set_value("seen", "30d..90d"), "a seen:30d..90d b"),
            (
                "a cell:310-410-1 b",
                |q| q.set_values("cell", &["310-410-2-3".into(), "310-410-2-4".into()]),
                "a cell:310-410-2-3,310-410-2-4 b",
            ),
            ("(country:US OR x)", |q| q.toggle_value("country", "US"), "(country:US OR x) country:US"),
            (
                "x",
                |q| {
                    q.negate_term(0);
                    q.negate_term(9);
                    Ok(())
                },
                "-x",
            ),
        ];
        for (before, click, after) in cases {
            let mut query = parse_query(before).unwrap();
            click(&mut query).unwrap();
            assert_eq!(query.to_string(), after, "{before}");
            assert_eq!(parse_query(after).unwrap(), query, "{before}");
        }
    }

    #[test]
    fn a_click_that_cannot_be_read_changes_nothing() {
        let mut query = parse_query("x").unwrap();
        for (key, value) in [("country", "ZZ"), ("colour", "red"), ("seen", "30d"), ("basis", "last"), ("group", "")] {
            assert!(query.toggle_value(key, value).is_err() && query.set_value(key, value).is_err());
            assert!(query.toggle_excluded_value(key, value).is_err() && !query.has_chosen_value(key, value));
        }
        assert_eq!(query.to_string(), "x");
    }

    #[test]
    fn every_term_is_shown_with_its_sign_condition_and_span() {
        let filter = |values: &[&str]| TermCondition::Filter {
            key: "status".to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        };
        let query = parse_query("-status:a,\"B, c\" basis:last -(x OR \"y z\")  \"a \\\"b\" status:none").unwrap();
        let views: Vec<_> = query
            .term_views()
            .into_iter()
            .map(|view| (view.text, view.negated, view.condition, (view.span.at, view.span.len)))
            .collect();
        let expected = [
            ("-status:a,\"B, c\"", true, filter(&["a", "B, c"]), (0, 16)),
            ("-(x OR \"y z\")", true, TermCondition::Group("(x OR \"y z\")".to_owned()), (28, 13)),
            ("\"a \\\"b\"", false, TermCondition::Word("a \"b".to_owned()), (43, 7)),
            ("status:none", false, filter(&["none"]), (51, 11)),
        ];
        assert_eq!(views, expected.map(|(text, negated, condition, span)| (text.to_owned(), negated, condition, span)));
        let query = parse_query("-status:a,B basis:last (x OR y)  word status:none").unwrap();
        assert_eq!(query.chosen_values("status"), ["none"]);
        assert!(query.has_chosen_value("status", "none") && !query.has_chosen_value("status", "a"));
        assert_eq!(query.without_key("status").to_string(), "basis:last (x OR y) word");
        assert_eq!(query.without_term(1).to_string(), "basis:last -status:a,B word status:none");
        assert_eq!(query.without_term(4), query);
        let mut query = query;
        query.set_basis(Basis::Previous);
        assert_eq!(
            (query.basis(), query.to_string()),
            (Basis::Previous, "-status:a,B (x OR y) word status:none".to_owned())
        );
    }
}
