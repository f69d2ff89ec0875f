//! The keys of the language: one line each says what a key's values look like and what they are held against.

use crate::change::Change;
use crate::error::{ErrorKind, Expected, Wrong, nearest};
use crate::interval::Interval;
use crate::sessions::{CellName, Moved};
use crate::text::Text;
use crate::time::Age;
use crate::tree::Value;
use fleet::{Basis, CellLocation, Columns, Connectivity, DictColumn, TagDictionary, TextField, to_nfc};
use places::{Region, Territory, VisitedPlmn};
use std::borrow::Cow;
use std::fmt;

/// A key.
#[derive(Clone)]
pub(crate) struct Key {
    pub name: Cow<'static, str>,
    pub of: Of,
}

/// What a key asks about.
#[derive(Clone, Copy)]
pub(crate) enum Of {
    /// Which session the place keys ask about; no filter.
    Basis,
    Country,
    Mcc,
    Plmn,
    Operator,
    Radio,
    Area,
    Cell,
    /// Around a point.
    Near,
    /// Inside of a box or a line.
    Within,
    /// What is known of where the cell is.
    Located,
    Session,
    Seen,
    /// Online, and how long ago that was last updated.
    Stale,
    /// How long the previous session lasted.
    Duration,
    /// What differs between the current and the previous session.
    Moved,
    /// What differs from the baseline.
    Change,
    /// Whether the device is in several SIMs.
    Shared,
    /// Whether a fee for keeping the SIM runs.
    Fee,
    /// The file or account that the record came from.
    Source,
    /// A list of identifiers that was looked up.
    List,
    /// The value of a tag, whose key is what follows `tag.` in the name.
    Tag,
    /// The type allocation code: eight digits that an IMEI begins with (3GPP TS 23.003, 6.2).
    Device,
    /// A column of texts that repeat.
    Coded(fn(&Columns) -> &DictColumn),
    /// Digits, by prefix, in any of the fields; blanks and dashes between them are left out.
    Digits(&'static [TextField]),
    /// A text, by prefix.
    Prefix(TextField),
    /// A text, whole.
    Whole(TextField),
}

/// All keys but those of tags, in the order of the language's page.
static KEYS: &[Key] = &[
    Key { name: Cow::Borrowed("basis"), of: Of::Basis },
    Key { name: Cow::Borrowed("country"), of: Of::Country },
    Key { name: Cow::Borrowed("mcc"), of: Of::Mcc },
    Key { name: Cow::Borrowed("plmn"), of: Of::Plmn },
    Key { name: Cow::Borrowed("operator"), of: Of::Operator },
    Key { name: Cow::Borrowed("radio"), of: Of::Radio },
    Key { name: Cow::Borrowed("area"), of: Of::Area },
    Key { name: Cow::Borrowed("cell"), of: Of::Cell },
    Key { name: Cow::Borrowed("near"), of: Of::Near },
    Key { name: Cow::Borrowed("within"), of: Of::Within },
    Key { name: Cow::Borrowed("located"), of: Of::Located },
    Key { name: Cow::Borrowed("session"), of: Of::Session },
    Key { name: Cow::Borrowed("seen"), of: Of::Seen },
    Key { name: Cow::Borrowed("duration"), of: Of::Duration },
    Key { name: Cow::Borrowed("status"), of: Of::Coded(Columns::status) },
    Key { name: Cow::Borrowed("plan"), of: Of::Coded(Columns::plan) },
    Key { name: Cow::Borrowed("speed"), of: Of::Coded(Columns::speed_class) },
    Key { name: Cow::Borrowed("module"), of: Of::Coded(Columns::module_type) },
    Key { name: Cow::Borrowed("group"), of: Of::Coded(Columns::group_id) },
    Key { name: Cow::Borrowed("name"), of: Of::Whole(TextField::Name) },
    Key { name: Cow::Borrowed("imsi"), of: Of::Digits(&[TextField::Imsi]) },
    Key { name: Cow::Borrowed("iccid"), of: Of::Digits(&[TextField::Iccid]) },
    Key { name: Cow::Borrowed("imei"), of: Of::Digits(&[TextField::PreviousImei, TextField::CurrentImei]) },
    Key { name: Cow::Borrowed("sim"), of: Of::Digits(&[TextField::SimId]) },
    Key { name: Cow::Borrowed("msisdn"), of: Of::Digits(&[TextField::Msisdn]) },
    Key { name: Cow::Borrowed("serial"), of: Of::Prefix(TextField::Serial) },
    Key { name: Cow::Borrowed("device"), of: Of::Device },
    Key { name: Cow::Borrowed("moved"), of: Of::Moved },
    Key { name: Cow::Borrowed("stale"), of: Of::Stale },
    Key { name: Cow::Borrowed("source"), of: Of::Source },
    Key { name: Cow::Borrowed("change"), of: Of::Change },
    Key { name: Cow::Borrowed("shared"), of: Of::Shared },
    Key { name: Cow::Borrowed("fee"), of: Of::Fee },
    Key { name: Cow::Borrowed("list"), of: Of::List },
];

/// Begins the name of the key of a tag.
pub(crate) const TAG: &str = "tag.";

/// The countries that people write otherwise than ISO 3166 does.
const COUNTRY_HABITS: [(&str, &str); 4] = [("uk", "GB"), ("usa", "US"), ("uae", "AE"), ("eng", "GB")];

impl Key {
    /// The names of all keys.
    pub fn names() -> impl Iterator<Item = &'static str> {
        KEYS.iter().map(|key| &*key.name)
    }

