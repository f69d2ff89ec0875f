//! What the splitter finds, to the fleet and to the report.

use crate::identifier::is_identifier;
use crate::json::JsonType;
use crate::record::{ExtractError, LayoutPredictor, RecordWarnings, extract_record};
use crate::report::{IngestReport, IssueKind};
use crate::split::{RecordOutcome, SplitEvent};
use fleet::{Fleet, RecordSpan};

/// Maximum number of keys of lists of records that are reported.
const MAX_LIST_KEYS: usize = 5;

/// What was read, with the wrappers that are open around it.
#[derive(Debug, Default)]
pub(crate) struct RecordCollector {
    /// What is to be reported so far.
    pub report: IngestReport,
    wrappers: Vec<WrapperFrame>,
    /// Whether the fleet is full.
    pub is_full: bool,
    /// Whether bytes were met that are not UTF-8.
    pub has_invalid_utf8: bool,
}

/// An object that wraps records, or other values.
#[derive(Debug, Default)]
struct WrapperFrame {
    /// Offset of its `{`.
    offset: u64,
    /// The last key in it.
    last_key: String,
    /// Whether a record was found inside of the object.
    has_records: bool,
    /// Whether the last key had a record under it.
    is_record_list: bool,
    /// What was left out under the last key. It counts once a record is met there: a record was expected in its place then.
    pending_report: IngestReport,
}

impl RecordCollector {
    /// Handles what the splitter found.
    pub fn handle_event(
        &mut self,
        event: SplitEvent,
        predictor: &mut LayoutPredictor,
        fleet: &mut Fleet,
    ) -> RecordOutcome {
        match event {
            SplitEvent::Record { offset: at, bytes } => return self.handle_record(at, bytes, predictor, fleet),
            SplitEvent::Malformed { offset: at, issue, bytes } => {
                self.has_invalid_utf8 |= std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_some());
                let number = self.next_record_number();
                self.report.skipped += 1;
                self.report.add_issue(number, at, issue);
            }
            SplitEvent::Value { offset: at, kind: JsonType::Object } => self.count_skipped(at, IssueKind::NotASim),
            SplitEvent::Value { offset: at, kind } => self.count_skipped(at, IssueKind::NotAnObject(kind)),
            SplitEvent::NonJsonLine { offset: at, text } => {
                self.report.non_json_lines += 1;
                let number = self.next_record_number();
                self.report.add_issue(number, at, IssueKind::NonJsonLine(String::from_utf8_lossy(text).into_owned()));
            }
            SplitEvent::WrapperStart { offset: at } => {
                self.wrappers.push(WrapperFrame { offset: at, ..WrapperFrame::default() });
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
        predictor: &mut LayoutPredictor,
        fleet: &mut Fleet,
    ) -> RecordOutcome {
        if self.is_full {
            return RecordOutcome::Handled;
        }
        let span = RecordSpan { offset: at, len: bytes.len() as u32 };
        let id = self.wrappers.last().map_or("", |frame| &frame.last_key);
        let id = if is_identifier(id) { id } else { "" };
        match extract_record(bytes, id, span, predictor, fleet) {
            Ok(RecordWarnings { rejected_fields: fields, has_invalid_utf8: replaced, has_non_finite: nulls }) => {
                self.has_invalid_utf8 |= replaced;
                let number = self.next_record_number();
                self.count_records(1);
                self.report.records_with_invalid_utf8 += u64::from(replaced);
                self.report.records_with_non_finite += u64::from(nulls);
                self.report.records_with_rejected_fields += u64::from(!fields.is_empty());
                for (offset, issue) in fields {
                    self.report.add_issue(number, at + offset as u64, issue);
                }
                RecordOutcome::Handled
            }
            Err(ExtractError::FleetFull) => {
                self.is_full = true;
                RecordOutcome::Handled
            }
            Err(ExtractError::Record(_, IssueKind::NotASim)) => RecordOutcome::NotASim,
            Err(ExtractError::Record(offset, issue @ (IssueKind::InvalidJson(_) | IssueKind::MisplacedDelimiter))) => {
                RecordOutcome::InvalidJson(offset, issue)
            }
            Err(ExtractError::Record(offset, issue)) => {
                self.count_skipped(at + offset as u64, issue);
                RecordOutcome::Handled
            }
        }
    }

    /// Counts records that were added.
    pub fn count_records(&mut self, records: u64) {
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

    /// Counts what was left out among records.
    fn commit_pending(&mut self) {
        for frame in &mut self.wrappers {
            self.report.merge_skipped(std::mem::take(&mut frame.pending_report));
        }
    }

    fn count_skipped(&mut self, at: u64, issue: IssueKind) {
        let number = self.next_record_number();
        // What is under a key that has records, or that is an identifier, counts at once.
        let report = match self.wrappers.last_mut() {
            Some(frame) if !frame.is_record_list && !is_identifier(&frame.last_key) => &mut frame.pending_report,
            _ => &mut self.report,
        };
        report.skipped += 1;
        report.add_issue(number, at, issue);
    }

    /// Returns the number of the value that comes next.
    fn next_record_number(&self) -> u64 {
        let pending: u64 = self.wrappers.iter().map(|frame| frame.pending_report.skipped).sum();
        self.report.records_read + self.report.skipped + pending + 1
    }
}
