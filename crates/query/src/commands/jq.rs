//! Terms in jq, for records as soracom-cli lists subscribers.

use super::jq_text::{quote_text, write_pattern_test, write_text_test};
use super::jq_time::{write_bounds, write_length, write_time_test};
use super::network_set::NetworkSet;
use super::{TermWriter, any_of, group};
use crate::identifiers::parse_grouped_identifier;
use crate::key::QueryKey;
use crate::pattern::Pattern;
use crate::schema::FieldKind;
use crate::sessions::CellName;
use crate::time::Clock;
use crate::tree::QueryValue;
use fleet::{Basis, Connectivity, DeviceId, DictField, TextField, TimeField};
use places::VisitedPlmn;

/// When a SIM was last seen, as [`fleet::Record::last_seen`] tells it.
const LAST_SEEN: &str = "(.sessionStatus.lastUpdatedAt // .previousSession.deletedTime // .previousSession.createdTime // .arcSessionStatus.lastUpdatedAt)";
/// The texts that a word is looked for in.
const ALL_TEXTS: &str =
    ".imsi, .iccid, .simId, .msisdn, .serialNumber, .previousSession.imei, .sessionStatus.imei, (.tags // {} | .[])";
/// The current session of a SIM that is online; nothing for others.
const CURRENT_SESSION: &str = ".sessionStatus | select(.online == true)";

/// Writes terms in jq.
pub(super) struct JqWriter<'a> {
    pub basis: Basis,
    pub clock: &'a Clock<'a>,
}

impl TermWriter for JqWriter<'_> {
    fn write_word(&self, text: &Pattern) -> Option<String> {
        let folded = text.to_folded();
        let has = |part: &String| Some(any_text(&write_pattern_test(&Pattern::from_literal(part).to_part(), false)?));
        let parts: Option<Vec<String>> = folded.parts().iter().filter(|part| !part.is_empty()).map(has).collect();
        let parts = parts?;
        let all = if parts.is_empty() { "true".to_owned() } else { parts.join(" and ") };
        Some(match text.as_literal().and_then(parse_grouped_identifier) {
            Some(identifier) => format!("({all} or {})", has(&identifier)?),
            None if parts.len() > 1 => format!("({all})"),
            None => all,
        })
    }

    fn write_filter(&self, key: &QueryKey, values: &[QueryValue]) -> Option<String> {
        match key.kind() {
            FieldKind::Session => Some(group(values.iter().filter_map(write_session))),
            FieldKind::Dictionary(field) => write_dictionary_test(field, values),
            FieldKind::TextPrefix(TextField::Serial) => write_text_test(".serialNumber", values, true),
            FieldKind::DigitPrefix(fields) => write_identifier_test(fields, values),
            FieldKind::WholeText(TextField::Name) => write_text_test(".tags.name", values, false),
            FieldKind::Tag => write_text_test(&format!(".tags[{}]", quote_text(key.tag()?)), values, false),
            FieldKind::Radio => write_text_test(&format!("({} | .radioType)", self.cell()), values, false),
            FieldKind::Device if self.basis == Basis::Previous => {
                write_text_test(".previousSession.imei", values, true)
            }
            FieldKind::Country => self.write_network_test(values, |value| match value {
                QueryValue::Country(territory) => NetworkSet::of_territory(*territory),
                _ => None,
            }),
            FieldKind::Operator => self.write_network_test(values, |value| match value {
                QueryValue::Pattern(name) => NetworkSet::of_operator(name),
                _ => None,
            }),
            FieldKind::Mcc => self.write_mcc_test(values),
            FieldKind::Plmn if self.basis != Basis::Last => {
                let plmn = |value: &QueryValue| match value {
                    QueryValue::Plmn(plmn) => Some(write_plmn(*plmn)),
                    _ => None,
                };
                Some(self.any_cell(any_of(values.iter().filter_map(plmn))))
            }
            FieldKind::Area => {
                let area = |value: &QueryValue| match value {
                    QueryValue::Area(interval) => {
                        Some(write_bounds(interval.to_bounds(|area| area.0.into(), |area| area.0.into())))
                    }
                    _ => None,
                };
                let areas = any_of(values.iter().filter_map(area));
                Some(format!("any({} | .tac // .lac | numbers; {areas})", self.cell()))
            }
            FieldKind::Cell => {
                let name = |value: &QueryValue| match value {
                    QueryValue::Cell(name) => Some(write_cell_name(*name)),
                    _ => None,
                };
                Some(self.any_cell(any_of(values.iter().filter_map(name))))
            }
            FieldKind::Seen => write_time_test(LAST_SEEN, values, false, self.clock),
            FieldKind::Stale => {
                let seen = write_time_test(LAST_SEEN, values, false, self.clock)?;
                Some(format!("(.sessionStatus.online == true and {seen})"))
            }
            FieldKind::Time(field) => write_time_test(time_path(field)?, values, field.is_ahead(), self.clock),
            FieldKind::Duration => write_duration_test(values),
            FieldKind::Fee => Some(".renewalFeeStatusSetTime != null".to_owned()),
            _ => None,
        }
    }

    fn negate(&self, condition: &str) -> String {
        format!("({condition} | not)")
    }
}

