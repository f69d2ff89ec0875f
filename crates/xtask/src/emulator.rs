//! Runs the emulator of the Soracom API on a port of this machine.

use std::process::Command;

use crate::step::{self, XtaskError};
use crate::workspace_root;

/// Options of the emulator.
#[derive(clap::Args)]
#[command(disable_help_flag = true)]
pub struct EmulatorCommand {
    /// Options of the emulator: --sims 10000, --port 8089, --cors closed…; all with --help
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

impl EmulatorCommand {
    /// Runs the emulator until it is stopped.
    pub fn run(&self) -> Result<(), XtaskError> {
        let mut cargo = Command::new("cargo");
        cargo.args(["run", "--package", "emulator", "--"]).args(&self.args).current_dir(workspace_root());
        step::run_step("Emulator of the Soracom API", "until Ctrl-C; a minute before it from nothing", &mut cargo)
    }
}
