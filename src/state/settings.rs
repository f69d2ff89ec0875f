//! What the reader chose of the page itself; remembered in the browser, never in the address.

use super::browser::{read_preference, save_preference};
use super::column_layout::{ColumnWidths, decode_column, encode_column};
use crate::i18n::{Language, Messages};
use engine::Thresholds;
use leptos::prelude::*;
use query::{ColumnKey, Field};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Light, dark, or what the system says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    /// What the system says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The word that is remembered, and the value of `data-theme`.
    pub fn key(self) -> &'static str {
        ["auto", "light", "dark"][self as usize]
    }

    /// The next one round.
    pub fn next_theme(self) -> Self {
        match self {
            Self::Auto => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::Auto,
        }
    }
}

/// The settings.
#[derive(Clone, Copy)]
pub struct PageSettings {
    /// Language of the page.
    pub language: RwSignal<Language>,
    /// Light or dark.
    pub theme: RwSignal<Theme>,
    /// Whether the system is set dark.
    pub system_is_dark: RwSignal<bool>,
    /// Whether times are of UTC; else of the reader's zone.
    pub utc: RwSignal<bool>,
    /// Whether the table says when a SIM was last seen; else how long ago.
    pub seen_as_date: RwSignal<bool>,
    /// The table's columns that are shown, in their order.
    pub columns: RwSignal<Vec<ColumnKey>>,
    /// The widths that the reader gave to columns.
    pub column_widths: RwSignal<ColumnWidths>,
    /// After how many days something is a finding.
    pub thresholds: RwSignal<Thresholds>,
}

impl Default for PageSettings {
    fn default() -> Self {
        Self {
            language: RwSignal::default(),
            theme: RwSignal::default(),
            system_is_dark: RwSignal::default(),
            utc: RwSignal::default(),
            seen_as_date: RwSignal::default(),
            columns: RwSignal::new(Field::default_columns().map(Into::into).collect()),
            column_widths: RwSignal::default(),
            thresholds: RwSignal::default(),
        }
    }
}

impl PageSettings {
    /// As remembered, else as the browser is set.
    pub fn load_preferences() -> Self {
        let browser = window().navigator().languages();
        let of_browser = || browser.iter().find_map(|tag| Language::from_tag(&tag.as_string()?));
        let language = read_preference("language").and_then(|tag| Language::from_tag(&tag)).or_else(of_browser);
        let theme = [Theme::Light, Theme::Dark]
            .into_iter()
            .find(|theme| read_preference("theme").as_deref() == Some(theme.key()));
        let days = |key: &str| read_preference(key).and_then(|days| days.parse().ok());
        let first = Thresholds::default();
        let thresholds = Thresholds {
            silent: days("silent").unwrap_or(first.silent),
            stale: days("stale").unwrap_or(first.stale),
            expires: days("expires").unwrap_or(first.expires),
        };
        Self {
            language: RwSignal::new(language.unwrap_or_default()),
            theme: RwSignal::new(theme.unwrap_or_default()),
            system_is_dark: RwSignal::new(false),
            utc: RwSignal::new(read_preference("zone").as_deref() == Some("utc")),
            seen_as_date: RwSignal::new(read_preference("seen").as_deref() == Some("date")),
            columns: RwSignal::new(remembered_columns()),
            column_widths: RwSignal::new(ColumnWidths::parse(&read_preference("widths").unwrap_or_default())),
            thresholds: RwSignal::new(thresholds),
        }
    }

    /// What the page says, in the reader's language. Another language draws the page anew.
    pub fn current_messages(self) -> &'static Messages {
        self.language.get_untracked().messages()
    }

    /// Shows what is chosen on the document, and remembers what changes.
    pub fn sync_with_document(self) {
        let root = document().document_element();
        let set = move |name: &str, value: &str| {
            if let Some(root) = &root {
                root.set_attribute(name, value).ok();
            }
        };
        Effect::new(move |_| {
            let (language, theme) = (self.language.get(), self.theme.get());
            set("lang", language.tag());
            set("data-theme", theme.key());
        });
        self.follow_system_theme();
        save_when_changed("language", move || self.language.get().tag().into());
        save_when_changed("theme", move || self.theme.get().key().into());
        save_when_changed("zone", move || if self.utc.get() { "utc" } else { "local" }.into());
        save_when_changed("seen", move || if self.seen_as_date.get() { "date" } else { "age" }.into());
        save_when_changed("widths", move || self.column_widths.get().to_string());
        save_when_changed("silent", move || self.thresholds.get().silent.to_string());
        save_when_changed("expires", move || self.thresholds.get().expires.to_string());
        save_when_changed("stale", move || self.thresholds.get().stale.to_string());
    }

    /// The columns that a page without a link shows.
    pub fn default_columns(self) -> Vec<ColumnKey> {
        remembered_columns()
    }

    /// Shows the reader's own columns again, after those of a link.
    pub fn reset_columns(self) {
        self.columns.set(remembered_columns());
    }

    /// Shows other columns from now on.
    pub fn choose_columns(self, columns: Vec<ColumnKey>) {
        save_preference("columns", &columns.iter().map(|column| encode_column(*column)).collect::<Vec<_>>().join(","));
        self.columns.set(columns);
    }

    /// Gives a column a width in pixels from now on, or that of the style.
    pub fn set_column_width(self, column: ColumnKey, width: Option<u16>) {
        self.column_widths.update(|widths| widths.set(column, width));
    }

    fn follow_system_theme(self) {
        if let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") {
            self.system_is_dark.set(query.matches());
            let now = query.clone();
            let changed = Closure::<dyn Fn()>::new(move || self.system_is_dark.set(now.matches()));
            query.set_onchange(Some(changed.as_ref().unchecked_ref()));
            // For as long as the page is there; and so is what it listens to.
            changed.forget();
            std::mem::forget(query);
        }
    }
}

/// The columns that the reader chose, else those that everyone begins with.
fn remembered_columns() -> Vec<ColumnKey> {
    let keys = read_preference("columns").unwrap_or_default();
    let columns: Vec<_> = keys.split(',').filter_map(decode_column).collect();
    if columns.is_empty() { Field::default_columns().map(Into::into).collect() } else { columns }
}

/// Remembers a value when it changes; not the one that it begins with, so that a default may change later.
fn save_when_changed(key: &'static str, value: impl Fn() -> String + 'static) {
    Effect::new(move |before: Option<String>| {
        let now = value();
        if before.is_some_and(|before| before != now) {
            save_preference(key, &now);
        }
        now
    });
}
