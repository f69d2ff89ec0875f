//! The last view as commands, which the exporter writes.

use super::WorkerState;
use super::dispatch::with_clock;
use super::error::WorkerError;
use super::exporter::load_exporter;
use crate::load::LoadHost;
use crate::{CommandReply, CommandRequest, Event, decode_message};
use query::QueryCommands;
use std::rc::Rc;

/// Writes the commands, and tells the page.
pub async fn send_command(state: Rc<WorkerState>, request: CommandRequest) {
    let CommandRequest { seq, .. } = request;
    let commands = write_commands(&state, request).await.map_err(|error| error.to_string());
    state.send_event(&Event::Command(Box::new(CommandReply { seq, commands })));
}

async fn write_commands(state: &WorkerState, request: CommandRequest) -> Result<QueryCommands, WorkerError> {
    let exporter = load_exporter().await?;
    let (query, table) = {
        let engine = state.engine.borrow();
        (engine.command_query(), export::file_name(engine.live_record_count() as usize, "parquet"))
    };
    let commands = with_clock(request.zone, |clock| {
        let minute_start = |year, month, day, minute| (clock.minute_start)(year, month, day, minute) as f64;
        exporter.write_commands(&query, &table, clock.now as f64, &minute_start)
    })?;
    Ok(decode_message(&commands)?)
}
