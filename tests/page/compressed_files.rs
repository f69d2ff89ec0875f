//! Tests of compressed files: gzip files of several members, and archives.

use crate::fixtures::{EXPORT_TIME_MS, offline_sim};
use flate2::Compression;
use flate2::write::GzEncoder;
use page_tests::{HarnessError, TestPage, TestPageOptions};
use serde_json::Value;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn sims_json(numbers: std::ops::Range<u32>) -> String {
    Value::from_iter(numbers.map(|n| offline_sim(n, (440, 10), EXPORT_TIME_MS))).to_string()
}

fn gzip_member(text: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(vec![], Compression::fast());
    writer.write_all(text).unwrap();
    writer.finish().unwrap()
}

/// Returns text that does not compress.
fn random_text(len: usize) -> String {
    let mut random = fastrand::Rng::with_seed(7);
    std::iter::repeat_with(|| random.alphanumeric()).take(len).collect()
}

pub fn zip_archive(files: &[(&str, CompressionMethod, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(vec![]));
    for (name, method, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(*method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_gzip_file_of_several_members_is_read_to_its_end() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    // The second member is longer than one read, and has stored bytes that look like the beginning of a member.
    let magic = b"{\"groupId\":\"\x1f\x8b\x08\x00\"}";
    let mut stored = GzEncoder::new(vec![], Compression::none());
    stored.write_all(magic).unwrap();
    stored.write_all(random_text(300_000).as_bytes()).unwrap();
    let tail = [b"\n", sims_json(2..30).as_bytes()].concat();
    stored.write_all(&tail).unwrap();
    let members = [
        gzip_member(sims_json(0..2).as_bytes()),
        stored.finish().unwrap(),
        gzip_member(b""),
        gzip_member(b"\n"),
        gzip_member(sims_json(30..31).as_bytes()),
    ];
    page.drop_bytes("members.json.gz", members.concat())?;
    page.wait_selected(31)?;
    page.wait_gone("progress")?;
    let report = "[data-test=report][data-source='members.json.gz']";
    assert_eq!(page.data_attribute(report, "read")?.as_deref(), Some("31"));
    assert_eq!(page.data_attribute(report, "cut")?.as_deref(), Some(""));
    // A truncated file is reported, and the records before the end stay.
    let whole = [gzip_member(sims_json(40..42).as_bytes()), gzip_member(sims_json(42..50).as_bytes())].concat();
    page.drop_bytes("cut.json.gz", &whole[..whole.len() - 20])?;
    page.wait_script("return Number(document.querySelector('[data-test=total]').dataset.value) >= 33 && !document.querySelector('[data-test=progress]')")?;
    let cut = page.data_attribute("[data-test=report][data-source='cut.json.gz']", "cut")?;
    assert!(cut.is_some_and(|cut| !cut.is_empty()));
    page.close()?.check_console_is_clean()?.check_same_origin()?;
    Ok(())
}

#[test]
fn an_archive_is_read_file_by_file() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    let towers = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal\nLTE,440,10,1,256,,139.7,35.6,500,10,1,1,1,\n";
    let files = [
        ("jp.json", CompressionMethod::Deflated, sims_json(0..3).into_bytes()),
        ("old/g.json", CompressionMethod::Stored, sims_json(3..5).into_bytes()),
        (
            "old/g.jsonl.gz",
            CompressionMethod::Stored,
            gzip_member(offline_sim(5, (440, 10), EXPORT_TIME_MS).to_string().as_bytes()),
        ),
        ("440.csv", CompressionMethod::Deflated, towers.as_bytes().to_vec()),
        ("__MACOSX/._jp.json", CompressionMethod::Stored, b"Mac OS X".to_vec()),
    ];
    page.drop_bytes("fleet.zip", zip_archive(&files))?;
    page.wait_selected(6)?;
    page.wait_gone("progress")?;
    for (name, read) in [("fleet.zip/jp.json", "3"), ("fleet.zip/old/g.json", "2"), ("fleet.zip/old/g.jsonl.gz", "1")] {
        let report = format!("[data-test=report][data-source='{name}']");
        assert_eq!(page.data_attribute(&report, "read")?.as_deref(), Some(read), "{name}");
    }
    page.wait_data("[data-test=towers][data-source='fleet.zip/440.csv']", "kept", "1")?;
    assert_eq!(page.count_elements("error")?, 0);
    // A record is read from the unpacked text of its file.
    page.apply_query("imsi:1")?;
    page.wait_selected(1)?;
    page.click("[data-test=row]")?;
    assert!(page.element_text("detail-json")?.contains("\"imsi\": \"1\""));
    page.close()?.check_console_is_clean()?.check_same_origin()?;
    Ok(())
}

#[test]
fn an_archive_that_cannot_be_unpacked_is_named() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    let whole = zip_archive(&[("a.json", CompressionMethod::Deflated, sims_json(0..3).into_bytes())]);
    let find_signature = |signature: &[u8]| whole.windows(4).position(|bytes| bytes == signature).unwrap();
    // Bit 0 of the flags marks a file as encrypted, both in its header and in the directory.
    let mut encrypted = whole.clone();
    encrypted[6] |= 1;
    encrypted[find_signature(b"PK\x01\x02") + 8] |= 1;
    for (name, bytes, words) in [
        ("secret.zip", encrypted, "encrypted"),
        ("cut.zip", whole[..whole.len() - 60].to_vec(), "damaged ZIP"),
        ("empty.zip", zip_archive(&[("folder/", CompressionMethod::Stored, vec![])]), "empty"),
    ] {
        page.drop_bytes(name, bytes)?;
        let error = page.element_text("error")?;
        assert!(error.contains(words) && error.contains(name), "{name}: {error}");
        page.click("[data-test=error] > button")?;
        page.wait_gone("error")?;
    }
    Ok(())
}
