//! Suggestions for what may follow in a query that is being typed.

use super::lexer::{Token, TokenKind, tokenize_query};
use super::parser::parse_query;
use super::tree::{Query, SharedDevice, TextSpan};
use crate::expected::ExpectedFact;
use crate::facet::count_facet;
use crate::filter::Filter;
use crate::key::QueryKey;
use crate::pattern::{Pattern, fold_text, is_quote};
use crate::schema::{Field, FieldKind};
use crate::time::Clock;
use fleet::{Basis, ColumnRole, Fleet, LocationPrecision, to_half_width};
use places::sort_short;
use serde::{Deserialize, Serialize};

/// What may take the place of a piece of the text.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Completion {
    /// Where that piece begins, in characters.
    pub at: usize,
    /// How many characters it has.
    pub len: usize,
    /// The key whose values these are; nothing where they are keys, or values of several.
    pub key: Option<String>,
    /// What is typed of it so far, folded.
    pub typed: String,
    /// What may be there. [`Completion::rank`] keeps those that fit what is typed.
    pub options: Vec<Suggestion>,
}

impl Completion {
    /// Keeps the suggestions that fit what is typed, likeliest first: those whose text or one of whose names begins with
    /// it, then those that have it in them. `names` tells what a value of a key is called, or without a key the key itself.
    pub fn rank(mut self, names: impl Fn(Option<&str>, &str) -> Vec<String>) -> Self {
        if self.typed.is_empty() {
            self.options.truncate(if self.key.is_none() { usize::MAX } else { MAX_SUGGESTIONS });
            return self;
        }
        let typed = &*self.typed;
        let distance = |name: &str| {
            let name = fold_text(name);
            let begins_a_word =
                || name.match_indices(typed).any(|(at, _)| name[..at].ends_with(|c: char| !c.is_alphanumeric()));
            match name.find(typed) {
                Some(0) => Some(0),
                Some(_) if begins_a_word() => Some(1),
                at => at.map(|_| 2),
            }
        };
        let mut fitting: Vec<_> = self
            .options
            .into_iter()
            .filter_map(|one| {
                let key = one.key.as_deref().or(self.key.as_deref());
                let named = names(key, &one.value);
                let nearest = named.iter().map(String::as_str).chain([&*one.value]).filter_map(distance).min()?;
                Some((nearest, one))
            })
            .collect();
        sort_short(&mut fitting, |(one, _), (other, _)| one.cmp(other));
        let options = fitting.into_iter().map(|(_, one)| one).take(MAX_SUGGESTIONS).collect();
        Self { options, ..self }
    }
}

/// One of a [`Completion`]'s options.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Suggestion {
    /// What to write: a key with its colon, or a value with quotes where it needs them.
    pub text: String,
    /// The value itself; of a key its name.
    pub value: String,
    /// The key of a value that is offered for a word.
    pub key: Option<String>,
    /// How many SIMs the query would select with it; nothing for a key.
    pub count: Option<u32>,
}

/// Maximum number of suggestions for a text that is not empty.
const MAX_SUGGESTIONS: usize = 12;
/// Maximum number of values of a key that are held against a text: more than there are countries.
const MAX_CANDIDATES: usize = 300;
/// Characters of a word from which on values are offered for it.
const MIN_WORD_CHARS: usize = 2;

/// Returns what may follow at a place in a text, in characters. Values are counted under every other term.
///
/// ```
/// use fleet::Fleet;
/// use query::{Clock, complete_query};
///
/// let completion = complete_query("status:active sess", 18, &Fleet::default(), &Clock::utc(0));
/// let completion = completion.rank(|_, _| vec![]);
/// assert_eq!((completion.at, completion.len, completion.options[0].text.as_str()), (14, 4, "session:"));
/// ```
pub fn complete_query(text: &str, caret: usize, fleet: &Fleet, clock: &Clock) -> Completion {
    let tokens = tokenize_query(text);
    let context = CaretContext::find_at_caret(&tokens, caret.min(text.chars().count()));
    let TextSpan { at, len } = context.replaced;
    // What the term says so far may not be readable yet: the others are.
    let others: String =
        text.chars().take(context.term_start).chain([' ']).chain(text.chars().skip(at + len)).collect();
    let query = parse_query(&others).unwrap_or_default().with_fleet_spelling(fleet);
    let typed = context.typed;
    let Some(name) = context.key.map(Token::to_key_name) else {
        let mut options = list_keys(fleet);
        if context.is_word {
            options.extend(list_values_of_facets(&typed, &query, fleet, clock));
        }
        return Completion { at, len, key: None, typed, options };
    };
    let Ok(key) = QueryKey::from_name(&name).map(|key| key.with_fleet_spelling(fleet)) else {
        return Completion { at, len, ..Completion::default() };
    };
    let options = list_values(&key, &typed, &query, fleet, clock);
    Completion { at, len, key: Some(key.name.into_owned()), typed, options }
}

