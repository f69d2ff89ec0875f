//! Serves, builds and tests the page: one command for each, with all the set-up that it needs.
//!
//! ```sh
//! cargo xtask serve    # on a fresh machine with Rust and Node: sets up, builds, serves, prints the address
//! cargo xtask test     # every check
//! cargo xtask --help
//! ```

mod announce;
mod bench;
mod build;
mod check;
mod chromium;
mod content_hash;
mod data;
mod debian;
mod emulator;
mod finalize;
mod import_names;
mod minify;
mod other_programs;
mod policy;
mod relay;
mod sample;
mod serve;
mod sizes;
mod step;
mod style_sheets;
mod tools;
mod wasm_build;
mod wasm_opt;

use check::TableMode;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The commands of the workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", about = "Serve, build and test the page")]
struct XtaskCli {
    #[command(subcommand)]
    command: XtaskCommand,
}

#[derive(Subcommand)]
enum XtaskCommand {
    /// Set up what is missing, build for release, serve on localhost and print the address
    Serve(serve::ServeCommand),
    /// Build for release into dist/, which works under any folder of any static host
    Build(build::BuildCommand),
    /// Run every check: format, lints, types of the JavaScript, native tests, the build, and the tests in a browser
    Test(check::TestCommand),
    /// Measure natively or in a browser; the tables are copied to docs/PERFORMANCE.md by hand
    Bench(bench::BenchCommand),
    /// Write a sample fleet as soracom-cli would write it
    Sample(sample::SampleCommand),
    /// Emulate the Soracom API on this machine, to try the page against
    Emulator(emulator::EmulatorCommand),
    /// Generate the tables of networks, places and outlines from the npm packages
    Data {
        /// Only compare them with the committed ones
        #[arg(long)]
        check: bool,
    },
    /// Take screenshots of the page into target/screenshots
    Screenshots,
    /// Finalize a build by Trunk, whose hook calls this
    #[command(hide = true)]
    Finalize,
    /// Print the address once the page is served (`serve` calls this)
    #[command(hide = true)]
    Announce(announce::AnnounceCommand),
}

fn main() -> ExitCode {
    let result = match XtaskCli::parse().command {
        XtaskCommand::Serve(serve) => serve.run(),
        XtaskCommand::Build(build) => build.run(),
        XtaskCommand::Test(test) => test.run(),
        XtaskCommand::Bench(bench) => bench.run(),
        XtaskCommand::Sample(sample) => sample.run(),
        XtaskCommand::Emulator(emulator) => emulator.run(),
        XtaskCommand::Data { check: false } => check::update_tables(TableMode::Write),
        XtaskCommand::Data { check: true } => check::update_tables(TableMode::Check),
        XtaskCommand::Screenshots => check::take_screenshots(),
        XtaskCommand::Finalize => finalize::run_finalize_hook(),
        XtaskCommand::Announce(announce) => {
            announce.run();
            Ok(())
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            step::report_error(&error);
            ExitCode::FAILURE
        }
    }
}

/// Returns the folder of the workspace.
fn workspace_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .components()
        .collect::<PathBuf>()
        .join("../..")
        .canonicalize()
        .unwrap_or_default()
}
