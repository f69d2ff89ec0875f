//! What the worker tells, and what follows from it on the page.

use super::State;
use super::blame::Verdict;
use super::link::{Link, News};
use super::notices::Trouble;
use super::places::Tower;
use engine::{Event, FleetView, LoadedSource, ReadError, Request, SimDetail, UnfinishedReason};
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::Blob;

impl State {
    /// Starts the worker.
    pub(super) fn connect(self) {
        match Link::open(move |news| self.hear(news)) {
            Ok(link) => self.link.set_value(Some(link)),
            Err(why) => self.notices.tell(Trouble::GivenUp(why)),
        }
    }

    /// Sends a question to the worker.
    pub(super) fn post(self, ask: &Request, blobs: &[Blob]) {
        let sent = self.link.with_value(|link| link.as_ref().map(|link| link.post(ask, blobs)));
        if let Some(Err(why)) = sent {
            self.notices.tell(Trouble::Failed(why));
        }
    }

    fn hear(self, news: News) {
        match news {
            News::Tell(tell, blobs) => match *tell {
                Event::Archive { source, names } => self.open_archive(&source, names.into_iter().zip(blobs)),
                tell => self.told(tell, blobs.into_iter().next()),
            },
            // Not from within the dead line's own listener: it goes away with the line.
            News::Died(why) => leptos::task::spawn_local(async move { self.died(why) }),
        }
    }

    fn told(self, tell: Event, blob: Option<Blob>) {
        match tell {
            // Heard above, with all of its blobs.
            Event::Ready | Event::Archive { .. } => {}
            Event::Progress(progress) => self.progress.set(Some(progress)),
            Event::Loaded(loaded) => self.loaded(loaded, blob),
            Event::SignedIn(account) => self.signed_in(account),
            Event::SignInFailed(error) => self.not_signed_in(error),
            Event::SignedOut(error) => {
                if let Some(error) = error {
                    self.notices.tell(Trouble::NotSignedOut(error));
                }
            }
            Event::FetchFailed { source, error } => {
                self.sources.remove(source.id);
                self.ended(&error);
                self.notices.tell(Trouble::NotFetched(source, error));
            }
            Event::Refreshed { new, gone, changed } => self.notices.tell(Trouble::Refreshed { new, gone, changed }),
            Event::SessionEvents { row, events } => {
                if let Err(error) = &events {
                    self.ended(error);
                }
                self.api.events.update(|shown| {
                    if let Some((_, answer)) = shown.as_mut().filter(|(of, _)| *of == row) {
                        *answer = Some(events);
                    }
                });
            }
            Event::Refused { source, reason: why } => self.refused(source, why),
            Event::Unreadable { source, error: why } => {
                self.sources.remove(source.id);
                self.forget_towers(source.id);
                self.unreadable(source, why);
            }
            Event::RecordUnreadable { source, error: why } => {
                if why == ReadError::Changed {
                    self.sources.mark_changed(source.id);
                }
                self.unreadable(source, why);
            }
            Event::LoadCancelled(source) => {
                self.sources.remove(source.id);
                self.forget_towers(source.id);
                self.say((self.settings.words_now().stopped)(&source.name));
            }
            Event::Idle => self.idle(),
            Event::FleetChanged(held) => {
                self.sources.held(&held);
                self.ask_again();
            }
            Event::View(view) => self.viewed(*view),
            Event::QueryError { seq, error } => {
                self.fault.set(Some(error));
                self.answered(seq);
            }
            Event::Rows { seq, window } => {
                if self.view.with_untracked(|view| view.as_ref().is_some_and(|view| view.seq == seq)) {
                    self.table.take(&window, false);
                    self.ask_rows();
                }
            }
            Event::SimDetail(opened) => self.show(*opened),
            Event::Completed { seq, completion } => self.completed(seq, completion),
            Event::LookedUp { name, result: found } => self.asking.looked_up.set(Some((name, found))),
            Event::Exported { name, sims } => self.save(&name, sims, blob),
            Event::ExportProgress { done, total } => self.writing.set(Some((done, total))),
            Event::NotExported => self.end_export(),
            Event::Cells(cells) => {
                if self.view.with_untracked(|view| view.as_ref().is_some_and(|view| view.seq == cells.seq)) {
                    self.places.cells.set(Some(Arc::new(*cells)));
                }
            }
            Event::FeatureDetail(placed) => self.places.placed.set(Some(Arc::new(*placed))),
            Event::TowersRead { source, summary: read, truncated: cut } => {
                self.towers_read(Tower { source, read, cut })
            }
            Event::CellsLocated { found, unknown, error } => self.located(found, unknown, error),
            Event::PositionsExported { count: places } => self.positions_written(places, blob),
            Event::Failed(why) => {
                self.end_export();
                self.notices.tell(Trouble::Failed(why));
            }
        }
    }

