//! The visible rows of the table, and scrolling them with a wheel or a finger.

use crate::{HarnessError, TestPage};
use serde_json::{Value, json};

/// Height of a row in pixels, but on a phone.
pub const ROW_HEIGHT_PX: f64 = 28.0;

/// A row that is entirely visible.
#[derive(Clone, PartialEq, Debug)]
pub struct VisibleRow {
    /// Index of the row in the table.
    pub index: u64,
    /// Position of the upper edge in pixels below the table's header.
    pub top: f64,
    /// Text of the row.
    pub text: String,
}

/// The rows that are entirely visible: within the grid and the window, with a text, and not covered.
#[derive(Clone, PartialEq, Debug)]
pub struct VisibleRows {
    /// The rows from top to bottom.
    pub rows: Vec<VisibleRow>,
    /// Height in pixels of the part of the window that shows rows.
    pub height: f64,
    /// Height of a row in pixels.
    pub row_height: f64,
}

impl VisibleRows {
    /// Returns the offset in pixels of the upper edge of the window below the first row of the table; `None` if no row
    /// is visible.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "rows are counted in millions")]
    pub fn scroll_offset(&self) -> Option<f64> {
        self.rows.first().map(|row| row.index as f64 * self.row_height - row.top)
    }

    /// Returns whether consecutive rows fill the height, or all `total` rows of the table are visible.
    #[must_use]
    pub fn is_full_window(&self, total: u64) -> bool {
        let (Some(first), Some(last)) = (self.rows.first(), self.rows.last()) else { return total == 0 };
        let are_adjacent = |pair: &[VisibleRow]| match pair {
            [above, below] => below.index == above.index + 1 && (below.top - above.top - self.row_height).abs() < 1.0,
            _ => false,
        };
        let starts_at_top = first.top < self.row_height && (first.index > 0 || first.top.abs() < 1.0);
        let ends_at_bottom = last.index + 1 == total || self.height - last.top < 2.0 * self.row_height;
        starts_at_top && ends_at_bottom && last.index < total && self.rows.windows(2).all(are_adjacent)
    }
}

/// Returns the visible part of the table: the height for rows, then index, position and text of each row. A row is left
/// out if its middle is covered by another element or clipped by one around it.
const VISIBLE_ROWS_SCRIPT: &str = "
    const grid = document.querySelector('[data-test=table]')?.getBoundingClientRect();
    if (!grid) return [0, []];
    const head = document.querySelector('[data-test=table] .head').getBoundingClientRect();
    const [top, bottom] = [Math.max(grid.top, head.bottom, 0), Math.min(grid.bottom, innerHeight)];
    const x = (Math.max(grid.left, 0) + Math.min(grid.right, innerWidth)) / 2;
    const seen = [...document.querySelectorAll('[data-test=row]')].map((row) => {
        const box = row.getBoundingClientRect();
        const whole = box.height > 0 && box.top > top - 0.5 && box.bottom < bottom + 0.5;
        const found = [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2].every((y) => row.contains(document.elementFromPoint(x, y)));
        return whole && found && row.textContent.trim() ? [Number(row.dataset.index), box.top - top, row.textContent] : null;
    });
    const height = document.querySelector('.lines .row')?.getBoundingClientRect().height;
    return [bottom - top, seen.filter(Boolean).sort(([one], [other]) => one - other), height];";

