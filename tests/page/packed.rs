//! Files that came packed: gzip of several members, and archives.

use crate::fleets::{EXPORTED, sim};
use flate2::Compression;
use flate2::write::GzEncoder;
use page_tests::{Opening, Page, Trouble};
use serde_json::Value;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn list(numbers: std::ops::Range<u32>) -> String {
    Value::from_iter(numbers.map(|n| sim(n, (440, 10), EXPORTED))).to_string()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(vec![], Compression::fast());
    writer.write_all(text).unwrap();
    writer.finish().unwrap()
}

/// Bytes that do not become smaller.
fn noise(len: usize) -> String {
    let mut random = fastrand::Rng::with_seed(7);
    std::iter::repeat_with(|| random.alphanumeric()).take(len).collect()
}

fn archive(files: &[(&str, CompressionMethod, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(vec![]));
    for (name, method, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(*method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_gzip_file_of_several_members_is_read_to_its_end() -> Result<(), Trouble> {
    let page = Page::open(&Opening::default())?;
    // Stored bytes that look like the begin of a member stand in the second one, which is longer than what is read at once.
    let magic = b"{\"groupId\":\"\x1f\x8b\x08\x00\"}";
    let mut stored = GzEncoder::new(vec![], Compression::none());
    stored.write_all(magic).unwrap();
    stored.write_all(noise(300_000).as_bytes()).unwrap();
    let tail = [b"\n", list(2..30).as_bytes()].concat();
    stored.write_all(&tail).unwrap();
    let members =
        [gzip(list(0..2).as_bytes()), stored.finish().unwrap(), gzip(b""), gzip(b"\n"), gzip(list(30..31).as_bytes())];
    page.drop_bytes("members.json.gz", members.concat())?;
    page.wait_selected(31)?;
    page.wait_gone("progress")?;
    let report = "[data-test=report][data-source='members.json.gz']";
    assert_eq!(page.data(report, "read")?.as_deref(), Some("31"));
    assert_eq!(page.data(report, "cut")?.as_deref(), Some(""));
    // One that was cut is told, and what came before stays.
    let whole = [gzip(list(40..42).as_bytes()), gzip(list(42..50).as_bytes())].concat();
    page.drop_bytes("cut.json.gz", &whole[..whole.len() - 20])?;
    page.wait_script("return Number(document.querySelector('[data-test=total]').dataset.value) >= 33 && !document.querySelector('[data-test=progress]')")?;
    let cut = page.data("[data-test=report][data-source='cut.json.gz']", "cut")?;
    assert!(cut.is_some_and(|cut| !cut.is_empty()));
    page.close()?.no_complaints()?.nothing_foreign()?;
    Ok(())
}

#[test]
fn an_archive_is_read_file_by_file() -> Result<(), Trouble> {
    let page = Page::open(&Opening::default())?;
    let towers = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal\nLTE,440,10,1,256,,139.7,35.6,500,10,1,1,1,\n";
    let files = [
        ("jp.json", CompressionMethod::Deflated, list(0..3).into_bytes()),
        ("old/g.json", CompressionMethod::Stored, list(3..5).into_bytes()),
        ("old/g.jsonl.gz", CompressionMethod::Stored, gzip(sim(5, (440, 10), EXPORTED).to_string().as_bytes())),
        ("440.csv", CompressionMethod::Deflated, towers.as_bytes().to_vec()),
        ("__MACOSX/._jp.json", CompressionMethod::Stored, b"Mac OS X".to_vec()),
    ];
    page.drop_bytes("fleet.zip", archive(&files))?;
    page.wait_selected(6)?;
    page.wait_gone("progress")?;
    for (name, read) in [("fleet.zip/jp.json", "3"), ("fleet.zip/old/g.json", "2"), ("fleet.zip/old/g.jsonl.gz", "1")] {
        let report = format!("[data-test=report][data-source='{name}']");
        assert_eq!(page.data(&report, "read")?.as_deref(), Some(read), "{name}");
    }
    page.wait_data("[data-test=towers][data-source='fleet.zip/440.csv']", "kept", "1")?;
    assert_eq!(page.count("error")?, 0);
    // A record is cut out of what its file unpacks to.
    page.query("imsi:1")?;
    page.wait_selected(1)?;
    page.click("[data-test=row]")?;
    assert!(page.text("detail-json")?.contains("\"imsi\": \"1\""));
    page.close()?.no_complaints()?.nothing_foreign()?;
    Ok(())
}

#[test]
fn what_cannot_be_unpacked_is_told_by_its_name() -> Result<(), Trouble> {
    let page = Page::open(&Opening::default())?;
    let whole = archive(&[("a.json", CompressionMethod::Deflated, list(0..3).into_bytes())]);
    let at = |signature: &[u8]| whole.windows(4).position(|four| four == signature).unwrap();
    // Bit 0 of the flags says that a file is encrypted: in its header, and in the directory.
    let mut encrypted = whole.clone();
    encrypted[6] |= 1;
    encrypted[at(b"PK\x01\x02") + 8] |= 1;
    for (name, bytes, words) in [
        ("secret.zip", encrypted, "encrypted"),
        ("cut.zip", whole[..whole.len() - 60].to_vec(), "damaged ZIP"),
        ("empty.zip", archive(&[("folder/", CompressionMethod::Stored, vec![])]), "empty"),
    ] {
        page.drop_bytes(name, bytes)?;
        let error = page.text("error")?;
        assert!(error.contains(words) && error.contains(name), "{name}: {error}");
        page.click("[data-test=error] > button")?;
        page.wait_gone("error")?;
    }
    Ok(())
}
