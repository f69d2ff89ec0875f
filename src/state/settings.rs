//! What the reader chose of the page itself; remembered in the browser, never in the address.

use super::browser::{remember, remembered};
use crate::i18n::{Language, Words};
use engine::Thresholds;
use leptos::prelude::*;
use query::TableColumn;
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
    pub fn next(self) -> Self {
        match self {
            Self::Auto => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::Auto,
        }
    }
}

/// The settings.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Language of the page.
    pub language: RwSignal<Language>,
    /// Light or dark.
    pub theme: RwSignal<Theme>,
    /// Whether the system is set dark.
    pub dark: RwSignal<bool>,
    /// Whether times are of UTC; else of the reader's zone.
    pub utc: RwSignal<bool>,
    /// The table's columns that are shown.
    pub columns: RwSignal<Vec<TableColumn>>,
    /// After how many days something is a finding.
    pub thresholds: RwSignal<Thresholds>,
}

impl Settings {
    /// As remembered, else as the browser is set.
    pub fn load() -> Self {
        let browser = window().navigator().languages();
        let of_browser = || browser.iter().find_map(|tag| Language::from_tag(&tag.as_string()?));
        let language = remembered("language").and_then(|tag| Language::from_tag(&tag)).or_else(of_browser);
        let theme =
            [Theme::Light, Theme::Dark].into_iter().find(|theme| remembered("theme").as_deref() == Some(theme.key()));
        let days = |key: &str| remembered(key).and_then(|days| days.parse().ok());
        let first = Thresholds::default();
        let thresholds =
            Thresholds { silent: days("silent").unwrap_or(first.silent), stale: days("stale").unwrap_or(first.stale) };
        Self {
            language: RwSignal::new(language.unwrap_or_default()),
            theme: RwSignal::new(theme.unwrap_or_default()),
            dark: RwSignal::new(false),
            utc: RwSignal::new(remembered("zone").as_deref() == Some("utc")),
            columns: RwSignal::new(remembered_columns()),
            thresholds: RwSignal::new(thresholds),
        }
    }

    /// What the page says, in the reader's language. Another language draws the page anew.
    pub fn words_now(self) -> &'static Words {
        self.language.get_untracked().words()
    }

    /// Shows what is chosen on the document, and remembers what changes.
    pub fn follow(self) {
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
        self.follow_system();
        keep("language", move || self.language.get().tag().into());
        keep("theme", move || self.theme.get().key().into());
        keep("zone", move || if self.utc.get() { "utc" } else { "local" }.into());
        keep("silent", move || self.thresholds.get().silent.to_string());
        keep("stale", move || self.thresholds.get().stale.to_string());
    }

    /// The columns that a page without a link shows.
    pub fn first_columns(self) -> Vec<TableColumn> {
        remembered_columns()
    }

    /// Shows the reader's own columns again, after those of a link.
    pub fn forget_columns(self) {
        self.columns.set(remembered_columns());
    }

    /// Shows other columns from now on.
    pub fn choose_columns(self, columns: Vec<TableColumn>) {
        remember("columns", &columns.iter().map(|column| column.key()).collect::<Vec<_>>().join(","));
        self.columns.set(columns);
    }

    fn follow_system(self) {
        if let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") {
            self.dark.set(query.matches());
            let now = query.clone();
            let changed = Closure::<dyn Fn()>::new(move || self.dark.set(now.matches()));
            query.set_onchange(Some(changed.as_ref().unchecked_ref()));
            // For as long as the page is there; and so is what it listens to.
            changed.forget();
            std::mem::forget(query);
        }
    }
}

/// The columns that the reader chose, else those that everyone begins with.
fn remembered_columns() -> Vec<TableColumn> {
    let keys = remembered("columns").unwrap_or_default();
    let columns: Vec<_> = keys.split(',').filter_map(TableColumn::from_key).collect();
    if columns.is_empty() { TableColumn::DEFAULT.to_vec() } else { columns }
}

/// Remembers a value when it changes; not the one that it begins with, so that a default may change later.
fn keep(key: &'static str, value: impl Fn() -> String + 'static) {
    Effect::new(move |before: Option<String>| {
        let now = value();
        if before.is_some_and(|before| before != now) {
            remember(key, &now);
        }
        now
    });
}
