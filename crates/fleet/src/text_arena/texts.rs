//! The texts of one row.

use super::TextArena;
use super::line_format::{
    ADDITIONAL_IDENTIFIER_START, FIELD_END, ORIGINAL_IMEI_START, SAME_AS_OTHER_FIELD, decode_tag_code, decode_text,
    find_original_name, nth_field, split_at_field,
};
use crate::{DeviceId, TextField};

impl TextArena {
    /// A field of a row; empty where the record had none, or past the end.
    pub fn get(&self, row: usize, field: TextField) -> &str {
        let line = self.line_bytes(row);
        if field == TextField::Name
            && let Some(name) = find_original_name(line)
        {
            return decode_text(name);
        }
        let mut found = nth_field(line, field as usize);
        if found == [SAME_AS_OTHER_FIELD] {
            let same = if field == TextField::CurrentImei { TextField::PreviousImei } else { TextField::Iccid };
            found = nth_field(line, same as usize);
        }
        match field {
            TextField::PreviousImei | TextField::CurrentImei => decode_imei(found),
            _ => decode_text(found),
        }
    }

    /// The devices of the previous and of the current session of a row, whose IMEIs stand side by side: a line is read once.
    pub(crate) fn session_devices(&self, row: usize) -> [Option<DeviceId>; 2] {
        let (previous, rest) = split_at_field(self.line_bytes(row), TextField::PreviousImei as usize);
        let device = parse_device(previous);
        match nth_field(rest, 0) {
            [SAME_AS_OTHER_FIELD] => [device; 2],
            current => [device, parse_device(current)],
        }
    }

    /// What the SIM of a row is known by: its SIM ID, else its ICCID, else its IMSI.
    pub(crate) fn sim_identity(&self, row: usize) -> &str {
        let line = self.line_bytes(row);
        let (iccid, rest) = split_at_field(line, TextField::Iccid as usize);
        let identity = match nth_field(rest, 0) {
            [] | [SAME_AS_OTHER_FIELD] => iccid,
            sim_id => sim_id,
        };
        decode_text(if identity.is_empty() { nth_field(line, TextField::Imsi as usize) } else { identity })
    }

    /// The rows that have more than one identifier of a kind.
    pub fn rows_with_additional_identifiers(&self) -> impl Iterator<Item = usize> {
        self.rows_with_additional_identifiers.iter()
    }

    /// The identifiers that a row has besides the first of each kind.
    pub fn additional_identifiers(&self, row: usize) -> impl Iterator<Item = (TextField, &str)> {
        let line = if self.rows_with_additional_identifiers.contains(row) { self.line_bytes(row) } else { &[] };
        line.split(|b| *b == FIELD_END).skip(TextField::ALL.len()).filter_map(|field| {
            let (mark, id) = field.split_first()?;
            let kind = TextField::ALL.get(usize::from(mark.checked_sub(ADDITIONAL_IDENTIFIER_START)?))?;
            Some((*kind, decode_text(id)))
        })
    }

    /// Whether both sessions of a row have the same IMEI, and have one.
    pub(crate) fn has_one_imei(&self, row: usize) -> bool {
        nth_field(self.line_bytes(row), TextField::CurrentImei as usize) == [SAME_AS_OTHER_FIELD]
    }

    /// Whether the IMSI of a row begins with these digits. It is the first field of a line.
    pub fn imsi_starts_with(&self, row: usize, digits: &str) -> bool {
        self.line_bytes(row).starts_with(digits.as_bytes())
    }

    /// The tags of a row in the order in which its record had them: codes and values, in lower case.
    pub fn tags(&self, row: usize) -> impl Iterator<Item = (u16, &str)> {
        self.line_bytes(row).split(|b| *b == FIELD_END).skip(TextField::Name as usize + 1).map_while(|field| {
            let (digits, code) = decode_tag_code(field);
            (digits > 0).then(|| (code, decode_text(&field[digits..])))
        })
    }
}

/// Reads the device of an IMEI: where it was written in groups, its digits come first.
fn parse_device(field: &[u8]) -> Option<DeviceId> {
    let digits = memchr::memchr(ORIGINAL_IMEI_START, field).map_or(field, |end| &field[..end]);
    DeviceId::parse_imei_bytes(digits)
}

/// Returns an IMEI as it was written.
fn decode_imei(field: &[u8]) -> &str {
    let written = memchr::memchr(ORIGINAL_IMEI_START, field).map_or(0, |at| at + 1);
    decode_text(&field[written..])
}
