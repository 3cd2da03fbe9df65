//! Verdicts for people: what it is, the words that caused it, why, and what to do.

use std::borrow::Cow;
use std::io::{self, IsTerminal};
use std::ops::Range;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Color, Style};
use jiff::tz::TimeZone;
use mihari_engine::item::{Channel, Item};
use mihari_engine::number::Origin;
use mihari_engine::verdict::{Advice, Field, Level, Reason, Verdict};
use mihari_history::{Entry, Timestamp};

use crate::catalogue::report as words;
use crate::language::Language;
use crate::layout::{self, Margin};
use crate::visible;

/// Where nobody says how wide it is.
const USUAL_COLUMNS: usize = 80;
/// Wider lines are hard to read.
const MOST_COLUMNS: usize = 100;
/// How many reasons are given where many items are listed.
const NEXT_REASONS: usize = 2;
const INDENT: &str = "  ";

/// How reports are written.
#[derive(Clone)]
pub(crate) struct Report {
    language: Language,
    is_styled: bool,
    columns: usize,
    zone: TimeZone,
}

/// How much is said of one item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Steps {
    /// The heaviest reasons and the next step: enough where many items are listed.
    Next,
    All,
}

impl Report {
    /// For standard output as it is: styles on a terminal alone, and never against `NO_COLOR`.
    pub(crate) fn for_stdout(language: Language, zone: TimeZone) -> Self {
        let stdout = io::stdout();
        let columns = if stdout.is_terminal() {
            terminal_size::terminal_size().map(|(width, _)| width.0.into())
        } else {
            None
        };
        Self {
            language,
            is_styled: AutoStream::choice(&stdout) != ColorChoice::Never,
            columns: columns.unwrap_or(USUAL_COLUMNS).min(MOST_COLUMNS),
            zone,
        }
    }

    /// Appends one item with everything that is said of it.
    pub(crate) fn write(
        &self,
        out: &mut String,
        item: Item<'_>,
        at: Option<Timestamp>,
        verdict: &Verdict,
        steps: Steps,
    ) {
        self.write_heading(out, item, at, verdict);
        if !item.text.is_empty() {
            let margin = Margin::new(format!("{INDENT}│ "));
            self.write_marked(out, item.text, &spans(verdict, Field::Text), (&margin, &margin));
        }
        if verdict.truncated {
            self.write_part(out, "", words::TRUNCATED.get(self.language));
        }
        if verdict.level == Level::NoMatch {
            self.write_part(out, "", words::NO_MATCH_IS_NOT_SAFE.get(self.language));
        }
        self.write_reasons(
            out,
            verdict,
            if steps == Steps::Next { NEXT_REASONS } else { usize::MAX },
        );
        let shown = if steps == Steps::Next { 1 } else { verdict.advice.len() };
        for advice in verdict.advice.iter().take(shown) {
            self.write_part(out, words::NEXT_STEP.get(self.language), self.advice(advice));
        }
    }

