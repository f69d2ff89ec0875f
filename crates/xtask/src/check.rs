//! Every check, from the quickest to the slowest; the first that fails ends it.

use std::process::Command;

use crate::build::Build;
use crate::chromium::Chromium;
use crate::step::{self, Error, say};
use crate::tools::{self, Tools};
use crate::{data, libreoffice, root};

/// Which checks.
#[derive(clap::Args)]
pub struct Test {
    /// Only what needs no browser: format, lints, native tests
    #[arg(long, conflicts_with = "browser")]
    native: bool,
    /// Only the build and the tests in a browser
    #[arg(long)]
    browser: bool,
    /// Only tests whose names contain this
    filter: Option<String>,
}

impl Test {
    /// Runs them.
    pub fn run(&self) -> Result<(), Error> {
        if !self.browser {
            self.natively()?;
        }
        if !self.native {
            self.in_a_browser()?;
        }
        say("\n✓ All checks passed.");
        Ok(())
    }

    fn natively(&self) -> Result<(), Error> {
        step::run("Format", "a second", &mut cargo("fmt --all --check"))?;
        let lints = "clippy --workspace --all-targets --features page-tests/browser --locked -- -D warnings";
        step::run("Lints, native", "1 to 3 minutes from nothing", &mut cargo(lints))?;
        tools::wasm_target()?;
        let lints = "clippy --target wasm32-unknown-unknown -p simscope -p engine --locked -- -D warnings";
        step::run("Lints, wasm32", "1 to 2 minutes from nothing", &mut cargo(lints))?;
        let nextest = cargo("nextest --version").output().is_ok_and(|output| output.status.success());
        let tests = if nextest {
            "nextest run --workspace --locked --no-tests=pass"
        } else {
            "test --workspace --all-targets --locked"
        };
        let mut tests = cargo(tests);
        tests.args(&self.filter);
        if let Some(program) = libreoffice::set_up() {
            tests.env("SOFFICE", program);
        }
        step::run("Tests, native", "2 to 5 minutes from nothing", &mut tests)?;
        step::run(
            "Tests, examples in the documentation",
            "under a minute",
            cargo("test --workspace --doc --locked").args(&self.filter),
        )
    }

    fn in_a_browser(&self) -> Result<(), Error> {
        let chromium = Chromium::set_up()?;
        tables(true)?;
        Build::default().with(&Tools::set_up()?)?;
        let mut tests = cargo("test --package page-tests --features browser --test page --locked --");
        // One browser at a time: what a page measures is not what two of them leave each other.
        tests.args(["--test-threads", "1"]).args(&self.filter);
        step::run("Tests in a browser", "1 to 5 minutes", with(&mut tests, &chromium))
    }
}

/// Makes the committed tables anew, or only compares them with what would be made.
pub fn tables(only_compare: bool) -> Result<(), Error> {
    tools::npm()?;
    say("\n▸ The tables of networks, places and outlines (seconds)");
    if only_compare {
        data::check()?
    } else {
        data::run()?
    }
    Ok(())
}

/// Builds the page and takes pictures of it.
pub fn shots() -> Result<(), Error> {
    let chromium = Chromium::set_up()?;
    Build::default().with(&Tools::set_up()?)?;
    let mut shots = cargo("run --package page-tests --bin shots --locked");
    step::run("Pictures of the page into target/screenshots", "under a minute", with(&mut shots, &chromium))
}

/// A command that finds the browser.
pub fn with<'a>(command: &'a mut Command, chromium: &Chromium) -> &'a mut Command {
    command.env("CHROME", &chromium.browser).env("CHROMEDRIVER", &chromium.driver)
}

fn cargo(words: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(words.split(' ')).current_dir(root());
    cargo
}
