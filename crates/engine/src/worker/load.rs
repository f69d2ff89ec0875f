//! Reading sources, one after another, while the page may ask and stop.

use super::fetch::fetch;
use super::locate::{self, locate};
use super::pieces::{Piece, Read};
use super::text::Text;
use super::together::Together;
use super::towers;
use super::turn::turn;
use super::unreadable::verify_read;
use super::{Office, archive, words};
use engine::{Fetch, Loaded, Locate, Progress, ReadError, Source, Tell, Unfinished, What};
use fleet::{Fleet, SourceId};
use ingest::zip::is_zip;
use ingest::{Encoding, IngestError, IngestReader, IngestReport};
use js_sys::{Array, Date, Uint8Array};
use places::towers::is_tower_file;
use sample::{SampleFleet, SampleShape};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

/// What is left to read.
#[derive(Default)]
pub struct Queue {
    jobs: VecDeque<Job>,
    /// Bytes and SIMs of the sources of this load that are done.
    done: f64,
    total: f64,
    sims: u64,
}

/// One source to read.
pub struct Job {
    pub source: Source,
    pub from: From,
}

/// Where its bytes are.
pub enum From {
    /// In a file or a paste.
    Blob(Blob),
    /// In the generator: so many SIMs.
    Sample(u32),
    /// At the API.
    Api(Fetch),
    /// No SIMs, but where their cells are: at the API.
    Positions(Locate),
}

/// How a source ended.
pub enum End {
    Read(IngestReport, Option<Blob>),
    /// A list: its text, and why it is not whole, where it is not.
    Fetched(IngestReport, Blob, Option<Unfinished>),
    NotFetched(soracom::SoracomError),
    Refused(IngestError),
    Stopped,
    /// No SIMs, but cell towers: to be read once the SIMs are there.
    Towers(Blob),
    /// An archive: the names of its files, and their blobs. The page sends them as sources of their own.
    Archive(Vec<(String, Blob)>),
    Located(locate::Done),
}

impl End {
    /// Returns whether a file that cannot be read to its end would look like this.
    fn is_damaged(&self) -> bool {
        match self {
            Self::Read(report, _) => report.truncated_at.is_some(),
            Self::Refused(_) => true,
            _ => false,
        }
    }
}

/// The sample's seed: everyone gets the same fleet, and ages count from now.
const SEED: u64 = 9;
/// Bytes of one record of the sample, about: for a progress that is true enough.
const SAMPLE_RECORD: f64 = 2_100.0;
/// Milliseconds between two messages of progress.
pub const TICK: f64 = 200.0;
/// Milliseconds before the first view of a source that is still being read; later ones wait longer each.
const FIRST_LOOK: f64 = 2000.0;

/// So many SIMs say how many will come.
const ENOUGH: u64 = 1_000;
/// And a few more than they say.
const ROOM: f64 = 1.02;

/// SIMs that are read to warm up: about two megabytes.
const WARMING: u32 = 1_200;

/// Reads some of the sample and forgets it, while there is nothing else to do. Browsers compile what has run for a while
/// once more, and better: the first file is read a quarter faster for it (Chromium, November 2026).
pub async fn warm_up(office: Rc<Office>) {
    let (mut reader, mut fleet) = (IngestReader::default(), Fleet::default());
    fleet.begin_source(SourceId(0), "");
    let sample = SampleFleet { seed: SEED, now: Date::now() as i64, shape: SampleShape::Subscribers };
    for part in sample.json_chunks(WARMING) {
        turn().await;
        if office.reading.get() || reader.push(&part, &mut fleet).is_err() {
            return;
        }
    }
}

/// Puts sources into the queue, and reads it if nobody does.
pub fn queue(office: &Rc<Office>, jobs: impl Iterator<Item = Job>) {
    {
        let mut queue = office.queue.borrow_mut();
        for job in jobs {
            queue.total += match &job.from {
                From::Blob(blob) => blob.size(),
                From::Sample(sims) => f64::from(*sims) * SAMPLE_RECORD,
                From::Api(_) | From::Positions(_) => 0.0,
            };
            queue.jobs.push_back(job);
        }
    }
    if !office.reading.replace(true) {
        spawn_local(read_all(Rc::clone(office)));
    }
}

