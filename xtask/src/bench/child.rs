//! A child process, its time and its peak memory.

use std::fs;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::command::root;

/// How often the kernel is asked for a child's peak memory.
const POLL: Duration = Duration::from_millis(1);

/// What a child took.
pub(super) struct Usage {
    /// From start to exit.
    pub(super) time: Duration,
    /// In bytes; `None` where /proc does not tell.
    pub(super) peak_memory: Option<u64>,
    pub(super) stderr: String,
}

/// The command line as built by `cargo build --release`.
pub(super) fn mihari() -> Command {
    let release = root().join("target/release");
    Command::new(release.join(format!("mihari{}", std::env::consts::EXE_SUFFIX)))
}

/// Runs a child to its end. Its stdout goes wherever the caller sent it.
pub(super) fn measure(command: &mut Command) -> Result<Usage> {
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", command.get_program().display()))?;
    let mut stderr = child.stderr.take().context("stderr is piped")?;
    let said = thread::spawn(move || std::io::read_to_string(&mut stderr));
    let mut peak_memory = None;
    let status = loop {
        peak_memory = peak_memory_of(&child).or(peak_memory);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(POLL);
    };
    let time = start.elapsed();
    let stderr = said.join().ok().context("reading stderr panicked")??;
    check(command, status, &stderr)?;
    Ok(Usage { time, peak_memory, stderr })
}

fn check(command: &Command, status: ExitStatus, stderr: &str) -> Result<()> {
    if !status.success() {
        bail!("{} failed ({status}):\n{stderr}", command.get_program().display());
    }
    Ok(())
}

/// The high-water mark of the resident set, `VmHWM` in proc_pid_status(5). The kernel keeps the
/// mark, so that only what is touched in the last millisecond can be missed.
fn peak_memory_of(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_that_fails_is_reported_with_its_words() {
        let error = measure(Command::new("rustc").arg("--no-such-flag")).err().unwrap();
        assert!(error.to_string().contains("no-such-flag"), "{error}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_child_that_runs_for_a_while_has_a_peak() {
        let usage = measure(Command::new("sleep").arg("0.05")).unwrap();
        assert!(usage.time >= Duration::from_millis(50));
        assert!(usage.peak_memory.unwrap() > 0);
    }
}
