//! Saved views: names of links, kept in the browser and passed on as text.

use super::browser::{read_preference, save_preference};
use super::expectation::Expectation;
use super::fragment::{self, UrlState};
use super::settings::PageSettings;
use crate::i18n::Messages;
use leptos::prelude::*;

/// A view with its name.
#[derive(Clone, PartialEq, Debug)]
pub struct SavedView {
    /// What the reader calls it.
    pub name: String,
    /// What it shows.
    pub url_state: UrlState,
    /// How many SIMs it should select, where it is a check.
    pub expectation: Option<Expectation>,
}

/// What the first views show, in the order of their names.
const DEFAULT_VIEW_FRAGMENTS: [&str; 6] = [
    "v2?q=status:active%20seen:%3E90d&sort=seen",
    "v2?q=session:never",
    "v2?q=basis:current%20session:online",
    "v2?q=moved:country",
    "v2?q=status:active%20radio:gsm,3g&tab=pivot&pivot=country,radio",
    "v2?q=status:active%20group:none",
];

/// The views, a line each: a name, a tab and the link's fragment; of a check a tab and what is expected as well.
pub fn format_views(views: &[SavedView]) -> String {
    let line = |view: &SavedView| {
        let expectation = view.expectation.map(|expectation| format!("\t{expectation}")).unwrap_or_default();
        format!("{}\t#{}{expectation}\n", view.name, fragment::write_fragment(&view.url_state))
    };
    views.iter().map(line).collect()
}

/// The views of a text; lines that hold none are left out.
pub fn parse_views(text: &str) -> Vec<SavedView> {
    let line = |line: &str| {
        let line = line.trim();
        let expected = line.rsplit_once('\t').and_then(|(view, text)| Some((view, Expectation::parse(text)?)));
        let (line, expectation) = expected.map_or((line, None), |(view, expectation)| (view, Some(expectation)));
        let (name, link) = line.rsplit_once('\t').or_else(|| line.rsplit_once(' '))?;
        let shown = fragment::parse_fragment(link.split_once('#')?.1)?;
        let good = super::parse_spoken_query(&shown.query).is_ok() && !name.trim().is_empty();
        good.then(|| SavedView { name: name.trim().to_owned(), url_state: shown, expectation })
    };
    text.lines().filter_map(line).collect()
}

fn default_views(words: &Messages) -> Vec<SavedView> {
    let named = words.asking.first_views.into_iter().zip(DEFAULT_VIEW_FRAGMENTS);
    named
        .filter_map(|(name, link)| {
            Some(SavedView { name: name.to_owned(), url_state: fragment::parse_fragment(link)?, expectation: None })
        })
        .collect()
}

/// The saved views.
#[derive(Clone, Copy)]
pub struct SavedViewStore {
    /// How often they have changed.
    version: RwSignal<u32>,
    settings: PageSettings,
}

impl SavedViewStore {
    /// Those that the browser keeps.
    pub fn new(settings: PageSettings) -> Self {
        Self { version: RwSignal::default(), settings }
    }

    /// Returns the saved views; at first those that everyone has a use for.
    pub fn list(self) -> Vec<SavedView> {
        self.version.track();
        read_preference("views")
            .map_or_else(|| default_views(self.settings.current_messages()), |text| parse_views(&text))
    }

    /// Saves what is shown under a name, as a check where something is expected of it; another view of that name goes.
    pub fn save(self, name: &str, url_state: UrlState, expectation: Option<Expectation>) {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.is_empty() {
            self.add(vec![SavedView { name, url_state, expectation }]);
        }
    }

    /// Adds views; others of their names go.
    pub fn add(self, new: Vec<SavedView>) {
        let mut views = untrack(move || self.list());
        views.retain(|view| !new.iter().any(|other| other.name == view.name));
        views.extend(new);
        self.store(&views);
    }

    /// Deletes a view.
    pub fn delete(self, name: &str) {
        let mut views = untrack(move || self.list());
        views.retain(|view| view.name != name);
        self.store(&views);
    }

    fn store(self, views: &[SavedView]) {
        save_preference("views", &format_views(views));
        self.version.update(|version| *version += 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn views_read_back() {
        for language in Language::ALL {
            let views = default_views(language.messages());
            assert_eq!(views.len(), DEFAULT_VIEW_FRAGMENTS.len());
            assert_eq!(parse_views(&format_views(&views)), views);
            let expectations = ["none", "<=20", ">=95%"].map(Expectation::parse).into_iter().cycle();
            let checks = views.into_iter().zip(expectations);
            let checks: Vec<_> = checks.map(|(view, expectation)| SavedView { expectation, ..view }).collect();
            assert_eq!(parse_views(&format_views(&checks)), checks);
        }
    }

    #[test]
    fn other_lines_are_left_out() {
        let text = "x\n a b \thttps://x.example/#v1?q=a\n\t#v2?q=a\nbad\t#v2?q=country:ZZ\nempty #\n";
        let names: Vec<_> = parse_views(text).into_iter().map(|view| (view.name, view.url_state.query)).collect();
        assert_eq!(names, [("a b".to_owned(), "a".to_owned()), ("empty".to_owned(), String::new())]);
    }
}
