//! The unsigned APK: sorted entries with one fixed time, so that the same build gives the same
//! bytes.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, Cursor, Read, Write};
use std::path::Path;

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::native::{CORE, Library};
use super::{Abi, make_folder};
use crate::inputs::files;
use crate::{tools, whole};

/// JNA's own library, which calls into the core.
const JNA: &str = "libjnidispatch.so";

/// Names and contents, in the order in which they are written.
pub(super) type Entries = BTreeMap<String, Vec<u8>>;

/// Puts the linked resources, the folder of `classes.dex` and the libraries together.
pub(super) fn pack(apk: &Path, resources: &Path, dex: &Path, libraries: &[Library]) -> Result<()> {
    // The manifest and the resources, as aapt2 linked them.
    let mut entries = read_archive(resources)?;
    entries.extend(dex_files(dex)?);
    for library in libraries {
        entries.insert(in_apk(library.abi, CORE), read(&library.path)?);
        entries.insert(in_apk(library.abi, JNA), jna(library.abi)?);
    }
    write_archive(apk, &entries)
}

/// Writes an archive whose bytes depend on `entries` alone.
pub(super) fn write_archive(path: &Path, entries: &Entries) -> Result<()> {
    write(path, entries).with_context(|| format!("cannot write {}", path.display()))
}

/// One file of an archive.
pub(super) fn read_entry(archive: &Path, name: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(archive)?
        .by_name(name)
        .with_context(|| format!("there is no {name} in {}", archive.display()))?
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// All files of an archive.
pub(super) fn read_archive(path: &Path) -> Result<Entries> {
    let mut archive = open(path)?;
    let mut entries = Entries::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at)?;
        let (name, mut bytes) = (entry.name()?.into_owned(), Vec::new());
        entry.read_to_end(&mut bytes)?;
        entries.insert(name, bytes);
    }
    Ok(entries)
}

fn dex_files(folder: &Path) -> Result<Entries> {
    let mut entries = Entries::new();
    for file in files(folder)? {
        if file.extension().is_some_and(|extension| extension == "dex") {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            entries.insert(name, read(&file)?);
        }
    }
    Ok(entries)
}

fn jna(abi: Abi) -> Result<Vec<u8>> {
    read_entry(&tools::jna_aar()?, &format!("jni/{}/{JNA}", abi.name()))
}

fn in_apk(abi: Abi, library: &str) -> String {
    format!("lib/{}/{library}", abi.name())
}

fn write(path: &Path, entries: &Entries) -> Result<()> {
    make_folder(path.parent().unwrap_or(Path::new(".")))?;
    let bytes = archive(entries)?;
    whole::write(path, |unfinished| Ok(fs::write(unfinished, bytes)?))
}

fn archive(entries: &Entries) -> Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(name.as_str(), options(name))?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

fn options(name: &str) -> SimpleFileOptions {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::DEFAULT);
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        // The system reads the table in place (a rule since Android 11); a picture is compressed.
        Some("arsc" | "png" | "webp") => {
            options.compression_method(CompressionMethod::Stored).with_alignment(4)
        }
        // Libraries too: docs/adr/0012-compressed-libraries.md.
        _ => options.compression_method(CompressionMethod::Deflated).compression_level(Some(9)),
    }
}

fn open(path: &Path) -> Result<ZipArchive<BufReader<File>>> {
    File::open(path)
        .map_err(Into::into)
        .and_then(|file| ZipArchive::new(BufReader::new(file)))
        .with_context(|| format!("cannot read {}", path.display()))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn packed(folder: &Path, entries: &[(&str, &[u8])]) -> PathBuf {
        let apk = folder.join("mihari.apk");
        let entries = entries.iter().map(|(name, bytes)| ((*name).into(), bytes.to_vec()));
        write(&apk, &entries.collect()).unwrap();
        apk
    }

    #[test]
    fn the_table_can_be_read_in_place_and_the_rest_is_small() {
        let folder = tempfile::tempdir().unwrap();
        let apk = packed(
            folder.path(),
            &[
                ("lib/x86_64/libmihari.so", &[7; 100_000]),
                ("resources.arsc", &[1; 101]),
                ("classes.dex", &[7; 100_000]),
            ],
        );
        let mut archive = open(&apk).unwrap();
        let table = archive.by_name("resources.arsc").unwrap();
        assert_eq!(table.compression(), CompressionMethod::Stored);
        assert_eq!(table.data_start().unwrap() % 4, 0);
        drop(table);
        for name in ["lib/x86_64/libmihari.so", "classes.dex"] {
            assert!(archive.by_name(name).unwrap().compressed_size() < 1000, "{name}");
        }
    }

    #[test]
    fn the_same_entries_give_the_same_bytes() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let bytes = folders.map(|folder| {
            fs::read(packed(folder.path(), &[("b", b"2"), ("a.so", b"1"), ("c.png", b"3")]))
                .unwrap()
        });
        assert_eq!(bytes[0], bytes[1]);
    }
}
