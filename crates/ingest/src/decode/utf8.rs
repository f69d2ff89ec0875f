//! Bytes that are UTF-8, as far as they are.

/// Returns the beginning of some bytes, as far as it is UTF-8.
pub fn valid_utf8_prefix(bytes: &[u8]) -> &str {
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            bytes.get(..error.valid_up_to()).and_then(|valid| std::str::from_utf8(valid).ok()).unwrap_or_default()
        }
    }
}
