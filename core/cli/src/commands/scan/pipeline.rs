//! The threads of a scan and what flows between them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded, select, unbounded};

use super::worker::{Job, Screened};
use crate::error::Error;
use crate::source::{Batch, Source, SourceError};

/// How many batches may be under way for each worker: enough to keep it busy, few enough to bound
/// memory.
const BATCHES_A_WORKER: usize = 3;

/// What the caller gets, in the order of the input.
pub(super) enum Step {
    /// An input begins; its size in bytes where that is known.
    Begin { name: String, length: Option<u64> },
    /// A batch was screened.
    Batch(Screened),
    /// An input could not be opened, or not be read any further.
    Failed(SourceError),
}

/// Screens the files and hands every step to `take`, in the order of the input whatever the number
/// of workers.
///
/// # Errors
/// An error of `take`; [`Error::Interrupted`] after Ctrl-C, once what was under way has been taken.
pub(super) fn run_pipeline(
    files: &[PathBuf],
    workers: usize,
    job: &Job<'_>,
    take: &mut dyn FnMut(Step) -> Result<(), Error>,
) -> Result<(), Error> {
    let interrupts = interrupts();
    let stop = Arc::new(AtomicBool::new(false));
    let (work_in, work_out) = unbounded();
    let (done_in, done_out) = unbounded();
    let (permits_in, permits_out) = bounded(workers * BATCHES_A_WORKER);
    let reader = Reader {
        work: work_in.clone(),
        done: done_in.clone(),
        permits: permits_in,
        stop: stop.clone(),
        number: 0,
    };
    let files = files.to_vec();
    // Not waited for: it may sit in a read that never ends, on a terminal or a pipe.
    thread::spawn(move || reader.read_all(&files));
    thread::scope(|scope| {
        for _ in 0..workers {
            let (work, done) = (work_out.clone(), done_in.clone());
            scope.spawn(move || screen_all(&work, &done, job));
        }
        drop((work_out, done_in));
        let mut order = Order { done: done_out, permits: permits_out, interrupts, stop: &stop };
        let outcome = order.take_all(take);
        stop.store(true, Ordering::Relaxed);
        // The reader may still hold its end of the channel, so the workers are told one by one.
        (0..workers).for_each(|_| drop(work_in.send(None)));
        outcome
    })
}

/// A signal from the user to stop. Without a handler, which only a second one in the same process
/// would lack, Ctrl-C ends the process: what was reported is kept all the same.
fn interrupts() -> Receiver<()> {
    let (pressed, interrupts) = bounded(1);
    let handler = move || {
        // Pressed twice is as good as once.
        let _ = pressed.try_send(());
    };
    if ctrlc::set_handler(handler).is_err() {
        return crossbeam_channel::never();
    }
    interrupts
}

/// A batch and its place in the order.
struct Work {
    number: u64,
    batch: Batch,
}

/// What became of one place in the order.
struct Done {
    number: u64,
    outcome: Outcome,
}

enum Outcome {
    Step(Step),
    End,
}

/// The reading thread.
struct Reader {
    /// `None` ends a worker.
    work: Sender<Option<Work>>,
    done: Sender<Done>,
    permits: Sender<()>,
    stop: Arc<AtomicBool>,
    number: u64,
}

impl Reader {
    /// Reads until the end, or until nobody listens any more. An input that fails costs the others
    /// nothing.
    fn read_all(mut self, files: &[PathBuf]) {
        for file in files {
            let goes_on = match self.read(file) {
                Ok(goes_on) => goes_on,
                Err(error) => self.report(Outcome::Step(Step::Failed(error))),
            };
            if !goes_on {
                return;
            }
        }
        self.report(Outcome::End);
    }

    /// `false` when it is over.
    fn read(&mut self, file: &Path) -> Result<bool, SourceError> {
        let mut source = Source::open(file)?;
        let begin = Step::Begin { name: source.name().to_owned(), length: source.len_hint() };
        if !self.report(Outcome::Step(begin)) {
            return Ok(false);
        }
        while let Some(batch) = source.next_batch()? {
            let number = self.next_number();
            // A permit first: a slow batch holds the reader back, not memory.
            let is_over = self.permits.send(()).is_err()
                || self.stop.load(Ordering::Relaxed)
                || self.work.send(Some(Work { number, batch })).is_err();
            if is_over {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn report(&mut self, outcome: Outcome) -> bool {
        let number = self.next_number();
        self.permits.send(()).is_ok() && self.done.send(Done { number, outcome }).is_ok()
    }

    fn next_number(&mut self) -> u64 {
        self.number += 1;
        self.number - 1
    }
}

/// A worker's life.
fn screen_all(work: &Receiver<Option<Work>>, done: &Sender<Done>, job: &Job<'_>) {
    for Work { number, batch } in work.iter().map_while(|work| work) {
        let outcome = Outcome::Step(Step::Batch(job.screen(&batch)));
        if done.send(Done { number, outcome }).is_err() {
            return;
        }
    }
}

/// Puts what is done back in order.
struct Order<'a> {
    done: Receiver<Done>,
    permits: Receiver<()>,
    interrupts: Receiver<()>,
    stop: &'a AtomicBool,
}

impl Order<'_> {
    fn take_all(&mut self, take: &mut dyn FnMut(Step) -> Result<(), Error>) -> Result<(), Error> {
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        loop {
            select! {
                recv(self.done) -> done => {
                    // All senders are gone only when the reader has ended without a last word.
                    let Ok(done) = done else { return Ok(()) };
                    waiting.insert(done.number, done.outcome);
                }
                recv(self.interrupts) -> _ => {
                    self.stop.store(true, Ordering::Relaxed);
                    return self.take_under_way(waiting, next, take);
                }
            }
            while let Some(outcome) = waiting.remove(&next) {
                next += 1;
                let _ = self.permits.try_recv();
                match outcome {
                    Outcome::Step(step) => take(step)?,
                    Outcome::End => return Ok(()),
                }
            }
        }
    }

    /// After an interrupt: takes what follows without a gap and is done already, then stops.
    fn take_under_way(
        &self,
        mut waiting: BTreeMap<u64, Outcome>,
        mut next: u64,
        take: &mut dyn FnMut(Step) -> Result<(), Error>,
    ) -> Result<(), Error> {
        waiting.extend(self.done.try_iter().map(|done| (done.number, done.outcome)));
        while let Some(Outcome::Step(step)) = waiting.remove(&next) {
            next += 1;
            take(step)?;
        }
        Err(Error::Interrupted)
    }
}
