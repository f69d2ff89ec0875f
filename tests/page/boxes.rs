//! Tests that nothing that can be used overlaps, is cut off or lies out of reach, in windows of five sizes.

use page_tests::{HarnessError, TestPage, TestPageOptions};
use serde_json::json;

const SIZES: [(u32, u32); 5] = [(1440, 900), (1280, 720), (720, 450), (390, 844), (320, 256)];

/// Fails with what is wrong, and where fewer elements are seen than there must be.
fn check_boxes(page: &TestPage, view: &str, least: u64) -> Result<(), HarnessError> {
    let found = page.run_script(include_str!("boxes.js"), vec![])?;
    if found["faults"] == json!([]) && found["seen"].as_u64() >= Some(least) {
        return Ok(());
    }
    Err(HarnessError::Failed(format!("{view}: {found:#}")))
}

fn check_all_views(language: &'static str) -> Result<(), HarnessError> {
    for size in SIZES {
        let page = TestPage::open(&TestPageOptions { language, size, ..TestPageOptions::default() })?;
        page.wait_for("sample")?;
        let view = |name: &str| format!("{name} at {size:?} in {language}");
        check_boxes(&page, &view("landing"), 8)?;
        page.click("sample")?;
        page.wait_selected(10_000)?;
        page.wait_data("map", "ready", "true")?;
        let is_narrow = size.0 <= 760;
        let panels: &[&str] = if is_narrow { &["map", "ranking", "table", "filters"] } else { &[""] };
        for panel in panels {
            if is_narrow {
                page.click(&format!("[data-tab={panel}]"))?;
            }
            check_boxes(&page, &view(panel), 12)?;
        }
        for tab in ["pivot", "insights"] {
            if is_narrow {
                page.click("[data-tab=ranking]")?;
            }
            page.click(&format!("#tab-{tab}"))?;
            page.wait_script(&format!("return document.querySelector('#tab-{tab}').ariaSelected === 'true'"))?;
            check_boxes(&page, &view(tab), 12)?;
        }
        page.apply_query("country:US,JP,DE session:offline seen:>30d")?;
        page.wait_gone("[data-test=selected][data-value='10000']")?;
        check_boxes(&page, &view("chips"), 12)?;
        if is_narrow {
            page.click("[data-tab=table]")?;
        }
        page.wait_visible_rows(1_000, |seen| !seen.rows.is_empty())?;
        page.run_script("document.querySelector('[data-test=row] [data-col=name]').click()", vec![])?;
        page.wait_for("detail")?;
        check_boxes(&page, &view("detail"), 12)?;
    }
    Ok(())
}

#[test]
fn nothing_overlaps_or_is_cut_off_in_english() -> Result<(), HarnessError> {
    check_all_views("en-US")
}

#[test]
fn nothing_overlaps_or_is_cut_off_in_japanese() -> Result<(), HarnessError> {
    check_all_views("ja")
}
