//! What the worker tells, and what follows from it on the page.

use super::PageState;
use super::crash_tracker::{CrashTracker, RestartAction};
use super::notices::NoticeKind;
use super::positions::LoadedTowerFile;
use super::sources::SourceEntry;
use super::worker_client::WorkerEvent;
use engine::{Event, FleetView, LoadedSource, ReadError, Request, UnfinishedReason};
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::Blob;

impl PageState {
    /// Starts the worker.
    pub(super) fn start_worker(self) {
        self.worker.start(move |event| self.handle_worker_event(event));
    }

    fn handle_worker_event(self, event: WorkerEvent) {
        match event {
            WorkerEvent::Message(event, blobs) => match *event {
                Event::Archive { source, names } => self.loading.open_archive(&source, names.into_iter().zip(blobs)),
                event => self.handle_event(event, blobs.into_iter().next()),
            },
            // Not from within the dead worker's own listener: it goes away with the worker.
            WorkerEvent::Crashed(why) => leptos::task::spawn_local(async move { self.handle_crash(why) }),
        }
    }

    fn handle_event(self, event: Event, blob: Option<Blob>) {
        match event {
            // An archive comes with several blobs, and was handled before.
            Event::Ready | Event::Archive { .. } => {}
            Event::Progress(progress) => self.loading.progress.set(Some(progress)),
            Event::Loaded(loaded) => self.handle_loaded(loaded, blob),
            Event::SignedIn(account) => self.account.handle_signed_in(account),
            Event::SignInFailed(error) => self.account.handle_sign_in_error(error),
            Event::SignedOut(error) => {
                if let Some(error) = error {
                    self.notices.push(NoticeKind::SignOutUnconfirmed(error));
                }
            }
            Event::FetchFailed { source, error } => {
                self.sources.remove(source.id);
                self.account.handle_expiry(&error);
                self.notices.push(NoticeKind::FetchFailed(source, error));
            }
            Event::Refreshed { new, gone, changed } => {
                self.notices.push(NoticeKind::ListRefreshed { new, gone, changed });
            }
            Event::SessionEvents { row, events } => self.account.handle_session_events(row, events),
            Event::Refused { source, reason: why } => self.loading.handle_refusal(source, why),
            Event::Unreadable { source, error: why } => {
                self.sources.remove(source.id);
                self.positions.forget_tower_file(source.id);
                self.lists.forget(source.id);
                self.loading.handle_read_error(source, why);
            }
            Event::RecordUnreadable { source, error: why } => {
                if why == ReadError::Changed {
                    self.sources.mark_changed(source.id);
                }
                self.loading.handle_read_error(source, why);
            }
            Event::LoadCancelled(source) => {
                self.sources.remove(source.id);
                self.positions.forget_tower_file(source.id);
                self.lists.forget(source.id);
                self.notices.announce((self.settings.current_messages().stopped)(&source.name));
            }
            Event::Idle { requests } => self.loading.handle_idle(requests),
            Event::FleetChanged { sources, lists } => {
                self.view.latest.with_untracked(|view| {
                    if let Some(view) = view {
                        self.panels.follow_tags(&view.tags);
                    }
                });
                self.lists.handle_lists(lists);
                self.sources.handle_fleet_change(&sources);
            }
            Event::View(view) => self.handle_view(*view),
            Event::QueryError { seq, error } => {
                self.query.error.set(Some(error));
                self.view.complete_request(seq);
            }
            Event::Rows { seq, window } => {
                if self.view.is_latest(seq) {
                    self.table.receive_window(&window, false);
                }
            }
            Event::QueriesCounted { seq, counts, records } => self.checks.handle_counts(seq, &counts, records),
            Event::RowRange(window) => self.marked_rows.add(&window),
            Event::SimDetail(sim) => self.sim_detail.show(*sim),
            Event::Completed { seq, completion } => self.query.handle_completions(seq, completion),
            Event::LookedUp { name, result } => self.lookup.handle_result(name, result),
            Event::Exported { name, sims } => self.export.handle_exported(&name, sims, blob),
            Event::ExportProgress(progress) => self.export.progress.set(Some(progress)),
            Event::ActionCounted(reply) => self.actions.handle_counted(*reply),
            Event::Command(reply) => self.commands.handle_written(*reply),
            Event::NotExported => self.export.reset(),
            Event::Cells(cells) => {
                if self.view.is_latest(cells.seq) {
                    self.map_cells.cells.set(Some(Arc::new(*cells)));
                }
            }
            Event::FeatureDetail(feature) => self.map_cells.clicked_feature.set(Some(Arc::new(*feature))),
            Event::TowersRead { source, summary: report, truncated: is_truncated } => {
                self.positions.handle_tower_file(LoadedTowerFile { source, report, is_truncated });
            }
            Event::ListRead(list) => self.lists.handle_read(&list),
            Event::ListWaits { source, columns } => self.lists.handle_waiting(source, columns),
            Event::ListIdentifiers { list, kind, identifiers } => {
                self.lists.handle_identifiers(list, kind, identifiers);
            }
            Event::CellsLocated { found, unknown, error } => self.positions.handle_located_cells(found, unknown, error),
            Event::PositionsExported { count } => self.positions.handle_positions(count, blob),
            Event::Failed(why) => {
                self.export.reset();
                self.notices.push(NoticeKind::InternalError(why));
            }
        }
    }

