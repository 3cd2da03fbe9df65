//! Opening a history file: making it, and telling it from other files.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::History;
use crate::aside::{self, identity};
use crate::canonical::Fingerprinter;
use crate::error::{Error, Fault, Reason};
use crate::schema;
use crate::time::Timestamp;

/// How long a writer waits for another one.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// A history opened for writing.
pub struct Opened {
    /// The history.
    pub history: History,
    /// Where a damaged file was moved, so that the user can be told.
    pub set_aside: Option<PathBuf>,
}

impl History {
    /// Opens the history for writing. Makes the file and its folders when missing, and brings an
    /// older file up to date.
    ///
    /// A damaged file is renamed to `history.damaged-20261123T032332Z.db` (after its own name and
    /// `now`, numbered when taken) together with the files SQLite keeps beside it, and a fresh one
    /// is made. `now` names the file and does nothing else.
    ///
    /// # Errors
    /// [`Reason::Newer`] and [`Reason::Foreign`] leave the file as it is; [`Reason::Folder`],
    /// [`Reason::NoFolder`], [`Reason::Denied`], [`Reason::DiskFull`], [`Reason::Busy`]. Where a
    /// damaged file was set aside but no fresh one could be made, [`Error::set_aside`] says so.
    pub fn open(path: &Path, now: Timestamp) -> Result<Opened, Error> {
        let mut set_aside = None;
        match open(&resolve(path), now, &mut set_aside) {
            Ok(history) => Ok(Opened { history, set_aside }),
            Err(fault) => Err(fault.at(path).after_setting_aside(set_aside)),
        }
    }

    /// Opens the history for reading, or answers `None` when there is nothing to read: no file yet,
    /// or an empty one. Changes nothing, and leaves the folder as it found it.
    ///
    /// The file is not searched for damage, so that this stays fast however large it is.
    ///
    /// # Errors
    /// As [`History::open`], and [`Reason::Damaged`] when the damage shows at once.
    pub fn open_existing_read_only(path: &Path) -> Result<Option<History>, Error> {
        open_existing_read_only(&resolve(path)).map_err(|fault| fault.at(path))
    }
}

/// The path whatever becomes of the current folder, and past symbolic links: the files SQLite keeps
/// beside the file stand beside what the link leads to.
fn resolve(path: &Path) -> PathBuf {
    fs::canonicalize(path)
        .or_else(|_| std::path::absolute(path))
        .unwrap_or_else(|_| path.to_owned())
}

fn open(path: &Path, now: Timestamp, set_aside: &mut Option<PathBuf>) -> Result<History, Fault> {
    if path.is_dir() {
        return Err(Reason::Folder.into());
    }
    make_folder(path)?;
    let lock = lock(path)?;
    let attempt = connect(path);
    let examined = identity(path);
    drop(lock);
    match attempt {
        Err(fault) if fault.reason() == Reason::Damaged => {
            refuse_foreign_header(path)?;
            *set_aside = aside::set_aside(path, examined?, now)?;
            let _lock = self::lock(path)?;
            connect(path)
        }
        answer => answer,
    }
}

/// What must be held to connect. A fresh file is made by one process at a time: SQLite does not
/// wait for another one that is just switching the log on.
fn lock(path: &Path) -> Result<Option<File>, Fault> {
    if is_filled(path) { Ok(aside::keep_in_place(path)) } else { aside::keep_alone(path) }
}

fn open_existing_read_only(path: &Path) -> Result<Option<History>, Fault> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
        Ok(metadata) if metadata.is_dir() => return Err(Reason::Folder.into()),
        Ok(metadata) if metadata.len() == 0 => return Ok(None),
        Ok(_) => {}
    }
    let _shared = aside::keep_in_place(path);
    let reader = match connect_reader(path) {
        // SQLite cannot take part in the locking where it cannot write beside the file. Where no
        // log is left, nobody is writing and the file can be read as it stands.
        Err(fault)
            if matches!(fault.reason(), Reason::Denied | Reason::ReadOnly | Reason::DiskFull)
                && !is_filled(&beside(path, "-wal")) =>
        {
            connect_as_it_stands(path)?
        }
        answer => answer?,
    };
    if schema::version(&reader)? == 0 {
        return Ok(None);
    }
    Ok(Some(with_salt(reader, path)?))
}

