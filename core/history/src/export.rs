//! Entries for other programs: CSV for a spreadsheet, JSON lines for everything else.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::ControlFlow;

use mihari_engine::item::{Channel, Direction};
use mihari_engine::report::VerdictReport;
use serde::{Serialize, Serializer};

use crate::History;
use crate::entry::{Entry, EntryId, Mark, Road};
use crate::error::Error;
use crate::list::Filter;
use crate::time::Timestamp;

/// What an export is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// For a spreadsheet: UTF-8 with a byte order mark (without it Excel in Japan reads Shift_JIS),
    /// lines ended by CR LF, a first line of names. A field that a spreadsheet would take for a
    /// formula is given a leading `'`.
    Csv,
    /// One JSON object a line, in UTF-8: the object of `scan --json` with what the history adds.
    Json,
}

/// Why an export broke off.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The history could not be read.
    #[error(transparent)]
    History(#[from] Error),
    /// What takes the export could not be written. Some entries may have been.
    #[error("the export could not be written: {0}")]
    Output(#[from] io::Error),
}

impl History {
    /// Writes entries, newest first, and answers how many. `out` should be buffered.
    ///
    /// # Errors
    /// [`ExportError`]; `out` then holds a part.
    pub fn export(
        &self,
        format: Format,
        filter: &Filter,
        out: &mut dyn Write,
    ) -> Result<u64, ExportError> {
        let mut count = 0;
        match format {
            Format::Csv => {
                out.write_all("\u{feff}".as_bytes())?;
                let mut csv = csv::WriterBuilder::new()
                    .terminator(csv::Terminator::CRLF)
                    .from_writer(&mut *out);
                csv.write_record(COLUMNS).map_err(output_error)?;
                self.try_for_each(filter, |entry| {
                    count += 1;
                    csv.write_record(cells(&entry)).map_err(output_error)
                })?;
                csv.flush()?;
            }
            Format::Json => self.try_for_each(filter, |entry| {
                count += 1;
                serde_json::to_writer(&mut *out, &entry)?;
                out.write_all(b"\n")
            })?,
        }
        out.flush()?;
        Ok(count)
    }

    fn try_for_each(
        &self,
        filter: &Filter,
        mut write: impl FnMut(Entry) -> io::Result<()>,
    ) -> Result<(), ExportError> {
        let mut failure = None;
        self.for_each(filter, |entry| match write(entry) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failure = Some(error);
                ControlFlow::Break(())
            }
        })?;
        failure.map_or(Ok(()), |error| Err(error.into()))
    }
}

/// The error of the output itself, its kind kept: a closed pipe is no failure to everybody.
fn output_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => io::Error::from(io::ErrorKind::InvalidData),
    }
}

const COLUMNS: [&str; 15] = [
    "id",
    "at",
    "kept_at",
    "channel",
    "direction",
    "sender",
    "text",
    "level",
    "category",
    "evidence",
    "reasons_ja",
    "reasons_en",
    "mark",
    "road",
    "packs",
];

fn cells(entry: &Entry) -> [String; COLUMNS.len()] {
    let verdict = &entry.verdict;
    let reasons_ja = verdict.reasons.iter().map(|reason| &*reason.reason_ja);
    let reasons_en = verdict.reasons.iter().map(|reason| &*reason.reason_en);
    let evidence = verdict.reasons.iter().flat_map(|reason| &reason.evidence);
    let words = evidence.map(|span| span.cut(entry.sender.as_deref(), &entry.text));
    [
        entry.id.to_string(),
        entry.at.map(time_text).unwrap_or_default(),
        time_text(entry.kept_at),
        name(entry.channel),
        name(entry.direction),
        entry.sender.clone().unwrap_or_default(),
        entry.text.clone(),
        name(verdict.level),
        verdict.category.as_deref().unwrap_or_default().to_owned(),
        joined(words),
        joined(reasons_ja),
        joined(reasons_en),
        entry.mark.map(name).unwrap_or_default(),
        name(entry.road),
        entry.packs.clone(),
    ]
    .map(|cell| neutral(&cell).into_owned())
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.collect::<Vec<_>>().join(" / ")
}

/// Keeps a spreadsheet from running what a message says. Excel takes the full-width signs for the
/// narrow ones (OWASP, "CSV Injection").
fn neutral(cell: &str) -> Cow<'_, str> {
    const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if cell.starts_with(FORMULA) { format!("'{cell}").into() } else { cell.into() }
}

/// RFC 3339 in UTC, or the milliseconds where no calendar reaches.
fn time_text(time: Timestamp) -> String {
    rfc_3339(time).unwrap_or_else(|| time.0.to_string())
}

/// RFC 3339 knows the years 0 to 9999.
fn rfc_3339(time: Timestamp) -> Option<String> {
    let time = time.to_calendar()?;
    let text = format!("{time:.3}");
    (!text.starts_with('-')).then_some(text)
}

/// The name of a value without fields, as everywhere in JSON.
fn name(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Record::of(self).serialize(serializer)
    }
}

/// The JSON object of one entry. Its names are a public interface: add, never change.
#[derive(Serialize)]
struct Record<'a> {
    id: EntryId,
    channel: Channel,
    direction: Direction,
    sender: Option<&'a str>,
    text: &'a str,
    #[serde(serialize_with = "serialize_time")]
    at: Option<Timestamp>,
    #[serde(serialize_with = "serialize_time")]
    kept_at: Option<Timestamp>,
    road: Road,
    mark: Option<Mark>,
    packs: &'a str,
    #[serde(flatten)]
    verdict: VerdictReport<'a>,
}

impl<'a> Record<'a> {
    fn of(entry: &'a Entry) -> Self {
        let sender = entry.sender.as_deref();
        Self {
            id: entry.id,
            channel: entry.channel,
            direction: entry.direction,
            sender,
            text: &entry.text,
            at: entry.at,
            kept_at: Some(entry.kept_at),
            road: entry.road,
            mark: entry.mark,
            packs: &entry.packs,
            verdict: VerdictReport::new(&entry.verdict, sender, &entry.text),
        }
    }
}

fn serialize_time<S: Serializer>(
    time: &Option<Timestamp>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match time.map(|time| (time, rfc_3339(time))) {
        None => serializer.serialize_none(),
        Some((_, Some(text))) => serializer.serialize_str(&text),
        Some((time, None)) => serializer.serialize_i64(time.0),
    }
}
