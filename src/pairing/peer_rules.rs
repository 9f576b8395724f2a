//! Which classmate helps which child, as well as wishes and willingness allow: the rules of study partners. Pure.
//!
//! A2-08 (the child chooses whom it likes), A7-06 (nobody helps who is not willing), A6-11 (one helper for a child), B3-06 (who is good at what the child wants to learn).
//! No mark, no fact of a family and no reason why a child is listed has a place here.

use std::collections::BTreeMap;

use super::solve::{Bounds, Edge, Instance, solve};
use crate::base::PupilId;

/// Classmates that a child may name.
pub const WISHES_MOST: usize = 3;
/// Children whom a classmate helps at most: more would be a burden (A7-06: one helps one).
pub const HELPS_MOST: u32 = 3;

/// Whether a child was asked to help, and what it said.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Willing {
    /// It would like to.
    Yes,
    /// It would rather not; nobody is pressed.
    No,
    /// Nobody has asked.
    #[default]
    Unasked,
}

impl Willing {
    /// All answers, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Unasked, Self::Yes, Self::No];
    /// The identifier, as stored; its word is `pairing-willing-<identifier>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unasked => "unasked",
        }
    }
    /// The answer with an identifier.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// A child of the class as the proposal sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Child {
    /// Who.
    pub id: PupilId,
    /// Would like a study partner and has none.
    pub needs: bool,
    /// The subject that it would like to learn with somebody; empty when not said.
    pub wants: String,
    /// Whom it likes, first choice first.
    pub wishes: Vec<PupilId>,
    /// Whether it is willing to help.
    pub willing: Willing,
    /// The subject that it likes to explain; empty when not said.
    pub good_at: String,
    /// How many classmates it helps already.
    pub helps: u32,
}

/// Why two are proposed; its word is `pairing-peer-why-<identifier>`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Why {
    /// The child's first, second or third choice.
    Wish(usize),
    /// The child named nobody, and the classmate likes to explain what it wants to learn.
    Subject,
    /// The child named nobody: the teacher asks both.
    Teacher,
}

impl Why {
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Wish(0) => "wish_1",
            Self::Wish(1) => "wish_2",
            Self::Wish(_) => "wish_3",
            Self::Subject => "subject",
            Self::Teacher => "teacher",
        }
    }
    /// How little it suits. One step weighs more than an even load of [`HELPS_MOST`] children.
    const fn cost(self) -> i64 {
        match self {
            Self::Wish(0) => 0,
            Self::Wish(1) => 100,
            Self::Wish(_) => 200,
            Self::Subject => 400,
            Self::Teacher => 500,
        }
    }
}

/// By what a classmate suits a child: `None` when not. Who has named somebody gets nobody else (A2-08).
pub fn suits(child: &Child, helper: &Child) -> Option<Why> {
    if child.id == helper.id || helper.willing != Willing::Yes {
        return None;
    }
    if !child.wishes.is_empty() {
        return child.wishes.iter().position(|wish| *wish == helper.id).map(Why::Wish);
    }
    let explains = !child.wants.is_empty() && child.wants == helper.good_at;
    Some(if explains { Why::Subject } else { Why::Teacher })
}

/// A pair that is proposed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Proposed {
    /// The child.
    pub helped: PupilId,
    /// The classmate.
    pub helper: PupilId,
    /// Why.
    pub why: Why,
}

/// Why a child gets nobody; its word is `pairing-peer-open-<identifier>`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Open {
    /// Nobody whom it named is willing: it may name others.
    NotWilling,
    /// Whoever suits helps as many as allowed.
    Full,
    /// Nobody in the class was asked and said yes.
    Nobody,
}

impl Open {
    /// The identifier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotWilling => "not_willing",
            Self::Full => "full",
            Self::Nobody => "nobody",
        }
    }
}

/// The best proposal for a class: most children get somebody, then the earliest choices count, then the load is even. `most` is how many a classmate helps at most.
/// Gives the pairs and the children who get nobody, each in the order of the class.
pub fn propose(children: &[Child], most: u32) -> (Vec<Proposed>, Vec<(PupilId, Open)>) {
    let needy: Vec<&Child> = children.iter().filter(|child| child.needs).collect();
    let room = |helper: &Child| most.min(HELPS_MOST).saturating_sub(helper.helps);
    let (mut edges, mut whys) = (Vec::new(), Vec::new());
    for (child, asks) in (0..).zip(&needy) {
        for (mentor, helper) in (0..).zip(children) {
            if let Some(why) = suits(asks, helper).filter(|_| room(helper) > 0) {
                edges.push(Edge { child, mentor, cost: why.cost(), locked: false });
                whys.push(why);
            }
        }
    }
    let mentors = children.iter().map(|helper| Bounds { least: 0, most: room(helper) }).collect();
    let instance = Instance { children: vec![Bounds { least: 1, most: 1 }; needy.len()], mentors, edges };
    let mut found: BTreeMap<u32, Proposed> = BTreeMap::new();
    for at in solve(&instance).pairs {
        let edge = instance.edges[at as usize];
        let pair = Proposed { helped: needy[edge.child as usize].id, helper: children[edge.mentor as usize].id, why: whys[at as usize] };
        found.insert(edge.child, pair);
    }
    let open = (0..).zip(&needy).filter(|(at, _)| !found.contains_key(at)).map(|(_, child)| (child.id, open(child, children))).collect();
    (found.into_values().collect(), open)
}

