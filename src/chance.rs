//! Numbers that look random and are the same for the same seed: splitmix64 (Steele, Lea and Flood, "Fast splittable
//! pseudorandom number generators", 2014).
//!
//! Samples draw each field from a source of its own, split off by its number, so that a field more or less leaves the others as
//! they were; simulated networks draw in the order of time. Knows nothing of what is drawn.

/// A source of numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chance(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Chance {
    /// The source of a seed.
    pub fn new(seed: u64) -> Chance {
        Chance(mixed(seed))
    }

    /// Another source, which depends on this one's state and the key alone.
    #[must_use]
    pub fn split(self, key: u64) -> Chance {
        Chance(mixed(self.0 ^ mixed(key.wrapping_add(STEP))))
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// A number below the limit; 0 where there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.bits() % (limit as u64).max(1)) as usize
    }

    /// A whole number from `least` to `greatest`.
    pub fn within(&mut self, least: i64, greatest: i64) -> i64 {
        let count = greatest.saturating_sub(least).max(0).unsigned_abs().saturating_add(1);
        least.wrapping_add((self.bits() % count) as i64)
    }

    /// Whether something happens that does so `times` of `of` times.
    pub fn happens(&mut self, times: usize, of: usize) -> bool {
        self.below(of) < times
    }

    /// One of some texts; nothing of none.
    pub fn pick(&mut self, of: &[&'static str]) -> &'static str {
        of.get(self.below(of.len())).copied().unwrap_or_default()
    }
}

fn mixed(state: u64) -> u64 {
    let mut mixed = state.wrapping_add(STEP);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_its_seed() {
        let drawn = |mut chance: Chance| [chance.below(1000), chance.below(1000), chance.below(1000)];
        assert_eq!(drawn(Chance::new(1)), drawn(Chance::new(1)));
        assert_ne!(drawn(Chance::new(1)), drawn(Chance::new(2)));
        assert_ne!(drawn(Chance::new(1).split(1)), drawn(Chance::new(1).split(2)));
        assert_eq!(drawn(Chance::new(1).split(2)), drawn(Chance::new(1).split(2)));
    }

    #[test]
    fn limits_hold() {
        let mut chance = Chance::new(7);
        let drawn: Vec<i64> = (0..200).map(|_| chance.within(-2, 2)).collect();
        assert!((-2..=2).all(|number| drawn.contains(&number)) && drawn.iter().all(|it| (-2..=2).contains(it)));
        assert_eq!((chance.below(0), chance.pick(&[]), chance.within(3, 3)), (0, "", 3));
    }
}
