//! Measures the built page and other programs in a real Chromium: `cargo xtask bench --browser`. All figures are
//! measured in one run and interleaved, so that their ratios hold even if their times vary.

#![allow(clippy::print_stdout, reason = "it prints tables")]

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use benches::engine_queries::QUERY_KINDS;
use page_tests::measure::{LOAD_SCRIPT, number_at, open_page_with_file, percentile, write_sample};
use page_tests::{HarnessError, TestPage, TestPageOptions};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn main() -> Result<(), HarnessError> {
    let sizes: Vec<u32> = std::env::args().skip(1).filter_map(|sims| sims.parse().ok()).collect();
    for sims in if sizes.is_empty() { vec![10_000, 100_000, 1_000_000] } else { sizes } {
        measure_size(sims)?;
    }
    Ok(())
}

/// Maximum length of a string in V8, in megabytes of ASCII: 2^29 - 24 characters.
const MAX_STRING_MEGABYTES: f64 = 536.0;

/// Returns the routes of the page of the benchmarks.
fn bench_router() -> Router {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let wasm = root.join("target/benches");
    [
        ("/index.html", root.join("benches/page/index.html"), "text/html"),
        ("/bench.js", root.join("benches/page/bench.js"), "text/javascript"),
        ("/benches.js", wasm.join("benches.js"), "text/javascript"),
        ("/benches_bg.wasm", wasm.join("benches_bg.wasm"), "application/wasm"),
        ("/crossfilter.js", root.join("node_modules/crossfilter2/crossfilter.min.js"), "text/javascript"),
    ]
    .into_iter()
    .fold(Router::new(), |router, (url_path, file, content_type)| {
        let respond = move || async move { ([(CONTENT_TYPE, content_type)], std::fs::read(&file).unwrap_or_default()) };
        router.route(url_path, get(respond))
    })
}

/// Opens the page of the benchmarks with a file.
fn open_bench_page(path: &Path) -> Result<TestPage, HarnessError> {
    let page = TestPage::open(&TestPageOptions { relay: Some(bench_router()), ..TestPageOptions::default() })?;
    page.run_script("location.href = '/relay/index.html'", vec![])?;
    page.wait_script("return window.ready === true")?;
    page.type_into("#file", path.to_string_lossy())?;
    Ok(page)
}

/// Runs one measurement in the page of the benchmarks and returns its figures.
fn run_measurement(page: &TestPage, name: &str, arguments: Value) -> Result<Value, HarnessError> {
    page.run_script("run(arguments[0], ...arguments[1])", vec![json!(name), arguments])?;
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(600) {
        let figures = page.run_script("return window.figures", vec![])?;
        match figures.as_str() {
            Some(failure) => return Err(HarnessError::Failed(format!("{name} {failure}"))),
            None if !figures.is_null() => return Ok(figures),
            None => std::thread::sleep(Duration::from_millis(100)),
        }
    }
    Err(HarnessError::Failed(format!("{name} took longer than ten minutes")))
}

fn measure_size(sims: u32) -> Result<(), HarnessError> {
    let path = std::env::temp_dir().join("simscope-figures").join(format!("bench-{sims}.json"));
    let megabytes = write_sample(&path, sims, 3)? / 1e6;
    println!("\n## {sims} SIMs, {megabytes:.0} MB, in Chromium\n");
    measure_loading(sims, megabytes, &path)?;
    measure_queries(sims, &path)?;
    compare_with_crossfilter(&path)
}

fn measure_loading(sims: u32, megabytes: f64, path: &Path) -> Result<(), HarnessError> {
    let (mut floor, mut plain, mut ours, mut longest) = (f64::MAX, f64::MAX, f64::MAX, 0.0_f64);
    let mut parsers = [f64::NAN; 3];
    for round in 0..3 {
        let page = open_bench_page(path)?;
        for _ in 0..2 {
            floor = floor.min(number_at(&run_measurement(&page, "floor", json!([]))?, 0));
        }
        // A file that is longer than the longest string cannot be parsed as text, and some tabs crash when they try.
        let fits_string = megabytes < MAX_STRING_MEGABYTES;
        if fits_string {
            let other = run_measurement(&page, "plain", json!([]))?;
            if number_at(&other, 1) == f64::from(sims) {
                plain = plain.min(number_at(&other, 0));
            }
        }
        if round == 0 && fits_string {
            let best = run_measurement(&page, "parsers", json!([]))?;
            parsers = [0, 1, 2].map(|i| number_at(&best, i));
        }
        let page = open_page_with_file(path)?;
        let load = page.run_async_script(LOAD_SCRIPT, vec![json!(sims)])?;
        (ours, longest) = (ours.min(number_at(&load, 0)), longest.max(number_at(&load, 2)));
    }
    println!("| a file, best of 3 | ms | MB/s | times the floor |\n|---|---|---|---|");
    for (task, ms) in [
        ("read in slices: the floor", floor),
        ("simscope, from the file to the first answer", ours),
        ("`text()` + `JSON.parse` + loop", plain),
    ] {
        if ms < f64::MAX {
            println!("| {task} | {ms:.0} | {:.0} | {:.2} |", megabytes / ms * 1e3, ms / floor);
        } else {
            println!("| {task} | cannot | | |");
        }
    }
    println!("\nLongest task of the page's thread while loading: {longest:.0} ms.");
    if parsers[0].is_finite() {
        println!(
            "\n| bytes in memory to columns, one thread, best of 4 | ms | MB/s | times the first |\n|---|---|---|---|"
        );
        let names = ["TextDecoder + JSON.parse + loop", "serde_json, typed, in wasm", "simscope, in wasm"];
        for (parser, ms) in names.into_iter().zip(parsers) {
            println!("| {parser} | {ms:.0} | {:.0} | {:.1} |", megabytes / ms * 1e3, parsers[0] / ms);
        }
    }
    Ok(())
}

