//! Which identifiers of a list are those of a row of the fleet, however either of them writes it.

use crate::dictionary::fx_hash;
use crate::{Columns, DeviceId, TextField, TextPool, unpadded_iccid};
use hashbrown::HashTable;
use std::borrow::Cow;
use std::cell::OnceCell;

/// The identifiers that a list may have.
const LISTED_FIELDS: [TextField; 7] = [
    TextField::Iccid,
    TextField::Imsi,
    TextField::SimId,
    TextField::PreviousImei,
    TextField::CurrentImei,
    TextField::Msisdn,
    TextField::Serial,
];

/// Returns every identifier of a row: those of the kinds that a list may have, then further ones of a kind.
pub(crate) fn row_identifiers(columns: &Columns, row: usize) -> impl Iterator<Item = (TextField, &str)> {
    let own = LISTED_FIELDS.into_iter().map(move |field| (field, columns.text(row, field)));
    own.chain(columns.text_arena().additional_identifiers(row)).filter(|(_, id)| !id.is_empty())
}

/// Returns an ICCID without its last digit, a check digit (ITU-T E.118) that some lists leave out; `None` where it has none.
fn without_check_digit(iccid: &str) -> Option<&str> {
    iccid.split_at_checked(iccid.len().wrapping_sub(1)).map(|(body, _)| body).filter(|_| matches!(iccid.len(), 19..=20))
}

/// The identifiers of a list by whatever they are compared by.
pub(crate) struct IdentifierIndex<'a> {
    identifiers: &'a TextPool,
    /// ICCIDs by their digits without the check digit, which few fleets leave out.
    by_iccid_body: OnceCell<HashTable<u32>>,
    /// IMEIs and IMEISVs by the digits that those of one device have in common.
    by_device: HashTable<u32>,
    /// The lengths of the identifiers: of most lists one. What has another length need not be searched for.
    lengths: LengthSet,
}

/// A set of lengths; those of 63 bytes and more are one.
#[derive(Clone, Copy, Default)]
struct LengthSet(u64);

impl LengthSet {
    fn insert(&mut self, len: usize) {
        self.0 |= 1 << len.min(63);
    }

    fn contains(self, len: usize) -> bool {
        self.0 & 1 << len.min(63) != 0
    }
}

impl<'a> IdentifierIndex<'a> {
    pub fn new(identifiers: &'a TextPool) -> Self {
        let mut by_device = HashTable::new();
        let mut lengths = LengthSet::default();
        for (at, id) in identifiers.texts().enumerate() {
            let at = at as u32;
            lengths.insert(id.len());
            if let Some(device) = DeviceId::parse_imei(id) {
                let hasher = |at: &u32| fx_hash(DeviceId::parse_imei(identifiers.text(*at)));
                by_device.insert_unique(fx_hash(Some(device)), at, hasher);
            }
        }
        Self { identifiers, by_iccid_body: OnceCell::new(), by_device, lengths }
    }

    fn index_iccid_bodies(&self) -> HashTable<u32> {
        let mut by_body = HashTable::new();
        for (at, id) in self.identifiers.texts().enumerate() {
            if let Some(body) = without_check_digit(id) {
                let hasher = |at: &u32| fx_hash(without_check_digit(self.identifiers.text(*at)));
                by_body.insert_unique(fx_hash(Some(body)), at as u32, hasher);
            }
        }
        by_body
    }

    /// Puts the numbers of the identifiers of the list that are among those of a row into `found`, each once, in the order
    /// in which the row has them.
    pub fn find_matches<'b>(&self, of_row: impl Iterator<Item = (TextField, &'b str)>, found: &mut Vec<u32>) {
        found.clear();
        for (field, id) in of_row {
            self.for_each_match(field, id, |at| {
                if !found.contains(&at) {
                    found.push(at);
                }
            });
        }
    }

    /// Calls `found` with the number of each identifier of the list that is the same as this one of the fleet.
    fn for_each_match(&self, field: TextField, id: &str, mut found: impl FnMut(u32)) {
        if matches!(field, TextField::PreviousImei | TextField::CurrentImei) {
            if let Some(device) = DeviceId::parse_imei(id) {
                let is_same = |at: &&u32| DeviceId::parse_imei(self.identifiers.text(**at)) == Some(device);
                self.by_device.iter_hash(fx_hash(Some(device))).filter(is_same).for_each(|at| found(*at));
            }
            return;
        }
        let id = normalize_identifier(id);
        let find_exact = |id: &str| self.lengths.contains(id.len()).then(|| self.identifiers.find_number(id)).flatten();
        find_exact(&id).into_iter().for_each(&mut found);
        if matches!(field, TextField::Iccid | TextField::SimId) {
            if let Some(body) = without_check_digit(&id) {
                find_exact(body).into_iter().for_each(&mut found);
            }
            // Those with a check digit are one longer.
            if !self.lengths.contains(id.len() + 1) {
                return;
            }
            let is_same = |at: &&u32| without_check_digit(self.identifiers.text(**at)) == Some(&*id);
            let by_body = self.by_iccid_body.get_or_init(|| self.index_iccid_bodies());
            by_body.iter_hash(fx_hash(Some(&*id))).filter(is_same).for_each(|at| found(*at));
        }
    }
}

/// Normalizes an identifier of the fleet as those of a list are: in capitals, without padding and separators.
pub(crate) fn normalize_identifier(id: &str) -> Cow<'_, str> {
    let id = unpadded_iccid(id);
    match id.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        true => Cow::Borrowed(id),
        false => Cow::Owned(id.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()),
    }
}
