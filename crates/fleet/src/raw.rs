//! Serializes columns of numbers as little-endian bytes with [`serde`], so that a column is copied in one go.

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserializer, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// A number with a fixed number of bytes.
pub trait FixedWidthNumber: Copy {
    /// Number of its bytes.
    const SIZE: usize;
    /// Appends its bytes in little-endian order.
    fn write_le(self, to: &mut Vec<u8>);
    /// Reads the number from its bytes, of which there must be [`Self::SIZE`]. It returns no error, so that a column is
    /// read in one go.
    fn read_le(bytes: &[u8]) -> Self;
}

macro_rules! impl_fixed_width_number {
    ($($type:ty),*) => {$(
        impl FixedWidthNumber for $type {
            const SIZE: usize = size_of::<$type>();
            fn write_le(self, to: &mut Vec<u8>) {
                to.extend_from_slice(&self.to_le_bytes());
            }
            fn read_le(bytes: &[u8]) -> Self {
                Self::from_le_bytes(bytes.try_into().unwrap_or_default())
            }
        }
    )*};
}

impl_fixed_width_number!(u8, u16, u32, u64, i64);

impl FixedWidthNumber for bool {
    const SIZE: usize = 1;
    fn write_le(self, to: &mut Vec<u8>) {
        to.push(self.into());
    }
    fn read_le(bytes: &[u8]) -> Self {
        bytes.first().is_some_and(|byte| *byte != 0)
    }
}

/// Writes a column.
pub fn serialize<T: FixedWidthNumber, S: Serializer>(column: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    let mut bytes = Vec::with_capacity(column.len() * T::SIZE);
    for number in column {
        number.write_le(&mut bytes);
    }
    serializer.serialize_bytes(&bytes)
}

/// Reads a column.
pub fn deserialize<'de, T: FixedWidthNumber, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    struct ColumnVisitor<T>(PhantomData<T>);

    impl<'de, T: FixedWidthNumber> Visitor<'de> for ColumnVisitor<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("the bytes of a column")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<T>, E> {
            if !bytes.len().is_multiple_of(T::SIZE) {
                return Err(E::custom("half a number"));
            }
            Ok(bytes.chunks_exact(T::SIZE).map(T::read_le).collect())
        }

        // JSON has bytes as a list of numbers.
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
            let mut bytes = Vec::new();
            while let Some(byte) = seq.next_element::<u8>()? {
                bytes.push(byte);
            }
            self.visit_bytes(&bytes)
        }
    }

    deserializer.deserialize_bytes(ColumnVisitor(PhantomData))
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(PartialEq, Debug, Serialize, Deserialize)]
    struct RawColumns {
        #[serde(with = "super")]
        codes: Vec<u16>,
        #[serde(with = "super")]
        times: Vec<i64>,
        #[serde(with = "super")]
        flags: Vec<bool>,
    }

    #[test]
    fn columns_come_back() {
        let columns =
            RawColumns { codes: vec![0, 1, u16::MAX], times: vec![i64::MIN, -1, 7], flags: vec![true, false] };
        let text = serde_json::to_string(&columns).unwrap();
        assert_eq!(serde_json::from_str::<RawColumns>(&text).unwrap(), columns);
    }
}
