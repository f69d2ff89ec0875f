//! When the SIMs of a set were last seen, and how long their previous sessions lasted.

use crate::tally::count_codes;
use crate::time::{Clock, Day};
use fleet::{CompactDuration, Fleet, RowSet, UNKNOWN_TIME};
use serde::{Deserialize, Serialize};

/// Rows by a time or by a length of time.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Histogram {
    /// Side by side, none left out.
    pub bars: Vec<HistogramBar>,
    /// How many have no time at all.
    pub without_time: u32,
}

/// One bar: the rows at `from` or later and before `to`. The last one of ages and lengths has whatever is beyond as well,
/// the newest one those of the future.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct HistogramBar {
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

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// The ages between bars, and how the language writes them.
const AGE_EDGES: [(i64, &str); 12] = [
    (HOUR_MS, "1h"),
    (6 * HOUR_MS, "6h"),
    (DAY_MS, "24h"),
    (2 * DAY_MS, "2d"),
    (7 * DAY_MS, "7d"),
    (14 * DAY_MS, "14d"),
    (30 * DAY_MS, "30d"),
    (60 * DAY_MS, "60d"),
    (90 * DAY_MS, "90d"),
    (180 * DAY_MS, "180d"),
    (365 * DAY_MS, "1y"),
    (730 * DAY_MS, "2y"),
];

/// The lengths between bars.
const DURATION_EDGES: [(i64, &str); 9] = [
    (60_000, "1m"),
    (5 * 60_000, "5m"),
    (15 * 60_000, "15m"),
    (HOUR_MS, "1h"),
    (4 * HOUR_MS, "4h"),
    (12 * HOUR_MS, "12h"),
    (DAY_MS, "1d"),
    (3 * DAY_MS, "3d"),
    (7 * DAY_MS, "7d"),
];

/// The value of the bar between two edges; the first one is `first` and its edge.
fn bar_key(edges: &[(i64, &str)], at: usize, first: &str) -> String {
    match (at.checked_sub(1).map(|before| edges[before].1), edges.get(at)) {
        (None, _) => format!("{first}{}", edges[0].1),
        (Some(from), Some((_, to))) => format!("{from}..{to}"),
        (Some(from), None) => format!(">{from}"),
    }
}

/// Counts a set of rows by the age of what was last seen of them; `now` in milliseconds since the epoch.
///
/// Bars get wider with age, newest first; the last has all that is older.
pub fn count_by_age(fleet: &Fleet, rows: &RowSet, now: i64) -> Histogram {
    let seen = fleet.columns().last_seen();
    let starts = AGE_EDGES.map(|(age, _)| now.saturating_sub(age));
    let ages = AgeBuckets::new(now);
    let mut counts = rows.count_by_code(AGE_EDGES.len() + 2, |row| ages.bar_index(seen[row]));
    let never = counts.pop().unwrap_or(0);
    let oldest = seen.iter().copied().filter(|at| *at != UNKNOWN_TIME).min().unwrap_or(0);
    let bar = |(i, count): (usize, u32)| {
        let to = i.checked_sub(1).map_or(now, |before| starts[before]);
        HistogramBar {
            from: starts.get(i).copied().unwrap_or(oldest.min(to)),
            to,
            count,
            key: bar_key(&AGE_EDGES, i, "<="),
        }
    };
    Histogram { bars: counts.into_iter().enumerate().map(bar).collect(), without_time: never }
}

/// The bar of a time. Most times need one look at a table; those near an edge are compared with it.
struct AgeBuckets {
    now: i64,
    starts: [i64; AGE_EDGES.len()],
    /// The first bar that a stretch of [`AGE_SLOT_BITS`] bits of milliseconds may be in.
    first_bars: Vec<u8>,
}

/// Some 17 seconds.
const AGE_SLOT_BITS: u32 = 24;

impl AgeBuckets {
    fn new(now: i64) -> Self {
        let starts = AGE_EDGES.map(|(age, _)| now.saturating_sub(age));
        let stretches = 0..=AGE_EDGES[AGE_EDGES.len() - 1].0 >> AGE_SLOT_BITS;
        let bar = |stretch: i64| AGE_EDGES.partition_point(|(age, _)| *age < stretch << AGE_SLOT_BITS) as u8;
        Self { now, starts, first_bars: stretches.map(bar).collect() }
    }

    fn bar_index(&self, at: i64) -> usize {
        if at == UNKNOWN_TIME {
            return AGE_EDGES.len() + 1;
        }
        let age = self.now.saturating_sub(at).max(0);
        let mut bar =
            self.first_bars.get((age >> AGE_SLOT_BITS) as usize).map_or(AGE_EDGES.len() - 1, |bar| usize::from(*bar));
        while self.starts.get(bar).is_some_and(|start| at < *start) {
            bar += 1;
        }
        bar
    }
}

