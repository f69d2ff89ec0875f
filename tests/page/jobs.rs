//! The fifteen jobs of an operator, done by hand: with clicks, keys, the wheel and the clipboard. Each asserts what is seen.

use crate::fixtures::{EXPORT_TIME_MS, offline_sim, sample_json};
use page_tests::{HarnessError, Key, TestPage, TestPageOptions};
use serde_json::{Value, json};

fn open_with_sample() -> Result<TestPage, HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.wait_seen("sample")?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    page.wait_data("map", "ready", "true")?;
    Ok(page)
}

/// Types a query by its keys and applies it.
fn ask(page: &TestPage, text: &str) -> Result<u64, HarnessError> {
    let before = selected(page)?;
    page.press_keys("/")?;
    page.press_ctrl('a')?;
    page.press_keys(text)?;
    page.press_keys(&char::from(Key::Enter).to_string())?;
    page.wait_gone(&format!("[data-test=selected][data-value='{before}']"))?;
    page.press_keys(&char::from(Key::Escape).to_string())?;
    selected(page)
}

fn selected(page: &TestPage) -> Result<u64, HarnessError> {
    // A count is final once the table has as many rows.
    page.wait_script(
        "return Number(document.querySelector('[data-test=table]').ariaRowCount) === Number(document.querySelector('[data-test=selected]').dataset.value) + 1",
    )?;
    let count = page.data_attribute("selected", "value")?.and_then(|count| count.parse().ok());
    count.ok_or_else(|| HarnessError::Failed("no number of SIMs".to_owned()))
}

fn query_text(page: &TestPage) -> Result<String, HarnessError> {
    let text = page.run_script("return document.querySelector('[data-test=query]').value", vec![])?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

fn clipboard(page: &TestPage) -> Result<String, HarnessError> {
    let text =
        page.run_async_script("navigator.clipboard.readText().then(arguments[0], () => arguments[0](''))", vec![])?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

#[test]
fn job_1_to_see_where_all_sims_were() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    for handle in ["selected", "query", "export", "#tab-country", "[data-facet=country] [data-test=facet-item]"] {
        page.wait_seen(handle)?;
    }
    page.wait_seen("[data-test=rank][data-key=JP]")?;
    assert!(page.wait_visible_rows(10_000, |_| true)?.rows.len() >= 13);
    Ok(())
}

#[test]
fn job_2_to_ask_in_the_words_of_the_page() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    let germany = ask(&page, "country:germany")?;
    assert_eq!(query_text(&page)?, "country:DE");
    assert!(germany > 0 && germany < 10_000);
    let both = ask(&page, "country:germany radio:2g")?;
    assert!(both > 0 && both < germany, "{both} of {germany}");
    page.wait_seen(".chip")
}

#[test]
fn job_3_to_narrow_down_by_clicks_and_step_back() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    page.click("[data-facet=country] [data-key=US]")?;
    page.click("[data-facet=status] [data-key=active]")?;
    page.wait_script("return document.querySelector('[data-test=query]').value === 'country:US status:active'")?;
    let active = selected(&page)?;
    page.wait_seen("[data-facet=country] [data-key=US][aria-pressed=true]")?;
    page.run_script("history.back()", vec![])?;
    page.wait_script("return document.querySelector('[data-test=query]').value === 'country:US'")?;
    assert!(selected(&page)? > active);
    Ok(())
}

#[test]
fn job_4_to_find_one_sim_by_a_number_as_it_is_printed() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    assert_eq!(ask(&page, "8942 3100 2200 0000 103")?, 1);
    let visible = page.wait_visible_rows(1, |_| true)?;
    assert!(visible.rows[0].text.contains("8942310022000000103"), "{visible:?}");
    Ok(())
}

#[test]
fn job_5_to_find_sims_that_went_silent() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    // The end of a bar is a button.
    page.wait_seen("[data-test=histogram] .axis button")?;
    page.run_script("[...document.querySelectorAll('[data-test=histogram] .axis button')].find((end) => end.textContent.includes('90')).click()", vec![])?;
    page.wait_script("return document.querySelector('[data-test=query]').value.startsWith('seen:')")?;
    let silent = selected(&page)?;
    assert!(silent > 0 && silent < 10_000, "{silent}");
    page.wait_seen(".chip")
}

