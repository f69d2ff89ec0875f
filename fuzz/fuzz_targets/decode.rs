//! UTF-16 in any pieces is what the standard library makes of all of it; so are texts without their escape sequences, in any
//! pieces; and nothing that is told of any bytes panics.
#![no_main]

use ingest::{Encoding, EscapeStripper, Utf16Decoder, is_gzip, zip};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (bool, u8, &[u8])| {
    let (big, cut, bytes) = input;
    let _ = (Encoding::sniff_unicode(bytes), Encoding::guess_legacy(bytes), is_gzip(bytes));
    let _ = (zip::find_directory_end(bytes), zip::read_zip64_end(bytes), zip::read_entries(bytes), zip::data_offset(bytes));
    let strip = |pieces: &mut dyn Iterator<Item = &[u8]>| {
        let (mut escapes, mut text) = (EscapeStripper::default(), vec![]);
        pieces.for_each(|piece| escapes.strip_into(piece, &mut text));
        text
    };
    assert_eq!(strip(&mut bytes.chunks(usize::from(cut).max(1))), strip(&mut std::iter::once(bytes)));
    let Some(mut decoder) = Utf16Decoder::new(if big { Encoding::Utf16Be } else { Encoding::Utf16Le }) else { return };
    let mut text = vec![];
    bytes.chunks(usize::from(cut).max(1)).for_each(|piece| decoder.push(piece, &mut text));
    decoder.finish(&mut text);
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| if big { u16::from_be_bytes([pair[0], pair[1]]) } else { u16::from_le_bytes([pair[0], pair[1]]) })
        .collect();
    let mut expected = String::from_utf16_lossy(&units);
    if bytes.len() % 2 == 1 && !units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit)) {
        expected.push(char::REPLACEMENT_CHARACTER);
    }
    let expected = expected.strip_prefix('\u{FEFF}').unwrap_or(&expected);
    assert_eq!(String::from_utf8(text).unwrap(), expected);
});
