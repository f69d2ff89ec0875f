//! Outages: places whose SIMs lost their sessions together, and places that nothing is heard from any more.

use crate::sessions::CellName;
use crate::time::{Clock, Moment};
use fleet::{Basis, CellId, Columns, DictField, Fleet, RowSet, TimeField, UNKNOWN_TIME};
use places::{VisitedPlmn, sort_short};
use rustc_hash::FxHashMap;
use std::hash::Hash;

/// SIMs that ended a session within so many seconds of each other did so together.
const WINDOW_S: u32 = 600;
/// Fewer SIMs do so by chance.
const MIN_DROPPED: usize = 10;
/// How many times as many SIMs an outage has at least as any other ten minutes at its place.
const MIN_RATIO: usize = 5;
/// So large a part of an outage is in one area, or one cell, where it is an outage of that.
const NARROW_SHARE: (usize, usize) = (4, 5);
/// Of fewer SIMs, one that is taken out of service silences a place.
const MIN_SILENT: usize = 5;
/// Of so many silent places, the largest, the neighbours are looked at.
const MAX_SILENT: usize = 20;
const DAY_S: u32 = 86_400;

/// An outage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outage {
    /// The network, area or cell, as the query language writes it: `310-410`, `310-410-21271`, `310-410-21271-7`.
    pub place: String,
    /// When it began, milliseconds since the epoch.
    pub at: i64,
    /// Number of SIMs.
    pub count: usize,
    /// Number of SIMs that were there last.
    pub total: usize,
    /// The query that selects the SIMs.
    pub query: String,
}

/// A network, an area of it, or a cell.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Place {
    plmn: VisitedPlmn,
    area: Option<u32>,
    id: Option<CellId>,
}

/// How much of a cell's name a place has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum PlaceLevel {
    Network,
    Area,
    Cell,
}

impl Place {
    fn to_text(self) -> String {
        match (self.area, self.id) {
            (None, None) => self.plmn.to_string(),
            (area, id) => CellName { plmn: self.plmn, area, id: id.map(CellId::number) }.to_string(),
        }
    }

    fn to_term(self) -> String {
        let key = if self.area.is_none() && self.id.is_none() { "plmn" } else { "cell" };
        format!("{key}:{}", self.to_text())
    }
}

/// The place of each cell of a fleet on one level, by a number.
struct PlaceTable {
    places: Vec<Place>,
    /// The number of the place of each cell, by the cell's code; `u32::MAX` for none.
    by_cell: Vec<u32>,
}

impl PlaceTable {
    fn new(fleet: &Fleet, level: PlaceLevel) -> Self {
        let (mut places, mut known) = (Vec::new(), FxHashMap::default());
        let of_cell = |cell: &fleet::VisitedCell| {
            let place = match level {
                PlaceLevel::Network => Place { plmn: cell.plmn, area: None, id: None },
                PlaceLevel::Area => Place { plmn: cell.plmn, area: Some(cell.area?), id: None },
                PlaceLevel::Cell => Place { plmn: cell.plmn, area: cell.area, id: Some(cell.id?) },
            };
            Some(*known.entry(place).or_insert_with(|| {
                places.push(place);
                places.len() as u32 - 1
            }))
        };
        let cells = fleet.visited_cells().as_slice().iter().map(of_cell);
        let by_cell = [None].into_iter().chain(cells).map(|number| number.unwrap_or(u32::MAX)).collect();
        Self { places, by_cell }
    }

    /// The number of the place of a row on a basis.
    fn number_of(&self, fleet: &Fleet, basis: Basis, row: usize) -> Option<u32> {
        let code = fleet.visited_cells().code_of(fleet.columns(), basis, row);
        self.by_cell.get(code as usize).copied().filter(|number| *number != u32::MAX)
    }
}

/// Rows by place and then by time, in seconds since the epoch.
struct PlacedTimes {
    /// The number of the place in the upper half, the time in the lower.
    keys: Vec<(u64, u32)>,
}

