//! R8: what the app does not use is left out, and the rest becomes dex.
//!
//! What is reached by name alone has to be named in keep rules: by aapt2 for the components of the
//! manifest, and in `android/app/proguard-rules.pro` for JNA. A rule too few shows only when the
//! app runs, so [`test`] runs the shrunk classes here.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::kotlin::{self, Classes};
use super::{folder, pack};
use crate::android::MIN_SDK;
use crate::command::{self, read, root};
use crate::inputs::Inputs;
use crate::{android, tools};

/// Returns the folder of `classes.dex`.
pub(super) fn to_dex(classes: &Classes) -> Result<PathBuf> {
    let folder = folder().join("dex");
    let mut inputs = Inputs::default().path(&tools::r8()?)?;
    for path in inputs_of_r8(classes) {
        inputs = inputs.path(&path)?;
    }
    inputs.make(&folder, || {
        command::run(r8(classes)?.args(["--min-api", MIN_SDK, "--output"]).arg(&folder))
    })?;
    Ok(folder)
}

/// Screens a message with the shrunk classes, in this machine's Java, against this machine's core.
pub(crate) fn test() -> Result<()> {
    android::prepare()?;
    let core = android::host_library()?;
    let classes = kotlin::compile()?;
    let folder = folder().join("shrunk");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let caller = compile_caller(&classes, &folder)?;
    let shrunk = folder.join("shrunk.jar");
    command::run(
        r8(&classes)?
            .arg("--classfile")
            .arg("--pg-conf")
            .arg(caller_folder().join("rules.pro"))
            .arg("--output")
            .arg(&shrunk)
            .arg(&caller),
    )?;
    call(&shrunk, &classes, &core, &folder)
}

/// R8 on the whole app, but for where it goes.
fn r8(classes: &Classes) -> Result<Command> {
    let mut r8 = tools::java();
    r8.arg("-cp").arg(tools::r8()?).arg("com.android.tools.r8.R8").arg("--release");
    r8.arg("--lib").arg(tools::android_jar()?).arg("--lib").arg(tools::java_home()?);
    for rules in keep_rules() {
        r8.arg("--pg-conf").arg(rules);
    }
    r8.arg(&classes.app).args(&classes.libraries);
    Ok(r8)
}

fn inputs_of_r8(classes: &Classes) -> Vec<PathBuf> {
    let mut inputs = classes.libraries.clone();
    inputs.push(classes.app.clone());
    inputs.extend(keep_rules());
    inputs
}

fn keep_rules() -> [PathBuf; 2] {
    [root().join("android/app/proguard-rules.pro"), android::keep_rules()]
}

/// `android/shrunk`: a program that calls the core as the app does, and the one rule that it needs.
fn caller_folder() -> PathBuf {
    root().join("android/shrunk")
}

/// Compiles it against the app, so that R8 sees it as a part of the app.
fn compile_caller(classes: &Classes, folder: &Path) -> Result<PathBuf> {
    let compiled = folder.join("caller");
    let sources = caller_folder().join("Caller.java");
    let class_path = class_path([&classes.app].into_iter().chain(&classes.libraries))?;
    command::run(tools::javac().arg("-d").arg(&compiled).arg("-cp").arg(class_path).arg(sources))?;
    let archive = folder.join("caller.jar");
    pack::write_archive(&archive, &kotlin::class_files(&compiled)?)?;
    Ok(archive)
}

fn call(shrunk: &Path, classes: &Classes, core: &Path, folder: &Path) -> Result<()> {
    let core = core.parent().context("the core's library lies in a folder")?;
    let history = tempfile::tempdir().context("cannot make a temporary folder")?;
    let jna = unpack_jna(&classes.jna_here, folder)?;
    let mut java = tools::java();
    java.arg("-cp").arg(class_path([shrunk, &compile_log(folder)?])?);
    java.arg(property("java.library.path", core)).arg(property("jna.library.path", core));
    java.arg(property("jna.boot.library.path", &jna));
    // Only what was shrunk is on the class path; nothing is taken from JNA's own archive.
    java.args(["-Djna.nounpack=true", "Caller"]).arg(history.path().join("history.db"));
    let said = read(&mut java).context(
        "the shrunk app cannot call the core: a rule is missing in android/app/proguard-rules.pro",
    )?;
    ensure!(said.trim() == "ok", "the shrunk app answered: {said}");
    println!("the shrunk app calls the core");
    Ok(())
}

/// Android's log, which the app writes to and this machine does not have.
fn compile_log(folder: &Path) -> Result<PathBuf> {
    let compiled = folder.join("log");
    let source = caller_folder().join("android/util/Log.java");
    command::run(tools::javac().arg("-d").arg(&compiled).arg(source))?;
    Ok(compiled)
}

/// JNA's native library for this machine, from the archive of its whole class files.
fn unpack_jna(archive: &Path, folder: &Path) -> Result<PathBuf> {
    let folder = folder.join("jna");
    let library = System::here();
    let entry = format!("com/sun/jna/{}/{}", library.folder, library.file);
    let bytes = pack::read_entry(archive, &entry)?;
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join(library.file), bytes))
        .with_context(|| format!("cannot write to {}", folder.display()))?;
    Ok(folder)
}

/// How JNA names systems and processors, and its library on them.
struct System {
    folder: String,
    file: &'static str,
}

impl System {
    fn here() -> Self {
        let processor = match std::env::consts::ARCH {
            "x86_64" => "x86-64",
            other => other,
        };
        let (system, file) = match std::env::consts::OS {
            "macos" => ("darwin", "libjnidispatch.jnilib"),
            "windows" => ("win32", "jnidispatch.dll"),
            _ => ("linux", "libjnidispatch.so"),
        };
        Self { folder: format!("{system}-{processor}"), file }
    }
}

fn class_path<'a>(
    parts: impl IntoIterator<Item = &'a (impl AsRef<std::ffi::OsStr> + ?Sized + 'a)>,
) -> Result<OsString> {
    std::env::join_paths(parts).context("a folder's name has the sign that separates folders")
}

fn property(name: &str, value: &Path) -> OsString {
    let mut property = OsString::from(format!("-D{name}="));
    property.push(value);
    property
}
