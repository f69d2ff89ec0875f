//! Findings: questions that every operator has, asked of the whole fleet. Each is a query, and how many records it selects.

use crate::Insight;
use fleet::Fleet;
use query::{Clock, Filter};

/// The findings, by the word that the page has for each, most pressing first.
const INSIGHTS: [(&str, &str); 9] = [
    ("silent", "status:active seen:>90d"),
    ("never", "status:active session:never"),
    ("stale", "stale:>1d"),
    ("country", "moved:country"),
    ("operator", "moved:operator"),
    ("device", "moved:imei"),
    ("legacy", "status:active radio:gsm,3g"),
    ("ungrouped", "status:active group:none"),
    ("suspended", "status:suspended session:online"),
];
/// Ages grow: after so many milliseconds the findings are counted again.
const FRESH: i64 = 10 * 60_000;

/// The findings, kept until the rows change or ages have grown.
#[derive(Debug, Default)]
pub struct Insights {
    kept: Option<(u64, i64, Vec<Insight>)>,
}

impl Insights {
    /// Counts each finding in the fleet; `edition` says which rows those are.
    pub fn of(&mut self, edition: u64, fleet: &Fleet, clock: &Clock) -> Vec<Insight> {
        let age = clock.now / FRESH;
        if let Some((of, at, insights)) = &self.kept
            && (*of, *at) == (edition, age)
        {
            return insights.clone();
        }
        let count = |(key, text): (&str, &str)| {
            let query = query::parse(text).ok()?;
            let count = Filter::new(&query, fleet, clock).selected().count() as u32;
            Some(Insight { key: key.to_owned(), query: query.to_string(), count })
        };
        let insights: Vec<_> = INSIGHTS.into_iter().filter_map(count).collect();
        self.kept = Some((edition, age, insights.clone()));
        insights
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fleet::{Cell, Place, Record, Session, SourceId};
    use places::Plmn;

    const DAY: i64 = 86_400_000;
    const NOW: i64 = 1_790_000_000_000;

    fn cell(mcc: u16, mnc: u16, radio: &'static str) -> Option<Cell<'static>> {
        Some(Cell { plmn: Plmn { mcc, mnc }, radio: radio.into(), area: Some(1), id: None })
    }

    #[test]
    fn a_fleet_counted_by_hand() {
        let mut fleet = Fleet::default();
        fleet.begin(SourceId(1));
        let active = || Record { status: "active".into(), group: "g".into(), ..Record::default() };
        let records = [
            // Silent, last on 2G.
            Record {
                session: Session::Offline,
                previous: cell(310, 410, "GSM"),
                updated: Some(NOW - 100 * DAY),
                ..active()
            },
            // Never connected, in no group.
            Record { session: Session::Never, group: "".into(), ..active() },
            // Online for two days without an update; another country, operator and device than before.
            Record {
                session: Session::Online,
                previous: cell(310, 410, "lte"),
                current: cell(440, 10, "lte"),
                previous_imei: "1".into(),
                current_imei: "2".into(),
                updated: Some(NOW - 2 * DAY),
                ..active()
            },
            // Suspended and silent: no finding, but that it is online now.
            Record { status: "suspended".into(), session: Session::Online, updated: Some(NOW - 1000), ..active() },
        ];
        for (i, record) in records.into_iter().enumerate() {
            let record = Record { imsi: format!("29505000000000{i}").into(), ..record };
            fleet.push(&record, Place::default()).unwrap();
        }
        fleet.settle();
        let mut insights = Insights::default();
        let counts: Vec<_> =
            insights.of(1, &fleet, &Clock::utc(NOW)).into_iter().map(|insight| (insight.key, insight.count)).collect();
        let expected = [
            ("silent", 1),
            ("never", 1),
            ("stale", 1),
            ("country", 1),
            ("operator", 1),
            ("device", 1),
            ("legacy", 1),
            ("ungrouped", 1),
            ("suspended", 1),
        ];
        assert_eq!(counts, expected.map(|(key, count)| (key.to_owned(), count)));
        // Kept while nothing changes, counted again when something does.
        let fleet = Fleet::default();
        assert_eq!(insights.of(1, &fleet, &Clock::utc(NOW))[0].count, 1);
        assert_eq!(insights.of(2, &fleet, &Clock::utc(NOW))[0].count, 0);
        assert_eq!(insights.of(2, &fleet, &Clock::utc(NOW)).len(), INSIGHTS.len());
    }
}
