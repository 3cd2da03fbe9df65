//! What is said beside the output: on standard error.

use std::io::{self, Write};

use anstyle::{AnsiColor, Color, Style};

use crate::catalogue::report as words;
use crate::language::Language;

pub(crate) fn error(language: Language, text: &str) {
    say(AnsiColor::Red, words::ERROR.get(language), text);
}

pub(crate) fn warning(language: Language, text: &str) {
    say(AnsiColor::Yellow, words::WARNING.get(language), text);
}

pub(crate) fn plain(text: &str) {
    // Nobody is left to be told that nobody can be told.
    let _ = writeln!(io::stderr(), "{text}");
}

fn say(color: AnsiColor, label: &str, text: &str) {
    let style = Style::new().fg_color(Some(Color::Ansi(color))).bold();
    let _ = writeln!(anstream::stderr(), "mihari: {style}{label}{style:#}: {text}");
}
