//! The committed tables: networks and places of the `places` crate, and the outlines that the page draws.
//!
//! All are made from npm packages and from the hand-kept tables beside them, and come out alike each time.

mod near;
mod networks;
mod outlines;
mod shape;
mod topology;

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The folder of Natural Earth's shapefiles. Without it, what is made of them stays as it is.
const NATURAL_EARTH: &str = "SIMSCOPE_NATURAL_EARTH";

/// Why the tables could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
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
pub fn run() -> Result<(), Error> {
    for (path, text) in tables()? {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(at(folder))?;
        }
        fs::write(&path, text).map_err(at(&path))?;
    }
    Ok(())
}

/// Makes every table and compares it with the committed one.
///
/// # Errors
/// As [`run`], or [`Error::Stale`] at the first that differs.
pub fn check() -> Result<(), Error> {
    for (path, text) in tables()? {
        if fs::read_to_string(&path).map_err(at(&path))? != text {
            return Err(Error::Stale(path));
        }
    }
    Ok(())
}

/// Each file and its text.
fn tables() -> Result<Vec<(PathBuf, String)>, Error> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let npm = root.join("node_modules");
    let places = root.join("crates/places/data");

    let networks = networks::tables(&networks::Sources {
        list: &npm.join("mcc-mnc-list/mcc-mnc-list.json"),
        mccs: &places.join("e212.tsv"),
        corrections: &places.join("corrections.tsv"),
        spellings: &places.join("spellings.tsv"),
        providers: &places.join("providers.tsv"),
        differences: &places.join("differences.tsv"),
    })?;
    let map = outlines::files(&npm.join("world-atlas/countries-50m.json"), &places)?;
    let mut tables = vec![
        (places.join("networks.tsv"), networks.networks),
        (places.join("mccs.tsv"), networks.mccs),
        (places.join("wider.tsv"), networks.wider),
        (places.join("centres.tsv"), map.centres),
        (root.join("assets/countries.json"), map.countries),
        (root.join("assets/cities.json"), near::cities(&npm.join("city-timezones/data/cityMap.json"))?),
    ];
    // No registry of packages has this file by itself: NOTICE says where it is.
    if let Some(folder) = std::env::var_os(NATURAL_EARTH) {
        let lines = Path::new(&folder).join("ne_10m_admin_1_states_provinces_lines.shp");
        tables.push((root.join("assets/states.json"), near::states(&lines)?));
    }
    Ok(tables)
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(at(path))
}

fn json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, Error> {
    serde_json::from_str(&read(path)?).map_err(|error| strange(path, error.to_string()))
}

/// The rows of a hand-kept table, each cut into `N` columns; lines that begin with `#` are its explanation.
fn hand_kept<const N: usize>(path: &Path) -> Result<Vec<[String; N]>, Error> {
    read(path)?
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let columns: Vec<String> = line.split('\t').map(str::to_owned).collect();
            columns.try_into().map_err(|_| strange(path, format!("not {N} columns: {line}")))
        })
        .collect()
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    |source| Error::File { path, source }
}

fn strange(path: &Path, reason: impl Into<String>) -> Error {
    Error::Source { path: path.to_owned(), reason: reason.into() }
}
