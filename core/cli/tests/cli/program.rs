//! The program as a person or another program runs it, in a folder of its own.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// Fictitious billing with a threat: a scam whatever the packs learn.
pub(crate) const SCAM: &str = "【Amazon】未納料金が発生しております。本日中にご連絡なき場合、法的手続きに移行します。03-4567-8972 アマゾン相談係";
/// Nothing is wrong with it.
pub(crate) const ORDINARY: &str = "明日の会議は10時からです。よろしくお願いします";

pub(crate) struct Program {
    folder: TempDir,
}

impl Program {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn db(&self) -> PathBuf {
        self.path("data/mihari/history.db")
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mihari"));
        command
            .env_clear()
            .env("XDG_DATA_HOME", self.path("data"))
            .env("LANG", "en_US.UTF-8")
            .env("TZ", "Asia/Tokyo")
            .current_dir(self.folder.path());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"")
    }

    pub(crate) fn run_with(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Ran {
        let mut child = self
            .command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.as_ref().to_vec();
        // A program that ends early does not read to the end.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Ran(output)
    }
}

pub(crate) struct Ran(Output);

impl Ran {
    pub(crate) fn status(&self) -> i32 {
        self.0.status.code().expect("ends by itself")
    }

    pub(crate) fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).expect("prints UTF-8")
    }

    pub(crate) fn err(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).expect("prints UTF-8")
    }

    /// Each line is one JSON value.
    pub(crate) fn json(&self) -> Vec<Value> {
        self.out().lines().map(|line| serde_json::from_str(line).expect("prints JSON")).collect()
    }

    #[track_caller]
    pub(crate) fn expect(self, status: i32) -> Self {
        assert_eq!(self.status(), status, "stdout: {}\nstderr: {}", self.out(), self.err());
        self
    }
}

/// A backup of messages: sender, time in milliseconds, text.
pub(crate) fn backup(messages: &[(&str, i64, &str)]) -> String {
    let mut xml = format!(
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"{}\">\n",
        messages.len()
    );
    for (sender, date, text) in messages {
        xml += &format!(
            "  <sms protocol=\"0\" address=\"{sender}\" date=\"{date}\" type=\"1\" subject=\"null\" body=\"{}\" toa=\"null\" read=\"1\" status=\"-1\" contact_name=\"(Unknown)\" />\n",
            text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
        );
    }
    xml + "</smses>"
}
