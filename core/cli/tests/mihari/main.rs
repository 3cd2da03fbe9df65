//! The command `mihari` as its users meet it: arguments, pipes, files, exit statuses.
//!
//! What the packs say of a text is tested with the packs. Here the texts are blatant or harmless, so
//! that tuning a pack breaks none of these tests.

#![allow(clippy::unwrap_used, reason = "a test's panic is the report")]

mod program;
mod samples;

mod backup;
mod bad_input;
mod contract;
mod history;
mod output;
mod packs;
mod trouble;
