//! Benchmarks, compared with other programs for the same task.

use std::fs;
use std::process::Command;

use crate::build::BuildCommand;
use crate::check::set_browser_env;
use crate::chromium::ChromiumPaths;
use crate::step::{self, XtaskError, file_error};
use crate::tools::Tools;
use crate::workspace_root;

/// The benchmarks to run.
#[derive(clap::Args)]
pub struct BenchCommand {
    /// Measure in a browser, on the built page and beside it; natively by default
    #[arg(long)]
    browser: bool,
    /// Numbers of SIMs, each measured separately [default: 100000 1000000, and 10000 in a browser]
    sims: Vec<u32>,
}

impl BenchCommand {
    /// Runs the benchmarks.
    pub fn run(&self) -> Result<(), XtaskError> {
        if self.browser { self.run_in_browser() } else { self.run_native() }
    }

    fn run_native(&self) -> Result<(), XtaskError> {
        let tools = Tools::find_installed()?;
        if !tools.command("jaq").arg("--version").output().is_ok_and(|output| output.status.success()) {
            let mut install = tools.command("cargo");
            install.args(["install", "--locked", "--root", "target/tools", "jaq"]);
            step::run_step("Install jaq, to compare with", "once; two minutes", &mut install)?;
        }
        step::run_step("Figures, native", "5 minutes", &mut self.bench_command(&tools, "native"))
    }

    fn run_in_browser(&self) -> Result<(), XtaskError> {
        let chromium = ChromiumPaths::set_up()?;
        let tools = Tools::set_up()?;
        BuildCommand::default().run_with_tools(&tools)?;
        let mut cargo = tools.command("cargo");
        // The release profile would compile the other programs for size, which would be no fair comparison.
        cargo.args([
            "build",
            "--profile",
            "bench",
            "--locked",
            "--lib",
            "--target",
            "wasm32-unknown-unknown",
            "-p",
            "benches",
        ]);
        step::run_step("Compile the benches to wasm", "a minute", &mut cargo)?;
        let out = workspace_root().join("target/benches");
        fs::create_dir_all(&out).map_err(file_error(&out))?;
        let mut bindgen = tools.command("wasm-bindgen");
        bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&out);
        bindgen.arg("target/wasm32-unknown-unknown/release/benches.wasm");
        step::run_step("Write their JavaScript", "a second", &mut bindgen)?;
        let wasm = out.join("benches_bg.wasm");
        let mut optimise = tools.command("wasm-opt");
        optimise.arg("-O3").arg(&wasm).arg("--output").arg(&wasm);
        step::run_step("Optimise them as the engine is", "half a minute", &mut optimise)?;
        step::run_step(
            "Figures, in a browser",
            "10 minutes",
            set_browser_env(&mut self.bench_command(&tools, "browser"), &chromium),
        )
    }

    fn bench_command(&self, tools: &Tools, name: &str) -> Command {
        let mut cargo = tools.command("cargo");
        cargo.args(["run", "--quiet", "--locked", "--profile", "bench", "-p", "benches", "--bin", name, "--"]);
        cargo.args(self.sims.iter().map(ToString::to_string));
        cargo
    }
}
