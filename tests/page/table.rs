//! Tests of the table: order, columns, keys, and a million rows.

use crate::fixtures::{four_sims, open_with_records};
use page_tests::{HarnessError, Key, TestPage, TestPageOptions};

fn column_texts(page: &TestPage, name: &str) -> Result<Vec<String>, HarnessError> {
    let script = format!(
        "return [...document.querySelectorAll('[data-test=row]')]
            .sort((a, b) => a.dataset.index - b.dataset.index)
            .map(row => row.querySelector('[data-col={name}]')?.textContent.replaceAll(/\\s/g, '') ?? '')"
    );
    let found = page.run_script(&script, vec![])?;
    Ok(found.as_array().into_iter().flatten().map(|text| text.as_str().unwrap_or_default().to_owned()).collect())
}

fn wait_order(page: &TestPage, imsis: &[&str]) -> Result<(), HarnessError> {
    let expected = format!("[{}]", imsis.iter().map(|i| format!("'{i}'")).collect::<Vec<_>>().join(","));
    page.wait_script(&format!(
        "return JSON.stringify([...document.querySelectorAll('[data-test=row]')].sort((a, b) => a.dataset.index - b.dataset.index)
            .map(row => row.querySelector('[data-col=imsi]').textContent.trim())) === JSON.stringify({expected})"
    ))
}

#[test]
fn a_header_sorts_ascending_then_descending_then_by_file_order() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    wait_order(&page, &["1", "2", "3", "4"])?;
    page.click("[data-sort=seen]")?;
    wait_order(&page, &["4", "3", "2", "1"])?;
    page.click("[data-sort=seen]")?;
    wait_order(&page, &["1", "2", "3", "4"])?;
    page.click("[data-sort=imsi]")?;
    page.click("[data-sort=imsi]")?;
    wait_order(&page, &["4", "3", "2", "1"])?;
    page.click("[data-sort=imsi]")?;
    wait_order(&page, &["1", "2", "3", "4"])
}

#[test]
fn every_column_shows_its_value() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    for (name, expected) in [
        ("imsi", "1"),
        ("iccid", "8900000000000000001"),
        ("name", "sim1"),
        ("country", "UnitedStates"),
        ("radio", "LTE"),
        ("cell", "310-410-1-256"),
        ("imei", "356938035643809"),
    ] {
        assert!(column_texts(&page, name)?[0].contains(expected), "{name}: {:?}", column_texts(&page, name)?);
    }
    for name in ["status", "session", "seen", "operator"] {
        assert!(!column_texts(&page, name)?[0].is_empty(), "{name}");
    }
    // The sign of a session has its colour.
    let sign = "return getComputedStyle(document.querySelector('[data-test=row] [data-col=session]'), '::before').borderTopColor";
    let grey = page.run_script("return getComputedStyle(document.querySelector('[data-test=row]')).color", vec![])?;
    let sign = page.run_script(sign, vec![])?;
    assert!(sign != grey && !sign.to_string().contains("rgba"), "{sign}");
    Ok(())
}

#[test]
fn a_column_can_be_hidden() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    assert_eq!(page.count_elements("[data-test=row] [data-col=cell]")?, 4);
    page.click("columns")?;
    page.click("[data-column=cell]")?;
    page.wait_gone("[data-test=row] [data-col=cell]")?;
    Ok(())
}

#[test]
fn a_million_rows_can_be_reached() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    let lines: String =
        (0..1_000_000).map(|i| format!("{{\"imsi\":\"{:015}\"}}\n", 295_050_910_000_000_u64 + i)).collect();
    page.drop_bytes("million.jsonl", lines)?;
    page.wait_selected(1_000_000)?;
    // Firefox does not draw elements higher than 17.8 million pixels.
    let max_height_script = "return Math.max(...[...document.querySelectorAll('*')].map(e => e.scrollHeight))";
    assert!(page.run_script(max_height_script, vec![])?.as_f64().unwrap() < 17_800_000.0);
    let last = "[data-test=row][data-index='999999']";
    page.run_script("document.querySelector('[data-test=table]').focus()", vec![])?;
    page.press_keys(&char::from(Key::End).to_string())?;
    page.wait_for(last)?;
    page.press_keys(&char::from(Key::Home).to_string())?;
    page.wait_for("[data-test=row][data-index='0']")?;
    for _ in 0..4 {
        page.press_keys(&char::from(Key::PageDown).to_string())?;
    }
    page.wait_gone("[data-test=row][data-index='0']")?;
    page.type_into("go-to-row", format!("500000{}", char::from(Key::Enter)))?;
    page.wait_for("[data-test=row][data-index='499999']")?;
    let imsi = page.element_text("[data-test=row][data-index='499999'] [data-col=imsi]")?;
    assert_eq!(imsi.replace(' ', ""), "295050910499999");
    // The last row can also be reached by scrolling.
    let scroll_script = "const scrolled = [...document.querySelectorAll('[data-test=table], [data-test=table] *')]
            .find(e => e.scrollHeight > e.clientHeight + 1000 && getComputedStyle(e).overflowY !== 'visible');
        scrolled.scrollTop = scrolled.scrollHeight";
    page.run_script(scroll_script, vec![])?;
    page.wait_for(last)?;
    Ok(())
}
