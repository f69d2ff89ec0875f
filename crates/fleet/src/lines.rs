//! The text of every SIM in one arena, a line a SIM: stored once, read as identifiers, searched as one text.

use crate::fold::is_settled;
use crate::letters::has_controls;
use crate::{DeviceId, Full, Identifier, fold, raw};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Ends a field of a line.
const FIELD: u8 = 0x1F;
/// Stands in a field that says the same as another one, so that nothing is stored twice.
const SAME: u8 = 0x01;
/// Begins the name as it was written, the last field of a line that needs one.
const WRITTEN: u8 = 0x1E;
/// Begins a further identifier: this for another [`Field::Imsi`], the next byte for another [`Field::Iccid`], and so on.
const FURTHER: u8 = 0x02;

/// Stands between the digits of an IMEI and the IMEI as it came, where that has more than digits.
const CAME_AS: u8 = 0x1D;

/// Begins a tag, with a digit to the base of eight in its lower bits: one or more of these are the code of its key. UTF-8
/// has no such byte, so that a search for a text never begins in a code.
const TAG: u8 = 0xF8;

/// The fields at the head of a line, in their order. Tags follow them, the code of the key and the value of each, and then
/// the identifiers that a SIM has besides the first of each kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
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

impl Field {
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
pub struct Line<'a> {
    /// One text for each [`Field`], in its order; empty where absent.
    pub fields: [&'a str; 8],
    /// The identifiers that the SIM has besides these.
    pub further: &'a [Identifier<'a>],
}

/// All lines, one after another.
///
/// The arena holds the search text: names and tags as [`fold`] makes them. A name that is another one stands behind the tags
/// once more as it came, so that one search finds it however it is written and it is still shown as it was.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lines {
    #[serde(with = "raw")]
    text: Vec<u8>,
    #[serde(with = "raw")]
    ends: Vec<u32>,
    /// The rows that have further identifiers: one in a thousand.
    further: SparseRows,
    /// The rows whose name stands once more as it came, and that differs in more than capitals.
    rewritten: SparseRows,
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
    fn append(&mut self, later: &Self, before: usize) {
        self.0.extend(later.0.iter().map(|row| row + before as u32));
    }

    fn remove(&mut self, rows: &Range<usize>) {
        self.0.retain(|row| !rows.contains(&(*row as usize)));
        let behind = self.0.partition_point(|row| (*row as usize) < rows.end);
        self.0[behind..].iter_mut().for_each(|row| *row -= rows.len() as u32);
    }

    fn contains(&self, row: usize) -> bool {
        !self.0.is_empty() && self.0.binary_search(&(row as u32)).is_ok()
    }
}

impl Lines {
    /// One more line. `tags` are the tags other than the name: a code for the key, and the value.
    pub fn push<'a>(&mut self, line: &Line<'a>, tags: impl Iterator<Item = (u16, &'a str)>) -> Result<(), Full> {
        let start = self.text.len();
        let [imsi, iccid, sim_id, msisdn, serial, previous_imei, current_imei, name] = line.fields;
        self.put(imsi);
        self.put(iccid);
        self.put_unless(sim_id, iccid);
        self.put(msisdn);
        self.put_unless(serial, iccid);
        self.put_imei(previous_imei);
        match !current_imei.is_empty() && current_imei == previous_imei {
            true => self.text.extend_from_slice(&[SAME, FIELD]),
            false => self.put_imei(current_imei),
        }
        let folded = fold(name);
        self.put(&folded);
        for (code, value) in tags {
            self.text.extend(tag(code));
            self.put(&fold(value));
        }
        for (field, id) in line.further {
            self.text.push(FURTHER + *field as u8);
            self.put(id);
        }
        if folded != name {
            self.text.push(WRITTEN);
            self.put(name);
        }
        let Ok(end) = u32::try_from(self.text.len()) else {
            self.text.truncate(start);
            return Err(Full);
        };
        if !line.further.is_empty() {
            self.further.push(self.len());
        }
        if folded != name && !is_settled(name) {
            self.rewritten.push(self.len());
        }
        self.ends.push(end);
        Ok(())
    }

