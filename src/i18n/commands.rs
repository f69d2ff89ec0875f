//! The messages of what is shown as a command.

/// The messages.
pub struct CommandMessages {
    pub title: &'static str,
    /// What the whole command is for.
    pub line_hint: &'static str,
    pub program_hint: &'static str,
    pub sql_hint: &'static str,
    pub writing: &'static str,
    /// Why it could not be written, in words of the browser or of the program.
    pub failed: fn(&str) -> String,
    /// The terms that cannot be said.
    pub left_out: fn(&str) -> String,
}
