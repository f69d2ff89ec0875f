//! The text of every SIM in one arena, a line a SIM: stored once, read as identifiers, searched as one text.

use crate::fold::is_normalization_stable;
use crate::swar::has_control_chars;
use crate::{CapacityError, DeviceId, Identifier, fold_text, raw};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Ends a field of a line.
const FIELD_END: u8 = 0x1F;
/// Stands in a field that says the same as another one, so that nothing is stored twice.
const SAME_AS_OTHER_FIELD: u8 = 0x01;
/// Begins the name as it was written, the last field of a line that needs one.
const ORIGINAL_NAME_START: u8 = 0x1E;
/// Begins a further identifier: this for another [`TextField::Imsi`], the next byte for another [`TextField::Iccid`], and so on.
const ADDITIONAL_IDENTIFIER_START: u8 = 0x02;

/// Stands between the digits of an IMEI and the IMEI as it came, where that has more than digits.
const ORIGINAL_IMEI_START: u8 = 0x1D;

/// Begins a tag, with a digit to the base of eight in its lower bits: one or more of these are the code of its key. UTF-8
/// has no such byte, so that a search for a text never begins in a code.
const TAG_CODE_DIGIT: u8 = 0xF8;

/// The fields at the head of a line, in their order. Tags follow them, the code of the key and the value of each, and then
/// the identifiers that a SIM has besides the first of each kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextField {
    /// International mobile subscriber identity: up to 15 digits (ITU-T E.212).
    Imsi,
    /// Integrated circuit card identifier: 18 to 20 digits (ITU-T E.118).
    Iccid,
    /// Soracom's name for the SIM: the ICCID, or the EID (32 digits) of an eUICC.
    SimId,
    /// The number to dial.
    Msisdn,
    /// Printed on the card.
    Serial,
    /// The device of the previous session: 15 or 16 digits (3GPP TS 23.003, 6.2).
    PreviousImei,
    /// The device of the current session.
    CurrentImei,
    /// The tag `name`, as it came.
    Name,
}

impl TextField {
    /// All of them, in their order.
    pub const ALL: [Self; 8] = [
        Self::Imsi,
        Self::Iccid,
        Self::SimId,
        Self::Msisdn,
        Self::Serial,
        Self::PreviousImei,
        Self::CurrentImei,
        Self::Name,
    ];
}

/// The texts of one SIM, as they are pushed.
#[derive(Clone, Copy, Debug, Default)]
pub struct RecordTexts<'a> {
    /// One text for each [`TextField`], in its order; empty where absent.
    pub fields: [&'a str; 8],
    /// The identifiers that the SIM has besides these.
    pub additional_identifiers: &'a [Identifier<'a>],
}

/// All lines, one after another.
///
/// The arena holds the search text: names and tags as [`fold_text`] makes them. A name that is another one stands behind the tags
/// once more as it came, so that one search finds it however it is written and it is still shown as it was.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TextArena {
    #[serde(with = "raw")]
    text: Vec<u8>,
    #[serde(with = "raw")]
    ends: Vec<u32>,
    /// The rows that have further identifiers: one in a thousand.
    rows_with_additional_identifiers: SparseRows,
    /// The rows whose name stands once more as it came, and that differs in more than capitals.
    rows_with_unnormalized_name: SparseRows,
}

/// A few rows, in order.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct SparseRows(#[serde(with = "raw")] Vec<u32>);

impl SparseRows {
    /// A row behind all others. There are fewer lines than bytes, and those fit.
    fn push(&mut self, row: usize) {
        self.0.push(row as u32);
    }

    /// The rows of later lines, before which there are so many.
    fn append_shifted(&mut self, later: &Self, before: usize) {
        self.0.extend(later.0.iter().map(|row| row + before as u32));
    }

    fn remove_range(&mut self, rows: &Range<usize>) {
        self.0.retain(|row| !rows.contains(&(*row as usize)));
        let behind = self.0.partition_point(|row| (*row as usize) < rows.end);
        self.0[behind..].iter_mut().for_each(|row| *row -= rows.len() as u32);
    }

