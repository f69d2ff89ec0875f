//! The session that says where a SIM is.

use crate::{Columns, SessionCells};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The session whose cell says where a SIM is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Basis {
    /// The previous session: of an offline SIM the most recent one.
    #[default]
    Previous,
    /// The current session of SIMs that are online.
    Current,
    /// The newest location that is known: the current cell, else the previous one, else the network of the last
    /// registration.
    Last,
}

impl Basis {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Previous, Self::Current, Self::Last];

    /// The word of the query language for it.
    pub fn query_word(self) -> &'static str {
        match self {
            Self::Previous => "previous",
            Self::Current => "current",
            Self::Last => "last",
        }
    }

    /// Returns the cells of the session that is the basis for a row; `None` where that session has no cell.
    pub fn session_cells(self, columns: &Columns, row: usize) -> Option<&SessionCells> {
        let has = |cells: &SessionCells| cells.network_codes().get(row).is_some_and(|code| *code != 0);
        let previous = has(columns.previous_cells()).then_some(columns.previous_cells());
        let current = (columns.is_online(row) && has(columns.current_cells())).then_some(columns.current_cells());
        match self {
            Self::Previous => previous,
            Self::Current => current,
            Self::Last => current.or(previous),
        }
    }

    /// Returns the network of each row on this basis, as codes of [`Columns::network_dictionary`].
    pub fn network_codes(self, columns: &Columns) -> Cow<'_, [u16]> {
        let previous = columns.previous_cells().network_codes();
        if self == Self::Previous {
            return Cow::Borrowed(previous);
        }
        let either = |first: u16, second: u16| if first == 0 { second } else { first };
        let current = columns.connectivity().iter().zip(columns.current_cells().network_codes());
        let current = current.map(|(session, code)| if session.is_online() { *code } else { 0 });
        Cow::Owned(match self {
            Self::Last => {
                let older = previous
                    .iter()
                    .zip(columns.registered_networks())
                    .map(|(code, registered)| either(*code, *registered));
                current.zip(older).map(|(code, older)| either(code, older)).collect()
            }
            _ => current.collect(),
        })
    }

    /// Returns the network of a row on this basis, as a code of [`Columns::network_dictionary`]; 0 where there is none.
    pub fn network_code(self, columns: &Columns, row: usize) -> u16 {
        match self.session_cells(columns, row) {
            Some(cells) => cells.network_codes()[row],
            None if self == Self::Last => columns.registered_networks().get(row).copied().unwrap_or(0),
            None => 0,
        }
    }

    /// Returns the radio of a row on this basis, in lower case; empty where there is none.
    pub fn radio_at(self, columns: &Columns, row: usize) -> &str {
        self.session_cells(columns, row).map_or("", |cells| cells.radio().text(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Connectivity, Fleet, Record, RecordSpan, SourceId};
    use places::Plmn;

    #[test]
    fn each_basis_reads_its_own_session() {
        let cell = |mnc| Cell { plmn: Plmn { mcc: 310, mnc }.into(), radio: "LTE".into(), area: None, id: None };
        let some = |mnc: u16| (mnc > 0).then(|| cell(mnc));
        // Session, MNC of the current cell, of the previous cell, of the registration; MNC on each basis.
        let cases = [
            (Connectivity::Online, (1, 2, 3), [2, 1, 1]),
            (Connectivity::Offline, (1, 2, 3), [2, 0, 2]),
            (Connectivity::Online, (0, 2, 3), [2, 0, 2]),
            (Connectivity::Offline, (0, 0, 3), [0, 0, 3]),
            (Connectivity::Never, (0, 0, 0), [0, 0, 0]),
        ];
        let mut fleet = Fleet::default();
        fleet.begin_source(SourceId(0), "");
        for (session, (current, previous, registered), _) in cases {
            let registered = (registered > 0).then_some(Plmn { mcc: 310, mnc: registered });
            let record = Record {
                connectivity: session,
                current_cell: some(current),
                previous_cell: some(previous),
                registered_network: registered,
                ..Record::default()
            };
            fleet.push(&record, RecordSpan::default()).unwrap();
        }
        let columns = fleet.columns();
        let mnc = |code: u16| columns.network_dictionary().get(code).and_then(|plmn| plmn.mnc).unwrap_or(0);
        for (i, basis) in Basis::ALL.into_iter().enumerate() {
            let all: Vec<_> = basis.network_codes(columns).iter().map(|code| mnc(*code)).collect();
            for (row, (.., expected)) in cases.iter().enumerate() {
                assert_eq!(
                    (all[row], mnc(basis.network_code(columns, row))),
                    (expected[i], expected[i]),
                    "{basis:?} {row}"
                );
            }
        }
    }
}
