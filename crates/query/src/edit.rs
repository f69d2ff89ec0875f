//! What clicks do to a query.

use crate::error::ParseError;
use crate::key::Key;
use crate::text::Text;
use crate::tree::{Node, Query, Span, Term, Value};
use fleet::{Basis, TagDictionary};
use places::Region;

/// A term of a query as a reader sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chip {
    /// As printed, with its minus.
    pub text: String,
    /// Whether it is negated.
    pub negated: bool,
    /// The key of a filter; `None` for a word or a group.
    pub key: Option<String>,
    /// Where it stands in the text that was read.
    pub span: Span,
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
    pub fn spelled(mut self, tags: &TagDictionary) -> Self {
        spell(&mut self.terms, tags);
        self
    }

    /// Chooses a value as well, or no longer: `country:US` and `CA` make `country:US,CA`.
    ///
    /// A value is meant as it is: it needs no quotes, and a `*` in it is a `*`. One that was excluded is chosen.
    /// Where the key is not known or has no such value, the query stays, and the error's place is one in that text.
    pub fn toggle(&mut self, key: &str, value: &str) -> Result<(), ParseError> {
        let (key, value) = read(key, value)?;
        self.take_out(&key, &value, true);
        if !self.take_out(&key, &value, false) {
            self.put(key, value, false);
        }
        Ok(())
    }

    /// Chooses this value of a key and no other.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), ParseError> {
        self.set_all(key, &[value.to_owned()])
    }

    /// Chooses these values of a key and no others; at least one. Where one cannot be read, the query stays.
    pub fn set_all(&mut self, key: &str, values: &[String]) -> Result<(), ParseError> {
        let read: Vec<(Key, Value)> = values.iter().map(|value| read(key, value)).collect::<Result<_, _>>()?;
        let Some((key, _)) = read.first().cloned() else { return Ok(()) };
        let at = self.terms.iter().position(|term| term.key() == Some(&key)).unwrap_or(self.terms.len());
        self.terms.retain(|term| term.key() != Some(&key));
        let values = read.into_iter().map(|(_, value)| value).collect();
        let term = Term { negated: false, node: Node::Filter(key, values), span: Span::default() };
        self.terms.insert(at.min(self.terms.len()), term);
        Ok(())
    }

    /// Leaves out the SIMs with this value, or no longer.
    pub fn exclude(&mut self, key: &str, value: &str) -> Result<(), ParseError> {
        let (key, value) = read(key, value)?;
        self.take_out(&key, &value, false);
        if !self.take_out(&key, &value, true) {
            self.put(key, value, true);
        }
        Ok(())
    }

    /// The query without the terms of a key.
    #[must_use]
    pub fn without_key(&self, key: &str) -> Self {
        let mut query = self.clone();
        let key = Key::find(key).ok();
        query.terms.retain(|term| term.key().is_none_or(|k| Some(k) != key.as_ref()));
        query
    }

    /// The query without one of its [`Query::terms`].
    #[must_use]
    pub fn without_term(&self, index: usize) -> Self {
        let mut query = self.clone();
        if index < query.terms.len() {
            query.terms.remove(index);
        }
        query
    }

    /// Turns one of the [`Query::terms`] into its opposite.
    pub fn negate_term(&mut self, index: usize) {
        if let Some(term) = self.terms.get_mut(index) {
            term.negated = !term.negated;
        }
    }

    /// The terms that must all hold, in their order.
    pub fn terms(&self) -> Vec<Chip> {
        let chip = |term: &Term| Chip {
            text: term.to_string(),
            negated: term.negated,
            key: term.key().map(|key| key.name.to_string()),
            span: term.span,
        };
        self.terms.iter().map(chip).collect()
    }

    /// The chosen values of a key, as [`crate::counts`] names them.
    pub fn values(&self, key: &str) -> Vec<String> {
        self.chosen(key, false).map(Value::plain).collect()
    }

    /// The values of a key that are left out.
    pub fn excluded(&self, key: &str) -> Vec<String> {
        self.chosen(key, true).map(Value::plain).collect()
    }

    /// The regions that the query's own terms ask about.
    pub fn regions(&self) -> Vec<Region> {
        let regions = self.chosen("near", false).chain(self.chosen("within", false));
        regions
            .filter_map(|value| match value {
                Value::Region(region) => Some(region.clone()),
                _ => None,
            })
            .collect()
    }

    /// Whether a value is among the chosen ones of a key, in any case.
    pub fn chooses(&self, key: &str, value: &str) -> bool {
        read(key, value).is_ok_and(|(_, value)| self.chosen(key, false).any(|chosen| chosen.same(&value)))
    }

    fn chosen(&self, key: &str, negated: bool) -> impl Iterator<Item = &Value> {
        let key = Key::find(key).ok();
        let values =
            self.terms.iter().filter(move |term| term.negated == negated).filter_map(move |term| match &term.node {
                Node::Filter(k, values) if Some(k) == key.as_ref() => Some(values),
                _ => None,
            });
        values.flatten()
    }

    /// Takes a value out of every term of its key with this sign, and terms that have none left out of the query.
    fn take_out(&mut self, key: &Key, value: &Value, negated: bool) -> bool {
        let mut found = false;
        self.terms.retain_mut(|term| match &mut term.node {
            Node::Filter(k, values) if k == key && term.negated == negated => {
                let before = values.len();
                values.retain(|v| !v.same(value));
                found |= values.len() < before;
                !values.is_empty()
            }
            _ => true,
        });
        found
    }

    /// Joins the last term of the key with this sign, or makes one.
    fn put(&mut self, key: Key, value: Value, negated: bool) {
        for term in self.terms.iter_mut().rev() {
            if let Node::Filter(k, values) = &mut term.node
                && *k == key
                && term.negated == negated
            {
                values.push(value);
                return;
            }
        }
        self.terms.push(filter(key, value, negated));
    }
}

