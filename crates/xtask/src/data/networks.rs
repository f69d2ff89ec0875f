//! Generates the tables of networks by MCC and MNC from the npm package mcc-mnc-list.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use super::{DataTableError, read_hand_kept, read_json, source_error};

/// Paths of the sources of the tables, and of a second source with which they are compared.
pub struct NetworkSources<'a> {
    /// The list of networks.
    pub list: &'a Path,
    /// The territory of each MCC, from ITU-T E.212.
    pub mccs: &'a Path,
    /// The territories of networks that the list assigns to several or to none.
    pub corrections: &'a Path,
    /// One name for each brand with several spellings.
    pub spellings: &'a Path,
    /// Networks and their countries from a second source.
    pub providers: &'a Path,
    /// The differences of the second source, with the reasons why the tables do not follow it.
    pub differences: &'a Path,
}

/// The texts of the three tables.
pub struct NetworkTableTexts {
    /// `MCC and MNC in three digits each, territory, operator`.
    pub networks: String,
    /// `MCC, digits of its MNCs, territory`.
    pub mccs: String,
    /// `MCC and MNC in three digits each, digits of the MNC`, for the MNCs with more digits than usual under their MCC.
    pub wider: String,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListedNetwork {
    country_code: Option<String>,
    mcc: String,
    mnc: String,
    brand: Option<String>,
    operator: Option<String>,
    status: String,
}

impl ListedNetwork {
    fn is_operational(&self) -> bool {
        self.status == "Operational"
    }

