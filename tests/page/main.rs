//! The whole product, in a real browser: run by `cargo xtask test`, which builds the page first.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test may")]

mod accessible;
mod account;
mod asking;
mod cells;
mod detail;
mod escape;
mod export;
mod files;
mod fleets;
mod hands;
mod large;
mod opening;
mod packed;
mod paste;
mod questions;
mod scrolling;
mod small;
mod sources;
mod streets;
mod table;
mod trust;
mod typing;
