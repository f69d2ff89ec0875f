//! Tables with typed cells, as the exporter and the writer of Parquet write them.

use super::WorkerState;
use super::error::WorkerError;
use super::export_writer::{ExportedFile, FileParts};
use super::exporter::{JobGuard, load_table_writer};
use super::row_chunks::RowChunks;
use crate::encode_message;
use export::table::{TableColumn, TableForm, TableNotes, TableOrder, encode_cells};
use query::ColumnKey;

/// The selection as a table; `None` where it was stopped.
///
/// # Errors
/// Where the module that writes it cannot be loaded, or the rows are others meanwhile.
pub async fn export_table(
    state: &WorkerState,
    form: TableForm,
    keys: &[ColumnKey],
    headers: &[String],
    notes: TableNotes,
) -> Result<Option<ExportedFile>, WorkerError> {
    let writer = load_table_writer(form).await?;
    let (rows, basis, revision, query) = {
        let engine = state.engine.borrow();
        let (_, rows, basis) = engine.selection();
        (rows, basis, engine.revision(), engine.last_query())
    };
    let column = |(key, header): (&ColumnKey, &String)| TableColumn {
        key: key.name().to_owned(),
        header: header.clone(),
        kind: key.cell_kind(),
    };
    let columns = keys.iter().zip(headers).map(column).collect();
    let order = TableOrder { form, columns, query, notes };
    let job = JobGuard(writer.begin_table(&encode_message(&order)?)?);
    let is_stopped = || state.export_cancelled.get();
    let chunks = RowChunks { state, rows: &rows, revision, rounds: 1, tells_progress: true, is_stopped: &is_stopped };
    let mut parts = FileParts::default();
    let write =
        chunks.visit(0, |engine, rows| parts.push(&job.0.write(&encode_cells(engine.fleet(), rows, keys, basis)?)?));
    if !write.await? {
        return Ok(None);
    }
    parts.push(&job.0.finish()?)?;
    Ok(Some(ExportedFile { name: job.0.file_name(), sims: rows.len(), blob: parts.into_blob(form.mime_type())? }))
}
