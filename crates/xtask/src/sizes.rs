//! What a visitor downloads, in bytes as gzip sends them.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::folder;
use crate::step::{Error, file, say};

/// How many bytes a group may have as gzip sends it. The goal before first use is 400,000: page and engine are more than twice
/// that, and each feature has to say here what it adds.
const BUDGETS: [(&str, usize); 2] = [(FIRST, 1_000_000), ("map, later", 2_200_000)];

struct Row {
    name: String,
    plain: usize,
    gzip: usize,
}

/// Prints a table of the files of `dist`: those that come before first use, then those of each other folder. Fails where a
/// group is over its budget.
pub fn check(dist: &Path) -> Result<(), Error> {
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
    let mut over = Vec::new();
    for ((_, group), rows) in groups {
        for Row { name, plain, gzip } in &rows {
            say(&format!("  {plain:>9}  {gzip:>9}  {name}"));
        }
        let (plain, gzip) = rows.iter().fold((0, 0), |(plain, gzip), row| (plain + row.plain, gzip + row.gzip));
        say(&format!("  {plain:>9}  {gzip:>9}  = {group}"));
        over.extend(too_large(&group, gzip));
    }
    if over.is_empty() { Ok(()) } else { Err(Error::Wrong(over.join("; "))) }
}

/// What is to be said of a group that has more bytes than its budget; one without a budget is to be given one.
fn too_large(group: &str, gzip: usize) -> Option<String> {
    match BUDGETS.iter().find(|(name, _)| *name == group) {
        Some((_, most)) if gzip <= *most => None,
        Some((_, most)) => Some(format!("the download is too large: {group} {gzip} bytes, of {most}")),
        None => Some(format!("the download `{group}` has no budget in xtask/src/sizes.rs")),
    }
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
    fn budgets() {
        for (group, gzip, over) in [
            (FIRST, 1_000_000, false),
            (FIRST, 1_000_001, true),
            ("map, later", 2_100_000, false),
            ("a folder, later", 1, true),
        ] {
            assert_eq!(too_large(group, gzip).is_some(), over, "{group} {gzip}");
        }
    }

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
