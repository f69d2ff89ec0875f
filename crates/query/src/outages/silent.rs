//! Places that nothing is heard from any more.

use super::place::{Place, PlaceTable};
use super::{IN_SERVICE, Outage, OutagePlaces, in_service};
use crate::time::Clock;
use fleet::{Basis, Fleet, UNKNOWN_TIME};
use places::sort_short;

/// Of fewer SIMs, one that is taken out of service silences a place.
const MIN_SILENT: usize = 5;
/// Of so many silent places, the largest, the neighbours are looked at.
const MAX_SILENT: usize = 20;
const DAY_S: u32 = 86_400;

/// Where a SIM was last, and when it was heard from.
#[derive(Clone, Copy, Debug)]
struct HeardSim {
    /// The code of the cell.
    cell: u32,
    /// In seconds since the epoch; 0 where that is not known.
    heard: u32,
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
pub fn find_silent_places(fleet: &Fleet, places: &OutagePlaces, clock: &Clock) -> Vec<Outage> {
    let columns = fleet.columns();
    let is_in_service = in_service(columns);
    let now = u32::try_from(clock.now / 1000).unwrap_or(u32::MAX);
    // When each was heard from; of one that is online, just now.
    let heard = |row: usize| match columns.last_seen()[row] {
        _ if columns.is_online(row) => now,
        UNKNOWN_TIME => 0,
        time => u32::try_from(time / 1000).unwrap_or(0).min(now),
    };
    let cells = fleet.visited_cells();
    let in_service = fleet.live_rows().iter().filter(|row| is_in_service(*row));
    let sims: Vec<HeardSim> =
        in_service.map(|row| HeardSim { cell: cells.code_of(columns, Basis::Last, row), heard: heard(row) }).collect();
    let mut explained = Vec::<Place>::new();
    let mut outages = Vec::new();
    let levels = [(&places.networks, &places.areas), (&places.areas, &places.cells)];
    for (level, (around, table)) in levels.into_iter().enumerate() {
        let silent = find_silent((around, table), &sims, now);
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
fn find_silent((around, table): (&PlaceTable, &PlaceTable), sims: &[HeardSim], now: u32) -> Vec<SilentPlace> {
    let mut places = vec![PlaceSilence { first: u32::MAX, ..PlaceSilence::default() }; table.places.len()];
    let mut example = vec![0; table.places.len()];
    for HeardSim { cell, heard } in sims {
        if let Some(number) = table.number_of_cell(*cell) {
            let place = &mut places[number as usize];
            *place =
                PlaceSilence { count: place.count + 1, first: place.first.min(*heard), last: place.last.max(*heard) };
            example[number as usize] = *cell;
        }
    }
    let is_silent = |place: &PlaceSilence| {
        let PlaceSilence { count, first, last } = *place;
        count >= MIN_SILENT && first != 0 && last - first <= DAY_S && now - last > DAY_S
    };
    let silent = places.iter().enumerate().filter(|(_, place)| is_silent(place));
    let mut silent: Vec<SilentPlace> = silent
        .filter_map(|(number, silence)| {
            let around = around.number_of_cell(example[number])?;
            Some(SilentPlace { number: number as u32, silence: *silence, around, neighbours: 0, later: 0 })
        })
        .collect();
    sort_short(&mut silent, |a, b| b.silence.count.cmp(&a.silence.count).then(a.number.cmp(&b.number)));
    silent.truncate(MAX_SILENT);
    if silent.is_empty() {
        return silent;
    }
    for HeardSim { cell, heard } in sims {
        let own = table.number_of_cell(*cell);
        if let Some(around) = around.number_of_cell(*cell) {
            for place in silent.iter_mut().filter(|place| place.around == around && Some(place.number) != own) {
                place.neighbours += 1;
                place.later += usize::from(*heard > place.silence.last + DAY_S);
            }
        }
    }
    silent
}
