//! Who may help whom, how well it suits, and how many are asked of each: the rules of the programme as an instance of the solver.
//!
//! A3-04, A3-05, A8-05, A8-06, A8-07, A9-06, A9-18.

use std::collections::{BTreeMap, BTreeSet};

use super::fit_rules::Leanings;
use super::solve::{Bounds, Edge, Instance};
use crate::base::{ClassId, PupilId, StaffId};

/// From, and to where there is an upper bound.
pub type Range = (u32, Option<u32>);

/// The numbers of a programme; what it does not set, it does not ask for.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Numbers {
    /// Pupils of each helper (A9-06).
    pub helper: Option<Range>,
    /// Pupils of each mentor (A8-06).
    pub mentor: Option<Range>,
    /// Pupils of every teacher (A9-18).
    pub teacher: Option<Range>,
    /// Pupils of each subject teacher in the own class (A3-05, B6-08).
    pub subject_teacher: Option<Range>,
    /// Pupils of each leader (A3-04).
    pub leader: Option<Range>,
    /// Mentors of each child (A8-05).
    pub per_child: Option<Range>,
}

/// A child who needs a mentor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Child {
    /// Who.
    pub id: PupilId,
    /// The class.
    pub class: ClassId,
}

/// A member of staff as a mentor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mentor {
    /// Who.
    pub id: StaffId,
    /// Homeroom teacher of these classes.
    pub homeroom: BTreeSet<ClassId>,
    /// Attached to these classes (包班教师).
    pub attached: BTreeSet<ClassId>,
    /// Teaches a subject in these classes.
    pub teaches: BTreeSet<ClassId>,
    /// Belongs to the leadership of the school.
    pub leads: bool,
    /// On leave: gets no new child.
    pub away: bool,
}

/// Why a pair was made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Why {
    /// They were a pair before.
    Before,
    /// The homeroom teacher of the class (A8-07).
    Homeroom,
    /// Attached to the class (A9-02).
    Attached,
    /// Teaches the class.
    Teaches,
    /// A leader of the school (A3-04).
    Leader,
    /// Chosen by hand.
    Hand,
    /// The child wishes for this teacher (A8-07).
    Wished,
    /// Teaches the class and is good at what would help the child (A8-07).
    Strength,
}

impl Why {
    /// The identifier, as stored; its word is `pairing-why-<identifier>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Homeroom => "homeroom",
            Self::Attached => "attached",
            Self::Teaches => "teaches",
            Self::Leader => "leader",
            Self::Hand => "hand",
            Self::Wished => "wished",
            Self::Strength => "strength",
        }
    }
    /// The reason with an identifier.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Before, Self::Homeroom, Self::Attached, Self::Teaches, Self::Leader, Self::Hand, Self::Wished, Self::Strength].into_iter().find(|why| why.code() == code)
    }
    /// How little it suits, for the solver.
    const fn cost(self) -> i64 {
        match self {
            Self::Before | Self::Homeroom | Self::Hand | Self::Wished => 0,
            Self::Attached => 30,
            Self::Teaches | Self::Strength => 60,
            Self::Leader => 150,
        }
    }
}

/// What it costs that two who were a pair are parted.
const PARTED: i64 = 300;
/// What it costs that a mentor other than the homeroom teacher is not known to be good at what would help: more than the step from attached to teaching, so that
/// strengths decide among these, and the homeroom teacher stays first (A8-07).
const UNANSWERED: i64 = 40;
/// What it costs that a child gets somebody else than the teacher it wishes for: more than to part from who helped before.
const UNWISHED: i64 = 400;
/// Who teaches more classes than this (art, PE) is not asked for a least number of children.
const CLASSES_MOST: usize = 6;
/// Mentors of a child at most, where the programme sets no upper bound.
const PER_CHILD_MOST: u32 = 10;

/// How many children a mentor has, and the parameters that say so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quota {
    /// From – to.
    pub bounds: Bounds,
    /// The code of the parameter that sets the least; empty when none does.
    pub least_by: &'static str,
    /// The code of the parameter that sets the most; empty when none does.
    pub most_by: &'static str,
}

