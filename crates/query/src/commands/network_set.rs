//! The networks of a country or of an operator, as few conditions on MCC and MNC.

use crate::pattern::{Pattern, fold_text};
use places::{Territory, VisitedPlmn, find_network, listed_networks};
use std::collections::BTreeSet;

/// Numbers above are no MNC.
const MAX_MNC: u16 = 999;

/// Networks by their MCC.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct NetworkSet {
    /// The MCCs all of whose networks are in it.
    pub whole: Vec<u16>,
    /// The MCCs whose networks are in it but for these MNCs.
    pub without: Vec<(u16, Vec<u16>)>,
    /// The MCCs of whose networks these MNCs are in it.
    pub only: Vec<(u16, Vec<u16>)>,
}

impl NetworkSet {
    /// The networks of a territory; `None` for the networks that nobody knows.
    pub fn of_territory(territory: Territory) -> Option<Self> {
        if territory == Territory::Unknown {
            return None;
        }
        let is_default = |mcc: &u16| find_network(VisitedPlmn { mcc: *mcc, mnc: None }).territory == territory;
        let defaults = (0..=MAX_MNC).filter(is_default);
        let listed = listed_networks().filter(|(_, network)| network.territory == territory).map(|(plmn, _)| plmn.mcc);
        Some(Self::collect(defaults.chain(listed), |plmn| find_network(plmn).territory == territory))
    }

    /// The networks whose operator has a name; `None` where the pattern may be of networks without a name, which are called by their
    /// PLMN.
    pub fn of_operator(name: &Pattern) -> Option<Self> {
        let folded = name.to_folded();
        let may_be_plmn = |c: char| c.is_ascii_digit() || "-unkow".contains(c);
        if folded.parts().iter().flat_map(|part| part.chars()).all(may_be_plmn) {
            return None;
        }
        let holds = |plmn: VisitedPlmn| folded.is_match(&fold_text(&plmn.operator_name()), false);
        let listed = listed_networks().filter(|(plmn, _)| holds((*plmn).into())).map(|(plmn, _)| plmn.mcc);
        Some(Self::collect(listed, holds))
    }

    fn collect(mccs: impl Iterator<Item = u16>, holds: impl Fn(VisitedPlmn) -> bool) -> Self {
        let mut set = Self::default();
        for mcc in mccs.collect::<BTreeSet<u16>>() {
            let is_default = holds(VisitedPlmn { mcc, mnc: None });
            let is_exception = |mnc: &u16| holds(VisitedPlmn { mcc, mnc: Some(*mnc) }) != is_default;
            let exceptions: Vec<u16> = (0..=MAX_MNC).filter(is_exception).collect();
            match (is_default, exceptions.is_empty()) {
                (true, true) => set.whole.push(mcc),
                (true, false) => set.without.push((mcc, exceptions)),
                (false, true) => {}
                (false, false) => set.only.push((mcc, exceptions)),
            }
        }
        set
    }

    /// Whether no network is in it.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.without.is_empty() && self.only.is_empty()
    }

    /// Adds the networks of another set.
    pub fn extend(&mut self, other: Self) {
        self.whole.extend(other.whole);
        self.without.extend(other.without);
        self.only.extend(other.only);
    }
}
