//! A table as a workbook.

use crate::ExportError;
use export::table::{TableCell, TableNotes, TableOrder};
use query::CellKind;
use workbook::{SheetCell, XlsxWriter};

/// Writes a table, some rows at a time.
pub struct TableExport {
    query: String,
    notes: TableNotes,
    writer: Option<XlsxWriter>,
    columns: usize,
    rows: usize,
}

impl TableExport {
    /// Before the first row.
    pub fn new(order: TableOrder) -> Self {
        let TableOrder { form: _, columns, query, notes } = order;
        let header = |kind, header| if kind == CellKind::Time { format!("{header} (UTC)") } else { header };
        let headers: Vec<String> = columns.into_iter().map(|column| header(column.kind, column.header)).collect();
        let columns = headers.len();
        let writer = Some(XlsxWriter::new(&notes.sims, headers));
        Self { query, notes, writer, columns, rows: 0 }
    }

    /// Writes the next rows, and returns what follows in the file.
    ///
    /// # Errors
    /// Where the bytes are no list of [`TableCell`].
    pub fn write_cells(&mut self, cells: &[u8]) -> Result<Vec<u8>, ExportError> {
        let cells: Vec<TableCell<'_>> = postcard::from_bytes(cells)?;
        self.rows += cells.len() / self.columns.max(1);
        let cells: Vec<SheetCell<'_>> = cells.iter().map(to_sheet_cell).collect();
        Ok(self.writer.as_mut().map(|writer| writer.write_rows(&cells)).transpose()?.unwrap_or_default())
    }

    /// What ends the file.
    ///
    /// # Errors
    /// None that is known: it is packed in memory.
    pub fn finish_file(&mut self) -> Result<Vec<u8>, ExportError> {
        let Some(writer) = self.writer.take() else { return Ok(Vec::new()) };
        let TableNotes { sims, query, lines, cut } = &self.notes;
        let first = [(query.clone(), self.query.clone()), (sims.clone(), self.rows.to_string())];
        Ok(writer.finish(query, &[&first, lines.as_slice()].concat(), cut)?)
    }

    /// The name of the file.
    pub fn file_name(&self) -> String {
        export::file_name(self.rows, "xlsx")
    }
}

fn to_sheet_cell<'a>(cell: &'a TableCell<'_>) -> SheetCell<'a> {
    match cell {
        TableCell::Empty => SheetCell::Empty,
        TableCell::Text(text) => SheetCell::Text(text),
        TableCell::Number(number) => SheetCell::Number(*number),
        TableCell::Time(ms) => SheetCell::Time(*ms),
    }
}
