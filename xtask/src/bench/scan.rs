//! `mihari scan` of a large file, beside a JVM that tries 100 patterns in turn on the same texts.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use super::child::{self, Usage, mihari};
use super::{jvm, messages};
use crate::command::root;

/// How many times as many messages a second as the loop.
const GOAL_RATIO: f64 = 5.0;
/// However long the file.
const GOAL_MEMORY: u64 = 64 << 20;
/// The longer file shows that memory does not grow with it.
const LONGER: usize = 4;

pub(super) fn run(count: usize) -> Result<()> {
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    jvm::compile(&folder)?;

    let lines = written(&folder, "messages.jsonl", count, messages::write_json_lines)?;
    let backup = written(&folder, "messages.xml", count, messages::write_backup)?;
    let longer = written(&folder, "longer.xml", count * LONGER, messages::write_backup)?;

    println!("\nscan of {count} messages, reading and writing included");
    let baseline = jvm::run(&folder, &lines, &folder.join("loop.out"))?;
    // The loop's own clock, without the start of the virtual machine: the fairest to it.
    let loop_time = baseline.without_start;
    print("java loop, JSON lines", count, loop_time, &baseline.usage, None);
    let usage = scan_json_lines(&folder, &lines)?;
    print("mihari, JSON lines, every verdict", count, usage.time, &usage, Some(loop_time));
    let usage = scan_backup(&folder, &backup)?;
    print("mihari, backup into a history", count, usage.time, &usage, Some(loop_time));

    println!("scan of {} messages", count * LONGER);
    let usage = scan_backup(&folder, &longer)?;
    print("mihari, backup into a history", count * LONGER, usage.time, &usage, None);
    println!("  goals: ≥ {GOAL_RATIO} × the loop, ≤ {} MiB", GOAL_MEMORY >> 20);
    Ok(())
}

fn scan_json_lines(folder: &Path, input: &Path) -> Result<Usage> {
    let output = File::create(folder.join("lines.out"))?;
    let mut command = mihari();
    command.args(["scan", "--json", "--all", "--no-history"]).arg(input).stdout(output);
    child::measure(&mut command)
}

/// Into a new history each time.
fn scan_backup(folder: &Path, input: &Path) -> Result<Usage> {
    let database = folder.join("history.db");
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.join(format!("history.db{suffix}")));
    }
    let output = File::create(folder.join("backup.out"))?;
    let mut command = mihari();
    command.arg("--db").arg(database).args(["scan", "--json"]).arg(input).stdout(output);
    child::measure(&mut command)
}

fn written(
    folder: &Path,
    name: &str,
    count: usize,
    write: fn(usize, &mut dyn Write) -> std::io::Result<()>,
) -> Result<PathBuf> {
    let path = folder.join(name);
    let mut out = BufWriter::new(
        File::create(&path).with_context(|| format!("cannot write {}", path.display()))?,
    );
    write(count, &mut out).and_then(|()| out.flush()).context("cannot write the messages")?;
    Ok(path)
}

fn print(what: &str, count: usize, time: Duration, usage: &Usage, beside: Option<Duration>) {
    let rate = count as f64 / time.as_secs_f64();
    let memory = usage.peak_memory.map_or("?".to_owned(), |bytes| (bytes >> 20).to_string());
    let ratio = beside.map_or(String::new(), |other| {
        format!("  {:>5.1} × the loop", other.as_secs_f64() / time.as_secs_f64())
    });
    let seconds = time.as_secs_f64();
    println!("  {what:<36} {seconds:>7.2} s  {rate:>10.0} messages/s  {memory:>4} MiB{ratio}");
}
