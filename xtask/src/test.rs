//! `cargo xtask test`: every test there is.

use std::process::Command;

use anyhow::Result;

use crate::command::{self, cargo, require};
use crate::{android, apk, tools};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only the app's tests, those of the classes that match: `--app '*'`, `--app SmsReceiverTest`
    #[arg(long, value_name = "CLASSES")]
    app: Option<String>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    if let Some(classes) = &options.app {
        return android::tests(Some(classes));
    }
    // What is missing is told before the first minute is spent.
    require_c_compiler()?;
    tools::maven()?;
    rust_tests()?;
    documentation_tests()?;
    android::tests(None)?;
    apk::test_shrunk_classes()?;
    apk::test_signing()
}

/// SQLite is built from source. Without a C compiler the build ends in a page of linker errors.
fn require_c_compiler() -> Result<()> {
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".into());
    // CC may be more than one word: `ccache gcc`.
    let mut words = compiler.split_whitespace();
    require(
        Command::new(words.next().unwrap_or("cc")).args(words).arg("--version"),
        "SQLite is built from source and needs a C compiler: on Debian, \
         `sudo apt install build-essential`; on macOS, `xcode-select --install`. \
         A compiler under another name can be given as CC=….",
    )
}

/// Unit, property, vector and end-to-end tests; benchmarks run once, so that they do not rot.
fn rust_tests() -> Result<()> {
    command::run(&mut cargo("test --workspace --all-targets"))
}

/// `--all-targets` leaves out the examples in documentation.
fn documentation_tests() -> Result<()> {
    command::run(&mut cargo("test --workspace --doc"))
}
