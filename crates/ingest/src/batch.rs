//! Plain records of a piece, which anyone may extract: another worker, while this one finds the next.

use crate::extract::{Scratch, extract_text};
use crate::habits::Habits;
use fleet::{Columns, Place};
use serde::{Deserialize, Serialize};

/// The records of one piece of a text, where it holds nothing else. See [`crate::Reader::plan`].
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Batch {
    /// Offset of the piece in the text.
    pub(crate) from: u64,
    /// The first record, where it began in an earlier piece.
    pub(crate) head: Option<(u64, Vec<u8>)>,
    /// Those that lie in the piece: where in it, and how many bytes.
    pub(crate) records: Vec<(u32, u32)>,
}

/// Extracts batches one after another. What it has learnt of a text's habits it keeps.
#[derive(Debug, Default)]
pub struct Extractor {
    habits: Habits,
}

impl Batch {
    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records.len() + usize::from(self.head.is_some())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Offset of the piece in the text.
    pub fn from(&self) -> u64 {
        self.from
    }

    /// Each record with its offset in the text. `piece` is what the batch was planned of.
    pub(crate) fn records<'a>(&'a self, piece: &'a [u8]) -> impl Iterator<Item = (u64, &'a [u8])> + 'a {
        let head = self.head.iter().map(|(at, bytes)| (*at, bytes.as_slice()));
        let rest = self.records.iter().map(move |(at, len)| {
            let bytes = piece.get(*at as usize..(*at + *len) as usize).unwrap_or_default();
            (self.from + u64::from(*at), bytes)
        });
        head.chain(rest)
    }
}

impl Extractor {
    /// The columns of a batch. `None` where something is to be told of one of its records: then [`crate::Reader::take_itself`]
    /// reads and tells it.
    pub fn extract(&mut self, batch: &Batch, piece: &[u8]) -> Option<Columns> {
        let mut columns = Columns::default();
        if let Some((at, bytes)) = &batch.head {
            let text = simdutf8::basic::from_utf8(bytes).ok()?;
            self.push(text, *at, &mut Scratch::default(), &mut columns)?;
        }
        let (Some((from, _)), Some((last, len))) = (batch.records.first(), batch.records.last()) else {
            return Some(columns);
        };
        // All at once: for each record by itself it takes as long again.
        let text = simdutf8::basic::from_utf8(piece.get(*from as usize..(*last + *len) as usize)?).ok()?;
        let mut scratch = Scratch::default();
        for (at, len) in &batch.records {
            let record = text.get((at - from) as usize..(at - from + len) as usize)?;
            self.push(record, batch.from + u64::from(*at), &mut scratch, &mut columns)?;
        }
        Some(columns)
    }

    fn push<'a>(&mut self, text: &'a str, at: u64, scratch: &mut Scratch<'a>, columns: &mut Columns) -> Option<()> {
        let place = Place { offset: at, len: u32::try_from(text.len()).ok()? };
        let findings = extract_text(text, &mut self.habits, scratch, |record| columns.push(record, place)).ok()?;
        findings.fields.is_empty().then_some(())
    }
}
