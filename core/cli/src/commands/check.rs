//! `check` and `call`: one item, explained. Reads the lists of the history and writes nothing.

use std::io::{self, Read, Write};

use encoding_rs::{Encoding, UTF_8};
use mihari_engine::item::{Direction, Item};

use super::Outcome;
use crate::args::{Call, Check};
use crate::error::Error;
use crate::json::{self, Answer};
use crate::report::Steps;
use crate::session::Session;

/// What is read of a text on standard input. The engine reads 64 KiB; the rest is only shown.
const TEXT_BYTES: usize = 1024 * 1024;

pub(super) fn check(check: Check, session: &Session) -> Result<Outcome, Error> {
    let text = match check.text.as_slice() {
        [dash] if dash == "-" => text_on_stdin()?,
        words => words.join(" "),
    };
    let item = Item {
        channel: check.channel.into(),
        direction: Direction::Incoming,
        sender: check.from.as_deref(),
        text: &text,
    };
    answer(item, session)
}

pub(super) fn call(call: &Call, session: &Session) -> Result<Outcome, Error> {
    let direction = if call.outgoing { Direction::Outgoing } else { Direction::Incoming };
    answer(Item { direction, ..Item::call(Some(&call.number.join(" "))) }, session)
}

fn answer(item: Item<'_>, session: &Session) -> Result<Outcome, Error> {
    let verdict = session.screener_without_fail()?.screen(&item);
    let mut out = io::stdout().lock();
    if session.is_json {
        json::write_line(&mut out, &Answer::new(None, item, &verdict))?;
    } else {
        let mut report = String::new();
        session.report().write(&mut report, item, None, &verdict, Steps::All);
        out.write_all(report.as_bytes())?;
    }
    out.flush()?;
    Ok(Outcome { is_flagged: verdict.is_flagged(), ..Outcome::default() })
}

fn text_on_stdin() -> Result<String, Error> {
    let mut bytes = Vec::new();
    // One byte more than is kept, so that the engine learns that something was left out.
    io::stdin().take(TEXT_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > TEXT_BYTES {
        bytes.truncate(bytes.len() - incomplete_tail(&bytes));
    }
    let encoding = Encoding::for_bom(&bytes).map_or(UTF_8, |(encoding, _)| encoding);
    let (text, _, is_damaged) = encoding.decode(&bytes);
    if is_damaged {
        return Err(Error::TextEncoding);
    }
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

/// How many bytes at the end belong to a character of which the rest was not read.
fn incomplete_tail(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => bytes.len() - error.valid_up_to(),
        _ => 0,
    }
}