    /// The key of a name, in any case.
    pub fn find(name: &str) -> Result<Self, Wrong> {
        if let Some(key) = KEYS.iter().find(|key| key.name.eq_ignore_ascii_case(name)) {
            return Ok(key.clone());
        }
        match name.get(..TAG.len()).filter(|head| head.eq_ignore_ascii_case(TAG)) {
            Some(_) if name.len() > TAG.len() => Ok(Self::of_tag(&name[TAG.len()..])),
            _ => {
                let suggestion = if name.eq_ignore_ascii_case("tag") { None } else { nearest(name, Self::names()) };
                Err(Wrong { kind: ErrorKind::UnknownKey, suggestion })
            }
        }
    }

    /// The key of a tag, composed as keyboards write it.
    fn of_tag(tag: &str) -> Self {
        Self { name: Cow::Owned(format!("{TAG}{}", to_nfc(tag))), of: Of::Tag }
    }

    /// The same with the key of a tag as a fleet writes it.
    pub fn spelled(self, tags: &TagDictionary) -> Self {
        match self.tag().and_then(|tag| tags.known_spelling(tag)) {
            Some(spelling) => Self::of_tag(spelling),
            None => self,
        }
    }

    /// The key of a tag; `None` where this is no key of a tag.
    pub fn tag(&self) -> Option<&str> {
        self.name.strip_prefix(TAG).filter(|_| matches!(self.of, Of::Tag))
    }

    /// Reads one of the key's values.
    pub fn read(&self, text: Text) -> Result<Value, Wrong> {
        let plain = text.narrowed();
        if text.plain().is_empty() && !matches!(self.of, Of::Whole(_)) {
            return Err(Wrong::new(ErrorKind::MissingValue));
        }
        let none = plain.eq_ignore_ascii_case("none");
        match self.of {
            Of::Basis => Err(Wrong::new(ErrorKind::MisplacedBasis)),
            Of::Country | Of::Operator | Of::Radio | Of::Coded(_) | Of::Tag | Of::Duration | Of::Device if none => {
                Ok(Value::None)
            }
            Of::Country => country(&plain),
            Of::Mcc => range(&plain, Expected::Mcc, Value::Mcc),
            Of::Plmn => expect(VisitedPlmn::parse(&plain).map(Value::Plmn), Expected::Plmn),
            Of::Area => range(&plain, Expected::Area, Value::Area),
            Of::Cell => expect(CellName::read(&plain).map(Value::Cell), Expected::Cell),
            Of::Near => expect(near(&plain).map(Value::Region), Expected::Near),
            Of::Within => expect(Region::parse_within(&plain).map(Value::Region), Expected::Within),
            Of::Located => word(&plain, CellLocation::QUERY_WORDS, |word| word, Expected::Located, Value::Located),
            Of::Moved => word(&plain, Moved::ALL, Moved::key, Expected::Moved, Value::Moved),
            Of::Change => word(&plain, Change::ALL, Change::key, Expected::Change, Value::Change),
            Of::Shared => word(&plain, ["imei"], |word| word, Expected::Shared, |_| Value::Imei),
            Of::Fee => word(&plain, ["running"], |word| word, Expected::Fee, |_| Value::Running),
            Of::Stale | Of::Duration => age(&plain),
            Of::Device => match text.without_separators() {
                text if text.plain().len() == 8 && text.plain().bytes().all(|b| b.is_ascii_digit()) => {
                    Ok(Value::Text(text))
                }
                _ => Err(Wrong::new(ErrorKind::Value(Expected::Device))),
            },
            Of::Session => word(&plain, Connectivity::ALL, Connectivity::query_word, Expected::Session, Value::Session),
            Of::Seen => seen(&plain),
            Of::Digits(_) => match text.without_separators() {
                text if text.is_empty() => Err(Wrong::new(ErrorKind::MissingValue)),
                text => Ok(Value::Text(text.without_pad())),
            },
            Of::Operator | Of::Radio | Of::Coded(_) | Of::Prefix(_) | Of::Whole(_) => Ok(Value::Text(text)),
            Of::Source | Of::List | Of::Tag => Ok(Value::Text(text)),
        }
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Key {}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// A key is printed as it is read: that of a tag in quotes where it needs them.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.tag() {
            Some(tag) => {
                f.write_str(TAG)?;
                Text::literal(tag).print(f, false)
            }
            None => f.write_str(&self.name),
        }
    }
}

