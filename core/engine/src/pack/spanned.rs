//! A value of a pack and where it stands in the file.

use std::ops::Range;

use serde::{Deserialize, Deserializer};

/// A value and the bytes of the TOML file it was read from.
///
/// Packs that are part of the binary are read from a compact form that knows no places. Nothing is
/// said about them either: whoever diagnoses a pack reads its TOML.
#[derive(Clone)]
pub struct Spanned<T> {
    value: T,
    span: Range<usize>,
}

impl<T> Spanned<T> {
    /// The value.
    pub fn get_ref(&self) -> &T {
        &self.value
    }

    /// Where it stands; `0..0` when that is not known.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let spanned = toml::Spanned::<T>::deserialize(deserializer)?;
            let span = spanned.span();
            Ok(Self { value: spanned.into_inner(), span })
        } else {
            T::deserialize(deserializer).map(|value| Self { value, span: 0..0 })
        }
    }
}
