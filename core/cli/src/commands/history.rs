//! `history`: what was kept.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use mihari_engine::item::Item;
use mihari_history::{Entry, EntryId, ExportError, Filter, Format, History, Mark, Timestamp};
use serde::Serialize;

use super::Outcome;
use crate::args::{HistoryCommand, Selection};
use crate::catalogue::report as words;
use crate::error::Error;
use crate::json;
use crate::notice;
use crate::report::{Report, Steps};
use crate::session::Session;

pub(super) fn run(command: HistoryCommand, session: &Session) -> Result<Outcome, Error> {
    match command {
        HistoryCommand::List { selection } => list(&filter(selection, None, session)?, session),
        HistoryCommand::Search { words, selection } => {
            list(&filter(selection, Some(words.join(" ")), session)?, session)
        }
        HistoryCommand::Show { id } => show(EntryId(id), session),
        HistoryCommand::Mark { id, mark } => set_mark(EntryId(id), mark.into(), session),
        HistoryCommand::Delete { ids } => delete(ids.into_iter().map(EntryId).collect(), session),
        HistoryCommand::Undo => undo(session),
        HistoryCommand::Export { format, output, selection } => {
            export(format.into(), output, &filter(selection, None, session)?, session)
        }
    }?;
    Ok(Outcome::default())
}

fn filter(
    selection: Selection,
    search: Option<String>,
    session: &Session,
) -> Result<Filter, Error> {
    Ok(Filter {
        channels: selection.channel.into_iter().map(Into::into).collect(),
        levels: selection.level.into_iter().map(Into::into).collect(),
        mark: selection.mark.map(Into::into),
        since: selection.since.map(|time| bound(&time, Day::Begin, session)).transpose()?,
        until: selection.until.map(|time| bound(&time, Day::End, session)).transpose()?,
        search,
        limit: selection.limit,
        ..Filter::default()
    })
}

#[derive(Clone, Copy)]
enum Day {
    Begin,
    End,
}

/// RFC 3339, or a date where the person lives.
fn bound(time: &str, day: Day, session: &Session) -> Result<Timestamp, Error> {
    if let Ok(instant) = time.parse::<jiff::Timestamp>() {
        return Ok(Timestamp(instant.as_millisecond()));
    }
    let date: Date = time.parse().map_err(|_| Error::Time)?;
    let zoned = match day {
        Day::Begin => date.to_zoned(session.now.time_zone().clone()),
        Day::End => date
            .tomorrow()
            .and_then(|next| next.to_zoned(session.now.time_zone().clone()))
            .and_then(|next| next.checked_sub(jiff::Span::new().milliseconds(1))),
    };
    zoned.map(|zoned| Timestamp(zoned.timestamp().as_millisecond())).map_err(|_| Error::Time)
}

