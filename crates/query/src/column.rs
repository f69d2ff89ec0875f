//! The columns of the table, as a machine reads them.

use crate::change;
use crate::column_key::ColumnKey;
use crate::dimensions::{self, imei_field};
use crate::schema::{Field, FieldKind};
use crate::time::format_iso_8601;
use fleet::{Basis, DictColumn, Fleet, JoinedColumn, UNKNOWN_TIME};
use places::find_network;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::net::Ipv4Addr;
use std::rc::Rc;

impl Field {
    /// The cell of a row in the column of this field, empty where absent; fields that are no column have none.
    ///
    /// `session` as the query language says it; `seen` and other times ISO 8601 in UTC with milliseconds; `country` an ISO 3166 code or
    /// `international`, `test`, `private`, `unknown`; `operator` a name, else the PLMN; `cell` PLMN, area and id as far as
    /// they are known: `310-410-21271-200102947`; `radio` in lower case; `duration` in seconds; `change` the values of that key.
    pub fn row_text(self, fleet: &Fleet, row: usize, basis: Basis) -> Cow<'_, str> {
        let columns = fleet.columns();
        let plmn = || columns.network_dictionary().get(basis.network_code(columns, row));
        Cow::Borrowed(match self.kind() {
            FieldKind::DigitPrefix([field]) => columns.text(row, *field),
            FieldKind::DigitPrefix(_) => columns.text(row, imei_field(columns, row, basis)),
            FieldKind::TextPrefix(field) | FieldKind::WholeText(field) => columns.text(row, field),
            FieldKind::Dictionary(field) | FieldKind::TextList(field) => columns.dict_column(field).text(row),
            FieldKind::Carried => dimensions::plan_at(columns, row, basis),
            FieldKind::Ip => {
                let address = Some(dimensions::ip_at(columns, row, basis)).filter(|address| *address != 0);
                return address.map(|bits| Cow::Owned(Ipv4Addr::from_bits(bits).to_string())).unwrap_or_default();
            }
            FieldKind::Time(field) => {
                return columns.time(row, field).map(|at| Cow::Owned(format_iso_8601(at))).unwrap_or_default();
            }
            FieldKind::Session => columns.connectivity().get(row).map_or("", |session| session.query_word()),
            FieldKind::Seen => return last_seen_text(fleet, row),
            FieldKind::Country => {
                let territory = plmn().map(|plmn| find_network(plmn).territory);
                return territory.map(|territory| Cow::Owned(territory.query_key().to_owned())).unwrap_or_default();
            }
            FieldKind::Operator => return plmn().map(places::VisitedPlmn::operator_name).unwrap_or_default(),
            FieldKind::Radio => basis.radio_at(columns, row),
            FieldKind::Cell => {
                return Cow::Owned(cell_text(fleet, row, basis, &plmn().map(|p| p.to_string()).unwrap_or_default()));
            }
            FieldKind::Sum(role) => {
                let sum = fleet.sums_of_role(role).get(row).copied().filter(|sum| !sum.is_nan());
                return sum.map(|sum| Cow::Owned(fleet::format_number(sum))).unwrap_or_default();
            }
            FieldKind::Duration => {
                let lasted =
                    columns.previous_duration(row).map(|lasted| Cow::Owned((lasted.as_millis() / 1000).to_string()));
                return lasted.unwrap_or_default();
            }
            FieldKind::Change => {
                let words =
                    fleet.comparison().map(|comparison| change::row_change_words(comparison, columns, basis, row));
                return words.map(Cow::Owned).unwrap_or_default();
            }
            _ => "",
        })
    }
}

fn last_seen_text(fleet: &Fleet, row: usize) -> Cow<'static, str> {
    let at = fleet.columns().last_seen().get(row).copied().unwrap_or(UNKNOWN_TIME);
    if at == UNKNOWN_TIME { Cow::Borrowed("") } else { Cow::Owned(format_iso_8601(at)) }
}

/// The cell of a row, whose PLMN is known as a text; a registration has a network and no cell.
fn cell_text(fleet: &Fleet, row: usize, basis: Basis, plmn: &str) -> String {
    let Some(cells) = basis.session_cells(fleet.columns(), row) else {
        return String::new();
    };
    match (cells.area_code(row), cells.cell_id(row)) {
        (None, None) => plmn.to_owned(),
        (Some(area), None) => format!("{plmn}-{area}"),
        (None, Some(id)) => format!("{plmn}--{}", id.number()),
        (Some(area), Some(id)) => format!("{plmn}-{area}-{}", id.number()),
    }
}

/// The cells of many rows: [`Field::row_text`] with every network and every column of a list looked up once.
#[derive(Clone, Debug)]
pub struct TableTexts<'a> {
    fleet: &'a Fleet,
    basis: Basis,
    networks: Vec<NetworkTexts>,
    joined: Vec<(Cow<'a, str>, JoinedColumn<'a>)>,
    tags: RefCell<Vec<(&'static str, Rc<DictColumn>)>>,
    changes: OnceCell<Rc<Vec<u16>>>,
}

