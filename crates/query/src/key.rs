//! The keys of the language, and how the values of each are read.

use crate::change::BaselineChange;
use crate::error::{ExpectedValue, ParseErrorKind, ValueError, nearest_candidate};
use crate::expected::ExpectedFact;
use crate::interval::Interval;
use crate::pattern::Pattern;
use crate::quantity::Quantity;
use crate::schema::{Field, FieldKind};
use crate::sessions::{CellName, SessionChange};
use crate::subnet::Subnet;
use crate::time::Age;
use crate::tree::{QueryValue, SharedDevice};
use fleet::{Basis, Connectivity, DictField, Fleet, LocationPrecision, to_nfc};
use places::{Region, Territory, VisitedPlmn};
use std::borrow::Cow;
use std::fmt;

/// A key of the query language: a field, or one of a family of fields.
#[derive(Clone)]
pub struct QueryKey {
    pub(crate) name: Cow<'static, str>,
    pub(crate) field: Field,
}

/// The families of fields: the name of a key of one begins with its own.
pub(crate) const FAMILIES: [Field; 2] = [Field::Tag, Field::Joined];

/// The countries that people write otherwise than ISO 3166 does.
const COUNTRY_ALIASES: [(&str, &str); 4] = [("uk", "GB"), ("usa", "US"), ("uae", "AE"), ("eng", "GB")];

