//! Positions of cells from the API: each cell that has none is asked for once, then the areas of those that it does not know.

use super::Office;
use super::turn;
use engine::{Fetching, Locate, Progress, Tell, What};
use fleet::Fleet;
use places::{AreaKey, AreaPosition, CellKey, Point, Position, PositionOrigin, RadioFamily, sort_short};
use soracom::{
    CellIdentifier, LocationBatches, ReportedLocation, RetryPolicy, RetryWait, SoracomError, call_with_retries,
};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What came of it.
#[derive(Default)]
pub struct Done {
    found: u32,
    unknown: u32,
    error: Option<SoracomError>,
}

impl Done {
    /// Tells the page.
    pub fn tell(self, office: &Office) {
        let Self { found, unknown, error } = self;
        office.tell(&Tell::LocatedCells { found, unknown, error }, []);
    }
}

struct Asking<'a> {
    office: &'a Rc<Office>,
    what: &'a Locate,
    begun: f64,
    idle: Cell<f64>,
    batches: Cell<u32>,
    done: Cell<u64>,
    total: Cell<u64>,
}

/// Asks. What came stays, also where it ends early.
pub async fn locate(office: &Rc<Office>, what: &Locate) -> Result<Done, JsValue> {
    let mut done = Done::default();
    let session = match office.session_at(&what.endpoint) {
        Ok(session) => session,
        Err(error) => {
            done.error = Some(error);
            return Ok(done);
        }
    };
    let (api, begun) = (office.api(&what.endpoint), office.clock());
    let zero = Cell::default;
    let asking = Asking {
        office,
        what,
        begun,
        idle: zero(),
        batches: Cell::default(),
        done: Cell::default(),
        total: Cell::default(),
    };
    for step in [Step::Cells, Step::Areas] {
        let (keys, mut batches) = step.batches(office.desk.borrow_mut().fleet_mut());
        asking.total.set(asking.total.get() + batches.cells().len() as u64);
        while !batches.is_finished() {
            asking.tell(None);
            let asked = office.clock();
            let answer =
                call_with_retries(&asking, async || api.fetch_cell_locations(&session, &mut batches).await).await;
            asking.idle.set(asking.idle.get() + office.clock() - asked);
            match answer {
                Ok(found) => {
                    asking.batches.set(asking.batches.get() + 1);
                    asking.done.set(asking.done.get() + found.len() as u64);
                    let mut desk = office.desk.borrow_mut();
                    for (at, location) in found {
                        let kept = step.keep(&keys[at], location, desk.positions_mut());
                        if matches!(step, Step::Cells) {
                            *(if kept { &mut done.found } else { &mut done.unknown }) += 1;
                        }
                    }
                }
                Err(_) if office.stop.get() => return Ok(done),
                Err(error) => {
                    done.error = Some(error);
                    return Ok(done);
                }
            }
            turn::turn().await;
            if office.stop.get() {
                return Ok(done);
            }
        }
    }
    Ok(done)
}

/// First the cells, then the areas of those that are not known.
#[derive(Clone, Copy)]
enum Step {
    Cells,
    Areas,
}

enum Key {
    Cell(CellKey),
    Area(AreaKey),
}

impl Step {
    /// What is not known yet and was not asked for.
    fn batches(self, fleet: &mut Fleet) -> (Vec<Key>, LocationBatches) {
        let (wanted, positions) = (fleet.visited_cells().lookup_keys(), fleet.positions());
        let mut keys: Vec<Key> = match self {
            Self::Cells => {
                let cells = wanted
                    .cells()
                    .filter(|cell| positions.cell_position(cell).is_none() && !positions.is_unknown_cell(cell));
                cells.map(Key::Cell).collect()
            }
            Self::Areas => {
                let without = fleet.visited_cells().as_slice().iter().filter_map(|site| {
                    let known = fleet
                        .visited_cells()
                        .cell_key(site)
                        .is_some_and(|cell| positions.cell_position(&cell).is_some());
                    fleet.visited_cells().area_key(site).filter(|_| !known)
                });
                let mut areas: Vec<AreaKey> = without
                    .filter(|area| positions.area_position(area).is_none() && !positions.is_unknown_area(area))
                    .collect();
                sort_short(&mut areas, Ord::cmp);
                areas.dedup();
                areas.into_iter().map(Key::Area).collect()
            }
        };
        // Neighbours in one batch: whoever stops has whole areas.
        let place = |key: &Key| match key {
            Key::Cell(cell) => (cell.area, cell.cell_id),
            Key::Area(area) => (*area, 0),
        };
        sort_short(&mut keys, |a, b| place(a).cmp(&place(b)));
        let batches = LocationBatches::new(keys.iter().map(Key::place).collect());
        (keys, batches)
    }

    /// Keeps what the API said of a place. Whether it knew it.
    fn keep(self, key: &Key, location: Option<ReportedLocation>, positions: &mut places::Positions) -> bool {
        let found = location.and_then(|found| Some((Point::new(found.lat, found.lon)?, found.range_m)));
        match (key, found) {
            (Key::Cell(cell), Some((at, range))) => {
                positions.insert_cell(*cell, Position { point: at, range_m: range, origin: PositionOrigin::Api })
            }
            (Key::Cell(cell), None) => positions.mark_cell_unknown(*cell),
            (Key::Area(area), Some((at, radius))) => {
                positions.insert_area(
                    *area,
                    AreaPosition { centre: at, radius_m: radius, cell_count: 0, origin: PositionOrigin::Api },
                );
            }
            (Key::Area(area), None) => positions.mark_area_unknown(*area),
        }
        found.is_some()
    }
}

impl Key {
    fn place(&self) -> CellIdentifier {
        let (area, cell) = match self {
            Self::Cell(cell) => (cell.area, Some(cell.cell_id)),
            Self::Area(area) => (*area, None),
        };
        let lte = matches!(area.family, RadioFamily::Lte | RadioFamily::Nr);
        CellIdentifier { mcc: area.plmn.mcc, mnc: area.plmn.mnc, is_lte: lte, area: area.area_code, cell }
    }
}

impl Asking<'_> {
    fn tell(&self, wait: Option<(u64, SoracomError)>) {
        let ms = self.office.clock() - self.begun;
        let fetching = Fetching { pages: self.batches.get(), ms, idle: self.idle.get(), wait };
        let (done, total) = (self.done.get(), self.total.get());
        let source = self.what.source.clone();
        let progress = Progress { source, done, total, sims: done, what: What::Cells, fetching: Some(fetching) };
        self.office.tell(&Tell::Progress(progress), []);
    }
}

impl RetryPolicy for Asking<'_> {
    async fn wait_before_retry(&self, wait: RetryWait) -> bool {
        let office = self.office;
        let unreachable = matches!(wait.error, SoracomError::Unreachable { .. });
        if office.stop.get() || (unreachable && !office.contact.get()) {
            return false;
        }
        turn::count_down(office, wait.delay_ms, |left| self.tell(left.map(|left| (left, wait.error.clone())))).await
    }
}
