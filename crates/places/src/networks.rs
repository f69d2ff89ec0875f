//! The networks of the world: territory, operator and MNC width by (MCC, MNC).

use crate::table::{row, rows};
use crate::{Plmn, Territory};

/// `MCC and MNC in three digits each, territory, operator`, by the first.
static NETWORKS: &str = include_str!("../data/networks.tsv");

/// `MCC, digits of its MNCs, territory`, by the first.
static MCCS: &str = include_str!("../data/mccs.tsv");

/// `MCC and MNC in three digits each, digits of the MNC` where its own MNCs are shorter and this one has zeros in front.
static WIDER: &str = include_str!("../data/wider.tsv");

/// What is known of a PLMN.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Network {
    /// Where the network is.
    pub territory: Territory,
    /// The brand that its subscribers know, or else the company; spelled alike in all its networks.
    pub operator: Option<&'static str>,
}

/// The network of a PLMN. One that is not listed is in the territory to which ITU-T E.212 gives its MCC, and has no operator.
#[must_use]
pub fn network(plmn: Plmn) -> Network {
    listed(plmn).and_then(read).unwrap_or_else(|| Network {
        territory: of_mcc(plmn.mcc).map_or(Territory::Unknown, |(_, territory)| territory),
        operator: None,
    })
}

/// How many digits an MNC under this MCC has, 2 or 3. An unknown MCC has 2.
#[must_use]
pub fn mnc_width(mcc: u16) -> u8 {
    of_mcc(mcc).map_or(2, |(width, _)| width)
}

/// Every listed network, by MCC and MNC.
pub fn networks() -> impl Iterator<Item = (Plmn, Network)> {
    rows(NETWORKS).filter_map(|(key, row)| Some((Plmn::parse(key)?, read(row)?)))
}

/// How many digits this PLMN's MNC has: some MCCs have both widths. The names of the networks, a large table, are not
/// needed for it.
pub(crate) fn digits_of_mnc(plmn: Plmn) -> usize {
    let wider = key(plmn).and_then(|key| row(WIDER, &key)?.parse().ok());
    wider.unwrap_or_else(|| usize::from(mnc_width(plmn.mcc)))
}

fn listed(plmn: Plmn) -> Option<&'static str> {
    row(NETWORKS, &key(plmn)?)
}

fn key(plmn: Plmn) -> Option<[u8; 6]> {
    let [a, b, c] = three_digits(plmn.mcc)?;
    let [d, e, f] = three_digits(plmn.mnc)?;
    Some([a, b, c, d, e, f])
}

fn read(row: &'static str) -> Option<Network> {
    let (territory, operator) = row.split_once('\t')?;
    let operator = (!operator.is_empty()).then_some(operator);
    Some(Network { territory: Territory::from_key(territory)?, operator })
}

fn of_mcc(mcc: u16) -> Option<(u8, Territory)> {
    let (width, territory) = row(MCCS, &three_digits(mcc)?)?.split_once('\t')?;
    Some((width.parse().ok()?, Territory::from_key(territory)?))
}

fn three_digits(number: u16) -> Option<[u8; 3]> {
    let digit = |of: u16| u8::try_from(of % 10).ok().map(|digit| b'0' + digit);
    (number < 1000).then(|| Some([digit(number / 100)?, digit(number / 10)?, digit(number)?]))?
}

#[cfg(test)]
#[path = "networks_tests.rs"]
mod tests;
