//! `check` and `call`: one item, explained. Nothing is written.

use std::io::{self, Read, Write};

use mihari_engine::item::{Channel, Direction, Item};
use mihari_engine::report::VerdictReport;
use serde::Serialize;

use super::Flagged;
use crate::args;
use crate::error::Error;
use crate::json;
use crate::report::{Marks, Shown, write_item};
use crate::session::Session;

/// One line of JSON output: the verdict under the id its item came with.
#[derive(Serialize)]
pub(crate) struct Line<'a> {
    pub(crate) id: Option<&'a str>,
    #[serde(flatten)]
    pub(crate) verdict: VerdictReport<'a>,
}

/// Screens one message.
pub(crate) fn check(args: &args::Check, session: &Session) -> Result<Flagged, Error> {
    let typed;
    let text = if args.text == "-" {
        typed = read_text()?;
        typed.as_str()
    } else {
        args.text.as_str()
    };
    let sender = args.from.as_deref();
    let channel = args.channel.into();
    explain(&Item { channel, direction: Direction::Incoming, sender, text }, session)
}

/// Screens one caller.
pub(crate) fn call(args: &args::Call, session: &Session) -> Result<Flagged, Error> {
    let direction = if args.outgoing { Direction::Outgoing } else { Direction::Incoming };
    let sender = Some(args.number.as_str());
    explain(&Item { channel: Channel::Call, direction, sender, text: "" }, session)
}

fn explain(item: &Item<'_>, session: &Session) -> Result<Flagged, Error> {
    let history = session.read_history()?;
    let verdict = session.screening(history.as_ref())?.screen(item);
    let mut out = anstream::stdout().lock();
    if session.json {
        let report = VerdictReport::new(&verdict, item.sender, item.text);
        json::write_line(&mut out, &Line { id: None, verdict: report })?;
    } else {
        let Item { channel, sender, text, .. } = *item;
        let shown = Shown { channel, sender, text, at: None, verdict: &verdict };
        write_item(&mut out, &shown, session.lang, Marks::for_stdout())?;
    }
    out.flush()?;
    Ok(Flagged(verdict.is_flagged()))
}

/// All of standard input, without the line end that a shell adds.
fn read_text() -> Result<String, Error> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => Error::InputNotText,
        _ => Error::read(std::path::Path::new("-"), error),
    })?;
    if text.ends_with('\n') {
        text.pop();
    }
    Ok(text)
}
