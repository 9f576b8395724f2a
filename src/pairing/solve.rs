//! Pairing as a minimum-cost flow: children with a need, mentors with a quota, and the pairs that may be. Pure, deterministic, whole numbers only.
//!
//! A3-04, A3-05, A8-05, A8-06, A9-06, A9-18. Each unit of a child's need is sent along a cheapest path of the residual graph, one after the other; potentials
//! of the mentors keep the search short. A rule that cannot hold is not a failure: it costs more than everything that is only wished for, so the
//! best pairing that there is comes out together with what is missing.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// From – to, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// At least.
    pub least: u32,
    /// At most.
    pub most: u32,
}

/// A pair that may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Edge {
    /// The child, by its place in [`Instance::children`].
    pub child: u32,
    /// The mentor, by its place in [`Instance::mentors`].
    pub mentor: u32,
    /// How little it suits, from 0 to [`COST_MOST`].
    pub cost: i64,
    /// It stays, whatever else happens.
    pub locked: bool,
}

/// What is to be paired. A pair that is forbidden has no edge.
#[derive(Clone, Default, Debug)]
pub struct Instance {
    /// How many mentors each child needs.
    pub children: Vec<Bounds>,
    /// How many children each mentor takes.
    pub mentors: Vec<Bounds>,
    /// The pairs that may be, each once.
    pub edges: Vec<Edge>,
}

/// A pairing, and what is missing from it.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Pairing {
    /// The pairs, by their place in [`Instance::edges`], in that order.
    pub pairs: Vec<u32>,
    /// What it costs, see [`cost`].
    pub cost: i64,
    /// Children with fewer mentors than they need: child, how many are missing.
    pub uncovered: Vec<(u32, u32)>,
    /// Mentors with fewer children than they are to have: mentor, how many are missing.
    pub short: Vec<(u32, u32)>,
}

/// The most that a pair may cost.
pub const COST_MOST: i64 = 10_000;
/// The k-th child of a mentor costs this k - 1 times more than the first: the load is balanced.
pub const BALANCE: i64 = 20;
/// A mentor beyond what the child needs.
const EXTRA: i64 = 100_000;
/// A child too few for a mentor.
const SHORT: i64 = 100_000_000;
/// A mentor too few for a child.
const UNCOVERED: i64 = 1_000_000_000_000;
/// No edge.
const NONE: u32 = u32::MAX;

/// What a pairing costs: its pairs, the uneven load, mentors beyond the need, and what is missing.
pub fn cost(instance: &Instance, pairs: &[u32]) -> i64 {
    let (mut of_child, mut of_mentor) = (vec![0_u32; instance.children.len()], vec![0_u32; instance.mentors.len()]);
    let mut sum = 0;
    for pair in pairs {
        let edge = &instance.edges[*pair as usize];
        of_child[edge.child as usize] += 1;
        of_mentor[edge.mentor as usize] += 1;
        sum += edge.cost;
    }
    for (bounds, n) in instance.children.iter().zip(of_child) {
        sum += UNCOVERED * i64::from(bounds.least.saturating_sub(n)) + EXTRA * i64::from(n.saturating_sub(bounds.least));
    }
    for (bounds, n) in instance.mentors.iter().zip(of_mentor) {
        sum += SHORT * i64::from(bounds.least.saturating_sub(n)) + BALANCE * i64::from(n) * i64::from(n.saturating_sub(1)) / 2;
    }
    sum
}

struct Solver<'a> {
    instance: &'a Instance,
    /// The edges of child c are `arcs[starts[c]..starts[c + 1]]`: side by side in memory, since they are read together.
    starts: Vec<u32>,
    arcs: Vec<Arc>,
    /// Where an edge stands among the arcs.
    place: Vec<u32>,
    /// The pairs of each mentor that may be given up again.
    free: Vec<Vec<u32>>,
    load: Vec<u32>,
    /// Of each child: mentors it has, and units that went without.
    has: Vec<u32>,
    without: Vec<u32>,
    potential: Vec<i64>,
    /// Of each child, no more than its cheapest arc with the mentor's potential, which only rises: most children need not be looked at again.
    low: Vec<i64>,
    /// Of the search: the shortest way to each mentor, and the edges given up and taken on it.
    way: Vec<i64>,
    left: Vec<u32>,
    came: Vec<u32>,
    settled: Vec<u32>,
    touched: Vec<u32>,
    heap: BinaryHeap<Reverse<(i64, u32)>>,
}

