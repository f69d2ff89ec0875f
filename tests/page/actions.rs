//! Tests of what is done next with a selection: counted, and written in each form.

use crate::fixtures::open_with_records;
use crate::query_controls::three_sims;
use page_tests::{HarnessError, TestPage, TestPageOptions};
use serde_json::{Value, json};

/// The three SIMs, active, ready and suspended, with SIM IDs.
fn open_with_sims() -> Result<TestPage, HarnessError> {
    let mut records = three_sims();
    for (at, record) in records.iter_mut().enumerate() {
        record["simId"] = format!("89423100220000000{at:02}").into();
    }
    let page = open_with_records(&records)?;
    page.click("act")?;
    Ok(page)
}

/// Chooses in one of the menu's fields, or types into it.
fn choose(page: &TestPage, field: &str, value: &str) -> Result<(), HarnessError> {
    page.wait_for(field)?;
    page.run_script(
        "const field = document.querySelector(`[data-test=${arguments[0]}]`);
        field.value = arguments[1];
        field.dispatchEvent(new Event(field.localName === 'select' ? 'change' : 'input', {bubbles: true}))",
        vec![json!(field), json!(value)],
    )?;
    Ok(())
}

/// Waits until the summary has so many SIMs, and returns its lines.
fn wait_summary(page: &TestPage, count: u32) -> Result<Vec<String>, HarnessError> {
    page.wait_for(&format!("[data-test=act-summary][data-count='{count}']"))?;
    let lines = page.run_script(
        "return [...document.querySelectorAll('[data-test=act-summary] li')].map(line => line.textContent)",
        vec![],
    )?;
    Ok(lines.as_array().into_iter().flatten().filter_map(|line| Some(line.as_str()?.to_owned())).collect())
}

/// Writes the action, and returns its file.
fn write(page: &TestPage, name: &str) -> Result<String, HarnessError> {
    page.click("act-write")?;
    Ok(String::from_utf8(page.wait_download(name)?).unwrap())
}

#[test]
fn an_action_is_counted_before_it_is_written() -> Result<(), HarnessError> {
    let page = open_with_sims()?;
    let lines = wait_summary(&page, 2)?;
    assert_eq!(
        lines,
        [
            "active 1 · ready 1",
            "Japan 1 · United States 1",
            "To go back, Soracom asks a reactivation fee for 2 of them.",
            "1 are ready, and cannot become ready again.",
            "Left out: 1 that are so already",
        ]
    );
    assert_eq!(write(&page, "suspend-2-sims.csv")?, "simId\n8942310022000000000\n8942310022000000001\n");
    // It follows the selection.
    page.apply_query("country:FR")?;
    assert_eq!(wait_summary(&page, 0)?, ["Left out: 1 that are so already"]);
    choose(&page, "act-what", "activate")?;
    let lines = wait_summary(&page, 1)?;
    assert!(lines.contains(&"Soracom asks a reactivation fee for 1 of them.".to_owned()), "{lines:?}");
    assert_eq!(page.console_errors()?, Vec::<String>::new());
    Ok(())
}