    /// The heaviest reasons; each text once, because rules may share theirs.
    fn write_reasons(&self, out: &mut String, verdict: &Verdict, most: usize) {
        let mut texts: Vec<&str> = Vec::new();
        for reason in &verdict.reasons {
            let text = self.reason(reason);
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        for text in texts.iter().take(most) {
            self.write_part(out, words::REASON.get(self.language), text);
        }
        if texts.len() > most {
            self.write_part(out, "", &self.language.more_reasons(texts.len() - most));
        }
    }

    /// One entry in one line.
    pub(crate) fn entry_line(&self, entry: &Entry) -> String {
        let sender = self.sender(entry.channel, entry.sender.as_deref());
        let channel = self.language.channel(entry.channel, entry.direction);
        let mark = entry.mark.map(|mark| format!("  [{}]", self.language.mark(mark)));
        let line = format!(
            "#{} {}  {}  {channel}  {}{}  ",
            entry.id,
            self.level(entry.verdict.level),
            self.time(entry.time()).unwrap_or_default(),
            visible::line(&sender),
            mark.unwrap_or_default(),
        );
        let text = entry.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let left = self.columns.saturating_sub(columns_without_style(&line));
        line + &shortened(&visible::line(&text), left.max(10))
    }

    /// A level, as sign, word and colour.
    pub(crate) fn level(&self, level: Level) -> String {
        let (sign, color) = match level {
            Level::Scam => ('✖', AnsiColor::Red),
            Level::Caution => ('▲', AnsiColor::Yellow),
            Level::Official => ('●', AnsiColor::Cyan),
            Level::NoMatch => ('–', AnsiColor::White),
        };
        let style = Style::new().fg_color(Some(Color::Ansi(color))).bold();
        self.styled(style, &format!("{sign} {}", self.language.level(level)))
    }

    pub(crate) fn bold(&self, text: &str) -> String {
        self.styled(Style::new().bold(), text)
    }

    /// Appends a labelled paragraph.
    pub(crate) fn write_part(&self, out: &mut String, label: &str, text: &str) {
        let label = if label.is_empty() { String::new() } else { format!("{label}  ") };
        let columns = INDENT.len() + layout::columns(&label);
        let first = Margin { text: format!("{INDENT}{}", self.bold(&label)), columns };
        let rest = first.blank();
        self.write_marked(out, text, &[], (&first, &rest));
    }

    pub(crate) fn time(&self, at: Timestamp) -> Option<String> {
        let instant = jiff::Timestamp::from_millisecond(at.0).ok()?;
        Some(instant.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string())
    }

    fn write_heading(
        &self,
        out: &mut String,
        item: Item<'_>,
        at: Option<Timestamp>,
        verdict: &Verdict,
    ) {
        let level = self.level(verdict.level);
        let columns = columns_without_style(&level) + 2;
        let first = Margin { text: level + "  ", columns };
        let rest = Margin::new(INDENT);
        let channel = self.language.channel(item.channel, item.direction);
        let sender = self.sender(item.channel, item.sender);
        let heading =
            format!("{channel}  {sender}  {}", at.and_then(|at| self.time(at)).unwrap_or_default());
        let shift = channel.len() + 2;
        let marks: Vec<_> = spans(verdict, Field::Sender)
            .into_iter()
            .map(|span| span.start + shift..span.end.min(sender.len()) + shift)
            .collect();
        // The words shown in place of a missing number are not the sender's.
        let is_as_delivered = item.sender.is_some_and(|delivered| delivered == sender);
        let marks = if is_as_delivered { &marks[..] } else { &[] };
        let rest = if self.is_styled { rest } else { first.blank() };
        self.write_marked(out, heading.trim_end(), marks, (&first, &rest));
    }

    fn write_marked(
        &self,
        out: &mut String,
        text: &str,
        marks: &[Range<usize>],
        margins: (&Margin, &Margin),
    ) {
        let style = self.is_styled.then(|| Style::new().bold().underline());
        let left_out = words::LEFT_OUT.get(self.language);
        layout::write(out, text, marks, style, margins, (self.columns, left_out));
    }

    fn sender<'a>(&self, channel: Channel, sender: Option<&'a str>) -> Cow<'a, str> {
        let words = match (Origin::parse(channel, sender), sender) {
            (Origin::Withheld, _) if channel != Channel::Call => words::NO_SENDER,
            (Origin::Withheld, _) | (_, None) => words::WITHHELD,
            (Origin::Payphone, _) => words::PAYPHONE,
            (Origin::Unavailable, _) => words::UNAVAILABLE,
            (Origin::Number(_) | Origin::Name(_) | Origin::Mail { .. }, Some(sender)) => {
                return Cow::Borrowed(sender);
            }
        };
        Cow::Borrowed(words.get(self.language))
    }

    fn reason<'a>(&self, reason: &'a Reason) -> &'a str {
        self.language.of(&reason.reason_ja, &reason.reason_en)
    }

    fn advice<'a>(&self, advice: &'a Advice) -> &'a str {
        self.language.of(&advice.text_ja, &advice.text_en)
    }

    fn styled(&self, style: Style, text: &str) -> String {
        if self.is_styled && !text.is_empty() {
            format!("{}{text}{}", style.render(), style.render_reset())
        } else {
            text.to_owned()
        }
    }
}

