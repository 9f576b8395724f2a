//! Practice sets: typical and few (A7-14), pairs that look alike (A7-19), common numbers (A7-20), the table both ways (A7-11), laws (A7-12); seen, heard and
//! in contrast (A7-13). They are practice, never a test.

use serde::{Deserialize, Serialize};

use super::bugs::{self, Bug};
use super::items;
use super::laws;
use super::number::Number;
use super::problem::{Chain, Op, Operand, Problem};
use super::rng::Rng;
use super::skill::Skill;

/// Most items of a set.
pub const MOST: usize = 60;
/// Right answers of a hundred below which nothing is said of time (A7-22), and answers that it takes to know.
const RIGHT_FIRST: usize = 90;
const ENOUGH: usize = 10;

/// How an item reaches the child (A7-13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// It is seen.
    Seen,
    /// It is heard: spoken by the browser or read out from the teacher's list.
    Heard,
    /// It stands beside one that looks alike.
    Contrast,
}

/// What an item is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Typical of the skill, chosen to show faulty rules.
    Typical,
    /// One of two that look alike.
    Alike,
    /// Numbers that come up often.
    Common,
    /// A fact of the table, forwards or backwards.
    Table,
    /// A law makes it short.
    Law,
}

/// An item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The problem.
    pub problem: Problem,
    /// The right answer, in the form that the problem asks for.
    pub right: String,
    /// How it reaches the child.
    pub form: Form,
    /// What it is for.
    pub part: Part,
    /// Items that belong together have the same number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<u32>,
}

/// What is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// The grade, 1 to 6; without a skill, skills up to this grade are practised.
    pub grade: u8,
    /// One skill.
    pub skill: Option<Skill>,
    /// How many items, at most [`MOST`].
    pub count: usize,
    /// The seed: the same seed gives the same set.
    pub seed: u64,
    /// Faulty rules of the child, or candidates: items are chosen on which they show and part.
    pub rules: Vec<Bug>,
    /// Facts of the table that the child still mixes up.
    pub facts: Vec<(u64, u64)>,
    /// Only items of this part; typical ones, with pairs and common numbers among them, otherwise.
    pub part: Option<Part>,
    /// Whether it is to be heard: only short items are taken.
    pub heard: bool,
}

/// A set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Set {
    /// The grade that was asked for.
    pub grade: u8,
    /// Its seed.
    pub seed: u64,
    /// The items, in order.
    pub items: Vec<Item>,
}

/// Makes a set. It has fewer items than asked for where there are not so many different ones.
pub fn make(ask: &Ask) -> Set {
    let mut rng = Rng::new(ask.seed);
    let count = ask.count.min(MOST);
    let mut items = match ask.part {
        Some(part) => of_part(part, ask, count, &mut rng),
        None if !ask.rules.is_empty() => typical(ask, count, &mut rng),
        None => {
            // Of ten items one pair that looks alike and one with common numbers, the rest typical.
            let (pairs, common) = (count / 10, count / 10);
            let mut items = typical(ask, count - 2 * pairs - common, &mut rng);
            items.extend(of_part(Part::Common, ask, common, &mut rng));
            items.extend(of_part(Part::Alike, ask, 2 * pairs, &mut rng));
            let missing = count.saturating_sub(items.len());
            if missing > 0 {
                let more = typical(&Ask { seed: ask.seed ^ 1, ..ask.clone() }, count, &mut rng);
                let new: Vec<Item> = more.into_iter().filter(|item| !items.iter().any(|other| other.problem == item.problem)).take(missing).collect();
                items.splice(0..0, new);
            }
            items
        }
    };
    let mut seen: Vec<Problem> = Vec::new();
    items.retain(|item| {
        let new = !seen.contains(&item.problem);
        seen.push(item.problem.clone());
        new
    });
    items.truncate(count);
    Set { grade: ask.grade, seed: ask.seed, items }
}

fn item(problem: Problem, part: Part, group: Option<u32>, heard: bool) -> Option<Item> {
    let right = problem.show(problem.right()?);
    let form = match part {
        Part::Alike => Form::Contrast,
        _ if heard => Form::Heard,
        _ => Form::Seen,
    };
    Some(Item { problem, right, form, part, group })
}

/// Skills that are asked for: the one, or those of the grade and, when it has few, of the grade before.
fn skills(ask: &Ask) -> Vec<Skill> {
    if let Some(skill) = ask.skill {
        return vec![skill];
    }
    let of = |grade: u8| Skill::ALL.into_iter().filter(move |skill| skill.grade() == grade);
    let grade = ask.grade.clamp(1, 6);
    let mut found: Vec<Skill> = of(grade).collect();
    if found.len() < 4 && grade > 1 {
        found.extend(of(grade - 1));
    }
    found
}

