//! Screening of 100,000 pupils × 5 subjects × 3 assessments by the eight rules of a new school (BUDGETS: at most 1 s from the database).

use std::hint::black_box;

use bangfu::base::{Id, Lang, PupilId, SchoolDate};
use bangfu::screening::{Facts, FactsBuilder, Rule, Score, default_rules, preview, screen};
use criterion::{Criterion, criterion_group, criterion_main};
use uuid::Uuid;

const PUPILS: u32 = 100_000;
const CLASS: u32 = 45;
const SUBJECTS: [&str; 5] = ["chinese", "maths", "english", "science", "morality"];

fn id<T: Id>(kind: u32, n: u32) -> T {
    T::from_uuid(Uuid::from_u64_pair(u64::from(kind), u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

/// The same figures in every run, 0 to below `sides`.
fn roll(state: &mut u64, sides: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % sides
}

fn facts() -> Facts {
    let start: SchoolDate = "2025-01-10".parse().expect("a day");
    let mut builder = FactsBuilder::new();
    let mut state = 7;
    for a in 0..3 {
        builder.assessment(id(1, a), start.plus_days(i64::from(a) * 180), true).expect("an assessment");
    }
    for p in 0..PUPILS {
        let class = p / CLASS;
        builder.pupil(id(2, p), id(3, class), "C", 3 + u8::try_from(class % 4).expect("a grade")).expect("a pupil");
    }
    for p in 0..PUPILS {
        let pupil: PupilId = id(2, p);
        let ability = roll(&mut state, 13) + roll(&mut state, 13) + roll(&mut state, 13);
        for a in 0..3 {
            for subject in SUBJECTS {
                let score = match roll(&mut state, 50) {
                    0 => Score::Absent,
                    _ => Score::Points { value: (52 + ability + roll(&mut state, 13)) as f64, full: 100.0 },
                };
                builder.result(pupil, id(1, a), subject, score).expect("a result");
            }
        }
        builder.attendance(pupil, 50.0, roll(&mut state, 30).saturating_sub(23) as f64).expect("attendance");
    }
    builder.build().expect("facts")
}

fn benches(c: &mut Criterion) {
    let rules: Vec<Rule> = default_rules(Lang::ZhCn).expect("rules").into_iter().map(|rule| Rule { active: true, ..rule }).collect();
    let mut group = c.benchmark_group("screen");
    group.sample_size(10);
    group.bench_function("build facts, 1,500,000 results", |b| b.iter(|| black_box(facts()).len()));
    let facts = facts();
    let found = screen(&facts, &rules).expect("candidates");
    println!("{} of {PUPILS} pupils, {} reasons", found.len(), found.iter().map(|c| c.reasons.len()).sum::<usize>());
    group.bench_function("eight rules, 100,000 pupils, 5 subjects", |b| b.iter(|| black_box(screen(&facts, &rules)).map(|c| c.len())));
    group.bench_function("preview of one rule", |b| b.iter(|| black_box(preview(&facts, &rules[2])).map(|p| p.caught)));
    group.finish();
}

criterion_group!(screening, benches);
criterion_main!(screening);
