//! `pack`: for those who write rules.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use mihari_engine::engine::Engine;
use mihari_engine::pack::{Diagnostic, Pack};
use serde::Serialize;

use super::Outcome;
use crate::args::PackCommand;
use crate::error::Error;
use crate::json;
use crate::notice;
use crate::session::Session;
use crate::visible;

/// What became of one file.
#[derive(Serialize)]
struct Examined<'a> {
    file: &'a str,
    ok: bool,
    id: Option<&'a str>,
    version: Option<&'a str>,
    /// How many examples were screened; `null` when they were not asked for.
    examples: Option<usize>,
    problems: Vec<Problem<'a>>,
}

#[derive(Serialize)]
struct Problem<'a> {
    line: usize,
    column: usize,
    message: &'a str,
    help: &'a str,
}

pub(super) fn run(command: PackCommand, session: &Session) -> Result<Outcome, Error> {
    let (files, tests_examples) = match command {
        PackCommand::Check { files } => (files, false),
        PackCommand::Test { files } => (files, true),
    };
    let mut is_good = true;
    for file in files {
        is_good &= examine(&file, tests_examples, session)?;
    }
    Ok(Outcome { has_failed: !is_good, ..Outcome::default() })
}

/// `false` when something is wrong with the pack. It has been told.
fn examine(path: &Path, tests_examples: bool, session: &Session) -> Result<bool, Error> {
    let file = path.display().to_string();
    let read = || {
        let toml = fs::read(path)?;
        String::from_utf8(toml).map_err(|_| io::ErrorKind::InvalidData.into())
    };
    let toml: String =
        read().map_err(|error: io::Error| Error::File(PathBuf::from(path), error.kind()))?;
    let (engine, id, version) = match build(&file, &toml) {
        Ok(built) => built,
        Err(found) => {
            tell(&Examination { file: &file, pack: None, examples: None, found: &found }, session)?;
            return Ok(false);
        }
    };
    let (examples, found) = if tests_examples {
        let failures = engine.test_pack(&id, session.today());
        let found = failures.into_iter().map(|failure| failure.diagnostic).collect();
        (Some(examples_of(&engine, &id)), found)
    } else {
        (None, Vec::new())
    };
    let pack = Some((id.as_str(), version.as_str()));
    tell(&Examination { file: &file, pack, examples, found: &found }, session)?;
    Ok(found.is_empty())
}

/// The pack at work among the shipped ones, whose brands, signals and advice it may use.
fn build(file: &str, toml: &str) -> Result<(Engine, String, String), Vec<Diagnostic>> {
    let pack = Pack::parse(file, toml)?;
    let (id, version) = (pack.id().to_owned(), pack.version().to_owned());
    Ok((Engine::shipped_with(pack)?, id, version))
}

fn examples_of(engine: &Engine, id: &str) -> usize {
    let packs = engine.packs().iter().filter(|pack| pack.id() == id);
    packs.flat_map(|pack| &pack.table().rules).map(|rule| rule.hits.len() + rule.misses.len()).sum()
}

struct Examination<'a> {
    file: &'a str,
    /// Id and version.
    pack: Option<(&'a str, &'a str)>,
    examples: Option<usize>,
    found: &'a [Diagnostic],
}

fn tell(examination: &Examination<'_>, session: &Session) -> Result<(), Error> {
    let Examination { file, pack, examples, found } = *examination;
    let mut out = io::stdout().lock();
    if session.is_json {
        let problems = found.iter().map(|d| Problem {
            line: d.line,
            column: d.column,
            message: &d.message,
            help: &d.help,
        });
        let (id, version) = pack.unzip();
        let ok = found.is_empty();
        let problems = problems.collect();
        json::write_line(&mut out, &Examined { file, ok, id, version, examples, problems })?;
    } else if let (Some((id, version)), true) = (pack, found.is_empty()) {
        let file = visible::line(file);
        let words = match examples {
            Some(examples) => session.language.pack_passes(&file, examples),
            None => session.language.pack_is_good(&file, id, version),
        };
        writeln!(out, "{words}")?;
    } else {
        found.iter().for_each(|diagnostic| notice::plain(&visible::line(&diagnostic.to_string())));
    }
    Ok(out.flush()?)
}
