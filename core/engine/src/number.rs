//! Telephone numbers and other senders, in one canonical form.

use std::fmt;

/// A telephone number in canonical form: E.164 (`+815031311651`), or the digits of a number that
/// exists only inside a country's network (`110`, `188`, `#9110`).
///
/// `Debug` never shows digits.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhoneNumber(Box<str>);

impl PhoneNumber {
    /// The canonical form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(..)")
    }
}
