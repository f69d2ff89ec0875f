//! Countries by name.

use super::intl;
use crate::i18n::Messages;

/// The reader's name of a territory by its key: a country's, or that of the kinds which are in none.
pub fn country_name(words: &Messages, key: &str) -> String {
    let name = words.value_name(key).map(str::to_owned);
    name.or_else(|| is_country_code(key).then(|| intl::region_name(key)).flatten()).unwrap_or_else(|| key.to_owned())
}

/// The names of a country in all languages of the page.
pub fn country_names(key: &str) -> Vec<String> {
    if is_country_code(key) { intl::region_names(key) } else { vec![] }
}

/// Returns the code of the country that has a name in any language of the page, however its letters are written.
pub fn country_from_name(name: &str) -> Option<&'static str> {
    thread_local! {
        // Asking the browser for some five hundred names takes a few milliseconds: once, and only where a name is typed.
        static NAMES: Vec<(String, &'static str)> = places::countries_with_centres()
            .flat_map(|code| intl::region_names(code).into_iter().map(move |name| (fleet::fold_to_letters(&name), code)))
            .collect();
    }
    let name = fleet::fold_to_letters(name);
    NAMES.with(|names| names.iter().find(|(known, _)| *known == name).map(|(_, code)| *code))
}

fn is_country_code(key: &str) -> bool {
    key.len() == 2 && key.bytes().all(|byte| byte.is_ascii_uppercase())
}
