//! Which of its two languages the program speaks.

use std::env;
use std::ffi::OsStr;
use std::sync::OnceLock;

use clap::ValueEnum;

/// A language the program speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    Ja,
    En,
}

/// The arguments are described before they are parsed, so their language is settled first and once.
static LANGUAGE: OnceLock<Language> = OnceLock::new();

impl Language {
    /// Settles the language from `--lang`, else from the locale.
    pub(crate) fn settle() -> Self {
        *LANGUAGE.get_or_init(|| {
            let arguments: Vec<_> = env::args_os().skip(1).collect();
            asked_for(&arguments).unwrap_or_else(|| of_locale(|name| env::var(name).ok()))
        })
    }

    /// The text in this language.
    pub(crate) fn of<T>(self, ja: T, en: T) -> T {
        match self {
            Self::Ja => ja,
            Self::En => en,
        }
    }
}

/// `--lang` as given, also where the rest of the arguments would be refused.
fn asked_for(arguments: &[impl AsRef<OsStr>]) -> Option<Language> {
    let mut arguments = arguments.iter().map(|a| a.as_ref().to_string_lossy());
    while let Some(argument) = arguments.next() {
        let value = match argument.strip_prefix("--lang") {
            _ if argument == "--" => return None,
            Some("") => arguments.next()?,
            Some(rest) if rest.starts_with('=') => rest[1..].to_owned().into(),
            _ => continue,
        };
        return Language::from_str(&value, true).ok();
    }
    None
}

/// POSIX order: `LC_ALL` wins over `LC_MESSAGES` wins over `LANG`; empty counts as not set.
fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|value| !value.is_empty()));
    match locale {
        Some(locale) if locale.starts_with("ja") => Language::Ja,
        _ => Language::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        let locale = |all: &'static str, messages: &'static str, lang: &'static str| {
            of_locale(move |name| {
                Some(match name {
                    "LC_ALL" => all.to_owned(),
                    "LC_MESSAGES" => messages.to_owned(),
                    _ => lang.to_owned(),
                })
            })
        };
        assert_eq!(locale("", "", "ja_JP.UTF-8"), Language::Ja);
        assert_eq!(locale("", "en_US.UTF-8", "ja_JP.UTF-8"), Language::En);
        assert_eq!(locale("ja", "C", "C"), Language::Ja);
        assert_eq!(of_locale(|_| None), Language::En);
    }

    #[test]
    fn the_argument_is_found_in_both_spellings_but_not_behind_two_dashes() {
        assert_eq!(asked_for(&["check", "--lang", "ja"]), Some(Language::Ja));
        assert_eq!(asked_for(&["--lang=en", "check"]), Some(Language::En));
        assert_eq!(asked_for(&["check", "--", "--lang=ja"]), None);
        assert_eq!(asked_for(&["--lang", "fr"]), None);
    }
}
