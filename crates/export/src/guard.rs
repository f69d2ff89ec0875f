//! Keeps the cells of a CSV file unchanged when a spreadsheet opens it.
//!
//! A spreadsheet reads each cell as if a user had typed it: `=1+1` is run, `1-2` becomes a date, and the last four of
//! the 19 digits of `8942310099000000010` become zeros. Quotes do not prevent that, but two guards do:
//!
//! * `="8942310099000000010"`, a formula whose value is a text, for a cell that is read as a number, a date, a truth
//!   value or an error. Excel, LibreOffice and Google Sheets show and copy only the text. A program that does not
//!   evaluate formulas sees the formula.
//! * `'=1+1`, an apostrophe before a formula, because a formula inside a formula's text would be no safer to read. The
//!   apostrophe stays visible. It is also inserted after each `;`, tab or line break inside a cell if a formula
//!   follows: a spreadsheet whose list separator is the semicolon begins a cell there, whether or not the text is in
//!   quotes.
//!
//! An unnecessary guard costs little, as spreadsheets do not show it; a missing guard loses data.
//!
//! ```
//! let mut csv = Vec::new();
//! for cell in ["gate 7", "8942310099000000010", "=1+1", "a;b"] {
//!     export::guard::append_guarded(cell, &mut csv);
//!     csv.push(b'\n');
//! }
//! assert_eq!(String::from_utf8(csv)?, "gate 7\n\"=\"\"8942310099000000010\"\"\"\n'=1+1\n\"a;b\"\n");
//! # Ok::<(), std::string::FromUtf8Error>(())
//! ```

use std::borrow::Cow;

/// Maximum length of a text in a formula; Excel refuses longer ones.
const MAX_FORMULA_TEXT: usize = 255;

/// Maximum number of digits of an integer that every spreadsheet shows and writes unchanged.
///
/// Excel shows integers of 12 digits and more, and shorter ones in a narrow column, as `4.23611E+11`.
const MAX_PLAIN_DIGITS: usize = 9;

/// Maximum length in bytes of a word in a date.
const MAX_DATE_WORD_BYTES: usize = 10;

/// Properties of a byte that decide which guard a cell needs; a cell has the properties of all its bytes.
mod byte {
    pub const DIGIT: u8 = 1;
    /// The byte begins a cell in a file with a separator other than the comma.
    pub const SEPARATOR: u8 = 2;
    /// The byte needs quotes around the cell.
    pub const QUOTED: u8 = 4;
    /// The byte may be part of a digit or sign that is not ASCII.
    pub const WIDE: u8 = 8;
    /// Any other byte.
    pub const OTHER: u8 = 16;

    pub const PROPERTIES: [u8; 256] = {
        let mut properties = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            properties[byte] = match byte as u8 {
                b'0'..=b'9' => DIGIT,
                b';' | b'\t' | b'\n' | b'\r' => SEPARATOR | QUOTED,
                b',' | b'"' => QUOTED,
                0x80.. => WIDE,
                _ => OTHER,
            };
            byte += 1;
        }
        properties
    };
}

/// The guard of a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CellGuard {
    /// No guard: no spreadsheet changes the cell.
    None,
    /// An apostrophe before the cell.
    Apostrophe,
    /// The cell as the text of a formula.
    Formula,
}

impl CellGuard {
    /// Returns the guard that `cell` needs.
    pub fn for_cell(cell: &str) -> Self {
        Self::for_properties(cell, cell_properties(cell))
    }

    fn for_properties(cell: &str, properties: u8) -> Self {
        if properties != byte::DIGIT && (is_formula_start(cell) || cell.starts_with(char::is_control)) {
            return Self::Apostrophe;
        }
        let is_value = match properties {
            // A short integer without leading zeros is shown and written unchanged.
            byte::DIGIT => cell.len() > MAX_PLAIN_DIGITS || (cell.len() > 1 && cell.starts_with('0')),
            _ if properties & (byte::DIGIT | byte::WIDE) == 0 => is_truth_or_error(cell),
            _ => is_truth_or_error(cell) || is_number_or_date(cell),
        };
        if !is_value {
            Self::None
        } else if cell.len() <= MAX_FORMULA_TEXT {
            Self::Formula
        } else {
            Self::Apostrophe
        }
    }
}

