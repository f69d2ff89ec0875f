//! Random queries and fleets for tests.

use crate::change::BaselineChange;
use crate::expected::ExpectedFact;
use crate::interval::{AreaCode, Interval, IntervalValue, Mcc};
use crate::key::QueryKey;
use crate::pattern::Pattern;
use crate::quantity::Quantity;
use crate::schema::FieldKind;
use crate::sessions::{CellName, SessionChange};
use crate::subnet::Subnet;
use crate::time::{Age, Day, Moment};
use crate::tree::{Query, QueryValue, SharedDevice, Term, TermNode, TextSpan, join_digit_groups};
use fleet::{
    Basis, Cell, CellId, ColumnRole, Connectivity, DictField, Fleet, JoinedListBuilder, Record, RecordSpan, SourceId,
};
use places::{AreaPosition, CountryCode, Plmn, Position, PositionOrigin, Region, Territory, VisitedPlmn};
use proptest::prelude::*;
use proptest::sample::select;

pub(crate) const NOW: i64 = 1_750_000_000_000;

const PLMNS: [(u16, u16); 8] = [(310, 410), (310, 260), (310, 370), (440, 10), (901, 28), (1, 1), (999, 99), (334, 20)];
const NAMES: [&str; 12] = [
    "",
    "Tokyo-1",
    "tokyo two",
    "ÉCOLE 東京",
    "a*b",
    "none",
    "OR",
    "-x",
    "8942310",
    "ホ\u{309A}ンフ\u{309A}",
    "ﾎﾟﾝﾌﾟ",
    "Ａ：“b”",
];
const WORDS: [&str; 8] = ["", "active", "Active", "ready", "none", "plan01s", "s1.fast", "a \"b\"\\"];
const RADIOS: [&str; 5] = ["", "lte", "LTE", "nb-iot", "gsm"];
const TAG_KEYS: [&str; 6] = ["site", "Site", "S/W Version", "a*b", "Name", "ポンプ"];
/// What the only file of a fleet is called.
pub(crate) const SOURCE_NAME: &str = "Fleet 1.json";
/// What is in the list 1.
pub(crate) const LISTED_IDENTIFIERS: &str = "295051,AB-12";
const IDENTIFIERS: [&str; 10] = [
    "",
    "295050000000001",
    "295051",
    "8942310022000000001",
    "894231",
    "AB-12",
    "356938035643809",
    "3569380356438012",
    "35-693803-564380-9",
    "000000000000000",
];

fn any_non_empty(text: impl Strategy<Value = Pattern>) -> impl Strategy<Value = Pattern> {
    text.prop_filter("not empty", |text| !text.is_empty())
}

/// Texts that a fleet has, with stars in place of some characters, or any at all.
fn any_pattern() -> impl Strategy<Value = Pattern> {
    let vocabulary: Vec<&str> = NAMES
        .iter()
        .chain(&WORDS)
        .chain(&RADIOS)
        .chain(&IDENTIFIERS)
        .chain(&["AT&T", "310-410", "NTT DOCOMO"])
        .copied()
        .collect();
    let known = (select(vocabulary), any::<u8>(), any::<u8>(), 0..4).prop_map(|(word, from, to, shape)| {
        let chars: Vec<char> = word.chars().collect();
        let (from, to) = (from as usize % (chars.len() + 1), to as usize % (chars.len() + 1));
        let mut text = Pattern::from_literal("");
        for (i, c) in chars.iter().enumerate() {
            match shape {
                0 | 1 => text.push(*c),
                2 if i == from => text.push_star(),
                3 if (from..to).contains(&i) => {}
                _ => text.push(*c),
            }
        }
        text
    });
    let wild = proptest::collection::vec("[a-zA-Z0-9 :,()\"\\\\*\\-\u{3000}é東：，（＊＂“”－–\u{200B}Ａ]{0,6}", 1..4)
        .prop_map(|parts| {
            let mut text = Pattern::from_literal(&parts[0]);
            for part in &parts[1..] {
                text.push_star();
                part.chars().for_each(|c| text.push(c));
            }
            text
        });
    prop_oneof![3 => known, 1 => wild]
}

fn any_interval<T: IntervalValue + std::fmt::Debug + 'static>(
    point: impl Strategy<Value = T> + Clone + 'static,
    alone: bool,
) -> impl Strategy<Value = Interval<T>> {
    (point.clone(), point, if alone { 0..8 } else { 1..8 }).prop_map(|(a, b, shape)| match shape {
        0 => Interval::EqualTo(a),
        1 => Interval::GreaterThan(a),
        2 => Interval::AtLeast(a),
        3 => Interval::LessThan(a),
        4 => Interval::AtMost(a),
        5 => Interval::RangeFrom(a),
        6 => Interval::RangeTo(a),
        _ => Interval::Between(a, b).reversed_if_backward().unwrap_or(Interval::Between(a, b)),
    })
}

