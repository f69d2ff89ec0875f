//! The committed tables: networks and places of the `places` crate, and the outlines that the page draws.
//!
//! All tables are generated from npm packages and from the hand-kept tables next to them, with the same result each
//! time.

mod map_details;
mod networks;
mod outlines;
mod ring_geometry;
mod topology;

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The variable with the folder of Natural Earth's shapefiles. Without it, the tables from them are not generated.
const NATURAL_EARTH_VARIABLE: &str = "SIMSCOPE_NATURAL_EARTH";

/// The reason why the tables could not be generated.
#[derive(Debug, thiserror::Error)]
pub enum DataTableError {
    /// A file could not be read or written.
    #[error("{path}: {source} (run `npm ci` first if it is below node_modules)", path = path.display())]
    File {
        /// Path of the file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// A source does not have the expected content.
    #[error("{path}: {reason}", path = path.display())]
    Source {
        /// Path of the file.
        path: PathBuf,
        /// The difference from what is expected.
        reason: String,
    },
    /// A committed file differs from the generated one.
    #[error("{path} is not what `cargo xtask data` makes now: run it and commit what changes", path = .0.display())]
    Stale(PathBuf),
}

/// Generates all tables and writes them.
///
/// # Errors
/// Returns an error if a source is missing or has unexpected content, or if a file cannot be written.
pub fn write_tables() -> Result<(), DataTableError> {
    for (path, text) in generate_tables()? {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(table_file_error(folder))?;
        }
        fs::write(&path, text).map_err(table_file_error(&path))?;
    }
    Ok(())
}

/// Generates all tables and compares them with the committed ones.
///
/// # Errors
/// Returns the errors of [`write_tables`], and [`DataTableError::Stale`] for the first table that differs.
pub fn check_tables() -> Result<(), DataTableError> {
    for (path, text) in generate_tables()? {
        if fs::read_to_string(&path).map_err(table_file_error(&path))? != text {
            return Err(DataTableError::Stale(path));
        }
    }
    Ok(())
}

/// Generates all tables and returns the path and the text of each.
fn generate_tables() -> Result<Vec<(PathBuf, String)>, DataTableError> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let npm = root.join("node_modules");
    let places_data = root.join("crates/places/data");

    let networks = networks::network_tables(&networks::NetworkSources {
        list: &npm.join("mcc-mnc-list/mcc-mnc-list.json"),
        mccs: &places_data.join("e212.tsv"),
        corrections: &places_data.join("corrections.tsv"),
        spellings: &places_data.join("spellings.tsv"),
        providers: &places_data.join("providers.tsv"),
        differences: &places_data.join("differences.tsv"),
    })?;
    let map = outlines::outline_files(&npm.join("world-atlas/countries-50m.json"), &places_data)?;
    let mut tables = vec![
        (places_data.join("networks.tsv"), networks.networks),
        (places_data.join("mccs.tsv"), networks.mccs),
        (places_data.join("wider.tsv"), networks.wider),
        (places_data.join("centres.tsv"), map.centres),
        (root.join("assets/countries.json"), map.countries),
        (root.join("assets/cities.json"), map_details::city_table(&npm.join("city-timezones/data/cityMap.json"))?),
    ];
    // No package registry has this file by itself; `NOTICE` names its source.
    if let Some(folder) = std::env::var_os(NATURAL_EARTH_VARIABLE) {
        let lines = Path::new(&folder).join("ne_10m_admin_1_states_provinces_lines.shp");
        tables.push((root.join("assets/states.json"), map_details::state_borders_topojson(&lines)?));
    }
    Ok(tables)
}

fn read_text(path: &Path) -> Result<String, DataTableError> {
    fs::read_to_string(path).map_err(table_file_error(path))
}

fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, DataTableError> {
    serde_json::from_str(&read_text(path)?).map_err(|error| source_error(path, error.to_string()))
}

/// Returns the rows of a hand-kept table, each split into `N` columns; lines that begin with `#` are comments.
fn read_hand_kept<const N: usize>(path: &Path) -> Result<Vec<[String; N]>, DataTableError> {
    read_text(path)?
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let columns: Vec<String> = line.split('\t').map(str::to_owned).collect();
            columns.try_into().map_err(|_| source_error(path, format!("not {N} columns: {line}")))
        })
        .collect()
}

fn table_file_error(path: &Path) -> impl FnOnce(io::Error) -> DataTableError {
    let path = path.to_owned();
    |source| DataTableError::File { path, source }
}

fn source_error(path: &Path, reason: impl Into<String>) -> DataTableError {
    DataTableError::Source { path: path.to_owned(), reason: reason.into() }
}