impl QueryKey {
    /// The names of all keys but those of families.
    pub(crate) fn all_names() -> impl Iterator<Item = &'static str> {
        Field::ALL.iter().filter(|field| !field.is_family()).map(|field| field.key())
    }

    /// The key of a name, in any case.
    pub(crate) fn from_name(name: &str) -> Result<Self, ValueError> {
        let field = Field::ALL.iter().find(|field| !field.is_family() && field.key().eq_ignore_ascii_case(name));
        if let Some(field) = field {
            return Ok((*field).into());
        }
        let family = FAMILIES.into_iter().find_map(|family| {
            let (head, member) = name.split_at_checked(family.key().len())?;
            (head.eq_ignore_ascii_case(family.key()) && !member.is_empty()).then(|| Self::from_member(family, member))
        });
        family.ok_or_else(|| {
            // A key of the record is what people see in the JSON: `operatorId` is no slip of `operator`.
            let record_key = Field::from_record_key(name).map(|field| field.key().to_owned());
            let suggestion = match name.eq_ignore_ascii_case("tag") {
                true => None,
                false => record_key.or_else(|| nearest_candidate(name, Self::all_names())),
            };
            ValueError { kind: ParseErrorKind::UnknownKey, suggestion }
        })
    }

    /// The key of one of a family of fields, composed as keyboards write it.
    pub(crate) fn from_member(family: Field, member: &str) -> Self {
        Self { name: Cow::Owned(format!("{}{}", family.key(), to_nfc(member))), field: family }
    }

    /// The key of a tag.
    pub fn from_tag(tag: &str) -> Self {
        Self::from_member(Field::Tag, tag)
    }

    /// The key of a column of the operator's own lists.
    pub fn from_joined_column(column: &str) -> Self {
        Self::from_member(Field::Joined, column)
    }

    /// The key of a name that a pivot can count by.
    pub fn pivot_side_from_name(name: &str) -> Option<Self> {
        Self::from_name(name).ok().filter(|key| key.field.is_pivot_side())
    }

    /// The name, as [`crate::Query::toggle_value`] takes it.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn kind(&self) -> FieldKind {
        self.field.kind()
    }

    /// The same with the key of a tag, or the name of a list's column, as a fleet writes it.
    pub(crate) fn with_fleet_spelling(self, fleet: &Fleet) -> Self {
        let spelling = self.member().and_then(|member| match self.field {
            Field::Tag => fleet.columns().tag_dictionary().known_spelling(member).map(Cow::Borrowed),
            _ => fleet.joined_lists().known_spelling(member),
        });
        match spelling {
            Some(spelling) => Self::from_member(self.field, &spelling),
            None => self,
        }
    }

    /// What follows the key of the family; `None` where this is no key of a family.
    pub fn member(&self) -> Option<&str> {
        self.name.strip_prefix(self.field.key()).filter(|_| self.field.is_family())
    }

    /// The key of a tag; `None` where this is no key of a tag.
    pub(crate) fn tag(&self) -> Option<&str> {
        self.member().filter(|_| self.field == Field::Tag)
    }

    /// Reads one of the key's values.
    pub(crate) fn parse_value(&self, text: Pattern) -> Result<QueryValue, ValueError> {
        let plain = text.to_narrowed_text();
        if text.to_plain_text().is_empty() && !matches!(self.kind(), FieldKind::WholeText(_)) {
            return Err(ValueError::new(ParseErrorKind::MissingValue));
        }
        let none = plain.eq_ignore_ascii_case("none");
        match self.kind() {
            FieldKind::Basis => Err(ValueError::new(ParseErrorKind::MisplacedBasis)),
            FieldKind::Country
            | FieldKind::Operator
            | FieldKind::Radio
            | FieldKind::Dictionary(_)
            | FieldKind::TextList(_)
            | FieldKind::Carried
            | FieldKind::Ip
            | FieldKind::Tag
            | FieldKind::Joined
            | FieldKind::Sum(_)
            | FieldKind::Duration
            | FieldKind::Device
                if none =>
            {
                Ok(QueryValue::None)
            }
            FieldKind::Country => parse_country(&plain),
            FieldKind::Mcc => parse_interval(&plain, ExpectedValue::Mcc, QueryValue::Mcc),
            FieldKind::Plmn => require_value(VisitedPlmn::parse(&plain).map(QueryValue::Plmn), ExpectedValue::Plmn),
            FieldKind::Area => parse_interval(&plain, ExpectedValue::Area, QueryValue::Area),
            FieldKind::Cell => require_value(CellName::parse(&plain).map(QueryValue::Cell), ExpectedValue::Cell),
            FieldKind::Near => require_value(parse_circle(&plain).map(QueryValue::Region), ExpectedValue::Near),
            FieldKind::Within => {
                require_value(Region::parse_within(&plain).map(QueryValue::Region), ExpectedValue::Within)
            }
            FieldKind::Located => {
                let word = LocationPrecision::query_word;
                parse_word(&plain, LocationPrecision::ALL, word, ExpectedValue::Located, QueryValue::Located)
            }
            FieldKind::Moved => {
                parse_word(&plain, SessionChange::ALL, SessionChange::key, ExpectedValue::Moved, QueryValue::Moved)
            }
            FieldKind::Change => {
                parse_word(&plain, BaselineChange::ALL, BaselineChange::key, ExpectedValue::Change, QueryValue::Change)
            }
            FieldKind::Shared => {
                parse_word(&plain, SharedDevice::ALL, SharedDevice::key, ExpectedValue::Shared, QueryValue::Shared)
            }
            FieldKind::Fee => {
                parse_word(&plain, ["running"], |word| word, ExpectedValue::Fee, |_| QueryValue::RunningFee)
            }
            FieldKind::Stale | FieldKind::Duration => parse_age(&plain),
            FieldKind::Device => match text.without_separators() {
                text if text.to_plain_text().len() == 8 && text.to_plain_text().bytes().all(|b| b.is_ascii_digit()) => {
                    Ok(QueryValue::Pattern(text))
                }
                _ => Err(ValueError::new(ParseErrorKind::UnexpectedValue(ExpectedValue::Device))),
            },
            FieldKind::Session => parse_word(
                &plain,
                Connectivity::ALL,
                Connectivity::query_word,
                ExpectedValue::Session,
                QueryValue::Session,
            ),
            FieldKind::TextList(DictField::Lock) => require_word(text, ["set", "mismatch"], ExpectedValue::Lock),
            FieldKind::Dictionary(DictField::Protection) => {
                require_word(text, ["yes", "no"], ExpectedValue::Protection)
            }
            FieldKind::Seen if plain.eq_ignore_ascii_case("never") => Ok(QueryValue::Never),
            FieldKind::Time(_) if none || plain.eq_ignore_ascii_case("never") => Ok(QueryValue::None),
            FieldKind::Seen | FieldKind::Time(_) => parse_time(&plain),
            FieldKind::Ip => require_value(Subnet::parse(&plain).map(QueryValue::Ip), ExpectedValue::Ip),
            FieldKind::DigitPrefix(_) => match text.without_separators() {
                text if text.is_empty() => Err(ValueError::new(ParseErrorKind::MissingValue)),
                text => Ok(QueryValue::Pattern(text.without_pad())),
            },
            FieldKind::Radio => Ok(QueryValue::Pattern(parse_radio(text, &plain))),
            FieldKind::Operator
            | FieldKind::Carried
            | FieldKind::Dictionary(_)
            | FieldKind::TextList(_)
            | FieldKind::TextPrefix(_)
            | FieldKind::WholeText(_) => Ok(QueryValue::Pattern(text)),
            FieldKind::Source | FieldKind::List | FieldKind::Tag => Ok(QueryValue::Pattern(text)),
            // A number alone is a text as well: columns of numbers compare it as one.
            FieldKind::Joined => match Interval::<Quantity>::parse(&plain) {
                None | Some(Interval::EqualTo(_)) => Ok(QueryValue::Pattern(text)),
                Some(_) => parse_interval(&plain, ExpectedValue::Quantity, QueryValue::Quantity),
            },
            FieldKind::Sum(_) => parse_interval(&plain, ExpectedValue::Quantity, QueryValue::Quantity),
            FieldKind::Expected => {
                parse_word(&plain, ExpectedFact::ALL, ExpectedFact::key, ExpectedValue::Expected, QueryValue::Expected)
            }
        }
    }
}

