//! The search in the texts of all rows.

use super::TextArena;
use super::line_format::{FIELD_END, ORIGINAL_NAME_START, TAG_CODE_DIGIT, decode_text, encode_tag_code, nth_field};

impl TextArena {
    /// Calls `found` with the rows whose text has the needle, which must be in lower case: in order, each once.
    ///
    /// A needle with control characters is found nowhere, so that no match extends over two fields.
    pub fn search_rows(&self, needle: &str, mut found: impl FnMut(usize)) {
        if needle.bytes().all(|b| b >= 0x20) {
            self.search_bytes(needle.as_bytes(), |row, at| {
                // A name as it was written may have a letter and its accent apart. The letter alone is not in the name.
                let is_name = !self.rows_with_unnormalized_name.contains(row)
                    || memchr::memrchr(ORIGINAL_NAME_START, &self.text[self.line_start(row)..at]).is_none();
                if is_name {
                    found(row);
                }
                is_name
            });
        }
    }

    /// Calls `accept` with the row and the end of each match. The other matches of a row are skipped once it says yes.
    fn search_bytes(&self, needle: &[u8], mut accept: impl FnMut(usize, usize) -> bool) {
        let finder = memchr::memmem::Finder::new(needle);
        let (mut from, mut row) = (0, 0);
        while let Some(at) = self.text.get(from..).and_then(|rest| finder.find(rest)) {
            let at = from + at;
            row = self.row_at(at, row);
            let Some(end) = self.ends.get(row) else { break };
            from = if accept(row, at + needle.len()) { *end as usize } else { at + 1 };
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

    /// Returns the row whose line has the byte `at`, which is row `from` or a later one. It looks at near rows first, since
    /// matches are close together.
    fn row_at(&self, at: usize, from: usize) -> usize {
        let (mut low, mut stride) = (from, 1);
        while self.ends.get(low + stride - 1).is_some_and(|end| *end as usize <= at) {
            low += stride;
            stride *= 2;
        }
        let high = (low + stride).min(self.ends.len());
        low + self.ends[low..high].partition_point(|end| *end as usize <= at)
    }
}
