//! The committed tables: networks and places of the `places` crate, and the outlines that the page draws.
//!
//! All are made from npm packages and from the hand-kept tables beside them, and come out alike each time.

mod map_details;
mod networks;
mod outlines;
mod ring_geometry;
mod topology;

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The folder of Natural Earth's shapefiles. Without it, what is made of them stays as it is.
const NATURAL_EARTH_VARIABLE: &str = "SIMSCOPE_NATURAL_EARTH";

/// Why the tables could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DataTableError {
    /// A file that could not be read or written.
    #[error("{path}: {source} (run `npm ci` first if it is below node_modules)", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A source that is not what it was when this was written.
    #[error("{path}: {reason}", path = path.display())]
    Source {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A committed file that differs from what would be made now.
    #[error("{path} is not what `cargo xtask data` makes now: run it and commit what changes", path = .0.display())]
    Stale(PathBuf),
}

/// Makes every table and writes it.
///
/// # Errors
/// A source that is missing or not understood, or a file that cannot be written.
pub fn write_tables() -> Result<(), DataTableError> {
    for (path, text) in generate_tables()? {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(table_file_error(folder))?;
        }
        fs::write(&path, text).map_err(table_file_error(&path))?;
    }
    Ok(())
}

/// Makes every table and compares it with the committed one.
///
/// # Errors
/// As [`write_tables`], or [`DataTableError::Stale`] at the first that differs.
pub fn check_tables() -> Result<(), DataTableError> {
    for (path, text) in generate_tables()? {
        if fs::read_to_string(&path).map_err(table_file_error(&path))? != text {
            return Err(DataTableError::Stale(path));
        }
    }
    Ok(())
}

/// Each file and its text.
fn generate_tables() -> Result<Vec<(PathBuf, String)>, DataTableError> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let npm = root.join("node_modules");
    let places = root.join("crates/places/data");

    let networks = networks::network_tables(&networks::NetworkSources {
        list: &npm.join("mcc-mnc-list/mcc-mnc-list.json"),
        mccs: &places.join("e212.tsv"),
        corrections: &places.join("corrections.tsv"),
        spellings: &places.join("spellings.tsv"),
        providers: &places.join("providers.tsv"),
        differences: &places.join("differences.tsv"),
    })?;
    let map = outlines::outline_files(&npm.join("world-atlas/countries-50m.json"), &places)?;
    let mut tables = vec![
        (places.join("networks.tsv"), networks.networks),
        (places.join("mccs.tsv"), networks.mccs),
        (places.join("wider.tsv"), networks.wider),
        (places.join("centres.tsv"), map.centres),
        (root.join("assets/countries.json"), map.countries),
        (root.join("assets/cities.json"), map_details::city_table(&npm.join("city-timezones/data/cityMap.json"))?),
    ];
    // No registry of packages has this file by itself: NOTICE says where it is.
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

/// The rows of a hand-kept table, each cut into `N` columns; lines that begin with `#` are its explanation.
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
