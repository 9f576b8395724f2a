//! Who helps whom (结对): staff and children in a programme, proposed as well as the rules allow, accepted in one act, with first and last day.
//!
//! A3-04 (each leader), A3-05 (exactly two of the own class), A8-05, A8-06 (one or several mentors, a quota), A8-07 (homeroom preferred, strengths, the child's wish, continuity), A8-08 (for a
//! school year), A9-06 (one to one or one to two), A9-18 (every teacher). A pair opens the mentor's tie to the child, its release closes it.
//!
//! B6-02, B1-06 (the homeroom teacher arranges the helpers of a child).
//!
//! Volunteers from outside: B5-02, B1-08. Responsibility letters: A9-02, A1-12. A5-04 (who takes charge of a class and of a child).
//!
//! Study partners: A2-07, A2-08 (the child chooses), A2-09, A7-06 (willing), A6-08, A6-11 (one helper, led by a teacher), B2-03, B2-04, B3-06. A partner sees nothing of anybody.

pub mod charge;
mod draft;
pub mod export;
pub mod fit;
pub mod fit_rules;
pub mod groups;
pub mod pages;
pub mod pairs;
pub mod peer_rules;
pub mod peers;
pub mod rules;
pub mod slots;
pub mod solve;
#[cfg(test)]
mod solve_tests;
mod sql;
pub mod unite;
pub mod volunteers;
pub mod wording;

use std::collections::{BTreeMap, BTreeSet};

pub use draft::{Line, Solved, accept, drop_line, lines, lock, propose, put, relieve, solved};

use crate::access::{Duty, Permit, ScopeKind, acts};
use crate::base::{ClassId, Error, Id, Msg, PupilId, Result, SchoolDate, StaffId};
use crate::casefile;
use crate::programme::programmes::Programme;
use crate::programme::value::Range;
use crate::programme::{Param, in_force};
use crate::roster::leave;
use crate::roster::people::{self, Helper, helper_by};
use crate::roster::time::{self, Term};
use crate::store::Tx;
use fit_rules::Leanings;
use rules::{Child, Mentor, Model, Numbers, Quota};
use solve::Bounds;
use sql::Span;

/// A child of the programme, for the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildFacts {
    /// Who and where.
    pub child: Child,
    /// Name.
    pub name: String,
    /// Seat.
    pub seat: Option<i64>,
    /// Name of the class.
    pub class_name: String,
}

/// Everything that the pairing of a programme rests on today.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The programme.
    pub programme: Programme,
    /// The term.
    pub term: Term,
    /// Last day of the pairs: the term's, or the school year's (A8-08).
    pub until: SchoolDate,
    /// Its numbers.
    pub numbers: Numbers,
    /// The children whom it serves, by class and seat.
    pub children: Vec<ChildFacts>,
    /// The staff who may be mentors, by name.
    pub mentors: Vec<Mentor>,
    /// Their names.
    pub names: BTreeMap<StaffId, String>,
    /// Who were pairs before.
    pub before: BTreeSet<(PupilId, StaffId)>,
    /// Strengths of mentors, needs and wishes of children.
    pub leanings: Leanings,
    /// Children fewer and more than the programme says, as accepted for a mentor.
    pub reliefs: BTreeMap<StaffId, (u32, u32)>,
    /// Whom a pair binds now.
    pub fixed: Vec<(PupilId, StaffId)>,
}

impl Scene {
    const fn span(&self) -> Span {
        Span { programme: self.programme.id, until: self.until }
    }
    /// A child of the programme.
    pub fn child(&self, pupil: PupilId) -> Option<&ChildFacts> {
        self.children.iter().find(|facts| facts.child.id == pupil)
    }
    /// Somebody who may be a mentor.
    pub fn mentor(&self, staff: StaffId) -> Option<&Mentor> {
        self.mentors.iter().find(|mentor| mentor.id == staff)
    }
    /// The instance, with the given pairs kept beside those that there are.
    pub fn model(&self, kept: &[(PupilId, StaffId)]) -> Model {
        let children: Vec<Child> = self.children.iter().map(|facts| facts.child).collect();
        let fixed: Vec<(PupilId, StaffId)> = self.fixed.iter().chain(kept).copied().collect();
        let mut model = rules::model(&self.numbers, &children, &self.mentors, &fixed, &self.before, &self.leanings);
        for (place, mentor) in self.mentors.iter().enumerate() {
            self.relieved(mentor.id, &mut model.quotas[place].bounds);
            self.relieved(mentor.id, &mut model.instance.mentors[place]);
        }
        model
    }
    /// How many children a mentor has at most; as many as there are where the programme says nothing.
    pub fn quota(&self, mentor: &Mentor) -> Quota {
        let mut quota = self.numbers.quota(mentor, true);
        self.relieved(mentor.id, &mut quota.bounds);
        quota
    }
    /// Bounds with what was accepted for a mentor.
    pub(in crate::pairing) fn relieved(&self, staff: StaffId, bounds: &mut Bounds) {
        if let Some((fewer, more)) = self.reliefs.get(&staff) {
            (bounds.least, bounds.most) = (bounds.least.saturating_sub(*fewer), bounds.most.saturating_add(*more));
        }
    }
    /// Why the pair may not be made, or by what it suits.
    ///
    /// # Errors
    /// Not found when the child is not in the programme or the person is no mentor; a problem at `staff` that says which rule forbids it.
    pub fn suits(&self, pupil: PupilId, staff: StaffId) -> Result<rules::Why> {
        let (facts, mentor) = (self.child(pupil).ok_or(Error::NotFound)?, self.mentor(staff).ok_or(Error::NotFound)?);
        if mentor.away {
            return Err(Error::at("staff", "pairing-mentor-away"));
        }
        let why = self.numbers.suits(&facts.child, mentor).ok_or_else(|| Error::at("staff", "pairing-mentor-not-of-class"))?;
        Ok(match self.leanings.wished(pupil, staff) {
            Some(true) => rules::Why::Wished,
            _ if self.before.contains(&(pupil, staff)) => rules::Why::Before,
            _ => why,
        })
    }
}

