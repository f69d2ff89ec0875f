//! The files in a ZIP archive: each as a part of the archive, so that none is unpacked before it is read.
//!
//! Source of all numbers: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3 and 4.4.

/// Maximum number of bytes at an archive's end that the record of its directory is within: the record and the longest
/// comment.
pub const MAX_DIRECTORY_TAIL: usize = 22 + 0xFFFF;
/// Number of bytes of a local header before the file's name.
pub const LOCAL_HEADER_LEN: usize = 30;

const END_SIGNATURE: [u8; 4] = *b"PK\x05\x06";
const ZIP64_END_SIGNATURE: [u8; 4] = *b"PK\x06\x06";
const ZIP64_LOCATOR_SIGNATURE: [u8; 4] = *b"PK\x06\x07";
const ENTRY_SIGNATURE: [u8; 4] = *b"PK\x01\x02";
const LOCAL_HEADER_SIGNATURE: [u8; 4] = *b"PK\x03\x04";
/// The value of a field of 16 or 32 bits whose number is elsewhere in 64.
const ZIP64_MARKER_16: u64 = 0xFFFF;
const ZIP64_MARKER_32: u64 = 0xFFFF_FFFF;

/// Whether a source is a ZIP archive.
pub fn is_zip(head: &[u8]) -> bool {
    head.starts_with(&LOCAL_HEADER_SIGNATURE)
}

/// Where an archive's directory is, in bytes from the archive's start.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ZipDirectory {
    /// Its first byte.
    pub offset: u64,
    /// How many bytes it has.
    pub len: u64,
}

/// Where the record of an archive of more than 4 GiB begins that says where its directory is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ZipDirectoryEnd {
    /// The directory itself.
    Directory(ZipDirectory),
    /// The record that says it, of [`ZIP64_END_LEN`] bytes.
    Zip64(u64),
}

/// Bytes of the record that says where the directory of a large archive is.
pub const ZIP64_END_LEN: usize = 56;

/// Finds an archive's directory by its last bytes, at most [`MAX_DIRECTORY_TAIL`] of them. `None` where it has none, and so
/// is damaged.
pub fn find_directory_end(tail: &[u8]) -> Option<ZipDirectoryEnd> {
    let at = memchr::memmem::rfind(tail, &END_SIGNATURE)?;
    let (len, offset) = (read_little_endian(tail, at + 12, 4)?, read_little_endian(tail, at + 16, 4)?);
    let entries = read_little_endian(tail, at + 10, 2)?;
    if len == ZIP64_MARKER_32 || offset == ZIP64_MARKER_32 || entries == ZIP64_MARKER_16 {
        let locator = at.checked_sub(20)?;
        if tail.get(locator..locator + 4)? == ZIP64_LOCATOR_SIGNATURE {
            return Some(ZipDirectoryEnd::Zip64(read_little_endian(tail, locator + 8, 8)?));
        }
    }
    Some(ZipDirectoryEnd::Directory(ZipDirectory { offset, len }))
}

/// Reads where the directory of a large archive is.
pub fn read_zip64_end(record: &[u8]) -> Option<ZipDirectory> {
    let is_one = record.get(..4)? == ZIP64_END_SIGNATURE;
    is_one
        .then_some(ZipDirectory { offset: read_little_endian(record, 48, 8)?, len: read_little_endian(record, 40, 8)? })
}

/// How a file is packed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ZipCompression {
    /// As it is.
    Stored,
    /// By DEFLATE (RFC 1951).
    Deflated,
    /// In another way, or with a password: its bytes mean nothing here.
    Unsupported,
}

/// A file of an archive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ZipEntry {
    /// Its name, with the folders it is in.
    pub name: String,
    /// How it is packed.
    pub compression: ZipCompression,
    /// Where its local header begins, in bytes from the archive's start.
    pub header_offset: u64,
    /// How many bytes it has in the archive.
    pub compressed_len: u64,
    /// The checksum of what it unpacks to, and how many bytes that has, modulo 2^32: the end of a gzip file (RFC 1952, 2.3.1).
    pub gzip_trailer: [u8; 8],
}