fn typical(ask: &Ask, count: usize, rng: &mut Rng) -> Vec<Item> {
    let fits = |problem: &Problem| !ask.heard || can_be_heard(problem);
    let chosen: Vec<Problem> = if ask.rules.is_empty() {
        let skills = skills(ask);
        let share = |at: usize| count / skills.len().max(1) + usize::from(at < count % skills.len().max(1));
        let of = |(at, skill): (usize, &Skill)| {
            let pool: Vec<Problem> = items::pool(*skill, rng).into_iter().filter(fits).collect();
            items::choose(&pool, &items::rules_of(&pool), share(at))
        };
        skills.iter().enumerate().flat_map(of).collect()
    } else {
        against(ask, count, rng, fits)
    };
    chosen.into_iter().filter_map(|problem| item(problem, Part::Typical, None, ask.heard)).collect()
}

/// Items on which the rules show; one in five is of the same kind but needs no care, so that the remedy does not become a rule itself.
fn against(ask: &Ask, count: usize, rng: &mut Rng, fits: impl Fn(&Problem) -> bool) -> Vec<Problem> {
    let acts = |problem: &Problem| ask.rules.iter().any(|bug| bugs::predict(*bug, problem).applies());
    let skills: Vec<Skill> = match ask.skill {
        Some(skill) => vec![skill],
        None => Skill::ALL.into_iter().filter(|skill| ask.grade == 0 || skill.grade() <= ask.grade).collect(),
    };
    let (mut telling, mut plain) = (Vec::new(), Vec::new());
    for skill in skills {
        let pool: Vec<Problem> = items::pool(skill, rng).into_iter().filter(&fits).collect();
        let (acting, others): (Vec<Problem>, Vec<Problem>) = pool.into_iter().partition(acts);
        // A skill in which the rules hardly show is not what is practised.
        if 20 * acting.len() >= acting.len() + others.len() {
            telling.extend(acting);
            plain.extend(others);
        }
    }
    let spare = if plain.is_empty() { 0 } else { count / 5 };
    let mut chosen = items::choose(&telling, &ask.rules, count - spare);
    rng.shuffle(&mut plain);
    for (at, problem) in plain.into_iter().take(spare).enumerate() {
        chosen.insert((5 * at + 4).min(chosen.len()), problem);
    }
    chosen
}

fn of_part(part: Part, ask: &Ask, count: usize, rng: &mut Rng) -> Vec<Item> {
    let grade = ask.skill.map_or(ask.grade, |skill| ask.grade.max(skill.grade())).clamp(1, 6);
    let problems: Vec<(Problem, Option<u32>)> = match part {
        Part::Typical => return typical(ask, count, rng),
        Part::Alike => alike(grade, count.div_ceil(2), rng).into_iter().zip(1..).flat_map(|(pair, group)| pair.map(|problem| (problem, Some(group)))).collect(),
        Part::Common => common(grade, count, rng).into_iter().map(|problem| (problem, None)).collect(),
        Part::Table => table(&ask.facts, count, rng).into_iter().map(|(problem, group)| (problem, Some(group))).collect(),
        Part::Law => laws::draw(count, rng).into_iter().map(|law| (law.problem, None)).collect(),
    };
    let fits = |problem: &Problem| !ask.heard || can_be_heard(problem);
    problems.into_iter().filter(|(problem, _)| fits(problem)).filter_map(|(problem, group)| item(problem, part, group, ask.heard)).collect()
}

/// Facts of the table forwards and backwards (A7-11): 7×8, 8×7, 56÷7, 56÷8. Those that the child mixes up come first; each fact is one group.
pub fn table(weak: &[(u64, u64)], count: usize, rng: &mut Rng) -> Vec<(Problem, u32)> {
    let mut facts: Vec<(u64, u64)> = (2..=9).flat_map(|a| (a..=9).map(move |b| (a, b))).collect();
    rng.shuffle(&mut facts);
    facts.retain(|fact| !weak.contains(fact));
    let weak = weak.iter().copied().filter(|(a, b)| (1..=9).contains(a) && (1..=9).contains(b));
    let all: Vec<(u64, u64)> = weak.chain(facts).collect();
    let ways = |(a, b): (u64, u64)| {
        let mut ways = vec![Problem::whole(Op::Mul, a, b), Problem::whole(Op::Div, a * b, b), Problem::whole(Op::Mul, b, a), Problem::whole(Op::Div, a * b, a)];
        ways.truncate(if a == b { 2 } else { 4 });
        ways
    };
    let mut found: Vec<(Problem, u32)> = all.into_iter().zip(1..).flat_map(|(fact, group)| ways(fact).into_iter().map(move |problem| (problem, group))).take(count).collect();
    rng.shuffle(&mut found);
    found
}

