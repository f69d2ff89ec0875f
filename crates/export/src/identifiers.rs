//! The identifiers of SIMs, to be pasted elsewhere.

use fleet::{Fleet, TextField};
use std::collections::HashSet;

/// Minimum size of a chunk in bytes.
const CHUNK_BYTES: usize = 1 << 20;

/// Writes the identifiers of rows in their order, each of them once, in chunks of about a megabyte. Rows without one are left out.
pub fn write_identifiers<'a>(
    fleet: &'a Fleet,
    rows: impl Iterator<Item = u32> + 'a,
    field: TextField,
    separator: &'a str,
) -> impl Iterator<Item = Vec<u8>> + 'a {
    // A SIM with several subscriptions has a row for each of them.
    let mut written = HashSet::new();
    let texts = rows.map(move |row| fleet.columns().text(row as usize, field));
    let mut texts = texts.filter(move |text| !text.is_empty() && written.insert(*text)).fuse();
    let mut is_first = true;
    std::iter::from_fn(move || {
        let mut chunk = Vec::new();
        while chunk.len() < CHUNK_BYTES
            && let Some(text) = texts.next()
        {
            if !std::mem::take(&mut is_first) {
                chunk.extend_from_slice(separator.as_bytes());
            }
            chunk.extend_from_slice(text.as_bytes());
        }
        Some(chunk).filter(|chunk| !chunk.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use fleet::{Record, RecordSpan, SourceId};

    #[test]
    fn each_identifier_is_written_once() {
        let mut fleet = Fleet::default();
        fleet.begin_source(SourceId(1), "");
        for (imsi, iccid) in [("1", "89a"), ("2", ""), ("3", "89a"), ("4", "89b")] {
            let record = Record { imsi: imsi.into(), iccid: iccid.into(), ..Record::default() };
            fleet.push(&record, RecordSpan::default()).unwrap();
        }
        for (rows, field, separator, expected) in [
            (vec![3, 2, 1, 0], TextField::Iccid, "\n", "89b\n89a"),
            (vec![0, 1, 2, 3], TextField::Imsi, ",", "1,2,3,4"),
            (vec![1], TextField::Iccid, "\n", ""),
            (vec![], TextField::Imsi, "\n", ""),
        ] {
            let chunks: Vec<Vec<u8>> = write_identifiers(&fleet, rows.into_iter(), field, separator).collect();
            assert_eq!(String::from_utf8(chunks.concat()).unwrap(), expected);
        }
    }

    #[test]
    fn many_identifiers_are_in_chunks() {
        let mut fleet = Fleet::default();
        fleet.begin_source(SourceId(1), "");
        for at in 0..150_000 {
            let record = Record { imsi: format!("{at:015}").into(), ..Record::default() };
            fleet.push(&record, RecordSpan::default()).unwrap();
        }
        let chunks: Vec<Vec<u8>> = write_identifiers(&fleet, 0..150_000, TextField::Imsi, "\n").collect();
        assert_eq!((chunks.len(), chunks.concat().len()), (3, 150_000 * 16 - 1));
    }
}
