//! The sizes of the downloads, in bytes after gzip.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::content_hash;
use crate::step::{XtaskError, file_error, print_line};

/// Maximum number of bytes of each group after gzip. The goal before first use is 400,000: page and engine have more
/// than twice that, so each feature must account here for what it adds.
const GZIP_BUDGETS: [(&str, usize); 4] = [
    (FIRST_DOWNLOAD, 1_115_000),
    ("exporter, later", 240_000),
    ("parquet_writer, later", 250_000),
    ("map, later", 2_200_000),
];

struct DistFileSize {
    name: String,
    plain_bytes: usize,
    gzip_bytes: usize,
}

/// Prints a table of the files of `dist`: those that load before first use, then those of each other folder. Returns an
/// error if a group is over its budget.
pub fn check_sizes(dist: &Path) -> Result<(), XtaskError> {
    let mut groups: BTreeMap<(bool, String), Vec<DistFileSize>> = BTreeMap::new();
    for path in content_hash::list_files(dist)? {
        let name = path.strip_prefix(dist).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if name == "_headers" {
            continue;
        }
        let bytes = std::fs::read(&path).map_err(file_error(&path))?;
        let group = download_group(&name);
        let row = DistFileSize {
            plain_bytes: bytes.len(),
            gzip_bytes: gzipped_len(&bytes).map_err(file_error(&path))?,
            name,
        };
        groups.entry((group != FIRST_DOWNLOAD, group)).or_default().push(row);
    }
    print_line(&format!("\n  {:>9}  {:>9}  dist/", "bytes", "gzip"));
    let mut errors = Vec::new();
    for ((_, group), rows) in groups {
        for DistFileSize { name, plain_bytes: plain, gzip_bytes: gzip } in &rows {
            print_line(&format!("  {plain:>9}  {gzip:>9}  {name}"));
        }
        let (plain, gzip) =
            rows.iter().fold((0, 0), |(plain, gzip), row| (plain + row.plain_bytes, gzip + row.gzip_bytes));
        print_line(&format!("  {plain:>9}  {gzip:>9}  = {group}"));
        errors.extend(budget_error(&group, gzip));
    }
    if errors.is_empty() { Ok(()) } else { Err(XtaskError::Other(errors.join("; "))) }
}

/// Returns the error of a group that has more bytes than its budget, or no budget.
fn budget_error(group: &str, gzip: usize) -> Option<String> {
    match GZIP_BUDGETS.iter().find(|(name, _)| *name == group) {
        Some((_, budget)) if gzip <= *budget => None,
        Some((_, budget)) => Some(format!("the download is too large: {group} {gzip} bytes, of {budget}")),
        None => Some(format!("the download `{group}` has no budget in xtask/src/sizes.rs")),
    }
}

const FIRST_DOWNLOAD: &str = "before first use";

/// Returns the group of a file: the page and the scripts of its workers load first; each other folder is a group named without the
/// hash.
fn download_group(name: &str) -> String {
    match name.split_once('/').map(|(folder, _)| folder.rsplit_once('-').map_or(folder, |(name, _)| name)) {
        None | Some("engine" | "snippets") => FIRST_DOWNLOAD.to_owned(),
        Some(folder) => format!("{folder}, later"),
    }
}

fn gzipped_len(bytes: &[u8]) -> std::io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_over_its_budget_or_without_one_is_reported() {
        for (group, gzip, expected) in [
            (FIRST_DOWNLOAD, 1_115_000, false),
            (FIRST_DOWNLOAD, 1_115_001, true),
            ("map, later", 2_100_000, false),
            ("a folder, later", 1, true),
        ] {
            assert_eq!(budget_error(group, gzip).is_some(), expected, "{group} {gzip}");
        }
    }

    #[test]
    fn files_are_grouped_by_when_they_load() {
        for (name, expected) in [
            ("index.html", FIRST_DOWNLOAD),
            ("simscope-1f_bg.wasm", FIRST_DOWNLOAD),
            ("engine-00ff/worker.js", FIRST_DOWNLOAD),
            ("snippets/a-1/inline0.js", FIRST_DOWNLOAD),
            ("map-00ff/maplibre-gl.mjs", "map, later"),
        ] {
            assert_eq!(download_group(name), expected, "{name}");
        }
    }
}
