//! Reads a text, which comes in chunks, into the fleet: what the splitter finds is extracted at once and dropped.

use crate::decode::{Encoding, valid_utf8_prefix};
use crate::record::{ExtractScratch, LayoutPredictor, read_record_run};
use crate::record_collector::RecordCollector;
use crate::report::{IngestError, IngestReport, diagnose_text};
use crate::split::{MAX_RECORD_LEN, RecordSplitter};
use fleet::{CapacityError, Columns, Fleet};

/// Maximum number of bytes of a text's beginning that are kept, to diagnose a text without any SIM.
const MAX_HEAD_LEN: usize = 4096;

/// Reads one source, which was begun with [`Fleet::begin_source`].
#[derive(Debug)]
pub struct IngestReader {
    splitter: RecordSplitter,
    collector: RecordCollector,
    predictor: LayoutPredictor,
    head: Vec<u8>,
    suspected_encoding: Option<Encoding>,
}

impl Default for IngestReader {
    fn default() -> Self {
        Self::new(MAX_RECORD_LEN)
    }
}

impl IngestReader {
    /// A reader that treats objects of more than `longest` bytes as wrappers of records. Tests make it small.
    pub fn new(longest: usize) -> Self {
        Self {
            splitter: RecordSplitter::new(longest),
            collector: RecordCollector::default(),
            predictor: LayoutPredictor::default(),
            head: vec![],
            suspected_encoding: None,
        }
    }

    /// Reads a chunk of the text, in UTF-8.
    ///
    /// # Errors
    /// Returns an error if the fleet has no room for more texts (4 GiB).
    pub fn push(&mut self, mut bytes: &[u8], fleet: &mut Fleet) -> Result<(), CapacityError> {
        self.keep_head(bytes);
        while !bytes.is_empty() && !self.collector.is_full {
            // The splitter would read one large chunk as well. Smaller ones let a full fleet end the reading early.
            let (now, rest) = bytes.split_at(bytes.len().min(MAX_RECORD_LEN));
            self.push_chunk(now, fleet);
            if std::mem::take(&mut self.collector.has_invalid_utf8) {
                self.suspected_encoding = self.suspected_encoding.or_else(|| Encoding::guess_legacy(now));
            }
            bytes = rest;
        }
        if self.collector.is_full { Err(CapacityError) } else { Ok(()) }
    }

    /// Reads a chunk. Plain records are read without the splitter, since their reader finds their end.
    fn push_chunk(&mut self, bytes: &[u8], fleet: &mut Fleet) {
        let (mut i, mut text, mut from) = (0, "", 0);
        while let Some(rest) = bytes.get(i..).filter(|rest| !rest.is_empty() && !self.collector.is_full) {
            if self.splitter.is_between_values() {
                if i >= from + text.len() {
                    (text, from) = (valid_utf8_prefix(rest), i);
                }
                let at = self.splitter.offset() - (i - from) as u64;
                let (collector, predictor, mut scratch) =
                    (&mut self.collector, &mut self.predictor, ExtractScratch::default());
                let end = from
                    + read_record_run(text, i - from, at, predictor, &mut scratch, |record, span| {
                        fleet.push(record, span)?;
                        collector.count_records(1);
                        Ok(())
                    });
                if end > i {
                    self.splitter.advance_past((end - i) as u64);
                    i = end;
                    continue;
                }
            }
            let (collector, predictor) = (&mut self.collector, &mut self.predictor);
            i += self.splitter.consume_token(rest, &mut |event| collector.handle_event(event, predictor, fleet));
        }
    }

    /// Appends a run of records that was read elsewhere, of so many bytes, and returns true, if a record may come next. If
    /// not, nothing is changed.
    ///
    /// # Errors
    /// Returns an error if the fleet has no room for more texts (4 GiB).
    pub fn append_run(&mut self, columns: &Columns, bytes: u64, fleet: &mut Fleet) -> Result<bool, CapacityError> {
        if self.collector.is_full || !self.splitter.is_between_values() {
            return Ok(false);
        }
        fleet.append_columns(columns)?;
        self.collector.count_records(columns.len() as u64);
        self.splitter.advance_past(bytes);
        Ok(true)
    }

    fn keep_head(&mut self, bytes: &[u8]) {
        if self.head.len() < MAX_HEAD_LEN {
            let room = (MAX_HEAD_LEN - self.head.len()).min(bytes.len());
            self.head.extend_from_slice(&bytes[..room]);
        }
    }

    /// Number of records of SIMs that were read so far.
    pub fn records_read(&self) -> u64 {
        self.collector.report.records_read
    }

    /// The encoding that the text seems to have, where it is not the one that it was read as. The text is to be read again
    /// then.
    pub fn suspected_encoding(&self) -> Option<Encoding> {
        self.suspected_encoding
    }

    /// Ends the text.
    ///
    /// # Errors
    /// Where there is no record of a SIM in it. Nothing of it is in the fleet then.
    pub fn finish(mut self, fleet: &mut Fleet) -> Result<IngestReport, IngestError> {
        let (collector, predictor) = (&mut self.collector, &mut self.predictor);
        self.splitter.finish(&mut |event| collector.handle_event(event, predictor, fleet));
        let mut report = self.collector.report;
        report.bytes = self.splitter.offset();
        report.truncated_at = (!self.splitter.is_complete()).then_some(report.bytes);
        if report.records_read > 0 {
            return Ok(report);
        }
        Err(diagnose_text(&self.head, &report))
    }
}
