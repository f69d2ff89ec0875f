//! The columns: one entry for each record, in the order in which the records were read.

use crate::device::type_allocation_code;
use crate::dict_column::{DictColumn, NetworkDictionary, translate_codes};
use crate::raw;
use crate::{
    CapacityError, Cell, CellId, CompactDuration, Connectivity, DictField, Dictionary, Record, RecordTexts,
    SparseColumn, TagDictionary, TextArena, TextField, TimeField,
};
use places::VisitedPlmn;
use serde::{Deserialize, Serialize};
use std::net::Ipv4Addr;
use std::ops::Range;

/// Where a record's own JSON is in its source, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RecordSpan {
    /// First byte, from the start of the source.
    pub offset: u64,
    /// Number of bytes.
    pub len: u32,
}

const ABSENT_VALUE: u32 = u32::MAX;

/// The cells of one of the two sessions.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SessionCells {
    #[serde(with = "raw")]
    network_codes: Vec<u16>,
    radio: DictColumn,
    #[serde(with = "raw")]
    area: Vec<u32>,
    #[serde(with = "raw")]
    id: Vec<u32>,
    #[serde(with = "raw")]
    id_kind: Vec<u8>,
    #[serde(with = "raw")]
    device_codes: Vec<u16>,
    plan: DictColumn,
    ip: SparseColumn<u32>,
}

impl SessionCells {
    fn push_cell(&mut self, cell: Option<&Cell>, networks: &mut NetworkDictionary) {
        self.network_codes.push(networks.intern_network(cell.map(|c| c.plmn)));
        self.radio.push_lower(cell.map_or("", |c| &c.radio));
        self.area.push(cell.and_then(|c| c.area).unwrap_or(ABSENT_VALUE));
        let id = cell.and_then(|c| c.id);
        self.id.push(id.map_or(ABSENT_VALUE, CellId::number));
        self.id_kind.push(match id {
            None | Some(CellId::Eci(_)) => 0,
            Some(CellId::Ci(_)) => 1,
            Some(CellId::Sac(_)) => 2,
        });
    }

    fn push_session(&mut self, plan: &str, ip: Option<Ipv4Addr>) {
        self.plan.push(plan);
        self.ip.push(ip.map_or(0, Ipv4Addr::to_bits));
    }

    fn append_cells(&mut self, later: &Self, networks: &[u16], devices: &[u16]) {
        self.network_codes.extend(translate_codes(&later.network_codes, networks));
        self.radio.append_column(&later.radio);
        self.area.extend_from_slice(&later.area);
        self.id.extend_from_slice(&later.id);
        self.id_kind.extend_from_slice(&later.id_kind);
        self.device_codes.extend(translate_codes(&later.device_codes, devices));
        self.plan.append_column(&later.plan);
        self.ip.append_column(&later.ip);
    }

    /// The network of each row, as a code of [`Columns::network_dictionary`]; 0 where there is no cell.
    pub fn network_codes(&self) -> &[u16] {
        &self.network_codes
    }

    /// The radio access technology of each row, in lower case; the capitals changed over the years.
    pub fn radio(&self) -> &DictColumn {
        &self.radio
    }

    /// The device of each row, as a code of [`Columns::type_allocation_codes`]; 0 where it is not known.
    pub fn device_codes(&self) -> &[u16] {
        &self.device_codes
    }

    /// The subscription that carried the session of each row.
    pub fn plan(&self) -> &DictColumn {
        &self.plan
    }

    /// The address of the device of a row in the session, as a number; 0 where it is not known.
    pub fn ip(&self) -> &SparseColumn<u32> {
        &self.ip
    }

    /// Tracking or location area code.
    pub fn area_code(&self, row: usize) -> Option<u32> {
        self.area.get(row).copied().filter(|a| *a != ABSENT_VALUE)
    }

    /// The cell within its area.
    pub fn cell_id(&self, row: usize) -> Option<CellId> {
        let number = self.id.get(row).copied().filter(|n| *n != ABSENT_VALUE)?;
        Some(match self.id_kind.get(row)? {
            1 => CellId::Ci(number),
            2 => CellId::Sac(number),
            _ => CellId::Eci(number),
        })
    }
}

