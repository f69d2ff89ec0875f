//! Devices: what makes two IMEIs one device, and what is not an IMEI. Whatever compares devices uses this.

use crate::parse_eight_digits;
use std::borrow::Cow;
use std::num::NonZeroU64;

/// Number of digits that identify a device: type allocation code and serial number (3GPP TS 23.003, 6.2). They are followed
/// by a check digit in an IMEI and by the software's version in an IMEISV.
const DEVICE_DIGITS: usize = 14;
/// Number of digits of the type allocation code.
const TAC_DIGITS: usize = 8;

/// How many serial numbers there are to a type allocation code.
const SERIAL_NUMBERS: u64 = 1_000_000;

/// A device, by the first fourteen digits of its IMEI or IMEISV.
///
/// ```
/// use fleet::DeviceId;
///
/// let device = DeviceId::parse_imei("356938035643809");
/// assert!(device.is_some() && device == DeviceId::parse_imei("3569380356438012") && device == DeviceId::parse_imei("35-693803-564380-9"));
/// // What carriers and modems write for an unknown device.
/// assert_eq!([DeviceId::parse_imei("000000000000000"), DeviceId::parse_imei("unknown")], [None, None]);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct DeviceId(NonZeroU64);

impl DeviceId {
    /// Reads an IMEI (15 digits), an IMEISV (16) or the fourteen digits that they have in common; blanks, hyphens, dots and
    /// slashes between the digits are left out.
    ///
    /// `None` for any other text, and for placeholders: fourteen digits that are all the same (`000…`, `111…`), or each one
    /// more than the digit before it (`01234567890123`, `12345678901234`).
    pub fn parse_imei(imei: &str) -> Option<Self> {
        Self::parse_imei_bytes(imei.as_bytes())
    }

    /// Reads the bytes of a text as [`DeviceId::parse_imei`] reads it.
    pub(crate) fn parse_imei_bytes(imei: &[u8]) -> Option<Self> {
        if let Some(device) = Self::from_digits(imei) {
            return device;
        }
        let mut digits = [0; DEVICE_DIGITS + 2];
        let mut count = 0;
        for byte in imei.iter().filter(|byte| !matches!(byte, b' ' | b'-' | b'.' | b'/')) {
            *digits.get_mut(count)? = *byte;
            count += 1;
        }
        Self::from_digits(&digits[..count]).flatten()
    }

    /// Reads digits without separators, as nearly all are written; `None` for anything else, or where the length is wrong.
    fn from_digits(digits: &[u8]) -> Option<Option<Self>> {
        let (common, rest) = digits.split_first_chunk::<DEVICE_DIGITS>().filter(|(_, rest)| rest.len() <= 2)?;
        // Two of the fourteen digits are in both.
        let (first, last) = (parse_eight_digits(*common.first_chunk()?)?, parse_eight_digits(*common.last_chunk()?)?);
        let number = u64::from(first) * SERIAL_NUMBERS + u64::from(last) % SERIAL_NUMBERS;
        let is_placeholder = may_begin_placeholder(first) && is_placeholder(number);
        let device = NonZeroU64::new(number).filter(|_| !is_placeholder).map(Self);
        rest.iter().all(u8::is_ascii_digit).then_some(device)
    }

    /// Whether two devices are known and differ. From unknown to a device is not a change.
    pub fn is_device_change(one: Option<Self>, other: Option<Self>) -> bool {
        one.zip(other).is_some_and(|(one, other)| one != other)
    }

    /// The fourteen digits as a number.
    pub(crate) fn number(self) -> u64 {
        self.0.get()
    }

    /// The fourteen digits.
    pub fn digits(self) -> String {
        format!("{:0DEVICE_DIGITS$}", self.0)
    }
}

/// The numbers of fourteen digits of which each is one more than the digit before it, as far as nine goes.
const ASCENDING_NUMBERS: [u64; 10] = {
    let mut all = [0; 10];
    let mut first = 0;
    while first < 10 {
        let mut at = 0;
        while at < DEVICE_DIGITS {
            all[first] = all[first] * 10 + ((first + at) % 10) as u64;
            at += 1;
        }
        first += 1;
    }
    all
};

/// Whether a placeholder may begin with these eight digits: to divide all fourteen takes longer than to read them.
fn may_begin_placeholder(first: u32) -> bool {
    const ASCENDING_FIRST: [u32; 10] = {
        let mut all = [0; 10];
        let mut first = 0;
        while first < 10 {
            all[first] = (ASCENDING_NUMBERS[first] / SERIAL_NUMBERS) as u32;
            first += 1;
        }
        all
    };
    first.is_multiple_of(11_111_111) || ASCENDING_FIRST.contains(&first)
}

/// Whether fourteen digits are all the same, or each one more than the digit before it.
fn is_placeholder(number: u64) -> bool {
    number.is_multiple_of(11_111_111_111_111) || ASCENDING_NUMBERS.contains(&number)
}

/// Returns the type allocation code of an IMEI, its first eight digits: the model of the device. Empty where the device is
/// unknown.
pub(crate) fn type_allocation_code(imei: &str) -> Cow<'_, str> {
    let Some(device) = DeviceId::parse_imei(imei) else { return Cow::Borrowed("") };
    match imei.get(..TAC_DIGITS).filter(|tac| tac.bytes().all(|byte| byte.is_ascii_digit())) {
        Some(tac) => Cow::Borrowed(tac),
        None => Cow::Owned(device.digits()[..TAC_DIGITS].to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_imei_an_imeisv_and_their_common_digits_are_one_device() {
        for (text, digits, tac) in [
            ("356938035643809", "35693803564380", "35693803"),
            ("3569380356438012", "35693803564380", "35693803"),
            ("35693803564380", "35693803564380", "35693803"),
            ("35-693803-564380-9", "35693803564380", "35693803"),
            ("35 693803 564380 12", "35693803564380", "35693803"),
            ("35.693803/564380", "35693803564380", "35693803"),
            ("004999010640000", "00499901064000", "00499901"),
            ("000000000000010", "00000000000001", "00000000"),
            ("100000000000000", "10000000000000", "10000000"),
        ] {
            assert_eq!(DeviceId::parse_imei(text).map(DeviceId::digits).as_deref(), Some(digits), "{text}");
            assert_eq!(type_allocation_code(text), tac, "{text}");
        }
    }

    #[test]
    fn placeholders_and_other_texts_are_no_device() {
        for text in [
            "",
            "000000000000000",
            "0000000000000000",
            "00000000000000",
            "000000000000001",
            "00-000000-000000-0",
            "111111111111111",
            "999999999999999",
            "9999999999999990",
            "ffffffffffffff",
            "FFFFFFFFFFFFFFF",
            "012345678901234",
            "0123456789012345",
            "123456789012347",
            "null",
            "unknown",
            "N/A",
            "-",
            "35693803",
            "3569380356438",
            "35693803564380123",
            "35693803564380A",
            "３５６９３８０３５６４３８０９",
        ] {
            assert_eq!((DeviceId::parse_imei(text), &*type_allocation_code(text)), (None, ""), "{text}");
        }
    }

    #[test]
    fn a_device_change_needs_two_known_devices() {
        let [none, one, same, other] =
            ["000000000000000", "356938035643809", "3569380356438012", "356938035643817"].map(DeviceId::parse_imei);
        for (a, b, differ) in
            [(none, one, false), (one, none, false), (none, none, false), (one, same, false), (one, other, true)]
        {
            assert_eq!(DeviceId::is_device_change(a, b), differ, "{a:?} {b:?}");
        }
    }
}