fn list(filter: &Filter, session: &Session) -> Result<(), Error> {
    let Some(history) = session.existing_history()? else {
        return say(session, words::NO_HISTORY_YET.get(session.language));
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let report = session.report();
    let mut listed = Ok(0_u64);
    history.for_each(filter, |entry| {
        let written = if session.is_json {
            json::write_line(&mut out, &entry)
        } else {
            writeln!(out, "{}", report.entry_line(&entry))
        };
        match (written, &mut listed) {
            (Ok(()), Ok(count)) => *count += 1,
            (Err(error), _) => {
                listed = Err(error);
                return ControlFlow::Break(());
            }
            (Ok(()), Err(_)) => return ControlFlow::Break(()),
        }
        ControlFlow::Continue(())
    })?;
    let listed = listed?;
    out.flush()?;
    drop(out);
    if listed == 0 {
        return say(session, words::NO_ENTRIES.get(session.language));
    }
    Ok(())
}

fn show(id: EntryId, session: &Session) -> Result<(), Error> {
    let history = session.existing_history()?;
    let entry = history.map(|history| history.show(id)).transpose()?.flatten();
    let entry = entry.ok_or(Error::NoEntries(vec![id]))?;
    let mut out = io::stdout().lock();
    if session.is_json {
        json::write_line(&mut out, &entry)?;
    } else {
        out.write_all(in_full(&entry, &session.report(), session).as_bytes())?;
    }
    Ok(out.flush()?)
}

fn in_full(entry: &Entry, report: &Report, session: &Session) -> String {
    let mut text = String::new();
    let item = Item {
        channel: entry.channel,
        direction: entry.direction,
        sender: entry.sender.as_deref(),
        text: &entry.text,
    };
    report.write(&mut text, item, entry.at, &entry.verdict, Steps::All);
    let mark = entry.mark.map(|mark| format!("  [{}]", session.language.mark(mark)));
    let kept_at = report.time(entry.kept_at).unwrap_or_default();
    let kept = format!("#{}  {kept_at}{}  ({})", entry.id, mark.unwrap_or_default(), entry.packs);
    report.write_part(&mut text, words::KEPT.get(session.language), &kept);
    text
}

#[derive(Serialize)]
struct Marked {
    id: EntryId,
    mark: Option<Mark>,
}

fn set_mark(id: EntryId, mark: Option<Mark>, session: &Session) -> Result<(), Error> {
    if !existing(session, &[id])?.mark(id, mark)? {
        return Err(Error::NoEntries(vec![id]));
    }
    let words = if mark.is_some() { words::MARKED } else { words::MARK_REMOVED };
    answer(session, &Marked { id, mark }, words.get(session.language))
}

#[derive(Serialize)]
struct Deleted {
    deleted: usize,
}

fn delete(ids: Vec<EntryId>, session: &Session) -> Result<(), Error> {
    let mut history = existing(session, &ids)?;
    let mut missing = Vec::new();
    for id in &ids {
        if history.show(*id)?.is_none() {
            missing.push(*id);
        }
    }
    if !missing.is_empty() {
        return Err(Error::NoEntries(missing));
    }
    let deleted = history.delete(&ids, session.timestamp())?;
    answer(session, &Deleted { deleted }, &session.language.deleted(deleted))
}

#[derive(Serialize)]
struct BroughtBack {
    restored: usize,
}

fn undo(session: &Session) -> Result<(), Error> {
    // Looked at for reading first: there is nothing to take back in a history yet to be made.
    let restored = match session.existing_history()? {
        Some(_) => session.history()?.undo(session.timestamp())?,
        None => 0,
    };
    let words = match restored {
        0 => words::NOTHING_TO_UNDO.get(session.language).to_owned(),
        _ => session.language.brought_back(restored),
    };
    answer(session, &BroughtBack { restored }, &words)
}

#[derive(Serialize)]
struct Exported {
    exported: u64,
}

fn export(
    format: Format,
    output: Option<PathBuf>,
    filter: &Filter,
    session: &Session,
) -> Result<(), Error> {
    let Some(history) = session.existing_history()? else {
        return say(session, words::NO_HISTORY_YET.get(session.language));
    };
    let Some(path) = output else {
        let mut out = BufWriter::new(io::stdout().lock());
        history.export(format, filter, &mut out).map_err(|error| of_export(error, None))?;
        return Ok(());
    };
    let file = OpenOptions::new().write(true).create_new(true).open(&path);
    let mut out = BufWriter::new(file.map_err(|error| of_file(&path, &error))?);
    let exported = history.export(format, filter, &mut out).map_err(|error| {
        // Half an export would look like a whole one.
        let _ = fs::remove_file(&path);
        of_export(error, Some(&path))
    })?;
    answer(session, &Exported { exported }, &session.language.exported(exported))
}

fn of_export(error: ExportError, path: Option<&Path>) -> Error {
    match (error, path) {
        (ExportError::History(error), _) => error.into(),
        (ExportError::Output(error), Some(path)) => of_file(path, &error),
        (ExportError::Output(error), None) => error.into(),
    }
}

fn of_file(path: &Path, error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::AlreadyExists => Error::Exists(path.to_owned()),
        kind => Error::File(path.to_owned(), kind),
    }
}

/// The history for changing entries it has to hold. None is made for that.
fn existing(session: &Session, ids: &[EntryId]) -> Result<History, Error> {
    match session.existing_history()? {
        Some(_) => session.history(),
        None => Err(Error::NoEntries(ids.to_vec())),
    }
}

fn answer(session: &Session, value: &impl Serialize, words: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    if session.is_json {
        json::write_line(&mut out, value)?;
    } else {
        writeln!(out, "{words}")?;
    }
    Ok(out.flush()?)
}

/// What is no part of the output: a program that reads it needs only the output.
fn say(session: &Session, words: &str) -> Result<(), Error> {
    if !session.is_json {
        notice::plain(words);
    }
    Ok(())
}
