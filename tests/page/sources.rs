//! Tests that every layout loads, that other files are named, and that sources can be added and removed.

use crate::fixtures::{EXPORT_TIME_MS, four_sims, offline_sim, open_with_records, sample_json};
use page_tests::{HarnessError, TestPage, TestPageOptions};
use serde_json::json;

fn report_attribute(page: &TestPage, name: &str, data: &str) -> Result<Option<String>, HarnessError> {
    page.data_attribute(&format!("[data-test=report][data-source='{name}']"), data)
}

#[test]
fn every_layout_is_read() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    for file in samples::sample_files().into_iter().filter(|file| file.expected_records > 0) {
        page.drop_files(&[samples::sample_folder().join(file.name)])?;
        let handle = format!("[data-test=report][data-source='{}']", file.name);
        page.wait_data(&handle, "read", &file.expected_records.to_string())?;
        assert_eq!(
            report_attribute(&page, file.name, "skipped")?.unwrap(),
            file.expected_skipped.to_string(),
            "{}",
            file.name
        );
        let cut = report_attribute(&page, file.name, "cut")?.unwrap();
        let expected = if file.truncated { file.bytes.len().to_string() } else { String::new() };
        assert_eq!(cut, expected, "{}", file.name);
        page.wait_gone("progress")?;
    }
    page.close()?.check_console_is_clean()?.check_same_origin()?;
    Ok(())
}

#[test]
fn a_file_that_is_no_export_is_named_and_nothing_is_lost() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    for (name, words) in [
        ("empty.json", "empty"),
        ("image.png", "image"),
        ("table.csv", "CSV"),
        ("error-401.json", "AUM0002"),
        ("page.html", "HTML"),
        ("words.txt", "soracom: command not found"),
        ("empty-list.json", "empty"),
        ("groups.json", "SIM"),
    ] {
        page.drop_files(&[samples::sample_folder().join(name)])?;
        let error = page.element_text("error")?;
        assert!(error.contains(words) && error.contains(name), "{name}: {error}");
        assert!(error.contains("soracom subscribers list --fetch-all"), "{name}: {error}");
        page.click("[data-test=error] > button")?;
        page.wait_gone("error")?;
        assert_eq!(page.data_attribute("total", "value")?.as_deref(), Some("4"), "{name}");
    }
    Ok(())
}

#[test]
fn the_sample_fleet_loads() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    assert_eq!(page.data_attribute("total", "value")?.as_deref(), Some("10000"));
    let sims: u64 = page.data_attribute("total", "sims")?.unwrap().parse().unwrap();
    assert_eq!(sims, 10_000 - 103, "one record in 97 is a second subscription");
    let sessions = page.data_attributes("[data-test=facet][data-facet=session] [data-test=facet-item]", "key")?;
    assert!(["online", "offline", "never"].iter().all(|key| sessions.iter().any(|s| s == key)), "{sessions:?}");
    page.wait_data("map", "ready", "true")?;
    Ok(())
}

#[test]
fn pasted_text_loads() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.wait_for("paste")?;
    let paste_script = "document.querySelector('[data-test=paste]').value = arguments[0];
        document.querySelector('[data-test=paste]').dispatchEvent(new Event('input', {bubbles: true}))";
    page.run_script(paste_script, vec![json!(json!(four_sims()).to_string())])?;
    page.click("paste-load")?;
    page.wait_selected(4)?;
    // The text can be pasted anywhere on the page.
    let paste_event_script = "const data = new DataTransfer(); data.setData('text/plain', arguments[0]);
        document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))";
    page.run_script(paste_event_script, vec![json!(offline_sim(9, (440, 10), EXPORT_TIME_MS).to_string())])?;
    page.wait_selected(5)?;
    Ok(())
}

#[test]
fn a_dropped_file_loads() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.wait_for("sample")?;
    let drop_script = "const data = new DataTransfer(); data.items.add(new File([arguments[0]], 'dropped.json'));
        for (const type of ['dragenter', 'dragover', 'drop'])
            document.body.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}))";
    page.run_script(drop_script, vec![json!(json!(four_sims()).to_string())])?;
    page.wait_selected(4)?;
    assert_eq!(report_attribute(&page, "dropped.json", "read")?.as_deref(), Some("4"));
    Ok(())
}

