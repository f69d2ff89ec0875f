//! The messages of the sign-in, of lists from the API and of session events.

use crate::format::FormattedCount;
use soracom::SoracomError;

/// Every message of the sign-in, of fetching and of session events.
pub struct ApiMessages {
    pub connect: &'static str,
    pub connect_short: &'static str,
    pub connect_title: &'static str,
    pub memory: &'static str,
    pub advice: &'static str,
    pub both: &'static str,
    pub endpoint: &'static str,
    pub endpoint_hint: &'static str,
    pub kind: &'static str,
    /// AuthKey, key and token, SAM user, root user.
    pub kinds: [&'static str; 4],
    pub auth_key_id: &'static str,
    pub auth_key: &'static str,
    pub api_key: &'static str,
    pub token: &'static str,
    pub operator_id: &'static str,
    pub user_name: &'static str,
    pub email: &'static str,
    pub password: &'static str,
    pub mfa: &'static str,
    pub submit: &'static str,
    pub fetch: &'static str,
    pub busy: &'static str,
    pub sign_out: &'static str,
    pub signed_in: fn(&str, &str) -> String,
    pub until: fn(&str) -> String,
    pub fetching: fn(FormattedCount, FormattedCount, FormattedCount, &str) -> String,
    pub wait: fn(&str, u64) -> String,
    pub try_now: &'static str,
    pub partial: &'static str,
    pub unfinished: &'static str,
    pub go_on: &'static str,
    pub refresh: &'static str,
    pub save: &'static str,
    pub not_fetched: fn(&str) -> String,
    pub stays: fn(&str) -> String,
    pub refreshed: fn(FormattedCount, FormattedCount, FormattedCount) -> String,
    pub ending: &'static str,
    pub not_signed_out: &'static str,
    pub two_ways: &'static str,
    pub relay: &'static str,
    pub events: &'static str,
    pub ask_events: &'static str,
    pub no_events: &'static str,
    /// The heads of the columns of session events.
    pub event_columns: [&'static str; 5],
    /// Created, Modified, Deleted.
    pub event: [&'static str; 3],
    pub error: fn(&SoracomError) -> String,
}
