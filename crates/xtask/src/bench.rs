//! How fast it is, beside what else does the same.

use std::fs;
use std::process::Command;

use crate::build::Build;
use crate::check::with;
use crate::chromium::Chromium;
use crate::root;
use crate::step::{self, Error, file};
use crate::tools::Tools;

/// What is measured.
#[derive(clap::Args)]
pub struct Bench {
    /// In a browser, on the built page and beside it; as it is, natively
    #[arg(long)]
    browser: bool,
    /// How many SIMs; each number is measured by itself [default: 100000 1000000, and 10000 in a browser]
    sims: Vec<u32>,
}

impl Bench {
    /// Measures.
    pub fn run(&self) -> Result<(), Error> {
        if self.browser { self.in_a_browser() } else { self.natively() }
    }

    fn natively(&self) -> Result<(), Error> {
        let tools = Tools::found()?;
        if !tools.command("jaq").arg("--version").output().is_ok_and(|output| output.status.success()) {
            let mut install = tools.command("cargo");
            install.args(["install", "--locked", "--root", "target/tools", "jaq"]);
            step::run("Install jaq, to compare with", "once; two minutes", &mut install)?;
        }
        step::run("Figures, native", "5 minutes", &mut self.program(&tools, "native"))
    }

    fn in_a_browser(&self) -> Result<(), Error> {
        let chromium = Chromium::set_up()?;
        let tools = Tools::set_up()?;
        Build::default().with(&tools)?;
        let mut cargo = tools.command("cargo");
        // Not as the page: there, what is not simscope's own is small and slow, and would be no fair comparison.
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
        step::run("Compile the benches to wasm", "a minute", &mut cargo)?;
        let out = root().join("target/benches");
        fs::create_dir_all(&out).map_err(file(&out))?;
        let mut bindgen = tools.command("wasm-bindgen");
        bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&out);
        bindgen.arg("target/wasm32-unknown-unknown/release/benches.wasm");
        step::run("Write their JavaScript", "a second", &mut bindgen)?;
        let wasm = out.join("benches_bg.wasm");
        let mut optimise = tools.command("wasm-opt");
        optimise.arg("-O3").arg(&wasm).arg("--output").arg(&wasm);
        step::run("Optimise them as the engine is", "half a minute", &mut optimise)?;
        step::run("Figures, in a browser", "10 minutes", with(&mut self.program(&tools, "browser"), &chromium))
    }

    fn program(&self, tools: &Tools, name: &str) -> Command {
        let mut cargo = tools.command("cargo");
        cargo.args(["run", "--quiet", "--locked", "--profile", "bench", "-p", "benches", "--bin", name, "--"]);
        cargo.args(self.sims.iter().map(ToString::to_string));
        cargo
    }
}
