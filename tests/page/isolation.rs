//! Tests that nothing leaves the tab, and that a crash of the worker loses nothing.

use crate::fixtures::four_sims;
use page_tests::{HarnessError, Key, TestPage, TestPageOptions};
use serde_json::{Value, json};

#[test]
fn a_whole_visit_only_calls_the_pages_own_origin() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions { base_path: "/a/folder/", ..TestPageOptions::default() })?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    page.wait_data("map", "ready", "true")?;
    page.apply_query("country:US radio:lte")?;
    page.click("[data-sort=seen]")?;
    page.click("[data-test=row][data-index='0'] [data-col=imsi]")?;
    page.wait_for("detail-json")?;
    page.press_keys(&char::from(Key::Escape).to_string())?;
    page.wait_gone("detail")?;
    page.click("export")?;
    page.click("export-csv")?;
    // No data of the fleet or the query is stored.
    let stored = page.run_script(
        "return Promise.all([indexedDB.databases(), caches.keys()])
            .then(stored => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, stored]))",
        vec![],
    )?;
    let stored = stored.as_str().unwrap_or_default();
    assert!(!stored.contains("US") && !stored.contains("89423"), "{stored}");
    page.close()?.check_console_is_clean()?.check_same_origin()?;
    Ok(())
}

/// Makes a worker throw an uncaught error when it receives the message `crash`.
const CRASHING_WORKER_SCRIPT: &str = "self.addEventListener('message', (event) => {
    if (event.data !== 'crash') return;
    event.stopImmediatePropagation();
    setTimeout(() => { throw new Error('crashed'); });
});
";

/// Records all workers that the page starts, so that a test can send them messages.
const KEEP_WORKERS_SCRIPT: &str = "if (!window.workers) { window.workers = []; const Plain = Worker;
    window.Worker = class extends Plain { constructor(...all) { super(...all); window.workers.push(this) } } }";

#[test]
fn a_worker_that_dies_is_replaced_and_its_sources_are_read_again() -> Result<(), HarnessError> {
    let options = TestPageOptions { worker_prelude: CRASHING_WORKER_SCRIPT, ..TestPageOptions::default() };
    let page = TestPage::open_with_script(&options, KEEP_WORKERS_SCRIPT)?;
    page.drop_bytes("fleet.json", json!(four_sims()).to_string())?;
    page.wait_selected(4)?;
    page.apply_query("country:US")?;
    page.wait_selected(2)?;
    let worker_count = |page: &TestPage| -> Result<u64, HarnessError> {
        Ok(page.run_script("return window.workers.length", vec![])?.as_u64().unwrap_or(0))
    };
    let before = worker_count(&page)?;
    page.run_script("window.workers[0].postMessage('crash')", vec![])?;
    page.wait_script(&format!("return window.workers.length > {before}"))?;
    page.wait_for("error")?;
    page.wait_selected(2)?;
    assert_eq!(page.data_attribute("total", "value")?, Some("4".to_owned()));
    page.apply_query("")?;
    page.wait_selected(4)?;
    Ok(())
}

#[test]
fn without_webgl_the_ranking_still_works() -> Result<(), HarnessError> {
    let no_webgl_script = "HTMLCanvasElement.prototype.getContext = new Proxy(HTMLCanvasElement.prototype.getContext,
        { apply: (get, canvas, all) => /webgl/.test(all[0]) ? null : Reflect.apply(get, canvas, all) })";
    let page = TestPage::open_with_script(&TestPageOptions::default(), no_webgl_script)?;
    page.drop_bytes("fleet.json", Value::from(four_sims()).to_string())?;
    page.wait_selected(4)?;
    page.wait_script("return /WebGL/.test(document.body.innerText)")?;
    page.click("[data-test=ranking] [data-key=US]")?;
    page.wait_selected(2)?;
    Ok(())
}
