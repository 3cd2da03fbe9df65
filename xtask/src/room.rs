//! Room on the disk. Each program that runs out of it says so in its own way, between other lines,
//! or not at all; so after a failure it is looked at here.

use std::path::Path;

use crate::command::root;

/// Bytes below which a failure may well come from a full disk: what a compiler could not write to
/// the end it removes, which makes some room again.
const LITTLE: u64 = 512 << 20;

/// One sentence for a person whose build failed, where there is little room left to build in.
pub(crate) fn shortage() -> Option<String> {
    let folders = [root().join("target/apk"), root().join("target"), std::env::temp_dir()];
    folders.iter().find_map(|folder| sentence(folder, available(folder)?))
}

fn sentence(folder: &Path, bytes: u64) -> Option<String> {
    (bytes < LITTLE).then(|| {
        format!(
            "The disk is nearly full: {} MiB are free where {} is. Make room and start again; the \
             app and what it is built with take about 5 GiB.",
            bytes >> 20,
            folder.display()
        )
    })
}

/// Bytes that this user may still write there.
#[cfg(unix)]
fn available(folder: &Path) -> Option<u64> {
    let space = rustix::fs::statvfs(folder).ok()?;
    Some(space.f_bavail.saturating_mul(space.f_frsize))
}

#[cfg(not(unix))]
fn available(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_with_its_place() {
        let sentence = |bytes| sentence(Path::new("/somewhere/target"), bytes);
        let told = sentence(3 << 20).unwrap();
        assert!(told.contains("3 MiB are free where /somewhere/target is."), "{told}");
        assert_eq!(sentence(LITTLE), None);
    }

    #[test]
    #[cfg(unix)]
    fn the_room_of_a_folder_is_known() {
        assert!(available(&std::env::temp_dir()).is_some());
        assert!(available(Path::new("/no/such/folder")).is_none());
    }
}
