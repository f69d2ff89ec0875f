//! The tools that build the page: a suitable installed version is used, a missing tool is installed under target/tools.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use crate::step::{self, XtaskError, file_error, print_line};
use crate::{wasm_build, workspace_root};

/// The version of Trunk that is installed if there is none; any other 0.21 is used as it is.
const TRUNK_VERSION: &str = "0.21.14";

/// The version of typos that is installed if there is none; its dictionary changes with the minor version.
const TYPOS_VERSION: &str = "1.52.0";

/// Maximum time of downloading a prebuilt tool, after which it is compiled instead.
const BINSTALL_TIMEOUT: Duration = Duration::from_secs(60);

/// A program of a package in a certain version.
struct Tool {
    program: &'static str,
    package: &'static str,
    version: String,
    /// Whether another patch version is accepted.
    any_patch: bool,
    /// The arguments of `cargo install` about the package's features.
    feature_args: &'static [&'static str],
}

impl Tool {
    fn is_satisfied_by(&self, installed: &str) -> bool {
        let series = self.version.rsplit_once('.').map_or("", |(series, _)| series);
        installed == self.version
            || (self.any_patch && installed.strip_prefix(series).is_some_and(|rest| rest.starts_with('.')))
    }

    fn package_spec(&self) -> String {
        format!("{}@{}", self.package, self.version)
    }
}

/// The environment in which all tools are found.
pub struct Tools {
    path_variable: OsString,
}

impl Tools {
    /// Installs all missing tools.
    ///
    /// # Errors
    /// Returns an error if Node or rustup is missing, or if an installation fails; the message says what to do.
    pub fn set_up() -> Result<Self, XtaskError> {
        ensure_wasm_target()?;
        ensure_npm_packages()?;
        let tools = Self::find_installed()?;
        let bindgen = Tool {
            program: "wasm-bindgen",
            package: "wasm-bindgen-cli",
            version: locked_version("wasm-bindgen")?,
            any_patch: false,
            feature_args: NO_TLS,
        };
        let trunk = Tool {
            program: "trunk",
            package: "trunk",
            version: TRUNK_VERSION.to_owned(),
            any_patch: true,
            feature_args: NO_TLS,
        };
        let missing: Vec<_> = [trunk, bindgen].into_iter().filter(|tool| !tools.find_or_fetch(tool)).collect();
        tools.install_missing(&missing)?;
        Ok(tools)
    }

    /// Sets up what checks the spelling.
    ///
    /// # Errors
    /// Where its installation fails.
    pub fn set_up_typos() -> Result<Self, XtaskError> {
        let tools = Self::find_installed()?;
        let typos = Tool {
            program: "typos",
            package: "typos-cli",
            version: TYPOS_VERSION.to_owned(),
            any_patch: true,
            feature_args: &[],
        };
        if !tools.find_or_fetch(&typos) {
            let mut install = tools.compile_command(&typos);
            step::run_step(&format!("Install typos {TYPOS_VERSION}"), "once; 1 to 2 minutes", &mut install)?;
            remove_build_folder();
        }
        Ok(tools)
    }

    /// Takes the tools that are there, and sets up none.
    ///
    /// # Errors
    /// Where this folder's name cannot be in PATH.
    pub fn find_installed() -> Result<Self, XtaskError> {
        Ok(Self { path_variable: path_with_tools()? })
    }

