//! A relay to Soracom's API beside the served page, so that the page asks its own origin.

use std::net::{Ipv4Addr, TcpListener};

use crate::root;
use crate::step::{Error, say};
use crate::tools::Tools;

/// Starts the relay, and gives its port. It ends with the terminal that it was started from.
pub fn start(tools: &Tools) -> Result<u16, Error> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map_err(|error| Error::Wrong(format!("no port for the relay: {error}")))?
        .port();
    let mut node = tools.command("node");
    node.arg(root().join("crates/xtask/relay.mjs")).arg(port.to_string()).arg(std::process::id().to_string());
    node.spawn().map_err(|source| Error::Start { step: "Relay".to_owned(), command: "node".to_owned(), source })?;
    say("\n▸ A relay to Soracom's API: enter /relay/{coverage} as its address on the page");
    Ok(port)
}
