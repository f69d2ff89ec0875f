//! What went wrong, until the reader dismisses it.

use super::sources::is_same_file;
use engine::Source;
use ingest::IngestError;
use leptos::prelude::*;

/// What went wrong.
#[derive(Clone, PartialEq, Debug)]
pub enum Trouble {
    /// A source is no export.
    Refused(Source, IngestError),
    /// Files of a folder hold no SIMs: which, in words.
    LeftOutOfFolder(Vec<String>),
    /// The file of a source was changed, moved or removed since it was chosen.
    Changed(Source),
    /// The browser could not read a source: its own words.
    Unreadable(Source, String),
    /// The worker died and was started again.
    Restarted,
    /// A source killed the worker twice.
    LeftOut(String),
    /// The worker does not start.
    GivenUp(String),
    /// A mistake of ours.
    Failed(String),
    /// A folder without anything to read.
    NoExports,
    /// A list could not be fetched at all.
    NotFetched(Source, soracom::SoracomError),
    /// A list ended before its end; what came of it is there.
    Unfinished(Source, soracom::SoracomError),
    /// A list was fetched again: SIMs that are new, gone and updated.
    Refreshed {
        /// New ones.
        new: u32,
        /// Those that are there no more.
        gone: u32,
        /// Those that were updated.
        changed: u32,
    },
    /// The API could not be asked for more positions.
    NotLocated(soracom::SoracomError),
    /// The browser keeps no positions: its own words.
    NotKept(String),
    /// A file is no street map: the words of what reads it.
    NoStreets(String),
    /// The sign-in ends soon.
    Ending,
    /// The API did not say that the key is worth nothing any more.
    NotSignedOut(soracom::SoracomError),
}

/// One of them, with a number of its own.
#[derive(Clone, PartialEq, Debug)]
pub struct Notice {
    /// Counts up.
    pub id: u32,
    /// What went wrong.
    pub trouble: Trouble,
}

/// How many are kept; of a folder of pictures, nobody reads more.
const MOST: usize = 5;

/// Those that were not dismissed.
#[derive(Clone, Copy, Default)]
pub struct Notices {
    /// The newest last.
    pub list: RwSignal<Vec<Notice>>,
    last: RwSignal<u32>,
}

impl Notices {
    /// Tells the reader.
    pub fn tell(self, trouble: Trouble) {
        self.last.update_untracked(|last| *last += 1);
        let notice = Notice { id: self.last.get_untracked(), trouble };
        self.list.update(|list| {
            list.retain(|other| other.trouble != notice.trouble);
            list.push(notice);
            let surplus = list.len().saturating_sub(MOST);
            list.drain(..surplus);
        });
    }

    /// A file of this name was chosen again, and is read.
    pub fn forget_changed(self, name: &str) {
        let of_it = |trouble: &Trouble| matches!(trouble, Trouble::Changed(source) if is_same_file(&source.name, name));
        if self.list.with_untracked(|list| list.iter().any(|notice| of_it(&notice.trouble))) {
            self.list.update(|list| list.retain(|notice| !of_it(&notice.trouble)));
        }
    }

    /// The reader has seen it.
    pub fn dismiss(self, id: u32) {
        self.list.update(|list| list.retain(|notice| notice.id != id));
    }
}
