//! The command `mihari`: screens messages and calls for fraud in Amazon's name and its relatives.

mod args;
mod catalogue;
mod commands;
mod error;
mod json;
mod language;
mod layout;
mod notice;
mod pipeline;
mod report;
mod session;
mod source;
mod visible;

use std::panic;
use std::process::ExitCode;

use args::Arguments;
use commands::Outcome;
use error::Error;
use language::Language;
use session::Session;

const FLAGGED: u8 = 1;
const FAILED: u8 = 2;
/// 128 and the number of SIGINT, as shells report it.
const INTERRUPTED: u8 = 130;

fn main() -> ExitCode {
    let language = Language::settle();
    panic::set_hook(Box::new(move |defect| tell_defect(language, defect)));
    let arguments = match Arguments::read() {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    let reports_flagged = arguments.global.exit_code;
    let session = Session::new(arguments.global, language);
    match commands::run(arguments.command, &session) {
        Ok(outcome) => status(outcome, reports_flagged),
        Err(Error::Unread) => ExitCode::SUCCESS,
        Err(error) => {
            notice::error(language, &language.error(&error));
            FAILED.into()
        }
    }
}

fn status(outcome: Outcome, reports_flagged: bool) -> ExitCode {
    match outcome {
        Outcome { is_interrupted: true, .. } => INTERRUPTED.into(),
        Outcome { has_failed: true, .. } => FAILED.into(),
        Outcome { is_flagged: true, .. } if reports_flagged => FLAGGED.into(),
        _ => ExitCode::SUCCESS,
    }
}

/// Where a panic came from, and nothing else: its text might quote a message.
fn tell_defect(language: Language, defect: &panic::PanicHookInfo<'_>) {
    let words = catalogue::report::DEFECT.get(language);
    let place = defect.location().map(ToString::to_string).unwrap_or_default();
    notice::error(language, &format!("{words}: {place}"));
}
