//! PLMNs, which records hold as numbers without leading zeros, and their digits.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::networks::{find_network, plmn_mnc_width};

/// A public land mobile network: mobile country code and mobile network code (3GPP TS 23.003, 2.2), as numbers.
///
/// It is printed with the digits that it has on the air: `334-020`, `440-10`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Plmn {
    /// Mobile country code: three digits.
    pub mcc: u16,
    /// Mobile network code, without its leading zeros: two or three digits, see [`mnc_width`](crate::mnc_width).
    pub mnc: u16,
}

impl Plmn {
    /// Parses `334020`, `334-020`, `44010` or `440-10`: three digits of MCC, two or three of MNC.
    ///
    /// ```
    /// use places::Plmn;
    /// assert_eq!(Plmn::parse("334020"), Some(Plmn { mcc: 334, mnc: 20 }));
    /// assert_eq!(Plmn::parse("440-10"), Some(Plmn { mcc: 440, mnc: 10 }));
    /// assert_eq!(Plmn::parse("440"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (mcc, digits) = text.split_at_checked(3)?;
        let mnc = digits.strip_prefix('-').unwrap_or(digits);
        if !matches!(mnc.len(), 2 | 3) {
            return None;
        }
        Some(Self { mcc: parse_digits(mcc)?, mnc: parse_digits(mnc)? })
    }

    /// Returns the digits without a separator, `334020`, as `locationRegistrationStatus` has them.
    #[must_use]
    pub fn to_digits(self) -> String {
        format!("{:03}{:0width$}", self.mcc, self.mnc, width = plmn_mnc_width(self))
    }
}

impl fmt::Display for Plmn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03}-{:0width$}", self.mcc, self.mnc, width = plmn_mnc_width(*self))
    }
}

/// Parses a number of ASCII digits alone, without a sign.
fn parse_digits(digits: &str) -> Option<u16> {
    if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok() } else { None }
}

/// The network of a session, whose record may not name the MNC.
///
/// It is printed like a [`Plmn`], or as `310-unknown` if only its MCC is known.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct VisitedPlmn {
    /// Mobile country code.
    pub mcc: u16,
    /// Mobile network code, if the record names it.
    pub mnc: Option<u16>,
}

impl VisitedPlmn {
    /// The text in place of an unknown MNC.
    const UNKNOWN_MNC: &str = "unknown";

    /// Parses everything that [`Plmn::parse`] accepts, and `310-unknown`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once('-') {
            Some((mcc, mnc)) if mnc.eq_ignore_ascii_case(Self::UNKNOWN_MNC) => {
                if mcc.len() != 3 {
                    return None;
                }
                Some(Self { mcc: parse_digits(mcc)?, mnc: None })
            }
            _ => Plmn::parse(text).map(Self::from),
        }
    }

    /// Returns the network's code; `None` if the MNC is unknown.
    #[must_use]
    pub fn to_plmn(self) -> Option<Plmn> {
        self.mnc.map(|mnc| Plmn { mcc: self.mcc, mnc })
    }

    /// Returns the operator's name or, without one, the code of the network.
    #[must_use]
    pub fn operator_name(self) -> Cow<'static, str> {
        find_network(self).operator.map_or_else(|| Cow::Owned(self.to_string()), Cow::Borrowed)
    }
}

impl From<Plmn> for VisitedPlmn {
    fn from(Plmn { mcc, mnc }: Plmn) -> Self {
        Self { mcc, mnc: Some(mnc) }
    }
}

impl PartialEq<Plmn> for VisitedPlmn {
    fn eq(&self, other: &Plmn) -> bool {
        self.to_plmn() == Some(*other)
    }
}

impl fmt::Display for VisitedPlmn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_plmn() {
            Some(plmn) => plmn.fmt(f),
            None => write!(f, "{:03}-{}", self.mcc, Self::UNKNOWN_MNC),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_plmn_is_shown_with_its_leading_zeros() {
        for (mcc, mnc, shown) in [
            (334, 20, "334-020"),
            (334, 3, "334-003"),
            (440, 10, "440-10"),
            (440, 0, "440-00"),
            (441, 200, "441-200"),
            (310, 410, "310-410"),
            (310, 59, "310-059"),
            (302, 720, "302-720"),
            (295, 5, "295-05"),
            (1, 1, "001-01"),
            (999, 99, "999-99"),
            (999, 999, "999-999"),
            // MNCs under India's 405 have both widths.
            (405, 5, "405-05"),
            (405, 25, "405-025"),
            (405, 854, "405-854"),
        ] {
            let plmn = Plmn { mcc, mnc };
            assert_eq!(plmn.to_string(), shown);
            assert_eq!(plmn.to_digits(), shown.replace('-', ""));
        }
    }

    #[test]
    fn malformed_plmns_are_rejected() {
        for text in [
            "", "33", "334", "3340", "334-0", "3340200", "334--20", "334 20", "+34020", "33a020", "334-+20", "ééé",
            "日本10",
        ] {
            assert_eq!(Plmn::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_network_without_an_mnc_is_of_its_country_and_has_no_other_name() {
        for (text, shown, country, operator) in [
            ("310-unknown", "310-unknown", "US", "310-unknown"),
            ("234-UNKNOWN", "234-unknown", "GB", "234-unknown"),
            ("001-unknown", "001-unknown", "test", "001-unknown"),
            ("461-unknown", "461-unknown", "CN", "461-unknown"),
            ("901-unknown", "901-unknown", "international", "901-unknown"),
            ("100-unknown", "100-unknown", "unknown", "100-unknown"),
            ("334020", "334-020", "MX", "Telcel"),
        ] {
            let visited = VisitedPlmn::parse(text).expect(text);
            assert_eq!(visited.to_string(), shown);
            assert_eq!(VisitedPlmn::parse(shown), Some(visited), "{text}");
            assert_eq!(
                (find_network(visited).territory.query_key(), &*visited.operator_name()),
                (country, operator),
                "{text}"
            );
        }
        for text in
            ["310", "310-", "31-unknown", "31a-unknown", "3100-unknown", "unknown", "310unknown", "310-unknown-7"]
        {
            assert_eq!(VisitedPlmn::parse(text), None, "{text}");
        }
        assert_eq!(VisitedPlmn { mcc: 310, mnc: None }.to_plmn(), None);
        assert_ne!(VisitedPlmn { mcc: 440, mnc: None }, Plmn { mcc: 440, mnc: 0 });
    }

    proptest! {
        #[test]
        fn a_printed_plmn_is_parsed_to_itself(mcc in 0u16..1000, mnc in 0u16..1000) {
            let plmn = Plmn { mcc, mnc };
            prop_assert_eq!(Plmn::parse(&plmn.to_digits()), Some(plmn));
            prop_assert_eq!(Plmn::parse(&plmn.to_string()), Some(plmn));
        }

        #[test]
        fn parsing_never_panics(text in ".{0,9}") {
            let _ = Plmn::parse(&text);
        }
    }
}
