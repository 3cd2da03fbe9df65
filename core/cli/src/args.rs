//! The arguments.

use std::path::PathBuf;

use clap::{ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use mihari_engine::item::{Channel, Profile};
use mihari_engine::verdict::Level;
use mihari_history::{Format, Mark};

use crate::catalogue::help;
use crate::language::Language;

/// Everything the command line can ask for.
#[derive(Parser)]
#[command(name = "mihari", version, about = help::ABOUT.here(), after_help = help::AFTER.here())]
#[command(disable_help_subcommand = true, propagate_version = true)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command understands.
#[derive(Args)]
pub(crate) struct Global {
    #[arg(long, global = true, help = help::JSON.here())]
    pub(crate) json: bool,
    #[arg(long, global = true, value_name = "PATH", help = help::DB.here())]
    pub(crate) db: Option<PathBuf>,
    #[arg(long, global = true, value_enum, help = help::PROFILE.here())]
    pub(crate) profile: Option<ProfileName>,
    /// Read before parsing, by [`Language::settle`]; here so that a wrong one is refused.
    #[arg(long, global = true, value_enum, help = help::LANG.here())]
    lang: Option<Language>,
    #[arg(long, global = true, help = help::EXIT_CODE.here())]
    pub(crate) exit_code: bool,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    #[command(about = help::CHECK.here(), after_help = help::CHECK_AFTER.here())]
    Check(Check),
    #[command(about = help::CALL.here(), after_help = help::CALL_AFTER.here())]
    Call(Call),
    #[command(about = help::SCAN.here(), after_help = help::SCAN_AFTER.here())]
    Scan(Scan),
    #[command(about = help::HISTORY.here(), subcommand)]
    History(HistoryCommand),
    #[command(about = help::TABLES.here(), subcommand)]
    Tables(Table),
    #[command(about = help::PACK.here(), subcommand)]
    Pack(PackCommand),
}

#[derive(Args)]
pub(crate) struct Check {
    #[arg(long, value_enum, default_value = "sms", help = help::CHANNEL.here())]
    pub(crate) channel: WordChannel,
    #[arg(long, value_name = "SENDER", allow_hyphen_values = true, help = help::FROM.here())]
    pub(crate) from: Option<String>,
    /// Several words are one text: a forgotten quotation mark is no reason to refuse it.
    #[arg(required = true, value_name = "TEXT", help = help::TEXT.here())]
    pub(crate) text: Vec<String>,
}

#[derive(Args)]
pub(crate) struct Call {
    #[arg(required = true, value_name = "NUMBER", allow_negative_numbers = true)]
    #[arg(help = help::NUMBER.here())]
    pub(crate) number: Vec<String>,
    #[arg(long, help = help::OUTGOING.here())]
    pub(crate) outgoing: bool,
}

#[derive(Args)]
pub(crate) struct Scan {
    #[arg(required = true, value_name = "FILE", help = help::FILE.here())]
    pub(crate) files: Vec<PathBuf>,
    #[arg(long, help = help::ALL.here())]
    pub(crate) all: bool,
    #[arg(long, help = help::NO_HISTORY.here())]
    pub(crate) no_history: bool,
    #[arg(long, value_name = "N", help = help::THREADS.here())]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: Option<u16>,
}

#[derive(Subcommand)]
pub(crate) enum HistoryCommand {
    #[command(about = help::LIST.here(), after_help = help::LIST_AFTER.here())]
    List {
        #[command(flatten)]
        selection: Selection,
    },
    #[command(about = help::SHOW.here())]
    Show {
        #[arg(value_name = "ID", help = help::ID.here())]
        id: i64,
    },
    #[command(about = help::SEARCH.here())]
    Search {
        #[arg(required = true, value_name = "WORDS", help = help::WORDS.here())]
        words: Vec<String>,
        #[command(flatten)]
        selection: Selection,
    },
    #[command(about = help::MARK.here(), after_help = help::MARK_AFTER.here())]
    Mark {
        #[arg(value_name = "ID", help = help::ID.here())]
        id: i64,
        #[arg(value_enum, value_name = "MARK", help = help::VERDICT_MARK.here())]
        mark: MarkName,
    },
    #[command(about = help::DELETE.here())]
    Delete {
        #[arg(required = true, value_name = "ID", help = help::ID.here())]
        ids: Vec<i64>,
    },
    #[command(about = help::UNDO.here())]
    Undo,
    #[command(about = help::EXPORT.here(), after_help = help::EXPORT_AFTER.here())]
    Export {
        #[arg(value_enum, value_name = "FORMAT", help = help::FORMAT.here())]
        format: FormatName,
        #[arg(short, long, value_name = "FILE", help = help::OUTPUT.here())]
        output: Option<PathBuf>,
        #[command(flatten)]
        selection: Selection,
    },
}

/// Which entries are wanted.
#[derive(Args)]
pub(crate) struct Selection {
    #[arg(long, value_enum, value_name = "LEVEL", help = help::LEVEL.here())]
    pub(crate) level: Vec<FlaggedLevel>,
    #[arg(long, value_enum, value_name = "CHANNEL", help = help::ONLY_CHANNEL.here())]
    pub(crate) channel: Vec<AnyChannel>,
    #[arg(long, value_enum, value_name = "MARK", help = help::ONLY_MARK.here())]
    pub(crate) mark: Option<SetMark>,
    #[arg(long, value_name = "TIME", help = help::SINCE.here())]
    pub(crate) since: Option<String>,
    #[arg(long, value_name = "TIME", help = help::UNTIL.here())]
    pub(crate) until: Option<String>,
    #[arg(long, value_name = "N", help = help::LIMIT.here())]
    pub(crate) limit: Option<usize>,
}

#[derive(Subcommand, Clone, Copy)]
pub(crate) enum Table {
    #[command(about = help::NUMBERS.here())]
    Numbers,
    #[command(about = help::DOMAINS.here())]
    Domains,
    #[command(about = help::CONTACTS.here())]
    Contacts,
}

#[derive(Subcommand)]
pub(crate) enum PackCommand {
    #[command(about = help::PACK_CHECK.here())]
    Check {
        #[arg(required = true, value_name = "FILE", help = help::PACK_FILE.here())]
        files: Vec<PathBuf>,
    },
    #[command(about = help::PACK_TEST.here())]
    Test {
        #[arg(required = true, value_name = "FILE", help = help::PACK_FILE.here())]
        files: Vec<PathBuf>,
    },
}

impl Arguments {
    /// Reads the arguments of this process. An error is for [`clap::Error::exit`]; help and version
    /// are errors too.
    pub(crate) fn read() -> Result<Self, clap::Error> {
        Self::from_arg_matches(&command().try_get_matches()?)
    }
}

/// The command with its headings in the language the program speaks.
fn command() -> clap::Command {
    let mut command = localised(Arguments::command().version(env!("CARGO_PKG_VERSION")));
    // Lets the global arguments reach the subcommands before those are described.
    command.build();
    command
}

fn localised(command: clap::Command) -> clap::Command {
    let names: Vec<String> =
        command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let mut command = command
        .help_template(help::TEMPLATE.here())
        .subcommand_help_heading(help::COMMANDS.here())
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(flag("help", 'h', ArgAction::Help, help::HELP.here()))
        .arg(flag("version", 'V', ArgAction::Version, help::VERSION.here()))
        .mut_args(|argument| {
            let heading =
                if argument.is_positional() { help::ARGUMENTS } else { help::OPTIONS }.here();
            argument.help_heading(heading)
        });
    for name in names {
        command = command.mut_subcommand(name, localised);
    }
    command
}

fn flag(name: &'static str, short: char, action: ArgAction, help: &'static str) -> clap::Arg {
    clap::Arg::new(name).short(short).long(name).action(action).help(help)
}

/// A type that names the values of another as arguments.
macro_rules! names {
    ($name:ident => $type:ty { $($variant:ident => $value:expr),+ $(,)? }) => {
        #[derive(Clone, Copy, ValueEnum)]
        pub(crate) enum $name { $($variant),+ }

        impl From<$name> for $type {
            fn from(name: $name) -> Self {
                match name { $($name::$variant => $value),+ }
            }
        }
    };
}

names!(ProfileName => Profile { Personal => Self::Personal, Business => Self::Business });
names!(WordChannel => Channel { Sms => Self::Sms, Email => Self::Email, Voice => Self::Voice });
names!(AnyChannel => Channel {
    Sms => Self::Sms, Call => Self::Call, Email => Self::Email, Voice => Self::Voice,
});
names!(FlaggedLevel => Level { Caution => Self::Caution, Scam => Self::Scam });
names!(SetMark => Mark { Wrong => Self::Wrong, Confirmed => Self::Confirmed });
names!(MarkName => Option<Mark> {
    Wrong => Some(Mark::Wrong), Confirmed => Some(Mark::Confirmed), None => None,
});
names!(FormatName => Format { Csv => Self::Csv, Json => Self::Json });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        command().debug_assert();
    }

    #[test]
    fn a_negative_number_is_a_value() {
        let matches = command().try_get_matches_from(["mihari", "call", "-1"]);
        let arguments = Arguments::from_arg_matches(&matches.expect("is accepted"));
        let Ok(Arguments { command: Command::Call(call), .. }) = arguments else {
            panic!("it is a call");
        };
        assert_eq!(call.number, ["-1"]);
    }
}
