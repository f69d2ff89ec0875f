//! The last view as a command, which the exporter writes.

use super::WorkerState;
use super::dispatch::with_clock;
use super::error::WorkerError;
use super::exporter::load_exporter;
use crate::load::LoadHost;
use crate::{CommandReply, CommandRequest, Event, decode_message};
use query::QueryCommand;
use std::rc::Rc;

/// Writes the command, and tells the page.
pub async fn send_command(state: Rc<WorkerState>, request: CommandRequest) {
    let CommandRequest { seq, .. } = request;
    let jq = write_command(&state, request).await.map_err(|error| error.to_string());
    state.send_event(&Event::Command(Box::new(CommandReply { seq, jq })));
}

async fn write_command(state: &WorkerState, request: CommandRequest) -> Result<QueryCommand, WorkerError> {
    let exporter = load_exporter().await?;
    let query = state.engine.borrow().command_query();
    let command = with_clock(request.zone, |clock| {
        let minute_start = |year, month, day, minute| (clock.minute_start)(year, month, day, minute) as f64;
        exporter.write_jq(&query, clock.now as f64, &minute_start)
    })?;
    Ok(decode_message(&command)?)
}
