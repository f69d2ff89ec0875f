//! JSON in bytes, as the splitter and the reader of records need it.

mod cursor;
mod json_type;
pub mod non_finite;
pub mod simd;
mod string;

pub use cursor::{JsonCursor, find_special_byte};
pub use json_type::JsonType;
pub use string::{StringStop, find_string_stop, string_len};