fn any_word(words: Vec<&'static str>) -> BoxedStrategy<QueryValue> {
    let word = select(words).prop_map(|word| QueryValue::Pattern(Pattern::from_literal(word)));
    prop_oneof![1 => Just(QueryValue::None), 4 => word].boxed()
}

fn any_quantity_value(alone: bool) -> BoxedStrategy<QueryValue> {
    let texts = vec!["0", "1", "2.5", "-3", "7.5", "1MB", "1000500", "0.5GiB"];
    let quantities = select(texts).prop_map(|text| Quantity::parse(text).unwrap());
    any_interval(quantities, alone).prop_map(QueryValue::Quantity).boxed()
}

fn any_age_value() -> BoxedStrategy<QueryValue> {
    let ages = (0..100u32, select(vec!['m', 'h', 'd', 'w', 'y'])).prop_map(|(count, unit)| Age { count, unit });
    any_interval(ages, false).prop_map(QueryValue::Age).boxed()
}

fn any_moments_value() -> BoxedStrategy<QueryValue> {
    let minutes = proptest::option::of(0..1440u32);
    let moments = (2022..2027i32, 1..13u32, 1..29u32, minutes)
        .prop_map(|(year, month, day, minute)| Moment { day: Day { year, month, day }, minute });
    any_interval(moments, true).prop_map(QueryValue::Moments).boxed()
}

