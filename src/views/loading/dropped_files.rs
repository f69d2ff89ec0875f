//! The files of a drop, with those in dropped folders.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DataTransfer, File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

/// Whether a file may be an export, or one of cell towers. One that was chosen by itself, and not with its folder, is always
/// tried.
pub fn is_candidate_file(path: &str) -> bool {
    let name = path.to_ascii_lowercase();
    let endings = [".json", ".jsonl", ".ndjson", ".csv", ".txt", ".log", ".gz"];
    !path.contains('/') || endings.iter().any(|ending| name.ends_with(ending))
}

/// Whether a file of a folder is one that nobody put there: of the system, of an archive program, of a version control.
pub fn is_system_file(path: &str) -> bool {
    let own = ["__macosx", "thumbs.db", "desktop.ini"];
    path.contains('/')
        && path.split('/').any(|part| part.starts_with('.') || own.contains(&part.to_ascii_lowercase().as_str()))
}

/// What was dropped or pasted. It must be taken within the event; folders are read afterwards.
pub struct DroppedFiles {
    folders: Vec<FileSystemEntry>,
    files: Vec<(String, Blob)>,
}

impl DroppedFiles {
    /// Takes what an event carries.
    pub fn from_data_transfer(data: &DataTransfer) -> Self {
        let mut dropped = Self { folders: Vec::new(), files: Vec::new() };
        let items = data.items();
        for item in (0..items.length()).filter_map(|at| items.get(at)).filter(|item| item.kind() == "file") {
            match item.webkit_get_as_entry() {
                Ok(Some(entry)) if entry.is_directory() => dropped.folders.push(entry),
                _ => dropped.files.extend(item.get_as_file().ok().flatten().map(|file| (file.name(), file.into()))),
            }
        }
        dropped
    }

    /// Whether nothing was dropped.
    pub fn is_empty(&self) -> bool {
        self.folders.is_empty() && self.files.is_empty()
    }

    /// The names of the files, without those in folders.
    pub fn file_names(&self) -> Vec<String> {
        self.files.iter().map(|(name, _)| name.clone()).collect()
    }

    /// All files, those of folders by their path; and the paths of what the browser does not read.
    pub async fn read_files(self) -> (Vec<(String, Blob)>, Vec<String>) {
        let mut files = self.files;
        let mut waiting = self.folders;
        let (mut found, mut unread) = (Vec::new(), Vec::new());
        while let Some(entry) = waiting.pop() {
            let path = entry.full_path().trim_start_matches('/').to_owned();
            // By what they say of themselves: Chromium has other names for the types.
            if entry.is_directory() {
                match read_folder(entry.unchecked_ref()).await {
                    Ok(inside) => waiting.extend(inside),
                    Err(_) => unread.push(path),
                }
            } else {
                let one: &FileSystemFileEntry = entry.unchecked_ref();
                match await_callbacks(|done, failed| one.file_with_callback_and_callback(done, failed)).await {
                    Ok(file) => found.push((path, Blob::from(file.unchecked_into::<File>()))),
                    Err(_) => unread.push(path),
                }
            }
        }
        places::sort_short(&mut found, |(a, _), (b, _)| a.cmp(b));
        files.append(&mut found);
        (files, unread)
    }
}

/// Everything in a folder; the browser hands it out in parts, and an empty one at the end.
async fn read_folder(folder: &FileSystemDirectoryEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let reader = folder.create_reader();
    let mut all = Vec::new();
    loop {
        let part = await_callbacks(|done, failed| reader.read_entries_with_callback_and_callback(done, failed)).await?;
        let part: Array = part.unchecked_into();
        if part.length() == 0 {
            return Ok(all);
        }
        all.extend(part.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}

/// A promise from a function that takes two callbacks.
async fn await_callbacks<R>(mut call: impl FnMut(&Function, &Function) -> R) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::new(&mut |done, failed| drop(call(&done, &failed)))).await
}

#[cfg(test)]
mod tests {
    use super::{is_candidate_file, is_system_file};

    #[test]
    fn a_folder_is_searched_for_exports() {
        for (path, candidate, hidden) in [
            ("fleet.json", true, false),
            ("chosen-by-itself.png", true, false),
            (".chosen-by-itself.json", true, false),
            ("2025/Fleet.JSON.gz", true, false),
            ("a/b.ndjson", true, false),
            ("ocid/234.csv", true, false),
            ("a/photo.png", false, false),
            ("a/.hidden.json", true, true),
            ("a/.DS_Store", false, true),
            ("a/.git/x.json", true, true),
            ("a/__MACOSX/._fleet.json", true, true),
            ("a/Thumbs.db", false, true),
            ("a.json/readme", false, false),
        ] {
            assert_eq!((is_candidate_file(path), is_system_file(path)), (candidate, hidden), "{path}");
        }
    }
}
