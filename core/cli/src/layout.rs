//! Untrusted text laid out in lines of a terminal, with some of its words underlined.

use std::ops::Range;

use anstyle::Style;
use unicode_width::UnicodeWidthChar;

use crate::visible;

/// The most lines of one text that are shown in full.
const FULL_LINES: usize = 16;
/// How many lines are shown of the beginning of a longer one.
const FIRST_LINES: usize = 3;

/// What a line begins with. May hold styles, so it says how wide it is.
#[derive(Clone)]
pub(crate) struct Margin {
    pub(crate) text: String,
    pub(crate) columns: usize,
}

impl Margin {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { columns: columns(&text), text }
    }

    /// As wide, but empty.
    pub(crate) fn blank(&self) -> Self {
        Self { text: " ".repeat(self.columns), columns: self.columns }
    }
}

/// How wide a text is.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// Appends a text in lines of at most `width` columns, the first behind `first`, the others behind
/// `rest`. The words at `marks` (byte ranges, in order) are underlined: in `style` on a terminal, else by a
/// line of `^` below them. Of a long text the lines without marks are left out; `left_out` says so.
pub(crate) fn write(
    out: &mut String,
    text: &str,
    marks: &[Range<usize>],
    style: Option<Style>,
    (first, rest): (&Margin, &Margin),
    (width, left_out): (usize, &str),
) {
    let lines = lines(text, marks, width.saturating_sub(rest.columns).max(20));
    let mut margin = first;
    let mut is_left_out = false;
    for (index, line) in lines.iter().enumerate() {
        if lines.len() > FULL_LINES && !is_worth_showing(&lines, index) {
            if !is_left_out {
                push_line(out, rest, left_out);
            }
            is_left_out = true;
            continue;
        }
        is_left_out = false;
        write_line(out, line, style, margin, rest);
        margin = rest;
    }
}

#[derive(Clone, Copy)]
struct Cell {
    c: char,
    is_marked: bool,
}

type Line = Vec<Cell>;

fn is_worth_showing(lines: &[Line], index: usize) -> bool {
    let near = index.saturating_sub(1)..(index + 2).min(lines.len());
    index < FIRST_LINES || lines[near].iter().flatten().any(|cell| cell.is_marked)
}

fn lines(text: &str, marks: &[Range<usize>], width: usize) -> Vec<Line> {
    let mut lines = vec![Line::new()];
    let mut column = 0;
    let mut marks = marks.iter().peekable();
    for (at, c) in text.char_indices() {
        while marks.next_if(|mark| mark.end <= at).is_some() {}
        let is_marked = marks.peek().is_some_and(|mark| mark.contains(&at));
        if c == '\r' && text[at..].starts_with("\r\n") {
            continue;
        }
        if c == '\n' {
            lines.push(Line::new());
            column = 0;
            continue;
        }
        visible::show(c, |c| {
            let is_full = column + self::width(c) > width;
            if is_full && c == ' ' {
                // The break stands for it.
                lines.push(Line::new());
                column = 0;
                return;
            }
            if is_full {
                let carried = carried(&mut lines, c);
                column = carried.iter().map(|cell| self::width(cell.c)).sum();
                lines.push(carried);
            }
            column += self::width(c);
            if let Some(line) = lines.last_mut() {
                line.push(Cell { c, is_marked });
            }
        });
    }
    lines
}

/// What goes to the next line together with `next`: the beginning of a Latin word, or the character
/// in front of one that must not begin a line (行頭禁則). Japanese may break anywhere else.
fn carried(lines: &mut [Line], next: char) -> Line {
    let Some(line) = lines.last_mut() else { return Line::new() };
    let start = if next.is_ascii_graphic() {
        line.iter().rposition(|cell| !cell.c.is_ascii_graphic()).map_or(0, |at| at + 1)
    } else if "、。，．・：；？！」』）】〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
        .contains(next)
    {
        line.len().saturating_sub(1)
    } else {
        line.len()
    };
    // A word longer than half a line, such as an address, breaks where it has to.
    if start > line.len() / 2 { line.split_off(start) } else { Line::new() }
}