/// Enters queries one after another, and measures for each the time until its view is in the page and until it is
/// painted.
const ENTER_SCRIPT: &str = "const [queries, done] = arguments, input = document.querySelector('[data-test=query]'), times = [];
    const value = () => document.querySelector('[data-test=selected]').dataset.value + document.querySelector('[data-facet=session]').textContent;
    const next = () => {
        const text = queries.shift();
        if (text === undefined) return done(times);
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
        input.value = text;
        input.dispatchEvent(new Event('input', {bubbles: true}));
        input.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true}));
        input.form?.requestSubmit();
        setTimeout(() => { if (!shown) { observer.disconnect(); times.push([-1, -1]); next() } }, 1500);
    };
    next();";

/// Clicks the header of a column, and measures the time until other rows are shown.
const SORT_SCRIPT: &str = "const [selector, done] = arguments, first = () => document.querySelector('[data-test=row] [data-col=iccid]')?.textContent;
    const before = first(), start = performance.now();
    document.querySelector(selector).click();
    const look = () => first() !== before || performance.now() - start > 9000 ? done([performance.now() - start]) : setTimeout(look, 2);
    look();";

/// Chooses an export, and measures the time until its file is complete.
const EXPORT_SCRIPT: &str = "const [handle, done] = arguments, make = URL.createObjectURL, start = performance.now();
    URL.createObjectURL = blob => { URL.createObjectURL = make; done([performance.now() - start, blob.size]); return make(blob) };
    document.querySelector('[data-test=export]').click();
    document.querySelector(`[data-test=${handle}]`).click();";

fn measure_queries(sims: u32, path: &Path) -> Result<(), HarnessError> {
    let page = open_page_with_file(path)?;
    page.run_async_script(LOAD_SCRIPT, vec![json!(sims)])?;
    std::thread::sleep(Duration::from_secs(4));
    // Each filter is followed by an empty query.
    let queries: Vec<&str> = QUERY_KINDS[1..].iter().flat_map(|(_, query)| [*query, ""]).collect();
    let queries: Vec<&str> = queries.iter().cycle().take(queries.len() * 3).copied().collect();
    let times = page.run_async_script(ENTER_SCRIPT, vec![json!(queries)])?;
    println!("\n| on the built page | median ms | p95 ms |\n|---|---|---|");
    for (i, milestone) in ["shown", "painted"].into_iter().enumerate() {
        let times = times.as_array().into_iter().flatten();
        let mut durations_ms: Vec<f64> = times.map(|time| number_at(time, i)).filter(|ms| *ms >= 0.0).collect();
        let (median, p95) = (percentile(&mut durations_ms, 0.5), percentile(&mut durations_ms, 0.95));
        println!("| a filter to {milestone} | {median:.1} | {p95:.1} |");
    }
    for column in ["seen", "name", "operator"] {
        let first = page.run_async_script(SORT_SCRIPT, vec![json!(format!("[data-sort={column}]"))])?;
        println!("| first sort by {column} | {:.0} | |", number_at(&first, 0));
    }
    for handle in ["export-csv", "export-announced", "export-json", "export-ndjson"] {
        let written = page.run_async_script(EXPORT_SCRIPT, vec![json!(handle)])?;
        println!("| {handle}, {:.0} MB | {:.0} | |", number_at(&written, 1) / 1e6, number_at(&written, 0));
        std::thread::sleep(Duration::from_secs(1));
    }
    Ok(())
}

fn compare_with_crossfilter(path: &Path) -> Result<(), HarnessError> {
    let page = open_bench_page(path)?;
    let figures = run_measurement(&page, "loadEngine", json!([]))?;
    let (count, memory) = (number_at(&figures, 0), number_at(&figures, 1));
    println!("\nThe wasm's memory with {count} SIMs: {:.0} MB.", memory / 1e6);
    let findings = run_measurement(&page, "findings", json!([]))?;
    println!("{} kinds of findings, all counted: {:.0} ms.", number_at(&findings, 1), number_at(&findings, 0));
    let queries: Vec<&str> = QUERY_KINDS.iter().map(|(_, query)| *query).collect();
    let times = run_measurement(&page, "queries", json!([queries]))?;
    println!(
        "\n| a question to the worker, answered with all that the page shows | SIMs | ms, median |\n|---|---|---|"
    );
    for (i, (kind, query)) in QUERY_KINDS.iter().enumerate() {
        println!("| {kind}: `{query}` | {} | {:.1} |", number_at(&times[i], 1), number_at(&times[i], 0));
    }
    let before = page.heap_bytes()?;
    let figures = run_measurement(&page, "crossfilter", json!([]))?;
    let after = page.heap_bytes()?;
    println!(
        "\ncrossfilter2, ten dimensions and groups: built in {:.0} ms, takes {:.0} MB.",
        number_at(&figures, 0),
        (after - before) / 1e6
    );
    println!("\n| filter, counts of ten groups | SIMs | simscope ms | crossfilter2 ms |\n|---|---|---|---|");
    for step in figures[1].as_array().into_iter().flatten() {
        let note = if number_at(step, 2) == number_at(step, 3) { "" } else { " (they differ)" };
        println!("| {}{note} | | {:.1} | {:.1} |", number_at(step, 2), number_at(step, 0), number_at(step, 1));
    }
    Ok(())
}
