//! Keys that are identifiers of a SIM: exports have objects that are keyed by them.

/// Digits that the shortest identifier has which names a SIM: an IMSI of a test network.
const MIN_IDENTIFIER_LEN: usize = 14;

/// Whether a key may be an IMSI, an ICCID or a SIM ID: digits, or those of an ICCID that has letters.
pub fn is_identifier(key: &str) -> bool {
    let digits = || key.bytes().filter(u8::is_ascii_digit).count();
    (MIN_IDENTIFIER_LEN..=32).contains(&key.len())
        && key.bytes().all(|b| b.is_ascii_hexdigit())
        && digits() >= MIN_IDENTIFIER_LEN
}
