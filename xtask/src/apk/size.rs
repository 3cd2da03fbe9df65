//! `cargo xtask apk --size`: where the bytes of the APK are.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use anyhow::{Context, Result};
use zip::ZipArchive;

pub(super) fn print(apk: &Path) -> Result<()> {
    let file = File::open(apk).with_context(|| format!("cannot read {}", apk.display()))?;
    let whole = file.metadata()?.len();
    let mut archive = ZipArchive::new(BufReader::new(file))?;
    let mut parts = BTreeMap::<String, (u64, u64)>::new();
    for at in 0..archive.len() {
        let entry = archive.by_index(at)?;
        let part = parts.entry(part(&entry.name()?)).or_default();
        part.0 += entry.compressed_size();
        part.1 += entry.size();
    }
    let inside: u64 = parts.values().map(|(packed, _)| packed).sum();
    parts.insert("signature, directory, padding".into(), (whole - inside, whole - inside));

    let mut parts: Vec<_> = parts.into_iter().collect();
    parts.sort_by_key(|(_, (packed, _))| std::cmp::Reverse(*packed));
    println!("\n{:>10} {:>6} {:>10}", "in the APK", "", "unpacked");
    for (name, (packed, unpacked)) in parts {
        let share = packed as f64 * 100.0 / whole as f64;
        println!("{packed:>10} {share:>5.1}% {unpacked:>10}  {name}");
    }
    println!("{whole:>10} 100.0% {:>10}  all", "");
    Ok(())
}

/// Libraries and big files by name, the rest by folder.
fn part(name: &str) -> String {
    match name.split_once('/') {
        Some(("lib", _)) | None => name.into(),
        Some((folder, rest)) => match rest.split_once('/') {
            Some((below, _)) => format!("{folder}/{below}"),
            None => folder.into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_are_told_apart_and_resources_summed() {
        assert_eq!(part("lib/x86_64/libmihari.so"), "lib/x86_64/libmihari.so");
        assert_eq!(part("classes.dex"), "classes.dex");
        assert_eq!(part("res/drawable/a.xml"), "res/drawable");
    }
}
