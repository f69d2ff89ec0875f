//! Requests of the page, and their answers.

use super::account::{send_session_events, sign_in, sign_out};
use super::jobs::{JobInput, enqueue_jobs};
use super::{WorkerState, action_export, commands, export_writer, tower_files};
use crate::load::LoadHost;
use crate::{Event, FetchRequest, Request, TimeZone, ViewRequest};
use fleet::RecordSpan;
use js_sys::Date;
use query::Clock;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

/// Answers one request. Loading goes on by itself, in turns of the event loop.
pub fn handle_request(state: &Rc<WorkerState>, request: Request, blobs: impl Iterator<Item = Blob>) {
    match request {
        Request::Load(sources) => {
            state.load.receive_files();
            enqueue_jobs(state, sources.into_iter().zip(blobs.map(JobInput::Blob)).collect());
        }
        Request::LoadSample { source, sims } => enqueue_jobs(state, vec![(source, JobInput::Sample(sims))]),
        Request::CancelLoad => {
            state.load.cancel();
            state.abort_requests();
        }
        Request::SignIn { address, coverage, credentials } => {
            spawn_local(sign_in(Rc::clone(state), address, coverage, credentials));
        }
        Request::Fetch(lists) => {
            let job = |list: FetchRequest| (list.source.clone(), JobInput::Api(list));
            enqueue_jobs(state, lists.into_iter().map(job).collect());
        }
        Request::RetryNow => state.load.skip_wait(),
        Request::SignOut => spawn_local(sign_out(Rc::clone(state))),
        Request::SessionEvents { row, endpoint } => spawn_local(send_session_events(Rc::clone(state), row, endpoint)),
        Request::RemoveSource(source) => remove_source(state, source),
        Request::View(request) => send_view(state, &request),
        Request::Rows { seq, first, len } => {
            if let Some(window) = state.engine.borrow().row_window(seq, first, len) {
                state.send_event(&Event::Rows { seq, window });
            }
        }
        Request::CountQueries { seq, queries, zone } => {
            let engine = state.engine.borrow();
            let counts =
                with_clock(zone, |clock| queries.iter().map(|query| engine.count_query(query, clock)).collect());
            let records = engine.live_record_count();
            state.send_event(&Event::QueriesCounted { seq, counts, records });
        }
        Request::RowRange { seq, first, len } => {
            if let Some(window) = state.engine.borrow().row_window(seq, first, len) {
                state.send_event(&Event::RowRange(window));
            }
        }
        Request::OpenSim { row } => spawn_local(send_sim_detail(Rc::clone(state), row)),
        Request::OpenAdjacent { row, offset } => {
            let adjacent = state.engine.borrow().adjacent_row(row, offset);
            spawn_local(send_sim_detail(Rc::clone(state), adjacent.unwrap_or(row)));
        }
        Request::DescribeFeatures(features) => {
            if let Some(detail) = state.engine.borrow().describe_features(&features) {
                state.send_event(&Event::FeatureDetail(Box::new(detail)));
            }
        }
        Request::LocateCells(locate) => {
            enqueue_jobs(state, vec![(locate.source.clone(), JobInput::Positions(locate))]);
        }
        Request::ExportPositions => match export_writer::export_positions(state) {
            Ok((count, blob)) => state.send_event_with(&Event::PositionsExported { count }, vec![blob]),
            Err(error) => state.send_event(&Event::Failed(error.to_string())),
        },
        Request::RemoveTowers(id) => {
            tower_files::remove_tower_file(state, id);
            // The others are read again.
            enqueue_jobs(state, vec![]);
        }
        Request::ChooseListKey { list, column } => {
            state.list_files.borrow_mut().choose_key(list, column as usize);
            enqueue_jobs(state, vec![]);
        }
        Request::SetExpectation { column, fact } => {
            state.engine.borrow_mut().set_expectation(&column, &fact);
            state.send_fleet_changed();
        }
        Request::RemoveList(list) => {
            state.list_files.borrow_mut().remove(list);
            state.engine.borrow_mut().remove_list(list);
            state.send_fleet_changed();
        }
        Request::ListIdentifiers { list, kind } => {
            let identifiers = state.engine.borrow().list_identifiers(list, kind);
            state.send_event(&Event::ListIdentifiers { list, kind, identifiers });
        }
        Request::Complete { seq, text, caret } => {
            let completion =
                with_clock(TimeZone::Utc, |clock| state.engine.borrow().complete_query(&text, caret, clock));
            state.send_event(&Event::Completed { seq, completion });
        }
        Request::LookUp { name, text } => {
            let result = state.engine.borrow_mut().look_up(&name, &text);
            state.send_event(&Event::LookedUp { name, result });
            state.send_fleet_changed();
        }
        Request::SetBaseline(sources) => {
            state.engine.borrow_mut().set_baseline(&sources);
            state.send_fleet_changed();
        }
        Request::Export(export) => spawn_local(export_writer::export_selection(Rc::clone(state), export)),
        Request::Act(request) => spawn_local(action_export::run_action(Rc::clone(state), request)),
        Request::Command(request) => spawn_local(commands::send_command(Rc::clone(state), request)),
        Request::CancelExport => state.export_cancelled.set(true),
    }
}

