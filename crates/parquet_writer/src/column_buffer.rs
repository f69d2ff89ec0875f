//! The cells of a column that are not written yet.

use export::table::{TableCell, TableColumn};
use parquet::basic::{LogicalType, Repetition, TimeUnit, Type as PhysicalType};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::Result;
use parquet::file::writer::SerializedColumnWriter;
use parquet::schema::types::{Type, TypePtr};
use query::CellKind;
use std::sync::Arc;

/// The values that are there, and for each row whether there is one.
pub struct ColumnBuffer {
    values: Values,
    /// 1 for a value, 0 for none, as Parquet's definition levels of optional columns are.
    levels: Vec<i16>,
}

enum Values {
    Texts(Vec<ByteArray>),
    Times(Vec<i64>),
    Numbers(Vec<f64>),
}

/// The type of a column: text, moments in UTC to the millisecond, or numbers. Any cell may be absent.
pub fn column_type(column: &TableColumn) -> Result<TypePtr> {
    let (physical, logical) = match column.kind {
        CellKind::Text => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
        CellKind::Time => (PhysicalType::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS))),
        CellKind::Number => (PhysicalType::DOUBLE, None),
    };
    let column = Type::primitive_type_builder(&column.key, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical);
    column.build().map(Arc::new)
}

impl ColumnBuffer {
    /// No cells yet.
    pub fn new(kind: CellKind) -> Self {
        let values = match kind {
            CellKind::Text => Values::Texts(Vec::new()),
            CellKind::Time => Values::Times(Vec::new()),
            CellKind::Number => Values::Numbers(Vec::new()),
        };
        Self { values, levels: Vec::new() }
    }

    /// Adds a cell. One of another kind than the column's is none.
    pub fn push(&mut self, cell: TableCell<'_>) {
        let is_there = match (&mut self.values, cell) {
            (Values::Texts(texts), TableCell::Text(text)) => {
                texts.push(ByteArray::from(text.into_owned().into_bytes()));
                true
            }
            (Values::Times(times), TableCell::Time(ms)) => {
                times.push(ms);
                true
            }
            (Values::Numbers(numbers), TableCell::Number(number)) => {
                numbers.push(number);
                true
            }
            _ => false,
        };
        self.levels.push(i16::from(is_there));
    }

    /// Writes the cells, and forgets them.
    pub fn write_to(&mut self, column: &mut SerializedColumnWriter<'_>) -> Result<()> {
        let levels = Some(self.levels.as_slice());
        match &mut self.values {
            Values::Texts(texts) => {
                column.typed::<ByteArrayType>().write_batch(texts, levels, None)?;
                texts.clear();
            }
            Values::Times(times) => {
                column.typed::<Int64Type>().write_batch(times, levels, None)?;
                times.clear();
            }
            Values::Numbers(numbers) => {
                column.typed::<DoubleType>().write_batch(numbers, levels, None)?;
                numbers.clear();
            }
        }
        self.levels.clear();
        Ok(())
    }
}
