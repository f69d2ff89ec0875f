//! Measures the built page in a real browser: `cargo xtask build && cargo run -p page-tests --bin figures`.
//!
//! All figures are measured in one run and interleaved, so that their ratios hold even if their times vary.

#![allow(clippy::print_stdout, reason = "it prints a table")]

use page_tests::measure::{LOAD_SCRIPT, number_at, open_page_with_file, percentile, write_sample};
use page_tests::{HarnessError, TestPage, TestPageOptions};
use serde_json::{Value, json};

const SIM_COUNT: u32 = 100_000;
const ROUNDS: usize = 3;

/// Does what a page without simscope would do: reads the whole text, parses it into a tree, and fills the same columns.
const PLAIN_JS_SCRIPT: &str = "const done = arguments[1], file = document.getElementById('figures').files[0];
    const start = performance.now();
    file.text().then(text => {
        const read = performance.now(), columns = {};
        const put = (name, value) => (columns[name] ??= []).push(value ?? null);
        const cell = (name, cell) => ['radioType', 'mcc', 'mnc', 'tac', 'lac', 'eci', 'ci', 'sac'].forEach(key => put(name + key, cell?.[key]));
        const all = JSON.parse(text), parsed = performance.now();
        for (const sim of all) {
            for (const key of ['imsi', 'iccid', 'simId', 'msisdn', 'serialNumber', 'status', 'subscription', 'speedClass', 'moduleType', 'groupId', 'lastModifiedTime'])
                put(key, sim[key]);
            const current = sim.sessionStatus, previous = sim.previousSession;
            put('online', current?.online); put('updated', current?.lastUpdatedAt); put('imei', current?.imei);
            put('created', previous?.createdTime); put('deleted', previous?.deletedTime); put('previousImei', previous?.imei);
            cell('current', current?.cell); cell('previous', previous?.cell);
            put('plmn', sim.locationRegistrationStatus?.ps?.plmn);
            put('text', Object.values(sim.tags ?? {}).join('\\n').toLowerCase());
        }
        done([performance.now() - start, file.size, read - start, parsed - read]);
    });";

/// Reads the file in slices without using them, which is the minimum time of any reader.
const READ_FLOOR_SCRIPT: &str =
    "const done = arguments[1], file = document.getElementById('figures').files[0], step = 16 << 20;
    const start = performance.now(), slices = [];
    for (let at = 0; at < file.size; at += step) slices.push(file.slice(at, at + step).arrayBuffer());
    Promise.all(slices).then(() => done([performance.now() - start, file.size]));";

/// Changes one word of the page, and measures the time until each change is painted, which is the minimum time of any
/// filter.
const REPAINT_SCRIPT: &str = "const done = arguments[0], title = document.querySelector('h1'), times = [];
    const next = () => {
        if (times.length === 60) { title.textContent = 'simscope'; return done(times) }
        const start = performance.now();
        title.textContent = 'simscope ' + times.length;
        requestAnimationFrame(() => { const channel = new MessageChannel();
            channel.port1.onmessage = () => { times.push(performance.now() - start); setTimeout(next, 120) };
            channel.port2.postMessage(0) });
    };
    next();";

/// Applies queries one after another, and measures for each the time until its view is in the page and until it is
/// painted.
const FILTER_SCRIPT: &str = "const [queries, done] = arguments, input = document.querySelector('[data-test=query]'), times = [];
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
                channel.port1.onmessage = () => { times.push([shown, performance.now() - start, text]); setTimeout(next, 120) };
                channel.port2.postMessage(0) });
        });
        observer.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
        input.value = text;
        input.dispatchEvent(new Event('input', {bubbles: true}));
        input.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true}));
        input.form?.requestSubmit();
        setTimeout(() => { if (!shown) { observer.disconnect(); times.push([-1, -1, text]); next() } }, 3000);
    };
    next();";

/// Signs in, fetches, and waits until all records are shown. Returns the time, the part of it that was spent waiting
/// for the network with nothing else to do, and the longest task.
const FETCH_SCRIPT: &str = "const [sims, id, secret] = arguments, long = [], get = name => document.querySelector(`[data-test=${name}]`);
    new PerformanceObserver(list => long.push(...list.getEntries().map(e => e.duration))).observe({type: 'longtask'});
    get('connect').click();
    get('connect-auth-key-id').value = id; get('connect-auth-key').value = secret; get('connect-endpoint').value = '/relay/g/v1';
    const start = performance.now();
    get('connect-submit').click();
    let idle = 0;
    const look = () => {
        idle = Number(get('progress')?.dataset.idle ?? idle);
        if (get('selected')?.dataset.value === String(sims) && !get('progress'))
            setTimeout(() => window.figures = [performance.now() - start - 60, idle, Math.max(0, ...long)], 60);
        else setTimeout(look, 4);
    };
    look();";

