//! The sign-in at the API, as the page knows it: who, and until when. The key itself is in the worker alone.

use super::loading::LoadStore;
use super::notices::NoticeKind;
use super::sources::{RemoteList, SourceData, SourceEntry};
use engine::{Account, FetchRequest, Request, SessionEvent, UnfinishedReason};
use leptos::prelude::*;
use soracom::{ApiAddress, ApiList, Coverage, Credentials, SoracomError};
use std::time::Duration;

/// How long before its end a sign-in warns, in milliseconds.
const EXPIRY_WARNING_MS: i64 = 5 * 60_000;

/// The session events of a row; none while they are on their way.
pub type RowSessionEvents = (u32, Option<Result<Vec<SessionEvent>, SoracomError>>);

/// The sign-in.
#[derive(Clone, Copy)]
pub struct AccountStore {
    /// Who is signed in.
    pub signed_in: RwSignal<Option<Account>>,
    /// Where the form signs in, unless the reader types another address: as it was last in this tab.
    pub address: RwSignal<String>,
    /// Whether the form is open.
    pub form_open: RwSignal<bool>,
    /// Whether a sign-in is under way.
    pub signing_in: RwSignal<bool>,
    /// Why the last sign-in did not succeed, or why another one is needed.
    pub error: RwSignal<Option<SoracomError>>,
    /// The session events that were asked for last.
    pub session_events: RwSignal<Option<RowSessionEvents>>,
    /// What is to be fetched once the sign-in holds.
    pending_lists: StoredValue<Vec<RemoteList>>,
    /// Counts sign-ins, so that the warning of an earlier one says nothing.
    sign_in_count: StoredValue<u32>,
    pub(super) loading: LoadStore,
}

impl AccountStore {
    /// Nobody is signed in.
    pub fn new(loading: LoadStore) -> Self {
        Self {
            signed_in: RwSignal::default(),
            address: RwSignal::default(),
            form_open: RwSignal::default(),
            signing_in: RwSignal::default(),
            error: RwSignal::default(),
            session_events: RwSignal::default(),
            pending_lists: StoredValue::default(),
            sign_in_count: StoredValue::default(),
            loading,
        }
    }

    /// Opens the form, with the address of the sign-in that holds.
    pub fn open_form(self) {
        if let Some(account) = self.signed_in.get_untracked() {
            self.address.set(account.address.as_str().to_owned());
        }
        self.form_open.set(true);
    }

    /// Signs in, and fetches these lists of one address then.
    pub fn sign_in(self, credentials: Credentials, wanted: Vec<RemoteList>) {
        let Some(RemoteList { address, coverage, .. }) = wanted.first().cloned() else { return };
        self.error.set(None);
        // Whoever is signed in at another address is signed out.
        self.signed_in.set(None);
        self.address.set(address.as_str().to_owned());
        self.pending_lists.set_value(wanted);
        self.signing_in.set(true);
        self.loading.worker.send(&Request::SignIn { address, coverage, credentials });
    }

    /// Whether someone is signed in at an address: its token goes nowhere else.
    pub fn is_signed_in_at(self, address: &ApiAddress) -> bool {
        self.signed_in.with(|account| account.as_ref().is_some_and(|account| account.address == *address))
    }

    /// The same, now. Where nobody is, the form is opened for it.
    fn ensure_signed_in_at(self, address: &ApiAddress) -> bool {
        let here = untrack(|| self.is_signed_in_at(address));
        if !here {
            self.address.set(address.as_str().to_owned());
            self.form_open.set(true);
        }
        here
    }

    /// Fetches lists of the address that someone is signed in at.
    pub fn fetch_remote_lists(self, wanted: Vec<RemoteList>) {
        self.error.set(None);
        self.form_open.set(false);
        let messages = self.loading.settings.current_messages();
        let lists = wanted.into_iter().map(|remote| {
            let coverage = if remote.coverage == Coverage::Global { messages.global } else { messages.japan };
            let list = if remote.list == ApiList::Subscribers { messages.subscribers } else { messages.sims_listing };
            let source = self.loading.sources.push(format!("{coverage} {list}"), SourceData::Remote(remote.clone()));
            FetchRequest { source, endpoint: remote.endpoint(), list: remote.list, resume: false, replaces: None }
        });
        self.send_fetch_requests(lists.collect());
    }

    fn send_fetch_requests(self, lists: Vec<FetchRequest>) {
        let Some(first) = lists.first().map(|list| list.source.clone()) else { return };
        self.loading.worker.send(&Request::Fetch(lists));
        self.loading.start_progress(first);
    }

    /// Goes on with a list that ended before its end; signs in first where nobody is.
    pub fn resume_list(self, id: u32) {
        if self.find_remote_list(id).is_some_and(|(_, remote)| self.ensure_signed_in_at(&remote.address)) {
            self.resume_lists(|entry| entry == id);
        }
    }

    /// The name of a list, and where it is.
    fn find_remote_list(self, id: u32) -> Option<(String, RemoteList)> {
        self.loading.sources.list.with_untracked(|list| {
            let entry = list.iter().find(|entry| entry.source.id == id)?;
            Some((entry.source.name.clone(), entry.remote.clone()?))
        })
    }