    /// A source was read, or a list fetched as far as it came.
    fn handle_loaded(self, loaded: LoadedSource, blob: Option<Blob>) {
        let id = loaded.source.id;
        if let Some(UnfinishedReason::Failed(error)) = &loaded.unfinished {
            self.notices.push(NoticeKind::ListIncomplete(loaded.source.clone(), error.clone()));
            self.account.handle_expiry(error);
        }
        self.notices.forget_changed_file(&loaded.source.name);
        self.notices.forget_earlier_refusals();
        self.sources.record_loaded(loaded, blob);
        let replaces = |entry: &SourceEntry| entry.replaces.map(|earlier| (earlier, entry.remote.is_some()));
        let earlier = self.sources.list.with_untracked(|l| l.iter().find(|e| e.source.id == id).and_then(replaces));
        if let Some((earlier, remote)) = earlier {
            self.sources.remove(earlier);
            // The worker itself takes out what it has fetched anew.
            if !remote {
                self.worker.send(&Request::RemoveSource(earlier));
            }
            self.sim_detail.close();
        }
    }

    fn handle_view(self, view: FleetView) {
        self.view.complete_request(view.seq);
        self.crash_tracker.update_value(CrashTracker::record_answer);
        if self.sources.is_empty() {
            return;
        }
        self.query.apply_pending_draft();
        self.table.receive_window(&view.window, true);
        if self.sources.list.with_untracked(|list| list.iter().all(|entry| entry.report.is_some())) {
            self.panels.fix_tags(&view.tags);
        }
        self.view.show(view);
    }

    fn handle_crash(self, why: String) {
        let reading = self.loading.progress.with_untracked(|progress| progress.as_ref().map(|p| p.source.clone()));
        let id = reading.as_ref().map(|source| source.id);
        self.worker.stop();
        self.export.reset();
        self.account.forget();
        self.table.discard_pending();
        self.view.discard_requests();
        self.sources.forget_fleet();
        match self.crash_tracker.try_update_value(|tracker| tracker.record_crash(id)) {
            Some(RestartAction::ReloadAll) => {
                if !self.sources.is_empty() {
                    self.notices.push(NoticeKind::WorkerRestarted);
                }
            }
            Some(RestartAction::ExcludeSource(id)) => {
                self.sources.remove(id);
                self.notices.push(NoticeKind::SourceExcluded(reading.map(|source| source.name).unwrap_or_default()));
            }
            Some(RestartAction::GiveUp) | None => {
                self.loading.progress.set(None);
                self.notices.push(NoticeKind::WorkerFailed(why));
                return;
            }
        }
        self.loading.progress.set(None);
        self.start_worker();
        self.lookup.resend();
        self.baseline.resend();
        let again = self.sources.reset_for_reload();
        self.loading.load_sources(again);
        self.positions.resend_tower_files();
        self.lists.resend();
    }
}
