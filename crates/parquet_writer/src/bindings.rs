//! What the engine calls.

use crate::ParquetExport;
use wasm_bindgen::prelude::*;

/// A table that is written.
#[wasm_bindgen]
pub struct ParquetJob {
    export: ParquetExport,
}

/// Begins a table; `order` is an [`export::table::TableOrder`] as postcard has it.
///
/// # Errors
/// A text that says what is wrong with it.
#[wasm_bindgen(js_name = beginTable)]
pub fn begin_table(order: &[u8]) -> Result<ParquetJob, String> {
    let order = postcard::from_bytes(order).map_err(|error| error.to_string())?;
    Ok(ParquetJob { export: ParquetExport::new(&order).map_err(|error| error.to_string())? })
}

#[wasm_bindgen]
impl ParquetJob {
    /// [`ParquetExport::write_cells`].
    ///
    /// # Errors
    /// A text that says what is wrong with the bytes.
    pub fn write(&mut self, cells: &[u8]) -> Result<Vec<u8>, String> {
        self.export.write_cells(cells).map_err(|error| error.to_string())
    }

    /// [`ParquetExport::finish_file`].
    ///
    /// # Errors
    /// A text that says what is wrong.
    pub fn finish(&mut self) -> Result<Vec<u8>, String> {
        self.export.finish_file().map_err(|error| error.to_string())
    }

    /// [`ParquetExport::file_name`].
    #[wasm_bindgen(js_name = fileName)]
    pub fn file_name(&self) -> String {
        self.export.file_name()
    }
}
