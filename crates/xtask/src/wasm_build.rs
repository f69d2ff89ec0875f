//! The compilation of the page, with its engine, to wasm, in one of two profiles.

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
}

/// Returns the command that compiles the page in a release, as Trunk does it.
pub fn wasm_build_command() -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--target", "wasm32-unknown-unknown", "--bin", "simscope", "--release", "--locked"]);
    cargo.current_dir(workspace_root());
    cargo
}
