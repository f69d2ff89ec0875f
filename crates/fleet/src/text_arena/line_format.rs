//! How the texts of a SIM are written in its line: the bytes between them, and what precedes some of them.
//!
//! A line is the fields of [`crate::TextField`] in their order, then the tags, each of them the code of its key and its value,
//! then the identifiers that the SIM has besides the first of each kind, then the name as it was written, where that is needed.

use crate::swar::find_nth_byte;

/// Ends a field of a line.
pub const FIELD_END: u8 = 0x1F;
/// Is the whole of a field that says the same as another one, so that nothing is stored twice.
pub const SAME_AS_OTHER_FIELD: u8 = 0x01;
/// Begins the name as it was written.
pub const ORIGINAL_NAME_START: u8 = 0x1E;
/// Begins an additional identifier: this byte another [`crate::TextField::Imsi`], the next one another
/// [`crate::TextField::Iccid`], and so on.
pub const ADDITIONAL_IDENTIFIER_START: u8 = 0x02;
/// Separates the digits of an IMEI from the IMEI as it was written, where that has more than digits.
pub const ORIGINAL_IMEI_START: u8 = 0x1D;
/// Begins a tag, with a digit to the base of eight in its lower bits: one or more of these are the code of its key. UTF-8
/// has no such byte, so that a search for a text never begins in a code.
pub const TAG_CODE_DIGIT: u8 = 0xF8;

/// Returns the bytes that begin a tag of this code, the lowest digit first.
pub fn encode_tag_code(code: u16) -> impl Iterator<Item = u8> {
    let rest = std::iter::successors(Some(code), |code| Some(code >> 3).filter(|rest| *rest > 0));
    rest.map(|rest| TAG_CODE_DIGIT | (rest & 7) as u8)
}

/// Returns how many bytes of a field are the code of a tag, and the code.
pub fn decode_tag_code(field: &[u8]) -> (usize, u16) {
    let digits = field.iter().take_while(|byte| **byte >= TAG_CODE_DIGIT).count();
    (digits, field[..digits].iter().rev().fold(0_u16, |code, digit| code << 3 | u16::from(digit - TAG_CODE_DIGIT)))
}

/// Returns the name as it was written, where a line has it once more.
pub fn find_original_name(line: &[u8]) -> Option<&[u8]> {
    let at = memchr::memrchr(ORIGINAL_NAME_START, line)?;
    line[at + 1..].strip_suffix(&[FIELD_END])
}

/// Returns a field of a line by its position.
pub fn nth_field(line: &[u8], field: usize) -> &[u8] {
    split_at_field(line, field).0
}

/// Returns a field of a line by its position, and what follows it.
pub fn split_at_field(line: &[u8], field: usize) -> (&[u8], &[u8]) {
    let start = match field.checked_sub(1) {
        None => Some(0),
        Some(before) => find_nth_byte(line, FIELD_END, before).map(|end| end + 1),
    };
    let rest = start.map_or(&[][..], |start| &line[start..]);
    find_nth_byte(rest, FIELD_END, 0).map_or((&[], &[]), |end| (&rest[..end], &rest[end + 1..]))
}

/// Returns the text of a field.
pub fn decode_text(bytes: &[u8]) -> &str {
    // Fields are written as whole strings, and no byte that separates them is part of a character.
    std::str::from_utf8(bytes).unwrap_or("")
}
