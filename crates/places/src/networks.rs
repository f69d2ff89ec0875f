//! The networks of the world: territory, operator and MNC width by MCC and MNC.

use crate::sorted_table::{find_row, table_rows};
use crate::{Plmn, Territory, VisitedPlmn};

/// Rows of `MCC and MNC in three digits each, territory, operator`, sorted by the first column.
static NETWORKS: &str = include_str!("../data/networks.tsv");

/// Rows of `MCC, digits of its MNCs, territory`, sorted by MCC.
static MCCS: &str = include_str!("../data/mccs.tsv");

/// Rows of `MCC and MNC in three digits each, digits of the MNC`, for MNCs with leading zeros under an MCC whose other
/// MNCs are shorter.
static MNC_WIDTH_EXCEPTIONS: &str = include_str!("../data/wider.tsv");

/// The territory and operator of a PLMN.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Network {
    /// The territory that the network is in.
    pub territory: Territory,
    /// The brand that its subscribers know or, without one, the company; spelled alike in all its networks.
    pub operator: Option<&'static str>,
}

/// Returns the network of a PLMN.
///
/// A PLMN that is not listed, with another number of MNC digits either, is in the territory to which ITU-T E.212
/// assigns its MCC, and has no operator.
///
/// ```
/// use places::{Plmn, find_network};
///
/// // Movistar Mexico is listed as 334-030, and broadcasts 334-03.
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

/// Returns the number of digits of the MNCs under an MCC, 2 or 3. For an unknown MCC that is 2.
#[must_use]
pub fn mnc_width(mcc: u16) -> u8 {
    find_mcc(mcc).map_or(2, |(width, _)| width)
}

/// Iterates over all listed networks, sorted by MCC and MNC.
pub fn listed_networks() -> impl Iterator<Item = (Plmn, Network)> {
    table_rows(NETWORKS).filter_map(|(key, row)| Some((Plmn::parse(key)?, parse_network_row(row)?)))
}

/// Returns the number of digits of this PLMN's MNC, as some MCCs have MNCs of both widths. It does not search the large
/// table of networks.
pub(crate) fn plmn_mnc_width(plmn: Plmn) -> usize {
    let wider = network_key(plmn).and_then(|key| find_row(MNC_WIDTH_EXCEPTIONS, &key)?.parse().ok());
    wider.unwrap_or_else(|| usize::from(mnc_width(plmn.mcc)))
}

/// Returns the PLMN with one more or one less digit in its MNC, if that may be the same network.
///
/// North America and the Caribbean went from two digits to three by appending a zero, and some networks still broadcast
/// two: a third digit that is not broadcast counts as 0 (3GPP TS 23.122, annex A). Therefore:
///
/// * Under an MCC with MNCs of three digits, an MNC that fits into two digits may be one that ends with 0: 334-03 is
///   334-030. All these MCCs are in ITU-T E.212's zone 3 or in the parts of zone 7 that followed it.
/// * Under an MCC of zone 3 with MNCs of two digits, an MNC of three digits that ends with 0 may be the one without it:
///   364-390 is 364-39. Elsewhere such a code is another network: 208-700 is not 208-70.
///
/// [`find_network`] uses this only for a PLMN that is not listed itself, so that no listed network is mistaken for
/// another.
fn convert_mnc_width(plmn: Plmn) -> Option<Plmn> {
    const ZONE_3: std::ops::Range<u16> = 300..400;
    let mnc = match mnc_width(plmn.mcc) {
        3 if plmn.mnc < 100 => plmn.mnc * 10,
        2 if plmn.mnc >= 100 && plmn.mnc.is_multiple_of(10) && ZONE_3.contains(&plmn.mcc) => plmn.mnc / 10,
        _ => return None,
    };
    if mnc > 0 { Some(Plmn { mnc, ..plmn }) } else { None }
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
    let operator = if operator.is_empty() { None } else { Some(operator) };
    Some(Network { territory: Territory::from_query_key(territory)?, operator })
}

fn find_mcc(mcc: u16) -> Option<(u8, Territory)> {
    let (width, territory) = find_row(MCCS, &to_three_digits(mcc)?)?.split_once('\t')?;
    Some((width.parse().ok()?, Territory::from_query_key(territory)?))
}

fn to_three_digits(number: u16) -> Option<[u8; 3]> {
    if number >= 1000 {
        return None;
    }
    let digit = |value: u16| u8::try_from(value % 10).ok().map(|digit| b'0' + digit);
    Some([digit(number / 100)?, digit(number / 10)?, digit(number)?])
}

#[cfg(test)]
#[path = "networks_tests.rs"]
mod tests;
