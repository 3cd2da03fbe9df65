//! Verdicts for people: level, words with the evidence marked, reasons, next steps.
//!
//! What comes from outside is shown with its control and direction characters made visible; a
//! message never gets to move the cursor or turn the line round.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use jiff::tz::TimeZone;
use mihari_engine::item::Channel;
use mihari_engine::verdict::{Field, Level, Reason, Verdict};
use mihari_history::Timestamp;
use unicode_width::UnicodeWidthStr;

use crate::locale::Lang;

/// How words are marked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marks {
    /// Underlined by the terminal.
    Underline,
    /// By a line of `^` below, for pipes, files and NO_COLOR.
    Carets,
}

impl Marks {
    /// What standard output can show.
    pub(crate) fn for_stdout() -> Self {
        let choice = anstream::AutoStream::choice(&io::stdout());
        if choice == anstream::ColorChoice::Never { Self::Carets } else { Self::Underline }
    }
}

/// An item as it is shown.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) channel: Channel,
    pub(crate) sender: Option<&'a str>,
    pub(crate) text: &'a str,
    pub(crate) at: Option<Timestamp>,
    pub(crate) verdict: &'a Verdict,
}

/// Writes one item in full.
pub(crate) fn write_item(
    out: &mut dyn Write,
    shown: &Shown<'_>,
    lang: Lang,
    marks: Marks,
) -> io::Result<()> {
    write_headline(out, shown, lang)?;
    write_text(out, shown, marks)?;
    for reason in &shown.verdict.reasons {
        write_reason(out, reason, lang)?;
    }
    if shown.verdict.truncated {
        let note = lang.pick(
            "長いので、はじめの64 KiBだけを調べました。",
            "It is long: only the first 64 KiB were screened.",
        );
        writeln!(out, "  {note}")?;
    }
    write_advice(out, shown, lang)?;
    writeln!(out)
}

fn write_headline(out: &mut dyn Write, shown: &Shown<'_>, lang: Lang) -> io::Result<()> {
    let level = shown.verdict.level;
    let style = style(level).bold();
    write!(out, "{style}{} {}{style:#}", icon(level), level_name(level, lang))?;
    write!(out, "  {}", channel_name(shown.channel, lang))?;
    if let Some(sender) = shown.sender.filter(|sender| !sender.is_empty()) {
        write!(out, "  {}", visible(sender))?;
    }
    if let Some(at) = shown.at.and_then(local_time) {
        write!(out, "  {at}")?;
    }
    writeln!(out)
}

/// The text line by line, evidence marked.
fn write_text(out: &mut dyn Write, shown: &Shown<'_>, marks: Marks) -> io::Result<()> {
    let spans = evidence_in_text(shown.verdict);
    let mut start = 0;
    for line in shown.text.split_inclusive('\n') {
        let end = start + line.len();
        if start < LONGEST_SHOWN {
            write_line(out, shown.text, start..end.min(longest(shown.text)), &spans, marks)?;
        }
        start = end;
    }
    if shown.text.len() > LONGEST_SHOWN {
        writeln!(out, "  …")?;
    }
    Ok(())
}

/// How much of a text is shown, in bytes.
const LONGEST_SHOWN: usize = 4_000;

fn longest(text: &str) -> usize {
    text.floor_char_boundary(LONGEST_SHOWN)
}

fn write_line(
    out: &mut dyn Write,
    text: &str,
    line: Range<usize>,
    spans: &[Range<usize>],
    marks: Marks,
) -> io::Result<()> {
    write!(out, "  ")?;
    let mut carets = String::new();
    for (piece, is_marked) in pieces(line, spans) {
        let words = visible(text[piece].trim_end_matches(['\n', '\r']));
        match marks {
            Marks::Underline if is_marked => {
                let underline = Style::new().underline();
                write!(out, "{underline}{words}{underline:#}")?;
            }
            _ => write!(out, "{words}")?,
        }
        let mark = if is_marked { "^" } else { " " };
        carets.push_str(&mark.repeat(words.width()));
    }
    writeln!(out)?;
    if marks == Marks::Carets && carets.contains('^') {
        writeln!(out, "  {}", carets.trim_end())?;
    }
    Ok(())
}

/// Cuts a line where marks begin and end.
fn pieces(line: Range<usize>, spans: &[Range<usize>]) -> Vec<(Range<usize>, bool)> {
    let mut pieces = Vec::new();
    let mut at = line.start;
    for span in spans.iter().filter(|span| span.end > line.start && span.start < line.end) {
        let (start, end) = (span.start.max(at), span.end.min(line.end));
        pieces.push((at..start, false));
        pieces.push((start..end, true));
        at = end;
    }
    pieces.push((at..line.end, false));
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

/// The places of all reasons, in order, joined where they overlap.
fn evidence_in_text(verdict: &Verdict) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = (verdict.reasons.iter())
        .flat_map(|reason| &reason.evidence)
        .filter(|evidence| evidence.field == Field::Text)
        .map(|evidence| evidence.start..evidence.end)
        .collect();
    spans.sort_by_key(|span| (span.start, span.end));
    spans.dedup_by(|later, earlier| {
        let joined = later.start <= earlier.end;
        if joined {
            earlier.end = earlier.end.max(later.end);
        }
        joined
    });
    spans
}

