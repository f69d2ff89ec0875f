//! Tests of small windows and of zoomed ones: a window of 1440 by 900 pixels has 720 by 450 at 200 %, and one of 1280
//! by 1024 has 320 by 256 at 400 %. Everything can be reached, and rows of the table are visible.

use page_tests::{ColorScheme, HarnessError, TestPage, TestPageOptions};
use serde_json::json;

/// Sizes of windows, and the number of whole rows that are visible in the table.
const WINDOW_SIZES: [((u32, u32), usize); 5] =
    [((720, 450), 8), ((640, 400), 6), ((390, 844), 12), ((320, 256), 5), ((844, 390), 4)];

/// Returns the visible elements that cannot be clicked, because something else covers their middle after they are
/// scrolled into view.
const COVERED_SCRIPT: &str = "
    const seen = [...document.querySelectorAll('button, input, select, textarea, summary, a[href], [tabindex=\"0\"]')].filter((one) =>
        one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.closest('.unseen, .skip') && !one.matches('.unseen, .skip, .split'));
    return seen.map((one) => {
        one.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        const box = one.getBoundingClientRect();
        const within = box.width > 0 && box.height > 0 && box.left > -1 && box.top > -1 && box.left < innerWidth && box.top < innerHeight;
        const [x, y] = [(Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2, (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2];
        const found = document.elementFromPoint(x, y);
        if (within && found && (one.contains(found) || found.closest('label')?.contains(one) || found.contains(one) && one.matches('[tabindex]'))) return null;
        const name = (e) => e ? `${e.tagName.toLowerCase()}${e.id && '#' + e.id}.${[...e.classList].join('.')}[${e.dataset.test ?? e.textContent.slice(0, 20)}]` : 'nothing';
        return `${name(one)} at ${Math.round(x)},${Math.round(y)} is under ${name(found)}`;
    }).filter(Boolean)";

fn check_all_can_be_clicked(page: &TestPage, view: &str) -> Result<(), HarnessError> {
    let covered = page.run_script(COVERED_SCRIPT, vec![])?;
    if covered == json!([]) { Ok(()) } else { Err(HarnessError::Failed(format!("{view}: {covered:#}"))) }
}

/// Checks that nothing is wider than the window.
fn check_nothing_overflows(page: &TestPage, view: &str) -> Result<(), HarnessError> {
    let wide = page.run_script("return document.documentElement.scrollWidth > innerWidth", vec![])?;
    if wide == json!(false) { Ok(()) } else { Err(HarnessError::Failed(format!("{view}: it scrolls sideways"))) }
}

fn check_views(options: &TestPageOptions, rows: usize) -> Result<(), HarnessError> {
    let page = TestPage::open(options)?;
    let name = |view: &str| format!("{view} at {:?} in {}", options.size, options.language);
    page.wait_for("sample")?;
    check_nothing_overflows(&page, &name("landing"))?;
    check_all_can_be_clicked(&page, &name("landing"))?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    page.wait_data("map", "ready", "true")?;
    for panel in ["map", "ranking", "table", "filters"] {
        page.click(&format!("[data-tab={panel}]"))?;
        page.wait_for(&format!("[data-panel={panel}]"))?;
        check_nothing_overflows(&page, &name(panel))?;
        check_all_can_be_clicked(&page, &name(panel))?;
    }
    for (panel, menu) in [
        ("table", "columns"),
        ("table", "export"),
        ("table", "compare"),
        ("table", "sources"),
        ("filters", "views"),
        ("filters", "command"),
    ] {
        page.click(&format!("[data-tab={panel}]"))?;
        page.run_script("document.querySelector(`[data-test=${arguments[0]}]`).click()", vec![json!(menu)])?;
        page.wait_for(&format!("[data-test={menu}][aria-expanded=true]"))?;
        let inside = page.run_script(
            "const panel = document.querySelector(`[data-test=${arguments[0]}] + .panel`);
            const box = panel.getBoundingClientRect();
            const middle = document.elementFromPoint((box.left + box.right) / 2, box.top + 4);
            const whole = box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight && panel.contains(middle);
            return whole ? null : [box.left, box.top, box.right, box.bottom, middle?.className]",
            vec![json!(menu)],
        )?;
        assert_eq!(inside, json!(null), "{}", name(menu));
        page.press_keys("\u{E00C}")?;
        page.wait_gone(&format!("[data-test={menu}][aria-expanded=true]"))?;
    }
    page.click("[data-tab=table]")?;
    page.run_script("document.querySelector('[data-test=table]').scrollIntoView({ block: 'end' })", vec![])?;
    let visible = page
        .wait_visible_rows(10_000, |visible| visible.rows.len() >= rows)
        .map_err(|error| HarnessError::Failed(format!("{}: {error}", name("rows"))))?;
    // A phone's rows have two lines, for fingers.
    assert_eq!(visible.row_height, if options.size == (390, 844) { 44.0 } else { 28.0 }, "{}", name("rows"));
    page.turn_wheel("table", 10.0 * visible.row_height)?;
    let visible = page.wait_visible_rows(10_000, |moved| moved.rows[0].index == visible.rows[0].index + 10)?;
    page.click(&format!("[data-test=row][data-index='{}'] [data-col=name]", visible.rows[1].index))?;
    page.wait_for("detail-json")?;
    page.click("detail-close")?;
    page.wait_gone("detail")?;
    page.close()?.check_console_is_clean()?;
    Ok(())
}

#[test]
fn everything_can_be_reached_and_rows_are_visible() -> Result<(), HarnessError> {
    WINDOW_SIZES
        .into_iter()
        .try_for_each(|(size, rows)| check_views(&TestPageOptions { size, ..TestPageOptions::default() }, rows))
}

#[test]
fn everything_can_be_reached_in_dark_and_japanese() -> Result<(), HarnessError> {
    WINDOW_SIZES.into_iter().try_for_each(|(size, rows)| {
        check_views(
            &TestPageOptions { size, language: "ja", color_scheme: ColorScheme::Dark, ..TestPageOptions::default() },
            rows,
        )
    })
}

#[test]
fn a_low_window_with_all_panels_has_rows() -> Result<(), HarnessError> {
    for (size, rows) in [((1280, 600), 6), ((1366, 650), 7), ((1280, 720), 9), ((1440, 900), 13)] {
        let page = TestPage::open(&TestPageOptions { size, ..TestPageOptions::default() })?;
        page.click("sample")?;
        page.wait_selected(10_000)?;
        page.wait_visible_rows(10_000, |visible| visible.rows.len() >= rows)?;
        page.wait_data("map", "ready", "true")?;
        check_all_can_be_clicked(&page, &format!("{size:?}"))?;
    }
    Ok(())
}

#[test]
fn a_zoomed_laptop_shows_rows_without_scrolling() -> Result<(), HarnessError> {
    for (size, rows) in [((720, 450), 8), ((640, 400), 6)] {
        let page = TestPage::open(&TestPageOptions { size, ..TestPageOptions::default() })?;
        page.click("sample")?;
        page.wait_selected(10_000)?;
        page.click("[data-tab=table]")?;
        page.wait_visible_rows(10_000, |visible| visible.rows.len() >= rows)?;
    }
    Ok(())
}