    /// A source was read, or a list fetched as far as it came.
    fn loaded(self, loaded: LoadedSource, blob: Option<Blob>) {
        let id = loaded.source.id;
        if let Some(UnfinishedReason::Failed(error)) = &loaded.unfinished {
            self.notices.tell(Trouble::Unfinished(loaded.source.clone(), error.clone()));
            self.ended(error);
        }
        self.notices.forget_changed(&loaded.source.name);
        self.sources.read(loaded, blob);
        let replaces = |entry: &super::Entry| entry.replaces.map(|earlier| (earlier, entry.remote.is_some()));
        let earlier = self.sources.list.with_untracked(|l| l.iter().find(|e| e.source.id == id).and_then(replaces));
        if let Some((earlier, remote)) = earlier {
            self.sources.remove(earlier);
            // The worker itself takes out what it has fetched anew.
            if !remote {
                self.post(&Request::RemoveSource(earlier), &[]);
            }
            self.opened.set(None);
        }
    }

    fn answered(self, seq: u32) {
        let next = self.questions.try_update_value(|questions| questions.answered(seq)).flatten();
        if let Some(question) = next {
            self.post(&Request::View(question), &[]);
        }
    }

    fn viewed(self, view: FleetView) {
        self.answered(view.seq);
        self.blame.update_value(super::Blame::lives);
        if self.sources.list.with_untracked(Vec::is_empty) {
            return;
        }
        self.write_late();
        self.table.take(&view.window, true);
        // The first view says which tags there are.
        let lacks_tags = self.asking.tags.with_untracked(Option::is_none) && !view.tags.is_empty();
        self.view.set(Some(Arc::new(view)));
        if lacks_tags && self.sources.list.with_untracked(|list| list.iter().all(|entry| entry.report.is_some())) {
            self.asking.tags.set(Some(self.counted_tags()));
            self.ask_again();
        }
        self.ask_rows();
        if self.whole.get_untracked() {
            self.settle();
        }
    }

    /// The parts of the page follow a view in the tasks that are queued now; the line that counts comes after them.
    pub fn settle(self) {
        let view = self.view.get_untracked();
        leptos::task::spawn_local(async move {
            leptos::task::tick().await;
            self.settled.set(view);
        });
    }

    fn show(self, opened: SimDetail) {
        if let Some(index) = opened.index {
            self.table.go_to(index);
            self.ask_rows();
        }
        self.opened.set(Some(Arc::new(opened)));
    }

    fn died(self, why: String) {
        let reading = self.progress.with_untracked(|progress| progress.as_ref().map(|progress| progress.source.id));
        self.link.set_value(None);
        self.end_export();
        // The key died with it.
        self.api.account.set(None);
        self.table.forget();
        self.questions.update_value(|questions| drop(questions.forget()));
        match self.blame.try_update_value(|blame| blame.died(reading)) {
            Some(Verdict::Again) => {
                if !self.sources.list.with_untracked(Vec::is_empty) {
                    self.notices.tell(Trouble::Restarted);
                }
            }
            Some(Verdict::LeaveOut(id)) => {
                let name = self.progress.with_untracked(|p| p.as_ref().map(|p| p.source.name.clone()));
                self.sources.remove(id);
                self.notices.tell(Trouble::LeftOut(name.unwrap_or_default()));
            }
            Some(Verdict::GiveUp) | None => {
                self.progress.set(None);
                self.notices.tell(Trouble::GivenUp(why));
                return;
            }
        }
        self.progress.set(None);
        self.connect();
        self.ask_anew();
        let again = self.sources.begin_again();
        self.read(again);
        self.towers_anew();
    }

    /// Says something to screen readers.
    pub fn say(self, message: String) {
        self.said.set(message);
    }
}
