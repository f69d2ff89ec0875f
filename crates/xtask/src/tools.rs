//! The tools that the page is built with: what fits is used, what is missing is set up under target/tools.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use crate::step::{self, Error, file, say};
use crate::{root, worker};

/// The Trunk that is installed where none is; any other 0.21 that is there serves as well.
const TRUNK: &str = "0.21.14";

/// How long fetching a ready-made tool may take before it is compiled instead.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program of a package, in a version.
struct Tool {
    program: &'static str,
    package: &'static str,
    want: String,
    /// Whether the last number of the version may be another.
    any_patch: bool,
}

impl Tool {
    fn fits(&self, have: &str) -> bool {
        let series = self.want.rsplit_once('.').map_or("", |(series, _)| series);
        have == self.want || (self.any_patch && have.strip_prefix(series).is_some_and(|rest| rest.starts_with('.')))
    }

    fn spec(&self) -> String {
        format!("{}@{}", self.package, self.want)
    }
}

/// All tools, in place.
pub struct Tools {
    path: OsString,
}

impl Tools {
    /// Sets up whatever is missing.
    ///
    /// # Errors
    /// Where Node or rustup is missing, or an installation fails; the message says what to do.
    pub fn set_up() -> Result<Self, Error> {
        wasm_target()?;
        npm()?;
        let tools = Self::found()?;
        let bindgen = Tool {
            program: "wasm-bindgen",
            package: "wasm-bindgen-cli",
            want: locked("wasm-bindgen")?,
            any_patch: false,
        };
        let trunk = Tool { program: "trunk", package: "trunk", want: TRUNK.to_owned(), any_patch: true };
        let there = |tool: &Tool| tools.have(tool) || (tools.binstall(tool) && tools.have(tool));
        let missing: Vec<_> = [trunk, bindgen].into_iter().filter(|tool| !there(tool)).collect();
        tools.install(&missing)?;
        Ok(tools)
    }

    /// Whatever is there.
    ///
    /// # Errors
    /// Where this folder's name cannot stand in PATH.
    pub fn found() -> Result<Self, Error> {
        Ok(Self { path: path()? })
    }

    /// A command that finds these tools first.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(root()).env("PATH", &self.path);
        command
    }

    fn have(&self, tool: &Tool) -> bool {
        self.version(tool.program).is_some_and(|have| tool.fits(&have))
    }

    /// Compiles what is missing, all at once and with it what it is for: none of them keeps two cores busy to its end alone.
    fn install(&self, missing: &[Tool]) -> Result<(), Error> {
        let Some((first, rest)) = missing.split_first() else { return Ok(()) };
        let beside = rest.iter().map(|tool| (format!("Install {}", tool.program), self.compile(tool)));
        let mut quiet = Vec::new();
        for (name, mut command) in beside.chain([("Compile the page".to_owned(), worker::compile(true))]) {
            quiet.push(step::beside(&name, command.arg("--quiet"))?);
        }
        let takes = "once; 5 to 8 minutes on 2 cores, with what goes on beside it";
        step::run(&format!("Install {} {}", first.program, first.want), takes, &mut self.compile(first))?;
        quiet.into_iter().try_for_each(step::Beside::wait)?;
        // What they were compiled from takes more than a gigabyte and is not needed again.
        let _ = fs::remove_dir_all(root().join("target/tools/build"));
        Ok(())
    }

    fn compile(&self, tool: &Tool) -> Command {
        let mut cargo = self.command("cargo");
        cargo.args(["install", "--locked", "--force", "--root", "target/tools", &tool.spec(), "--bin", tool.program]);
        // Neither tool downloads anything here, so neither needs its TLS; and it is their compile time that counts, not their speed.
        cargo
            .arg("--no-default-features")
            .env("CARGO_TARGET_DIR", root().join("target/tools/build").join(tool.program));
        for (key, value) in [("LTO", "off"), ("CODEGEN_UNITS", "16"), ("OPT_LEVEL", "0"), ("DEBUG", "false")] {
            cargo.env(format!("CARGO_PROFILE_RELEASE_{key}"), value);
        }
        cargo
    }

    /// The version that `program` says it has: the second word of `trunk 0.21.14`.
    fn version(&self, program: &str) -> Option<String> {
        let output = self.command(program).arg("--version").output().ok()?;
        String::from_utf8(output.stdout).ok()?.split_whitespace().nth(1).map(str::to_owned)
    }

    /// Fetches a ready-made tool with cargo-binstall, if that is there; gives up after [`PATIENCE`].
    fn binstall(&self, tool: &Tool) -> bool {
        let mut binstall = self.command("cargo");
        binstall.args(["binstall", "--no-confirm", "--disable-strategies", "compile", "--root", "target/tools"]);
        binstall.arg(tool.spec());
        let known = self.command("cargo").args(["binstall", "-V"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !known.is_ok_and(|status| status.success()) {
            return false;
        }
        say(&format!("\n▸ Fetch {} with cargo-binstall (at most {} s)", tool.spec(), PATIENCE.as_secs()));
        let Ok(mut child) = binstall.spawn() else { return false };
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            match child.try_wait() {
                Ok(None) => thread::sleep(Duration::from_millis(200)),
                Ok(Some(status)) => return status.success(),
                Err(_) => break,
            }
        }
        let _ = child.kill();
        let _ = child.wait();
        say("  not to be had so: it is compiled instead");
        false
    }
}

