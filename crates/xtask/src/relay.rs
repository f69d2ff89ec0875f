//! Starts a relay to Soracom's API next to the served page, so that the page calls its own origin.

use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;

use crate::step::{self, XtaskError, print_line};
use crate::workspace_root;

/// Builds and starts the relay, and returns its port. It ends with this process.
pub fn start_relay() -> Result<u16, XtaskError> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map_err(|error| XtaskError::Other(format!("no port for the relay: {error}")))?
        .port();
    let takes = "half a minute from nothing, else seconds";
    step::run_step("Build the relay", takes, &mut relay_command("build"))?;
    let mut run = relay_command("run");
    run.args(["--quiet", "--", "--follow-parent", "--port", &port.to_string()]);
    let command = step::command_line(&run);
    run.spawn().map_err(|source| XtaskError::Spawn { step: "Relay".to_owned(), command, source })?;
    print_line("\n▸ A relay to Soracom's API: enter /relay/{coverage} as its address on the page");
    Ok(port)
}

fn relay_command(subcommand: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args([subcommand, "--package", "relay", "--locked"]).current_dir(workspace_root());
    cargo
}