    /// Returns a command that finds these tools first.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(workspace_root()).env("PATH", &self.path_variable);
        command
    }

    /// Whether the tool is there, or can be fetched ready-made.
    fn find_or_fetch(&self, tool: &Tool) -> bool {
        self.has_tool(tool) || (self.try_binstall(tool) && self.has_tool(tool))
    }

    fn has_tool(&self, tool: &Tool) -> bool {
        self.installed_version(tool.program).is_some_and(|installed| tool.is_satisfied_by(&installed))
    }

    /// Compiles the missing tools and the page at the same time, as none of them alone keeps two cores busy to its end.
    fn install_missing(&self, missing: &[Tool]) -> Result<(), XtaskError> {
        let Some((first, rest)) = missing.split_first() else { return Ok(()) };
        let others = rest.iter().map(|tool| (format!("Install {}", tool.program), self.compile_command(tool)));
        let mut background_steps = Vec::new();
        for (name, mut command) in others.chain([("Compile the page".to_owned(), wasm_build::wasm_build_command())]) {
            background_steps.push(step::start_background_step(&name, command.arg("--quiet"))?);
        }
        let duration = "once; 5 to 8 minutes on 2 cores, with what goes on beside it";
        step::run_step(
            &format!("Install {} {}", first.program, first.version),
            duration,
            &mut self.compile_command(first),
        )?;
        background_steps.into_iter().try_for_each(step::BackgroundStep::wait)?;
        remove_build_folder();
        Ok(())
    }

    fn compile_command(&self, tool: &Tool) -> Command {
        let mut cargo = self.command("cargo");
        cargo.args([
            "install",
            "--locked",
            "--force",
            "--root",
            "target/tools",
            &tool.package_spec(),
            "--bin",
            tool.program,
        ]);
        // It is their compile time that counts, not their speed.
        cargo
            .args(tool.feature_args)
            .env("CARGO_TARGET_DIR", workspace_root().join("target/tools/build").join(tool.program));
        for (key, value) in [("LTO", "off"), ("CODEGEN_UNITS", "16"), ("OPT_LEVEL", "0"), ("DEBUG", "false")] {
            cargo.env(format!("CARGO_PROFILE_RELEASE_{key}"), value);
        }
        cargo
    }

    /// Returns the version that `program` prints: the second word of `trunk 0.21.14`.
    fn installed_version(&self, program: &str) -> Option<String> {
        let output = self.command(program).arg("--version").output().ok()?;
        String::from_utf8(output.stdout).ok()?.split_whitespace().nth(1).map(str::to_owned)
    }

    /// Downloads a prebuilt tool with cargo-binstall, if that is installed; gives up after [`BINSTALL_TIMEOUT`].
    fn try_binstall(&self, tool: &Tool) -> bool {
        let mut binstall = self.command("cargo");
        binstall.args(["binstall", "--no-confirm", "--disable-strategies", "compile", "--root", "target/tools"]);
        binstall.arg(tool.package_spec());
        let version_status =
            self.command("cargo").args(["binstall", "-V"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !version_status.is_ok_and(|status| status.success()) {
            return false;
        }
        print_line(&format!(
            "\n▸ Fetch {} with cargo-binstall (at most {} s)",
            tool.package_spec(),
            BINSTALL_TIMEOUT.as_secs()
        ));
        let Ok(mut child) = binstall.spawn() else { return false };
        let start = Instant::now();
        while start.elapsed() < BINSTALL_TIMEOUT {
            match child.try_wait() {
                Ok(None) => thread::sleep(Duration::from_millis(200)),
                Ok(Some(status)) => return status.success(),
                Err(_) => break,
            }
        }
        let _ = child.kill();
        let _ = child.wait();
        print_line("  not to be had so: it is compiled instead");
        false
    }
}

/// Trunk and wasm-bindgen download nothing here, so that neither needs its TLS.
const NO_TLS: &[&str] = &["--no-default-features"];

/// Removes what tools were compiled from: it takes more than a gigabyte, and is not needed again.
fn remove_build_folder() {
    let _ = fs::remove_dir_all(workspace_root().join("target/tools/build"));
}

/// The version of `package` in Cargo.lock.
fn locked_version(package: &str) -> Result<String, XtaskError> {
    let path = workspace_root().join("Cargo.lock");
    let lock = fs::read_to_string(&path).map_err(file_error(&path))?;
    version_in_lock(&lock, package).ok_or_else(|| XtaskError::Other(format!("Cargo.lock does not know {package}")))
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{package}\""))?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned)
}

/// Returns PATH with the tools of the workspace and of npm first.
fn path_with_tools() -> Result<OsString, XtaskError> {
    let own = [workspace_root().join("target/tools/bin"), workspace_root().join("node_modules/.bin")];
    let rest = env::var_os("PATH").unwrap_or_default();
    let all: Vec<PathBuf> = own.into_iter().chain(env::split_paths(&rest)).collect();
    env::join_paths(all).map_err(|error| XtaskError::Other(format!("this folder's name cannot be in PATH: {error}")))
}

/// Adds the wasm target to Rust. rustup has it already, as rust-toolchain.toml names it; another Rust may not.
pub fn ensure_wasm_target() -> Result<(), XtaskError> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let output = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .current_dir(workspace_root())
        .output();
    let folder = output.ok().and_then(|output| String::from_utf8(output.stdout).ok()).unwrap_or_default();
    if PathBuf::from(folder.trim()).is_dir() {
        return Ok(());
    }
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", TARGET]).current_dir(workspace_root());
    step::run_step("Add the wasm target to Rust", "once; under a minute", &mut rustup).map_err(|error| {
        XtaskError::Other(format!("{error}\n  Rust's {TARGET} target is missing: install Rust with rustup (https://rustup.rs), or your system's package of that target."))
    })
}

/// Runs `npm ci`, unless package-lock.json is the one for which it ran last.
pub fn ensure_npm_packages() -> Result<(), XtaskError> {
    let (lock, stamp) =
        (workspace_root().join("package-lock.json"), workspace_root().join("node_modules/.installed-lock.json"));
    let expected = fs::read(&lock).map_err(file_error(&lock))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == expected) {
        return Ok(());
    }
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(workspace_root());
    step::run_step("Fetch the npm packages", "once; under a minute", &mut npm).map_err(|error| match error {
        XtaskError::Spawn { .. } => XtaskError::Other(
            "npm is missing: install Node 20 or newer (https://nodejs.org), then run this again.".to_owned(),
        ),
        other => other,
    })?;
    fs::write(&stamp, expected).map_err(file_error(&stamp))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_fits_by_its_version_or_its_series() {
        for (any_patch, installed, expected) in [
            (true, "0.21.14", true),
            (true, "0.21.9", true),
            (true, "0.22.0", false),
            (true, "0.210.1", false),
            (false, "0.21.14", true),
            (false, "0.21.9", false),
        ] {
            let version = TRUNK_VERSION.to_owned();
            let tool = Tool { program: "trunk", package: "trunk", version, any_patch, feature_args: NO_TLS };
            assert_eq!(tool.is_satisfied_by(installed), expected, "{any_patch} {installed}");
        }
    }

    #[test]
    fn the_lock_file_is_read() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.9\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen").as_deref(), Some("0.2.9"));
        assert_eq!(version_in_lock(lock, "trunk"), None);
    }
}
