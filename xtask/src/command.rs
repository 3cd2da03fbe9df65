//! Running other programs, from the root of the repository.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Names another clone of the same commit, for this program to work in.
pub(crate) const ROOT: &str = "MIHARI_ROOT";

/// The root of the repository: the folder above this package.
pub(crate) fn root() -> PathBuf {
    if let Some(clone) = std::env::var_os(ROOT) {
        return clone.into();
    }
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is a folder of the workspace")
        .to_path_buf()
}

/// The cargo that runs this, with `arguments` split at spaces.
///
/// It builds in `target`, whatever a person's settings say, because its results are looked for there.
pub(crate) fn cargo(arguments: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments.split_whitespace()).current_dir(root());
    command.env("CARGO_TARGET_DIR", root().join("target"));
    command
}

/// Prints the command, runs it, and fails when it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    eprintln!("$ {}", shown(command));
    let status = command.status().with_context(|| format!("cannot start {}", program(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a command quietly and returns what it wrote to stdout.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {}", program(command)))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", shown(command), output.status);
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("{} wrote something that is not UTF-8", program(command)))
}

/// Runs a command that says in one sentence on stderr why it fails: that becomes the error.
pub(crate) fn read_or_explain(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start {}", program(command)))?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("{} wrote something that is not UTF-8", program(command)))
}

/// Whether a command can be started and ends well. Its output is dropped.
pub(crate) fn works(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Fails with `install` when `command` does not work.
pub(crate) fn require(command: &mut Command, install: &str) -> Result<()> {
    if !works(command) {
        bail!("`{}` does not work here. {install}", shown(command));
    }
    Ok(())
}

/// The command as one would type it, the program without its folder.
fn shown(command: &Command) -> String {
    let mut line = program(command);
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

fn program(command: &Command) -> String {
    let program = Path::new(command.get_program());
    program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_tool_is_reported_with_how_to_install_it() {
        let error = require(&mut Command::new("no-such-tool-here"), "Install it.").unwrap_err();
        assert_eq!(error.to_string(), "`no-such-tool-here` does not work here. Install it.");
    }

    #[test]
    fn a_command_is_shown_as_one_would_type_it() {
        let mut command = Command::new("/usr/bin/cargo");
        command.args(["test", "--workspace"]);
        assert_eq!(shown(&command), "cargo test --workspace");
    }

    #[test]
    fn the_root_holds_the_workspace_manifest() {
        assert!(root().join("core/engine/Cargo.toml").is_file());
    }
}