/// Everything that is known of every record. It can be sent from one worker to another.
///
/// ```
/// use fleet::{Columns, DictField, Record, RecordSpan, TextField};
///
/// let mut columns = Columns::default();
/// let record = Record { imsi: "295050000000001".into(), status: "active".into(), ..Record::default() };
/// columns.push(&record, RecordSpan { offset: 2, len: 48 })?;
/// assert_eq!(columns.text(0, TextField::Imsi), "295050000000001");
/// assert_eq!(columns.dict_column(DictField::Status).text(0), "active");
/// # Ok::<(), fleet::CapacityError>(())
/// ```
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Columns {
    text_arena: TextArena,
    tags: TagDictionary,
    networks: NetworkDictionary,
    devices: Dictionary,
    previous_cells: SessionCells,
    current_cells: SessionCells,
    #[serde(with = "raw")]
    registered_networks: Vec<u16>,
    #[serde(with = "raw")]
    connectivity: Vec<Connectivity>,
    #[serde(with = "raw")]
    last_seen: Vec<i64>,
    #[serde(with = "raw")]
    last_seen_is_update: Vec<bool>,
    /// Whole seconds since the epoch; 0 where not known.
    #[serde(with = "raw")]
    modified: Vec<u32>,
    #[serde(with = "raw")]
    previous_duration: Vec<CompactDuration>,
    #[serde(with = "raw")]
    has_renewal_fee: Vec<bool>,
    /// One for each [`DictField`], in its order.
    dict_columns: [DictColumn; DictField::ALL.len()],
    /// One for each [`TimeField`], in its order: seconds since the epoch.
    times: [SparseColumn<u32>; TimeField::ALL.len()],
    #[serde(with = "raw")]
    span_offset: Vec<u64>,
    #[serde(with = "raw")]
    span_len: Vec<u32>,
}

/// Whole seconds since the epoch; 0 where they do not fit.
fn to_seconds(ms: i64) -> u32 {
    u32::try_from(ms.div_euclid(1000)).unwrap_or(0)
}

/// A time that is not known, in a column of times.
pub const UNKNOWN_TIME: i64 = i64::MIN;

/// Does the same to each of the columns, whatever their type.
macro_rules! for_each_listed_column {
    ($column:ident => $do:expr; $($one:expr),+) => {
        $({
            let $column = $one;
            $do;
        })+
    };
}

/// Does the same to each plain column. The pattern names all of them, so that none can be forgotten.
macro_rules! for_each_plain_column {
    ($columns:expr, $column:ident => $do:expr) => {{
        let Columns {
            text_arena: _,
            tags: _,
            networks: _,
            devices: _,
            previous_cells,
            current_cells,
            registered_networks,
            connectivity,
            last_seen,
            last_seen_is_update,
            modified,
            previous_duration,
            has_renewal_fee,
            dict_columns: _,
            times: _,
            span_offset,
            span_len,
        } = $columns;
        for cells in [previous_cells, current_cells] {
            let SessionCells { network_codes, radio: _, area, id, id_kind, device_codes, plan: _, ip: _ } = cells;
            for_each_listed_column!($column => $do; network_codes, area, id, id_kind, device_codes);
        }
        for_each_listed_column!($column => $do; registered_networks, connectivity, last_seen, last_seen_is_update, modified, previous_duration, has_renewal_fee, span_offset, span_len);
    }};
}

impl Columns {
    /// Adds a row.
    ///
    /// # Errors
    /// Returns an error if the arena of texts is full (4 GiB); nothing is added then.
    pub fn push(&mut self, record: &Record, at: RecordSpan) -> Result<(), CapacityError> {
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
        let tags = record.tags.iter().map(|(key, value)| (tags.intern_tag(key, value), &**value));
        self.text_arena.push(&RecordTexts { fields, additional_identifiers: &record.additional_identifiers }, tags)?;
        self.previous_cells.push_cell(record.previous_cell.as_ref(), &mut self.networks);
        self.current_cells.push_cell(record.current_cell.as_ref(), &mut self.networks);
        let device_code = self.devices.intern_text(&type_allocation_code(&record.previous_imei));
        self.previous_cells.device_codes.push(device_code);
        let same = record.current_imei == record.previous_imei;
        let current_code = match same {
            true => device_code,
            false => self.devices.intern_text(&type_allocation_code(&record.current_imei)),
        };
        self.current_cells.device_codes.push(current_code);
        self.previous_cells.push_session(&record.previous_plan, record.previous_ip);
        self.current_cells.push_session(&record.current_plan, record.current_ip);
        self.registered_networks.push(self.networks.intern_network(record.registered_network.map(VisitedPlmn::from)));
        self.connectivity.push(record.connectivity);
        self.last_seen.push(record.last_seen().unwrap_or(UNKNOWN_TIME));
        self.last_seen_is_update.push(record.updated.is_some());
        self.modified.push(record.modified.map_or(0, to_seconds));
        self.previous_duration.push(record.previous_duration().unwrap_or(CompactDuration::UNKNOWN));
        self.has_renewal_fee.push(record.renewal_fee_since.is_some());
        for (field, column) in DictField::ALL.into_iter().zip(&mut self.dict_columns) {
            column.push(record.dict_text(field));
        }
        for (field, column) in TimeField::ALL.into_iter().zip(&mut self.times) {
            column.push(record.time(field).map_or(0, to_seconds));
        }
        self.span_offset.push(at.offset);
        self.span_len.push(at.len);
        Ok(())
    }

