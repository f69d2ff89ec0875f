//! When the SIMs of a set were last seen, and how long their previous sessions lasted.

use crate::tally::tally;
use crate::time::{Clock, Day};
use fleet::{CompactDuration, Fleet, RowSet, UNKNOWN_TIME};
use serde::{Deserialize, Serialize};

/// Rows by a time or by a length of time.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Histogram {
    /// Side by side, none left out.
    pub bars: Vec<Bar>,
    /// How many have no time at all.
    pub never: u32,
}

/// One bar: the rows at `from` or later and before `to`. The last one of ages and lengths has whatever is beyond as well,
/// the newest one those of the future.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Bar {
    /// Its older end in milliseconds since the epoch, or its shorter one in milliseconds.
    pub from: i64,
    /// Its newer end in milliseconds since the epoch, or its longer one in milliseconds.
    pub to: i64,
    /// How many rows.
    pub count: u32,
    /// The value of `seen` or `duration` for this bar: `6h..24h`. A row that stands at an end to the millisecond is in both
    /// bars' values.
    pub key: String,
}

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// The ages between bars, and how the language writes them.
const AGES: [(i64, &str); 12] = [
    (HOUR, "1h"),
    (6 * HOUR, "6h"),
    (DAY, "24h"),
    (2 * DAY, "2d"),
    (7 * DAY, "7d"),
    (14 * DAY, "14d"),
    (30 * DAY, "30d"),
    (60 * DAY, "60d"),
    (90 * DAY, "90d"),
    (180 * DAY, "180d"),
    (365 * DAY, "1y"),
    (730 * DAY, "2y"),
];

/// The lengths between bars.
const LENGTHS: [(i64, &str); 9] = [
    (60_000, "1m"),
    (5 * 60_000, "5m"),
    (15 * 60_000, "15m"),
    (HOUR, "1h"),
    (4 * HOUR, "4h"),
    (12 * HOUR, "12h"),
    (DAY, "1d"),
    (3 * DAY, "3d"),
    (7 * DAY, "7d"),
];

/// The value of the bar between two edges; the first one is `first` and its edge.
fn key(edges: &[(i64, &str)], at: usize, first: &str) -> String {
    match (at.checked_sub(1).map(|before| edges[before].1), edges.get(at)) {
        (None, _) => format!("{first}{}", edges[0].1),
        (Some(from), Some((_, to))) => format!("{from}..{to}"),
        (Some(from), None) => format!(">{from}"),
    }
}

/// Counts a set of rows by the age of what was last seen of them; `now` in milliseconds since the epoch.
///
/// Bars get wider with age, newest first; the last has all that is older.
pub fn histogram(fleet: &Fleet, rows: &RowSet, now: i64) -> Histogram {
    let seen = fleet.columns().last_seen();
    let starts = AGES.map(|(age, _)| now.saturating_sub(age));
    let ages = Ages::new(now);
    let mut counts = rows.count_by_code(AGES.len() + 2, |row| ages.bar(seen[row]));
    let never = counts.pop().unwrap_or(0);
    let oldest = seen.iter().copied().filter(|at| *at != UNKNOWN_TIME).min().unwrap_or(0);
    let bar = |(i, count): (usize, u32)| {
        let to = i.checked_sub(1).map_or(now, |before| starts[before]);
        Bar { from: starts.get(i).copied().unwrap_or(oldest.min(to)), to, count, key: key(&AGES, i, "<=") }
    };
    Histogram { bars: counts.into_iter().enumerate().map(bar).collect(), never }
}

/// The bar of a time. Most times need one look at a table; those near an edge are compared with it.
struct Ages {
    now: i64,
    starts: [i64; AGES.len()],
    /// The first bar that a stretch of [`STRETCH`] bits of milliseconds may be in.
    bars: Vec<u8>,
}

/// Some 17 seconds.
const STRETCH: u32 = 24;

impl Ages {
    fn new(now: i64) -> Self {
        let starts = AGES.map(|(age, _)| now.saturating_sub(age));
        let stretches = 0..=AGES[AGES.len() - 1].0 >> STRETCH;
        let bar = |stretch: i64| AGES.partition_point(|(age, _)| *age < stretch << STRETCH) as u8;
        Self { now, starts, bars: stretches.map(bar).collect() }
    }

    fn bar(&self, at: i64) -> usize {
        if at == UNKNOWN_TIME {
            return AGES.len() + 1;
        }
        let age = self.now.saturating_sub(at).max(0);
        let mut bar = self.bars.get((age >> STRETCH) as usize).map_or(AGES.len() - 1, |bar| usize::from(*bar));
        while self.starts.get(bar).is_some_and(|start| at < *start) {
            bar += 1;
        }
        bar
    }
}

