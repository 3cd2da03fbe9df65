//! The language the command line speaks.

/// A language of the texts for the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    /// Japanese.
    Ja,
    /// English.
    En,
}
