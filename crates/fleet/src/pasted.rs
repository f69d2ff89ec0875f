//! Reads identifiers as people paste them: columns of spreadsheets, what modems print, digits in groups, quotation marks of
//! all kinds.

use crate::fold::{is_invisible, to_ascii_lookalike};
use std::borrow::Cow;

/// The identifiers of a pasted text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct PastedIdentifiers {
    /// The identifiers, in capitals and without what separates groups of digits.
    pub identifiers: Vec<String>,
    /// Numbers of which a spreadsheet has kept only the first digits, as they were pasted: `8.94231E+18`.
    pub shortened: Vec<String>,
}

/// Minimum number of digits of what is recognized as an identifier where a query may be.
const MIN_LISTED_DIGITS: usize = 8;
/// Groups of digits are shorter than this, where nothing else shows that they are groups.
const GROUP_DIGITS_LIMIT: usize = 8;
/// Number of digits of the shortest whole identifier, an IMEI without its check digit.
const MIN_WHOLE_DIGITS: usize = 14;
/// Number of digits of the longest identifier, an EID.
const EID_DIGITS: usize = 32;
/// Maximum number of digits of a number that a spreadsheet keeps.
const MAX_SPREADSHEET_DIGITS: usize = 15;

/// Whether a whole identifier may have so many digits: an IMEI (14 to 16), an IMSI (15), an ICCID (18 to 20) or an EID.
pub fn is_identifier_length(digits: usize) -> bool {
    matches!(digits, MIN_WHOLE_DIGITS..=20 | EID_DIGITS)
}

/// Returns an ICCID without the F that modems and card files fill its last half byte with.
///
/// ```
/// assert_eq!(fleet::unpadded_iccid("8942310099000000010F"), "8942310099000000010");
/// ```
pub fn unpadded_iccid(iccid: &str) -> &str {
    let unpadded = iccid.trim_end_matches(['F', 'f']);
    let is_padded = (18..20).contains(&unpadded.len()) && iccid.len() <= 20 && is_iccid(unpadded);
    if is_padded { unpadded } else { iccid }
}