#[test]
fn each_form_says_what_it_can() -> Result<(), HarnessError> {
    let page = open_with_sims()?;
    let forms = |page: &TestPage| -> Result<Value, HarnessError> {
        page.run_script(
            "return [...document.querySelectorAll('[data-test=act-form] option')].map(form => form.value)",
            vec![],
        )
    };
    wait_summary(&page, 2)?;
    assert_eq!(forms(&page)?, json!(["batch", "job", "sh", "powershell"]));
    // Tags with everything in them arrive as they are.
    choose(&page, "act-what", "put-tags")?;
    choose(&page, "act-value", "site")?;
    page.wait_script("return document.querySelector('.action .warning').textContent.includes('Line 1')")?;
    choose(&page, "act-value", "site=it's \"東京\" $HOME\nempty=")?;
    wait_summary(&page, 3)?;
    let csv = write(&page, "put-tags-3-sims.csv")?;
    assert!(csv.starts_with("simId,site,empty\n8942310022000000000,\"it's \"\"東京\"\" $HOME\",\n"), "{csv}");
    choose(&page, "act-form", "sh")?;
    wait_summary(&page, 3)?;
    page.click("act-write")?;
    let archive = page.wait_download("put-tags-3-sims.zip")?;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let script = std::io::read_to_string(archive.by_name("put-tags-3-sims.sh").unwrap()).unwrap();
    assert!(
        script.starts_with("#!/bin/sh\n# put-tags: 3 SIMs.") && script.ends_with("\nsims 8942310022000000002\nSIMS\n"),
        "{script}"
    );
    assert!(script.contains("\n# From: fleet.json\n"), "{script}");
    choose(&page, "act-what", "set-group")?;
    page.wait_script("return document.querySelector('[data-test=act-write]').disabled")?;
    choose(&page, "act-value", "g2")?;
    // One of them is in another group.
    wait_summary(&page, 1)?;
    choose(&page, "act-form", "job")?;
    wait_summary(&page, 1)?;
    let job: Value = serde_json::from_str(&write(&page, "set-group-1-sims.json")?).unwrap();
    assert_eq!(job["tasks"][0]["request"]["body"], json!({"groupId": "g2"}));
    choose(&page, "act-what", "lock-imei")?;
    assert_eq!(forms(&page)?, json!(["sh", "powershell"]));
    let count = wait_summary(&page, 3)?;
    assert!(!count.is_empty());
    choose(&page, "act-what", "notify")?;
    assert_eq!(forms(&page)?, json!(["handler"]));
    wait_summary(&page, 3)?;
    page.click("act-write")?;
    let archive = page.wait_download("notify-3-sims.zip")?;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let handler: Value = serde_json::from_reader(archive.by_index(2).unwrap()).unwrap();
    assert_eq!((archive.len(), &handler["targetSimId"]), (3, &json!("8942310022000000002")));
    assert_eq!(page.console_errors()?, Vec::<String>::new());
    Ok(())
}

#[test]
fn many_sims_are_an_archive_of_files() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.drop_bytes("fleet.json", crate::fixtures::sample_json(12_000))?;
    page.wait_selected(12_000)?;
    page.click("act")?;
    choose(&page, "act-what", "put-tags")?;
    choose(&page, "act-value", "wave=1")?;
    page.wait_script("return +document.querySelector('[data-test=act-summary]').dataset.count > 10000")?;
    let count = page.data_attribute("act-summary", "count")?.unwrap_or_default();
    page.click("act-write")?;
    let archive = page.wait_download(&format!("put-tags-{count}-sims.zip"))?;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let mut lines = 0;
    for at in 0..archive.len() {
        let text = std::io::read_to_string(archive.by_index(at).unwrap()).unwrap();
        assert!(text.starts_with("simId,wave\n"));
        lines += text.lines().count() - 1;
    }
    assert_eq!((archive.len(), lines.to_string()), (2, count));
    page.close()?.check_console_is_clean()?.check_same_origin()?;
    Ok(())
}

#[test]
fn an_answer_to_what_is_no_longer_chosen_is_not_shown() -> Result<(), HarnessError> {
    let page = open_with_sims()?;
    wait_summary(&page, 2)?;
    // What an empty address would do is asked for, and its answer comes when there is another text.
    page.run_script(
        "const post = Worker.prototype.postMessage;
        const set = (name, value, type) => {
            const field = document.querySelector(`[data-test=${name}]`);
            field.value = value;
            field.dispatchEvent(new Event(type, {bubbles: true}));
        };
        Worker.prototype.postMessage = function (...all) {
            post.apply(this, all);
            Worker.prototype.postMessage = post;
            set('act-value', 'no address', 'input');
            this.addEventListener('message', () => setTimeout(() => window.isAnswered = true));
        };
        set('act-what', 'notify', 'change');",
        vec![],
    )?;
    page.wait_script("return window.isAnswered === true")?;
    assert_eq!(page.data_attribute("act-summary", "count")?, None);
    assert_eq!(
        page.run_script("return document.querySelector('[data-test=act-write]').disabled", vec![])?,
        json!(true)
    );
    for (kind, value) in [("put-tags", "a=1\na=2"), ("set-group", "a group"), ("notify", "noc"), ("set-group", " ")] {
        choose(&page, "act-what", kind)?;
        choose(&page, "act-value", value)?;
        page.wait_script("return document.querySelector('[data-test=act-write]').disabled")?;
        assert_eq!(page.data_attribute("act-summary", "count")?, None, "{kind} {value}");
    }
    Ok(())
}
