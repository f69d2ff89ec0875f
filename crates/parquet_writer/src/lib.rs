//! Writes tables as Parquet, in a wasm of its own that the engine loads when it is first needed.
//!
//! What goes in is an order and cells, as postcard has them; what comes out is parts of the file.
//!
//! ```
//! use export::table::{TableCell, TableColumn, TableForm, TableNotes, TableOrder};
//! use parquet_writer::ParquetExport;
//! use query::CellKind;
//!
//! let column = TableColumn { key: "iccid".into(), header: "ICCID".into(), kind: CellKind::Text };
//! let order = TableOrder { form: TableForm::Parquet, columns: vec![column], query: String::new(), notes: TableNotes::default() };
//! let mut export = ParquetExport::new(&order)?;
//! let cells = vec![TableCell::Text("8942310022000000012".into())];
//! let mut file = export.write_cells(&postcard::to_allocvec(&cells)?)?;
//! file.extend(export.finish_file()?);
//! assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bindings;
mod column_buffer;
mod parquet_export;

pub use parquet_export::{ParquetError, ParquetExport};
