//! `cargo xtask bench`: speed and memory, every ratio within one run.
//!
//! Figures are printed beside the goals and decide nothing: a busy machine is not a regression.

mod child;
mod jvm;
mod messages;
mod scan;
mod start;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::command::{self, cargo};

#[derive(Args)]
pub(crate) struct Options {
    /// What to measure; everything when left out
    part: Option<Part>,
    /// Messages in the scanned file
    #[arg(long, default_value_t = 300_000)]
    messages: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// One message against the shipped packs, and growth with the number of rules
    Engine,
    /// `mihari scan` of a large file against a loop of java.util.regex patterns
    Scan,
    /// `mihari check`, from process start to exit
    Start,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let wanted = |part| options.part.is_none_or(|only| only == part);
    if wanted(Part::Engine) {
        engine()?;
    }
    if wanted(Part::Scan) {
        build_command_line()?;
        scan::run(options.messages)?;
    }
    if wanted(Part::Start) {
        build_command_line()?;
        start::run()?;
    }
    Ok(())
}

/// core/engine/benches/screen.rs.
fn engine() -> Result<()> {
    command::run(&mut cargo("bench --package mihari-engine --bench screen"))
}

/// As it is shipped.
fn build_command_line() -> Result<()> {
    command::run(&mut cargo("build --release --package mihari"))
}
