//! What a text without any SIM looks like, so that its owner can be told what to export instead.

use crate::{Refusal, Report, dialect};
use serde::Deserialize;

/// Formats that are known by their first bytes.
const FORMATS: [(&[u8], &str); 6] = [
    (b"%PDF", "PDF"),
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
    if let Some(entry) = text.strip_prefix(b"PK\x03\x04") {
        return packed(entry);
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
    let skipped_head = head.len() - text.len();
    if matches!(text[0], b'{' | b'[')
        && let Some((dialect, at)) = dialect::recognise(&String::from_utf8_lossy(text))
    {
        return Refusal::NotJson { dialect, at: (skipped_head + at) as u64 };
    }
    if report.skipped > 0 || (matches!(text[0], b'{' | b'[') && report.chatter == 0) {
        return match (report.skipped, report.cut) {
            (0, Some(at)) => Refusal::Cut(at),
            (0, None) => Refusal::EmptyList,
            (1, None) if is_empty_list_in_object(text) => Refusal::EmptyList,
            (n, _) => Refusal::NoSims(n),
        };
    }
    let Ok(text) = std::str::from_utf8(&text[..utf8_end(text)]) else {
        return Refusal::Binary;
    };
    match csv_columns(text) {
        Some(columns) => Refusal::Csv { columns },
        None => Refusal::Text(text.chars().take(60).collect()),
    }
}

/// Why the file of an archive cannot be unpacked, by its local header (PKWARE's APPNOTE, 4.3.7) behind the signature.
fn packed(header: &[u8]) -> Refusal {
    match header {
        [_, _, flags, _, ..] if flags & 1 == 1 => Refusal::Encrypted,
        [_, _, _, _, 0 | 8, 0, ..] => Refusal::BadZip,
        [_, _, _, _, low, high, ..] => Refusal::PackedBy(
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
        _ => Refusal::BadZip,
    }
}

/// Whether a text is one object without others in it, and a list in it is empty.
fn is_empty_list_in_object(text: &[u8]) -> bool {
    let dense: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    memchr::memmem::find(&dense, b":[]").is_some() && memchr::memchr_iter(b'{', &dense).count() == 1
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

/// Columns that are named at most.
const COLUMNS: usize = 20;
/// Lines that are held against the first.
const LINES: usize = 5;

/// The columns of lines with separators: as many cells in each of the first lines, and names in the very first.
fn csv_columns(text: &str) -> Option<Vec<String>> {
    // The last line may be cut.
    let text = if text.len() > 1024 { text.rsplit_once('\n').map_or(text, |(whole, _)| whole) } else { text };
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(LINES).collect();
    let (first, others) = lines.split_first()?;
    [',', ';', '\t', '|'].into_iter().find_map(|separator| {
        let header = cells(first, separator);
        // A sentence has commas too, and blanks behind them.
        let is_sentence = |cell: &String| {
            (others.is_empty() && cell.starts_with(' ')) || cell.ends_with(['.', '!', '?']) || cell.len() > 60
        };
        let is_header = header.len() > 1 && !header.iter().any(is_sentence);
        let is_even = others.iter().all(|line| cells(line, separator).len() == header.len());
        (is_header && is_even).then(|| header.into_iter().take(COLUMNS).map(|cell| cell.trim().to_owned()).collect())
    })
}

/// The cells of one line, without their quotes.
fn cells(line: &str, separator: char) -> Vec<String> {
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

/// The head may end within a character.
fn utf8_end(text: &[u8]) -> usize {
    match std::str::from_utf8(text) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => text.len(),
    }
}
