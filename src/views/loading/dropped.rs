//! The files of a drop, with those in dropped folders.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DataTransfer, File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

/// Whether a file of a folder may be an export. A file that was chosen by itself is always tried.
pub fn is_export(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let endings = [".json", ".jsonl", ".ndjson", ".txt", ".log", ".gz"];
    !name.starts_with('.') && endings.iter().any(|ending| name.ends_with(ending))
}

/// What was dropped or pasted. It must be taken within the event; folders are read afterwards.
pub struct Dropped {
    entries: Vec<FileSystemEntry>,
    files: Vec<(String, Blob)>,
}

impl Dropped {
    /// Takes what an event carries.
    pub fn take(data: &DataTransfer) -> Self {
        let mut dropped = Self { entries: Vec::new(), files: Vec::new() };
        let items = data.items();
        for item in (0..items.length()).filter_map(|at| items.get(at)).filter(|item| item.kind() == "file") {
            match item.webkit_get_as_entry() {
                Ok(Some(entry)) if entry.is_directory() => dropped.entries.push(entry),
                _ => dropped.files.extend(item.get_as_file().ok().flatten().map(|file| (file.name(), file.into()))),
            }
        }
        dropped
    }

    /// Whether nothing was dropped.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.files.is_empty()
    }

    /// All files, those of folders by their path.
    pub async fn files(self) -> Vec<(String, Blob)> {
        let mut files = self.files;
        let mut waiting = self.entries;
        let mut found = Vec::new();
        while let Some(entry) = waiting.pop() {
            if let Some(folder) = entry.dyn_ref::<FileSystemDirectoryEntry>() {
                waiting.extend(entries(folder).await.unwrap_or_default());
            } else if let Some(one) = entry.dyn_ref::<FileSystemFileEntry>()
                && is_export(&entry.name())
                && let Ok(file) = once(|done, failed| one.file_with_callback_and_callback(done, failed)).await
            {
                let path = entry.full_path().trim_start_matches('/').to_owned();
                found.push((path, Blob::from(file.unchecked_into::<File>())));
            }
        }
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        files.append(&mut found);
        files
    }
}

/// Everything in a folder; the browser hands it out in parts, and an empty one at the end.
async fn entries(folder: &FileSystemDirectoryEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let reader = folder.create_reader();
    let mut all = Vec::new();
    loop {
        let part = once(|done, failed| reader.read_entries_with_callback_and_callback(done, failed)).await?;
        let part: Array = part.unchecked_into();
        if part.length() == 0 {
            return Ok(all);
        }
        all.extend(part.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}

/// A promise from a function that takes two callbacks.
async fn once<R>(mut call: impl FnMut(&Function, &Function) -> R) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::new(&mut |done, failed| drop(call(&done, &failed)))).await
}

#[cfg(test)]
mod tests {
    use super::is_export;

    #[test]
    fn a_folder_is_searched_for_exports() {
        for (path, want) in [
            ("fleet.json", true),
            ("2025/Fleet.JSON.gz", true),
            ("a/b.ndjson", true),
            ("photo.png", false),
            (".hidden.json", false),
            ("a.json/readme", false),
        ] {
            assert_eq!(is_export(path), want, "{path}");
        }
    }
}