impl From<Field> for QueryKey {
    fn from(field: Field) -> Self {
        Self { name: Cow::Borrowed(field.key()), field }
    }
}

impl PartialEq for QueryKey {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for QueryKey {}

impl fmt::Debug for QueryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// A key is printed as it is read: what follows the key of a family in quotes where it needs them.
impl fmt::Display for QueryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.member() {
            Some(member) => {
                f.write_str(self.field.key())?;
                Pattern::from_literal(member).write_text(f, false)
            }
            None => f.write_str(&self.name),
        }
    }
}

/// Reads a value of `basis:`.
pub(crate) fn parse_basis(text: &str) -> Result<Basis, ValueError> {
    Basis::ALL.into_iter().find(|basis| basis.query_word().eq_ignore_ascii_case(text)).ok_or_else(|| ValueError {
        kind: ParseErrorKind::UnexpectedValue(ExpectedValue::Basis),
        suggestion: nearest_candidate(text, Basis::ALL.map(Basis::query_word)),
    })
}

fn require_value(value: Option<QueryValue>, expected: ExpectedValue) -> Result<QueryValue, ValueError> {
    value.ok_or(ValueError::new(ParseErrorKind::UnexpectedValue(expected)))
}

/// A text that is one of a few words.
fn require_word<const N: usize>(
    text: Pattern,
    words: [&'static str; N],
    expected: ExpectedValue,
) -> Result<QueryValue, ValueError> {
    let plain = text.to_narrowed_text();
    parse_word(&plain, words, |word| word, expected, |word| QueryValue::Pattern(Pattern::from_literal(word)))
}

/// One of a few words.
fn parse_word<T: Copy, const N: usize>(
    text: &str,
    all: [T; N],
    key: fn(T) -> &'static str,
    expected: ExpectedValue,
    value: fn(T) -> QueryValue,
) -> Result<QueryValue, ValueError> {
    let found = all.into_iter().find(|one| key(*one).eq_ignore_ascii_case(text));
    let wrong = || ValueError {
        kind: ParseErrorKind::UnexpectedValue(expected),
        suggestion: nearest_candidate(text, all.map(key)),
    };
    found.map(value).ok_or_else(wrong)
}

/// A circle as it is printed, or as people paste coordinates: `"35.68, 139.77, 10km"`.
fn parse_circle(text: &str) -> Option<Region> {
    let parts: Vec<&str> = text.split([',', ' ', '/']).filter(|part| !part.is_empty()).collect();
    Region::parse_near(&parts.join("/"))
}

/// A radio access technology by its generation is the one that records name. 3G they name themselves; a 5G record was not
/// seen yet, and any of its names stays as it is.
fn parse_radio(text: Pattern, plain: &str) -> Pattern {
    match plain.to_ascii_lowercase().as_str() {
        "2g" => Pattern::from_literal("gsm"),
        "4g" => Pattern::from_literal("lte"),
        _ => text,
    }
}

fn parse_country(text: &str) -> Result<QueryValue, ValueError> {
    let territory = Territory::from_query_key(text);
    if let Some(territory) = territory.filter(|territory| has_networks(*territory)) {
        return Ok(QueryValue::Country(territory));
    }
    let habit =
        COUNTRY_ALIASES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, iso)| (*iso).to_owned());
    let words = ["international", "test", "private", "unknown", "none"];
    Err(ValueError {
        kind: ParseErrorKind::UnexpectedValue(ExpectedValue::Country),
        suggestion: habit.or_else(|| nearest_candidate(text, words)),
    })
}

