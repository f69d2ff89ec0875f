//! Warnings about a record that became a row.

use crate::report::IssueKind;

/// Warnings about a record that became a row.
#[derive(Debug, Default, PartialEq)]
pub struct RecordWarnings {
    /// Fields that were left out, with how many bytes into the record they are.
    pub rejected_fields: Vec<(usize, IssueKind)>,
    /// Whether bytes that are not UTF-8 were replaced.
    pub has_invalid_utf8: bool,
    /// Whether `NaN` or `Infinity` was read as null.
    pub has_non_finite: bool,
}

impl RecordWarnings {
    /// Whether there are no warnings.
    pub(crate) fn is_empty(&self) -> bool {
        self.rejected_fields.is_empty() && !self.has_invalid_utf8 && !self.has_non_finite
    }
}