/// Measures fetching a fleet from the emulator.
fn measure_fetch() -> Result<(), HarnessError> {
    let emulator = emulator::Emulator::new(emulator::EmulatorSettings {
        sims: SIM_COUNT,
        ..emulator::EmulatorSettings::default()
    });
    let page = TestPage::open(&TestPageOptions { relay: Some(emulator.router()), ..TestPageOptions::default() })?;
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let credentials = emulator::TEST_CREDENTIALS;
    page.run_script(FETCH_SCRIPT, vec![json!(SIM_COUNT), json!(credentials.auth_key_id), json!(credentials.auth_key)])?;
    let start = std::time::Instant::now();
    let figures = loop {
        let figures = page.run_script("return window.figures ?? null", vec![])?;
        if !figures.is_null() {
            break figures;
        }
        if start.elapsed().as_secs() > 300 {
            return Err(HarnessError::Failed("the emulator's fleet did not come".to_owned()));
        }
        std::thread::sleep(std::time::Duration::from_millis(500));
    };
    let (total_ms, idle_ms) = (number_at(&figures, 0), number_at(&figures, 1));
    println!(
        "{SIM_COUNT} SIMs from the emulator: {:.1} s, {:.0} % of it waiting for the network, longest task {:.0} ms",
        total_ms / 1e3,
        idle_ms / total_ms * 100.0,
        number_at(&figures, 2)
    );
    Ok(())
}

fn main() -> Result<(), HarnessError> {
    let path = std::env::temp_dir().join("simscope-figures").join("fleet.json");
    let megabytes = write_sample(&path, SIM_COUNT, 3)? / 1e6;
    println!("{SIM_COUNT} SIMs, {megabytes:.0} MB");
    let (mut best, mut plain, mut floor, mut longest) = (f64::MAX, f64::MAX, f64::MAX, 0.0_f64);
    for round in 0..ROUNDS {
        let page = open_page_with_file(&path)?;
        let read = page.run_async_script(READ_FLOOR_SCRIPT, vec![json!(0)])?;
        let other = page.run_async_script(PLAIN_JS_SCRIPT, vec![json!(0)])?;
        let page = open_page_with_file(&path)?;
        let ours = page.run_async_script(LOAD_SCRIPT, vec![json!(SIM_COUNT)])?;
        println!(
            "round {round}: floor {:.0} ms, ours {:.0} ms, longest task {:.0} ms, JS {:.0} ms (text {:.0}, parse {:.0})",
            number_at(&read, 0),
            number_at(&ours, 0),
            number_at(&ours, 2),
            number_at(&other, 0),
            number_at(&other, 2),
            number_at(&other, 3)
        );
        (best, plain, floor) =
            (best.min(number_at(&ours, 0)), plain.min(number_at(&other, 0)), floor.min(number_at(&read, 0)));
        longest = longest.max(number_at(&ours, 2));
    }
    println!(
        "load: {:.0} MB/s; text() + JSON.parse + columns: {:.0} MB/s; ratio {:.2}; floor {:.0} MB/s",
        megabytes / best * 1e3,
        megabytes / plain * 1e3,
        plain / best,
        megabytes / floor * 1e3
    );
    println!("longest task of the page's thread while loading: {longest:.0} ms");

    measure_fetch()?;

    let page = open_page_with_file(&path)?;
    page.run_async_script(LOAD_SCRIPT, vec![json!(SIM_COUNT)])?;
    std::thread::sleep(std::time::Duration::from_secs(4));
    let repaint_ms = page.run_async_script(REPAINT_SCRIPT, vec![])?;
    let mut repaint_ms: Vec<f64> = repaint_ms.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    println!(
        "one word changed to painted: median {:.1} ms, p95 {:.1} ms",
        percentile(&mut repaint_ms, 0.5),
        percentile(&mut repaint_ms, 0.95)
    );
    let kinds = [
        "country:US",
        "country:US,JP session:offline",
        "radio:lte-m",
        "seen:>90d",
        "session:online status:active",
        "operator:NTT*",
        "tokyo",
        "8942310022",
        "-country:JP seen:>30d",
        "basis:last country:GB",
        "basis:current",
        "plan:plan-D",
        "group:none",
        "name:meter*",
        "",
    ];
    let queries: Vec<&str> = kinds.iter().cycle().take(kinds.len() * 4).copied().collect();
    let times = page.run_async_script(FILTER_SCRIPT, vec![json!(queries)])?;
    let times = times.as_array().cloned().unwrap_or_default();
    for i in 0..2 {
        let mut durations_ms: Vec<f64> = times.iter().map(|time| number_at(time, i)).filter(|ms| *ms >= 0.0).collect();
        let milestone = if i == 0 { "to shown" } else { "to painted" };
        println!(
            "filter {milestone}: median {:.1} ms, p95 {:.1} ms, of {}",
            percentile(&mut durations_ms, 0.5),
            percentile(&mut durations_ms, 0.95),
            durations_ms.len()
        );
    }
    for (i, kind) in kinds.iter().enumerate() {
        let durations: Vec<String> = times
            .iter()
            .skip(i)
            .step_by(kinds.len())
            .map(|t| format!("{:.1}/{:.1}", number_at(t, 0), number_at(t, 1)))
            .collect();
        println!("  {kind:30} {}", durations.join("  "));
    }
    Ok(())
}
