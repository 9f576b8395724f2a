//! Which skills a child has, from right and wrong answers to items that need several skills each: the DINA model (Haertel 1989; Junker and Sijtsma 2001),
//! fitted by expectation and maximisation.
//!
//! A child who has every skill that an item needs is right, but for a slip; a child who lacks one is wrong, but for a guess. What is wanted is not the slip of
//! an item but the chance of each skill, and with it the chance of an item that was not yet answered.

/// Most skills: their combinations are all counted.
pub const MOST_SKILLS: usize = 10;
/// Answers as if seen before, for each item on either side: three of four as expected.
const BEFORE: (f64, f64) = (1.0, 4.0);
/// Change of the share of a combination below which fitting stops.
const STILL: f64 = 1e-5;

/// Answers of a child: right, wrong, or not asked.
pub type Answers = [Option<bool>];

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Mastery {
    /// How many skills.
    skills: usize,
    /// For each item the combinations that have all skills it needs.
    able: Vec<Vec<usize>>,
    /// Chance that a child who has all of them is wrong, of each item.
    slip: Vec<f64>,
    /// Chance that a child who lacks one is right.
    guess: Vec<f64>,
    /// Share of children with each combination of skills.
    shares: Vec<f64>,
}

fn count(of: usize) -> f64 {
    f64::from(u32::try_from(of).unwrap_or(u32::MAX))
}

/// Makes weights add up to 1.
fn scale(weights: &mut [f64]) {
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
}

impl Mastery {
    /// Fits the model to the answers of children. `needs` are the skills of each item as bits, the first skill being bit 0; `rounds` at most are taken.
    /// `None` without children or items, with more than [`MOST_SKILLS`] skills, or when a child's answers are not as many as the items.
    pub fn fit(children: &[Vec<Option<bool>>], needs: &[u32], rounds: usize) -> Option<Self> {
        let bits = needs.iter().fold(0, |all, needs| all | needs);
        let skills = usize::try_from(32 - bits.leading_zeros()).ok()?;
        if children.is_empty() || needs.is_empty() || skills > MOST_SKILLS || children.iter().any(|answers| answers.len() != needs.len()) {
            return None;
        }
        let classes = 1 << skills;
        let shares = vec![1.0 / count(classes); classes];
        let has_all = |class: usize, needs: u32| usize::try_from(needs).is_ok_and(|needs| class & needs == needs);
        let able = needs.iter().map(|needs| (0..classes).filter(|class| has_all(*class, *needs)).collect()).collect();
        let mut model = Self { skills, able, slip: vec![0.2; needs.len()], guess: vec![0.2; needs.len()], shares };
        for _ in 0..rounds {
            if model.step(children) < STILL {
                break;
            }
        }
        Some(model)
    }

    /// The chance that a child has all skills of an item.
    fn has_all(&self, item: usize, classes: &[f64]) -> f64 {
        self.able[item].iter().map(|class| classes[*class]).sum()
    }

    /// One round; gives the largest change of a share.
    fn step(&mut self, children: &[Vec<Option<bool>>]) -> f64 {
        let (items, classes) = (self.able.len(), self.shares.len());
        let mut shares = vec![0.0; classes];
        // Of each item: children who have all skills, and who lack one; those who are right.
        let (mut able, mut unable, mut able_right, mut unable_right) = (vec![0.0; items], vec![0.0; items], vec![0.0; items], vec![0.0; items]);
        // Children with the same answers are counted together.
        let mut alike: std::collections::BTreeMap<&Answers, f64> = std::collections::BTreeMap::new();
        for answers in children {
            *alike.entry(answers.as_slice()).or_default() += 1.0;
        }
        for (answers, times) in alike {
            let weights = self.classes(answers);
            shares.iter_mut().zip(&weights).for_each(|(share, weight)| *share += times * weight);
            for (item, answer) in answers.iter().enumerate() {
                let Some(right) = answer else { continue };
                let has = self.has_all(item, &weights);
                able[item] += times * has;
                unable[item] += times * (1.0 - has);
                if *right {
                    able_right[item] += times * has;
                    unable_right[item] += times * (1.0 - has);
                }
            }
        }
        let (few, all) = BEFORE;
        for item in 0..items {
            self.slip[item] = ((able[item] - able_right[item] + few) / (able[item] + all)).clamp(0.001, 0.499);
            self.guess[item] = ((unable_right[item] + few) / (unable[item] + all)).clamp(0.001, 0.499);
        }
        // Every combination as if a small part of a child had been seen.
        let sum = count(children.len()) + 0.5;
        let mut moved = 0.0_f64;
        for (share, new) in self.shares.iter_mut().zip(shares) {
            let new = (new + 0.5 / count(classes)) / sum;
            moved = moved.max((new - *share).abs());
            *share = new;
        }
        moved
    }

    /// The chance of each combination of skills, given a child's answers; they add up to 1.
    pub fn classes(&self, answers: &Answers) -> Vec<f64> {
        let mut weights = self.shares.clone();
        for (item, right) in answers.iter().enumerate().take(self.able.len()).filter_map(|(item, answer)| answer.map(|right| (item, right))) {
            let (slip, guess) = (self.slip[item], self.guess[item]);
            // Only how the two compare matters, as the weights are scaled to 1.
            let odds = if right { (1.0 - slip) / guess } else { slip / (1.0 - guess) };
            for class in &self.able[item] {
                weights[*class] *= odds;
            }
            if item % 32 == 31 {
                scale(&mut weights);
            }
        }
        scale(&mut weights);
        weights
    }

    /// The chance that a child has each skill, given its answers.
    pub fn skills(&self, answers: &Answers) -> Vec<f64> {
        let classes = self.classes(answers);
        (0..self.skills).map(|skill| classes.iter().enumerate().filter(|(class, _)| class >> skill & 1 == 1).map(|(_, weight)| weight).sum()).collect()
    }

    /// The chance that a child is right in an item, given its answers to others; `None` when there is no such item.
    pub fn chance(&self, answers: &Answers, item: usize) -> Option<f64> {
        let (slip, guess) = (self.slip.get(item)?, self.guess.get(item)?);
        let has = self.has_all(item, &self.classes(answers));
        Some(has * (1.0 - slip) + (1.0 - has) * guess)
    }
}

#[cfg(test)]
#[path = "mastery_tests.rs"]
mod tests;
