//! Running the command in a folder of its own.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;

use serde_json::Value;
use tempfile::TempDir;

/// The command with a folder, a history and an environment that are its own.
pub(crate) struct Program {
    folder: TempDir,
}

impl Program {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A path in its folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where its history is.
    pub(crate) fn db(&self) -> PathBuf {
        self.path("history.db")
    }

    /// Writes a file into its folder.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// The command with its own history.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, args: &[S]) -> Command {
        let mut command = self.bare_command(args);
        command.arg("--db").arg(self.db());
        command
    }

    /// The command with the history it finds by itself, in English, with an empty input.
    pub(crate) fn bare_command<S: AsRef<OsStr>>(&self, args: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mihari"));
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command
            .env("HOME", self.folder.path())
            .env("XDG_DATA_HOME", self.path("data"))
            .env("TZ", "Asia/Tokyo")
            .current_dir(self.folder.path())
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs it to its end.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: &[S]) -> Ran {
        Ran::from(self.command(args).output().unwrap())
    }

    /// Runs it to its end on this standard input.
    pub(crate) fn run_on<S: AsRef<OsStr>>(&self, input: impl AsRef<[u8]>, args: &[S]) -> Ran {
        run_on(self.command(args), input.as_ref())
    }

    /// Starts it with a pipe as its standard input.
    pub(crate) fn start<S: AsRef<OsStr>>(&self, args: &[S]) -> Child {
        self.command(args).stdin(Stdio::piped()).spawn().unwrap()
    }

    /// Scans a file of this content.
    pub(crate) fn scan(&self, content: impl AsRef<[u8]>) -> Ran {
        let path = self.write("input", content);
        self.run(&["scan".as_ref(), path.as_os_str()])
    }

    /// Every item of the history.
    pub(crate) fn kept(&self) -> Vec<Value> {
        self.run(&["history", "list", "--json"]).expect(0).json()
    }
}

/// Runs a command on this standard input. A command may end before it has read it all.
pub(crate) fn run_on(mut command: Command, input: &[u8]) -> Ran {
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    thread::scope(|scope| {
        scope.spawn(move || drop(pipe.write_all(input)));
        Ran::from(child.wait_with_output().unwrap())
    })
}

/// How a run ended and what it said.
#[derive(Debug)]
pub(crate) struct Ran {
    /// `None` when a signal ended it.
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// Asserts the exit status, and that nothing panicked.
    #[track_caller]
    pub(crate) fn expect(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "{self:?}");
        assert!(!self.stderr.contains("panicked"), "{self:?}");
        self
    }

    /// Asserts that standard error is one sentence with these words.
    #[track_caller]
    pub(crate) fn expect_error(self, words: &str) -> Self {
        let ran = self.expect(2);
        assert_eq!(ran.stderr.lines().count(), 1, "{ran:?}");
        assert!(ran.stderr.starts_with("mihari: ") && ran.stderr.contains(words), "{ran:?}");
        ran
    }

    /// Standard output as one JSON object a line.
    #[track_caller]
    pub(crate) fn json(&self) -> Vec<Value> {
        let object = |line| match serde_json::from_str::<Value>(line) {
            Ok(value) if value.is_object() => value,
            _ => panic!("no JSON object: {line}"),
        };
        self.stdout.lines().map(object).collect()
    }

    /// Standard output as one JSON object.
    #[track_caller]
    pub(crate) fn object(&self) -> Value {
        let mut objects = self.json();
        assert_eq!(objects.len(), 1, "{self:?}");
        objects.remove(0)
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A file of `tests/data`.
pub(crate) fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data").join(name)
}
/// A shipped pack.
pub(crate) fn pack(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/packs").join(name)
}
