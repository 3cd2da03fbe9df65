//! What the Android app is made with, fetched through Maven once and checked by hash.
//!
//! `android/tools/pom.xml` names the artifacts, so that a mirror or a proxy in somebody's Maven
//! settings holds here as well. They are kept in `target/tools`.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

use crate::command::{self, require, root};
use crate::whole;

/// A file that Maven fetches, as `android/tools/pom.xml` names it.
struct Artifact {
    file: &'static str,
    sha256: &'static str,
}

const ANDROID: Artifact = Artifact {
    file: "android-all-15-robolectric-12650502.jar",
    sha256: "6c0670454f6fcee9f1b17aa393e81d71bf26e7e6ae7c5777ed3924b062191d5b",
};
const APKSIG: Artifact = Artifact {
    file: "apksig-8.13.2.jar",
    sha256: "c070ed1394629d74641aa0906f60b2ffa1ee77e6366a1f93437f59717b1aeb89",
};
const APKTOOL: Artifact = Artifact {
    file: "apktool-lib-2.12.1.jar",
    sha256: "8e1e517ba30f579d4f6cf87c806c6b8535f93db6495471ecddf7a36080a21784",
};
const JNA: Artifact = Artifact {
    file: "jna-5.18.1.aar",
    sha256: "7f053e3ec99e14dd71259c82c1c8a02738d64a13c31226b2acc170f3060951e0",
};
const R8: Artifact = Artifact {
    file: "r8-8.13.19.jar",
    sha256: "7712edbae6a71f35937ffc1bd5f4c202919ef2a5e58d3c3544015a868a3cf457",
};

/// What the app's own classes are linked with, besides JNA.
const LIBRARIES: [Artifact; 2] = [
    Artifact {
        file: "annotations-13.0.jar",
        sha256: "ace2a10dc8e2d5fd34925ecac03e4988b2c0f851650c94b8cef49ba1bd111478",
    },
    Artifact {
        file: "kotlin-stdlib-2.2.21.jar",
        sha256: "6558a3d233da56a20934b32159f9db5f86ed5816ef098f78a2c223dc6abb79dd",
    },
];

/// Android 15's classes and resources, hidden ones included: what the app is compiled against.
pub(crate) fn android_jar() -> Result<PathBuf> {
    fetched(&ANDROID)
}

/// Signs and verifies APKs: a library for Java.
pub(crate) fn apksig() -> Result<PathBuf> {
    fetched(&APKSIG)
}

/// Shrinks classes and translates them to dex: `java -cp r8.jar com.android.tools.r8.R8`.
pub(crate) fn r8() -> Result<PathBuf> {
    fetched(&R8)
}

/// Fails unless the file is one of the Java libraries of the app, whole and unaltered. Maven fetches
/// them along with what the tests need.
pub(crate) fn require_known_library(path: &Path) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let known = LIBRARIES.iter().find(|library| library.file == name).with_context(|| {
        format!(
            "{name} would be in the app, and nobody has looked at it yet (LIBRARIES in {})",
            file!()
        )
    })?;
    ensure!(is_intact(path, known)?, "{}", altered(known));
    Ok(())
}

/// JNA for Android: `jni/ABI/libjnidispatch.so` is in it.
pub(crate) fn jna_aar() -> Result<PathBuf> {
    fetched(&JNA)
}

/// JNA's classes, as they are in an Android app.
pub(crate) fn jna_classes() -> Result<PathBuf> {
    let archive = fetched(&JNA)?;
    let classes = archive.with_extension("classes.jar");
    if !classes.is_file() {
        unpack(&archive, "classes.jar", &classes)?;
    }
    Ok(classes)
}

