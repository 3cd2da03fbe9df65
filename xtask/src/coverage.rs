//! `cargo xtask coverage`: which lines of core the tests run.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::command::{cargo, read, require, root};

/// Lines the tests should run, in percent, for core as a whole.
const GOAL: f64 = 90.0;

/// The folders whose lines are counted, each shown in a row.
const CRATES: &[&str] = &["core/engine", "core/history", "core/guard", "core/ffi", "core/cli"];

pub(crate) fn run() -> Result<()> {
    require(
        &mut cargo("llvm-cov --version"),
        "Run `cargo install cargo-llvm-cov --locked` and `rustup component add llvm-tools`. Without \
         rustup, let LLVM_COV and LLVM_PROFDATA name the tools of the compiler's LLVM version.",
    )?;
    let report = measure()?;
    let lines = lines_by_crate(&report);
    print(&lines);
    let total = lines.values().sum();
    check(total)
}

/// Runs the tests of core with instrumented binaries; the end-to-end tests' child processes count.
fn measure() -> Result<Report> {
    eprintln!("$ cargo llvm-cov (builds core once more, instrumented)");
    let json = read(&mut cargo(
        "llvm-cov --package mihari-engine --package mihari-history --package mihari-guard \
         --package mihari-ffi --package mihari --json --summary-only",
    ))?;
    serde_json::from_str(&json).context("cargo llvm-cov wrote something unexpected")
}

fn lines_by_crate(report: &Report) -> BTreeMap<&'static str, Lines> {
    let root = root();
    let mut by_crate = BTreeMap::<_, Vec<Lines>>::new();
    for file in report.data.iter().flat_map(|data| &data.files) {
        let folder = CRATES.iter().find(|folder| {
            std::path::Path::new(&file.filename).starts_with(root.join(folder).join("src"))
        });
        if let Some(folder) = folder {
            by_crate.entry(*folder).or_default().push(file.summary.lines);
        }
    }
    by_crate.into_iter().map(|(folder, files)| (folder, files.iter().sum())).collect()
}

fn print(lines: &BTreeMap<&'static str, Lines>) {
    println!("{:<14} {:>7} {:>8} {:>8}", "lines of", "all", "tested", "");
    for folder in CRATES {
        let lines = lines.get(folder).copied().unwrap_or_default();
        println!("{folder:<14} {:>7} {:>8} {:>6.1} %", lines.count, lines.covered, lines.percent());
    }
    let total: Lines = lines.values().sum();
    println!("{:<14} {:>7} {:>8} {:>6.1} %", "core", total.count, total.covered, total.percent());
}

fn check(total: Lines) -> Result<()> {
    if total.percent() < GOAL {
        bail!("{:.1} % of core's lines are tested; the goal is {GOAL} %", total.percent());
    }
    Ok(())
}

/// The part of llvm-cov's JSON export that is read here.
#[derive(Deserialize)]
struct Report {
    data: Vec<Data>,
}

#[derive(Deserialize)]
struct Data {
    files: Vec<File>,
}

#[derive(Deserialize)]
struct File {
    filename: String,
    summary: Summary,
}

#[derive(Deserialize)]
struct Summary {
    lines: Lines,
}

#[derive(Clone, Copy, Default, Deserialize)]
struct Lines {
    count: u64,
    covered: u64,
}

impl Lines {
    /// 0 without lines: a crate that was not measured is not a tested one.
    fn percent(self) -> f64 {
        if self.count == 0 { 0.0 } else { self.covered as f64 * 100.0 / self.count as f64 }
    }
}

impl<'a> std::iter::Sum<&'a Lines> for Lines {
    fn sum<I: Iterator<Item = &'a Lines>>(lines: I) -> Self {
        lines.fold(Lines::default(), |sum, lines| Lines {
            count: sum.count + lines.count,
            covered: sum.covered + lines.covered,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lines_are_summed_by_crate_and_other_folders_left_out() {
        let file = |path: &str, count: u64, covered: u64| {
            json!({
                "filename": root().join(path),
                "summary": {"lines": {"count": count, "covered": covered}},
            })
        };
        let report: Report = serde_json::from_value(json!({"data": [{"files": [
            file("core/engine/src/text.rs", 60, 60),
            file("core/engine/src/verdict.rs", 40, 20),
            file("core/cli/tests/scan.rs", 500, 0),
            file("core/history/src/lib.rs", 100, 95),
        ]}]}))
        .unwrap();
        let lines = lines_by_crate(&report);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines["core/engine"].percent(), 80.0);
        assert_eq!(lines["core/history"].percent(), 95.0);
        assert!(check(lines.values().sum()).is_err());
        assert!(check(lines["core/history"]).is_ok());
    }
}