fn any_value(key: &QueryKey) -> BoxedStrategy<QueryValue> {
    let text = || any_non_empty(any_pattern()).prop_map(QueryValue::Pattern).boxed();
    let or_none = move || {
        let texts =
            any_non_empty(any_pattern()).prop_map(|text| match text.to_plain_text().eq_ignore_ascii_case("none") {
                true => QueryValue::None,
                false => QueryValue::Pattern(text),
            });
        prop_oneof![1 => Just(QueryValue::None), 4 => texts].boxed()
    };
    match key.kind() {
        FieldKind::Basis => unreachable!("basis is no filter"),
        FieldKind::Country => select(vec![
            QueryValue::None,
            QueryValue::Country(Territory::Unknown),
            QueryValue::Country(Territory::Test),
            QueryValue::Country(Territory::International),
            QueryValue::Country(Territory::Country(CountryCode::parse("US").unwrap())),
            QueryValue::Country(Territory::Country(CountryCode::parse("JP").unwrap())),
        ])
        .boxed(),
        FieldKind::Mcc => any_interval(select(vec![Mcc(1), Mcc(310), Mcc(440), Mcc(900)]), true).prop_map(QueryValue::Mcc).boxed(),
        FieldKind::Plmn => select(PLMNS.to_vec()).prop_map(|(mcc, mnc)| QueryValue::Plmn(Plmn { mcc, mnc }.into())).boxed(),
        FieldKind::Area => any_interval((0..4u32).prop_map(AreaCode), true).prop_map(QueryValue::Area).boxed(),
        FieldKind::Cell => {
            (select(PLMNS.to_vec()), proptest::option::of(0..3u32), proptest::option::of(select(vec![7u32, 200])))
                .prop_map(|((mcc, mnc), area, id)| CellName {
                    plmn: Plmn { mcc, mnc }.into(),
                    area: area.or(id.is_none().then_some(1)),
                    id,
                })
                .prop_map(QueryValue::Cell)
                .boxed()
        }
        FieldKind::Near => (-90.0..90.0f64, -180.0..180.0f64, 1..9_000_000u32)
            .prop_map(|(lat, lon, metres)| Region::Circle { centre: places::Point::new(lat, lon).unwrap(), radius_m: metres })
            .prop_map(QueryValue::Region)
            .boxed(),
        FieldKind::Within => (proptest::collection::vec((-90.0..90.0f64, -180.0..180.0f64), 3..6), any::<bool>())
            .prop_map(|(corners, ring)| {
                let mut corners: Vec<places::Point> =
                    corners.into_iter().map(|(lat, lon)| places::Point::new(lat, lon).unwrap()).collect();
                if !ring {
                    corners.sort_by(|a, b| a.lat().total_cmp(&b.lat()));
                    return Region::Rectangle { south_west: corners[0], north_east: corners[1] };
                }
                Region::Polygon(corners)
            })
            .prop_map(QueryValue::Region)
            .boxed(),
        FieldKind::Located => select(fleet::LocationPrecision::ALL.to_vec()).prop_map(QueryValue::Located).boxed(),
        FieldKind::Moved => select(SessionChange::ALL.to_vec()).prop_map(QueryValue::Moved).boxed(),
        FieldKind::Change => select(BaselineChange::ALL.to_vec()).prop_map(QueryValue::Change).boxed(),
        FieldKind::Shared => select(SharedDevice::ALL.to_vec()).prop_map(QueryValue::Shared).boxed(),
        FieldKind::Fee => Just(QueryValue::RunningFee).boxed(),
        FieldKind::Stale => any_age_value(),
        FieldKind::Duration => prop_oneof![1 => Just(QueryValue::None), 6 => any_age_value()].boxed(),
        FieldKind::Device => prop_oneof![
            1 => Just(QueryValue::None),
            4 => select(vec!["35693803", "29505000", "00000000"]).prop_map(|tac| QueryValue::Pattern(Pattern::from_literal(tac))),
        ]
        .boxed(),
        FieldKind::Session => select(Connectivity::ALL.to_vec()).prop_map(QueryValue::Session).boxed(),
        FieldKind::Seen => prop_oneof![1 => Just(QueryValue::Never), 3 => any_age_value(), 3 => any_moments_value()].boxed(),
        FieldKind::Time(_) => {
            prop_oneof![1 => Just(QueryValue::None), 3 => any_age_value(), 3 => any_moments_value()].boxed()
        }
        FieldKind::Ip => prop_oneof![
            1 => Just(QueryValue::None),
            4 => select(vec!["10.1.2.0/24", "10.1.2.3", "10.0.0.0/8", "0.0.0.0/0", "10.1.0.0/17"])
                .prop_map(|text| QueryValue::Ip(Subnet::parse(text).unwrap())),
        ]
        .boxed(),
        FieldKind::TextList(DictField::Lock) => any_word(vec!["set", "mismatch"]),
        FieldKind::Dictionary(DictField::Protection) => any_word(vec!["yes", "no"]),
        FieldKind::Operator
        | FieldKind::Radio
        | FieldKind::Carried
        | FieldKind::Dictionary(_)
        | FieldKind::TextList(_)
        | FieldKind::Tag => or_none(),
        FieldKind::Source => {
            any_non_empty(prop_oneof![any_pattern(), Just(Pattern::from_literal(SOURCE_NAME))]).prop_map(QueryValue::Pattern).boxed()
        }
        FieldKind::Joined => prop_oneof![3 => or_none(), 2 => any_quantity_value(false)].boxed(),
        FieldKind::Sum(_) => prop_oneof![1 => Just(QueryValue::None), 4 => any_quantity_value(true)].boxed(),
        FieldKind::Expected => select(ExpectedFact::ALL.to_vec()).prop_map(QueryValue::Expected).boxed(),
        FieldKind::List => select(vec!["1", "2", "sites"]).prop_map(|name| QueryValue::Pattern(Pattern::from_literal(name))).boxed(),
        FieldKind::DigitPrefix(_) => any_non_empty(any_pattern().prop_map(Pattern::without_separators)).prop_map(QueryValue::Pattern).boxed(),
        FieldKind::TextPrefix(_) => text(),
        FieldKind::WholeText(_) => any_pattern().prop_map(QueryValue::Pattern).boxed(),
    }
}

fn any_node() -> impl Strategy<Value = TermNode> {
    let tags = [
        "tag.site",
        "tag.S/W Version",
        "tag.a*b",
        "tag.name",
        "tag.Name",
        "tag.NAME",
        "tag.SITE",
        "tag.ポンプ",
        "tag.none",
        "list.site",
        "list.price",
        "list.COUNTRY",
        "list.Sites",
        "list.no such",
    ];
    let keys = QueryKey::all_names().filter(|name| *name != "basis").chain(tags);
    let keys: Vec<_> = keys.map(|name| QueryKey::from_name(name).unwrap()).collect();
    let filter = select(keys)
        .prop_flat_map(|key| (Just(key.clone()), proptest::collection::vec(any_value(&key), 1..4)))
        .prop_map(|(key, values)| TermNode::Filter(key, values));
    prop_oneof![1 => any_non_empty(any_pattern()).prop_map(TermNode::Word), 3 => filter].prop_recursive(
        3,
        12,
        3,
        |inner| {
            let terms = proptest::collection::vec(any_term(inner), 1..3);
            proptest::collection::vec(terms, 1..4).prop_map(TermNode::Group)
        },
    )
}

