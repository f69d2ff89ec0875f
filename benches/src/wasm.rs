//! What a page calls.

use crate::engine_queries;
use engine::Engine;
use ingest::IngestReader;
use places::find_network;
use query::Field;
use wasm_bindgen::prelude::*;

/// How many SIMs simscope reads, all columns of them.
#[wasm_bindgen]
pub fn extract(text: &[u8]) -> usize {
    crate::extract_columns(text).columns().len()
}

/// How many serde_json reads into structs.
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
    /// Nothing is read yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self { engine: engine_queries::new_engine(), reader: IngestReader::default() }
    }

    /// More of the file.
    pub fn push(&mut self, piece: &[u8]) -> bool {
        self.reader.push(piece, self.engine.fleet_mut()).is_ok()
    }

    /// The file is whole: how many SIMs there are.
    pub fn end(&mut self) -> usize {
        let reader = std::mem::take(&mut self.reader);
        let read = reader.finish(self.engine.fleet_mut()).map_or(0, |report| report.records_read);
        self.engine.commit_changes();
        read as usize
    }

    /// Asks all that the page shows of a query: how many SIMs it selects.
    pub fn ask(&mut self, query: &str, sort: Option<String>) -> u32 {
        let sort = sort.as_deref().and_then(Field::from_column_key);
        engine_queries::request_view(&mut self.engine, query, sort).unwrap_or(u32::MAX)
    }

    /// One value of each SIM for another library: its code, by [`BenchCommand::names`].
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
            // Days since 1970; half a century has fewer than 65,536.
            _ => columns.last_seen().iter().map(|ms| u16::try_from(ms / 86_400_000).unwrap_or(0)).collect(),
        }
    }

    /// What the codes of a column mean; empty where they are numbers of their own.
    pub fn names(&self, column: &str) -> Vec<String> {
        let columns = self.engine.fleet().columns();
        let texts = |coded: &fleet::DictColumn| coded.dictionary().texts().map(str::to_owned).collect();
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