/// Sums and differences of whole hundreds and thousands, and the products that are known by heart (A7-20).
pub fn common(grade: u8, count: usize, rng: &mut Rng) -> Vec<Problem> {
    const PRODUCTS: [(u64, u64, u8); 14] =
        [(5, 2, 2), (5, 4, 2), (5, 6, 2), (5, 8, 2), (15, 2, 3), (15, 4, 3), (25, 2, 3), (25, 4, 3), (25, 8, 3), (50, 2, 3), (75, 4, 3), (45, 2, 3), (125, 4, 4), (125, 8, 4)];
    let mut found: Vec<Problem> = Vec::new();
    for _ in 0..count * 20 {
        if found.len() >= count {
            break;
        }
        let whole = match grade {
            1 => *rng.pick(&[10, 20]).unwrap_or(&10),
            2 => 100,
            _ => *rng.pick(&[100, 200, 500, 1000]).unwrap_or(&100),
        };
        let first = if whole > 100 && rng.chance(700_000) { 5 * rng.between(1, whole / 5 - 1) } else { rng.between(1, whole - 1) };
        let known: Vec<&(u64, u64, u8)> = PRODUCTS.iter().filter(|(_, _, from)| *from <= grade).collect();
        let problem = match (rng.below(5), rng.pick(&known)) {
            (0 | 1, Some((a, b, _))) => Problem::whole(Op::Mul, *a, *b),
            (2, Some((a, b, _))) if grade > 2 => Problem::whole(Op::Div, a * b, *a),
            (3, _) => Problem::whole(Op::Sub, whole, first),
            _ => Problem::whole(Op::Add, first, whole - first),
        };
        if !found.contains(&problem) {
            found.push(problem);
        }
    }
    found
}

/// Two problems that look alike and are not (A7-19): 25×4 and 24×5, 68−20+30 and 68−(20+30), 100÷25×4 and 100÷(25×4).
pub fn alike(grade: u8, count: usize, rng: &mut Rng) -> Vec<[Problem; 2]> {
    let mut found: Vec<[Problem; 2]> = Vec::new();
    for _ in 0..count * 40 {
        if found.len() >= count {
            break;
        }
        let Some(pair) = look_alike(grade, rng) else { continue };
        let sound = pair.iter().all(|problem| problem.right().is_some_and(|right| problem.show(right).len() <= 7)) && pair[0].right() != pair[1].right();
        if sound && !found.iter().flatten().any(|problem| pair.contains(problem)) {
            found.push(pair);
        }
    }
    found
}