async fn read_all(office: Rc<Office>) {
    office.stop.set(false);
    loop {
        // A statement of its own: the queue must not stay borrowed while a source is read.
        let next = office.queue.borrow_mut().jobs.pop_front();
        let Some(Job { source, from }) = next else {
            towers::read_all(&office).await;
            // The files of an archive are still with the page.
            while office.awaited.get() && !office.stop.get() {
                turn().await;
            }
            // More may have come while the towers were read.
            if office.queue.borrow().jobs.is_empty() {
                break;
            }
            office.stop.set(false);
            continue;
        };
        let size = match &from {
            From::Blob(blob) => blob.size(),
            From::Sample(sims) => f64::from(*sims) * SAMPLE_RECORD,
            From::Api(_) | From::Positions(_) => 0.0,
        };
        let other = |error: JsValue| ReadError::Other(words(&error));
        let result = match from {
            From::Blob(blob) => {
                let read = read(&office, &source, &blob).await;
                verify_read(&blob, read, End::is_damaged).await
            }
            From::Api(list) => fetch(&office, &list).await.map_err(other),
            From::Positions(what) => locate(&office, &what).await.map(End::Located).map_err(other),
            From::Sample(sims) => match sample(&office, &source, sims).await {
                Ok(Some(blob)) => {
                    let read = read(&office, &source, &blob).await.map_err(other);
                    read.map(|end| match end {
                        End::Read(report, None) => End::Read(report, Some(blob)),
                        end => end,
                    })
                }
                Ok(None) => Ok(End::Stopped),
                Err(error) => Err(other(error)),
            },
        };
        end(&office, source, result);
        let mut queue = office.queue.borrow_mut();
        queue.done += size;
        if office.stop.get() {
            queue.jobs.clear();
        }
    }
    *office.queue.borrow_mut() = Queue::default();
    office.reading.set(false);
    office.tell(&Tell::Idle, []);
}

fn end(office: &Office, source: Source, result: Result<End, ReadError>) {
    let keep = matches!(result, Ok(End::Read(..) | End::Fetched(..)));
    if keep {
        office.desk.borrow_mut().settle();
    } else {
        office.desk.borrow_mut().remove(source.id);
        office.texts.borrow_mut().remove(&source.id);
    }
    match result {
        Ok(End::Read(report, text)) => {
            office.queue.borrow_mut().sims += report.records_read;
            if let Some(text) = &text {
                office.texts.borrow_mut().insert(source.id, text.clone());
            }
            office.tell(&Tell::Loaded(Loaded { source, report, unfinished: None }), text);
        }
        Ok(End::Fetched(report, text, unfinished)) => {
            office.queue.borrow_mut().sims += report.records_read;
            office.texts.borrow_mut().insert(source.id, text.clone());
            office.tell(&Tell::Loaded(Loaded { source, report, unfinished }), [text]);
        }
        Ok(End::Towers(blob)) => {
            office.towers.borrow_mut().push(source, blob);
            return;
        }
        Ok(End::Archive(files)) => {
            let (names, blobs): (Vec<_>, Vec<_>) = files.into_iter().unzip();
            office.awaited.set(true);
            office.tell(&Tell::Archive { source, names }, blobs);
            return;
        }
        Ok(End::Located(done)) => done.tell(office),
        Ok(End::NotFetched(error)) => office.tell(&Tell::NotFetched { source, error }, []),
        Ok(End::Refused(why)) => office.tell(&Tell::Refused { source, why }, []),
        Ok(End::Stopped) => office.tell(&Tell::Stopped(source), []),
        Err(why) => office.tell(&Tell::Unreadable { source, why }, []),
    }
    changed(office);
}

/// Tells the page that the fleet is another one now.
pub fn changed(office: &Office) {
    let held = office.desk.borrow().held();
    office.tell(&Tell::Changed(held), []);
}

/// Writes the sample fleet: a blob of it, or none when it was stopped.
async fn sample(office: &Office, source: &Source, sims: u32) -> Result<Option<Blob>, JsValue> {
    let sample = SampleFleet { seed: SEED, now: Date::now() as i64, shape: SampleShape::Subscribers };
    let (parts, mut bytes, mut told) = (Array::new(), 0.0, office.clock());
    for part in sample.json_chunks(sims) {
        parts.push(&Uint8Array::from(part.as_slice()));
        bytes += part.len() as f64;
        if office.clock() - told > TICK {
            told = office.clock();
            progress(office, source, bytes / 2.0, 0);
            turn().await;
            if office.stop.get() {
                return Ok(None);
            }
        }
    }
    Blob::new_with_u8_array_sequence(&parts).map(Some)
}

