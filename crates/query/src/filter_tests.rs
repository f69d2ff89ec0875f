use super::*;
use crate::interval::Interval;
use crate::random::{NOW, fleet_of, fleets, queries};
use crate::{Facet, counts, histogram, parse, totals};
use fleet::{Cell, CellId, Record};
use places::{Plmn, network};
use proptest::prelude::*;

fn cell(mcc: u16, mnc: u16, radio: &'static str) -> Option<Cell<'static>> {
    Some(Cell { plmn: Plmn { mcc, mnc }, radio: radio.into(), area: Some(1), id: Some(CellId::Eci(2)) })
}

/// 2025-06-15T15:06:40Z is now.
fn small() -> Fleet {
    let day = 86_400_000;
    fleet_of(&[
        Record {
            imsi: "295050000000001".into(),
            iccid: "8942310022000000001".into(),
            name: "Tokyo-1".into(),
            status: "active".into(),
            session: Session::Online,
            current: cell(310, 410, "LTE"),
            previous: cell(440, 10, "NB-IoT"),
            previous_imei: "356938035643809".into(),
            current_imei: "356938035643810".into(),
            updated: Some(NOW - day),
            ..Record::default()
        },
        Record {
            imsi: "295050000000002".into(),
            iccid: "8942310022000000002".into(),
            serial: "DN0812".into(),
            name: "tokyo two".into(),
            tags: vec!["Ōsaka".into()],
            status: "suspended".into(),
            plan: "plan01s".into(),
            group: "G1".into(),
            session: Session::Offline,
            previous: cell(310, 370, "lte"),
            updated: Some(NOW - 100 * day),
            ..Record::default()
        },
        Record {
            imsi: "441200000000003".into(),
            sim_id: "89049032000000000000000000000003".into(),
            msisdn: "812012345678".into(),
            speed: "s1.fast".into(),
            module: "nano".into(),
            session: Session::Never,
            registered: Some(Plmn { mcc: 901, mnc: 28 }),
            ..Record::default()
        },
        Record {
            imsi: "441200000000004".into(),
            session: Session::Offline,
            previous: cell(310, 999, "5G"),
            updated: Some(NOW + day),
            ..Record::default()
        },
    ])
}

fn rows(fleet: &Fleet, text: &str) -> Vec<usize> {
    Filter::new(&parse(text).unwrap(), fleet, &Clock::utc(NOW)).selected().iter().collect()
}

#[test]
fn each_key_selects() {
    let fleet = small();
    for (text, expected) in [
        ("", &[0, 1, 2, 3][..]),
        ("country:jp", &[0]),
        ("country:US", &[3]),
        ("country:US,GU", &[1, 3]),
        ("country:none", &[2]),
        ("-country:none", &[0, 1, 3]),
        ("basis:current country:us", &[0]),
        ("basis:current country:none", &[1, 2, 3]),
        ("basis:last country:US", &[0, 3]),
        ("basis:last country:international", &[2]),
        ("mcc:310", &[1, 3]),
        ("mcc:310..316,440", &[0, 1, 3]),
        ("mcc:>310", &[0]),
        ("plmn:310370", &[1]),
        ("plmn:310-370,440-10", &[0, 1]),
        ("operator:\"ntt docomo\"", &[0]),
        ("operator:ntt*", &[0]),
        ("operator:310-999", &[3]),
        ("operator:none", &[2]),
        ("radio:LTE", &[1]),
        ("radio:nb*", &[0]),
        ("radio:5g", &[3]),
        ("radio:none", &[2]),
        ("basis:last radio:lte", &[0, 1]),
        ("area:1", &[0, 1, 3]),
        ("area:>1", &[]),
        ("cell:440-10-1-2", &[0]),
        ("cell:310-370-1,440-10--2", &[0, 1]),
        ("basis:current cell:310-410-1-2", &[0]),
        ("moved:country", &[0]),
        ("moved:operator,cell", &[0]),
        ("moved:imei", &[0]),
        ("moved:radio", &[0]),
        ("-moved:country", &[1, 2, 3]),
        ("stale:>12h", &[0]),
        ("stale:>2d", &[]),
        ("device:35693803", &[0]),
        ("device:35693804", &[]),
        ("session:online,never", &[0, 2]),
        ("seen:>30d", &[1]),
        ("seen:<2d", &[0, 3]),
        ("seen:1d..", &[0, 1]),
        ("seen:..1d", &[0, 3]),
        ("seen:>=1d", &[0, 1]),
        ("seen:>1d", &[1]),
        ("seen:1d..90d", &[0]),
        ("seen:never", &[2]),
        ("seen:never,>90d", &[1, 2]),
        ("seen:2025-06-14", &[0]),
        ("seen:>2025-06-14", &[3]),
        ("seen:2025-06-14..2025-06-15", &[0]),
        ("seen:<2025-06-14", &[1]),
        ("status:ACTIVE", &[0]),
        ("status:*e*", &[0, 1]),
        ("status:none", &[2, 3]),
        ("status:*", &[0, 1]),
        ("plan:plan01s", &[1]),
        ("plan:none", &[0, 2, 3]),
        ("group:g1", &[1]),
        ("group:none", &[0, 2, 3]),
        ("speed:s1.*", &[2]),
        ("module:nano", &[2]),
        ("name:tokyo*", &[0, 1]),
        ("name:tokyo", &[]),
        ("name:TOKYO-1", &[0]),
        ("name:\"\"", &[2, 3]),
        ("imsi:29505", &[0, 1]),
        ("imsi:2", &[0, 1]),
        ("imsi:*2", &[1]),
        ("imsi:4412,295050000000001", &[0, 2, 3]),
        ("iccid:\"8942 3100 2200 0000 002\"", &[1]),
        ("imei:356938035643810", &[0]),
        ("imei:3569", &[0]),
        ("sim:8904", &[2]),
        ("msisdn:+81-20", &[2]),
        ("serial:dn08", &[1]),
        ("dn08", &[1]),
        ("tokyo", &[0, 1]),
        ("\"tokyo two\"", &[1]),
        ("ōsaka", &[1]),
        ("TOK*two", &[1]),
        ("5678", &[2]),
        ("(tokyo-1 OR country:none) -session:never", &[0]),
        ("-(country:JP OR country:GU)", &[2, 3]),
        ("-tokyo -seen:never", &[3]),
    ] {
        assert_eq!(rows(&fleet, text), expected, "{text}");
    }
}

#[test]
fn a_facet_is_counted_without_its_own_terms() {
    let fleet = small();
    let query = parse("country:JP session:online,offline tokyo").unwrap();
    let filter = Filter::new(&query, &fleet, &Clock::utc(NOW));
    let rows = |bits: Bits| bits.iter().collect::<Vec<_>>();
    assert_eq!(rows(filter.selected_without("country")), [0, 1]);
    assert_eq!(rows(filter.selected_without_term(1)), [0]);
    assert_eq!(rows(filter.selected_without_term(9)), [0]);
    let counted = counts(&fleet, Facet::Country, Basis::Previous, &filter.selected_without("country"));
    let counted: Vec<_> = counted.iter().map(|c| (c.key.as_str(), c.count)).collect();
    assert_eq!(counted, [("GU", 1), ("JP", 1)]);
    let sums = totals(&fleet, fleet.live());
    assert_eq!((sums.records, sums.online, sums.offline, sums.never, sums.unknown), (4, 1, 2, 1, 0));
}

#[test]
fn last_seen_in_bars() {
    let fleet = small();
    let histogram = histogram(&fleet, fleet.live(), NOW);
    let filled: Vec<_> = histogram.bars.iter().filter(|b| b.count > 0).map(|b| (b.key.as_str(), b.count)).collect();
    assert_eq!((filled, histogram.never), (vec![("<=1h", 1), ("6h..24h", 1), ("90d..180d", 1)], 1));
    assert_eq!(histogram.bars[0].to, NOW);
    assert!(histogram.bars.windows(2).all(|pair| pair[0].from == pair[1].to));
    assert_eq!(
        histogram.bars.last().map(|bar| bar.from),
        Some(NOW - 100 * 86_400_000).min(Some(histogram.bars[12].to))
    );
}

/// The same row by row, from the records and in the plainest words.
mod slowly {
    use super::*;
    use crate::time::iso;

    pub fn term(record: &Record, basis: Basis, term: &Term) -> bool {
        let holds = match &term.node {
            Node::Word(text) => word(record, text),
            Node::Filter(key, values) => values.iter().any(|value| filter(record, basis, key, value)),
            Node::Group(any) => any.iter().any(|all| all.iter().all(|t| self::term(record, basis, t))),
        };
        holds != term.negated
    }

    fn word(record: &Record, text: &Text) -> bool {
        let r = record;
        let ids = [&r.imsi, &r.iccid, &r.previous_imei, &r.current_imei, &r.sim_id, &r.msisdn, &r.serial, &r.name];
        let texts: Vec<_> = ids.into_iter().chain(&r.tags).map(|text| text.to_lowercase()).collect();
        text.parts().iter().all(|part| part.is_empty() || texts.iter().any(|text| text.contains(&part.to_lowercase())))
    }

    fn filter(r: &Record, basis: Basis, key: &Key, value: &Value) -> bool {
        let current = r.current.as_ref().filter(|_| r.session == Session::Online);
        let previous = r.previous.as_ref();
        let cell = match basis {
            Basis::Previous => previous,
            Basis::Current => current,
            Basis::Last => current.or(previous),
        };
        let plmn = cell.map(|cell| cell.plmn).or(r.registered.filter(|_| basis == Basis::Last));
        let operator = plmn.map(|plmn| network(plmn).operator.map_or(plmn.to_string(), str::to_owned));
        match key.name {
            "country" => match value {
                Value::None => plmn.is_none(),
                _ => plmn.is_some_and(|plmn| network(plmn).territory.key() == value.to_string()),
            },
            "mcc" => plmn.is_some_and(|plmn| match value {
                Value::Mcc(interval) => holds(*interval, plmn.mcc.into(), |mcc| mcc.0.into()),
                _ => false,
            }),
            "plmn" => plmn.is_some_and(|plmn| plmn.to_string() == value.to_string()),
            "operator" => whole(value, &operator.unwrap_or_default()),
            "radio" => whole(value, cell.map_or("", |cell| &cell.radio)),
            "session" => r.session.key() == value.to_string(),
            "seen" => seen(value, r.seen()),
            "status" => whole(value, &r.status),
            "plan" => whole(value, &r.plan),
            "speed" => whole(value, &r.speed),
            "module" => whole(value, &r.module),
            "group" => whole(value, &r.group),
            "name" => whole(value, &r.name),
            "area" => cell.and_then(|cell| cell.area).is_some_and(|area| match value {
                Value::Area(interval) => holds(*interval, area.into(), |area| area.0.into()),
                _ => false,
            }),
            "cell" => cell.is_some_and(|cell| match value {
                Value::Cell(name) => {
                    name.plmn == cell.plmn
                        && (name.area.is_none() || name.area == cell.area)
                        && (name.id.is_none() || name.id == cell.id.map(CellId::number))
                }
                _ => false,
            }),
            "moved" => {
                current.zip(previous).is_some_and(|(now, before)| {
                    let [a, b] = [now, before].map(|cell| network(cell.plmn));
                    let named = |cell: &Cell| network(cell.plmn).operator.map_or(cell.plmn.to_string(), str::to_owned);
                    match value.to_string().as_str() {
                        "country" => a.territory != b.territory,
                        "operator" => named(now) != named(before),
                        "cell" => (now.plmn, now.area, now.id) != (before.plmn, before.area, before.id),
                        "radio" => {
                            let [now, before] = [now, before].map(|cell| cell.radio.to_lowercase());
                            !now.is_empty() && !before.is_empty() && now != before
                        }
                        _ => false,
                    }
                }) || value.to_string() == "imei"
                    && r.session == Session::Online
                    && !r.current_imei.is_empty()
                    && !r.previous_imei.is_empty()
                    && r.current_imei != r.previous_imei
            }
            "stale" => r.session == Session::Online && seen(value, r.seen()),
            "device" => begins(value, &r.previous_imei) || begins(value, &r.current_imei),
            "imsi" => begins(value, &r.imsi),
            "iccid" => begins(value, &r.iccid),
            "imei" => begins(value, &r.previous_imei) || begins(value, &r.current_imei),
            "sim" => begins(value, &r.sim_id),
            "msisdn" => begins(value, &r.msisdn),
            "serial" => begins(value, &r.serial),
            name => panic!("{name} is not checked"),
        }
    }

    fn holds<T: Copy>(interval: Interval<T>, at: i64, number: impl Fn(T) -> i64) -> bool {
        match interval {
            Interval::Is(a) => at == number(a),
            Interval::Over(a) => at > number(a),
            Interval::AtLeast(a) | Interval::From(a) => at >= number(a),
            Interval::Under(a) => at < number(a),
            Interval::AtMost(a) | Interval::To(a) => at <= number(a),
            Interval::Between(a, b) => number(a) <= at && at <= number(b),
        }
    }

    fn seen(value: &Value, at: Option<i64>) -> bool {
        let number = |date: &str| date.replace('-', "").parse().unwrap();
        match (value, at) {
            (Value::Never, at) => at.is_none(),
            (Value::Ago(interval), Some(at)) => holds(*interval, NOW - at, |age| age.length()),
            (Value::Days(interval), Some(at)) => {
                holds(*interval, number(&iso(at)[..10]), |day| number(&day.to_string()))
            }
            _ => false,
        }
    }

    fn whole(value: &Value, text: &str) -> bool {
        match value {
            Value::None => text.is_empty() || text == "none",
            Value::Text(pattern) if pattern.is_empty() => text.is_empty(),
            Value::Text(pattern) => !text.is_empty() && glob(&chars(pattern), &lower(text)),
            _ => false,
        }
    }

    fn begins(value: &Value, text: &str) -> bool {
        let Value::Text(pattern) = value else { return false };
        let mut chars = chars(pattern);
        if !chars.contains(&None) {
            chars.push(None);
        }
        !text.is_empty() && glob(&chars, &lower(text))
    }

    /// The characters of a pattern; `None` is a star.
    fn chars(pattern: &Text) -> Vec<Option<char>> {
        let parts = pattern.parts().iter().map(|part| lower(part).into_iter().map(Some).collect::<Vec<_>>());
        parts.collect::<Vec<_>>().join(&None)
    }

    fn lower(text: &str) -> Vec<char> {
        text.to_lowercase().chars().collect()
    }

    fn glob(pattern: &[Option<char>], text: &[char]) -> bool {
        match (pattern, text) {
            ([], text) => text.is_empty(),
            ([None, rest @ ..], text) => (0..=text.len()).any(|skip| glob(rest, &text[skip..])),
            ([Some(c), rest @ ..], [first, text @ ..]) => c == first && glob(rest, text),
            _ => false,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn selects_what_a_slow_evaluator_selects((records, fleet) in fleets(), query in queries()) {
        let filter = Filter::new(&query, &fleet, &Clock::utc(NOW));
        for (i, term) in query.terms.iter().enumerate() {
            let bits = &filter.terms[i].1;
            prop_assert_eq!(bits.len(), records.len());
            for (row, record) in records.iter().enumerate() {
                let expected = slowly::term(record, query.basis, term);
                prop_assert_eq!(bits.get(row), expected, "{} {:?}", term, record);
            }
        }
        let all = |row: usize, but: Option<usize>| fleet.live().get(row)
            && query.terms.iter().enumerate().all(|(i, term)| Some(i) == but || slowly::term(&records[row], query.basis, term));
        prop_assert_eq!(filter.selected(), Bits::from_fn(records.len(), |row| all(row, None)));
        for i in 0..query.terms.len() {
            prop_assert_eq!(filter.selected_without_term(i), Bits::from_fn(records.len(), |row| all(row, Some(i))));
        }
    }

    #[test]
    fn a_negated_term_is_the_complement((_, fleet) in fleets(), query in queries()) {
        let mut negated = query.clone();
        (0..query.terms.len()).for_each(|i| negated.negate_term(i));
        let [a, b] = [&query, &negated].map(|q| Filter::new(q, &fleet, &Clock::utc(NOW)));
        for ((_, mut bits), (_, opposite)) in a.terms.into_iter().zip(b.terms) {
            bits.not();
            prop_assert_eq!(bits, opposite);
        }
    }

    #[test]
    fn choosing_a_counted_value_selects_its_count((_, fleet) in fleets(), query in queries()) {
        let filter = Filter::new(&query, &fleet, &Clock::utc(NOW));
        for facet in Facet::ALL {
            let rows = filter.selected_without(facet.key());
            let counted = counts(&fleet, facet, query.basis(), &rows);
            prop_assert_eq!(counted.iter().map(|c| c.count as usize).sum::<usize>(), rows.count());
            prop_assert!(counted.is_sorted_by(|a, b| (b.count, &a.key) < (a.count, &b.key)));
            for count in counted {
                let mut chosen = query.without_key(facet.key());
                chosen.toggle(facet.key(), &count.key).unwrap();
                prop_assert!(chosen.chooses(facet.key(), &count.key));
                let selected = Filter::new(&chosen, &fleet, &Clock::utc(NOW)).selected();
                prop_assert_eq!(selected.count(), count.count as usize, "{}", chosen);
                chosen.toggle(facet.key(), &count.key).unwrap();
                prop_assert_eq!(chosen, query.without_key(facet.key()));
            }
        }
    }

    #[test]
    fn bars_hold_every_row_once((records, fleet) in fleets()) {
        let histogram = histogram(&fleet, fleet.live(), NOW);
        let counted: u32 = histogram.bars.iter().map(|bar| bar.count).sum();
        prop_assert_eq!((counted + histogram.never) as usize, fleet.live().count());
        for (i, bar) in histogram.bars.iter().enumerate() {
            let within = |at: i64| (bar.from <= at || i + 1 == histogram.bars.len()) && (at < bar.to || i == 0);
            let rows = fleet.live().iter().filter(|row| records[*row].seen().is_some_and(within));
            prop_assert_eq!(bar.count as usize, rows.count());
        }
    }
}
