//! English messages of what is done next with a selection.

use crate::i18n::ActionMessages;
use actions::{ActionError, ActionForm, ActionKind, Exclusion};

pub(super) static MESSAGES: ActionMessages = ActionMessages {
    title: "Act",
    hint: "simscope changes no SIM. It writes a file that you look at, and that acts where you use it.",
    what: "What happens",
    form: "As",
    kind_name: |kind| match kind {
        ActionKind::Suspend => "Suspend",
        ActionKind::Deactivate => "Deactivate",
        ActionKind::Standby => "Set to standby",
        ActionKind::Activate => "Activate",
        ActionKind::SetGroup => "Put into a group",
        ActionKind::UnsetGroup => "Take out of the group",
        ActionKind::PutTags => "Set tags",
        ActionKind::DeleteTag => "Delete a tag",
        ActionKind::SetSpeedClass => "Set the speed class",
        ActionKind::DropSession => "Drop the session",
        ActionKind::LockImei => "Lock to its device (IMEI)",
        ActionKind::Notify => "Tell me when one comes online",
    },
    kind_note: |kind| match kind {
        ActionKind::Suspend => {
            "The network refuses the device for good: it usually has to be restarted once the SIM is active again."
        }
        ActionKind::Deactivate => "The network refuses the device for now: it goes on trying.",
        ActionKind::Standby => {
            "The next session activates the SIM. Some plans have no standby, plan-D and plan-K among them."
        }
        ActionKind::DropSession => "The device connects anew by itself.",
        ActionKind::LockImei => "To the device of the open session, else of the last one.",
        ActionKind::SetSpeedClass => "Which classes there are depends on the plan.",
        ActionKind::Notify => "The rule for sessions has to be applied for at Soracom.",
        _ => "",
    },
    form_name: |form| match form {
        ActionForm::ConsoleCsv => "User Console, CSV for a batch",
        ActionForm::BatchJob => "Batch API, JSON of a job",
        ActionForm::Shell => "Script for sh (soracom-cli)",
        ActionForm::PowerShell => "Script for PowerShell (soracom-cli)",
        ActionForm::EventHandler => "Event handlers, JSON",
    },
    form_note: |form| match form {
        ActionForm::ConsoleCsv => {
            "Choose the same operation in the console's batch menu, and upload the file there. At most 10,000 SIMs a file."
        }
        ActionForm::BatchJob => {
            "soracom batch-groups jobs create --batch-group-id … --body @FILE creates the job and starts it. At most 10,000 SIMs a file."
        }
        ActionForm::Shell => {
            "In a ZIP. Run it with sh: it shows what it would do. With --go it acts; after an error or a stop it goes on where it was."
        }
        ActionForm::PowerShell => {
            "In a ZIP. Run it: it shows what it would do. With -Go it acts; after an error or a stop it goes on where it was."
        }
        ActionForm::EventHandler => {
            "soracom event-handlers create --body @FILE. One handler a SIM; one for all where they are in one group, which tells of its other SIMs as well."
        }
    },
    value_label: |kind| match kind {
        ActionKind::SetGroup => "ID of the group",
        ActionKind::PutTags => "Tags, a line each: name=value",
        ActionKind::DeleteTag => "Name of the tag",
        ActionKind::SetSpeedClass => "Speed class",
        _ => "Mail address (empty: your operator’s)",
    },
    error: |error| match error {
        ActionError::NotATag(line) => format!("Line {line} is not name=value."),
        ActionError::RepeatedTag(line) => format!("Line {line} repeats a name."),
        ActionError::NotAGroupId => "The ID of a group has no blanks; a name is not an ID.".into(),
        ActionError::NotAMailAddress => "This is not a mail address.".into(),
        ActionError::NoValue(_) | ActionError::NoSuchSpeedClass | ActionError::NotInForm(..) => String::new(),
    },
    counting: "Counting…",
    failed: |why| {
        format!(
            "The part of simscope that writes this did not come: {why}. Close this and open it again once the network is back."
        )
    },
    online: |n| format!("{n} online right now"),
    fee_now: |n| format!("Soracom asks a reactivation fee for {n} of them."),
    fee_to_reverse: |n| format!("To go back, Soracom asks a reactivation fee for {n} of them."),
    no_longer_ready: |n| format!("{n} are ready, and cannot become ready again."),
    left_out: "Left out:",
    exclusion: |why, n| match why {
        Exclusion::Repeated => format!("{n} further subscriptions of the same SIMs"),
        Exclusion::NoIdentifier => format!("{n} without a SIM ID"),
        Exclusion::AlreadySo => format!("{n} that are so already"),
        Exclusion::Terminated => format!("{n} terminated"),
        Exclusion::NotOnline => format!("{n} not online"),
        Exclusion::NoDevice => format!("{n} whose device is not known"),
    },
    more_countries: |n| format!("{n} more"),
    write: |n| format!("Write for {n} {}", if n.0 == 1 { "SIM" } else { "SIMs" }),
    writing: |done, total| format!("Writing: {done} of {total} SIMs"),
};
