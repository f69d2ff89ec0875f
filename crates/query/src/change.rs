//! What differs between the fleet and its baseline.

use crate::dimensions;
use fleet::{BaselineComparison, Basis, Columns, DictField, Fleet, RowSet, TextField};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// What may have become of a SIM since the baseline. Places are those of the basis, and differ where both are known.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BaselineChange {
    /// It was not in the baseline.
    New,
    /// It is in the baseline alone.
    Gone,
    /// Another country.
    Country,
    /// Another operator.
    Operator,
    /// Another cell.
    Cell,
    /// The device of the basis' session.
    Imei,
    /// Online, offline, never or unknown.
    Session,
    /// It was online, and is not.
    Silent,
    /// It is online, and was not.
    Back,
    /// Another status.
    Status,
    /// Another group.
    Group,
    /// Any tag, the name among them.
    Tags,
    /// It is in both, and none of these differs.
    Same,
}

impl BaselineChange {
    /// In the order in which they are listed.
    pub const ALL: [Self; 13] = [
        Self::New,
        Self::Gone,
        Self::Country,
        Self::Operator,
        Self::Cell,
        Self::Imei,
        Self::Session,
        Self::Silent,
        Self::Back,
        Self::Status,
        Self::Group,
        Self::Tags,
        Self::Same,
    ];

    /// The word for it.
    pub fn key(self) -> &'static str {
        [
            "new", "gone", "country", "operator", "cell", "imei", "session", "silent", "back", "status", "group",
            "tags", "same",
        ][self as usize]
    }

    fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// The changes of each row on a basis, a bit each; none for rows that do not count, and no rows without a baseline.
pub(crate) fn changes_by_row(fleet: &Fleet, basis: Basis) -> Rc<Vec<u16>> {
    let Some(comparison) = fleet.comparison() else { return Rc::default() };
    fleet.cached_changes(basis, || {
        let columns = fleet.columns();
        let mut changes = vec![0; columns.len()];
        let against = ChangeDetector::new(columns, basis);
        for row in fleet.live_rows().iter() {
            changes[row] = comparison
                .baseline_row(row)
                .map_or(BaselineChange::New.bit(), |before| against.detect_changes(before, row));
        }
        comparison.gone_rows().iter().for_each(|row| changes[row] = BaselineChange::Gone.bit());
        changes
    })
}

/// The changes of a row that did not change.
pub(crate) fn unchanged_mask() -> u16 {
    BaselineChange::Same.bit()
}

/// The rows that have one of the changes.
pub(crate) fn rows_with_changes(fleet: &Fleet, basis: Basis, wanted: &[BaselineChange]) -> RowSet {
    let mask = wanted.iter().fold(0, |mask, change| mask | change.bit());
    let changes = changes_by_row(fleet, basis);
    RowSet::from_fn(fleet.columns().len(), |row| changes.get(row).is_some_and(|changes| changes & mask != 0))
}

/// How many rows have each change.
pub(crate) fn count_changes(fleet: &Fleet, basis: Basis, rows: &RowSet) -> [u32; BaselineChange::ALL.len()] {
    let (changes, mut counts) = (changes_by_row(fleet, basis), [0; BaselineChange::ALL.len()]);
    for row in rows.iter() {
        let mut rest = changes.get(row).copied().unwrap_or(0);
        while rest != 0 {
            counts[rest.trailing_zeros() as usize] += 1;
            rest &= rest - 1;
        }
    }
    counts
}

/// The words for the changes of one row, in the order of [`BaselineChange::ALL`]; of one that did not change, none.
pub(crate) fn row_change_words(comparison: &BaselineComparison, columns: &Columns, basis: Basis, row: usize) -> String {
    let changes = match comparison.baseline_row(row) {
        Some(before) => ChangeDetector::new(columns, basis).detect_changes(before, row),
        None if comparison.gone_rows().contains(row) => BaselineChange::Gone.bit(),
        None if comparison.baseline_rows().contains(row) => 0,
        None => BaselineChange::New.bit(),
    };
    changes_to_words(changes)
}