#[derive(Clone, Debug, Default)]
struct NetworkTexts {
    plmn: String,
    country: String,
    operator: Cow<'static, str>,
}

impl<'a> TableTexts<'a> {
    /// Looks the networks of the fleet up.
    pub fn new(fleet: &'a Fleet, basis: Basis) -> Self {
        let look_up = |plmn: places::VisitedPlmn| NetworkTexts {
            plmn: plmn.to_string(),
            country: find_network(plmn).territory.to_string(),
            operator: plmn.operator_name(),
        };
        let networks = fleet.columns().network_dictionary().by_code().map(|plmn| plmn.map(look_up).unwrap_or_default());
        Self {
            fleet,
            basis,
            networks: networks.collect(),
            joined: fleet.joined_lists().columns().collect(),
            tags: RefCell::default(),
            changes: OnceCell::new(),
        }
    }

    /// What [`Field::row_text`] says; of a tag or a column of a list its value.
    pub fn get(&self, column: impl Into<ColumnKey>, row: usize) -> Cow<'_, str> {
        let column = column.into();
        match (column.field(), column.member()) {
            (Field::Joined, Some(name)) => self.joined_text(name, row),
            (Field::Tag, Some(key)) => Cow::Owned(self.tag_text(key, row)),
            (field, _) => self.field_text(field, row),
        }
    }

    /// The moment in a column of times, in milliseconds since 1970; `None` where it is not known, and in other columns.
    pub fn time(&self, column: ColumnKey, row: usize) -> Option<i64> {
        let columns = self.fleet.columns();
        match column.field().kind() {
            FieldKind::Time(field) => columns.time(row, field),
            FieldKind::Seen => columns.last_seen().get(row).copied().filter(|at| *at != UNKNOWN_TIME),
            _ => None,
        }
    }

    fn joined_text(&self, name: &str, row: usize) -> Cow<'_, str> {
        let found = self.joined.iter().find(|(other, _)| other == name);
        found.map(|(_, column)| column.text(row)).unwrap_or_default()
    }

    fn tag_text(&self, key: &'static str, row: usize) -> String {
        let mut tags = self.tags.borrow_mut();
        if let Some((_, column)) = tags.iter().find(|(other, _)| *other == key) {
            return column.text(row).to_owned();
        }
        let column = self.fleet.tag_column(key);
        let text = column.text(row).to_owned();
        tags.push((key, column));
        text
    }

    fn field_text(&self, column: Field, row: usize) -> Cow<'_, str> {
        let network = || self.networks.get(usize::from(self.basis.network_code(self.fleet.columns(), row)));
        match column.kind() {
            FieldKind::Country => Cow::Borrowed(network().map_or("", |network| &network.country)),
            FieldKind::Operator => Cow::Borrowed(network().map_or("", |network| &network.operator)),
            FieldKind::Cell => {
                Cow::Owned(cell_text(self.fleet, row, self.basis, network().map_or("", |network| &network.plmn)))
            }
            FieldKind::Change if self.fleet.comparison().is_none() => Cow::Borrowed(""),
            FieldKind::Change => {
                let changes = self.changes.get_or_init(|| change::changes_by_row(self.fleet, self.basis));
                changes.get(row).map(|changes| Cow::Owned(change::changes_to_words(*changes))).unwrap_or_default()
            }
            _ => column.row_text(self.fleet, row, self.basis),
        }
    }
}

/// What the cells of a column hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CellKind {
    /// Texts, identifiers among them.
    Text,
    /// Moments.
    Time,
    /// Numbers.
    Number,
}

impl ColumnKey {
    /// What its cells hold. The values of tags and of lists are what people wrote: text.
    pub fn cell_kind(self) -> CellKind {
        match self.field().kind() {
            FieldKind::Time(_) | FieldKind::Seen => CellKind::Time,
            FieldKind::Sum(_) | FieldKind::Duration => CellKind::Number,
            _ => CellKind::Text,
        }
    }
}

/// A radio access technology as people write it: `LTE-M` for `lte-m`. One that is not known stays as it is.
pub fn radio_label(radio: &str) -> &str {
    match radio {
        "gsm" => "GSM",
        "3g" => "3G",
        "umts" => "UMTS",
        "lte" => "LTE",
        "lte-m" => "LTE-M",
        "nb-iot" => "NB-IoT",
        _ => radio,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_strategies::any_fleet;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn many_rows_read_as_one_does((_, fleet) in any_fleet()) {
            for basis in Basis::ALL {
                let texts = TableTexts::new(&fleet, basis);
                for (column, row) in Field::columns().iter().flat_map(|c| (0..=fleet.columns().len()).map(move |r| (c, r))) {
                    let text = column.row_text(&fleet, row, basis);
                    prop_assert_eq!(texts.get(*column, row), &*text);
                    let time = texts.time((*column).into(), row);
                    prop_assert!(time.is_none() || ColumnKey::from(*column).cell_kind() == CellKind::Time);
                    prop_assert!(time.is_none_or(|time| format_iso_8601(time) == text));
                    prop_assert!(time.is_some() || ColumnKey::from(*column).cell_kind() != CellKind::Time || text.is_empty());
                }
            }
        }
    }
}