fn range(range: Option<Range>) -> Option<rules::Range> {
    let small = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    range.map(|range| (small(range.from), range.to.map(small)))
}

fn numbers(programme: &Programme) -> Numbers {
    let of = |param| range(programme.values.range(param));
    Numbers {
        helper: of(Param::HelperPupils),
        mentor: of(Param::MentorPupils),
        teacher: of(Param::TeacherPupils),
        subject_teacher: of(Param::SubjectTeacherPupils),
        leader: of(Param::LeaderPupils),
        per_child: of(Param::MentorsPerChild),
    }
}

/// The staff of a day who may be mentors, by name, and their names.
fn mentors(tx: &mut Tx<'_>, day: SchoolDate) -> Result<(Vec<Mentor>, BTreeMap<StaffId, String>)> {
    let mut found: BTreeMap<(String, StaffId), Mentor> = BTreeMap::new();
    let away: BTreeSet<StaffId> = leave::leaves_on(tx, day)?.into_iter().filter(|leave| leave.kind == leave::LeaveKind::Leave).map(|leave| leave.staff).collect();
    for post in people::posts_on(tx, day)? {
        let leads = helper_by(post.duty) == Some(Helper::Leader);
        if post.scope != ScopeKind::Class && !leads {
            continue;
        }
        let empty = || Mentor { id: post.staff, homeroom: BTreeSet::new(), attached: BTreeSet::new(), teaches: BTreeSet::new(), leads: false, away: away.contains(&post.staff) };
        let mentor = found.entry((post.name.clone(), post.staff)).or_insert_with(empty);
        let class = ClassId::from_uuid(post.scope_id.uuid());
        match post.duty {
            Duty::Homeroom => _ = mentor.homeroom.insert(class),
            Duty::ClassAttached => _ = mentor.attached.insert(class),
            Duty::SubjectTeacher => _ = mentor.teaches.insert(class),
            _ => mentor.leads |= leads,
        }
    }
    let names = found.keys().map(|(name, id)| (*id, name.clone())).collect();
    Ok((found.into_values().collect(), names))
}

/// The last day of the pairs of a programme made in a term: the year's where the programme lasts a year (A8-08).
fn until(tx: &mut Tx<'_>, programme: &Programme, term: &Term) -> Result<SchoolDate> {
    if !programme.lasts_a_year() {
        return Ok(term.last_day);
    }
    Ok(time::terms(tx)?.into_iter().filter(|other| other.year == term.year).map(|other| other.last_day).max().unwrap_or(term.last_day))
}

/// The programmes that pair children with staff in a term: those that serve somebody and are in force.
///
/// # Errors
/// Not found when there is no such term.
pub fn programmes(tx: &mut Tx<'_>, term: &Term) -> Result<Vec<Programme>> {
    in_force(tx, term.id)
}

/// What the pairing of a programme in a term rests on.
///
/// # Errors
/// Not found when the programme is not in force in the term; a conflict when the term is over.
pub fn scene(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePairing>, programme: crate::base::ProgrammeId, term: &Term) -> Result<Scene> {
    let today = tx.today();
    let programme = in_force(tx, term.id)?.into_iter().find(|one| one.id == programme).ok_or(Error::NotFound)?;
    let until = until(tx, &programme, term)?;
    if until < today {
        return Err(Error::Conflict(Msg::new("pairing-term-over").with("term", term.code)));
    }
    let known = casefile::of_programme(tx, permit.who(), programme.id)?;
    let leanings = fit::leanings(tx, known.iter().map(|one| (one.confirmation.pupil, one.confirmation.category.as_str(), one.confirmation.kind.as_str())))?;
    let children = known.into_iter().map(|known| ChildFacts {
        child: Child { id: known.confirmation.pupil, class: known.class },
        name: known.name,
        seat: known.seat,
        class_name: known.class_name,
    });
    let children: Vec<ChildFacts> = children.collect();
    let (mut mentors, mut names) = mentors(tx, today)?;
    let span = Span { programme: programme.id, until };
    let pairs = sql::of_programme(tx, span)?;
    for pair in &pairs {
        // Who helps on without a post of today keeps the pair until it is released.
        if names.insert(pair.staff, pair.staff_name.clone()).is_none() {
            mentors.push(Mentor { id: pair.staff, homeroom: BTreeSet::new(), attached: BTreeSet::new(), teaches: BTreeSet::new(), leads: false, away: true });
        }
    }
    let fixed = pairs.iter().map(|pair| (pair.pupil, pair.staff)).collect();
    let before = sql::before(tx, span)?.into_iter().collect();
    let small = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let reliefs = sql::reliefs(tx, span)?.into_iter().map(|(staff, fewer, more)| (staff, (small(fewer), small(more)))).collect();
    Ok(Scene { numbers: numbers(&programme), programme, term: term.clone(), until, children, mentors, names, before, leanings, reliefs, fixed })
}
