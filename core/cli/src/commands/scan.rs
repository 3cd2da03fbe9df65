//! `scan`: a whole backup, or JSON lines. Keeps what is flagged.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::num::NonZero;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, bounded};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use mihari_engine::item::{Channel, Direction, Item};
use mihari_engine::verdict::{Level, Verdict};
use mihari_guard::Screener;
use mihari_history::{Counts, History, Kept, NewItem, Road, Timestamp};

use super::Outcome;
use crate::args::Scan;
use crate::catalogue::report as words;
use crate::error::Error;
use crate::json::{self, Answer, Unreadable};
use crate::language::Language;
use crate::notice;
use crate::pipeline::{self, Consumer, End};
use crate::report::{Report, Steps};
use crate::session::Session;
use crate::source::{Batch, Content, Damage, Fault, Message, Origin, Reading, size};
use crate::visible;

/// So many damaged items are named; the others are counted.
const DAMAGES_NAMED: usize = 5;
/// What is kept in one transaction, and held for it, at most about.
const FLAGGED_AT_ONCE: usize = 256;
const BYTES_AT_ONCE: usize = 1024 * 1024;
/// What a shell reports of a program that was interrupted.
const INTERRUPTED_STATUS: i32 = 130;

pub(super) fn run(scan: Scan, session: &Session) -> Result<Outcome, Error> {
    let history = if scan.no_history { None } else { Some(session.history()?) };
    let screener = session.screener(history.as_ref())?;
    let sources: Vec<Origin> = scan.files.into_iter().map(Origin::from).collect();
    let bytes = Arc::new(AtomicU64::new(0));
    let reading = Reading { is_conversation: session.is_json, bytes: bytes.clone() };
    let threads = scan
        .threads
        .map_or_else(|| thread::available_parallelism().map_or(1, NonZero::get), usize::from);
    let packs = screener.packs();
    let output = Output {
        report: (!session.is_json).then(|| session.report()),
        language: session.language,
        prints_all: scan.all,
        keeps: history.is_some(),
    };
    let mut keeper = Keeper {
        session,
        packs,
        history,
        waiting: Vec::new(),
        out: BufWriter::new(io::stdout().lock()),
        progress: Progress::new(&sources, bytes),
        total: Total::default(),
    };
    let screen = move |batch: Batch| output.answer(&screener, &batch);
    let end = pipeline::run(sources, reading, threads, screen, &interrupt(), &mut keeper);
    keeper.finish(end)
}

/// Sends when the person interrupts. The second time the program ends at once.
fn interrupt() -> Receiver<()> {
    let (sender, receiver) = bounded(1);
    let was_interrupted = AtomicBool::new(false);
    let handler = move || {
        if was_interrupted.swap(true, Ordering::Relaxed) {
            process::exit(INTERRUPTED_STATUS);
        }
        // Full only when it has been said before.
        let _ = sender.try_send(());
    };
    // Without a handler an interrupt ends the program as it would any other; what was reported
    // has been kept by then all the same.
    let _ = ctrlc::set_handler(handler);
    receiver
}

/// How the workers put their answers. Shared among them.
struct Output {
    /// `None` writes JSON.
    report: Option<Report>,
    language: Language,
    prints_all: bool,
    keeps: bool,
}

/// What became of one batch.
#[derive(Default)]
struct Answered {
    source: Arc<str>,
    /// What is printed of it.
    out: Vec<u8>,
    flagged: Vec<Flagged>,
    tally: Tally,
    damages: Vec<(u64, Damage)>,
}

/// An item to keep.
struct Flagged {
    channel: Channel,
    direction: Direction,
    sender: Option<Box<str>>,
    text: Box<str>,
    at: Option<Timestamp>,
    verdict: Verdict,
    /// Where its report ends in what is printed of the batch.
    report_end: usize,
}

impl Flagged {
    fn new(message: &Message<'_>, verdict: Verdict, report_end: usize) -> Self {
        Self {
            channel: message.channel,
            direction: message.direction,
            sender: message.sender.as_deref().map(Box::from),
            text: Box::from(&*message.text),
            at: message.at,
            verdict,
            report_end,
        }
    }

