//! Plain records of a piece, which anyone may extract: another worker, while this one finds the next.

use crate::extract::extract;
use crate::habits::Habits;
use fleet::{Columns, Fleet, Place, SourceId};
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
        let mut fleet = Fleet::default();
        fleet.begin(SourceId(0), "");
        for (at, bytes) in batch.records(piece) {
            let place = Place { offset: at, len: u32::try_from(bytes.len()).ok()? };
            let findings = extract(bytes, place, &mut self.habits, &mut fleet).ok()?;
            if findings.replaced || !findings.fields.is_empty() {
                return None;
            }
        }
        Some(fleet.into_columns())
    }
}
