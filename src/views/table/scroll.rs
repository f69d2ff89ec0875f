//! The arithmetic of a table that is taller than a browser's element may be.
//!
//! A place in the table is a *top*: pixels from its first row, as if nothing limited it. The scrollbar moves over a
//! *track*, which is as high as the rows or as [`PAGE_SIZE`] allows. A wheel or a finger moves the top by as much as it
//! moves the track; what is as far as a step of the bar itself (see [`Scroll::step`]) is scaled.

/// Height of a row in pixels.
pub const ROW: f64 = 28.0;

/// Height of the track at most: Firefox ends at 17.8 million pixels, and Chromium loses fractions before.
pub const LIMIT: f64 = 8_000_000.0;

/// A table of so many rows, of which so many pixels are seen.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Scroll {
    /// Rows of the table.
    pub rows: u32,
    /// Pixels of rows that are seen at once.
    pub seen: f64,
}

impl Scroll {
    /// Height of all rows.
    pub fn height(self) -> f64 {
        f64::from(self.rows) * ROW
    }

    /// Height of the track.
    pub fn track(self) -> f64 {
        self.height().min(LIMIT)
    }

    /// The lowest top.
    pub fn last(self) -> f64 {
        (self.height() - self.seen).max(0.0)
    }

    /// The lowest place on the track.
    pub fn end(self) -> f64 {
        (self.track() - self.seen).max(0.0)
    }

    /// The place on the track that stands for a top.
    pub fn place(self, top: f64) -> f64 {
        if self.last() == 0.0 { 0.0 } else { top.clamp(0.0, self.last()) / self.last() * self.end() }
    }

    /// The top after the track moved.
    pub fn moved(self, top: f64, from: f64, to: f64) -> f64 {
        if self.height() <= LIMIT {
            return to.clamp(0.0, self.last());
        }
        if to <= 0.0 {
            return 0.0;
        }
        if to >= self.end() - 0.5 {
            return self.last();
        }
        if (to - from).abs() <= self.step() {
            return (top + to - from).clamp(0.0, self.last());
        }
        to / self.end() * self.last()
    }

    /// The track moves farther than this where the bar was drawn: it is as high as what is seen, so that half a pixel of it
    /// is thousands of the track. No wheel turns so far at once, nor does a click beside the bar.
    fn step(self) -> f64 {
        (self.track() / self.seen.max(1.0) / 2.0).max(self.seen)
    }

    /// How far the track may be from the place of the top: not at all, but where a wheel moves it on its own.
    pub fn slack(self) -> f64 {
        if self.height() <= LIMIT { 1.0 } else { self.end() / 4.0 }
    }

    /// The first row seen at a top.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float to integer cast saturates")]
    pub fn first(self, top: f64) -> u32 {
        ((top / ROW).floor() as u32).min(self.rows)
    }

    /// How many rows are seen at most, in part or whole.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float to integer cast saturates")]
    pub fn slots(self) -> u32 {
        (self.seen / ROW).ceil() as u32 + 1
    }

    /// How far Page Up and Page Down go.
    pub fn page(self) -> u32 {
        self.slots().saturating_sub(2).max(1)
    }

    /// The top nearest to `top` at which a row is whole.
    pub fn reveal(self, top: f64, row: u32) -> f64 {
        let above = f64::from(row) * ROW;
        top.min(above).max(above + ROW - self.seen).clamp(0.0, self.last())
    }

    /// The rows to have at hand around a top: first and how many, with some before and after.
    pub fn window(self, top: f64) -> (u32, u32) {
        let spare = self.slots();
        let first = self.first(top).saturating_sub(spare);
        (first, (self.slots() + 2 * spare).min(self.rows.saturating_sub(first)))
    }

    /// Whether rows `first..first + len` are all that is seen at a top.
    pub fn covers(self, top: f64, first: u32, len: u32) -> bool {
        let begin = self.first(top);
        let end = begin.saturating_add(self.slots()).min(self.rows);
        begin >= first && end <= first.saturating_add(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Scroll = Scroll { rows: 100, seen: 280.0 };
    const LARGE: Scroll = Scroll { rows: 1_000_000, seen: 560.0 };

    #[test]
    fn a_million_rows_fit_under_the_limit_and_all_are_reached() {
        assert_eq!(LARGE.track(), LIMIT);
        assert_eq!(LARGE.moved(0.0, 0.0, LARGE.end()), LARGE.last());
        assert_eq!(LARGE.first(LARGE.last()) + LARGE.slots(), 1_000_001);
        assert_eq!(LARGE.moved(12_345.0, 900.0, 0.0), 0.0);
    }

    #[test]
    fn a_wheel_moves_by_rows_and_the_bar_by_its_share() {
        assert_eq!(LARGE.moved(1_000_000.0, 300_000.0, 300_100.0), 1_000_100.0);
        let low = Scroll { seen: 100.0, ..LARGE };
        assert_eq!(low.moved(1_000_000.0, 300_000.0, 300_900.0), 1_000_900.0, "a wheel goes farther than a low window");
        let half = LARGE.moved(0.0, 0.0, LARGE.end() / 2.0);
        assert!((half - LARGE.last() / 2.0).abs() < 1.0);
        assert!((LARGE.place(half) - LARGE.end() / 2.0).abs() < 1.0);
    }

    #[test]
    fn a_small_table_scrolls_as_it_is() {
        assert_eq!(SMALL.track(), 2800.0);
        assert_eq!(SMALL.moved(0.0, 0.0, 1234.0), 1234.0);
        assert_eq!(SMALL.moved(0.0, 0.0, 9999.0), SMALL.last());
        assert_eq!(SMALL.place(1234.0), 1234.0);
        assert_eq!(Scroll { rows: 3, seen: 280.0 }.moved(0.0, 0.0, 50.0), 0.0);
    }

    #[test]
    fn a_row_is_revealed_with_the_least_motion() {
        for (top, row, want) in
            [(0.0, 5, 0.0), (0.0, 10, 28.0), (280.0, 9, 252.0), (280.0, 12, 280.0), (0.0, 99, 2520.0)]
        {
            assert_eq!(SMALL.reveal(top, row), want, "{top} {row}");
        }
    }

    #[test]
    fn a_window_covers_what_is_seen() {
        for top in [0.0, 1.0, 27.9, 28.0, 1000.0, SMALL.last()] {
            let (first, len) = SMALL.window(top);
            assert!(SMALL.covers(top, first, len), "{top}");
        }
        assert!(!SMALL.covers(1000.0, 0, 11));
        assert!(Scroll::default().covers(0.0, 0, 0));
    }
}