    fn to_new_item<'a>(&'a self, packs: &'a str) -> NewItem<'a> {
        let item = Item {
            channel: self.channel,
            direction: self.direction,
            sender: self.sender.as_deref(),
            text: &self.text,
        };
        NewItem { item, at: self.at, road: Road::Backup, verdict: &self.verdict, packs }
    }
}

#[derive(Clone, Copy, Default)]
struct Tally {
    counts: Counts,
    no_match: u64,
    official: u64,
    caution: u64,
    scam: u64,
    not_screened: u64,
    damaged: u64,
    /// Whatever became of them.
    items: u64,
}

impl Tally {
    fn count(&mut self, channel: Channel, level: Level) {
        self.counts.add(channel, level.is_flagged());
        match level {
            Level::NoMatch => self.no_match += 1,
            Level::Official => self.official += 1,
            Level::Caution => self.caution += 1,
            Level::Scam => self.scam += 1,
        }
    }

    fn add(&mut self, other: &Self) {
        self.counts += other.counts;
        self.no_match += other.no_match;
        self.official += other.official;
        self.caution += other.caution;
        self.scam += other.scam;
        self.not_screened += other.not_screened;
        self.damaged += other.damaged;
        self.items += other.items;
    }

    fn flagged(&self) -> u64 {
        self.caution + self.scam
    }

    fn screened(&self) -> u64 {
        self.flagged() + self.no_match + self.official
    }
}

impl Output {
    fn answer(&self, screener: &Screener, batch: &Batch) -> Answered {
        let mut answered = Answered { source: batch.source.clone(), ..Answered::default() };
        batch.for_each(|record| {
            answered.tally.items += 1;
            match record.content {
                Content::NotScreened => answered.tally.not_screened += 1,
                Content::Unreadable(damage) => self.unreadable(&mut answered, record.line, damage),
                Content::Message(message) => {
                    answered.damages.extend(message.damage.map(|damage| (record.line, damage)));
                    let id = message.id.is_none() && batch.is_numbered();
                    let id = id.then(|| format!("{}#{}", batch.source, record.ordinal));
                    self.message(&mut answered, screener, &message, id.as_deref());
                }
            }
        });
        answered.tally.damaged = answered.damages.len() as u64;
        answered.damages.truncate(DAMAGES_NAMED);
        answered
    }

    fn message(
        &self,
        answered: &mut Answered,
        screener: &Screener,
        message: &Message<'_>,
        numbered: Option<&str>,
    ) {
        let mut verdict = screener.screen(&message.item());
        verdict.truncated |= message.is_cut;
        answered.tally.count(message.channel, verdict.level);
        if verdict.is_flagged() || self.prints_all {
            self.print(&mut answered.out, message, numbered, &verdict);
        }
        if verdict.is_flagged() && self.keeps {
            let flagged = Flagged::new(message, verdict, answered.out.len());
            answered.flagged.push(flagged);
        }
    }

    fn print(
        &self,
        out: &mut Vec<u8>,
        message: &Message<'_>,
        numbered: Option<&str>,
        verdict: &Verdict,
    ) {
        let item = message.item();
        match &self.report {
            Some(report) => {
                let mut text = String::from("\n");
                report.write(&mut text, item, message.at, verdict, Steps::Next);
                out.extend(text.into_bytes());
            }
            None => {
                write_json(out, &Answer::new(message.id.as_deref().or(numbered), item, verdict))
            }
        }
    }

    /// In JSON it is answered in its place; for people it is told at the end.
    fn unreadable(&self, answered: &mut Answered, line: u64, damage: Damage) {
        if self.report.is_none() {
            let error = self.language.damage(damage);
            write_json(&mut answered.out, &Unreadable::new(line, &error));
        }
        answered.damages.push((line, damage));
    }
}

fn write_json(out: &mut Vec<u8>, value: &impl serde::Serialize) {
    json::write_line(out, value).expect("a vector takes everything and the keys are strings");
}

