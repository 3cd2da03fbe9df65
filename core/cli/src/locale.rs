//! The language of what is shown.

use clap::ValueEnum;

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// 日本語
    Ja,
    /// English
    En,
}

impl Lang {
    /// The language of the environment: Japanese when the first of LC_ALL, LC_MESSAGES and LANG
    /// that is set begins with `ja`.
    pub(crate) fn from_environment() -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(std::env::var_os)
            .find(|value| !value.is_empty());
        match locale {
            Some(locale) if locale.to_string_lossy().starts_with("ja") => Self::Ja,
            _ => Self::En,
        }
    }

    /// The one of two texts that is in this language.
    pub(crate) fn pick<T>(self, ja: T, en: T) -> T {
        match self {
            Self::Ja => ja,
            Self::En => en,
        }
    }
}
