//! `scan`: whole backups, screened on every core and answered in order.
//!
//! One thread reads and cuts the input into batches. Workers decode, screen and render a batch
//! each. The calling thread puts the batches back in order, keeps what is flagged and only then
//! prints it: what the user has seen as kept is kept. `docs/adr/0005-scan-pipeline.md` says why.

mod pipeline;
mod worker;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::thread;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use mihari_engine::verdict::Level;
use mihari_history::{Counts, History, Kept, NewItem, Road};

use super::Flagged;
use crate::args;
use crate::error::Error;
use crate::locale::Lang;
use crate::notice::notify;
use crate::report::{Marks, icon, level_name};
use crate::session::Session;
use crate::source::{SourceError, input_name};

use pipeline::{Step, run_pipeline};
use worker::{Job, Output, Screened};

/// Screens every file and sums up.
pub(crate) fn run(args: &args::Scan, session: &Session) -> Result<Flagged, Error> {
    let history = if args.no_history { None } else { Some(session.open_history()?) };
    let screening = session.screening(history.as_ref())?;
    let output = match (session.json, args.all) {
        (true, true) => Output::JsonAll,
        (true, false) => Output::JsonFlagged,
        (false, _) => Output::Text(Marks::for_stdout()),
    };
    let job = Job { screening: &screening, lang: session.lang, output };
    let workers = args.threads.map_or_else(available_cores, usize::from);
    let mut collector = Collector::new(history, screening.packs(), session);
    let outcome = run_pipeline(&args.files, workers, &job, &mut |step| collector.take(step));
    if outcome.is_ok() && collector.faults.is_empty() || collector.summary.has_read() {
        collector.sum_up(&args.files)?;
    }
    outcome?;
    collector.end()
}

fn available_cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Figures of a scan.
#[derive(Clone, Copy, Default)]
struct Summary {
    screened: u64,
    scam: u64,
    caution: u64,
    sent: u64,
    unreadable: u64,
    new: u64,
    known: u64,
    deleted: u64,
}

impl Summary {
    fn has_read(&self) -> bool {
        self.screened + self.sent + self.unreadable > 0
    }

    fn flagged(&self) -> u64 {
        self.scam + self.caution
    }

    fn add(&mut self, batch: &Screened) {
        self.screened += batch.counts.total().screened;
        self.sent += batch.sent;
        self.unreadable += batch.bad.len() as u64;
        for item in &batch.flagged {
            match item.verdict.level {
                Level::Scam => self.scam += 1,
                _ => self.caution += 1,
            }
        }
    }

    fn add_kept(&mut self, kept: &[Kept]) {
        for outcome in kept {
            match outcome {
                Kept::New(_) => self.new += 1,
                Kept::Already(_) => self.known += 1,
                Kept::Deleted => self.deleted += 1,
            }
        }
    }
}

/// Takes the batches in order: keeps, then prints.
struct Collector<'a> {
    history: Option<History>,
    packs: String,
    session: &'a Session,
    summary: Summary,
    progress: ProgressBar,
    /// What the input that is being read is called.
    input: String,
    faults: Vec<SourceError>,
}

impl<'a> Collector<'a> {
    fn new(history: Option<History>, packs: String, session: &'a Session) -> Self {
        let summary = Summary::default();
        Self {
            history,
            packs,
            session,
            summary,
            progress: progress_bar(),
            input: String::new(),
            faults: Vec::new(),
        }
    }

    fn take(&mut self, step: Step) -> Result<(), Error> {
        match step {
            Step::Begin { name, length } => {
                self.progress.set_length(length.unwrap_or_default());
                self.input = name;
            }
            Step::Batch(batch) => self.take_batch(&batch)?,
            Step::Failed(error) => self.faults.push(error),
        }
        Ok(())
    }

    fn take_batch(&mut self, batch: &Screened) -> Result<(), Error> {
        self.keep(batch)?;
        self.summary.add(batch);
        self.progress.set_position(batch.offset);
        self.progress.set_message(self.summary.flagged().to_string());
        self.progress.suspend(|| self.print(batch))
    }

