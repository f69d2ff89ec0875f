//! The functions that the page of the benchmarks calls.

use crate::engine_queries;
use engine::Engine;
use ingest::IngestReader;
use places::find_network;
use query::Field;
use wasm_bindgen::prelude::*;

/// Returns the number of SIMs that simscope reads, with all their columns.
#[wasm_bindgen]
pub fn extract(text: &[u8]) -> usize {
    crate::extract_columns(text).columns().len()
}

/// Returns the number of SIMs that serde_json reads into structs.
#[wasm_bindgen]
pub fn typed(text: &[u8]) -> usize {
    crate::count_typed_sims(text)
}

/// The engine of the page's worker.
#[wasm_bindgen]
pub struct Bench {
    engine: Engine,
    reader: IngestReader,
}

#[wasm_bindgen]
impl Bench {
    /// Creates an engine without a file.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self { engine: engine_queries::new_engine(), reader: IngestReader::default() }
    }

    /// Reads the next chunk of the file.
    pub fn push(&mut self, chunk: &[u8]) -> bool {
        self.reader.push(chunk, self.engine.fleet_mut()).is_ok()
    }

    /// Ends the file and returns the number of SIMs.
    pub fn finish(&mut self) -> usize {
        let reader = std::mem::take(&mut self.reader);
        let records_read = reader.finish(self.engine.fleet_mut()).map_or(0, |report| report.records_read);
        self.engine.commit_changes();
        records_read as usize
    }

    /// Requests everything that the page shows of a query, and returns the number of selected SIMs.
    pub fn request_view(&mut self, query: &str, sort: Option<String>) -> u32 {
        let sort = sort.as_deref().and_then(Field::from_column_key);
        engine_queries::request_view(&mut self.engine, query, sort).unwrap_or(u32::MAX)
    }

    /// Finds out where the cells are.
    pub fn draw_map(&mut self) -> bool {
        engine_queries::draw_map(&mut self.engine).is_ok()
    }

    /// Counts all findings, which are kept after that, and returns how many there are.
    pub fn count_findings(&mut self) -> u32 {
        engine_queries::count_findings(&mut self.engine).unwrap_or(0)
    }

    /// Returns one value of each SIM for another library, as a code whose text is in [`Bench::names`].
    pub fn codes(&self, column: &str) -> Vec<u16> {
        let columns = self.engine.fleet().columns();
        match column {
            "country" | "operator" => columns.previous_cells().network_codes().to_vec(),
            "radio" => columns.previous_cells().radio().codes().into_owned(),
            "status" => columns.dict_column(fleet::DictField::Status).codes().into_owned(),
            "plan" => columns.dict_column(fleet::DictField::Plan).codes().into_owned(),
            "speed" => columns.dict_column(fleet::DictField::SpeedClass).codes().into_owned(),
            "module" => columns.dict_column(fleet::DictField::ModuleType).codes().into_owned(),
            "group" => columns.dict_column(fleet::DictField::GroupId).codes().into_owned(),
            "session" => columns.connectivity().iter().map(|session| *session as u16).collect(),
            // The code is the number of days since 1970, which is below 65,536 until 2149.
            _ => columns.last_seen().iter().map(|ms| u16::try_from(ms / 86_400_000).unwrap_or(0)).collect(),
        }
    }

    /// Returns the texts of the codes of a column; empty if the codes are numbers of their own.
    pub fn names(&self, column: &str) -> Vec<String> {
        let columns = self.engine.fleet().columns();
        let texts = |column: &fleet::DictColumn| column.dictionary().texts().map(str::to_owned).collect();
        match column {
            "country" | "operator" => {
                let name = |plmn: Option<places::VisitedPlmn>| match (plmn.map(find_network), column) {
                    (Some(network), "country") => network.territory.query_key().to_owned(),
                    (Some(network), _) => network.operator.unwrap_or_default().to_owned(),
                    (None, _) => String::new(),
                };
                columns.network_dictionary().by_code().map(name).collect()
            }
            "radio" => texts(columns.previous_cells().radio()),
            "status" => texts(columns.dict_column(fleet::DictField::Status)),
            "plan" => texts(columns.dict_column(fleet::DictField::Plan)),
            "speed" => texts(columns.dict_column(fleet::DictField::SpeedClass)),
            "module" => texts(columns.dict_column(fleet::DictField::ModuleType)),
            "group" => texts(columns.dict_column(fleet::DictField::GroupId)),
            _ => vec![],
        }
    }
}

impl Default for Bench {
    fn default() -> Self {
        Self::new()
    }
}
