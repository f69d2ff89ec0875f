//! Runs of records with nothing else between them, which another worker may read as well.

use super::extract::{ExtractError, ExtractScratch, extract_parsed, extract_record_text};
use super::fast_path::parse_fast;
use super::predictor::LayoutPredictor;
use super::warnings::RecordWarnings;
use crate::decode::valid_utf8_prefix;
use crate::json::simd;
use crate::split::{ObjectEnd, ObjectScanner};
use fleet::{CapacityError, Columns, Record, RecordSpan};

/// The first run of records in a chunk of a text, read without what is before it. [`crate::IngestReader::append_run`]
/// decides whether it is one.
#[derive(Debug)]
pub struct RecordRun {
    /// Where its first record begins in the chunk.
    pub start: usize,
    /// Where its last record ends in the chunk.
    pub end: usize,
    /// Its records.
    pub columns: Columns,
}

/// Reads runs of records, and keeps what it has learned of a text's layout.
#[derive(Debug, Default)]
pub struct RunExtractor {
    predictor: LayoutPredictor,
}

/// Maximum number of positions that are tried as the beginning of a run.
const MAX_RUN_STARTS: usize = 64;

impl RunExtractor {
    /// Reads the first run of a chunk, which begins at byte `at` of its text. `None` where nothing looks like the beginning
    /// of one. A run ends before anything else than a record, and before a record with warnings.
    pub fn extract_run(&mut self, chunk: &[u8], at: u64) -> Option<RecordRun> {
        possible_run_starts(chunk).take(MAX_RUN_STARTS).find_map(|from| {
            let text = valid_utf8_prefix(chunk.get(from..)?);
            let mut columns = Columns::default();
            let to = from + self.read_records(text, at + from as u64, &mut columns);
            (!columns.is_empty()).then_some(RecordRun { start: from, end: to, columns })
        })
    }

    /// Reads records from a text's start on. Returns where the last one ends.
    fn read_records(&mut self, text: &str, at: u64, columns: &mut Columns) -> usize {
        let (mut scratch, mut end) = (ExtractScratch::default(), 0);
        loop {
            end = read_record_run(text, end, at, &mut self.predictor, &mut scratch, |record, span| {
                columns.push(record, span)
            });
            match self.read_unusual_record(text, end, at, &mut scratch, columns) {
                Some(to) => end = to,
                None => return end,
            }
        }
    }

    /// Reads a record that the fast path declines, and that has no warnings. Returns where it ends.
    fn read_unusual_record<'a>(
        &mut self,
        text: &'a str,
        end: usize,
        at: u64,
        scratch: &mut ExtractScratch<'a>,
        columns: &mut Columns,
    ) -> Option<usize> {
        let start = next_record_start(text, end)?;
        let mut scan = ObjectScanner::default();
        let (len, ObjectEnd::Complete) = scan.scan_chunk(text.as_bytes().get(start..)?)? else { return None };
        let span = RecordSpan { offset: at + start as u64, len: u32::try_from(len).ok()? };
        let push = |record: &Record, warnings: &RecordWarnings| match warnings.is_empty() {
            true => columns.push(record, span),
            false => Err(CapacityError),
        };
        extract_record_text(text.get(start..start + len)?, "", &mut self.predictor, scratch, push).ok()?;
        Some(start + len)
    }
}

/// Reads records after `end` in a text, which begins at byte `at` of its source. Returns where the last one ends. It stops
/// at a record with warnings.
pub fn read_record_run<'a>(
    text: &'a str,
    mut end: usize,
    at: u64,
    predictor: &mut LayoutPredictor,
    scratch: &mut ExtractScratch<'a>,
    mut push: impl FnMut(&Record<'a>, RecordSpan) -> Result<(), CapacityError>,
) -> usize {
    while let Some(start) = next_record_start(text, end) {
        scratch.sim.clear();
        let Some(to) = parse_fast(text, start, predictor, &mut scratch.sim) else { break };
        let Ok(len) = u32::try_from(to - start) else { break };
        let span = RecordSpan { offset: at + start as u64, len };
        let done = extract_parsed(text, "", scratch, |record, warnings| match warnings.is_empty() {
            true => push(record, span),
            false => Err(CapacityError),
        });
        if let Err(ExtractError::FleetFull | ExtractError::Record(..)) = done {
            break;
        }
        end = to;
    }
    end
}

/// Returns where the next record begins, if there is nothing else before it.
fn next_record_start(text: &str, end: usize) -> Option<usize> {
    let rest = text.as_bytes().get(end..)?;
    let separators = simd::count_leading_separators(rest);
    (rest.get(separators) == Some(&b'{')).then_some(end + separators)
}

/// Returns where runs may begin: at an object that comes first in the chunk or after another one, with nothing but separators
/// between them.
fn possible_run_starts(chunk: &[u8]) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b'{', chunk).filter(|at| {
        let before =
            chunk.get(..*at).unwrap_or_default().iter().rposition(|byte| simd::count_leading_separators(&[*byte]) == 0);
        before.is_none_or(|before| chunk.get(before) == Some(&b'}'))
    })
}
