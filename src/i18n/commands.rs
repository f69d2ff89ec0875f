//! The messages of what is shown as a command.

/// The messages.
pub struct CommandMessages {
    pub title: &'static str,
    pub hint: &'static str,
    /// What a reader calls the whole command.
    pub line: &'static str,
    /// What a reader calls the program alone.
    pub program: &'static str,
    pub writing: &'static str,
    /// Why it could not be written, in words of the browser or of the program.
    pub failed: fn(&str) -> String,
    /// The terms that cannot be said.
    pub left_out: fn(&str) -> String,
}
