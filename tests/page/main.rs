//! Tests of the whole product in a real browser, run by `cargo xtask test`, which builds the page first.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test may")]

mod accessibility;
mod account;
mod actions;
mod boxes;
mod changed_files;
mod checks;
mod commands;
mod compressed_files;
mod detail;
mod escape_key;
mod export;
mod filtering;
mod fixtures;
mod isolation;
mod jobs;
mod landing;
mod large_files;
mod layout;
mod lists;
mod map_cells;
mod marked_rows;
mod opening;
mod page_words;
mod paste;
mod pmtiles;
mod query_box;
mod query_controls;
mod real_world_files;
mod scrolling;
mod small_windows;
mod sources;
mod table;
