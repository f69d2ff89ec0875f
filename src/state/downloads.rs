//! The selection as a file.

use super::PageState;
use crate::format::FormattedCount;
use engine::{CsvReader, ExportRequest, Request};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Blob, HtmlAnchorElement, Url};

impl PageState {
    /// Writes the visible columns, for a spreadsheet or for a program.
    pub fn export_csv(self, reader: CsvReader) {
        let words = self.settings.current_messages();
        let columns = self.settings.columns.get_untracked();
        let headers =
            columns.iter().map(|column| words.key_name(column.key()).unwrap_or(column.key()).to_owned()).collect();
        self.start_export(ExportRequest::Csv { columns, headers, reader });
    }

    /// The browser saves a picture.
    pub fn download_map_image(self, blob: Blob) {
        download_blob("simscope-map.png", Some(blob));
    }

    /// Writes the selection as a file.
    pub fn start_export(self, export: ExportRequest) {
        self.exporting.set(true);
        self.send_request(&Request::Export(export), &[]);
    }

    /// The file that is being written is not wanted any more.
    pub fn cancel_export(self) {
        self.send_request(&Request::CancelExport, &[]);
    }

    /// Nothing is being written.
    pub(super) fn reset_export(self) {
        self.exporting.set(false);
        self.export_progress.set(None);
    }

    /// The file is written: the browser saves it.
    pub(super) fn handle_exported(self, name: &str, sims: u32, blob: Option<Blob>) {
        self.reset_export();
        download_blob(name, blob);
        self.announce_message((self.settings.current_messages().exported)(FormattedCount::from(sims), name));
    }

    /// The fetched records of a source, as one JSON array: it loads again.
    pub fn download_source(self, id: u32) {
        if let Some(super::SourceData::Blob(blob)) = self.sources.source_data(id) {
            download_blob("fleet.json", Some(blob));
        }
    }
}

/// The browser saves a file.
pub(super) fn download_blob(name: &str, blob: Option<Blob>) {
    let Some(url) = blob.and_then(|blob| Url::create_object_url_with_blob(&blob).ok()) else { return };
    if let Ok(element) = document().create_element("a") {
        let link: HtmlAnchorElement = element.unchecked_into();
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // Once the browser has taken it over, and not before.
    let later = std::time::Duration::from_secs(10);
    set_timeout(move || drop(Url::revoke_object_url(&url)), later);
}
