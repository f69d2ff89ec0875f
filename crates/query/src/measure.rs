//! What is added up in place of counting SIMs: bytes, amounts of money, numbers of the operator's own lists.

use crate::facet::{facet_codes, member_column};
use crate::key::QueryKey;
use crate::pattern::fold_text;
use crate::schema::{Field, FieldKind};
use fleet::{Basis, ColumnRole, Fleet, RowSet};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// A number of each row that can be added up; not a number where the row has none.
///
/// ```
/// use fleet::{ColumnRole, Fleet, JoinedListBuilder, Record, RecordSpan, SourceId};
/// use query::Measure;
///
/// let mut fleet = Fleet::default();
/// fleet.begin_source(SourceId(1), "fleet.json");
/// fleet.push(&Record { imsi: "295050990000001".into(), ..Record::default() }, RecordSpan::default())?;
/// fleet.resolve_duplicates();
/// let mut bill = JoinedListBuilder::new(SourceId(2), "bill.csv", &[("", ColumnRole::Amount)]);
/// bill.add_row("295050990000001", &[("", Some(0.25))]);
/// bill.add_row("295050990000001", &[("", Some(0.5))]);
/// fleet.join_list(bill);
/// let amount = Measure::from_key(&fleet, "amount").ok_or("no bill")?;
/// assert_eq!(amount.sum(fleet.live_rows()), 0.75);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Measure {
    numbers: Rc<Vec<f64>>,
}

impl Measure {
    /// The measure of a key: `usage`, `amount`, or that of a column of numbers of a list; `None` where no list has it.
    pub fn from_key(fleet: &Fleet, key: &str) -> Option<Self> {
        let key = QueryKey::from_name(key).ok()?;
        let numbers = match key.kind() {
            FieldKind::Sum(role) => Some(fleet.sums_of_role(role)).filter(|sums| !sums.is_empty()),
            FieldKind::Joined => fleet.numbers_of_column(key.member()?),
            _ => None,
        };
        numbers.map(|numbers| Self { numbers })
    }

    /// The keys of all measures of a fleet.
    pub fn keys(fleet: &Fleet) -> Vec<String> {
        let lists = fleet.joined_lists();
        let roles = [(Field::Usage, ColumnRole::Usage), (Field::Amount, ColumnRole::Amount)];
        let sums = roles.into_iter().filter(|(_, role)| lists.columns_of_role(*role).next().is_some());
        let columns = lists.columns().filter(|(_, column)| column.column().is_number());
        let columns = columns.map(|(name, _)| QueryKey::from_joined_column(&name).name().to_owned());
        sums.map(|(field, _)| field.key().to_owned()).chain(columns).collect()
    }

    /// The number of a row; 0 where it has none.
    pub(crate) fn number(&self, row: usize) -> f64 {
        self.numbers.get(row).copied().filter(|number| !number.is_nan()).unwrap_or(0.0)
    }

    /// The sum of a set of rows.
    pub fn sum(&self, rows: &RowSet) -> f64 {
        rows.iter().map(|row| self.number(row)).sum()
    }

    /// The sum of the rows that have each value of a facet, by the value as [`crate::count_facet`] has it, folded.
    pub fn sums_by_value(&self, fleet: &Fleet, key: &QueryKey, basis: Basis, rows: &RowSet) -> FxHashMap<String, f64> {
        let mut by_value = FxHashMap::default();
        let mut add = |text: &str, sum: f64| {
            let text = if text.is_empty() { "none" } else { text };
            *by_value.entry(fold_text(text).into_owned()).or_insert(0.0) += sum;
        };
        if matches!(key.kind(), FieldKind::Tag | FieldKind::Joined) {
            let column = member_column(fleet, key);
            let sums = self.sums_by_code(&column.codes(), column.dictionary().texts().len(), rows);
            column.dictionary().texts().zip(sums).for_each(|(text, sum)| add(text, sum));
        } else {
            let (codes, texts) = facet_codes(fleet, key, basis);
            let sums = self.sums_by_code(&codes, texts.len(), rows);
            texts.iter().zip(sums).for_each(|(text, sum)| add(text, sum));
        }
        by_value
    }

    fn sums_by_code(&self, codes: &[u16], len: usize, rows: &RowSet) -> Vec<f64> {
        let mut sums = vec![0.0; len];
        for row in rows.iter() {
            if let Some(sum) = sums.get_mut(codes.get(row).map_or(0, |code| usize::from(*code))) {
                *sum += self.number(row);
            }
        }
        sums
    }
}
