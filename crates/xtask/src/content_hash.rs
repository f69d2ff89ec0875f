//! Names folders after their content, so that a cache never mixes two versions while the files inside keep their names.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::step::{XtaskError, file_error};

/// Returns the first 16 hex digits of the SHA-256 of `bytes`.
pub fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Returns all files under `folder`, sorted.
pub fn list_files(folder: &Path) -> Result<Vec<PathBuf>, XtaskError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(file_error(folder))? {
        let path = entry.map_err(file_error(folder))?.path();
        if path.is_dir() { found.extend(list_files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}

/// Renames `folder` to `folder-HASH`, with the hash of all its files' names and bytes, and returns the new name.
pub fn rename_to_content_hash(folder: &Path) -> Result<String, XtaskError> {
    let mut hasher = Sha256::new();
    for path in list_files(folder)? {
        hasher.update(path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().as_bytes());
        hasher.update(Sha256::digest(fs::read(&path).map_err(file_error(&path))?));
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let hashed_name = format!("{name}-{}", short_hash(&hasher.finalize()));
    fs::rename(folder, folder.with_file_name(&hashed_name)).map_err(file_error(folder))?;
    Ok(hashed_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_byte_is_another_name() {
        let temp = tempfile::tempdir().unwrap();
        let name = |text: &str| {
            let folder = temp.path().join("engine");
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("engine.js"), text).unwrap();
            rename_to_content_hash(&folder).unwrap()
        };
        let (one, two) = (name("1"), name("2"));
        assert!(one.starts_with("engine-") && one.len() == "engine-".len() + 16, "{one}");
        assert_ne!(one, two);
    }
}
