//! Invented people: the same at each run.

use std::collections::HashMap;

use serde::Deserialize;

use crate::base::{Error, Result};

/// A small generator of repeatable numbers (SplitMix64): the demo school is the same for everybody.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    /// A number in `0..n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % (n.max(1) as u64)).unwrap_or_default()
    }
    /// A number in `[0, 1)`.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
    /// About normal, mean 0 and deviation 1: twelve uniforms.
    pub(super) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
    /// True with a chance.
    pub(super) fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }
    /// One of several.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Result<&'a T> {
        from.get(self.below(from.len())).ok_or_else(|| Error::Fault("nothing to choose from".into()))
    }
}

#[derive(Deserialize)]
struct Letters {
    family: String,
    girls: String,
    boys: String,
}

/// Makes names; a full name comes at most three times (three 王梓涵 in a grade are real life).
pub(super) struct Names {
    family: Vec<char>,
    girls: Vec<char>,
    boys: Vec<char>,
    used: HashMap<String, u32>,
}

impl Names {
    pub(super) fn load() -> Result<Self> {
        let letters: Letters = toml::from_str(include_str!("../../../demo/names.toml")).map_err(|e| Error::fault("demo/names.toml", e))?;
        let chars = |text: &str| text.chars().collect();
        Ok(Self { family: chars(&letters.family), girls: chars(&letters.girls), boys: chars(&letters.boys), used: HashMap::new() })
    }

    /// A family name; the common ones come more often.
    pub(super) fn family(&mut self, dice: &mut Dice) -> Result<char> {
        let n = self.family.len();
        let at = dice.below(n).min(dice.below(n));
        self.family.get(at).copied().ok_or_else(|| Error::Fault("demo/names.toml has no family names".into()))
    }

    /// A full name of two or three characters.
    pub(super) fn full(&mut self, dice: &mut Dice, girl: bool) -> Result<String> {
        loop {
            let mut name = String::from(self.family(dice)?);
            let given = if girl { &self.girls } else { &self.boys };
            name.push(*dice.pick(given)?);
            if dice.chance(0.82) {
                name.push(*dice.pick(given)?);
            }
            let used = self.used.entry(name.clone()).or_default();
            if *used < if dice.chance(0.02) { 3 } else { 1 } {
                *used += 1;
                return Ok(name);
            }
        }
    }
}