/// Keeps what is flagged, then prints it; in this order, so that what is reported as kept is.
struct Keeper<'a> {
    session: &'a Session,
    packs: String,
    history: Option<History>,
    /// Answered, but neither kept nor printed: one transaction for many batches costs little more
    /// than for one.
    waiting: Vec<Answered>,
    out: BufWriter<StdoutLock<'static>>,
    progress: Progress,
    total: Total,
}

/// Everything the summary says.
#[derive(Default)]
struct Total {
    tally: Tally,
    new: u64,
    already: u64,
    deleted: u64,
    has_fault: bool,
    damages: Vec<(Arc<str>, u64, Damage)>,
    /// The source that is being read, and how many items of it have been.
    source: (Arc<str>, u64),
}

impl Consumer<Answered> for Keeper<'_> {
    fn answer(&mut self, answered: Answered) -> Result<(), Error> {
        self.waiting.push(answered);
        let flagged: usize = self.waiting.iter().map(|answered| answered.flagged.len()).sum();
        let bytes: usize = self.waiting.iter().map(|answered| answered.out.len()).sum();
        if flagged >= FLAGGED_AT_ONCE || bytes >= BYTES_AT_ONCE || flagged == 0 {
            self.hand_over()?;
        }
        Ok(())
    }

    fn fault(&mut self, fault: &Fault) -> Result<(), Error> {
        self.hand_over()?;
        self.total.has_fault = true;
        let items = if self.total.source.0 == fault.source { self.total.source.1 } else { 0 };
        let language = self.session.language;
        self.out.flush()?;
        self.progress.make_way(&mut self.out, |_| {
            notice::error(language, &language.fault(fault, items));
            Ok(())
        })
    }

    fn caught_up(&mut self) -> Result<(), Error> {
        self.hand_over()?;
        Ok(self.out.flush()?)
    }
}

impl Keeper<'_> {
    /// Keeps what is waiting, then prints it.
    fn hand_over(&mut self) -> Result<(), Error> {
        let waiting = std::mem::take(&mut self.waiting);
        let mut kept = self.keep(&waiting)?.into_iter();
        for answered in &waiting {
            let kept: Vec<Kept> = kept.by_ref().take(answered.flagged.len()).collect();
            self.total.add(answered, &kept);
            if !answered.out.is_empty() {
                let (out, session) = (&mut self.out, self.session);
                self.progress.make_way(out, |out| print(out, session, answered, &kept))?;
            }
        }
        self.progress.show(self.total.tally.items);
        Ok(())
    }

    fn keep(&mut self, waiting: &[Answered]) -> Result<Vec<Kept>, Error> {
        let flagged = waiting.iter().flat_map(|answered| &answered.flagged);
        let items: Vec<_> = flagged.map(|one| one.to_new_item(&self.packs)).collect();
        match self.history.as_mut().filter(|_| !items.is_empty()) {
            Some(history) => Ok(history.keep(&items, self.session.timestamp())?),
            None => Ok(Vec::new()),
        }
    }

    /// Sums up, also after an error: what has been done has been done.
    fn finish(mut self, end: Result<End, Error>) -> Result<Outcome, Error> {
        let end = end.and_then(|end| self.hand_over().map(|()| end));
        self.progress.clear();
        let counted = match &mut self.history {
            Some(history) => {
                let counts = &self.total.tally.counts;
                history.count(counts, Road::Backup, self.session.timestamp())
            }
            None => Ok(()),
        };
        let is_interrupted = matches!(end, Ok(End::Stopped));
        let summed_up = self.sum_up(is_interrupted);
        end?;
        counted?;
        summed_up?;
        Ok(Outcome {
            is_flagged: self.total.tally.flagged() > 0,
            has_failed: self.total.has_fault || self.total.tally.damaged > 0,
            is_interrupted,
        })
    }

    fn sum_up(&mut self, is_interrupted: bool) -> Result<(), Error> {
        let language = self.session.language;
        self.out.flush()?;
        for (source, line, damage) in &self.total.damages {
            let damage = language.damage(*damage);
            notice::error(language, &language.damaged_item(source, *line, &damage));
        }
        if is_interrupted {
            notice::plain(words::INTERRUPTED.get(language));
        }
        // Of what could not even be opened there are no figures.
        let has_read = self.total.tally.items > 0 || !self.total.has_fault;
        if !self.session.is_json && has_read {
            let summary =
                self.total.summary(&self.session.report(), language, self.history.as_ref());
            self.out.write_all(summary.as_bytes())?;
            self.out.flush()?;
        }
        Ok(())
    }
}

