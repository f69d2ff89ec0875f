//! The columns: one entry a record in each, in the order in which the records were read.

use crate::coded::{Coded, Networks, recoded};
use crate::device::type_allocation_code;
use crate::raw;
use crate::{Cell, CellId, Dictionary, Field, Full, Lasted, Line, Lines, Record, Session, Tags};
use places::VisitedPlmn;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Where a record's own JSON stands in its source, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// First byte, from the start of the source.
    pub offset: u64,
    /// How many bytes.
    pub len: u32,
}

const ABSENT: u32 = u32::MAX;

/// The cells of one of the two sessions.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Cells {
    #[serde(with = "raw")]
    networks: Vec<u16>,
    radio: Coded,
    #[serde(with = "raw")]
    area: Vec<u32>,
    #[serde(with = "raw")]
    id: Vec<u32>,
    #[serde(with = "raw")]
    kind: Vec<u8>,
    #[serde(with = "raw")]
    device: Vec<u16>,
}

impl Cells {
    fn push(&mut self, cell: Option<&Cell>, networks: &mut Networks) {
        self.networks.push(networks.code(cell.map(|c| c.plmn)));
        self.radio.push_lower(cell.map_or("", |c| &c.radio));
        self.area.push(cell.and_then(|c| c.area).unwrap_or(ABSENT));
        let id = cell.and_then(|c| c.id);
        self.id.push(id.map_or(ABSENT, CellId::number));
        self.kind.push(match id {
            None | Some(CellId::Eci(_)) => 0,
            Some(CellId::Ci(_)) => 1,
            Some(CellId::Sac(_)) => 2,
        });
    }

    fn append(&mut self, later: &Self, networks: &[u16], devices: &[u16]) {
        self.networks.extend(recoded(&later.networks, networks));
        self.radio.append(&later.radio);
        self.area.extend_from_slice(&later.area);
        self.id.extend_from_slice(&later.id);
        self.kind.extend_from_slice(&later.kind);
        self.device.extend(recoded(&later.device, devices));
    }

    /// The network of each row, as a code of [`MissingColumns::networks`]; 0 where there is no cell.
    pub fn networks(&self) -> &[u16] {
        &self.networks
    }

    /// The radio access technology of each row, in lower case; the capitals changed over the years.
    pub fn radio(&self) -> &Coded {
        &self.radio
    }

    /// The device of each row, as a code of [`MissingColumns::devices`]; 0 where it is not known.
    pub fn devices(&self) -> &[u16] {
        &self.device
    }

    /// Tracking or location area code.
    pub fn area(&self, row: usize) -> Option<u32> {
        self.area.get(row).copied().filter(|a| *a != ABSENT)
    }

    /// The cell within its area.
    pub fn id(&self, row: usize) -> Option<CellId> {
        let number = self.id.get(row).copied().filter(|n| *n != ABSENT)?;
        Some(match self.kind.get(row)? {
            1 => CellId::Ci(number),
            2 => CellId::Sac(number),
            _ => CellId::Eci(number),
        })
    }
}

/// Everything that is known of every record. It can be sent from one worker to another.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Columns {
    lines: Lines,
    tags: Tags,
    networks: Networks,
    devices: Dictionary,
    previous: Cells,
    current: Cells,
    #[serde(with = "raw")]
    registered: Vec<u16>,
    #[serde(with = "raw")]
    session: Vec<Session>,
    #[serde(with = "raw")]
    seen: Vec<i64>,
    #[serde(with = "raw")]
    updated_is_seen: Vec<bool>,
    #[serde(with = "raw")]
    modified: Vec<i64>,
    #[serde(with = "raw")]
    lasted: Vec<Lasted>,
    #[serde(with = "raw")]
    gap: Vec<Lasted>,
    #[serde(with = "raw")]
    renewal: Vec<bool>,
    status: Coded,
    plan: Coded,
    speed: Coded,
    module: Coded,
    group: Coded,
    #[serde(with = "raw")]
    offset: Vec<u64>,
    #[serde(with = "raw")]
    len: Vec<u32>,
}

/// A time that is not known, in a column of times.
pub const NEVER: i64 = i64::MIN;

/// The same for each of these, whatever it is a column of.
macro_rules! in_turn {
    ($column:ident => $do:expr; $($one:expr),+) => {
        $({
            let $column = $one;
            $do;
        })+
    };
}

