//! The Android app: what is generated for it, and its tests.
//!
//! Everything made here goes to `target/android`; nothing of it is committed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::apk::version;
use crate::command::{self, cargo, root};
use crate::inputs::Inputs;
use crate::{licences, tools};

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
    let folder = made().join("bindings");
    let mut inputs = Inputs::default();
    for path in ["core", "data/packs", "xtask/bindgen", "Cargo.toml", "Cargo.lock"] {
        inputs = inputs.path(&root().join(path))?;
    }
    inputs.make(&folder, || {
        let library = host_library()?;
        command::run(
            Command::new(built("mihari-bindgen", std::env::consts::EXE_SUFFIX))
                .arg("generate")
                .arg(library)
                .args(["--language", "kotlin", "--no-format", "--out-dir"])
                .arg(&folder),
        )
    })
}

/// The core as a library for this machine, built if need be.
pub(crate) fn host_library() -> Result<PathBuf> {
    // With all that the tests build, so that cargo turns on the same features and builds once.
    // Where the standard library for Android has to be built along, this machine's is there.
    command::run(
        cargo("build --workspace --exclude xtask").env_remove("CARGO_UNSTABLE_BUILD_STD"),
    )?;
    Ok(built(&format!("{}mihari", std::env::consts::DLL_PREFIX), std::env::consts::DLL_SUFFIX))
}

fn built(name: &str, suffix: &str) -> PathBuf {
    root().join("target/debug").join(format!("{name}{suffix}"))
}

/// Compiles and links the resources: R.java, and a package that holds resources and manifest,
/// which is returned.
pub(crate) fn resources() -> Result<PathBuf> {
    let folder = fresh(&made().join("r"))?;
    let package = made().join("resources.apk");
    let version = version::read()?;
    command::run(
        Command::new(tools::aapt2()?)
            .arg("link")
            .arg("-I")
            .arg(tools::android_jar()?)
            .arg("--manifest")
            .arg(main_folder().join("AndroidManifest.xml"))
            .args(["--min-sdk-version", MIN_SDK, "--target-sdk-version", TARGET_SDK])
            .args(["--version-name", &version.name, "--version-code", &version.code.to_string()])
            .arg("--java")
            .arg(folder)
            .arg("--proguard")
            .arg(keep_rules())
            .arg("-o")
            .arg(&package)
            .arg(compiled("app", &main_folder().join("res"))?)
            .arg(compiled("licences", &licences::write()?)?),
    )?;
    Ok(package)
}

/// R8's rules for what the manifest and layouts name, written along with [`resources`].
pub(crate) fn keep_rules() -> PathBuf {
    made().join("aapt2-rules.pro")
}

/// Compiles one resource folder.
fn compiled(name: &str, folder: &Path) -> Result<PathBuf> {
    let archive = made().join(format!("{name}-resources.zip"));
    let mut aapt2 = Command::new(tools::aapt2()?);
    command::run(aapt2.args(["compile", "--dir"]).arg(folder).arg("-o").arg(&archive))?;
    Ok(archive)
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
    host_library()?;
    let mut maven = maven()?;
    match classes {
        None | Some("*") => maven.arg("test"),
        Some(classes) => maven.args(these(classes)),
    };
    command::run(&mut maven)
}

/// Maven's arguments for some classes. Naming them overrides what the pom leaves to which JVM.
fn these(classes: &str) -> [String; 4] {
    let execution = if classes.contains("Api29") { "api-29" } else { "default-test" };
    [
        format!("-Dtest={classes}"),
        "-Dsurefire.failIfNoSpecifiedTests=false".into(),
        "test-compile".into(),
        format!("surefire:test@{execution}"),
    ]
}

/// Draws every screen in every look to a folder, which is emptied first.
pub(crate) fn draw_screens(folder: &Path) -> Result<()> {
    prepare()?;
    host_library()?;
    fresh(folder)?;
    let pictures = format!("-Dmihari.screenshots={}", folder.display());
    command::run(maven()?.arg(pictures).args(these("ScreenshotTest")))
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
