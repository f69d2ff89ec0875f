//! The selection as a file.

use super::loading::LoadStore;
use super::notices::NoticeKind;
use super::sources::SourceData;
use super::{PageState, browser};
use crate::format::FormattedCount;
use engine::{CsvReader, ExportProgress, ExportRequest, Request};
use export::table::{TableForm, TableNotes};
use fleet::TextField;
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::*;
use query::{ColumnKey, Field};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ClipboardItem, HtmlAnchorElement, Url};

/// The export of the selection.
#[derive(Clone, Copy)]
pub struct ExportStore {
    /// Whether an export is being written.
    pub is_running: RwSignal<bool>,
    /// How far a file is that is written.
    pub progress: RwSignal<Option<ExportProgress>>,
    /// What takes a text that is written for the clipboard.
    clipboard: StoredValue<Option<Function>, LocalStorage>,
    loading: LoadStore,
}

impl ExportStore {
    /// Nothing is being written.
    pub fn new(loading: LoadStore) -> Self {
        Self {
            is_running: RwSignal::default(),
            progress: RwSignal::default(),
            clipboard: StoredValue::new_local(None),
            loading,
        }
    }

    /// Writes the visible columns, for a spreadsheet or for a program.
    pub fn write_csv(self, reader: CsvReader) {
        let messages = self.loading.settings.current_messages();
        let columns = self.loading.settings.columns.get_untracked();
        let headers = columns.iter().map(|column| messages.column_name(*column)).collect();
        self.start(ExportRequest::Csv { columns, headers, reader });
    }

    /// Copies an identifier of each SIM, with a separator between two.
    pub fn copy_identifiers(self, field: TextField, separator: char) {
        // The menu stays open: what is written now would be taken for what is asked for here.
        if self.is_running.get_untracked() {
            return;
        }
        // A browser takes what is copied only at the click itself: it gets a promise of it.
        let text = Promise::new(&mut |resolve, _| self.clipboard.set_value(Some(resolve)));
        let content = Object::new();
        Reflect::set(&content, &"text/plain".into(), &text).ok();
        let words = self.loading.settings.current_messages().exports;
        let item = ClipboardItem::new_with_record_from_str_to_blob_promise(&content).ok();
        let Some((clipboard, item)) = browser::clipboard().zip(item) else {
            return self.loading.notices.push(NoticeKind::NotCopied(words.no_clipboard.to_owned()));
        };
        let writing = clipboard.write(&Array::of1(&item));
        leptos::task::spawn_local(async move {
            let notice = match JsFuture::from(writing).await {
                Ok(_) => NoticeKind::Succeeded(words.copied.to_owned()),
                Err(error) => NoticeKind::NotCopied(String::from(error.unchecked_into::<js_sys::Error>().message())),
            };
            self.loading.notices.push(notice);
        });
        self.start(ExportRequest::Identifiers { field, separator });
    }

    /// Writes the selection as a file.
    pub fn start(self, export: ExportRequest) {
        if self.is_running.get_untracked() {
            return;
        }
        self.is_running.set(true);
        self.loading.worker.send(&Request::Export(export));
    }

    /// The file that is being written is not wanted any more.
    pub fn cancel(self) {
        self.loading.worker.send(&Request::CancelExport);
    }

    /// Nothing is being written.
    pub(super) fn reset(self) {
        self.is_running.set(false);
        self.progress.set(None);
        self.clipboard.set_value(None);
    }

    /// The file is written: the browser saves it.
    pub(super) fn handle_exported(self, name: &str, sims: u32, blob: Option<Blob>) {
        let clipboard = self.clipboard.try_update_value(Option::take).flatten();
        self.reset();
        if let Some((take, text)) = clipboard.zip(blob.as_ref()) {
            if text.size() == 0.0 {
                let words = self.loading.settings.current_messages().exports;
                return self.loading.notices.push(NoticeKind::NotCopied(words.no_identifiers.to_owned()));
            }
            take.call1(&JsValue::NULL, text).ok();
            return;
        }
        download_blob(name, blob);
        let words = self.loading.settings.current_messages();
        self.loading.notices.push(NoticeKind::Succeeded((words.exports.written)(FormattedCount::from(sims), name)));
    }

    /// The fetched records of a source, as one JSON array: it loads again.
    pub fn download_source(self, id: u32) {
        if let Some(SourceData::Blob(blob)) = self.loading.sources.source_data(id) {
            download_blob("fleet.json", Some(blob));
        }
    }
}

impl PageState {
    /// Writes columns as a file with typed cells: for a spreadsheet the visible ones, for a database all that there are.
    pub fn write_table(self, form: TableForm) {
        let messages = self.settings.current_messages();
        let words = messages.exports;
        let columns: Vec<ColumnKey> = match form {
            TableForm::Xlsx => self.settings.columns.get_untracked(),
            TableForm::Parquet => {
                let fields = Field::columns().iter().map(|field| ColumnKey::from(*field));
                fields.chain(untrack(|| self.further_columns())).collect()
            }
        };
        let headers = columns.iter().map(|column| messages.column_name(*column)).collect();
        let written = String::from(js_sys::Date::new_0().to_iso_string());
        let note = |what: &str, text| (what.to_owned(), text);
        let notes = TableNotes {
            sims: words.sheet_of_sims.to_owned(),
            query: words.sheet_of_query.to_owned(),
            lines: vec![note(words.written_at, written), note(words.from_sources, self.sources.names().join(", "))],
            cut: words.cut_texts.to_owned(),
        };
        self.export.start(ExportRequest::Table { form, columns, headers, notes });
    }

    /// The columns that there are with the data: those of the operator's own lists, then tags.
    pub fn further_columns(self) -> Vec<ColumnKey> {
        let lists = self.lists.joined.with(|lists| {
            let columns = lists.iter().flat_map(|list| &list.columns);
            columns.map(|column| ColumnKey::from_joined_column(&column.name)).collect::<Vec<_>>()
        });
        let tags = self.view.latest.with(|view| view.as_ref().map(|view| view.tags.clone()).unwrap_or_default());
        let tags =
            tags.iter().filter(|key| *key != "name").filter_map(|key| ColumnKey::from_name(&format!("tag.{key}")));
        lists.into_iter().chain(tags).collect()
    }
}

/// The browser saves a small table for spreadsheets.
pub fn download_csv(name: &str, table: &[Vec<String>]) {
    let bytes = js_sys::Uint8Array::from(export::csv::table_to_csv(table).as_slice());
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("text/csv;charset=utf-8");
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&bytes), &options);
    download_blob(&format!("simscope-{name}.csv"), blob.ok());
}

/// The browser saves a picture of the map, with today's date in its name.
pub fn download_map_image(blob: Blob) {
    let today: String = js_sys::Date::new_0().to_iso_string().into();
    let date = today.split('T').next().unwrap_or_default();
    download_blob(&format!("simscope-map-{date}.png"), Some(blob));
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