/// An edge as the search reads it.
#[derive(Clone, Copy)]
struct Arc {
    edge: u32,
    mentor: u32,
    cost: i32,
    taken: bool,
}

/// Where a way ends.
#[derive(Clone, Copy)]
enum End {
    /// A mentor takes one more.
    Mentor(u32),
    /// The child that asks goes without.
    Without,
    /// A pair is given up, and its child goes without.
    GiveUp(u32),
}

/// The best pairing of an instance.
pub fn solve(instance: &Instance) -> Pairing {
    let mut solver = Solver::new(instance);
    for child in 0..u32::try_from(instance.children.len()).unwrap_or(NONE) {
        for _ in solver.has[child as usize]..solver.units(child) {
            solver.send(child);
        }
    }
    solver.outcome()
}

impl<'a> Solver<'a> {
    fn new(instance: &'a Instance) -> Self {
        let (children, mentors) = (instance.children.len(), instance.mentors.len());
        let mut starts = vec![0_u32; children + 1];
        for edge in &instance.edges {
            starts[edge.child as usize + 1] += 1;
        }
        for child in 0..children {
            starts[child + 1] += starts[child];
        }
        let mut next = starts.clone();
        let mut arcs = vec![Arc { edge: 0, mentor: 0, cost: 0, taken: false }; instance.edges.len()];
        let (mut place, mut load, mut has) = (vec![0_u32; instance.edges.len()], vec![0; mentors], vec![0; children]);
        for (at, edge) in (0_u32..).zip(&instance.edges) {
            let here = &mut next[edge.child as usize];
            place[at as usize] = *here;
            arcs[*here as usize] = Arc { edge: at, mentor: edge.mentor, cost: i32::try_from(edge.cost.clamp(0, COST_MOST)).unwrap_or(0), taken: edge.locked };
            *here += 1;
            if edge.locked {
                load[edge.mentor as usize] += 1;
                has[edge.child as usize] += 1;
            }
        }
        let mut solver = Self {
            instance,
            starts,
            arcs,
            place,
            free: vec![Vec::new(); mentors],
            load,
            has,
            without: vec![0; children],
            potential: vec![0; mentors],
            low: vec![i64::MIN; children],
            way: vec![i64::MAX; mentors],
            left: vec![NONE; mentors],
            came: vec![NONE; mentors],
            settled: Vec::new(),
            touched: Vec::new(),
            heap: BinaryHeap::new(),
        };
        for mentor in 0..mentors {
            solver.potential[mentor] = solver.next_cost(u32::try_from(mentor).unwrap_or(NONE)).unwrap_or(0);
        }
        solver
    }

    /// How many units a child sends: its most, as far as there are pairs for it, and never fewer than it needs.
    fn units(&self, child: u32) -> u32 {
        let bounds = self.instance.children[child as usize];
        let degree = self.starts[child as usize + 1] - self.starts[child as usize];
        bounds.most.min(degree).max(bounds.least)
    }

    /// What one more child costs a mentor; `None` when the quota is full.
    fn next_cost(&self, mentor: u32) -> Option<i64> {
        let (bounds, load) = (self.instance.mentors[mentor as usize], self.load[mentor as usize]);
        (load < bounds.most).then(|| BALANCE * i64::from(load) - if load < bounds.least { SHORT } else { 0 })
    }

    /// What it costs that one more unit of a child goes without.
    fn without_cost(&self, child: u32) -> i64 {
        let spare = self.units(child).saturating_sub(self.instance.children[child as usize].least);
        if self.without[child as usize] < spare { -EXTRA } else { UNCOVERED }
    }

