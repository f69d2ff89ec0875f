//! Tests that axe-core finds no violation of WCAG 2.2 AA in any view, as far as that can be checked automatically.

use page_tests::{ColorScheme, HarnessError, Key, TestPage, TestPageOptions};
use serde_json::json;
use std::path::Path;

fn check_accessibility(page: &TestPage, view: &str) -> Result<(), HarnessError> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../node_modules/axe-core/axe.min.js");
    let axe =
        std::fs::read_to_string(&path).map_err(|error| HarnessError::Failed(format!("{}: {error}", path.display())))?;
    page.run_script(&axe, vec![])?;
    let violations = page.run_script(
        "return axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(found => found.violations.map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).slice(0, 3).join(' | ')}`))",
        vec![],
    )?;
    let violations: Vec<_> = violations.as_array().into_iter().flatten().collect();
    if violations.is_empty() { Ok(()) } else { Err(HarnessError::Failed(format!("{view}: {violations:#?}"))) }
}

fn check_views(options: &TestPageOptions) -> Result<(), HarnessError> {
    let page = TestPage::open(options)?;
    page.wait_for("sample")?;
    check_accessibility(&page, "landing")?;
    page.click("connect")?;
    check_accessibility(&page, "sign-in")?;
    page.run_script("document.querySelector('[data-test=connect-endpoint]').value = 'https://127.0.0.1:9'", vec![])?;
    for name in ["auth-key-id", "auth-key"] {
        page.run_script(
            "document.querySelector(`[data-test=connect-${arguments[0]}]`).value = 'x'",
            vec![json!(name)],
        )?;
    }
    page.click("connect-submit")?;
    page.wait_for("error")?;
    check_accessibility(&page, "sign-in refused")?;
    page.click("dialog.connect .actions button:last-child")?;
    page.drop_bytes("empty.json", "")?;
    page.wait_for("error")?;
    check_accessibility(&page, "error")?;
    page.click("[data-test=error] > button")?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    check_accessibility(&page, "loaded")?;
    // A narrow window has the query's tools among the filters.
    let is_narrow = options.size.0 <= 760;
    if is_narrow {
        page.click("[data-tab=filters]")?;
    }
    page.click("lookup")?;
    page.run_script("document.querySelector('[data-test=lookup-text]').value = '295050910000000 999 999'", vec![])?;
    page.click("lookup-submit")?;
    page.wait_for("lookup-repeated")?;
    check_accessibility(&page, "look-up")?;
    page.click("dialog.lookup .actions button:last-child")?;
    for menu in ["command", "views", "compare"] {
        page.click(menu)?;
        check_accessibility(&page, menu)?;
        page.press_keys(&char::from(Key::Escape).to_string())?;
    }
    if is_narrow {
        page.click("[data-tab=map]")?;
    }
    page.wait_data("map", "ready", "true")?;
    page.drop_bytes("towers.csv", sample::tower_csv_chunks(0).flatten().collect::<Vec<_>>())?;
    page.click("cells")?;
    page.wait_script("return document.querySelector('[data-test=map]').dataset.points > 1000")?;
    check_accessibility(&page, "cells")?;
    for menu in ["map-menu", "near", "positions"] {
        page.click(menu)?;
        check_accessibility(&page, menu)?;
        page.press_keys(&char::from(Key::Escape).to_string())?;
    }
    page.apply_query("country:KE")?;
    page.wait_gone("[data-test=selected][data-value='10000']")?;
    page.click("fit")?;
    page.wait_data("map", "ready", "true")?;
    let middle = page.run_script(
        "const box = document.querySelector('[data-test=map] canvas').getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]",
        vec![],
    )?;
    page.click_at(middle[0].as_f64().unwrap_or_default(), middle[1].as_f64().unwrap_or_default())?;
    page.wait_for("placed")?;
    check_accessibility(&page, "placed")?;
    page.click("placed-close")?;
    page.click("cells")?;
    if options.size.0 > 760 {
        page.apply_query("country:US -radio:lte")?;
        check_accessibility(&page, "filtered")?;
        for tab in ["pivot", "insights"] {
            page.click(&format!("#tab-{tab}"))?;
            page.wait_for(if tab == "pivot" { "pivot-cell" } else { "insight" })?;
            check_accessibility(&page, tab)?;
        }
        page.click("query")?;
        page.press_keys(" stat")?;
        page.wait_for("completion")?;
        check_accessibility(&page, "suggestions")?;
        page.apply_query("seen:2d..30d duration:>1h")?;
        page.wait_for(".handle:not([hidden])")?;
        check_accessibility(&page, "ranges")?;
        page.click("[data-test=row][data-index='0'] [data-col=session]")?;
        page.wait_for("detail-json")?;
        check_accessibility(&page, "detail")?;
    }
    Ok(())
}