impl PlacedTimes {
    /// Orders the place, the time and the number of rows, which come in the order of their times, by one of so many places:
    /// they are counted, which takes a fifth of the time that sorting them on each level does.
    fn new(place_count: usize, rows: impl Iterator<Item = (u32, u32, u32)>) -> Self {
        let rows: Vec<_> = rows.collect();
        let mut next = vec![0_usize; place_count + 1];
        for (place, _, _) in &rows {
            next[*place as usize + 1] += 1;
        }
        for place in 0..place_count {
            next[place + 1] += next[place];
        }
        let mut keys = vec![(0, 0); rows.len()];
        for (place, time, row) in rows {
            let at = &mut next[place as usize];
            keys[*at] = (u64::from(place) << 32 | u64::from(time), row);
            *at += 1;
        }
        Self { keys }
    }

    /// The times of each place, with their rows.
    fn by_place(&self) -> impl Iterator<Item = (u32, &[(u64, u32)])> {
        self.keys.chunk_by(|a, b| a.0 >> 32 == b.0 >> 32).map(|of| ((of[0].0 >> 32) as u32, of))
    }
}

fn time_of(key: &(u64, u32)) -> u32 {
    key.0 as u32
}

/// The positions of the most times that are within [`WINDOW_S`]: the first, and one after the last.
fn densest_window(times: &[(u64, u32)]) -> (usize, usize) {
    let (mut best, mut end) = ((0, 0), 0);
    for start in 0..times.len() {
        while end < times.len() && time_of(&times[end]) - time_of(&times[start]) < WINDOW_S {
            end += 1;
        }
        if end - start > best.1 - best.0 {
            best = (start, end);
        }
    }
    best
}

/// Whether a row is of a SIM that should be heard from: what is suspended is silent on purpose.
fn in_service(columns: &Columns) -> impl Fn(usize) -> bool + '_ {
    let status = columns.dict_column(DictField::Status);
    let table: Vec<bool> =
        status.dictionary().texts().map(|text| text.is_empty() || text.eq_ignore_ascii_case("active")).collect();
    move |row| table.get(usize::from(status.code(row))) == Some(&true)
}

const IN_SERVICE: &str = "status:active,none -session:online";

/// Finds places at which sessions ended within ten minutes of each other, far more than in any other ten minutes, of SIMs that
/// are not back. The largest come first.
///
/// Each is told of the smallest place that has nearly all of it: a cell, its area or its network.
pub fn find_dropped_together(fleet: &Fleet, clock: &Clock) -> Vec<Outage> {
    let columns = fleet.columns();
    let is_in_service = in_service(columns);
    let ended = columns.time_column(TimeField::Ended);
    let mut dropped: Vec<usize> = fleet
        .live_rows()
        .iter()
        .filter(|row| ended.get(*row) != 0 && !columns.is_online(*row) && is_in_service(*row))
        .collect();
    if dropped.len() < MIN_DROPPED {
        return vec![];
    }
    dropped.sort_unstable_by_key(|row| (ended.get(*row), *row));
    let tables = [PlaceLevel::Network, PlaceLevel::Area, PlaceLevel::Cell].map(|level| PlaceTable::new(fleet, level));
    let mut explained = RowSet::with_no_rows(columns.len());
    let mut outages = Vec::new();
    for (level, table) in tables.iter().enumerate() {
        let rows = dropped
            .iter()
            .filter_map(|row| Some((table.number_of(fleet, Basis::Previous, *row)?, ended.get(*row), *row as u32)));
        let times = PlacedTimes::new(table.places.len(), rows);
        for (place, times) in times.by_place() {
            let Some(window) = find_drop(times) else { continue };
            let rows: Vec<usize> = window.iter().map(|(_, row)| *row as usize).collect();
            // What is known of a network need not be told of each of its areas.
            if rows.iter().filter(|row| explained.contains(**row)).count() * 2 > rows.len() {
                continue;
            }
            for row in &rows {
                explained.insert(*row);
            }
            let narrow = tables[level + 1..].iter().rev().find_map(|table| narrow_place(fleet, table, &rows));
            let (place, table) = narrow.map_or((place, table), |(number, table)| (number, table));
            outages.push(describe_drop(fleet, clock, (place, table), &dropped, (window, ended)));
        }
    }
    sort_short(&mut outages, |a, b| b.count.cmp(&a.count).then_with(|| a.place.cmp(&b.place)));
    outages
}

