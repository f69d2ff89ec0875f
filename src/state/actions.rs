//! What is done next with the selection: which action, in which form, and what it would do.

use super::PageState;
use super::derived::derive_memo;
use super::loading::LoadStore;
use actions::{ActionError, ActionForm, ActionKind, ActionOrder, ActionOrigin, ActionSummary, SimAction};
use engine::{ActionReply, ActionRequest, ActionStep, Request};
use leptos::prelude::*;

/// The action that is chosen.
#[derive(Clone, Copy)]
pub struct ActionStore {
    /// The menu is open. Nothing is counted while it is not.
    pub is_open: RwSignal<bool>,
    /// What it does.
    pub kind: RwSignal<ActionKind>,
    /// The form; one that can say it.
    pub form: RwSignal<ActionForm>,
    /// What was typed for it.
    pub value: RwSignal<String>,
    /// What it would do; `None` while that is being counted. Why not, where it cannot be told.
    pub summary: RwSignal<Option<Result<ActionSummary, String>>>,
    seq: StoredValue<u32>,
    loading: LoadStore,
}

impl ActionStore {
    /// Nothing chosen yet.
    pub fn new(loading: LoadStore) -> Self {
        Self {
            is_open: RwSignal::default(),
            kind: RwSignal::new(ActionKind::Suspend),
            form: RwSignal::new(ActionForm::ConsoleCsv),
            value: RwSignal::default(),
            summary: RwSignal::default(),
            seq: StoredValue::default(),
            loading,
        }
    }

    /// Chooses what it does. What was typed for another one is forgotten, and a form that cannot say it is left.
    pub fn choose_kind(self, kind: ActionKind) {
        self.kind.set(kind);
        self.value.set(String::new());
        if !self.form.get_untracked().can_say(kind)
            && let Some(form) = ActionForm::ALL.into_iter().find(|form| form.can_say(kind))
        {
            self.form.set(form);
        }
    }

    /// What is wrong with what was typed.
    pub fn error(self) -> Option<ActionError> {
        SimAction::parse(self.kind.get(), &self.value.get()).err()
    }

    fn send(self, step: ActionStep) {
        let seq = self.seq.with_value(|seq| seq + 1);
        self.seq.set_value(seq);
        let (kind, form) = (self.kind.get_untracked(), self.form.get_untracked());
        let order = ActionOrder { kind, form, value: self.value.get_untracked(), origin: self.origin() };
        self.loading.worker.send(&Request::Act(ActionRequest { seq, order, step }));
    }

    /// Where the SIMs come from; the worker knows the query.
    fn origin(self) -> ActionOrigin {
        let sources = self.loading.sources.names();
        let coverage = self.loading.sources.coverage_word();
        let written = String::from(js_sys::Date::new_0().to_iso_string());
        ActionOrigin { query: String::new(), sources, written, coverage: coverage.to_owned() }
    }

    /// What was counted is not what is chosen now; nor is the answer that may be on its way.
    fn forget_count(self) {
        self.seq.update_value(|seq| *seq += 1);
        self.summary.set(None);
    }

    /// What it would do is known.
    pub(super) fn handle_counted(self, reply: ActionReply) {
        if self.seq.with_value(|seq| *seq == reply.seq) {
            self.summary.set(Some(reply.summary));
        }
    }
}

impl PageState {
    /// Writes the action that is chosen for the selection.
    pub fn write_action(self) {
        self.export.is_running.set(true);
        self.actions.send(ActionStep::Write);
    }

    /// Counts the action that is looked at, whenever it or the selection is another one.
    pub(super) fn watch_actions(self) {
        let actions = self.actions;
        let wanted = derive_memo(move || {
            let view = self.view.latest.with(|view| view.as_ref().map(|view| view.seq));
            let seq = view.filter(|_| actions.is_open.get() && actions.error().is_none())?;
            Some((seq, actions.kind.get(), actions.form.get(), actions.value.get()))
        });
        Effect::new(move |_| {
            wanted.track();
            actions.forget_count();
        });
        // What is being written is not counted beside it; what changed meanwhile is counted then.
        Effect::new(move |_| {
            let is_wanted = wanted.with(Option::is_some) && actions.summary.with(Option::is_none);
            if is_wanted && !self.export.is_running.get() {
                actions.send(ActionStep::Count);
            }
        });
    }
}
