//! When the SIMs of a set were last seen.

use fleet::{Bits, Fleet, NEVER};
use serde::{Deserialize, Serialize};

/// Last seen by age: bars that get wider with age, newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Histogram {
    /// One for each stretch between two ages that people know; the last has all that is older.
    pub bars: Vec<Bar>,
    /// How many have no time at all.
    pub never: u32,
}

/// One bar: the rows seen at `from` or later and before `to`. The newest has those of the future as well.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Bar {
    /// Its older end, in milliseconds since the epoch; of the oldest bar the oldest time in the fleet.
    pub from: i64,
    /// Its newer end, in milliseconds since the epoch.
    pub to: i64,
    /// How many rows.
    pub count: u32,
    /// The value of `seen` for this bar: `6h..24h`. A row seen at an end to the millisecond is in both bars' values.
    pub key: String,
}

/// The ages between bars, in hours, and how the language writes them.
const EDGES: [(i64, &str); 12] = [
    (1, "1h"),
    (6, "6h"),
    (24, "24h"),
    (2 * 24, "2d"),
    (7 * 24, "7d"),
    (14 * 24, "14d"),
    (30 * 24, "30d"),
    (60 * 24, "60d"),
    (90 * 24, "90d"),
    (180 * 24, "180d"),
    (365 * 24, "1y"),
    (730 * 24, "2y"),
];

/// Counts a set of rows by the age of what was last seen of them; `now` in milliseconds since the epoch.
pub fn histogram(fleet: &Fleet, rows: &Bits, now: i64) -> Histogram {
    let seen = fleet.columns().seen();
    let starts = EDGES.map(|(hours, _)| now.saturating_sub(hours * 3_600_000));
    let mut counts = [0; EDGES.len() + 1];
    let mut never = 0;
    rows.iter().for_each(|row| {
        let at = seen[row];
        if at == NEVER {
            never += 1;
        } else {
            counts[starts.partition_point(|start| at < *start)] += 1;
        }
    });
    let oldest = seen.iter().copied().filter(|at| *at != NEVER).min().unwrap_or(0);
    let bar = |(i, count): (usize, u32)| {
        let newer = i.checked_sub(1).map(|before| (starts[before], EDGES[before].1));
        let older = starts.get(i).zip(EDGES.get(i));
        let to = newer.map_or(now, |(start, _)| start);
        Bar {
            from: older.map_or(oldest.min(to), |(start, _)| *start),
            to,
            count,
            key: match (newer, older) {
                (None, _) => format!("<={}", EDGES[0].1),
                (Some((_, from)), Some((_, (_, to)))) => format!("{from}..{to}"),
                (Some((_, from)), None) => format!(">{from}"),
            },
        }
    };
    Histogram { bars: counts.into_iter().enumerate().map(bar).collect(), never }
}
