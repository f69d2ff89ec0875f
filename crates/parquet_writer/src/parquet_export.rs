//! A table as a Parquet file.

use crate::column_buffer::{ColumnBuffer, column_type};
use export::table::{TableCell, TableNotes, TableOrder};
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::sync::Arc;

/// Number of rows that are packed together: few enough to keep them in memory.
const ROWS_PER_GROUP: usize = 50_000;

/// Why a file is not written.
#[derive(Debug, thiserror::Error)]
pub enum ParquetError {
    /// The columns cannot be those of a file, or something could not be packed.
    #[error("the file could not be written: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// The two sides are not of one build.
    #[error("a message could not be read: {0}")]
    Message(#[from] postcard::Error),
}

/// Writes a table, some rows at a time. Its columns are named by the keys of the query language, texts that repeat are in dictionaries,
/// and the file says which query it is of.
pub struct ParquetExport {
    writer: SerializedFileWriter<Vec<u8>>,
    columns: Vec<ColumnBuffer>,
    /// Number of rows that are not written yet.
    waiting: usize,
    rows: usize,
}

impl ParquetExport {
    /// Before the first row.
    ///
    /// # Errors
    /// Where two columns have one name.
    pub fn new(order: &TableOrder) -> Result<Self, ParquetError> {
        let types = order.columns.iter().map(column_type).collect::<Result<Vec<_>, _>>()?;
        let schema = Type::group_type_builder("sims").with_fields(types).build()?;
        let TableNotes { query, lines, .. } = &order.notes;
        let notes = [(query, &order.query)].into_iter().chain(lines.iter().map(|(what, text)| (what, text)));
        let notes = notes.map(|(what, text)| KeyValue::new(what.clone(), Some(text.clone()))).collect();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("simscope".to_owned())
            .set_key_value_metadata(Some(notes));
        let writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties.build()))?;
        let columns = order.columns.iter().map(|column| ColumnBuffer::new(column.kind)).collect();
        Ok(Self { writer, columns, waiting: 0, rows: 0 })
    }

    /// Takes the next rows, and returns what follows in the file.
    ///
    /// # Errors
    /// Where the bytes are no list of [`TableCell`].
    pub fn write_cells(&mut self, cells: &[u8]) -> Result<Vec<u8>, ParquetError> {
        let cells: Vec<TableCell<'_>> = postcard::from_bytes(cells)?;
        let width = self.columns.len().max(1);
        self.rows += cells.len() / width;
        self.waiting += cells.len() / width;
        for (at, cell) in cells.into_iter().enumerate() {
            if let Some(column) = self.columns.get_mut(at % width) {
                column.push(cell);
            }
        }
        if self.waiting >= ROWS_PER_GROUP {
            self.write_group()?;
        }
        Ok(self.take_bytes())
    }

    /// What ends the file.
    ///
    /// # Errors
    /// None that is known: it is packed in memory.
    pub fn finish_file(&mut self) -> Result<Vec<u8>, ParquetError> {
        if self.waiting > 0 {
            self.write_group()?;
        }
        self.writer.finish()?;
        Ok(self.take_bytes())
    }

    /// The name of the file.
    pub fn file_name(&self) -> String {
        export::file_name(self.rows, "parquet")
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for column in &mut self.columns {
            if let Some(mut writer) = group.next_column()? {
                column.write_to(&mut writer)?;
                writer.close()?;
            }
        }
        group.close()?;
        self.waiting = 0;
        Ok(())
    }

    /// What was written since the last call. The writer counts its bytes by itself.
    fn take_bytes(&mut self) -> Vec<u8> {
        std::mem::take(self.writer.inner_mut())
    }
}
