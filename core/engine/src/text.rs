//! Folding: the one form in which text is compared, with a way back to the original.
//!
//! A fraud is written so that people read it and machines do not: full-width letters, invisible
//! characters inside a word, a Cyrillic а in Amazon, a line break in the middle of 法的手続き.
//! [`Folded`] undoes all of that once, in linear time, and remembers where every byte came from.
//!
//! What folding does:
//! - NFKC: full width to half width, half-width kana to full width, ㈱ to (株)
//! - lower case
//! - invisible characters (zero-width, bidi controls, variation selectors) are removed
//! - letters of other scripts that look like a Latin letter become that letter (UTS #39)
//! - white space next to a Japanese character is removed, everywhere else one space remains

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_security::confusable_detection::skeleton;

/// How much of one text is screened, in bytes. A longer text is cut here and the verdict says so.
pub const SCREENED_BYTES: usize = 64 * 1024;

/// A combining sequence longer than this is folded in pieces (UAX #15, Stream-Safe Text Format).
const LONGEST_COMBINING_SEQUENCE: usize = 30;

/// Text in its folded form.
///
/// No `Debug`: content never reaches a log.
pub struct Folded {
    text: String,
    runs: Vec<Run>,
    lines: Vec<u32>,
    truncated: bool,
}

/// A stretch of folded text and the stretch of original text it came from.
struct Run {
    folded: u32,
    original: u32,
    kind: RunKind,
}

enum RunKind {
    /// Byte for byte, except for the case of ASCII letters.
    Copied,
    /// As a whole, from this many bytes.
    Replaced(u32),
}

impl Folded {
    /// Folds a text. Only the first [`SCREENED_BYTES`] are read.
    pub fn new(original: &str) -> Self {
        let screened = &original[..original.floor_char_boundary(SCREENED_BYTES)];
        let mut folding = Folding {
            original: screened,
            folded: Folded {
                text: String::with_capacity(screened.len() + 8),
                runs: Vec::with_capacity(8),
                lines: Vec::with_capacity(4),
                truncated: screened.len() < original.len(),
            },
        };
        folding.run();
        folding.folded
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the original was longer than [`SCREENED_BYTES`].
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// Whether a line of the original begins at this folded offset.
    pub fn is_line_start(&self, offset: usize) -> bool {
        offset == 0 || self.lines.binary_search(&(offset as u32)).is_ok()
    }

    /// Whether a line of the original ends at this folded offset.
    pub fn is_line_end(&self, offset: usize) -> bool {
        let rest = &self.text[offset..];
        let blank = rest.len() - rest.trim_start_matches(' ').len();
        rest.len() == blank || (offset > 0 && self.is_line_start(offset + blank))
    }

    /// Leads a span of folded text back to the original it came from.
    pub fn to_original(&self, span: Range<usize>) -> Range<usize> {
        if span.is_empty() {
            let at = self.original_start(span.start);
            return at..at;
        }
        self.original_start(span.start)..self.original_end(span.end)
    }

    fn original_start(&self, offset: usize) -> usize {
        let Some(run) = self.run_at(offset) else { return offset };
        match run.kind {
            RunKind::Copied => run.original as usize + (offset - run.folded as usize),
            RunKind::Replaced(_) => run.original as usize,
        }
    }

    fn original_end(&self, offset: usize) -> usize {
        let Some(run) = self.run_at(offset - 1) else { return offset };
        match run.kind {
            RunKind::Copied => run.original as usize + (offset - run.folded as usize),
            RunKind::Replaced(length) => (run.original + length) as usize,
        }
    }

    /// The run that holds a folded byte. `None` only for empty text: nothing was folded.
    fn run_at(&self, offset: usize) -> Option<&Run> {
        let after = self.runs.partition_point(|run| run.folded as usize <= offset);
        self.runs.get(after.checked_sub(1)?)
    }
}

/// Folds a short text such as a name, where the way back is not needed.
pub fn fold(original: &str) -> Cow<'_, str> {
    let is_folded = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    if original.len() <= SCREENED_BYTES && original.bytes().all(is_folded) {
        return Cow::Borrowed(original);
    }
    Cow::Owned(Folded::new(original).text)
}