    /// Looks at the edges of a child from a way of length `base`; `left` is the pair given up for it. `best` falls when a mentor on the way has room.
    fn relax(&mut self, child: u32, left: u32, base: i64, best: &mut i64, end: &mut (End, u32)) {
        if self.low[child as usize] != i64::MIN && base + self.low[child as usize] >= *best {
            return;
        }
        let mut low = i64::MAX / 4;
        for at in self.starts[child as usize]..self.starts[child as usize + 1] {
            let Arc { edge, mentor, cost, taken } = self.arcs[at as usize];
            if taken {
                continue;
            }
            let real = base + i64::from(cost);
            let way = real + self.potential[mentor as usize];
            low = low.min(way - base);
            if way >= self.way[mentor as usize] || way >= *best {
                continue;
            }
            if self.way[mentor as usize] == i64::MAX {
                self.touched.push(mentor);
            }
            self.way[mentor as usize] = way;
            self.left[mentor as usize] = left;
            self.came[mentor as usize] = edge;
            self.heap.push(Reverse((way, mentor)));
            if let Some(next) = self.next_cost(mentor)
                && real + next < *best
            {
                (*best, *end) = (real + next, (End::Mentor(mentor), mentor));
            }
        }
        self.low[child as usize] = low;
    }

    /// Sends one unit of a child along the cheapest way.
    fn send(&mut self, child: u32) {
        let (mut best, mut end) = (self.without_cost(child), (End::Without, NONE));
        self.relax(child, NONE, 0, &mut best, &mut end);
        while let Some(Reverse((way, mentor))) = self.heap.pop() {
            if way >= best {
                break;
            }
            if way > self.way[mentor as usize] {
                continue;
            }
            self.settled.push(mentor);
            let base = way - self.potential[mentor as usize];
            for at in 0..self.free[mentor as usize].len() {
                let pair = self.free[mentor as usize][at];
                let Edge { child: other, cost, .. } = self.instance.edges[pair as usize];
                let back = base - cost;
                let ends = back + self.without_cost(other);
                if ends < best {
                    (best, end) = (ends, (End::GiveUp(pair), mentor));
                }
                self.relax(other, pair, back, &mut best, &mut end);
            }
        }
        for mentor in self.settled.drain(..) {
            let way = self.way[mentor as usize];
            if way < best {
                self.potential[mentor as usize] += best - way;
            }
        }
        self.change(child, end.0, end.1);
        self.heap.clear();
        for mentor in self.touched.drain(..) {
            self.way[mentor as usize] = i64::MAX;
        }
    }

    /// Gives up and takes the pairs on the way found.
    fn change(&mut self, child: u32, end: End, last: u32) {
        match end {
            End::Without => {
                self.without[child as usize] += 1;
                return;
            }
            End::Mentor(mentor) => self.load[mentor as usize] += 1,
            End::GiveUp(pair) => {
                let Edge { child: other, mentor, .. } = self.instance.edges[pair as usize];
                self.drop_pair(mentor, pair);
                self.has[other as usize] -= 1;
                self.without[other as usize] += 1;
            }
        }
        self.has[child as usize] += 1;
        let mut at = last;
        loop {
            let (came, left) = (self.came[at as usize], self.left[at as usize]);
            self.arcs[self.place[came as usize] as usize].taken = true;
            self.free[at as usize].push(came);
            if left == NONE {
                return;
            }
            at = self.instance.edges[left as usize].mentor;
            self.drop_pair(at, left);
        }
    }

    fn drop_pair(&mut self, mentor: u32, pair: u32) {
        self.arcs[self.place[pair as usize] as usize].taken = false;
        self.low[self.instance.edges[pair as usize].child as usize] = i64::MIN;
        self.free[mentor as usize].retain(|one| *one != pair);
    }