    fn contains(&self, row: usize) -> bool {
        !self.0.is_empty() && self.0.binary_search(&(row as u32)).is_ok()
    }
}

impl TextArena {
    /// One more line. `tags` are the tags other than the name: a code for the key, and the value.
    pub fn push<'a>(
        &mut self,
        line: &RecordTexts<'a>,
        tags: impl Iterator<Item = (u16, &'a str)>,
    ) -> Result<(), CapacityError> {
        let start = self.text.len();
        let [imsi, iccid, sim_id, msisdn, serial, previous_imei, current_imei, name] = line.fields;
        self.write_field(imsi);
        self.write_field(iccid);
        self.write_field_unless_same(sim_id, iccid);
        self.write_field(msisdn);
        self.write_field_unless_same(serial, iccid);
        self.write_imei(previous_imei);
        match !current_imei.is_empty() && current_imei == previous_imei {
            true => self.text.extend_from_slice(&[SAME_AS_OTHER_FIELD, FIELD_END]),
            false => self.write_imei(current_imei),
        }
        let folded = fold_text(name);
        self.write_field(&folded);
        for (code, value) in tags {
            self.text.extend(encode_tag_code(code));
            self.write_field(&fold_text(value));
        }
        for (field, id) in line.additional_identifiers {
            self.text.push(ADDITIONAL_IDENTIFIER_START + *field as u8);
            self.write_field(id);
        }
        if folded != name {
            self.text.push(ORIGINAL_NAME_START);
            self.write_field(name);
        }
        let Ok(end) = u32::try_from(self.text.len()) else {
            self.text.truncate(start);
            return Err(CapacityError);
        };
        if !line.additional_identifiers.is_empty() {
            self.rows_with_additional_identifiers.push(self.len());
        }
        if folded != name && !is_normalization_stable(name) {
            self.rows_with_unnormalized_name.push(self.len());
        }
        self.ends.push(end);
        Ok(())
    }

    /// Appends later lines, whose keys of tags have these codes here.
    pub(crate) fn append_texts(&mut self, later: &Self, codes: &[u16]) -> Result<(), CapacityError> {
        let start = self.text.len();
        if u32::try_from(start + later.text.len() + 8 * later.len()).is_err() {
            return Err(CapacityError);
        }
        self.rows_with_additional_identifiers.append_shifted(&later.rows_with_additional_identifiers, self.len());
        self.rows_with_unnormalized_name.append_shifted(&later.rows_with_unnormalized_name, self.len());
        let same = codes.iter().enumerate().all(|(was, is)| was == usize::from(*is));
        if same {
            self.text.extend_from_slice(&later.text);
            // It was seen to fit.
            self.ends.extend(later.ends.iter().map(|end| end + start as u32));
            return Ok(());
        }
        for row in 0..later.len() {
            for field in later.line_bytes(row).split_inclusive(|b| *b == FIELD_END) {
                let (digits, code) = decode_tag_code(field);
                if digits > 0 {
                    self.text.extend(encode_tag_code(codes.get(usize::from(code)).copied().unwrap_or(code)));
                }
                self.text.extend_from_slice(&field[digits..]);
            }
            self.ends.push(self.text.len() as u32);
        }
        Ok(())
    }

    fn write_field(&mut self, field: &str) {
        // A control character would end the field early; none belongs into an identifier or a name.
        if has_control_chars(field) {
            self.text.extend(field.bytes().map(|b| b.max(b' ')));
        } else {
            self.text.extend_from_slice(field.as_bytes());
        }
        self.text.push(FIELD_END);
    }

    /// A field that may say what another one says.
    fn write_field_unless_same(&mut self, field: &str, same: &str) {
        if !field.is_empty() && field == same {
            self.text.extend_from_slice(&[SAME_AS_OTHER_FIELD, FIELD_END]);
        } else {
            self.write_field(field);
        }
    }