/// Appends `cell` with the guard that it needs, in quotes if it contains separators, quotes or blanks at its ends.
pub fn append_guarded(cell: &str, csv: &mut Vec<u8>) {
    let properties = cell_properties(cell);
    let guard = CellGuard::for_properties(cell, properties);
    if guard == CellGuard::Formula {
        csv.extend_from_slice(b"\"=\"\"");
        csv.extend_from_slice(cell.as_bytes());
        return csv.extend_from_slice(b"\"\"\"");
    }
    let is_quoted = properties & byte::QUOTED != 0 || matches!(cell.as_bytes(), [b' ', ..] | [.., b' ']);
    if is_quoted {
        csv.push(b'"');
    }
    if guard == CellGuard::Apostrophe {
        csv.push(b'\'');
    }
    if is_quoted {
        append_escaped(cell, csv);
        csv.push(b'"');
    } else {
        csv.extend_from_slice(cell.as_bytes());
    }
}

/// Appends `cell` with its quotes doubled, and with an apostrophe after each separator that a formula follows.
fn append_escaped(cell: &str, csv: &mut Vec<u8>) {
    for (index, byte) in cell.bytes().enumerate() {
        if byte == b'"' {
            csv.push(b'"');
        }
        csv.push(byte);
        if byte::PROPERTIES[usize::from(byte)] & byte::SEPARATOR != 0 && is_formula_start(&cell[index + 1..]) {
            csv.push(b'\'');
        }
    }
}

fn cell_properties(cell: &str) -> u8 {
    cell.bytes().fold(0, |properties, byte| properties | byte::PROPERTIES[usize::from(byte)])
}

/// Returns whether `text` begins with the first character of a formula, or with blanks or invisible characters followed
/// by one.
///
/// A Japanese Excel accepts the full-width characters too (OWASP, CSV injection); the small forms and the mathematical
/// minus sign are Unicode's other forms of them.
fn is_formula_start(text: &str) -> bool {
    // Most texts begin with an ASCII letter or digit, which is no blank, invisible or full-width character.
    if text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return false;
    }
    let first = text.chars().find(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(*c));
    matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | 'ー' | '−' | '﹢' | '﹣' | '﹦' | '﹫'))
}

/// Returns whether `c` has no width: soft hyphen, zero-width space and joiners, direction marks, byte order mark,
/// variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Returns whether a spreadsheet in some language reads `cell` as a truth value or an error.
fn is_truth_or_error(cell: &str) -> bool {
    const TRUTHS: [&str; 12] = [
        "true",
        "false",
        "wahr",
        "falsch",
        "vrai",
        "faux",
        "vero",
        "falso",
        "verdadero",
        "verdadeiro",
        "waar",
        "onwaar",
    ];
    match cell.trim_start().chars().next().map(to_narrow_char) {
        Some('#') => cell.ends_with(['!', '?', 'A', '！', '？', 'Ａ']),
        // No truth value begins with another letter, so this ends the check of most cells.
        Some('f' | 'o' | 't' | 'v' | 'w' | 'F' | 'O' | 'T' | 'V' | 'W') => {
            let word = to_narrow_text(cell);
            TRUTHS.iter().any(|truth| truth.eq_ignore_ascii_case(word.trim()))
        }
        _ => false,
    }
}

/// Returns whether a spreadsheet in some language could read `cell` as a number, an amount, a date or a time.
///
/// That is possible if the cell has a digit, and otherwise only characters that numbers and dates have.
fn is_number_or_date(cell: &str) -> bool {
    let text = to_narrow_text(cell);
    let (mut has_digit, mut hyphens, mut word_start) = (false, 0, None);
    for (index, c) in text.char_indices() {
        if c.is_alphabetic() {
            word_start.get_or_insert(index);
            continue;
        }
        if word_start.take().is_some_and(|start| !is_date_word(&text[start..index], has_digit)) {
            return false;
        }
        match c {
            '0'..='9' => has_digit = true,
            // Names of cells, such as 440-10-1010-256440, and other groups of digits have more hyphens than a date.
            '-' if hyphens == 2 => return false,
            '-' => hyphens += 1,
            '.' | ',' | ':' | '/' | '\'' | '’' | '٬' | '٫' | '(' | ')' | '+' | '%' | '\\' => {}
            '$' | '¢' | '£' | '¥' | '₩' | '₫' | '€' | '₱' | '₹' => {}
            c if c.is_numeric() => has_digit = true,
            c if c.is_whitespace() => {}
            _ => return false,
        }
    }
    has_digit && word_start.is_none_or(|start| is_date_word(&text[start..], has_digit))
}

