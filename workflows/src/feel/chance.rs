//! Chance that replays: numbers drawn from the seed that the command brought.

use super::evaluator::Evaluator;

impl Evaluator<'_> {
    /// The next 64 random bits (SplitMix64); `None` without a seed.
    pub fn draw(&mut self) -> Option<u64> {
        self.env.seed?;
        self.chance = self.chance.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.chance;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Some(bits ^ (bits >> 31))
    }
}
