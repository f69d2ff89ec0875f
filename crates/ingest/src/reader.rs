//! A text that comes in pieces, to the fleet: what the splitter finds is extracted at once and dropped.

use crate::decode::{Encoding, valid_utf8_prefix};
use crate::identifier::is_identifier;
use crate::json::JsonType;
use crate::record::{ExtractError, ExtractScratch, LayoutPredictor, RecordWarnings, extract_record, read_record_run};
use crate::report::{IngestError, IngestReport, IssueKind, diagnose_text};
use crate::split::{MAX_RECORD_LEN, RecordOutcome, RecordSplitter, SplitEvent};
use fleet::{CapacityError, Columns, Fleet, RecordSpan};

/// How much of a text's beginning is kept, to tell what it looks like where no SIM is in it.
const MAX_HEAD_LEN: usize = 4096;
/// How many keys are named that lists of records stood under.
const MAX_LIST_KEYS: usize = 5;

/// Reads one source. The fleet's rows of it must have been begun with [`Fleet::begin_source`].
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
    /// A reader that takes objects of more than `longest` bytes for wrappers of records. Tests make it small.
    pub fn new(longest: usize) -> Self {
        Self {
            splitter: RecordSplitter::new(longest),
            collector: RecordCollector::default(),
            predictor: LayoutPredictor::default(),
            head: vec![],
            suspected_encoding: None,
        }
    }

    /// More of the text, in UTF-8.
    pub fn push(&mut self, mut bytes: &[u8], fleet: &mut Fleet) -> Result<(), CapacityError> {
        self.keep_head(bytes);
        while !bytes.is_empty() && !self.collector.is_full {
            // One great piece would be fine too; smaller ones let a full fleet end the reading early.
            let (now, rest) = bytes.split_at(bytes.len().min(MAX_RECORD_LEN));
            self.push_chunk(now, fleet);
            if std::mem::take(&mut self.collector.has_invalid_utf8) {
                self.suspected_encoding = self.suspected_encoding.or_else(|| Encoding::guess_legacy(now));
            }
            bytes = rest;
        }
        if self.collector.is_full { Err(CapacityError) } else { Ok(()) }
    }

    /// Plain records go past the splitter: whoever can read one knows where it ends.
    fn push_chunk(&mut self, bytes: &[u8], fleet: &mut Fleet) {
        let (mut i, mut text, mut from) = (0, "", 0);
        while let Some(rest) = bytes.get(i..).filter(|rest| !rest.is_empty() && !self.collector.is_full) {
            if self.splitter.is_between_values() {
                if i >= from + text.len() {
                    (text, from) = (valid_utf8_prefix(rest), i);
                }
                let at = self.splitter.offset() - (i - from) as u64;
                let (tally, habits, mut scratch) =
                    (&mut self.collector, &mut self.predictor, ExtractScratch::default());
                let end = from
                    + read_record_run(text, i - from, at, habits, &mut scratch, |record, place| {
                        fleet.push(record, place)?;
                        tally.count_records(1);
                        Ok(())
                    });
                if end > i {
                    self.splitter.advance_past((end - i) as u64);
                    i = end;
                    continue;
                }
            }
            let (tally, habits) = (&mut self.collector, &mut self.predictor);
            i += self.splitter.consume_token(rest, &mut |piece| tally.handle_event(piece, habits, fleet));
        }
    }

    /// Takes in a stretch that someone else has read, of so many bytes, where it comes next; says whether it does. If not,
    /// nothing has happened.
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

    /// SIM records read so far.
    pub fn records_read(&self) -> u64 {
        self.collector.report.records_read
    }

    /// The encoding that the text seems to be written in, where that is none that it was read as: it is to be read again.
    pub fn suspected_encoding(&self) -> Option<Encoding> {
        self.suspected_encoding
    }

    /// The end of the text. Where it is refused, nothing of it is in the fleet.
    pub fn finish(mut self, fleet: &mut Fleet) -> Result<IngestReport, IngestError> {
        let (tally, habits) = (&mut self.collector, &mut self.predictor);
        self.splitter.finish(&mut |piece| tally.handle_event(piece, habits, fleet));
        let mut report = self.collector.report;
        report.bytes = self.splitter.offset();
        report.truncated_at = (!self.splitter.is_complete()).then_some(report.bytes);
        if report.records_read > 0 {
            return Ok(report);
        }
        Err(diagnose_text(&self.head, &report))
    }
}

/// What has been read, with the objects that are open around it.
#[derive(Debug, Default)]
struct RecordCollector {
    report: IngestReport,
    wrappers: Vec<WrapperFrame>,
    is_full: bool,
    /// Whether bytes were met that are no UTF-8.
    has_invalid_utf8: bool,
}

/// An object that is no record itself.
#[derive(Debug, Default)]
struct WrapperFrame {
    /// Offset of its `{`.
    offset: u64,
    /// The last key in it.
    last_key: String,
    /// Whether a record stood in it.
    has_records: bool,
    /// Whether a record stood under the last key.
    is_record_list: bool,
    /// What was left out under the last key. It counts once a record is met there: then it stood in the place of one.
    pending_report: IngestReport,
}