    /// Returns the brand that subscribers know or, without one, the company.
    fn operator_name(&self) -> Option<String> {
        let is_returned = matches!(self.status.as_str(), "Returned spare" | "Reserved");
        [&self.brand, &self.operator]
            .into_iter()
            .flatten()
            .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
            .find(|name| !name.is_empty() && !is_returned)
    }
}

#[derive(Default)]
struct NetworkCorrection {
    territory: String,
    operator: Option<String>,
}

/// Generates the tables and compares them with the second source.
pub fn network_tables(sources: &NetworkSources) -> Result<NetworkTableTexts, DataTableError> {
    let NetworkSources { list, corrections, .. } = *sources;
    let mut listed: Vec<ListedNetwork> = read_json(list)?;
    // The list also has a few ranges, unknown codes, and MNCs followed by the digits of an enterprise.
    listed.retain(|entry| matches!(entry.mnc.len(), 2 | 3) && entry.mnc.bytes().all(|b| b.is_ascii_digit()));
    if listed.len() < 2500 {
        return Err(source_error(list, format!("only {} networks", listed.len())));
    }

    let mut corrected = BTreeMap::new();
    for [mcc, mnc, territory, operator, _source] in read_hand_kept::<5>(corrections)? {
        let operator = if operator.is_empty() { None } else { Some(operator) };
        corrected.insert((mcc, mnc), NetworkCorrection { territory, operator });
    }
    let names = OperatorSpellings::new(&listed, sources.spellings)?;

    let mut by_mcc: BTreeMap<&str, Vec<&ListedNetwork>> = BTreeMap::new();
    let mut by_plmn: BTreeMap<(u16, u16), Vec<&ListedNetwork>> = BTreeMap::new();
    for entry in &listed {
        let number = |digits: &str| digits.parse().map_err(|_| source_error(list, format!("not a number: {digits}")));
        by_mcc.entry(&entry.mcc).or_default().push(entry);
        by_plmn.entry((number(&entry.mcc)?, number(&entry.mnc)?)).or_default().push(entry);
    }
    for (mcc, mnc) in corrected.keys() {
        if !listed.iter().any(|entry| entry.mcc == *mcc && entry.mnc == *mnc) {
            return Err(source_error(corrections, format!("{mcc}-{mnc} is not listed any more")));
        }
    }

    let main = main_territories(sources.mccs, &by_mcc)?;
    let (mut networks, mut wider) = (String::new(), String::new());
    for ((mcc, mnc), entries) in &by_plmn {
        let correction = corrected.get(&(entries[0].mcc.clone(), entries[0].mnc.clone()));
        let territory = match correction {
            Some(correction) => correction.territory.clone(),
            None => agreed_territory(entries, main.get(&entries[0].mcc))
                .ok_or_else(|| source_error(corrections, format!("{mcc:03}-{mnc:02} needs a row")))?,
        };
        let is_consistent = |entry: &ListedNetwork| listed_territory(entry).split('/').any(|code| code == territory);
        let best =
            entries.iter().min_by_key(|entry| (!is_consistent(entry), !entry.is_operational())).unwrap_or(&entries[0]);
        let operator = correction
            .and_then(|correction| correction.operator.clone())
            .or_else(|| best.operator_name().map(|name| names.canonical_name(&name)))
            .filter(|_| !matches!(territory.as_str(), "test" | "private"))
            .unwrap_or_default();
        // The list has lost the leading zero of some MNCs (310-59 is 310-059), which the table restores; 405-025 keeps
        // its third digit among MNCs of two.
        let usual = by_mcc.get(best.mcc.as_str()).map_or(2, |entries| mnc_digits(entries));
        if best.mnc.len() > usual && *mnc < 100 {
            _ = writeln!(wider, "{mcc:03}{mnc:03}\t{}", best.mnc.len());
        }
        _ = writeln!(networks, "{mcc:03}{mnc:03}\t{territory}\t{operator}");
    }

    let mut mccs = String::new();
    for (mcc, territory) in &main {
        let digits = by_mcc.get(mcc.as_str()).map_or(2, |entries| mnc_digits(entries));
        _ = writeln!(mccs, "{mcc}\t{digits}\t{territory}");
    }
    let tables = NetworkTableTexts { networks, mccs, wider };
    check_against_second_source(&tables, sources)?;
    Ok(tables)
}

/// Returns the territory of each MCC in ITU-T E.212. If all listed networks of an MCC are in one territory, it must be
/// the same.
fn main_territories(
    mccs: &Path,
    by_mcc: &BTreeMap<&str, Vec<&ListedNetwork>>,
) -> Result<BTreeMap<String, String>, DataTableError> {
    let (mut main, mut noted) = (BTreeMap::new(), BTreeSet::new());
    for [mcc, territory, note] in read_hand_kept::<3>(mccs)? {
        if !note.is_empty() {
            noted.insert(mcc.clone());
        }
        main.insert(mcc, territory);
    }
    for (mcc, entries) in by_mcc {
        let listed: BTreeSet<String> = entries.iter().map(|entry| listed_territory(entry)).collect();
        let expected = main.get(*mcc);
        if expected.is_none() || only_element(&listed).as_ref() != expected && !noted.contains(*mcc) {
            return Err(source_error(mccs, format!("{mcc} is {expected:?} and needs a note: the list has {listed:?}")));
        }
    }
    Ok(main)
}

/// Compares the tables with the second source. For each network with another country or another number of MNC digits
/// there must be a row that explains it, and there must be no other rows.
fn check_against_second_source(tables: &NetworkTableTexts, sources: &NetworkSources) -> Result<(), DataTableError> {
    let columns = |table: &str| -> BTreeMap<String, Vec<String>> {
        let rows = table.lines().filter_map(|line| line.split_once('\t'));
        rows.map(|(key, rest)| (key.to_owned(), rest.split('\t').map(str::to_owned).collect())).collect()
    };
    let [networks, mccs, wider] = [&tables.networks, &tables.mccs, &tables.wider].map(|table| columns(table));
    let first = |row: Option<&Vec<String>>| row.and_then(|row| row.first()).cloned();
    let mut differences: BTreeMap<(String, String), String> =
        read_hand_kept::<3>(sources.differences)?.into_iter().map(|[mcc, mnc, why]| ((mcc, mnc), why)).collect();
    for [mcc, mnc, countries] in read_hand_kept::<3>(sources.providers)? {
        let key = format!("{mcc}{mnc:0>3}");
        let of_mcc = mccs.get(&mcc).and_then(|row| row.get(1)).cloned();
        let territory = first(networks.get(&key)).or(of_mcc).unwrap_or_default();
        // Only for an MNC below 100 does its number not show how many digits it has.
        let digits = first(wider.get(&key)).or_else(|| first(mccs.get(&mcc))).filter(|_| key[3..].starts_with('0'));
        let same_digits =
            digits.map_or(mnc.len() == 2 || networks.contains_key(&key), |digits| digits == mnc.len().to_string());
        let is_same = countries.split('/').any(|country| country == territory) && same_digits;
        let reason_row = differences.remove(&(mcc.clone(), mnc.clone()));
        if is_same == reason_row.is_some() {
            let reason =
                format!("{mcc}-{mnc} ({countries}) differs: {}, but has a reason: {}", !is_same, reason_row.is_some());
            return Err(source_error(sources.differences, reason));
        }
    }
    match differences.keys().next() {
        Some((mcc, mnc)) => Err(source_error(sources.differences, format!("{mcc}-{mnc} is not in the second source"))),
        None => Ok(()),
    }
}

/// Returns the territory of a network in the list, which has no country for test, private and shared codes.
fn listed_territory(entry: &ListedNetwork) -> String {
    match (entry.mcc.as_str(), &entry.country_code) {
        ("001", _) => "test".to_owned(),
        ("999", _) => "private".to_owned(),
        (_, Some(code)) => code.clone(),
        (_, None) => "international".to_owned(),
    }
}

/// Returns the one territory that all rows of a PLMN name. A row that names several, such as `AU/CC/CX`, says no more
/// than the MCC.
fn agreed_territory(entries: &[&ListedNetwork], of_mcc: Option<&String>) -> Option<String> {
    let territories: BTreeSet<String> = entries.iter().map(|entry| listed_territory(entry)).collect();
    let territory = only_element(&territories)?;
    if is_single_territory(&territory) { Some(territory) } else { of_mcc.cloned() }
}

fn only_element(set: &BTreeSet<String>) -> Option<String> {
    if set.len() == 1 { set.first().cloned() } else { None }
}

/// Returns whether a code is one territory, not several (`AU/CC/CX`) or a part of one (`GE-AB`).
fn is_single_territory(territory: &str) -> bool {
    territory.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Returns the number of digits of an MCC's MNCs: that of most MNCs below 100, as only those show it, or 3 if there are
/// none.
fn mnc_digits(entries: &[&ListedNetwork]) -> usize {
    let below: Vec<_> = entries.iter().filter(|entry| entry.mnc.len() == 2 || entry.mnc.starts_with('0')).collect();
    let three = below.iter().filter(|entry| entry.mnc.len() == 3).count();
    if three * 2 > below.len() || below.is_empty() { 3 } else { 2 }
}

/// The preferred spellings of names that differ only in case, spaces, full stops and commas.
struct OperatorSpellings {
    by_fold: BTreeMap<String, String>,
    by_name: BTreeMap<String, String>,
}

impl OperatorSpellings {
    fn new(listed: &[ListedNetwork], spellings: &Path) -> Result<Self, DataTableError> {
        let by_name: BTreeMap<_, _> =
            read_hand_kept::<3>(spellings)?.into_iter().map(|[listed, name, _why]| (listed, name)).collect();
        let mut uses: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for name in listed.iter().filter_map(ListedNetwork::operator_name) {
            let name = by_name.get(&name).cloned().unwrap_or(name);
            *uses.entry(fold_name(&name)).or_default().entry(name).or_default() += 1;
        }
        let mut by_fold = BTreeMap::new();
        for (fold, spelled) in uses {
            let chosen = spelled.into_iter().max_by_key(|(name, count)| (by_name.values().any(|n| n == name), *count));
            by_fold.extend(chosen.map(|(name, _)| (fold, name)));
        }
        Ok(Self { by_fold, by_name })
    }

    fn canonical_name(&self, name: &str) -> String {
        let name = self.by_name.get(name).map_or(name, String::as_str);
        self.by_fold.get(&fold_name(name)).cloned().unwrap_or_else(|| name.to_owned())
    }
}

fn fold_name(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, ' ' | '.' | ',')).flat_map(char::to_lowercase).collect()
}
