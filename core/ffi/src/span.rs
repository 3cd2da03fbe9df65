//! Spans in the units of Kotlin's strings. The one place where they are converted.

/// Leads UTF-8 byte offsets of one text to UTF-16 code units.
pub(crate) struct Utf16Units<'a> {
    text: &'a str,
    /// A byte offset that has been converted, and its place in UTF-16: the next one is usually
    /// behind it.
    known: (usize, u32),
}

impl<'a> Utf16Units<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, known: (0, 0) }
    }

    /// The place of a byte offset. One inside a character counts as that character's start, one
    /// behind the text as its end.
    pub(crate) fn of(&mut self, offset: usize) -> u32 {
        let offset = self.text.floor_char_boundary(offset);
        if offset < self.known.0 {
            self.known = (0, 0);
        }
        let (byte, unit) = self.known;
        let units: usize = self.text[byte..offset].chars().map(char::len_utf16).sum();
        self.known = (offset, unit.saturating_add(u32::try_from(units).unwrap_or(u32::MAX)));
        self.known.1
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn emoji_take_two_units_and_japanese_one() {
        let text = "😀未納a👨‍👩‍👧";
        let mut units = Utf16Units::new(text);
        assert_eq!(units.of(0), 0);
        assert_eq!(units.of("😀".len()), 2);
        assert_eq!(units.of("😀未納".len()), 4);
        assert_eq!(units.of("😀".len()), 2);
        assert_eq!(units.of(text.len()), 13);
        assert_eq!(units.of(usize::MAX), 13);
        assert_eq!(units.of(1), 0);
    }

    proptest! {
        #[test]
        fn a_span_cuts_the_same_words_in_both_encodings(
            text in any::<String>(),
            bounds in any::<(prop::sample::Index, prop::sample::Index)>(),
        ) {
            let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            starts.push(text.len());
            let (a, b) = (starts[bounds.0.index(starts.len())], starts[bounds.1.index(starts.len())]);
            let (start, end) = (a.min(b), a.max(b));
            let mut units = Utf16Units::new(&text);
            let span = units.of(start) as usize..units.of(end) as usize;
            let utf16: Vec<u16> = text.encode_utf16().collect();
            prop_assert_eq!(String::from_utf16(&utf16[span]).unwrap(), &text[start..end]);
        }
    }
}