/// The bar of each row in [`count_by_age`], and the value of `seen` for each bar; the last is `never`.
pub(crate) fn age_bars_by_row(fleet: &Fleet, now: i64) -> (Vec<u16>, Vec<String>) {
    let ages = AgeBuckets::new(now);
    let bar = |at: &i64| ages.bar_index(*at);
    let keys = (0..=AGE_EDGES.len()).map(|i| bar_key(&AGE_EDGES, i, "<=")).chain(["never".to_owned()]);
    (fleet.columns().last_seen().iter().map(|at| bar(at) as u16).collect(), keys.collect())
}

/// Counts a set of rows by how long their previous session lasted, shortest first.
pub fn count_by_duration(fleet: &Fleet, rows: &RowSet) -> Histogram {
    let edges = DURATION_EDGES.map(|(length, _)| CompactDuration::from_millis(length));
    let columns = fleet.columns();
    // So few edges are counted faster than they are searched.
    let bar = |lasted: CompactDuration| edges.iter().map(|edge| usize::from(*edge <= lasted)).sum();
    let bar_of = |row| columns.previous_duration(row).map_or(DURATION_EDGES.len() + 1, bar);
    let mut counts = count_codes(fleet, "duration", DURATION_EDGES.len() + 2, rows, bar_of);
    let never = counts.pop().unwrap_or(0);
    let bar = |(i, count): (usize, u32)| {
        let from = i.checked_sub(1).map_or(0, |before| DURATION_EDGES[before].0);
        // What has no end is drawn as if it were twice as long as it begins.
        HistogramBar {
            from,
            to: DURATION_EDGES.get(i).map_or(2 * from, |(length, _)| *length),
            count,
            key: bar_key(&DURATION_EDGES, i, "<"),
        }
    };
    Histogram { bars: counts.into_iter().enumerate().map(bar).collect(), without_time: never }
}

/// So many bars fit side by side.
const MAX_CALENDAR_BARS: usize = 40;

/// Counts a set of rows by the day, week, month, quarter or year in which they were last seen: the smallest for which the
/// time from the oldest of the fleet to now takes `MAX_CALENDAR_BARS` bars or fewer. Oldest first.
pub fn count_by_calendar(fleet: &Fleet, rows: &RowSet, clock: &Clock) -> Histogram {
    let seen = fleet.columns().last_seen();
    let known = || fleet.live_rows().iter().map(|row| seen[row]).filter(|at| *at != UNKNOWN_TIME);
    let (Some(oldest), newest) = (known().min(), known().max().unwrap_or(0).max(clock.now)) else {
        return Histogram { bars: vec![], without_time: rows.count() as u32 };
    };
    let spans =
        CALENDAR_PERIODS.iter().find_map(|step| split_into_periods(step, oldest, newest, clock)).unwrap_or_default();
    let starts: Vec<i64> = spans.iter().map(|(first, _)| first.first_millis(clock)).collect();
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
    let bar = |((first, next), count): ((Day, Day), u32)| HistogramBar {
        from: first.first_millis(clock),
        to: next.first_millis(clock),
        count,
        key: format!("{first}..{}", next.add_days(-1)),
    };
    Histogram { bars: spans.into_iter().zip(counts).map(bar).collect(), without_time: never }
}

/// From the first day of a stretch to that of the next one.
type CalendarPeriod = fn(Day) -> (Day, Day);

const CALENDAR_PERIODS: [CalendarPeriod; 5] = [
    |day| (day, day.add_days(1)),
    |day| (day.week_start(), day.week_start().add_days(7)),
    |day| months_of_day(day, 1),
    |day| months_of_day(day, 3),
    |day| months_of_day(day, 12),
];

fn months_of_day(day: Day, many: u32) -> (Day, Day) {
    let first = Day { month: (day.month - 1) / many * many + 1, day: 1, ..day };
    let next = match first.month + many {
        month @ 1..=12 => Day { month, ..first },
        month => Day { year: first.year + 1, month: month - 12, ..first },
    };
    (first, next)
}

/// The stretches from one time to another; nothing where they are too many.
fn split_into_periods(step: &CalendarPeriod, from: i64, to: i64, clock: &Clock) -> Option<Vec<(Day, Day)>> {
    let mut spans = Vec::new();
    let (mut first, mut next) = step(Day::from_millis(from, clock));
    while first.first_millis(clock) <= to {
        spans.push((first, next));
        if spans.len() > MAX_CALENDAR_BARS && *step as usize != CALENDAR_PERIODS[CALENDAR_PERIODS.len() - 1] as usize {
            return None;
        }
        (first, next) = step(next);
    }
    Some(spans)
}