impl Numbers {
    /// Whether a mentor may get a child, and by what; `None` when not.
    pub fn suits(&self, child: &Child, mentor: &Mentor) -> Option<Why> {
        if mentor.away {
            return None;
        }
        if mentor.homeroom.contains(&child.class) {
            Some(Why::Homeroom)
        } else if mentor.attached.contains(&child.class) {
            Some(Why::Attached)
        } else if mentor.teaches.contains(&child.class) {
            Some(Why::Teaches)
        } else {
            (mentor.leads && self.leader.is_some()).then_some(Why::Leader)
        }
    }

    /// How many children a mentor has. Where several numbers hold, the tighter one counts; the upper bound wins over the lower.
    pub fn quota(&self, mentor: &Mentor, asked: bool) -> Quota {
        let has_class = !(mentor.homeroom.is_empty() && mentor.attached.is_empty() && mentor.teaches.is_empty());
        let asked = asked && mentor.teaches.len() <= CLASSES_MOST && !mentor.away;
        let mut quota = Quota { bounds: Bounds { least: 0, most: u32::MAX }, least_by: "", most_by: "" };
        let rules = [
            ("helper_pupils", self.helper, true, false),
            ("mentor_pupils", self.mentor, true, true),
            ("teacher_pupils", self.teacher, has_class, true),
            ("subject_teacher_pupils", self.subject_teacher, !mentor.teaches.is_empty(), true),
            ("leader_pupils", self.leader, mentor.leads, true),
        ];
        for (code, range, holds, everybody) in rules {
            let Some((from, to)) = range.filter(|_| holds) else { continue };
            if everybody && asked && from > quota.bounds.least {
                (quota.bounds.least, quota.least_by) = (from, code);
            }
            if to.is_some_and(|to| to < quota.bounds.most) {
                (quota.bounds.most, quota.most_by) = (to.unwrap_or(u32::MAX), code);
            }
        }
        quota.bounds.least = quota.bounds.least.min(quota.bounds.most);
        quota
    }

    /// How many mentors a child needs: one, unless the programme says otherwise; several as well where every teacher is asked to help somebody (A9-18).
    pub fn per_child(&self) -> Bounds {
        let open = if self.teacher.is_some_and(|(from, _)| from > 0) { PER_CHILD_MOST } else { 1 };
        let (least, most) = self.per_child.map_or((1, open), |(from, to)| (from.max(1), to.unwrap_or(PER_CHILD_MOST)));
        Bounds { least, most: most.max(least) }
    }
}

/// What is to be solved, with the reason of each pair.
#[derive(Clone, Debug)]
pub struct Model {
    /// The instance.
    pub instance: Instance,
    /// Why, by edge.
    pub whys: Vec<Why>,
    /// The quota of each mentor.
    pub quotas: Vec<Quota>,
}

/// What a pair costs, and why it is made, from what it suits by.
fn weighed(suits: Why, pair: (PupilId, StaffId), before: &BTreeSet<(PupilId, StaffId)>, leanings: &Leanings) -> (i64, Why) {
    let (was, wished, answers) = (before.contains(&pair), leanings.wished(pair.0, pair.1), leanings.answers(pair.0, pair.1));
    let unanswered = if answers || suits == Why::Homeroom { 0 } else { UNANSWERED };
    let cost = suits.cost() + unanswered + if was { 0 } else { PARTED } + if wished == Some(false) { UNWISHED } else { 0 };
    let known = leanings.needs.get(&pair.0).is_some_and(|needs| !needs.is_empty());
    let why = match suits {
        _ if wished == Some(true) => Why::Wished,
        _ if was => Why::Before,
        Why::Attached | Why::Teaches if answers && known => Why::Strength,
        suits => suits,
    };
    (cost, why)
}

