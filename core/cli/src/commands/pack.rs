//! `pack`: checking and testing rule packs.

use std::fs;
use std::io::Write;
use std::path::Path;

use mihari_engine::engine::Engine;
use mihari_engine::pack::{Diagnostic, Pack};
use serde::Serialize;

use super::Flagged;
use crate::args;
use crate::error::Error;
use crate::json;
use crate::session::Session;

/// Checks or tests pack files. Every diagnostic is printed; any makes the command fail.
pub(crate) fn run(command: &args::Pack, session: &Session) -> Result<Flagged, Error> {
    let (files, tests) = match command {
        args::Pack::Check { files } => (files, false),
        args::Pack::Test { files } => (files, true),
    };
    let mut good = true;
    for file in files {
        let outcome = examine(file, tests, session)?;
        good &= outcome.diagnostics.is_empty();
        print(file, &outcome, session)?;
    }
    if good { Ok(Flagged(false)) } else { Err(Error::Told) }
}

struct Outcome {
    diagnostics: Vec<Diagnostic>,
    rules: usize,
    examples: usize,
}

/// A pack is checked together with the shipped ones, whose signals it may use.
fn examine(file: &Path, tests: bool, session: &Session) -> Result<Outcome, Error> {
    let toml = fs::read_to_string(file).map_err(|error| Error::read(file, error))?;
    let bad = |diagnostics| Ok(Outcome { diagnostics, rules: 0, examples: 0 });
    let pack = match Pack::parse(&file.display().to_string(), &toml) {
        Ok(pack) => pack,
        Err(found) => return bad(found),
    };
    let id = pack.id().to_owned();
    let rules = &pack.table().rules;
    let examples = rules.iter().map(|rule| rule.hits.len() + rule.misses.len()).sum();
    let rules = rules.len();
    let engine = match Engine::shipped_with(pack) {
        Ok(engine) => engine,
        Err(found) => return bad(found),
    };
    let failures = if tests { engine.test_pack(&id, session.today()) } else { Vec::new() };
    let diagnostics = failures.into_iter().map(|failure| failure.diagnostic).collect();
    Ok(Outcome { diagnostics, rules, examples })
}

fn print(file: &Path, outcome: &Outcome, session: &Session) -> Result<(), Error> {
    let mut out = anstream::stdout().lock();
    for found in &outcome.diagnostics {
        if session.json {
            let Diagnostic { file, line, column, message, help } = found;
            let line = JsonDiagnostic { file, line: *line, column: *column, message, help };
            json::write_line(&mut out, &line)?;
        } else {
            writeln!(out, "{found}")?;
        }
    }
    if outcome.diagnostics.is_empty() && !session.json {
        let (rules, examples) = (outcome.rules, outcome.examples);
        let note = session.lang.pick(
            format!("問題ありません（規則 {rules}、例 {examples}）。"),
            format!("good: {rules} rules, {examples} examples."),
        );
        writeln!(out, "{}: {note}", file.display())?;
    }
    Ok(())
}

#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    help: &'a str,
}
