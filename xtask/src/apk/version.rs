//! The app's version: the workspace's, and the number that Android orders versions by.

use anyhow::{Result, ensure};

pub(crate) struct Version {
    /// `0.1.0`
    pub(crate) name: String,
    /// Three digits each for minor and patch: 1.2.3 is 1002003.
    pub(crate) code: u32,
}

/// Every package has the version of the workspace, this one included.
pub(crate) fn read() -> Result<Version> {
    let name = env!("CARGO_PKG_VERSION");
    Ok(Version { name: name.into(), code: code(name)? })
}

fn code(name: &str) -> Result<u32> {
    let numbers: Vec<u32> = name.split('.').filter_map(|part| part.parse().ok()).collect();
    ensure!(
        matches!(numbers[..], [major, minor, patch] if major < 2000 && minor < 1000 && patch < 1000)
            && name.split('.').count() == 3,
        "version {name} cannot be a version of the app: it must be three numbers below 1000"
    );
    Ok(numbers[0] * 1_000_000 + numbers[1] * 1_000 + numbers[2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_version_has_a_higher_code() {
        let codes =
            ["0.1.0", "0.1.1", "0.2.0", "0.10.0", "1.0.0", "1.2.3"].map(|name| code(name).unwrap());
        assert!(codes.is_sorted());
        assert_eq!(codes[5], 1_002_003);
    }

    #[test]
    fn what_is_no_plain_version_is_refused() {
        for name in ["1.0", "1.0.0-rc.1", "1.1000.0", "1.0.0.0", ""] {
            assert!(code(name).is_err(), "{name}");
        }
    }
}