fn remove_source(state: &WorkerState, source: u32) {
    state.engine.borrow_mut().remove_source(source);
    state.source_texts.borrow_mut().remove(&source);
    state.unfinished_lists.borrow_mut().remove(&source);
    state.send_fleet_changed();
}

fn send_view(state: &WorkerState, request: &ViewRequest) {
    let start = state.now_ms();
    let event = match with_clock(request.zone, |clock| state.engine.borrow_mut().build_view(request, clock)) {
        Ok(mut view) => {
            view.elapsed_ms = state.now_ms() - start;
            Event::View(Box::new(view))
        }
        Err(error) => Event::QueryError { seq: request.seq, error },
    };
    state.send_event(&event);
    if matches!(event, Event::View(_)) {
        // After the numbers: those are read first.
        let features = state.engine.borrow_mut().draw_features(request.map);
        if let Some(features) = features {
            state.send_event(&Event::Cells(Box::new(features)));
        }
    }
}

/// Calls something with the clock of this moment, whose days are those of UTC or of the reader's zone.
pub(super) fn with_clock<T>(zone: TimeZone, act: impl FnOnce(&Clock) -> T) -> T {
    let now = Date::now() as i64;
    let local = |year: i32, month: u32, day: u32, minute: u32| {
        let date = Date::new_with_year_month_day_hr_min(year as u32, month as i32 - 1, day as i32, 0, minute as i32);
        // Years of two digits would be of the last century.
        date.set_full_year(year as u32);
        date.get_time() as i64
    };
    match zone {
        TimeZone::Utc => act(&Clock::utc(now)),
        TimeZone::Local => act(&Clock { now, minute_start: &local }),
    }
}

/// Cuts a row's own JSON out of its source, and sends everything about it.
async fn send_sim_detail(state: Rc<WorkerState>, row: u32) {
    let Some(span) = state.engine.borrow().record_span(row) else { return };
    let before = state.engine.borrow().baseline_record_span(row);
    // A baseline that cannot be read again is said to be so, and the SIM opens without it.
    let before = match before {
        Some(span) => read_record(&state, span).await,
        None => None,
    };
    let Some(json) = read_record(&state, span).await else { return };
    let detail = {
        let engine = state.engine.borrow();
        with_clock(TimeZone::Utc, |clock| engine.sim_detail(row, &json, before.as_deref(), clock))
    };
    state.send_event(&Event::SimDetail(Box::new(detail)));
}

/// Reads the bytes of a record from the text of its source; `None` where they cannot be read, which the page is told.
async fn read_record(state: &WorkerState, (source, span): (u32, RecordSpan)) -> Option<Vec<u8>> {
    let start = span.offset as f64;
    state.read_text(source, start, start + f64::from(span.len)).await
}
