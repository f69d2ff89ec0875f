//! Countries by name.

use super::intl;
use crate::i18n::Messages;

/// The reader's name of a territory by its key: a country's, or that of the kinds which are in none.
pub fn country_name(words: &Messages, key: &str) -> String {
    let name = words.value_name(key).map(str::to_owned);
    let is_code = key.len() == 2 && key.bytes().all(|byte| byte.is_ascii_uppercase());
    name.or_else(|| is_code.then(|| intl::region_name(key)).flatten()).unwrap_or_else(|| key.to_owned())
}
