//! The Android app: what is generated for it, and its tests.
//!
//! Everything made here goes to `target/android`; nothing of it is committed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::{self, cargo, root};
use crate::tools;

/// The package of the app and of its R class.
const PACKAGE: &str = "app.mihari";
pub(crate) const MIN_SDK: &str = "29";
pub(crate) const TARGET_SDK: &str = "35";

/// The folder of everything that is made for the app.
pub(crate) fn made() -> PathBuf {
    root().join("target/android")
}

/// The app's sources that are not Kotlin.
pub(crate) fn main_folder() -> PathBuf {
    root().join("android/app/src/main")
}

/// `cargo xtask bindings`: the Kotlin that calls the core, from the core's own library.
pub(crate) fn bindings() -> Result<()> {
    command::run(&mut cargo("build --package mihari-ffi"))?;
    let library = root().join("target/debug").join(library_name());
    let folder = fresh(&made().join("bindings"))?;
    command::run(
        cargo("run --quiet --package mihari-bindgen -- generate")
            .arg(library)
            .args(["--language", "kotlin", "--no-format", "--out-dir"])
            .arg(folder),
    )
}

fn library_name() -> String {
    let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    format!("{prefix}mihari{suffix}")
}

/// Compiles and links the resources: R.java, and a package that holds resources and manifest.
pub(crate) fn resources() -> Result<()> {
    let aapt2 = tools::aapt2()?;
    let compiled = made().join("resources.zip");
    let folder = fresh(&made().join("r"))?;
    command::run(
        Command::new(&aapt2)
            .args(["compile", "--dir"])
            .arg(main_folder().join("res"))
            .arg("-o")
            .arg(&compiled),
    )?;
    command::run(
        Command::new(&aapt2)
            .arg("link")
            .arg("-I")
            .arg(tools::android_jar()?)
            .arg("--manifest")
            .arg(main_folder().join("AndroidManifest.xml"))
            .args(["--min-sdk-version", MIN_SDK, "--target-sdk-version", TARGET_SDK])
            .arg("--java")
            .arg(folder)
            .arg("-o")
            .arg(made().join("resources.apk"))
            .arg(&compiled),
    )
}

/// Tells Robolectric where the app's resources and manifest are.
fn robolectric_configuration() -> Result<()> {
    let folder = fresh(&made().join("test-resources/com/android/tools"))?;
    let assets = made().join("assets");
    fs::create_dir_all(&assets)?;
    let configuration = format!(
        "android_resource_apk={}\nandroid_merged_manifest={}\nandroid_merged_assets={}\n\
         android_custom_package={PACKAGE}\n",
        made().join("resources.apk").display(),
        main_folder().join("AndroidManifest.xml").display(),
        assets.display(),
    );
    let path = folder.join("test_config.properties");
    fs::write(&path, configuration).with_context(|| format!("cannot write {}", path.display()))
}

/// Makes everything that Maven compiles or tests with.
pub(crate) fn prepare() -> Result<()> {
    tools::require_jdk()?;
    bindings()?;
    resources()?;
    robolectric_configuration()
}

/// The app's tests, against the core in the same process; all, or those of the classes that match.
pub(crate) fn tests(classes: Option<&str>) -> Result<()> {
    prepare()?;
    let mut maven = maven()?;
    if let Some(classes) = classes {
        maven.arg(format!("-Dtest={classes}")).arg("-Dsurefire.failIfNoSpecifiedTests=false");
    }
    command::run(maven.arg("test"))
}

/// Maven on the app's pom.
pub(crate) fn maven() -> Result<Command> {
    let mut maven = tools::maven()?;
    maven.args(["--file", "android/pom.xml"]);
    Ok(maven)
}

/// The folder, empty.
fn fresh(folder: &Path) -> Result<PathBuf> {
    let empty = || {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)
    };
    empty().with_context(|| format!("cannot make the folder {}", folder.display()))?;
    Ok(folder.to_path_buf())
}
