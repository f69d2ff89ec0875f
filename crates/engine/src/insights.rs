//! Insights: questions that every operator has, asked of the whole fleet. Each is a query, and how many records it selects.

use crate::{Insight, InsightPlace, InsightPlaceName, Thresholds};
use fleet::{Basis, Fleet, RowSet};
use places::VisitedPlmn;
use query::{Clock, Field, Filter, Measure, Outage, OutagePlaces, Query};

/// The findings that are one query, by the word that the page has for each, most pressing first. `SILENT`, `STALE` and
/// `EXPIRES` are days.
const INSIGHT_QUERIES: [(&str, &str); 22] = [
    ("silent", "status:active seen:>SILENTd"),
    ("never", "status:active session:never"),
    ("stale", "stale:>STALEd"),
    ("country", "moved:country"),
    ("operator", "moved:operator"),
    ("device", "moved:imei"),
    ("model", "moved:model"),
    ("lock", "lock:mismatch"),
    ("elsewhere", "shared:online"),
    ("impossible", "moved:impossible"),
    ("shared", "shared:imei"),
    // Attached to a network within a day, and no session since longer.
    ("attached", "status:active attached:<1d -session:online -seen:<1d"),
    // Cut off by a timer that the device does not know of: Soracom's pages name one and four hours.
    ("timeout", "duration:60m..61m,240m..241m"),
    ("flapping", "session:online duration:<1m"),
    ("delivery", "ota:shipped,delivered"),
    ("carrier", "carried:other"),
    ("expires", "expires:<EXPIRESd -expiry:doNothing"),
    ("legacy", "status:active radio:gsm,3g"),
    ("ungrouped", "status:active group:none"),
    ("suspended", "status:suspended session:online"),
    ("fee", "status:ready,suspended fee:running"),
    ("unprotected", "status:active protected:no"),
];
/// The finding that needs a bill.
const BILL_INSIGHT_QUERY: (&str, &str) = ("paid", "amount:>0 seen:>SILENTd");
/// The finding that needs a list that says how SIMs should be.
const EXPECTATION_INSIGHT_QUERY: (&str, &str) = ("unexpected", "expected:country,operator,plan,imei,device,status");
/// The finding that is acted on country by country: networks are shut down there.
const INSIGHT_BY_COUNTRY: &str = "legacy";
/// Maximum number of countries or outages that a finding names.
const MAX_INSIGHT_PLACES: usize = 5;
/// Ages grow: after so many milliseconds the findings are counted again.
const MAX_INSIGHT_AGE_MS: i64 = 10 * 60_000;

/// The findings, kept until the rows change or ages have grown.
#[derive(Debug, Default)]
pub struct InsightCache {
    cached: Option<CachedInsights>,
}

#[derive(Debug)]
struct CachedInsights {
    /// The edition of the rows, their age and the thresholds.
    cache_key: (u64, i64, Thresholds),
    /// Each with its rows.
    insights: Vec<(Insight, RowSet)>,
}

impl InsightCache {
    /// Counts each finding in the fleet and in the selection; `edition` says which rows those are.
    pub fn get_or_count(
        &mut self,
        edition: u64,
        fleet: &Fleet,
        clock: &Clock,
        thresholds: Thresholds,
        selected: &RowSet,
    ) -> Vec<Insight> {
        let cache_key = (edition, clock.now / MAX_INSIGHT_AGE_MS, thresholds);
        let cached = self.cached.take().filter(|cached| cached.cache_key == cache_key).unwrap_or_else(|| {
            let places = OutagePlaces::new(fleet);
            let outages = [
                count_outages("dropped", query::find_dropped_together(fleet, &places, clock), fleet, clock),
                count_outages("gone", query::find_silent_places(fleet, &places, clock), fleet, clock),
            ];
            let found =
                all_insight_queries(fleet).filter_map(|(key, text)| count_insight(key, text, fleet, clock, thresholds));
            let amount = Measure::from_key(fleet, Field::Amount.key());
            let with_amount = |(insight, rows): (Insight, RowSet)| {
                (Insight { amount: amount.as_ref().map(|amount| amount.sum(&rows)), ..insight }, rows)
            };
            let insights = outages.into_iter().chain(found).map(with_amount).collect();
            CachedInsights { cache_key, insights }
        });
        let count_selected = |(insight, rows): &(Insight, RowSet)| {
            let mut both = rows.clone();
            both.intersect_with(selected);
            Insight { selected: both.count() as u32, ..insight.clone() }
        };
        let insights = cached.insights.iter().map(count_selected).collect();
        self.cached = Some(cached);
        insights
    }
}

