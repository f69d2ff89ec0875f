//! Tests of the rows that are marked by hand: by mouse, by keyboard, and what becomes of them.

use crate::fixtures::{four_sims, open_with_records};
use page_tests::{HarnessError, HeldKey, Key, TestPage, TestPageOptions, measure::number_at};
use serde_json::json;

/// Clicks in the country's cell of a row, or in the box before its first cell.
fn click_row(page: &TestPage, index: u32, cell: &str, key: HeldKey) -> Result<(), HarnessError> {
    let middle = page.run_script(
        "const row = document.querySelector(`[data-test=row][data-index='${arguments[0]}']`);
        const box = row.querySelector(arguments[1]).getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2]",
        vec![json!(index), json!(cell)],
    )?;
    page.click_at_holding(number_at(&middle, 0), number_at(&middle, 1), key)
}

fn wait_marked(page: &TestPage, rows: &[u32]) -> Result<(), HarnessError> {
    page.wait_script(&format!(
        "const marked = [...document.querySelectorAll('[data-test=row][aria-selected=true]')].map(row => +row.dataset.index);
        return JSON.stringify(marked.sort((a, b) => a - b)) === '{}'",
        json!(rows)
    ))
}

fn press(page: &TestPage, keys: &[Key]) -> Result<(), HarnessError> {
    page.press_keys(&keys.iter().map(|key| char::from(*key)).collect::<String>())
}

#[test]
fn rows_are_marked_with_the_mouse_and_become_a_selection() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    page.wait_visible_rows(4, |_| true)?;
    click_row(&page, 1, ".check", HeldKey::None)?;
    wait_marked(&page, &[1])?;
    assert_eq!(page.count_elements("detail-json")?, 0, "a box is no row");
    click_row(&page, 3, "[data-col=country]", HeldKey::Ctrl)?;
    wait_marked(&page, &[1, 3])?;
    page.wait_seen("marked")?;
    assert_eq!(page.data_attribute("marked", "count")?.as_deref(), Some("2"));
    // Marks are of SIMs, not of places in the table.
    page.click("[data-sort=seen]")?;
    wait_marked(&page, &[0, 2])?;
    page.click("marked-copy")?;
    page.click("query")?;
    page.press_ctrl('v')?;
    page.wait_value("query", "8900000000000000002")?;
    page.wait_value("query", "8900000000000000004")?;
    page.apply_query("")?;
    page.click("marked-only")?;
    page.wait_selected(2)?;
    wait_marked(&page, &[])?;
    assert_eq!(page.run_script("return document.activeElement.dataset.test", vec![])?, json!("table"));
    page.apply_query("")?;
    page.wait_selected(4)?;
    click_row(&page, 0, ".check", HeldKey::None)?;
    page.click("marked-without")?;
    page.wait_selected(3)?;
    click_row(&page, 0, ".check", HeldKey::None)?;
    page.click("marked-without")?;
    page.wait_selected(2)
}

#[test]
fn a_range_is_marked_beyond_the_rows_that_are_here() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    page.wait_visible_rows(10_000, |_| true)?;
    click_row(&page, 2, ".check", HeldKey::None)?;
    wait_marked(&page, &[2])?;
    page.type_into("go-to-row", "500\u{e007}")?;
    page.wait_for("[data-test=row][data-index='499']:not([hidden])")?;
    click_row(&page, 499, "[data-col=country]", HeldKey::Shift)?;
    page.wait_data("marked", "count", "498")?;
    assert_eq!(page.run_script("return getSelection().toString()", vec![])?, json!(""), "Shift selects no text here");
    page.click("marked-only")?;
    page.wait_selected(498)?;
    // The list is of this page alone, as a list that was looked up is.
    page.wait_value("query", "list:1")
}

#[test]
fn rows_are_marked_by_keyboard() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    page.wait_visible_rows(4, |_| true)?;
    page.press_keys("j")?;
    page.press_keys(" ")?;
    wait_marked(&page, &[0])?;
    press(&page, &[Key::Shift, Key::Down, Key::Down, Key::Null])?;
    wait_marked(&page, &[0, 1, 2])?;
    page.press_keys(" ")?;
    wait_marked(&page, &[0, 1])?;
    press(&page, &[Key::Escape])?;
    wait_marked(&page, &[])?;
    assert_eq!(page.data_attribute("marked", "count")?.as_deref(), Some("0"));
    press(&page, &[Key::End])?;
    press(&page, &[Key::Shift, Key::Home, Key::Null])?;
    wait_marked(&page, &[0, 1, 2, 3])
}

#[test]
fn a_date_stands_in_place_of_an_age_where_it_is_wished() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    let seen = "document.querySelector(`[data-test=row][data-index='0'] [data-col=seen]`)";
    let texts = |page: &TestPage| page.run_script(&format!("return [{seen}.textContent, {seen}.title]"), vec![]);
    let age = texts(&page)?;
    page.click("columns")?;
    page.click("seen-as-date")?;
    page.wait_script(&format!("return {seen}.textContent === {}", age[1]))?;
    assert_eq!(texts(&page)?, json!([age[1], age[0]]));
    page.reopen()?;
    page.drop_bytes("fleet.json", json!(four_sims()).to_string())?;
    page.wait_selected(4)?;
    page.wait_script(&format!("return {seen}?.textContent === {}", age[1]))
}
