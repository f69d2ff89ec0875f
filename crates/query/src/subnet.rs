//! Ranges of IPv4 addresses: `10.1.2.0/24`.

use std::fmt;
use std::net::Ipv4Addr;

/// The addresses that begin with the same bits (RFC 4632).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Subnet {
    first: Ipv4Addr,
    prefix_len: u32,
}

impl Subnet {
    /// Reads an address, with or without the number of bits that count; the others are cleared. `None` where the text is
    /// neither.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix_len) = match text.split_once('/') {
            None => (text, 32),
            Some((address, len)) => (address, len.parse().ok().filter(|len| *len <= 32)?),
        };
        let address: Ipv4Addr = address.parse().ok()?;
        Some(Self { first: Ipv4Addr::from_bits(address.to_bits() & mask(prefix_len)), prefix_len })
    }

    /// Returns whether an address, as a number, is one of these.
    pub fn contains(self, address: u32) -> bool {
        address & mask(self.prefix_len) == self.first.to_bits()
    }
}

/// The bits that count.
fn mask(prefix_len: u32) -> u32 {
    u32::MAX.checked_shl(32 - prefix_len).unwrap_or(0)
}

impl fmt::Display for Subnet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.prefix_len {
            32 => write!(f, "{}", self.first),
            len => write!(f, "{}/{len}", self.first),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subnet_holds_the_addresses_that_begin_alike() {
        for (text, printed, inside, outside) in [
            ("10.1.2.0/24", "10.1.2.0/24", "10.1.2.255", "10.1.3.0"),
            ("10.1.2.3", "10.1.2.3", "10.1.2.3", "10.1.2.4"),
            ("10.1.2.3/16", "10.1.0.0/16", "10.1.255.9", "10.2.0.0"),
            ("10.1.2.3/31", "10.1.2.2/31", "10.1.2.2", "10.1.2.4"),
        ] {
            let subnet = Subnet::parse(text).unwrap();
            let contains = |address: &str| subnet.contains(address.parse::<Ipv4Addr>().unwrap().to_bits());
            assert_eq!(
                (subnet.to_string().as_str(), contains(inside), contains(outside)),
                (printed, true, false),
                "{text}"
            );
        }
        assert!(Subnet::parse("1.2.3.4/0").unwrap().contains(u32::MAX));
        for text in ["", "10.1.2", "10.1.2.256", "10.1.2.3/33", "10.1.2.3/", "10.1.2.3/-1", "::1", "010.1.2.3"] {
            assert_eq!(Subnet::parse(text), None, "{text}");
        }
    }
}
