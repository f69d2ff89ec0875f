//! What the engine calls.

use crate::{ActionExport, ExportError, TableExport};
use actions::ActionOrder;
use query::{Clock, QueryCommands, parse_query};
use wasm_bindgen::prelude::*;

/// An action that is counted and written.
#[wasm_bindgen]
pub struct ActionJob {
    export: ActionExport,
}

/// Begins an action; `order` is an [`ActionOrder`] as postcard has it.
///
/// # Errors
/// A text that says why there is no such action.
#[wasm_bindgen(js_name = beginAction)]
pub fn begin_action(order: &[u8]) -> Result<ActionJob, String> {
    let order: ActionOrder = postcard::from_bytes(order).map_err(|error| error.to_string())?;
    Ok(ActionJob { export: ActionExport::new(&order).map_err(to_text)? })
}

#[wasm_bindgen]
impl ActionJob {
    /// [`ActionExport::count_sims`].
    ///
    /// # Errors
    /// A text that says what is wrong with the bytes.
    pub fn count(&mut self, sims: &[u8]) -> Result<(), String> {
        self.export.count_sims(sims).map_err(to_text)
    }

    /// [`ActionExport::encode_summary`].
    ///
    /// # Errors
    /// A text that says what is wrong.
    pub fn summary(&self) -> Result<Vec<u8>, String> {
        self.export.encode_summary().map_err(to_text)
    }

    /// [`ActionExport::write_sims`].
    ///
    /// # Errors
    /// A text that says what is wrong with the bytes.
    pub fn write(&mut self, sims: &[u8]) -> Result<Vec<u8>, String> {
        self.export.write_sims(sims).map_err(to_text)
    }

    /// [`ActionExport::finish_file`].
    pub fn finish(&mut self) -> Vec<u8> {
        self.export.finish_file()
    }

    /// [`ActionExport::file_name`].
    #[wasm_bindgen(js_name = fileName)]
    pub fn file_name(&self) -> String {
        self.export.file_name()
    }
}

/// A table that is written.
#[wasm_bindgen]
pub struct TableJob {
    export: TableExport,
}

/// Begins a table; `order` is an [`export::table::TableOrder`] as postcard has it.
///
/// # Errors
/// A text that says what is wrong with the bytes.
#[wasm_bindgen(js_name = beginTable)]
pub fn begin_table(order: &[u8]) -> Result<TableJob, String> {
    Ok(TableJob { export: TableExport::new(postcard::from_bytes(order).map_err(|error| error.to_string())?) })
}

#[wasm_bindgen]
impl TableJob {
    /// [`TableExport::write_cells`].
    ///
    /// # Errors
    /// A text that says what is wrong with the bytes.
    pub fn write(&mut self, cells: &[u8]) -> Result<Vec<u8>, String> {
        self.export.write_cells(cells).map_err(to_text)
    }

    /// [`TableExport::finish_file`].
    ///
    /// # Errors
    /// A text that says what is wrong.
    pub fn finish(&mut self) -> Result<Vec<u8>, String> {
        self.export.finish_file().map_err(to_text)
    }

    /// [`TableExport::file_name`].
    #[wasm_bindgen(js_name = fileName)]
    pub fn file_name(&self) -> String {
        self.export.file_name()
    }
}

#[wasm_bindgen]
extern "C" {
    /// When a minute of a day begins in the reader's zone: year, month, day of the month, minute of the day.
    pub type MinuteStart;
    #[wasm_bindgen(method, js_name = call)]
    fn call(this: &MinuteStart, receiver: &JsValue, year: i32, month: u32, day: u32, minute: u32) -> f64;
}

/// Writes a query in other languages: [`QueryCommands`] as postcard has them. `table` is the file that SQL reads, and `now` in
/// milliseconds since 1970.
///
/// # Errors
/// A text that says why the query cannot be read.
#[wasm_bindgen(js_name = writeCommands)]
pub fn write_commands(query: &str, table: &str, now: f64, minute_start: &MinuteStart) -> Result<Vec<u8>, String> {
    let query = parse_query(query).map_err(|error| error.to_string())?;
    let minute_start = |year, month, day, minute| minute_start.call(&JsValue::NULL, year, month, day, minute) as i64;
    let clock = Clock { now: now as i64, minute_start: &minute_start };
    let commands = QueryCommands { jq: query.to_jq(&clock), sql: query.to_sql(table, &clock) };
    postcard::to_allocvec(&commands).map_err(|error| error.to_string())
}

#[allow(clippy::needless_pass_by_value, reason = "it maps errors")]
fn to_text(error: ExportError) -> String {
    error.to_string()
}
