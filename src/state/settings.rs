//! What the reader chose of the page itself; remembered in the browser, never in the address.

use super::browser::{remember, remembered};
use crate::i18n::{Language, Words};
use leptos::prelude::*;
use query::Column;
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
    pub columns: RwSignal<Vec<Column>>,
}

impl Settings {
    /// As remembered, else as the browser is set.
    pub fn load() -> Self {
        let browser = window().navigator().languages();
        let of_browser = || browser.iter().find_map(|tag| Language::from_tag(&tag.as_string()?));
        let language = remembered("language").and_then(|tag| Language::from_tag(&tag)).or_else(of_browser);
        let theme =
            [Theme::Light, Theme::Dark].into_iter().find(|theme| remembered("theme").as_deref() == Some(theme.key()));
        let columns =
            remembered("columns").map(|keys| keys.split(',').filter_map(Column::from_key).collect::<Vec<_>>());
        Self {
            language: RwSignal::new(language.unwrap_or_default()),
            theme: RwSignal::new(theme.unwrap_or_default()),
            dark: RwSignal::new(false),
            utc: RwSignal::new(remembered("zone").as_deref() == Some("utc")),
            columns: RwSignal::new(
                columns.filter(|columns| !columns.is_empty()).unwrap_or_else(|| Column::DEFAULT.to_vec()),
            ),
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
        keep("columns", move || {
            self.columns.with(|columns| columns.iter().map(|c| c.key()).collect::<Vec<_>>().join(","))
        });
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