/// Reads a value of `basis:`.
pub(crate) fn basis(text: &str) -> Result<Basis, Wrong> {
    Basis::ALL.into_iter().find(|basis| basis.query_word().eq_ignore_ascii_case(text)).ok_or_else(|| Wrong {
        kind: ErrorKind::Value(Expected::Basis),
        suggestion: nearest(text, Basis::ALL.map(Basis::query_word)),
    })
}

fn expect(value: Option<Value>, expected: Expected) -> Result<Value, Wrong> {
    value.ok_or(Wrong::new(ErrorKind::Value(expected)))
}

/// One of a few words.
fn word<T: Copy, const N: usize>(
    text: &str,
    all: [T; N],
    key: fn(T) -> &'static str,
    expected: Expected,
    value: fn(T) -> Value,
) -> Result<Value, Wrong> {
    let found = all.into_iter().find(|one| key(*one).eq_ignore_ascii_case(text));
    let wrong = || Wrong { kind: ErrorKind::Value(expected), suggestion: nearest(text, all.map(key)) };
    found.map(value).ok_or_else(wrong)
}

/// A circle as it is printed, or as people paste coordinates: `"35.68, 139.77, 10km"`.
fn near(text: &str) -> Option<Region> {
    let parts: Vec<&str> = text.split([',', ' ', '/']).filter(|part| !part.is_empty()).collect();
    Region::parse_near(&parts.join("/"))
}

fn country(text: &str) -> Result<Value, Wrong> {
    let territory = Territory::from_query_key(text);
    if let Some(territory) = territory.filter(|territory| exists(*territory)) {
        return Ok(Value::Country(territory));
    }
    let habit =
        COUNTRY_HABITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, iso)| (*iso).to_owned());
    let words = ["international", "test", "private", "unknown", "none"];
    Err(Wrong { kind: ErrorKind::Value(Expected::Country), suggestion: habit.or_else(|| nearest(text, words)) })
}

/// Whether a network can be there.
fn exists(territory: Territory) -> bool {
    // Every country that has a network has a centre; asking for the networks would bring their table into the page.
    territory.country_code().is_none_or(|iso| places::country_centre(iso).is_some())
}

fn range<T: crate::interval::Point>(
    text: &str,
    expected: Expected,
    value: fn(Interval<T>) -> Value,
) -> Result<Value, Wrong> {
    let interval = Interval::read(text).ok_or(Wrong::new(ErrorKind::Value(expected)))?;
    match interval.turned() {
        Some(turned) => Err(Wrong { kind: ErrorKind::BackwardRange, suggestion: Some(turned.to_string()) }),
        None => Ok(value(interval)),
    }
}

fn seen(text: &str) -> Result<Value, Wrong> {
    if text.eq_ignore_ascii_case("never") {
        return Ok(Value::Never);
    }
    match Interval::<Age>::read(text) {
        Some(_) => age(text),
        None => range(text, Expected::Seen, Value::Days),
    }
}