/// The version of `package` in Cargo.lock.
fn locked(package: &str) -> Result<String, Error> {
    let path = root().join("Cargo.lock");
    let lock = fs::read_to_string(&path).map_err(file(&path))?;
    version_in(&lock, package).ok_or_else(|| Error::Wrong(format!("Cargo.lock does not know {package}")))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{package}\""))?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned)
}

/// PATH with our own tools, and those of npm, in front.
fn path() -> Result<OsString, Error> {
    let own = [root().join("target/tools/bin"), root().join("node_modules/.bin")];
    let rest = env::var_os("PATH").unwrap_or_default();
    let all: Vec<PathBuf> = own.into_iter().chain(env::split_paths(&rest)).collect();
    env::join_paths(all).map_err(|error| Error::Wrong(format!("this folder's name cannot stand in PATH: {error}")))
}

/// rust-toolchain.toml names the target, so rustup has it; another Rust may not.
pub fn wasm_target() -> Result<(), Error> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let output =
        Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).current_dir(root()).output();
    let folder = output.ok().and_then(|output| String::from_utf8(output.stdout).ok()).unwrap_or_default();
    if PathBuf::from(folder.trim()).is_dir() {
        return Ok(());
    }
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", TARGET]).current_dir(root());
    step::run("Add the wasm target to Rust", "once; under a minute", &mut rustup).map_err(|error| {
        Error::Wrong(format!("{error}\n  Rust's {TARGET} target is missing: install Rust with rustup (https://rustup.rs), or your system's package of that target."))
    })
}

/// `npm ci`, but only if package-lock.json is not the one it last ran for.
pub fn npm() -> Result<(), Error> {
    let (lock, stamp) = (root().join("package-lock.json"), root().join("node_modules/.installed-lock.json"));
    let want = fs::read(&lock).map_err(file(&lock))?;
    if fs::read(&stamp).is_ok_and(|have| have == want) {
        return Ok(());
    }
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(root());
    step::run("Fetch the npm packages", "once; under a minute", &mut npm).map_err(|error| match error {
        Error::Start { .. } => Error::Wrong(
            "npm is missing: install Node 20 or newer (https://nodejs.org), then run this again.".to_owned(),
        ),
        other => other,
    })?;
    fs::write(&stamp, want).map_err(file(&stamp))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits() {
        for (any_patch, have, expected) in [
            (true, "0.21.14", true),
            (true, "0.21.9", true),
            (true, "0.22.0", false),
            (true, "0.210.1", false),
            (false, "0.21.14", true),
            (false, "0.21.9", false),
        ] {
            let tool = Tool { program: "trunk", package: "trunk", want: TRUNK.to_owned(), any_patch };
            assert_eq!(tool.fits(have), expected, "{any_patch} {have}");
        }
    }

    #[test]
    fn the_lock_file_is_read() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.9\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.9"));
        assert_eq!(version_in(lock, "trunk"), None);
    }
}
