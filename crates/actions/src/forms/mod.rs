//! The forms in which an action leaves.

mod batch_job;
mod console_csv;
mod event_handler;
mod posix_shell;
mod powershell;
mod script_text;

use crate::file::FileContext;
use crate::{ActionError, ActionKind, SimTarget};
use serde::{Deserialize, Serialize};

/// A form in which an action leaves.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum ActionForm {
    /// CSV for a batch operation in the User Console.
    ConsoleCsv,
    /// The JSON of a job of the Batch API.
    BatchJob,
    /// A script for sh that calls soracom-cli.
    Shell,
    /// A script for PowerShell that calls soracom-cli.
    PowerShell,
    /// Event handlers as JSON, one a file.
    EventHandler,
}

impl ActionForm {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::ConsoleCsv, Self::BatchJob, Self::Shell, Self::PowerShell, Self::EventHandler];

    /// The word for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::ConsoleCsv => "batch",
            Self::BatchJob => "job",
            Self::Shell => "sh",
            Self::PowerShell => "powershell",
            Self::EventHandler => "handler",
        }
    }

    /// The form of a word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.key() == key)
    }

    /// How the names of its files end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::ConsoleCsv => "csv",
            Self::BatchJob | Self::EventHandler => "json",
            Self::Shell => "sh",
            Self::PowerShell => "ps1",
        }
    }

    /// Whether it is a program.
    pub fn is_script(self) -> bool {
        matches!(self, Self::Shell | Self::PowerShell)
    }

    /// Whether it can say an action.
    ///
    /// The console's CSV and the Batch API take seven methods; of the CSV for groups no description was found, so it is left
    /// out. Sources: users.soracom.io/ja-jp/docs/batch-operation/csv-specs, and Soracom's API description, both 2026-11.
    pub fn can_say(self, kind: ActionKind) -> bool {
        use ActionKind::{Activate, Deactivate, Notify, PutTags, SetGroup, Standby, Suspend, UnsetGroup};
        let is_batch = matches!(kind, Suspend | Deactivate | Standby | Activate | PutTags);
        match self {
            Self::ConsoleCsv => is_batch,
            Self::BatchJob => is_batch || matches!(kind, SetGroup | UnsetGroup),
            Self::Shell | Self::PowerShell => kind != Notify,
            Self::EventHandler => kind == Notify,
        }
    }

    /// Refuses an action that it cannot say.
    ///
    /// # Errors
    /// [`ActionError::NotInForm`].
    pub fn check(self, kind: ActionKind) -> Result<(), ActionError> {
        if self.can_say(kind) { Ok(()) } else { Err(ActionError::NotInForm(kind, self)) }
    }

    /// Whether it does for SIMs without a SIM ID what it does for others, by their IMSI.
    pub fn takes_imsis(self) -> bool {
        matches!(self, Self::Shell | Self::PowerShell | Self::EventHandler)
    }

    /// Maximum number of SIMs in one file. Sources: as for [`ActionForm::can_say`]; an event handler has one target.
    pub fn max_targets(self) -> usize {
        match self {
            Self::ConsoleCsv | Self::BatchJob => 10_000,
            Self::Shell | Self::PowerShell => usize::MAX,
            Self::EventHandler => 1,
        }
    }

    pub(crate) fn writer(self) -> &'static dyn FormWriter {
        match self {
            Self::ConsoleCsv => &console_csv::ConsoleCsv,
            Self::BatchJob => &batch_job::BatchJob,
            Self::Shell => &posix_shell::PosixShell,
            Self::PowerShell => &powershell::PowerShell,
            Self::EventHandler => &event_handler::EventHandler,
        }
    }
}

/// Writes one file of a form: its beginning, each SIM, its end.
pub(crate) trait FormWriter {
    /// What precedes the SIMs.
    fn begin(&self, file: &FileContext, out: &mut Vec<u8>);
    /// One SIM, which is the first of its file or not.
    fn add(&self, file: &FileContext, sim: &SimTarget, is_first: bool, out: &mut Vec<u8>);
    /// What follows the SIMs.
    fn end(&self, file: &FileContext, out: &mut Vec<u8>);
}
