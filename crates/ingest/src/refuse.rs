//! What a text without any SIM looks like, so that its owner can be told what to export instead.

use crate::{Refusal, Report};
use serde::Deserialize;

/// Formats that are known by their first bytes.
const FORMATS: [(&[u8], &str); 7] = [
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"\x1F\x8B", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xFD7zXZ", "xz"),
    (b"\x28\xB5\x2F\xFD", "Zstandard"),
    (b"SQLite format 3", "SQLite"),
];

/// Pictures that are known by their first bytes.
const IMAGES: [&[u8]; 5] = [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"BM", b"II*\0"];

/// Why a text was refused: from its first bytes, and what was found in it.
pub(crate) fn why(head: &[u8], report: &Report) -> Refusal {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if text.is_empty() {
        return Refusal::Empty;
    }
    let webp = text.starts_with(b"RIFF") && text.get(8..12) == Some(b"WEBP");
    if webp || IMAGES.iter().any(|magic| text.starts_with(magic)) {
        return Refusal::Image;
    }
    if let Some((_, name)) = FORMATS.iter().find(|(magic, _)| text.starts_with(magic)) {
        return Refusal::Format((*name).into());
    }
    if text.contains(&0) {
        return Refusal::Binary;
    }
    if let Some(error) = api_error(text) {
        return error;
    }
    if text[0] == b'<' {
        let xml = text.starts_with(b"<?xml");
        return if xml { Refusal::Format("XML".into()) } else { Refusal::Html };
    }
    if report.skipped > 0 || (matches!(text[0], b'{' | b'[') && report.chatter == 0) {
        return match (report.skipped, report.cut) {
            (0, Some(at)) => Refusal::Cut(at),
            (0, None) => Refusal::EmptyList,
            (n, _) => Refusal::NoSims(n),
        };
    }
    let Ok(text) = std::str::from_utf8(&text[..utf8_end(text)]) else {
        return Refusal::Binary;
    };
    if looks_like_csv(text) { Refusal::Csv } else { Refusal::Text(text.chars().take(60).collect()) }
}

/// Soracom's errors are `{code, message}`, whatever their content type says.
fn api_error(text: &[u8]) -> Option<Refusal> {
    #[derive(Deserialize)]
    struct ApiError {
        code: String,
        message: String,
    }
    // It may stand behind a line of chatter, as the command line tool prints it: `Error: {"code":…`.
    let from = memchr::memchr(b'{', text)?;
    let mut stream = serde_json::Deserializer::from_slice(&text[from..]).into_iter::<ApiError>();
    let ApiError { code, message } = stream.next()?.ok()?;
    Some(Refusal::ApiError { code, message })
}

/// Two lines or more with as many separators each, and at least one.
fn looks_like_csv(text: &str) -> bool {
    [',', ';', '\t'].iter().any(|separator| {
        let count = |line: &str| line.matches(*separator).count();
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let first = lines.next().map_or(0, count);
        first > 0 && lines.next().is_none_or(|second| count(second) == first || first >= 3)
    })
}

/// The head may end within a character.
fn utf8_end(text: &[u8]) -> usize {
    match std::str::from_utf8(text) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => text.len(),
    }
}
