//! Pairing of 10,000 children with 1,000 mentors, 50 feasible mentors each, at most 10 children each (BUDGETS: at most 0.25 s).

use std::hint::black_box;

use bangfu::pairing::solve::{Bounds, Edge, Instance, solve};
use criterion::{Criterion, criterion_group, criterion_main};

const CHILDREN: u32 = 10_000;
const MENTORS: u32 = 1_000;
const EACH: u32 = 50;

/// The same figures in every run, 0 to below `sides`.
fn roll(state: &mut u64, sides: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % sides
}

fn instance() -> Instance {
    let mut state = 7;
    let mut edges = Vec::new();
    for child in 0..CHILDREN {
        // Fifty neighbours on a ring: a school and those around it.
        let first = u32::try_from(roll(&mut state, u64::from(MENTORS))).expect("a mentor");
        for n in 0..EACH {
            let mentor = (first + n * 7) % MENTORS;
            edges.push(Edge { child, mentor, cost: i64::try_from(roll(&mut state, 400)).expect("a cost"), locked: false });
        }
    }
    Instance { children: vec![Bounds { least: 1, most: 1 }; CHILDREN as usize], mentors: vec![Bounds { least: 0, most: 10 }; MENTORS as usize], edges }
}

fn benches(c: &mut Criterion) {
    let instance = instance();
    let found = solve(&instance);
    println!("{} pairs, {} children without, cost {}", found.pairs.len(), found.uncovered.len(), found.cost);
    let mut group = c.benchmark_group("pairing");
    group.sample_size(10);
    group.bench_function("10,000 children, 1,000 mentors, 50 each, quota 10", |b| b.iter(|| black_box(solve(&instance)).cost));
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
