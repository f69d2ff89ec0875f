//! Prints the address of the page once it is served.

use std::net::{Ipv4Addr, TcpStream};
use std::process::{self, Command};
use std::time::{Duration, SystemTime};
use std::{env, fs, thread};

use crate::step::{XtaskError, print_line};
use crate::workspace_root;

/// The server to wait for.
#[derive(clap::Args)]
pub struct AnnounceCommand {
    /// The server's port
    port: u16,
    /// The server's process
    server: u32,
}

impl AnnounceCommand {
    /// Starts a process that waits for `port`, because the calling process is about to become the server.
    pub fn spawn_announcer(port: u16) -> Result<(), XtaskError> {
        let mut own = Command::new(env::current_exe().unwrap_or_default());
        own.args(["announce", &port.to_string(), &process::id().to_string()]);
        own.spawn().map(drop).map_err(|source| XtaskError::Spawn {
            step: "Serve".to_owned(),
            command: "announce".to_owned(),
            source,
        })
    }

    /// Waits for the server while it is alive; it listens after its first attempt to build.
    pub fn run(&self) {
        let start = SystemTime::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            if !self.is_server_alive() {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
        let built = fs::metadata(workspace_root().join("dist/index.html")).and_then(|index| index.modified());
        let seconds = start.elapsed().unwrap_or_default().as_secs_f64();
        print_line(&match built {
            Ok(built) if built >= start => {
                format!(
                    "\n✓ simscope is at http://localhost:{}/ (built in {seconds:.0} s; Ctrl-C stops it)\n",
                    self.port
                )
            }
            _ => "\n✗ The build failed, as said above. It is tried again when a source changes; Ctrl-C stops.\n"
                .to_owned(),
        });
    }

    #[cfg(unix)]
    fn is_server_alive(&self) -> bool {
        std::os::unix::process::parent_id() == self.server
    }

    #[cfg(not(unix))]
    fn is_server_alive(&self) -> bool {
        self.server != 0
    }
}