/// The findings that a row is one of, each with its query: of outages, that of the place.
pub fn matching_insights(
    cache: &InsightCache,
    fleet: &Fleet,
    clock: &Clock,
    thresholds: Thresholds,
    row: usize,
) -> Vec<(String, String)> {
    let outages = cache
        .cached
        .iter()
        .flat_map(|cached| &cached.insights)
        .filter(|(insight, rows)| insight.places.iter().any(|place| place.outage.is_some()) && rows.contains(row));
    let of_outage = |(insight, _): &(Insight, RowSet)| {
        let is_there = |place: &&InsightPlace| {
            let query = query::parse_query(&place.query);
            query.is_ok_and(|query| Filter::new(&query, fleet, clock).selected_rows().contains(row))
        };
        insight.places.iter().find(is_there).map(|place| (insight.key.clone(), place.query.clone()))
    };
    let of = |(key, text): (&str, &str)| {
        let query = parse_insight_query(text, thresholds)?;
        let holds = Filter::new(&query, fleet, clock).selected_rows().contains(row);
        holds.then(|| (key.to_owned(), query.to_string()))
    };
    outages.filter_map(of_outage).chain(all_insight_queries(fleet).filter_map(of)).collect()
}

/// The findings that are one query, those that need lists before the others where there are some.
fn all_insight_queries(fleet: &Fleet) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    let has_bill = Measure::from_key(fleet, Field::Amount.key()).is_some();
    let paid = has_bill.then_some(BILL_INSIGHT_QUERY);
    let unexpected = query::has_expectations(fleet).then_some(EXPECTATION_INSIGHT_QUERY);
    paid.into_iter().chain(unexpected).chain(INSIGHT_QUERIES)
}

/// The query of a finding.
fn parse_insight_query(text: &str, thresholds: Thresholds) -> Option<Query> {
    let Thresholds { silent, stale, expires } = thresholds;
    let days = [("SILENT", silent), ("STALE", stale), ("EXPIRES", expires)];
    let text = days.into_iter().fold(text.to_owned(), |text, (name, days)| text.replace(name, &days.to_string()));
    query::parse_query(&text).ok()
}

/// A finding of several outages: its query selects those of all of them.
fn count_outages(key: &str, outages: Vec<Outage>, fleet: &Fleet, clock: &Clock) -> (Insight, RowSet) {
    let mut rows = RowSet::with_no_rows(fleet.columns().len());
    let named = outages.into_iter().take(MAX_INSIGHT_PLACES);
    let places: Vec<_> = named
        .map(|outage| {
            if let Ok(query) = query::parse_query(&outage.query) {
                rows.union_with(&Filter::new(&query, fleet, clock).selected_rows());
            }
            let plmn = outage.place.split('-').take(2).collect::<Vec<_>>().join("-");
            let operator = VisitedPlmn::parse(&plmn).map(VisitedPlmn::operator_name).unwrap_or_default();
            InsightPlace {
                name: InsightPlaceName::Network(outage.place, operator.into_owned()),
                query: outage.query,
                count: outage.count as u32,
                outage: Some((outage.at, outage.total as u32)),
            }
        })
        .collect();
    let count = rows.count() as u32;
    let query = match &places[..] {
        [only] => only.query.clone(),
        _ => format!("({})", places.iter().map(|place| place.query.as_str()).collect::<Vec<_>>().join(" OR ")),
    };
    // There is nothing to select where there is none.
    let query = if places.is_empty() { String::new() } else { query };
    (Insight { key: key.to_owned(), query, count, selected: count, amount: None, places }, rows)
}

