//! How far SIMs moved between their previous session and the current one, and how fast.

use crate::{Basis, CellLocation, Fleet};
use places::Position;

/// A movement from one cell to another.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Movement {
    /// Where the cell of the previous session is.
    pub from: Position,
    /// Where the cell of the current session is.
    pub to: Position,
    /// The distance between them, in km.
    pub distance_km: f64,
    /// The lowest possible speed, in km/h: from the end of the previous session to the last update of the current one, from
    /// edge to edge of the cells. `None` where those times are unknown.
    pub speed_kmh: Option<f64>,
}

impl Movement {
    /// Minimum distance of an impossible movement, in km: positions of cells are estimates.
    const MIN_IMPOSSIBLE_KM: f64 = 100.0;
    /// Maximum speed of an airliner over the ground, in km/h.
    const MAX_PLAUSIBLE_KMH: f64 = 1_200.0;
    /// Minimum time between sessions that counts, in milliseconds. A modem may register again within seconds, and a clock
    /// may be a minute off.
    const MIN_GAP_MS: f64 = 60_000.0;

    fn new(from: Position, to: Position, gap: Option<f64>) -> Self {
        let km = from.point.distance_km(to.point);
        let edges = f64::from(from.range_m.saturating_add(to.range_m)) / 1000.0;
        let speed = gap.map(|ms| (km - edges).max(0.0) / (ms.max(Self::MIN_GAP_MS) / 3_600_000.0));
        Self { from, to, distance_km: km, speed_kmh: speed }
    }

    /// Whether nothing moves so fast: then the identity is in two places, or a position is wrong.
    pub fn is_impossible(&self) -> bool {
        self.distance_km > Self::MIN_IMPOSSIBLE_KM
            && self.speed_kmh.is_some_and(|speed| speed > Self::MAX_PLAUSIBLE_KMH)
    }
}

impl Fleet {
    /// Returns the movement of a row that is online, where the positions of both of its cells are known and differ.
    pub fn movement_of_row(&self, row: usize) -> Option<Movement> {
        let columns = self.columns();
        if !columns.is_online(row) {
            return None;
        }
        let codes = [Basis::Previous, Basis::Current].map(|basis| self.visited_cells().code_of(columns, basis, row));
        let position_of = |code: u32| match self.cell_locations().get((code as usize).checked_sub(1)?)? {
            CellLocation::Cell(position_of) => Some(*position_of),
            _ => None,
        };
        let (from, to) = (position_of(codes[0])?, position_of(codes[1])?);
        let gap = columns.session_gap_ms(row).map(|gap| gap as f64);
        (codes[0] != codes[1] && from.point != to.point).then(|| Movement::new(from, to, gap))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use places::{Point, PositionOrigin};

    #[test]
    fn speeds_are_from_edge_to_edge() {
        let at = |lat, range| Position {
            point: Point::new(lat, 0.0).unwrap(),
            range_m: range,
            origin: PositionOrigin::File,
        };
        let hour = 3_600_000.0;
        // Degrees of latitude are 111 km.
        for (to, range, gap, speed, impossible) in [
            (1.0, 0, Some(hour), Some(111.0), false),
            (1.0, 50_000, Some(hour), Some(11.0), false),
            (20.0, 0, Some(hour), Some(2_224.0), true),
            (20.0, 0, None, None, false),
            (0.5, 0, Some(0.0), Some(3_336.0), false),
            (2.0, 0, Some(0.0), Some(13_343.0), true),
        ] {
            let movement = Movement::new(at(0.0, range), at(to, range), gap);
            assert_eq!(
                (movement.speed_kmh.map(f64::round), movement.is_impossible()),
                (speed, impossible),
                "{to} {gap:?}"
            );
        }
    }
}
