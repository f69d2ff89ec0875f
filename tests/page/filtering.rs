//! Tests that clicks and typed queries change the selection, and that every view shows it.

use crate::fixtures::{four_sims, open_with_records, sample_json};
use crate::query_controls::wait_query;
use page_tests::{HarnessError, TestPage, TestPageOptions};
use serde_json::json;

#[test]
fn a_click_on_a_country_is_a_term() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    page.click("[data-facet=country] [data-key=US]")?;
    page.wait_selected(2)?;
    wait_query(&page, "country:US")?;
    page.click("[data-facet=country] [data-key=JP]")?;
    page.wait_selected(3)?;
    wait_query(&page, "country:US,JP")?;
    page.click("[data-facet=country] [data-key=US]")?;
    page.wait_selected(1)?;
    // A click in the ranking of countries toggles the same term.
    page.click("[data-test=ranking] [data-key=JP]")?;
    page.wait_selected(4)?;
    wait_query(&page, "")
}

#[test]
fn a_click_on_the_map_is_a_term() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    page.wait_data("map", "ready", "true")?;
    let middle = "const box = document.querySelector('[data-test=map] canvas').getBoundingClientRect();
        return [box.left, box.top, box.width, box.height]";
    let canvas_box = page.run_script(middle, vec![])?;
    let side = |i: usize| canvas_box[i].as_f64().unwrap();
    // The whole world is visible: the US is in the left quarter, a little above the middle.
    let mut chosen = String::new();
    for (x, y) in [(0.25, 0.35), (0.22, 0.38), (0.25, 0.4), (0.2, 0.35), (0.27, 0.38), (0.3, 0.38), (0.25, 0.3)] {
        page.click_at(side(0) + side(2) * x, side(1) + side(3) * y)?;
        // A click on the sea has no visible effect, so the next point is tried after two seconds.
        let text = page.run_async_script(
            "const [done] = arguments, from = performance.now(), box = document.querySelector('[data-test=query]');
             const look = () => box.value || performance.now() - from > 2000 ? done(box.value) : setTimeout(look, 20);
             look()",
            vec![],
        )?;
        chosen = text.as_str().unwrap_or_default().to_owned();
        if !chosen.is_empty() {
            break;
        }
    }
    assert!(chosen.starts_with("country:"), "{chosen}");
    Ok(())
}

#[test]
fn typed_queries_select_their_sims() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    for (text, selected) in [
        ("country:us", 2),
        ("country:international", 1),
        ("-country:US", 2),
        ("mcc:310", 1),
        ("mcc:310,311", 2),
        ("plmn:310-410", 1),
        ("radio:lte session:offline", 4),
        ("status:active name:\"sim 1\"", 1),
        ("imsi:3", 1),
        ("iccid:89", 4),
        ("imei:35693803", 4),
        ("\"sim 2\"", 1),
        ("seen:2025-09-01..2025-09-30", 1),
        ("seen:>1d", 4),
        ("basis:last operator:none", 0),
        ("group:none plan:none", 4),
        ("basis:current country:none", 4),
    ] {
        page.apply_query(text)?;
        page.wait_selected(selected).map_err(|error| HarnessError::Failed(format!("{text}: {error}")))?;
    }
    Ok(())
}

#[test]
fn the_basis_switch_changes_counts_and_follows_the_query() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.drop_bytes("fleet.json", sample_json(2000))?;
    page.wait_selected(2000)?;
    let without_country = "[data-facet=country] [data-key=none]";
    let count = |page: &TestPage| -> Result<u64, HarnessError> {
        Ok(page.data_attribute(without_country, "count")?.and_then(|c| c.parse().ok()).unwrap_or(0))
    };
    let previous = count(&page)?;
    assert!(previous > 0);
    page.click("basis")?;
    page.click("[data-test=basis] option[value=current]")?;
    page.wait_data("selected", "value", "2000")?;
    page.wait_value("query", "basis:current")?;
    page.wait_script(&format!(
        "return ![undefined, '{previous}'].includes(document.querySelector('{without_country}')?.dataset.count)"
    ))?;
    let current = count(&page)?;
    assert!(current > previous, "fewer SIMs are online than were ever connected: {current} {previous}");
    page.apply_query("basis:last")?;
    page.wait_script("return document.querySelector('[data-test=basis]').value === 'last'")?;
    Ok(())
}

#[test]
fn an_error_stands_under_the_query_and_the_view_stays() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    page.apply_query("country:US")?;
    page.wait_selected(2)?;
    page.apply_query("contry:JP")?;
    page.wait_script("return document.querySelector('[data-test=query-error]')?.textContent.includes('country')")?;
    assert_eq!(page.data_attribute("selected", "value")?.as_deref(), Some("2"));
    page.apply_query("country:JP")?;
    page.wait_selected(1)?;
    page.wait_gone("query-error")?;
    Ok(())
}

