//! The emulator as a client meets it: over HTTP.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod client;
mod cors;
mod details;
mod faults;
mod lists;
mod login;
mod schema;
mod server;
