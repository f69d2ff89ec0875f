//! What a visitor downloads, in bytes as gzip sends them.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::folder;
use crate::step::{Error, file, say};

struct Row {
    name: String,
    plain: usize,
    gzip: usize,
}

/// Prints a table of the files of `dist`: those that come before first use, then those of each other folder.
pub fn print(dist: &Path) -> Result<(), Error> {
    let mut groups: BTreeMap<(bool, String), Vec<Row>> = BTreeMap::new();
    for path in folder::files(dist)? {
        let name = path.strip_prefix(dist).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if name == "_headers" {
            continue;
        }
        let bytes = std::fs::read(&path).map_err(file(&path))?;
        let group = group(&name);
        let row = Row { plain: bytes.len(), gzip: gzipped(&bytes).map_err(file(&path))?, name };
        groups.entry((group != FIRST, group)).or_default().push(row);
    }
    say(&format!("\n  {:>9}  {:>9}  dist/", "bytes", "gzip"));
    for ((_, group), rows) in groups {
        for Row { name, plain, gzip } in &rows {
            say(&format!("  {plain:>9}  {gzip:>9}  {name}"));
        }
        let (plain, gzip) = rows.iter().fold((0, 0), |(plain, gzip), row| (plain + row.plain, gzip + row.gzip));
        say(&format!("  {plain:>9}  {gzip:>9}  = {group}"));
    }
    Ok(())
}

const FIRST: &str = "before first use";

/// The page and the engine come first; every other folder by its name without the hash.
fn group(name: &str) -> String {
    match name.split_once('/').map(|(folder, _)| folder.rsplit_once('-').map_or(folder, |(name, _)| name)) {
        None | Some("engine" | "snippets") => FIRST.to_owned(),
        Some(folder) => format!("{folder}, later"),
    }
}

fn gzipped(bytes: &[u8]) -> std::io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups() {
        for (name, expected) in [
            ("index.html", FIRST),
            ("simscope-1f_bg.wasm", FIRST),
            ("engine-00ff/engine_bg.wasm", FIRST),
            ("snippets/a-1/inline0.js", FIRST),
            ("map-00ff/maplibre-gl.mjs", "map, later"),
        ] {
            assert_eq!(group(name), expected, "{name}");
        }
    }
}
