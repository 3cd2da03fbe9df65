//! How long a person waits for `mihari check`: a new process each time.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::child::mihari;

const RUNS: usize = 30;
const GOAL: Duration = Duration::from_millis(20);
const TEXT: &str = "【Amazon】お支払い方法に問題があります。24時間以内に更新してください \
                    https://amzn-care.qvxw8.example/ap";

pub(super) fn run() -> Result<()> {
    println!("\nmihari check, from process start to exit, {RUNS} runs");
    let mut times = (0..RUNS).map(|_| once()).collect::<Result<Vec<_>>>()?;
    times.sort();
    let median = times[RUNS / 2];
    println!(
        "  fastest {:.1} ms, median {:.1} ms, slowest {:.1} ms (goal: median ≤ {} ms)",
        milliseconds(times[0]),
        milliseconds(median),
        milliseconds(times[RUNS - 1]),
        GOAL.as_millis(),
    );
    Ok(())
}

/// Waits without polling: a millisecond matters here.
fn once() -> Result<Duration> {
    let mut command: Command = mihari();
    command.args(["check", "--json", TEXT]).stdin(Stdio::null()).stdout(Stdio::null());
    let start = Instant::now();
    let status = command.status().context("cannot start mihari")?;
    let time = start.elapsed();
    if !status.success() {
        bail!("mihari check failed ({status})");
    }
    Ok(time)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
