//! How the writer of an export writes: what stood between one value and the next in the records before.
//!
//! A program writes its keys in the same order, with the same blanks, record after record. So the bytes from the end of
//! one value to the begin of the next are compared with those that were met there before, which says at once which key
//! they hold. What differs is read byte by byte, and learnt.

use crate::block::LANE;
use std::ops::Range;
use wide::u8x16;

/// How many lanes a gap may touch; a longer one is not learnt.
const LANES: usize = 4;
/// How many gaps are tried in one place.
const TRIES: usize = 4;
/// How many gaps are learnt. An export of the API has about a hundred.
const MOST: usize = 1024;

/// A place in the records: behind the value of a key, or where its object begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Where the object begins that is the value of this gap's key.
    Inside(u16),
    /// Behind the value of this gap's key.
    Behind(u16),
}

/// A place of which nothing is known.
const NOWHERE: u16 = 0;
/// What leads to a record.
pub const RECORD: Place = Place::Inside(1);
/// The field of an object's end.
pub const END: u8 = u8::MAX;

/// The bytes between two values, or behind the last.
#[derive(Clone, Debug)]
struct Gap {
    lanes: [[u8; LANE]; LANES],
    found: Found,
    inside: [u16; TRIES],
    behind: [u16; TRIES],
}

/// What a gap holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// The gap's own number.
    pub gap: u16,
    /// How many bytes it has.
    pub len: u8,
    /// Where its key begins and ends, without quotes.
    pub key: (u8, u8),
    /// Which field of the object the key is; [`END`] at the object's end.
    pub field: u8,
}

/// All gaps that were met.
#[derive(Clone, Debug)]
pub struct Habits {
    gaps: Vec<Gap>,
}

impl Default for Habits {
    fn default() -> Self {
        // What leads nowhere, and what leads to a record.
        Self { gaps: vec![Gap::new(&[], Found::default()); 2] }
    }
}

impl Gap {
    fn new(bytes: &[u8], found: Found) -> Self {
        let mut lanes = [[0; LANE]; LANES];
        lanes.as_flattened_mut()[..bytes.len()].copy_from_slice(bytes);
        Self { lanes, found, inside: [0; TRIES], behind: [0; TRIES] }
    }

    /// Whether bytes begin with this gap; near their end, that is not looked at.
    #[inline]
    fn begins(&self, bytes: &[u8]) -> bool {
        let (whole, rest) = (usize::from(self.found.len) / LANE, usize::from(self.found.len) % LANE);
        let Some(here) = bytes.get(..(whole + 1) * LANE) else { return false };
        let mut lanes = self.lanes.iter().zip(here.as_chunks::<LANE>().0);
        let same = |(lane, here): (&[u8; LANE], &[u8; LANE])| u8x16::new(*lane).simd_eq(u8x16::new(*here)).to_bitmask();
        for _ in 0..whole {
            if lanes.next().map(same) != Some(0xFFFF) {
                return false;
            }
        }
        lanes.next().is_none_or(|last| same(last).trailing_ones() as usize >= rest)
    }
}

impl Habits {
    /// What follows a place, if it is as it was before.
    #[inline]
    pub fn follow(&mut self, place: Place, bytes: &[u8]) -> Option<Found> {
        let [first, ..] = *self.tries(place)?;
        let gap = self.gaps.get(usize::from(first)).filter(|_| first != NOWHERE)?;
        if gap.begins(bytes) { Some(gap.found) } else { self.follow_rarer(place, bytes) }
    }

    fn follow_rarer(&mut self, place: Place, bytes: &[u8]) -> Option<Found> {
        let tries = *self.tries(place)?;
        let at = (1..TRIES)
            .take_while(|at| tries[*at] != NOWHERE)
            .find(|at| self.gaps.get(usize::from(tries[*at])).is_some_and(|gap| gap.begins(bytes)))?;
        // What is met more often is tried sooner.
        self.tries(place)?.swap(at - 1, at);
        Some(self.gaps.get(usize::from(tries[at]))?.found)
    }

    /// Learns what followed a place.
    pub fn learn(&mut self, place: Place, bytes: &[u8], key: Range<usize>, field: u8) -> Found {
        let unknown = Found { gap: NOWHERE, len: 0, key: (0, 0), field };
        if self.gaps.len() >= MOST || bytes.len() >= LANE * LANES {
            return unknown;
        }
        let gap = self.gaps.len() as u16;
        let Some(free) = self.tries(place).and_then(|tries| tries.iter_mut().find(|next| **next == NOWHERE)) else {
            return unknown;
        };
        *free = gap;
        let found = Found { gap, len: bytes.len() as u8, key: (key.start as u8, key.end as u8), field };
        self.gaps.push(Gap::new(bytes, found));
        found
    }

    #[inline]
    fn tries(&mut self, place: Place) -> Option<&mut [u16; TRIES]> {
        match place {
            Place::Inside(NOWHERE) | Place::Behind(NOWHERE) => None,
            Place::Inside(gap) => self.gaps.get_mut(usize::from(gap)).map(|gap| &mut gap.inside),
            Place::Behind(gap) => self.gaps.get_mut(usize::from(gap)).map(|gap| &mut gap.behind),
        }
    }
}
