//! Objects that are not records: they may wrap records, or be damaged.

use super::{NestingLevel, RecordSplitter, SplitterMode};
use crate::report::IssueKind;
use crate::split::event::{RecordOutcome, SplitEvent};
use crate::split::resync::{self, InputState, ResyncPoint, ResyncTarget, is_sim_prefix};
use crate::split::scanner::MAX_NESTING_DEPTH;

impl RecordSplitter {
    /// Handles what seemed to be a record and cannot continue with the byte at `at`: a wrapper of records, or a damaged
    /// record.
    pub(super) fn abandon_record(
        &mut self,
        at: u64,
        issue: IssueKind,
        sink: &mut impl FnMut(SplitEvent) -> RecordOutcome,
    ) {
        let held = std::mem::take(&mut self.buffer);
        let is_wrapper = issue == IssueKind::TooLong || has_inner_record(&held);
        if is_wrapper && !is_sim_prefix(&held) {
            return self.open_wrapper(&held, sink);
        }
        sink(SplitEvent::Malformed { offset: at, issue, bytes: &held });
        self.has_damage = true;
        self.mode = SplitterMode::Resyncing;
        self.buffer = held;
        self.searched_len = 1;
        self.search_record(InputState::Open, sink);
    }

    /// Handles an object with balanced brackets that is not JSON because of the byte at `at`: a wrapper with a damaged
    /// record, or a damaged record.
    pub(super) fn split_invalid_object(
        &mut self,
        object: &[u8],
        at: u64,
        issue: IssueKind,
        sink: &mut impl FnMut(SplitEvent) -> RecordOutcome,
    ) {
        if !is_sim_prefix(object) && has_inner_record(object) {
            return self.open_wrapper(object, sink);
        }
        sink(SplitEvent::Malformed { offset: at, issue, bytes: object });
        self.has_damage = true;
        if let ResyncPoint::Record(next) =
            resync::find_resync_point(object, 1, ResyncTarget::Record, InputState::Complete)
        {
            self.offset = self.held_start + next as u64;
            self.push(&object[next..], sink);
        }
    }

    /// Reads the inside of what seemed to be a record and is a wrapper, as far as it has come.
    pub(super) fn open_wrapper(&mut self, object: &[u8], sink: &mut impl FnMut(SplitEvent) -> RecordOutcome) {
        if self.nesting.len() >= MAX_NESTING_DEPTH as usize {
            // Wrappers within wrappers without end are not a list of records.
            sink(SplitEvent::Malformed { offset: self.held_start, issue: IssueKind::TooDeep, bytes: object });
            self.nesting.clear();
            self.enter_mode(0, SplitterMode::Resyncing);
            return;
        }
        self.nesting.push(NestingLevel::Wrapper);
        self.mode = SplitterMode::Between;
        sink(SplitEvent::WrapperStart { offset: self.held_start });
        self.offset = self.held_start + 1;
        self.push(object.get(1..).unwrap_or_default(), sink);
    }
}

/// Whether a record begins within an object.
fn has_inner_record(object: &[u8]) -> bool {
    matches!(resync::find_resync_point(object, 1, ResyncTarget::Record, InputState::Complete), ResyncPoint::Record(_))
}
