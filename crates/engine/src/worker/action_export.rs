//! Actions: counted and written by the exporter.

use super::WorkerState;
use super::error::WorkerError;
use super::export_writer::FileParts;
use super::exporter::{JobGuard, load_exporter};
use super::row_chunks::RowChunks;
use crate::load::LoadHost;
use crate::{ActionReply, ActionRequest, ActionStep, Event, encode_message};
use actions::{ActionOrder, ActionSummary, SimAction};
use std::rc::Rc;
use web_sys::Blob;

/// Counts an action for the selection and tells the page; then writes it, where that is asked for.
pub async fn run_action(state: Rc<WorkerState>, request: ActionRequest) {
    let ActionRequest { seq, order, step } = request;
    state.action_seq.set(seq);
    state.export_cancelled.set(false);
    match perform_action(&state, seq, order, step).await {
        Ok(Some((name, sims, blob))) => {
            state.send_event_with(&Event::Exported { name, sims: sims as u32 }, vec![blob]);
        }
        Ok(None) if step == ActionStep::Write => state.send_event(&Event::NotExported),
        Ok(None) => {}
        Err(error) if step == ActionStep::Count => {
            let summary = Err(error.to_string());
            state.send_event(&Event::ActionCounted(Box::new(ActionReply { seq, summary })));
        }
        Err(error) => state.send_event(&Event::Failed(error.to_string())),
    }
}

/// The file of an action, with its name and the number of SIMs; `None` where none is written.
async fn perform_action(
    state: &WorkerState,
    seq: u32,
    order: ActionOrder,
    step: ActionStep,
) -> Result<Option<(String, usize, Blob)>, WorkerError> {
    let exporter = load_exporter().await?;
    let (rows, revision, order) = {
        let engine = state.engine.borrow();
        let mut order = order;
        order.origin.query = engine.last_query();
        (engine.selection().1, engine.revision(), order)
    };
    let tag = SimAction::parse(order.kind, &order.value).ok().and_then(|action| action.only_tag().map(str::to_owned));
    let job = JobGuard(exporter.begin_action(&encode_message(&order)?)?);
    // Another action may be asked for meanwhile.
    let is_stopped = || state.export_cancelled.get() || state.action_seq.get() != seq;
    // They are counted, and then written.
    let (rounds, tells_progress) = (2, step == ActionStep::Write);
    let chunks = RowChunks { state, rows: &rows, revision, rounds, tells_progress, is_stopped: &is_stopped };
    let count = chunks
        .visit(0, |engine, rows| Ok(job.0.count(&encode_message(&engine.action_targets(rows, tag.as_deref()))?)?));
    if !count.await? {
        return Ok(None);
    }
    let summary: ActionSummary = crate::decode_message(&job.0.summary()?)?;
    let targets = summary.targets;
    state.send_event(&Event::ActionCounted(Box::new(ActionReply { seq, summary: Ok(summary) })));
    if step == ActionStep::Count {
        return Ok(None);
    }
    let mut parts = FileParts::default();
    let write = chunks.visit(1, |engine, rows| {
        parts.push(&job.0.write(&encode_message(&engine.action_targets(rows, tag.as_deref()))?)?)
    });
    if !write.await? {
        return Ok(None);
    }
    parts.push(&job.0.finish()?)?;
    Ok(Some((job.0.file_name(), targets, parts.into_blob("application/octet-stream")?)))
}
