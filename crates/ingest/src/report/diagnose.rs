//! Diagnoses a text without any SIM, so that its owner learns what to export instead.

use super::{IngestError, IngestReport, dialect};
use serde::Deserialize;

/// Formats that are known by their first bytes.
const KNOWN_FORMATS: [(&[u8], &str); 6] = [
    (b"%PDF", "PDF"),
    (b"\x1F\x8B", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xFD7zXZ", "xz"),
    (b"\x28\xB5\x2F\xFD", "Zstandard"),
    (b"SQLite format 3", "SQLite"),
];

/// Pictures that are known by their first bytes.
const IMAGE_SIGNATURES: [&[u8]; 5] = [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"BM", b"II*\0"];

/// Returns why a text was refused, by its first bytes and what was found in it.
pub(crate) fn diagnose_text(head: &[u8], report: &IngestReport) -> IngestError {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if text.is_empty() {
        return IngestError::Empty;
    }
    let webp = text.starts_with(b"RIFF") && text.get(8..12) == Some(b"WEBP");
    if webp || IMAGE_SIGNATURES.iter().any(|magic| text.starts_with(magic)) {
        return IngestError::Image;
    }
    if let Some((_, name)) = KNOWN_FORMATS.iter().find(|(magic, _)| text.starts_with(magic)) {
        return IngestError::Format((*name).into());
    }
    if let Some(entry) = text.strip_prefix(b"PK\x03\x04") {
        return diagnose_zip_entry(entry);
    }
    if text.contains(&0) {
        return IngestError::Binary;
    }
    if let Some(error) = parse_api_error(text) {
        return error;
    }
    if text[0] == b'<' {
        let xml = text.starts_with(b"<?xml");
        return if xml { IngestError::Format("XML".into()) } else { IngestError::Html };
    }
    let skipped_head = head.len() - text.len();
    if matches!(text[0], b'{' | b'[')
        && let Some((dialect, at)) = dialect::detect_dialect(&String::from_utf8_lossy(text))
    {
        return IngestError::NotJson { dialect, at: (skipped_head + at) as u64 };
    }
    if report.skipped > 0 || (matches!(text[0], b'{' | b'[') && report.non_json_lines == 0) {
        return match (report.skipped, report.truncated_at) {
            (0, Some(at)) => IngestError::Truncated(at),
            (0, None) => IngestError::EmptyList,
            (1, None) if is_empty_list_in_object(text) => IngestError::EmptyList,
            (n, _) => IngestError::NoSims(n),
        };
    }
    let Ok(text) = std::str::from_utf8(&text[..utf8_prefix_len(text)]) else {
        return IngestError::Binary;
    };
    match parse_csv_columns(text) {
        Some(columns) => IngestError::Csv { columns },
        None => IngestError::Text(text.chars().take(60).collect()),
    }
}

/// Returns why the file of an archive cannot be unpacked, by its local header (PKWARE's APPNOTE, 4.3.7) after the
/// signature.
fn diagnose_zip_entry(header: &[u8]) -> IngestError {
    match header {
        [_, _, flags, _, ..] if flags & 1 == 1 => IngestError::Encrypted,
        [_, _, _, _, 0 | 8, 0, ..] => IngestError::DamagedZip,
        [_, _, _, _, low, high, ..] => IngestError::UnsupportedCompression(
            match u16::from_le_bytes([*low, *high]) {
                9 => "Deflate64",
                12 => "BZIP2",
                14 => "LZMA",
                93 => "Zstandard",
                95 => "XZ",
                _ => "?",
            }
            .into(),
        ),
        _ => IngestError::DamagedZip,
    }
}

/// Whether a text is an object without others in it, and has an empty list.
fn is_empty_list_in_object(text: &[u8]) -> bool {
    let dense: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    memchr::memmem::find(&dense, b":[]").is_some() && memchr::memchr_iter(b'{', &dense).count() == 1
}

/// Reads an error of Soracom's API: `{code, message}`.
fn parse_api_error(text: &[u8]) -> Option<IngestError> {
    #[derive(Deserialize)]
    struct ApiErrorDocument {
        code: String,
        message: String,
    }
    // The command line tool prints it after other text: `Error: {"code":…`.
    let from = memchr::memchr(b'{', text)?;
    let mut stream = serde_json::Deserializer::from_slice(&text[from..]).into_iter::<ApiErrorDocument>();
    let ApiErrorDocument { code, message } = stream.next()?.ok()?;
    Some(IngestError::ApiError { code, message })
}

/// Maximum number of columns that are named.
const MAX_CSV_COLUMNS: usize = 20;
/// Maximum number of lines that are compared with the first.
const MAX_CSV_LINES: usize = 5;

/// Returns the columns of CSV: each of the first lines has as many cells, and the very first has their names.
fn parse_csv_columns(text: &str) -> Option<Vec<String>> {
    // The last line may be truncated.
    let text = if text.len() > 1024 { text.rsplit_once('\n').map_or(text, |(whole, _)| whole) } else { text };
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(MAX_CSV_LINES).collect();
    let (first, others) = lines.split_first()?;
    [',', ';', '\t', '|'].into_iter().find_map(|separator| {
        let header = split_csv_cells(first, separator);
        // A sentence has commas too, and blanks after them.
        let is_sentence = |cell: &String| {
            (others.is_empty() && cell.starts_with(' ')) || cell.ends_with(['.', '!', '?']) || cell.len() > 60
        };
        let is_header = header.len() > 1 && !header.iter().any(is_sentence);
        let is_even = others.iter().all(|line| split_csv_cells(line, separator).len() == header.len());
        (is_header && is_even)
            .then(|| header.into_iter().take(MAX_CSV_COLUMNS).map(|cell| cell.trim().to_owned()).collect())
    })
}

/// Returns the cells of a line, without their quotes.
fn split_csv_cells(line: &str, separator: char) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (vec![], String::new(), false);
    for char in line.chars() {
        match char {
            '"' => quoted = !quoted,
            _ if char == separator && !quoted => cells.push(std::mem::take(&mut cell)),
            _ => cell.push(char),
        }
    }
    cells.push(cell);
    cells
}

/// Returns the length without a character that the end cuts in two.
fn utf8_prefix_len(text: &[u8]) -> usize {
    match std::str::from_utf8(text) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => text.len(),
    }
}
