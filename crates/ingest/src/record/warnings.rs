//! What is to be told of a record that became a row.

use crate::report::IssueKind;

/// What was met in a record that became a row.
#[derive(Debug, Default, PartialEq)]
pub struct RecordWarnings {
    /// Fields that were left out, and how many bytes into the record they stand.
    pub rejected_fields: Vec<(usize, IssueKind)>,
    /// Whether bytes were replaced that are no UTF-8.
    pub has_invalid_utf8: bool,
    /// Whether `NaN` or `Infinity` was read as null.
    pub has_non_finite: bool,
}

impl RecordWarnings {
    /// Whether there is nothing to be told.
    pub(crate) fn is_empty(&self) -> bool {
        self.rejected_fields.is_empty() && !self.has_invalid_utf8 && !self.has_non_finite
    }
}
