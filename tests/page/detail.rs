//! Tests of the details of a SIM.

use crate::fixtures::{EXPORT_TIME_MS, offline_sim, open_with_records};
use page_tests::{HarnessError, Key};
use serde_json::json;

#[test]
fn a_sim_shows_sessions_tags_and_json_without_secrets() -> Result<(), HarnessError> {
    let mut online = offline_sim(1, (310, 410), EXPORT_TIME_MS);
    online["sessionStatus"] = json!({"online": true, "lastUpdatedAt": EXPORT_TIME_MS, "imei": "111111111111111",
        "cell": {"radioType": "LTE", "mcc": 334, "mnc": 20, "tac": 7, "eci": 512}});
    online["tags"]["場所"] = json!("東京");
    let page = open_with_records(&[online, offline_sim(2, (440, 10), EXPORT_TIME_MS)])?;
    page.click("[data-test=row][data-index='0'] [data-col=imsi]")?;
    let text = page.element_text("detail")?;
    for expected in ["334-020", "310-410", "場所", "東京", "sim 1"] {
        assert!(text.contains(expected), "no {expected} in {text}");
    }
    // The JSON may be collapsed, but it is in the document.
    let json = page.run_script("return document.querySelector('[data-test=detail-json]').textContent", vec![])?;
    let json = json.as_str().unwrap();
    assert!(json.contains("arcClientPeerPrivateKey") && !json.contains("never to be seen"), "{json}");
    let body = page.run_script("return document.documentElement.outerHTML.includes('never to be seen')", vec![])?;
    assert_eq!(body, json!(false));
    // The key leads to the next SIM, and Escape returns the focus to a row of the table.
    page.press_keys("j")?;
    page.wait_script("return document.querySelector('[data-test=detail]').textContent.includes('sim 2')")?;
    page.press_keys(&char::from(Key::Escape).to_string())?;
    page.wait_gone("detail")?;
    let focus_in_table = page.run_script("return !!document.activeElement.closest('[data-test=table]')", vec![])?;
    assert_eq!(focus_in_table, json!(true));
    Ok(())
}

#[test]
fn every_layout_keeps_its_own_json() -> Result<(), HarnessError> {
    for name in ["utf16-le.json", "packed.json.gz", "numbers.json", "sims.json", "wrapped.json", "half-surrogates.json"]
    {
        let page = page_tests::TestPage::open(&page_tests::TestPageOptions::default())?;
        page.drop_files(&[samples::sample_folder().join(name)])?;
        page.click("[data-test=row][data-index='1'] [data-col=imsi]")?;
        page.wait_for("detail-json")?;
        let json = page.run_script("return document.querySelector('[data-test=detail-json]').textContent", vec![])?;
        let record: serde_json::Value = serde_json::from_str(json.as_str().unwrap()).unwrap_or_default();
        assert!(record["simId"].is_string() || record["simId"].is_number(), "{name}: {json}");
        let imsi = page.element_text("[data-test=row][data-index='1'] [data-col=imsi]")?.replace(' ', "");
        assert!(json.as_str().unwrap().contains(&imsi), "{name}: {imsi} in {json}");
    }
    Ok(())
}