/// Whether a text may be an ICCID: `89`, then digits, some of which are hexadecimal in those of China Mobile.
fn is_iccid(text: &str) -> bool {
    text.starts_with("89") && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a text is a column of identifiers that someone pasted in the place of a query: at least two, each with eight
/// digits or more, and nothing else but a heading above them.
///
/// ```
/// use fleet::is_identifier_list;
///
/// assert!(is_identifier_list("ICCID\n8942310099000000010\n8942310099000000028"));
/// // One identifier in groups, and a query.
/// assert!(!is_identifier_list("8942 3100 9900 0000 010") && !is_identifier_list("imsi:295050990000001 8942310099000000010"));
/// ```
pub fn is_identifier_list(text: &str) -> bool {
    let is_query =
        text.contains(['*', ':', '：', '(', '（']) || text.trim_start().starts_with('-') || text.contains(" -");
    if is_query {
        return false;
    }
    let lines: Vec<Vec<PastedToken>> =
        split_lines(text).map(|line| parse_line(&line)).filter(|tokens| !tokens.is_empty()).collect();
    let is_long = |token: &PastedToken| match token {
        PastedToken::Identifier(id) => {
            id.len() >= MIN_LISTED_DIGITS && id.bytes().filter(u8::is_ascii_digit).count() >= MIN_LISTED_DIGITS
        }
        PastedToken::Shortened(_) => true,
        PastedToken::Word => false,
    };
    let heading = usize::from(lines.len() > 1 && lines[0].iter().all(|token| *token == PastedToken::Word));
    let below = || lines[heading..].iter().flatten();
    below().count() > 1 && below().all(is_long)
}

/// Reads the identifiers of a text. Anything but letters, digits and blanks separates them; digits in groups are one
/// identifier, as people write `8942 3100 2200 0000 001`. A word without a digit is not an identifier but the heading of a
/// column.
pub(crate) fn parse_identifiers(text: &str) -> PastedIdentifiers {
    let mut pasted = PastedIdentifiers::default();
    for token in split_lines(text).flat_map(|line| parse_line(&line)) {
        match token {
            PastedToken::Identifier(id) => pasted.identifiers.push(id),
            PastedToken::Shortened(number) => pasted.shortened.push(number),
            PastedToken::Word => {}
        }
    }
    pasted
}

/// What the cell of a list says of a SIM.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ListedIdentifier<'a> {
    /// One identifier, in capitals and without what separates groups of digits.
    One(Cow<'a, str>),
    /// A number of which a spreadsheet has kept only the first digits: `8.94231E+18`.
    Shortened(String),
    /// No identifier, or several.
    None,
}

/// Reads the identifier in a cell of a list, as [`crate::Fleet::look_up`] reads those of a text.
///
/// ```
/// use fleet::{ListedIdentifier, parse_listed_identifier};
///
/// assert_eq!(parse_listed_identifier("=\"8942 3100 9900 0000 010\""), ListedIdentifier::One("8942310099000000010".into()));
/// assert_eq!(parse_listed_identifier("8.94231E+18"), ListedIdentifier::Shortened("8.94231E+18".into()));
/// assert_eq!(parse_listed_identifier("Tokyo"), ListedIdentifier::None);
/// ```
pub fn parse_listed_identifier(cell: &str) -> ListedIdentifier<'_> {
    // Nearly all are written like this.
    if !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return ListedIdentifier::One(Cow::Borrowed(cell));
    }
    let mut identifiers = parse_identifiers(cell);
    match (identifiers.identifiers.pop(), identifiers.identifiers.is_empty(), identifiers.shortened.pop()) {
        (Some(id), true, None) => ListedIdentifier::One(Cow::Owned(id)),
        (None, _, Some(number)) => ListedIdentifier::Shortened(number),
        _ => ListedIdentifier::None,
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum PastedToken {
    Identifier(String),
    Shortened(String),
    /// Not an identifier.
    Word,
}

/// Splits a text into lines, with the characters of ASCII for what looks like them.
fn split_lines(text: &str) -> impl Iterator<Item = String> {
    let lines = text.split(['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}']);
    lines.map(|line| line.chars().filter(|c| !is_invisible(*c)).map(to_ascii_lookalike).collect())
}

/// Reads the tokens of a line.
fn parse_line(line: &str) -> Vec<PastedToken> {
    let mut tokens = Vec::new();
    // Words with nothing but blanks between them, each split at its hyphens.
    let mut words: Vec<Vec<&str>> = Vec::new();
    let (mut rest, mut is_hyphenated, mut begins) = (line, false, true);
    while let Some(c) = rest.chars().next() {
        if !c.is_alphanumeric() {
            match c {
                ' ' => is_hyphenated = false,
                '-' => is_hyphenated = !begins,
                _ => tokens.extend(parse_words(&std::mem::take(&mut words))),
            }
            begins = c != '-';
            rest = &rest[c.len_utf8()..];
            continue;
        }
        begins = false;
        let number = scientific_number_len(rest);
        if number > 0 {
            tokens.extend(parse_words(&std::mem::take(&mut words)));
            tokens.push(expand_scientific_number(&rest[..number]));
            rest = &rest[number..];
            continue;
        }
        let (word, after) = rest.split_at(rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()));
        match words.last_mut().filter(|_| is_hyphenated) {
            Some(parts) => parts.push(word),
            None => words.push(vec![word]),
        }
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        rest = if is_number { after.split_at(zero_fraction_len(after)).1 } else { after };
    }
    tokens.extend(parse_words(&words));
    tokens
}

/// Returns how many bytes at the beginning of a text are a number with an exponent, as spreadsheets write it: `8.94E+18`,
/// `8,94E18`. Without a fraction and without a plus it is not a number, since serial numbers look like that.
fn scientific_number_len(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    let fraction = match text.as_bytes().get(whole) {
        Some(b'.') => digits(&text[whole + 1..]),
        // Commas separate the cells of a row as well.
        Some(b',') if whole == 1 => digits(&text[whole + 1..]),
        _ => 0,
    };
    let mantissa = if fraction > 0 { whole + 1 + fraction } else { whole };
    let Some(exponent) = text[mantissa..].strip_prefix(['E', 'e']).filter(|_| whole > 0) else { return 0 };
    let unsigned = exponent.strip_prefix('+').unwrap_or(exponent);
    let has_plus = unsigned.len() < exponent.len();
    let power = digits(unsigned);
    let ends = !unsigned[power..].starts_with(|c: char| c.is_alphanumeric());
    let is_number = (1..=3).contains(&power) && ends && (fraction > 0 || has_plus);
    if is_number { text.len() - unsigned.len() + power } else { 0 }
}

/// Converts a number with an exponent to the identifier that it was, where all digits are known.
fn expand_scientific_number(number: &str) -> PastedToken {
    let (mantissa, exponent) = number.split_once(['E', 'e']).unwrap_or((number, ""));
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let power: usize = exponent.trim_start_matches('+').parse().unwrap_or(usize::MAX);
    let is_whole = fraction.len() == power && whole.len() + power <= MAX_SPREADSHEET_DIGITS;
    if is_whole {
        PastedToken::Identifier(format!("{whole}{fraction}"))
    } else {
        PastedToken::Shortened(number.to_owned())
    }
}