impl TestPage {
    /// Returns the rows that are entirely visible.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn visible_rows(&self) -> Result<VisibleRows, HarnessError> {
        let visible = self.run_script(VISIBLE_ROWS_SCRIPT, vec![])?;
        let row = |row: &Value| {
            Some(VisibleRow { index: row[0].as_u64()?, top: row[1].as_f64()?, text: row[2].as_str()?.to_owned() })
        };
        Ok(VisibleRows {
            rows: visible[1].as_array().into_iter().flatten().filter_map(row).collect(),
            height: visible[0].as_f64().unwrap_or_default(),
            row_height: visible[2].as_f64().unwrap_or(ROW_HEIGHT_PX),
        })
    }

    /// Waits until the table shows a full window of its `total` rows and `is_expected` returns `true` for it.
    ///
    /// # Errors
    /// Returns an error with the visible rows if that does not happen in time.
    pub fn wait_visible_rows(
        &self,
        total: u64,
        is_expected: impl Fn(&VisibleRows) -> bool,
    ) -> Result<VisibleRows, HarnessError> {
        let poll = || {
            let visible = self.visible_rows()?;
            let is_met = visible.is_full_window(total) && is_expected(&visible);
            Ok(if is_met { Some(visible) } else { None })
        };
        self.poll_until_some("a full window of rows", poll).map_err(|timeout| match self.visible_rows() {
            Ok(visible) => {
                let count = visible.rows.len();
                HarnessError::Failed(format!("{timeout}; {count} of {total} rows are visible: {visible:?}"))
            }
            Err(error) => error,
        })
    }

    /// Turns the wheel over the middle of an element by pixels downwards.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error, or there is no such element.
    pub fn turn_wheel(&self, handle: &str, pixels: f64) -> Result<(), HarnessError> {
        let (x, y) = self.element_middle(handle)?;
        self.send_devtools(
            "Input.dispatchMouseEvent",
            json!({ "type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": pixels }),
        )
    }

    /// Swipes upwards by pixels with a finger on the middle of an element.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error, or there is no such element.
    pub fn swipe_up(&self, handle: &str, pixels: f64) -> Result<(), HarnessError> {
        let (x, y) = self.element_middle(handle)?;
        let touch = |kind: &str, touch_y: Option<f64>| {
            let points: Vec<_> = touch_y.map(|y| json!({ "x": x, "y": y })).into_iter().collect();
            self.send_devtools("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points }))
        };
        let start_y = y + pixels / 2.0;
        touch("touchStart", Some(start_y))?;
        for step in 1..=10 {
            touch("touchMove", Some(start_y - pixels * f64::from(step) / 10.0))?;
        }
        touch("touchEnd", None)
    }

    /// Returns the middle of the visible part of an element.
    fn element_middle(&self, handle: &str) -> Result<(f64, f64), HarnessError> {
        self.wait_for(handle)?;
        let middle = self.run_script(
            "const box = document.querySelector(arguments[0]).getBoundingClientRect();
            return [(box.left + Math.min(box.right, innerWidth)) / 2, (box.top + Math.min(box.bottom, innerHeight)) / 2]",
            vec![json!(crate::page::css_selector(handle))],
        )?;
        Ok((middle[0].as_f64().unwrap_or_default(), middle[1].as_f64().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_full_only_where_rows_fill_it_without_a_gap() {
        for (height, rows, total, expected) in [
            (100.0, &[(0, 0.0), (1, 28.0), (2, 56.0)][..], 10, true),
            (100.0, &[(3, 10.0), (4, 38.0), (5, 66.0)], 10, true),
            (100.0, &[(0, 0.0), (1, 28.0)], 2, true),
            (100.0, &[(8, 44.0), (9, 72.0)], 10, false),
            (100.0, &[(0, 0.0), (2, 28.0), (3, 56.0)], 10, false),
            (100.0, &[(0, 0.0), (1, 56.0), (2, 84.0)], 10, false),
            (100.0, &[(0, 0.0), (1, 28.0)], 10, false),
            (100.0, &[], 10, false),
            (100.0, &[], 0, true),
        ] {
            let row = |(index, top): &(u64, f64)| VisibleRow { index: *index, top: *top, text: String::from("text") };
            let visible = VisibleRows { rows: rows.iter().map(row).collect(), height, row_height: 28.0 };
            assert_eq!(visible.is_full_window(total), expected, "{rows:?} of {total}");
        }
    }
}
