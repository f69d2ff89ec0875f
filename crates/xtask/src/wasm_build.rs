//! The compilation of the page and the engine to wasm, in one of two profiles.

use std::env;
use std::process::Command;

use crate::workspace_root;

/// The profile of a build by Trunk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BuildProfile {
    /// A fast build without optimisation, for development.
    Debug,
    /// An optimised build.
    Release,
}

impl BuildProfile {
    /// Returns the profile of the current build, which Trunk sets for its hooks in `TRUNK_PROFILE`.
    pub fn from_trunk_env() -> Self {
        if env::var("TRUNK_PROFILE").as_deref() == Ok("debug") { Self::Debug } else { Self::Release }
    }

    /// Returns the name of the folder into which cargo builds.
    pub fn target_folder(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }
}

/// Returns the command that compiles the page and the engine.
pub fn wasm_build_command(profile: BuildProfile) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--target", "wasm32-unknown-unknown", "-p", "simscope", "-p", "engine", "--bins", "--locked"]);
    if profile == BuildProfile::Release {
        cargo.arg("--release");
    }
    cargo.current_dir(workspace_root());
    cargo
}