/// Whether this character belongs to Japanese text, where white space does not part words.
/// Full-width Latin letters and digits do not: they are Latin words in wide clothes.
pub(crate) fn is_japanese(c: char) -> bool {
    match c {
        '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => false,
        _ => matches!(c,
            '\u{3001}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ffef}'
            | '\u{20000}'..='\u{3ffff}'),
    }
}

struct Folding<'a> {
    original: &'a str,
    folded: Folded,
}

impl Folding<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.original.len() {
            let plain = self.plain_until(at);
            self.copy(at..plain);
            at = plain;
            if at < self.original.len() {
                at = self.fold_special(at);
            }
        }
    }

    /// Where the characters end that fold to themselves, but for ASCII case, when they begin at
    /// `start`.
    fn plain_until(&self, start: usize) -> usize {
        let bytes = self.original.as_bytes();
        let (mut last, mut at) = (start, start);
        while let Some(length) = plain_length(bytes, at) {
            (last, at) = (at, at + length);
        }
        // A mark takes the character before it along.
        let is_combined = self.original[at..].chars().next().is_some_and(combines);
        if is_combined { last } else { at }
    }

    fn char_at(&self, at: usize) -> char {
        self.original[at..].chars().next().unwrap_or('\0')
    }

    fn copy(&mut self, span: Range<usize>) {
        if span.is_empty() {
            return;
        }
        let folded = self.folded.text.len();
        self.push_run(folded, span.start, RunKind::Copied);
        self.folded.text.push_str(&self.original[span]);
        self.folded.text[folded..].make_ascii_lowercase();
    }

    /// Folds what does not stand as it is, and answers where to go on.
    fn fold_special(&mut self, at: usize) -> usize {
        let c = self.char_at(at);
        if is_blank(c) { self.fold_blanks(at) } else { self.fold_sequence(at) }
    }

    /// White space and invisible characters, as one.
    fn fold_blanks(&mut self, at: usize) -> usize {
        let rest = &self.original[at..];
        let length = rest.find(|c| !is_blank(c)).unwrap_or(rest.len());
        let (blanks, rest) = rest.split_at(length);
        let before = self.folded.text.chars().next_back();
        let after = rest.chars().next();
        let parts_words = blanks.contains(char::is_whitespace)
            && before.is_some_and(|c| !is_japanese(c))
            && after.is_some_and(|c| !is_japanese(c));
        if parts_words {
            self.push_run(self.folded.text.len(), at, RunKind::Replaced(length as u32));
            self.folded.text.push(' ');
        }
        if blanks.contains(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']) {
            self.folded.lines.push(self.folded.text.len() as u32);
        }
        at + length
    }

    /// One character with the marks that follow it.
    fn fold_sequence(&mut self, at: usize) -> usize {
        let rest = &self.original[at..];
        let length = rest
            .char_indices()
            .take(LONGEST_COMBINING_SEQUENCE)
            .skip(1)
            .take_while(|&(_, c)| combines(c))
            .last()
            .map_or_else(|| self.char_at(at).len_utf8(), |(i, c)| i + c.len_utf8());
        let folded = self.folded.text.len();
        self.push_run(folded, at, RunKind::Replaced(length as u32));
        match narrow(&rest[..length]) {
            Some(narrow) => self.folded.text.push(narrow),
            None => rest[..length].nfkc().for_each(|c| push_folded(c, &mut self.folded.text)),
        }
        if self.folded.text.len() == folded {
            self.folded.runs.pop();
        }
        at + length
    }

    fn push_run(&mut self, folded: usize, original: usize, kind: RunKind) {
        self.folded.runs.push(Run { folded: folded as u32, original: original as u32, kind });
    }
}

/// Length of the character at `at` when it folds to itself, marks left aside, but for ASCII case.
/// `None` for any other, and at the end.
#[inline]
fn plain_length(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes[at..] {
        [b'!'..=b'~', ..] => Some(1),
        // The only space between two ASCII words stands as it is.
        [b' ', b'!'..=b'~', ..] if at > 0 && bytes[at - 1].is_ascii_graphic() => Some(1),
        // Ideographs from U+5000 to U+9FFF.
        [0xe5..=0xe9, _, _, ..] => Some(3),
        // From U+3000 to U+4FFF: kana, punctuation, ideographs.
        [first @ (0xe3 | 0xe4), second, third, ..] => {
            let bits = |byte: u8| u32::from(byte & 0x3f);
            let c = u32::from(first & 0xf) << 12 | bits(second) << 6 | bits(third);
            char::from_u32(c).is_some_and(is_stable_japanese).then_some(3)
        }
        _ => None,
    }
}

