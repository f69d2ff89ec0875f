//! Serves the relay on a port of this machine.

#![allow(clippy::print_stderr, reason = "a command line tool speaks to its terminal")]

use std::net::Ipv4Addr;
use std::process::ExitCode;

use clap::Parser;
use relay::Upstreams;
use tokio::net::TcpListener;

/// The relay's options.
#[derive(Parser)]
#[command(name = "relay", about = "Relay the page's calls to Soracom's API")]
struct RelayCli {
    /// The port on 127.0.0.1
    #[arg(long, default_value_t = 8088)]
    port: u16,
    /// The API of the Global coverage
    #[arg(long, env = "SIMSCOPE_UPSTREAM_G", default_value = "https://g.api.soracom.io/v1")]
    global: String,
    /// The API of the Japan coverage
    #[arg(long, env = "SIMSCOPE_UPSTREAM_JP", default_value = "https://api.soracom.io/v1")]
    japan: String,
    /// Stop when the process that started this one ends
    #[arg(long)]
    follow_parent: bool,
}

fn main() -> ExitCode {
    let cli = RelayCli::parse();
    if cli.follow_parent {
        parent::stop_with_parent();
    }
    match serve_relay(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("✗ the relay: {error}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn serve_relay(cli: RelayCli) -> Result<(), Box<dyn std::error::Error>> {
    let router = relay::router(Upstreams { global: cli.global, japan: cli.japan })?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, cli.port)).await?;
    axum::serve(listener, router).await?;
    Ok(())
}

#[cfg(unix)]
mod parent {
    use std::os::unix::process::parent_id;
    use std::time::Duration;
    use std::{process, thread};

    const POLL_INTERVAL: Duration = Duration::from_secs(1);

    /// Ends this process within a second of its parent: an orphan is handed to another parent.
    pub fn stop_with_parent() {
        let parent = parent_id();
        thread::spawn(move || {
            while parent_id() == parent {
                thread::sleep(POLL_INTERVAL);
            }
            process::exit(0);
        });
    }
}

#[cfg(not(unix))]
mod parent {
    /// Does nothing: Ctrl-C reaches every process of a console.
    pub fn stop_with_parent() {}
}
