//! Runs the steps of a command: prints what a step does and how long it may take, runs it, and prints how long it took.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Instant;

/// The reason why a command stopped.
#[derive(Debug, thiserror::Error)]
pub enum XtaskError {
    /// A program ran and did not succeed; it has said why itself.
    #[error("{step}: `{command}` did not succeed ({status}); what it printed is above")]
    Failed {
        /// Name of the step.
        step: String,
        /// The command line.
        command: String,
        /// The exit status of the program.
        status: String,
    },
    /// A program could not be started.
    #[error("{step}: `{command}` cannot be started: {source}")]
    Spawn {
        /// Name of the step.
        step: String,
        /// The command line.
        command: String,
        /// The error of the system.
        source: io::Error,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Path of the file or folder.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The tables could not be generated, or differ from the committed ones.
    #[error(transparent)]
    Tables(#[from] crate::data::DataTableError),
    /// Something is missing or not as it must be; the sentence says what to do.
    #[error("{0}")]
    Other(String),
}

/// Converts the system's error for `path` to a file error.
pub fn file_error(path: &Path) -> impl FnOnce(io::Error) -> XtaskError {
    move |source| XtaskError::File { path: path.to_owned(), source }
}

/// Runs `command` as a step that may take `duration`.
pub fn run_step(name: &str, duration: &str, command: &mut Command) -> Result<(), XtaskError> {
    let line = command_line(command);
    print_line(&format!("\n▸ {name} ({duration})\n  $ {line}"));
    let start = Instant::now();
    let status = command.status().map_err(|source| XtaskError::Spawn {
        step: name.to_owned(),
        command: line.clone(),
        source,
    })?;
    if !status.success() {
        return Err(XtaskError::Failed { step: name.to_owned(), command: line, status: status.to_string() });
    }
    print_line(&format!("  done in {:.1} s", start.elapsed().as_secs_f64()));
    Ok(())
}

/// A step that runs in the background.
pub struct BackgroundStep {
    name: String,
    command_line: String,
    child: Child,
}

/// Starts `command` as a step that runs in the background of the next ones.
pub fn start_background_step(name: &str, command: &mut Command) -> Result<BackgroundStep, XtaskError> {
    let (name, line) = (name.to_owned(), command_line(command));
    print_line(&format!("\n▸ {name} (in the background)\n  $ {line}"));
    match command.spawn() {
        Ok(child) => Ok(BackgroundStep { name, command_line: line, child }),
        Err(source) => Err(XtaskError::Spawn { step: name, command: line, source }),
    }
}

impl BackgroundStep {
    /// Waits until the step has ended.
    pub fn wait(mut self) -> Result<(), XtaskError> {
        print_line(&format!("\n▸ {}: waiting for it", self.name));
        match self.child.wait() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => {
                Err(XtaskError::Failed { step: self.name, command: self.command_line, status: status.to_string() })
            }
            Err(source) => Err(XtaskError::Spawn { step: self.name, command: self.command_line, source }),
        }
    }
}

/// Returns the command as a user would type it.
pub fn command_line(command: &Command) -> String {
    let parts = std::iter::once(command.get_program()).chain(command.get_args());
    parts.map(|part| part.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Prints a line to the terminal.
#[expect(clippy::print_stdout, reason = "a command line tool speaks to its terminal")]
pub fn print_line(line: &str) {
    println!("{line}");
}

/// Prints the reason why the command stopped.
#[expect(clippy::print_stderr, reason = "a command line tool speaks to its terminal")]
pub fn report_error(error: &XtaskError) {
    eprintln!("\n✗ {error}");
}
