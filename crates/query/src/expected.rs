//! What is otherwise than the operator's own lists say that it should be.

use crate::dimensions::{self, imei_field};
use crate::joined::rows_where;
use crate::pattern::fold_text;
use crate::schema::Field;
use fleet::{Basis, DeviceId, DictField, Fleet, JoinedColumn, RowSet};

/// A fact of a SIM that a list may say how it should be: a column of its name does, or one that is chosen to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExpectedFact {
    /// The country that it is used in, by its ISO code or by its name.
    Country,
    /// The operator.
    Operator,
    /// The subscription.
    Plan,
    /// The IMEI of its device.
    Imei,
    /// The model of its device, by the type allocation code, or the device by its IMEI.
    Device,
    /// The status of the SIM.
    Status,
}

/// The names of columns that say how a fact should be, folded.
const COLUMN_NAMES: [(&str, ExpectedFact); 20] = [
    ("country", ExpectedFact::Country),
    ("countrycode", ExpectedFact::Country),
    ("国", ExpectedFact::Country),
    ("国名", ExpectedFact::Country),
    ("利用国", ExpectedFact::Country),
    ("operator", ExpectedFact::Operator),
    ("carrier", ExpectedFact::Operator),
    ("事業者", ExpectedFact::Operator),
    ("通信事業者", ExpectedFact::Operator),
    ("plan", ExpectedFact::Plan),
    ("subscription", ExpectedFact::Plan),
    ("プラン", ExpectedFact::Plan),
    ("imei", ExpectedFact::Imei),
    ("端末imei", ExpectedFact::Imei),
    ("device", ExpectedFact::Device),
    ("tac", ExpectedFact::Device),
    ("機種", ExpectedFact::Device),
    ("status", ExpectedFact::Status),
    ("simstatus", ExpectedFact::Status),
    ("ステータス", ExpectedFact::Status),
];

impl ExpectedFact {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Country, Self::Operator, Self::Plan, Self::Imei, Self::Device, Self::Status];

    /// The word for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Operator => "operator",
            Self::Plan => "plan",
            Self::Imei => "imei",
            Self::Device => "device",
            Self::Status => "status",
        }
    }

    /// The field that says how it is.
    pub fn field(self) -> Field {
        match self {
            Self::Country => Field::Country,
            Self::Operator => Field::Operator,
            Self::Plan => Field::Plan,
            Self::Imei => Field::Imei,
            Self::Device => Field::Device,
            Self::Status => Field::Status,
        }
    }

    /// The fact of a word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fact| fact.key() == key)
    }

    /// The fact that a column says how it should be: what the operator has chosen, else by its name.
    pub fn of_column(column: JoinedColumn) -> Option<Self> {
        match column.meaning() {
            Some(chosen) => Self::from_key(chosen),
            None => Self::from_column_name(column.column().name()),
        }
    }

    /// The fact that a column of this name says how it should be: `expected country` and `Country` are one.
    fn from_column_name(name: &str) -> Option<Self> {
        let name: String = fold_text(name).chars().filter(|c| c.is_alphanumeric()).collect();
        let bare = name.strip_prefix("expected").or_else(|| name.strip_prefix("should")).unwrap_or(&name);
        COLUMN_NAMES.iter().find(|(known, _)| *known == bare).map(|(_, fact)| *fact)
    }

    /// The facts that the lists say how they should be.
    pub(crate) fn known_to(fleet: &Fleet) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|fact| fact.columns(fleet).next().is_some())
    }

    fn columns(self, fleet: &Fleet) -> impl Iterator<Item = JoinedColumn<'_>> {
        let columns = fleet.joined_lists().columns().map(|(_, column)| column);
        columns.filter(move |column| Self::of_column(*column) == Some(self))
    }

    /// The rows of which both is known, how it should be and how it is, and the two differ.
    #[inline(never)]
    pub(crate) fn differing_rows(self, fleet: &Fleet, basis: Basis) -> RowSet {
        let mut any = RowSet::with_no_rows(fleet.columns().len());
        for column in self.columns(fleet) {
            any.union_with(&self.rows_otherwise_than(column, fleet, basis));
        }
        any
    }

    fn rows_otherwise_than(self, column: JoinedColumn, fleet: &Fleet, basis: Basis) -> RowSet {
        let columns = fleet.columns();
        let rows = |differs: &dyn Fn(usize, &str) -> bool| {
            rows_where(columns.len(), &|row| {
                let expected = column.text(row);
                !expected.is_empty() && differs(row, &expected)
            })
        };
        match self {
            Self::Country => {
                let territories = dimensions::network_territories(columns);
                let country = |row| {
                    let territory = territories.get(usize::from(basis.network_code(columns, row)))?.as_ref()?;
                    territory.country_code()
                };
                let texts = column.column().distinct_texts();
                let wanted: Vec<_> = texts
                    .into_iter()
                    .flat_map(|(texts, _)| texts.texts())
                    .map(|text| fleet.country_from_text(text))
                    .collect();
                rows_where(columns.len(), &|row| {
                    let wanted = column.text_number(row).and_then(|number| *wanted.get(number as usize)?);
                    country(row).zip(wanted).is_some_and(|(is, wanted)| is != wanted)
                })
            }
            Self::Operator => {
                let operators: Vec<_> =
                    dimensions::network_operators(columns).iter().map(|name| fold_text(name).into_owned()).collect();
                rows(&|row, text| {
                    let is = operators.get(usize::from(basis.network_code(columns, row))).map_or("", String::as_str);
                    let wanted = fold_text(text);
                    // A list says `Docomo` where the operator is `NTT DOCOMO`.
                    !is.is_empty() && !is.contains(&*wanted) && !wanted.contains(is)
                })
            }
            Self::Plan => rows(&|row, text| differs_in_words(columns.dict_column(DictField::Plan).text(row), text)),
            Self::Status => rows(&|row, text| differs_in_words(columns.dict_column(DictField::Status).text(row), text)),
            Self::Imei => rows(&|row, text| {
                let is = DeviceId::parse_imei(columns.text(row, imei_field(columns, row, basis)));
                DeviceId::is_device_change(is, DeviceId::parse_imei(text))
            }),
            Self::Device => rows(&|row, text| {
                let is = DeviceId::parse_imei(columns.text(row, imei_field(columns, row, basis)));
                let is_model = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
                match is {
                    Some(device) if is_model => !device.digits().starts_with(text),
                    is => DeviceId::is_device_change(is, DeviceId::parse_imei(text)),
                }
            }),
        }
    }
}

/// Whether the operator's own lists say how anything should be.
pub fn has_expectations(fleet: &Fleet) -> bool {
    ExpectedFact::known_to(fleet).next().is_some()
}

/// Whether two words are known and differ.
fn differs_in_words(is: &str, wanted: &str) -> bool {
    !is.is_empty() && fold_text(is) != fold_text(wanted)
}