/// What is typed where the caret is.
struct CaretContext<'a> {
    /// Where the term begins, in characters.
    term_start: usize,
    /// The key whose value is typed; `None` where a key is typed, or a word that may become one.
    key: Option<Token<'a>>,
    /// What a suggestion takes the place of: a token, and the colon of a key, since the suggestion has one.
    replaced: TextSpan,
    /// What of it is in front of the caret, folded and without quotation marks.
    typed: String,
    /// Whether values of all facets are offered for it: it is a word of some length.
    is_word: bool,
}

impl<'a> CaretContext<'a> {
    fn find_at_caret(tokens: &[Token<'a>], caret: usize) -> Self {
        let (mut term_start, mut key) = (0, None);
        for (index, token) in tokens.iter().enumerate() {
            let TextSpan { at, len } = token.span;
            if (at..=at + len).contains(&caret) && is_completable(token.kind) {
                let colon = tokens.get(index + 1).filter(|_| token.kind == TokenKind::Key);
                let replaced = TextSpan { at, len: len + colon.map_or(0, |colon| colon.span.len) };
                let typed = token.text.chars().take(caret - at).filter(|c| !is_quote(*c)).map(to_half_width);
                let typed = fold_text(&typed.collect::<String>()).into_owned();
                let is_word = token.kind == TokenKind::Word
                    && typed.chars().count() >= MIN_WORD_CHARS
                    && !typed.bytes().all(|byte| byte.is_ascii_digit());
                return Self { term_start, key, replaced, typed, is_word };
            }
            match token.kind {
                TokenKind::Whitespace | TokenKind::OpenParenthesis | TokenKind::CloseParenthesis => {
                    (term_start, key) = (at + len, None);
                }
                TokenKind::Key => key = Some(*token),
                _ => {}
            }
        }
        Self {
            term_start: caret,
            key: None,
            replaced: TextSpan { at: caret, len: 0 },
            typed: String::new(),
            is_word: false,
        }
    }
}

/// Whether a suggestion can take the place of such a token. An `OR` may become a longer word.
fn is_completable(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Key | TokenKind::Value | TokenKind::Word | TokenKind::Or)
}

fn list_keys(fleet: &Fleet) -> Vec<Suggestion> {
    let tags = fleet.columns().tag_dictionary();
    let tags = tags.keys().map(|(_, key)| QueryKey::from_tag(key));
    let columns = fleet.joined_lists().columns().map(|(name, _)| QueryKey::from_joined_column(&name));
    let all = QueryKey::all_names().filter_map(|name| QueryKey::from_name(name).ok()).chain(tags).chain(columns);
    all.map(|key| Suggestion { text: format!("{key}:"), value: key.name.into_owned(), ..Suggestion::default() })
        .collect()
}

/// The values of all facets, each with its key.
fn list_values_of_facets(typed: &str, query: &Query, fleet: &Fleet, clock: &Clock) -> Vec<Suggestion> {
    let of_key = |field: Field| {
        let key = QueryKey::from(field);
        let values = list_values(&key, typed, query, fleet, clock).into_iter().filter(|one| one.value != "none");
        values.map(move |one| Suggestion {
            text: format!("{key}:{}", one.text),
            key: Some(key.name.to_string()),
            ..one
        })
    };
    Field::facets(fleet).flat_map(of_key).collect()
}

