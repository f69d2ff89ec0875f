//! Serves, builds and tests the page: one command each, with all the set-up that it needs.
//!
//! ```sh
//! cargo xtask serve    # on a fresh machine with Rust and TermNode: sets up, builds, serves, prints the address
//! cargo xtask test     # every check
//! cargo xtask --help
//! ```

mod announce;
mod bench;
mod build;
mod check;
mod chromium;
mod data;
mod debian;
mod emulator;
mod folder;
mod libreoffice;
mod optimise;
mod policy;
mod relay;
mod sample;
mod seal;
mod serve;
mod sizes;
mod step;
mod tools;
mod worker;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What can be asked of this house.
#[derive(Parser)]
#[command(name = "cargo xtask", about = "Serve, build and test the page")]
struct Asked {
    #[command(subcommand)]
    command: Asking,
}

#[derive(Subcommand)]
enum Asking {
    /// Set up what is missing, build for release, serve on localhost and print the address
    Serve(serve::Serve),
    /// Build for release into dist/, which works under any folder of any static host
    Build(build::Build),
    /// Run every check: format, lints, native tests, the build, and the tests in a browser
    Test(check::Test),
    /// Measure: natively, or in a browser; the tables go to docs/PERFORMANCE.md by hand
    Bench(bench::Bench),
    /// Write a sample fleet as soracom-cli would write it
    Sample(sample::Sample),
    /// Emulate the Soracom API on this machine, to try the page against
    Emulator(emulator::Emulator),
    /// Make the tables of networks, places and outlines from the npm packages
    Data {
        /// Only compare them with the committed ones
        #[arg(long)]
        check: bool,
    },
    /// Look at the page: pictures of it into target/screenshots
    Shots,
    /// Begin a build of Trunk's (its hook calls this)
    #[command(hide = true)]
    Worker,
    /// Finish a build of Trunk's (its hook calls this)
    #[command(hide = true)]
    Seal,
    /// Say so once the page is served (`serve` calls this)
    #[command(hide = true)]
    Announce(announce::Announce),
}

fn main() -> ExitCode {
    let done = match Asked::parse().command {
        Asking::Serve(serve) => serve.run(),
        Asking::Build(build) => build.run(),
        Asking::Test(test) => test.run(),
        Asking::Bench(bench) => bench.run(),
        Asking::Sample(sample) => sample.run(),
        Asking::Emulator(emulator) => emulator.run(),
        Asking::Data { check } => check::tables(check),
        Asking::Shots => check::shots(),
        Asking::Worker => worker::run(),
        Asking::Seal => seal::run(),
        Asking::Announce(announce) => announce.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            step::complain(&error);
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .components()
        .collect::<PathBuf>()
        .join("../..")
        .canonicalize()
        .unwrap_or_default()
}
