//! Serves the page on localhost and builds it again when a source changes.

use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;

use crate::announce::AnnounceCommand;
use crate::relay;
use crate::step::{self, XtaskError, print_line};
use crate::tools::Tools;

/// Options of the server.
#[derive(clap::Args)]
pub struct ServeCommand {
    /// The port; by default 8080 or the next free one
    #[arg(long)]
    port: Option<u16>,
    /// Quick unoptimised builds, and the browser reloads after each
    #[arg(long)]
    dev: bool,
    /// Also offer a relay to Soracom's API, at /relay/g and /relay/jp, in case the API does not answer pages
    #[arg(long)]
    relay: bool,
}

impl ServeCommand {
    /// Sets up, builds, and serves until it is stopped.
    pub fn run(&self) -> Result<(), XtaskError> {
        let port = match self.port {
            Some(port) if is_port_free(port) => port,
            Some(port) => {
                return Err(XtaskError::Other(format!("port {port} is taken: name another with --port, or none")));
            }
            None => (8080..8180)
                .find(|port| is_port_free(*port))
                .ok_or_else(|| XtaskError::Other("ports 8080 to 8179 are all taken".to_owned()))?,
        };
        let tools = Tools::set_up()?;
        let mut trunk = tools.command("trunk");
        trunk.args(["serve", "--port", &port.to_string()]);
        trunk.args(if self.dev { ["--no-autoreload", "false"] } else { ["--no-autoreload", "true"] });
        if !self.dev {
            trunk.arg("--release");
        }
        if self.relay {
            let relay = relay::start_relay()?;
            trunk.args(["--proxy-backend", &format!("http://127.0.0.1:{relay}/relay/"), "--proxy-rewrite", "/relay/"]);
        }
        print_line(&format!(
            "\n▸ Build and serve the page (2 to 5 minutes from nothing, else seconds)\n  $ {}",
            step::command_line(&trunk)
        ));
        AnnounceCommand::spawn_announcer(port)?;
        replace_process(&mut trunk)
    }
}

/// Returns whether this process can listen on `port`.
fn is_port_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// Replaces this process by the server, so that stopping one stops the other.
#[cfg(unix)]
fn replace_process(trunk: &mut Command) -> Result<(), XtaskError> {
    use std::os::unix::process::CommandExt;
    let source = trunk.exec();
    Err(XtaskError::Spawn { step: "Serve".to_owned(), command: step::command_line(trunk), source })
}

#[cfg(not(unix))]
fn replace_process(trunk: &mut Command) -> Result<(), XtaskError> {
    step::run_step("Serve", "until Ctrl-C", trunk)
}
