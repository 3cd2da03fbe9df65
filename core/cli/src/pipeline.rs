//! One reader, many screeners, one consumer who gets everything in order.
//!
//! For each batch the reader opens a channel that holds one answer, and hands one end to whichever
//! worker takes the batch and the other end to the consumer's queue. The consumer takes the queue
//! in order and waits for each answer, so order needs no sorting, and the length of the queue
//! bounds everything that is under way.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded, never, select, unbounded};

use crate::error::Error;
use crate::source::{Batch, Fault, FaultReason, Origin, Reading, Source};

/// Takes what the workers answered, in the order of the input.
pub(crate) trait Consumer<T> {
    /// The answer to one batch.
    fn answer(&mut self, answer: T) -> Result<(), Error>;
    /// A source, or a part of it, that could not be read. Reading goes on with the next one.
    fn fault(&mut self, fault: &Fault) -> Result<(), Error>;
    /// Everything that has been read has been answered, and more input has to be waited for.
    fn caught_up(&mut self) -> Result<(), Error>;
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Complete,
    /// `stop` was heard. What was under way has been finished.
    Stopped,
}

/// Reads the sources one after the other and screens their batches on `threads` threads.
///
/// The reader and the workers are left behind when this ends early: a read that waits for input
/// that never comes cannot be called back.
pub(crate) fn run<T: Send + 'static>(
    sources: Vec<Origin>,
    reading: Reading,
    threads: usize,
    screen: impl Fn(Batch) -> T + Send + Sync + 'static,
    stop: &Receiver<()>,
    consumer: &mut impl Consumer<T>,
) -> Result<End, Error> {
    let is_stopped = Arc::new(AtomicBool::new(false));
    let (order, answers) = bounded(threads + 2);
    let (work, batches) = unbounded();
    let reader = Reader { order, work, is_stopped: is_stopped.clone() };
    thread::spawn(move || reader.read_all(&sources, &reading));
    let screen = Arc::new(screen);
    for _ in 0..threads {
        let (batches, screen) = (batches.clone(), screen.clone());
        thread::spawn(move || work_on(&batches, &*screen));
    }
    // Only the workers may hold it: when the last one is gone, what it left is answered with that.
    drop(batches);
    let end = consume(&answers, stop, &is_stopped, consumer);
    is_stopped.store(true, Ordering::Relaxed);
    end
}

struct Job<T> {
    batch: Batch,
    answer: Sender<T>,
}

/// One place in the order of the input.
enum Slot<T> {
    Batch { source: Arc<str>, answer: Receiver<T> },
    Fault(Fault),
}

struct Reader<T> {
    order: Sender<Slot<T>>,
    work: Sender<Job<T>>,
    is_stopped: Arc<AtomicBool>,
}

impl<T> Reader<T> {
    fn read_all(&self, sources: &[Origin], reading: &Reading) {
        for origin in sources {
            let goes_on = match Source::open(origin, reading) {
                Ok(source) => self.read(source),
                Err(fault) => self.order.send(Slot::Fault(fault)).is_ok(),
            };
            if !goes_on {
                return;
            }
        }
    }

    /// `false` when nobody wants more.
    fn read(&self, mut source: Source) -> bool {
        while !self.is_stopped.load(Ordering::Relaxed) {
            match source.next_batch() {
                Ok(Some(batch)) => {
                    if !self.hand_out(batch) {
                        return false;
                    }
                }
                Ok(None) => return true,
                Err(fault) => return self.order.send(Slot::Fault(fault)).is_ok(),
            }
        }
        false
    }

    fn hand_out(&self, batch: Batch) -> bool {
        let (answer, receiver) = bounded(1);
        let slot = Slot::Batch { source: batch.source.clone(), answer: receiver };
        self.order.send(slot).is_ok() && self.work.send(Job { batch, answer }).is_ok()
    }
}

fn work_on<T>(jobs: &Receiver<Job<T>>, screen: &impl Fn(Batch) -> T) {
    for Job { batch, answer } in jobs {
        // A defect costs one batch, which the consumer learns from the missing answer.
        if let Ok(done) = panic::catch_unwind(AssertUnwindSafe(|| screen(batch))) {
            // Nobody waits for it any more when the scan has been stopped.
            let _ = answer.send(done);
        }
    }
}

