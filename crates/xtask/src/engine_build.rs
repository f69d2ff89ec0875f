//! Compiles the engine's wasm together with the page's.

use std::path::PathBuf;
use std::{env, fs};

use crate::step::{self, XtaskError, file_error};
use crate::tools::Tools;
use crate::wasm_build::{BuildProfile, wasm_build_command};
use crate::workspace_root;

/// Compiles the page and the engine, and writes the engine into the staging folder that Trunk names to its hooks.
pub fn run_worker_hook() -> Result<(), XtaskError> {
    let Some(staging) = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from) else {
        return Err(XtaskError::Other("`worker` is a hook: Trunk calls it in `cargo xtask build`".to_owned()));
    };
    let profile = BuildProfile::from_trunk_env();
    step::run_step(
        "Compile the page and the engine to wasm",
        "2 to 5 minutes from nothing, else seconds",
        &mut wasm_build_command(profile),
    )?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace_root().join("target"), PathBuf::from);
    let wasm = target.join("wasm32-unknown-unknown").join(profile.target_folder()).join("engine.wasm");
    let engine = staging.join("engine");
    fs::create_dir_all(&engine).map_err(file_error(&engine))?;
    let mut bindgen = Tools::find_installed()?.command("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--out-name", "engine", "--out-dir"]).arg(&engine).arg(&wasm);
    // Without it, the browser's debugger knows no line of the source.
    bindgen.args((profile != BuildProfile::Release).then_some("--keep-debug"));
    step::run_step("Write the engine's JavaScript", "a second", &mut bindgen)
}
