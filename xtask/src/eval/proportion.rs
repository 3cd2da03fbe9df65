//! So many of so many, and how much that says.

use serde::{Serialize, Serializer, ser::SerializeStruct};

/// `found` of `of`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Proportion {
    pub(super) found: usize,
    pub(super) of: usize,
}

impl Proportion {
    /// How many of `items` fit.
    pub(super) fn count<T>(
        items: impl IntoIterator<Item = T>,
        mut fits: impl FnMut(T) -> bool,
    ) -> Self {
        let mut count = Self::default();
        for item in items {
            count.of += 1;
            count.found += usize::from(fits(item));
        }
        count
    }

    /// From 0 to 1; `None` of nothing.
    pub(super) fn rate(self) -> Option<f64> {
        (self.of > 0).then(|| self.found as f64 / self.of as f64)
    }

    /// Wilson's score interval at 95 %: where the true rate lies if the rows are a fair sample.
    /// It stays honest near 0 and 1 and for few rows (E. B. Wilson, 1927).
    pub(super) fn wilson(self) -> (f64, f64) {
        /// The normal distribution's 97.5th percentile.
        const Z: f64 = 1.959_963_984_540_054;
        let Some(rate) = self.rate() else { return (0.0, 1.0) };
        let of = self.of as f64;
        let spread = 1.0 + Z * Z / of;
        let centre = rate + Z * Z / (2.0 * of);
        let margin = Z * (rate * (1.0 - rate) / of + Z * Z / (4.0 * of * of)).sqrt();
        (((centre - margin) / spread).max(0.0), ((centre + margin) / spread).min(1.0))
    }
}

impl std::ops::Add for Proportion {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { found: self.found + other.found, of: self.of + other.of }
    }
}

impl std::iter::Sum for Proportion {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), std::ops::Add::add)
    }
}

/// `{"found":49,"of":50,"rate":0.98,"low":0.895,"high":0.996}`; `rate` is null of nothing.
impl Serialize for Proportion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (low, high) = self.wilson();
        let mut object = serializer.serialize_struct("Proportion", 5)?;
        object.serialize_field("found", &self.found)?;
        object.serialize_field("of", &self.of)?;
        object.serialize_field("rate", &self.rate())?;
        object.serialize_field("low", &low)?;
        object.serialize_field("high", &high)?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded(found: usize, of: usize) -> (f64, f64) {
        let (low, high) = Proportion { found, of }.wilson();
        ((low * 1e4).round() / 1e4, (high * 1e4).round() / 1e4)
    }

    #[test]
    fn the_interval_is_wilsons() {
        assert_eq!(rounded(49, 50), (0.895, 0.9965));
        assert_eq!(rounded(10, 20), (0.2993, 0.7007));
        assert_eq!(rounded(0, 381), (0.0, 0.01));
    }

    #[test]
    fn nothing_of_nothing_says_nothing() {
        let nothing = Proportion::default();
        assert_eq!(nothing.rate(), None);
        assert_eq!(nothing.wilson(), (0.0, 1.0));
    }

    #[test]
    fn parts_add_up() {
        let sum: Proportion =
            [Proportion { found: 1, of: 2 }, Proportion { found: 3, of: 4 }].into_iter().sum();
        assert_eq!(sum, Proportion { found: 4, of: 6 });
    }
}