/// The first bytes of a gzip file without a name or a time. Between them and its trailer, a deflated file is a gzip file.
pub const GZIP_HEADER: [u8; 10] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];

/// The files that a directory lists, without folders and what systems put beside files. `None` where it is damaged.
pub fn read_entries(directory: &[u8]) -> Option<Vec<ZipEntry>> {
    let (mut entries, mut rest) = (vec![], directory);
    while rest.starts_with(&ENTRY_SIGNATURE) {
        let [name_len, extra_len, comment_len] =
            [28, 30, 32].map(|at| read_little_endian(rest, at, 2).unwrap_or(0) as usize);
        let name = rest.get(46..46 + name_len)?;
        let extra = rest.get(46 + name_len..46 + name_len + extra_len)?;
        let (flags, method) = (read_little_endian(rest, 8, 2)?, read_little_endian(rest, 10, 2)?);
        let (size, packed, header) =
            (read_little_endian(rest, 24, 4)?, read_little_endian(rest, 20, 4)?, read_little_endian(rest, 42, 4)?);
        let [size, packed, header] = resolve_zip64_sizes(extra, [size, packed, header])?;
        let packing = match method {
            _ if flags & 1 == 1 => ZipCompression::Unsupported,
            0 => ZipCompression::Stored,
            8 => ZipCompression::Deflated,
            _ => ZipCompression::Unsupported,
        };
        let mut trailer = [0; 8];
        trailer[..4].copy_from_slice(rest.get(16..20)?);
        trailer[4..].copy_from_slice(&(size as u32).to_le_bytes());
        let name = String::from_utf8_lossy(name).into_owned();
        if !is_metadata(&name) {
            entries.push(ZipEntry {
                name,
                compression: packing,
                header_offset: header,
                compressed_len: packed,
                gzip_trailer: trailer,
            });
        }
        rest = rest.get(46 + name_len + extra_len + comment_len..)?;
    }
    (!directory.is_empty()).then_some(entries)
}

/// Where the bytes of a file begin, by its local header: bytes from the header's start.
pub fn data_offset(header: &[u8]) -> Option<u64> {
    let is_one = header.get(..4)? == LOCAL_HEADER_SIGNATURE;
    is_one.then_some(LOCAL_HEADER_LEN as u64 + read_little_endian(header, 26, 2)? + read_little_endian(header, 28, 2)?)
}

/// Whether something is a folder, or what macOS and others put beside files.
fn is_metadata(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default();
    file.is_empty() || file.starts_with('.') || name.starts_with("__MACOSX/")
}

/// The numbers that did not fit into 32 bits, from the extra field that has them in 64, in this order.
fn resolve_zip64_sizes(extra: &[u8], narrow: [u64; 3]) -> Option<[u64; 3]> {
    let mut rest = extra;
    while let (Some(id), Some(len)) = (read_little_endian(rest, 0, 2), read_little_endian(rest, 2, 2)) {
        let field = rest.get(4..4 + len as usize)?;
        if id == 1 {
            let mut at = 0;
            let mut next = |narrow| match narrow {
                ZIP64_MARKER_32 => {
                    at += 8;
                    read_little_endian(field, at - 8, 8)
                }
                narrow => Some(narrow),
            };
            let [size, packed, header] = narrow;
            return Some([next(size)?, next(packed)?, next(header)?]);
        }
        rest = rest.get(4 + len as usize..)?;
    }
    Some(narrow)
}