/// Returns how many bytes after a number are a fraction of zero: `295050990000001.0`.
fn zero_fraction_len(after: &str) -> usize {
    let Some(fraction) = after.strip_prefix(['.', ',']) else { return 0 };
    let rest = fraction.trim_start_matches('0');
    let is_zero = rest.len() < fraction.len() && !rest.starts_with(|c: char| c.is_alphanumeric());
    if is_zero { after.len() - rest.len() } else { 0 }
}

/// Reads the identifiers of words side by side, each split at its hyphens.
fn parse_words(words: &[Vec<&str>]) -> Vec<PastedToken> {
    let parts: Vec<&str> = words.iter().flatten().copied().collect();
    let whole = parts.concat();
    let is_iccid_in_groups = matches!(unpadded_iccid(&whole).len(), 18..=20)
        && is_iccid(&whole)
        && parts.iter().all(|part| part.len() < MIN_WHOLE_DIGITS);
    if is_iccid_in_groups {
        return vec![parse_word(&whole)];
    }
    let mut tokens = Vec::new();
    let mut numbers: Vec<&str> = Vec::new();
    for word_parts in words {
        if word_parts.iter().all(|part| is_number(part)) {
            numbers.extend(word_parts);
            continue;
        }
        tokens.extend(join_digit_groups(&std::mem::take(&mut numbers)));
        // A serial number has hyphens. What a hyphen joins to a whole identifier is a label.
        match word_parts.iter().any(|part| part.len() >= MIN_WHOLE_DIGITS) {
            true => tokens.extend(word_parts.iter().map(|part| parse_word(part))),
            false => tokens.push(parse_word(&word_parts.concat())),
        }
    }
    if numbers.len() == parts.len() && is_grouped_number(&numbers) {
        return vec![PastedToken::Identifier(whole)];
    }
    tokens.extend(join_digit_groups(&numbers));
    tokens
}

fn is_number(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether numbers with nothing else beside them are groups of one number: a number to dial has no certain length.
fn is_grouped_number(numbers: &[&str]) -> bool {
    numbers.len() > 1 && count_digits(numbers) <= EID_DIGITS && numbers.iter().all(is_short_group)
}

fn count_digits(numbers: &[&str]) -> usize {
    numbers.iter().map(|number| number.len()).sum()
}

fn is_short_group(number: &&str) -> bool {
    number.len() < GROUP_DIGITS_LIMIT
}

/// Returns the identifiers of numbers side by side, some of which may be groups of one number.
fn join_digit_groups(numbers: &[&str]) -> Vec<PastedToken> {
    let joined = |numbers: &[&str]| vec![PastedToken::Identifier(numbers.concat())];
    match numbers {
        [] => return vec![],
        [_] => return joined(numbers),
        _ => {}
    }
    // Numbers of the same length are a list.
    let alike = numbers.iter().all(|number| number.len() == numbers[0].len());
    if is_identifier_length(count_digits(numbers))
        && numbers.iter().all(|number| number.len() < 10)
        && (!alike || is_short_group(&numbers[0]))
    {
        return joined(numbers);
    }
    let mut tokens = Vec::new();
    for run in numbers.chunk_by(|a, b| is_short_group(a) && is_short_group(b)) {
        match split_grouped_iccids(run) {
            Some(iccids) => tokens.extend(iccids),
            None if is_identifier_length(count_digits(run)) => tokens.extend(joined(run)),
            None => tokens.extend(run.iter().map(|number| PastedToken::Identifier((*number).to_owned()))),
        }
    }
    tokens
}

/// Returns several ICCIDs in groups, where there is nothing else.
fn split_grouped_iccids(groups: &[&str]) -> Option<Vec<PastedToken>> {
    let mut iccids: Vec<String> = Vec::new();
    for group in groups {
        let begins = group.starts_with("89") && iccids.last().is_none_or(|last| (18..=20).contains(&last.len()));
        if begins {
            iccids.push(String::new());
        }
        iccids.last_mut()?.push_str(group);
    }
    let are_iccids = iccids.len() > 1 && iccids.iter().all(|iccid| (18..=20).contains(&iccid.len()));
    are_iccids.then(|| iccids.into_iter().map(PastedToken::Identifier).collect())
}

/// Converts a word to an identifier, where it has a digit.
fn parse_word(text: &str) -> PastedToken {
    if text.is_ascii() {
        return match text.bytes().any(|byte| byte.is_ascii_digit()) {
            true => PastedToken::Identifier(unpadded_iccid(text).to_ascii_uppercase()),
            false => PastedToken::Word,
        };
    }
    // A label in another script may be joined to an identifier.
    let runs = text.split(|c: char| !c.is_ascii()).filter(|run| run.len() >= MIN_LISTED_DIGITS);
    runs.map(parse_word).find(|token| *token != PastedToken::Word).unwrap_or(PastedToken::Word)
}

#[cfg(test)]
#[path = "pasted_tests.rs"]
mod tests;
