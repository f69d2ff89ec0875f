//! Tests of outages, counted by hand.

use super::dropped::MIN_DROPPED;
use super::*;
use crate::time::{Clock, Moment};
use crate::{Filter, parse_query};
use fleet::{Cell, CellId, Connectivity, Fleet, Record, RecordSpan, SourceId};
use places::Plmn;
use proptest::prelude::*;

/// 2026-11-02T03:10:30Z.
const OUTAGE_MS: i64 = 1_793_589_030_000;
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 1440 * MINUTE_MS;
const NOW_MS: i64 = OUTAGE_MS + 5 * DAY_MS;

/// A SIM that was in a cell of a network of the US until a time; online now where that is not yet over.
fn sim_until(mnc: u16, area: u32, cell: u32, ended: i64) -> Record<'static> {
    let cell = Cell {
        plmn: Plmn { mcc: 310, mnc }.into(),
        radio: "LTE".into(),
        area: Some(area),
        id: Some(CellId::Eci(cell)),
    };
    let is_online = ended > NOW_MS;
    Record {
        status: "active".into(),
        connectivity: if is_online { Connectivity::Online } else { Connectivity::Offline },
        current_cell: Some(cell.clone()).filter(|_| is_online),
        previous_cell: Some(cell),
        previous_deleted: Some(if is_online { OUTAGE_MS } else { ended }),
        updated: Some(ended.min(NOW_MS)),
        ..Record::default()
    }
}

fn build_fleet(records: impl IntoIterator<Item = Record<'static>>) -> Fleet {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(1), "");
    for (i, record) in records.into_iter().enumerate() {
        fleet.push(&Record { imsi: i.to_string().into(), ..record }, RecordSpan::default()).unwrap();
    }
    fleet.resolve_duplicates();
    fleet
}

fn count_of(fleet: &Fleet, query: &str) -> usize {
    Filter::new(&parse_query(query).unwrap(), fleet, &Clock::utc(NOW_MS)).selected_rows().count()
}

fn dropped(fleet: &Fleet) -> Vec<(String, usize, usize)> {
    let outages = find_dropped_together(fleet, &OutagePlaces::new(fleet), &Clock::utc(NOW_MS));
    for outage in &outages {
        assert_eq!(count_of(fleet, &outage.query), outage.count, "{}", outage.query);
    }
    outages.into_iter().map(|outage| (outage.place, outage.count, outage.total)).collect()
}

fn silent(fleet: &Fleet) -> Vec<(String, usize)> {
    let outages = find_silent_places(fleet, &OutagePlaces::new(fleet), &Clock::utc(NOW_MS));
    for outage in &outages {
        assert_eq!(count_of(fleet, &outage.query), outage.count, "{}", outage.query);
    }
    outages.into_iter().map(|outage| (outage.place, outage.count)).collect()
}

/// Twenty SIMs of twenty areas that ended sessions one a day.
fn everyday(mnc: u16) -> impl Iterator<Item = Record<'static>> {
    (0..20).map(move |day| sim_until(mnc, 100 + day as u32, 1, OUTAGE_MS - (day + 1) * DAY_MS))
}

#[test]
fn sims_that_dropped_together_are_told_of_the_smallest_place() {
    let burst = |count: i64| (0..count).map(|i| OUTAGE_MS + i * 20_000);
    // All over a network, in one area of it, in one cell of it.
    let wide = burst(15).enumerate().map(|(i, at)| sim_until(410, i as u32, 1, at));
    assert_eq!(dropped(&build_fleet(everyday(410).chain(wide))), [("310-410".to_owned(), 15, 35)]);
    let area = burst(15).enumerate().map(|(i, at)| sim_until(410, 7, i as u32, at));
    assert_eq!(dropped(&build_fleet(everyday(410).chain(area))), [("310-410-7".to_owned(), 15, 15)]);
    let cell = burst(15).map(|at| sim_until(410, 7, 9, at));
    assert_eq!(dropped(&build_fleet(everyday(410).chain(cell))), [("310-410-7-9".to_owned(), 15, 15)]);
    // Two networks, the larger first.
    let two = burst(12).map(|at| sim_until(410, 7, 9, at)).chain(burst(20).map(|at| sim_until(260, 7, 9, at)));
    let places: Vec<_> = dropped(&build_fleet(two)).into_iter().map(|(place, ..)| place).collect();
    assert_eq!(places, ["310-260-7-9", "310-410-7-9"]);
}

