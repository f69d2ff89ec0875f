//! Splits a table into rows of cells, chunk by chunk.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::borrow::Cow;

/// Maximum length of a row, in bytes. A longer one begins with a quotation mark that nobody closed.
const MAX_ROW_BYTES: usize = 256 * 1024;

/// What passes a row on.
pub(crate) type RowSink<'a> = &'a mut dyn FnMut(Row);

/// A row of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    text: &'a [u8],
    /// Where each cell ends.
    ends: &'a [usize],
    /// Bytes between two cells.
    gap: usize,
    /// How it was read.
    pub reading: RowReading,
}

impl<'a> Row<'a> {
    /// Number of its cells.
    pub fn len(self) -> usize {
        self.ends.len()
    }

    /// A cell, without the blanks around it; empty where the row has none.
    pub fn cell(self, column: usize) -> Cow<'a, str> {
        let start = column.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).map(|end| end + self.gap));
        let range = start.zip(self.ends.get(column)).map(|(start, end)| start..*end);
        let cell = range.and_then(|range| self.text.get(range)).unwrap_or_default();
        String::from_utf8_lossy(cell.trim_ascii())
    }
}

/// How a row was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RowReading {
    /// As it is written.
    Quoted,
    /// A quotation mark in it is not closed: its line was split as if it had none.
    Unquoted,
}

/// Splits a table into rows. Quotation marks and the ends of lines are left to `csv-core`.
///
/// A quotation mark that is not closed would swallow the rows after it. A row of several lines that is too long, has not as
/// many cells as the others or an odd number of quotation marks, is taken for one: only its first line is spoilt, and the others are read again.
pub(crate) struct RowSplitter {
    separator: u8,
    /// How many cells a row has, where that is known.
    width: Option<usize>,
    reader: Reader,
    /// The bytes of the row so far.
    raw: Vec<u8>,
    text: Vec<u8>,
    ends: Vec<usize>,
    text_len: usize,
    end_count: usize,
}

impl RowSplitter {
    pub fn new(separator: u8, width: Option<usize>) -> Self {
        let reader = ReaderBuilder::new().delimiter(separator).build();
        let (text, ends) = (vec![0; 1024], vec![0; 32]);
        Self { separator, width, reader, raw: vec![], text, ends, text_len: 0, end_count: 0 }
    }

    /// Splits a chunk, and passes each row that ends in it. No bytes are the end of the table.
    pub fn push(&mut self, mut bytes: &[u8], row: RowSink) {
        let is_end = bytes.is_empty();
        loop {
            bytes = self.split_plain_lines(bytes, row);
            // The reader takes no bytes for the end of the table.
            if bytes.is_empty() && !is_end {
                return;
            }
            let (result, read, written, ended) =
                self.reader.read_record(bytes, &mut self.text[self.text_len..], &mut self.ends[self.end_count..]);
            self.raw.extend_from_slice(&bytes[..read]);
            bytes = &bytes[read..];
            self.text_len += written;
            self.end_count += ended;
            let is_too_long = self.width.is_some() && self.text_len > MAX_ROW_BYTES;
            match result {
                _ if is_too_long => self.reread_lines(row),
                ReadRecordResult::InputEmpty if !is_end => return,
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record if self.swallows_rows() => self.reread_lines(row),
                ReadRecordResult::Record => {
                    let (text, ends) = (&self.text[..self.text_len], &self.ends[..self.end_count]);
                    row(Row { text, ends, gap: 0, reading: RowReading::Quoted });
                    self.begin_row();
                }
                ReadRecordResult::End => return,
            }
        }
    }

