//! The arithmetic of a table that is taller than a browser's element may be.
//!
//! A place in the table is a *top*: pixels from its first row, as if nothing limited it. The scrollbar moves over a
//! *track*, which is as high as the rows or as [`MAX_TRACK_HEIGHT`] allows. A wheel or a finger moves the top by as much as it
//! moves the track; what is as far as a step of the bar itself (see [`VirtualScroll::max_wheel_step`]) is scaled.

/// Height of the head of the table in pixels.
pub const HEAD_HEIGHT: f64 = 28.0;

/// Height of the track at most: Firefox ends at 17.8 million pixels, and Chromium loses fractions before.
pub const MAX_TRACK_HEIGHT: f64 = 8_000_000.0;

/// A table of so many rows, of which so many pixels are seen.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct VirtualScroll {
    /// Rows of the table.
    pub rows: u32,
    /// Pixels of rows that are seen at once.
    pub viewport_height: f64,
    /// Height of a row in pixels: the style sheet says it, a phone's rows have two lines.
    pub row_height: f64,
}

impl Default for VirtualScroll {
    fn default() -> Self {
        Self { rows: 0, viewport_height: 0.0, row_height: 28.0 }
    }
}

impl VirtualScroll {
    /// Height of all rows.
    pub fn content_height(self) -> f64 {
        f64::from(self.rows) * self.row_height
    }

    /// Height of the track.
    pub fn track_height(self) -> f64 {
        self.content_height().min(MAX_TRACK_HEIGHT)
    }

    /// The lowest top.
    pub fn max_top(self) -> f64 {
        (self.content_height() - self.viewport_height).max(0.0)
    }

    /// The lowest place on the track.
    pub fn max_track_offset(self) -> f64 {
        (self.track_height() - self.viewport_height).max(0.0)
    }

    /// The place on the track that stands for a top.
    pub fn track_offset(self, top: f64) -> f64 {
        if self.max_top() == 0.0 {
            0.0
        } else {
            top.clamp(0.0, self.max_top()) / self.max_top() * self.max_track_offset()
        }
    }

    /// The top after the track moved.
    pub fn top_after_scroll(self, top: f64, from: f64, to: f64) -> f64 {
        if self.content_height() <= MAX_TRACK_HEIGHT {
            return to.clamp(0.0, self.max_top());
        }
        if to <= 0.0 {
            return 0.0;
        }
        if to >= self.max_track_offset() - 0.5 {
            return self.max_top();
        }
        if (to - from).abs() <= self.max_wheel_step() {
            return (top + to - from).clamp(0.0, self.max_top());
        }
        to / self.max_track_offset() * self.max_top()
    }

    /// The track moves farther than this where the bar was drawn: it is as high as what is seen, so that half a pixel of it
    /// is thousands of the track. No wheel turns so far at once, nor does a click beside the bar.
    fn max_wheel_step(self) -> f64 {
        (self.track_height() / self.viewport_height.max(1.0) / 2.0).max(self.viewport_height)
    }

    /// How far the track may be from the place of the top: not at all, but where a wheel moves it on its own.
    pub fn track_tolerance(self) -> f64 {
        if self.content_height() <= MAX_TRACK_HEIGHT { 1.0 } else { self.max_track_offset() / 4.0 }
    }

    /// The first row seen at a top.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float to integer cast saturates")]
    pub fn first_row_at(self, top: f64) -> u32 {
        ((top / self.row_height).floor() as u32).min(self.rows)
    }

    /// How many rows are seen at most, in part or whole.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float to integer cast saturates")]
    pub fn slot_count(self) -> u32 {
        (self.viewport_height / self.row_height).ceil() as u32 + 1
    }

    /// How far Page Up and Page Down go.
    pub fn page_size(self) -> u32 {
        self.slot_count().saturating_sub(2).max(1)
    }

