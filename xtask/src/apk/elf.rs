//! What the system's linker will ask of a native library.

use anyhow::{Context, Result};
use object::elf::{self, FileHeader64, Machine};
use object::read::elf::{Dyn as _, FileHeader as _, ProgramHeader as _};
use object::{Endianness, FileKind};

/// The facts of one 64-bit library.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Facts {
    /// `EM_AARCH64` or `EM_X86_64`.
    pub(super) machine: Machine,
    pub(super) soname: Option<String>,
    /// Libraries that are loaded first, in their order.
    pub(super) needed: Vec<String>,
    /// The smallest alignment of a segment that is mapped, in bytes.
    pub(super) load_alignment: u64,
}

pub(super) fn read(bytes: &[u8]) -> Result<Facts> {
    facts(bytes).context("this is no 64-bit shared library")
}

fn facts(bytes: &[u8]) -> Result<Facts> {
    anyhow::ensure!(FileKind::parse(bytes)? == FileKind::Elf64, "it has another format");
    let header = FileHeader64::<Endianness>::parse(bytes)?;
    let endian = header.endian()?;
    let sections = header.sections(endian, bytes)?;
    let segments = header.program_headers(endian, bytes)?;

    let load_alignment = segments
        .iter()
        .filter(|segment| segment.p_type(endian) == elf::PT_LOAD)
        .map(|segment| segment.p_align(endian))
        .min()
        .context("nothing in it is loaded")?;

    let (entries, strings) =
        sections.dynamic(endian, bytes)?.context("it has no dynamic section")?;
    let strings = sections.strings(endian, bytes, strings)?;
    let named = |tag| {
        let entries = entries.iter().filter(move |entry| entry.d_tag(endian) == tag);
        entries.map(|entry| Ok(entry.string(endian, strings).map(text)?))
    };
    let needed = named(elf::DT_NEEDED).collect::<Result<_>>()?;
    let soname = named(elf::DT_SONAME).next().transpose()?;

    Ok(Facts { machine: header.e_machine(endian), soname, needed, load_alignment })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_library_is_an_error() {
        for bytes in [&b""[..], b"PK\x03\x04", &[0x7f, b'E', b'L', b'F', 2, 1, 1, 0, 0, 0]] {
            assert!(read(bytes).is_err());
        }
    }

    /// A program is built like a library; this one is always there.
    #[test]
    #[cfg(all(target_os = "linux", target_pointer_width = "64"))]
    fn this_program_says_what_it_needs() {
        let facts = read(&std::fs::read(std::env::current_exe().unwrap()).unwrap()).unwrap();
        assert!(facts.needed.iter().any(|needed| needed.starts_with("libc.")), "{facts:?}");
        assert!(facts.load_alignment.is_power_of_two());
    }
}
