//! Why an action cannot be made of what was typed.

use crate::{ActionForm, ActionKind};

/// Why there is no action.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ActionError {
    /// The action needs to be told what to set.
    #[error("`{}` needs a value", .0.key())]
    NoValue(ActionKind),
    /// A line of tags has no `=`, or nothing before it.
    #[error("line {0} of the tags is not `name=value`")]
    NotATag(usize),
    /// A line of tags names one that an earlier line has set.
    #[error("line {0} of the tags repeats a name")]
    RepeatedTag(usize),
    /// The ID of a group has a blank in it, as no ID has.
    #[error("not the ID of a group")]
    NotAGroupId,
    /// There is no `@` with something on both sides, or there is a blank.
    #[error("not a mail address")]
    NotAMailAddress,
    /// The API refuses to set it: a speed class that does not exist.
    #[error("there is no such speed class")]
    NoSuchSpeedClass,
    /// The form cannot say the action.
    #[error("`{}` cannot be said as `{}`", .0.key(), .1.key())]
    NotInForm(ActionKind, ActionForm),
}