    /// An IMEI, whose digits are searched for without what separates groups of them.
    fn write_imei(&mut self, imei: &str) {
        if !imei.bytes().all(|byte| byte.is_ascii_digit()) && DeviceId::parse_imei(imei).is_some() {
            self.text.extend(imei.bytes().filter(u8::is_ascii_digit));
            self.text.push(ORIGINAL_IMEI_START);
        }
        self.write_field(imei);
    }

    /// A field of a row; empty where the record had none, or past the end.
    pub fn get(&self, row: usize, field: TextField) -> &str {
        let line = self.line_bytes(row);
        if field == TextField::Name
            && let Some(name) = find_original_name(line)
        {
            return decode_text(name);
        }
        let mut found = nth_field(line, field as usize);
        if found == [SAME_AS_OTHER_FIELD] {
            let same = if field == TextField::CurrentImei { TextField::PreviousImei } else { TextField::Iccid };
            found = nth_field(line, same as usize);
        }
        if matches!(field, TextField::PreviousImei | TextField::CurrentImei)
            && let Some(at) = memchr::memchr(ORIGINAL_IMEI_START, found)
        {
            found = &found[at + 1..];
        }
        decode_text(found)
    }

    /// The rows that have further identifiers.
    pub fn rows_with_additional_identifiers(&self) -> impl Iterator<Item = usize> {
        self.rows_with_additional_identifiers.0.iter().map(|row| *row as usize)
    }

    /// The identifiers that a row has besides the first of each kind.
    pub fn additional_identifiers(&self, row: usize) -> impl Iterator<Item = (TextField, &str)> {
        let line = if self.rows_with_additional_identifiers.contains(row) { self.line_bytes(row) } else { &[] };
        line.split(|b| *b == FIELD_END).skip(TextField::ALL.len()).filter_map(|field| {
            let (mark, id) = field.split_first()?;
            let of = TextField::ALL.get(usize::from(mark.checked_sub(ADDITIONAL_IDENTIFIER_START)?))?;
            Some((*of, decode_text(id)))
        })
    }

    /// Whether both sessions of a row say the same IMEI; it may be that neither says one.
    pub(crate) fn has_one_imei(&self, row: usize) -> bool {
        nth_field(self.line_bytes(row), TextField::CurrentImei as usize) == [SAME_AS_OTHER_FIELD]
    }

    /// Whether the IMSI of a row begins with some digits: it is what a line begins with.
    pub fn imsi_starts_with(&self, row: usize, digits: &str) -> bool {
        self.line_bytes(row).starts_with(digits.as_bytes())
    }

    /// Appends the rows whose text has the needle, which must be in lower case, to `found`: in order, each once.
    ///
    /// No field ends in the middle of a match: a needle with control characters is found nowhere.
    pub fn search_rows(&self, needle: &str, mut found: impl FnMut(usize)) {
        if needle.bytes().all(|b| b >= 0x20) {
            self.search_bytes(needle.as_bytes(), |row, at| {
                // Letters without the accents that stand behind them are in a name as it came, and not in the name.
                let is_name = !self.rows_with_unnormalized_name.contains(row)
                    || memchr::memrchr(ORIGINAL_NAME_START, &self.text[self.line_start(row)..at]).is_none();
                if is_name {
                    found(row);
                }
                is_name
            });
        }
    }

    /// Calls `found` with the row and the end of each match; where it says yes, the row's other matches are left out.
    fn search_bytes(&self, needle: &[u8], mut found: impl FnMut(usize, usize) -> bool) {
        let finder = memchr::memmem::Finder::new(needle);
        let (mut from, mut row) = (0, 0);
        while let Some(at) = self.text.get(from..).and_then(|rest| finder.find(rest)) {
            let at = from + at;
            row = self.row_at(at, row);
            let Some(end) = self.ends.get(row) else { break };
            from = if found(row, at + needle.len()) { *end as usize } else { at + 1 };
        }
    }

