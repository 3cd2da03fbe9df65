//! Every word the program says, in Japanese and English. Reasons and advice come from the packs.

mod errors;
pub(crate) mod help;
pub(crate) mod report;

use crate::language::Language;

/// A fixed text in both languages.
#[derive(Clone, Copy)]
pub(crate) struct Text {
    ja: &'static str,
    en: &'static str,
}

impl Text {
    /// The text in a language.
    pub(crate) fn get(self, language: Language) -> &'static str {
        language.of(self.ja, self.en)
    }

    /// The text in the language the program speaks.
    pub(crate) fn here(self) -> &'static str {
        self.get(Language::settle())
    }
}

const fn text(ja: &'static str, en: &'static str) -> Text {
    Text { ja, en }
}