fn write_line(out: &mut String, line: &Line, style: Option<Style>, margin: &Margin, rest: &Margin) {
    let mut shown = String::new();
    let mut is_open = false;
    for cell in line {
        if let Some(style) = style.filter(|_| cell.is_marked != is_open) {
            shown += &if is_open {
                style.render_reset().to_string()
            } else {
                style.render().to_string()
            };
            is_open = cell.is_marked;
        }
        shown.push(cell.c);
    }
    if let Some(style) = style.filter(|_| is_open) {
        shown += &style.render_reset().to_string();
    }
    push_line(out, margin, &shown);
    if style.is_none() && line.iter().any(|cell| cell.is_marked) {
        push_line(out, rest, &underline(line));
    }
}

fn underline(line: &Line) -> String {
    let mut below = String::new();
    for cell in line {
        let sign = if cell.is_marked { '^' } else { ' ' };
        below.extend(std::iter::repeat_n(sign, width(cell.c)));
    }
    below
}

fn push_line(out: &mut String, margin: &Margin, text: &str) {
    out.push_str(&margin.text);
    out.push_str(text);
    out.truncate(out.trim_end_matches(' ').len());
    out.push('\n');
}

fn width(c: char) -> usize {
    c.width().unwrap_or(0)
}

#[cfg(test)]
#[expect(clippy::single_range_in_vec_init, reason = "one mark is a list of one range")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(text: &str, marks: &[Range<usize>], width: usize) -> String {
        let mut out = String::new();
        let margin = Margin::new("| ");
        write(&mut out, text, marks, None, (&margin, &margin), (width, "..."));
        out
    }

    #[test]
    fn marks_stand_under_wide_characters() {
        let text = "料金が未納です";
        let at = text.find("未納").unwrap();
        assert_eq!(plain(text, &[at..at + 6], 40), "| 料金が未納です\n|       ^^^^\n");
    }

    #[test]
    fn lines_break_between_japanese_characters_and_between_latin_words() {
        assert_eq!(plain(&"あ".repeat(13), &[], 22), format!("| {}\n| あああ\n", "あ".repeat(10)));
        assert_eq!(
            plain(&format!("{}。い", "あ".repeat(10)), &[], 22),
            format!("| {}\n| あ。い\n", "あ".repeat(9))
        );
        let words = "an unpaid balance is overdue";
        assert_eq!(plain(words, &[3..9], 22), "| an unpaid balance is\n|    ^^^^^^\n| overdue\n");
    }

    #[test]
    fn a_style_takes_the_place_of_the_line_below() {
        let mut out = String::new();
        let margin = Margin::new("");
        let style = Some(Style::new().underline());
        write(&mut out, "ab\ncd", &[1..4], style, (&margin, &margin), (40, ""));
        assert_eq!(out, "a\u{1b}[4mb\u{1b}[0m\n\u{1b}[4mc\u{1b}[0md\n");
    }

    #[test]
    fn of_a_long_text_its_beginning_and_what_is_marked_is_shown() {
        let text: String = (0..100).map(|n| format!("line {n}\n")).collect();
        let at = text.find("line 50").unwrap();
        let shown = plain(&text, &[at..at + 7], 40);
        let lines: Vec<&str> = shown.lines().map(|line| &line[2..]).collect();
        let expected = [
            "line 0", "line 1", "line 2", "...", "line 49", "line 50", "^^^^^^^", "line 51", "...",
        ];
        assert_eq!(lines, expected);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_nothing_acts_on_the_terminal(
            text in any::<String>(), from in 0_usize..40, to in 0_usize..40,
        ) {
            for line in plain(&text, &[from..to.max(from)], 30).lines() {
                prop_assert!(columns(line) <= 30);
                prop_assert!(!line.chars().any(visible::is_control));
            }
        }
    }
}
