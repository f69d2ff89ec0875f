//! What the splitter finds, and what its sink answers.

use crate::json::JsonType;
use crate::report::IssueKind;

/// What the splitter finds.
#[derive(PartialEq, Debug)]
pub enum SplitEvent<'a> {
    /// An object where a record is expected.
    Record {
        /// Byte offset of its `{`.
        offset: u64,
        /// All of it, from `{` to `}`.
        bytes: &'a [u8],
    },
    /// Something that is not JSON where a record is expected. It is skipped.
    Malformed {
        /// Byte offset of what cannot be where it is.
        offset: u64,
        /// What is wrong with it.
        issue: IssueKind,
        /// What is skipped, as far as it is known.
        bytes: &'a [u8],
    },
    /// Another value where a record is expected.
    Value {
        /// Byte offset.
        offset: u64,
        /// Its type.
        kind: JsonType,
    },
    /// A line around the JSON that is not JSON.
    NonJsonLine {
        /// Byte offset.
        offset: u64,
        /// Its beginning, at most 200 bytes.
        text: &'a [u8],
    },
    /// An object begins that is not a record itself, but may wrap records.
    WrapperStart {
        /// Byte offset of its `{`.
        offset: u64,
    },
    /// A key of such an object: what follows is its value.
    WrapperKey(&'a [u8]),
    /// Such an object ends.
    WrapperEnd,
}

/// What the sink of a splitter answers to a record.
#[derive(PartialEq, Debug)]
pub enum RecordOutcome {
    /// It was added, or is to be left out.
    Handled,
    /// It is not a SIM, but it may wrap SIMs.
    NotASim,
    /// It is not JSON: how many bytes into it, and what is wrong.
    InvalidJson(usize, IssueKind),
}
