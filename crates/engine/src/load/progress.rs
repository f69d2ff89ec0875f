//! When something is told while a source is loaded.

/// Milliseconds between two messages of progress.
pub const PROGRESS_INTERVAL_MS: f64 = 200.0;
/// Milliseconds before the first view of a source that is still being loaded, and which a view must come early by.
const FIRST_VIEW_DELAY_MS: f64 = 2_000.0;
/// How many times longer each further view waits.
const VIEW_DELAY_FACTOR: f64 = 2.5;
/// Number of records that tell how many will come.
const MIN_RECORDS_TO_ESTIMATE: u64 = 1_000;
/// How many more records are expected than those tell.
const ESTIMATE_MARGIN: f64 = 1.02;

/// Says when an interval is over.
#[derive(Clone, Copy, Debug)]
pub struct ProgressTimer {
    last_ms: f64,
}

impl ProgressTimer {
    /// A timer whose first interval begins now.
    pub fn start(now_ms: f64) -> Self {
        Self { last_ms: now_ms }
    }

    /// A timer whose first interval is over.
    pub fn start_elapsed() -> Self {
        Self { last_ms: f64::MIN }
    }

    /// Whether [`PROGRESS_INTERVAL_MS`] are over; then the next interval begins.
    pub fn is_due(&mut self, now_ms: f64) -> bool {
        let due = now_ms - self.last_ms > PROGRESS_INTERVAL_MS;
        if due {
            self.last_ms = now_ms;
        }
        due
    }
}

/// Says when a source that is still being loaded is worth a view.
#[derive(Clone, Copy, Debug)]
pub(super) struct EarlyViews {
    start_ms: f64,
    delay_ms: f64,
}

impl EarlyViews {
    pub fn start(now_ms: f64) -> Self {
        Self { start_ms: now_ms, delay_ms: FIRST_VIEW_DELAY_MS }
    }

    /// Whether a view is due, of so many bytes. What is whole in a moment is not worth a view before.
    pub fn is_due(&mut self, now_ms: f64, read: u64, total: u64) -> bool {
        let elapsed = now_ms - self.start_ms;
        if elapsed <= self.delay_ms {
            return false;
        }
        self.delay_ms *= VIEW_DELAY_FACTOR;
        elapsed * (total as f64 / read as f64 - 1.0) > FIRST_VIEW_DELAY_MS
    }
}

/// Estimates once how many records will come.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RecordEstimate {
    is_made: bool,
}

impl RecordEstimate {
    /// How many more records will come, once some of so many bytes tell it.
    pub fn estimate_once(&mut self, records: u64, read: u64, total: u64) -> Option<usize> {
        if self.is_made || records <= MIN_RECORDS_TO_ESTIMATE {
            return None;
        }
        self.is_made = true;
        let more = records as f64 * (total as f64 / read as f64 - 1.0).max(0.0) * ESTIMATE_MARGIN;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a float to integer cast saturates"
        )]
        Some(more as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_told_once_an_interval() {
        let due =
            |mut timer: ProgressTimer, times: &[f64]| times.iter().map(|now| timer.is_due(*now)).collect::<Vec<_>>();
        let times = [0.0, 100.0, 200.5, 300.0, 401.0];
        assert_eq!(due(ProgressTimer::start(0.0), &times), [false, false, true, false, true]);
        assert_eq!(due(ProgressTimer::start_elapsed(), &times), [true, false, true, false, true]);
    }

    #[test]
    fn early_views_come_later_and_later_and_not_shortly_before_the_end() {
        let mut views = EarlyViews::start(1_000.0);
        for (now, read, due) in [
            (2_900.0, 10, false),
            (3_100.0, 10, true),
            (3_200.0, 10, false),
            (6_100.0, 95, false),
            (6_200.0, 10, false),
            (13_600.0, 80, true),
        ] {
            assert_eq!(views.is_due(now, read, 100), due, "{now} {read}");
        }
    }

    #[test]
    fn the_number_of_records_is_estimated_once() {
        let mut estimate = RecordEstimate::default();
        for (records, read, more) in [(1_000, 10, None), (2_000, 50, Some(2_040)), (3_000, 60, None)] {
            assert_eq!(estimate.estimate_once(records, read, 100), more, "{records}");
        }
    }
}