    fn outcome(&self) -> Pairing {
        let pairs: Vec<u32> = (0_u32..).zip(&self.place).filter(|(_, place)| self.arcs[**place as usize].taken).map(|(at, _)| at).collect();
        let missing = |bounds: &[Bounds], have: &[u32]| -> Vec<(u32, u32)> {
            let each = (0_u32..).zip(bounds.iter().zip(have)).map(|(at, (bounds, n))| (at, bounds.least.saturating_sub(*n)));
            each.filter(|(_, missing)| *missing > 0).collect()
        };
        Pairing { cost: cost(self.instance, &pairs), uncovered: missing(&self.instance.children, &self.has), short: missing(&self.instance.mentors, &self.load), pairs }
    }
}

/// Rules that cannot hold together: these children and these mentors, and how many pairs are missing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conflict {
    /// Whether the children find too few mentors, or the mentors too few children.
    pub side: Side,
    /// The children.
    pub children: Vec<u32>,
    /// The mentors.
    pub mentors: Vec<u32>,
    /// The smallest change that helps: so many more places of these mentors, or so many fewer asked of them.
    pub missing: u32,
}

/// Which side is left over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// Children without the mentors they need: all mentors who could take them are full.
    Children,
    /// Mentors without the children they are to have: all children who could be theirs are taken where they are needed.
    Mentors,
}

/// Why what is missing is missing: from each child or mentor left over, everyone who could change something and is bound. Those that share somebody are one.
pub fn conflicts(instance: &Instance, pairing: &Pairing) -> Vec<Conflict> {
    let taken: BTreeSet<u32> = pairing.pairs.iter().copied().collect();
    let mut all = gather(instance, &taken, &pairing.uncovered, Side::Children);
    all.extend(gather(instance, &taken, &pairing.short, Side::Mentors));
    all
}

fn gather(instance: &Instance, taken: &BTreeSet<u32>, left_over: &[(u32, u32)], side: Side) -> Vec<Conflict> {
    let mut all: Vec<(BTreeSet<u32>, BTreeSet<u32>, u32)> = Vec::new();
    for (start, missing) in left_over {
        let (mut children, mut mentors) = reached(instance, taken, *start, side);
        let mut missing = *missing;
        while let Some(at) = all.iter().position(|(c, m, _)| !c.is_disjoint(&children) || !m.is_disjoint(&mentors)) {
            let (c, m, n) = all.remove(at);
            children.extend(c);
            mentors.extend(m);
            missing += n;
        }
        all.push((children, mentors, missing));
    }
    all.into_iter().map(|(children, mentors, missing)| Conflict { side, children: children.into_iter().collect(), mentors: mentors.into_iter().collect(), missing }).collect()
}

/// From a child over its pairs to mentors and back over the pairs they have; from a mentor the other way round.
fn reached(instance: &Instance, taken: &BTreeSet<u32>, start: u32, side: Side) -> (BTreeSet<u32>, BTreeSet<u32>) {
    let (mut children, mut mentors) = (BTreeSet::new(), BTreeSet::new());
    if side == Side::Children {
        children.insert(start)
    } else {
        mentors.insert(start)
    };
    loop {
        let before = (children.len(), mentors.len());
        for (at, edge) in (0_u32..).zip(&instance.edges) {
            // A child could be given to a mentor by a pair that is not taken, and be taken from one by a pair that is, unless it is locked.
            let (here, movable) = (taken.contains(&at), taken.contains(&at) && !edge.locked);
            let forward = if side == Side::Children { !here } else { movable };
            let backward = if side == Side::Children { movable } else { !here };
            if forward && children.contains(&edge.child) {
                mentors.insert(edge.mentor);
            }
            if backward && mentors.contains(&edge.mentor) {
                children.insert(edge.child);
            }
        }
        if before == (children.len(), mentors.len()) {
            break;
        }
    }
    if side == Side::Mentors {
        // Those whom these mentors have already are among the children who are too few.
        children.extend(instance.edges.iter().filter(|edge| mentors.contains(&edge.mentor)).map(|edge| edge.child));
    }
    (children, mentors)
}