    /// Calls `found` with each row that has a tag of this code, and the tag's value in lower case.
    pub fn for_each_tag_value<'a>(&'a self, code: u16, mut found: impl FnMut(usize, &'a str)) {
        let needle: Vec<u8> = std::iter::once(FIELD_END).chain(encode_tag_code(code)).collect();
        self.search_bytes(&needle, |row, at| {
            let rest = &self.text[at..self.ends[row] as usize];
            // A longer code begins as a shorter one does.
            let whole = rest.first().is_some_and(|byte| *byte < TAG_CODE_DIGIT);
            if whole {
                found(row, decode_text(nth_field(rest, 0)));
            }
            whole
        });
    }

    /// Calls `found` with each row whose tag of this code is the value, which must be in lower case and not empty.
    pub fn for_each_row_with_tag(&self, code: u16, value: &str, mut found: impl FnMut(usize)) {
        let start = std::iter::once(FIELD_END).chain(encode_tag_code(code));
        let needle: Vec<u8> = start.chain(value.bytes()).chain([FIELD_END]).collect();
        self.search_bytes(&needle, |row, _| {
            found(row);
            true
        });
    }

    /// The tags of a row in the order in which its record had them: codes and values, in lower case.
    pub fn tags(&self, row: usize) -> impl Iterator<Item = (u16, &str)> {
        self.line_bytes(row).split(|b| *b == FIELD_END).skip(TextField::Name as usize + 1).map_while(|field| {
            let (digits, code) = decode_tag_code(field);
            (digits > 0).then(|| (code, decode_text(&field[digits..])))
        })
    }

    /// The row whose line has the byte `at`, from row `from` on: near ones first, since hits come close together.
    fn row_at(&self, at: usize, from: usize) -> usize {
        let (mut low, mut stride) = (from, 1);
        while self.ends.get(low + stride - 1).is_some_and(|end| *end as usize <= at) {
            low += stride;
            stride *= 2;
        }
        let high = (low + stride).min(self.ends.len());
        low + self.ends[low..high].partition_point(|end| *end as usize <= at)
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Takes lines out.
    pub fn remove_rows(&mut self, rows: Range<usize>) {
        let (from, to) = (self.line_start(rows.start), self.line_start(rows.end));
        self.text.drain(from..to);
        self.ends.drain(rows.clone());
        self.rows_with_additional_identifiers.remove_range(&rows);
        self.rows_with_unnormalized_name.remove_range(&rows);
        for end in &mut self.ends[rows.start..] {
            *end -= (to - from) as u32;
        }
    }

    /// Makes room for so many more lines, which are about as long as those that are there.
    pub(crate) fn reserve(&mut self, lines: usize) {
        self.ends.reserve_exact(lines);
        let each = self.text.len().checked_div(self.len()).unwrap_or(0);
        self.text.reserve_exact((each * lines).min(u32::MAX as usize - self.text.len()));
    }

    /// Gives back what was reserved and not used.
    pub fn shrink_to_fit(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.rows_with_additional_identifiers.0.shrink_to_fit();
        self.rows_with_unnormalized_name.0.shrink_to_fit();
    }

    fn line_start(&self, row: usize) -> usize {
        row.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize)
    }

    fn line_bytes(&self, row: usize) -> &[u8] {
        self.ends.get(row).map_or(&[], |end| &self.text[self.line_start(row)..*end as usize])
    }
}

/// The bytes that begin a tag of this code, lowest digit first.
fn encode_tag_code(code: u16) -> impl Iterator<Item = u8> {
    let rest = std::iter::successors(Some(code), |code| Some(code >> 3).filter(|rest| *rest > 0));
    rest.map(|rest| TAG_CODE_DIGIT | (rest & 7) as u8)
}

/// How many bytes of a field are the code of a tag, and the code.
fn decode_tag_code(field: &[u8]) -> (usize, u16) {
    let digits = field.iter().take_while(|byte| **byte >= TAG_CODE_DIGIT).count();
    (digits, field[..digits].iter().rev().fold(0_u16, |code, digit| code << 3 | u16::from(digit - TAG_CODE_DIGIT)))
}

