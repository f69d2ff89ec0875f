//! Reads the values of a record, with a warning for each that its field cannot have.

use super::scalar::{self, Scalar};
use super::schema::FieldId;
use super::sim_fields::{Presence, SimFields};
use super::warnings::RecordWarnings;
use crate::json::JsonType;
use crate::report::IssueKind;
use fleet::{TEXT_LIST_SEPARATOR, TimeField};
use std::borrow::Cow;
use std::net::Ipv4Addr;

/// A field's name: that of the object around it, and its key. They are joined only for a warning.
pub(super) type RecordFieldPath = (&'static str, &'static str);

fn join_field_path((parent, key): RecordFieldPath) -> String {
    match (parent, key) {
        ("", name) | (name, "") => name.to_owned(),
        _ => format!("{parent}.{key}"),
    }
}

/// Reads the values of one record and collects warnings.
pub(super) struct FieldReader<'s, 'a> {
    pub(super) sim: &'s SimFields<'a>,
    bytes: &'a [u8],
    warnings: RecordWarnings,
}

impl<'s, 'a> FieldReader<'s, 'a> {
    /// A reader of the fields that were parsed from a record's text.
    pub(super) fn new(sim: &'s SimFields<'a>, text: &'a str) -> Self {
        Self { sim, bytes: text.as_bytes(), warnings: RecordWarnings::default() }
    }

    /// Returns the warnings about the values that were read.
    pub(super) fn into_warnings(self) -> RecordWarnings {
        self.warnings
    }

    /// Whether an object is present.
    #[inline]
    pub(super) fn check_object(&mut self, field: RecordFieldPath, presence: Presence) -> bool {
        if let Presence::WrongType(found) = presence {
            let issue = IssueKind::WrongType { field: join_field_path(field), found, wanted: JsonType::Object };
            self.warnings.rejected_fields.push((0, issue));
        }
        presence == Presence::Present
    }

    #[inline]
    pub(super) fn read_identifier(&mut self, field: RecordFieldPath, id: FieldId) -> Cow<'a, str> {
        match self.sim.scalar(id) {
            Scalar::Absent => Cow::Borrowed(""),
            Scalar::PlainText(text) => Cow::Borrowed(text),
            Scalar::RawJson(_) => self.read_raw_identifier(field, id),
        }
    }

    #[inline(never)]
    fn read_raw_identifier(&mut self, field: RecordFieldPath, id: FieldId) -> Cow<'a, str> {
        self.parse_identifier(field, self.sim.scalar(id))
    }

    /// Parses an identifier: a text, or a number that has all of its digits.
    pub(super) fn parse_identifier(&mut self, field: RecordFieldPath, value: Scalar<'a>) -> Cow<'a, str> {
        if let Scalar::RawJson(written) = value
            && scalar::has_lost_digits(written)
        {
            let issue = IssueKind::LostDigits { field: join_field_path(field), written: written.to_owned() };
            self.warnings.rejected_fields.push((self.scalar_offset(value), issue));
            return Cow::Borrowed("");
        }
        self.parse_scalar(field, value, JsonType::Text, scalar::parse_digits).unwrap_or_default()
    }

    #[inline]
    pub(super) fn read_text(&mut self, field: RecordFieldPath, id: FieldId) -> Cow<'a, str> {
        match self.sim.scalar(id) {
            Scalar::Absent => Cow::Borrowed(""),
            Scalar::PlainText(text) => Cow::Borrowed(text),
            Scalar::RawJson(_) => self.read_raw_text(field, id),
        }
    }

    #[inline(never)]
    fn read_raw_text(&mut self, field: RecordFieldPath, id: FieldId) -> Cow<'a, str> {
        self.parse_scalar(field, self.sim.scalar(id), JsonType::Text, scalar::parse_text).unwrap_or_default()
    }

    /// Parses a list of texts into one text.
    pub(super) fn parse_text_list(&mut self, field: RecordFieldPath, value: Scalar<'a>) -> Cow<'a, str> {
        let parse = |value| scalar::parse_text_list(value, TEXT_LIST_SEPARATOR);
        self.parse_scalar(field, value, JsonType::Array, parse).unwrap_or_default()
    }

    /// Reads a time that is kept to the second.
    pub(super) fn read_kept_time(&mut self, field: RecordFieldPath, id: FieldId) -> Option<i64> {
        let time = self.read_time(field, id)?;
        if !TimeField::RANGE_MS.contains(&time) {
            self.report_mismatch(field, self.sim.scalar(id), JsonType::Number);
            return None;
        }
        Some(time)
    }

    /// Reads an IPv4 address. One of IPv6 is no mistake, and is not read.
    pub(super) fn read_ip(&mut self, field: RecordFieldPath, id: FieldId) -> Option<Ipv4Addr> {
        let text = self.read_text(field, id);
        let address = text.parse().ok();
        if address.is_none() && !text.is_empty() && !text.contains(':') {
            self.report_mismatch(field, self.sim.scalar(id), JsonType::Text);
        }
        address
    }

    pub(super) fn read_time(&mut self, field: RecordFieldPath, id: FieldId) -> Option<i64> {
        self.parse_scalar(field, self.sim.scalar(id), JsonType::Number, scalar::parse_integer)
    }

    pub(super) fn read_number(&mut self, field: RecordFieldPath, id: FieldId, max: u32) -> Option<u32> {
        let value = self.sim.scalar(id);
        let wide = self.parse_scalar(field, value, JsonType::Number, scalar::parse_integer)?;
        let number = u32::try_from(wide).ok().filter(|n| *n <= max);
        if number.is_none() {
            self.warnings
                .rejected_fields
                .push((self.scalar_offset(value), IssueKind::OutOfRange { field: join_field_path(field) }));
        }
        number
    }

    #[inline]
    pub(super) fn parse_scalar<T>(
        &mut self,
        field: RecordFieldPath,
        value: Scalar<'a>,
        wanted: JsonType,
        parse: impl Fn(Scalar<'a>) -> Option<T>,
    ) -> Option<T> {
        if value == Scalar::Absent {
            return None;
        }
        let parsed = parse(value);
        if parsed.is_none() {
            self.report_mismatch(field, value, wanted);
        }
        parsed
    }

    #[cold]
    fn report_mismatch(&mut self, field: RecordFieldPath, value: Scalar, wanted: JsonType) {
        let issue = match value.kind() {
            found if found == wanted => IssueKind::OutOfRange { field: join_field_path(field) },
            found => IssueKind::WrongType { field: join_field_path(field), found, wanted },
        };
        self.warnings.rejected_fields.push((self.scalar_offset(value), issue));
    }

    /// Returns how many bytes into the record a value is.
    fn scalar_offset(&self, value: Scalar) -> usize {
        value.address().saturating_sub(self.bytes.as_ptr() as usize)
    }
}
