//! ZIP archives (PKWARE's APPNOTE 6.3.10): files that are stored as they are, and files that are deflated as they come.

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::io::{self, Write};

/// The names of files are UTF-8 (4.4.4, bit 11).
const UTF8_NAMES: u16 = 1 << 11;
/// The sizes follow the file (4.4.4, bit 3).
const SIZES_FOLLOW: u16 = 1 << 3;
/// The ways in which a file is packed (4.4.5).
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// The version that unpacks them: 2.0; 4.5 where the archive has more than 65,535 files or four gigabytes.
const VERSION: u16 = 20;
const VERSION_ZIP64: u16 = 45;
/// The first of January 1980, with which times begin here: an archive of the same files is the same bytes.
const DATE: u16 = 1 << 5 | 1;

/// Writes an archive, one file after another.
#[derive(Debug, Default)]
pub struct ZipWriter {
    /// The list of files that ends an archive.
    directory: Vec<u8>,
    files: u64,
    /// Number of bytes so far.
    offset: u64,
    /// The file that is being deflated.
    open: Option<DeflatedFile>,
}

/// A file that is deflated as it comes.
#[derive(Debug)]
struct DeflatedFile {
    entry: Entry,
    /// Number of bytes that were handed over.
    packed: u64,
    crc: Crc,
    encoder: DeflateEncoder<Vec<u8>>,
}

/// What the archive says of a file.
#[derive(Clone, Debug)]
struct Entry {
    name: String,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u32,
    size: u32,
    /// Where the file begins.
    offset: u64,
}

impl Entry {
    fn new(name: &str, flags: u16, method: u16, offset: u64) -> Self {
        let mut len = name.len().min(usize::from(u16::MAX));
        while !name.is_char_boundary(len) {
            len -= 1;
        }
        Self { name: name[..len].to_owned(), flags: flags | UTF8_NAMES, method, crc: 0, packed: 0, size: 0, offset }
    }

    /// The part that the file's own header (4.3.7) and the directory (4.3.12) have in common.
    fn common_fields(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(22);
        out.extend(self.flags.to_le_bytes());
        out.extend(self.method.to_le_bytes());
        // Midnight.
        out.extend([0; 2]);
        out.extend(DATE.to_le_bytes());
        out.extend(self.sizes());
        out.extend((self.name.len() as u16).to_le_bytes());
        out
    }

    fn sizes(&self) -> Vec<u8> {
        [self.crc, self.packed, self.size].into_iter().flat_map(u32::to_le_bytes).collect()
    }

    /// What stands before the file.
    fn header(&self) -> Vec<u8> {
        let mut out = b"PK\x03\x04".to_vec();
        out.extend(VERSION.to_le_bytes());
        out.extend(self.common_fields());
        // No extra field.
        out.extend([0; 2]);
        out.extend(self.name.as_bytes());
        out
    }

    /// What the directory says of it.
    fn directory_entry(&self) -> Vec<u8> {
        // Past four gigabytes the place is in a field of its own (4.5.3).
        let is_far = self.offset >= u64::from(u32::MAX);
        let version = if is_far { VERSION_ZIP64 } else { VERSION };
        let mut out = b"PK\x01\x02".to_vec();
        out.extend(VERSION_ZIP64.to_le_bytes());
        out.extend(version.to_le_bytes());
        out.extend(self.common_fields());
        out.extend((if is_far { 12_u16 } else { 0 }).to_le_bytes());
        // No comment, the first disk, no attributes.
        out.extend([0; 10]);
        out.extend(to_u32(self.offset).to_le_bytes());
        out.extend(self.name.as_bytes());
        if is_far {
            out.extend([1, 0, 8, 0]);
            out.extend(self.offset.to_le_bytes());
        }
        out
    }
}

impl ZipWriter {
    /// Adds a file, and returns what follows in the archive. A file of four gigabytes or more is cut: callers split before.
    pub fn add_file(&mut self, name: &str, bytes: &[u8]) -> Vec<u8> {
        let bytes = &bytes[..bytes.len().min(u32::MAX as usize - 1)];
        let mut crc = Crc::new();
        crc.update(bytes);
        let mut entry = Entry::new(name, 0, STORED, self.offset);
        (entry.crc, entry.packed, entry.size) = (crc.sum(), bytes.len() as u32, bytes.len() as u32);
        let mut out = entry.header();
        out.extend(bytes);
        self.close_entry(&entry, out.len());
        out
    }

    /// Begins a file that is deflated, and returns what follows in the archive. Its sizes stand after it, since they are not
    /// known before; it must have less than four gigabytes.
    pub fn begin_file(&mut self, name: &str) -> Vec<u8> {
        let entry = Entry::new(name, SIZES_FOLLOW, DEFLATED, self.offset);
        let out = entry.header();
        self.offset += out.len() as u64;
        let encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        self.open = Some(DeflatedFile { entry, packed: 0, crc: Crc::new(), encoder });
        out
    }

    /// Adds bytes to the file that was begun, and returns what follows in the archive; nothing where none was.
    ///
    /// # Errors
    /// None that is known: it is packed in memory.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let Some(file) = &mut self.open else { return Ok(Vec::new()) };
        file.crc.update(bytes);
        file.encoder.write_all(bytes)?;
        let out = std::mem::take(file.encoder.get_mut());
        file.packed += out.len() as u64;
        self.offset += out.len() as u64;
        Ok(out)
    }

    /// Ends the file that was begun, and returns what follows in the archive; nothing where none was.
    ///
    /// # Errors
    /// None that is known: it is packed in memory.
    pub fn end_file(&mut self) -> io::Result<Vec<u8>> {
        let Some(file) = self.open.take() else { return Ok(Vec::new()) };
        let mut out = file.encoder.finish()?;
        let mut entry = file.entry;
        entry.crc = file.crc.sum();
        entry.packed = to_u32(file.packed + out.len() as u64);
        entry.size = file.crc.amount();
        out.extend(b"PK\x07\x08");
        out.extend(entry.sizes());
        self.close_entry(&entry, out.len());
        Ok(out)
    }

    /// The last `len` bytes of the archive are the end of this file.
    fn close_entry(&mut self, entry: &Entry, len: usize) {
        self.directory.extend(entry.directory_entry());
        self.files += 1;
        self.offset += len as u64;
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

    fn write_deflated(files: &[(String, Vec<u8>)], chunk: usize) -> Vec<u8> {
        let (mut zip, mut archive) = (ZipWriter::default(), Vec::new());
        for (name, bytes) in files {
            archive.extend(zip.begin_file(name));
            bytes.chunks(chunk).for_each(|chunk| archive.extend(zip.write(chunk).unwrap()));
            archive.extend(zip.end_file().unwrap());
        }
        archive.extend(zip.finish());
        archive
    }

    proptest! {
        #[test]
        fn another_reader_has_the_same_files(files in prop::collection::vec(("[a-z東é]{1,9}", any::<Vec<u8>>()), 0..9), chunk in prop::option::of(1_usize..99)) {
            // A name of its own for each.
            let files: Vec<_> = files.into_iter().enumerate().map(|(at, (name, bytes))| (format!("{at}{name}"), bytes)).collect();
            let bytes = chunk.map_or_else(|| write(&files), |chunk| write_deflated(&files, chunk));
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
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