#[test]
fn what_is_no_outage_is_not_told() {
    let burst = |count: i64| (0..count).map(|i| OUTAGE_MS + i * 20_000);
    let cell = |at| sim_until(410, 7, 9, at);
    for (what, records) in [
        ("few", burst(9).map(cell).collect::<Vec<_>>()),
        ("slow", (0..15).map(|i| cell(OUTAGE_MS + i * 5 * MINUTE_MS)).collect()),
        ("back", burst(15).map(|_| cell(NOW_MS + 1)).collect()),
        ("suspended", burst(15).map(|at| Record { status: "suspended".into(), ..cell(at) }).collect()),
        // Each night as many.
        ("usual", (0..6).flat_map(|day| burst(15).map(move |at| at - day * DAY_MS)).map(cell).collect()),
    ] {
        assert_eq!(dropped(&build_fleet(records)), [], "{what}");
    }
}

#[test]
fn the_query_has_the_minutes_and_the_place() {
    let fleet = build_fleet((0..15).map(|i| sim_until(410, 7, 9, OUTAGE_MS + i * 20_000)));
    let outage = &find_dropped_together(&fleet, &OutagePlaces::new(&fleet), &Clock::utc(NOW_MS))[0];
    let query = "ended:2026-11-02T03:10..2026-11-02T03:15 cell:310-410-7-9 status:active,none -session:online";
    assert_eq!((outage.query.as_str(), outage.at), (query, OUTAGE_MS));
    // In a zone of its own the minutes are others, and select the same.
    let east = |year, month, day, minute| (Clock::utc(0).minute_start)(year, month, day, minute) - 9 * 3_600_000;
    let clock = Clock { now: NOW_MS, minute_start: &east };
    let outage = &find_dropped_together(&fleet, &OutagePlaces::new(&fleet), &clock)[0];
    assert!(outage.query.starts_with("ended:2026-11-02T12:10..2026-11-02T12:15"), "{}", outage.query);
    assert_eq!(Filter::new(&parse_query(&outage.query).unwrap(), &fleet, &clock).selected_rows().count(), 15);
}

#[test]
fn a_place_is_silent_where_its_neighbours_are_not() {
    let alive = |cell: u32| (0..6).map(move |i| sim_until(410, 7, cell, NOW_MS - i * 1000));
    let gone = |area: u32, cell: u32| (0..6).map(move |i| sim_until(410, area, cell, OUTAGE_MS - i * MINUTE_MS));
    // A cell beside others of its area; an area beside others of its network.
    assert_eq!(silent(&build_fleet(gone(7, 1).chain(alive(2)).chain(alive(3)))), [("310-410-7-1".to_owned(), 6)]);
    assert_eq!(
        silent(&build_fleet(gone(8, 1).chain(gone(8, 2)).chain(alive(2)).chain(alive(3)))),
        [("310-410-8".to_owned(), 12)]
    );
    for (what, records) in [
        ("all are silent", gone(7, 1).chain(gone(8, 1)).collect::<Vec<_>>()),
        ("one is online", gone(7, 1).chain([sim_until(410, 7, 1, NOW_MS + 1)]).chain(alive(2)).collect()),
        ("one by one", (0..6).map(|day| sim_until(410, 7, 1, OUTAGE_MS - day * DAY_MS)).chain(alive(2)).collect()),
        ("few", gone(7, 1).take(4).chain(alive(2)).collect()),
        ("not yet for a day", (0..6).map(|i| sim_until(410, 7, 1, NOW_MS - 3_600_000 - i)).chain(alive(2)).collect()),
    ] {
        assert_eq!(silent(&build_fleet(records)), [], "{what}");
    }
}

proptest! {
    #[test]
    fn an_outage_selects_what_it_counts(
        sims in proptest::collection::vec((0..2u16, 0..3u32, 0..3u32, 0..40i64, any::<bool>()), 0..120),
    ) {
        let fleet = build_fleet(sims.into_iter().map(|(mnc, area, cell, minutes, late)| {
            sim_until(mnc, area, cell, OUTAGE_MS + minutes * 45_000 - if late { 0 } else { 20 * DAY_MS })
        }));
        let places = dropped(&fleet);
        prop_assert!(places.iter().all(|(_, count, total)| *count >= MIN_DROPPED && count <= total));
        silent(&fleet);
    }

    #[test]
    fn a_time_is_in_its_minute(time in 0..4_000_000_000_000i64, offset in -14..=14i64) {
        let zone = |year, month, day, minute| (Clock::utc(0).minute_start)(year, month, day, minute) - offset * 3_600_000;
        let clock = Clock { now: 0, minute_start: &zone };
        let minute = Moment::from_millis(time, &clock);
        prop_assert!((minute.first_millis(&clock)..=minute.last_millis(&clock)).contains(&time), "{}", minute);
    }
}
