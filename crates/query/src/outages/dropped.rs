//! Places whose SIMs lost their sessions together.

use super::place::PlaceTable;
use super::{IN_SERVICE, Outage, OutagePlaces, in_service};
use crate::time::{Clock, Moment};
use fleet::{Basis, Fleet, RowSet, TimeField};
use places::{order_by_number, sort_short};
use rustc_hash::FxHashMap;
use std::hash::Hash;

/// SIMs that ended a session within so many seconds of each other did so together.
const WINDOW_S: u32 = 600;
/// Fewer SIMs do so by chance.
pub(super) const MIN_DROPPED: usize = 10;
/// How many times as many SIMs an outage has at least as any other ten minutes at its place.
const MIN_RATIO: usize = 5;
/// So large a part of an outage is in one area, or one cell, where it is an outage of that.
const NARROW_SHARE: (usize, usize) = (4, 5);

/// A session that ended, of a SIM that is not back.
#[derive(Clone, Copy, Default, Debug)]
struct EndedSession {
    row: u32,
    /// When, in seconds since the epoch.
    time: u32,
    /// The code of the cell.
    cell: u32,
    /// The number of the place on the level that is looked at.
    place: u32,
}

/// The sessions that ended, in the order of their times. What is asked of each is read here once, row by row: in another order
/// a million rows are read at random, which takes several times as long.
fn ended_sessions(fleet: &Fleet) -> Vec<EndedSession> {
    let columns = fleet.columns();
    let (is_in_service, cells) = (in_service(columns), fleet.visited_cells());
    let ended = columns.time_column(TimeField::Ended);
    let rows =
        fleet.live_rows().iter().filter(|row| ended.get(*row) != 0 && !columns.is_online(*row) && is_in_service(*row));
    let sessions: Vec<_> = rows
        .map(|row| EndedSession {
            row: row as u32,
            time: ended.get(row),
            cell: cells.code_of(columns, Basis::Previous, row),
            place: 0,
        })
        .collect();
    let times: Vec<u64> = sessions.iter().map(|session| session.time.into()).collect();
    order_by_number(&times).into_iter().map(|at| sessions[at as usize]).collect()
}

/// Orders sessions, which are in the order of their times, by the places of a table and then by time: they are counted, which
/// takes a fifth of the time that sorting them on each level does.
fn order_by_place(sessions: &[EndedSession], table: &PlaceTable) -> Vec<EndedSession> {
    let placed = || {
        let place =
            |session: &EndedSession| Some(EndedSession { place: table.number_of_cell(session.cell)?, ..*session });
        sessions.iter().filter_map(place)
    };
    let mut next = vec![0_usize; table.places.len() + 1];
    for session in placed() {
        next[session.place as usize + 1] += 1;
    }
    for place in 0..table.places.len() {
        next[place + 1] += next[place];
    }
    let mut ordered = vec![EndedSession::default(); next[table.places.len()]];
    for session in placed() {
        let at = &mut next[session.place as usize];
        ordered[*at] = session;
        *at += 1;
    }
    ordered
}

/// The positions of the most sessions that are within [`WINDOW_S`]: the first, and one after the last.
fn densest_window(sessions: &[EndedSession]) -> (usize, usize) {
    let (mut best, mut end) = ((0, 0), 0);
    for start in 0..sessions.len() {
        while end < sessions.len() && sessions[end].time - sessions[start].time < WINDOW_S {
            end += 1;
        }
        if end - start > best.1 - best.0 {
            best = (start, end);
        }
    }
    best
}

/// Finds places at which sessions ended within ten minutes of each other, far more than in any other ten minutes, of SIMs that
/// are not back. The largest come first.
///
/// Each is told of the smallest place that has nearly all of it: a cell, its area or its network.
pub fn find_dropped_together(fleet: &Fleet, places: &OutagePlaces, clock: &Clock) -> Vec<Outage> {
    let sessions = ended_sessions(fleet);
    if sessions.len() < MIN_DROPPED {
        return vec![];
    }
    let tables = [&places.networks, &places.areas, &places.cells];
    let mut explained = RowSet::with_no_rows(fleet.columns().len());
    let mut outages = Vec::new();
    for (level, table) in tables.into_iter().enumerate() {
        for there in order_by_place(&sessions, table).chunk_by(|a, b| a.place == b.place) {
            let Some(drop) = find_drop(there) else { continue };
            // What is known of a network need not be told of each of its areas.
            if drop.iter().filter(|session| explained.contains(session.row as usize)).count() * 2 > drop.len() {
                continue;
            }
            for session in drop {
                explained.insert(session.row as usize);
            }
            let narrow = tables[level + 1..].iter().rev().find_map(|table| narrow_place(table, drop));
            let place = narrow.unwrap_or((drop[0].place, table));
            outages.push(describe_drop(fleet, clock, place, &sessions, drop));
        }
    }
    sort_short(&mut outages, |a, b| b.count.cmp(&a.count).then_with(|| a.place.cmp(&b.place)));
    outages
}

/// The sessions of an outage among all of a place.
fn find_drop(there: &[EndedSession]) -> Option<&[EndedSession]> {
    if there.len() < MIN_DROPPED {
        return None;
    }
    let (start, end) = densest_window(there);
    let drop = &there[start..end];
    if drop.len() < MIN_DROPPED {
        return None;
    }
    let (from, to) = (drop.first()?.time, drop.last()?.time);
    let before = there.partition_point(|session| session.time.saturating_add(WINDOW_S) <= from);
    let after = there.partition_point(|session| session.time < to.saturating_add(WINDOW_S));
    let others = [&there[..before], &there[after..]].map(|sessions| {
        let (start, end) = densest_window(sessions);
        end - start
    });
    let most = others.into_iter().max().unwrap_or(0);
    (drop.len() >= MIN_RATIO * most).then_some(drop)
}

/// The place of a table that has nearly all of an outage.
fn narrow_place<'t>(table: &'t PlaceTable, drop: &[EndedSession]) -> Option<(u32, &'t PlaceTable)> {
    let numbers = drop.iter().filter_map(|session| table.number_of_cell(session.cell));
    let (number, count) = most_frequent(numbers)?;
    (count * NARROW_SHARE.1 >= drop.len() * NARROW_SHARE.0).then_some((number, table))
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
    sessions: &[EndedSession],
    drop: &[EndedSession],
) -> Outage {
    let bounds = [drop.first(), drop.last()].map(|session| session.map_or(0, |session| session.time));
    // Whole minutes, as the query has them.
    let (from, to) = (bounds[0] / 60 * 60, bounds[1] / 60 * 60);
    let then = sessions.iter().filter(|session| (from..to + 60).contains(&session.time));
    let total =
        fleet.live_rows().iter().filter(|row| table.number_of(fleet, Basis::Last, *row) == Some(number)).count();
    let place = table.places[number as usize];
    let [first, last] = [from, to].map(|time| Moment::from_millis(i64::from(time) * 1000, clock));
    Outage {
        place: place.to_text(),
        at: i64::from(bounds[0]) * 1000,
        count: then.filter(|session| table.number_of_cell(session.cell) == Some(number)).count(),
        total,
        query: format!("ended:{first}..{last} {} {IN_SERVICE}", place.to_term()),
    }
}
