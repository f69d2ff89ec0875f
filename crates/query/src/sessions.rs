//! Cells by their name, and the current session against the previous one.

use crate::dimensions;
use fleet::{Basis, CellLocation, Columns, Fleet, RowSet, SessionCells, VisitedCell};
use places::VisitedPlmn;
use std::fmt;

/// A cell as it is written: PLMN, tracking or location area, and the cell in it, as far as they are meant.
/// `310-410-21271-200102947`; `310-410-21271` is every cell of an area, `310-410--7` a cell without one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct CellName {
    pub plmn: VisitedPlmn,
    pub area: Option<u32>,
    pub id: Option<u32>,
}

impl CellName {
    /// Reads one; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, '-');
        let plmn = format!("{}-{}", parts.next()?, parts.next()?);
        let number = |part: Option<&str>| match part {
            None | Some("") => Some(None),
            Some(digits) => digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok().map(Some))?,
        };
        let (area, id) = (number(parts.next())?, number(parts.next())?);
        // A network alone is what `plmn` asks for.
        (area.is_some() || id.is_some()).then_some(Self { plmn: VisitedPlmn::parse(&plmn)?, area, id })
    }
}

impl fmt::Display for CellName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-", self.plmn)?;
        if let Some(area) = self.area {
            write!(f, "{area}")?;
        }
        self.id.map_or(Ok(()), |id| write!(f, "-{id}"))
    }
}

/// The name of a site as the query language writes it; of a registration, that of its network.
pub fn cell_name(site: &VisitedCell) -> String {
    let id = site.id.map(fleet::CellId::number);
    match (site.area, id) {
        (None, None) => site.plmn.to_string(),
        (area, id) => CellName { plmn: site.plmn, area, id }.to_string(),
    }
}

/// What may differ between the current and the previous session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SessionChange {
    Country,
    Operator,
    Cell,
    Imei,
    /// The model of the device, by its type allocation code.
    Model,
    Radio,
    /// Farther than anything goes in the time between.
    Impossible,
}

impl SessionChange {
    pub const ALL: [Self; 7] =
        [Self::Country, Self::Operator, Self::Cell, Self::Imei, Self::Model, Self::Radio, Self::Impossible];

    /// The word for it.
    pub fn key(self) -> &'static str {
        ["country", "operator", "cell", "imei", "model", "radio", "impossible"][self as usize]
    }

    /// The rows where both sessions say it, and not the same.
    pub fn changed_rows(self, fleet: &Fleet) -> RowSet {
        let columns = fleet.columns();
        let (previous, current) = (columns.previous_cells(), columns.current_cells());
        // Of each network, its country or operator: what is the same has the same number.
        let differ = |same: Vec<usize>| {
            let of = |cells: &SessionCells, row: usize| {
                cells.network_codes().get(row).map_or(0, |code| same.get(usize::from(*code)).copied().unwrap_or(0))
            };
            RowSet::from_fn(columns.len(), |row| {
                let (before, now) = (of(previous, row), of(current, row));
                columns.is_online(row) && before != 0 && now != 0 && before != now
            })
        };
        match self {
            Self::Country => differ(number_distinct(&dimensions::network_territories(columns))),
            Self::Operator => differ(number_distinct(&dimensions::known_operators(columns))),
            Self::Cell => {
                let cell = |cells: &SessionCells, row: usize| dimensions::known_cell(columns, cells, row);
                RowSet::from_fn(columns.len(), |row| match (cell(previous, row), cell(current, row)) {
                    (Some(before), Some(now)) => columns.is_online(row) && before != now,
                    _ => false,
                })
            }
            Self::Imei => fleet.changed_devices().clone(),
            Self::Model => RowSet::from_fn(columns.len(), |row| {
                let [before, now] =
                    [previous, current].map(|cells| cells.device_codes().get(row).copied().unwrap_or(0));
                columns.is_online(row) && before != 0 && now != 0 && before != now
            }),
            Self::Impossible => RowSet::from_fn(columns.len(), |row| {
                fleet.movement_of_row(row).is_some_and(|leap| leap.is_impossible())
            }),
            Self::Radio => RowSet::from_fn(columns.len(), |row| {
                let [before, now] = [previous, current].map(|cells| cells.radio().text(row));
                columns.is_online(row) && !before.is_empty() && !now.is_empty() && before != now
            }),
        }
    }
}

/// A number for each entry, the same for equal ones; 0 for the first, which stands for "none".
fn number_distinct<T: PartialEq>(all: &[T]) -> Vec<usize> {
    all.iter().map(|one| all.iter().position(|other| other == one).unwrap_or(0)).collect()
}

/// The rows whose cell on a basis is one of these.
pub(crate) fn rows_in_cells(columns: &Columns, basis: Basis, names: &[CellName]) -> RowSet {
    let networks = columns.network_dictionary();
    let found = |cells: &SessionCells, row: usize| {
        let plmn = cells.network_codes().get(row).and_then(|code| networks.get(*code));
        names.iter().any(|name| {
            plmn == Some(name.plmn)
                && (name.area.is_none() || cells.area_code(row) == name.area)
                && (name.id.is_none() || cells.cell_id(row).map(fleet::CellId::number) == name.id)
        })
    };
    RowSet::from_fn(columns.len(), |row| basis.session_cells(columns, row).is_some_and(|cells| found(cells, row)))
}

/// The rows for whose site on a basis it holds; `none` for rows without one.
pub(crate) fn rows_at_sites(fleet: &Fleet, basis: Basis, none: bool, holds: impl Fn(&CellLocation) -> bool) -> RowSet {
    let (sites, columns) = (fleet.visited_cells(), fleet.columns());
    let mut table = vec![none];
    table.extend(fleet.cell_locations().iter().map(holds));
    RowSet::from_fn(columns.len(), |row| table.get(sites.code_of(columns, basis, row) as usize) == Some(&true))
}

/// The rows whose area on a basis lies within one of these spans.
pub(crate) fn rows_in_areas(columns: &Columns, basis: Basis, within: impl Fn(i64) -> bool) -> RowSet {
    let area = |row: usize| basis.session_cells(columns, row).and_then(|cells| cells.area_code(row));
    RowSet::from_fn(columns.len(), |row| area(row).is_some_and(|area| within(area.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_cell_is_read_and_printed_or_refused() {
        for (text, shown) in [
            ("310-410-21271-200102947", Some("310-410-21271-200102947")),
            ("334-020-7", Some("334-020-7")),
            ("334-20-7-9", Some("334-020-7-9")),
            ("310-410--7", Some("310-410--7")),
            ("310-unknown-7-9", Some("310-unknown-7-9")),
            ("310-unknown", None),
            ("310-410", None),
            ("310-410-", None),
            ("310410-7-9", None),
            ("310-410-x", None),
            ("310-410-7-9-9", None),
            ("310-410-4294967296", None),
            ("", None),
        ] {
            assert_eq!(CellName::parse(text).map(|name| name.to_string()).as_deref(), shown, "{text}");
        }
    }
}
