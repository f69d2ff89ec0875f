//! English messages of what is shown as a command.

use crate::i18n::CommandMessages;

pub(super) static MESSAGES: CommandMessages = CommandMessages {
    title: "Command",
    hint: "Lists the same SIMs from a fresh export, in sh, bash or zsh. Ages count from when it runs.",
    line: "command",
    program: "jq program",
    writing: "Writing the command…",
    failed: |why| format!("The command could not be written: {why}"),
    left_out: |terms| format!("jq cannot tell, so that more SIMs are listed: {terms}"),
};
