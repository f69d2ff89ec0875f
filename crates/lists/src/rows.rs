//! Splits a table into rows of cells, chunk by chunk.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// Splits a table into rows. Quotation marks and the ends of lines are left to `csv-core`.
pub(crate) struct RowSplitter {
    reader: Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    text_len: usize,
    end_count: usize,
}

impl RowSplitter {
    pub fn new(separator: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(separator).build();
        Self { reader, text: vec![0; 1024], ends: vec![0; 32], text_len: 0, end_count: 0 }
    }

    /// Splits a chunk, and passes the cells of each row that ends in it. No bytes are the end of the table.
    pub fn push(&mut self, mut bytes: &[u8], mut row: impl FnMut(&[u8], &[usize])) {
        let is_end = bytes.is_empty();
        loop {
            let (result, read, written, ended) =
                self.reader.read_record(bytes, &mut self.text[self.text_len..], &mut self.ends[self.end_count..]);
            bytes = &bytes[read..];
            self.text_len += written;
            self.end_count += ended;
            match result {
                ReadRecordResult::InputEmpty if !is_end => return,
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => {
                    row(&self.text[..self.text_len], &self.ends[..self.end_count]);
                    (self.text_len, self.end_count) = (0, 0);
                }
                ReadRecordResult::End => return,
            }
        }
    }
}

/// The cells of a row, without the blanks around them.
pub(crate) fn cells<'a>(text: &'a [u8], ends: &'a [usize]) -> impl Iterator<Item = &'a [u8]> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(start, end)| text.get(start..*end).unwrap_or_default().trim_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(separator: u8, chunks: &[&[u8]]) -> Vec<Vec<String>> {
        let (mut splitter, mut rows) = (RowSplitter::new(separator), vec![]);
        for chunk in chunks.iter().filter(|chunk| !chunk.is_empty()).chain([&&b""[..]]) {
            splitter.push(chunk, |text, ends| {
                rows.push(cells(text, ends).map(|cell| String::from_utf8_lossy(cell).into_owned()).collect());
            });
        }
        rows
    }

    #[test]
    fn rows_end_as_files_have_them() {
        for text in ["a,b\n1,2\n", "a,b\r\n1,2", "a,b\r1,2\r", "\n\na,b\n\n1,2\n\n", "\"a\",\"b\"\n1, 2 \n"] {
            assert_eq!(split(b',', &[text.as_bytes()]), [["a", "b"], ["1", "2"]], "{text:?}");
        }
        assert_eq!(split(b';', &[b"\"a;\"\"b\"\"\nc\";d"]), [["a;\"b\"\nc", "d"]]);
    }

    proptest! {
        #[test]
        fn chunks_do_not_matter(text in "[a,\"\n\r;]{0,60}", at in 0usize..60) {
            let at = at.min(text.len());
            prop_assert_eq!(split(b',', &[&text.as_bytes()[..at], &text.as_bytes()[at..]]), split(b',', &[text.as_bytes()]));
        }
    }
}
