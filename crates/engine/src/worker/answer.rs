//! What the page asks, and the answers.

use super::account::{events, sign_in, sign_out};
use super::load::{From, Job, changed, queue};
use super::{Office, towers, words, write};
use engine::{Ask, Fetch, Question, Tell};
use fleet::RecordSpan;
use js_sys::Date;
use query::Clock;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

/// Answers one question. Reading goes on by itself, in turns of the event loop.
pub fn answer(office: &Rc<Office>, ask: Ask, blobs: impl Iterator<Item = Blob>) {
    match ask {
        Ask::Load(sources) => {
            office.awaited.set(false);
            queue(office, sources.into_iter().zip(blobs).map(|(source, blob)| Job { source, from: From::Blob(blob) }));
        }
        Ask::Sample { source, sims } => queue(office, [Job { source, from: From::Sample(sims) }].into_iter()),
        Ask::Stop => {
            office.stop.set(true);
            office.abort();
        }
        Ask::SignIn { address, coverage, credentials } => {
            spawn_local(sign_in(Rc::clone(office), address, coverage, credentials));
        }
        Ask::Fetch(lists) => {
            let job = |list: Fetch| Job { source: list.source.clone(), from: From::Api(list) };
            queue(office, lists.into_iter().map(job));
        }
        Ask::TryNow => office.hurry.set(true),
        Ask::SignOut => spawn_local(sign_out(Rc::clone(office))),
        Ask::Events { row, endpoint } => spawn_local(events(Rc::clone(office), row, endpoint)),
        Ask::Remove(source) => {
            office.desk.borrow_mut().remove(source);
            office.texts.borrow_mut().remove(&source);
            office.unfinished.borrow_mut().remove(&source);
            changed(office);
        }
        Ask::View(question) => view(office, &question),
        Ask::Rows { seq, first, len } => {
            if let Some(window) = office.desk.borrow().rows(seq, first, len) {
                office.tell(&Tell::Rows { seq, window }, []);
            }
        }
        Ask::Open { row } => spawn_local(open(Rc::clone(office), row)),
        Ask::Step { row, by } => {
            let next = office.desk.borrow().step(row, by);
            spawn_local(open(Rc::clone(office), next.unwrap_or(row)));
        }
        Ask::Place(features) => {
            if let Some(placed) = office.desk.borrow().placed(&features) {
                office.tell(&Tell::Placed(Box::new(placed)), []);
            }
        }
        Ask::Locate(what) => {
            let job = Job { source: what.source.clone(), from: From::Positions(what) };
            queue(office, [job].into_iter());
        }
        Ask::SavePositions => match write::positions(office) {
            Ok((places, blob)) => office.tell(&Tell::Positions { places }, [blob]),
            Err(error) => office.tell(&Tell::Failed(words(&error)), []),
        },
        Ask::RemoveTowers(id) => {
            towers::remove(office, id);
            // The others are read again.
            queue(office, std::iter::empty());
        }
        Ask::Complete { seq, text, caret } => {
            let completion = with_clock(true, |clock| office.desk.borrow().complete(&text, caret, clock));
            office.tell(&Tell::Completed { seq, completion }, []);
        }
        Ask::LookUp { name, text } => {
            let found = office.desk.borrow_mut().look_up(&name, &text);
            office.tell(&Tell::LookedUp { name, found }, []);
            changed(office);
        }
        Ask::Compare(sources) => {
            office.desk.borrow_mut().compare(&sources);
            changed(office);
        }
        Ask::Export(export) => spawn_local(write::write(Rc::clone(office), export)),
        Ask::StopExport => office.halt.set(true),
    }
}

fn view(office: &Office, question: &Question) {
    let start = office.clock();
    let tell = match with_clock(question.utc, |clock| office.desk.borrow_mut().view(question, clock)) {
        Ok(mut view) => {
            view.took = office.clock() - start;
            Tell::View(Box::new(view))
        }
        Err(error) => Tell::QueryError { seq: question.seq, error },
    };
    office.tell(&tell, []);
    if question.cells && matches!(tell, Tell::View(_)) {
        // After the numbers: those are read first.
        let cells = office.desk.borrow_mut().cells(question.ways);
        cells.into_iter().for_each(|cells| office.tell(&Tell::Cells(Box::new(cells)), []));
    }
}

/// Does something at this moment, with days of UTC or of the reader's zone.
fn with_clock<T>(utc: bool, act: impl FnOnce(&Clock) -> T) -> T {
    let now = Date::now() as i64;
    let local = |year: i32, month: u32, day: u32| {
        let date = Date::new_with_year_month_day(year as u32, month as i32 - 1, day as i32);
        // Years of two digits would be of the last century.
        date.set_full_year(year as u32);
        date.get_time() as i64
    };
    act(&if utc { Clock::utc(now) } else { Clock { now, midnight: &local } })
}

/// Cuts a row's own JSON out of its source and tells everything about it.
async fn open(office: Rc<Office>, row: u32) {
    let Some(place) = office.desk.borrow().place(row) else { return };
    let before = office.desk.borrow().place_before(row);
    // A baseline that cannot be read again is said to be so, and the SIM opens without it.
    let before = match before {
        Some(place) => cut(&office, place).await,
        None => None,
    };
    let Some(json) = cut(&office, place).await else { return };
    let opened = {
        let desk = office.desk.borrow();
        with_clock(true, |clock| desk.opened(row, &json, before.as_deref(), clock))
    };
    office.tell(&Tell::Opened(Box::new(opened)), []);
}

/// The bytes of a record in the text of its source; `None` where they cannot be read, which the page is told.
async fn cut(office: &Office, (source, place): (u32, RecordSpan)) -> Option<Vec<u8>> {
    let start = place.offset as f64;
    office.read_text(source, start, start + f64::from(place.len)).await
}
