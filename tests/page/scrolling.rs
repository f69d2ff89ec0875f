//! Tests that the table always shows a full window of consecutive rows at the expected offset, however it is moved.

use page_tests::{HarnessError, ROW_HEIGHT_PX, TestPage, TestPageOptions, VisibleRows};

/// A way to move the table.
#[derive(Clone, Copy, Debug)]
enum TableMove {
    /// The wheel is turned by pixels downwards.
    Wheel(f64),
    /// A finger swipes upwards by pixels.
    Swipe(f64),
    /// A key is pressed.
    PressKey(&'static str),
    /// The scrollbar is moved to a fraction of its range.
    Scrollbar(f64),
    /// The table is sorted by IMSI.
    Sort,
    /// A query that selects all rows is typed.
    ApplyQuery(&'static str),
    /// Nothing is moved after loading.
    AfterLoading,
}

/// The expected offset of the table after a move, in pixels below its first row.
#[derive(Clone, Copy, Debug)]
enum ExpectedOffset {
    /// The given offset, limited by the number of rows.
    Pixels(f64),
    /// The offset of the last row at the lower edge.
    End,
    /// The offset at which this number of rows follow below the lower edge.
    RowsBeforeEnd(f64),
    /// One page below the first row, with one row of overlap.
    OnePage,
    /// A fraction of the range.
    Share(f64),
}

/// The moves of a test, each from the position after the previous one.
const MOVES: &[(TableMove, ExpectedOffset)] = &[
    (TableMove::AfterLoading, ExpectedOffset::Pixels(0.0)),
    (TableMove::Wheel(112.0), ExpectedOffset::Pixels(112.0)),
    (TableMove::Wheel(300.0), ExpectedOffset::Pixels(412.0)),
    (TableMove::Wheel(-180.0), ExpectedOffset::Pixels(232.0)),
    (TableMove::Wheel(-232.0), ExpectedOffset::Pixels(0.0)),
    (TableMove::ApplyQuery("-country:US"), ExpectedOffset::Pixels(0.0)),
    (TableMove::Wheel(112.0), ExpectedOffset::Pixels(112.0)),
    (TableMove::Wheel(13.0), ExpectedOffset::Pixels(125.0)),
    (TableMove::ApplyQuery("-country:JP"), ExpectedOffset::Pixels(0.0)),
    (TableMove::Swipe(150.0), ExpectedOffset::Pixels(150.0)),
    // Farther than there is to go: a finger scrolls some pixels less than it moves, and the keys begin at a whole row.
    (TableMove::Swipe(-200.0), ExpectedOffset::Pixels(0.0)),
    (TableMove::PressKey(KEY_DOWN), ExpectedOffset::Pixels(0.0)),
    (TableMove::PressKey(KEY_END), ExpectedOffset::End),
    (TableMove::PressKey("k"), ExpectedOffset::End),
    (TableMove::PressKey(KEY_HOME), ExpectedOffset::Pixels(0.0)),
    (TableMove::PressKey(KEY_PAGE_DOWN), ExpectedOffset::OnePage),
    (TableMove::PressKey(KEY_PAGE_UP), ExpectedOffset::Pixels(0.0)),
    (TableMove::PressKey("j"), ExpectedOffset::Pixels(0.0)),
    (TableMove::Scrollbar(0.5), ExpectedOffset::Share(0.5)),
    (TableMove::Wheel(112.0), ExpectedOffset::Share(0.5)),
    (TableMove::Scrollbar(1.0), ExpectedOffset::End),
    (TableMove::Wheel(-28.0), ExpectedOffset::RowsBeforeEnd(1.0)),
    (TableMove::Wheel(500.0), ExpectedOffset::End),
    (TableMove::Sort, ExpectedOffset::Pixels(0.0)),
    (TableMove::Wheel(112.0), ExpectedOffset::Pixels(112.0)),
    (TableMove::Scrollbar(0.0), ExpectedOffset::Pixels(0.0)),
];

const KEY_DOWN: &str = "\u{E015}";
const KEY_END: &str = "\u{E010}";
const KEY_HOME: &str = "\u{E011}";
const KEY_PAGE_DOWN: &str = "\u{E00F}";
const KEY_PAGE_UP: &str = "\u{E00E}";
const FIRST_IMSI: u64 = 295_050_910_000_000;

impl TableMove {
    fn apply_to(self, page: &TestPage) -> Result<(), HarnessError> {
        match self {
            Self::Wheel(pixels) => page.turn_wheel("table", pixels),
            Self::Swipe(pixels) => page.swipe_up("table", pixels),
            Self::PressKey(key) => {
                page.run_script("document.querySelector('[data-test=table]').focus()", vec![])?;
                page.press_keys(key)
            }
            Self::Scrollbar(share) => page
                .run_script(
                    "const grid = document.querySelector('[data-test=table]');
                    grid.scrollTop = arguments[0] * (grid.scrollHeight - grid.clientHeight);",
                    vec![share.into()],
                )
                .map(drop),
            Self::Sort => page.click("[data-sort=imsi]"),
            Self::ApplyQuery(text) => {
                page.apply_query(text)?;
                page.wait_script(&format!("return decodeURIComponent(location.hash).includes('{text}')"))
            }
            Self::AfterLoading => Ok(()),
        }
    }

    /// Returns the tolerance of the resulting offset in pixels: a finger moves some way before it scrolls, and a pixel
    /// of the scrollbar is many rows of a long table.
    fn tolerance_px(self) -> f64 {
        match self {
            Self::Swipe(_) => 20.0,
            _ => 1.0,
        }
    }
}

impl ExpectedOffset {
    fn offset_px(self, visible: &VisibleRows, total: u64) -> f64 {
        let last = (total as f64 * ROW_HEIGHT_PX - visible.height).max(0.0);
        let page = ((visible.height / ROW_HEIGHT_PX).ceil() - 1.0).max(1.0);
        match self {
            Self::Pixels(pixels) => pixels.min(last),
            Self::End => last,
            Self::RowsBeforeEnd(rows) => (last - rows * ROW_HEIGHT_PX).max(0.0),
            Self::OnePage => ((page + 1.0) * ROW_HEIGHT_PX - visible.height).clamp(0.0, last),
            Self::Share(share) => share * last,
        }
    }
}

fn check_rows_follow_every_move(total: u64) -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    let lines: String = (0..total).map(|i| format!("{{\"imsi\":\"{:015}\"}}\n", FIRST_IMSI + i)).collect();
    page.drop_bytes("fleet.jsonl", lines)?;
    page.wait_selected(total)?;
    page.wait_gone("progress")?;
    for (index, (table_move, expected)) in MOVES.iter().enumerate() {
        table_move.apply_to(&page)?;
        // A wheel turn continues from a fraction of the range, which is imprecise for a long table because a pixel of
        // its scrollbar is many rows.
        let tolerance = match expected {
            ExpectedOffset::Share(_) => 200.0,
            _ => table_move.tolerance_px(),
        };
        let is_expected = |visible: &VisibleRows| {
            visible
                .scroll_offset()
                .is_some_and(|offset| (offset - expected.offset_px(visible, total)).abs() <= tolerance)
        };
        let visible = page.wait_visible_rows(total, is_expected).map_err(|error| {
            HarnessError::Failed(format!(
                "move {index}, {table_move:?}, should end at {expected:?} of {total} rows: {error}"
            ))
        })?;
        for row in &visible.rows {
            let imsi = (FIRST_IMSI + row.index).to_string();
            assert!(
                row.text.replace(' ', "").contains(&imsi),
                "move {index}, {table_move:?}: row {} says {}",
                row.index,
                row.text
            );
        }
    }
    page.close()?.check_console_is_clean()?;
    Ok(())
}

#[test]
fn rows_follow_every_move_where_there_are_eight() -> Result<(), HarnessError> {
    check_rows_follow_every_move(8)
}

#[test]
fn rows_follow_every_move_where_there_are_ten_thousand() -> Result<(), HarnessError> {
    check_rows_follow_every_move(10_000)
}

#[test]
fn rows_follow_every_move_where_there_are_a_million() -> Result<(), HarnessError> {
    check_rows_follow_every_move(1_000_000)
}

/// A bar shows the counts without the range of last seen, so they are the same after a range is added to a query of
/// another country.
#[test]
fn bars_follow_a_query_that_leaves_their_range_as_it_was() -> Result<(), HarnessError> {
    const BAR_COUNTS_SCRIPT: &str =
        "[...document.querySelectorAll('[data-test=bar]')].map((bar) => Number(bar.dataset.count))";
    let page = TestPage::open(&TestPageOptions::default())?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    let item = "[data-facet=country] [data-test=facet-item]";
    let countries = page.data_attributes(item, "key")?.into_iter().zip(page.data_attributes(item, "count")?);
    let mut counted = Vec::new();
    for (country, sims) in countries.take(4) {
        page.apply_query(&format!("country:{country}"))?;
        page.wait_data("selected", "value", &sims)?;
        counted.push((country, page.run_script(&format!("return {BAR_COUNTS_SCRIPT}"), vec![])?));
    }
    for (country, bars) in counted {
        page.apply_query(&format!("seen:<30d country:{country}"))?;
        page.wait_script(&format!("return JSON.stringify({BAR_COUNTS_SCRIPT}) === '{bars}'"))?;
        page.wait_script("return document.querySelectorAll('[data-test=bar][aria-pressed=true]').length > 0")?;
    }
    Ok(())
}
