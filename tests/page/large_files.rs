//! Tests of files that several workers read, that are longer than 4 GiB, that do not fit into memory, and that are
//! cancelled.

use crate::fixtures::{offline_sim, sample_json};
use flate2::Compression;
use flate2::write::GzEncoder;
use page_tests::{HarnessError, TestPage, TestPageOptions};
use serde_json::json;
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Number of SIMs whose file is 67 MB, which are several chunks of 16 MB.
const SIM_COUNT: u32 = 40_000;

/// Returns the counts by country in the order of the list.
fn country_counts(page: &TestPage) -> Result<Vec<(String, String)>, HarnessError> {
    let item = "[data-facet=country] [data-test=facet-item]";
    Ok(page.data_attributes(item, "key")?.into_iter().zip(page.data_attributes(item, "count")?).collect())
}

/// Returns the counts by country of the same file when a single worker reads it.
fn counts_by_one_worker(json: &[u8]) -> Result<Vec<(String, String)>, HarnessError> {
    let alone = TestPageOptions {
        worker_prelude: "Object.defineProperty(navigator, 'hardwareConcurrency', { value: 1 });\n",
        ..TestPageOptions::default()
    };
    let page = TestPage::open(&alone)?;
    page.drop_bytes("fleet.json", json)?;
    page.wait_selected(SIM_COUNT.into())?;
    country_counts(&page)
}

/// Makes an extract worker fail at its second chunk, after it has started.
const FAILING_HELPER_SCRIPT: &str = "if (self.name === 'helper') {
    let chunks = 0;
    self.addEventListener('message', (event) => {
        if (++chunks < 2) return;
        event.stopImmediatePropagation();
        setTimeout(() => { throw new Error('gone'); });
    });
}
";

#[test]
fn many_workers_read_what_one_reads_and_one_may_die() -> Result<(), HarnessError> {
    let json = sample_json(SIM_COUNT);
    let expected = counts_by_one_worker(&json)?;
    assert!(expected.len() > 5, "{expected:?}");
    for (cores, failure) in [(2, ""), (4, ""), (3, FAILING_HELPER_SCRIPT)] {
        let worker =
            format!("Object.defineProperty(navigator, 'hardwareConcurrency', {{ value: {cores} }});\n{failure}");
        let page = TestPage::open(&TestPageOptions { worker_prelude: worker.leak(), ..TestPageOptions::default() })?;
        // An extract worker gets its first chunk only after it has started.
        std::thread::sleep(std::time::Duration::from_millis(1500));
        page.drop_bytes("fleet.json", &json)?;
        page.wait_selected(SIM_COUNT.into())?;
        assert_eq!(country_counts(&page)?, expected, "{cores} cores, {failure}");
        let report = "[data-test=report][data-source='fleet.json']";
        assert_eq!(page.data_attribute(report, "read")?, Some(SIM_COUNT.to_string()));
        assert_eq!(page.data_attribute(report, "skipped")?, Some("0".into()));
    }
    Ok(())
}

#[test]
fn a_gzip_file_reads_the_same_and_its_records_open() -> Result<(), HarnessError> {
    let json = sample_json(SIM_COUNT);
    let mut packer = GzEncoder::new(vec![], Compression::fast());
    packer.write_all(&json).unwrap();
    let packed = packer.finish().unwrap();
    let page = TestPage::open(&TestPageOptions::default())?;
    std::thread::sleep(std::time::Duration::from_millis(1500));
    page.drop_bytes("fleet.json.gz", &packed)?;
    page.wait_selected(SIM_COUNT.into())?;
    assert_eq!(country_counts(&page)?, counts_by_one_worker(&json)?);
    // The last record is read from the end of the unpacked text.
    let records: Vec<serde_json::Value> = serde_json::from_slice(&json).unwrap();
    let imsi = records.last().unwrap()["imsi"].as_str().unwrap().to_owned();
    page.apply_query(&format!("imsi:{imsi}"))?;
    page.wait_selected(1)?;
    page.click("row")?;
    page.wait_script(&format!(
        "return document.querySelector('[data-test=detail-json]')?.textContent.includes('{imsi}')"
    ))?;
    Ok(())
}

