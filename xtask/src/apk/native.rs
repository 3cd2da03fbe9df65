//! The core as a native library, one for each processor, by `cargo ndk`.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail, ensure};

use super::{Abi, folder_for};
use crate::android::MIN_SDK;
use crate::command::{self, cargo, read, require, root};

/// The largest memory page of any phone, in bytes.
pub(super) const PAGE: u64 = 16 * 1024;

/// The oldest release of the NDK that the app is built with: the first that aligns for large pages.
const OLDEST_NDK: u32 = 28;

/// What the core's library is called on Android.
pub(super) const CORE: &str = "libmihari.so";

/// One native library of the app.
pub(super) struct Library {
    pub(super) abi: Abi,
    pub(super) path: PathBuf,
}

pub(super) fn build(abis: &[Abi]) -> Result<Vec<Library>> {
    let folder = folder_for("native")?;
    command::run(&mut cargo_ndk(abis, &folder)?)?;
    let library = |abi: &Abi| Library { abi: *abi, path: folder.join(abi.name()).join(CORE) };
    Ok(abis.iter().map(library).collect())
}

/// Fails with one sentence where something that builds the core is missing.
pub(super) fn require_tools(abis: &[Abi]) -> Result<()> {
    ndk()?;
    require(&mut cargo("ndk --version"), "Run `cargo install cargo-ndk --locked`.")?;
    require_standard_library(abis)
}

fn ndk() -> Result<PathBuf> {
    ndk_at(&std::env::var_os("ANDROID_NDK_HOME").unwrap_or_default())
}

/// The NDK of a folder, or one sentence about what is missing. An empty name is none.
fn ndk_at(home: &OsStr) -> Result<PathBuf> {
    let refuse = |found: &str| {
        anyhow!(
            "The core is built by the Android NDK, and ANDROID_NDK_HOME {found}. Install the NDK, \
             release {OLDEST_NDK} or newer, with Android Studio or from \
             https://developer.android.com/ndk/downloads, and set ANDROID_NDK_HOME to its folder."
        )
    };
    if home.is_empty() {
        return Err(refuse("is not set"));
    }
    let home = PathBuf::from(home);
    let properties = std::fs::read_to_string(home.join("source.properties"))
        .map_err(|_| refuse(&format!("names {}, where none is", home.display())))?;
    match release(&properties) {
        Some(release) if release >= OLDEST_NDK => Ok(home),
        Some(release) => Err(refuse(&format!("names release {release}, {}", home.display()))),
        None => Err(refuse(&format!("names {}, whose release is unknown", home.display()))),
    }
}

/// 28 of `Pkg.Revision = 28.2.13676358`.
fn release(properties: &str) -> Option<u32> {
    let revision = properties.lines().find_map(|line| line.strip_prefix("Pkg.Revision"))?;
    let revision = revision.trim_start().strip_prefix('=')?.trim_start();
    revision.split('.').next()?.parse().ok()
}

/// Rust's standard library for Android, unless cargo is told to build it as well.
fn require_standard_library(abis: &[Abi]) -> Result<()> {
    if std::env::var_os("CARGO_UNSTABLE_BUILD_STD").is_some() {
        return Ok(());
    }
    for abi in abis {
        let triple = abi.triple();
        let folder = read(rustc().args(["--print", "target-libdir", "--target", triple]))?;
        if !Path::new(folder.trim()).is_dir() {
            bail!("Rust cannot build for {triple} yet. Run `rustup target add {triple}`.");
        }
    }
    Ok(())
}

fn cargo_ndk(abis: &[Abi], folder: &Path) -> Result<Command> {
    let mut command = cargo("ndk");
    for abi in abis {
        command.args(["-t", abi.name()]);
    }
    command
        .args(["-P", MIN_SDK, "-o"])
        .arg(folder)
        .args(["build", "--locked", "--package", "mihari-ffi", "--profile", "android"])
        .env("CARGO_ENCODED_RUSTFLAGS", rustflags()?);
    Ok(command)
}

/// What the linker is told, besides what rustc tells it.
fn link_arguments() -> [String; 3] {
    [
        // A function that Android lacks fails here, not when the app is started.
        "-Wl,-z,defs".into(),
        format!("-Wl,-z,max-page-size={PAGE}"),
        format!("-Wl,-soname,{CORE}"),
    ]
}

/// For the libraries alone: cargo does not apply these to build scripts and macros.
fn rustflags() -> Result<OsString> {
    let mut flags: Vec<String> =
        link_arguments().iter().map(|argument| format!("-Clink-arg={argument}")).collect();
    // The same bytes whatever folder the sources are in; those of the standard library too, where
    // it is built along.
    let sysroot = read(rustc().args(["--print", "sysroot"]))?;
    let mut names = vec![(root(), "."), (PathBuf::from(sysroot.trim()), "rust")];
    names.extend(cargo_home().map(|home| (home, "cargo")));
    flags.extend(
        names.iter().map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display())),
    );
    Ok(flags.join("\x1f").into())
}

/// Whether the linker refuses a library that calls a function which Android does not have, and
/// takes one that calls a function which it has.
pub(super) fn refuses_unknown_functions(abi: Abi) -> Result<bool> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let links = |function: &str| -> Result<bool> {
        let source = folder.path().join("caller.c");
        let program = format!("int {function}(void);\nint call(void) {{ return {function}(); }}\n");
        std::fs::write(&source, program)?;
        let clang = ndk()?.join(format!("toolchains/llvm/prebuilt/{}/bin/clang", host()));
        let mut clang = Command::new(clang);
        clang.arg(format!("--target={}{MIN_SDK}", abi.triple())).args(["-shared", "-fPIC"]);
        clang.args(link_arguments()).arg("-o").arg(folder.path().join(CORE)).arg(source);
        // Named as rustc names it.
        Ok(command::works(clang.arg("-lc")))
    };
    ensure!(links("getpid")?, "the NDK's clang cannot link for {}", abi.name());
    Ok(!links("no_such_function_on_android")?)
}

/// How the NDK names the machine that it runs on.
fn host() -> &'static str {
    match std::env::consts::OS {
        "macos" => "darwin-x86_64",
        "windows" => "windows-x86_64",
        _ => "linux-x86_64",
    }
}

fn rustc() -> Command {
    Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

fn cargo_home() -> Option<PathBuf> {
    std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ndk_that_is_missing_or_too_old_is_told_with_its_place_and_what_to_do() {
        let refused = |home: &Path| {
            let error = ndk_at(home.as_os_str()).unwrap_err().to_string();
            assert!(error.contains("and set ANDROID_NDK_HOME to its folder"), "{error}");
            error
        };
        assert!(refused(Path::new("")).contains("ANDROID_NDK_HOME is not set"));
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().display().to_string();
        assert!(refused(folder.path()).contains(&format!("names {place}, where none is")));

        let says = |properties: &str| {
            std::fs::write(folder.path().join("source.properties"), properties).unwrap();
        };
        says("Pkg.Desc = Android NDK\nPkg.Revision = 26.1.10909125\n");
        assert!(refused(folder.path()).contains(&format!("names release 26, {place}")));
        says("");
        assert!(refused(folder.path()).contains("whose release is unknown"));
        says("Pkg.Desc = Android NDK\nPkg.Revision = 28.2.13676358\n");
        assert_eq!(ndk_at(folder.path().as_os_str()).unwrap(), folder.path());
    }
}
