//! Every check, from the quickest to the slowest; the first that fails ends it.

use std::process::Command;

use crate::build::BuildCommand;
use crate::chromium::ChromiumPaths;
use crate::step::{self, XtaskError, print_line};
use crate::tools::{self, Tools};
use crate::{data, libreoffice, workspace_root};

/// Which checks.
#[derive(clap::Args)]
pub struct TestCommand {
    /// Only what needs no browser: format, lints, native tests
    #[arg(long, conflicts_with = "browser")]
    native: bool,
    /// Only the build and the tests in a browser
    #[arg(long)]
    browser: bool,
    /// Only tests whose names contain this
    filter: Option<String>,
}

impl TestCommand {
    /// Runs them.
    pub fn run(&self) -> Result<(), XtaskError> {
        if !self.browser {
            self.run_native_checks()?;
        }
        if !self.native {
            self.run_browser_tests()?;
        }
        print_line("\n✓ All checks passed.");
        Ok(())
    }

    fn run_native_checks(&self) -> Result<(), XtaskError> {
        step::run_step("Format", "a second", &mut cargo_command("fmt --all --check"))?;
        let lints = "clippy --workspace --all-targets --features page-tests/browser --locked -- -D warnings";
        step::run_step("Lints, native", "1 to 3 minutes from nothing", &mut cargo_command(lints))?;
        tools::ensure_wasm_target()?;
        let lints = "clippy --target wasm32-unknown-unknown -p simscope -p engine --locked -- -D warnings";
        step::run_step("Lints, wasm32", "1 to 2 minutes from nothing", &mut cargo_command(lints))?;
        let nextest = cargo_command("nextest --version").output().is_ok_and(|output| output.status.success());
        let tests = if nextest {
            "nextest run --workspace --locked --no-tests=pass"
        } else {
            "test --workspace --all-targets --locked"
        };
        let mut tests = cargo_command(tests);
        tests.args(&self.filter);
        if let Some(program) = libreoffice::find_or_install_soffice() {
            tests.env("SOFFICE", program);
        }
        step::run_step("Tests, native", "2 to 5 minutes from nothing", &mut tests)?;
        step::run_step(
            "Tests, examples in the documentation",
            "under a minute",
            cargo_command("test --workspace --doc --locked").args(&self.filter),
        )
    }

    fn run_browser_tests(&self) -> Result<(), XtaskError> {
        let chromium = ChromiumPaths::set_up()?;
        make_or_check_tables(true)?;
        BuildCommand::default().run_with_tools(&Tools::set_up()?)?;
        let mut tests = cargo_command("test --package page-tests --features browser --test page --locked --");
        // One browser at a time: what a page measures is not what two of them leave each other.
        tests.args(["--test-threads", "1"]).args(&self.filter);
        step::run_step("Tests in a browser", "1 to 5 minutes", set_browser_env(&mut tests, &chromium))
    }
}

/// Makes the committed tables anew, or only compares them with what would be made.
pub fn make_or_check_tables(only_compare: bool) -> Result<(), XtaskError> {
    tools::ensure_npm_packages()?;
    print_line("\n▸ The tables of networks, places and outlines (seconds)");
    if only_compare {
        data::check_tables()?
    } else {
        data::write_tables()?
    }
    Ok(())
}

/// Builds the page and takes pictures of it.
pub fn take_screenshots() -> Result<(), XtaskError> {
    let chromium = ChromiumPaths::set_up()?;
    BuildCommand::default().run_with_tools(&Tools::set_up()?)?;
    let mut shots = cargo_command("run --package page-tests --bin shots --locked");
    step::run_step(
        "Pictures of the page into target/screenshots",
        "under a minute",
        set_browser_env(&mut shots, &chromium),
    )
}

/// A command that finds the browser.
pub fn set_browser_env<'a>(command: &'a mut Command, chromium: &ChromiumPaths) -> &'a mut Command {
    command.env("CHROME", &chromium.browser).env("CHROMEDRIVER", &chromium.driver)
}

fn cargo_command(words: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(words.split(' ')).current_dir(workspace_root());
    cargo
}
