//! Saved views: names of links, kept in the browser and passed on as text.

use super::State;
use super::address::Step;
use super::browser::{remember, remembered};
use super::fragment::{self, Shown};
use crate::i18n::Words;
use leptos::prelude::*;

/// A view with its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Saved {
    /// What the reader calls it.
    pub name: String,
    /// What it shows.
    pub shown: Shown,
}

/// What the first views show, in the order of their names.
const FIRST: [&str; 6] = [
    "v2?q=status:active%20seen:%3E90d&sort=seen",
    "v2?q=session:never",
    "v2?q=basis:current%20session:online",
    "v2?q=moved:country",
    "v2?q=status:active%20radio:gsm,3g&tab=pivot&pivot=country,radio",
    "v2?q=status:active%20group:none",
];

/// The views, a line each: a name, a tab and the link's fragment.
pub fn print(views: &[Saved]) -> String {
    views.iter().map(|view| format!("{}\t#{}\n", view.name, fragment::write(&view.shown))).collect()
}

/// The views of a text; lines that hold none are left out.
pub fn read(text: &str) -> Vec<Saved> {
    let line = |line: &str| {
        let (name, link) = line.trim().rsplit_once('\t').or_else(|| line.trim().rsplit_once(' '))?;
        let shown = fragment::read(link.split_once('#')?.1)?;
        let good = query::parse_query(&shown.query).is_ok() && !name.trim().is_empty();
        good.then(|| Saved { name: name.trim().to_owned(), shown })
    };
    text.lines().filter_map(line).collect()
}

fn first(words: &Words) -> Vec<Saved> {
    let named = words.asking.first_views.into_iter().zip(FIRST);
    named.filter_map(|(name, link)| Some(Saved { name: name.to_owned(), shown: fragment::read(link)? })).collect()
}

impl State {
    /// The saved views; at first those that everyone has a use for.
    pub fn views(self) -> Vec<Saved> {
        self.saved.track();
        remembered("views").map_or_else(|| first(self.settings.words_now()), |text| read(&text))
    }

    /// Saves what is shown under a name; another view of that name goes.
    pub fn save_view(self, name: &str) {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.is_empty() {
            self.add_views(vec![Saved { name, shown: self.shown() }]);
        }
    }

    /// Adds views; others of their names go.
    pub fn add_views(self, new: Vec<Saved>) {
        let mut views = untrack(move || self.views());
        views.retain(|view| !new.iter().any(|other| other.name == view.name));
        views.extend(new);
        self.keep_views(&views);
    }

    /// Deletes a view.
    pub fn delete_view(self, name: &str) {
        let mut views = untrack(move || self.views());
        views.retain(|view| view.name != name);
        self.keep_views(&views);
    }

    /// Shows a view.
    pub fn open_view(self, view: &Saved) {
        self.show_as(&view.shown, Step::Whole);
    }

    fn keep_views(self, views: &[Saved]) {
        remember("views", &print(views));
        self.saved.update(|saved| *saved += 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn views_read_back() {
        for language in Language::ALL {
            let views = first(language.words());
            assert_eq!(views.len(), FIRST.len());
            assert_eq!(read(&print(&views)), views);
        }
    }

    #[test]
    fn other_lines_are_left_out() {
        let text = "x\n a b \thttps://x.example/#v1?q=a\n\t#v2?q=a\nbad\t#v2?q=country:ZZ\nempty #\n";
        let names: Vec<_> = read(text).into_iter().map(|view| (view.name, view.shown.query)).collect();
        assert_eq!(names, [("a b".to_owned(), "a".to_owned()), ("empty".to_owned(), String::new())]);
    }
}