/// The values of a key that may fit what is typed. Of those that have names only the page can tell.
fn list_values(key: &QueryKey, typed: &str, query: &Query, fleet: &Fleet, clock: &Clock) -> Vec<Suggestion> {
    let written = |value: &str| {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = Pattern::from_literal(value).write_text(&mut text, false);
        text
    };
    if key.field.is_facet() {
        let has_names =
            matches!(key.kind(), FieldKind::Country | FieldKind::Radio | FieldKind::Session | FieldKind::Change);
        let rows = Filter::new(query, fleet, clock).selected_without_key(&key.name);
        let counted = count_facet(fleet, key, query.basis(), &rows).into_iter();
        let fitting = counted.filter(|c| has_names || fold_text(&c.key).contains(typed)).take(MAX_CANDIDATES);
        return fitting
            .map(|c| Suggestion { text: written(&c.key), value: c.key, count: Some(c.count), key: None })
            .collect();
    }
    let words: Vec<String> = match key.kind() {
        FieldKind::Basis => Basis::ALL.map(Basis::query_word).map(str::to_owned).to_vec(),
        FieldKind::Moved => crate::sessions::SessionChange::ALL.map(|moved| moved.key().to_owned()).to_vec(),
        FieldKind::Located => LocationPrecision::ALL.map(|precision| precision.query_word().to_owned()).to_vec(),
        FieldKind::Shared => SharedDevice::ALL.map(|device| device.key().to_owned()).to_vec(),
        FieldKind::Fee => vec!["running".to_owned()],
        FieldKind::Seen => [">1d", ">7d", ">30d", ">90d", ">1y", "<1d", "never"].map(str::to_owned).to_vec(),
        FieldKind::Time(field) if field.is_ahead() => {
            ["<7d", "<30d", "<90d", ">90d", "none"].map(str::to_owned).to_vec()
        }
        FieldKind::Time(_) => ["<1d", "<7d", ">30d", ">90d", "none"].map(str::to_owned).to_vec(),
        FieldKind::Stale => [">1h", ">1d", ">7d"].map(str::to_owned).to_vec(),
        FieldKind::Duration => ["<1m", "<1h", ">1d", ">7d", "none"].map(str::to_owned).to_vec(),
        FieldKind::List => {
            let joined = fleet.joined_lists().lists().iter().map(fleet::JoinedList::name);
            fleet.identifier_lists().names().chain(joined).map(str::to_owned).collect()
        }
        FieldKind::Sum(ColumnRole::Usage) => [">0", ">1MB", ">100MB", ">1GB", "none"].map(str::to_owned).to_vec(),
        FieldKind::Sum(_) => [">0", ">1", ">10", "0", "none"].map(str::to_owned).to_vec(),
        FieldKind::Expected => ExpectedFact::known_to(fleet).map(|fact| fact.key().to_owned()).collect(),
        FieldKind::Mcc => list_networks(fleet, |plmn| format!("{:03}", plmn.mcc)),
        FieldKind::Plmn => list_networks(fleet, |plmn| plmn.to_string()),
        _ => vec![],
    };
    let counted = words.into_iter().filter(|value| fold_text(value).contains(typed)).map(|value| {
        let mut query = query.without_key(&key.name);
        let known = matches!(key.kind(), FieldKind::Basis) || query.set_value(&key.name, &value).is_ok();
        let count = || Filter::new(&query, fleet, clock).selected_rows().count() as u32;
        Suggestion {
            text: written(&value),
            count: (known && !matches!(key.kind(), FieldKind::Basis)).then(count),
            value,
            key: None,
        }
    });
    counted.take(MAX_CANDIDATES).collect()
}

