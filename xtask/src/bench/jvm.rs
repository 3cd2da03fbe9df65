//! The loop that Mihari's speed is compared with: `Loop.java`.

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::child::{self, Usage};
use crate::command::{self, require, root};

/// The loop's own measure of itself, from `main` to its end.
pub(super) struct LoopUsage {
    pub(super) usage: Usage,
    pub(super) without_start: Duration,
}

/// Compiles the loop into `folder`, so that no compiler runs while it is measured.
pub(super) fn compile(folder: &Path) -> Result<()> {
    require(
        Command::new("javac").arg("--version"),
        "The comparison needs a JDK: on Debian, `sudo apt install openjdk-17-jdk-headless`.",
    )?;
    let source = root().join("xtask/src/bench/Loop.java");
    command::run(Command::new("javac").arg("-d").arg(folder).arg(source))
}

pub(super) fn run(folder: &Path, input: &Path, output: &Path) -> Result<LoopUsage> {
    let sink =
        File::create(output).with_context(|| format!("cannot write {}", output.display()))?;
    let mut java = Command::new("java");
    java.arg("-cp").arg(folder).arg("Loop").arg(input).stdout(sink);
    let usage = child::measure(&mut java)?;
    let nanoseconds: u64 =
        usage.stderr.trim().parse().context("Loop.java says its nanoseconds on stderr")?;
    Ok(LoopUsage { usage, without_start: Duration::from_nanos(nanoseconds) })
}
