//! What a worker does with a batch: decode, screen, render.

use std::io;

use mihari_engine::item::{Channel, Direction, Item};
use mihari_engine::report::VerdictReport;
use mihari_engine::verdict::Verdict;
use mihari_history::{Counts, Timestamp};
use serde::Serialize;

use crate::commands::check::Line;
use crate::json;
use crate::locale::Lang;
use crate::report::{Marks, Shown, write_item};
use crate::session::Screening;
use crate::source::{Batch, Decoded, Record, RecordFault};

/// What every worker needs to know.
pub(super) struct Job<'a> {
    pub(super) screening: &'a Screening,
    pub(super) lang: Lang,
    pub(super) output: Output,
}

/// What is printed, and how.
#[derive(Clone, Copy)]
pub(super) enum Output {
    /// A line of JSON for each item.
    JsonAll,
    /// A line of JSON for each flagged item.
    JsonFlagged,
    /// Flagged items for people.
    Text(Marks),
}

/// One batch after screening.
#[derive(Default)]
pub(super) struct Screened {
    /// Where the batch ended in its input, in bytes.
    pub(super) offset: u64,
    /// What is to be printed.
    pub(super) rendered: Vec<u8>,
    /// What is to be kept.
    pub(super) flagged: Vec<FlaggedItem>,
    pub(super) counts: Counts,
    /// Messages of the phone's owner.
    pub(super) sent: u64,
    /// What could not be read, by line.
    pub(super) bad: Vec<(u64, RecordFault)>,
}

/// A flagged item on its way into the history.
pub(super) struct FlaggedItem {
    channel: Channel,
    direction: Direction,
    sender: Option<String>,
    text: String,
    pub(super) at: Option<Timestamp>,
    pub(super) verdict: Verdict,
}

impl FlaggedItem {
    fn new(record: &Record<'_>, verdict: Verdict) -> Self {
        Self {
            channel: record.channel,
            direction: record.direction,
            sender: record.sender.as_deref().map(str::to_owned),
            text: record.text.clone().into_owned(),
            at: record.at,
            verdict,
        }
    }

    pub(super) fn as_item(&self) -> Item<'_> {
        let Self { channel, direction, .. } = *self;
        Item { channel, direction, sender: self.sender.as_deref(), text: &self.text }
    }
}

/// An answer in place of a line that could not be read.
#[derive(Serialize)]
struct BadLine<'a> {
    id: Option<&'a str>,
    line: u64,
    error: String,
}

impl Job<'_> {
    /// Screens one batch.
    pub(super) fn screen(&self, batch: &Batch) -> Screened {
        let offset = batch.place.offset + batch.bytes.len() as u64;
        let mut screened = Screened { offset, ..Screened::default() };
        batch.decode(&mut |decoded| match decoded {
            Decoded::Item(record) => self.screen_record(&record, &mut screened),
            Decoded::Sent => screened.sent += 1,
            Decoded::Bad { line, fault } => self.answer_bad(line, fault, &mut screened),
        });
        screened
    }

    fn screen_record(&self, record: &Record<'_>, screened: &mut Screened) {
        let (sender, text) = (record.sender.as_deref(), &*record.text);
        let Record { channel, direction, .. } = *record;
        let verdict = self.screening.screen(&Item { channel, direction, sender, text });
        let is_flagged = verdict.is_flagged();
        screened.counts.add(channel, is_flagged);
        // Writing to a vector cannot fail.
        let _ = self.render(record, &verdict, &mut screened.rendered);
        if is_flagged {
            screened.flagged.push(FlaggedItem::new(record, verdict));
        }
    }

    fn render(&self, record: &Record<'_>, verdict: &Verdict, out: &mut Vec<u8>) -> io::Result<()> {
        let (sender, text) = (record.sender.as_deref(), &*record.text);
        match self.output {
            Output::JsonFlagged | Output::Text(_) if !verdict.is_flagged() => Ok(()),
            Output::JsonFlagged | Output::JsonAll => {
                let verdict = VerdictReport::new(verdict, sender, text);
                json::write_line(out, &Line { id: record.id.as_deref(), verdict })
            }
            Output::Text(marks) => {
                let Record { channel, at, .. } = *record;
                let shown = Shown { channel, sender, text, at, verdict };
                write_item(out, &shown, self.lang, marks)
            }
        }
    }

    fn answer_bad(&self, line: u64, fault: RecordFault, screened: &mut Screened) {
        screened.bad.push((line, fault));
        if !matches!(self.output, Output::Text(_)) {
            let answer = BadLine { id: None, line, error: fault.to_string() };
            // Writing to a vector cannot fail.
            let _ = json::write_line(&mut screened.rendered, &answer);
        }
    }
}