#[test]
fn the_newer_record_of_two_files_wins_and_the_older_comes_back() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    let newer = [offline_sim(1, (440, 10), EXPORT_TIME_MS + 1), offline_sim(5, (440, 10), EXPORT_TIME_MS)];
    page.drop_bytes("newer.json", json!(newer).to_string())?;
    page.wait_selected(5)?;
    page.wait_data("[data-test=report][data-source='fleet.json']", "outdated", "1")?;
    let japan = "[data-facet=country] [data-key=JP]";
    assert_eq!(page.data_attribute(japan, "count")?.as_deref(), Some("3"));
    page.click("sources")?;
    page.click("[data-test=report][data-source='newer.json'] [data-test=remove]")?;
    page.wait_selected(4)?;
    assert_eq!(page.data_attribute(japan, "count")?.as_deref(), Some("1"));
    Ok(())
}

#[test]
fn loading_shows_bytes_and_can_be_cancelled() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    // A script clicks the button as soon as it appears, because on a fast machine the driver would be too late.
    let cancel_script = "window.total = null; const watch = new MutationObserver(() => {
            const progress = document.querySelector('[data-test=progress]'), total = Number(progress?.dataset.total);
            if (total > 0) { watch.disconnect(); window.total = total; progress.querySelector('[data-test=cancel]').click() }
        });
        watch.observe(document.body, { subtree: true, childList: true, attributes: true })";
    page.run_script(cancel_script, vec![])?;
    let large = sample_json(30_000);
    let size = large.len();
    page.drop_bytes("large.json", large)?;
    page.wait_script("return window.total !== null")?;
    assert_eq!(page.run_script("return window.total", vec![])?.as_u64(), Some(size as u64));
    page.wait_gone("progress")?;
    assert_eq!(page.data_attribute("total", "value")?.as_deref(), Some("4"));
    assert_eq!(report_attribute(&page, "large.json", "read")?, None);
    Ok(())
}

#[test]
fn sources_are_removed_and_added_while_the_map_is_visible() -> Result<(), HarnessError> {
    for size in [(1440, 900), (390, 844)] {
        let page = TestPage::open(&TestPageOptions { size, ..TestPageOptions::default() })?;
        for step in ["countries", "cells", "a country's cells", "a globe", "countries again"] {
            page.drop_bytes("fleet.json", json!(four_sims()).to_string())?;
            page.wait_selected(4)?;
            page.wait_data("map", "ready", "true")?;
            match step {
                "cells" => page.click("cells")?,
                "a country's cells" => page.click("fit")?,
                "a globe" => {
                    page.click("cells")?;
                    page.wait_data("map", "view", "countries")?;
                    page.click("map-menu")?;
                    page.click("globe")?;
                }
                _ => {}
            }
            page.wait_data("map", "ready", "true")?;
            page.click("sources")?;
            page.click("remove")?;
            page.wait_for("sample")?;
            let errors = page.console_errors()?;
            assert!(errors.is_empty(), "{step} at {size:?}: {errors:#?}");
        }
        // The map may react late to the removal of its element, but not later than its next drawing.
        page.click("sample")?;
        page.wait_selected(10_000)?;
        page.wait_data("map", "ready", "true")?;
        page.close()?.check_console_is_clean()?;
    }
    Ok(())
}

/// Holds what the worker sends from the end of the first load on, until it is sent a second load.
const HOLD_END_OF_LOAD_SCRIPT: &str = r#"
    const post = self.postMessage.bind(self), channel = new BroadcastChannel("held");
    let held, loads = 0;
    self.addEventListener("message", ({ data, isTrusted }) => {
        if (isTrusted && data[1] instanceof Blob && ++loads === 2) { held?.forEach(all => post(...all)); held = null; }
    });
    self.postMessage = (...all) => {
        if (held) return held.push(all);
        const isIdle = loads === 1 && all[0]?.[0]?.length === 2;
        if (held === undefined && isIdle) { held = [all]; channel.postMessage(true); } else post(...all);
    };
"#;

/// A file was lost, without a word, when it was chosen while the end of an earlier load was on its way to the page.
#[test]
fn a_file_that_is_chosen_at_the_end_of_a_load_is_read() -> Result<(), HarnessError> {
    let options = TestPageOptions { worker_prelude: HOLD_END_OF_LOAD_SCRIPT, ..TestPageOptions::default() };
    let script = "new BroadcastChannel('held').onmessage = () => window.isEndHeld = true";
    let page = TestPage::open_with_script(&options, script)?;
    page.drop_bytes("first.json", json!(four_sims()).to_string())?;
    page.wait_script("return window.isEndHeld === true")?;
    page.drop_bytes("second.json", json!([offline_sim(9, (440, 10), EXPORT_TIME_MS)]).to_string())?;
    page.wait_data("[data-test=report][data-source='second.json']", "read", "1")?;
    page.wait_gone("progress")?;
    assert_eq!(report_attribute(&page, "first.json", "read")?.as_deref(), Some("4"));
    page.close()?.check_console_is_clean()?.check_same_origin()?;
    Ok(())
}
