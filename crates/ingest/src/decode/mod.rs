//! What a source is in bytes: encodings of texts, terminals' escape sequences, archives.

mod encoding;
mod legacy_encoding;
mod terminal_escapes;
mod utf8;
pub mod zip;

pub use encoding::{Encoding, MAX_SNIFFED_BYTES, Utf16Decoder, is_gzip};
pub use terminal_escapes::{ESCAPE_BYTE, EscapeStripper};
pub use utf8::valid_utf8_prefix;
