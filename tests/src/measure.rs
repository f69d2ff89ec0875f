//! What the programs that measure the page have in common.

use crate::{HarnessError, TestPage, TestPageOptions};
use sample::{SampleFleet, SampleShape};
use serde_json::Value;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

/// The time of the sample's export: 2025-10-01.
const EXPORT_TIME_MS: i64 = 1_759_276_800_000;

/// Writes so many SIMs to a file; how many bytes they are. Another seed has the same SIMs in other places and states.
///
/// # Errors
/// Where the file cannot be written.
pub fn write_sample(path: &Path, sims: u32, seed: u64) -> Result<f64, HarnessError> {
    let sample = SampleFleet { seed, now: EXPORT_TIME_MS, shape: SampleShape::Subscribers };
    let write = || -> std::io::Result<usize> {
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        let mut file = BufWriter::new(fs::File::create(path)?);
        let mut bytes = 0;
        for part in sample.json_chunks(sims) {
            bytes += part.len();
            file.write_all(&part)?;
        }
        file.flush()?;
        Ok(bytes)
    };
    write().map(|bytes| bytes as f64).map_err(HarnessError::file_error(path))
}

/// Gives the page the file of our own input, as its file dialog would, and waits until all of it is shown.
pub const LOAD_SCRIPT: &str = "const [sims, done] = arguments, file = document.getElementById('figures').files[0], long = [];
    const observer = new PerformanceObserver(list => long.push(...list.getEntries().map(e => e.duration)));
    observer.observe({type: 'longtask'});
    const input = document.querySelector('[data-test=file-input]'), data = new DataTransfer();
    data.items.add(file); input.files = data.files;
    const start = performance.now();
    const look = () => {
        if (document.querySelector('[data-test=selected]')?.dataset.value === String(sims) && !document.querySelector('[data-test=progress]'))
            setTimeout(() => { observer.disconnect(); done([performance.now() - start - 60, file.size, Math.max(0, ...long)]) }, 60);
        else setTimeout(look, 4);
    };
    input.dispatchEvent(new Event('change', {bubbles: true}));
    look();";

/// The page with a file that a script can give to it: `document.getElementById("figures")`.
///
/// # Errors
/// Where there is no build or no browser.
pub fn open_page_with_file(path: &std::path::Path) -> Result<TestPage, HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.wait_for("sample")?;
    let add = "const input = document.createElement('input'); input.type = 'file'; input.id = 'figures'; document.body.prepend(input)";
    page.run_script(add, vec![])?;
    page.type_into("#figures", path.to_string_lossy())?;
    // Nobody chooses a file sooner: what a page does when it has come up is over by then.
    std::thread::sleep(std::time::Duration::from_millis(1500));
    Ok(page)
}

/// A number of a list that a script gave.
#[must_use]
pub fn number_at(value: &Value, at: usize) -> f64 {
    value[at].as_f64().unwrap_or(f64::NAN)
}

/// The value that this part of the values does not exceed.
#[must_use]
pub fn percentile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = ((values.len() as f64 * part).ceil() as usize).clamp(1, values.len().max(1)) - 1;
    values.get(at).copied().unwrap_or(f64::NAN)
}