fn progress(office: &Office, source: &Source, done: f64, sims: u64) {
    let queue = office.queue.borrow();
    office.tell(
        &Tell::Progress(Progress {
            source: source.clone(),
            done: (queue.done + done) as u64,
            total: queue.total as u64,
            sims: queue.sims + sims,
            what: What::Sims,
            fetching: None,
        }),
        [],
    );
}

/// Records and SIMs of this load, with so many of the source that is being fetched.
pub fn progress_of(office: &Office, records: u64) -> (u64, u64) {
    let sims = office.queue.borrow().sims + records;
    (sims, sims)
}

/// Reads one source into the fleet.
async fn read(office: &Office, source: &Source, blob: &Blob) -> Result<End, JsValue> {
    let mut seen = None;
    loop {
        match read_as(office, source, blob, seen).await? {
            Ok(end) => return Ok(end),
            // Nothing of what was read in the wrong encoding stays.
            Err(encoding) => {
                office.desk.borrow_mut().remove(source.id);
                seen = Some(encoding);
            }
        }
    }
}

/// Reads one source in the encoding that was seen before, if one was; or says in which it is to be read.
async fn read_as(
    office: &Office,
    source: &Source,
    blob: &Blob,
    seen: Option<Encoding>,
) -> Result<Result<End, Encoding>, JsValue> {
    office.desk.borrow_mut().begin(source.clone());
    office.texts.borrow_mut().insert(source.id, blob.clone());
    let mut text = Text::of(office, blob, seen).await?;
    let (mut reader, texts) = (IngestReader::default(), Array::new());
    let mut together = Together::new(&office.helpers, blob, &texts);
    let (start, mut told, mut look) = (office.clock(), office.clock(), FIRST_LOOK);
    progress(office, source, 0.0, 0);
    let (mut begun, mut reserved) = (false, ENOUGH);
    let damaged = loop {
        let (read, mut piece) = text.next().await?;
        if !std::mem::replace(&mut begun, true) {
            let head = piece.bytes();
            if is_tower_file(&head) {
                return Ok(Ok(End::Towers(blob.clone())));
            }
            if is_zip(&head)
                && let Some(files) = archive::expand(blob).await?
            {
                return Ok(Ok(if files.is_empty() { End::Refused(IngestError::Empty) } else { End::Archive(files) }));
            }
            piece = Piece::Here(head);
        }
        if text.differs() {
            texts.push(&piece.blob()?.into());
        }
        together.push(piece, &mut reader, &office.desk).await?;
        if let (None, Some(encoding)) = (seen, reader.suspected_encoding()) {
            return Ok(Err(encoding));
        }
        match read {
            Read::Piece => {}
            Read::Last => break false,
            Read::Damaged => break true,
        }
        if reserved < reader.records_read() && !text.gzip() {
            let more = reader.records_read() as f64 * (blob.size() / text.done() - 1.0).max(0.0) * ROOM;
            office.desk.borrow_mut().fleet_mut().reserve_records(more as usize);
            reserved = u64::MAX;
        }
        if office.clock() - told > TICK {
            told = office.clock();
            progress(office, source, text.done(), reader.records_read());
        }
        if office.clock() - start > look {
            look *= 2.5;
            // What is there by itself in a moment is not worth a look before.
            let left = (office.clock() - start) * (blob.size() / text.done() - 1.0);
            if left > FIRST_LOOK {
                changed(office);
            }
        }
        turn().await;
        if office.stop.get() {
            return Ok(Ok(End::Stopped));
        }
    };
    together.land(0, &mut reader, &office.desk).await?;
    if let (None, Some(encoding)) = (seen, reader.suspected_encoding()) {
        return Ok(Err(encoding));
    }
    let (gzip, encoding, escapes) = (text.gzip(), text.encoding(), text.escapes());
    let report = match reader.finish(office.desk.borrow_mut().fleet_mut()) {
        Err(IngestError::Empty | IngestError::Truncated(_)) if damaged => {
            return Ok(Ok(End::Refused(IngestError::DamagedGzip)));
        }
        Err(why) => return Ok(Ok(End::Refused(why))),
        Ok(report) => report,
    };
    let cut = report.truncated_at.or(damaged.then_some(report.bytes)).map(|at| match encoding {
        Encoding::Utf8 => at,
        // The byte where the file itself ends says more than that of the text it is read as.
        _ if !gzip => blob.size() as u64,
        _ => at,
    });
    let whole = (texts.length() > 0).then(|| Blob::new_with_blob_sequence(&texts)).transpose()?;
    Ok(Ok(End::Read(
        IngestReport { gzip, encoding, has_terminal_escapes: escapes, truncated_at: cut, ..report },
        whole,
    )))
}