/// The times of an outage among all times of a place.
fn find_drop(times: &[(u64, u32)]) -> Option<&[(u64, u32)]> {
    if times.len() < MIN_DROPPED {
        return None;
    }
    let (start, end) = densest_window(times);
    let (from, to) = (time_of(&times[start]), time_of(&times[end - 1]));
    let before = times.partition_point(|time| time_of(time) + WINDOW_S <= from);
    let after = times.partition_point(|time| time_of(time) < to.saturating_add(WINDOW_S));
    let others = [&times[..before], &times[after..]].map(|times| {
        let (start, end) = densest_window(times);
        end - start
    });
    let most = others.into_iter().max().unwrap_or(0);
    (end - start >= MIN_DROPPED && end - start >= MIN_RATIO * most).then(|| &times[start..end])
}

/// The place of a table that has nearly all of the rows.
fn narrow_place<'t>(fleet: &Fleet, table: &'t PlaceTable, rows: &[usize]) -> Option<(u32, &'t PlaceTable)> {
    let numbers = rows.iter().filter_map(|row| table.number_of(fleet, Basis::Previous, *row));
    let (number, count) = most_frequent(numbers)?;
    (count * NARROW_SHARE.1 >= rows.len() * NARROW_SHARE.0).then_some((number, table))
}

fn most_frequent<T: Copy + Eq + Hash + Ord>(all: impl Iterator<Item = T>) -> Option<(T, usize)> {
    let mut counts = FxHashMap::<T, usize>::default();
    all.for_each(|one| *counts.entry(one).or_default() += 1);
    counts.into_iter().max_by_key(|(one, count)| (*count, *one))
}

fn describe_drop(
    fleet: &Fleet,
    clock: &Clock,
    (number, table): (u32, &PlaceTable),
    dropped: &[usize],
    (window, ended): (&[(u64, u32)], &fleet::SparseColumn<u32>),
) -> Outage {
    let bounds = [window.first(), window.last()].map(|time| time.map_or(0, time_of));
    // Whole minutes, as the query has them.
    let (from, to) = (bounds[0] / 60 * 60, bounds[1] / 60 * 60);
    let is_there = |row: &&usize| table.number_of(fleet, Basis::Previous, **row) == Some(number);
    let is_then = |row: &&usize| (from..to + 60).contains(&ended.get(**row));
    let total =
        fleet.live_rows().iter().filter(|row| table.number_of(fleet, Basis::Last, *row) == Some(number)).count();
    let place = table.places[number as usize];
    let [first, last] = [from, to].map(|time| Moment::from_millis(i64::from(time) * 1000, clock));
    Outage {
        place: place.to_text(),
        at: i64::from(bounds[0]) * 1000,
        count: dropped.iter().filter(is_then).filter(is_there).count(),
        total,
        query: format!("ended:{first}..{last} {} {IN_SERVICE}", place.to_term()),
    }
}

/// What is known of the SIMs of a place.
#[derive(Clone, Copy, Default)]
struct PlaceSilence {
    count: usize,
    /// When the first and the last of them were heard from, in seconds since the epoch.
    first: u32,
    last: u32,
}

/// A place that is silent, and how many of the SIMs around it were heard from later than a day after it.
struct SilentPlace {
    number: u32,
    silence: PlaceSilence,
    around: u32,
    neighbours: usize,
    later: usize,
}