    fn resume_lists(self, which: impl Fn(u32) -> bool) {
        let lists = self.loading.sources.list.with_untracked(|list| {
            let unfinished = list.iter().filter(|entry| entry.incomplete_reason.is_some() && which(entry.source.id));
            let fetch = |(source, remote): (engine::Source, RemoteList)| FetchRequest {
                source,
                endpoint: remote.endpoint(),
                list: remote.list,
                resume: true,
                replaces: None,
            };
            unfinished.filter_map(|e| Some(fetch((e.source.clone(), e.remote.clone()?)))).collect()
        });
        self.send_fetch_requests(lists);
    }

    /// Fetches a list once more. The earlier one goes when the new one is whole.
    pub fn refresh_list(self, id: u32) {
        let here = |(_, remote): &(String, RemoteList)| self.ensure_signed_in_at(&remote.address);
        if let Some((name, remote)) = self.find_remote_list(id).filter(here) {
            let source = self.loading.sources.push(name, SourceData::Remote(remote.clone()));
            self.loading.sources.set_replaces(source.id, id);
            let (endpoint, list) = (remote.endpoint(), remote.list);
            self.send_fetch_requests(vec![FetchRequest { source, endpoint, list, resume: false, replaces: Some(id) }]);
        }
    }

    /// Does not wait for the next try.
    pub fn retry_now(self) {
        self.loading.worker.send(&Request::RetryNow);
    }

    /// The worker that was signed in is gone, and the key with it.
    pub(super) fn forget(self) {
        self.signed_in.set(None);
    }

    /// Signs out.
    pub fn sign_out(self) {
        self.signed_in.set(None);
        self.session_events.set(None);
        self.loading.worker.send(&Request::SignOut);
    }

    /// Asks for the session events of the SIM that is open.
    pub fn request_session_events(self, row: u32) {
        let remote = |name: &str| {
            self.loading.sources.list.with_untracked(|list| {
                let of = |entry: &&SourceEntry| entry.remote.is_some();
                let named = list.iter().filter(of).find(|entry| entry.source.name == name);
                named.or_else(|| list.iter().find(of)).and_then(|entry| entry.remote.clone())
            })
        };
        let source =
            self.loading.sim_detail.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.source.clone()));
        if let Some(remote) = source.and_then(|source| remote(&source)).filter(|r| self.ensure_signed_in_at(&r.address))
        {
            self.session_events.set(Some((row, None)));
            self.loading.worker.send(&Request::SessionEvents { row, endpoint: remote.endpoint() });
        }
    }

    /// The session events of a row came, or why they did not.
    pub(super) fn handle_session_events(self, row: u32, events: Result<Vec<SessionEvent>, SoracomError>) {
        if let Err(error) = &events {
            self.handle_expiry(error);
        }
        self.session_events.update(|shown| {
            if let Some((_, answer)) = shown.as_mut().filter(|(of, _)| *of == row) {
                *answer = Some(events);
            }
        });
    }

    pub(super) fn handle_signed_in(self, account: Account) {
        self.signing_in.set(false);
        self.sign_in_count.update_value(|count| *count += 1);
        self.schedule_expiry_warning(account.expires);
        let address = account.address.clone();
        self.signed_in.set(Some(account));
        let ended = |why: &Option<UnfinishedReason>| {
            matches!(why, Some(UnfinishedReason::Failed(SoracomError::SignInExpired { .. })))
        };
        let waiting: Vec<u32> = self.loading.sources.list.with_untracked(|list| {
            let here = |entry: &&SourceEntry| entry.remote.as_ref().is_some_and(|remote| remote.address == address);
            list.iter().filter(|e| ended(&e.incomplete_reason)).filter(here).map(|entry| entry.source.id).collect()
        });
        let wanted = self.pending_lists.try_update_value(std::mem::take).unwrap_or_default();
        if waiting.is_empty() {
            self.fetch_remote_lists(wanted);
        } else {
            self.form_open.set(false);
            self.resume_lists(|id| waiting.contains(&id));
        }
    }

    pub(super) fn handle_sign_in_error(self, error: SoracomError) {
        self.signing_in.set(false);
        self.error.set(Some(error));
    }

    /// The sign-in has ended by itself: another one is asked for.
    pub(super) fn handle_expiry(self, error: &SoracomError) {
        if matches!(error, SoracomError::SignInExpired { .. }) {
            self.signed_in.set(None);
            self.error.set(Some(error.clone()));
            self.form_open.set(true);
        }
    }

    fn schedule_expiry_warning(self, expires: Option<i64>) {
        let count = self.sign_in_count.get_value();
        #[expect(clippy::cast_possible_truncation, reason = "a date")]
        let left = expires.map(|at| at - EXPIRY_WARNING_MS - js_sys::Date::now() as i64);
        // One that ends sooner warns at once.
        if let Some(left) = left.and_then(|left| u64::try_from(left.max(0)).ok()) {
            let warn = move || {
                if self.sign_in_count.get_value() == count && self.signed_in.with_untracked(Option::is_some) {
                    self.loading.notices.push(NoticeKind::SignInExpiring);
                }
            };
            // A browser counts to 2^31 milliseconds, and a token lasts two days at most.
            set_timeout(warn, Duration::from_millis(left.min(i32::MAX as u64)));
        }
    }
}
