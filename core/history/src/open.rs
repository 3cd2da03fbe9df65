//! Opening a history file: making it, telling it from other files, and setting a damaged one aside.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::History;
use crate::canonical::Fingerprinter;
use crate::error::{Error, Fault, Reason};
use crate::schema;
use crate::time::Timestamp;

/// How long a writer waits for another one.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// What stands beside the file while it is in use. The log comes first: see [`move_aside`].
const SIDE_FILES: [&str; 3] = ["-wal", "-shm", "-journal"];

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
    create(path)?;
    let examined = identity(path)?;
    match connect(path) {
        Err(fault) if fault.reason() == Reason::Damaged => {
            // Another process may have set it aside meanwhile: then what stands here now is fresh.
            if identity(path).ok() == Some(examined) {
                *set_aside = Some(move_aside(path, now)?);
            }
            create(path)?;
            connect(path)
        }
        answer => answer,
    }
}

fn open_existing_read_only(path: &Path) -> Result<Option<History>, Fault> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
        Ok(metadata) if metadata.is_dir() => return Err(Reason::Folder.into()),
        Ok(metadata) if metadata.len() == 0 => return Ok(None),
        Ok(_) => refuse_foreign(path)?,
    }
    let reader = match connect_reader(path) {
        // SQLite cannot take part in the locking where it cannot write beside the file. Where no
        // log is left, nobody is writing and the file can be read as it stands.
        Err(fault)
            if matches!(fault.reason(), Reason::Denied | Reason::ReadOnly | Reason::DiskFull)
                && !is_filled(&beside(path, "-wal")) =>
        {
            connect_immutable(path)?
        }
        answer => answer?,
    };
    if schema::version(&reader)? == 0 {
        return Ok(None);
    }
    Ok(Some(with_salt(reader, path)?))
}

/// Makes the folders and an empty file that nobody but the user can read.
fn create(path: &Path) -> Result<(), Fault> {
    if path.is_dir() {
        return Err(Reason::Folder.into());
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    match create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        answer => Ok(answer?),
    }
}

fn create_new(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

fn connect(path: &Path) -> Result<History, Fault> {
    // Before SQLite touches anything: it would complete what another program left half done.
    refuse_foreign(path)?;
    refuse_lost(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    refuse_read_only(&connection)?;
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

fn connect_immutable(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(immutable_uri(path), flags)?;
    configure(&connection)?;
    schema::refuse_newer(&connection)?;
    Ok(connection)
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
    // Without this a prepared statement is compiled anew whenever its bounds change, because the
    // bundled SQLite would look them up in statistics (STAT4), of which this file has none.
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

/// SQLite opens a file for reading when it may not write to it, and says nothing.
fn refuse_read_only(connection: &Connection) -> Result<(), Fault> {
    if connection.is_readonly(rusqlite::MAIN_DB)? {
        return Err(Reason::Denied.into());
    }
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

fn with_salt(connection: Connection, path: &Path) -> Result<History, Fault> {
    let salt: Vec<u8> = connection.query_row("SELECT bytes FROM salt", [], |row| row.get(0))?;
    Ok(History { connection, path: path.to_owned(), fingerprinter: Fingerprinter::new(&salt) })
}

/// Looks through the whole file for damage.
fn check(connection: &Connection) -> Result<(), Fault> {
    let answer: String = connection.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    if answer == "ok" { Ok(()) } else { Err(Reason::Damaged.into()) }
}

/// Refuses an SQLite file without our mark. Anything that is no SQLite file is let through: SQLite
/// will call it damaged.
fn refuse_foreign(path: &Path) -> Result<(), Fault> {
    let mut header = Vec::with_capacity(100);
    File::open(path)?.take(100).read_to_end(&mut header)?;
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
    if is_filled(&beside(path, "-wal")) && !is_filled(path) {
        return Err(Reason::Damaged.into());
    }
    Ok(())
}

fn is_filled(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.len() > 0)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Tells the file at this path from one that takes its place later.
#[cfg(unix)]
fn identity(path: &Path) -> io::Result<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;

    let metadata = fs::metadata(path)?;
    Ok((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> io::Result<Option<std::time::SystemTime>> {
    Ok(fs::metadata(path)?.created().ok())
}

/// Renames the file and what stands beside it. What stands beside it goes first: were the log left
/// when this is cut off, SQLite would delete it with the next file of that name.
fn move_aside(path: &Path, now: Timestamp) -> Result<PathBuf, Fault> {
    let aside = claim_name(path, now)?;
    for suffix in SIDE_FILES {
        match fs::rename(beside(path, suffix), beside(&aside, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    fs::rename(path, &aside)?;
    Ok(aside)
}

/// Finds a free name and takes it with an empty file, so that the renaming that follows overwrites
/// nothing but that.
fn claim_name(path: &Path, now: Timestamp) -> Result<PathBuf, Fault> {
    let when = match now.to_calendar() {
        Some(time) => time.strftime("%Y%m%dT%H%M%SZ").to_string(),
        None => now.0.to_string(),
    };
    for number in 1_u64.. {
        let numbered = if number == 1 { when.clone() } else { format!("{when}-{number}") };
        let name = damaged_name(path, &numbered);
        let is_free =
            SIDE_FILES.iter().all(|suffix| fs::symlink_metadata(beside(&name, suffix)).is_err());
        if !is_free {
            continue;
        }
        match create_new(&name) {
            Ok(()) => return Ok(name),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
    }
    unreachable!("there are more numbers than files")
}

/// `history.db` → `history.damaged-WHEN.db`
fn damaged_name(path: &Path, when: &str) -> PathBuf {
    let mut name = path.file_stem().map(OsString::from).unwrap_or_default();
    name.push(".damaged-");
    name.push(when);
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}
