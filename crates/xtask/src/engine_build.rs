//! The engine's wasm, compiled together with the page's.

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

use crate::step::{self, XtaskError, file_error};
use crate::tools::Tools;
use crate::workspace_root;

/// Compiles page and engine, and lays the engine into the folder that Trunk is filling (it tells its hooks which).
pub fn run_worker_hook() -> Result<(), XtaskError> {
    let Some(staging) = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from) else {
        return Err(XtaskError::Other("`worker` is a hook: Trunk calls it in `cargo xtask build`".to_owned()));
    };
    let release = env::var("TRUNK_PROFILE").as_deref() != Ok("debug");
    step::run_step(
        "Compile the page and the engine to wasm",
        "2 to 5 minutes from nothing, else seconds",
        &mut wasm_build_command(release),
    )?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace_root().join("target"), PathBuf::from);
    let wasm =
        target.join("wasm32-unknown-unknown").join(if release { "release" } else { "debug" }).join("engine.wasm");
    let engine = staging.join("engine");
    fs::create_dir_all(&engine).map_err(file_error(&engine))?;
    let mut bindgen = Tools::find_installed()?.command("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--out-name", "engine", "--out-dir"]).arg(&engine).arg(&wasm);
    step::run_step("Write the engine's JavaScript", "a second", &mut bindgen)
}

/// The command that compiles page and engine.
pub fn wasm_build_command(release: bool) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--target", "wasm32-unknown-unknown", "-p", "simscope", "-p", "engine", "--bins", "--locked"]);
    cargo.args(release.then_some("--release")).current_dir(workspace_root());
    cargo
}