#[test]
fn job_6_to_read_the_table_from_end_to_end() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    page.turn_wheel("table", 700.0)?;
    page.wait_visible_rows(10_000, |visible| visible.rows[0].index == 25)?;
    page.run_script("document.querySelector('[data-test=table]').focus()", vec![])?;
    page.press_keys(&char::from(Key::End).to_string())?;
    page.wait_visible_rows(10_000, |visible| visible.rows.last().is_some_and(|row| row.index == 9_999))?;
    page.press_keys(&char::from(Key::Home).to_string())?;
    page.wait_visible_rows(10_000, |visible| visible.rows[0].index == 0)?;
    Ok(())
}

#[test]
fn job_7_to_see_first_what_was_seen_last() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    let first = page.wait_visible_rows(10_000, |_| true)?.rows[0].text.clone();
    page.click("[data-sort=seen]")?;
    page.wait_visible_rows(10_000, |visible| visible.rows[0].text != first)?;
    page.wait_seen("[role=columnheader][aria-sort=ascending]")
}

#[test]
fn job_8_to_look_into_sims_one_after_another() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    page.click("[data-test=row][data-index='2'] [data-col=iccid]")?;
    page.wait_seen("#detail-title")?;
    let name = page.element_text("#detail-title")?;
    // What one comes for is seen first: the sessions.
    page.wait_seen(".compared [data-what=country]")?;
    page.wait_for("[data-test=where] .snippet svg .land")?;
    page.wait_seen("where")?;
    page.press_keys("j")?;
    page.wait_script(&format!("return document.querySelector('#detail-title').textContent !== {}", json!(name)))?;
    page.press_keys(&char::from(Key::Escape).to_string())?;
    page.wait_gone("detail")
}

#[test]
fn job_9_to_find_more_like_this_one() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    page.click("[data-test=row][data-index='2'] [data-col=iccid]")?;
    let value = "[data-test=value][data-key=operator]";
    page.wait_seen(value)?;
    page.click(value)?;
    page.wait_script("return document.querySelector('[data-test=query]').value === 'operator:Telcel'")?;
    let alike = selected(&page)?;
    assert!(alike > 1 && alike < 10_000, "{alike}");
    // Again takes it out.
    page.click(value)?;
    page.wait_selected(10_000)
}

#[test]
fn job_10_to_see_cells_and_what_is_missing_to_place_them() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    page.click("cells")?;
    page.wait_data("map", "view", "cells")?;
    page.wait_seen("no-positions")?;
    // A place by its name.
    page.click("near")?;
    page.type_into("near-point", "Sao Paulo")?;
    page.click("near-apply")?;
    page.wait_script("return document.querySelector('[data-test=query]').value.startsWith('near:-23.')")?;
    page.type_into("near-point", " nowhere at all")?;
    page.click("near-apply")?;
    page.wait_seen(".near .warning")
}

#[test]
fn job_11_to_look_a_list_up_and_pass_on_what_is_missing() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    page.press_keys("l")?;
    page.type_into("lookup-text", "8942310022000000103 8942310022000000152 999999 888888")?;
    page.click("lookup-submit")?;
    page.wait_data("lookup-result", "missing", "2")?;
    page.wait_seen("[data-test=lookup-missing] pre")?;
    page.click("lookup-save")?;
    let saved = page.wait_download("simscope-not-found.csv")?;
    assert_eq!(saved, b"\xEF\xBB\xBF999999\r\n888888\r\n");
    page.wait_seen("lookup-select")?;
    // The result is there when the look-up opens again.
    page.press_keys(&char::from(Key::Escape).to_string())?;
    page.wait_gone("dialog.lookup[open]")?;
    page.press_keys("l")?;
    page.wait_seen("lookup-select")?;
    page.click("lookup-select")?;
    page.wait_selected(2)
}

