//! Positions of cells from the API: each cell that has none is asked for once, then the areas of those that it does not know.

use super::WorkerState;
use super::event_loop;
use engine::{Event, FetchProgress, LoadProgress, LocateRequest, ProgressKind};
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
pub struct LocateOutcome {
    found: u32,
    unknown: u32,
    error: Option<SoracomError>,
}

impl LocateOutcome {
    /// Tells the page.
    pub fn send_outcome(self, office: &WorkerState) {
        let Self { found, unknown, error } = self;
        office.send_event(&Event::CellsLocated { found, unknown, error }, []);
    }
}

struct LocateRun<'a> {
    state: &'a Rc<WorkerState>,
    request: &'a LocateRequest,
    started_at: f64,
    idle_ms: Cell<f64>,
    batches_done: Cell<u32>,
    keys_done: Cell<u64>,
    keys_total: Cell<u64>,
}

/// Asks. What came stays, also where it ends early.
pub async fn locate_cells(office: &Rc<WorkerState>, what: &LocateRequest) -> Result<LocateOutcome, JsValue> {
    let mut done = LocateOutcome::default();
    let session = match office.session_at(&what.endpoint) {
        Ok(session) => session,
        Err(error) => {
            done.error = Some(error);
            return Ok(done);
        }
    };
    let (api, begun) = (office.api_at(&what.endpoint), office.now_ms());
    let zero = Cell::default;
    let asking = LocateRun {
        state: office,
        request: what,
        started_at: begun,
        idle_ms: zero(),
        batches_done: Cell::default(),
        keys_done: Cell::default(),
        keys_total: Cell::default(),
    };
    for step in [LocateStage::Cells, LocateStage::Areas] {
        let (keys, mut batches) = step.pending_batches(office.engine.borrow_mut().fleet_mut());
        asking.keys_total.set(asking.keys_total.get() + batches.cells().len() as u64);
        while !batches.is_finished() {
            asking.send_progress(None);
            let asked = office.now_ms();
            let answer =
                call_with_retries(&asking, async || api.fetch_cell_locations(&session, &mut batches).await).await;
            asking.idle_ms.set(asking.idle_ms.get() + office.now_ms() - asked);
            match answer {
                Ok(found) => {
                    asking.batches_done.set(asking.batches_done.get() + 1);
                    asking.keys_done.set(asking.keys_done.get() + found.len() as u64);
                    let mut desk = office.engine.borrow_mut();
                    for (at, location) in found {
                        let kept = step.store_location(&keys[at], location, desk.positions_mut());
                        if matches!(step, LocateStage::Cells) {
                            *(if kept { &mut done.found } else { &mut done.unknown }) += 1;
                        }
                    }
                }
                Err(_) if office.load_cancelled.get() => return Ok(done),
                Err(error) => {
                    done.error = Some(error);
                    return Ok(done);
                }
            }
            event_loop::yield_now().await;
            if office.load_cancelled.get() {
                return Ok(done);
            }
        }
    }
    Ok(done)
}

/// First the cells, then the areas of those that are not known.
#[derive(Clone, Copy)]
enum LocateStage {
    Cells,
    Areas,
}

enum LocateKey {
    Cell(CellKey),
    Area(AreaKey),
}

impl LocateStage {
    /// What is not known yet and was not asked for.
    fn pending_batches(self, fleet: &mut Fleet) -> (Vec<LocateKey>, LocationBatches) {
        let (wanted, positions) = (fleet.visited_cells().lookup_keys(), fleet.positions());
        let mut keys: Vec<LocateKey> = match self {
            Self::Cells => {
                let cells = wanted
                    .cells()
                    .filter(|cell| positions.cell_position(cell).is_none() && !positions.is_unknown_cell(cell));
                cells.map(LocateKey::Cell).collect()
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
                areas.into_iter().map(LocateKey::Area).collect()
            }
        };
        // Neighbours in one batch: whoever stops has whole areas.
        let place = |key: &LocateKey| match key {
            LocateKey::Cell(cell) => (cell.area, cell.cell_id),
            LocateKey::Area(area) => (*area, 0),
        };
        sort_short(&mut keys, |a, b| place(a).cmp(&place(b)));
        let batches = LocationBatches::new(keys.iter().map(LocateKey::to_api_query).collect());
        (keys, batches)
    }

    /// Keeps what the API said of a place. Whether it knew it.
    fn store_location(
        self,
        key: &LocateKey,
        location: Option<ReportedLocation>,
        positions: &mut places::Positions,
    ) -> bool {
        let found = location.and_then(|found| Some((Point::new(found.lat, found.lon)?, found.range_m)));
        match (key, found) {
            (LocateKey::Cell(cell), Some((at, range))) => {
                positions.insert_cell(*cell, Position { point: at, range_m: range, origin: PositionOrigin::Api })
            }
            (LocateKey::Cell(cell), None) => positions.mark_cell_unknown(*cell),
            (LocateKey::Area(area), Some((at, radius))) => {
                positions.insert_area(
                    *area,
                    AreaPosition { centre: at, radius_m: radius, cell_count: 0, origin: PositionOrigin::Api },
                );
            }
            (LocateKey::Area(area), None) => positions.mark_area_unknown(*area),
        }
        found.is_some()
    }
}

impl LocateKey {
    fn to_api_query(&self) -> CellIdentifier {
        let (area, cell) = match self {
            Self::Cell(cell) => (cell.area, Some(cell.cell_id)),
            Self::Area(area) => (*area, None),
        };
        let lte = matches!(area.family, RadioFamily::Lte | RadioFamily::Nr);
        CellIdentifier { mcc: area.plmn.mcc, mnc: area.plmn.mnc, is_lte: lte, area: area.area_code, cell }
    }
}

impl LocateRun<'_> {
    fn send_progress(&self, wait: Option<(u64, SoracomError)>) {
        let ms = self.state.now_ms() - self.started_at;
        let fetching = FetchProgress {
            pages: self.batches_done.get(),
            elapsed_ms: ms,
            idle_ms: self.idle_ms.get(),
            retry_wait: wait,
        };
        let (done, total) = (self.keys_done.get(), self.keys_total.get());
        let source = self.request.source.clone();
        let progress =
            LoadProgress { source, done, total, sims: done, kind: ProgressKind::Cells, fetch: Some(fetching) };
        self.state.send_event(&Event::Progress(progress), []);
    }
}

impl RetryPolicy for LocateRun<'_> {
    async fn wait_before_retry(&self, wait: RetryWait) -> bool {
        let office = self.state;
        let unreachable = matches!(wait.error, SoracomError::Unreachable { .. });
        if office.load_cancelled.get() || (unreachable && !office.api_reached.get()) {
            return false;
        }
        event_loop::count_down(office, wait.delay_ms, |left| {
            self.send_progress(left.map(|left| (left, wait.error.clone())))
        })
        .await
    }
}
