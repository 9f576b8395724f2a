//! Diagnosis of 1,000,000 arithmetic answers of 5,000 children against 65 faulty rules (BUDGETS: at most 2 s), from answers and from the rows of a file.

use std::hint::black_box;

use bangfu::drill::engine::report::{Row, report};
use bangfu::drill::engine::simulate::Child;
use bangfu::drill::engine::{Answer, Bug, Day, Diagnoser, Given, Problem, Rng, Skill, bugs, items};
use criterion::{Criterion, criterion_group, criterion_main};

const CHILDREN: usize = 5_000;
const ANSWERS: usize = 200;
/// School days over which the answers lie.
const DAYS: usize = 20;

/// Every fourth child has one rule, every tenth two; all slip.
fn children(rng: &mut Rng) -> Vec<Child> {
    let child = |n: usize, rng: &mut Rng| {
        let first = *rng.pick(&Bug::ALL).expect("a rule");
        let second = bugs::partners(first).nth(rng.index(8));
        let bugs = match n % 20 {
            0 | 1 => [Some(first), second].into_iter().flatten().collect(),
            2..=6 => vec![first],
            _ => Vec::new(),
        };
        Child { bugs, slips: 60_000, asleep: 100_000 }
    };
    (0..CHILDREN).map(|n| child(n, rng)).collect()
}

/// Sheets of a year: a few hundred different problems of each skill, `fresh` of a thousand drawn anew for each answer.
fn answers(fresh: u64) -> Vec<Vec<(Day, String, Answer)>> {
    let mut rng = Rng::new(7);
    let pools: Vec<Vec<Problem>> = Skill::ALL.into_iter().map(|skill| items::pool(skill, &mut rng)).collect();
    let children = children(&mut rng);
    let one = |child: &Child, at: usize, rng: &mut Rng| {
        let skill = rng.index(Skill::ALL.len());
        let drawn = rng.chance(fresh * 1000).then(|| items::draw(Skill::ALL[skill], rng)).flatten();
        let problem = drawn.or_else(|| rng.pick(&pools[skill]).cloned()).expect("a problem");
        let answer = child.answer(&problem, rng);
        (Day(20_000 + i32::try_from(at * DAYS / ANSWERS).expect("a day")), problem.to_string(), answer)
    };
    children.iter().map(|child| (0..ANSWERS).map(|at| one(child, at, &mut rng)).collect()).collect()
}

fn diagnosed(children: &[Vec<(Day, String, Answer)>]) -> usize {
    let mut diagnoser = Diagnoser::default();
    let mut findings = 0;
    for child in children {
        let given: Vec<Given> = child.iter().map(|(day, problem, answer)| Given { day: *day, problem: diagnoser.problem(problem).expect("a problem"), answer: *answer }).collect();
        findings += diagnoser.diagnose(&given, Day(20_000 + 19)).findings.len();
    }
    findings
}

fn benches(c: &mut Criterion) {
    let mut group = c.benchmark_group("drill");
    group.sample_size(10);
    for fresh in [0, 200] {
        let answers = answers(fresh);
        println!("{} findings of {CHILDREN} children, {} answers", diagnosed(&answers), answers.iter().map(Vec::len).sum::<usize>());
        group.bench_function(format!("diagnose 1,000,000 answers, {fresh} of 1,000 problems new"), |b| b.iter(|| black_box(diagnosed(&answers))));
    }
    let text: Vec<[String; 4]> = answers(0)
        .iter()
        .enumerate()
        .flat_map(|(pupil, child)| child.iter().map(move |(day, problem, answer)| [format!("P{pupil}"), day.to_string(), problem.clone(), answer.to_string()]))
        .collect();
    let rows = || text.iter().enumerate().map(|(row, [pupil, date, problem, answer])| Row { row, pupil, date, problem, answer });
    group.bench_function("report of 1,000,000 rows", |b| b.iter(|| black_box(report(rows(), None)).pupils.len()));
    group.finish();
}

criterion_group!(drill, benches);
criterion_main!(drill);
