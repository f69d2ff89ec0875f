//! What clicks do to a query.

use crate::error::ParseError;
use crate::key::QueryKey;
use crate::pattern::Pattern;
use crate::tree::{Query, QueryValue, Term, TermNode, TextSpan};
use fleet::{Basis, TagDictionary};
use places::Region;

/// A term of a query as a reader sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TermView {
    /// As printed, with its minus.
    pub text: String,
    /// Whether it is negated.
    pub negated: bool,
    /// The key of a filter; `None` for a word or a group.
    pub key: Option<String>,
    /// Where it stands in the text that was read.
    pub span: TextSpan,
}

impl Query {
    /// The session that questions about places are asked of.
    pub fn basis(&self) -> Basis {
        self.basis
    }

    /// Asks about places of another session.
    pub fn set_basis(&mut self, basis: Basis) {
        self.basis = basis;
    }

    /// The same with the keys of its tags as a fleet writes them, where it has no such key but one that differs in capitals.
    #[must_use]
    pub fn with_fleet_spelling(mut self, tags: &TagDictionary) -> Self {
        respell_tags(&mut self.terms, tags);
        self
    }

    /// Chooses a value as well, or no longer: `country:US` and `CA` make `country:US,CA`.
    ///
    /// A value is meant as it is: it needs no quotes, and a `*` in it is a `*`. One that was excluded is chosen.
    /// Where the key is not known or has no such value, the query stays, and the error's place is one in that text.
    ///
    /// # Errors
    /// If the key is not known or has no such value; the query stays as it is.
    pub fn toggle_value(&mut self, key: &str, value: &str) -> Result<(), ParseError> {
        let (key, value) = parse_key_and_value(key, value)?;
        self.remove_value(&key, &value, true);
        if !self.remove_value(&key, &value, false) {
            self.add_value(key, value, false);
        }
        Ok(())
    }

    /// Chooses this value of a key and no other.
    ///
    /// # Errors
    /// If the key is not known or has no such value; the query stays as it is.
    pub fn set_value(&mut self, key: &str, value: &str) -> Result<(), ParseError> {
        self.set_values(key, &[value.to_owned()])
    }

    /// Chooses these values of a key and no others; at least one. Where one cannot be read, the query stays.
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

    /// Leaves out the SIMs with this value, or no longer.
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

    /// The query without the terms of a key.
    #[must_use]
    pub fn without_key(&self, key: &str) -> Self {
        let mut query = self.clone();
        let key = QueryKey::from_name(key).ok();
        query.terms.retain(|term| term.key().is_none_or(|k| Some(k) != key.as_ref()));
        query
    }

    /// The query without one of its [`Query::term_views`].
    #[must_use]
    pub fn without_term(&self, index: usize) -> Self {
        let mut query = self.clone();
        if index < query.terms.len() {
            query.terms.remove(index);
        }
        query
    }

    /// Turns one of the [`Query::term_views`] into its opposite.
    pub fn negate_term(&mut self, index: usize) {
        if let Some(term) = self.terms.get_mut(index) {
            term.negated = !term.negated;
        }
    }

    /// The terms that must all hold, in their order.
    pub fn term_views(&self) -> Vec<TermView> {
        let chip = |term: &Term| TermView {
            text: term.to_string(),
            negated: term.negated,
            key: term.key().map(|key| key.name.to_string()),
            span: term.span,
        };
        self.terms.iter().map(chip).collect()
    }

    /// The chosen values of a key, as [`crate::count_facet`] names them.
    pub fn chosen_values(&self, key: &str) -> Vec<String> {
        self.iter_values(key, false).map(QueryValue::to_plain_text).collect()
    }

    /// The values of a key that are left out.
    pub fn excluded_values(&self, key: &str) -> Vec<String> {
        self.iter_values(key, true).map(QueryValue::to_plain_text).collect()
    }

    /// The regions that the query's own terms ask about.
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

    /// Takes a value out of every term of its key with this sign, and terms that have none left out of the query.
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

    /// Joins the last term of the key with this sign, or makes one.
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

fn respell_tags(terms: &mut [Term], tags: &TagDictionary) {
    for term in terms {
        match &mut term.node {
            TermNode::Filter(key, _) => *key = key.clone().with_fleet_spelling(tags),
            TermNode::Group(alternatives) => alternatives.iter_mut().for_each(|terms| respell_tags(terms, tags)),
            TermNode::Word(_) => {}
        }
    }
}

fn build_filter_term(key: QueryKey, value: QueryValue, negated: bool) -> Term {
    Term { negated, node: TermNode::Filter(key, vec![value]), span: TextSpan::default() }
}

fn parse_key_and_value(key: &str, value: &str) -> Result<(QueryKey, QueryValue), ParseError> {
    let found = QueryKey::from_name(key).map_err(|wrong| wrong.into_parse_error(0, key.chars().count()))?;
    let read = found
        .parse_value(Pattern::from_literal(value))
        .map_err(|wrong| wrong.into_parse_error(0, value.chars().count()))?;
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
    fn every_term_is_shown_with_its_sign_key_and_span() {
        let query = parse_query("-status:a,B basis:last (x OR y)  word status:none").unwrap();
        let chips: Vec<_> = query
            .term_views()
            .into_iter()
            .map(|c| (c.text, c.negated, c.key.unwrap_or_default(), c.span.at, c.span.len))
            .collect();
        assert_eq!(
            chips,
            [
                ("-status:a,B".to_owned(), true, "status".to_owned(), 0, 11),
                ("(x OR y)".to_owned(), false, String::new(), 23, 8),
                ("word".to_owned(), false, String::new(), 33, 4),
                ("status:none".to_owned(), false, "status".to_owned(), 38, 11),
            ]
        );
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