/// Writes a sparse file of 5 GiB that takes little space on the disk: the bytes between its two records are zeros,
/// which are not JSON.
fn write_sparse_file(folder: &Path) -> std::io::Result<PathBuf> {
    let path = folder.join("sparse.json");
    let mut file = File::create(&path)?;
    write!(file, "[{},", offline_sim(1, (310, 410), 1))?;
    file.set_len(5 << 30)?;
    file.seek(SeekFrom::End(0))?;
    write!(file, ",{}]", offline_sim(2, (440, 10), 2))?;
    Ok(path)
}

#[test]
fn records_past_four_gigabytes_are_read_and_exported() -> Result<(), HarnessError> {
    let folder = tempfile::tempdir().unwrap();
    let path = write_sparse_file(folder.path()).unwrap();
    let page = TestPage::open(&TestPageOptions::default())?;
    page.drop_files(&[path])?;
    let mut remaining_attempts = 5;
    while let Err(error) = page.wait_selected(2) {
        remaining_attempts -= 1;
        if remaining_attempts == 0 {
            return Err(error);
        }
    }
    page.wait_gone("progress")?;
    let report = "[data-test=report][data-source='sparse.json']";
    assert_eq!(
        (page.data_attribute(report, "read")?, page.data_attribute(report, "skipped")?),
        (Some("2".into()), Some("1".into()))
    );
    page.apply_query("country:JP")?;
    page.wait_selected(1)?;
    page.click("row")?;
    page.wait_script("return document.querySelector('[data-test=detail-json]')?.textContent.includes('sim 2')")?;
    page.press_keys("\u{E00C}")?;
    page.apply_query("")?;
    page.wait_selected(2)?;
    page.click("export")?;
    page.click("export-json")?;
    let written: Vec<serde_json::Value> = serde_json::from_slice(&page.wait_download("simscope-2-sims.json")?).unwrap();
    assert_eq!(written.iter().map(|sim| sim["imsi"].clone()).collect::<Vec<_>>(), [json!("1"), json!("2")]);
    Ok(())
}

#[test]
fn a_cancelled_file_leaves_no_source() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    let folder = tempfile::tempdir().unwrap();
    page.drop_files(&[write_sparse_file(folder.path()).unwrap()])?;
    page.wait_for("progress")?;
    page.click("cancel")?;
    page.wait_gone("progress")?;
    assert_eq!(page.count_elements("report")?, 0);
    // The next file is read as usual.
    page.drop_bytes("fleet.json", json!([offline_sim(1, (310, 410), 1)]).to_string())?;
    page.wait_selected(1)?;
    Ok(())
}

/// Limits the growth of the engine's memory to about 40 MB.
const SMALL_MEMORY_SCRIPT: &str = "if (self.name !== 'helper') {
    const instantiate = WebAssembly.instantiate;
    WebAssembly.instantiate = async (...args) => {
        const instance = await instantiate.apply(WebAssembly, args);
        const memory = instance.exports.memory;
        memory.grow(65535 - memory.buffer.byteLength / 65536 - 640);
        return instance;
    };
}
";

#[test]
fn a_file_that_does_not_fit_is_left_out_and_reported() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions { worker_prelude: SMALL_MEMORY_SCRIPT, ..TestPageOptions::default() })?;
    page.drop_bytes("small.json", json!([offline_sim(1, (310, 410), 1)]).to_string())?;
    page.wait_selected(1)?;
    page.drop_bytes("large.json", sample_json(8 * SIM_COUNT))?;
    page.wait_script("return document.body.textContent.includes('large.json was left out')")?;
    page.wait_selected(1)?;
    page.apply_query("country:US")?;
    page.wait_selected(1)?;
    Ok(())
}
