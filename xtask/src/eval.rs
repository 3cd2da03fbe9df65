//! `cargo xtask eval DIR`: recall and false alarms on labelled messages.
//!
//! The text of misses and false alarms is printed with `--show`: looking at them is what this is
//! for, and the corpus is the developer's own file.

mod corpus;
mod goals;
mod masks;
mod measure;
mod proportion;
mod report;
mod screen;
mod vectors;

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use crate::command::root;
use corpus::Corpus;
use goals::Check;
use screen::Screen;
use vectors::Vectors;

#[derive(Args)]
pub(crate) struct Options {
    /// Folder with *.jsonl, phish_urls.txt and legit_urls.txt
    dir: PathBuf,
    /// Print every miss and false alarm with its text and the rules that hit
    #[arg(long)]
    show: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let corpus = Corpus::read(&options.dir)?;
    let vectors = Vectors::read(&root().join("tests/vectors"))?;
    let measured = measure::measure(&Screen::shipped(), &corpus, &vectors);
    let checks = goals::checks(&measured);
    if options.json {
        report::print_json(&measured, &checks, options.show)?;
    } else {
        report::print_tables(&measured, &checks);
        if options.show {
            report::print_faults(&measured.faults);
        }
    }
    fail_below_goal(&checks)
}

fn fail_below_goal(checks: &[Check]) -> Result<()> {
    let below: Vec<&str> =
        checks.iter().filter(|check| !check.met).map(|check| &*check.what).collect();
    if !below.is_empty() {
        bail!("below goal: {}", below.join("; "));
    }
    Ok(())
}