#[test]
fn job_12_to_see_what_has_changed_since_last_month() -> Result<(), HarnessError> {
    let before: Vec<Value> = (1..=3).map(|imsi| offline_sim(imsi, (310, 410), EXPORT_TIME_MS)).collect();
    let mut now = before.clone();
    now[0]["previousSession"]["cell"]["mcc"] = 334.into();
    now[0]["previousSession"]["cell"]["mnc"] = 20.into();
    let page = TestPage::open(&TestPageOptions::default())?;
    page.drop_bytes("now.json", Value::from(now).to_string())?;
    page.wait_selected(3)?;
    page.press_keys("c")?;
    page.wait_seen("baseline-load")?;
    page.choose_file("baseline-input", "old.json", Value::from(before).to_string())?;
    page.wait_data("[data-test=change][data-key=country]", "count", "1")?;
    page.press_keys(&char::from(Key::Escape).to_string())?;
    assert!(page.element_text("sources")?.contains("now.json · 3 SIMs · compared with old.json"));
    page.wait_seen("[data-test=change][data-key=country]")?;
    page.wait_seen("[data-test=row][data-index='0'] [data-col=change]")?;
    assert!(page.element_text("[data-test=row][data-index='0'] [data-col=change]")?.starts_with("Country US → MX"));
    Ok(())
}

#[test]
fn job_13_to_report_counts_by_country_and_status() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    page.click("ranking-save")?;
    let saved = String::from_utf8(page.wait_download("simscope-country.csv")?).unwrap();
    assert!(saved.starts_with("\u{FEFF}Country,ID,SIM,Share\r\nJapan,JP,2761,"), "{saved}");
    assert_eq!(saved.lines().count(), 37, "{saved}");
    page.click("#tab-pivot")?;
    page.wait_seen("[data-test=pivot-cell]")?;
    page.click("pivot-expand")?;
    page.wait_seen("[data-test=pivot] th[title=Total]")?;
    page.click("ranking-save")?;
    let saved = String::from_utf8(page.wait_download("simscope-country-status.csv")?).unwrap();
    assert!(saved.lines().next().is_some_and(|head| head.ends_with(",Total")), "{saved}");
    assert!(saved.lines().last().is_some_and(|line| line.starts_with("Total,") && line.ends_with(",10000")), "{saved}");
    Ok(())
}

#[test]
fn job_14_to_follow_a_finding_within_a_selection() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    let us = ask(&page, "country:US")?;
    page.click("#tab-insights")?;
    page.wait_seen("insight")?;
    page.run_script(
        "[...document.querySelectorAll('[data-test=insight]')].find((one) => Number(one.dataset.count) > 0).click()",
        vec![],
    )?;
    page.wait_script("return document.querySelector('[data-test=query]').value.startsWith('country:US ')")?;
    assert!(selected(&page)? <= us);
    page.wait_seen(".chip")
}

#[test]
fn job_15_to_pass_the_list_and_the_view_on() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    let count = ask(&page, "country:DE session:offline")?;
    page.press_keys("e")?;
    page.wait_seen("export-csv")?;
    page.click("export-csv")?;
    let saved = page.wait_download(&format!("simscope-{count}-sims.csv"))?;
    assert_eq!(String::from_utf8_lossy(&saved).lines().count() as u64, count + 1);
    page.wait_seen("copy-link")?;
    page.click("copy-link")?;
    page.wait_script("return document.querySelector('[role=status].unseen').textContent !== ''")?;
    let link = clipboard(&page)?;
    assert!(link.is_empty() || link.contains("#v2?q=country:DE"), "{link}");
    Ok(())
}

#[test]
fn values_do_not_move_away_from_under_the_pointer() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.drop_bytes("fleet.json", sample_json(500))?;
    page.wait_selected(500)?;
    let order = |page: &TestPage| page.data_attributes("[data-facet=operator] [data-test=facet-item]", "key");
    let before = order(&page)?;
    // The pointer is at the list, and stays there while the counts change.
    page.click(&format!("[data-facet=operator] [data-key='{}']", before[2]))?;
    page.wait_gone("[data-test=selected][data-value='500']")?;
    page.press_keys("/")?;
    page.apply_query("country:US")?;
    page.wait_gone("[data-test=selected][data-value='500']")?;
    let held = order(&page)?;
    let kept: Vec<_> = before.iter().filter(|key| held.contains(key)).collect();
    let still: Vec<_> = held.iter().filter(|key| before.contains(key)).collect();
    assert_eq!(kept, still);
    // It is sorted again when the pointer has left.
    page.click("[data-test=selected]")?;
    page.wait_script(
        "const counts = [...document.querySelectorAll('[data-facet=operator] [data-test=facet-item]')].map((one) => Number(one.dataset.count));
        return counts.every((count, i) => i === 0 || counts[i - 1] >= count)",
    )
}
