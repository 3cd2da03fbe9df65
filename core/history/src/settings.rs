//! What the user has chosen.

use mihari_engine::item::Profile;
use rusqlite::{OptionalExtension, params};

use crate::History;
use crate::error::Error;
use crate::time::Days;

const PROFILE: &str = "profile";
const RETENTION: &str = "retention_days";

impl History {
    /// Who uses the phone; a private person until set.
    ///
    /// # Errors
    /// [`Reason::Damaged`](crate::Reason::Damaged) when the file holds what was never written.
    pub fn profile(&self) -> Result<Profile, Error> {
        Ok(match self.setting(PROFILE)?.as_deref() {
            Some("business") => Profile::Business,
            _ => Profile::Personal,
        })
    }

    /// Sets who uses the phone.
    ///
    /// # Errors
    /// Those of every change: [`Reason`](crate::Reason).
    pub fn set_profile(&mut self, profile: Profile) -> Result<(), Error> {
        let value = match profile {
            Profile::Personal => "personal",
            Profile::Business => "business",
        };
        self.set_setting(PROFILE, Some(value))
    }

    /// How long entries are kept, for [`History::retain`]; `None`, until set: for ever.
    ///
    /// # Errors
    /// As [`History::profile`].
    pub fn retention(&self) -> Result<Option<Days>, Error> {
        let value = self.setting(RETENTION)?;
        Ok(value.and_then(|days| days.parse().ok()).map(Days))
    }

    /// Sets how long entries are kept. It takes effect with the next [`History::retain`].
    ///
    /// # Errors
    /// Those of every change: [`Reason`](crate::Reason).
    pub fn set_retention(&mut self, keep_for: Option<Days>) -> Result<(), Error> {
        self.set_setting(RETENTION, keep_for.map(|days| days.0.to_string()).as_deref())
    }

    /// Any other choice of a front end, by name.
    ///
    /// # Errors
    /// As [`History::profile`].
    pub fn setting(&self, name: &str) -> Result<Option<String>, Error> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
            Ok(statement.query_row([name], |row| row.get(0)).optional()?)
        })
    }

    /// Sets such a choice, or (`None`) takes it back.
    ///
    /// # Errors
    /// Those of every change: [`Reason`](crate::Reason).
    pub fn set_setting(&mut self, name: &str, value: Option<&str>) -> Result<(), Error> {
        self.write(|transaction| {
            match value {
                Some(value) => transaction.execute(
                    "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
                    params![name, value],
                )?,
                None => transaction.execute("DELETE FROM setting WHERE name = ?1", [name])?,
            };
            Ok(())
        })
    }
}