/// Longer ago, or not as long: an age alone says neither.
fn age(text: &str) -> Result<Value, Wrong> {
    match Interval::<Age>::read(text) {
        Some(Interval::Is(age)) => {
            Err(Wrong { kind: ErrorKind::BareAge, suggestion: Some(Interval::Over(age).to_string()) })
        }
        _ => range(text, Expected::Age, Value::Ago),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_or_refused() {
        use ErrorKind::*;
        for (key, text, outcome) in [
            ("country", "us", Ok("US")),
            ("country", "None", Ok("none")),
            ("country", "uk", Err((Value(Expected::Country), Some("GB")))),
            ("country", "internatonal", Err((Value(Expected::Country), Some("international")))),
            ("country", "ZZ", Err((Value(Expected::Country), None))),
            ("mcc", "001", Ok("001")),
            ("mcc", "310..316", Ok("310..316")),
            ("mcc", "316..310", Err((BackwardRange, Some("310..316")))),
            ("mcc", "31", Err((Value(Expected::Mcc), None))),
            ("plmn", "334020", Ok("334-020")),
            ("plmn", "310-unknown", Ok("310-unknown")),
            ("plmn", "310", Err((Value(Expected::Plmn), None))),
            ("near", "35.6812/139.7671/1.5km", Ok("35.6812/139.7671/1500m")),
            ("near", "35.6812, 139.7671, 10 km", Err((Value(Expected::Near), None))),
            ("near", "35.6812, 139.7671, 10km", Ok("35.6812/139.7671/10km")),
            ("near", "tokyo", Err((Value(Expected::Near), None))),
            ("within", "35/139..36/140", Ok("35/139..36/140")),
            ("within", "35/139;36/140", Err((Value(Expected::Within), None))),
            ("located", "Area", Ok("area")),
            ("located", "cells", Err((Value(Expected::Located), Some("cell")))),
            ("session", "Online", Ok("online")),
            ("session", "ofline", Err((Value(Expected::Session), Some("offline")))),
            ("seen", "30d..90d", Ok("30d..90d")),
            ("seen", "90d..30d", Err((BackwardRange, Some("30d..90d")))),
            ("seen", "30d", Err((BareAge, Some(">30d")))),
            ("seen", "2025-01-01", Ok("2025-01-01")),
            ("seen", "2025-02-30", Err((Value(Expected::Seen), None))),
            ("seen", "30d..2025-01-01", Err((Value(Expected::Seen), None))),
            ("seen", "NEVER", Ok("never")),
            ("area", "21271", Ok("21271")),
            ("area", "1..9", Ok("1..9")),
            ("area", "x", Err((Value(Expected::Area), None))),
            ("cell", "334-20-7-9", Ok("334-020-7-9")),
            ("cell", "334-20", Err((Value(Expected::Cell), None))),
            ("moved", "Country", Ok("country")),
            ("moved", "contry", Err((Value(Expected::Moved), Some("country")))),
            ("stale", ">1d", Ok(">1d")),
            ("duration", "<1m", Ok("<1m")),
            ("duration", "1h", Err((BareAge, Some(">1h")))),
            ("duration", "none", Ok("none")),
            ("change", "gone", Ok("gone")),
            ("change", "contry", Err((Value(Expected::Change), Some("country")))),
            ("shared", "imei", Ok("imei")),
            ("shared", "imsi", Err((Value(Expected::Shared), Some("imei")))),
            ("fee", "running", Ok("running")),
            ("fee", "x", Err((Value(Expected::Fee), None))),
            ("source", "fleet*.json", Ok("fleet*.json")),
            ("tag.Site", "東京", Ok("東京")),
            ("tag.site", "NONE", Ok("none")),
            ("stale", "1d", Err((BareAge, Some(">1d")))),
            ("stale", "never", Err((Value(Expected::Age), None))),
            ("device", "35693803", Ok("35693803")),
            ("device", "356938", Err((Value(Expected::Device), None))),
            ("status", "Active", Ok("Active")),
            ("group", "none", Ok("none")),
            ("iccid", "8942 3100-22", Ok("8942310022")),
            ("iccid", " - ", Err((MissingValue, None))),
            ("serial", "AB-1", Ok("AB-1")),
            ("name", "", Ok("")),
            ("group", "", Err((MissingValue, None))),
        ] {
            let read = Key::find(key).unwrap().read(Text::literal(text)).map(|value| value.plain());
            let expected = outcome
                .map(str::to_owned)
                .map_err(|(kind, suggestion)| Wrong { kind, suggestion: suggestion.map(str::to_owned) });
            assert_eq!(read, expected, "{key}:{text}");
        }
    }
}