/// The bar of each row in [`histogram`], and the value of `seen` for each bar; the last is `never`.
pub(crate) fn age_of(fleet: &Fleet, now: i64) -> (Vec<u16>, Vec<String>) {
    let ages = Ages::new(now);
    let bar = |at: &i64| ages.bar(*at);
    let keys = (0..=AGES.len()).map(|i| key(&AGES, i, "<=")).chain(["never".to_owned()]);
    (fleet.columns().last_seen().iter().map(|at| bar(at) as u16).collect(), keys.collect())
}

/// Counts a set of rows by how long their previous session lasted, shortest first.
pub fn durations(fleet: &Fleet, rows: &RowSet) -> Histogram {
    let edges = LENGTHS.map(|(length, _)| CompactDuration::from_millis(length));
    let columns = fleet.columns();
    // So few edges are counted faster than they are searched.
    let bar = |lasted: CompactDuration| edges.iter().map(|edge| usize::from(*edge <= lasted)).sum();
    let bar_of = |row| columns.previous_duration(row).map_or(LENGTHS.len() + 1, bar);
    let mut counts = tally(fleet, "duration", LENGTHS.len() + 2, rows, bar_of);
    let never = counts.pop().unwrap_or(0);
    let bar = |(i, count): (usize, u32)| {
        let from = i.checked_sub(1).map_or(0, |before| LENGTHS[before].0);
        // What has no end is drawn as if it were twice as long as it begins.
        Bar { from, to: LENGTHS.get(i).map_or(2 * from, |(length, _)| *length), count, key: key(&LENGTHS, i, "<") }
    };
    Histogram { bars: counts.into_iter().enumerate().map(bar).collect(), never }
}

/// So many bars fit side by side.
const MOST: usize = 40;

/// Counts a set of rows by the day, week, month, quarter or year in which they were last seen: the smallest for which the
/// time from the oldest of the fleet to now takes [`MOST`] bars or fewer. Oldest first.
pub fn calendar(fleet: &Fleet, rows: &RowSet, clock: &Clock) -> Histogram {
    let seen = fleet.columns().last_seen();
    let known = || fleet.live_rows().iter().map(|row| seen[row]).filter(|at| *at != UNKNOWN_TIME);
    let (Some(oldest), newest) = (known().min(), known().max().unwrap_or(0).max(clock.now)) else {
        return Histogram { bars: vec![], never: rows.count() as u32 };
    };
    let spans = STEPS.iter().find_map(|step| spans(step, oldest, newest, clock)).unwrap_or_default();
    let starts: Vec<i64> = spans.iter().map(|(first, _)| first.first(clock)).collect();
    let (mut counts, mut never) = (vec![0; spans.len()], 0);
    rows.iter().for_each(|row| match seen[row] {
        UNKNOWN_TIME => never += 1,
        at => {
            let after = starts.partition_point(|start| *start <= at);
            if let Some(count) = counts.get_mut(after.saturating_sub(1)) {
                *count += 1;
            }
        }
    });
    let bar = |((first, next), count): ((Day, Day), u32)| Bar {
        from: first.first(clock),
        to: next.first(clock),
        count,
        key: format!("{first}..{}", next.plus(-1)),
    };
    Histogram { bars: spans.into_iter().zip(counts).map(bar).collect(), never }
}

/// From the first day of a stretch to that of the next one.
type Step = fn(Day) -> (Day, Day);

const STEPS: [Step; 5] = [
    |day| (day, day.plus(1)),
    |day| (day.monday(), day.monday().plus(7)),
    |day| months(day, 1),
    |day| months(day, 3),
    |day| months(day, 12),
];

fn months(day: Day, many: u32) -> (Day, Day) {
    let first = Day { month: (day.month - 1) / many * many + 1, day: 1, ..day };
    let next = match first.month + many {
        month @ 1..=12 => Day { month, ..first },
        month => Day { year: first.year + 1, month: month - 12, ..first },
    };
    (first, next)
}

/// The stretches from one time to another; nothing where they are too many.
fn spans(step: &Step, from: i64, to: i64, clock: &Clock) -> Option<Vec<(Day, Day)>> {
    let mut spans = Vec::new();
    let (mut first, mut next) = step(Day::of(from, clock));
    while first.first(clock) <= to {
        spans.push((first, next));
        if spans.len() > MOST && *step as usize != STEPS[STEPS.len() - 1] as usize {
            return None;
        }
        (first, next) = step(next);
    }
    Some(spans)
}
