//! English messages of what is shown as a command.

use crate::i18n::CommandMessages;

pub(super) static MESSAGES: CommandMessages = CommandMessages {
    title: "Command",
    line_hint: "Lists the same SIMs from a fresh export, in sh, bash or zsh. Ages count from when it runs.",
    program_hint: "The program alone, for an export that is there already.",
    sql_hint: "Selects the same SIMs in DuckDB, from all SIMs as Parquet (Export). Ages count from now.",
    writing: "Writing the command…",
    failed: |why| format!("The command could not be written: {why}"),
    left_out: |terms| format!("Left out, as it cannot be said there, so that more SIMs are listed: {terms}"),
};
