//! See where every SIM of a fleet was last connected, in one browser tab.
//!
//! This is the page: it draws, and holds no fleet. A worker owns the fleet and answers questions; one line of text, the
//! query, says what is shown. What is worked out without a browser is here to be tried:
//!
//! ```
//! use simscope::fragment::{UrlState, write_fragment};
//!
//! assert_eq!(write_fragment(&UrlState { query: "country:US".into(), ..UrlState::default() }), "v2?q=country:US");
//! assert_eq!(simscope::digits::group_digits("89423100"), ["8942", "3100"]);
//! ```

mod format;
mod i18n;
mod map;
mod state;
mod views;

pub use format::{CountClass, CountScale, digits};
pub use state::fragment;

/// Draws the page in the place of the landing that index.html has.
pub fn start() {
    leptos::mount::mount_to_body(views::App);
    state::browser::remove_all(".first");
}
