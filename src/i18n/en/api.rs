//! English messages of the sign-in, of fetching and of session events.

use crate::format::FormattedCount;
use crate::i18n::ApiMessages;
use soracom::SoracomError;

pub(super) static MESSAGES: ApiMessages = ApiMessages {
    connect: "Connect with an API key…",
    connect_short: "API…",
    connect_title: "Fetch the fleet from Soracom",
    memory: "The key stays in this tab’s memory: sent only to the API, never stored, and forgotten when you sign out or close the tab.",
    advice: "Recommended: an AuthKey of a SAM user with list-only permissions. Its policy:",
    both: "Global and Japan",
    endpoint: "API or relay URL",
    endpoint_hint: "Leave empty to use Soracom’s API. {coverage} in it stands for g or jp. A sign-in is good for one address: its key is sent nowhere else.",
    kind: "Sign in with",
    kinds: ["AuthKey", "API key and token", "SAM user", "root user"],
    auth_key_id: "AuthKey ID",
    auth_key: "AuthKey secret",
    api_key: "API key",
    token: "Token",
    operator_id: "Operator ID",
    user_name: "User name",
    email: "E-mail",
    password: "Password",
    mfa: "MFA code, if the user has one",
    submit: "Sign in and fetch",
    fetch: "Fetch",
    busy: "Signing in…",
    sign_out: "Sign out",
    signed_in: |operator, user| match (operator, user) {
        ("", _) => "Signed in".to_owned(),
        (operator, "") => format!("Signed in to {operator}"),
        (operator, user) => format!("Signed in to {operator} as {user}"),
    },
    until: |time| format!("until {time}"),
    fetching: |pages, sims, rate, time| {
        format!("{sims} SIMs · {pages} {} · {rate}/s · {time}", if pages.0 == 1 { "page" } else { "pages" })
    },
    wait: |why, seconds| format!("{why} Next try in {seconds} s."),
    try_now: "Try now",
    partial: "partial",
    unfinished: "Incomplete: fetching stopped before the end. The SIMs fetched so far are shown.",
    go_on: "Resume",
    refresh: "Refresh",
    save: "Save as JSON",
    not_fetched: |name| format!("{name}: nothing could be fetched."),
    stays: |name| {
        format!("{name}: fetched in part. What came is here; “Resume” in the list of sources fetches the rest.")
    },
    refreshed: |new, gone, changed| match (new.0, gone.0, changed.0) {
        (0, 0, 0) => "Refreshed: nothing changed.".to_owned(),
        _ => format!("Refreshed: {new} new, {gone} gone, {changed} updated since."),
    },
    ending: "The sign-in ends in five minutes. Sign out and in again before a long fetch; what is loaded stays.",
    not_signed_out: "The key is forgotten here, but the API did not confirm that it is revoked. It ends by itself within two days at most.",
    two_ways: "Most likely the API does not answer pages of other origins (CORS), or you are offline. Two options: export with the command line tool and drop the file here,",
    relay: "or go through a relay of your own: docs/HOSTING.md in the source shows short ones for Caddy, nginx and Cloudflare. `cargo xtask serve --relay` has one at /relay/g and /relay/jp.",
    events: "Session events",
    ask_events: "Ask for the past 32 days",
    no_events: "No session in the past 32 days.",
    event_columns: ["Time", "Event", "Network", "Cell", "IMEI"],
    event: ["connected", "moved", "disconnected"],
    error: |error| {
        match error {
        SoracomError::Unreachable { reason: why } => format!("No answer ({why})."),
        SoracomError::SignInRefused { message, mfa_required: true, .. } => format!("An MFA code is needed, or was wrong: {message}"),
        SoracomError::SignInRefused { code, message, .. } => format!("Sign-in failed: {code} {}. Check the key ID and secret.", without_full_stop(message)),
        SoracomError::SignInExpired { message, .. } => format!("The sign-in has ended. {message} Sign in again to go on."),
        SoracomError::Forbidden { permission, message, .. } => {
            format!("Not allowed: the user’s policy lacks {permission}. {message}")
        }
        SoracomError::RateLimited { .. } => "Rate limit reached (429).".to_owned(),
        SoracomError::Server { status, message } => format!("The API returned an error (HTTP {status}): {}.", without_full_stop(message)),
        SoracomError::UnexpectedStatus { status, code, message } => format!("The API refused (HTTP {status}): {code} {}.", without_full_stop(message)),
        SoracomError::UnexpectedBody { excerpt: head } => format!("The answer is no list of SIMs. It begins with: {head}. Is the address right?"),
        SoracomError::Truncated { bytes } => format!("The answer was cut off after {} bytes.", FormattedCount(*bytes as u64)),
        SoracomError::PagingHeadersHidden => "The list goes on, but the server hides its paging headers from this page. List subscribers instead: they can be followed by their IMSI.".to_owned(),
    }
    },
};

/// A message of the API, which may end a sentence of its own.
fn without_full_stop(message: &str) -> &str {
    message.trim_end_matches('.')
}