/// Whether a network can be there.
fn has_networks(territory: Territory) -> bool {
    // Every country that has a network has a centre; asking for the networks would bring their table into the page.
    territory.country_code().is_none_or(|iso| places::country_centre(iso).is_some())
}

fn parse_interval<T: crate::interval::IntervalValue>(
    text: &str,
    expected: ExpectedValue,
    value: fn(Interval<T>) -> QueryValue,
) -> Result<QueryValue, ValueError> {
    let interval = Interval::parse(text).ok_or(ValueError::new(ParseErrorKind::UnexpectedValue(expected)))?;
    match interval.reversed_if_backward() {
        Some(turned) => Err(ValueError { kind: ParseErrorKind::BackwardRange, suggestion: Some(turned.to_string()) }),
        None => Ok(value(interval)),
    }
}

fn parse_time(text: &str) -> Result<QueryValue, ValueError> {
    match Interval::<Age>::parse(text) {
        Some(_) => parse_age(text),
        None => parse_interval(text, ExpectedValue::Seen, QueryValue::Moments),
    }
}

/// Longer ago, or not as long: an age alone says neither.
fn parse_age(text: &str) -> Result<QueryValue, ValueError> {
    match Interval::<Age>::parse(text) {
        Some(Interval::EqualTo(age)) => {
            Err(ValueError { kind: ParseErrorKind::BareAge, suggestion: Some(Interval::GreaterThan(age).to_string()) })
        }
        _ => parse_interval(text, ExpectedValue::Age, QueryValue::Age),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::too_many_lines, reason = "one line for each case")]
    fn values_are_read_or_refused() {
        use ParseErrorKind::*;
        for (key, text, outcome) in [
            ("country", "us", Ok("US")),
            ("country", "None", Ok("none")),
            ("country", "uk", Err((UnexpectedValue(ExpectedValue::Country), Some("GB")))),
            ("country", "internatonal", Err((UnexpectedValue(ExpectedValue::Country), Some("international")))),
            ("country", "ZZ", Err((UnexpectedValue(ExpectedValue::Country), None))),
            ("mcc", "001", Ok("001")),
            ("mcc", "310..316", Ok("310..316")),
            ("mcc", "316..310", Err((BackwardRange, Some("310..316")))),
            ("mcc", "31", Err((UnexpectedValue(ExpectedValue::Mcc), None))),
            ("plmn", "334020", Ok("334-020")),
            ("plmn", "310-unknown", Ok("310-unknown")),
            ("plmn", "310", Err((UnexpectedValue(ExpectedValue::Plmn), None))),
            ("near", "35.6812/139.7671/1.5km", Ok("35.6812/139.7671/1500m")),
            ("near", "35.6812, 139.7671, 10 km", Err((UnexpectedValue(ExpectedValue::Near), None))),
            ("near", "35.6812, 139.7671, 10km", Ok("35.6812/139.7671/10km")),
            ("near", "tokyo", Err((UnexpectedValue(ExpectedValue::Near), None))),
            ("within", "35/139..36/140", Ok("35/139..36/140")),
            ("within", "35/139;36/140", Err((UnexpectedValue(ExpectedValue::Within), None))),
            ("located", "Area", Ok("area")),
            ("located", "cells", Err((UnexpectedValue(ExpectedValue::Located), Some("cell")))),
            ("session", "Online", Ok("online")),
            ("session", "ofline", Err((UnexpectedValue(ExpectedValue::Session), Some("offline")))),
            ("seen", "30d..90d", Ok("30d..90d")),
            ("seen", "90d..30d", Err((BackwardRange, Some("30d..90d")))),
            ("seen", "30d", Err((BareAge, Some(">30d")))),
            ("seen", "2025-01-01", Ok("2025-01-01")),
            ("seen", "2025-02-30", Err((UnexpectedValue(ExpectedValue::Seen), None))),
            ("seen", "30d..2025-01-01", Err((UnexpectedValue(ExpectedValue::Seen), None))),
            ("seen", "NEVER", Ok("never")),
            ("ended", "2026-11-02T03:10..2026-11-02T03:14", Ok("2026-11-02T03:10..2026-11-02T03:14")),
            (
                "seen",
                "2026-11-02T03:14..2026-11-02T03:10",
                Err((BackwardRange, Some("2026-11-02T03:10..2026-11-02T03:14"))),
            ),
            ("seen", ">=2026-11-02T24:00", Err((UnexpectedValue(ExpectedValue::Seen), None))),
            ("expires", "<30d", Ok("<30d")),
            ("napter", "never", Ok("none")),
            ("attached", "None", Ok("none")),
            ("ip", "10.1.2.0/24", Ok("10.1.2.0/24")),
            ("ip", "10.1.2.3", Ok("10.1.2.3")),
            ("ip", "10.1.2.3/24", Ok("10.1.2.0/24")),
            ("ip", "10.1.2", Err((UnexpectedValue(ExpectedValue::Ip), None))),
            ("lock", "Mismatch", Ok("mismatch")),
            ("lock", "none", Ok("none")),
            ("lock", "sett", Err((UnexpectedValue(ExpectedValue::Lock), Some("set")))),
            ("protected", "NO", Ok("no")),
            ("protected", "maybe", Err((UnexpectedValue(ExpectedValue::Protection), None))),
            ("carried", "planX3", Ok("planX3")),
            ("bundle", "none", Ok("none")),
            ("area", "21271", Ok("21271")),
            ("area", "1..9", Ok("1..9")),
            ("area", "x", Err((UnexpectedValue(ExpectedValue::Area), None))),
            ("cell", "334-20-7-9", Ok("334-020-7-9")),
            ("cell", "334-20", Err((UnexpectedValue(ExpectedValue::Cell), None))),
            ("moved", "Country", Ok("country")),
            ("moved", "contry", Err((UnexpectedValue(ExpectedValue::Moved), Some("country")))),
            ("stale", ">1d", Ok(">1d")),
            ("duration", "<1m", Ok("<1m")),
            ("duration", "1h", Err((BareAge, Some(">1h")))),
            ("duration", "none", Ok("none")),
            ("change", "gone", Ok("gone")),
            ("change", "contry", Err((UnexpectedValue(ExpectedValue::Change), Some("country")))),
            ("shared", "imei", Ok("imei")),
            ("shared", "imsi", Err((UnexpectedValue(ExpectedValue::Shared), Some("imei")))),
            ("fee", "running", Ok("running")),
            ("fee", "x", Err((UnexpectedValue(ExpectedValue::Fee), None))),
            ("source", "fleet*.json", Ok("fleet*.json")),
            ("tag.Site", "東京", Ok("東京")),
            ("tag.site", "NONE", Ok("none")),
            ("list.site", "東京", Ok("東京")),
            ("list.price", ">1.5", Ok(">1.5")),
            ("list.price", "5..1", Err((BackwardRange, Some("1..5")))),
            ("list.price", "2026-11-02", Ok("2026-11-02")),
            ("usage", ">100MB", Ok(">100MB")),
            ("usage", "100mb..1GB", Ok("100MB..1GB")),
            ("usage", "none", Ok("none")),
            ("usage", "much", Err((UnexpectedValue(ExpectedValue::Quantity), None))),
            ("amount", ">=0", Ok(">=0")),
            ("expected", "Country", Ok("country")),
            ("expected", "contry", Err((UnexpectedValue(ExpectedValue::Expected), Some("country")))),
            ("stale", "1d", Err((BareAge, Some(">1d")))),
            ("stale", "never", Err((UnexpectedValue(ExpectedValue::Age), None))),
            ("device", "35693803", Ok("35693803")),
            ("device", "356938", Err((UnexpectedValue(ExpectedValue::Device), None))),
            ("status", "Active", Ok("Active")),
            ("group", "none", Ok("none")),
            ("iccid", "8942 3100-22", Ok("8942310022")),
            ("iccid", " - ", Err((MissingValue, None))),
            ("serial", "AB-1", Ok("AB-1")),
            ("name", "", Ok("")),
            ("group", "", Err((MissingValue, None))),
        ] {
            let read = QueryKey::from_name(key)
                .unwrap()
                .parse_value(Pattern::from_literal(text))
                .map(|value| value.to_plain_text());
            let expected = outcome
                .map(str::to_owned)
                .map_err(|(kind, suggestion)| ValueError { kind, suggestion: suggestion.map(str::to_owned) });
            assert_eq!(read, expected, "{key}:{text}");
        }
    }
}
