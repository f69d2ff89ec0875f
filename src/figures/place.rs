//! Countries by name.

use super::intl;
use crate::i18n::Words;

/// The reader's name of a territory by its key: a country's, or that of the kinds which are in none.
pub fn country(words: &Words, key: &str) -> String {
    let name = words.value(key).map(str::to_owned);
    let is_code = key.len() == 2 && key.bytes().all(|byte| byte.is_ascii_uppercase());
    name.or_else(|| is_code.then(|| intl::region(key)).flatten()).unwrap_or_else(|| key.to_owned())
}
