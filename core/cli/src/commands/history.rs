//! `history`: what was kept.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;

use mihari_history::{Entry, EntryId, Filter, Format, History, Mark};
use serde::Serialize;

use super::Flagged;
use crate::args::{self, HistoryFilter};
use crate::error::Error;
use crate::json;
use crate::locale::Lang;
use crate::notice::notify;
use crate::report::{
    Marks, Shown, channel_name, icon, level_name, local_time, visible, write_item,
};
use crate::session::Session;

/// How much of a text a list shows, in characters.
const LISTED: usize = 48;

/// Carries out one of the history's subcommands.
pub(crate) fn run(command: &args::History, session: &Session) -> Result<Flagged, Error> {
    match command {
        args::History::List(wanted) => list(&filter(wanted), session)?,
        args::History::Search { words, filter: wanted } => {
            list(&Filter { search: Some(words.clone()), ..filter(wanted) }, session)?;
        }
        args::History::Show { id } => show(*id, session)?,
        args::History::Mark { id, mark } => mark_entry(*id, (*mark).into(), session)?,
        args::History::Delete { ids } => delete(ids, session)?,
        args::History::Undo => undo(session)?,
        args::History::Export { format, output, filter: wanted } => {
            export((*format).into(), output.as_deref(), &filter(wanted), session)?;
        }
    }
    Ok(Flagged(false))
}

fn filter(wanted: &HistoryFilter) -> Filter {
    Filter {
        channels: wanted.channel.iter().map(|&channel| channel.into()).collect(),
        levels: wanted.level.iter().map(|&level| level.into()).collect(),
        limit: wanted.limit,
        ..Filter::default()
    }
}

fn list(filter: &Filter, session: &Session) -> Result<(), Error> {
    let Some(history) = session.read_history()? else { return say_empty(session) };
    let mut out = BufWriter::new(anstream::stdout().lock());
    let mut count = 0u64;
    let mut failure = Ok(());
    history.for_each(filter, |entry| {
        count += 1;
        let written = if session.json {
            json::write_line(&mut out, &entry)
        } else {
            write_row(&mut out, &entry, session)
        };
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failure = Err(error);
                ControlFlow::Break(())
            }
        }
    })?;
    failure?;
    out.flush()?;
    if count == 0 { say_empty(session) } else { Ok(()) }
}

fn say_empty(session: &Session) -> Result<(), Error> {
    if !session.json {
        writeln!(anstream::stdout(), "{}", nothing(session.lang))?;
    }
    Ok(())
}

fn nothing(lang: Lang) -> &'static str {
    lang.pick("履歴に該当するものはありません。", "Nothing in the history.")
}

fn write_row(out: &mut impl Write, entry: &Entry, session: &Session) -> io::Result<()> {
    let level = entry.verdict.level;
    let mark = match entry.mark {
        Some(Mark::Wrong) => session.lang.pick(" [詐欺ではない]", " [no fraud]"),
        Some(Mark::Confirmed) => session.lang.pick(" [詐欺]", " [fraud]"),
        None => "",
    };
    let mut text = visible(&entry.text);
    if let Some((end, _)) = text.char_indices().nth(LISTED) {
        text.truncate(end);
        text.push('…');
    }
    writeln!(
        out,
        "{:>6}  {}  {} {}{mark}  {}  {}  {text}",
        entry.id,
        local_time(entry.time()).unwrap_or_default(),
        icon(level),
        level_name(level, session.lang),
        channel_name(entry.channel, session.lang),
        visible(entry.sender.as_deref().unwrap_or("-")),
    )
}

fn show(id: i64, session: &Session) -> Result<(), Error> {
    let history = session.read_history()?.ok_or(Error::NoEntry(id))?;
    let entry = history.show(EntryId(id))?.ok_or(Error::NoEntry(id))?;
    let mut out = anstream::stdout().lock();
    if session.json {
        json::write_line(&mut out, &entry)?;
    } else {
        let shown = Shown {
            channel: entry.channel,
            sender: entry.sender.as_deref(),
            text: &entry.text,
            at: Some(entry.time()),
            verdict: &entry.verdict,
        };
        write_item(&mut out, &shown, session.lang, Marks::for_stdout())?;
    }
    Ok(out.flush()?)
}

fn mark_entry(id: i64, mark: Option<Mark>, session: &Session) -> Result<(), Error> {
    let mut history = existing(session, id)?;
    if !history.mark(EntryId(id), mark)? {
        return Err(Error::NoEntry(id));
    }
    say_count("marked", 1, session, "印を付けました。", "Marked.")
}

fn delete(ids: &[i64], session: &Session) -> Result<(), Error> {
    let mut history = existing(session, ids[0])?;
    let entries: Vec<EntryId> = ids.iter().map(|&id| EntryId(id)).collect();
    for (entry, &id) in entries.iter().zip(ids) {
        history.show(*entry)?.ok_or(Error::NoEntry(id))?;
    }
    let count = history.delete(&entries, session.now())?;
    say_count(
        "deleted",
        count,
        session,
        "件を削除しました。`mihari history undo` で元に戻せます。",
        "deleted. `mihari history undo` brings them back.",
    )
}

fn undo(session: &Session) -> Result<(), Error> {
    let count = match session.read_history()? {
        Some(_) => session.open_history()?.undo(session.now())?,
        None => 0,
    };
    say_count("restored", count, session, "件を元に戻しました。", "brought back.")
}

/// The history for writing, when there is one.
fn existing(session: &Session, id: i64) -> Result<History, Error> {
    session.read_history()?.ok_or(Error::NoEntry(id))?;
    session.open_history()
}

fn say_count(
    what: &'static str,
    count: usize,
    session: &Session,
    ja: &str,
    en: &str,
) -> Result<(), Error> {
    let mut out = anstream::stdout().lock();
    if session.json {
        #[derive(Serialize)]
        struct Done {
            done: &'static str,
            count: usize,
        }
        json::write_line(&mut out, &Done { done: what, count })?;
    } else {
        writeln!(out, "{count} {}", session.lang.pick(ja, en))?;
    }
    Ok(())
}

fn export(
    format: Format,
    output: Option<&std::path::Path>,
    filter: &Filter,
    session: &Session,
) -> Result<(), Error> {
    let Some(history) = session.read_history()? else {
        notify(nothing(session.lang));
        return Ok(());
    };
    let Some(path) = output else {
        history.export(format, filter, &mut BufWriter::new(io::stdout().lock()))?;
        return Ok(());
    };
    let failed = |error| Error::write(path, error);
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    match history.export(format, filter, &mut file) {
        Ok(count) => {
            file.flush().map_err(failed)?;
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            say_count("exported", count, session, "件を書き出しました。", "written.")
        }
        Err(mihari_history::ExportError::Output(error)) => Err(failed(error)),
        Err(error) => Err(error.into()),
    }
}
