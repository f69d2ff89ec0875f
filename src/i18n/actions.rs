//! The messages of what is done next with a selection.

use crate::format::FormattedCount;
use actions::{ActionError, ActionForm, ActionKind, Exclusion};

/// The messages.
pub struct ActionMessages {
    pub title: &'static str,
    /// What the page does of it, and what not.
    pub hint: &'static str,
    pub what: &'static str,
    pub form: &'static str,
    pub kind_name: fn(ActionKind) -> &'static str,
    /// What has to be known before; empty where nothing has.
    pub kind_note: fn(ActionKind) -> &'static str,
    pub form_name: fn(ActionForm) -> &'static str,
    /// What is done with the file.
    pub form_note: fn(ActionForm) -> &'static str,
    /// What is typed for an action.
    pub value_label: fn(ActionKind) -> &'static str,
    pub error: fn(ActionError) -> String,
    pub counting: &'static str,
    /// Why it could not be counted, in words of the browser or of the program.
    pub failed: fn(&str) -> String,
    pub online: fn(FormattedCount) -> String,
    pub fee_now: fn(FormattedCount) -> String,
    pub fee_to_reverse: fn(FormattedCount) -> String,
    pub no_longer_ready: fn(FormattedCount) -> String,
    pub left_out: &'static str,
    pub exclusion: fn(Exclusion, FormattedCount) -> String,
    /// How many countries there are besides those that are named.
    pub more_countries: fn(FormattedCount) -> String,
    pub write: fn(FormattedCount) -> String,
    /// How many SIMs of how many are written.
    pub writing: fn(FormattedCount, FormattedCount) -> String,
}
