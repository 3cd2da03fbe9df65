//! Numbers that look random and are the same in every run and on every machine.

/// SplitMix64 (Steele, Lea, Flood, 2014): ten lines, so that no library's next version changes
/// what is measured.
pub(crate) struct SplitMix64(u64);

impl SplitMix64 {
    /// A sequence of its own for each `name`.
    pub(crate) fn named(name: &str) -> Self {
        // FNV-1a, which is stable across Rust releases where the standard hasher is not.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in name.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Self(hash)
    }

    /// A number from 0 to `bound - 1`. The bias towards small numbers is below `bound / 2^64`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// One of `choices`, which must not be empty.
    pub(crate) fn choose<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// `count` decimal digits.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        let mut random = SplitMix64(1_234_567);
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn each_name_has_its_own_sequence_and_keeps_it() {
        assert_eq!(SplitMix64::named("a").next(), SplitMix64::named("a").next());
        assert_ne!(SplitMix64::named("a").next(), SplitMix64::named("b").next());
    }
}