/// The instance of a programme: `fixed` stays, `before` were pairs in an earlier time.
pub fn model(numbers: &Numbers, children: &[Child], mentors: &[Mentor], fixed: &[(PupilId, StaffId)], before: &BTreeSet<(PupilId, StaffId)>, leanings: &Leanings) -> Model {
    let known: BTreeMap<StaffId, u32> = (0..).zip(mentors).map(|(at, mentor)| (mentor.id, at)).collect();
    let fixed: BTreeSet<(PupilId, StaffId)> = fixed.iter().copied().collect();
    let (mut edges, mut whys, mut asked) = (Vec::new(), Vec::new(), vec![false; mentors.len()]);
    for (at, child) in (0..).zip(children) {
        for mentor in mentors {
            let (pair, place) = ((child.id, mentor.id), known[&mentor.id]);
            let (suits, locked) = (numbers.suits(child, mentor), fixed.contains(&pair));
            asked[place as usize] |= suits.is_some();
            let Some(suits) = suits.or_else(|| locked.then_some(Why::Hand)) else { continue };
            let (cost, why) = weighed(suits, pair, before, leanings);
            edges.push(Edge { child: at, mentor: place, cost, locked });
            whys.push(why);
        }
    }
    let mut quotas: Vec<Quota> = mentors.iter().zip(&asked).map(|(mentor, asked)| numbers.quota(mentor, *asked)).collect();
    // Who has left the programme keeps the place until the pair is released.
    for (_, staff) in fixed.iter().filter(|(pupil, _)| children.iter().all(|child| child.id != *pupil)) {
        if let Some(place) = known.get(staff) {
            let bounds = &mut quotas[*place as usize].bounds;
            (bounds.least, bounds.most) = (bounds.least.saturating_sub(1), bounds.most.saturating_sub(1));
        }
    }
    let instance = Instance { children: vec![numbers.per_child(); children.len()], mentors: quotas.iter().map(|quota| quota.bounds).collect(), edges };
    Model { instance, whys, quotas }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::derived;
    use crate::pairing::solve::{conflicts, solve};

    fn class(n: u8) -> ClassId {
        derived(&[b"class", &[n]])
    }
    fn child(n: u8, of: u8) -> Child {
        Child { id: derived(&[b"child", &[n]]), class: class(of) }
    }
    fn teacher(n: u8, homeroom: &[u8], teaches: &[u8]) -> Mentor {
        let of = |all: &[u8]| all.iter().map(|n| class(*n)).collect();
        Mentor { id: derived(&[b"staff", &[n]]), homeroom: of(homeroom), attached: BTreeSet::new(), teaches: of(teaches), leads: false, away: false }
    }
    fn leader(n: u8) -> Mentor {
        Mentor { leads: true, ..teacher(n, &[], &[]) }
    }
    /// Pairs as (child, mentor, why).
    fn pairs(model: &Model) -> Vec<(u32, u32, Why)> {
        solve(&model.instance).pairs.iter().map(|at| (model.instance.edges[*at as usize].child, model.instance.edges[*at as usize].mentor, model.whys[*at as usize])).collect()
    }

    #[test]
    fn the_homeroom_teacher_is_first_choice_and_a_second_child_goes_to_who_has_none() {
        let numbers = Numbers { helper: Some((1, Some(2))), ..Numbers::default() };
        let mentors = [teacher(1, &[1], &[1]), teacher(2, &[], &[1])];
        let model = model(&numbers, &[child(1, 1), child(2, 1), child(3, 1)], &mentors, &[], &BTreeSet::new(), &Leanings::default());
        let found = pairs(&model);
        assert_eq!(found.iter().filter(|(.., why)| *why == Why::Homeroom).count(), 2, "{found:?}");
        assert_eq!(found.iter().filter(|(.., why)| *why == Why::Teaches).count(), 1, "one to one or one to two (A9-06)");
    }

    #[test]
    fn who_helped_last_term_goes_on_before_the_homeroom_teacher() {
        let mentors = [teacher(1, &[1], &[]), teacher(2, &[], &[1])];
        let before = BTreeSet::from([(child(1, 1).id, mentors[1].id)]);
        let model = model(&Numbers::default(), &[child(1, 1)], &mentors, &[], &before, &Leanings::default());
        assert_eq!(pairs(&model), [(0, 1, Why::Before)]);
    }

    #[test]
    fn each_leader_and_each_teacher_has_a_child_where_the_programme_says_so() {
        let numbers = Numbers { leader: Some((1, None)), teacher: Some((1, None)), ..Numbers::default() };
        let mentors = [teacher(1, &[1], &[]), teacher(2, &[], &[1]), leader(3)];
        let model = model(&numbers, &[child(1, 1)], &mentors, &[], &BTreeSet::new(), &Leanings::default());
        assert_eq!(pairs(&model).len(), 3, "one child, several mentors (A8-05)");
        assert_eq!(numbers.suits(&child(1, 2), &mentors[0]), None, "not of the own class");
        assert_eq!(Numbers::default().suits(&child(1, 1), &mentors[2]), None, "leaders only where the programme asks them");
    }

    #[test]
    fn who_is_on_leave_or_teaches_all_classes_is_not_asked() {
        let numbers = Numbers { subject_teacher: Some((2, Some(2))), ..Numbers::default() };
        let (art, away) = (teacher(1, &[], &[1, 2, 3, 4, 5, 6, 7, 8]), Mentor { away: true, ..teacher(2, &[1], &[1]) });
        assert_eq!(numbers.quota(&art, true).bounds, Bounds { least: 0, most: 2 });
        let model = model(&numbers, &[child(1, 1)], &[art, away.clone()], &[], &BTreeSet::new(), &Leanings::default());
        assert_eq!(pairs(&model), [(0, 0, Why::Teaches)]);
        let kept = super::model(&numbers, &[child(1, 1)], std::slice::from_ref(&away), &[(child(1, 1).id, away.id)], &BTreeSet::new(), &Leanings::default());
        assert_eq!(pairs(&kept), [(0, 0, Why::Hand)], "a pair that there is stays through the leave");
    }

    #[test]
    fn the_rule_that_cannot_hold_is_known_by_its_parameter() {
        let numbers = Numbers { subject_teacher: Some((2, Some(2))), per_child: Some((1, Some(1))), ..Numbers::default() };
        let mentors = [teacher(1, &[], &[1]), teacher(2, &[], &[1]), teacher(3, &[], &[1])];
        let children: Vec<Child> = (1..=5).map(|n| child(n, 1)).collect();
        let model = model(&numbers, &children, &mentors, &[], &BTreeSet::new(), &Leanings::default());
        let told = conflicts(&model.instance, &solve(&model.instance));
        assert_eq!((told.len(), told[0].missing, told[0].children.len()), (1, 1, 5));
        assert!(told[0].mentors.iter().all(|at| model.quotas[*at as usize].least_by == "subject_teacher_pupils"));
    }

    /// What is known of strengths and wishes: (child, what helps), (mentor, strengths), (child, wish).
    fn leanings(needs: &[(u8, &'static str)], strengths: &[(u8, &str)], wishes: &[(u8, u8)]) -> Leanings {
        let (pupil, staff) = (|n: u8| child(n, 1).id, |n: u8| teacher(n, &[], &[]).id);
        let mut found = Leanings { wishes: wishes.iter().map(|(one, other)| (pupil(*one), staff(*other))).collect(), ..Leanings::default() };
        for (n, code) in needs {
            found.needs.entry(pupil(*n)).or_default().insert(code);
        }
        for (n, code) in strengths {
            found.strengths.entry(staff(*n)).or_default().insert((*code).to_owned());
        }
        found
    }

    #[test]
    fn a_mentor_good_at_what_helps_is_preferred_and_the_homeroom_teacher_still_comes_first() {
        let attached = Mentor { attached: BTreeSet::from([class(1)]), ..teacher(2, &[], &[]) };
        let mentors = [teacher(1, &[], &[1]), attached, teacher(3, &[], &[1])];
        let known = leanings(&[(1, "listening")], &[(3, "listening"), (1, "sports")], &[]);
        let found = model(&Numbers::default(), &[child(1, 1)], &mentors, &[], &BTreeSet::new(), &known);
        assert_eq!(pairs(&found), [(0, 2, Why::Strength)], "before the attached teacher, of whom nothing is known");
        let homeroom = [&mentors[..], &[teacher(4, &[1], &[])]].concat();
        let found = model(&Numbers::default(), &[child(1, 1)], &homeroom, &[], &BTreeSet::new(), &known);
        assert_eq!(pairs(&found), [(0, 3, Why::Homeroom)], "in principle the homeroom teacher (A8-07)");
    }

    #[test]
    fn the_childs_wish_counts_more_than_the_class_teacher_and_than_who_helped_before() {
        let mentors = [teacher(1, &[1], &[]), teacher(2, &[], &[1])];
        let known = leanings(&[], &[], &[(1, 2)]);
        let before = BTreeSet::from([(child(1, 1).id, mentors[0].id)]);
        for before in [BTreeSet::new(), before] {
            let found = model(&Numbers::default(), &[child(1, 1)], &mentors, &[], &before, &known);
            assert_eq!(pairs(&found), [(0, 1, Why::Wished)]);
        }
        let stranger = leanings(&[], &[], &[(1, 9)]);
        let found = model(&Numbers::default(), &[child(1, 1)], &mentors, &[], &BTreeSet::new(), &stranger);
        assert_eq!(pairs(&found), [(0, 0, Why::Homeroom)], "a wish for somebody who may not be a mentor breaks no rule");
    }
}