/// Compiles and links Android resources: a program for this machine.
pub(crate) fn aapt2() -> Result<PathBuf> {
    let entry = match std::env::consts::OS {
        "linux" => "prebuilt/linux/aapt2_64",
        "macos" => "prebuilt/macosx/aapt2_64",
        "windows" => "prebuilt/windows/aapt2_64.exe",
        other => bail!("aapt2 is built for Linux, macOS and Windows, not for {other}"),
    };
    let archive = fetched(&APKTOOL)?;
    let program = archive.with_extension(format!("aapt2{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        unpack(&archive, entry, &program)?;
    }
    Ok(program)
}

/// `java`, of the JDK that JAVA_HOME names, or else the one on the PATH.
pub(crate) fn java() -> Command {
    Command::new(in_jdk("java"))
}

/// `javac`, of the same JDK.
pub(crate) fn javac() -> Command {
    Command::new(in_jdk("javac"))
}

/// `keytool`, of the same JDK.
pub(crate) fn keytool() -> Command {
    Command::new(in_jdk("keytool"))
}

/// The folder of the JDK, whose own classes R8 reads.
pub(crate) fn java_home() -> Result<PathBuf> {
    if let Some(home) = chosen_jdk() {
        return Ok(home);
    }
    let said = java()
        .args(["-XshowSettings:properties", "-version"])
        .output()
        .context("cannot start java")?;
    // Settings go to stderr.
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    let home = said.lines().find_map(|line| line.trim().strip_prefix("java.home = "));
    Ok(home.context("java does not say where it is; set JAVA_HOME")?.into())
}

/// `mvn` in batch mode, once it is known that a JDK and Maven are there.
pub(crate) fn maven() -> Result<Command> {
    require_jdk()?;
    let program = if cfg!(windows) { "mvn.cmd" } else { "mvn" };
    require(
        Command::new(program).arg("--version"),
        "The Android app is built by Maven: on Debian, `sudo apt install maven`; \
         on macOS, `brew install maven`.",
    )?;
    let mut maven = Command::new(program);
    maven.args(["--batch-mode", "--quiet", "-Dstyle.color=never"]).current_dir(root());
    Ok(maven)
}

/// Fails with one sentence where there is no JDK, or one that is too old.
pub(crate) fn require_jdk() -> Result<()> {
    require(
        // An option that javac 17 was the first to know.
        Command::new(in_jdk("javac")).args(["--release", "17", "--version"]),
        &jdk_wanted(chosen_jdk().as_deref()),
    )
}

fn jdk_wanted(chosen: Option<&Path>) -> String {
    let choice = match chosen {
        Some(home) => format!("JAVA_HOME names {}, where none is.", home.display()),
        None => "JAVA_HOME chooses among several.".into(),
    };
    format!(
        "The Android app needs a JDK, version 17 or newer: on Debian, \
         `sudo apt install openjdk-17-jdk-headless`; on macOS, `brew install openjdk@17`. {choice}"
    )
}

/// The folder that JAVA_HOME names.
fn chosen_jdk() -> Option<PathBuf> {
    std::env::var_os("JAVA_HOME").filter(|home| !home.is_empty()).map(PathBuf::from)
}

fn in_jdk(program: &str) -> PathBuf {
    match chosen_jdk() {
        Some(home) => home.join("bin").join(program),
        None => program.into(),
    }
}

/// The artifact in `target/tools`. Maven is started only when it is not there or is damaged.
fn fetched(artifact: &Artifact) -> Result<PathBuf> {
    let folder = root().join("target/tools");
    let path = folder.join(artifact.file);
    if !is_intact(&path, artifact)? {
        fetch_all(&folder)?;
        ensure!(is_intact(&path, artifact)?, "{}", altered(artifact));
    }
    Ok(path)
}

fn altered(artifact: &Artifact) -> String {
    format!(
        "Maven fetched a {} that is not the one this was written with (its SHA-256 differs). \
         Remove it from Maven's local repository (~/.m2) and try again.",
        artifact.file
    )
}

fn is_intact(path: &Path, artifact: &Artifact) -> Result<bool> {
    Ok(path.is_file() && sha256(path)? == artifact.sha256)
}

fn fetch_all(folder: &Path) -> Result<()> {
    command::run(
        maven()?
            .args(["--file", "android/tools/pom.xml", "dependency:copy-dependencies"])
            .args(["-DexcludeTransitive=true", "-DoverWriteReleases=true"])
            .arg(format!("-DoutputDirectory={}", folder.display())),
    )
}

/// The file's SHA-256 in lower-case hexadecimal.
pub(crate) fn sha256(path: &Path) -> Result<String> {
    let hash = |mut file: File| -> io::Result<_> {
        let (mut hasher, mut block) = (Sha256::new(), vec![0; 1 << 16]);
        loop {
            match file.read(&mut block)? {
                0 => return Ok(hasher.finalize()),
                length => hasher.update(&block[..length]),
            }
        }
    };
    let hash = File::open(path)
        .and_then(hash)
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Takes one file out of an archive.
fn unpack(archive: &Path, entry: &str, file: &Path) -> Result<()> {
    whole::write(file, |unfinished| {
        let mut archive = zip::ZipArchive::new(File::open(archive)?)?;
        io::copy(&mut archive.by_name(entry)?, &mut File::create(unfinished)?)?;
        Ok(make_executable(unfinished)?)
    })
    .with_context(|| format!("cannot unpack {entry} from {}", archive.display()))
}

#[cfg(unix)]
fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_artifact_is_named_in_the_pom_with_its_version() {
        let pom = fs::read_to_string(root().join("android/tools/pom.xml")).unwrap();
        for artifact in [ANDROID, APKSIG, APKTOOL, JNA, R8] {
            let stem = Path::new(artifact.file).file_stem().unwrap().to_str().unwrap();
            let (name, version) = (1..stem.len())
                .filter(|at| stem[*at..].starts_with('-'))
                .map(|at| (&stem[..at], &stem[at + 1..]))
                .find(|(_, version)| version.starts_with(|first: char| first.is_ascii_digit()))
                .unwrap();
            assert!(pom.contains(&format!("<artifactId>{name}</artifactId>")), "{name}");
            assert!(pom.contains(&format!("<version>{version}</version>")), "{name} {version}");
        }
    }

    #[test]
    fn a_jdk_that_is_not_where_java_home_says_is_looked_for_there() {
        let chosen = jdk_wanted(Some(Path::new("/opt/jdk-11")));
        assert!(chosen.ends_with("JAVA_HOME names /opt/jdk-11, where none is."), "{chosen}");
        assert!(jdk_wanted(None).ends_with("JAVA_HOME chooses among several."));
    }

    #[test]
    fn a_damaged_file_is_not_intact() {
        let path = std::env::temp_dir().join(format!("mihari-tools-{}", std::process::id()));
        fs::write(&path, b"abc").unwrap();
        let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert!(is_intact(&path, &Artifact { file: "abc", sha256 }).unwrap());
        fs::write(&path, b"abd").unwrap();
        assert!(!is_intact(&path, &Artifact { file: "abc", sha256 }).unwrap());
        fs::remove_file(&path).unwrap();
        assert!(!is_intact(&path, &Artifact { file: "abc", sha256 }).unwrap());
    }

    #[test]
    fn a_library_that_nobody_has_looked_at_or_that_was_altered_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let refused = |name: &str| {
            let path = folder.path().join(name);
            fs::write(&path, b"other bytes").unwrap();
            require_known_library(&path).unwrap_err().to_string()
        };
        assert!(refused("okhttp-5.0.0.jar").starts_with("okhttp-5.0.0.jar would be in the app"));
        assert!(refused("annotations-13.0.jar").contains("its SHA-256 differs"));
    }
}
