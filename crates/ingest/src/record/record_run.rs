//! Records one behind another, with nothing else between them: a stretch of a text. Anyone may read it, another worker too.

use super::LayoutPredictor;
use super::extract::{ExtractError, ExtractScratch, extract_parsed, extract_record_text};
use super::fast_path::parse_fast;
use super::warnings::RecordWarnings;
use crate::decode::valid_utf8_prefix;
use crate::json::simd;
use crate::split::{ObjectEnd, ObjectScanner};
use fleet::{CapacityError, Columns, Record, RecordSpan};

/// What was read of a piece of a text by one who does not know what stands before it. Whether its first record is one says
/// [`crate::IngestReader::append_run`].
#[derive(Debug)]
pub struct RecordRun {
    /// Where in the piece its first record begins.
    pub start: usize,
    /// Where its last one ends.
    pub end: usize,
    /// Its records.
    pub columns: Columns,
}

/// Reads stretches one after another. What it has learnt of a text's habits it keeps.
#[derive(Debug, Default)]
pub struct RunExtractor {
    predictor: LayoutPredictor,
}

/// How many places are tried as the begin of a stretch.
const MAX_RUN_STARTS: usize = 64;

impl RunExtractor {
    /// The first stretch of a piece that stands so many bytes behind its text's start. `None` where nothing looks like the
    /// begin of one. It ends where there is anything else than a record, or something to be told of one.
    pub fn extract_run(&mut self, piece: &[u8], at: u64) -> Option<RecordRun> {
        possible_run_starts(piece).take(MAX_RUN_STARTS).find_map(|from| {
            let text = valid_utf8_prefix(piece.get(from..)?);
            let mut columns = Columns::default();
            let to = from + self.read_records(text, at + from as u64, &mut columns);
            (!columns.is_empty()).then_some(RecordRun { start: from, end: to, columns })
        })
    }

    /// Reads from a text's start on: where the last record ends.
    fn read_records(&mut self, text: &str, at: u64, columns: &mut Columns) -> usize {
        let (mut scratch, mut end) = (ExtractScratch::default(), 0);
        loop {
            end = read_record_run(text, end, at, &mut self.predictor, &mut scratch, |record, place| {
                columns.push(record, place)
            });
            match self.read_unusual_record(text, end, at, &mut scratch, columns) {
                Some(to) => end = to,
                None => return end,
            }
        }
    }

    /// Reads a record that is not written as others are, where nothing is wrong with it: where it ends.
    fn read_unusual_record<'a>(
        &mut self,
        text: &'a str,
        behind: usize,
        at: u64,
        scratch: &mut ExtractScratch<'a>,
        columns: &mut Columns,
    ) -> Option<usize> {
        let begin = next_record_start(text, behind)?;
        let mut scan = ObjectScanner::default();
        let (len, ObjectEnd::Complete) = scan.scan_chunk(text.as_bytes().get(begin..)?)? else { return None };
        let place = RecordSpan { offset: at + begin as u64, len: u32::try_from(len).ok()? };
        let push = |record: &Record, findings: &RecordWarnings| match findings.is_empty() {
            true => columns.push(record, place),
            false => Err(CapacityError),
        };
        extract_record_text(text.get(begin..begin + len)?, "", &mut self.predictor, scratch, push).ok()?;
        Some(begin + len)
    }
}

/// Reads records that stand behind `end` in a text, which begins at byte `at` of its source: where the last one ends. It
/// stops at one of which there is anything to be told.
pub fn read_record_run<'a>(
    text: &'a str,
    mut end: usize,
    at: u64,
    habits: &mut LayoutPredictor,
    scratch: &mut ExtractScratch<'a>,
    mut push: impl FnMut(&Record<'a>, RecordSpan) -> Result<(), CapacityError>,
) -> usize {
    while let Some(begin) = next_record_start(text, end) {
        scratch.sim.clear();
        let Some(to) = parse_fast(text, begin, habits, &mut scratch.sim) else { break };
        let Ok(len) = u32::try_from(to - begin) else { break };
        let place = RecordSpan { offset: at + begin as u64, len };
        let done = extract_parsed(text, "", scratch, |record, findings| match findings.is_empty() {
            true => push(record, place),
            false => Err(CapacityError),
        });
        if let Err(ExtractError::FleetFull | ExtractError::Record(..)) = done {
            break;
        }
        end = to;
    }
    end
}

/// Where the next record begins, if it comes next.
fn next_record_start(text: &str, end: usize) -> Option<usize> {
    let rest = text.as_bytes().get(end..)?;
    let blanks = simd::count_leading_separators(rest);
    (rest.get(blanks) == Some(&b'{')).then_some(end + blanks)
}

/// Where records may begin: at the piece's start, and at an object behind another one.
fn possible_run_starts(piece: &[u8]) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b'{', piece).filter(|at| {
        let before =
            piece.get(..*at).unwrap_or_default().iter().rposition(|byte| simd::count_leading_separators(&[*byte]) == 0);
        before.is_none_or(|before| piece.get(before) == Some(&b'}'))
    })
}