/// The same for each plain column, so that none can be forgotten.
macro_rules! each_plain {
    ($columns:expr, $column:ident => $do:expr) => {{
        let Columns {
            lines: _,
            tags: _,
            networks: _,
            devices: _,
            previous,
            current,
            registered,
            session,
            seen,
            updated_is_seen,
            modified,
            lasted,
            gap,
            renewal,
            status,
            plan,
            speed,
            module,
            group,
            offset,
            len,
        } = $columns;
        for cells in [previous, current] {
            let Cells { networks, radio, area, id, kind, device } = cells;
            in_turn!($column => $do; networks, &mut radio.codes, area, id, kind, device);
        }
        for coded in [status, plan, speed, module, group] {
            in_turn!($column => $do; &mut coded.codes);
        }
        in_turn!($column => $do; registered, session, seen, updated_is_seen, modified, lasted, gap, renewal, offset, len);
    }};
}

impl Columns {
    /// One more row. Fails when the arena of texts is full (4 GiB); nothing is added then.
    pub fn push(&mut self, record: &Record, at: Place) -> Result<(), Full> {
        let fields = [
            &*record.imsi,
            &record.iccid,
            &record.sim_id,
            &record.msisdn,
            &record.serial,
            &record.previous_imei,
            &record.current_imei,
            &record.name,
        ];
        let tags = &mut self.tags;
        let tags = record.tags.iter().map(|(key, value)| (tags.code(key, value), &**value));
        self.lines.push(&Line { fields, further: &record.further }, tags)?;
        self.previous.push(record.previous.as_ref(), &mut self.networks);
        self.current.push(record.current.as_ref(), &mut self.networks);
        let device_code = self.devices.code(&type_allocation_code(&record.previous_imei));
        self.previous.device.push(device_code);
        let same = record.current_imei == record.previous_imei;
        let current_code = match same {
            true => device_code,
            false => self.devices.code(&type_allocation_code(&record.current_imei)),
        };
        self.current.device.push(current_code);
        self.registered.push(self.networks.code(record.registered.map(VisitedPlmn::from)));
        self.session.push(record.session);
        self.seen.push(record.seen().unwrap_or(NEVER));
        self.updated_is_seen.push(record.updated.is_some());
        self.modified.push(record.modified.unwrap_or(NEVER));
        self.lasted.push(record.lasted().unwrap_or(Lasted::UNKNOWN));
        self.gap.push(record.gap().unwrap_or(Lasted::UNKNOWN));
        self.renewal.push(record.renewal.is_some());
        self.status.push(&record.status);
        self.plan.push(&record.plan);
        self.speed.push(&record.speed);
        self.module.push(&record.module);
        self.group.push(&record.group);
        self.offset.push(at.offset);
        self.len.push(at.len);
        Ok(())
    }

    /// Appends the rows of later records, as if they had been pushed here. Fails when the arena of texts is full (4 GiB);
    /// nothing is added then.
    pub fn append(&mut self, later: &Self) -> Result<(), Full> {
        let tags = self.tags.take_in(&later.tags);
        self.lines.append(&later.lines, &tags)?;
        let networks: Vec<u16> = later.networks.by_code().map(|plmn| self.networks.code(plmn)).collect();
        let devices = self.devices.take_in(&later.devices);
        self.previous.append(&later.previous, &networks, &devices);
        self.current.append(&later.current, &networks, &devices);
        self.registered.extend(recoded(&later.registered, &networks));
        self.session.extend_from_slice(&later.session);
        self.seen.extend_from_slice(&later.seen);
        self.updated_is_seen.extend_from_slice(&later.updated_is_seen);
        self.modified.extend_from_slice(&later.modified);
        self.lasted.extend_from_slice(&later.lasted);
        self.gap.extend_from_slice(&later.gap);
        self.renewal.extend_from_slice(&later.renewal);
        for (coded, later) in [
            (&mut self.status, &later.status),
            (&mut self.plan, &later.plan),
            (&mut self.speed, &later.speed),
            (&mut self.module, &later.module),
            (&mut self.group, &later.group),
        ] {
            coded.append(later);
        }
        self.offset.extend_from_slice(&later.offset);
        self.len.extend_from_slice(&later.len);
        Ok(())
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.session.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.session.is_empty()
    }

    /// Takes rows out; those behind them move up.
    pub fn remove(&mut self, rows: Range<usize>) {
        self.lines.remove(rows.clone());
        each_plain!(self, column => drop(column.drain(rows.clone())));
    }