fn make_folder(path: &Path) -> Result<(), Fault> {
    if let Some(folder) = path.parent().filter(|folder| !folder.is_dir()) {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    Ok(())
}

fn connect(path: &Path) -> Result<History, Fault> {
    refuse_lost(path)?;
    refuse_foreign(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    refuse_read_only(&connection)?;
    make_private(path);
    // Until all is known to be well, closing must not work the log into the file or delete it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    configure(&connection)?;
    schema::refuse_newer(&connection)?;
    claim(&mut connection)?;
    check(&connection)?;
    schema::migrate(&mut connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    with_salt(connection, path)
}

/// Opens for writing but writes nothing: so the files SQLite needs beside this one while it reads
/// are also cleared away, which one opened read-only leaves behind.
fn connect_reader(path: &Path) -> Result<Connection, Fault> {
    refuse_foreign(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // A log left by a killed process stays for the next writer to work off.
    let leave_log = is_filled(&beside(path, "-wal"));
    let connection = Connection::open_with_flags(path, flags)?;
    if !leave_log {
        refuse_read_only(&connection)?;
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave_log)?;
    configure(&connection)?;
    connection.pragma_update(None, "query_only", true)?;
    schema::refuse_newer(&connection)?;
    Ok(connection)
}

fn connect_as_it_stands(path: &Path) -> Result<Connection, Fault> {
    let connection = open_immutable(path)?;
    configure(&connection)?;
    schema::refuse_newer(&connection)?;
    Ok(connection)
}

/// Reads the file alone: takes no lock, heeds no log, touches nothing.
fn open_immutable(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    Ok(Connection::open_with_flags(immutable_uri(path), flags)?)
}

fn immutable_uri(path: &Path) -> String {
    use std::fmt::Write;

    let mut uri = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-~".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            write!(uri, "%{byte:02X}").expect("a String takes every write");
        }
    }
    uri + "?immutable=1"
}

fn configure(connection: &Connection) -> Result<(), Fault> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Without this an SQLite built with STAT4 compiles a prepared statement anew whenever its bounds
    // change, to look them up in statistics, of which this file has none. `.cargo/config.toml`
    // leaves STAT4 out, but not every build reads that.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    // 8 MiB: a bulk import stays in memory until it is committed.
    connection.pragma_update(None, "cache_size", -8192)?;
    // A log that once grew large does not stay so.
    connection.pragma_update(None, "journal_size_limit", 4 << 20)?;
    Ok(())
}

/// Marks a fresh file as ours. The mark is the first thing ever written, and the log is switched on
/// after it, so that a file of ours carries the mark in its header at every moment.
fn claim(connection: &mut Connection) -> Result<(), Fault> {
    if application_id(connection)? != schema::APPLICATION_ID {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
        transaction.commit()?;
    }
    connection.pragma_update(None, "journal_mode", "WAL")?;
    Ok(())
}

fn application_id(connection: &Connection) -> Result<i32, Fault> {
    Ok(connection.pragma_query_value(None, "application_id", |row| row.get(0))?)
}

/// Nobody but the user may read a fresh file. SQLite gives the files beside it the same rights.
fn make_private(path: &Path) {
    #[cfg(unix)]
    if !is_filled(path) {
        use std::os::unix::fs::PermissionsExt;
        // Where the system knows no such rights, there are none to take away.
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o600));
    }
}

fn with_salt(connection: Connection, path: &Path) -> Result<History, Fault> {
    let salt: Vec<u8> = connection.query_row("SELECT bytes FROM salt", [], |row| row.get(0))?;
    Ok(History { connection, path: path.to_owned(), fingerprinter: Fingerprinter::new(&salt) })
}

/// Looks through the whole file for damage.
fn check(connection: &Connection) -> Result<(), Fault> {
    let answer: String = connection.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    if answer == "ok" { Ok(()) } else { Err(Reason::Damaged.into()) }
}

/// SQLite opens a file for reading when it may not write to it, and says nothing.
fn refuse_read_only(connection: &Connection) -> Result<(), Fault> {
    if connection.is_readonly(rusqlite::MAIN_DB)? {
        return Err(Reason::Denied.into());
    }
    Ok(())
}

/// Refuses an SQLite file without our mark, before SQLite completes in it what another program left
/// half done. Whatever cannot be read so is left for [`connect`] to judge.
fn refuse_foreign(path: &Path) -> Result<(), Fault> {
    if !is_filled(path) {
        return Ok(());
    }
    match open_immutable(path).and_then(|connection| application_id(&connection)) {
        Ok(id) if id != schema::APPLICATION_ID => Err(Reason::Foreign.into()),
        _ => Ok(()),
    }
}

/// The same for a file that SQLite cannot read: a damaged database of another program is not ours
/// to move.
///
/// Only for a damaged file: closing it takes SQLite's locks from this process
/// (<https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_>).
fn refuse_foreign_header(path: &Path) -> Result<(), Fault> {
    let mut header = Vec::with_capacity(100);
    if is_filled(path) {
        File::open(path)?.take(100).read_to_end(&mut header)?;
    }
    match application_id_of(&header) {
        Some(id) if id != schema::APPLICATION_ID => Err(Reason::Foreign.into()),
        _ => Ok(()),
    }
}

/// The mark in an SQLite header (<https://www.sqlite.org/fileformat.html#the_database_header>);
/// `None` when the fixed bytes of one are not there.
fn application_id_of(header: &[u8]) -> Option<i32> {
    let magic = header.get(..16)?;
    let fractions = header.get(21..24)?;
    let id = header.get(68..72)?.first_chunk()?;
    (magic == b"SQLite format 3\0" && fractions == [64, 32, 32]).then(|| i32::from_be_bytes(*id))
}

/// A log beside a file cut to nothing belongs to a history that is lost: SQLite would delete it.
fn refuse_lost(path: &Path) -> Result<(), Fault> {
    // The log is looked at first. In a sound history it is never there before the file is filled.
    if is_filled(&beside(path, "-wal")) && path.exists() && !is_filled(path) {
        return Err(Reason::Damaged.into());
    }
    Ok(())
}

fn is_filled(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.len() > 0)
}

/// `history.db` → `history.db-wal`
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
