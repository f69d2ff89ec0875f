//! Tests of the view as a command of other programs.

use crate::fixtures::sample_json;
use page_tests::{HarnessError, TestPage, TestPageOptions};
use std::io::Write;
use std::process::{Command, Stdio};

/// What a shell prints for a command line, with a stand-in for soracom-cli that prints a file.
fn run_in_shell(page: &TestPage, line: &str, export: &[u8]) -> Result<Vec<u8>, HarnessError> {
    let export = page.write_file("export.json", export)?;
    let script = format!("soracom() {{ cat '{}'; }}\n{}", export.display(), line.replace("> selection.json", ""));
    let mut shell = Command::new("sh").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    shell.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let output = shell.wait_with_output().unwrap();
    assert!(output.status.success(), "{script}");
    Ok(output.stdout)
}

#[test]
fn the_command_lists_the_sims_that_are_shown() -> Result<(), HarnessError> {
    let json = sample_json(2_000);
    let page = TestPage::open(&TestPageOptions::default())?;
    page.drop_bytes("fleet.json", &json)?;
    page.wait_selected(2_000)?;
    page.click("command")?;
    // The operator is asked for by a part of its name, the place by what jq cannot tell.
    let mut before = String::new();
    for (query, sims, left_out) in [
        ("country:JP session:offline -status:terminated", None, ""),
        ("operator:docomo seen:2025-01-01..2025-09-15", None, ""),
        ("(country:US,DE OR tag.site:\"São*\") -name:*meter*", None, ""),
        ("country:JP near:35.68/139.77/10km", Some(0), "near:35.68/139.77/10km"),
    ] {
        page.apply_query(query)?;
        page.wait_script(&format!(
            "return document.querySelector('[data-test=command-cli]').textContent.startsWith('soracom')
                && document.querySelector('[data-test=command-left-out]').textContent.includes({left_out:?})
                && document.querySelector('[data-test=command-cli]').textContent !== {before:?}"
        ))?;
        let line = page.element_text("command-cli")?;
        let listed: Vec<serde_json::Value> = serde_json::from_slice(&run_in_shell(&page, &line, &json)?).unwrap();
        if sims.is_none() {
            assert!(listed.len() > 20 && listed.len() < 1_500, "{query}: {}", listed.len());
            page.wait_selected(listed.len() as u64)?;
        }
        page.wait_script(
            "return document.querySelector('[data-test=command-sql]').textContent.startsWith(\"select * from 'simscope-2000-sims.parquet'\")",
        )?;
        before = line;
    }
    Ok(())
}
