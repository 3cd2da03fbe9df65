//! The signature, with a key that is never in the repository.
//!
//! A release key is named by environment variables: MIHARI_KEYSTORE, MIHARI_KEYSTORE_PASSWORD,
//! MIHARI_KEY_ALIAS, and MIHARI_KEY_PASSWORD where the key has one of its own. Without them a debug
//! key is used, made on first use in the user's own data folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use directories::BaseDirs;

use super::make_folder;
use crate::android::MIN_SDK;
use crate::command::{self, read_or_explain, root};
use crate::{tools, whole};

const STORE: &str = "MIHARI_KEYSTORE";
const STORE_PASSWORD: &str = "MIHARI_KEYSTORE_PASSWORD";
const ALIAS: &str = "MIHARI_KEY_ALIAS";
const KEY_PASSWORD: &str = "MIHARI_KEY_PASSWORD";

/// The password of every Android debug key. It protects nothing.
const DEBUG_PASSWORD: &str = "android";
const DEBUG_ALIAS: &str = "mihari-debug";

/// Writes what is `unsigned` to `signed`, with a signature. Answers what it was signed with.
pub(super) fn sign(unsigned: &Path, signed: &Path) -> Result<&'static str> {
    let mut signer = signer(unsigned, signed)?;
    let key = if std::env::var_os(STORE).is_some() {
        "the release key"
    } else {
        no_half_release_key(|name| std::env::var_os(name).is_some())?;
        signer
            .env(STORE, debug_key()?)
            .env(STORE_PASSWORD, DEBUG_PASSWORD)
            .env(ALIAS, DEBUG_ALIAS)
            .env_remove(KEY_PASSWORD);
        "a debug key"
    };
    read_or_explain(&mut signer).context("the APK cannot be signed")?;
    Ok(key)
}

/// Somebody who set these meant to sign a release.
fn no_half_release_key(is_set: impl Fn(&str) -> bool) -> Result<()> {
    match [STORE_PASSWORD, ALIAS, KEY_PASSWORD].into_iter().find(|name| is_set(name)) {
        None => Ok(()),
        Some(name) => {
            bail!("{name} is set and {STORE} is not: set {STORE} to the file with the release key")
        }
    }
}

/// What is wrong with a key is said in one sentence, and nothing is written.
pub(crate) fn test() -> Result<()> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let file = |name: &str| folder.path().join(name);
    let (key, junk, signed) = (file("key.p12"), file("junk.p12"), file("signed.apk"));
    make_debug_key(&key)?;
    std::fs::write(&junk, "no key").context("cannot write a file that is no key store")?;
    for (store, password, alias, sentence) in [
        (&key, "wrong", DEBUG_ALIAS, "The password of the key store"),
        (&key, DEBUG_PASSWORD, "other", "There is no key other in"),
        (&file("missing.p12"), DEBUG_PASSWORD, DEBUG_ALIAS, "There is no key store"),
        (&junk, DEBUG_PASSWORD, DEBUG_ALIAS, "is no key store in PKCS12 or JKS"),
        (&key, DEBUG_PASSWORD, "", "MIHARI_KEY_ALIAS is not set"),
    ] {
        let mut signer = signer(&file("unsigned.apk"), &signed)?;
        signer.env(STORE, store).env(STORE_PASSWORD, password).env(ALIAS, alias);
        let Err(refused) = read_or_explain(signer.env_remove(KEY_PASSWORD)) else {
            bail!("signed with a key of which this is wrong: {sentence}");
        };
        let said = refused.to_string();
        ensure!(
            said.contains(sentence) && said.lines().count() == 1,
            "{sentence:?} was to be said of a key, and it was: {said}"
        );
        ensure!(!signed.exists(), "a refused key left {}", signed.display());
    }
    println!("a wrong key is refused in one sentence");
    Ok(())
}

fn signer(unsigned: &Path, signed: &Path) -> Result<Command> {
    let mut signer = apk_java()?;
    signer.arg("sign").arg(unsigned).arg(signed).arg(MIN_SDK);
    Ok(signer)
}

/// `android/tools/Apk.java`, ready for its arguments.
pub(super) fn apk_java() -> Result<Command> {
    let mut java = tools::java();
    java.arg("-cp").arg(tools::apksig()?).arg(root().join("android/tools/Apk.java"));
    Ok(java)
}

/// Outlives the repository, so that a newer debug build installs over an older one.
fn debug_key() -> Result<PathBuf> {
    let Some(folders) = BaseDirs::new() else {
        bail!("there is no home folder to keep the debug key in; set {STORE}");
    };
    let key = folders.data_dir().join("mihari/debug.p12");
    if !key.is_file() {
        make_debug_key(&key)?;
    }
    Ok(key)
}

fn make_debug_key(key: &Path) -> Result<()> {
    make_folder(key.parent().unwrap_or(Path::new(".")))?;
    whole::write(key, |unfinished| {
        command::run(
            tools::keytool()
                .args(["-genkeypair", "-storetype", "PKCS12", "-keyalg", "EC", "-groupname"])
                .args(["secp256r1", "-validity", "10000", "-dname", "CN=Mihari debug"])
                .args(["-alias", DEBUG_ALIAS, "-storepass", DEBUG_PASSWORD, "-keystore"])
                .arg(unfinished),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_release_key_is_not_taken_for_none() {
        assert!(no_half_release_key(|_| false).is_ok());
        let error = no_half_release_key(|name| name == ALIAS).unwrap_err().to_string();
        assert!(error.starts_with("MIHARI_KEY_ALIAS is set and MIHARI_KEYSTORE is not"), "{error}");
    }
}
