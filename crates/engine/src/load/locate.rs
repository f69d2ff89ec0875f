//! Positions of cells from the API: each cell that has none is asked for once, then the areas of those that it does not know.

use super::{ApiHost, ApiProgress, LocateOutcome};
use crate::{LocateRequest, ProgressKind};
use fleet::Fleet;
use places::{AreaKey, AreaPosition, CellKey, Point, Position, PositionOrigin, RadioFamily, sort_short};
use soracom::{CellIdentifier, LocationBatches, ReportedLocation};

/// Asks for positions. What came stays, also where it ends early.
pub async fn locate_cells<H: ApiHost>(host: &H, request: &LocateRequest) -> LocateOutcome {
    let mut outcome = LocateOutcome::default();
    let session = match host.session_at(&request.endpoint) {
        Ok(session) => session,
        Err(error) => return LocateOutcome { error: Some(error), ..outcome },
    };
    let (api, state) = (host.api_client(&request.endpoint), host.load_state());
    let mut progress = ApiProgress::start(host, &request.source, ProgressKind::Cells);
    for stage in [LocateStage::Cells, LocateStage::Areas] {
        let (keys, mut batches) = stage.pending_batches(host.engine().borrow_mut().fleet_mut());
        progress.total += keys.len() as u64;
        while !batches.is_finished() {
            progress.send();
            let found = progress.call(async || api.fetch_cell_locations(&session, &mut batches).await, &|| {}).await;
            match found {
                Ok(found) => {
                    progress.done += found.len() as u64;
                    let mut engine = host.engine().borrow_mut();
                    for (index, location) in found {
                        let is_known = stage.store_location(&keys[index], location, engine.positions_mut());
                        if let LocateStage::Cells = stage {
                            *(if is_known { &mut outcome.found } else { &mut outcome.unknown }) += 1;
                        }
                    }
                }
                Err(_) if state.is_cancelled() => return outcome,
                Err(error) => return LocateOutcome { error: Some(error), ..outcome },
            }
            host.yield_now().await;
            if state.is_cancelled() {
                return outcome;
            }
        }
    }
    outcome
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
                positions.insert_cell(*cell, Position { point: at, range_m: range, origin: PositionOrigin::Api });
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
