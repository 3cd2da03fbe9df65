//! `tables`: what is known, with its sources.

use std::io::{self, BufWriter, Write};

use mihari_engine::engine::{Engine, SourceFact};
use mihari_engine::pack::{AsOf, ContactKind};
use serde::Serialize;

use super::Flagged;
use crate::args::Table;
use crate::error::Error;
use crate::json;
use crate::locale::Lang;
use crate::session::Session;

/// Prints one table.
pub(crate) fn run(table: Table, session: &Session) -> Result<Flagged, Error> {
    let engine = Engine::shipped();
    let today = session.today();
    let mut out = BufWriter::new(anstream::stdout().lock());
    match table {
        Table::Numbers => {
            let numbers = engine.numbers(today);
            write_all(&mut out, &numbers, session, |out, fact| {
                let title = session.lang.pick(&fact.title.ja, &fact.title.en);
                write!(out, "{:<15} {title}", fact.national)?;
                write_source(out, &fact.source, fact.checked, session.lang)?;
                write_stale(out, fact.stale, fact.page.as_deref(), session.lang)
            })?;
        }
        Table::Domains => {
            let domains = engine.domains(today);
            write_all(&mut out, &domains, session, |out, fact| {
                let uses = match (fact.link, fact.mail) {
                    (true, true) => session.lang.pick("リンク・メール", "links, mail"),
                    (true, false) => session.lang.pick("リンク", "links"),
                    (false, _) => session.lang.pick("メール", "mail"),
                };
                write!(out, "{:<32} {:<16} {uses}", fact.domain, fact.brand)?;
                write_source(out, &fact.source, fact.checked, session.lang)?;
                write_stale(out, fact.stale, None, session.lang)
            })?;
        }
        Table::Contacts => {
            let contacts = engine.contacts(today);
            write_all(&mut out, &contacts, session, |out, fact| {
                let title = session.lang.pick(&fact.title.ja, &fact.title.en);
                let kind = match fact.kind {
                    ContactKind::Phone => session.lang.pick("電話", "phone"),
                    ContactKind::Web => session.lang.pick("ページ", "page"),
                    ContactKind::Mail => session.lang.pick("メール", "mail"),
                };
                writeln!(out, "{title}  {kind}: {}", fact.value)?;
                writeln!(out, "    {}", session.lang.pick(&fact.note.ja, &fact.note.en))?;
                write!(out, "   ")?;
                write_source(out, &fact.source, fact.checked, session.lang)?;
                write_stale(out, fact.stale, fact.page.as_deref(), session.lang)
            })?;
        }
    }
    out.flush()?;
    Ok(Flagged(false))
}

fn write_all<T: Serialize>(
    out: &mut impl Write,
    facts: &[T],
    session: &Session,
    mut write: impl FnMut(&mut dyn Write, &T) -> io::Result<()>,
) -> Result<(), Error> {
    for fact in facts {
        if session.json {
            json::write_line(out, fact)?;
        } else {
            write(out, fact)?;
        }
    }
    Ok(())
}

fn write_source(
    out: &mut dyn Write,
    source: &SourceFact,
    checked: AsOf,
    lang: Lang,
) -> io::Result<()> {
    let date = lang.pick(checked.to_japanese(), checked.to_english());
    let label = lang.pick("出典", "source");
    writeln!(
        out,
        "  {date}  {label}: {} {}",
        source.title,
        source.url.as_deref().unwrap_or_default()
    )
}

/// An old fact is shown with its date and with the page that has the newest.
fn write_stale(out: &mut dyn Write, stale: bool, page: Option<&str>, lang: Lang) -> io::Result<()> {
    let Some(page) = page.filter(|_| stale) else { return Ok(()) };
    let note =
        lang.pick("1年以上確かめていません。最新の情報", "Not confirmed for over a year. Newest");
    writeln!(out, "    {note}: {page}")
}
