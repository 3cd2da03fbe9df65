//! What every command works with: the options, the clock, the engine, the history.

use std::path::PathBuf;

use jiff::Zoned;
use jiff::civil::Date;
use mihari_engine::engine::Engine;
use mihari_engine::item::{Context, Item, Lists, Profile};
use mihari_engine::verdict::Verdict;
use mihari_history::{History, Timestamp};

use crate::args::Global;
use crate::error::Error;
use crate::locale::Lang;
use crate::notice::notify;

/// One run of the command.
pub(crate) struct Session {
    pub(crate) lang: Lang,
    pub(crate) json: bool,
    db: Option<PathBuf>,
    profile: Option<Profile>,
    today: Date,
    now: Timestamp,
}

impl Session {
    /// Reads the clock, once.
    pub(crate) fn new(global: &Global) -> Self {
        let now = Zoned::now();
        Self {
            lang: global.lang(),
            json: global.json,
            db: global.db.clone(),
            profile: global.profile.map(Profile::from),
            today: now.date(),
            now: Timestamp(now.timestamp().as_millisecond()),
        }
    }

    pub(crate) fn today(&self) -> Date {
        self.today
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    /// Opens the history for writing, making it when there is none. Tells the user when a damaged
    /// file was set aside.
    pub(crate) fn open_history(&self) -> Result<History, Error> {
        let path = self.history_path()?;
        let opened = History::open(&path, self.now)?;
        if let Some(aside) = opened.set_aside {
            notify(self.lang.pick(
                format!("履歴ファイル {} が壊れていたので、{} に名前を変えて残し、新しい履歴を作りました。", path.display(), aside.display()),
                format!("the history file {} was damaged. It was set aside as {} and a new one was made.", path.display(), aside.display()),
            ));
        }
        Ok(opened.history)
    }

    /// Opens the history for reading; `None` when nothing was ever kept.
    pub(crate) fn read_history(&self) -> Result<Option<History>, Error> {
        Ok(History::open_existing_read_only(&self.history_path()?)?)
    }

    fn history_path(&self) -> Result<PathBuf, Error> {
        if let Some(path) = &self.db {
            return Ok(path.clone());
        }
        // `directories` follows XDG on Linux alone; whoever sets the variable means it everywhere.
        let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|p| p.is_absolute());
        let folder = data
            .or_else(|| directories::BaseDirs::new().map(|dirs| dirs.data_local_dir().to_owned()));
        Ok(folder.ok_or(Error::NoDataFolder)?.join("mihari").join("history.db"))
    }

    /// What verdicts depend on besides the item, as the history stands now.
    pub(crate) fn screening(&self, history: Option<&History>) -> Result<Screening, Error> {
        let lists = history.map_or_else(|| Ok(Lists::default()), History::lists)?;
        let kept = history.map(History::profile).transpose()?;
        let profile = self.profile.or(kept).unwrap_or_default();
        Ok(Screening { engine: Engine::shipped(), lists, profile, today: self.today })
    }
}

/// Screens items against one state of packs and history.
pub(crate) struct Screening {
    engine: &'static Engine,
    lists: Lists,
    profile: Profile,
    today: Date,
}

impl Screening {
    pub(crate) fn screen(&self, item: &Item<'_>) -> Verdict {
        let Self { engine, lists, profile, today } = self;
        engine.screen(item, &Context { profile: *profile, today: *today, lists })
    }

    /// Ids and versions of the packs.
    pub(crate) fn packs(&self) -> String {
        self.engine.versions()
    }
}