#[test]
fn an_empty_selection_offers_a_way_out() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    page.apply_query("country:JP mcc:310")?;
    page.wait_selected(0)?;
    page.click("relax")?;
    page.wait_selected(1)?;
    Ok(())
}

#[test]
fn the_address_holds_the_query() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    page.apply_query("country:US")?;
    page.wait_selected(2)?;
    // The address changes shortly after the view.
    page.wait_script("return decodeURIComponent(location.hash).includes('country:US')")?;
    let hash = page.run_script("return decodeURIComponent(location.hash)", vec![])?;
    page.run_script("location.hash = arguments[0]", vec![json!(hash.as_str().unwrap().replace("US", "JP"))])?;
    page.wait_selected(1)?;
    Ok(())
}

#[test]
fn counts_add_up() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.drop_bytes("fleet.json", sample_json(3000))?;
    page.wait_selected(3000)?;
    for facet in ["country", "radio", "session", "status", "plan", "group"] {
        let counts = page.data_attributes(&format!("[data-facet={facet}] [data-test=facet-item]"), "count")?;
        let sum: u64 = counts.iter().map(|count| count.parse::<u64>().unwrap()).sum();
        // Long lists show only their top values, but the list of sessions is complete.
        assert!(sum == 3000 || (facet != "session" && sum > 1500 && sum < 3000), "{facet}: {sum}");
    }
    let bars = page.data_attributes("bar", "count")?;
    let seen: u64 = bars.iter().map(|count| count.parse::<u64>().unwrap()).sum();
    page.apply_query("-seen:never")?;
    page.wait_selected(seen)?;
    Ok(())
}

#[test]
fn every_insight_selects_as_many_sims_as_it_counts() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    page.click("#tab-insights")?;
    page.wait_for("insight")?;
    let unnamed = page.run_script(
        "return [...document.querySelectorAll('[data-test=insight]')].filter(e => !/\\p{L}{3}/u.test(e.textContent)).map(e => e.dataset.insight)",
        vec![],
    )?;
    assert_eq!(unnamed, json!([]));
    let insights = page.run_script(
        "return [...document.querySelectorAll('[data-test=insight]')].map(e => [e.dataset.insight, Number(e.dataset.count), e.dataset.key])",
        vec![],
    )?;
    let insights = insights.as_array().cloned().unwrap_or_default();
    assert!(insights.len() >= 8, "{insights:?}");
    assert!(insights.iter().filter(|insight| insight[1].as_u64() > Some(0)).count() >= 5, "{insights:?}");
    let count_of = |key: &str| insights.iter().find(|one| one[0] == json!(key)).and_then(|one| one[1].as_u64());
    assert!(count_of("dropped") >= Some(10), "the sample has an outage: {insights:?}");
    // Where there is no outage, there is no query.
    assert_eq!(page.run_script("return document.querySelector('[data-insight=gone]').disabled", vec![])?, json!(true));
    for insight in insights.iter().filter(|insight| insight[2] != json!("")) {
        page.click(&format!("[data-insight={}]", insight[0].as_str().unwrap_or_default()))?;
        page.wait_script(&format!("return document.querySelector('[data-test=query]').value === {}", insight[2]))?;
        page.wait_selected(insight[1].as_u64().unwrap_or_default())?;
        page.click(&format!("[data-insight={}]", insight[0].as_str().unwrap_or_default()))?;
        page.wait_selected(10_000)?;
    }
    // It adds to what is asked, and says how many of it are in the selection.
    page.apply_query("country:US")?;
    page.wait_script("return document.querySelector('[data-insight=silent]').dataset.selected !== document.querySelector('[data-insight=silent]').dataset.count")?;
    let selected = page.data_attribute("[data-insight=silent]", "selected")?.unwrap_or_default();
    page.click("[data-insight=silent]")?;
    page.wait_value("query", "country:US status:active seen:>90d")?;
    page.wait_data("selected", "value", &selected)?;
    Ok(())
}

#[test]
fn cells_areas_moves_and_stale_positions_can_be_queried() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    let cell = page.run_script(
        "return [...document.querySelectorAll('[data-col=cell]')].map(e => e.textContent).find(text => text.split('-').length === 4)",
        vec![],
    )?;
    let cell = cell.as_str().unwrap_or_default().to_owned();
    let area = cell.split('-').nth(2).unwrap_or_default().to_owned();
    for text in [format!("cell:{cell}"), format!("area:{area}"), "moved:country,imei".into(), "stale:>1d".into()] {
        page.apply_query(&text)?;
        page.wait_script(
            "const n = Number(document.querySelector('[data-test=selected]').dataset.value); return n > 0 && n < 10000",
        )?;
        page.apply_query("")?;
        page.wait_selected(10_000)?;
    }
    Ok(())
}
