//! Numbers, dates and places as the reader writes them. The browser's `Intl` knows how; no tables are shipped.

mod amounts;
mod count_scale;
mod country;
pub mod digits;
mod intl;
mod time;

pub use amounts::{FormattedBytes, FormattedCount, format_metres, format_number, format_share};
pub use count_scale::{class_minimums, count_class};
pub use country::country_name;
pub use intl::use_locale;
pub use time::{format_duration, format_time, format_time_ago};
