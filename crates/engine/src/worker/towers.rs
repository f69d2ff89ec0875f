//! Files of cell towers: read after the SIMs, for the cells that those were in; and again when other cells have come.

use super::Office;
use super::load::{TICK, changed};
use super::pieces::Read;
use super::text::Text;
use super::turn::turn;
use super::unreadable::verify_read;
use engine::{Progress, Source, Tell, What};
use places::{LookupKeys, TowerReader};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// The files, and what was wanted of them when they were read.
#[derive(Default)]
pub struct Files {
    files: Vec<(Source, Blob)>,
    read: Option<LookupKeys>,
}

impl Files {
    /// One more file; it is read with the next [`read_all`].
    pub fn push(&mut self, source: Source, blob: Blob) {
        self.files.push((source, blob));
        self.read = None;
    }
}

/// Reads all files where that says something new.
pub async fn read_all(office: &Office) {
    let (files, wanted) = {
        let towers = office.towers.borrow();
        if towers.files.is_empty() {
            return;
        }
        let wanted = office.desk.borrow().wanted();
        if towers.read.as_ref() == Some(&wanted) {
            return;
        }
        (towers.files.clone(), wanted)
    };
    office.desk.borrow_mut().positions_mut().remove_file_positions();
    let sizes: Vec<f64> = files.iter().map(|(_, blob)| blob.size()).collect();
    let (total, mut before) = (sizes.iter().sum(), 0.0);
    for ((source, blob), size) in files.iter().zip(sizes) {
        let read = read(office, source, blob, &wanted, (before, total)).await;
        match verify_read(blob, read, |read| matches!(read, Some((_, true)))).await {
            Ok(Some((read, cut))) => office.tell(&Tell::Towers { source: source.clone(), read, cut }, []),
            Ok(None) => {
                drop_file(office, source.id);
                office.tell(&Tell::Stopped(source.clone()), []);
            }
            Err(why) => {
                drop_file(office, source.id);
                office.tell(&Tell::Unreadable { source: source.clone(), why }, []);
            }
        }
        before += size;
    }
    office.towers.borrow_mut().read = Some(wanted);
    changed(office);
}

/// Forgets a file and what it said; the others are to be read again.
pub fn remove(office: &Office, id: u32) {
    drop_file(office, id);
    office.desk.borrow_mut().positions_mut().remove_file_positions();
    office.towers.borrow_mut().read = None;
    changed(office);
}

fn drop_file(office: &Office, id: u32) {
    office.towers.borrow_mut().files.retain(|(source, _)| source.id != id);
}

/// Reads one file: what became of it, and whether it ends in the middle; `None` where it was stopped.
async fn read(
    office: &Office,
    source: &Source,
    blob: &Blob,
    wanted: &LookupKeys,
    (before, total): (f64, f64),
) -> Result<Option<(places::towers::TowerFileReport, bool)>, JsValue> {
    let (mut text, mut towers) = (Text::of(office, blob, None).await?, TowerReader::default());
    let mut told = f64::MIN;
    loop {
        let (read, piece) = text.next().await?;
        towers.push(&piece.bytes(), wanted, office.desk.borrow_mut().positions_mut());
        match read {
            Read::Piece => {}
            Read::Last | Read::Damaged => {
                let done = towers.finish(wanted, office.desk.borrow_mut().positions_mut());
                return Ok(Some((done, matches!(read, Read::Damaged))));
            }
        }
        if office.clock() - told > TICK {
            told = office.clock();
            let progress = Progress {
                source: source.clone(),
                done: (before + text.done()) as u64,
                total: total as u64,
                sims: towers.report_so_far().rows,
                what: What::Towers,
                fetching: None,
            };
            office.tell(&Tell::Progress(progress), []);
        }
        turn().await;
        if office.stop.get() {
            return Ok(None);
        }
    }
}