/// Characters of Japanese text that NFKC leaves alone when no mark follows.
fn is_stable_japanese(c: char) -> bool {
    matches!(c,
        '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309e}' | '\u{30a1}'..='\u{30fe}'
        | '\u{3001}'..='\u{3029}' | '\u{3030}'..='\u{3035}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// Marks that change the character before them, half-width voicing marks included.
fn combines(c: char) -> bool {
    c >= '\u{300}'
        && (matches!(c, '\u{ff9e}' | '\u{ff9f}' | '\u{1160}'..='\u{11ff}')
            || (!is_stable_japanese(c) && canonical_combining_class(c) != 0))
}

/// White space, or a character that leaves no trace on the screen.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c)
}

/// Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties 16.0) without Hangul fillers,
/// the braille blank that is used in their place, and the mark that stands for a brand in patterns.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}'
        | '\u{3164}' | '\u{e000}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The ASCII letter, digit or mark, in lower case, that one full-width character is: what NFKC says
/// of the most frequent of those it changes, at less cost.
fn narrow(sequence: &str) -> Option<char> {
    let mut characters = sequence.chars();
    match (characters.next(), characters.next()) {
        (Some(wide @ '\u{ff01}'..='\u{ff5e}'), None) => {
            let narrow = char::from_u32(u32::from(wide) - 0xff01 + u32::from('!'));
            narrow.map(|c| c.to_ascii_lowercase())
        }
        _ => None,
    }
}

/// Lower case, and Latin for what looks Latin. Marks that are left after composing, on a letter
/// they do not belong to or on none, do not count.
fn push_folded(c: char, folded: &mut String) {
    if canonical_combining_class(c) != 0 {
        return;
    }
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
    } else if is_japanese(c) {
        folded.push(c);
    } else if let Some(latin) = latin_look_alike(c) {
        folded.push(latin);
    } else {
        for lower in c.to_lowercase() {
            if canonical_combining_class(lower) == 0 {
                folded.push(latin_look_alike(lower).unwrap_or(lower));
            }
        }
    }
}

