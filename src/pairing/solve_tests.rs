//! The solver against brute force on small instances, and against a certificate of its own on large ones.

use super::solve::{Bounds, Edge, Instance, Side, conflicts, cost, solve};

/// The same figures in every run, 0 to below `sides`.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(sides)).unwrap()
    }
    fn bounds(&mut self, least: u32, more: u32) -> Bounds {
        let least = self.roll(least);
        Bounds { least, most: least + self.roll(more) }
    }
}

fn small(dice: &mut Dice) -> Instance {
    let (children, mentors) = (1 + dice.roll(4), 1 + dice.roll(4));
    let mut instance = Instance { children: (0..children).map(|_| dice.bounds(3, 3)).collect(), mentors: (0..mentors).map(|_| dice.bounds(3, 3)).collect(), edges: Vec::new() };
    for child in 0..children {
        for mentor in 0..mentors {
            if dice.roll(4) > 0 && instance.edges.len() < 12 {
                instance.edges.push(Edge { child, mentor, cost: i64::from(dice.roll(60)), locked: false });
            }
        }
    }
    instance
}

fn within(instance: &Instance, pairs: &[u32]) -> bool {
    let count = |of: fn(&Edge) -> u32, at: u32| u32::try_from(pairs.iter().filter(|pair| of(&instance.edges[**pair as usize]) == at).count()).unwrap();
    (0..).zip(&instance.children).all(|(at, bounds)| count(|edge| edge.child, at) <= bounds.most)
        && (0..).zip(&instance.mentors).all(|(at, bounds)| count(|edge| edge.mentor, at) <= bounds.most)
}

/// Every set of pairs is tried.
fn brute_force(instance: &Instance) -> i64 {
    let n = u32::try_from(instance.edges.len()).unwrap();
    let locked = |pairs: &[u32]| (0..n).all(|at| !instance.edges[at as usize].locked || pairs.contains(&at));
    (0_u32..1 << n)
        .map(|set| (0..n).filter(|at| set & (1 << at) != 0).collect::<Vec<_>>())
        .filter(|pairs| locked(pairs) && within(instance, pairs))
        .map(|pairs| cost(instance, &pairs))
        .min()
        .unwrap()
}

#[test]
fn no_other_pairing_of_a_small_school_is_better() {
    let mut dice = Dice(4);
    let (mut complete, mut lacking) = (0, 0);
    for _ in 0..600 {
        let mut instance = small(&mut dice);
        let found = solve(&instance);
        assert!(within(&instance, &found.pairs), "{instance:?}");
        assert_eq!(found.cost, brute_force(&instance), "{instance:?}");
        if found.uncovered.is_empty() && found.short.is_empty() {
            complete += 1
        } else {
            lacking += 1
        }
        // One pair is locked that was not taken, as far as both may have one more.
        if let Some(other) = (0..instance.edges.len()).find(|at| !found.pairs.contains(&u32::try_from(*at).unwrap())) {
            instance.edges[other].locked = true;
            if within(&instance, &[u32::try_from(other).unwrap()]) {
                let again = solve(&instance);
                assert!(again.pairs.contains(&u32::try_from(other).unwrap()), "what is locked stays");
                assert_eq!(again.cost, brute_force(&instance), "{instance:?}");
            }
        }
    }
    assert!(complete > 50 && lacking > 50, "both kinds are met: {complete}, {lacking}");
}

/// No way round through the residual graph makes a pairing cheaper (Klein's condition), found by labels that no arc can lower any more. It shares nothing with the solver
/// but the rule of what a pairing costs: each arc's cost is the difference that one step makes.
fn is_optimal(instance: &Instance, pairs: &[u32]) -> bool {
    let (children, mentors) = (instance.children.len(), instance.mentors.len());
    let (mut of_child, mut of_mentor, mut taken) = (vec![0_i64; children], vec![0_i64; mentors], vec![false; instance.edges.len()]);
    for pair in pairs {
        let edge = instance.edges[*pair as usize];
        of_child[edge.child as usize] += 1;
        of_mentor[edge.mentor as usize] += 1;
        taken[*pair as usize] = true;
    }
    let hub = children + mentors;
    let mut arcs: Vec<(usize, usize, i64)> = Vec::new();
    for (edge, taken) in instance.edges.iter().zip(&taken) {
        let (child, mentor) = (edge.child as usize, children + edge.mentor as usize);
        if *taken { arcs.push((mentor, child, -edge.cost)) } else { arcs.push((child, mentor, edge.cost)) }
    }
    let alone = |bounds: Bounds, n: i64, child: bool| {
        let one = Instance {
            children: if child { vec![bounds] } else { vec![Bounds { least: 0, most: 99 }; 99] },
            mentors: if child { vec![Bounds { least: 0, most: 99 }; 99] } else { vec![bounds] },
            edges: (0..99).map(|at| if child { Edge { child: 0, mentor: at, cost: 0, locked: false } } else { Edge { child: at, mentor: 0, cost: 0, locked: false } }).collect(),
        };
        let used: Vec<u32> = (0..u32::try_from(n).unwrap()).collect();
        // What the other side costs in this small instance is taken off: each of its members has one pair beyond its need of none.
        let beside = if child { 0 } else { 100_000 * n };
        cost(&one, &used) - beside
    };
    for (bounds, n, node, child) in
        (0..children).map(|at| (instance.children[at], of_child[at], at, true)).chain((0..mentors).map(|at| (instance.mentors[at], of_mentor[at], children + at, false)))
    {
        let (to, from) = if child { (node, hub) } else { (hub, node) };
        if n < i64::from(bounds.most) {
            arcs.push((from, to, alone(bounds, n + 1, child) - alone(bounds, n, child)));
        }
        if n > 0 {
            arcs.push((to, from, alone(bounds, n - 1, child) - alone(bounds, n, child)));
        }
    }
    let mut label = vec![0_i64; hub + 1];
    for _ in 0..=hub + 1 {
        let mut lowered = false;
        for (from, to, cost) in &arcs {
            if label[*from] + cost < label[*to] {
                label[*to] = label[*from] + cost;
                lowered = true;
            }
        }
        if !lowered {
            return true;
        }
    }
    false
}

