//! What the splitter says, and what is said to it.

use crate::json::JsonType;
use crate::report::IssueKind;

/// What the splitter finds.
#[derive(PartialEq, Debug)]
pub enum SplitEvent<'a> {
    /// An object in the place of a record.
    Record {
        /// Byte offset of its `{`.
        offset: u64,
        /// All of it, from `{` to `}`.
        bytes: &'a [u8],
    },
    /// Something that is no JSON, in the place of a record; passed over.
    Malformed {
        /// Byte offset of what cannot stand where it does.
        offset: u64,
        /// What is wrong with it.
        issue: IssueKind,
        /// What is known to be passed over.
        bytes: &'a [u8],
    },
    /// Another value in the place of a record.
    Value {
        /// Byte offset.
        offset: u64,
        /// Its type.
        kind: JsonType,
    },
    /// A line around the JSON that is no JSON.
    NonJsonLine {
        /// Byte offset.
        offset: u64,
        /// Its beginning, at most 200 bytes.
        text: &'a [u8],
    },
    /// An object begins that is no record itself, but may hold some.
    WrapperStart {
        /// Byte offset of its `{`.
        offset: u64,
    },
    /// Within such an object: what follows stands under this key.
    WrapperKey(&'a [u8]),
    /// It ends.
    WrapperEnd,
}

/// What the one who is handed a record says of it.
#[derive(PartialEq, Debug)]
pub enum RecordOutcome {
    /// It was taken in, or is to be left out.
    Handled,
    /// It is no SIM: it may hold some.
    NotASim,
    /// It is no JSON: what is wrong, and how many bytes into it.
    InvalidJson(usize, IssueKind),
}