/// Reads a number of so many bytes in little-endian order.
fn read_little_endian(bytes: &[u8], at: usize, len: usize) -> Option<u64> {
    let bytes = bytes.get(at..at + len)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::zip::write::SimpleFileOptions;
    use ::zip::{CompressionMethod, ZipWriter};
    use proptest::prelude::*;
    use std::io::{Cursor, Read, Write};

    fn build_archive(files: &[(&str, CompressionMethod, &[u8])], large: bool) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(vec![]));
        for (name, method, bytes) in files {
            writer
                .start_file(*name, SimpleFileOptions::default().compression_method(*method).large_file(large))
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.set_comment("a comment");
        writer.finish().unwrap().into_inner()
    }

    /// The names of an archive's files, and their bytes as a browser gets them.
    fn unpack_archive(archive: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
        let tail = &archive[archive.len().saturating_sub(MAX_DIRECTORY_TAIL)..];
        let directory = match find_directory_end(tail)? {
            ZipDirectoryEnd::Directory(directory) => directory,
            ZipDirectoryEnd::Zip64(at) => read_zip64_end(archive.get(at as usize..)?)?,
        };
        let range = directory.offset as usize..(directory.offset.checked_add(directory.len)?) as usize;
        read_entries(archive.get(range)?)?
            .into_iter()
            .map(|entry| {
                let header = archive.get(entry.header_offset as usize..)?;
                let data = header.get(data_offset(header)? as usize..)?.get(..entry.compressed_len as usize)?;
                let bytes = match entry.compression {
                    ZipCompression::Stored => data.to_vec(),
                    ZipCompression::Deflated => {
                        let gzip = [&GZIP_HEADER[..], data, &entry.gzip_trailer].concat();
                        let mut bytes = vec![];
                        flate2::read::GzDecoder::new(&gzip[..]).read_to_end(&mut bytes).ok()?;
                        bytes
                    }
                    ZipCompression::Unsupported => vec![],
                };
                Some((entry.name, bytes))
            })
            .collect()
    }

    #[test]
    fn files_come_out_as_they_went_in() {
        let text: Vec<u8> = b"[{\"imsi\":\"1\"}] ".iter().copied().cycle().take(70_000).collect();
        for large in [false, true] {
            let files = [
                ("jp.json", CompressionMethod::Deflated, &text[..]),
                ("folder/東京.json", CompressionMethod::Stored, b"[]"),
                ("folder/.DS_Store", CompressionMethod::Stored, b"x"),
                ("__MACOSX/._jp.json", CompressionMethod::Deflated, b"x"),
            ];
            let expected = [("jp.json".to_owned(), text.clone()), ("folder/東京.json".to_owned(), b"[]".to_vec())];
            assert_eq!(unpack_archive(&build_archive(&files, large)).unwrap(), expected, "large: {large}");
        }
    }

    #[test]
    fn what_cannot_be_unpacked_is_unsupported() {
        let mut bytes = build_archive(&[("a.json", CompressionMethod::Deflated, b"[]")], false);
        let directory = memchr::memmem::rfind(&bytes, &ENTRY_SIGNATURE).unwrap();
        for (at, value) in [(8, 1), (10, 14)] {
            let kept = std::mem::replace(&mut bytes[directory + at], value);
            assert_eq!(read_entries(&bytes[directory..]).unwrap()[0].compression, ZipCompression::Unsupported);
            bytes[directory + at] = kept;
        }
    }

    #[test]
    fn an_archive_without_its_end_has_no_directory() {
        let bytes = build_archive(&[("a.json", CompressionMethod::Stored, b"[]")], false);
        assert_eq!(find_directory_end(&bytes[..bytes.len() - 40]), None);
        assert_eq!(read_entries(b""), None);
    }

    proptest! {
        #[test]
        fn no_damage_panics(at in 0usize..400, byte: u8, cut in 0usize..400) {
            let mut bytes = build_archive(&[("a.json", CompressionMethod::Deflated, b"[1,2]"), ("b", CompressionMethod::Stored, b"x")], true);
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = unpack_archive(&bytes);
            bytes.truncate(cut);
            let _ = unpack_archive(&bytes);
        }
    }
}
