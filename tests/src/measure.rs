//! Functions that the programs that measure the page share.

use crate::{HarnessError, TestPage, TestPageOptions};
use sample::{SampleFleet, SampleShape};
use serde_json::Value;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

/// The time of the sample's export: 2025-10-01.
const EXPORT_TIME_MS: i64 = 1_759_276_800_000;

/// Writes a sample fleet to a file and returns the number of its bytes. A fleet with another seed has the same SIMs in
/// other places and states.
///
/// # Errors
/// Returns an error if the file cannot be written.
pub fn write_sample(path: &Path, sims: u32, seed: u64) -> Result<f64, HarnessError> {
    let sample = SampleFleet { seed, now: EXPORT_TIME_MS, shape: SampleShape::Subscribers };
    let write = || -> std::io::Result<usize> {
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        let mut file = BufWriter::new(fs::File::create(path)?);
        let mut bytes = 0;
        for chunk in sample.json_chunks(sims) {
            bytes += chunk.len();
            file.write_all(&chunk)?;
        }
        file.flush()?;
        Ok(bytes)
    };
    write().map(|bytes| bytes as f64).map_err(HarnessError::file_error(path))
}

/// Chooses the file of the input that [`open_page_with_file`] adds, as the file dialog would, and waits until all of it
/// is shown.
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

/// Opens the page with an input of a file that scripts can use: `document.getElementById("figures")`.
///
/// # Errors
/// Returns an error if there is no build or no browser.
pub fn open_page_with_file(path: &Path) -> Result<TestPage, HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.wait_for("sample")?;
    let add_input_script = "const input = document.createElement('input'); input.type = 'file'; input.id = 'figures'; document.body.prepend(input)";
    page.run_script(add_input_script, vec![])?;
    page.type_into("#figures", path.to_string_lossy())?;
    // The page's work after loading has ended by then, as it has when a user chooses a file.
    std::thread::sleep(std::time::Duration::from_millis(1500));
    Ok(page)
}

/// Returns a number of a list that a script has returned.
#[must_use]
pub fn number_at(value: &Value, index: usize) -> f64 {
    value[index].as_f64().unwrap_or(f64::NAN)
}

/// Returns the smallest value that is not exceeded by this fraction of the values.
#[must_use]
pub fn percentile(values: &mut [f64], fraction: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let index = ((values.len() as f64 * fraction).ceil() as usize).clamp(1, values.len().max(1)) - 1;
    values.get(index).copied().unwrap_or(f64::NAN)
}
