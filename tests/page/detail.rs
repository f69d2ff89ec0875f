//! One SIM in depth.

use crate::fleets::{EXPORTED, loaded, sim};
use page_tests::{Key, Trouble};
use serde_json::json;

#[test]
fn sessions_identifiers_tags_and_json() -> Result<(), Trouble> {
    let mut online = sim(1, (310, 410), EXPORTED);
    online["sessionStatus"] = json!({"online": true, "lastUpdatedAt": EXPORTED, "imei": "111111111111111",
        "cell": {"radioType": "LTE", "mcc": 334, "mnc": 20, "tac": 7, "eci": 512}});
    online["tags"]["場所"] = json!("東京");
    let page = loaded(&[online, sim(2, (440, 10), EXPORTED)])?;
    page.click("[data-test=row][data-index='0'] [data-col=imsi]")?;
    let text = page.text("detail")?;
    for expected in ["334-020", "310-410", "場所", "東京", "sim 1"] {
        assert!(text.contains(expected), "no {expected} in {text}");
    }
    // The JSON may be folded away; it is there.
    let json = page.script("return document.querySelector('[data-test=detail-json]').textContent", vec![])?;
    let json = json.as_str().unwrap();
    assert!(json.contains("arcClientPeerPrivateKey") && !json.contains("never to be seen"), "{json}");
    let body = page.script("return document.documentElement.outerHTML.includes('never to be seen')", vec![])?;
    assert_eq!(body, json!(false));
    // On to the next one, and out; the focus comes back to a row of the table.
    page.keys("j")?;
    page.wait_script("return document.querySelector('[data-test=detail]').textContent.includes('sim 2')")?;
    page.keys(&char::from(Key::Escape).to_string())?;
    page.wait_gone("detail")?;
    let back = page.script("return !!document.activeElement.closest('[data-test=table]')", vec![])?;
    assert_eq!(back, json!(true));
    Ok(())
}

#[test]
fn every_layout_keeps_its_own_json() -> Result<(), Trouble> {
    for name in ["utf16-le.json", "packed.json.gz", "numbers.json", "sims.json", "wrapped.json", "half-surrogates.json"]
    {
        let page = page_tests::Page::open(&page_tests::Opening::default())?;
        page.drop_files(&[samples::sample_folder().join(name)])?;
        page.click("[data-test=row][data-index='1'] [data-col=imsi]")?;
        page.wait_for("detail-json")?;
        let json = page.script("return document.querySelector('[data-test=detail-json]').textContent", vec![])?;
        let record: serde_json::Value = serde_json::from_str(json.as_str().unwrap()).unwrap_or_default();
        assert!(record["simId"].is_string() || record["simId"].is_number(), "{name}: {json}");
        let imsi = page.text("[data-test=row][data-index='1'] [data-col=imsi]")?.replace(' ', "");
        assert!(json.as_str().unwrap().contains(&imsi), "{name}: {imsi} in {json}");
    }
    Ok(())
}