impl JqWriter<'_> {
    /// The cell of the basis' session; nothing, or null, where there is none.
    fn cell(&self) -> String {
        match self.basis {
            Basis::Previous => ".previousSession.cell".to_owned(),
            Basis::Current => format!("({CURRENT_SESSION} | .cell)"),
            Basis::Last => {
                format!("(({CURRENT_SESSION} | .cell | select(.mcc != null)) // .previousSession.cell)")
            }
        }
    }

    fn any_cell(&self, condition: String) -> String {
        format!("any({}; {condition})", self.cell())
    }

    /// The condition that the network is in one of the sets. The last basis knows networks of registrations as well, of which the
    /// newest counts: that is left out.
    fn write_network_test(
        &self,
        values: &[QueryValue],
        network_set: impl Fn(&QueryValue) -> Option<NetworkSet>,
    ) -> Option<String> {
        if self.basis == Basis::Last {
            return None;
        }
        let mut all = NetworkSet::default();
        for value in values.iter().filter(|value| **value != QueryValue::None) {
            all.extend(network_set(value)?);
        }
        let has_network = self.any_cell(".mcc != null".to_owned());
        let absent = values.contains(&QueryValue::None).then(|| self.negate(&has_network));
        let within = (!all.is_empty()).then(|| self.any_cell(write_network_set(&all)));
        Some(group(absent.into_iter().chain(within)))
    }

    fn write_mcc_test(&self, values: &[QueryValue]) -> Option<String> {
        if self.basis == Basis::Last {
            return None;
        }
        let mcc = |value: &QueryValue| match value {
            QueryValue::Mcc(interval) => Some(write_bounds(interval.to_bounds(|mcc| mcc.0.into(), |mcc| mcc.0.into()))),
            _ => None,
        };
        Some(format!("any({} | .mcc | numbers; {})", self.cell(), any_of(values.iter().filter_map(mcc))))
    }
}