/// Names the networks of the fleet's cells, each once and in order.
fn list_networks(fleet: &Fleet, name: impl Fn(places::VisitedPlmn) -> String) -> Vec<String> {
    let mut names: Vec<String> = fleet.columns().network_dictionary().by_code().flatten().map(name).collect();
    sort_short(&mut names, Ord::cmp);
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_strategies::build_fleet;
    use fleet::{Connectivity, Record};

    fn build_small_fleet() -> Fleet {
        let record = |session, status: &'static str, site: &'static str| Record {
            connectivity: session,
            status: status.into(),
            tags: vec![("S/W Version".into(), "1.0".into()), ("site".into(), site.into())],
            ..Record::default()
        };
        build_fleet(&[
            record(Connectivity::Online, "active", "New York"),
            record(Connectivity::Offline, "active", "Osaka"),
            record(Connectivity::Offline, "ready", "Osaka"),
        ])
    }

    #[test]
    fn keys_and_values_are_offered_with_their_counts() {
        let fleet = build_small_fleet();
        // The text with its caret, what is replaced, and what may be there.
        for (text, replaced, offered) in [
            ("sta|", "sta", &["status:", "stale:"][..]),
            ("-sess|", "sess", &["session:"]),
            ("(x OR spe|", "spe", &["speed:"]),
            ("tag.s|", "tag.s", &["tag.\"S/W Version\":", "tag.site:"]),
            ("status:|", "", &["active 2", "ready 1"]),
            ("status:re|", "re", &["ready 1"]),
            ("status:active,r|", "r", &["ready 1"]),
            ("session:online status:|", "", &["active 1"]),
            ("status:a| session:offline", "a", &["active 1", "ready 1"]),
            ("tag.site:new|", "new", &["\"New York\" 1"]),
            ("tag.site:\"new y|o\" x", "\"new yo\"", &[]),
            ("tag.site:\"new y|o\"", "\"new yo\"", &["\"New York\" 1"]),
            ("tag.\"S/W Version\":|", "", &["1.0 3"]),
            ("basis:|", "", &["previous", "current", "last"]),
            ("seen:ne|", "ne", &["never 3"]),
            ("colour:|", "", &[]),
            ("name:x|", "x", &[]),
            ("ｓｔａ|", "ｓｔａ", &["status:", "stale:"]),
            ("status：ＲＥ|", "ＲＥ", &["ready 1"]),
            ("status：active，ｒ|", "ｒ", &["ready 1"]),
            ("tag.site:“new y|”", "“new y”", &["\"New York\" 1"]),
            ("tag.\"s/w|", "tag.\"s/w", &["tag.\"S/W Version\":"]),
            ("stat|us:active", "status:", &["status:"]),
            ("status:x,|active", "active", &["active 2", "ready 1"]),
            ("tag.SITE:new|", "new", &["\"New York\" 1"]),
        ] {
            let caret = text.chars().position(|c| c == '|').unwrap();
            let plain = text.replace('|', "");
            let found = complete_query(&plain, caret, &fleet, &Clock::utc(0)).rank(|_, _| vec![]);
            let part: String = plain.chars().skip(found.at).take(found.len).collect();
            assert_eq!(part, replaced, "{text}");
            let show = |one: &Suggestion| match one.count {
                Some(count) => format!("{} {count}", one.text),
                None => one.text.clone(),
            };
            assert_eq!(found.options.iter().map(show).collect::<Vec<_>>(), offered, "{text}");
        }
    }

    #[test]
    fn every_key_is_offered_to_an_empty_text() {
        assert_eq!(
            complete_query("", 0, &Fleet::default(), &Clock::utc(0)).options.len(),
            QueryKey::all_names().count()
        );
    }

    proptest::proptest! {
        #[test]
        fn a_suggestion_takes_the_place_of_a_token(
            text in "([a-c:,()\"\\\\ -]|status:|tag\\.|OR ){0,12}|[a：，（＂“”－　\"]{0,20}|.{0,20}",
            caret in 0_usize..40,
        ) {
            let found = complete_query(&text, caret, &build_small_fleet(), &Clock::utc(0));
            let replaced = (found.at, found.at + found.len);
            let tokens = tokenize_query(&text);
            let is_token = tokens.iter().enumerate().any(|(index, token)| {
                let end = token.span.at + token.span.len;
                let colon = tokens.get(index + 1).filter(|_| token.kind == TokenKind::Key);
                replaced == (token.span.at, end + colon.map_or(0, |colon| colon.span.len))
            });
            let caret = caret.min(text.chars().count());
            proptest::prop_assert!(replaced == (caret, caret) || is_token, "{} {:?}", text, replaced);
            proptest::prop_assert!((replaced.0..=replaced.1).contains(&caret));
        }
    }
}