    /// Splits whole lines without quotation marks, which nearly all are, and returns the bytes after them. Where a row has
    /// begun, that is all.
    fn split_plain_lines<'b>(&mut self, mut bytes: &'b [u8], row: RowSink) -> &'b [u8] {
        if !self.raw.is_empty() {
            return bytes;
        }
        while let Some(end) = memchr::memchr2(b'\n', b'\r', bytes) {
            let line = &bytes[..end];
            if memchr::memchr(b'"', line).is_some() {
                break;
            }
            if !line.is_empty() {
                self.pass_line(line, RowReading::Quoted, row);
            }
            bytes = &bytes[end + 1..];
        }
        bytes
    }

    /// Passes a line on without regard to quotation marks.
    fn pass_line(&mut self, line: &[u8], reading: RowReading, row: RowSink) {
        let mut count = 0;
        for end in memchr::memchr_iter(self.separator, line).chain([line.len()]) {
            match self.ends.get_mut(count) {
                Some(place) => *place = end,
                None => self.ends.push(end),
            }
            count += 1;
        }
        row(Row { text: line, ends: &self.ends[..count], gap: 1, reading });
    }

    fn begin_row(&mut self) {
        (self.text_len, self.end_count) = (0, 0);
        self.raw.clear();
    }

    /// Whether a row that has ended seems to have others in it.
    fn swallows_rows(&self) -> bool {
        let raw = self.raw.trim_ascii();
        // Those of whole cells are pairs.
        let has_odd_quote = || memchr::memchr_iter(b'"', raw).count() % 2 == 1;
        let has_lines = memchr::memchr2(b'\n', b'\r', raw).is_some();
        has_lines && self.width.is_some_and(|width| width != self.end_count || has_odd_quote())
    }

    /// Passes the first line of the row on without regard to quotation marks, and splits the others again.
    fn reread_lines(&mut self, row: RowSink) {
        let raw = std::mem::take(&mut self.raw);
        self.begin_row();
        self.reader.reset();
        let lines = raw.trim_ascii_start();
        let end = memchr::memchr2(b'\n', b'\r', lines).unwrap_or(lines.len());
        let (line, rest) = lines.split_at(end);
        self.pass_line(line, RowReading::Unquoted, row);
        if !rest.is_empty() {
            self.push(rest, row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split_with(separator: u8, width: Option<usize>, chunks: &[&[u8]]) -> Vec<Vec<String>> {
        let (mut splitter, mut rows) = (RowSplitter::new(separator, width), vec![]);
        for chunk in chunks.iter().filter(|chunk| !chunk.is_empty()).chain([&&b""[..]]) {
            splitter.push(chunk, &mut |row| rows.push(texts(row)));
        }
        rows
    }

    fn texts(row: Row) -> Vec<String> {
        (0..row.len()).map(|column| row.cell(column).into_owned()).collect()
    }

    fn split(separator: u8, chunks: &[&[u8]]) -> Vec<Vec<String>> {
        split_with(separator, None, chunks)
    }

    #[test]
    fn rows_end_as_files_have_them() {
        for text in ["a,b\n1,2\n", "a,b\r\n1,2", "a,b\r1,2\r", "\n\na,b\n\n1,2\n\n", "\"a\",\"b\"\n1, 2 \n"] {
            assert_eq!(split(b',', &[text.as_bytes()]), [["a", "b"], ["1", "2"]], "{text:?}");
        }
        assert_eq!(split(b';', &[b"\"a;\"\"b\"\"\nc\";d"]), [["a;\"b\"\nc", "d"]]);
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_costs_its_line() {
        let long: String = (0..100_000).map(|at| format!("{at},x\n")).collect();
        for (text, rows, lost) in [
            ("1,\"a\n2,b\n3,c\n", 3, 1),
            ("1,a\n2,\"b\n3,c\n4,\"d\"\n5,e\n", 5, 2),
            ("1,a\n\"2,b\n3,c", 3, 1),
            ("1,\"a\n2,b\n3,\"c\"\n4,d\n", 4, 2),
            // A cell of several lines is one.
            ("1,\"a\nb\"\n2,c\n", 2, 0),
            (&format!("0,\"open\n{long}"), 100_001, 1),
        ] {
            let split = split_with(b',', Some(2), &[text.as_bytes()]);
            assert_eq!(split.len(), rows, "{}", &text[..20.min(text.len())]);
            assert!(split.iter().filter(|row| row.concat().contains('"')).count() <= lost, "{split:?}");
        }
    }

    /// The same by `csv-core` alone.
    fn split_by_reader(separator: u8, text: &[u8]) -> Vec<Vec<String>> {
        let (mut splitter, mut rows) = (RowSplitter::new(separator, None), vec![]);
        for chunk in [text, b""] {
            let (mut bytes, mut results) = (chunk, 0);
            // As long as it says anything.
            while results < 1000 {
                results += 1;
                let (result, read, written, ended) = splitter.reader.read_record(
                    bytes,
                    &mut splitter.text[splitter.text_len..],
                    &mut splitter.ends[splitter.end_count..],
                );
                bytes = &bytes[read..];
                splitter.text_len += written;
                splitter.end_count += ended;
                match result {
                    ReadRecordResult::Record => {
                        let (text, ends) = (&splitter.text[..splitter.text_len], &splitter.ends[..splitter.end_count]);
                        rows.push(texts(Row { text, ends, gap: 0, reading: RowReading::Quoted }));
                        (splitter.text_len, splitter.end_count) = (0, 0);
                    }
                    ReadRecordResult::InputEmpty | ReadRecordResult::End => break,
                    _ => {}
                }
            }
        }
        rows
    }

    proptest! {
        #[test]
        fn plain_lines_are_split_as_the_reader_does(text in "([a, ]{0,6}[\n\r\"]){0,12}") {
            prop_assert_eq!(split(b',', &[text.as_bytes()]), split_by_reader(b',', text.as_bytes()), "{:?}", text);
        }

        #[test]
        fn chunks_do_not_matter(text in "[a,\"\n\r;]{0,60}", at in 0usize..60, width in proptest::option::of(1usize..4)) {
            let at = at.min(text.len());
            let parts = [&text.as_bytes()[..at], &text.as_bytes()[at..]];
            prop_assert_eq!(split_with(b',', width, &parts), split_with(b',', width, &[text.as_bytes()]));
        }
    }
}
