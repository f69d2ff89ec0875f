//! The keys of the language: one line each says what a key's values look like and what they are held against.

use crate::error::{ErrorKind, Expected, Wrong, nearest};
use crate::interval::Interval;
use crate::sessions::{CellName, Moved};
use crate::text::Text;
use crate::time::Age;
use crate::tree::Value;
use fleet::{Basis, Coded, Columns, Field, Session};
use places::{Plmn, Territory};
use std::fmt;

/// A key.
#[derive(Clone, Copy)]
pub(crate) struct Key {
    pub name: &'static str,
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
    Session,
    Seen,
    /// Online, and how long ago that was last updated.
    Stale,
    /// What differs between the current and the previous session.
    Moved,
    /// The type allocation code: eight digits that an IMEI begins with (3GPP TS 23.003, 6.2).
    Device,
    /// A column of texts that repeat.
    Coded(fn(&Columns) -> &Coded),
    /// Digits, by prefix, in any of the fields; blanks and dashes between them are left out.
    Digits(&'static [Field]),
    /// A text, by prefix.
    Prefix(Field),
    /// A text, whole.
    Whole(Field),
}

/// All keys, in the order of the language's page.
static KEYS: &[Key] = &[
    Key { name: "basis", of: Of::Basis },
    Key { name: "country", of: Of::Country },
    Key { name: "mcc", of: Of::Mcc },
    Key { name: "plmn", of: Of::Plmn },
    Key { name: "operator", of: Of::Operator },
    Key { name: "radio", of: Of::Radio },
    Key { name: "area", of: Of::Area },
    Key { name: "cell", of: Of::Cell },
    Key { name: "session", of: Of::Session },
    Key { name: "seen", of: Of::Seen },
    Key { name: "status", of: Of::Coded(Columns::status) },
    Key { name: "plan", of: Of::Coded(Columns::plan) },
    Key { name: "speed", of: Of::Coded(Columns::speed) },
    Key { name: "module", of: Of::Coded(Columns::module) },
    Key { name: "group", of: Of::Coded(Columns::group) },
    Key { name: "name", of: Of::Whole(Field::Name) },
    Key { name: "imsi", of: Of::Digits(&[Field::Imsi]) },
    Key { name: "iccid", of: Of::Digits(&[Field::Iccid]) },
    Key { name: "imei", of: Of::Digits(&[Field::PreviousImei, Field::CurrentImei]) },
    Key { name: "sim", of: Of::Digits(&[Field::SimId]) },
    Key { name: "msisdn", of: Of::Digits(&[Field::Msisdn]) },
    Key { name: "serial", of: Of::Prefix(Field::Serial) },
    Key { name: "device", of: Of::Device },
    Key { name: "moved", of: Of::Moved },
    Key { name: "stale", of: Of::Stale },
];

/// The countries that people write otherwise than ISO 3166 does.
const COUNTRY_HABITS: [(&str, &str); 4] = [("uk", "GB"), ("usa", "US"), ("uae", "AE"), ("eng", "GB")];

impl Key {
    /// The names of all keys.
    pub fn names() -> impl Iterator<Item = &'static str> {
        KEYS.iter().map(|key| key.name)
    }

    /// The key of a name, in any case.
    pub fn find(name: &str) -> Result<&'static Self, Wrong> {
        KEYS.iter()
            .find(|key| key.name.eq_ignore_ascii_case(name))
            .ok_or_else(|| Wrong { kind: ErrorKind::UnknownKey, suggestion: nearest(name, Self::names()) })
    }

    /// Reads one of the key's values.
    pub fn read(&self, text: Text) -> Result<Value, Wrong> {
        let plain = text.plain();
        if plain.is_empty() && !matches!(self.of, Of::Whole(_)) {
            return Err(Wrong::new(ErrorKind::MissingValue));
        }
        let none = plain.eq_ignore_ascii_case("none");
        match self.of {
            Of::Basis => Err(Wrong::new(ErrorKind::MisplacedBasis)),
            Of::Country | Of::Operator | Of::Radio | Of::Coded(_) if none => Ok(Value::None),
            Of::Country => country(&plain),
            Of::Mcc => range(&plain, Expected::Mcc, Value::Mcc),
            Of::Plmn => expect(Plmn::parse(&plain).map(Value::Plmn), Expected::Plmn),
            Of::Area => range(&plain, Expected::Area, Value::Area),
            Of::Cell => expect(CellName::read(&plain).map(Value::Cell), Expected::Cell),
            Of::Moved => moved(&plain),
            Of::Stale => age(&plain),
            Of::Device => match text.without_separators() {
                text if text.plain().len() == 8 && text.plain().bytes().all(|b| b.is_ascii_digit()) => {
                    Ok(Value::Text(text))
                }
                _ => Err(Wrong::new(ErrorKind::Value(Expected::Device))),
            },
            Of::Session => session(&plain),
            Of::Seen => seen(&plain),
            Of::Digits(_) => match text.without_separators() {
                text if text.is_empty() => Err(Wrong::new(ErrorKind::MissingValue)),
                text => Ok(Value::Text(text)),
            },
            Of::Operator | Of::Radio | Of::Coded(_) | Of::Prefix(_) | Of::Whole(_) => Ok(Value::Text(text)),
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
        f.write_str(self.name)
    }
}

/// Reads a value of `basis:`.
pub(crate) fn basis(text: &str) -> Result<Basis, Wrong> {
    Basis::ALL.into_iter().find(|basis| basis.key().eq_ignore_ascii_case(text)).ok_or_else(|| Wrong {
        kind: ErrorKind::Value(Expected::Basis),
        suggestion: nearest(text, Basis::ALL.map(Basis::key)),
    })
}

fn expect(value: Option<Value>, expected: Expected) -> Result<Value, Wrong> {
    value.ok_or(Wrong::new(ErrorKind::Value(expected)))
}

fn session(text: &str) -> Result<Value, Wrong> {
    let found = Session::ALL.into_iter().find(|session| session.key().eq_ignore_ascii_case(text));
    found.map(Value::Session).ok_or_else(|| Wrong {
        kind: ErrorKind::Value(Expected::Session),
        suggestion: nearest(text, Session::ALL.map(Session::key)),
    })
}

fn country(text: &str) -> Result<Value, Wrong> {
    let territory = Territory::from_key(text);
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
    territory.country().is_none_or(|iso| places::centre(iso).is_some())
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

fn moved(text: &str) -> Result<Value, Wrong> {
    let found = Moved::ALL.into_iter().find(|moved| moved.key().eq_ignore_ascii_case(text));
    found.map(Value::Moved).ok_or_else(|| Wrong {
        kind: ErrorKind::Value(Expected::Moved),
        suggestion: nearest(text, Moved::ALL.map(Moved::key)),
    })
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
            ("plmn", "310", Err((Value(Expected::Plmn), None))),
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