    /// Appends the rows of later records, as if they had been pushed here.
    ///
    /// # Errors
    /// If the arena of texts is full (4 GiB); nothing is added then.
    pub fn append_rows(&mut self, later: &Self) -> Result<(), CapacityError> {
        let tags = self.tags.merge_tags(&later.tags);
        self.text_arena.append_texts(&later.text_arena, &tags)?;
        let networks: Vec<u16> = later.networks.by_code().map(|plmn| self.networks.intern_network(plmn)).collect();
        let devices = self.devices.merge_texts(&later.devices);
        self.previous_cells.append_cells(&later.previous_cells, &networks, &devices);
        self.current_cells.append_cells(&later.current_cells, &networks, &devices);
        self.registered_networks.extend(translate_codes(&later.registered_networks, &networks));
        self.connectivity.extend_from_slice(&later.connectivity);
        self.last_seen.extend_from_slice(&later.last_seen);
        self.last_seen_is_update.extend_from_slice(&later.last_seen_is_update);
        self.modified.extend_from_slice(&later.modified);
        self.previous_duration.extend_from_slice(&later.previous_duration);
        self.has_renewal_fee.extend_from_slice(&later.has_renewal_fee);
        for (column, later) in self.dict_columns.iter_mut().zip(&later.dict_columns) {
            column.append_column(later);
        }
        for (column, later) in self.times.iter_mut().zip(&later.times) {
            column.append_column(later);
        }
        self.span_offset.extend_from_slice(&later.span_offset);
        self.span_len.extend_from_slice(&later.span_len);
        Ok(())
    }

    fn dict_columns_mut(&mut self) -> impl Iterator<Item = &mut DictColumn> {
        let sessions = [&mut self.previous_cells, &mut self.current_cells];
        self.dict_columns.iter_mut().chain(sessions.into_iter().flat_map(|cells| [&mut cells.radio, &mut cells.plan]))
    }

    fn number_columns_mut(&mut self) -> impl Iterator<Item = &mut SparseColumn<u32>> {
        self.times.iter_mut().chain([&mut self.previous_cells.ip, &mut self.current_cells.ip])
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.connectivity.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.connectivity.is_empty()
    }

    /// Takes rows out; those after them move up.
    pub fn remove_rows(&mut self, rows: Range<usize>) {
        self.text_arena.remove_rows(rows.clone());
        self.dict_columns_mut().for_each(|column| column.remove_rows(rows.clone()));
        self.number_columns_mut().for_each(|column| column.remove_rows(rows.clone()));
        for_each_plain_column!(self, column => drop(column.drain(rows.clone())));
    }

    /// Reserves memory for so many more rows, whose texts are about as long as those that are there. Columns that grow by
    /// doubling are copied, and take twice their memory after that.
    pub fn reserve(&mut self, rows: usize) {
        self.text_arena.reserve(rows);
        self.dict_columns_mut().for_each(|column| column.reserve(rows));
        self.number_columns_mut().for_each(|column| column.reserve(rows));
        for_each_plain_column!(self, column => column.reserve_exact(rows));
    }

    /// Returns memory that was reserved and is not used.
    pub fn shrink_to_fit(&mut self) {
        self.text_arena.shrink_to_fit();
        self.dict_columns_mut().for_each(DictColumn::shrink_to_fit);
        self.number_columns_mut().for_each(SparseColumn::shrink_to_fit);
        for_each_plain_column!(self, column => column.shrink_to_fit());
    }

    /// The texts, and the search in them.
    pub fn text_arena(&self) -> &TextArena {
        &self.text_arena
    }

    /// Returns a text of a row; empty where absent.
    pub fn text(&self, row: usize, field: TextField) -> &str {
        self.text_arena.get(row, field)
    }