fn county(children: u32, mentors: u32, each: u32, most: u32) -> Instance {
    let mut dice = Dice(11);
    let mut instance = Instance {
        children: (0..children).map(|_| Bounds { least: 1, most: 1 + dice.roll(2) }).collect(),
        mentors: (0..mentors).map(|_| Bounds { least: dice.roll(3), most }).collect(),
        edges: Vec::new(),
    };
    for child in 0..children {
        let mut with: Vec<u32> = Vec::new();
        while with.len() < each as usize {
            let mentor = dice.roll(mentors);
            if !with.contains(&mentor) {
                with.push(mentor);
                instance.edges.push(Edge { child, mentor, cost: i64::from(dice.roll(500)), locked: false });
            }
        }
    }
    instance
}

#[test]
fn a_pairing_of_a_large_school_carries_a_certificate() {
    for (children, mentors, each, most) in [(300, 40, 8, 8), (400, 40, 6, 10), (420, 40, 6, 10), (30, 60, 9, 3)] {
        let instance = county(children, mentors, each, most);
        let found = solve(&instance);
        assert!(within(&instance, &found.pairs));
        assert!(is_optimal(&instance, &found.pairs), "{children} children, {mentors} mentors");
        assert_eq!(found, solve(&instance), "the same every time");
        let mut worse = found.pairs.clone();
        worse.pop();
        assert!(!is_optimal(&instance, &worse), "the certificate can be refused");
    }
}

/// 四（2）班: three subject teachers with exactly two children each, five children with one teacher each (A3-05).
fn three_teachers(children: u32) -> Instance {
    Instance {
        children: vec![Bounds { least: 1, most: 1 }; children as usize],
        mentors: vec![Bounds { least: 2, most: 2 }; 3],
        edges: (0..children).flat_map(|child| (0..3).map(move |mentor| Edge { child, mentor, cost: 0, locked: false })).collect(),
    }
}

#[test]
fn three_teachers_with_exactly_two_of_five_children_lack_one_child_and_of_seven_a_place() {
    let five = three_teachers(5);
    let found = solve(&five);
    assert_eq!((found.pairs.len(), found.uncovered.len(), found.short.len()), (5, 0, 1));
    let told = conflicts(&five, &found);
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].side, told[0].children.len(), told[0].mentors.len(), told[0].missing), (Side::Mentors, 5, 3, 1));
    let seven = three_teachers(7);
    let told = conflicts(&seven, &solve(&seven));
    assert_eq!((told[0].side, told[0].children.len(), told[0].mentors.len(), told[0].missing), (Side::Children, 7, 3, 1));
    let six = three_teachers(6);
    assert!(conflicts(&six, &solve(&six)).is_empty());
}

#[test]
fn the_load_is_even_where_nothing_else_speaks_against_it() {
    let instance = Instance { mentors: vec![Bounds { least: 0, most: 10 }; 3], ..three_teachers(9) };
    let found = solve(&instance);
    for mentor in 0..3 {
        assert_eq!(found.pairs.iter().filter(|pair| instance.edges[**pair as usize].mentor == mentor).count(), 3);
    }
}

#[test]
fn with_strengths_and_wishes_no_other_pairing_is_better_either() {
    use std::collections::{BTreeMap, BTreeSet};

    use super::fit_rules::Leanings;
    use super::rules::{Child, Mentor, Numbers, model};
    use crate::base::{ClassId, PupilId, StaffId, derived};

    let class: ClassId = derived(&[b"a class"]);
    let mut dice = Dice(9);
    let mut wished = 0;
    for _ in 0..150 {
        let children: Vec<Child> = (0..3_u8).map(|n| Child { id: derived::<PupilId>(&[b"child", &[n]]), class }).collect();
        let mentor = |n: u8, way: u32| {
            let of = |yes: bool| if yes { BTreeSet::from([class]) } else { BTreeSet::new() };
            Mentor { id: derived::<StaffId>(&[b"staff", &[n]]), homeroom: of(way == 0), attached: of(way == 1), teaches: of(way > 1), leads: false, away: false }
        };
        let mentors: Vec<Mentor> = (0..4_u8).map(|n| mentor(n, dice.roll(4))).collect();
        let mut known = Leanings { needs: children.iter().map(|child| (child.id, BTreeSet::from(["reading"]))).collect(), wishes: BTreeMap::new(), strengths: BTreeMap::new() };
        for mentor in mentors.iter().filter(|_| dice.roll(2) == 0) {
            known.strengths.insert(mentor.id, BTreeSet::from(["reading".to_owned()]));
        }
        for child in &children {
            if dice.roll(2) == 0 {
                known.wishes.insert(child.id, mentors[dice.roll(4) as usize].id);
            }
        }
        let numbers = Numbers { helper: Some((0, Some(1 + dice.roll(2)))), ..Numbers::default() };
        let model = model(&numbers, &children, &mentors, &[], &BTreeSet::new(), &known);
        let found = solve(&model.instance);
        assert_eq!(found.cost, brute_force(&model.instance), "{model:?}");
        wished += found.pairs.iter().filter(|at| model.whys[**at as usize] == super::rules::Why::Wished).count();
    }
    assert!(wished > 50, "{wished} wishes came true");
}
