//! What can be asked of the command.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use mihari_engine::item::{Channel, Profile};
use mihari_engine::verdict::Level;
use mihari_history::{Format, Mark};

use crate::locale::Lang;

/// Screens messages and calls for fraud in Amazon's name and its relatives. Nothing leaves this
/// machine.
#[derive(Parser)]
#[command(name = "mihari", version, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  mihari check '有料動画の料金が未納です。本日ご連絡なき場合、法的手続きに移行します'
  mihari check --channel voice -          what was said on the phone, typed in
  mihari call 050-3131-1651
  mihari scan sms-backup.xml              an export of the app \"SMS Backup & Restore\"
  mihari scan --json --all - < items.jsonl
  mihari history search 未納

Exit status: 0 done; 2 error; with --exit-code 1 when something was flagged (2 wins over 1).";

/// Options of every subcommand.
#[derive(Args)]
pub(crate) struct Global {
    /// Print JSON, one object a line
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// The history file [default: $XDG_DATA_HOME/mihari/history.db, else the platform's data folder]
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
    /// Whose phone it is [default: as the history says, else personal]
    #[arg(long, global = true, value_enum)]
    pub(crate) profile: Option<ProfileArg>,
    /// Language [default: from the locale]
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<Lang>,
}

impl Global {
    pub(crate) fn lang(&self) -> Lang {
        self.lang.unwrap_or_else(Lang::from_environment)
    }
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Screen one message and explain the verdict; nothing is kept
    Check(Check),
    /// Screen one caller; nothing is kept
    Call(Call),
    /// Screen a message backup or JSON lines, and keep what is flagged in the history
    Scan(Scan),
    /// What was kept
    #[command(subcommand)]
    History(History),
    /// What is known, with its sources
    Tables {
        /// Which table
        #[arg(value_enum)]
        table: Table,
    },
    /// Check and test rule packs
    #[command(subcommand)]
    Pack(Pack),
}

#[derive(Args)]
pub(crate) struct Check {
    /// How the message came
    #[arg(long, value_enum, default_value = "sms")]
    pub(crate) channel: ChannelArg,
    /// Its sender: a number, a name or a mail address
    #[arg(long, value_name = "SENDER", allow_hyphen_values = true)]
    pub(crate) from: Option<String>,
    /// The text, or - to read it from standard input
    #[arg(allow_hyphen_values = true)]
    pub(crate) text: String,
    /// End with status 1 when it is flagged
    #[arg(long)]
    pub(crate) exit_code: bool,
}

#[derive(Args)]
pub(crate) struct Call {
    /// The number as the network delivers it; -1 (unavailable), -2 (withheld) and -3 (payphone)
    /// are numbers too
    #[arg(allow_hyphen_values = true)]
    pub(crate) number: String,
    /// Screen a call to this number rather than from it
    #[arg(long)]
    pub(crate) outgoing: bool,
    /// End with status 1 when it is flagged
    #[arg(long)]
    pub(crate) exit_code: bool,
}

#[derive(Args)]
pub(crate) struct Scan {
    /// Backups ("SMS Backup & Restore" XML) or JSON lines; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// With --json: a line for every item, not only for flagged ones
    #[arg(long)]
    pub(crate) all: bool,
    /// Neither read nor write the history
    #[arg(long)]
    pub(crate) no_history: bool,
    /// Threads that screen [default: one for each core]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<std::num::NonZeroUsize>,
    /// End with status 1 when something is flagged
    #[arg(long)]
    pub(crate) exit_code: bool,
}

#[derive(Subcommand)]
pub(crate) enum History {
    /// List what was kept, newest first
    List(HistoryFilter),
    /// Show one item with its reasons
    Show {
        /// Its number in the list
        id: i64,
    },
    /// Find items by words of their text or sender
    Search {
        /// Words that must all be there; nothing is a wildcard
        #[arg(allow_hyphen_values = true)]
        words: String,
        #[command(flatten)]
        filter: HistoryFilter,
    },
    /// Say what you think of a verdict
    Mark {
        /// Its number in the list
        id: i64,
        /// Your word on it
        #[arg(value_enum)]
        mark: MarkArg,
    },
    /// Delete items; `undo` brings them back
    Delete {
        /// Their numbers in the list
        #[arg(required = true)]
        ids: Vec<i64>,
    },
    /// Take the last deletion back
    Undo,
    /// Write everything for another program
    Export {
        /// For a spreadsheet or for a program
        #[arg(value_enum)]
        format: FormatArg,
        /// Where to [default: standard output]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        filter: HistoryFilter,
    },
}

#[derive(Args)]
pub(crate) struct HistoryFilter {
    /// Only these channels
    #[arg(long, value_enum)]
    pub(crate) channel: Vec<ChannelArg>,
    /// Only these levels
    #[arg(long, value_enum)]
    pub(crate) level: Vec<LevelArg>,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Table {
    /// Published telephone numbers
    Numbers,
    /// Official domains
    Domains,
    /// Who helps
    Contacts,
}

#[derive(Subcommand)]
pub(crate) enum Pack {
    /// Say what is wrong with a pack, with line and column
    Check {
        /// Pack files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Run the examples of a pack's rules
    Test {
        /// Pack files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

macro_rules! value_enum {
    ($(#[$doc:meta])* $name:ident => $target:ty { $($variant:ident),+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, ValueEnum)]
        pub(crate) enum $name { $($variant),+ }

        impl From<$name> for $target {
            fn from(value: $name) -> Self {
                match value { $($name::$variant => <$target>::$variant),+ }
            }
        }
    };
}

value_enum!(ProfileArg => Profile { Personal, Business });
value_enum!(ChannelArg => Channel { Sms, Call, Email, Voice });
value_enum!(LevelArg => Level { Caution, Scam });
value_enum!(FormatArg => Format { Csv, Json });

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum MarkArg {
    /// It is no fraud
    Wrong,
    /// It is fraud indeed
    Confirmed,
    /// No mark
    None,
}

impl From<MarkArg> for Option<Mark> {
    fn from(mark: MarkArg) -> Self {
        match mark {
            MarkArg::Wrong => Some(Mark::Wrong),
            MarkArg::Confirmed => Some(Mark::Confirmed),
            MarkArg::None => None,
        }
    }
}
