//! Tests of the table's order.

use super::*;
use crate::test_strategies::any_fleet;
use crate::{Field, TableTexts};
use proptest::prelude::*;

/// What a column is compared by, in words of its own; `None` where absent.
fn sort_key(fleet: &Fleet, texts: &TableTexts, column: ColumnKey, row: usize) -> Option<(i64, String)> {
    let text = texts.get(column, row);
    let at = |n: i64| Some((n, String::new()));
    match column.field() {
        Field::Seen => at(fleet.columns().last_seen()[row]).filter(|_| !text.is_empty()),
        // Of two that show the same seconds, one may have something over.
        Field::Duration => {
            let lasted = fleet.columns().previous_duration(row)?;
            at(lasted.as_millis() + i64::from(lasted > fleet::CompactDuration::from_millis(lasted.as_millis())))
        }
        Field::Session => at(Connectivity::ALL.iter().position(|s| s.query_word() == text)? as i64),
        _ if text.is_empty() => None,
        Field::Cell => {
            let mut parts = text.split('-').map(|part| part.parse::<i64>().map_or(0, |n| n + 1));
            let mut next = |width: i64, sum: i64| sum * width + parts.next().unwrap_or(0);
            let key = [1_000, 1_001, 1_000_000, 1_000_000].into_iter().fold(0, |sum, width| next(width, sum));
            at(key)
        }
        Field::Ip => at(text.parse::<std::net::Ipv4Addr>().unwrap().to_bits().into()),
        Field::Usage | Field::Joined if text.parse::<f64>().is_ok() => {
            at((text.parse::<f64>().unwrap() * 1000.0) as i64)
        }
        _ => Some((0, fold_text(&text).into_owned())),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_order_is_sorted_and_stable((_, fleet) in any_fleet()) {
        let rows = fleet.columns().len();
        let others = ["list.site", "list.price", "list.Country", "tag.site"].map(|name| ColumnKey::from_name(name).unwrap());
        for column in Field::columns().iter().map(|field| ColumnKey::from(*field)).chain(others) {
            for basis in Basis::ALL {
                let texts = TableTexts::new(&fleet, basis);
                for descending in [false, true] {
                    let made = sort_rows(&fleet, SortOrder { column: Some(column), descending }, basis);
                    let mut expected: Vec<u32> = (0..rows as u32).collect();
                    expected.sort_by(|a, b| {
                        let [a, b] = [a, b].map(|row| sort_key(&fleet, &texts, column, *row as usize));
                        match (a, b) {
                            (Some(a), Some(b)) => if descending { b.cmp(&a) } else { a.cmp(&b) },
                            (a, b) => b.is_some().cmp(&a.is_some()),
                        }
                    });
                    prop_assert_eq!(made, expected, "{:?} {:?} {}", column, basis, descending);
                }
            }
        }
        let file = sort_rows(&fleet, SortOrder { column: None, descending: true }, Basis::Last);
        prop_assert_eq!(&file, &(0..rows as u32).collect::<Vec<_>>());
        let live: Vec<_> = rows_in_order(&file, fleet.live_rows()).map(|row| row as usize).collect();
        prop_assert_eq!(live, fleet.live_rows().iter().collect::<Vec<_>>());
    }
}