impl RecordCollector {
    fn handle_event(&mut self, piece: SplitEvent, habits: &mut LayoutPredictor, fleet: &mut Fleet) -> RecordOutcome {
        match piece {
            SplitEvent::Record { offset: at, bytes } => return self.handle_record(at, bytes, habits, fleet),
            SplitEvent::Malformed { offset: at, issue: what, bytes } => {
                self.has_invalid_utf8 |= std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_some());
                let number = self.next_record_number();
                self.report.skipped += 1;
                self.report.add_issue(number, at, what);
            }
            SplitEvent::Value { offset: at, kind: JsonType::Object } => self.count_skipped(at, IssueKind::NotASim),
            SplitEvent::Value { offset: at, kind } => self.count_skipped(at, IssueKind::NotAnObject(kind)),
            SplitEvent::NonJsonLine { offset: at, text } => {
                self.report.non_json_lines += 1;
                let number = self.next_record_number();
                self.report.add_issue(number, at, IssueKind::NonJsonLine(String::from_utf8_lossy(text).into_owned()));
            }
            SplitEvent::WrapperStart { offset: at } => {
                self.wrappers.push(WrapperFrame { offset: at, ..WrapperFrame::default() })
            }
            SplitEvent::WrapperKey(key) => {
                if let Some(frame) = self.wrappers.last_mut() {
                    *frame = WrapperFrame {
                        offset: frame.offset,
                        has_records: frame.has_records,
                        last_key: String::from_utf8_lossy(key).into_owned(),
                        ..WrapperFrame::default()
                    };
                }
            }
            SplitEvent::WrapperEnd => {
                if let Some(frame) = self.wrappers.pop().filter(|frame| !frame.has_records) {
                    self.count_skipped(frame.offset, IssueKind::NotASim);
                }
            }
        }
        RecordOutcome::Handled
    }

    fn handle_record(
        &mut self,
        at: u64,
        bytes: &[u8],
        habits: &mut LayoutPredictor,
        fleet: &mut Fleet,
    ) -> RecordOutcome {
        if self.is_full {
            return RecordOutcome::Handled;
        }
        let place = RecordSpan { offset: at, len: bytes.len() as u32 };
        let id = self.wrappers.last().map_or("", |frame| &frame.last_key);
        let id = if is_identifier(id) { id } else { "" };
        match extract_record(bytes, id, place, habits, fleet) {
            Ok(RecordWarnings { rejected_fields: fields, has_invalid_utf8: replaced, has_non_finite: nulls }) => {
                self.has_invalid_utf8 |= replaced;
                let number = self.next_record_number();
                self.count_records(1);
                self.report.records_with_invalid_utf8 += u64::from(replaced);
                self.report.records_with_non_finite += u64::from(nulls);
                self.report.records_with_rejected_fields += u64::from(!fields.is_empty());
                for (offset, what) in fields {
                    self.report.add_issue(number, at + offset as u64, what);
                }
                RecordOutcome::Handled
            }
            Err(ExtractError::FleetFull) => {
                self.is_full = true;
                RecordOutcome::Handled
            }
            Err(ExtractError::Record(_, IssueKind::NotASim)) => RecordOutcome::NotASim,
            Err(ExtractError::Record(offset, what @ (IssueKind::InvalidJson(_) | IssueKind::MisplacedDelimiter))) => {
                RecordOutcome::InvalidJson(offset, what)
            }
            Err(ExtractError::Record(offset, what)) => {
                self.count_skipped(at + offset as u64, what);
                RecordOutcome::Handled
            }
        }
    }

    /// Counts records that were taken in.
    fn count_records(&mut self, records: u64) {
        self.commit_pending();
        self.report.records_read += records;
        if let Some(WrapperFrame { last_key: key, is_record_list: false, .. }) = self.wrappers.last()
            && self.report.list_keys.len() < MAX_LIST_KEYS
            && !key.is_empty()
            && !is_identifier(key)
            && !self.report.list_keys.contains(key)
        {
            self.report.list_keys.push(key.clone());
        }
        for frame in &mut self.wrappers {
            (frame.is_record_list, frame.has_records) = (true, true);
        }
    }

    /// Counts what was left out beside records.
    fn commit_pending(&mut self) {
        for frame in &mut self.wrappers {
            self.report.merge_skipped(std::mem::take(&mut frame.pending_report));
        }
    }

    fn count_skipped(&mut self, at: u64, what: IssueKind) {
        let number = self.next_record_number();
        // What stands beside records under a key that holds some counts at once, and so does what an identifier names.
        let report = match self.wrappers.last_mut() {
            Some(frame) if !frame.is_record_list && !is_identifier(&frame.last_key) => &mut frame.pending_report,
            _ => &mut self.report,
        };
        report.skipped += 1;
        report.add_issue(number, at, what);
    }

    /// The number of what comes next.
    fn next_record_number(&self) -> u64 {
        let pending: u64 = self.wrappers.iter().map(|frame| frame.pending_report.skipped).sum();
        self.report.records_read + self.report.skipped + pending + 1
    }
}
