//! Tests of files that change after they were chosen, and of folders with files of many kinds.

use crate::fixtures::{EXPORT_TIME_MS, four_sims, offline_sim, open_with_records};
use page_tests::{HarnessError, TestPage, TestPageOptions};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Overwrites a file with a time one hour later, because browsers compare the time in whole seconds.
fn overwrite_file(path: &Path, bytes: &str) {
    fs::write(path, bytes).unwrap();
    let file = File::options().append(true).open(path).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_secs(3600)).unwrap();
}

fn wait_error_words(page: &TestPage, words: &[&str]) -> Result<(), HarnessError> {
    page.wait_script(&format!(
        "return [...document.querySelectorAll('[data-test=error]')].some(e => {}.every(word => e.textContent.includes(word)))",
        json!(words)
    ))
}

fn check_no_page_fault(page: &TestPage) -> Result<(), HarnessError> {
    let errors = page.run_script(
        "return [...document.querySelectorAll('[data-test=error]')].map(e => e.textContent).join()",
        vec![],
    )?;
    assert!(!errors.as_str().unwrap_or_default().contains("in the page itself"), "{errors}");
    Ok(())
}

/// Records all workers that the page starts, so that a test can end one.
const KEEP_WORKERS_SCRIPT: &str = "if (!window.workers) { window.workers = []; const Plain = Worker;
    window.Worker = class extends Plain { constructor(...all) { super(...all); window.workers.push(this) } } }";

#[test]
fn a_file_that_was_changed_or_removed_is_named_and_can_be_chosen_again() -> Result<(), HarnessError> {
    for removed in [false, true] {
        for step in ["open", "export", "restart"] {
            let page = TestPage::open_with_script(&TestPageOptions::default(), KEEP_WORKERS_SCRIPT)?;
            let path = page.write_file("fleet.json", json!(four_sims()).to_string())?;
            page.drop_files(std::slice::from_ref(&path))?;
            page.wait_selected(4)?;
            if removed {
                fs::remove_file(&path).unwrap();
            } else {
                overwrite_file(&path, "[]");
            }
            match step {
                "open" => page.click("[data-test=row][data-index='0'] [data-col=imsi]")?,
                "export" => {
                    page.click("export")?;
                    page.click("export-json")?;
                }
                _ => drop(page.run_script(
                    "window.workers[0].dispatchEvent(new ErrorEvent('error', {message: 'gone'}))",
                    vec![],
                )?),
            }
            wait_error_words(&page, &["fleet.json", "was changed, moved or deleted"])?;
            page.wait_for("choose-again")?;
            check_no_page_fault(&page)?;
            // The records stay, except after a restart, which must read all sources again.
            let records = if step == "restart" { None } else { Some("4".to_owned()) };
            page.wait_gone("progress")?;
            assert_eq!(page.data_attribute("total", "value")?, records, "{step}");
            let five_sims: Vec<Value> = (1..=5).map(|n| offline_sim(n, (440, 10), EXPORT_TIME_MS)).collect();
            page.drop_bytes("fleet.json", json!(five_sims).to_string())?;
            page.wait_selected(5)?;
            page.wait_gone("choose-again")?;
            page.wait_data("report", "read", "5")?;
            assert_eq!(page.data_attributes("report", "source")?, ["fleet.json"], "{step}");
            page.click("[data-test=row][data-index='4'] [data-col=imsi]")?;
            page.wait_for("detail-json")?;
        }
    }
    Ok(())
}

