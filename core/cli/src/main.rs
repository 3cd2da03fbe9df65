//! The command `mihari`: screens messages and calls for fraud in Amazon's name and its relatives.
//!
//! Exit status: 0 done; 2 error; with `--exit-code` 1 when something was flagged (2 wins over 1).

mod args;
mod commands;
mod error;
mod json;
mod locale;
mod notice;
mod report;
mod session;
mod source;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use commands::{Flagged, check, history, pack, scan, tables};
use error::Error;
use notice::notify;
use session::Session;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let session = Session::new(&cli.global);
    match run(&cli.command, &session) {
        Ok(Flagged(true)) if asks_for_exit_code(&cli.command) => ExitCode::from(1),
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            if let Some(message) = error.message(session.lang) {
                notify(message);
            }
            ExitCode::from(error.status())
        }
    }
}

fn run(command: &Command, session: &Session) -> Result<Flagged, Error> {
    match command {
        Command::Check(args) => check::check(args, session),
        Command::Call(args) => check::call(args, session),
        Command::Scan(args) => scan::run(args, session),
        Command::History(command) => history::run(command, session),
        Command::Tables { table } => tables::run(*table, session),
        Command::Pack(command) => pack::run(command, session),
    }
}

fn asks_for_exit_code(command: &Command) -> bool {
    match command {
        Command::Check(args) => args.exit_code,
        Command::Call(args) => args.exit_code,
        Command::Scan(args) => args.exit_code,
        Command::History(_) | Command::Tables { .. } | Command::Pack(_) => false,
    }
}
