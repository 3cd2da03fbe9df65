//! What each command does.

mod check;
mod history;
mod pack;
mod scan;
mod tables;

use crate::args::Command;
use crate::error::Error;
use crate::session::Session;

/// How a command ended that did what was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Something was flagged.
    pub(crate) is_flagged: bool,
    /// A part failed. It has been told.
    pub(crate) has_failed: bool,
    /// The person interrupted it.
    pub(crate) is_interrupted: bool,
}

pub(crate) fn run(command: Command, session: &Session) -> Result<Outcome, Error> {
    match command {
        Command::Check(check) => check::check(check, session),
        Command::Call(call) => check::call(&call, session),
        Command::Scan(scan) => scan::run(scan, session),
        Command::History(command) => history::run(command, session),
        Command::Tables(table) => tables::run(table, session),
        Command::Pack(command) => pack::run(command, session),
    }
}
