//! What is wrong with the text of a query, and where.

use serde::{Deserialize, Serialize};

/// Why a text is no query. The page words it in the reader's language; [`std::fmt::Display`] is English.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[error("{kind} at character {}{}", at + 1, suggestion.as_ref().map(|s| format!("; did you mean {s}")).unwrap_or_default())]
pub struct ParseError {
    /// Where, in characters from the start of the text.
    pub at: usize,
    /// How many characters are meant.
    pub len: usize,
    /// What is wrong.
    pub kind: ParseErrorKind,
    /// What may have been meant in place of those characters.
    pub suggestion: Option<String>,
}

/// The kinds of errors in a query.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
pub enum ParseErrorKind {
    /// `colour:red`
    #[error("unknown filter")]
    UnknownKey,
    /// `session:onlin`
    #[error("{0} is expected")]
    UnexpectedValue(ExpectedValue),
    /// `country:` or `country:US,`
    #[error("a value is missing")]
    MissingValue,
    /// `seen:30d`: longer ago, or not as long?
    #[error("an age needs > or < before it")]
    BareAge,
    /// `seen:90d..30d`
    #[error("the range ends before it begins")]
    BackwardRange,
    /// `-` with nothing after it.
    #[error("nothing follows the minus")]
    LoneMinus,
    /// `"tokyo`
    #[error("the quotation mark is not closed")]
    OpenQuote,
    /// `a,b`: these characters need quotes around the whole.
    #[error("a text with commas, colons, quotation marks or parentheses needs quotation marks around it")]
    NeedsQuotes,
    /// `(a OR b)c`
    #[error("a blank is missing after the parenthesis")]
    MissingBlank,
    /// `(a OR b`
    #[error("the parenthesis is not closed")]
    OpenParenthesis,
    /// `a)`
    #[error("a closing parenthesis without an opening one")]
    StrayParenthesis,
    /// `(a OR )` or `()`
    #[error("an alternative is missing")]
    MissingAlternative,
    /// `a OR b`: alternatives have to be in parentheses.
    #[error("OR needs parentheses around the alternatives")]
    BareOr,
    /// `-basis:last`, `(basis:last)` or `basis:last,current`: it applies to the whole query.
    #[error("basis is for the whole query: not negated, not in parentheses, one value")]
    MisplacedBasis,
    /// Parentheses in parentheses, too many.
    #[error("too many parentheses inside of each other")]
    TooDeep,
}

/// What a value should have been.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
pub enum ExpectedValue {
    /// An IPv4 address, or a range of them.
    #[error("an IPv4 address like 10.1.2.3 or a range like 10.1.2.0/24")]
    Ip,
    /// `set`, `mismatch`, `none`
    #[error("set, mismatch or none")]
    Lock,
    /// `yes`, `no`, `none`
    #[error("yes, no or none")]
    Protection,
    /// `previous`, `current`, `last`
    #[error("previous, current or last")]
    Basis,
    /// A country's code of two letters, or `international`, `test`, `private`, `unknown`, `none`.
    #[error("a country like DE or Germany, or international, test, private, unknown, none")]
    Country,
    /// A mobile country code, or a range of them.
    #[error("a mobile country code of three digits")]
    Mcc,
    /// A mobile country code and a mobile network code.
    #[error("a network like 310-410")]
    Plmn,
    /// `online`, `offline`, `never`, `unknown`
    #[error("online, offline, never or unknown")]
    Session,
    /// A tracking or location area code, or a range of them.
    #[error("a number like 21271, or a range")]
    Area,
    /// A cell.
    #[error("a cell like 310-410-21271-200102947, or an area like 310-410-21271")]
    Cell,
    /// A point and a radius.
    #[error("a point and a radius like 35.68/139.77/10km")]
    Near,
    /// Two corners, or a line.
    #[error("two corners like 35/139..36/140, or a line like 35/139;36/140;35/141")]
    Within,
    /// What is known of where a cell is.
    #[error("cell, area, country or none")]
    Located,
    /// `country`, `operator`, `cell`, `imei`, `model`, `radio`, `impossible`
    #[error("country, operator, cell, imei, model, radio or impossible")]
    Moved,
    /// What may have changed since the baseline.
    #[error("new, gone, country, operator, cell, imei, session, silent, back, status, group, tags or same")]
    Change,
    /// `imei`, `online`
    #[error("imei or online")]
    Shared,
    /// `running`
    #[error("running")]
    Fee,
    /// A number, or a range of them.
    #[error("a comparison like >0 or >100MB, a range like 1..5, or none")]
    Quantity,
    /// `country`, `operator`, `plan`, `imei`, `device`, `status`
    #[error("country, operator, plan, imei, device or status")]
    Expected,
    /// A type allocation code.
    #[error("the first eight digits of an IMEI")]
    Device,
    /// An age, or a range of ages.
    #[error("an age like >1d")]
    Age,
    /// An age, a date, a range of either, `never`.
    #[error("an age like >30d, a date like 2025-03-31, a range of either, or never")]
    Seen,
}

/// What is wrong with a key or a value, before its place in the text is known.
#[derive(PartialEq, Debug)]
pub(crate) struct ValueError {
    pub kind: ParseErrorKind,
    pub suggestion: Option<String>,
}

impl ValueError {
    pub fn new(kind: ParseErrorKind) -> Self {
        Self { kind, suggestion: None }
    }

    pub fn into_parse_error(self, at: usize, len: usize) -> ParseError {
        ParseError { at, len, kind: self.kind, suggestion: self.suggestion }
    }
}

/// Returns the candidate that a misspelt text is nearest to; `None` where none is near.
pub(crate) fn nearest_candidate<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let text = text.to_lowercase();
    // Of a short text, hardly anything is left after two changes.
    let near = (text.chars().count() / 2).min(2);
    let distance = |candidate: &str| strsim::osa_distance(&text, &candidate.to_lowercase());
    // Of equally near ones that which begins more alike: `ofline` is offline, not online.
    let alike = |candidate: &str| strsim::jaro_winkler(&text, &candidate.to_lowercase());
    let candidates = candidates.into_iter().filter(|candidate| distance(candidate) <= near);
    let best = candidates.min_by(|a, b| distance(a).cmp(&distance(b)).then(alike(b).total_cmp(&alike(a))));
    best.map(str::to_owned)
}