fn print(
    out: &mut impl Write,
    session: &Session,
    answered: &Answered,
    kept: &[Kept],
) -> Result<(), Error> {
    let mut printed = 0;
    if !session.is_json {
        for (flagged, kept) in answered.flagged.iter().zip(kept) {
            out.write_all(&answered.out[printed..flagged.report_end])?;
            printed = flagged.report_end;
            let language = session.language;
            match kept {
                Kept::New(id) => writeln!(out, "  {}  #{id}", words::KEPT.get(language)),
                Kept::Already(id) => writeln!(out, "  {}  #{id}", words::KEPT_BEFORE.get(language)),
                Kept::Deleted => writeln!(out, "  {}", words::DELETED_BEFORE.get(language)),
            }?;
        }
    }
    Ok(out.write_all(&answered.out[printed..])?)
}

impl Total {
    fn add(&mut self, answered: &Answered, kept: &[Kept]) {
        self.tally.add(&answered.tally);
        for kept in kept {
            match kept {
                Kept::New(_) => self.new += 1,
                Kept::Already(_) => self.already += 1,
                Kept::Deleted => self.deleted += 1,
            }
        }
        if self.source.0 != answered.source {
            self.source = (answered.source.clone(), 0);
        }
        self.source.1 += answered.tally.items;
        let free = DAMAGES_NAMED.saturating_sub(self.damages.len());
        let damages = answered.damages.iter().take(free);
        self.damages.extend(damages.map(|&(line, damage)| (answered.source.clone(), line, damage)));
    }

    fn summary(&self, report: &Report, language: Language, history: Option<&History>) -> String {
        let tally = &self.tally;
        let levels = [
            (Level::Scam, tally.scam),
            (Level::Caution, tally.caution),
            (Level::Official, tally.official),
            (Level::NoMatch, tally.no_match),
        ];
        let levels: Vec<String> = levels
            .iter()
            .map(|(level, count)| format!("{} {count}", report.level(*level)))
            .collect();
        let screened = language.screened(tally.screened());
        let mut lines =
            vec![String::new(), report.bold(&screened), format!("  {}", levels.join("   "))];
        if tally.not_screened > 0 {
            lines.push(format!("  {}", language.not_screened(tally.not_screened)));
        }
        if tally.damaged > 0 {
            lines.push(format!("  {}", language.unreadable(tally.damaged)));
        }
        if let Some(history) = history {
            let kept = language.kept(self.new, self.already, self.deleted);
            lines.push(format!("  {kept}"));
            lines.push(format!("  {}", visible::line(&history.path().display().to_string())));
        }
        lines.join("\n") + "\n"
    }
}

/// A bar on standard error, when that is a terminal.
struct Progress {
    bar: Option<ProgressBar>,
    bytes: Arc<AtomicU64>,
}

impl Progress {
    fn new(sources: &[Origin], bytes: Arc<AtomicU64>) -> Self {
        if !io::stderr().is_terminal() {
            return Self { bar: None, bytes };
        }
        let total: Option<u64> = sources.iter().map(size).sum();
        let template = match total {
            Some(_) => "{wide_bar} {percent:>3} %  {msg}",
            None => "{spinner} {bytes}  {msg}",
        };
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar: Some(bar), bytes }
    }

    fn show(&self, items: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(self.bytes.load(Ordering::Relaxed));
            bar.set_message(items.to_string());
        }
    }

    /// Takes the bar away while something else is written, to the last byte.
    fn make_way<W: Write>(
        &self,
        out: &mut W,
        write: impl FnOnce(&mut W) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Some(bar) = &self.bar else { return write(out) };
        bar.suspend(|| {
            write(out)?;
            Ok(out.flush()?)
        })
    }

    fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
