//! JSON in bytes, as the splitter and the reader of records need it.

mod cursor;
mod json_type;
pub mod non_finite;
pub mod simd;

pub use cursor::{JsonCursor, find_special_byte};
pub use json_type::JsonType;