    /// Returns all identifiers of one kind that a row has.
    pub fn identifiers(&self, row: usize, field: TextField) -> impl Iterator<Item = &str> {
        let further = self.text_arena.additional_identifiers(row).filter(move |(of, _)| *of == field).map(|(_, id)| id);
        std::iter::once(self.text(row, field)).filter(|id| !id.is_empty()).chain(further)
    }

    /// The keys of tags.
    pub fn tag_dictionary(&self) -> &TagDictionary {
        &self.tags
    }

    /// Returns the value of a tag of each row, as it was written where that is remembered.
    pub(crate) fn tag_column(&self, key: &str) -> DictColumn {
        let mut values = vec![""; self.len()];
        let places = self.tags.find_key(key);
        if places.includes_names {
            // Names are stored as they were written.
            values.iter_mut().enumerate().for_each(|(row, value)| *value = self.text(row, TextField::Name));
            for code in places.codes {
                self.text_arena.for_each_tag_value(code, |row, value| values[row] = self.tags.as_written(value));
            }
            return values.into_iter().collect();
        }
        for code in places.codes {
            self.text_arena.for_each_tag_value(code, |row, value| values[row] = value);
        }
        let folded: DictColumn = values.into_iter().collect();
        folded.map_texts(|value| self.tags.as_written(value).into())
    }

    /// The type allocation codes of [`SessionCells::device_codes`].
    pub fn type_allocation_codes(&self) -> &Dictionary {
        &self.devices
    }

    /// How long the previous session of a row lasted.
    pub fn previous_duration(&self, row: usize) -> Option<CompactDuration> {
        self.previous_duration.get(row).copied().filter(|lasted| *lasted != CompactDuration::UNKNOWN)
    }

    /// How long after the end of the previous session the current one was last heard of, in milliseconds; the end is known to
    /// the second. The clocks of the two times differ by some seconds.
    pub fn session_gap_ms(&self, row: usize) -> Option<i64> {
        let is_open = self.is_online(row) && self.last_seen_is_update[row];
        let ended = self.time(row, TimeField::Ended).filter(|_| is_open)?;
        Some(self.last_seen[row].saturating_sub(ended).max(0))
    }

    /// Whether a fee for keeping the SIM of a row runs though it is not active.
    pub fn has_renewal_fee(&self, row: usize) -> bool {
        self.has_renewal_fee.get(row) == Some(&true)
    }

    /// What the codes of networks mean.
    pub fn network_dictionary(&self) -> &NetworkDictionary {
        &self.networks
    }

    /// The cells of the previous sessions.
    pub fn previous_cells(&self) -> &SessionCells {
        &self.previous_cells
    }

    /// The cells of the current sessions.
    pub fn current_cells(&self) -> &SessionCells {
        &self.current_cells
    }

    /// The networks that the SIMs registered with last, as codes of [`Columns::network_dictionary`].
    pub fn registered_networks(&self) -> &[u16] {
        &self.registered_networks
    }

    /// Connectivity of each row.
    pub fn connectivity(&self) -> &[Connectivity] {
        &self.connectivity
    }

    /// Whether the current session of a row is on record as open.
    pub fn is_online(&self, row: usize) -> bool {
        self.connectivity.get(row).is_some_and(|connectivity| connectivity.is_online())
    }

    /// When each row was last seen, milliseconds since the epoch; [`UNKNOWN_TIME`] where not known.
    pub fn last_seen(&self) -> &[i64] {
        &self.last_seen
    }

    /// A column of texts that repeat.
    pub fn dict_column(&self, field: DictField) -> &DictColumn {
        &self.dict_columns[field as usize]
    }

    /// A time of a row, to the second, in milliseconds since the epoch.
    pub fn time(&self, row: usize, field: TimeField) -> Option<i64> {
        let seconds = self.times[field as usize].get(row);
        (seconds > 0).then(|| i64::from(seconds) * 1000)
    }

    /// A column of times, in seconds since the epoch; 0 where not known.
    pub fn time_column(&self, field: TimeField) -> &SparseColumn<u32> {
        &self.times[field as usize]
    }

    /// Where a record's JSON is in its source.
    pub fn record_span(&self, row: usize) -> Option<RecordSpan> {
        Some(RecordSpan { offset: *self.span_offset.get(row)?, len: *self.span_len.get(row)? })
    }

    /// Returns how new a record is: by `lastUpdatedAt`, then by the second of its modification. Unknown times are the oldest.
    pub(crate) fn recency_key(&self, row: usize) -> (i64, u32) {
        let updated = if self.last_seen_is_update[row] { self.last_seen[row] } else { UNKNOWN_TIME };
        (updated, self.modified[row])
    }
}
