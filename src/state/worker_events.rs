//! What the worker tells, and what follows from it on the page.

use super::PageState;
use super::crash_tracker::RestartAction;
use super::map_cells::LoadedTowerFile;
use super::notices::NoticeKind;
use super::worker_client::{WorkerClient, WorkerEvent};
use engine::{Event, FleetView, LoadedSource, ReadError, Request, SimDetail, UnfinishedReason};
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::Blob;

impl PageState {
    /// Starts the worker.
    pub(super) fn connect_worker(self) {
        match WorkerClient::spawn_worker(move |news| self.handle_worker_event(news)) {
            Ok(link) => self.worker.set_value(Some(link)),
            Err(why) => self.notices.push(NoticeKind::WorkerFailed(why)),
        }
    }

    /// Sends a question to the worker.
    pub(super) fn send_request(self, ask: &Request, blobs: &[Blob]) {
        let sent = self.worker.with_value(|link| link.as_ref().map(|link| link.send_request(ask, blobs)));
        if let Some(Err(why)) = sent {
            self.notices.push(NoticeKind::InternalError(why));
        }
    }

    fn handle_worker_event(self, news: WorkerEvent) {
        match news {
            WorkerEvent::Message(tell, blobs) => match *tell {
                Event::Archive { source, names } => self.open_archive(&source, names.into_iter().zip(blobs)),
                tell => self.handle_event(tell, blobs.into_iter().next()),
            },
            // Not from within the dead line's own listener: it goes away with the line.
            WorkerEvent::Crashed(why) => leptos::task::spawn_local(async move { self.handle_crash(why) }),
        }
    }

    fn handle_event(self, tell: Event, blob: Option<Blob>) {
        match tell {
            // Heard above, with all of its blobs.
            Event::Ready | Event::Archive { .. } => {}
            Event::Progress(progress) => self.load_progress.set(Some(progress)),
            Event::Loaded(loaded) => self.handle_loaded(loaded, blob),
            Event::SignedIn(account) => self.handle_signed_in(account),
            Event::SignInFailed(error) => self.handle_sign_in_error(error),
            Event::SignedOut(error) => {
                if let Some(error) = error {
                    self.notices.push(NoticeKind::SignOutUnconfirmed(error));
                }
            }
            Event::FetchFailed { source, error } => {
                self.sources.remove(source.id);
                self.handle_sign_in_expiry(&error);
                self.notices.push(NoticeKind::FetchFailed(source, error));
            }
            Event::Refreshed { new, gone, changed } => {
                self.notices.push(NoticeKind::ListRefreshed { new, gone, changed });
            }
            Event::SessionEvents { row, events } => {
                if let Err(error) = &events {
                    self.handle_sign_in_expiry(error);
                }
                self.sign_in_state.session_events.update(|shown| {
                    if let Some((_, answer)) = shown.as_mut().filter(|(of, _)| *of == row) {
                        *answer = Some(events);
                    }
                });
            }
            Event::Refused { source, reason: why } => self.handle_refusal(source, why),
            Event::Unreadable { source, error: why } => {
                self.sources.remove(source.id);
                self.forget_tower_file(source.id);
                self.handle_read_error(source, why);
            }
            Event::RecordUnreadable { source, error: why } => {
                if why == ReadError::Changed {
                    self.sources.mark_changed(source.id);
                }
                self.handle_read_error(source, why);
            }
            Event::LoadCancelled(source) => {
                self.sources.remove(source.id);
                self.forget_tower_file(source.id);
                self.announce_message((self.settings.current_messages().stopped)(&source.name));
            }
            Event::Idle => self.handle_idle(),
            Event::FleetChanged(held) => {
                self.sources.update_stats(&held);
                self.request_view();
            }
            Event::View(view) => self.handle_view(*view),
            Event::QueryError { seq, error } => {
                self.query_error.set(Some(error));
                self.handle_answered(seq);
            }
            Event::Rows { seq, window } => {
                if self.view.with_untracked(|view| view.as_ref().is_some_and(|view| view.seq == seq)) {
                    self.table.receive_window(&window, false);
                    self.request_missing_rows();
                }
            }
            Event::SimDetail(opened) => self.show_sim_detail(*opened),
            Event::Completed { seq, completion } => self.handle_completions(seq, completion),
            Event::LookedUp { name, result: found } => self.query_tools.lookup_result.set(Some((name, found))),
            Event::Exported { name, sims } => self.handle_exported(&name, sims, blob),
            Event::ExportProgress { done, total } => self.export_progress.set(Some((done, total))),
            Event::NotExported => self.reset_export(),
            Event::Cells(cells) => {
                if self.view.with_untracked(|view| view.as_ref().is_some_and(|view| view.seq == cells.seq)) {
                    self.map_cells.cells.set(Some(Arc::new(*cells)));
                }
            }
            Event::FeatureDetail(placed) => self.map_cells.clicked_feature.set(Some(Arc::new(*placed))),
            Event::TowersRead { source, summary: read, truncated: cut } => {
                self.handle_tower_file(LoadedTowerFile { source, report: read, is_truncated: cut });
            }
            Event::CellsLocated { found, unknown, error } => self.handle_located_cells(found, unknown, error),
            Event::PositionsExported { count: places } => self.handle_positions(places, blob),
            Event::Failed(why) => {
                self.reset_export();
                self.notices.push(NoticeKind::InternalError(why));
            }
        }
    }