/// Returns whether `word` can be part of a date, a time, a number or an amount.
fn is_date_word(word: &str, after_digit: bool) -> bool {
    let lower_case = || word.bytes().map(|byte| byte.to_ascii_lowercase());
    let other_words = if after_digit { AFTER_DIGITS } else { BEFORE_DIGITS };
    word.len() <= MAX_DATE_WORD_BYTES
        && (MONTHS_AND_DAYS.binary_search_by(|known| known.bytes().cmp(lower_case())).is_ok()
            || other_words.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

/// Returns the text with ASCII characters in place of the full-width ones.
fn to_narrow_text(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.chars().map(to_narrow_char).collect()) }
}

/// Returns the ASCII form of a full-width character, or the character itself if it has none.
fn to_narrow_char(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '￥' => '¥',
        '￡' => '£',
        '￦' => '₩',
        _ => c,
    }
}

/// Words that can precede digits: eras (R3.5.1, 令和3年), halves of the day, currencies.
const BEFORE_DIGITS: &[&str] =
    &["chf", "fr", "h", "kr", "kč", "m", "r", "s", "t", "午前", "午後", "大正", "平成", "明治", "昭和", "令和"];

/// Words that can follow digits: exponents, halves of the day, the `T` of ISO 8601, units of a date, currencies.
///
/// The `Z` of ISO 8601 is not among them: no spreadsheet reads a time with a zone, so the time when a SIM was last seen
/// needs no guard.
const AFTER_DIGITS: &[&str] =
    &["a", "am", "e", "m", "p", "pm", "t", "kr", "kč", "zł", "円", "年", "日", "时", "時", "月", "分", "秒"];

/// Months in the languages of most spreadsheets, and the days of the week in English, sorted for the binary search.
const MONTHS_AND_DAYS: &[&str] = &[
    "abr",
    "abril",
    "ago",
    "agosto",
    "août",
    "apr",
    "april",
    "aprile",
    "aug",
    "august",
    "augustus",
    "avr",
    "avril",
    "dec",
    "december",
    "dez",
    "dezember",
    "dezembro",
    "dic",
    "dicembre",
    "diciembre",
    "déc",
    "décembre",
    "ene",
    "enero",
    "feb",
    "febbraio",
    "febrero",
    "februar",
    "februari",
    "february",
    "fev",
    "fevereiro",
    "fri",
    "friday",
    "févr",
    "février",
    "gen",
    "gennaio",
    "giu",
    "giugno",
    "jan",
    "janeiro",
    "januar",
    "januari",
    "january",
    "janv",
    "janvier",
    "juil",
    "juillet",
    "juin",
    "jul",
    "julho",
    "juli",
    "julio",
    "july",
    "jun",
    "june",
    "junho",
    "juni",
    "junio",
    "jän",
    "jänner",
    "lug",
    "luglio",
    "maart",
    "mag",
    "maggio",
    "mai",
    "maio",
    "mar",
    "march",
    "mars",
    "marzo",
    "março",
    "may",
    "mayo",
    "mei",
    "mon",
    "monday",
    "mrt",
    "mrz",
    "mär",
    "märz",
    "nov",
    "november",
    "novembre",
    "novembro",
    "noviembre",
    "oct",
    "october",
    "octobre",
    "octubre",
    "okt",
    "oktober",
    "ott",
    "ottobre",
    "out",
    "outubro",
    "sat",
    "saturday",
    "sep",
    "sept",
    "september",
    "septembre",
    "septiembre",
    "set",
    "setembro",
    "settembre",
    "sun",
    "sunday",
    "thu",
    "thursday",
    "tue",
    "tuesday",
    "wed",
    "wednesday",
];

#[cfg(test)]
#[path = "guard_tests.rs"]
mod tests;
