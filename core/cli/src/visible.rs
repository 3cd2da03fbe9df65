//! Untrusted text made fit for a terminal: what would act on it, or reorder or hide what stands
//! around it, is shown instead of sent.

/// Whether a character acts instead of being seen: C0 and C1 controls, bidirectional controls,
/// separators of lines, invisible characters and tags. Zero-width joiners and variation selectors
/// are part of emoji and stay.
pub(crate) fn is_control(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}'
        | '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// Gives the pieces a character is shown as: itself, a control picture (`␛`) or its code (`<U+202E>`).
pub(crate) fn show(c: char, mut piece: impl FnMut(char)) {
    match c {
        '\t' => piece(' '),
        '\0'..='\x1f' => piece(picture(c as u32)),
        '\x7f' => piece('␡'),
        c if is_control(c) => format!("<U+{:04X}>", c as u32).chars().for_each(piece),
        c => piece(c),
    }
}

/// Text on one line, fit for a terminal.
pub(crate) fn line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    text.chars().for_each(|c| show(c, |piece| shown.push(piece)));
    shown
}

/// U+2400… hold a picture of each C0 control, in their order.
fn picture(code: u32) -> char {
    char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escape_sequences_and_overrides_are_shown_instead_of_sent() {
        assert_eq!(line("\x1b[31m赤\u{202e}\u{9b}"), "␛[31m赤<U+202E><U+009B>");
        assert_eq!(line("家族👨‍👩‍👧 ｱﾏｿﾞﾝ"), "家族👨‍👩‍👧 ｱﾏｿﾞﾝ");
    }

    proptest! {
        #[test]
        fn nothing_shown_acts_on_a_terminal(text in any::<String>()) {
            prop_assert!(!line(&text).chars().any(is_control));
        }
    }
}
