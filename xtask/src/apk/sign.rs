//! The signature, with a key that is never in the repository.
//!
//! A release key is named by environment variables: MIHARI_KEYSTORE, MIHARI_KEYSTORE_PASSWORD,
//! MIHARI_KEY_ALIAS, and MIHARI_KEY_PASSWORD where the key has one of its own. Without them a debug
//! key is used, made on first use in the user's own data folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use directories::BaseDirs;

use super::make_folder;
use crate::android::MIN_SDK;
use crate::command::{self, read_or_explain, root};
use crate::{tools, whole};

const STORE: &str = "MIHARI_KEYSTORE";
const STORE_PASSWORD: &str = "MIHARI_KEYSTORE_PASSWORD";
const ALIAS: &str = "MIHARI_KEY_ALIAS";

/// The password of every Android debug key. It protects nothing.
const DEBUG_PASSWORD: &str = "android";
const DEBUG_ALIAS: &str = "mihari-debug";

/// Writes what is `unsigned` to `signed`, with a signature.
pub(super) fn sign(unsigned: &Path, signed: &Path) -> Result<()> {
    let mut signer = apk_java()?;
    signer.arg("sign").arg(unsigned).arg(signed).arg(MIN_SDK);
    if std::env::var_os(STORE).is_none() {
        signer
            .env(STORE, debug_key()?)
            .env(STORE_PASSWORD, DEBUG_PASSWORD)
            .env(ALIAS, DEBUG_ALIAS)
            .env_remove("MIHARI_KEY_PASSWORD");
    }
    read_or_explain(&mut signer).context("the APK cannot be signed")?;
    Ok(())
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