    /// The top nearest to `top` at which a row is whole.
    pub fn top_revealing(self, top: f64, row: u32) -> f64 {
        let above = f64::from(row) * self.row_height;
        top.min(above).max(above + self.row_height - self.viewport_height).clamp(0.0, self.max_top())
    }

    /// The rows to have at hand around a top: first and how many, with some before and after.
    pub fn row_window(self, top: f64) -> (u32, u32) {
        let spare = self.slot_count();
        let first = self.first_row_at(top).saturating_sub(spare);
        (first, (self.slot_count() + 2 * spare).min(self.rows.saturating_sub(first)))
    }

    /// Whether rows `first..first + len` are all that is seen at a top.
    pub fn covers_viewport(self, top: f64, first: u32, len: u32) -> bool {
        let begin = self.first_row_at(top);
        let end = begin.saturating_add(self.slot_count()).min(self.rows);
        begin >= first && end <= first.saturating_add(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: VirtualScroll = VirtualScroll { rows: 100, viewport_height: 280.0, row_height: 28.0 };
    const LARGE: VirtualScroll = VirtualScroll { rows: 1_000_000, viewport_height: 560.0, row_height: 28.0 };

    #[test]
    fn a_million_rows_fit_under_the_limit_and_all_are_reached() {
        assert_eq!(LARGE.track_height(), MAX_TRACK_HEIGHT);
        assert_eq!(LARGE.top_after_scroll(0.0, 0.0, LARGE.max_track_offset()), LARGE.max_top());
        assert_eq!(LARGE.first_row_at(LARGE.max_top()) + LARGE.slot_count(), 1_000_001);
        assert_eq!(LARGE.top_after_scroll(12_345.0, 900.0, 0.0), 0.0);
    }

    #[test]
    fn a_wheel_moves_by_rows_and_the_bar_by_its_share() {
        assert_eq!(LARGE.top_after_scroll(1_000_000.0, 300_000.0, 300_100.0), 1_000_100.0);
        let low = VirtualScroll { viewport_height: 100.0, ..LARGE };
        assert_eq!(
            low.top_after_scroll(1_000_000.0, 300_000.0, 300_900.0),
            1_000_900.0,
            "a wheel goes farther than a low window"
        );
        let half = LARGE.top_after_scroll(0.0, 0.0, LARGE.max_track_offset() / 2.0);
        assert!((half - LARGE.max_top() / 2.0).abs() < 1.0);
        assert!((LARGE.track_offset(half) - LARGE.max_track_offset() / 2.0).abs() < 1.0);
    }

    #[test]
    fn a_small_table_scrolls_as_it_is() {
        assert_eq!(SMALL.track_height(), 2800.0);
        assert_eq!(SMALL.top_after_scroll(0.0, 0.0, 1234.0), 1234.0);
        assert_eq!(SMALL.top_after_scroll(0.0, 0.0, 9999.0), SMALL.max_top());
        assert_eq!(SMALL.track_offset(1234.0), 1234.0);
        assert_eq!(VirtualScroll { rows: 3, ..SMALL }.top_after_scroll(0.0, 0.0, 50.0), 0.0);
    }

    #[test]
    fn a_row_is_revealed_with_the_least_motion() {
        for (top, row, want) in
            [(0.0, 5, 0.0), (0.0, 10, 28.0), (280.0, 9, 252.0), (280.0, 12, 280.0), (0.0, 99, 2520.0)]
        {
            assert_eq!(SMALL.top_revealing(top, row), want, "{top} {row}");
        }
    }

    #[test]
    fn a_window_covers_what_is_seen() {
        for scroll in [SMALL, VirtualScroll { row_height: 44.0, ..SMALL }] {
            for top in [0.0, 1.0, 27.9, 28.0, 44.0, 1000.0, scroll.max_top()] {
                let (first, len) = scroll.row_window(top);
                assert!(scroll.covers_viewport(top, first, len), "{top}");
            }
        }
        assert!(!SMALL.covers_viewport(1000.0, 0, 11));
        assert!(VirtualScroll::default().covers_viewport(0.0, 0, 0));
    }
}