#[test]
fn a_file_that_changes_before_it_is_read_is_named() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    page.run_script("document.body.insertAdjacentHTML('beforeend', '<input id=held type=file>')", vec![])?;
    let packed = fs::read(samples::sample_folder().join("packed.json.gz")).unwrap();
    let towers = "LTE,234,15,100,1001,,-0.0021,51.47781,500,10,1,1690000000,1690000000,\n";
    for (name, bytes) in [
        ("plain.json", json!(four_sims()).to_string().into_bytes()),
        ("packed.json.gz", packed),
        ("234.csv", towers.into()),
    ] {
        let path = page.write_file(name, bytes)?;
        page.type_into("#held", path.to_string_lossy())?;
        // The browser stores the state of the file when it first reads it.
        page.run_script("return document.querySelector('#held').files[0].arrayBuffer().then(() => true)", vec![])?;
        overwrite_file(&path, "[]");
        page.run_script(
            "const data = new DataTransfer(), input = document.querySelector('[data-test=file-input]');
            data.items.add(document.querySelector('#held').files[0]); input.files = data.files;
            input.dispatchEvent(new Event('change', {bubbles: true}))",
            vec![],
        )?;
        wait_error_words(&page, &[name, "was changed, moved or deleted"])?;
        page.wait_gone("progress")?;
        page.wait_gone("towers")?;
    }
    check_no_page_fault(&page)?;
    page.wait_selected(4)
}

#[test]
fn a_folder_of_towers_is_read_after_a_fleet() -> Result<(), HarnessError> {
    for dropped in [false, true] {
        let page =
            open_with_records(&[offline_sim(1, (234, 15), EXPORT_TIME_MS), offline_sim(2, (440, 10), EXPORT_TIME_MS)])?;
        for (name, line) in [
            ("234.csv", "LTE,234,15,1,256,,-0.0021,51.47781,500,10,1,1690000000,1690000000,\n"),
            ("440.csv", "LTE,440,10,1,256,,139.7,35.6,500,10,1,1690000000,1690000000,\n"),
        ] {
            page.write_file(&format!("ocid/{name}"), line)?;
        }
        let folder = page.write_file("ocid/.DS_Store", "x")?.parent().unwrap().to_owned();
        if dropped {
            page.drop_at(300.0, 300.0, &[folder])?;
        } else {
            page.type_into("folder-input", folder.to_string_lossy())?;
        }
        page.wait_script("return document.querySelectorAll('[data-test=towers]').length === 2")?;
        page.wait_gone("progress")?;
        page.apply_query("located:cell")?;
        page.wait_selected(2)?;
        for handle in ["error", "notice"] {
            page.wait_gone(handle)?;
        }
        page.close()?.check_console_is_clean()?;
    }
    Ok(())
}

#[test]
fn other_files_in_a_folder_are_listed_in_one_notice() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.wait_for("sample")?;
    let one_sim = |imsi: u32| json!([offline_sim(imsi, (440, 10), EXPORT_TIME_MS)]).to_string();
    let mut folder = None;
    for (name, bytes) in [
        ("a.json", one_sim(1)),
        ("deep/er/b.jsonl", one_sim(2)),
        ("photo.png", "PNG".into()),
        ("deep/notes.txt", "nothing of ours".into()),
        ("empty.json", String::new()),
        ("table.csv", "a,b\n1,2\n".into()),
        (".DS_Store", "x".into()),
        (".git/c.json", one_sim(3)),
        ("__MACOSX/._a.json", "x".into()),
    ] {
        let path = page.write_file(&format!("export/{name}"), bytes)?;
        folder.get_or_insert(path.parent().unwrap().to_owned());
    }
    page.type_into("folder-input", folder.unwrap().to_string_lossy())?;
    page.wait_selected(2)?;
    page.wait_for("notice")?;
    page.wait_gone("error")?;
    assert_eq!(page.count_elements("notice")?, 1);
    let notice = page.run_script("return document.querySelector('[data-test=notice]').textContent", vec![])?;
    let notice = notice.as_str().unwrap_or_default();
    for name in ["photo.png", "notes.txt", "empty.json", "table.csv"] {
        assert!(notice.contains(name), "{name}: {notice}");
    }
    for name in ["DS_Store", ".git", "MACOSX", "a.json", "b.jsonl"] {
        assert!(!notice.contains(&format!("/{name}")), "{name}: {notice}");
    }
    page.close()?.check_console_is_clean()?;
    Ok(())
}