fn consume<T>(
    slots: &Receiver<Slot<T>>,
    stop: &Receiver<()>,
    is_stopped: &AtomicBool,
    consumer: &mut impl Consumer<T>,
) -> Result<End, Error> {
    let mut stop = stop.clone();
    let mut end = End::Complete;
    loop {
        if stop.try_recv().is_ok() {
            (end, stop) = stopped(is_stopped);
        }
        let slot = match slots.try_recv() {
            Ok(slot) => slot,
            Err(TryRecvError::Disconnected) => return Ok(end),
            Err(TryRecvError::Empty) if end == End::Stopped => return Ok(end),
            Err(TryRecvError::Empty) => {
                consumer.caught_up()?;
                select! {
                    recv(slots) -> slot => match slot {
                        Ok(slot) => slot,
                        Err(_) => return Ok(end),
                    },
                    recv(stop) -> _ => {
                        (end, stop) = stopped(is_stopped);
                        continue;
                    }
                }
            }
        };
        match slot {
            Slot::Fault(fault) => consumer.fault(&fault)?,
            Slot::Batch { source, answer } => match answer.recv() {
                Ok(answer) => consumer.answer(answer)?,
                Err(_) => consumer.fault(&Fault { source, reason: FaultReason::Internal })?,
            },
        }
    }
}

fn stopped(is_stopped: &AtomicBool) -> (End, Receiver<()>) {
    is_stopped.store(true, Ordering::Relaxed);
    (End::Stopped, never())
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::atomic::AtomicU64;
    use std::time::Duration;

    use super::*;
    use crate::source::Content;

    #[derive(Default)]
    struct Collected {
        lines: Vec<u64>,
        faults: Vec<FaultReason>,
    }

    impl Consumer<Vec<u64>> for Collected {
        fn answer(&mut self, answer: Vec<u64>) -> Result<(), Error> {
            self.lines.extend(answer);
            Ok(())
        }

        fn fault(&mut self, fault: &Fault) -> Result<(), Error> {
            self.faults.push(fault.reason.clone());
            Ok(())
        }

        fn caught_up(&mut self) -> Result<(), Error> {
            Ok(())
        }
    }

    fn lines(batch: &Batch) -> Vec<u64> {
        let mut lines = Vec::new();
        batch.for_each(|record| {
            assert!(matches!(record.content, Content::Message(_)));
            lines.push(record.line);
        });
        lines
    }

    fn reading() -> Reading {
        Reading { is_conversation: false, bytes: Arc::new(AtomicU64::new(0)) }
    }

    fn file_of_lines(count: usize) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all("{\"kind\":\"call\"}\n".repeat(count).as_bytes()).unwrap();
        file
    }

    #[test]
    fn answers_come_in_order_however_long_each_takes() {
        let file = file_of_lines(20_000);
        let mut collected = Collected::default();
        let slow_first = |batch: Batch| {
            let lines = lines(&batch);
            if lines[0].is_multiple_of(3) {
                thread::sleep(Duration::from_millis(3));
            }
            lines
        };
        let sources = vec![Origin::File(file.path().to_owned())];
        let end = run(sources, reading(), 7, slow_first, &never(), &mut collected).unwrap();
        assert_eq!(end, End::Complete);
        assert!(collected.lines.iter().copied().eq(1..=20_000));
    }

    #[test]
    fn a_defect_costs_one_batch_and_is_told() {
        let file = file_of_lines(5_000);
        let mut collected = Collected::default();
        let defective = |batch: Batch| {
            let lines = lines(&batch);
            assert!(lines[0] != 1, "this panic is the test");
            lines
        };
        let sources = vec![Origin::File(file.path().to_owned())];
        run(sources, reading(), 2, defective, &never(), &mut collected).unwrap();
        assert_eq!(collected.faults, [FaultReason::Internal]);
        let first = collected.lines[0];
        assert!(first > 1 && collected.lines.iter().copied().eq(first..=5_000));
    }

    #[test]
    fn a_source_that_fails_does_not_keep_the_next_one_from_being_read() {
        let file = file_of_lines(3);
        let mut collected = Collected::default();
        let sources =
            vec![Origin::File("/nonexistent".into()), Origin::File(file.path().to_owned())];
        run(sources, reading(), 1, |batch| lines(&batch), &never(), &mut collected).unwrap();
        assert_eq!(
            (collected.lines, collected.faults),
            (vec![1, 2, 3], vec![FaultReason::Missing])
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_stop_is_heard_while_input_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        rustix::fs::mkfifoat(
            rustix::fs::CWD,
            &path,
            rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        )
        .unwrap();
        let mut writer = std::fs::OpenOptions::new().read(true).write(true).open(&path).unwrap();
        writer.write_all(b"{\"kind\":\"call\"}\n").unwrap();
        let (stop, stopping) = bounded(1);
        let mut collected = Collected::default();
        let answered = move |batch: Batch| {
            let lines = lines(&batch);
            stop.send(()).unwrap();
            lines
        };
        let end = run(vec![Origin::File(path)], reading(), 1, answered, &stopping, &mut collected);
        assert_eq!(end.unwrap(), End::Stopped);
    }
}
