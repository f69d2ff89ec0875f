//! Actions: counted and written by the exporter, a wasm of its own that is loaded when it is first needed.

use super::WorkerState;
use super::error::WorkerError;
use super::export_writer::build_blob;
use crate::load::{LoadHost, ProgressTimer};
use crate::{ActionReply, ActionRequest, ActionStep, Event, ExportProgress, ExportUnit, encode_message};
use actions::{ActionOrder, ActionSummary, SimAction};
use js_sys::{Array, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// How many SIMs the exporter is given at once.
const CHUNK_SIMS: usize = 5_000;

#[wasm_bindgen]
extern "C" {
    /// `worker.js` puts it into the worker's scope.
    #[wasm_bindgen(js_name = loadExporter, catch)]
    async fn load_exporter() -> Result<JsValue, JsValue>;

    /// The exporter's module; see the crate `exporter`.
    type Exporter;
    #[wasm_bindgen(method, catch, js_name = beginAction)]
    fn begin_action(this: &Exporter, order: &[u8]) -> Result<ActionJob, JsValue>;

    type ActionJob;
    #[wasm_bindgen(method, catch)]
    fn count(this: &ActionJob, sims: &[u8]) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn summary(this: &ActionJob) -> Result<Vec<u8>, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn write(this: &ActionJob, sims: &[u8]) -> Result<Uint8Array, JsValue>;
    #[wasm_bindgen(method)]
    fn finish(this: &ActionJob) -> Uint8Array;
    #[wasm_bindgen(method, js_name = fileName)]
    fn file_name(this: &ActionJob) -> String;
    #[wasm_bindgen(method)]
    fn free(this: &ActionJob);
}

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
    let exporter: Exporter = load_exporter().await?.unchecked_into();
    let (rows, revision, order) = {
        let engine = state.engine.borrow();
        let mut order = order;
        order.origin.query = engine.last_query();
        (engine.selection().1, engine.revision(), order)
    };
    let tag = SimAction::parse(order.kind, &order.value).ok().and_then(|action| action.only_tag().map(str::to_owned));
    let job = ActionGuard(exporter.begin_action(&encode_message(&order)?)?);
    let chunks = Chunks { state, rows: &rows, revision, tag, seq, step };
    let is_whole = chunks.visit(0, |sims| Ok(job.0.count(&sims)?)).await?;
    if !is_whole {
        return Ok(None);
    }
    let summary: ActionSummary = crate::decode_message(&job.0.summary()?)?;
    let targets = summary.targets;
    state.send_event(&Event::ActionCounted(Box::new(ActionReply { seq, summary: Ok(summary) })));
    if step == ActionStep::Count {
        return Ok(None);
    }
    let parts = Array::new();
    let write = |sims: Vec<u8>| {
        let part = job.0.write(&sims)?;
        if part.length() > 0 {
            // The browser keeps it, on disk where it is large; a script would keep all of it in memory.
            let part = Blob::new_with_u8_array_sequence(&Array::of1(&part))?;
            parts.push(&part);
        }
        Ok(())
    };
    if !chunks.visit(1, write).await? {
        return Ok(None);
    }
    parts.push(&job.0.finish());
    Ok(Some((job.0.file_name(), targets, build_blob(&parts, "application/octet-stream")?)))
}

/// Frees what the exporter holds.
struct ActionGuard(ActionJob);

impl Drop for ActionGuard {
    fn drop(&mut self) {
        self.0.free();
    }
}

/// The SIMs of the selection, some at a time.
struct Chunks<'a> {
    state: &'a WorkerState,
    rows: &'a [u32],
    revision: u64,
    /// The tag that the action is about.
    tag: Option<String>,
    seq: u32,
    step: ActionStep,
}

impl Chunks<'_> {
    /// Hands all SIMs over; `false` where it was stopped, or something else was asked for meanwhile. Other requests are answered
    /// in between. `round` is the number of times that they have all been handed over before.
    async fn visit(
        &self,
        round: u64,
        mut visit: impl FnMut(Vec<u8>) -> Result<(), WorkerError>,
    ) -> Result<bool, WorkerError> {
        let mut progress = ProgressTimer::start_elapsed();
        for (at, rows) in self.rows.chunks(CHUNK_SIMS).enumerate() {
            let sims = {
                let engine = self.state.engine.borrow();
                if engine.revision() != self.revision {
                    return Err(WorkerError::FleetChanged);
                }
                engine.action_targets(rows, self.tag.as_deref())
            };
            visit(encode_message(&sims)?)?;
            if self.step == ActionStep::Write && progress.is_due(self.state.now_ms()) {
                let total = self.rows.len() as u64;
                // Twice as many, and each half as much: they are counted first.
                let done = (total * round + (at * CHUNK_SIMS) as u64) / 2;
                self.state.send_event(&Event::ExportProgress(ExportProgress { done, total, unit: ExportUnit::Sims }));
            }
            self.state.yield_now().await;
            if self.state.export_cancelled.get() || self.state.action_seq.get() != self.seq {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
