//! Sources come and go.

use super::{Bytes, State, Trouble};
use engine::{LoadProgress, ReadError, Request, Source};
use ingest::IngestError;
use leptos::prelude::*;
use web_sys::Blob;

/// How many SIMs the sample has.
const SAMPLE: u32 = 10_000;

impl State {
    /// Reads files, in their order.
    pub fn add_files(self, files: Vec<(String, Blob)>) {
        let sources = self.take_files(files);
        self.read(sources);
    }

    /// Takes files in, for someone to read them. One that was changed and is chosen again takes the place of what was
    /// read of it, once it is whole.
    pub(super) fn take_files(self, files: Vec<(String, Blob)>) -> Vec<Source> {
        let take = |(name, blob): (String, Blob)| {
            let earlier = self.sources.changed(&name);
            let source = self.sources.push(name, Bytes::Blob(blob));
            if let Some(earlier) = earlier {
                self.sources.replaces(source.id, earlier.source.id);
                if earlier.baseline {
                    let mut baseline = self.sources.baseline();
                    baseline.push(source.id);
                    self.sources.set_baseline(&baseline);
                    self.post(&Request::SetBaseline(baseline), &[]);
                }
            }
            source
        };
        files.into_iter().map(take).collect()
    }

    /// Files of a folder that hold no SIMs: told together, once everything is read.
    pub fn leave_out(self, names: impl IntoIterator<Item = String>) {
        self.sources.left_out.update_value(|left_out| left_out.extend(names));
    }

    /// A source is no export. What was found in a folder is no mistake of the reader's.
    pub(super) fn refused(self, source: Source, why: IngestError) {
        self.sources.remove(source.id);
        // Of an archive all files were chosen.
        let is_chosen =
            matches!(why, IngestError::Encrypted | IngestError::UnsupportedCompression(_) | IngestError::DamagedGzip);
        if source.name.contains('/') && !is_chosen {
            self.leave_out([(self.settings.words_now().refused)(&source.name, &why)]);
        } else {
            self.notices.tell(Trouble::Refused(source, why));
        }
    }

    /// The bytes of a source cannot be read.
    pub(super) fn unreadable(self, source: Source, why: ReadError) {
        self.notices.tell(match why {
            ReadError::Changed => Trouble::Changed(source),
            ReadError::Other(message) => Trouble::Unreadable(source, message),
        });
    }

    /// Reads the files of an archive in its place.
    pub(super) fn open_archive(self, archive: &Source, files: impl Iterator<Item = (String, Blob)>) {
        self.sources.remove(archive.id);
        self.add_files(files.map(|(name, blob)| (format!("{}/{name}", archive.name), blob)).collect());
    }

    /// Reads pasted text.
    pub fn add_text(self, text: &str) {
        if !text.trim().is_empty()
            && let Ok(blob) = Blob::new_with_str_sequence(&js_sys::Array::of1(&text.into()))
        {
            self.add_files(vec![(self.settings.words_now().pasted.to_owned(), blob)]);
        }
    }

    /// Reads a sample fleet, as the worker writes it.
    pub fn add_sample(self) {
        let source = self.sources.push(self.settings.words_now().sample_name.to_owned(), Bytes::Sample(SAMPLE));
        self.read(vec![source]);
    }

    /// Stops reading. What is whole stays.
    pub fn stop(self) {
        self.post(&Request::CancelLoad, &[]);
    }

    /// Takes a source out of the fleet.
    pub fn remove(self, id: u32) {
        self.sources.remove(id);
        self.post(&Request::RemoveSource(id), &[]);
        self.opened.set(None);
        if self.sources.list.with_untracked(Vec::is_empty) {
            self.clear();
        }
    }

    /// Sends sources to the worker: files together, so that their progress is one; samples each by itself.
    pub(super) fn read(self, sources: Vec<Source>) {
        let Some(first) = sources.first().cloned() else { return };
        let mut files = Vec::new();
        let mut blobs = Vec::new();
        for source in sources {
            match self.sources.bytes(source.id) {
                Some(Bytes::Blob(blob)) => {
                    blobs.push(blob);
                    files.push(source);
                }
                Some(Bytes::Sample(sims)) => self.post(&Request::LoadSample { source, sims }, &[]),
                // What was not fetched yet is not fetched without being asked for.
                Some(Bytes::Remote(_)) => self.sources.remove(source.id),
                None => {}
            }
        }
        if !files.is_empty() {
            self.post(&Request::Load(files), &blobs);
        }
        self.begin_progress(first);
    }

    /// Shows at once that something is being read.
    pub(super) fn begin_progress(self, first: Source) {
        if !self.loading() {
            let total = self
                .sources
                .list
                .with_untracked(|list| list.iter().filter(|e| e.report.is_none()).map(|e| e.size).sum());
            self.progress.set(Some(LoadProgress {
                source: first,
                done: 0,
                total,
                sims: 0,
                kind: engine::ProgressKind::Sims,
                fetch: None,
            }));
        }
    }

    /// Nothing waits any more.
    pub(super) fn idle(self) {
        self.progress.set(None);
        self.sources.drop_unread();
        let left_out = self.sources.left_out.try_update_value(std::mem::take).unwrap_or_default();
        if !left_out.is_empty() {
            self.notices.tell(Trouble::LeftOutOfFolder(left_out));
        }
        if self.sources.list.with_untracked(Vec::is_empty) {
            self.clear();
        }
    }

    fn clear(self) {
        self.asking.tags.set(None);
        self.view.set(None);
        self.settled.set(None);
        self.opened.set(None);
        self.table.take(&engine::RowWindow::default(), true);
    }
}