fn spell(terms: &mut [Term], tags: &TagDictionary) {
    for term in terms {
        match &mut term.node {
            Node::Filter(key, _) => *key = key.clone().spelled(tags),
            Node::Group(alternatives) => alternatives.iter_mut().for_each(|terms| spell(terms, tags)),
            Node::Word(_) => {}
        }
    }
}

fn filter(key: Key, value: Value, negated: bool) -> Term {
    Term { negated, node: Node::Filter(key, vec![value]), span: Span::default() }
}

fn read(key: &str, value: &str) -> Result<(Key, Value), ParseError> {
    let found = Key::find(key).map_err(|wrong| wrong.at(0, key.chars().count()))?;
    let read = found.read(Text::literal(value)).map_err(|wrong| wrong.at(0, value.chars().count()))?;
    Ok((found, read))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    #[test]
    fn clicks_write_terms() {
        type Click = fn(&mut Query) -> Result<(), ParseError>;
        let cases: [(&str, Click, &str); 23] = [
            ("", |q| q.toggle("country", "US"), "country:US"),
            ("country:US", |q| q.toggle("country", "CA"), "country:US,CA"),
            ("country:US,CA x", |q| q.toggle("country", "US"), "country:CA x"),
            ("x country:US y", |q| q.toggle("country", "us"), "x y"),
            ("-country:US", |q| q.toggle("country", "US"), "country:US"),
            ("country:US -country:CA,MX", |q| q.toggle("country", "CA"), "country:US,CA -country:MX"),
            ("", |q| q.toggle("operator", "AT&T, Inc."), "operator:\"AT&T, Inc.\""),
            ("", |q| q.toggle("group", "a*b"), r#"group:"a\*b""#),
            ("", |q| q.toggle("tag.S/W Version", "1.0"), "tag.\"S/W Version\":1.0"),
            ("tag.site:a", |q| q.toggle("tag.site", "b"), "tag.site:a,b"),
            ("tag.site:a", |q| q.toggle("tag.Site", "b"), "tag.site:a tag.Site:b"),
            ("tag.ポンプ:a", |q| q.toggle("tag.ホ\u{309A}ンフ\u{309A}", "b"), "tag.ポンプ:a,b"),
            ("tag.site:a", |q| q.exclude("tag.site", "a"), "-tag.site:a"),
            ("operator:none", |q| q.toggle("operator", "none"), ""),
            ("status:Active", |q| q.toggle("status", "active"), ""),
            ("", |q| q.exclude("country", "US"), "-country:US"),
            ("country:US,CA", |q| q.exclude("country", "US"), "country:CA -country:US"),
            ("-country:US", |q| q.exclude("country", "CA"), "-country:US,CA"),
            ("-country:US", |q| q.exclude("country", "US"), ""),
            ("a seen:>30d b -seen:never", |q| q.set("seen", "30d..90d"), "a seen:30d..90d b"),
            (
                "a cell:310-410-1 b",
                |q| q.set_all("cell", &["310-410-2-3".into(), "310-410-2-4".into()]),
                "a cell:310-410-2-3,310-410-2-4 b",
            ),
            ("(country:US OR x)", |q| q.toggle("country", "US"), "(country:US OR x) country:US"),
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
            let mut query = parse(before).unwrap();
            click(&mut query).unwrap();
            assert_eq!(query.to_string(), after, "{before}");
            assert_eq!(parse(after).unwrap(), query, "{before}");
        }
    }

    #[test]
    fn a_click_that_cannot_be_read_changes_nothing() {
        let mut query = parse("x").unwrap();
        for (key, value) in [("country", "ZZ"), ("colour", "red"), ("seen", "30d"), ("basis", "last"), ("group", "")] {
            assert!(query.toggle(key, value).is_err() && query.set(key, value).is_err());
            assert!(query.exclude(key, value).is_err() && !query.chooses(key, value));
        }
        assert_eq!(query.to_string(), "x");
    }

    #[test]
    fn is_shown_as_chips() {
        let query = parse("-status:a,B basis:last (x OR y)  word status:none").unwrap();
        let chips: Vec<_> = query
            .terms()
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
        assert_eq!(query.values("status"), ["none"]);
        assert!(query.chooses("status", "none") && !query.chooses("status", "a"));
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
