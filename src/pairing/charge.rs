//! verbs: who takes charge of which class and which child (A5-04 承包责任制): a member of the administration takes a class, homeroom and subject teachers take children.
//!
//! Nothing is entered here: the class comes from the posts of the staff, the child from its pairs. What is missing is named.

use std::collections::{BTreeMap, BTreeSet};

use super::sql;
use crate::access::{Act, Duty, Permit, ScopeKind};
use crate::base::{ClassId, GradeId, Id, PupilId, Result, StaffId};
use crate::casefile;
use crate::programme::in_force;
use crate::roster::people::{self, Helper, Post, helper_by};
use crate::roster::time::{Class, Term};
use crate::store::Tx;

/// A child who is supported, and the teachers who take charge of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildCharge {
    /// Who.
    pub pupil: PupilId,
    /// Name.
    pub name: String,
    /// Seat.
    pub seat: Option<i64>,
    /// Homeroom, attached and subject teachers of the class who help it; empty is a gap.
    pub teachers: Vec<String>,
    /// Others who help it, such as leaders.
    pub others: Vec<String>,
}

/// A class and who takes charge of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// The class.
    pub class: ClassId,
    /// Its name.
    pub name: String,
    /// Members of the administration attached to the class; empty is a gap.
    pub leaders: Vec<String>,
    /// The sponsor leaders of the grade, who stand in while nobody of the administration has the class.
    pub sponsors: Vec<String>,
    /// The homeroom teacher; empty is a gap.
    pub homeroom: Vec<String>,
    /// The supported children, by seat.
    pub children: Vec<ChildCharge>,
}

impl Charge {
    /// How many things are missing: a leader, a homeroom teacher, a teacher for a child.
    pub fn gaps(&self) -> usize {
        usize::from(self.leaders.is_empty()) + usize::from(self.homeroom.is_empty()) + self.children.iter().filter(|child| child.teachers.is_empty()).count()
    }
}

/// The posts of a day by what they are held towards.
struct Posts {
    all: Vec<Post>,
    /// Who belongs to the administration: leaders and the offices of the school.
    administration: BTreeSet<StaffId>,
}

impl Posts {
    fn of(tx: &mut Tx<'_>) -> Result<Self> {
        let today = tx.today();
        let all = people::posts_on(tx, today)?;
        let leads = |post: &&Post| matches!(helper_by(post.duty), Some(Helper::Leader | Helper::Council));
        let administration = all.iter().filter(leads).map(|post| post.staff).collect();
        Ok(Self { all, administration })
    }
    fn towards(&self, scope: ScopeKind, id: uuid::Uuid, duties: &[Duty]) -> impl Iterator<Item = &Post> {
        self.all.iter().filter(move |post| post.scope == scope && post.scope_id.uuid() == id && duties.contains(&post.duty))
    }
    fn names<'a>(posts: impl Iterator<Item = &'a Post>) -> Vec<String> {
        posts.map(|post| post.name.clone()).collect::<BTreeSet<_>>().into_iter().collect()
    }
    fn leaders(&self, class: ClassId) -> Vec<String> {
        Self::names(self.towards(ScopeKind::Class, class.uuid(), &[Duty::ClassAttached]).filter(|post| self.administration.contains(&post.staff)))
    }
    fn sponsors(&self, grade: GradeId) -> Vec<String> {
        Self::names(self.towards(ScopeKind::Grade, grade.uuid(), &[Duty::GradeSponsor]))
    }
    fn homeroom(&self, class: ClassId) -> Vec<String> {
        Self::names(self.towards(ScopeKind::Class, class.uuid(), &[Duty::Homeroom]))
    }
    fn teaches(&self, class: ClassId, staff: StaffId) -> bool {
        self.towards(ScopeKind::Class, class.uuid(), &[Duty::Homeroom, Duty::ClassAttached, Duty::SubjectTeacher]).any(|post| post.staff == staff)
    }
}

/// The charges of classes, as far as the reader may know of the children.
///
/// # Errors
/// Faults of the database.
pub fn charges<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, term: &Term, classes: &[Class]) -> Result<Vec<Charge>> {
    let (posts, today) = (Posts::of(tx)?, tx.today());
    let mut known: BTreeMap<PupilId, (ClassId, String, Option<i64>)> = BTreeMap::new();
    for programme in in_force(tx, term.id)? {
        for one in casefile::of_programme(tx, permit.who(), programme.id)? {
            known.insert(one.confirmation.pupil, (one.class, one.name, one.seat));
        }
    }
    let mut helpers: BTreeMap<PupilId, BTreeSet<(StaffId, String)>> = BTreeMap::new();
    for pair in sql::on_day(tx, today)? {
        helpers.entry(pair.pupil).or_default().insert((pair.staff, pair.staff_name));
    }
    let charge = |class: &Class| {
        let child = |(pupil, (_, name, seat)): (&PupilId, &(ClassId, String, Option<i64>))| {
            let (teachers, others): (Vec<_>, Vec<_>) = helpers.get(pupil).into_iter().flatten().cloned().partition(|(staff, _)| posts.teaches(class.id, *staff));
            let names = |all: Vec<(StaffId, String)>| all.into_iter().map(|(_, name)| name).collect();
            ChildCharge { pupil: *pupil, name: name.clone(), seat: *seat, teachers: names(teachers), others: names(others) }
        };
        let mut children: Vec<ChildCharge> = known.iter().filter(|(_, (of, ..))| *of == class.id).map(child).collect();
        children.sort_by_key(|child| (child.seat.is_none(), child.seat, child.name.clone()));
        Charge { class: class.id, name: class.name.clone(), leaders: posts.leaders(class.id), sponsors: posts.sponsors(class.grade), homeroom: posts.homeroom(class.id), children }
    };
    Ok(classes.iter().map(charge).collect())
}
