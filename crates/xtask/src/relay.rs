//! Starts a relay to Soracom's API next to the served page, so that the page calls its own origin.

use std::net::{Ipv4Addr, TcpListener};

use crate::step::{XtaskError, print_line};
use crate::tools::Tools;
use crate::workspace_root;

/// Starts the relay and returns its port. The relay ends with the terminal from which it was started.
pub fn start_relay(tools: &Tools) -> Result<u16, XtaskError> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map_err(|error| XtaskError::Other(format!("no port for the relay: {error}")))?
        .port();
    let mut node = tools.command("node");
    node.arg(workspace_root().join("crates/xtask/relay.mjs")).arg(port.to_string()).arg(std::process::id().to_string());
    node.spawn().map_err(|source| XtaskError::Spawn {
        step: "Relay".to_owned(),
        command: "node".to_owned(),
        source,
    })?;
    print_line("\n▸ A relay to Soracom's API: enter /relay/{coverage} as its address on the page");
    Ok(port)
}
