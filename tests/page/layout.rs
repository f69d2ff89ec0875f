//! Tests of how the page shares its room, and of columns that are moved and resized.

use page_tests::{HarnessError, Key, TestPage, TestPageOptions};
use serde_json::{Value, json};

fn open_with_sample() -> Result<TestPage, HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    page.wait_visible_rows(10_000, |visible| visible.rows.len() >= 13)?;
    Ok(page)
}

/// Returns the keys of the columns whose header is visible as a whole, from left to right.
fn visible_columns(page: &TestPage) -> Result<Vec<String>, HarnessError> {
    let keys = page.run_script(
        "const grid = document.querySelector('[data-test=table]').getBoundingClientRect();
        return [...document.querySelectorAll('.head [data-col]')].filter(e => e.getBoundingClientRect().right <= grid.right).map(e => e.dataset.col)",
        vec![],
    )?;
    Ok(keys.as_array().into_iter().flatten().filter_map(|key| key.as_str().map(str::to_owned)).collect())
}

fn column_width(page: &TestPage, key: &str) -> Result<f64, HarnessError> {
    let width =
        page.run_script(&format!("return document.querySelector('.head [data-col={key}]').offsetWidth"), vec![])?;
    Ok(width.as_f64().unwrap_or_default())
}

fn middle_of(page: &TestPage, selector: &str) -> Result<(f64, f64), HarnessError> {
    let place = page.run_script(
        "const box = document.querySelector(arguments[0]).getBoundingClientRect(); return [(box.left + box.right) / 2, (box.top + box.bottom) / 2]",
        vec![json!(selector)],
    )?;
    Ok((place[0].as_f64().unwrap_or_default(), place[1].as_f64().unwrap_or_default()))
}

fn focus_header(page: &TestPage, key: &str) -> Result<Value, HarnessError> {
    page.run_script(&format!("document.querySelector('[data-sort={key}]').focus()"), vec![])
}

#[test]
fn the_usual_columns_are_visible_beside_the_map() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    let visible = visible_columns(&page)?;
    for key in ["name", "iccid", "status", "session", "seen", "country", "operator", "radio"] {
        assert!(visible.iter().any(|column| column == key), "{key} of {visible:?}");
    }
    Ok(())
}

#[test]
fn the_map_and_the_table_share_the_window_as_chosen() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    let is_visible = "return ['.map canvas', '[data-test=table]', '.ranking'].map(e => document.querySelector(e).checkVisibility({visibilityProperty: true}))";
    page.wait_data("map", "ready", "true")?;
    page.click("[data-test=layout][data-value=table]")?;
    page.wait_visible_rows(10_000, |visible| visible.rows.len() >= 22)?;
    assert_eq!(page.run_script(is_visible, vec![])?, json!([false, true, false]));
    page.click("[data-test=layout][data-value=map]")?;
    page.wait_script("return !document.querySelector('[data-test=table]').checkVisibility()")?;
    assert_eq!(page.run_script(is_visible, vec![])?, json!([true, false, true]));
    // A key of the table shows it, and the layout is remembered.
    page.run_script("document.activeElement.blur()", vec![])?;
    page.press_keys("j")?;
    page.wait_visible_rows(10_000, |visible| visible.rows.len() >= 13)?;
    page.press_keys("m")?;
    page.wait_visible_rows(10_000, |visible| visible.rows.len() >= 22)?;
    page.reopen()?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    page.wait_visible_rows(10_000, |visible| visible.rows.len() >= 22)?;
    Ok(())
}

#[test]
fn columns_are_moved_and_resized_by_keyboard_and_remembered() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    let before = column_width(&page, "name")?;
    focus_header(&page, "name")?;
    page.press_keys(&format!("{}{}", char::from(Key::Shift), char::from(Key::Right)))?;
    page.wait_script(&format!(
        "return document.querySelector('.head [data-col=name]').offsetWidth === {}",
        before + 16.0
    ))?;
    focus_header(&page, "iccid")?;
    page.press_keys(&format!("{}{}", char::from(Key::Alt), char::from(Key::Left)))?;
    page.wait_until("ICCID first", || {
        visible_columns(&page).is_ok_and(|keys| keys[0] == "iccid" && keys[1] == "name")
    })?;
    page.wait_script("return document.activeElement.dataset.sort === 'iccid'")?;
    page.reopen()?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    assert_eq!((visible_columns(&page)?[0].as_str(), column_width(&page, "name")?), ("iccid", before + 16.0));
    Ok(())
}

#[test]
fn the_menu_of_columns_stays_in_the_window() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    for layout in ["split", "table"] {
        page.click(&format!("[data-test=layout][data-value={layout}]"))?;
        page.click("columns")?;
        page.wait_for("[data-test=columns][aria-expanded=true]")?;
        page.wait_script(
            "const box = document.querySelector('[data-test=columns] + .panel').getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight",
        )?;
        page.press_keys(&char::from(Key::Escape).to_string())?;
        page.wait_gone("[data-test=columns][aria-expanded=true]")?;
    }
    Ok(())
}

