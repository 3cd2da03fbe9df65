//! `cargo xtask apk`: an installable app from one command, without the Android SDK.
//!
//! Each step is a module and leaves its result in a folder of its own below `target/apk`. A step
//! whose inputs have not changed is not repeated.

mod elf;
mod kotlin;
mod manifest;
mod native;
mod pack;
mod reproducible;
mod shrink;
mod sign;
mod size;
mod verify;
pub(crate) mod version;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::command::root;
use crate::{android, tools, whole};

pub(crate) use shrink::test as test_shrunk_classes;
pub(crate) use sign::test as test_signing;

#[derive(Args)]
pub(crate) struct Options {
    /// Print what is in the APK and what was checked
    #[arg(long)]
    verify: bool,
    /// Print where the bytes are
    #[arg(long)]
    size: bool,
    /// Build for this processor alone; may be given twice
    #[arg(long, value_name = "ABI")]
    abi: Vec<Abi>,
    /// Build two clean clones in different folders and compare the unsigned APKs
    #[arg(long)]
    reproducible: bool,
    /// Stop before signing
    #[arg(long)]
    unsigned: bool,
}

/// A processor that the app is built for, as Android names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Abi {
    #[value(name = "arm64-v8a")]
    Arm64,
    #[value(name = "x86_64")]
    X86_64,
}

impl Abi {
    fn name(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64-v8a",
            Self::X86_64 => "x86_64",
        }
    }

    /// The same processor, as Rust names it.
    fn triple(self) -> &'static str {
        match self {
            Self::Arm64 => "aarch64-linux-android",
            Self::X86_64 => "x86_64-linux-android",
        }
    }
}

pub(crate) fn run(options: &Options) -> Result<()> {
    if options.reproducible {
        return reproducible::check(&abis(options));
    }
    let abis = abis(options);
    let unsigned = build(&abis)?;
    if options.unsigned {
        println!("unsigned: {}", unsigned.display());
        return Ok(());
    }
    let signed = signed_path(&unsigned);
    // What is not fit to be installed never bears the name of the result.
    let (report, key) = whole::write(&signed, |unfinished| {
        let key = sign::sign(&unsigned, unfinished)?;
        let report = verify::verify(unfinished, &abis)?;
        if options.verify {
            report.print();
        }
        if options.size {
            size::print(unfinished)?;
        }
        report.check()?;
        Ok((report, key))
    })?;
    println!("{} ({}, signed with {key})", signed.display(), report.summary());
    Ok(())
}

/// From sources to an APK that lacks only its signature.
fn build(abis: &[Abi]) -> Result<PathBuf> {
    // Whatever may be missing on this machine is asked for first.
    tools::maven()?;
    native::require_tools(abis)?;
    let libraries = native::build(abis)?;
    android::bindings()?;
    let resources = android::resources()?;
    let classes = kotlin::compile()?;
    let dex = shrink::to_dex(&classes)?;
    let apk = unsigned_path(&version::read()?, abis);
    pack::pack(&apk, &resources, &dex, &libraries)?;
    Ok(apk)
}

/// Both where none was named, each once.
fn abis(options: &Options) -> Vec<Abi> {
    let mut abis = match options.abi.as_slice() {
        [] => Abi::value_variants().to_vec(),
        named => named.to_vec(),
    };
    abis.sort();
    abis.dedup();
    abis
}

fn unsigned_path(version: &version::Version, abis: &[Abi]) -> PathBuf {
    let only = match abis {
        [abi] => format!("-{}", abi.name()),
        _ => String::new(),
    };
    folder().join(format!("mihari-{}{only}-unsigned.apk", version.name))
}

fn signed_path(unsigned: &Path) -> PathBuf {
    unsigned.with_file_name(
        unsigned.file_name().unwrap_or_default().to_string_lossy().replace("-unsigned.apk", ".apk"),
    )
}

/// Where all steps leave their results.
fn folder() -> PathBuf {
    root().join("target/apk")
}

/// Makes the folder of one step's results.
fn folder_for(step: &str) -> Result<PathBuf> {
    let folder = folder().join(step);
    make_folder(&folder)?;
    Ok(folder)
}

fn make_folder(folder: &Path) -> Result<()> {
    use anyhow::Context;
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    fn parsed(line: &str) -> Vec<Abi> {
        abis(&Line::parse_from(line.split(' ')).options)
    }

    #[test]
    fn both_processors_are_built_for_unless_one_is_named() {
        assert_eq!(parsed("apk"), [Abi::Arm64, Abi::X86_64]);
        assert_eq!(parsed("apk --abi x86_64"), [Abi::X86_64]);
        assert_eq!(parsed("apk --abi x86_64 --abi arm64-v8a --abi x86_64").len(), 2);
    }

    #[test]
    fn an_apk_for_one_processor_is_named_after_it() {
        let version = version::Version { name: "1.2.3".into(), code: 1_002_003 };
        let name = |abis: &[Abi]| {
            unsigned_path(&version, abis).file_name().unwrap().to_str().unwrap().to_owned()
        };
        assert_eq!(name(&[Abi::Arm64, Abi::X86_64]), "mihari-1.2.3-unsigned.apk");
        assert_eq!(name(&[Abi::Arm64]), "mihari-1.2.3-arm64-v8a-unsigned.apk");
        let signed = signed_path(&unsigned_path(&version, &[Abi::X86_64]));
        assert_eq!(signed, folder().join("mihari-1.2.3-x86_64.apk"));
    }
}
