//! What is checked of a finished APK, from its own bytes, and printed with `--verify`.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use object::elf::{EM_AARCH64, EM_X86_64};
use zip::{CompressionMethod, ZipArchive};

use super::elf::{self, Facts};
use super::manifest::{self, Manifest};
use super::native::{self, PAGE};
use super::{Abi, sign, version};
use crate::android::{MIN_SDK, TARGET_SDK};
use crate::command::read_or_explain;
use crate::tools::sha256;

/// Libraries that every Android has and apps may use.
const SYSTEM_LIBRARIES: &[&str] = &["libc.so", "libdl.so", "liblog.so", "libm.so"];

/// All that the app asks for. A new one is a decision, not an accident.
const PERMISSIONS: &[&str] = &[
    "android.permission.POST_NOTIFICATIONS",
    "android.permission.READ_SMS",
    "android.permission.RECEIVE_SMS",
    "android.permission.SYSTEM_ALERT_WINDOW",
];

/// Bytes that an APK may have, for one processor and for both.
const LIMITS: [u64; 2] = [7 * 1024 * 1024 / 2, 6 * 1024 * 1024];

/// The facts of an APK, and what is wrong with it.
pub(super) struct Report {
    lines: Vec<String>,
    faults: Vec<String>,
    size: u64,
}

impl Report {
    pub(super) fn print(&self) {
        for line in &self.lines {
            println!("{line}");
        }
    }

    /// One line when all is well, for those who did not ask for more.
    pub(super) fn summary(&self) -> String {
        format!("{:.2} MiB, verified", self.size as f64 / (1024.0 * 1024.0))
    }

    pub(super) fn check(&self) -> Result<()> {
        if !self.faults.is_empty() {
            bail!("the APK is not fit to be installed:\n  {}", self.faults.join("\n  "));
        }
        Ok(())
    }

    fn section(&mut self, title: &str) {
        self.lines.push(format!("\n{title}"));
    }

    fn fact(&mut self, name: &str, value: impl std::fmt::Display) {
        self.lines.push(format!("  {name:<22} {value}"));
    }

    fn demand(&mut self, holds: bool, fault: impl Into<String>) {
        if !holds {
            self.faults.push(fault.into());
        }
    }
}

pub(super) fn verify(apk: &Path, abis: &[Abi]) -> Result<Report> {
    let size = apk.metadata().with_context(|| format!("cannot read {}", apk.display()))?.len();
    let mut report = Report { lines: Vec::new(), faults: Vec::new(), size };
    signature(&mut report, apk)?;
    let manifest = manifest::of(apk)?;
    describe(&mut report, &manifest)?;
    files(&mut report, apk, abis, manifest.keeps_libraries_inside)?;
    let limit = LIMITS[usize::from(abis.len() > 1)];
    report.fact("all of it", format!("{size} bytes, {limit} at most"));
    report.fact("SHA-256", sha256(apk)?);
    report.demand(size <= limit, format!("it has {size} bytes, more than {limit}"));
    Ok(report)
}

fn signature(report: &mut Report, apk: &Path) -> Result<()> {
    report.section("Signature");
    let said = read_or_explain(sign::apk_java()?.arg("verify").arg(apk))
        .context("the signature cannot be verified")?;
    for line in said.lines() {
        let (name, value) = line.split_once(' ').unwrap_or((line, ""));
        report.fact(name, value);
        report.demand(name != "error", format!("its signature: {value}"));
    }
    for scheme in ["verified true", "v2 true", "v3 true"] {
        let found = said.lines().any(|line| line == scheme);
        report.demand(found, format!("its signature is not \"{scheme}\""));
    }
    Ok(())
}

fn describe(report: &mut Report, manifest: &Manifest) -> Result<()> {
    let version = version::read()?;
    report.section("Manifest");
    report.fact("package", &manifest.package);
    let versions = format!("{} ({})", manifest.version_name, manifest.version_code);
    report.demand(
        versions == format!("{} ({})", version.name, version.code),
        format!("its version is {versions}"),
    );
    report.fact("version", versions);
    let sdks = format!("{} to {}", manifest.min_sdk, manifest.target_sdk);
    report.demand(sdks == format!("{MIN_SDK} to {TARGET_SDK}"), format!("it is for SDK {sdks}"));
    report.fact("SDK, least to target", sdks);
    let place = if manifest.keeps_libraries_inside { "used in the APK" } else { "unpacked" };
    report.fact("libraries", format!("{place} when installed"));
    report.demand(!manifest.debuggable, "it is debuggable");
    permissions(report, manifest);
    exported(report, manifest);
    Ok(())
}

fn permissions(report: &mut Report, manifest: &Manifest) {
    report.section("Permissions");
    for permission in &manifest.permissions {
        report.lines.push(format!("  {permission}"));
        let known = PERMISSIONS.contains(&permission.as_str());
        report.demand(known, format!("it asks for {permission}"));
    }
    let internet = manifest.permissions.iter().any(|name| name.ends_with(".INTERNET"));
    report.fact("INTERNET", if internet { "asked for" } else { "not asked for" });
}

