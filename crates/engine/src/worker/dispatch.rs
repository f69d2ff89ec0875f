//! What the page asks, and the answers.

use super::account::{send_session_events, sign_in, sign_out};
use super::load::{JobInput, LoadJob, enqueue_jobs, send_fleet_changed};
use super::{WorkerState, error_message, export_writer, tower_files};
use engine::{Event, FetchRequest, Request, TimeZone, ViewRequest};
use fleet::RecordSpan;
use js_sys::Date;
use query::Clock;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

/// Answers one question. Reading goes on by itself, in turns of the event loop.
pub fn handle_request(office: &Rc<WorkerState>, ask: Request, blobs: impl Iterator<Item = Blob>) {
    match ask {
        Request::Load(sources) => {
            office.archive_files_pending.set(false);
            enqueue_jobs(
                office,
                sources.into_iter().zip(blobs).map(|(source, blob)| LoadJob { source, input: JobInput::Blob(blob) }),
            );
        }
        Request::LoadSample { source, sims } => {
            enqueue_jobs(office, [LoadJob { source, input: JobInput::Sample(sims) }].into_iter())
        }
        Request::CancelLoad => {
            office.load_cancelled.set(true);
            office.abort_requests();
        }
        Request::SignIn { address, coverage, credentials } => {
            spawn_local(sign_in(Rc::clone(office), address, coverage, credentials));
        }
        Request::Fetch(lists) => {
            let job = |list: FetchRequest| LoadJob { source: list.source.clone(), input: JobInput::Api(list) };
            enqueue_jobs(office, lists.into_iter().map(job));
        }
        Request::RetryNow => office.skip_wait.set(true),
        Request::SignOut => spawn_local(sign_out(Rc::clone(office))),
        Request::SessionEvents { row, endpoint } => spawn_local(send_session_events(Rc::clone(office), row, endpoint)),
        Request::RemoveSource(source) => {
            office.engine.borrow_mut().remove_source(source);
            office.source_texts.borrow_mut().remove(&source);
            office.unfinished_lists.borrow_mut().remove(&source);
            send_fleet_changed(office);
        }
        Request::View(question) => send_view(office, &question),
        Request::Rows { seq, first, len } => {
            if let Some(window) = office.engine.borrow().row_window(seq, first, len) {
                office.send_event(&Event::Rows { seq, window }, []);
            }
        }
        Request::OpenSim { row } => spawn_local(send_sim_detail(Rc::clone(office), row)),
        Request::OpenAdjacent { row, offset: by } => {
            let next = office.engine.borrow().adjacent_row(row, by);
            spawn_local(send_sim_detail(Rc::clone(office), next.unwrap_or(row)));
        }
        Request::DescribeFeatures(features) => {
            if let Some(placed) = office.engine.borrow().describe_features(&features) {
                office.send_event(&Event::FeatureDetail(Box::new(placed)), []);
            }
        }
        Request::LocateCells(what) => {
            let job = LoadJob { source: what.source.clone(), input: JobInput::Positions(what) };
            enqueue_jobs(office, [job].into_iter());
        }
        Request::ExportPositions => match export_writer::export_positions(office) {
            Ok((places, blob)) => office.send_event(&Event::PositionsExported { count: places }, [blob]),
            Err(error) => office.send_event(&Event::Failed(error_message(&error)), []),
        },
        Request::RemoveTowers(id) => {
            tower_files::remove_tower_file(office, id);
            // The others are read again.
            enqueue_jobs(office, std::iter::empty());
        }
        Request::Complete { seq, text, caret } => {
            let completion =
                with_clock(TimeZone::Utc, |clock| office.engine.borrow().complete_query(&text, caret, clock));
            office.send_event(&Event::Completed { seq, completion }, []);
        }
        Request::LookUp { name, text } => {
            let found = office.engine.borrow_mut().look_up(&name, &text);
            office.send_event(&Event::LookedUp { name, result: found }, []);
            send_fleet_changed(office);
        }
        Request::SetBaseline(sources) => {
            office.engine.borrow_mut().set_baseline(&sources);
            send_fleet_changed(office);
        }
        Request::Export(export) => spawn_local(export_writer::export_selection(Rc::clone(office), export)),
        Request::CancelExport => office.export_cancelled.set(true),
    }
}

fn send_view(office: &WorkerState, question: &ViewRequest) {
    let start = office.now_ms();
    let tell = match with_clock(question.zone, |clock| office.engine.borrow_mut().build_view(question, clock)) {
        Ok(mut view) => {
            view.elapsed_ms = office.now_ms() - start;
            Event::View(Box::new(view))
        }
        Err(error) => Event::QueryError { seq: question.seq, error },
    };
    office.send_event(&tell, []);
    if matches!(tell, Event::View(_)) {
        // After the numbers: those are read first.
        let cells = office.engine.borrow_mut().draw_features(question.map);
        cells.into_iter().for_each(|cells| office.send_event(&Event::Cells(Box::new(cells)), []));
    }
}

/// Does something at this moment, with days of UTC or of the reader's zone.
fn with_clock<T>(zone: TimeZone, act: impl FnOnce(&Clock) -> T) -> T {
    let now = Date::now() as i64;
    let local = |year: i32, month: u32, day: u32| {
        let date = Date::new_with_year_month_day(year as u32, month as i32 - 1, day as i32);
        // Years of two digits would be of the last century.
        date.set_full_year(year as u32);
        date.get_time() as i64
    };
    match zone {
        TimeZone::Utc => act(&Clock::utc(now)),
        TimeZone::Local => act(&Clock { now, midnight: &local }),
    }
}

/// Cuts a row's own JSON out of its source and tells everything about it.
async fn send_sim_detail(office: Rc<WorkerState>, row: u32) {
    let Some(place) = office.engine.borrow().record_span(row) else { return };
    let before = office.engine.borrow().baseline_record_span(row);
    // A baseline that cannot be read again is said to be so, and the SIM opens without it.
    let before = match before {
        Some(place) => read_record(&office, place).await,
        None => None,
    };
    let Some(json) = read_record(&office, place).await else { return };
    let opened = {
        let desk = office.engine.borrow();
        with_clock(TimeZone::Utc, |clock| desk.sim_detail(row, &json, before.as_deref(), clock))
    };
    office.send_event(&Event::SimDetail(Box::new(opened)), []);
}

/// The bytes of a record in the text of its source; `None` where they cannot be read, which the page is told.
async fn read_record(office: &WorkerState, (source, place): (u32, RecordSpan)) -> Option<Vec<u8>> {
    let start = place.offset as f64;
    office.read_text(source, start, start + f64::from(place.len)).await
}