#[test]
fn a_light_page_is_accessible() -> Result<(), HarnessError> {
    check_views(&TestPageOptions::default())
}

#[test]
fn a_dark_japanese_page_is_accessible() -> Result<(), HarnessError> {
    check_views(&TestPageOptions { color_scheme: ColorScheme::Dark, language: "ja", ..TestPageOptions::default() })
}

#[test]
fn a_narrow_page_is_accessible() -> Result<(), HarnessError> {
    check_views(&TestPageOptions { size: (390, 844), ..TestPageOptions::default() })
}

/// Checks everything that opens over the page, one after another, in every panel of the window.
fn check_menus_and_dialogs(options: &TestPageOptions) -> Result<(), HarnessError> {
    let page = TestPage::open(options)?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    page.wait_data("map", "ready", "true")?;
    let view_at_size = |view: &str| format!("{view} at {:?}", options.size);
    let narrow =
        page.run_script("return document.querySelector('[data-tab]').checkVisibility()", vec![])? == json!(true);
    let panels = if narrow { &["map", "ranking", "table", "filters"][..] } else { &["map"] };
    let mut checked = Vec::new();
    for panel in panels {
        if narrow {
            page.click(&format!("[data-tab={panel}]"))?;
            check_accessibility(&page, &view_at_size(panel))?;
        }
        let menus = page.run_script(
            "return [...document.querySelectorAll('.menu > button')].filter((one) => one.checkVisibility({ visibilityProperty: true })).map((one) => one.dataset.test)",
            vec![],
        )?;
        for menu in menus.as_array().into_iter().flatten().filter_map(|menu| menu.as_str()) {
            if !checked.iter().any(|other| other == menu) {
                checked.push(menu.to_owned());
                page.click(menu)?;
                check_accessibility(&page, &view_at_size(menu))?;
                page.press_keys(&char::from(Key::Escape).to_string())?;
                page.wait_gone(&format!("[data-test={menu}][aria-expanded=true]"))?;
            }
        }
    }
    assert!(checked.len() > 7, "{checked:?}");
    for (dialog, shown) in [
        ("lookup", "dialog.lookup[open]"),
        ("connect", "dialog.connect[open]"),
        ("[aria-keyshortcuts='?']", "dialog.keys[open]"),
    ] {
        page.click(dialog)?;
        page.wait_for(shown)?;
        check_accessibility(&page, &view_at_size(shown))?;
        page.press_keys(&char::from(Key::Escape).to_string())?;
        page.wait_gone(shown)?;
    }
    if narrow {
        page.click("[data-tab=table]")?;
    }
    page.click("[data-test=row][data-index='0'] [data-col=session]")?;
    page.wait_for("detail-json")?;
    check_accessibility(&page, &view_at_size("detail"))
}

#[test]
fn menus_and_dialogs_are_accessible_at_every_size() -> Result<(), HarnessError> {
    for size in [(1440, 900), (720, 450), (390, 844)] {
        check_menus_and_dialogs(&TestPageOptions { size, ..TestPageOptions::default() })?;
    }
    Ok(())
}

#[test]
fn a_low_window_is_accessible() -> Result<(), HarnessError> {
    check_views(&TestPageOptions { size: (720, 450), ..TestPageOptions::default() })
}

#[test]
fn forced_colours_and_large_text_are_accessible() -> Result<(), HarnessError> {
    for size in [(1440, 900), (390, 844)] {
        let page = TestPage::open(&TestPageOptions { size, ..TestPageOptions::default() })?;
        page.click("sample")?;
        page.wait_selected(10_000)?;
        page.wait_data("map", "ready", "true")?;
        page.force_colors()?;
        page.wait_script("return matchMedia('(forced-colors: active)').matches")?;
        check_accessibility(&page, &format!("forced colours at {size:?}"))?;
        page.set_color_scheme(ColorScheme::Light)?;
        page.run_script("document.documentElement.style.fontSize = '200%'", vec![])?;
        check_accessibility(&page, &format!("text of 200 % at {size:?}"))?;
        page.click("lookup").or_else(|_| page.click("[data-tab=filters]"))?;
        check_accessibility(&page, &format!("a dialog or the filters in text of 200 % at {size:?}"))?;
    }
    Ok(())
}
