//! Tests of the emulator through its HTTP interface.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod client;
mod cors;
mod events_and_cells;
mod faults;
mod lists;
mod login;
mod schema;
mod server;
