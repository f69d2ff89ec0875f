//! The table of fields. Each field of a SIM is one row of it, and whoever deals with fields asks it: the parser, completion,
//! filters, facets, the pivot, the order, the table, exports and the page's names.
//!
//! `docs/adding-a-field.md` tells how a row is added.

use fleet::{ColumnRole, DictField, TextField, TimeField};
use serde::{Deserialize, Serialize};

/// What the values of a field look like, and what they are compared with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FieldKind {
    /// The session that the fields of places ask about; no filter.
    Basis,
    /// Country of the basis' network.
    Country,
    /// Mobile country code of that network.
    Mcc,
    /// Code of that network.
    Plmn,
    /// Operator of that network.
    Operator,
    /// Radio access technology of the basis' cell.
    Radio,
    /// Tracking or location area code of that cell.
    Area,
    /// That cell.
    Cell,
    /// A circle around a point.
    Near,
    /// A rectangle or a polygon.
    Within,
    /// How exactly the position of the cell is known.
    Located,
    /// Connectivity.
    Session,
    /// Last seen, by age or date.
    Seen,
    /// Another time of a SIM, by age or date; of one that is to come, how long until then.
    Time(TimeField),
    /// The subscription that carried the session.
    Carried,
    /// The address of the device in the session.
    Ip,
    /// How long ago a SIM that is online was updated.
    Stale,
    /// How long the previous session lasted.
    Duration,
    /// What differs between the current and the previous session.
    Moved,
    /// What differs from the baseline; a SIM may have several of these.
    Change,
    /// Whether the device is in several SIMs.
    Shared,
    /// Whether a fee for keeping the SIM runs.
    Fee,
    /// The file or account that the record came from.
    Source,
    /// A list of identifiers that was looked up, or a list of the operator's own.
    List,
    /// The value of a column of the operator's own lists, whose name follows the field's own key: a family of fields.
    Joined,
    /// What the operator's own lists add up to for a SIM.
    Sum(ColumnRole),
    /// What is otherwise than the operator's own lists say that it should be.
    Expected,
    /// The value of the tag whose key follows the field's own key: a family of fields.
    Tag,
    /// The type allocation code: eight digits that an IMEI begins with (3GPP TS 23.003, 6.2).
    Device,
    /// A column of texts that repeat.
    Dictionary(DictField),
    /// The same, of which a SIM may have several: see [`fleet::TEXT_LIST_SEPARATOR`].
    TextList(DictField),
    /// Digits, by prefix, in any of these texts; blanks and dashes between them are left out.
    DigitPrefix(&'static [TextField]),
    /// A text, by prefix.
    TextPrefix(TextField),
    /// A text, whole.
    WholeText(TextField),
}

/// When the values of a field are offered as a facet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FacetCondition {
    /// In every fleet.
    Always,
    /// Where the records came from several sources.
    SeveralSources,
    /// Where the records have several values of it.
    SeveralValues,
    /// Where there is a baseline to compare with.
    Baseline,
    /// Where the reader asks for it: to count it takes a search in all texts.
    OnRequest,
}

/// Whether a column is shown to a reader who never chose columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum ColumnVisibility {
    ShownAtFirst,
    HiddenAtFirst,
}

/// A field as a column of the table. Every column can be sorted by and exported.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct ColumnDefinition {
    /// Columns stand in the order of these numbers, which may have gaps.
    position: u8,
    visibility: ColumnVisibility,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
struct FieldDefinition {
    key: &'static str,
    kind: FieldKind,
    record_key: Option<&'static str>,
    facet: Option<FacetCondition>,
    is_pivot_side: bool,
    column: Option<ColumnDefinition>,
}

/// A field that can be filtered by, and nothing else.
const fn define(key: &'static str, kind: FieldKind) -> FieldDefinition {
    FieldDefinition { key, kind, record_key: None, facet: None, is_pivot_side: false, column: None }
}

impl FieldDefinition {
    /// The key in the API's record, where that is another one.
    const fn with_record_key(self, key: &'static str) -> Self {
        Self { record_key: Some(key), ..self }
    }

