//! The app's Kotlin as class files, by Maven, and the libraries it needs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::folder;
use super::pack::{Entries, write_archive};
use crate::command::{self, root};
use crate::inputs::{Inputs, files};
use crate::{android, tools};

/// Class files that are in the app, as JAR archives.
pub(super) struct Classes {
    /// The app's own.
    pub(super) app: PathBuf,
    /// Those of other people.
    pub(super) libraries: Vec<PathBuf>,
    /// JNA for this machine, with its native library. It is not in the app.
    pub(super) jna_here: PathBuf,
}

/// Compiles the sources, the bindings and R.java, which have to be there.
pub(super) fn compile() -> Result<Classes> {
    let folder = folder().join("classes");
    let (app, libraries) = (folder.join("app.jar"), folder.join("libraries"));
    let mut inputs = Inputs::default();
    for path in ["android/pom.xml", "android/app/src/main/kotlin"] {
        inputs = inputs.path(&root().join(path))?;
    }
    for made in ["bindings", "r"] {
        inputs = inputs.path(&android::made().join(made))?;
    }
    inputs.make(&folder, || {
        let compiled = compile_with_maven(&libraries)?;
        write_archive(&app, &class_files(&compiled)?)
    })?;
    sort(app, &libraries)
}

/// Returns the folder of class files.
fn compile_with_maven(libraries: &Path) -> Result<PathBuf> {
    let compiled = android::made().join("maven/classes");
    // What a source left that is gone would stay in the app.
    if compiled.exists() {
        fs::remove_dir_all(&compiled)
            .with_context(|| format!("cannot empty {}", compiled.display()))?;
    }
    command::run(
        android::maven()?
            .args(["compile", "dependency:copy-dependencies", "-DincludeScope=runtime"])
            .arg(format!("-DoutputDirectory={}", libraries.display())),
    )?;
    Ok(compiled)
}

/// All class files of a folder, by their names in an archive.
pub(super) fn class_files(folder: &Path) -> Result<Entries> {
    let mut entries = Entries::new();
    for file in files(folder)? {
        if file.extension().is_some_and(|extension| extension == "class") {
            let name = file.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
            let bytes =
                fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            entries.insert(name, bytes);
        }
    }
    Ok(entries)
}

/// JNA for Android has the same classes as JNA for a desktop, and other native libraries.
fn sort(app: PathBuf, libraries: &Path) -> Result<Classes> {
    let (jna, mut libraries): (Vec<_>, Vec<_>) = files(libraries)?.into_iter().partition(|file| {
        file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("jna-"))
    });
    let jna_here = jna.into_iter().next().context("Maven copied no JNA")?;
    libraries.iter().try_for_each(|library| tools::require_known_library(library))?;
    libraries.push(tools::jna_classes()?);
    Ok(Classes { app, libraries, jna_here })
}
