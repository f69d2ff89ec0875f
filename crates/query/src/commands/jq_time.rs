//! Times in jq: milliseconds since 1970 in the records, seconds in `now`.

use super::{any_of, group};
use crate::interval::Interval;
use crate::time::{Age, Clock, Moment};
use crate::tree::QueryValue;

/// The condition that the time at a path, if there is one, is within one of the values. `is_ahead` is set for times that are to come.
pub(super) fn write_time_test(path: &str, values: &[QueryValue], is_ahead: bool, clock: &Clock) -> Option<String> {
    let mut unknown = false;
    let mut conditions = Vec::new();
    for value in values {
        match value {
            QueryValue::None | QueryValue::Never => unknown = true,
            QueryValue::Age(interval) if is_ahead => conditions.push(write_age_ahead(*interval)?),
            QueryValue::Age(interval) => conditions.push(write_age(*interval)?),
            QueryValue::Moments(interval) => conditions.push(write_moments(*interval, clock)),
            _ => return None,
        }
    }
    let absent = unknown.then(|| format!("({path} == null)"));
    let within = (!conditions.is_empty()).then(|| format!("any({path} | numbers; {})", any_of(conditions)));
    Some(group(absent.into_iter().chain(within)))
}

/// The condition that a number of milliseconds `.` is a length within an interval.
pub(super) fn write_length(interval: Interval<Age>) -> Option<String> {
    Some(match interval {
        Interval::EqualTo(_) => return None,
        Interval::GreaterThan(age) => format!(". / 1000 > {}", seconds(age)),
        Interval::AtLeast(age) | Interval::RangeFrom(age) => format!(". / 1000 >= {}", seconds(age)),
        Interval::LessThan(age) => format!(". / 1000 < {}", seconds(age)),
        Interval::AtMost(age) | Interval::RangeTo(age) => format!(". / 1000 <= {}", seconds(age)),
        Interval::Between(from, to) => format!("(. / 1000 >= {} and . / 1000 <= {})", seconds(from), seconds(to)),
    })
}

/// How long ago it is.
fn write_age(interval: Interval<Age>) -> Option<String> {
    Some(match interval {
        Interval::EqualTo(_) => return None,
        Interval::GreaterThan(age) => format!(". / 1000 < now - {}", seconds(age)),
        Interval::AtLeast(age) | Interval::RangeFrom(age) => format!(". / 1000 <= now - {}", seconds(age)),
        Interval::LessThan(age) => format!(". / 1000 > now - {}", seconds(age)),
        Interval::AtMost(age) | Interval::RangeTo(age) => format!(". / 1000 >= now - {}", seconds(age)),
        Interval::Between(from, to) => {
            format!("(. / 1000 <= now - {} and . / 1000 >= now - {})", seconds(from), seconds(to))
        }
    })
}

/// How long it is until then. What is past is not to come.
fn write_age_ahead(interval: Interval<Age>) -> Option<String> {
    Some(match interval {
        Interval::EqualTo(_) => return None,
        Interval::GreaterThan(age) => format!(". / 1000 > now + {}", seconds(age)),
        Interval::AtLeast(age) | Interval::RangeFrom(age) => format!(". / 1000 >= now + {}", seconds(age)),
        Interval::LessThan(age) => format!("(. / 1000 >= now and . / 1000 < now + {})", seconds(age)),
        Interval::AtMost(age) | Interval::RangeTo(age) => {
            format!("(. / 1000 >= now and . / 1000 <= now + {})", seconds(age))
        }
        Interval::Between(from, to) => {
            format!("(. / 1000 >= now + {} and . / 1000 <= now + {})", seconds(from), seconds(to))
        }
    })
}

fn write_moments(interval: Interval<Moment>, clock: &Clock) -> String {
    write_bounds(interval.to_bounds(|moment| moment.first_millis(clock), |moment| moment.last_millis(clock)))
}

/// The condition that a number `.` is within bounds.
pub(super) fn write_bounds((first, last): (i64, i64)) -> String {
    match (first, last) {
        (i64::MIN, i64::MAX) => "true".to_owned(),
        (i64::MIN, last) => format!(". <= {last}"),
        (first, i64::MAX) => format!(". >= {first}"),
        (first, last) if first == last => format!(". == {first}"),
        (first, last) => format!("(. >= {first} and . <= {last})"),
    }
}

/// An age as a product that people recognise: `30 * 86400`.
fn seconds(age: Age) -> String {
    let unit = Age { count: 1, ..age }.to_millis() / 1000;
    format!("{} * {unit}", age.count)
}
