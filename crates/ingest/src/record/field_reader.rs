//! The values of a record, with a warning for each that is not what its field should be.

use super::scalar::{self, Scalar};
use super::schema::FieldId;
use super::sim_fields::{Presence, SimFields};
use super::warnings::RecordWarnings;
use crate::json::JsonType;
use crate::report::IssueKind;
use std::borrow::Cow;

/// A field's name: that of the object around it, and its key. They are joined only when there is something to tell.
pub(super) type RecordFieldPath = (&'static str, &'static str);

fn join_field_path((parent, key): RecordFieldPath) -> String {
    match (parent, key) {
        ("", name) | (name, "") => name.to_owned(),
        _ => format!("{parent}.{key}"),
    }
}

/// Reads the values of one record and gathers what is wrong with them.
pub(super) struct FieldReader<'s, 'a> {
    pub(super) sim: &'s SimFields<'a>,
    bytes: &'a [u8],
    warnings: RecordWarnings,
}

impl<'s, 'a> FieldReader<'s, 'a> {
    /// A reader of what was found in a record's text.
    pub(super) fn new(sim: &'s SimFields<'a>, text: &'a str) -> Self {
        Self { sim, bytes: text.as_bytes(), warnings: RecordWarnings::default() }
    }

    /// What is wrong with the values that were read.
    pub(super) fn into_warnings(self) -> RecordWarnings {
        self.warnings
    }

    /// Whether an object is there.
    #[inline]
    pub(super) fn check_object(&mut self, field: RecordFieldPath, part: Presence) -> bool {
        if let Presence::WrongType(found) = part {
            let what = IssueKind::WrongType { field: join_field_path(field), found, wanted: JsonType::Object };
            self.warnings.rejected_fields.push((0, what));
        }
        part == Presence::Present
    }

    #[inline]
    pub(super) fn read_identifier(&mut self, field: RecordFieldPath, slot: FieldId) -> Cow<'a, str> {
        match self.sim.scalar(slot) {
            Scalar::Absent => Cow::Borrowed(""),
            Scalar::PlainText(text) => Cow::Borrowed(text),
            Scalar::RawJson(_) => self.read_raw_identifier(field, slot),
        }
    }

    #[inline(never)]
    fn read_raw_identifier(&mut self, field: RecordFieldPath, slot: FieldId) -> Cow<'a, str> {
        self.parse_identifier(field, self.sim.scalar(slot))
    }

    /// An identifier: a text, or a number that has all of its digits.
    pub(super) fn parse_identifier(&mut self, field: RecordFieldPath, leaf: Scalar<'a>) -> Cow<'a, str> {
        if let Scalar::RawJson(written) = leaf
            && scalar::has_lost_digits(written)
        {
            let what = IssueKind::LostDigits { field: join_field_path(field), written: written.to_owned() };
            self.warnings.rejected_fields.push((self.scalar_offset(leaf), what));
            return Cow::Borrowed("");
        }
        self.parse_scalar(field, leaf, JsonType::Text, scalar::parse_digits).unwrap_or_default()
    }

    #[inline]
    pub(super) fn read_text(&mut self, field: RecordFieldPath, slot: FieldId) -> Cow<'a, str> {
        match self.sim.scalar(slot) {
            Scalar::Absent => Cow::Borrowed(""),
            Scalar::PlainText(text) => Cow::Borrowed(text),
            Scalar::RawJson(_) => self.read_raw_text(field, slot),
        }
    }

    #[inline(never)]
    fn read_raw_text(&mut self, field: RecordFieldPath, slot: FieldId) -> Cow<'a, str> {
        self.parse_scalar(field, self.sim.scalar(slot), JsonType::Text, scalar::parse_text).unwrap_or_default()
    }

    pub(super) fn read_time(&mut self, field: RecordFieldPath, slot: FieldId) -> Option<i64> {
        self.parse_scalar(field, self.sim.scalar(slot), JsonType::Number, scalar::parse_integer)
    }

    pub(super) fn read_number(&mut self, field: RecordFieldPath, slot: FieldId, max: u32) -> Option<u32> {
        let leaf = self.sim.scalar(slot);
        let wide = self.parse_scalar(field, leaf, JsonType::Number, scalar::parse_integer)?;
        let number = u32::try_from(wide).ok().filter(|n| *n <= max);
        if number.is_none() {
            self.warnings
                .rejected_fields
                .push((self.scalar_offset(leaf), IssueKind::OutOfRange { field: join_field_path(field) }));
        }
        number
    }

    #[inline]
    pub(super) fn parse_scalar<T>(
        &mut self,
        field: RecordFieldPath,
        leaf: Scalar<'a>,
        wanted: JsonType,
        read: impl Fn(Scalar<'a>) -> Option<T>,
    ) -> Option<T> {
        if leaf == Scalar::Absent {
            return None;
        }
        let value = read(leaf);
        if value.is_none() {
            self.report_mismatch(field, leaf, wanted);
        }
        value
    }

    #[cold]
    fn report_mismatch(&mut self, field: RecordFieldPath, leaf: Scalar, wanted: JsonType) {
        let what = match leaf.kind() {
            found if found == wanted => IssueKind::OutOfRange { field: join_field_path(field) },
            found => IssueKind::WrongType { field: join_field_path(field), found, wanted },
        };
        self.warnings.rejected_fields.push((self.scalar_offset(leaf), what));
    }

    /// How many bytes into the record a value stands.
    fn scalar_offset(&self, leaf: Scalar) -> usize {
        leaf.address().saturating_sub(self.bytes.as_ptr() as usize)
    }
}
