//! The sign-in at the API, as the page knows it: who, and until when. The key itself is in the worker alone.

use super::sources::{Bytes, Remote};
use super::{State, Trouble};
use engine::{Account, FetchRequest, Request, SessionEvent, UnfinishedReason};
use leptos::prelude::*;
use soracom::{ApiAddress, ApiList, Coverage, Credentials, SoracomError};
use std::time::Duration;

/// How long before its end a sign-in warns, in milliseconds.
const WARNING: i64 = 5 * 60_000;

/// The session events of a row; none while they are on their way.
pub type Asked = (u32, Option<Result<Vec<SessionEvent>, SoracomError>>);

/// The state of the sign-in.
#[derive(Clone, Copy, Default)]
pub struct Api {
    /// Who is signed in.
    pub account: RwSignal<Option<Account>>,
    /// Where the form signs in, unless the reader types another address: as it was last in this tab.
    pub address: RwSignal<String>,
    /// Whether the form is open.
    pub open: RwSignal<bool>,
    /// Whether a sign-in is under way.
    pub busy: RwSignal<bool>,
    /// Why the last sign-in did not succeed, or why another one is needed.
    pub error: RwSignal<Option<SoracomError>>,
    /// The session events that were asked for last.
    pub events: RwSignal<Option<Asked>>,
    /// What is to be fetched once the sign-in holds.
    wanted: StoredValue<Vec<Remote>>,
    /// Counts sign-ins, so that the warning of an earlier one says nothing.
    turn: StoredValue<u32>,
}

impl State {
    /// Opens the form, with the address of the sign-in that holds.
    pub fn open_sign_in(self) {
        if let Some(account) = self.api.account.get_untracked() {
            self.api.address.set(account.address.as_str().to_owned());
        }
        self.api.open.set(true);
    }

    /// Signs in, and fetches these lists of one address then.
    pub fn sign_in(self, credentials: Credentials, wanted: Vec<Remote>) {
        let Some(Remote { address, coverage, .. }) = wanted.first().cloned() else { return };
        self.api.error.set(None);
        // Whoever is signed in at another address is signed out.
        self.api.account.set(None);
        self.api.address.set(address.as_str().to_owned());
        self.api.wanted.set_value(wanted);
        self.api.busy.set(true);
        self.post(&Request::SignIn { address, coverage, credentials }, &[]);
    }

    /// Whether someone is signed in at an address: its token goes nowhere else.
    pub fn is_signed_in_at(self, address: &ApiAddress) -> bool {
        self.api.account.with(|account| account.as_ref().is_some_and(|account| account.address == *address))
    }

    /// The same, now. Where nobody is, the form is opened for it.
    fn signed_in_or_asked(self, address: &ApiAddress) -> bool {
        let here = untrack(|| self.is_signed_in_at(address));
        if !here {
            self.api.address.set(address.as_str().to_owned());
            self.api.open.set(true);
        }
        here
    }

    /// Fetches lists of the address that someone is signed in at.
    pub fn fetch(self, wanted: Vec<Remote>) {
        self.api.error.set(None);
        self.api.open.set(false);
        let words = self.settings.words_now();
        let lists = wanted.into_iter().map(|remote| {
            let coverage = if remote.coverage == Coverage::Global { words.global } else { words.japan };
            let list = if remote.list == ApiList::Subscribers { words.subscribers } else { words.sims_listing };
            let source = self.sources.push(format!("{coverage} {list}"), Bytes::Remote(remote.clone()));
            FetchRequest { source, endpoint: remote.endpoint(), list: remote.list, resume: false, replaces: None }
        });
        self.fetch_lists(lists.collect());
    }

    fn fetch_lists(self, lists: Vec<FetchRequest>) {
        let Some(first) = lists.first().map(|list| list.source.clone()) else { return };
        self.post(&Request::Fetch(lists), &[]);
        self.begin_progress(first);
    }

    /// Goes on with a list that ended before its end; signs in first where nobody is.
    pub fn resume(self, id: u32) {
        if self.remote(id).is_some_and(|(_, remote)| self.signed_in_or_asked(&remote.address)) {
            self.resume_all(|entry| entry == id);
        }
    }

    /// The name of a list, and where it is.
    fn remote(self, id: u32) -> Option<(String, Remote)> {
        self.sources.list.with_untracked(|list| {
            let entry = list.iter().find(|entry| entry.source.id == id)?;
            Some((entry.source.name.clone(), entry.remote.clone()?))
        })
    }