/// What anybody may start must show itself and nothing more; the rest is for the system alone.
fn exported(report: &mut Report, manifest: &Manifest) {
    report.section("Components that others may start");
    for component in &manifest.exported {
        let caller = component.permission.as_deref().unwrap_or("anybody");
        report.lines.push(format!("  {:<8} {} by {caller}", component.kind, component.name));
        report.demand(
            component.permission.is_some() || component.kind.starts_with("activity"),
            format!("anybody may start the {} {}", component.kind, component.name),
        );
    }
}

fn files(report: &mut Report, apk: &Path, abis: &[Abi], used_inside: bool) -> Result<()> {
    report.section("Files: bytes in the APK, bytes unpacked, name");
    let mut archive = ZipArchive::new(BufReader::new(File::open(apk)?))?;
    let mut built_for = BTreeSet::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at)?;
        let name = entry.name()?.into_owned();
        let sizes = format!("  {:>9} {:>9} ", entry.compressed_size(), entry.size());
        report.lines.push(format!("{sizes} {name}"));
        let Some((abi, _)) = name.strip_prefix("lib/").and_then(|rest| rest.split_once('/')) else {
            continue;
        };
        built_for.insert(abi.to_owned());
        let is_stored = entry.compression() == CompressionMethod::Stored;
        let start = entry.data_start().context("the place of a file is unknown")?;
        let place = if is_stored { format!("stored at {start:#x}") } else { "compressed".into() };
        report.demand(!is_stored || start % PAGE == 0, format!("{name} is not on a 16-KiB page"));
        report.demand(is_stored || !used_inside, format!("{name} is compressed, but used inside"));
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        library(report, &name, abi, &place, &bytes)?;
    }
    let wanted: BTreeSet<_> = abis.iter().map(|abi| abi.name().to_owned()).collect();
    for abi in abis {
        let refuses = native::refuses_unknown_functions(*abi)?;
        report.fact("linker refuses", format!("what Android lacks on {}: {refuses}", abi.name()));
        report.demand(refuses, "its libraries may call functions that Android does not have");
    }
    report.fact("built for", built_for.iter().cloned().collect::<Vec<_>>().join(", "));
    report.demand(built_for == wanted, format!("it is built for {built_for:?}"));
    Ok(())
}

fn library(report: &mut Report, name: &str, abi: &str, place: &str, bytes: &[u8]) -> Result<()> {
    let facts = elf::read(bytes).with_context(|| name.to_owned())?;
    let needed = facts.needed.join(" ");
    let load = facts.load_alignment;
    report.lines.push(format!("{:23}{place}, LOAD {load:#x}, needs {needed}", ""));
    for fault in faults(&facts, name, abi) {
        report.faults.push(format!("{name} {fault}"));
    }
    Ok(())
}

/// Reasons why the system would refuse a library.
fn faults(facts: &Facts, name: &str, abi: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let machine = if abi == Abi::Arm64.name() { EM_AARCH64 } else { EM_X86_64 };
    if facts.machine != machine {
        faults.push(format!("is for another processor than {abi}"));
    }
    if facts.load_alignment < PAGE {
        faults.push(format!("is aligned to {:#x}, not to 16 KiB", facts.load_alignment));
    }
    // JNA's has no name of its own, and then the file's counts.
    if let Some(soname) = facts.soname.as_deref().filter(|soname| !name.ends_with(*soname)) {
        faults.push(format!("calls itself {soname}"));
    }
    for needed in &facts.needed {
        if !SYSTEM_LIBRARIES.contains(&needed.as_str()) {
            faults.push(format!("needs {needed}, which Android does not offer"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            machine: EM_AARCH64,
            soname: Some("libmihari.so".into()),
            needed: vec!["libc.so".into()],
            load_alignment: PAGE,
        }
    }

    const NAME: &str = "lib/arm64-v8a/libmihari.so";

    #[test]
    fn a_library_as_it_should_be_has_no_fault() {
        assert_eq!(faults(&facts(), NAME, "arm64-v8a"), [""; 0]);
    }

    #[test]
    fn a_library_that_the_system_would_refuse_is_found() {
        let fault = |change: fn(&mut Facts)| {
            let mut facts = facts();
            change(&mut facts);
            faults(&facts, NAME, "arm64-v8a").join("; ")
        };
        assert!(fault(|facts| facts.machine = EM_X86_64).contains("another processor"));
        assert!(fault(|facts| facts.load_alignment = 4096).contains("0x1000"));
        assert!(fault(|facts| facts.soname = Some("libm.so".into())).contains("calls itself"));
        assert!(fault(|facts| facts.needed.push("libgcc_s.so.1".into())).contains("libgcc_s"));
    }
}
