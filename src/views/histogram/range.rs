//! Bars side by side as one value of the query, and the other way round.

use query::{HistogramBar, Interval};

/// Returns the value that asks for the bars from one to another; nothing for all of them.
pub fn range_value(bars: &[HistogramBar], one: usize, other: usize) -> Option<String> {
    let (first, last) = (one.min(other), one.max(other));
    let (from, to) = (bars.get(first)?, bars.get(last)?);
    if first == last {
        return Some(from.key.clone());
    }
    let range = match (Interval::split(&from.key).start(), Interval::split(&to.key).end()) {
        (None, None) => return None,
        (None, Some(_)) if first == 0 && last + 1 == bars.len() => return None,
        (None, Some(to)) => Interval::AtMost(to),
        (Some(from), None) => Interval::GreaterThan(from),
        (Some(from), Some(to)) => Interval::Between(from, to),
    };
    Some(range.to_string())
}

/// Returns the bars that a value asks for, first and last; `None` where it is not a value of whole bars.
pub fn bars_of_value(bars: &[HistogramBar], value: &str) -> Option<(usize, usize)> {
    let asked = Interval::split(value);
    let first = bars.iter().position(|bar| Interval::split(&bar.key).start() == asked.start())?;
    let last = bars.iter().position(|bar| Interval::split(&bar.key).end() == asked.end())?;
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars_with_keys(keys: &[&str]) -> Vec<HistogramBar> {
        keys.iter().map(|key| HistogramBar { key: (*key).to_owned(), ..HistogramBar::default() }).collect()
    }

    #[test]
    fn a_range_of_bars_survives_a_round_trip() {
        let ages = bars_with_keys(&["<=1h", "1h..6h", "6h..24h", ">24h"]);
        let days = bars_with_keys(&["2025-01-01..2025-01-31", "2025-02-01..2025-02-28", "2025-03-01..2025-03-31"]);
        let lengths = bars_with_keys(&["<1m", "1m..5m", ">5m"]);
        for (bars, one, other, text) in [
            (&ages, 1, 1, Some("1h..6h")),
            (&ages, 0, 1, Some("<=6h")),
            (&ages, 2, 1, Some("1h..24h")),
            (&ages, 1, 3, Some(">1h")),
            (&ages, 3, 0, None),
            (&days, 0, 1, Some("2025-01-01..2025-02-28")),
            (&days, 0, 2, Some("2025-01-01..2025-03-31")),
            (&lengths, 0, 0, Some("<1m")),
            (&lengths, 0, 1, Some("<=5m")),
            (&lengths, 1, 2, Some(">1m")),
        ] {
            assert_eq!(range_value(bars, one, other).as_deref(), text);
            if let Some(text) = text {
                assert_eq!(bars_of_value(bars, text), Some((one.min(other), one.max(other))), "{text}");
            }
        }
        for other in ["never", ">30d", "2h..6h", "6h..1h", "none"] {
            assert_eq!(bars_of_value(&ages, other), None, "{other}");
        }
    }
}