#[test]
fn columns_are_moved_and_resized_with_a_pointer() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    let before = column_width(&page, "status")?;
    let grip = middle_of(&page, "[data-grip=status]")?;
    page.drag_between(grip, (grip.0 + 60.0, grip.1))?;
    page.wait_script(&format!(
        "return document.querySelector('.head [data-col=status]').offsetWidth >= {}",
        before + 50.0
    ))?;
    page.drag_between(middle_of(&page, "[data-sort=status]")?, middle_of(&page, "[data-sort=name]")?)?;
    page.wait_until("Status first", || visible_columns(&page).is_ok_and(|keys| keys[0] == "status"))?;
    assert_eq!(
        page.run_script("return document.querySelectorAll('.head [aria-sort=ascending]').length", vec![])?,
        json!(0)
    );
    // A click still sorts.
    page.click("[data-sort=status]")?;
    page.wait_for(".head [data-col=status][aria-sort=ascending]")?;
    Ok(())
}

#[test]
fn the_axis_asks_for_all_beyond_and_its_handles_have_their_words() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    page.click("[data-over='>30d']")?;
    page.wait_value("query", "seen:>30d")?;
    page.wait_script("return document.querySelector('.handle:not([hidden])').textContent === '30 d'")?;
    let covered = page.run_script(
        "const ticks = [...document.querySelectorAll('[data-test=histogram] .tick')].filter(e => e.checkVisibility({visibilityProperty: true})).map(e => e.getBoundingClientRect());
        return ticks.some((a, i) => ticks.some((b, j) => i < j && a.left < b.right && b.left < a.right))",
        vec![],
    )?;
    assert_eq!(covered, json!(false), "words of the axis do not overlap");
    Ok(())
}

#[test]
fn a_link_says_what_it_opens_before_there_is_a_fleet() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.run_script("location.hash = '#v2?q=country:DE'; location.reload()", vec![])?;
    page.wait_script(
        "return document.querySelector('[data-test=linked]')?.textContent.includes('country:DE') ?? false",
    )?;
    page.click("sample")?;
    page.wait_script("return Number(document.querySelector('[data-test=selected]')?.dataset.value) < 10000")
}

#[test]
fn a_file_that_is_read_puts_earlier_refusals_away() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.drop_bytes("photo.png", b"\x89PNG\r\n\x1a\n")?;
    page.wait_for("error")?;
    page.drop_bytes("empty.json", "")?;
    page.wait_script("return document.querySelectorAll('[data-test=error]').length === 2")?;
    let seen = "return [...document.querySelectorAll('[data-test=error]')].filter(e => e.checkVisibility()).map(e => e.textContent.includes('empty.json'))";
    assert_eq!(page.run_script(seen, vec![])?, json!([true]), "the newest is visible");
    page.click("more-notices")?;
    assert_eq!(page.run_script(seen, vec![])?, json!([true, false]));
    page.drop_bytes("fleet.json", r#"[{"imsi": "295050000000001"}]"#)?;
    page.wait_selected(1)?;
    page.wait_gone("error")
}

#[test]
fn a_menu_is_walked_by_arrows() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    page.press_keys("e")?;
    page.wait_seen("export-csv")?;
    let focused = |handle: &str| format!("return document.activeElement.dataset.test === '{handle}'");
    page.press_keys(&char::from(Key::Down).to_string())?;
    page.wait_script(&focused("export-csv"))?;
    page.press_keys(&char::from(Key::Down).to_string())?;
    page.wait_script(&focused("export-machines"))?;
    page.press_keys(&char::from(Key::Up).to_string())?;
    page.wait_script(&focused("export-csv"))?;
    // After a choice the focus is at the menu's button, and nowhere else.
    page.press_keys(&char::from(Key::Enter).to_string())?;
    page.wait_script(&focused("export"))
}

#[test]
fn colours_are_of_the_fleet_until_they_are_fitted_to_a_selection() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    let legend = |page: &TestPage| page.element_text(".legend");
    let of_fleet = legend(&page)?;
    page.apply_query("country:DE")?;
    page.wait_seen("rescale")?;
    assert!(legend(&page)?.starts_with(&of_fleet), "{}", legend(&page)?);
    page.apply_query("status:suspended")?;
    page.wait_gone("[data-test=selected][data-value='10000']")?;
    page.click("rescale")?;
    page.wait_until("another legend", || legend(&page).is_ok_and(|text| !text.starts_with(&of_fleet)))?;
    page.click("rescale")?;
    page.wait_until("the legend of the fleet", || legend(&page).is_ok_and(|text| text.starts_with(&of_fleet)))
}

#[test]
fn a_name_stays_under_its_head_when_the_table_is_moved_sideways() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    page.run_script("document.querySelector('[data-test=table]').scrollLeft = 300", vec![])?;
    page.wait_seen("[role=columnheader][data-col=name]")?;
    page.wait_seen("[data-test=row][data-index='0'] [data-col=name]")?;
    page.wait_script(
        "const lefts = [...document.querySelectorAll('.grid [data-col=name]')].map((cell) => cell.getBoundingClientRect().left);
        return new Set(lefts.map(Math.round)).size === 1",
    )
}
