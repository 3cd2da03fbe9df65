//! The core as the Android app sees it: one [`Guard`](guard::Guard), and plain records.
//!
//! Conversion only: what is decided is decided in the crates below. No panic crosses, and neither
//! an error nor a log record holds a word of a message or a digit of a number.

#![allow(unreachable_pub, reason = "Kotlin reaches what no Rust crate does")]

mod android_log;
mod fault;
mod guard;
mod item;
mod knowledge;
mod records;
mod span;

uniffi::setup_scaffolding!();
