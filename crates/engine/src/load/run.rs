//! Running of the queue: one job after another, and what each means for the fleet.

use super::{JobOutcome, JobRunner, LoadJob, LocateOutcome};
use crate::{Event, LoadedSource, ReadError, Source, UnfinishedReason};
use ingest::IngestReport;

/// Runs the queue until nothing waits any more.
pub async fn run_queue<R: JobRunner>(runner: &R) {
    let state = runner.load_state();
    state.begin_jobs();
    loop {
        if let Some(LoadJob { source, input, bytes }) = state.pop_job() {
            let result = runner.run_job(&source, input).await;
            finish_job(runner, source, result);
            state.end_job(bytes);
            continue;
        }
        runner.read_tower_files().await;
        if !state.awaits_archive_files() {
            runner.read_list_files().await;
        }
        while state.awaits_archive_files() {
            runner.yield_now().await;
        }
        // More may have come meanwhile.
        if !state.has_jobs() {
            break;
        }
        state.begin_jobs();
    }
    state.stop_running();
    runner.send_event(&Event::Idle { requests: state.requests() });
}

/// Keeps what a job has loaded or takes it out of the fleet, and tells of it.
fn finish_job<R: JobRunner>(runner: &R, source: Source, result: Result<JobOutcome<R::Text>, ReadError>) {
    if let Ok(JobOutcome::Read(..) | JobOutcome::Fetched(..)) = result {
        runner.engine().borrow_mut().commit_changes();
    } else {
        runner.engine().borrow_mut().remove_source(source.id);
        runner.drop_text(source.id);
    }
    let (event, texts) = match result {
        Ok(JobOutcome::Read(report, text)) => {
            if let Some(text) = &text {
                runner.keep_text(source.id, text.clone());
            }
            (loaded_event(runner, source, report, None), Vec::from_iter(text))
        }
        Ok(JobOutcome::Fetched(report, text, unfinished)) => {
            runner.keep_text(source.id, text.clone());
            (loaded_event(runner, source, report, unfinished), vec![text])
        }
        Ok(JobOutcome::Towers(file)) => return runner.keep_tower_file(source, file),
        Ok(JobOutcome::List(file)) => return runner.keep_list_file(source, file),
        Ok(JobOutcome::Archive(files)) => {
            let (names, files) = files.into_iter().map(|file| (file.name, file.file)).unzip();
            runner.load_state().expect_archive_files();
            return runner.send_event_with(&Event::Archive { source, names }, files);
        }
        Ok(JobOutcome::Located(LocateOutcome { found, unknown, error })) => {
            (Event::CellsLocated { found, unknown, error }, vec![])
        }
        Ok(JobOutcome::FetchFailed(error)) => (Event::FetchFailed { source, error }, vec![]),
        Ok(JobOutcome::Refused(reason)) => (Event::Refused { source, reason }, vec![]),
        Ok(JobOutcome::Cancelled) => (Event::LoadCancelled(source), vec![]),
        Err(error) => (Event::Unreadable { source, error }, vec![]),
    };
    runner.send_event_with(&event, texts);
    runner.send_fleet_changed();
}

fn loaded_event<R: JobRunner>(
    runner: &R,
    source: Source,
    report: IngestReport,
    unfinished: Option<UnfinishedReason>,
) -> Event {
    runner.load_state().count_loaded_sims(report.records_read);
    Event::Loaded(LoadedSource { source, report, unfinished })
}
