//! The history as its users see it: through its public interface and on a real disk.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test's panic is the report")]

mod export;
mod keep;
mod list;
mod numbers;
mod open;
mod processes;
mod properties;
mod removal;
mod samples;
mod settings;
