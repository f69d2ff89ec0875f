//! Which session a question about places is asked of.

use crate::{Cells, Columns, Session};
use std::borrow::Cow;

/// The session whose cell says where a SIM is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Basis {
    /// The previous session: of an offline SIM the most recent one.
    #[default]
    Previous,
    /// The current session of SIMs that are online.
    Current,
    /// The newest that is known: the current cell, else the previous, else the network of the last registration.
    Last,
}

impl Basis {
    /// All three, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Previous, Self::Current, Self::Last];

    /// The word of the query language for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Previous => "previous",
            Self::Current => "current",
            Self::Last => "last",
        }
    }

    /// The cells that this basis looks at for one row; `None` where no session has one.
    pub fn cells(self, columns: &Columns, row: usize) -> Option<&Cells> {
        let has = |cells: &Cells| cells.networks().get(row).is_some_and(|code| *code != 0);
        let previous = has(columns.previous()).then_some(columns.previous());
        let current = (self.counts_current(columns, row) && has(columns.current())).then_some(columns.current());
        match self {
            Self::Previous => previous,
            Self::Current => current,
            Self::Last => current.or(previous),
        }
    }

    fn counts_current(self, columns: &Columns, row: usize) -> bool {
        columns.sessions().get(row) == Some(&Session::Online)
    }

    /// The network of each row on this basis, as codes of [`Columns::networks`].
    pub fn networks(self, columns: &Columns) -> Cow<'_, [u16]> {
        match self {
            Self::Previous => Cow::Borrowed(columns.previous().networks()),
            _ => Cow::Owned((0..columns.len()).map(|row| self.network(columns, row)).collect()),
        }
    }

    /// The network of one row on this basis, as a code of [`Columns::networks`]; 0 where there is none.
    pub fn network(self, columns: &Columns, row: usize) -> u16 {
        match self.cells(columns, row) {
            Some(cells) => cells.networks()[row],
            None if self == Self::Last => columns.registered().get(row).copied().unwrap_or(0),
            None => 0,
        }
    }

    /// The radio of one row on this basis, in lower case; empty where there is none.
    pub fn radio(self, columns: &Columns, row: usize) -> &str {
        self.cells(columns, row).map_or("", |cells| cells.radio().text(row))
    }
}