fn look_alike(grade: u8, rng: &mut Rng) -> Option<[Problem; 2]> {
    let two = Problem::whole;
    let (a, b, c) = (rng.between(2, 9), rng.between(2, 9), rng.between(2, 9));
    let (tens, other) = (10 * rng.between(2, 5), 10 * rng.between(1, 4));
    let chain = |first: u64, rest: &[(Op, u64)]| Chain::of(Operand::whole(first), rest.iter().map(|(op, value)| (*op, Operand::whole(*value))));
    let line = |first: u64, rest: &[(Op, u64)]| Problem::Steps(chain(first, rest));
    let grouped = |first: u64, op: Op, inner: Chain| Problem::Steps(Chain::of(Operand::whole(first), [(op, Operand::Group(inner))]));
    let kinds = [
        (1, 2), // sums and differences of one pair
        (2, 4),
        (3, 7),
        (4, 9),
        (5, 11),
        (6, 12),
    ];
    let kind = rng.below(kinds.into_iter().find(|(of, _)| *of == grade).map_or(2, |(_, kinds)| kinds));
    Some(match kind {
        0 => [two(Op::Add, 10 + a, b), two(Op::Sub, 10 + a, b)],
        1 => [two(Op::Sub, 10 + a.min(b), a.max(b)), two(Op::Sub, 10 + a.max(b), a.min(b))],
        // 63−29 and 69−23
        2 => [two(Op::Sub, tens + 30 + a.min(b), 20 + a.max(b)), two(Op::Sub, tens + 30 + a.max(b), 20 + a.min(b))],
        3 => [two(Op::Add, a, b), two(Op::Mul, a, b)],
        // 25×4 and 24×5
        4 => [two(Op::Mul, tens / 10 * 10 + a, b), two(Op::Mul, tens / 10 * 10 + b, a)],
        // 68−20+30 and 68−(20+30)
        5 => [line(tens + other + 60 + a, &[(Op::Sub, tens), (Op::Add, other)]), grouped(tens + other + 60 + a, Op::Sub, chain(tens, &[(Op::Add, other)]))],
        // 100÷25×4 and 100÷(25×4)
        6 => {
            let (x, y) = *rng.pick(&[(25, 4), (20, 5), (50, 2), (5, 4), (25, 8)])?;
            [line(x * y * a, &[(Op::Div, x), (Op::Mul, y)]), grouped(x * y * a, Op::Div, chain(x, &[(Op::Mul, y)]))]
        }
        // 25×8+2 and 25×(8+2)
        7 => [line(25, &[(Op::Mul, a), (Op::Add, b)]), grouped(25, Op::Mul, chain(a, &[(Op::Add, b)]))],
        // 0.3+0.2 and 0.3+0.02
        8 => [
            Problem::Two(Op::Add, Number::Decimal { digits: a, places: 1 }, Number::Decimal { digits: b, places: 1 }),
            Problem::Two(Op::Add, Number::Decimal { digits: a, places: 1 }, Number::Decimal { digits: b, places: 2 }),
        ],
        // 0.3×0.2 and 0.3+0.2
        9 => [Op::Mul, Op::Add].map(|op| Problem::Two(op, Number::Decimal { digits: a, places: 1 }, Number::Decimal { digits: b, places: 1 })),
        10 => [line(100 + tens, &[(Op::Sub, 10 * a), (Op::Sub, b)]), grouped(100 + tens, Op::Sub, chain(10 * a, &[(Op::Sub, b)]))],
        // 1/2+1/3 and 1/2×1/3
        _ => [Op::Add, Op::Mul].map(|op| Problem::Two(op, Number::Fraction { whole: 0, num: 1, den: a }, Number::Fraction { whole: 0, num: 1, den: c })),
    })
}

/// Whether a problem is short enough to be heard: two numbers of at most two digits, or round ones of at most four.
pub fn can_be_heard(problem: &Problem) -> bool {
    let short = |value: u64| value < 100 || (value < 10_000 && value.is_multiple_of(10) && value.to_string().trim_end_matches('0').len() <= 2);
    problem.as_whole().is_some_and(|(_, a, b)| short(a) && short(b))
}

/// The key of the sentence that is spoken, and its two numbers; `None` when it cannot be heard.
pub fn spoken(problem: &Problem) -> Option<(&'static str, u64, u64)> {
    let (op, a, b) = problem.as_whole().filter(|_| can_be_heard(problem))?;
    let key = match op {
        Op::Add => "drill-say-add",
        Op::Sub => "drill-say-sub",
        Op::Mul => "drill-say-mul",
        Op::Div => "drill-say-div",
    };
    Some((key, a, b))
}

/// Whether time may be shown: right before fast (A7-22), at least nine of ten right in at least ten answers.
pub fn may_time(right: usize, answered: usize) -> bool {
    answered >= ENOUGH && 100 * right >= RIGHT_FIRST * answered
}

/// The keys of the checklist, in the order of the plan (A7-24): way, copy, point, result.
pub const CHECKS: [&str; 4] = ["drill-check-way", "drill-check-copy", "drill-check-point", "drill-check-result"];

/// The problem by which a result is checked: a sum by a difference, a quotient by a product with the rest added. `None` where the order of operations is the
/// point, or nothing simpler checks it.
pub fn check_by(problem: &Problem) -> Option<Problem> {
    let (op, a, b) = problem.as_whole()?;
    Some(match op {
        Op::Add => Problem::whole(Op::Sub, a.checked_add(b)?, b),
        Op::Sub => Problem::whole(Op::Add, a.checked_sub(b)?, b),
        Op::Mul if b > 0 => Problem::whole(Op::Div, a.checked_mul(b)?, b),
        Op::Mul => return None,
        Op::Div if a.is_multiple_of(b) => Problem::whole(Op::Mul, a / b, b),
        Op::Div => Problem::Steps(Chain::of(Operand::whole(a / b), [(Op::Mul, Operand::whole(b)), (Op::Add, Operand::whole(a % b))])),
    })
}

#[cfg(test)]
#[path = "practice_tests.rs"]
mod tests;