fn write_reason(out: &mut dyn Write, reason: &Reason, lang: Lang) -> io::Result<()> {
    let label = lang.pick("理由", "why");
    writeln!(out, "  {label}: {}", lang.pick(&reason.reason_ja, &reason.reason_en))
}

fn write_advice(out: &mut dyn Write, shown: &Shown<'_>, lang: Lang) -> io::Result<()> {
    for (n, advice) in shown.verdict.advice.iter().enumerate() {
        let text = lang.pick(&advice.text_ja, &advice.text_en);
        writeln!(out, "  {}. {text}", n + 1)?;
    }
    if shown.verdict.level == Level::NoMatch && shown.verdict.reasons.is_empty() {
        let note = lang.pick(
            "知られている詐欺の特徴は見つかりませんでした。安全という意味ではありません。",
            "No known sign of fraud was found. That does not mean it is safe.",
        );
        writeln!(out, "  {note}")?;
    }
    Ok(())
}

/// The level in words.
pub(crate) fn level_name(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::NoMatch => lang.pick("該当なし", "no match"),
        Level::Official => {
            lang.pick("公表されている連絡元（安全とは限りません）", "published (not a proof)")
        }
        Level::Caution => lang.pick("注意", "caution"),
        Level::Scam => lang.pick("詐欺", "scam"),
    }
}

/// The level as a sign that needs no colour.
pub(crate) fn icon(level: Level) -> &'static str {
    match level {
        Level::NoMatch => "・",
        Level::Official => "ⓘ",
        Level::Caution => "▲",
        Level::Scam => "✖",
    }
}

fn style(level: Level) -> Style {
    let color = match level {
        Level::NoMatch => return Style::new(),
        Level::Official => AnsiColor::Blue,
        Level::Caution => AnsiColor::Yellow,
        Level::Scam => AnsiColor::Red,
    };
    color.on_default()
}

/// The channel in words.
pub(crate) fn channel_name(channel: Channel, lang: Lang) -> &'static str {
    match channel {
        Channel::Sms => "SMS",
        Channel::Call => lang.pick("電話", "call"),
        Channel::Email => lang.pick("メール", "mail"),
        Channel::Voice => lang.pick("通話の内容", "said on the phone"),
    }
}

/// A time where the person lives, to the minute.
pub(crate) fn local_time(at: Timestamp) -> Option<String> {
    let time = jiff::Timestamp::from_millisecond(at.0).ok()?.to_zoned(TimeZone::system());
    Some(time.strftime("%Y-%m-%d %H:%M").to_string())
}

/// Text with its control, direction and invisible characters shown by number.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' | '\n' => shown.push(' '),
            '\r' => {}
            _ if is_hidden(c) => {
                // Writing to a string cannot fail.
                let _ = write!(shown, "<U+{:04X}>", u32::from(c));
            }
            _ => shown.push(c),
        }
    }
    shown
}

/// Characters that show nothing, or tell a terminal what to do.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use mihari_engine::verdict::Evidence;

    use super::*;

    fn verdict(spans: &[(usize, usize)]) -> Verdict {
        let evidence =
            spans.iter().map(|&(start, end)| Evidence { field: Field::Text, start, end });
        let text: Arc<str> = "理由".into();
        Verdict {
            level: Level::Scam,
            reasons: vec![Reason {
                rule: text.clone(),
                level: Level::Scam,
                weight: 1,
                reason_ja: text.clone(),
                reason_en: text.clone(),
                source: text,
                evidence: evidence.collect(),
            }],
            ..Verdict::default()
        }
    }

    fn shown(text: &str, spans: &[(usize, usize)], marks: Marks) -> String {
        let verdict = verdict(spans);
        let shown =
            Shown { channel: Channel::Sms, sender: None, text, at: None, verdict: &verdict };
        let mut out = Vec::new();
        write_text(&mut out, &shown, marks).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn carets_stand_under_wide_characters() {
        let text = "料金が未納です";
        assert_eq!(shown(text, &[(9, 15)], Marks::Carets), "  料金が未納です\n        ^^^^\n");
    }

    #[test]
    fn a_mark_goes_on_over_the_end_of_a_line() {
        assert_eq!(
            shown("法的手\n続き", &[(0, 16)], Marks::Carets),
            "  法的手\n  ^^^^^^\n  続き\n  ^^^^\n"
        );
    }

    #[test]
    fn a_terminal_underlines() {
        assert!(shown("未納", &[(0, 6)], Marks::Underline).contains("\u{1b}[4m未納\u{1b}[0m"));
    }

    #[test]
    fn control_and_direction_characters_are_made_visible() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c\0"), "a<U+001B>[31mb<U+202E>c<U+0000>");
    }
}
