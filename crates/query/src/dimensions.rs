//! What the rows of a fleet visit on a basis: networks, where those are and who runs them, and radios; and in which device.

use fleet::{Basis, CellId, Columns, DictColumn, SessionCells, TextField};
use places::{Plmn, Territory, VisitedPlmn, find_network};
use std::borrow::Cow;

/// The territory of each network by code; `None` for code 0.
pub(crate) fn network_territories(columns: &Columns) -> Vec<Option<Territory>> {
    columns.network_dictionary().by_code().map(|plmn| plmn.map(|plmn| find_network(plmn).territory)).collect()
}

/// The operator of each network by code; empty for code 0.
pub(crate) fn network_operators(columns: &Columns) -> Vec<Cow<'static, str>> {
    columns
        .network_dictionary()
        .by_code()
        .map(|plmn| plmn.map(VisitedPlmn::operator_name).unwrap_or_default())
        .collect()
}

/// The operators that two sessions are compared by: empty for a network whose MNC was not told, which may be any of its country.
pub(crate) fn known_operators(columns: &Columns) -> Vec<Cow<'static, str>> {
    let told = columns.network_dictionary().by_code().map(|plmn| plmn.filter(|plmn| plmn.mnc.is_some()));
    told.map(|plmn| plmn.map(VisitedPlmn::operator_name).unwrap_or_default()).collect()
}

/// The cell that two sessions of a row are compared by: its network, area and number; `None` where no network was told.
pub(crate) fn known_cell(
    columns: &Columns,
    cells: &SessionCells,
    row: usize,
) -> Option<(Plmn, Option<u32>, Option<CellId>)> {
    let network = cells.network_codes().get(row).and_then(|code| columns.network_dictionary().get(*code))?;
    Some((network.to_plmn()?, cells.area_code(row), cells.cell_id(row)))
}

/// The device of each row, as a code of [`Columns::type_allocation_codes`].
pub(crate) fn device_codes(columns: &Columns, basis: Basis) -> Cow<'_, [u16]> {
    let [previous, current] = [columns.previous_cells().device_codes(), columns.current_cells().device_codes()];
    if basis == Basis::Previous {
        return Cow::Borrowed(previous);
    }
    let rows = columns.connectivity().iter().zip(previous).zip(current);
    let codes = rows.map(|((session, previous), current)| match (basis, session.is_online()) {
        (Basis::Last, true) if *current != 0 => *current,
        (Basis::Last, _) => *previous,
        (_, true) => *current,
        _ => 0,
    });
    Cow::Owned(codes.collect())
}

/// The radio of each row as a code of the texts beside it; code 0 is the empty one, which stands for "absent".
pub(crate) fn radio_codes(columns: &Columns, basis: Basis) -> (Cow<'_, [u16]>, Vec<&str>) {
    let networks = columns.current_cells().network_codes();
    let [previous, current] = [columns.previous_cells().radio(), columns.current_cells().radio()];
    session_codes(columns, basis, previous, current, |row| networks.get(row).is_some_and(|network| *network != 0))
}

/// The subscription that carried the session of each row, as [`radio_codes`] has radios.
pub(crate) fn plan_codes(columns: &Columns, basis: Basis) -> (Cow<'_, [u16]>, Vec<&str>) {
    let [previous, current] = [columns.previous_cells().plan(), columns.current_cells().plan()];
    let codes = current.codes();
    session_codes(columns, basis, previous, current, |row| codes.get(row).is_some_and(|code| *code != 0))
}

/// The text of each row in one of its sessions: in the current one where it is open and says something.
fn session_codes<'a>(
    columns: &'a Columns,
    basis: Basis,
    previous: &'a DictColumn,
    current: &'a DictColumn,
    says_something: impl Fn(usize) -> bool,
) -> (Cow<'a, [u16]>, Vec<&'a str>) {
    let mut texts: Vec<&str> = previous.dictionary().texts().collect();
    if basis == Basis::Previous {
        return (previous.codes(), texts);
    }
    let after = u16::try_from(texts.len()).unwrap_or(u16::MAX);
    texts.extend(current.dictionary().texts());
    let (previous_codes, current_codes) = (previous.codes(), current.codes());
    let rows = columns.connectivity().iter().zip(previous_codes.iter()).zip(current_codes.iter()).enumerate();
    // Both are read and one is taken: no branch, which would be guessed wrong for every other row.
    let codes = rows.map(|(row, ((session, previous), current))| {
        let otherwise = if basis == Basis::Last { *previous } else { 0 };
        let is_current = session.is_online() & says_something(row);
        if is_current { after.saturating_add(*current) } else { otherwise }
    });
    (Cow::Owned(codes.collect()), texts)
}

/// The subscription that carried the session of a row.
pub(crate) fn plan_at(columns: &Columns, row: usize, basis: Basis) -> &str {
    let current = if columns.is_online(row) { columns.current_cells().plan().text(row) } else { "" };
    let previous = columns.previous_cells().plan().text(row);
    match basis {
        Basis::Previous => previous,
        Basis::Current => current,
        Basis::Last => {
            if current.is_empty() {
                previous
            } else {
                current
            }
        }
    }
}

/// The address of the device of a row in its session, as a number; 0 where it is not known.
pub(crate) fn ip_at(columns: &Columns, row: usize, basis: Basis) -> u32 {
    let current = if columns.is_online(row) { columns.current_cells().ip().get(row) } else { 0 };
    let previous = columns.previous_cells().ip().get(row);
    match basis {
        Basis::Previous => previous,
        Basis::Current => current,
        Basis::Last => {
            if current == 0 {
                previous
            } else {
                current
            }
        }
    }
}

/// Which device the basis means: of the last session that is known, the current one if there is one.
pub(crate) fn imei_field(columns: &Columns, row: usize, basis: Basis) -> TextField {
    match basis {
        Basis::Previous => TextField::PreviousImei,
        Basis::Current => TextField::CurrentImei,
        // A session that tells no device says nothing of where the SIM is now.
        Basis::Last if columns.is_online(row) && columns.has_device(row, TextField::CurrentImei) => {
            TextField::CurrentImei
        }
        Basis::Last => TextField::PreviousImei,
    }
}
