//! What goes wrong, without a word of content: one small error, and one place that makes it.

use std::panic::{self, AssertUnwindSafe};

use mihari_history::{Error, ExportError, Reason};

/// Why a call could not do what was asked.
#[derive(Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum GuardError {
    /// The history could not do its part.
    #[error("history: {trouble:?}")]
    History {
        /// What is wrong with it.
        trouble: HistoryTrouble,
    },
    /// What was given as a telephone number is none.
    #[error("not a telephone number")]
    NotANumber,
    /// The core has a defect. Where, is in the log.
    #[error("internal defect")]
    Internal,
}

/// What is wrong with the history file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum HistoryTrouble {
    /// Its folder cannot be made, or it is a folder itself.
    NoPlace,
    /// The system refuses access.
    Denied,
    /// No space left.
    DiskFull,
    /// Another process is writing for long.
    Busy,
    /// Its content is damaged; it is set aside when it is next opened.
    Damaged,
    /// Written by a newer version of the app.
    Newer,
    /// A database of another program.
    Foreign,
    /// Anything else that the disk or SQLite reports.
    Failing,
}

impl From<Reason> for HistoryTrouble {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Folder | Reason::NoFolder => Self::NoPlace,
            Reason::Denied | Reason::ReadOnly => Self::Denied,
            Reason::DiskFull => Self::DiskFull,
            Reason::Busy => Self::Busy,
            Reason::Damaged => Self::Damaged,
            Reason::Newer { .. } => Self::Newer,
            Reason::Foreign => Self::Foreign,
            _ => Self::Failing,
        }
    }
}

impl From<Error> for GuardError {
    fn from(error: Error) -> Self {
        log::warn!("history: {:?}", error.reason());
        Self::History { trouble: error.reason().into() }
    }
}

impl From<ExportError> for GuardError {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::History(error) => error.into(),
            ExportError::Output(error) => error.into(),
        }
    }
}

impl From<std::io::Error> for GuardError {
    fn from(error: std::io::Error) -> Self {
        log::warn!("export: {:?}", error.kind());
        let trouble = match error.kind() {
            std::io::ErrorKind::StorageFull => HistoryTrouble::DiskFull,
            std::io::ErrorKind::PermissionDenied => HistoryTrouble::Denied,
            _ => HistoryTrouble::Failing,
        };
        Self::History { trouble }
    }
}

/// Runs `f`; a panic in it becomes [`GuardError::Internal`].
///
/// UniFFI would catch it too, and hand its text to Kotlin. That text may quote a message: a slice
/// that ends inside a character prints the string.
pub(crate) fn guarded<T>(f: impl FnOnce() -> Result<T, GuardError>) -> Result<T, GuardError> {
    panic::catch_unwind(AssertUnwindSafe(f)).unwrap_or(Err(GuardError::Internal))
}

/// Lets a panic log its place and nothing else.
pub(crate) fn log_panics_by_place_alone() {
    panic::set_hook(Box::new(|panic| match panic.location() {
        Some(place) => log::error!("defect at {}:{}", place.file(), place.line()),
        None => log::error!("defect at an unknown place"),
    }));
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    static RECORDS: Mutex<Vec<String>> = Mutex::new(Vec::new());

    struct Recorder;

    impl log::Log for Recorder {
        fn enabled(&self, _: &log::Metadata<'_>) -> bool {
            true
        }

        fn log(&self, record: &log::Record<'_>) {
            RECORDS.lock().unwrap().push(record.args().to_string());
        }

        fn flush(&self) {}
    }

    #[test]
    fn a_panic_becomes_an_error_and_its_place_alone_is_logged() {
        log::set_logger(&Recorder).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        log_panics_by_place_alone();
        let text = "未納料金 09012345678".to_owned();
        let error = guarded(|| Ok(text[..1].len())).unwrap_err();
        assert_eq!(error, GuardError::Internal);
        let said = format!("{error} {error:?} {}", RECORDS.lock().unwrap().join("\n"));
        assert!(said.contains("fault.rs:"), "{said}");
        assert!(!said.contains('未') && !said.contains("090"), "{said}");
    }
}
