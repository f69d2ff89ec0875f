//! Measures how long responses take on the built page in a real browser: `cargo xtask build && cargo run -p page-tests
//! --bin asking`, followed by a number of SIMs other than 100,000.

#![allow(clippy::print_stdout, reason = "it prints a table")]

use page_tests::HarnessError;
use page_tests::measure::{LOAD_SCRIPT, number_at, open_page_with_file, percentile, write_sample};
use serde_json::{Value, json};

/// Performs actions one after another, and measures for each the time until its view is in the page and until it is
/// painted. The action `["key", text]` types a query, and `["click", selector]` clicks an element.
const ACT_SCRIPT: &str = "const [acts, done] = arguments, input = document.querySelector('[data-test=query]'), times = [];
    const value = () => document.querySelector('[data-test=selected]').dataset.value + document.querySelector('[data-facet=session]').textContent
        + document.querySelector('[data-test=row] [data-col=iccid]')?.textContent + document.querySelector('[data-test=changes]')?.textContent;
    const next = () => {
        const act = acts.shift();
        if (act === undefined) return done(times);
        const before = value(), start = performance.now();
        let shown = 0;
        const observer = new MutationObserver(() => {
            if (shown || value() === before) return;
            shown = performance.now() - start;
            observer.disconnect();
            requestAnimationFrame(() => { const channel = new MessageChannel();
                channel.port1.onmessage = () => { times.push([shown, performance.now() - start]); setTimeout(next, 120) };
                channel.port2.postMessage(0) });
        });
        observer.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
        if (act[0] === 'click') document.querySelector(act[1]).click();
        else { input.value = act[1]; input.dispatchEvent(new Event('input', {bubbles: true})); }
        setTimeout(() => { if (!shown) { observer.disconnect(); times.push([-1, -1]); next() } }, act[0] === 'key' ? 700 : 5000);
    };
    next();";

/// Queries as they are typed, one after another.
const TYPED_QUERIES: [&str; 20] = [
    "imsi:4",
    "imsi:44",
    "imsi:441",
    "imsi:2",
    "imsi:295050910000",
    "imsi:29505091000",
    "imsi:2950509100",
    "imsi:2950509100 session:online",
    "session:online",
    "session:online seen:>1d",
    "session:online seen:>10d",
    "seen:>10d",
    "seen:>100d",
    "seen:>10d duration:>1h",
    "seen:>10d duration:>1d",
    "country:US",
    "country:US,JP",
    "-country:US,JP",
    "tag.site:osaka",
    "-tag.site:osaka",
];

const CLICKED_SELECTORS: [&str; 16] = [
    "[data-facet=country] [data-key=US]",
    "[data-facet=session] [data-key=offline]",
    "[data-facet=country] [data-key=US]",
    "[data-facet=session] [data-key=offline]",
    "[data-facet=radio] [data-key=lte-m]",
    "[data-facet=status] [data-key=ready]",
    "[data-facet=radio] [data-key=lte-m]",
    "[data-facet=status] [data-key=ready]",
    "[data-test=bar][data-key='30d..60d']",
    "[data-test=bar][data-key='30d..60d']",
    "[data-test=rank][data-key=JP]",
    "[data-test=rank][data-key=JP]",
    "[data-facet=plan] [data-key=plan-D]",
    "[data-facet=plan] [data-key=plan-D]",
    "[data-facet=group] [data-key=none]",
    "[data-facet=group] [data-key=none]",
];

/// Chooses a baseline, and measures the time until its changes are in the page.
const COMPARE_SCRIPT: &str = "const [selector, done] = arguments, start = performance.now();
    document.querySelector(selector).click();
    const look = () => {
        const there = document.querySelector('[data-test=changes] [data-key=cell]')?.dataset.count > 0 && document.querySelector('[data-facet=change] [data-test=facet-item]');
        if (there) done([performance.now() - start]); else setTimeout(look, 4);
    };
    look();";

const IS_COMPARED_SCRIPT: &str = "return !!document.querySelector('[data-test=changes] [data-key=cell]') && !document.querySelector('[data-test=progress]')";

const SORTED_COLUMNS: [&str; 6] = ["operator", "name", "seen", "country", "cell", "imei"];

fn print_times(action: &str, times: &Value) {
    let times = times.as_array().cloned().unwrap_or_default();
    for (i, milestone) in ["shown", "painted"].iter().enumerate() {
        let mut durations_ms: Vec<f64> = times.iter().map(|time| number_at(time, i)).filter(|ms| *ms >= 0.0).collect();
        println!(
            "{action} to {milestone}: median {:.1} ms, p95 {:.1} ms, most {:.1} ms, of {}",
            percentile(&mut durations_ms, 0.5),
            percentile(&mut durations_ms, 0.95),
            percentile(&mut durations_ms, 1.0),
            durations_ms.len()
        );
    }
}

fn main() -> Result<(), HarnessError> {
    let sims = std::env::args().nth(1).and_then(|sims| sims.parse().ok()).unwrap_or(100_000);
    let folder = std::env::temp_dir().join("simscope-figures");
    let (current, baseline) =
        (folder.join(format!("asking-{sims}.json")), folder.join(format!("asking-{sims}-before.json")));
    let megabytes = write_sample(&current, sims, 3)? / 1e6;
    write_sample(&baseline, sims, 4)?;
    println!("{sims} SIMs, {megabytes:.0} MB");
    let page = open_page_with_file(&current)?;
    let load = page.run_async_script(LOAD_SCRIPT, vec![json!(sims)])?;
    println!("loaded in {:.1} s", number_at(&load, 0) / 1e3);
    std::thread::sleep(std::time::Duration::from_secs(4));
    let perform = |kind: &str, actions: &[&str], times: usize| {
        let actions: Vec<_> =
            actions.iter().cycle().take(actions.len() * times).map(|action| json!([kind, action])).collect();
        page.run_async_script(ACT_SCRIPT, vec![json!(actions)])
    };
    print_times("a key", &perform("key", &TYPED_QUERIES, 3)?);
    perform("key", &["seen:>10d"], 1)?;
    perform("key", &["-seen:never,>10000d"], 1)?;
    print_times("a click", &perform("click", &CLICKED_SELECTORS, 4)?);
    for column in SORTED_COLUMNS {
        let header = format!("[data-sort={column}]");
        let times = perform("click", &[&header], 1)?;
        println!("first sort by {column}: shown after {:.0} ms", number_at(&times[0], 0));
    }
    let sorted = perform("key", &["imsi:29505091", "session:online", "seen:>10d"], 3)?;
    print_times("a key, sorted", &sorted);

    page.type_into("baseline-input", baseline.to_string_lossy())?;
    let start = std::time::Instant::now();
    while page.run_script(IS_COMPARED_SCRIPT, vec![])? != Value::Bool(true) && start.elapsed().as_secs() < 100 {
        std::thread::sleep(std::time::Duration::from_millis(500));
    }
    page.click("compare")?;
    page.click("compare-stop")?;
    std::thread::sleep(std::time::Duration::from_secs(3));
    let name = format!("asking-{sims}-before.json");
    let compared =
        page.run_async_script(COMPARE_SCRIPT, vec![json!(format!("[data-test=baseline][data-source='{name}']"))])?;
    println!("comparison of two snapshots: shown after {:.0} ms", number_at(&compared, 0));
    print_times(
        "a key, compared",
        &perform("key", &["change:new", "change:country", "change:session", "-change:same"], 3)?,
    );
    Ok(())
}
