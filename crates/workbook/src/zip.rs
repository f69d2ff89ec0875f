//! ZIP archives of files that are stored as they are (PKWARE's APPNOTE 6.3.10).

use crc::{CRC_32_ISO_HDLC, Crc, Table};

/// A table of one kilobyte: larger ones are faster, and more to download.
const CRC: Crc<u32, Table<1>> = Crc::<u32, Table<1>>::new(&CRC_32_ISO_HDLC);
/// The names of files are UTF-8 (4.4.4, bit 11).
const UTF8_NAMES: u16 = 1 << 11;
/// The version that unpacks them: 2.0; 4.5 where the archive has more than 65,535 files or four gigabytes.
const VERSION: u16 = 20;
const VERSION_ZIP64: u16 = 45;
/// The first of January 1980, with which times begin here: an archive of the same files is the same bytes.
const DATE: u16 = 1 << 5 | 1;

/// Writes an archive, one file after another.
#[derive(Clone, Debug, Default)]
pub struct ZipWriter {
    /// The list of files that ends an archive.
    directory: Vec<u8>,
    files: u64,
    /// Number of bytes so far.
    offset: u64,
}

impl ZipWriter {
    /// Adds a file, and returns what follows in the archive. A file of four gigabytes or more is cut: callers split before.
    pub fn add_file(&mut self, name: &str, bytes: &[u8]) -> Vec<u8> {
        let name = &name.as_bytes()[..name.len().min(usize::from(u16::MAX))];
        let bytes = &bytes[..bytes.len().min(u32::MAX as usize - 1)];
        let mut common = Vec::new();
        common.extend(UTF8_NAMES.to_le_bytes());
        // Stored; midnight.
        common.extend([0; 4]);
        common.extend(DATE.to_le_bytes());
        common.extend(CRC.checksum(bytes).to_le_bytes());
        common.extend((bytes.len() as u32).to_le_bytes());
        common.extend((bytes.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());

        let mut out = b"PK\x03\x04".to_vec();
        out.extend(VERSION.to_le_bytes());
        out.extend(&common);
        // No extra field.
        out.extend([0; 2]);
        out.extend(name);
        out.extend(bytes);

        // Past four gigabytes the place is in a field of its own (4.5.3).
        let is_far = self.offset >= u64::from(u32::MAX);
        let version = if is_far { VERSION_ZIP64 } else { VERSION };
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(VERSION_ZIP64.to_le_bytes());
        self.directory.extend(version.to_le_bytes());
        self.directory.extend(&common);
        self.directory.extend((if is_far { 12_u16 } else { 0 }).to_le_bytes());
        // No comment, the first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(to_u32(self.offset).to_le_bytes());
        self.directory.extend(name);
        if is_far {
            self.directory.extend([1, 0, 8, 0]);
            self.directory.extend(self.offset.to_le_bytes());
        }
        self.files += 1;
        self.offset += out.len() as u64;
        out
    }

    /// Ends the archive, and returns what follows.
    pub fn finish(self) -> Vec<u8> {
        let (size, at, files) = (self.directory.len() as u64, self.offset, self.files);
        let mut out = self.directory;
        if files >= u64::from(u16::MAX) || at + size >= u64::from(u32::MAX) {
            let record = at + size;
            out.extend(b"PK\x06\x06");
            out.extend(44_u64.to_le_bytes());
            out.extend(VERSION_ZIP64.to_le_bytes());
            out.extend(VERSION_ZIP64.to_le_bytes());
            out.extend([0; 8]);
            for number in [files, files, size, at] {
                out.extend(number.to_le_bytes());
            }
            out.extend(b"PK\x06\x07");
            out.extend([0; 4]);
            out.extend(record.to_le_bytes());
            out.extend(1_u32.to_le_bytes());
        }
        out.extend(b"PK\x05\x06");
        out.extend([0; 4]);
        let count = u16::try_from(files).unwrap_or(u16::MAX);
        out.extend(count.to_le_bytes());
        out.extend(count.to_le_bytes());
        out.extend(to_u32(size).to_le_bytes());
        out.extend(to_u32(at).to_le_bytes());
        // No comment.
        out.extend([0; 2]);
        out
    }
}

/// The number, or the mark that another field has it.
fn to_u32(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::{Cursor, Read};

    fn write(files: &[(String, Vec<u8>)]) -> Vec<u8> {
        let mut zip = ZipWriter::default();
        let mut archive: Vec<u8> = files.iter().flat_map(|(name, bytes)| zip.add_file(name, bytes)).collect();
        archive.extend(zip.finish());
        archive
    }

    proptest! {
        #[test]
        fn another_reader_has_the_same_files(files in prop::collection::vec(("[a-z東é]{1,9}", any::<Vec<u8>>()), 0..9)) {
            // A name of its own for each.
            let files: Vec<_> = files.into_iter().enumerate().map(|(at, (name, bytes))| (format!("{at}{name}"), bytes)).collect();
            let mut archive = zip::ZipArchive::new(Cursor::new(write(&files))).unwrap();
            prop_assert_eq!(archive.len(), files.len());
            for (at, (name, bytes)) in files.iter().enumerate() {
                let mut entry = archive.by_index(at).unwrap();
                prop_assert_eq!(entry.name(), name);
                let mut read = Vec::new();
                entry.read_to_end(&mut read).unwrap();
                prop_assert_eq!(&read, bytes);
            }
        }
    }

    #[test]
    fn more_files_than_an_old_archive_has() {
        let files: Vec<_> = (0..70_000).map(|at| (format!("{at}.json"), vec![b'x'])).collect();
        let mut archive = zip::ZipArchive::new(Cursor::new(write(&files))).unwrap();
        assert_eq!(archive.len(), 70_000);
        let mut last = String::new();
        archive.by_name("69999.json").unwrap().read_to_string(&mut last).unwrap();
        assert_eq!(last, "x");
    }
}
