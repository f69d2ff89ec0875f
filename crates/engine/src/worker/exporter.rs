//! The exporter and the writer of Parquet, each a wasm of its own that is loaded when it is first needed: see their crates.

use super::error::WorkerError;
use export::table::TableForm;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `worker.js` puts it into the worker's scope.
    #[wasm_bindgen(js_name = loadExporter, catch)]
    async fn load_exporter_module() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = loadParquetWriter, catch)]
    async fn load_parquet_module() -> Result<JsValue, JsValue>;

    /// A module that writes tables.
    pub type TableWriter;
    #[wasm_bindgen(method, catch, js_name = beginTable)]
    pub fn begin_table(this: &TableWriter, order: &[u8]) -> Result<FileJob, JsValue>;

    /// The exporter's module.
    #[wasm_bindgen(extends = TableWriter)]
    pub type Exporter;
    #[wasm_bindgen(method, catch, js_name = beginAction)]
    pub fn begin_action(this: &Exporter, order: &[u8]) -> Result<ActionJob, JsValue>;
    #[wasm_bindgen(method, catch, js_name = writeCommands)]
    pub fn write_commands(
        this: &Exporter,
        query: &str,
        table: &str,
        now: f64,
        minute_start: &dyn Fn(i32, u32, u32, u32) -> f64,
    ) -> Result<Vec<u8>, JsValue>;

    /// A file that is written in parts.
    pub type FileJob;
    #[wasm_bindgen(method, catch)]
    pub fn write(this: &FileJob, sims: &[u8]) -> Result<Uint8Array, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn finish(this: &FileJob) -> Result<Uint8Array, JsValue>;
    #[wasm_bindgen(method, js_name = fileName)]
    pub fn file_name(this: &FileJob) -> String;
    #[wasm_bindgen(method)]
    fn free(this: &FileJob);

    /// An action, whose SIMs are counted before they are written.
    #[wasm_bindgen(extends = FileJob)]
    pub type ActionJob;
    #[wasm_bindgen(method, catch)]
    pub fn count(this: &ActionJob, sims: &[u8]) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn summary(this: &ActionJob) -> Result<Vec<u8>, JsValue>;
}

/// Loads the exporter, where that was not done before.
pub async fn load_exporter() -> Result<Exporter, WorkerError> {
    Ok(load_exporter_module().await?.unchecked_into())
}

/// Loads the module that writes tables of a form, where that was not done before.
pub async fn load_table_writer(form: TableForm) -> Result<TableWriter, WorkerError> {
    let module = match form {
        TableForm::Xlsx => load_exporter_module().await,
        TableForm::Parquet => load_parquet_module().await,
    };
    Ok(module?.unchecked_into())
}

/// A job of one of the modules. What the module holds for it is freed at its end.
pub struct JobGuard<J: AsRef<FileJob>>(pub J);

impl<J: AsRef<FileJob>> Drop for JobGuard<J> {
    fn drop(&mut self) {
        self.0.as_ref().free();
    }
}