fn any_term(node: impl Strategy<Value = TermNode> + 'static) -> BoxedStrategy<Term> {
    (any::<bool>(), node).prop_map(|(negated, node)| Term { negated, node, span: TextSpan::default() }).boxed()
}

/// Any query.
pub(crate) fn any_query() -> impl Strategy<Value = Query> {
    (select(Basis::ALL.to_vec()), proptest::collection::vec(any_term(any_node()), 0..4)).prop_map(
        |(basis, mut terms)| {
            join_digit_groups_in_all_terms(&mut terms);
            Query { basis, terms }
        },
    )
}

/// Groups of digits side by side are one identifier wherever a query is read.
fn join_digit_groups_in_all_terms(terms: &mut Vec<Term>) {
    join_digit_groups(terms);
    for term in terms {
        if let TermNode::Group(alternatives) = &mut term.node {
            alternatives.iter_mut().for_each(join_digit_groups_in_all_terms);
        }
    }
}

fn any_cell() -> impl Strategy<Value = Option<Cell<'static>>> {
    let ids = select(vec![None, Some(CellId::Eci(200)), Some(CellId::Ci(7)), Some(CellId::Sac(7))]);
    let plmn = (select(PLMNS.to_vec()), proptest::option::weighted(0.9, Just(())))
        .prop_map(|((mcc, mnc), told)| VisitedPlmn { mcc, mnc: told.map(|()| mnc) });
    let cell = (plmn, select(RADIOS.to_vec()), proptest::option::of(0..3u32), ids)
        .prop_map(|(plmn, radio, area, id)| Cell { plmn, radio: radio.into(), area, id });
    proptest::option::of(cell)
}

fn any_record() -> impl Strategy<Value = Record<'static>> {
    let id = || select(IDENTIFIERS.to_vec()).prop_map(std::borrow::Cow::Borrowed);
    let word = || select(WORDS.to_vec()).prop_map(std::borrow::Cow::Borrowed);
    let name = || select(NAMES.to_vec()).prop_map(std::borrow::Cow::Borrowed);
    let age = prop_oneof![-2_000_000i64..90_000_000, 0..90_000_000_000i64, select(vec![86_400_000, 3_600_000])];
    let ids = (id(), id(), id(), id(), id(), id(), id());
    let tags = proptest::sample::subsequence(TAG_KEYS.to_vec(), 0..3)
        .prop_flat_map(move |keys| keys.into_iter().map(|key| (Just(key.into()), name())).collect::<Vec<_>>());
    let words = (word(), word(), word(), word(), word(), name(), tags, word());
    let places = (any_cell(), any_cell(), proptest::option::of(select(PLMNS.to_vec())));
    let lasted = proptest::option::of(select(vec![-5i64, 0, 59_999, 60_000, 60_001, 3_600_000, 90_000_000]));
    let times = (select(Connectivity::ALL.to_vec()), proptest::option::of(age), any::<bool>(), lasted, any::<bool>());
    let ips = || {
        proptest::option::of(select(vec!["10.1.2.3", "10.1.130.4", "192.168.0.1"]).prop_map(|ip| ip.parse().unwrap()))
    };
    let times_around = || proptest::option::weighted(0.5, -90_000_000_000..90_000_000_000i64);
    let facts = (word(), word(), ips(), ips(), id(), proptest::option::of(any::<bool>()));
    let lists = (select(vec!["", "ready", "ready, active", "none", "a"]), select(vec!["", "X3-5-10MB", "x, y"]));
    let more_times = (times_around(), times_around(), times_around(), times_around());
    let more = (facts, lists, more_times);
    (ids, words, places, times, more).prop_map(|(ids, words, places, times, (facts, lists, more_times))| {
        let (session, age, updated, lasted, renewal) = times;
        let around = |time: Option<i64>| time.map(|age| NOW - age);
        let time = age.map(|age| NOW - age);
        Record {
            imsi: ids.0,
            iccid: ids.1,
            sim_id: ids.2,
            msisdn: ids.3,
            serial: ids.4,
            previous_imei: ids.5,
            current_imei: ids.6,
            status: words.0,
            plan: words.1,
            speed_class: words.2,
            module_type: words.3,
            group_id: words.4,
            operator_id: words.7,
            name: words.5,
            tags: words.6,
            previous_cell: places.0,
            current_cell: places.1,
            registered_network: places.2.map(|(mcc, mnc)| Plmn { mcc, mnc }),
            connectivity: session,
            updated: time.filter(|_| updated),
            previous_deleted: time.filter(|_| !updated || renewal),
            previous_created: time.filter(|_| !updated).zip(lasted).map(|(time, lasted)| time - lasted),
            renewal_fee_since: renewal.then_some(NOW),
            previous_plan: facts.0.clone(),
            current_plan: facts.1,
            apn: facts.0,
            previous_ip: facts.2,
            current_ip: facts.3,
            locked_imei: facts.4,
            is_protected: facts.5,
            added_statuses: lists.0.into(),
            bundles: lists.1.into(),
            attached: around(more_times.0),
            registered: around(more_times.1),
            expires: around(more_times.2),
            napter_used: around(more_times.3),
            ..Record::default()
        }
    })
}

