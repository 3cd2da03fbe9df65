//! Everything done more than once to this repository, as `cargo xtask …`.
//!
//! Each subcommand is a module; each step of it is a function. Commands that are run are printed
//! first, so that one can be copied and run alone.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this tool does")]

mod android;
mod apk;
mod bench;
mod command;
mod coverage;
mod eval;
mod inputs;
mod licences;
mod lint;
mod random;
mod release;
mod room;
mod test;
mod tools;
mod whole;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            if let Some(shortage) = room::shortage() {
                eprintln!("{shortage}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    match &arguments.task {
        Task::Test(options) => test::run(options),
        Task::Bindings => android::bindings(),
        Task::Apk(options) => apk::run(options),
        Task::Licences => licences::run(),
        Task::Screenshots(options) => release::screenshots(options),
        Task::Lint => lint::run(),
        Task::Eval(options) => eval::run(options),
        Task::Bench(options) => bench::run(options),
        Task::Coverage => coverage::run(),
    }
}

/// Everything done more than once to this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run every test there is
    Test(test::Options),
    /// Write the Kotlin that calls the core to target/android/bindings
    Bindings,
    /// Build, sign and verify the Android app
    Apk(apk::Options),
    /// Write the licences of all that is in the app to target/licences
    Licences,
    /// Draw every screen of the app to target/screenshots
    Screenshots(release::Options),
    /// Check formatting, lints, rule packs and the architecture
    Lint,
    /// Measure recall and false alarms on a corpus of labelled messages
    Eval(eval::Options),
    /// Measure speed and memory
    Bench(bench::Options),
    /// Measure line coverage of core
    Coverage,
}