fn count_insight(
    key: &str,
    text: &str,
    fleet: &Fleet,
    clock: &Clock,
    thresholds: Thresholds,
) -> Option<(Insight, RowSet)> {
    let query = parse_insight_query(text, thresholds)?;
    let rows = Filter::new(&query, fleet, clock).selected_rows();
    let places =
        (key == INSIGHT_BY_COUNTRY).then(|| query::count_facet(fleet, &Field::Country.into(), Basis::default(), &rows));
    let places = places.into_iter().flatten().take(MAX_INSIGHT_PLACES).filter_map(|place| {
        let mut query = query.clone();
        query.set_value("country", &place.key).ok()?;
        let name = InsightPlaceName::Country(place.key);
        Some(InsightPlace { query: query.to_string(), name, count: place.count, outage: None })
    });
    let count = rows.count() as u32;
    let insight = Insight {
        key: key.to_owned(),
        query: query.to_string(),
        count,
        selected: count,
        amount: None,
        places: places.collect(),
    };
    Some((insight, rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fleet::{Cell, ColumnRole, Connectivity, JoinedListBuilder, Record, RecordSpan, SourceId};
    use places::Plmn;

    const DAY_MS: i64 = 86_400_000;
    const NOW_MS: i64 = 1_790_000_000_000;

    fn test_cell(mcc: u16, mnc: u16, radio: &'static str) -> Option<Cell<'static>> {
        Some(Cell { plmn: Plmn { mcc, mnc }.into(), radio: radio.into(), area: Some(1), id: None })
    }

    #[test]
    #[allow(clippy::too_many_lines, reason = "one record for each finding")]
    fn insight_counts_match_a_fleet_counted_by_hand() {
        let mut fleet = Fleet::default();
        fleet.begin_source(SourceId(1), "");
        let active = || Record { status: "active".into(), group_id: "g".into(), ..Record::default() };
        let records = [
            // Silent, last on 2G.
            Record {
                connectivity: Connectivity::Offline,
                previous_cell: test_cell(310, 410, "GSM"),
                updated: Some(NOW_MS - 100 * DAY_MS),
                ..active()
            },
            // Never connected, in no group.
            Record { connectivity: Connectivity::Never, group_id: "".into(), ..active() },
            // Online for two days without an update; another country, operator and device than before.
            Record {
                connectivity: Connectivity::Online,
                previous_cell: test_cell(310, 410, "lte"),
                current_cell: test_cell(440, 10, "lte"),
                previous_imei: "356938030000013".into(),
                current_imei: "356938030000021".into(),
                updated: Some(NOW_MS - 2 * DAY_MS),
                ..active()
            },
            // Suspended and silent: no finding, but that it is online now.
            Record {
                status: "suspended".into(),
                connectivity: Connectivity::Online,
                updated: Some(NOW_MS - 1000),
                ..active()
            },
            // In the same device as the one that moved, and ready: a fee runs.
            Record {
                status: "ready".into(),
                connectivity: Connectivity::Offline,
                previous_imei: "3569380300000299".into(),
                updated: Some(NOW_MS - 40 * DAY_MS),
                renewal_fee_since: Some(NOW_MS - 50 * DAY_MS),
                ..active()
            },
        ];
        for (i, record) in records.into_iter().enumerate() {
            let record = Record { imsi: format!("29505000000000{i}").into(), ..record };
            fleet.push(&record, RecordSpan::default()).unwrap();
        }
        fleet.resolve_duplicates();
        let mut insights = InsightCache::default();
        let all = fleet.live_rows().clone();
        let days = Thresholds::default();
        let counts: Vec<_> = insights
            .get_or_count(1, &fleet, &Clock::utc(NOW_MS), days, &all)
            .into_iter()
            .map(|insight| (insight.key, insight.count))
            .collect();
        let expected = [
            ("dropped", 0),
            ("gone", 0),
            ("silent", 1),
            ("never", 1),
            ("stale", 1),
            ("country", 1),
            ("operator", 1),
            ("device", 1),
            ("model", 0),
            ("lock", 0),
            ("elsewhere", 1),
            ("impossible", 0),
            ("shared", 2),
            ("attached", 0),
            ("timeout", 0),
            ("flapping", 0),
            ("delivery", 0),
            ("carrier", 0),
            ("expires", 0),
            ("legacy", 1),
            ("ungrouped", 1),
            ("suspended", 1),
            ("fee", 1),
            ("unprotected", 0),
        ];
        assert_eq!(counts, expected.map(|(key, count)| (key.to_owned(), count)));
        let found = insights.get_or_count(1, &fleet, &Clock::utc(NOW_MS), days, &all);
        let legacy = found.iter().find(|insight| insight.key == "legacy").unwrap();
        let query = "status:active radio:gsm,3g country:US".into();
        let name = InsightPlaceName::Country("US".into());
        assert_eq!(legacy.places, [InsightPlace { name, query, count: 1, outage: None }]);
        // A bill says what each finding costs, and who is paid for and silent.
        let mut bill = JoinedListBuilder::new(SourceId(2), "bill.csv", &[("", ColumnRole::Amount)]);
        bill.add_row("295050000000000", &[("", Some(1.5))]);
        bill.add_row("295050000000002", &[("", Some(2.0))]);
        let mut billed = fleet.clone();
        billed.join_list(bill);
        let found = InsightCache::default().get_or_count(2, &billed, &Clock::utc(NOW_MS), days, &all);
        let costs = |key: &str| found.iter().find(|one| one.key == key).map(|one| (one.count, one.amount));
        assert_eq!((costs("paid"), costs("silent")), (Some((1, Some(1.5))), Some((1, Some(1.5)))));
        assert_eq!((costs("country"), costs("unexpected")), (Some((1, Some(2.0))), None));
        let flags = |row| {
            matching_insights(&insights, &fleet, &Clock::utc(NOW_MS), days, row)
                .into_iter()
                .map(|(key, _)| key)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            [flags(0), flags(1), flags(4)],
            [vec!["silent", "legacy"], vec!["never", "ungrouped"], vec!["elsewhere", "shared", "fee"]]
        );
        let first = RowSet::from_fn(all.len(), |row| row == 0);
        let of_first = insights.get_or_count(1, &fleet, &Clock::utc(NOW_MS), days, &first);
        let selected: Vec<_> =
            of_first.iter().filter(|one| one.selected > 0).map(|one| (one.key.as_str(), one.count)).collect();
        assert_eq!(selected, [("silent", 1), ("legacy", 1)], "counted in the selection");
        let weeks = Thresholds { silent: 120, stale: 3, ..days };
        let others = insights.get_or_count(1, &fleet, &Clock::utc(NOW_MS), weeks, &all);
        assert_eq!((others[2].query.as_str(), others[2].count), ("status:active seen:>120d", 0));
        assert_eq!((others[4].query.as_str(), others[4].count), ("stale:>3d", 0));
        insights.get_or_count(1, &fleet, &Clock::utc(NOW_MS), days, &all);
        // Kept while nothing changes, counted again when something does.
        let fleet = Fleet::default();
        assert_eq!(insights.get_or_count(1, &fleet, &Clock::utc(NOW_MS), days, &all)[2].count, 1);
        assert_eq!(insights.get_or_count(2, &fleet, &Clock::utc(NOW_MS), days, fleet.live_rows())[2].count, 0);
        assert_eq!(
            insights.get_or_count(2, &fleet, &Clock::utc(NOW_MS), days, fleet.live_rows()).len(),
            INSIGHT_QUERIES.len() + 2
        );
    }
}