    const fn with_facet(self, condition: FacetCondition) -> Self {
        Self { facet: Some(condition), ..self }
    }

    const fn with_pivot_side(self) -> Self {
        Self { is_pivot_side: true, ..self }
    }

    const fn with_column(self, position: u8, visibility: ColumnVisibility) -> Self {
        Self { column: Some(ColumnDefinition { position, visibility }), ..self }
    }
}

/// Makes the fields and the table of their definitions from one list.
macro_rules! schema {
    ($($(#[$doc:meta])+ $field:ident = $definition:expr;)+) => {
        /// A field of a SIM, or a family of fields whose keys are data: see [`crate::QueryKey`] for one of these.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum Field { $($(#[$doc])+ $field,)+ }

        impl Field {
            /// All of them, in the order in which keys and facets are offered.
            pub const ALL: &'static [Self] = &[$(Self::$field),+];
        }

        const DEFINITIONS: &[FieldDefinition] = {
            use ColumnVisibility::*;
            use FacetCondition::*;
            &[$($definition),+]
        };
    };
}

schema! {
    /// The session that the fields of places ask about.
    Basis = define("basis", FieldKind::Basis);
    /// Country of the cell.
    Country = define("country", FieldKind::Country).with_facet(Always).with_pivot_side().with_column(70, ShownAtFirst);
    /// Mobile country code.
    Mcc = define("mcc", FieldKind::Mcc);
    /// Code of the network.
    Plmn = define("plmn", FieldKind::Plmn);
    /// Operator of the network.
    Operator = define("operator", FieldKind::Operator).with_facet(Always).with_pivot_side().with_column(80, ShownAtFirst);
    /// Radio access technology.
    Radio = define("radio", FieldKind::Radio).with_facet(Always).with_pivot_side().with_column(90, ShownAtFirst);
    /// Tracking or location area code.
    Area = define("area", FieldKind::Area);
    /// The cell.
    Cell = define("cell", FieldKind::Cell).with_column(100, ShownAtFirst);
    /// Around a point.
    Near = define("near", FieldKind::Near);
    /// Inside of a rectangle or a polygon.
    Within = define("within", FieldKind::Within);
    /// How exactly the position of the cell is known.
    Located = define("located", FieldKind::Located);
    /// Connectivity.
    Session = define("session", FieldKind::Session).with_facet(Always).with_pivot_side().with_column(50, ShownAtFirst);
    /// Last seen.
    Seen = define("seen", FieldKind::Seen).with_pivot_side().with_column(60, ShownAtFirst);
    /// When the previous session began.
    Began = define("began", FieldKind::Time(TimeField::Began)).with_column(162, HiddenAtFirst);
    /// When the previous session ended.
    Ended = define("ended", FieldKind::Time(TimeField::Ended)).with_column(164, HiddenAtFirst);
    /// How long the previous session lasted.
    Duration = define("duration", FieldKind::Duration).with_column(160, HiddenAtFirst);
    /// When the device last registered with a network, perhaps without a session.
    Attached = define("attached", FieldKind::Time(TimeField::Attached)).with_column(166, HiddenAtFirst);
    /// When the network was registered that the last basis falls back to.
    Registered = define("registered", FieldKind::Time(TimeField::Registered)).with_column(168, HiddenAtFirst);
    /// SIM status.
    Status = define("status", FieldKind::Dictionary(DictField::Status))
        .with_facet(Always).with_pivot_side().with_column(40, ShownAtFirst);
    /// Subscription.
    Plan = define("plan", FieldKind::Dictionary(DictField::Plan))
        .with_record_key("subscription").with_facet(Always).with_pivot_side().with_column(120, HiddenAtFirst);
    /// The subscription that carried the session: one of several may be another than that of the record.
    Carried = define("carried", FieldKind::Carried).with_facet(SeveralValues).with_pivot_side().with_column(122, HiddenAtFirst);
    /// The states of the subscriptions that were added over the air.
    Ota = define("ota", FieldKind::TextList(DictField::AddedStatuses)).with_facet(SeveralValues).with_column(124, HiddenAtFirst);
    /// The bundles of the subscription.
    Bundle = define("bundle", FieldKind::TextList(DictField::Bundles))
        .with_record_key("bundles").with_facet(SeveralValues).with_column(126, HiddenAtFirst);
    /// Speed class.
    Speed = define("speed", FieldKind::Dictionary(DictField::SpeedClass))
        .with_record_key("speedClass").with_facet(Always).with_pivot_side();
    /// Module type.
    Module = define("module", FieldKind::Dictionary(DictField::ModuleType))
        .with_record_key("moduleType").with_facet(Always).with_pivot_side();
    /// Whether the SIM is a card, an embedded one or a virtual one.
    Type = define("type", FieldKind::Dictionary(DictField::SimType)).with_facet(SeveralValues).with_pivot_side();
    /// Access point name.
    Apn = define("apn", FieldKind::Dictionary(DictField::Apn)).with_facet(SeveralValues).with_pivot_side().with_column(128, HiddenAtFirst);
    /// The address of the device in the session.
    Ip = define("ip", FieldKind::Ip).with_record_key("ueIpAddress").with_column(115, HiddenAtFirst);
    /// Group id.
    Group = define("group", FieldKind::Dictionary(DictField::GroupId))
        .with_record_key("groupId").with_facet(Always).with_pivot_side().with_column(130, HiddenAtFirst);
    /// The Soracom account, by its operator ID. `operator` is the one of the network.
    Account = define("account", FieldKind::Dictionary(DictField::OperatorId))
        .with_record_key("operatorId").with_facet(SeveralValues).with_pivot_side().with_column(135, HiddenAtFirst);
    /// The tag `name`.
    Name = define("name", FieldKind::WholeText(TextField::Name)).with_column(10, ShownAtFirst);
    /// International mobile subscriber identity.
    Imsi = define("imsi", FieldKind::DigitPrefix(&[TextField::Imsi])).with_column(30, ShownAtFirst);
    /// Integrated circuit card identifier.
    Iccid = define("iccid", FieldKind::DigitPrefix(&[TextField::Iccid])).with_column(20, ShownAtFirst);
    /// The device of either session; as a column, that of the basis.
    Imei = define("imei", FieldKind::DigitPrefix(&[TextField::PreviousImei, TextField::CurrentImei]))
        .with_column(110, ShownAtFirst);
    /// SIM ID.
    SimId = define("sim", FieldKind::DigitPrefix(&[TextField::SimId]))
        .with_record_key("simId").with_column(140, HiddenAtFirst);
    /// The number to dial.
    Msisdn = define("msisdn", FieldKind::DigitPrefix(&[TextField::Msisdn])).with_column(150, HiddenAtFirst);
    /// Serial number as printed on the card.
    Serial = define("serial", FieldKind::TextPrefix(TextField::Serial)).with_record_key("serialNumber");
    /// Type allocation code of the device.
    Device = define("device", FieldKind::Device).with_facet(Always).with_pivot_side();
    /// What differs between the current and the previous session.
    Moved = define("moved", FieldKind::Moved);
    /// How long ago a SIM that is online was updated.
    Stale = define("stale", FieldKind::Stale);
    /// The file or account that the record came from.
    Source = define("source", FieldKind::Source).with_facet(SeveralSources).with_pivot_side();
    /// What differs from the baseline.
    Change = define("change", FieldKind::Change).with_facet(Baseline).with_column(170, HiddenAtFirst);
    /// Whether the device is in several SIMs.
    Shared = define("shared", FieldKind::Shared);
    /// Whether a fee for keeping the SIM runs.
    Fee = define("fee", FieldKind::Fee);
    /// Whether the SIM is locked to a device.
    Lock = define("lock", FieldKind::TextList(DictField::Lock)).with_record_key("imeiLock").with_facet(SeveralValues).with_column(112, HiddenAtFirst);
    /// When the SIM expires.
    Expires = define("expires", FieldKind::Time(TimeField::Expires)).with_record_key("expiryTime").with_column(145, HiddenAtFirst);
    /// What will be done then.
    Expiry = define("expiry", FieldKind::Dictionary(DictField::ExpiryAction))
        .with_record_key("expiryAction").with_facet(SeveralValues).with_pivot_side();
    /// Whether the SIM is protected from being terminated.
    Protected = define("protected", FieldKind::Dictionary(DictField::Protection)).with_facet(SeveralValues).with_pivot_side();
    /// When Napter was used last.
    Napter = define("napter", FieldKind::Time(TimeField::Napter)).with_record_key("lastPortMappingCreatedTime").with_column(155, HiddenAtFirst);
    /// Bytes that were sent and received, of Soracom's report of usage.
    Usage = define("usage", FieldKind::Sum(ColumnRole::Usage)).with_column(180, HiddenAtFirst);
    /// An amount of money, of Soracom's bill.
    Amount = define("amount", FieldKind::Sum(ColumnRole::Amount)).with_column(182, HiddenAtFirst);
    /// What is otherwise than the operator's own lists say that it should be.
    Expected = define("expected", FieldKind::Expected);
    /// A list of identifiers that was looked up, or a list of the operator's own.
    List = define("list", FieldKind::List);
    /// The columns of the operator's own lists: `list.` and the name of one.
    Joined = define("list.", FieldKind::Joined).with_facet(OnRequest).with_pivot_side();
    /// The values of tags: `tag.` and the key of one.
    Tag = define("tag.", FieldKind::Tag).with_facet(OnRequest).with_pivot_side();
}

const COLUMN_COUNT: usize = {
    let (mut count, mut at) = (0, 0);
    while at < DEFINITIONS.len() {
        count += DEFINITIONS[at].column.is_some() as usize;
        at += 1;
    }
    count
};

/// The fields that are columns, in the order of their positions.
static COLUMNS: [Field; COLUMN_COUNT] = sort_columns();

const fn sort_columns() -> [Field; COLUMN_COUNT] {
    let mut columns = [Field::Basis; COLUMN_COUNT];
    let (mut placed, mut position) = (0, 0);
    while placed < COLUMN_COUNT {
        let mut at = 0;
        while at < DEFINITIONS.len() {
            if let Some(column) = DEFINITIONS[at].column
                && column.position == position
            {
                columns[placed] = Field::ALL[at];
                placed += 1;
            }
            at += 1;
        }
        position += 1;
    }
    columns
}

impl Field {
    const fn definition(self) -> &'static FieldDefinition {
        &DEFINITIONS[self as usize]
    }

    /// The key of the query language, which is the word for it in addresses and messages as well; of a family, what the
    /// keys of its fields begin with.
    pub const fn key(self) -> &'static str {
        self.definition().key
    }

    pub(crate) const fn kind(self) -> FieldKind {
        self.definition().kind
    }

    /// Whether its fields have keys that are data.
    pub fn is_family(self) -> bool {
        matches!(self.kind(), FieldKind::Tag | FieldKind::Joined)
    }

    /// The field with a key; `None` for the keys of families.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.key() == key && !field.is_family())
    }

    /// The key in the API's record.
    pub fn record_key(self) -> &'static str {
        self.definition().record_key.unwrap_or(self.key())
    }

    /// The field with a key in the API's record that is not its own, in any case.
    pub fn from_record_key(key: &str) -> Option<Self> {
        let is_key = |record_key: &str| record_key.eq_ignore_ascii_case(key);
        Self::ALL.iter().copied().find(|field| field.definition().record_key.is_some_and(is_key))
    }

    /// The fields that a record says in one word each, beside its identifiers.
    pub fn attributes() -> impl Iterator<Item = Self> {
        let is_word = |field: &Self| matches!(field.kind(), FieldKind::Dictionary(_) | FieldKind::TextList(_));
        Self::ALL.iter().copied().filter(is_word)
    }

    /// Returns whether a SIM may have several values of it, which its text joins by [`fleet::TEXT_LIST_SEPARATOR`].
    pub fn has_several_values(self) -> bool {
        matches!(self.kind(), FieldKind::TextList(_))
    }

    /// Returns whether its values are times to the second.
    pub fn is_time(self) -> bool {
        matches!(self.kind(), FieldKind::Time(_))
    }

    /// What is said of a SIM beside its identifiers and sessions: [`Field::attributes`] and its times.
    pub fn facts() -> impl Iterator<Item = Self> {
        let is_of_session = |field: &Self| matches!(field, Self::Began | Self::Ended);
        let is_other = move |field: &Self| field.is_time() && !is_of_session(field);
        Self::attributes().chain(Self::ALL.iter().copied().filter(is_other))
    }

    /// Whether its values can be counted.
    pub(crate) fn is_facet(self) -> bool {
        self.definition().facet.is_some()
    }

    /// When its values are offered as a facet, if they can be counted.
    pub(crate) fn facet_condition(self) -> Option<FacetCondition> {
        self.definition().facet
    }

    pub(crate) fn is_pivot_side(self) -> bool {
        self.definition().is_pivot_side
    }

    /// What a pivot can count by beside tags: facets, then what is counted in bars.
    pub fn pivot_sides() -> impl Iterator<Item = Self> {
        let sides = || Self::ALL.iter().copied().filter(|field| field.is_pivot_side() && !field.is_family());
        sides().filter(|field| field.is_facet()).chain(sides().filter(|field| !field.is_facet()))
    }

    /// The columns of the table, in their order.
    pub fn columns() -> &'static [Self] {
        &COLUMNS
    }

    /// The columns that are shown at first.
    pub fn default_columns() -> impl Iterator<Item = Self> {
        let is_shown = |field: &Self| {
            field.definition().column.is_some_and(|column| column.visibility == ColumnVisibility::ShownAtFirst)
        };
        COLUMNS.iter().copied().filter(is_shown)
    }

    /// The column with a key.
    pub fn from_column_key(key: &str) -> Option<Self> {
        COLUMNS.iter().copied().find(|column| column.key() == key)
    }

    /// The index among [`Field::columns`].
    pub fn column_index(self) -> Option<usize> {
        COLUMNS.iter().position(|column| *column == self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::QueryKey;

    #[test]
    fn every_key_is_that_of_one_field() {
        for field in Field::ALL {
            let same =
                |other: &&Field| other.key() == field.key() || other.definition().record_key == Some(field.key());
            assert_eq!(Field::ALL.iter().filter(same).count(), 1, "{field:?}");
            if field.is_family() {
                assert_eq!(Field::from_key(field.key()), None);
                assert_eq!(QueryKey::from_name(&format!("{}x", field.key())).unwrap().field, *field);
            } else {
                assert_eq!(Field::from_key(field.key()), Some(*field));
                assert_eq!(QueryKey::from_name(field.key()).unwrap(), QueryKey::from(*field));
            }
        }
        assert_eq!((Field::from_key("colour"), Field::from_record_key("groupId")), (None, Some(Field::Group)));
    }

    #[test]
    fn lists_of_fields_keep_their_order() {
        let keys = |fields: &mut dyn Iterator<Item = Field>| fields.map(Field::key).collect::<Vec<_>>().join(" ");
        let at_first = "name iccid imsi status session seen country operator radio cell imei";
        let hidden = "lock ip plan carried ota bundle apn group account sim expires msisdn napter duration began ended attached registered change usage amount";
        assert_eq!(keys(&mut Field::columns().iter().copied()), format!("{at_first} {hidden}"));
        assert_eq!(keys(&mut Field::default_columns()), at_first);
        let facets = "country operator radio session status plan speed module group device";
        assert_eq!(keys(&mut Field::facets(&fleet::Fleet::default())), facets);
        let others = Field::facts().skip(Field::attributes().count());
        assert_eq!(keys(&mut { others }), "attached registered expires napter");
        let sides = "country operator radio session status plan carried speed module type apn group account device source expiry protected seen";
        assert_eq!(keys(&mut Field::pivot_sides()), sides);
        assert_eq!(
            keys(&mut Field::attributes()),
            "status plan ota bundle speed module type apn group account lock expiry protected"
        );
    }

    #[test]
    fn every_column_reads_back_from_its_key() {
        for (index, column) in Field::columns().iter().enumerate() {
            assert_eq!(Field::from_column_key(column.key()), Some(*column));
            assert_eq!(column.column_index(), Some(index));
        }
        assert_eq!((Field::from_column_key("mcc"), Field::Mcc.column_index()), (None, None));
    }
}