/// The condition that a condition holds for one of the texts that a word is looked for in.
fn any_text(condition: &str) -> String {
    format!(r#"any({ALL_TEXTS}; . // "" | ascii_downcase | {condition})"#)
}

/// The condition of a session: what is told, else what follows from what is not there.
fn write_session(value: &QueryValue) -> Option<String> {
    const IS_NULL: &str = r#"has("sessionStatus") and .sessionStatus == null"#;
    const IS_ARC: &str = ".arcSessionStatus != null";
    let QueryValue::Session(session) = value else { return None };
    let offline = format!("(.sessionStatus.online == false or ({IS_NULL} and .previousSession != null))");
    let never = format!("({IS_NULL} and .previousSession == null and ({IS_ARC} | not))");
    Some(match session {
        Connectivity::Online => ".sessionStatus.online == true".to_owned(),
        Connectivity::Offline => offline,
        Connectivity::Never => never,
        Connectivity::Unknown => format!("(.sessionStatus.online == true or {offline} or {never} | not)"),
    })
}

fn write_dictionary_test(field: DictField, values: &[QueryValue]) -> Option<String> {
    let path = match field {
        DictField::Status => ".status",
        DictField::Plan => ".subscription",
        DictField::SpeedClass => ".speedClass",
        DictField::ModuleType => ".moduleType",
        DictField::Apn => ".apn",
        DictField::GroupId => ".groupId",
        DictField::OperatorId => ".operatorId",
        DictField::ExpiryAction => ".expiryAction",
        // Of a subscriber the type is the speed class once more; the others are worked out.
        _ => return None,
    };
    write_text_test(path, values, false)
}

/// Identifiers by what they begin with.
fn write_identifier_test(fields: &[TextField], values: &[QueryValue]) -> Option<String> {
    let path = match fields {
        [TextField::Imsi] => ".imsi",
        [TextField::Iccid] => ".iccid",
        [TextField::SimId] => ".simId",
        [TextField::Msisdn] => ".msisdn",
        [TextField::PreviousImei, TextField::CurrentImei] => {
            // Whoever writes a whole IMEI means the device, whatever its last digits are.
            let device = |value: &QueryValue| match value {
                QueryValue::Pattern(text) => match text.as_literal().and_then(DeviceId::parse_imei) {
                    Some(device) => QueryValue::Pattern(Pattern::from_literal(&device.digits())),
                    None => value.clone(),
                },
                _ => value.clone(),
            };
            let values: Vec<QueryValue> = values.iter().map(device).collect();
            let test = write_text_test(".", &values, true)?;
            return Some(format!("any(.previousSession.imei, .sessionStatus.imei; {test})"));
        }
        _ => return None,
    };
    write_text_test(path, values, true)
}

fn write_plmn(plmn: VisitedPlmn) -> String {
    let mnc = plmn.mnc.map_or_else(|| "null".to_owned(), |mnc| mnc.to_string());
    format!("(.mcc == {} and .mnc == {mnc})", plmn.mcc)
}

fn write_cell_name(name: CellName) -> String {
    let mut conditions = vec![write_plmn(name.plmn)];
    conditions.extend(name.area.map(|area| format!("(.tac // .lac) == {area}")));
    conditions.extend(name.id.map(|id| format!("(.eci // .ci // .sac) == {id}")));
    format!("({})", conditions.join(" and "))
}

/// The condition that the network of a cell `.` is in a set.
fn write_network_set(set: &NetworkSet) -> String {
    let list = |numbers: &[u16]| numbers.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
    let is_any = |numbers: &[u16]| match numbers {
        [only] => format!(".mnc == {only}"),
        many => format!("(.mnc as $mnc | any({}; . == $mnc))", list(many)),
    };
    let whole = match &set.whole[..] {
        [] => None,
        [only] => Some(format!(".mcc == {only}")),
        many => Some(format!("(.mcc as $mcc | any({}; . == $mcc))", list(many))),
    };
    let without = set.without.iter().map(|(mcc, mncs)| format!("(.mcc == {mcc} and ({} | not))", is_any(mncs)));
    let only = set.only.iter().map(|(mcc, mncs)| format!("(.mcc == {mcc} and {})", is_any(mncs)));
    any_of(whole.into_iter().chain(without).chain(only))
}

fn time_path(field: TimeField) -> Option<&'static str> {
    Some(match field {
        TimeField::Began => ".previousSession.createdTime",
        TimeField::Ended => ".previousSession.deletedTime",
        TimeField::Attached => ".lastLocationUpdateTime",
        TimeField::Expires => ".expiryTime",
        TimeField::Napter => ".lastPortMappingCreatedTime",
        // It is that of the newest of several registrations.
        TimeField::Registered => return None,
    })
}

fn write_duration_test(values: &[QueryValue]) -> Option<String> {
    const LENGTH: &str = ".previousSession | select(.createdTime != null and .deletedTime != null) | .deletedTime - .createdTime | select(. >= 0)";
    let mut conditions = Vec::new();
    for value in values {
        match value {
            QueryValue::None => {}
            QueryValue::Age(interval) => conditions.push(write_length(*interval)?),
            _ => return None,
        }
    }
    let absent = values.contains(&QueryValue::None).then(|| format!("(any({LENGTH}; true) | not)"));
    let within = (!conditions.is_empty()).then(|| format!("any({LENGTH}; {})", any_of(conditions)));
    Some(group(absent.into_iter().chain(within)))
}