/// The ASCII letter or digit that this letter looks like, in lower case, by the confusables of
/// UTS #39. Accents do not count.
fn latin_look_alike(c: char) -> Option<char> {
    if !c.is_alphanumeric() {
        return None;
    }
    let mut buffer = [0; 4];
    let mut prototype =
        skeleton(c.encode_utf8(&mut buffer)).filter(|&c| canonical_combining_class(c) == 0);
    let latin = prototype.next().filter(char::is_ascii_alphanumeric)?;
    prototype.next().is_none().then(|| latin.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> String {
        Folded::new(text).text
    }

    /// The original words behind the first place where `word` stands in the folded text.
    fn original_of<'a>(text: &'a str, word: &str) -> &'a str {
        let folded = Folded::new(text);
        let start = folded.as_str().find(word).expect("the word is in the text");
        &text[folded.to_original(start..start + word.len())]
    }

    #[test]
    fn width_and_case_do_not_matter() {
        assert_eq!(folded("Ａｍａｚｏｎ ＡＢＣ"), "amazon abc");
        assert_eq!(folded("ｱﾏｿﾞﾝ ﾌﾟﾗｲﾑ"), "アマゾンプライム");
        assert_eq!(folded("㈱アマゾン"), "(株)アマゾン");
        assert_eq!(folded("０３－１２３４"), "03-1234");
    }

    #[test]
    fn a_decomposed_kana_is_composed() {
        assert_eq!(folded("アマソ\u{3099}ン"), "アマゾン");
        assert_eq!(original_of("アマソ\u{3099}ン", "ゾ"), "ソ\u{3099}");
    }

    #[test]
    fn a_mark_without_its_letter_does_not_count() {
        assert_eq!(folded("さ\n\u{ff9e}"), "さ");
        assert_eq!(folded("Am\u{302}a\u{332}zon"), "amazon");
    }

    #[test]
    fn a_tone_mark_inside_a_word_does_not_count() {
        assert_eq!(folded("未\u{302a}納"), "未納");
        assert_eq!(original_of("未\u{302a}納", "未納"), "未\u{302a}納");
    }

    #[test]
    fn invisible_characters_inside_a_word_vanish() {
        assert_eq!(folded("Am\u{200b}az\u{2060}on"), "amazon");
        assert_eq!(folded("未\u{200d}納\u{202e}料金"), "未納料金");
        assert_eq!(folded("a\0b"), "ab");
    }

    #[test]
    fn letters_that_look_latin_become_latin() {
        assert_eq!(folded("аmаzоn"), "amazon");
        assert_eq!(folded("ΑΜΑΖΟΝ"), "amazon");
        assert_eq!(folded("Ámazón"), "amazon");
        assert_eq!(folded("𝐀𝐦𝐚𝐳𝐨𝐧"), "amazon");
    }

    #[test]
    fn a_line_break_inside_a_japanese_word_is_bridged() {
        assert_eq!(folded("法的手\n続きに移行\r\n  します"), "法的手続きに移行します");
        assert_eq!(original_of("法的手\n続き", "手続き"), "手\n続き");
    }

    #[test]
    fn between_latin_words_one_space_remains() {
        assert_eq!(folded("your  account\n\nis locked"), "your account is locked");
        assert_eq!(folded("確認 https://a.example/x 確認"), "確認https://a.example/x確認");
        assert_eq!(folded("  a b  "), "a b");
    }

    #[test]
    fn lines_are_known_by_their_start_and_end() {
        let folded = Folded::new("未納です。\nアマゾン\nTel 03");
        let amazon = "未納です。".len();
        let tel = amazon + "アマゾン".len();
        assert!(folded.is_line_start(0) && folded.is_line_start(amazon));
        assert!(folded.is_line_end(amazon) && folded.is_line_end(tel));
        assert!(!folded.is_line_start("未納".len()) && !folded.is_line_end("未納".len()));
        assert!(folded.is_line_end(folded.as_str().len()));
    }

    #[test]
    fn spans_lead_back_to_the_original() {
        assert_eq!(original_of("【Ａｍａｚｏｎ】です", "amazon"), "Ａｍａｚｏｎ");
        assert_eq!(original_of("😀😀Am\u{200b}azon", "amazon"), "Am\u{200b}azon");
        assert_eq!(original_of("㈱アマゾン", "株"), "㈱");
    }

    #[test]
    fn a_long_text_is_cut_and_says_so() {
        let text = "あ".repeat(SCREENED_BYTES);
        let folded = Folded::new(&text);
        assert!(folded.is_truncated());
        assert!(folded.as_str().len() <= SCREENED_BYTES);
    }

    #[test]
    fn a_tower_of_marks_stays_linear() {
        let text = format!("a{}", "\u{301}".repeat(20_000));
        assert!(folded(&text).starts_with('a'));
    }

    proptest! {
        #[test]
        fn any_text_folds_and_leads_back(text in "\\PC*|[\u{0}-\u{10ffff}]{0,40}") {
            let folded = Folded::new(&text);
            let boundaries: Vec<usize> =
                folded.as_str().char_indices().map(|(i, _)| i).chain([folded.as_str().len()]).collect();
            let mut previous = 0;
            for pair in boundaries.windows(2) {
                let original = folded.to_original(pair[0]..pair[1]);
                prop_assert!(text.get(original.clone()).is_some());
                prop_assert!(original.start >= previous || original.end >= previous);
                previous = original.start;
            }
        }

        #[test]
        fn what_is_copied_is_what_nfkc_leaves_alone(text in "[!-~\u{3001}-\u{30ff}\u{3400}-\u{9fff}\u{ff01}-\u{ff9f}]{0,20}") {
            let mut expected = String::new();
            text.nfkc().for_each(|c| push_folded(c, &mut expected));
            prop_assert_eq!(folded(&text), expected);
        }

        #[test]
        fn folding_twice_changes_nothing(text in "[ -~ぁ-んァ-ヶ一-龯Ａ-ｚｦ-ﾟ0-9а-я\n]{0,60}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }
    }
}
