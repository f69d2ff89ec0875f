//! A file that is read back has the cells that were written.

#![allow(clippy::unwrap_used, reason = "a test may")]

use bytes::Bytes;
use export::table::{TableCell, TableColumn, TableForm, TableNotes, TableOrder};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet_writer::ParquetExport;
use query::CellKind;

/// More than fit into one group.
const ROWS: usize = 120_001;

fn cells(row: usize) -> [TableCell<'static>; 3] {
    if row.is_multiple_of(7) {
        return [TableCell::Empty, TableCell::Empty, TableCell::Empty];
    }
    let text = ["8942310022000000012", "東京 \"3\"\n", ""][row % 3];
    [TableCell::Text(text.into()), TableCell::Time(1_743_412_200_000 + row as i64), TableCell::Number(row as f64 / 8.0)]
}

#[test]
fn a_file_has_the_cells_that_were_written() {
    let column = |(key, kind): (&str, CellKind)| TableColumn { key: key.into(), header: String::new(), kind };
    let columns = [("iccid", CellKind::Text), ("seen", CellKind::Time), ("list.a b", CellKind::Number)].map(column);
    let notes = TableNotes { query: "Query".into(), ..TableNotes::default() };
    let order = TableOrder { form: TableForm::Parquet, columns: columns.to_vec(), query: "country:JP".into(), notes };
    let mut export = ParquetExport::new(&order).unwrap();
    let rows: Vec<usize> = (0..ROWS).collect();
    let mut file = Vec::new();
    for rows in rows.chunks(5_000) {
        let cells: Vec<TableCell<'_>> = rows.iter().flat_map(|row| cells(*row)).collect();
        file.extend(export.write_cells(&postcard::to_allocvec(&cells).unwrap()).unwrap());
    }
    file.extend(export.finish_file().unwrap());
    assert_eq!(export.file_name(), "simscope-120001-sims.parquet");

    let reader = SerializedFileReader::new(Bytes::from(file)).unwrap();
    let metadata = reader.metadata().file_metadata();
    let note = &metadata.key_value_metadata().unwrap()[0];
    assert_eq!((note.key.as_str(), note.value.as_deref()), ("Query", Some("country:JP")));
    assert_eq!((metadata.num_rows(), reader.num_row_groups()), (ROWS as i64, 3));
    for (row, read) in reader.get_row_iter(None).unwrap().enumerate() {
        let read: Vec<(String, Field)> = read.unwrap().into_columns();
        for ((at, (name, field)), cell) in read.into_iter().enumerate().zip(cells(row)) {
            assert_eq!(name, columns[at].key);
            let expected = match cell {
                TableCell::Empty => Field::Null,
                TableCell::Text(text) => Field::Str(text.into_owned()),
                TableCell::Time(ms) => Field::TimestampMillis(ms),
                TableCell::Number(number) => Field::Double(number),
            };
            assert_eq!(field, expected, "{row} {name}");
        }
    }
}

#[test]
fn a_file_without_rows_has_its_columns() {
    let columns = vec![TableColumn { key: "iccid".into(), header: String::new(), kind: CellKind::Text }];
    let order = TableOrder { form: TableForm::Parquet, columns, query: String::new(), notes: TableNotes::default() };
    let file = ParquetExport::new(&order).unwrap().finish_file().unwrap();
    let reader = SerializedFileReader::new(Bytes::from(file)).unwrap();
    assert_eq!(reader.metadata().file_metadata().schema().get_fields().len(), 1);
}