    /// Appends later lines, whose keys of tags have these codes here.
    pub(crate) fn append(&mut self, later: &Self, codes: &[u16]) -> Result<(), Full> {
        let start = self.text.len();
        if u32::try_from(start + later.text.len() + 8 * later.len()).is_err() {
            return Err(Full);
        }
        self.further.append(&later.further, self.len());
        self.rewritten.append(&later.rewritten, self.len());
        let same = codes.iter().enumerate().all(|(was, is)| was == usize::from(*is));
        if same {
            self.text.extend_from_slice(&later.text);
            // It was seen to fit.
            self.ends.extend(later.ends.iter().map(|end| end + start as u32));
            return Ok(());
        }
        for row in 0..later.len() {
            for field in later.line(row).split_inclusive(|b| *b == FIELD) {
                let (digits, code) = tag_of(field);
                if digits > 0 {
                    self.text.extend(tag(codes.get(usize::from(code)).copied().unwrap_or(code)));
                }
                self.text.extend_from_slice(&field[digits..]);
            }
            self.ends.push(self.text.len() as u32);
        }
        Ok(())
    }

    fn put(&mut self, field: &str) {
        // A control character would end the field early; none belongs into an identifier or a name.
        if has_controls(field) {
            self.text.extend(field.bytes().map(|b| b.max(b' ')));
        } else {
            self.text.extend_from_slice(field.as_bytes());
        }
        self.text.push(FIELD);
    }

    /// A field that may say what another one says.
    fn put_unless(&mut self, field: &str, same: &str) {
        if !field.is_empty() && field == same {
            self.text.extend_from_slice(&[SAME, FIELD]);
        } else {
            self.put(field);
        }
    }

    /// An IMEI, whose digits are searched for without what separates groups of them.
    fn put_imei(&mut self, imei: &str) {
        if !imei.bytes().all(|byte| byte.is_ascii_digit()) && DeviceId::parse(imei).is_some() {
            self.text.extend(imei.bytes().filter(u8::is_ascii_digit));
            self.text.push(CAME_AS);
        }
        self.put(imei);
    }

    /// A field of a row; empty where the record had none, or past the end.
    pub fn get(&self, row: usize, field: Field) -> &str {
        let line = self.line(row);
        if field == Field::Name
            && let Some(name) = as_written(line)
        {
            return text(name);
        }
        let mut found = nth(line, field as usize);
        if found == [SAME] {
            let same = if field == Field::CurrentImei { Field::PreviousImei } else { Field::Iccid };
            found = nth(line, same as usize);
        }
        if matches!(field, Field::PreviousImei | Field::CurrentImei)
            && let Some(at) = memchr::memchr(CAME_AS, found)
        {
            found = &found[at + 1..];
        }
        text(found)
    }

    /// The rows that have further identifiers.
    pub fn rows_with_further(&self) -> impl Iterator<Item = usize> {
        self.further.0.iter().map(|row| *row as usize)
    }

    /// The identifiers that a row has besides the first of each kind.
    pub fn further(&self, row: usize) -> impl Iterator<Item = (Field, &str)> {
        let line = if self.further.contains(row) { self.line(row) } else { &[] };
        line.split(|b| *b == FIELD).skip(Field::ALL.len()).filter_map(|field| {
            let (mark, id) = field.split_first()?;
            let of = Field::ALL.get(usize::from(mark.checked_sub(FURTHER)?))?;
            Some((*of, text(id)))
        })
    }

    /// Whether both sessions of a row say the same IMEI; it may be that neither says one.
    pub(crate) fn is_in_one_device(&self, row: usize) -> bool {
        nth(self.line(row), Field::CurrentImei as usize) == [SAME]
    }

    /// Whether the IMSI of a row begins with some digits: it is what a line begins with.
    pub fn imsi_begins(&self, row: usize, digits: &str) -> bool {
        self.line(row).starts_with(digits.as_bytes())
    }

