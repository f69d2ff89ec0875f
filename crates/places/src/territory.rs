//! The territory of a network: a country, or one of the kinds of networks that belong to no country.

use std::fmt;

/// An ISO 3166-1 alpha-2 code in capitals, or the user-assigned `XK` for Kosovo.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// Parses two ASCII letters of either case; anything else is `None`. Whether a country has the code is not checked.
    ///
    /// ```
    /// assert_eq!(places::CountryCode::parse("jp").map(|iso| iso.to_string()).as_deref(), Some("JP"));
    /// assert_eq!(places::CountryCode::parse("J1"), None);
    /// ```
    #[must_use]
    pub const fn parse(text: &str) -> Option<Self> {
        match *text.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Some(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => None,
        }
    }

    /// Returns the code as two capital letters.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match str::from_utf8(&self.0) {
            Ok(text) => text,
            // This is not reached, as both bytes are ASCII letters.
            Err(_) => "",
        }
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The territory that a PLMN's network is in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Territory {
    /// A country, or a territory with an ISO code of its own.
    Country(CountryCode),
    /// MCC 901 and the other shared codes: satellites, ships, aircraft and networks of many countries (ITU-T E.212,
    /// annex A).
    International,
    /// MCC 001: test networks.
    Test,
    /// MCC 999: networks for internal use (ITU-T E.212, 6.1).
    Private,
    /// An MCC that is not assigned.
    Unknown,
}

impl Territory {
    /// Returns the name in a query: `US`, or `international`, `test`, `private`, `unknown`.
    #[must_use]
    pub const fn query_key(&self) -> &str {
        match self {
            Self::Country(iso) => iso.as_str(),
            Self::International => "international",
            Self::Test => "test",
            Self::Private => "private",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the territory with this key, in any case. Two letters are a country's code, whether or not a country has
    /// it.
    #[must_use]
    pub fn from_query_key(key: &str) -> Option<Self> {
        [Self::International, Self::Test, Self::Private, Self::Unknown]
            .into_iter()
            .find(|territory| territory.query_key().eq_ignore_ascii_case(key))
            .or_else(|| CountryCode::parse(key).map(Self::Country))
    }

    /// Returns the country's code, if the territory is a country.
    #[must_use]
    pub const fn country_code(self) -> Option<CountryCode> {
        match self {
            Self::Country(iso) => Some(iso),
            _ => None,
        }
    }
}

impl fmt::Display for Territory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.query_key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn query_keys_are_parsed_in_any_case() {
        for key in ["US", "XK", "international", "test", "private", "unknown"] {
            for text in [key.to_owned(), key.to_lowercase(), key.to_uppercase()] {
                assert_eq!(Territory::from_query_key(&text).map(|t| t.to_string()).as_deref(), Some(key), "{text}");
            }
        }
        for text in ["", "U", "USA", "none", "é", "1A", " US"] {
            assert_eq!(Territory::from_query_key(text), None, "{text}");
        }
    }
}
