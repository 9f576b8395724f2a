//! How the children of the demo school do: believable marks and days absent, with a story in them.

use super::names::Dice;

/// What a child brings, the same through the years.
pub(super) struct Kid {
    /// About normal: what comes easily.
    pub ease: f64,
    /// By subject, in the order of [`SUBJECTS`].
    pub bent: [f64; 4],
    /// Change a term.
    pub drift: f64,
    /// Share of days sick.
    pub sickly: f64,
    /// Share of days away for family reasons.
    pub away: f64,
}

/// Subjects of grades 3 to 6; grades 1 and 2 have the first two and no papers.
pub(super) const SUBJECTS: [&str; 4] = ["chinese", "maths", "english", "science"];

impl Kid {
    pub(super) fn new(dice: &mut Dice) -> Self {
        let bent = [dice.normal() * 0.5, dice.normal() * 0.6, dice.normal() * 0.7, dice.normal() * 0.4];
        let drift = if dice.chance(0.06) { -0.45 } else { dice.normal() * 0.06 };
        let sickly = if dice.chance(0.04) { 0.12 } else { dice.unit() * 0.025 };
        let away = if dice.chance(0.02) { 0.08 } else { dice.unit() * 0.008 };
        Self { ease: dice.normal(), bent, drift, sickly, away }
    }

    /// Points of 100 in a subject after `terms` terms; half points come now and then, as they do.
    pub(super) fn points(&self, dice: &mut Dice, subject: usize, terms: f64) -> f64 {
        let strength = self.ease + self.bent[subject % 4] + self.drift * terms + dice.normal() * 0.35;
        // Primary marks crowd towards the top: few reach far below.
        let raw = 84.0 + if strength >= 0.0 { 6.5 * strength } else { 9.5 * strength };
        (raw.clamp(8.0, 100.0) * 2.0).round() / 2.0
    }

    /// Days sick and days away of so many school days.
    pub(super) fn absent(&self, dice: &mut Dice, days: i64) -> (f64, f64) {
        let some = |dice: &mut Dice, share: f64| (share * days as f64 * (0.6 + dice.unit() * 0.8) * 2.0).round() / 2.0;
        (some(dice, self.sickly), some(dice, self.away))
    }
}