    /// Appends the rows whose text has the needle, which must be in lower case, to `found`: in order, each once.
    ///
    /// No field ends in the middle of a match: a needle with control characters is found nowhere.
    pub fn search(&self, needle: &str, mut found: impl FnMut(usize)) {
        if needle.bytes().all(|b| b >= 0x20) {
            self.search_bytes(needle.as_bytes(), |row, at| {
                // Letters without the accents that stand behind them are in a name as it came, and not in the name.
                let is_name = !self.rewritten.contains(row)
                    || memchr::memrchr(WRITTEN, &self.text[self.start(row)..at]).is_none();
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
    pub fn tagged<'a>(&'a self, code: u16, mut found: impl FnMut(usize, &'a str)) {
        let needle: Vec<u8> = std::iter::once(FIELD).chain(tag(code)).collect();
        self.search_bytes(&needle, |row, at| {
            let rest = &self.text[at..self.ends[row] as usize];
            // A longer code begins as a shorter one does.
            let whole = rest.first().is_some_and(|byte| *byte < TAG);
            if whole {
                found(row, text(nth(rest, 0)));
            }
            whole
        });
    }

    /// Calls `found` with each row whose tag of this code begins with the value, which must be in lower case and not empty;
    /// where `whole` says so, with those whose tag is the value.
    pub fn tagged_as(&self, code: u16, value: &str, whole: bool, mut found: impl FnMut(usize)) {
        let end = whole.then_some(FIELD);
        let needle: Vec<u8> = std::iter::once(FIELD).chain(tag(code)).chain(value.bytes()).chain(end).collect();
        self.search_bytes(&needle, |row, _| {
            found(row);
            true
        });
    }

    /// The tags of a row in the order in which its record had them: codes and values, in lower case.
    pub fn tags(&self, row: usize) -> impl Iterator<Item = (u16, &str)> {
        self.line(row).split(|b| *b == FIELD).skip(Field::Name as usize + 1).map_while(|field| {
            let (digits, code) = tag_of(field);
            (digits > 0).then(|| (code, text(&field[digits..])))
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
    pub fn remove(&mut self, rows: Range<usize>) {
        let (from, to) = (self.start(rows.start), self.start(rows.end));
        self.text.drain(from..to);
        self.ends.drain(rows.clone());
        self.further.remove(&rows);
        self.rewritten.remove(&rows);
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
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.further.0.shrink_to_fit();
        self.rewritten.0.shrink_to_fit();
    }

    fn start(&self, row: usize) -> usize {
        row.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize)
    }

    fn line(&self, row: usize) -> &[u8] {
        self.ends.get(row).map_or(&[], |end| &self.text[self.start(row)..*end as usize])
    }
}

/// The bytes that begin a tag of this code, lowest digit first.
fn tag(code: u16) -> impl Iterator<Item = u8> {
    let rest = std::iter::successors(Some(code), |code| Some(code >> 3).filter(|rest| *rest > 0));
    rest.map(|rest| TAG | (rest & 7) as u8)
}

/// How many bytes of a field are the code of a tag, and the code.
fn tag_of(field: &[u8]) -> (usize, u16) {
    let digits = field.iter().take_while(|byte| **byte >= TAG).count();
    (digits, field[..digits].iter().rev().fold(0_u16, |code, digit| code << 3 | u16::from(digit - TAG)))
}

/// The name as it was written.
fn as_written(line: &[u8]) -> Option<&[u8]> {
    let at = memchr::memrchr(WRITTEN, line)?;
    line[at + 1..].strip_suffix(&[FIELD])
}

fn nth(line: &[u8], field: usize) -> &[u8] {
    line.split(|b| *b == FIELD).nth(field).unwrap_or(&[])
}

fn text(bytes: &[u8]) -> &str {
    // Fields go in as whole strings, and a field's mark is never inside of a character.
    std::str::from_utf8(bytes).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_by_their_code() {
        let name = ["", "", "", "", "", "", "", "Sim"];
        let mut lines = Lines::default();
        let rows: [&[(u16, &str)]; 4] =
            [&[(1, "Tokyo"), (9, "x")], &[(9, "tokyo"), (64, "東京")], &[], &[(64, "東"), (1, "tok")]];
        for tags in rows {
            lines.push(&Line { fields: name, ..Line::default() }, tags.iter().copied()).unwrap();
        }
        let values = |code| {
            let mut all = vec![];
            lines.tagged(code, |row, value| all.push((row, value.to_owned())));
            all
        };
        let as_value = |code, value, whole| {
            let mut all = vec![];
            lines.tagged_as(code, value, whole, |row| all.push(row));
            all
        };
        assert_eq!(values(1), [(0, "tokyo".into()), (3, "tok".into())]);
        assert_eq!(values(9), [(0, "x".into()), (1, "tokyo".into())]);
        assert_eq!(values(64), [(1, "東京".into()), (3, "東".into())]);
        assert_eq!(values(8), []);
        assert_eq!((as_value(1, "tok", false), as_value(1, "tok", true)), (vec![0, 3], vec![3]));
        assert_eq!(as_value(64, "東", true), [3]);
        assert_eq!(lines.tags(1).collect::<Vec<_>>(), [(9, "tokyo"), (64, "東京")]);
        assert_eq!(lines.tags(2).count(), 0);
        let mut found = vec![];
        lines.search("東", |row| found.push(row));
        assert_eq!(found, [1, 3]);
    }

    fn lines(rows: &[([&str; 8], &[&str])]) -> Lines {
        let mut lines = Lines::default();
        for (fields, tags) in rows {
            lines.push(&Line { fields: *fields, ..Line::default() }, tags.iter().map(|tag| (1, *tag))).unwrap();
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
        let lines = lines(&[(a, &["", "Berlin"]), (b, &["", "x"]), (c, &[]), (d, &[]), (e, &[])]);
        for (row, fields) in [a, b, c, d, e].iter().enumerate() {
            use Field::*;
            for (i, field) in
                [Imsi, Iccid, SimId, Msisdn, Serial, PreviousImei, CurrentImei, Name].into_iter().enumerate()
            {
                assert_eq!(lines.get(row, field), fields[i], "row {row} {field:?}");
            }
        }
        assert_eq!(lines.get(5, Field::Imsi), "");
        assert_eq!(
            ["29", "0010", "1", "8"].map(|digits| (0..3).filter(|row| lines.imsi_begins(*row, digits)).count()),
            [1, 1, 1, 0]
        );
    }

    #[test]
    fn further_identifiers_stand_behind_the_tags() {
        let mut lines = Lines::default();
        let fields = ["295051", "8942", "", "81", "", "", "", "Tokyo"];
        let further = [(Field::Imsi, "44120".into()), (Field::Msisdn, "82".into())];
        lines.push(&Line { fields, further: &further }, [(1, "x")].into_iter()).unwrap();
        lines.push(&Line { fields, ..Line::default() }, [(1, "y")].into_iter()).unwrap();
        assert_eq!(lines.further(0).collect::<Vec<_>>(), [(Field::Imsi, "44120"), (Field::Msisdn, "82")]);
        assert_eq!((lines.further(1).count(), lines.further(9).count()), (0, 0));
        assert_eq!(lines.rows_with_further().collect::<Vec<_>>(), [0]);
        assert_eq!((lines.get(0, Field::Name), lines.tags(0).collect::<Vec<_>>()), ("Tokyo", vec![(1, "x")]));
        let mut found = vec![];
        lines.search("4412", |row| found.push(row));
        assert_eq!(found, [0]);
    }

    #[test]
    fn searches_without_case_and_within_a_field() {
        let one = ["295051", "894", "894", "", "", "356", "356", "Tokyo"];
        let two = ["295052", "895", "", "", "", "", "", "tokyo two"];
        let three = ["", "", "", "", "", "35-693803-564380-9", "", "ホ\u{309A}ンフ\u{309A}場"];
        let lines = lines(&[(one, &["Ōsaka"]), (two, &["x"]), (three, &["ＫＯＢＥ"])]);
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
            lines.search(needle, |row| found.push(row));
            assert_eq!(found, rows, "{needle:?}");
        }
    }

    proptest! {
        #[test]
        fn removing_rows_leaves_the_others(names: Vec<String>, a: usize, b: usize) {
            let mut lines = Lines::default();
            for (i, name) in names.iter().enumerate() {
                let mut fields = ["7"; 8];
                fields[Field::Name as usize] = name;
                let further = [(Field::Iccid, i.to_string().into()), (Field::Imsi, "8".into())];
                let further = if i % 3 == 0 { &further[..] } else { &[] };
                lines.push(&Line { fields, further }, [(3, name.as_str())].into_iter()).unwrap();
            }
            let all = |lines: &Lines, row| {
                let further: Vec<_> = lines.further(row).map(|(field, id)| (field as u8, id.to_owned())).collect();
                (lines.get(row, Field::Name).to_owned(), further)
            };
            let before: Vec<_> = (0..names.len()).map(|row| all(&lines, row)).collect();
            let (a, b) = (a % (names.len() + 1), b % (names.len() + 1));
            let range = a.min(b)..a.max(b);
            lines.remove(range.clone());
            let mut kept: Vec<_> = before.iter().enumerate().filter(|(i, _)| !range.contains(i)).map(|(_, n)| n.clone()).collect();
            prop_assert_eq!((0..lines.len()).map(|row| all(&lines, row)).collect::<Vec<_>>(), kept.clone());
            let later = lines.clone();
            // Keys of tags have other codes in what is appended to.
            lines.append(&later, &[0, 1, 2, 9]).unwrap();
            kept.extend(kept.clone());
            prop_assert_eq!((0..lines.len()).map(|row| all(&lines, row)).collect::<Vec<_>>(), kept);
        }
    }
}
