//! The model on invented children, and on 536 real ones.

use std::path::Path;

use super::*;
use crate::drill::engine::Rng;

#[test]
fn skills_of_invented_children_are_found_again() {
    let needs = [0b001, 0b010, 0b100, 0b011, 0b110, 0b101, 0b111, 0b001, 0b010, 0b100];
    let mut rng = Rng::new(11);
    let truth: Vec<u32> = (0..800).map(|_| u32::try_from(rng.below(8)).unwrap()).collect();
    let answer = |skills: u32, needs: u32, rng: &mut Rng| Some(if skills & needs == needs { !rng.chance(80_000) } else { rng.chance(120_000) });
    let children: Vec<Vec<Option<bool>>> = truth.iter().map(|skills| needs.iter().map(|needs| answer(*skills, *needs, &mut rng)).collect()).collect();
    let model = Mastery::fit(&children, &needs, 100).unwrap();
    let (mut hits, mut all) = (0, 0);
    for (skills, answers) in truth.iter().zip(&children) {
        for (at, chance) in model.skills(answers).into_iter().enumerate() {
            hits += u32::from((chance > 0.5) == (skills >> at & 1 == 1));
            all += 1;
        }
    }
    assert!(100 * hits > 93 * all, "{hits} of {all}");
    assert!(model.slip.iter().all(|slip| (0.03..0.15).contains(slip)), "{:?}", model.slip);
    assert!(model.guess.iter().all(|guess| (0.06..0.2).contains(guess)), "{:?}", model.guess);
}

#[test]
fn what_does_not_fit_together_gives_no_model() {
    assert_eq!(Mastery::fit(&[], &[1], 5), None);
    assert_eq!(Mastery::fit(&[vec![Some(true)]], &[1, 2], 5), None);
    assert_eq!(Mastery::fit(&[vec![Some(true)]], &[1 << 12], 5), None);
    let model = Mastery::fit(&[vec![Some(true)], vec![None]], &[1], 5).unwrap();
    assert_eq!(model.chance(&[None], 3), None);
    assert!(model.chance(&[None], 0).is_some_and(|chance| chance > 0.5));
}

type Children = Vec<Vec<Option<bool>>>;

/// Children's answers and the skills of each item; `None` where the real data are not there.
fn real() -> Option<(Children, Vec<u32>)> {
    let read = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|up| up.join("shared/data").join(name)).find(|path| path.is_file());
        path.and_then(|path| std::fs::read_to_string(path).ok())
    };
    let (Some(answers), Some(needs)) = (read("fraction_subtraction.csv"), read("fraction_subtraction_q.csv")) else {
        println!("skipped: ../shared/data is not there");
        return None;
    };
    let bits = |line: &str| line.split(',').skip(1).zip(0..).map(|(bit, at)| u32::from(bit == "1") << at).sum();
    let children = answers.lines().skip(1).map(|line| line.split(',').map(|cell| Some(cell == "1")).collect()).collect();
    Some((children, needs.lines().skip(1).map(bits).collect()))
}

/// Right guesses of 1,000, mean squared error and mean logarithmic loss.
#[derive(Debug, Default)]
struct Loss {
    all: f64,
    hits: f64,
    squared: f64,
    logarithmic: f64,
}

impl Loss {
    fn add(&mut self, chance: f64, right: bool) {
        let chance = chance.clamp(0.001, 0.999);
        self.all += 1.0;
        self.hits += f64::from(u8::from((chance > 0.5) == right));
        self.squared += (chance - f64::from(u8::from(right))).powi(2);
        self.logarithmic -= if right { chance.ln() } else { (1.0 - chance).ln() };
    }

    fn told(&self) -> [f64; 3] {
        [self.hits / self.all, self.squared / self.all, self.logarithmic / self.all]
    }
}

/// A fifth of the children is set aside in turn, and of each of them a fourth of the items in turn. The model is fitted to the other children, sees the other
/// three fourths of the child's answers, and says the chance of the fourth. Beside it: the item's mean among the other children, and that mean moved by how
/// the child does in general.
fn held_out(children: &[Vec<Option<bool>>], needs: &[u32]) -> [Loss; 3] {
    let mut losses = [Loss::default(), Loss::default(), Loss::default()];
    for fold in 0..5 {
        let (mut seen, mut aside) = (Vec::new(), Vec::new());
        for (at, child) in children.iter().enumerate() {
            if at % 5 == fold { aside.push(child) } else { seen.push(child.clone()) }
        }
        let model = Mastery::fit(&seen, needs, 60).unwrap();
        let mean = |item: usize| seen.iter().map(|child| f64::from(u8::from(child[item] == Some(true)))).sum::<f64>() / count(seen.len());
        let means: Vec<f64> = (0..needs.len()).map(mean).collect();
        for child in aside {
            for part in 0..4 {
                let hidden = |item: usize| (item * 7 + 3) % 20 % 4 == part;
                let known: Vec<Option<bool>> = child.iter().enumerate().map(|(item, answer)| answer.filter(|_| !hidden(item))).collect();
                let own: f64 = known.iter().enumerate().filter_map(|(item, answer)| answer.map(|right| f64::from(u8::from(right)) - means[item])).sum::<f64>() / 15.0;
                for item in (0..needs.len()).filter(|item| hidden(*item)) {
                    let right = child[item] == Some(true);
                    losses[0].add(means[item], right);
                    losses[1].add(means[item] + own, right);
                    losses[2].add(model.chance(&known, item).unwrap(), right);
                }
            }
        }
    }
    losses
}

#[test]
fn real_answers_to_items_not_seen_are_told_better_by_skills_than_by_the_items_mean() {
    let Some((children, needs)) = real() else { return };
    assert_eq!((children.len(), needs.len(), needs[3]), (536, 20, 0b0101_0110));
    let [by_mean, by_child, by_skills] = held_out(&children, &needs).map(|loss| loss.told());
    println!("item mean {by_mean:.4?}\nitem and child {by_child:.4?}\nskills {by_skills:.4?}");
    assert!(by_skills[0] > by_mean[0] + 0.15, "{by_skills:?} {by_mean:?}");
    assert!(by_skills[1] < 0.6 * by_mean[1] && by_skills[2] < 0.6 * by_mean[2]);
}
