//! The selection as a file.

use super::State;
use crate::figures::Count;
use engine::{ExportRequest, Request};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Blob, HtmlAnchorElement, Url};

impl State {
    /// Writes the visible columns; guarded for spreadsheets, or as they are.
    pub fn export_csv(self, guard: bool) {
        let words = self.settings.words_now();
        let columns = self.settings.columns.get_untracked();
        let headers =
            columns.iter().map(|column| words.name(column.key()).unwrap_or(column.key()).to_owned()).collect();
        let columns = columns.iter().map(|column| column.key().to_owned()).collect();
        self.export(ExportRequest::Csv { columns, headers, guard });
    }

    /// Writes ICCID, IMSI and the previous session's IMEI, as announced.
    pub fn export_announced(self) {
        self.export(ExportRequest::Announced);
    }

    /// Writes the records' own JSON: one array, or a line for each.
    pub fn export_json(self, lines: bool) {
        self.export(if lines { ExportRequest::Lines } else { ExportRequest::Json });
    }

    /// Writes a feature for each SIM, or for each cell.
    pub fn export_geojson(self, cells: bool) {
        self.export(if cells { ExportRequest::Cells } else { ExportRequest::Sims });
    }

    /// The browser saves a picture.
    pub fn save_picture(self, blob: Blob) {
        download("simscope-map.png", Some(blob));
    }

    fn export(self, export: ExportRequest) {
        self.exporting.set(true);
        self.post(&Request::Export(export), &[]);
    }

    /// The file that is being written is not wanted any more.
    pub fn stop_export(self) {
        self.post(&Request::CancelExport, &[]);
    }

    /// Nothing is being written.
    pub(super) fn end_export(self) {
        self.exporting.set(false);
        self.writing.set(None);
    }

    /// The file is written: the browser saves it.
    pub(super) fn save(self, name: &str, sims: u32, blob: Option<Blob>) {
        self.end_export();
        download(name, blob);
        self.say((self.settings.words_now().exported)(Count::from(sims), name));
    }

    /// The fetched records of a source, as one JSON array: it loads again.
    pub fn save_source(self, id: u32) {
        if let Some(super::Bytes::Blob(blob)) = self.sources.bytes(id) {
            download("fleet.json", Some(blob));
        }
    }
}

/// The browser saves a file.
pub(super) fn download(name: &str, blob: Option<Blob>) {
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
