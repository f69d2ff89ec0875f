//! Numbers, dates and places as the reader writes them. The browser's `Intl` knows how; no tables are shipped.

mod amount;
pub mod digits;
mod intl;
mod place;
mod time;

pub use amount::{Bytes, Count, metres, number, share};
pub use intl::use_locale;
pub use place::country;
pub use time::{ago, lasted, moment};