/// Any fleet, with the records that it was made of; some of them do not count.
pub(crate) fn any_fleet() -> impl Strategy<Value = (Vec<Record<'static>>, Fleet)> {
    proptest::collection::vec(any_record(), 0..80).prop_map(|records| {
        let mut fleet = build_fleet(&records);
        join_lists(&mut fleet);
        (records, fleet)
    })
}

/// The rows of the operator's own list: identifier, site, price, country and status. A SIM may have several of them.
pub(crate) const LIST_ROWS: [(&str, &str, Option<f64>, &str, &str); 3] = [
    ("295051", "Tokyo-1", Some(5.0), "US", "Active"),
    ("295051", "", Some(2.5), "JP", ""),
    ("AB-12", "none", None, "nippon", "ready"),
];
/// The rows of a report of usage: identifier and bytes.
pub(crate) const USAGE_ROWS: [(&str, f64); 3] = [("295051", 1e6), ("295051", 500.0), ("AB-12", 0.0)];

/// Joins the lists of the operator's own.
fn join_lists(fleet: &mut Fleet) {
    fleet.set_country_names([("Nippon".to_owned(), CountryCode::parse("JP").unwrap())]);
    let names = ["site", "price", "Country", "status"].map(|name| (name, ColumnRole::Field));
    let mut list = JoinedListBuilder::new(SourceId(8), "sites.csv", &names);
    for (id, site, price, country, status) in LIST_ROWS {
        let text = price.map(|price| price.to_string()).unwrap_or_default();
        list.add_row(id, &[(site, None), (&text, price), (country, None), (status, None)]);
    }
    fleet.join_list(list);
    let mut usage = JoinedListBuilder::new(SourceId(9), "usage.csv", &[("", ColumnRole::Usage)]);
    for (id, bytes) in USAGE_ROWS {
        usage.add_row(id, &[("", Some(bytes))]);
    }
    fleet.join_list(usage);
}

pub(crate) fn build_fleet(records: &[Record]) -> Fleet {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(0), SOURCE_NAME);
    for record in records {
        fleet.push(record, RecordSpan::default()).unwrap();
    }
    fleet.resolve_duplicates();
    fleet.look_up("1", LISTED_IDENTIFIERS);
    let sites = fleet.visited_cells().clone();
    for site in sites.as_slice() {
        let (Some(area), Some((plmn, at))) = (sites.area_key(site), known_position(site.plmn, site.area, site.id))
        else {
            continue;
        };
        if plmn == NETWORK_WITH_CELL_POSITIONS {
            sites.cell_key(site).into_iter().for_each(|cell| {
                fleet
                    .positions_mut()
                    .insert_cell(cell, Position { point: at, range_m: 9, origin: PositionOrigin::File });
            });
        } else {
            fleet.positions_mut().insert_area(
                area,
                AreaPosition { centre: at, radius_m: 9, cell_count: 3, origin: PositionOrigin::Api },
            );
        }
    }
    fleet
}

/// The network whose cells have positions, and that whose areas have.
pub(crate) const NETWORK_WITH_CELL_POSITIONS: Plmn = Plmn { mcc: 310, mnc: 410 };
const NETWORK_WITH_AREA_POSITIONS: Plmn = Plmn { mcc: 440, mnc: 10 };

/// Where a cell of these is.
pub(crate) fn known_position(
    plmn: VisitedPlmn,
    area: Option<u32>,
    id: Option<CellId>,
) -> Option<(Plmn, places::Point)> {
    let (plmn, area) = (plmn.to_plmn()?, area.filter(|area| *area > 0));
    let number = if plmn == NETWORK_WITH_CELL_POSITIONS { f64::from(id?.number()) } else { 20.0 };
    let known = plmn == NETWORK_WITH_CELL_POSITIONS || plmn == NETWORK_WITH_AREA_POSITIONS;
    known.then(|| Some((plmn, places::Point::new(f64::from(area?) * 10.0, number / 2.0)?)))?
}