/// The name as it was written.
fn find_original_name(line: &[u8]) -> Option<&[u8]> {
    let at = memchr::memrchr(ORIGINAL_NAME_START, line)?;
    line[at + 1..].strip_suffix(&[FIELD_END])
}

fn nth_field(line: &[u8], field: usize) -> &[u8] {
    line.split(|b| *b == FIELD_END).nth(field).unwrap_or(&[])
}

fn decode_text(bytes: &[u8]) -> &str {
    // Fields go in as whole strings, and a field's mark is never inside of a character.
    std::str::from_utf8(bytes).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_are_found_by_their_code() {
        let name = ["", "", "", "", "", "", "", "Sim"];
        let mut lines = TextArena::default();
        let rows: [&[(u16, &str)]; 4] =
            [&[(1, "Tokyo"), (9, "x")], &[(9, "tokyo"), (64, "東京")], &[], &[(64, "東"), (1, "tok")]];
        for tags in rows {
            lines.push(&RecordTexts { fields: name, ..RecordTexts::default() }, tags.iter().copied()).unwrap();
        }
        let values = |code| {
            let mut all = vec![];
            lines.for_each_tag_value(code, |row, value| all.push((row, value.to_owned())));
            all
        };
        let rows_with = |code, value| {
            let mut all = vec![];
            lines.for_each_row_with_tag(code, value, |row| all.push(row));
            all
        };
        assert_eq!(values(1), [(0, "tokyo".into()), (3, "tok".into())]);
        assert_eq!(values(9), [(0, "x".into()), (1, "tokyo".into())]);
        assert_eq!(values(64), [(1, "東京".into()), (3, "東".into())]);
        assert_eq!(values(8), []);
        assert_eq!((rows_with(1, "tok"), rows_with(64, "東")), (vec![3], vec![3]));
        assert_eq!(lines.tags(1).collect::<Vec<_>>(), [(9, "tokyo"), (64, "東京")]);
        assert_eq!(lines.tags(2).count(), 0);
        let mut found = vec![];
        lines.search_rows("東", |row| found.push(row));
        assert_eq!(found, [1, 3]);
    }

    fn build_arena(rows: &[([&str; 8], &[&str])]) -> TextArena {
        let mut lines = TextArena::default();
        for (fields, tags) in rows {
            lines
                .push(&RecordTexts { fields: *fields, ..RecordTexts::default() }, tags.iter().map(|tag| (1, *tag)))
                .unwrap();
        }
        lines
    }

    #[test]
    fn fields_come_back_as_they_went_in() {
        let (iccid, imei) = ("8942310022000000001", "356938035643809");
        let a = ["295051", iccid, iccid, "882", iccid, imei, imei, "Tokyo-1"];
        let b = ["001010", "", "89049032", "", "x", "", imei, ""];
        let c = ["1", "2", "3", "4", "5", "6", "7", "ÉCOLE 東京"];
        let d = ["1", "", "", "", "", "35-693803-564380-9", "35 693803 564380 12", "ホ\u{309A}ンフ\u{309A}"];
        let e = ["1", "", "", "", "", "35-693803-564380-9", "35-693803-564380-9", "Ａ"];
        let lines = build_arena(&[(a, &["", "Berlin"]), (b, &["", "x"]), (c, &[]), (d, &[]), (e, &[])]);
        for (row, fields) in [a, b, c, d, e].iter().enumerate() {
            use TextField::*;
            for (i, field) in
                [Imsi, Iccid, SimId, Msisdn, Serial, PreviousImei, CurrentImei, Name].into_iter().enumerate()
            {
                assert_eq!(lines.get(row, field), fields[i], "row {row} {field:?}");
            }
        }
        assert_eq!(lines.get(5, TextField::Imsi), "");
        assert_eq!(
            ["29", "0010", "1", "8"].map(|digits| (0..3).filter(|row| lines.imsi_starts_with(*row, digits)).count()),
            [1, 1, 1, 0]
        );
    }

    #[test]
    fn additional_identifiers_follow_the_tags() {
        let mut lines = TextArena::default();
        let fields = ["295051", "8942", "", "81", "", "", "", "Tokyo"];
        let further = [(TextField::Imsi, "44120".into()), (TextField::Msisdn, "82".into())];
        lines.push(&RecordTexts { fields, additional_identifiers: &further }, [(1, "x")].into_iter()).unwrap();
        lines.push(&RecordTexts { fields, ..RecordTexts::default() }, [(1, "y")].into_iter()).unwrap();
        assert_eq!(
            lines.additional_identifiers(0).collect::<Vec<_>>(),
            [(TextField::Imsi, "44120"), (TextField::Msisdn, "82")]
        );
        assert_eq!((lines.additional_identifiers(1).count(), lines.additional_identifiers(9).count()), (0, 0));
        assert_eq!(lines.rows_with_additional_identifiers().collect::<Vec<_>>(), [0]);
        assert_eq!((lines.get(0, TextField::Name), lines.tags(0).collect::<Vec<_>>()), ("Tokyo", vec![(1, "x")]));
        let mut found = vec![];
        lines.search_rows("4412", |row| found.push(row));
        assert_eq!(found, [0]);
    }

    #[test]
    fn a_search_ignores_case_and_stays_within_a_field() {
        let one = ["295051", "894", "894", "", "", "356", "356", "Tokyo"];
        let two = ["295052", "895", "", "", "", "", "", "tokyo two"];
        let three = ["", "", "", "", "", "35-693803-564380-9", "", "ホ\u{309A}ンフ\u{309A}場"];
        let lines = build_arena(&[(one, &["Ōsaka"]), (two, &["x"]), (three, &["ＫＯＢＥ"])]);
        for (needle, rows) in [
            ("2950", &[0, 1][..]),
            ("tokyo", &[0, 1]),
            ("ōsaka", &[0]),
            ("52", &[1]),
            ("894", &[0]),
            ("1894", &[]),
            ("\u{1}", &[]),
            ("okyo two", &[1]),
            ("x", &[1]),
            ("zzz", &[]),
            ("356938035643809", &[2]),
            ("3-564380", &[2]),
            ("ポンプ", &[2]),
            ("ホ", &[]),
            ("kobe", &[2]),
        ] {
            let mut found = vec![];
            lines.search_rows(needle, |row| found.push(row));
            assert_eq!(found, rows, "{needle:?}");
        }
    }

    proptest! {
        #[test]
        fn removing_rows_leaves_the_others(names: Vec<String>, a: usize, b: usize) {
            let mut lines = TextArena::default();
            for (i, name) in names.iter().enumerate() {
                let mut fields = ["7"; 8];
                fields[TextField::Name as usize] = name;
                let further = [(TextField::Iccid, i.to_string().into()), (TextField::Imsi, "8".into())];
                let further = if i % 3 == 0 { &further[..] } else { &[] };
                lines.push(&RecordTexts { fields, additional_identifiers: further }, [(3, name.as_str())].into_iter()).unwrap();
            }
            let all = |lines: &TextArena, row| {
                let further: Vec<_> = lines.additional_identifiers(row).map(|(field, id)| (field as u8, id.to_owned())).collect();
                (lines.get(row, TextField::Name).to_owned(), further)
            };
            let before: Vec<_> = (0..names.len()).map(|row| all(&lines, row)).collect();
            let (a, b) = (a % (names.len() + 1), b % (names.len() + 1));
            let range = a.min(b)..a.max(b);
            lines.remove_rows(range.clone());
            let mut kept: Vec<_> = before.iter().enumerate().filter(|(i, _)| !range.contains(i)).map(|(_, n)| n.clone()).collect();
            prop_assert_eq!((0..lines.len()).map(|row| all(&lines, row)).collect::<Vec<_>>(), kept.clone());
            let later = lines.clone();
            // Keys of tags have other codes in what is appended to.
            lines.append_texts(&later, &[0, 1, 2, 9]).unwrap();
            kept.extend(kept.clone());
            prop_assert_eq!((0..lines.len()).map(|row| all(&lines, row)).collect::<Vec<_>>(), kept);
        }
    }
}
