//! Numbers, dates and places as the reader writes them. The browser's `Intl` knows how; no tables are shipped.

mod amounts;
mod count_scale;
mod country;
pub mod digits;
mod intl;
mod labels;
mod measure;
mod time;

pub use amounts::{FormattedBytes, FormattedCount, format_metres, format_number, format_share};
pub use count_scale::{CountClass, CountScale};
pub use country::{country_from_name, country_name, country_names};
pub use intl::use_locale;
pub use labels::{age_label, age_range_label, term_label, value_label, value_names};
pub use measure::{AmountScale, facet_weight, format_amount};
pub use time::{format_duration, format_iso_time, format_time, format_time_ago};
