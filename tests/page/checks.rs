//! Tests of checks: saved views that carry an expectation, held against each fleet.

use crate::fixtures::open_with_records;
use crate::query_controls::three_sims;
use page_tests::{HarnessError, Key, TestPage};
use serde_json::{Value, json};

/// Saves what is shown under a name, with an expectation.
fn save_check(page: &TestPage, query: &str, name: &str, expectation: &str) -> Result<(), HarnessError> {
    page.apply_query(query)?;
    page.click("views")?;
    page.type_into("view-name", name)?;
    page.type_into("view-expectation", expectation)?;
    page.click("view-save")?;
    page.press_keys(&char::from(Key::Escape).to_string())
}

/// Waits for the checks in their order: name, count and whether it is met.
fn wait_checks(page: &TestPage, checks: &Value) -> Result<(), HarnessError> {
    page.wait_script(&format!(
        "return JSON.stringify([...document.querySelectorAll('[data-test=check]')]
            .map(check => [check.dataset.view, +check.dataset.count, check.dataset.met === 'true'])) === '{checks}'"
    ))
}

#[test]
fn a_view_with_an_expectation_is_checked_in_each_fleet() -> Result<(), HarnessError> {
    let page = open_with_records(&three_sims())?;
    save_check(&page, "status:ready", "No ready", "none")?;
    page.wait_seen("failed-checks")?;
    save_check(&page, "session:offline", "Nearly all offline", ">= 95%")?;
    page.click("#tab-insights")?;
    // What fails stands first.
    wait_checks(&page, &json!([["No ready", 1, false], ["Nearly all offline", 3, true]]))?;
    page.wait_seen("[data-test=check][data-view='No ready']")?;
    page.click("[data-test=check][data-view='No ready']")?;
    page.wait_value("query", "status:ready")?;
    page.wait_selected(1)?;
    // Another fleet is held against them by itself.
    page.reopen()?;
    let mut records = three_sims();
    records.remove(1);
    page.drop_bytes("fleet.json", json!(records).to_string())?;
    page.wait_selected(2)?;
    page.click("#tab-insights")?;
    wait_checks(&page, &json!([["No ready", 0, true], ["Nearly all offline", 2, true]]))?;
    assert_eq!(
        page.run_script("return document.querySelector('[data-test=failed-checks]').hidden", vec![])?,
        json!(true)
    );
    // An expectation that cannot be read is told, and nothing is saved.
    page.click("views")?;
    page.type_into("view-name", "Any")?;
    page.type_into("view-expectation", "some")?;
    page.click("view-save")?;
    page.wait_script(
        "return document.querySelector('[data-test=view-expectation]').getAttribute('aria-invalid') === 'true'",
    )?;
    assert_eq!(page.run_script("return !document.querySelector('[data-view=Any]')", vec![])?, json!(true));
    Ok(())
}

#[test]
fn checks_are_passed_on_as_text() -> Result<(), HarnessError> {
    let page = open_with_records(&three_sims())?;
    page.click("views")?;
    page.run_script(
        "document.querySelector('[data-test=views-text]').closest('details').open = true;
        document.querySelector('[data-test=views-text]').value = 'Few silent\\t#v2?q=seen:%3E90d\\t<=2'",
        vec![],
    )?;
    page.click("views-read")?;
    page.wait_for("view-expects")?;
    page.press_keys(&char::from(Key::Escape).to_string())?;
    page.click("#tab-insights")?;
    wait_checks(&page, &json!([["Few silent", 3, false]]))
}
