//! What is shown as a command of other programs.

use super::PageState;
use super::derived::derive_memo;
use super::loading::LoadStore;
use engine::{CommandReply, CommandRequest, Request, TimeZone};
use leptos::prelude::*;
use query::QueryCommands;

/// The command of the last view.
#[derive(Clone, Copy)]
pub struct CommandStore {
    /// The menu is open. Nothing is written while it is not.
    pub is_open: RwSignal<bool>,
    /// The query in other languages; `None` while that is being written. Why not, where it cannot be told.
    pub written: RwSignal<Option<Result<QueryCommands, String>>>,
    seq: StoredValue<u32>,
    loading: LoadStore,
}

impl CommandStore {
    /// Nothing written yet.
    pub fn new(loading: LoadStore) -> Self {
        Self { is_open: RwSignal::default(), written: RwSignal::default(), seq: StoredValue::default(), loading }
    }

    /// The command is written.
    pub(super) fn handle_written(self, reply: CommandReply) {
        if self.seq.with_value(|seq| *seq == reply.seq) {
            self.written.set(Some(reply.commands));
        }
    }

    fn request(self) {
        let seq = self.seq.with_value(|seq| seq + 1);
        self.seq.set_value(seq);
        self.written.set(None);
        let zone = if self.loading.settings.utc.get_untracked() { TimeZone::Utc } else { TimeZone::Local };
        self.loading.worker.send(&Request::Command(CommandRequest { seq, zone }));
    }
}

impl PageState {
    /// Writes the command whenever what is shown is something else, while the menu is open.
    pub(super) fn watch_commands(self) {
        let shown = derive_memo(move || {
            let view = self.view.latest.with(|view| view.as_ref().map(|view| view.seq));
            view.filter(|_| self.commands.is_open.get())
        });
        Effect::new(move |_| {
            if shown.get().is_some() {
                self.commands.request();
            }
        });
    }
}