    fn resume_all(self, which: impl Fn(u32) -> bool) {
        let lists = self.sources.list.with_untracked(|list| {
            let unfinished = list.iter().filter(|entry| entry.unfinished.is_some() && which(entry.source.id));
            let fetch = |(source, remote): (engine::Source, Remote)| FetchRequest {
                source,
                endpoint: remote.endpoint(),
                list: remote.list,
                resume: true,
                replaces: None,
            };
            unfinished.filter_map(|e| Some(fetch((e.source.clone(), e.remote.clone()?)))).collect()
        });
        self.fetch_lists(lists);
    }

    /// Fetches a list once more. The earlier one goes when the new one is whole.
    pub fn refresh(self, id: u32) {
        let here = |(_, remote): &(String, Remote)| self.signed_in_or_asked(&remote.address);
        if let Some((name, remote)) = self.remote(id).filter(here) {
            let source = self.sources.push(name, Bytes::Remote(remote.clone()));
            self.sources.replaces(source.id, id);
            let (endpoint, list) = (remote.endpoint(), remote.list);
            self.fetch_lists(vec![FetchRequest { source, endpoint, list, resume: false, replaces: Some(id) }]);
        }
    }

    /// Does not wait for the next try.
    pub fn try_now(self) {
        self.post(&Request::RetryNow, &[]);
    }

    /// Signs out.
    pub fn sign_out(self) {
        self.api.account.set(None);
        self.api.events.set(None);
        self.post(&Request::SignOut, &[]);
    }

    /// Asks for the session events of the SIM that is open.
    pub fn ask_events(self, row: u32) {
        let remote = |name: &str| {
            self.sources.list.with_untracked(|list| {
                let of = |entry: &&super::Entry| entry.remote.is_some();
                let named = list.iter().filter(of).find(|entry| entry.source.name == name);
                named.or_else(|| list.iter().find(of)).and_then(|entry| entry.remote.clone())
            })
        };
        let source = self.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.source.clone()));
        if let Some(remote) = source.and_then(|source| remote(&source)).filter(|r| self.signed_in_or_asked(&r.address))
        {
            self.api.events.set(Some((row, None)));
            self.post(&Request::SessionEvents { row, endpoint: remote.endpoint() }, &[]);
        }
    }

    pub(super) fn signed_in(self, account: Account) {
        self.api.busy.set(false);
        self.api.turn.update_value(|turn| *turn += 1);
        self.warn_before(account.expires);
        let address = account.address.clone();
        self.api.account.set(Some(account));
        let ended = |why: &Option<UnfinishedReason>| {
            matches!(why, Some(UnfinishedReason::Failed(SoracomError::SignInExpired { .. })))
        };
        let waiting: Vec<u32> = self.sources.list.with_untracked(|list| {
            let here = |entry: &&super::Entry| entry.remote.as_ref().is_some_and(|remote| remote.address == address);
            list.iter().filter(|e| ended(&e.unfinished)).filter(here).map(|entry| entry.source.id).collect()
        });
        let wanted = self.api.wanted.try_update_value(std::mem::take).unwrap_or_default();
        if waiting.is_empty() {
            self.fetch(wanted);
        } else {
            self.api.open.set(false);
            self.resume_all(|id| waiting.contains(&id));
        }
    }

    pub(super) fn not_signed_in(self, error: SoracomError) {
        self.api.busy.set(false);
        self.api.error.set(Some(error));
    }

    /// The sign-in has ended by itself: another one is asked for.
    pub(super) fn ended(self, error: &SoracomError) {
        if matches!(error, SoracomError::SignInExpired { .. }) {
            self.api.account.set(None);
            self.api.error.set(Some(error.clone()));
            self.api.open.set(true);
        }
    }

    fn warn_before(self, expires: Option<i64>) {
        let turn = self.api.turn.get_value();
        #[expect(clippy::cast_possible_truncation, reason = "a date")]
        let left = expires.map(|at| at - WARNING - js_sys::Date::now() as i64);
        // One that ends sooner warns at once.
        if let Some(left) = left.and_then(|left| u64::try_from(left.max(0)).ok()) {
            let warn = move || {
                if self.api.turn.get_value() == turn && self.api.account.with_untracked(Option::is_some) {
                    self.notices.tell(Trouble::Ending);
                }
            };
            // A browser counts to 2^31 milliseconds, and a token lasts two days at most.
            set_timeout(warn, Duration::from_millis(left.min(i32::MAX as u64)));
        }
    }
}
