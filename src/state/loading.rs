//! Sources come and go.

use super::notices::{NoticeKind, NoticeStore};
use super::settings::PageSettings;
use super::sim_detail::SimDetailStore;
use super::sources::{SourceData, SourceStore};
use super::worker_handle::WorkerHandle;
use engine::{LoadProgress, ReadError, Request, Source};
use ingest::IngestError;
use leptos::prelude::*;
use web_sys::Blob;

/// Number of SIMs in the sample.
const SAMPLE_SIM_COUNT: u32 = 10_000;

/// The reading of sources.
#[derive(Clone, Copy)]
pub struct LoadStore {
    /// How far the reading is, while something is read.
    pub progress: RwSignal<Option<LoadProgress>>,
    pub(super) notices: NoticeStore,
    pub(super) settings: PageSettings,
    pub(super) sim_detail: SimDetailStore,
    pub(super) sources: SourceStore,
    pub(super) worker: WorkerHandle,
}

impl LoadStore {
    /// Nothing is being read.
    pub fn new(
        notices: NoticeStore,
        settings: PageSettings,
        sim_detail: SimDetailStore,
        sources: SourceStore,
        worker: WorkerHandle,
    ) -> Self {
        Self { progress: RwSignal::default(), notices, settings, sim_detail, sources, worker }
    }

    /// Returns whether something is being read.
    pub fn is_loading(self) -> bool {
        self.progress.with(Option::is_some)
    }

    /// Reads files, in their order.
    pub fn add_files(self, files: Vec<(String, Blob)>) {
        let sources = self.register_files(files);
        self.load_sources(sources);
    }

    /// Takes files in, for someone to read them. One that was changed and is chosen again takes the place of what was
    /// read of it, once it is whole.
    pub(super) fn register_files(self, files: Vec<(String, Blob)>) -> Vec<Source> {
        let take = |(name, blob): (String, Blob)| {
            let earlier = self.sources.find_changed(&name);
            let source = self.sources.push(name, SourceData::Blob(blob));
            if let Some(earlier) = earlier {
                self.sources.set_replaces(source.id, earlier.source.id);
                if earlier.is_baseline {
                    let mut baseline = self.sources.baseline_ids();
                    baseline.push(source.id);
                    self.set_baseline(baseline);
                }
            }
            source
        };
        files.into_iter().map(take).collect()
    }

    /// Compares the fleet with these sources.
    pub(super) fn set_baseline(self, sources: Vec<u32>) {
        self.sources.set_baseline(&sources);
        self.worker.send(&Request::SetBaseline(sources));
    }

    /// Files of a folder that hold no SIMs: told together, once everything is read.
    pub fn collect_skipped_files(self, names: impl IntoIterator<Item = String>) {
        self.sources.skipped_files.update_value(|left_out| left_out.extend(names));
    }

    /// A source is no export. What was found in a folder is no mistake of the reader's.
    pub(super) fn handle_refusal(self, source: Source, why: IngestError) {
        self.sources.remove(source.id);
        // Of an archive all files were chosen.
        let is_chosen =
            matches!(why, IngestError::Encrypted | IngestError::UnsupportedCompression(_) | IngestError::DamagedGzip);
        if source.name.contains('/') && !is_chosen {
            self.collect_skipped_files([(self.settings.current_messages().refused)(&source.name, &why)]);
        } else {
            self.notices.push(NoticeKind::SourceRefused(source, why));
        }
    }

    /// The bytes of a source cannot be read.
    pub(super) fn handle_read_error(self, source: Source, why: ReadError) {
        self.notices.push(match why {
            ReadError::Changed => NoticeKind::FileChanged(source),
            ReadError::Other(message) => NoticeKind::SourceUnreadable(source, message),
        });
    }

    /// Reads the files of an archive in its place.
    pub(super) fn open_archive(self, archive: &Source, files: impl Iterator<Item = (String, Blob)>) {
        self.sources.remove(archive.id);
        self.add_files(files.map(|(name, blob)| (format!("{}/{name}", archive.name), blob)).collect());
    }

    /// Reads pasted text.
    pub fn add_pasted_text(self, text: &str) {
        if !text.trim().is_empty()
            && let Ok(blob) = Blob::new_with_str_sequence(&js_sys::Array::of1(&text.into()))
        {
            self.add_files(vec![(self.settings.current_messages().pasted.to_owned(), blob)]);
        }
    }

    /// Reads a sample fleet, as the worker writes it.
    pub fn add_sample(self) {
        let source = self
            .sources
            .push(self.settings.current_messages().sample_name.to_owned(), SourceData::Sample(SAMPLE_SIM_COUNT));
        self.load_sources(vec![source]);
    }

    /// Stops reading. What is whole stays.
    pub fn stop(self) {
        self.worker.send(&Request::CancelLoad);
    }

    /// Takes a source out of the fleet.
    pub fn remove_source(self, id: u32) {
        self.sources.remove(id);
        self.worker.send(&Request::RemoveSource(id));
        self.sim_detail.close();
    }

    /// Sends sources to the worker: files together, so that their progress is one; samples each by itself.
    pub(super) fn load_sources(self, sources: Vec<Source>) {
        let mut first = None;
        let mut files = Vec::new();
        let mut blobs = Vec::new();
        for source in sources {
            match self.sources.source_data(source.id) {
                Some(SourceData::Blob(blob)) => {
                    first.get_or_insert_with(|| source.clone());
                    blobs.push(blob);
                    files.push(source);
                }
                Some(SourceData::Sample(sims)) => {
                    first.get_or_insert_with(|| source.clone());
                    self.worker.send(&Request::LoadSample { source, sims });
                }
                // What was not fetched yet is not fetched without being asked for.
                Some(SourceData::Remote(_)) => self.sources.remove(source.id),
                None => {}
            }
        }
        if !files.is_empty() {
            self.worker.send_with_blobs(&Request::Load(files), &blobs);
        }
        if let Some(first) = first {
            self.start_progress(first);
        }
    }

    /// Shows at once that something is being read.
    pub(super) fn start_progress(self, first: Source) {
        if self.progress.with_untracked(Option::is_none) {
            self.notices.begin_load();
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

    /// The worker has read all that it was asked for by so many requests.
    pub(super) fn handle_idle(self, requests: u32) {
        // A file that was chosen meanwhile is not read yet, and no more than that.
        if !self.worker.is_idle_after(requests) {
            return;
        }
        self.progress.set(None);
        self.sources.remove_unread();
        let left_out = self.sources.skipped_files.try_update_value(std::mem::take).unwrap_or_default();
        if !left_out.is_empty() {
            self.notices.push(NoticeKind::FilesSkipped(left_out));
        }
    }
}
