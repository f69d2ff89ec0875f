//! Runs all checks, from the quickest to the slowest, and ends at the first that fails.

use std::process::Command;

use crate::build::BuildCommand;
use crate::chromium::ChromiumPaths;
use crate::other_programs::OTHER_PROGRAMS;
use crate::step::{self, XtaskError, print_line};
use crate::tools::{self, Tools};
use crate::{data, workspace_root};

/// The checks to run.
#[derive(clap::Args)]
pub struct TestCommand {
    /// Only what needs no browser: spelling, format, lints, documentation, types of the JavaScript, native tests
    #[arg(long, conflicts_with = "browser")]
    native: bool,
    /// Only the build and the tests in a browser
    #[arg(long)]
    browser: bool,
    /// Only tests whose names contain this
    filter: Option<String>,
}

impl TestCommand {
    /// Runs the checks.
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
        step::run_step("Spelling", "a second", &mut Tools::set_up_typos()?.command("typos"))?;
        step::run_step("Format", "a second", &mut cargo_command("fmt --all --check"))?;
        let lints = "clippy --workspace --all-targets --features page-tests/browser --locked -- -D warnings";
        step::run_step("Lints, native", "1 to 3 minutes from nothing", &mut cargo_command(lints))?;
        tools::ensure_wasm_target()?;
        let lints = "clippy --target wasm32-unknown-unknown -p simscope -p engine --locked -- -D warnings";
        step::run_step("Lints, wasm32", "1 to 2 minutes from nothing", &mut cargo_command(lints))?;
        // With the private items: most modules are private, and their links are what a reader of the code follows.
        let mut documentation = cargo_command("doc --workspace --no-deps --document-private-items --locked");
        documentation.env("RUSTDOCFLAGS", "-D warnings");
        step::run_step("Documentation", "1 to 3 minutes from nothing", &mut documentation)?;
        tools::ensure_npm_packages()?;
        step::run_step("Types, JavaScript", "a second", &mut Tools::find_installed()?.command("tsc"))?;
        let nextest = cargo_command("nextest --version").output().is_ok_and(|output| output.status.success());
        let tests = if nextest {
            "nextest run --workspace --locked --no-tests=pass"
        } else {
            "test --workspace --all-targets --locked"
        };
        let mut tests = cargo_command(tests);
        tests.args(&self.filter);
        for other in OTHER_PROGRAMS {
            if let Some(program) = other.find_or_install() {
                tests.env(other.variable, program);
            }
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
        update_tables(TableMode::Check)?;
        BuildCommand::default().run_with_tools(&Tools::set_up()?)?;
        let mut tests = cargo_command("test --package page-tests --features browser --test page --locked --");
        // Tests run in one browser at a time, because two of them would distort each other's measurements.
        tests.args(["--test-threads", "1"]).args(&self.filter);
        step::run_step("Tests in a browser", "1 to 5 minutes", set_browser_env(&mut tests, &chromium))
    }
}

/// The treatment of the generated tables.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TableMode {
    /// Write the tables.
    Write,
    /// Compare them with the committed ones.
    Check,
}

/// Generates the tables, and writes them or compares them with the committed ones.
pub fn update_tables(mode: TableMode) -> Result<(), XtaskError> {
    tools::ensure_npm_packages()?;
    print_line("\n▸ The tables of networks, places and outlines (seconds)");
    match mode {
        TableMode::Write => data::write_tables()?,
        TableMode::Check => data::check_tables()?,
    }
    Ok(())
}

/// Builds the page and takes screenshots of it.
pub fn take_screenshots() -> Result<(), XtaskError> {
    let chromium = ChromiumPaths::set_up()?;
    BuildCommand::default().run_with_tools(&Tools::set_up()?)?;
    let mut screenshots = cargo_command("run --package page-tests --bin screenshots --locked");
    step::run_step(
        "Pictures of the page into target/screenshots",
        "under a minute",
        set_browser_env(&mut screenshots, &chromium),
    )
}

/// Sets the environment variables by which a command finds the browser.
pub fn set_browser_env<'a>(command: &'a mut Command, chromium: &ChromiumPaths) -> &'a mut Command {
    command.env("CHROME", &chromium.browser).env("CHROMEDRIVER", &chromium.driver)
}

fn cargo_command(arguments: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(arguments.split(' ')).current_dir(workspace_root());
    cargo
}