/// The words for the changes of a row.
pub(crate) fn changes_to_words(changes: u16) -> String {
    let changed =
        BaselineChange::ALL.into_iter().filter(|change| *change != BaselineChange::Same && changes & change.bit() != 0);
    changed.map(BaselineChange::key).collect::<Vec<_>>().join(" ")
}

/// What rows are compared by.
struct ChangeDetector<'a> {
    columns: &'a Columns,
    basis: Basis,
    /// The number of each network's country, and of its operator; 0 for none.
    countries: Vec<u16>,
    operators: Vec<u16>,
}

impl<'a> ChangeDetector<'a> {
    fn new(columns: &'a Columns, basis: Basis) -> Self {
        let countries =
            dimensions::network_territories(columns).into_iter().map(|t| t.map(|t| t.query_key().to_owned()));
        let operators =
            dimensions::known_operators(columns).into_iter().map(|o| (!o.is_empty()).then(|| o.into_owned()));
        Self {
            columns,
            basis,
            countries: number_distinct_texts(countries),
            operators: number_distinct_texts(operators),
        }
    }

    fn detect_changes(&self, before: usize, now: usize) -> u16 {
        let (columns, basis) = (self.columns, self.basis);
        let mut changes = 0;
        let mut when = |change: BaselineChange, holds: bool| changes |= if holds { change.bit() } else { 0 };
        let [was, is] = [before, now].map(|row| basis.network_code(columns, row));
        let differ = |of: &[u16]| {
            let [was, is] = [was, is].map(|code| of.get(usize::from(code)).copied().unwrap_or(0));
            was != 0 && is != 0 && was != is
        };
        when(BaselineChange::Country, differ(&self.countries));
        when(BaselineChange::Operator, differ(&self.operators));
        let [cell_was, cell_is] =
            [before, now].map(|row| dimensions::known_cell(columns, basis.session_cells(columns, row)?, row));
        when(BaselineChange::Cell, cell_was.is_some() && cell_is.is_some() && cell_was != cell_is);
        let [device_was, device_is] = [before, now].map(|row| (row, dimensions::imei_field(columns, row, basis)));
        when(BaselineChange::Imei, columns.is_device_change(device_was, device_is));
        let [session_was, session_is] = [before, now].map(|row| columns.connectivity()[row]);
        when(BaselineChange::Session, session_was != session_is);
        when(BaselineChange::Silent, session_was.is_online() && !session_is.is_online());
        when(BaselineChange::Back, !session_was.is_online() && session_is.is_online());
        let is_other = |field: DictField| {
            let column = columns.dict_column(field);
            column.code(before) != column.code(now)
        };
        when(BaselineChange::Status, is_other(DictField::Status));
        when(BaselineChange::Group, is_other(DictField::GroupId));
        when(BaselineChange::Tags, !self.has_same_tags(before, now));
        if changes == 0 { BaselineChange::Same.bit() } else { changes }
    }

    fn has_same_tags(&self, before: usize, now: usize) -> bool {
        let [name_was, name_is] = [before, now].map(|row| self.columns.text(row, TextField::Name));
        let [was, is] = [before, now].map(|row| self.columns.text_arena().tags(row));
        name_was == name_is
            && (was.eq(is) || {
                // A tag has a key of its own: as many that are the same are the same in another order.
                let [was, is] = [before, now].map(|row| self.columns.text_arena().tags(row).collect::<Vec<_>>());
                was.len() == is.len() && was.iter().all(|tag| is.contains(tag))
            })
    }
}

/// A number for each entry, the same for equal ones; 0 for none.
fn number_distinct_texts(all: impl Iterator<Item = Option<String>>) -> Vec<u16> {
    let mut numbers = FxHashMap::default();
    let mut number = |text: String| {
        let next = u16::try_from(numbers.len() + 1).unwrap_or(u16::MAX);
        *numbers.entry(text).or_insert(next)
    };
    all.map(|text| text.map_or(0, &mut number)).collect()
}
