//! Places that nothing is heard from any more.

use super::place::{Place, PlaceLevel, PlaceTable};
use super::{IN_SERVICE, Outage, in_service};
use crate::time::Clock;
use fleet::{Basis, Fleet, UNKNOWN_TIME};
use places::sort_short;

/// Of fewer SIMs, one that is taken out of service silences a place.
const MIN_SILENT: usize = 5;
/// Of so many silent places, the largest, the neighbours are looked at.
const MAX_SILENT: usize = 20;
const DAY_S: u32 = 86_400;

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