/// Where the evidence stands in a field, in order and without overlaps.
fn spans(verdict: &Verdict, field: Field) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = (verdict.reasons.iter())
        .flat_map(|reason| &reason.evidence)
        .filter(|evidence| evidence.field == field)
        .map(|evidence| evidence.start..evidence.end)
        .collect();
    spans.sort_unstable_by_key(|span| span.start);
    spans.dedup_by(|next, span| {
        let is_joined = next.start <= span.end;
        if is_joined {
            span.end = span.end.max(next.end);
        }
        is_joined
    });
    spans
}

/// Cuts a line to so many columns.
fn shortened(text: &str, columns: usize) -> String {
    if layout::columns(text) <= columns {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut left = columns.saturating_sub(1);
    for c in text.chars() {
        let width = layout::columns(c.encode_utf8(&mut [0; 4]));
        if width > left {
            break;
        }
        left -= width;
        short.push(c);
    }
    short + "…"
}

fn columns_without_style(text: &str) -> usize {
    layout::columns(&anstream::adapter::strip_str(text).to_string())
}

#[cfg(test)]
mod tests {
    use mihari_engine::verdict::Evidence;

    use super::*;

    fn report(is_styled: bool) -> Report {
        Report { language: Language::Ja, is_styled, columns: 60, zone: TimeZone::UTC }
    }

    fn verdict(evidence: &[(Field, usize, usize)]) -> Verdict {
        let evidence = evidence.iter().map(|&(field, start, end)| Evidence { field, start, end });
        Verdict {
            level: Level::Scam,
            reasons: vec![Reason {
                rule: "r".into(),
                level: Level::Scam,
                weight: 1,
                reason_ja: "理由です。".into(),
                reason_en: "A reason.".into(),
                source: "s".into(),
                evidence: evidence.collect(),
            }],
            advice: vec![
                Advice { id: "a".into(), text_ja: "一つ目".into(), text_en: "one".into() },
                Advice { id: "b".into(), text_ja: "二つ目".into(), text_en: "two".into() },
            ],
            ..Verdict::default()
        }
    }

    #[test]
    fn an_item_is_shown_with_its_marked_words_its_reason_and_the_next_step() {
        let mut out = String::new();
        let item = Item::sms(Some("Amazon"), "料金が未納です");
        let verdict =
            verdict(&[(Field::Text, 9, 12), (Field::Text, 12, 15), (Field::Sender, 0, 6)]);
        report(false).write(&mut out, item, Some(Timestamp(0)), &verdict, Steps::Next);
        let expected = "\
✖ 詐欺  SMS  Amazon  1970-01-01 00:00
             ^^^^^^
  │ 料金が未納です
  │       ^^^^
  理由  理由です。
  次に  一つ目
";
        assert_eq!(out, expected);
    }

    #[test]
    fn a_withheld_number_is_named_in_words_and_never_marked() {
        let mut out = String::new();
        let verdict = verdict(&[(Field::Sender, 0, 2)]);
        report(true).write(&mut out, Item::call(Some("-2")), None, &verdict, Steps::All);
        assert!(out.contains("着信  非通知\n"), "{out}");
        assert!(out.contains("二つ目"));
    }

    #[test]
    fn a_hostile_sender_cannot_act_on_the_terminal() {
        let mut out = String::new();
        let item = Item::sms(Some("\x1b]0;x\x07\u{202e}"), "\x1b[2J");
        report(false).write(&mut out, item, None, &verdict(&[]), Steps::All);
        assert!(!out.contains('\x1b') && !out.contains('\u{202e}'), "{out:?}");
    }
}