    fn print(&self, batch: &Screened) -> Result<(), Error> {
        if self.session.json {
            let mut out = io::stdout().lock();
            out.write_all(&batch.rendered)?;
            return Ok(out.flush()?);
        }
        let mut out = anstream::stdout().lock();
        out.write_all(&batch.rendered)?;
        out.flush()?;
        let lang = self.session.lang;
        let name = input_name(&self.input, lang);
        for (line, fault) in &batch.bad {
            let fault = fault.message(lang);
            notify(lang.pick(
                format!("{name}：{line} 行目：{fault}"),
                format!("{name}: line {line}: {fault}"),
            ));
        }
        Ok(())
    }

    /// Tells what went wrong, last of all, so that it is not lost above what was found.
    fn end(&self) -> Result<Flagged, Error> {
        for fault in &self.faults {
            notify(fault.message(self.session.lang));
        }
        match self.summary.unreadable {
            0 if self.faults.is_empty() => Ok(Flagged(self.summary.flagged() > 0)),
            0 => Err(Error::Told),
            count => Err(Error::SomeBad(count)),
        }
    }

    fn keep(&mut self, batch: &Screened) -> Result<(), Error> {
        let Some(history) = &mut self.history else { return Ok(()) };
        let items: Vec<NewItem<'_>> = (batch.flagged.iter())
            .map(|flagged| NewItem {
                item: flagged.as_item(),
                at: flagged.at,
                road: Road::Backup,
                verdict: &flagged.verdict,
                packs: &self.packs,
            })
            .collect();
        if !items.is_empty() {
            self.summary.add_kept(&history.keep(&items, self.session.now())?);
        }
        if batch.counts != Counts::default() {
            history.count(&batch.counts, self.session.now())?;
        }
        Ok(())
    }

    /// The last words. With --json they are for the eyes only, so that every line of standard
    /// output is a result.
    fn sum_up(&self, files: &[PathBuf]) -> Result<(), Error> {
        self.progress.finish_and_clear();
        let lang = self.session.lang;
        let lines = self.summary_lines(files, lang);
        if self.session.json {
            if io::stderr().is_terminal() {
                // For the eyes only: where they cannot be reached, nothing is lost.
                let _ = writeln!(anstream::stderr(), "{lines}");
            }
            return Ok(());
        }
        writeln!(anstream::stdout(), "{lines}")?;
        Ok(())
    }

    fn summary_lines(&self, files: &[PathBuf], lang: Lang) -> String {
        let Summary { screened, scam, caution, sent, new, known, deleted, .. } = self.summary;
        let names: Vec<String> = (files.iter())
            .map(|file| input_name(&file.display().to_string(), lang).to_owned())
            .collect();
        let mut lines = vec![lang.pick(
            format!("{}：{screened} 件を調べました。", names.join(", ")),
            format!("{}: {screened} screened.", names.join(", ")),
        )];
        let level = |level, count| format!("{} {} {count}", icon(level), level_name(level, lang));
        lines.push(format!("  {}  {}", level(Level::Scam, scam), level(Level::Caution, caution)));
        if let Some(history) = &self.history {
            let path = history.path().display();
            lines.push(lang.pick(
                format!("  履歴に新しく {new} 件（前からある {known} 件、削除済み {deleted} 件）：{path}"),
                format!("  new in the history: {new} (known before: {known}, deleted by you: {deleted}): {path}"),
            ));
        }
        if sent > 0 {
            lines.push(lang.pick(
                format!("  送信したもの {sent} 件は調べていません。"),
                format!("  {sent} sent messages were not screened."),
            ));
        }
        lines.join("\n")
    }
}

/// A bar on a terminal; nothing anywhere else.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let template = "{bar:30} {bytes}/{total_bytes} {elapsed} ▲✖ {msg}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