    /// Makes room for so many more rows, whose texts are about as long as those that are there: columns that double as they
    /// grow are copied, and take twice their memory when they just have.
    pub fn reserve(&mut self, rows: usize) {
        self.lines.reserve(rows);
        each_plain!(self, column => column.reserve_exact(rows));
    }

    /// Gives back what was reserved and not used.
    pub fn shrink(&mut self) {
        self.lines.shrink();
        each_plain!(self, column => column.shrink_to_fit());
    }

    /// The texts, and the search in them.
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// One text of a row; empty where absent.
    pub fn text(&self, row: usize, field: Field) -> &str {
        self.lines.get(row, field)
    }

    /// All identifiers of one kind that a row has.
    pub fn identifiers(&self, row: usize, field: Field) -> impl Iterator<Item = &str> {
        let further = self.lines.further(row).filter(move |(of, _)| *of == field).map(|(_, id)| id);
        std::iter::once(self.text(row, field)).filter(|id| !id.is_empty()).chain(further)
    }

    /// The keys of tags.
    pub fn tags(&self) -> &Tags {
        &self.tags
    }

    /// The value of a tag of each row, as it was written where that is remembered.
    pub(crate) fn tagged(&self, key: &str) -> Coded {
        let mut values = vec![""; self.len()];
        let places = self.tags.find(key);
        if places.names {
            // Names are there as they were written.
            values.iter_mut().enumerate().for_each(|(row, value)| *value = self.text(row, Field::Name));
            for code in places.codes {
                self.lines.tagged(code, |row, value| values[row] = self.tags.as_written(value));
            }
            return values.into_iter().collect();
        }
        for code in places.codes {
            self.lines.tagged(code, |row, value| values[row] = value);
        }
        let folded: Coded = values.into_iter().collect();
        folded.renamed(|value| self.tags.as_written(value).into())
    }

    /// The type allocation codes of [`Cells::devices`].
    pub fn devices(&self) -> &Dictionary {
        &self.devices
    }

    /// How long the previous session of a row lasted.
    pub fn lasted(&self, row: usize) -> Option<Lasted> {
        self.lasted.get(row).copied().filter(|lasted| *lasted != Lasted::UNKNOWN)
    }

    /// How long after the end of the previous session the current one was last heard of.
    pub fn gap(&self, row: usize) -> Option<Lasted> {
        self.gap.get(row).copied().filter(|gap| *gap != Lasted::UNKNOWN)
    }

    /// Whether a fee for keeping the SIM of a row runs though it is not active.
    pub fn renewal(&self, row: usize) -> bool {
        self.renewal.get(row) == Some(&true)
    }

    /// What the codes of networks mean.
    pub fn networks(&self) -> &Networks {
        &self.networks
    }

    /// The cells of the previous sessions.
    pub fn previous(&self) -> &Cells {
        &self.previous
    }

    /// The cells of the current sessions.
    pub fn current(&self) -> &Cells {
        &self.current
    }

    /// The networks that the SIMs registered with last, as codes of [`MissingColumns::networks`].
    pub fn registered(&self) -> &[u16] {
        &self.registered
    }

    /// Connectivity of each row.
    pub fn sessions(&self) -> &[Session] {
        &self.session
    }

    /// When each row was last seen, milliseconds since the epoch; [`NEVER`] where not known.
    pub fn seen(&self) -> &[i64] {
        &self.seen
    }

    /// SIM status.
    pub fn status(&self) -> &Coded {
        &self.status
    }

    /// Subscription.
    pub fn plan(&self) -> &Coded {
        &self.plan
    }

    /// Speed class.
    pub fn speed(&self) -> &Coded {
        &self.speed
    }

    /// Module type.
    pub fn module(&self) -> &Coded {
        &self.module
    }

    /// Group id.
    pub fn group(&self) -> &Coded {
        &self.group
    }

    /// Where the record's JSON stands in its source.
    pub fn place(&self, row: usize) -> Option<Place> {
        Some(Place { offset: *self.offset.get(row)?, len: *self.len.get(row)? })
    }

    /// How new a record is: by `lastUpdatedAt`, then by its modification; unknown is oldest.
    pub(crate) fn newness(&self, row: usize) -> (i64, i64) {
        let updated = if self.updated_is_seen[row] { self.seen[row] } else { NEVER };
        (updated, self.modified[row])
    }
}