/// Finds areas and cells all of whose SIMs have been silent since about the same day, while at least half of their neighbours
/// were heard from later. The largest come first.
pub fn find_silent_places(fleet: &Fleet, clock: &Clock) -> Vec<Outage> {
    let columns = fleet.columns();
    let is_in_service = in_service(columns);
    let now = u32::try_from(clock.now / 1000).unwrap_or(u32::MAX);
    // When each was heard from; of one that is online, just now.
    let heard = |row: usize| match columns.last_seen()[row] {
        _ if columns.is_online(row) => now,
        UNKNOWN_TIME => 0,
        time => u32::try_from(time / 1000).unwrap_or(0).min(now),
    };
    let rows: Vec<(usize, u32)> =
        fleet.live_rows().iter().filter(|row| is_in_service(*row)).map(|row| (row, heard(row))).collect();
    let levels = [PlaceLevel::Network, PlaceLevel::Area, PlaceLevel::Cell];
    let tables = levels.map(|level| PlaceTable::new(fleet, level));
    let mut explained = Vec::<Place>::new();
    let mut outages = Vec::new();
    for (level, pair) in tables.windows(2).enumerate() {
        let (around, table) = (&pair[0], &pair[1]);
        let silent = find_silent(fleet, (around, table), &rows, now);
        for SilentPlace { number, silence, neighbours, later, .. } in silent {
            let place = table.places[number as usize];
            let is_explained = explained.iter().any(|area| (area.plmn, area.area) == (place.plmn, place.area));
            if later == 0 || later * 2 < neighbours || is_explained {
                continue;
            }
            if level == 0 {
                explained.push(place);
            }
            outages.push(Outage {
                place: place.to_text(),
                at: i64::from(silence.last) * 1000,
                count: silence.count,
                total: silence.count,
                query: format!("{} {IN_SERVICE}", place.to_term()),
            });
        }
    }
    sort_short(&mut outages, |a, b| b.count.cmp(&a.count).then_with(|| a.place.cmp(&b.place)));
    outages
}

/// The places of a table that are silent, each with what was heard of the place around it.
fn find_silent(
    fleet: &Fleet,
    (around, table): (&PlaceTable, &PlaceTable),
    rows: &[(usize, u32)],
    now: u32,
) -> Vec<SilentPlace> {
    let mut places = vec![PlaceSilence { first: u32::MAX, ..PlaceSilence::default() }; table.places.len()];
    let mut example = vec![0; table.places.len()];
    for (row, heard) in rows {
        if let Some(number) = table.number_of(fleet, Basis::Last, *row) {
            let place = &mut places[number as usize];
            *place =
                PlaceSilence { count: place.count + 1, first: place.first.min(*heard), last: place.last.max(*heard) };
            example[number as usize] = *row;
        }
    }
    let is_silent = |place: &PlaceSilence| {
        let PlaceSilence { count, first, last } = *place;
        count >= MIN_SILENT && first != 0 && last - first <= DAY_S && now - last > DAY_S
    };
    let silent = places.iter().enumerate().filter(|(_, place)| is_silent(place));
    let mut silent: Vec<SilentPlace> = silent
        .filter_map(|(number, silence)| {
            let around = around.number_of(fleet, Basis::Last, example[number])?;
            Some(SilentPlace { number: number as u32, silence: *silence, around, neighbours: 0, later: 0 })
        })
        .collect();
    sort_short(&mut silent, |a, b| b.silence.count.cmp(&a.silence.count).then(a.number.cmp(&b.number)));
    silent.truncate(MAX_SILENT);
    if silent.is_empty() {
        return silent;
    }
    for (row, heard) in rows {
        let own = table.number_of(fleet, Basis::Last, *row);
        if let Some(around) = around.number_of(fleet, Basis::Last, *row) {
            for place in silent.iter_mut().filter(|place| place.around == around && Some(place.number) != own) {
                place.neighbours += 1;
                place.later += usize::from(*heard > place.silence.last + DAY_S);
            }
        }
    }
    silent
}

#[cfg(test)]
#[path = "outages_tests.rs"]
mod tests;
