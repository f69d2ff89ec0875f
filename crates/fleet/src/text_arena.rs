//! The texts of every SIM in one arena, a line each: stored once, read as fields, searched as one text.

mod line_format;
mod search;
mod sparse_rows;
#[cfg(test)]
mod tests;
mod texts;

use crate::fold::is_normalization_stable;
use crate::swar::has_control_chars;
use crate::{CapacityError, DeviceId, Identifier, fold_text, raw};
use line_format::{
    ADDITIONAL_IDENTIFIER_START, FIELD_END, ORIGINAL_IMEI_START, ORIGINAL_NAME_START, SAME_AS_OTHER_FIELD,
    decode_tag_code, encode_tag_code,
};
use serde::{Deserialize, Serialize};
use sparse_rows::SparseRows;
use std::ops::Range;

/// The texts of one SIM, as they are pushed.
#[derive(Clone, Copy, Debug, Default)]
pub struct RecordTexts<'a> {
    /// One text for each [`crate::TextField`], in its order; empty where absent.
    pub fields: [&'a str; 8],
    /// The identifiers that the SIM has besides these.
    pub additional_identifiers: &'a [Identifier<'a>],
}

/// All lines, one after another.
///
/// The arena is the text that is searched: names and tags are in it as [`fold_text`] makes them. A name that this changes is
/// written once more after the tags, as it came: so one search finds it however it is written, and it is shown as it was.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TextArena {
    #[serde(with = "raw")]
    text: Vec<u8>,
    #[serde(with = "raw")]
    ends: Vec<u32>,
    /// The rows that have more than one identifier of a kind: one in a thousand.
    rows_with_additional_identifiers: SparseRows,
    /// The rows whose name is there once more as it came, and differs in more than capitals.
    rows_with_unnormalized_name: SparseRows,
}

impl TextArena {
    /// Adds a line. `tags` are the tags other than the name: the code of the key, and the value.
    ///
    /// # Errors
    /// Returns an error if the arena of texts is full (4 GiB); nothing is added then.
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

    /// Appends the lines of later records. `codes` has the code here of each of their keys of tags.
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
            // They fit: see above.
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
        // A control character would end the field early, and no identifier or name has one.
        if has_control_chars(field) {
            self.text.extend(field.bytes().map(|b| b.max(b' ')));
        } else {
            self.text.extend_from_slice(field.as_bytes());
        }
        self.text.push(FIELD_END);
    }

    /// Writes a field that is often the same as another one.
    fn write_field_unless_same(&mut self, field: &str, same: &str) {
        if !field.is_empty() && field == same {
            self.text.extend_from_slice(&[SAME_AS_OTHER_FIELD, FIELD_END]);
        } else {
            self.write_field(field);
        }
    }

    /// Writes an IMEI. Its digits are searched for without what separates groups of them.
    fn write_imei(&mut self, imei: &str) {
        if !imei.bytes().all(|byte| byte.is_ascii_digit()) && DeviceId::parse_imei(imei).is_some() {
            self.text.extend(imei.bytes().filter(u8::is_ascii_digit));
            self.text.push(ORIGINAL_IMEI_START);
        }
        self.write_field(imei);
    }

    /// Number of lines.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no lines.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Removes lines; those after them move up.
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

    /// Reserves memory for so many more lines, which are about as long as those that are there.
    pub(crate) fn reserve(&mut self, lines: usize) {
        self.ends.reserve_exact(lines);
        let each = self.text.len().checked_div(self.len()).unwrap_or(0);
        self.text.reserve_exact((each * lines).min(u32::MAX as usize - self.text.len()));
    }

    /// Returns memory that was reserved and is not used.
    pub fn shrink_to_fit(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.rows_with_additional_identifiers.shrink_to_fit();
        self.rows_with_unnormalized_name.shrink_to_fit();
    }

    fn line_start(&self, row: usize) -> usize {
        row.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize)
    }

    fn line_bytes(&self, row: usize) -> &[u8] {
        self.ends.get(row).map_or(&[], |end| &self.text[self.line_start(row)..*end as usize])
    }
}
