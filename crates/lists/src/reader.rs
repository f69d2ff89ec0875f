//! Reads a table into a list, chunk by chunk.

use crate::ListError;
use crate::key::KeyColumn;
use crate::layout::{ListLayout, MAX_HEAD_BYTES};
use crate::ledger::{LedgerColumn, find_ledger_column};
use crate::number::{DecimalSign, parse_number};
use crate::rows::{RowReading, RowSplitter};
use fleet::{ColumnRole, JoinedListBuilder, SourceId};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How a table was read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ListReport {
    /// The column that identifies SIMs.
    pub key: KeyColumn,
    /// All columns that may do so, the best first.
    pub possible_keys: Vec<KeyColumn>,
    /// The names of all columns of the table; empty where it has none.
    pub names: Vec<String>,
    /// Rows that were read.
    pub rows: u64,
    /// Rows that have fewer or more cells than there are columns, a quotation mark that is not closed, or a number of a
    /// ledger that is none.
    pub irregular_rows: u64,
    /// The first rows of them, by their number among those of SIMs, from 1.
    pub first_irregular_rows: Vec<u64>,
}

/// Maximum number of irregular rows that are named.
const MAX_IRREGULAR_ROWS: usize = 20;

/// Reads a table into a list.
pub struct ListReader {
    source: SourceId,
    name: String,
    key: Option<usize>,
    head: Vec<u8>,
    table: Option<Result<TableReader, ListError>>,
}

impl ListReader {
    /// Begins to read a table. The column that identifies SIMs is `key`, where that was chosen.
    pub fn new(source: SourceId, name: &str, key: Option<usize>) -> Self {
        Self { source, name: name.to_owned(), key, head: vec![], table: None }
    }

    /// Reads the next chunk, UTF-8 with or without a byte order mark.
    pub fn push(&mut self, bytes: &[u8]) {
        match &mut self.table {
            Some(Ok(table)) => table.push(bytes),
            Some(Err(_)) => {}
            None => {
                self.head.extend_from_slice(bytes);
                if self.head.len() >= MAX_HEAD_BYTES {
                    self.begin_table(false);
                }
            }
        }
    }

    /// Number of rows read so far.
    pub fn row_count(&self) -> u64 {
        match &self.table {
            Some(Ok(table)) => table.report.rows,
            _ => 0,
        }
    }

    /// Whether the table is refused: what follows need not be read.
    pub fn is_refused(&self) -> bool {
        matches!(self.table, Some(Err(_)))
    }

    fn begin_table(&mut self, is_whole: bool) {
        let head = std::mem::take(&mut self.head);
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head);
        let table = ListLayout::detect(head, is_whole).map(|layout| {
            let mut table = TableReader::new(self.source, &self.name, layout, self.key);
            table.push(head);
            table
        });
        self.table = Some(table);
    }

    /// Ends the table.
    ///
    /// # Errors
    /// Returns an error if no column identifies SIMs.
    pub fn finish(mut self) -> Result<(JoinedListBuilder, ListReport), ListError> {
        if self.table.is_none() {
            self.begin_table(true);
        }
        let mut table = self.table.unwrap_or(Err(ListError::Empty))?;
        table.end();
        Ok((table.list, table.report))
    }
}

/// A table whose layout is known.
struct TableReader {
    splitter: RowSplitter,
    rows_to_skip: usize,
    decimal: DecimalSign,
    ledger: Option<LedgerColumn>,
    list: JoinedListBuilder,
    report: ListReport,
}

impl TableReader {
    fn new(source: SourceId, name: &str, layout: ListLayout, chosen: Option<usize>) -> Self {
        let ListLayout { separator, skipped_rows, names, keys } = layout;
        let chosen = chosen.and_then(|column| keys.iter().find(|key| key.column == column));
        let key = *chosen.or(keys.first()).unwrap_or(&KeyColumn { column: 0, field: crate::KeyField::Iccid });
        let ledger = find_ledger_column(&names);
        let fields = |(_, name): (usize, &'_ String)| (name.clone(), ColumnRole::Field);
        let columns: Vec<(String, ColumnRole)> = match &ledger {
            Some(ledger) => vec![(String::new(), ledger.role)],
            None => names.iter().enumerate().filter(|(column, _)| *column != key.column).map(fields).collect(),
        };
        let columns: Vec<_> = columns.iter().map(|(name, role)| (name.as_str(), *role)).collect();
        Self {
            splitter: RowSplitter::new(separator, Some(names.len())),
            rows_to_skip: skipped_rows,
            decimal: DecimalSign::of_separator(separator),
            ledger,
            list: JoinedListBuilder::new(source, name, &columns),
            report: ListReport {
                key,
                possible_keys: keys,
                names,
                rows: 0,
                irregular_rows: 0,
                first_irregular_rows: vec![],
            },
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        // No bytes would be the end.
        if !bytes.is_empty() {
            self.split(bytes);
        }
    }

    fn end(&mut self) {
        self.split(b"");
    }

    fn split(&mut self, bytes: &[u8]) {
        let Self { splitter, rows_to_skip, decimal, ledger, list, report } = self;
        splitter.push(bytes, &mut |row| {
            if *rows_to_skip > 0 {
                *rows_to_skip -= 1;
                return;
            }
            report.rows += 1;
            let cell = |column: usize| row.cell(column);
            // What cannot be added up is not left out without a word.
            let is_number = |column: &usize| {
                let cell = cell(*column);
                cell.is_empty() || parse_number(&cell, *decimal).is_some()
            };
            let has_wrong_number = ledger.as_ref().is_some_and(|ledger| !ledger.columns.iter().all(is_number));
            if row.len() != report.names.len() || row.reading == RowReading::Unquoted || has_wrong_number {
                report.irregular_rows += 1;
                if report.first_irregular_rows.len() < MAX_IRREGULAR_ROWS {
                    report.first_irregular_rows.push(report.rows);
                }
            }
            let key = cell(report.key.column);
            match ledger {
                Some(ledger) => {
                    let numbers = ledger.columns.iter().filter_map(|column| parse_number(&cell(*column), *decimal));
                    list.add_row(&key, &[("", numbers.reduce(|sum, number| sum + number))]);
                }
                None => {
                    let others = (0..row.len()).filter(|column| *column != report.key.column);
                    let cells: Vec<Cow<str>> = others.map(cell).collect();
                    let values: Vec<_> = cells.iter().map(|cell| (&**cell, parse_number(cell, *decimal))).collect();
                    list.add_row(&key, &values);
                }
            }
        });
    }
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
