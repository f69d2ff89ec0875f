//! The networks of the world: territory, operator and MNC width by (MCC, MNC).

use crate::sorted_table::{find_row, table_rows};
use crate::{Plmn, Territory, VisitedPlmn};

/// `MCC and MNC in three digits each, territory, operator`, by the first.
static NETWORKS: &str = include_str!("../data/networks.tsv");

/// `MCC, digits of its MNCs, territory`, by the first.
static MCCS: &str = include_str!("../data/mccs.tsv");

/// `MCC and MNC in three digits each, digits of the MNC` where its own MNCs are shorter and this one has zeros in front.
static MNC_WIDTH_EXCEPTIONS: &str = include_str!("../data/wider.tsv");

/// What is known of a PLMN.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Network {
    /// Where the network is.
    pub territory: Territory,
    /// The brand that its subscribers know, or else the company; spelled alike in all its networks.
    pub operator: Option<&'static str>,
}

/// The network of a PLMN. One that is not listed, in other digits neither, is in the territory to which ITU-T E.212 gives its
/// MCC, and has no operator.
///
/// ```
/// use places::{Plmn, find_network};
///
/// // Movistar Mexico is 334-030 in the lists, and 334-03 on the air.
/// assert_eq!(find_network(Plmn { mcc: 334, mnc: 3 }), find_network(Plmn { mcc: 334, mnc: 30 }));
/// ```
#[must_use]
pub fn find_network(plmn: impl Into<VisitedPlmn>) -> Network {
    let visited = plmn.into();
    let row =
        visited.to_plmn().and_then(|plmn| find_listed_row(plmn).or_else(|| find_listed_row(convert_mnc_width(plmn)?)));
    row.and_then(parse_network_row).unwrap_or_else(|| Network {
        territory: find_mcc(visited.mcc).map_or(Territory::Unknown, |(_, territory)| territory),
        operator: None,
    })
}

/// How many digits an MNC under this MCC has, 2 or 3. An unknown MCC has 2.
#[must_use]
pub fn mnc_width(mcc: u16) -> u8 {
    find_mcc(mcc).map_or(2, |(width, _)| width)
}

/// Every listed network, by MCC and MNC.
pub fn listed_networks() -> impl Iterator<Item = (Plmn, Network)> {
    table_rows(NETWORKS).filter_map(|(key, row)| Some((Plmn::parse(key)?, parse_network_row(row)?)))
}

/// How many digits this PLMN's MNC has: some MCCs have both widths. The names of the networks, a large table, are not
/// needed for it.
pub(crate) fn plmn_mnc_width(plmn: Plmn) -> usize {
    let wider = network_key(plmn).and_then(|key| find_row(MNC_WIDTH_EXCEPTIONS, &key)?.parse().ok());
    wider.unwrap_or_else(|| usize::from(mnc_width(plmn.mcc)))
}

/// The PLMN with a digit more or less in its MNC, where that may mean the same network.
///
/// North America and the Caribbean went from two digits to three by a zero after them, and some networks have kept the two on
/// the air: the third digit that they do not broadcast counts as 0 (3GPP TS 23.122, annex A). So:
///
/// * Under an MCC of three digits, an MNC that two digits can hold may be one that ends with 0: 334-03 is 334-030. All these
///   MCCs are in ITU-T E.212's zone 3 or in the parts of zone 7 that followed it.
/// * Under an MCC of two digits in zone 3, an MNC of three that ends with 0 may be the one without it: 364-390 is 364-39.
///   Elsewhere such a code is another network, as 208-700 is not 208-70.
///
/// [`find_network`] asks this only of a PLMN that is not listed as it is, so that no listed network is taken for another.
fn convert_mnc_width(plmn: Plmn) -> Option<Plmn> {
    const ZONE_3: std::ops::Range<u16> = 300..400;
    let mnc = match mnc_width(plmn.mcc) {
        3 if plmn.mnc < 100 => plmn.mnc * 10,
        2 if plmn.mnc >= 100 && plmn.mnc.is_multiple_of(10) && ZONE_3.contains(&plmn.mcc) => plmn.mnc / 10,
        _ => return None,
    };
    (mnc > 0).then_some(Plmn { mnc, ..plmn })
}

fn find_listed_row(plmn: Plmn) -> Option<&'static str> {
    find_row(NETWORKS, &network_key(plmn)?)
}

fn network_key(plmn: Plmn) -> Option<[u8; 6]> {
    let [a, b, c] = to_three_digits(plmn.mcc)?;
    let [d, e, f] = to_three_digits(plmn.mnc)?;
    Some([a, b, c, d, e, f])
}

fn parse_network_row(row: &'static str) -> Option<Network> {
    let (territory, operator) = row.split_once('\t')?;
    let operator = (!operator.is_empty()).then_some(operator);
    Some(Network { territory: Territory::from_query_key(territory)?, operator })
}

fn find_mcc(mcc: u16) -> Option<(u8, Territory)> {
    let (width, territory) = find_row(MCCS, &to_three_digits(mcc)?)?.split_once('\t')?;
    Some((width.parse().ok()?, Territory::from_query_key(territory)?))
}

fn to_three_digits(number: u16) -> Option<[u8; 3]> {
    let digit = |of: u16| u8::try_from(of % 10).ok().map(|digit| b'0' + digit);
    (number < 1000).then(|| Some([digit(number / 100)?, digit(number / 10)?, digit(number)?]))?
}

#[cfg(test)]
#[path = "networks_tests.rs"]
mod tests;