    /// A source was read, or a list fetched as far as it came.
    fn handle_loaded(self, loaded: LoadedSource, blob: Option<Blob>) {
        let id = loaded.source.id;
        if let Some(UnfinishedReason::Failed(error)) = &loaded.unfinished {
            self.notices.push(NoticeKind::ListIncomplete(loaded.source.clone(), error.clone()));
            self.handle_sign_in_expiry(error);
        }
        self.notices.forget_changed_file(&loaded.source.name);
        self.sources.record_loaded(loaded, blob);
        let replaces = |entry: &super::SourceEntry| entry.replaces.map(|earlier| (earlier, entry.remote.is_some()));
        let earlier = self.sources.list.with_untracked(|l| l.iter().find(|e| e.source.id == id).and_then(replaces));
        if let Some((earlier, remote)) = earlier {
            self.sources.remove(earlier);
            // The worker itself takes out what it has fetched anew.
            if !remote {
                self.send_request(&Request::RemoveSource(earlier), &[]);
            }
            self.sim_detail.set(None);
        }
    }

    fn handle_answered(self, seq: u32) {
        let next = self.view_requests.try_update_value(|questions| questions.complete_request(seq)).flatten();
        if let Some(question) = next {
            self.send_request(&Request::View(question), &[]);
        }
    }

    fn handle_view(self, view: FleetView) {
        self.handle_answered(view.seq);
        self.crash_tracker.update_value(super::CrashTracker::record_answer);
        if self.sources.list.with_untracked(Vec::is_empty) {
            return;
        }
        self.apply_pending_draft();
        self.table.receive_window(&view.window, true);
        // The first view says which tags there are.
        let lacks_tags = self.query_tools.counted_tags.with_untracked(Option::is_none) && !view.tags.is_empty();
        self.view.set(Some(Arc::new(view)));
        if lacks_tags && self.sources.list.with_untracked(|list| list.iter().all(|entry| entry.report.is_some())) {
            self.query_tools.counted_tags.set(Some(self.counted_tags()));
            self.request_view();
        }
        self.request_missing_rows();
        if self.panels_ready.get_untracked() {
            self.publish_rendered_view();
        }
    }

    /// The parts of the page follow a view in the tasks that are queued now; the line that counts comes after them.
    pub fn publish_rendered_view(self) {
        let view = self.view.get_untracked();
        leptos::task::spawn_local(async move {
            leptos::task::tick().await;
            self.rendered_view.set(view);
        });
    }

    fn show_sim_detail(self, opened: SimDetail) {
        if let Some(index) = opened.index {
            self.table.go_to_row(index);
            self.request_missing_rows();
        }
        self.sim_detail.set(Some(Arc::new(opened)));
    }

    fn handle_crash(self, why: String) {
        let reading =
            self.load_progress.with_untracked(|progress| progress.as_ref().map(|progress| progress.source.id));
        self.worker.set_value(None);
        self.reset_export();
        // The key died with it.
        self.sign_in_state.account.set(None);
        self.table.discard_pending();
        self.view_requests.update_value(|questions| drop(questions.discard_all()));
        match self.crash_tracker.try_update_value(|blame| blame.record_crash(reading)) {
            Some(RestartAction::ReloadAll) => {
                if !self.sources.list.with_untracked(Vec::is_empty) {
                    self.notices.push(NoticeKind::WorkerRestarted);
                }
            }
            Some(RestartAction::ExcludeSource(id)) => {
                let name = self.load_progress.with_untracked(|p| p.as_ref().map(|p| p.source.name.clone()));
                self.sources.remove(id);
                self.notices.push(NoticeKind::SourceExcluded(name.unwrap_or_default()));
            }
            Some(RestartAction::GiveUp) | None => {
                self.load_progress.set(None);
                self.notices.push(NoticeKind::WorkerFailed(why));
                return;
            }
        }
        self.load_progress.set(None);
        self.connect_worker();
        self.resend_lists_and_baseline();
        let again = self.sources.reset_for_reload();
        self.load_sources(again);
        self.resend_tower_files();
    }

    /// Says something to screen readers.
    pub fn announce_message(self, message: String) {
        self.announcement.set(message);
    }
}