fn open(child: &Child, children: &[Child]) -> Open {
    if children.iter().any(|helper| suits(child, helper).is_some()) {
        Open::Full
    } else if child.wishes.is_empty() {
        Open::Nobody
    } else {
        Open::NotWilling
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::derived;

    fn id(n: u8) -> PupilId {
        derived(&[b"classmate", &[n]])
    }
    fn child(n: u8, wishes: &[u8]) -> Child {
        Child { id: id(n), needs: true, wants: String::new(), wishes: wishes.iter().map(|n| id(*n)).collect(), willing: Willing::Unasked, good_at: String::new(), helps: 0 }
    }
    fn helper(n: u8, willing: Willing) -> Child {
        Child { needs: false, willing, ..child(n, &[]) }
    }
    fn pairs(children: &[Child], most: u32) -> Vec<(PupilId, PupilId, Why)> {
        propose(children, most).0.into_iter().map(|pair| (pair.helped, pair.helper, pair.why)).collect()
    }

    #[test]
    fn the_child_chooses_and_nobody_helps_who_was_not_asked() {
        let class = [child(1, &[3, 4]), child(2, &[5]), helper(3, Willing::Unasked), helper(4, Willing::Yes), helper(5, Willing::No), helper(6, Willing::Yes)];
        assert_eq!(pairs(&class, 2), [(id(1), id(4), Why::Wish(1))], "3 was not asked yet");
        assert_eq!(propose(&class, 2).1, [(id(2), Open::NotWilling)], "6 is willing but was not named: the child names others");
    }

    #[test]
    fn first_choices_give_way_when_more_children_find_somebody_by_it() {
        let class = [child(1, &[3, 4]), child(2, &[3]), helper(3, Willing::Yes), helper(4, Willing::Yes)];
        assert_eq!(pairs(&class, 1), [(id(1), id(4), Why::Wish(1)), (id(2), id(3), Why::Wish(0))]);
        let both = pairs(&class, 2);
        assert_eq!(both, [(id(1), id(3), Why::Wish(0)), (id(2), id(3), Why::Wish(0))], "a wish weighs more than an even load");
    }

    #[test]
    fn who_named_nobody_is_put_beside_who_likes_to_explain_the_subject() {
        let maths = |child: Child| Child { good_at: "maths".into(), ..child };
        let class = [Child { wants: "maths".into(), ..child(1, &[]) }, helper(2, Willing::Yes), maths(helper(3, Willing::Yes))];
        assert_eq!(pairs(&class, 1), [(id(1), id(3), Why::Subject)]);
        assert_eq!(pairs(&[child(1, &[]), helper(2, Willing::Yes)], 1), [(id(1), id(2), Why::Teacher)]);
        assert_eq!(propose(&[child(1, &[]), helper(2, Willing::Unasked)], 1).1, [(id(1), Open::Nobody)]);
    }

    #[test]
    fn two_may_help_each_other_and_nobody_helps_too_many() {
        let both = |n, wish| Child { willing: Willing::Yes, ..child(n, &[wish]) };
        assert_eq!(pairs(&[both(1, 2), both(2, 1)], 1).len(), 2, "learning from each other (B3-06)");
        let full = Child { helps: 1, ..helper(9, Willing::Yes) };
        assert_eq!(propose(&[child(1, &[9]), full], 1), (Vec::new(), vec![(id(1), Open::Full)]));
    }

    /// Every way to give each child one of the helpers or nobody.
    fn brute_force(class: &[Child], most: u32) -> (usize, i64) {
        let needy: Vec<&Child> = class.iter().filter(|child| child.needs).collect();
        let mut best = (0, i64::MAX);
        let ways = class.len() + 1;
        for way in 0..ways.pow(u32::try_from(needy.len()).unwrap()) {
            let (mut rest, mut load, mut count, mut cost, mut fits) = (way, vec![0_u32; class.len()], 0, 0, true);
            for child in &needy {
                let at = rest % ways;
                rest /= ways;
                if at == class.len() {
                    continue;
                }
                match suits(child, &class[at]) {
                    Some(why) if load[at] < most => {
                        cost += why.cost() + super::super::solve::BALANCE * i64::from(load[at]);
                        load[at] += 1;
                        count += 1;
                    }
                    _ => fits = false,
                }
            }
            if fits && (count > best.0 || (count == best.0 && cost < best.1)) {
                best = (count, cost);
            }
        }
        best
    }

    #[test]
    fn no_other_proposal_for_a_class_suits_better() {
        let mut dice = 5_u64;
        let mut roll = |sides: u64| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u8::try_from((dice >> 33) % sides).unwrap()
        };
        for _ in 0..120 {
            let mut class: Vec<Child> = (0..4).map(|n| child(n, &[4 + roll(3), 4 + roll(3)][..usize::from(roll(3))])).collect();
            class.extend((4..7).map(|n| helper(n, Willing::ALL[usize::from(roll(3))])));
            let most = 1 + u32::from(roll(2));
            let found = propose(&class, most).0;
            let mut load: BTreeMap<PupilId, i64> = BTreeMap::new();
            let mut cost = 0;
            for pair in &found {
                let before = load.entry(pair.helper).or_default();
                cost += pair.why.cost() + super::super::solve::BALANCE * *before;
                *before += 1;
            }
            let (count, best) = brute_force(&class, most);
            assert_eq!((found.len(), cost), (count, if count == 0 { 0 } else { best }), "{class:?}");
        }
    }
}
