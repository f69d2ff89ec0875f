//! A column of a list: texts or numbers, one for each entry.

use crate::TextPool;
use std::borrow::Cow;

/// A column of a list.
#[derive(Clone, Debug)]
pub struct ListColumn {
    name: Box<str>,
    role: ColumnRole,
    values: ColumnValues,
}

/// What a column is taken for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ColumnRole {
    /// Something that the operator knows: a field of its own.
    #[default]
    Field,
    /// Bytes that were sent and received, of Soracom's own report.
    Usage,
    /// Amounts of money, of Soracom's own bill.
    Amount,
}

#[derive(Clone, Debug)]
enum ColumnValues {
    /// The number of each entry's text in the pool, whose first text is the empty one.
    Texts { pool: TextPool, numbers: Vec<u32> },
    /// The sum of each entry's numbers; not a number where it has none.
    Sums(Vec<f64>),
}

impl ListColumn {
    /// The name, as the list has it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is taken for.
    pub fn role(&self) -> ColumnRole {
        self.role
    }

    /// Whether all of its values are numbers.
    pub fn is_number(&self) -> bool {
        matches!(self.values, ColumnValues::Sums(_))
    }

    /// The text of an entry; empty where it has none.
    pub fn text(&self, entry: u32) -> Cow<'_, str> {
        match &self.values {
            ColumnValues::Texts { pool, numbers } => {
                Cow::Borrowed(numbers.get(entry as usize).map_or("", |number| pool.text(*number)))
            }
            ColumnValues::Sums(_) => self.number(entry).map(|sum| Cow::Owned(format_number(sum))).unwrap_or_default(),
        }
    }

    /// The number of an entry; `None` where it has none.
    pub fn number(&self, entry: u32) -> Option<f64> {
        match &self.values {
            ColumnValues::Texts { .. } => None,
            ColumnValues::Sums(sums) => sums.get(entry as usize).copied().filter(|sum| !sum.is_nan()),
        }
    }

    /// The distinct texts, and the number of the text of each entry among them; `None` where the values are numbers.
    pub fn distinct_texts(&self) -> Option<(&TextPool, &[u32])> {
        match &self.values {
            ColumnValues::Texts { pool, numbers } => Some((pool, numbers)),
            ColumnValues::Sums(_) => None,
        }
    }
}

/// Whether a text says that there is no value, as tables have it among numbers.
fn is_placeholder(text: &str) -> bool {
    let words = ["-", "–", "—", "n/a", "#n/a", "na", "null", "none", "なし"];
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Writes a number as digits, with no more of its fraction than is certain after some were added up: six digits.
///
/// ```
/// assert_eq!([0.1 + 0.2, 1e6, -2.5].map(fleet::format_number), ["0.3", "1000000", "-2.5"]);
/// ```
pub fn format_number(number: f64) -> String {
    let rounded = (number * 1e6).round() / 1e6;
    // Zero has no sign.
    if rounded.is_finite() { (rounded + 0.0).to_string() } else { number.to_string() }
}

/// A column that is being read. Whether its values are numbers is known at its end.
#[derive(Clone, Debug)]
pub(super) struct ColumnBuilder {
    name: Box<str>,
    role: ColumnRole,
    pool: TextPool,
    numbers: Vec<u32>,
    /// `None` once a value was not a number.
    sums: Option<Vec<f64>>,
}

impl ColumnBuilder {
    pub fn new(name: &str, role: ColumnRole) -> Self {
        let mut pool = TextPool::default();
        pool.intern_text("");
        Self { name: name.into(), role, pool, numbers: vec![], sums: Some(vec![]) }
    }

    /// Adds a value of an entry. Of several texts of one entry the first counts; numbers are added up.
    pub fn add_value(&mut self, entry: u32, text: &str, number: Option<f64>) {
        let at = entry as usize;
        if let Some(sums) = &mut self.sums {
            if sums.len() <= at {
                sums.resize(at + 1, f64::NAN);
            }
            match number {
                Some(number) if sums[at].is_nan() => sums[at] = number,
                Some(number) => sums[at] += number,
                None if text.is_empty() || is_placeholder(text) => {}
                None => self.sums = None,
            }
        }
        if self.role == ColumnRole::Field && !text.is_empty() {
            if self.numbers.len() <= at {
                self.numbers.resize(at + 1, 0);
            }
            if self.numbers[at] == 0 {
                self.numbers[at] = self.pool.intern_text(text).0;
            }
        }
    }

    pub fn finish(mut self) -> ListColumn {
        // A column without any value is one of texts.
        let sums = self.sums.filter(|sums| sums.iter().any(|sum| !sum.is_nan()));
        let values = match sums {
            Some(sums) => ColumnValues::Sums(sums),
            None => {
                self.pool.shrink_to_fit();
                ColumnValues::Texts { pool: self.pool, numbers: self.numbers }
            }
        };
        ListColumn { name: self.name, role: self.role, values }
    }
}
