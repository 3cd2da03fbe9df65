//! `tables`: what the packs know, with sources.

use std::io::{self, BufWriter, Write};

use mihari_engine::engine::{ContactFact, DomainFact, Engine, NumberFact, SourceFact};
use mihari_engine::pack::{AsOf, Bilingual};
use serde::Serialize;

use super::Outcome;
use crate::args::Table;
use crate::catalogue::report as words;
use crate::error::Error;
use crate::json;
use crate::report::Report;
use crate::session::Session;

pub(super) fn run(table: Table, session: &Session) -> Result<Outcome, Error> {
    let engine = Engine::shipped();
    let today = session.today();
    match table {
        Table::Numbers => print(&engine.numbers(today), session),
        Table::Domains => print(&engine.domains(today), session),
        Table::Contacts => print(&engine.contacts(today), session),
    }?;
    Ok(Outcome::default())
}

/// One row of a table.
trait Fact: Serialize {
    /// What is known, and about whom.
    fn heading(&self, session: &Session) -> (String, String);
    /// What else is known, in paragraphs.
    fn notes<'a>(&'a self, session: &Session) -> Vec<&'a str>;
    fn source(&self) -> &SourceFact;
    fn checked(&self) -> AsOf;
    fn is_stale(&self) -> bool;
}

fn print<F: Fact>(facts: &[F], session: &Session) -> Result<(), Error> {
    let mut out = BufWriter::new(io::stdout().lock());
    let report = session.report();
    for fact in facts {
        if session.is_json {
            json::write_line(&mut out, fact)?;
        } else {
            out.write_all(row(fact, &report, session).as_bytes())?;
        }
    }
    Ok(out.flush()?)
}

fn row(fact: &impl Fact, report: &Report, session: &Session) -> String {
    let language = session.language;
    let (what, whose) = fact.heading(session);
    let mut text = format!("{}  {whose}\n", report.bold(&what));
    for note in fact.notes(session) {
        report.write_part(&mut text, "", note);
    }
    let source = fact.source();
    let mut origin = format!("{} ({}", source.title, language.as_of(source.as_of));
    origin += &format!("; {} {})", words::CHECKED.get(language), fact.checked());
    report.write_part(&mut text, words::SOURCE.get(language), &origin);
    if let Some(url) = &source.url {
        report.write_part(&mut text, "", url);
    }
    if fact.is_stale() {
        report.write_part(&mut text, "", words::STALE.get(language));
    }
    text
}

fn here<'a>(text: &'a Bilingual, session: &Session) -> &'a str {
    session.language.of(&text.ja, &text.en)
}

impl Fact for NumberFact {
    fn heading(&self, session: &Session) -> (String, String) {
        (self.national.clone(), here(&self.title, session).to_owned())
    }

    fn notes<'a>(&'a self, session: &Session) -> Vec<&'a str> {
        self.note.iter().map(|note| here(note, session)).chain(self.page.as_deref()).collect()
    }

    fn source(&self) -> &SourceFact {
        &self.source
    }

    fn checked(&self) -> AsOf {
        self.checked
    }

    fn is_stale(&self) -> bool {
        self.stale
    }
}

impl Fact for DomainFact {
    fn heading(&self, session: &Session) -> (String, String) {
        let uses = [(self.link, words::LINKS), (self.mail, words::MAIL)];
        let uses = uses.iter().filter(|(is_used, _)| *is_used);
        let uses: Vec<_> = uses.map(|(_, use_)| use_.get(session.language)).collect();
        (self.domain.clone(), format!("{} ({})", here(&self.title, session), uses.join(", ")))
    }

    fn notes<'a>(&'a self, _: &Session) -> Vec<&'a str> {
        Vec::new()
    }

    fn source(&self) -> &SourceFact {
        &self.source
    }

    fn checked(&self) -> AsOf {
        self.checked
    }

    fn is_stale(&self) -> bool {
        self.stale
    }
}

impl Fact for ContactFact {
    fn heading(&self, session: &Session) -> (String, String) {
        (here(&self.title, session).to_owned(), self.value.clone())
    }

    fn notes<'a>(&'a self, session: &Session) -> Vec<&'a str> {
        [here(&self.note, session)].into_iter().chain(self.page.as_deref()).collect()
    }

    fn source(&self) -> &SourceFact {
        &self.source
    }

    fn checked(&self) -> AsOf {
        self.checked
    }

    fn is_stale(&self) -> bool {
        self.stale
    }
}
