//! What one run of the program knows besides its command: language, profile, clock, history.

use std::path::{Path, PathBuf};
use std::{env, fs};

use directories::BaseDirs;
use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use mihari_engine::item::Profile;
use mihari_guard::Screener;
use mihari_history::{History, Timestamp};

use crate::args::Global;
use crate::error::Error;
use crate::language::Language;
use crate::notice;
use crate::report::Report;

/// One run of the program.
pub(crate) struct Session {
    pub(crate) language: Language,
    pub(crate) is_json: bool,
    pub(crate) now: Zoned,
    db: Option<PathBuf>,
    profile: Option<Profile>,
}

impl Session {
    pub(crate) fn new(global: Global, language: Language) -> Self {
        Self {
            language,
            is_json: global.json,
            now: now(),
            db: global.db,
            profile: global.profile.map(Into::into),
        }
    }

    pub(crate) fn report(&self) -> Report {
        Report::for_stdout(self.language, self.now.time_zone().clone())
    }

    pub(crate) fn today(&self) -> Date {
        self.now.date()
    }

    pub(crate) fn timestamp(&self) -> Timestamp {
        Timestamp(self.now.timestamp().as_millisecond())
    }

    /// A screener that knows what the history says as it stands now.
    pub(crate) fn screener(&self, history: Option<&History>) -> Result<Screener, Error> {
        Ok(Screener::new(history, self.profile, self.today())?)
    }

    /// As [`Self::screener`], where the history is a help and no condition: when it cannot be read
    /// the person is told, and gets a verdict all the same.
    pub(crate) fn screener_without_fail(&self) -> Result<Screener, Error> {
        let screener = self.existing_history().and_then(|h| self.screener(h.as_ref()));
        screener.or_else(|error| {
            let error = self.language.error(&error);
            notice::warning(self.language, &self.language.without_history(&error));
            self.screener(None)
        })
    }

    /// The history for reading, when there is one.
    pub(crate) fn existing_history(&self) -> Result<Option<History>, Error> {
        Ok(History::open_existing_read_only(&self.history_path()?)?)
    }

    /// The history for writing. Tells when a damaged one was set aside.
    pub(crate) fn history(&self) -> Result<History, Error> {
        let path = self.history_path()?;
        let opened = History::open(&path, self.timestamp())?;
        if let Some(aside) = opened.set_aside {
            notice::warning(self.language, &self.language.set_aside(&path, &aside));
        }
        let mut history = opened.history;
        // Whoever writes also wipes what was deleted long ago.
        history.retain(history.retention()?, self.timestamp())?;
        Ok(history)
    }

    /// `--db`, else where the XDG Base Directory Specification and its relatives put a program's
    /// data.
    fn history_path(&self) -> Result<PathBuf, Error> {
        if let Some(path) = &self.db {
            return Ok(path.clone());
        }
        let folder = env::var_os("XDG_DATA_HOME")
            .map(PathBuf::from)
            .filter(|folder| folder.is_absolute())
            .or_else(|| BaseDirs::new().map(|folders| folders.data_local_dir().to_owned()));
        Ok(folder.ok_or(Error::NoDataFolder)?.join(Path::new("mihari/history.db")))
    }
}

/// The time where the person lives. The machine's own zone is read from its file; looking it up by
/// name goes through the whole database of zones first and takes longer than a verdict.
fn now() -> Zoned {
    let zone = match env::var_os("TZ") {
        None => {
            fs::read("/etc/localtime").ok().and_then(|zone| TimeZone::tzif("Local", &zone).ok())
        }
        Some(_) => None,
    };
    jiff::Timestamp::now().to_zoned(zone.unwrap_or_else(TimeZone::system))
}
