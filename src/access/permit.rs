//! Why somebody may do something to somebody, and the proof of it that a verb asks for.

use std::marker::PhantomData;

use super::action::Act;
use super::level::{self, Level, Levels};
use super::who::HeldTie;
use super::{Action, Duty, ScopeKind, Who, acts, archive, audit, sql};
use crate::base::{ClassId, Error, GradeId, Id, Msg, PupilId, Result, RowId, StaffId, Stamp, limits};
use crate::store::Tx;

/// Whom or what an action concerns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// The school as a whole.
    School,
    /// A grade.
    Grade(GradeId),
    /// A class.
    Class(ClassId),
    /// A pupil.
    Pupil(PupilId),
    /// A village.
    Village(RowId),
}

impl From<PupilId> for Subject {
    fn from(id: PupilId) -> Self {
        Self::Pupil(id)
    }
}
impl From<ClassId> for Subject {
    fn from(id: ClassId) -> Self {
        Self::Class(id)
    }
}
impl From<GradeId> for Subject {
    fn from(id: GradeId) -> Self {
        Self::Grade(id)
    }
}

impl Subject {
    /// The id as the audit chain writes it: empty for the school.
    pub fn tag(&self) -> String {
        match self {
            Self::School => String::new(),
            Self::Grade(id) => id.to_string(),
            Self::Class(id) => id.to_string(),
            Self::Pupil(id) => id.to_string(),
            Self::Village(id) => id.to_string(),
        }
    }
}

/// A reason why somebody may: the duty, what it is held towards, and until when.
#[derive(Clone, Debug)]
pub struct Why {
    /// The duties that allow it, most specific first. Empty for an operator and for broken glass.
    pub ties: Vec<HeldTie>,
    /// Whether the person broke the glass.
    pub broken_glass: bool,
    /// What may be shown.
    pub levels: Levels,
}

impl Why {
    /// The subjects that the reason is limited to; `None` when it is not limited to any.
    pub fn subjects(&self) -> Option<Vec<String>> {
        let limited = !self.ties.is_empty() && self.ties.iter().all(|tie| tie.duty == Duty::SubjectTeacher);
        limited.then(|| self.ties.iter().map(|tie| tie.subject.clone()).collect())
    }
}

/// The proof that `A` is allowed to somebody on a subject, in this transaction's school. Only this room makes it.
#[derive(Debug)]
pub struct Permit<A> {
    who: Who,
    subject: Subject,
    why: Why,
    act: PhantomData<A>,
}

impl<A: Act> Permit<A> {
    /// Asks whether somebody may do `A` to a subject.
    ///
    /// # Errors
    /// [`Error::NotFound`] when not: who may not see a child may not learn that it exists.
    /// [`Error::Denied`] for the school as a whole, whose existence is no secret.
    pub fn ask(tx: &mut Tx<'_>, who: &Who, subject: impl Into<Subject>) -> Result<Self> {
        let subject = subject.into();
        match why(tx, who, A::ACTION, subject)? {
            Some(why) => Ok(Self { who: who.clone(), subject, why, act: PhantomData }),
            None if subject == Subject::School => Err(Error::Denied(Msg::new("access-denied"))),
            None => Err(Error::NotFound),
        }
    }

    /// Who may.
    pub fn who(&self) -> &Who {
        &self.who
    }
    /// On whom or what.
    pub fn subject(&self) -> Subject {
        self.subject
    }
    /// Why.
    pub fn why(&self) -> &Why {
        &self.why
    }
    /// What may be shown.
    pub fn levels(&self) -> Levels {
        self.why.levels
    }
    /// The pupil whom it concerns.
    ///
    /// # Errors
    /// A fault when the permit concerns something else: a mistake in the program.
    pub fn pupil(&self) -> Result<PupilId> {
        match self.subject {
            Subject::Pupil(id) => Ok(id),
            other => Err(Error::Fault(format!("a permit for {other:?} was used for a pupil"))),
        }
    }
    /// The village that it concerns.
    ///
    /// # Errors
    /// A fault when the permit concerns something else: a mistake in the program.
    pub fn village(&self) -> Result<RowId> {
        match self.subject {
            Subject::Village(id) => Ok(id),
            other => Err(Error::Fault(format!("a permit for {other:?} was used for a village"))),
        }
    }
    /// The class that it concerns.
    ///
    /// # Errors
    /// A fault when the permit concerns something else: a mistake in the program.
    pub fn class(&self) -> Result<ClassId> {
        match self.subject {
            Subject::Class(id) => Ok(id),
            other => Err(Error::Fault(format!("a permit for {other:?} was used for a class"))),
        }
    }
}

const ALL_LEVELS: Levels = Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Economic, Level::Psychological, Level::Identity]);

/// Why somebody may do something to a subject; `None` when they may not. Access is denied by default.
///
/// # Errors
/// Faults of the database.
pub fn why(tx: &mut Tx<'_>, who: &Who, action: Action, subject: Subject) -> Result<Option<Why>> {
    if who.school != tx.school() {
        return Err(Error::Fault("somebody of one school asked in another".into()));
    }
    if !sql::exists(tx, subject)? {
        return Ok(None);
    }
    if who.is_operator() {
        return Ok(Some(Why { ties: Vec::new(), broken_glass: false, levels: ALL_LEVELS }));
    }
    let mut shut = false;
    let mut ties: Vec<HeldTie> = match subject {
        Subject::School => Vec::new(),
        Subject::Grade(id) => held(who, ScopeKind::Grade, id.uuid()),
        Subject::Village(id) => held(who, ScopeKind::Village, id.uuid()),
        Subject::Class(id) => {
            let mut ties = held(who, ScopeKind::Class, id.uuid());
            for grade in sql::grades_of_class(tx, id)? {
                ties.extend(held(who, ScopeKind::Grade, grade.uuid()));
            }
            ties
        }
        Subject::Pupil(id) => {
            let ids = sql::ties_to_pupil(tx, who.staff(), id, who.today)?;
            // A child whom nobody has in a class any more: its file may be shut.
            shut = ids.is_empty() && archive::shut(tx, who, id)?;
            if shut && archive::waits(action) {
                return Ok(None);
            }
            who.ties.iter().filter(|tie| ids.contains(&tie.id)).cloned().collect()
        }
    };
    ties.extend(who.ties.iter().filter(|tie| tie.scope == ScopeKind::School).cloned());
    ties.retain(|tie| action.allowed_to(tie.duty));
    let mut levels = ties.iter().fold(Levels::NONE, |all, tie| all.and(level::levels(tie.duty)));
    if shut {
        levels = levels.within(archive::shut_levels());
    }
    let mut broken = false;
    if let (Subject::Pupil(id), Action::SeePupil | Action::SeeFamily) = (subject, action) {
        broken = broken_glass(tx, who, id)?.is_some();
        if broken {
            levels = levels.and(ALL_LEVELS);
        }
    }
    Ok((broken || !ties.is_empty()).then_some(Why { ties, broken_glass: broken, levels }))
}

fn held(who: &Who, scope: ScopeKind, id: uuid::Uuid) -> Vec<HeldTie> {
    who.ties.iter().filter(|tie| tie.scope == scope && tie.scope_id == RowId::from_uuid(id)).cloned().collect()
}

/// Whether there is such a pupil, class or grade in this school. Says nothing about who may see it: ask before you tell.
///
/// # Errors
/// Faults of the database.
pub fn is_known(tx: &mut Tx<'_>, subject: Subject) -> Result<bool> {
    sql::exists(tx, subject)
}

/// Everyone who can see a child today, and why: for the page "who can see this child".
///
/// # Errors
/// Faults of the database.
pub fn readers_of(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<Vec<(StaffId, Duty, String, crate::base::SchoolDate)>> {
    let all = sql::readers_of(tx, permit.pupil()?, permit.who().today)?;
    Ok(all.into_iter().filter(|(_, duty, ..)| Action::SeePupil.allowed_to(*duty)).collect())
}

/// Longest time for which glass stays broken, in milliseconds.
pub const GLASS_MS: i64 = 3 * 3_600_000;

/// Opens a child's page to a member of staff without a tie, for a written reason, for at most three hours. Leaders only; cannot be disabled;
/// the caller tells the child's homeroom teacher.
///
/// # Errors
/// A problem at `reason` when it says too little; denied to who has no leading duty.
pub fn break_glass(tx: &mut Tx<'_>, who: &Who, pupil: PupilId, reason: &str) -> Result<Stamp> {
    let leads = [Duty::Principal, Duty::Leader, Duty::GradeSponsor, Duty::Counsellor].into_iter().any(|duty| who.holds(duty));
    if !leads || !sql::exists(tx, Subject::Pupil(pupil))? {
        return Err(Error::NotFound);
    }
    let reason = reason.trim();
    if reason.chars().count() < 5 || reason.chars().count() > limits::LINE_CHARS {
        return Err(Error::at("reason", "access-glass-reason"));
    }
    let until = Stamp(tx.now().0 + GLASS_MS);
    sql::insert_glass(tx, who.staff(), pupil, reason, until)?;
    audit::append(tx, &audit::Entry::of(who, "BreakGlass").subject(Subject::Pupil(pupil)).levels(ALL_LEVELS))?;
    Ok(until)
}

/// Until when the glass of a child's page is broken for somebody, if it is.
///
/// # Errors
/// Faults of the database.
pub fn broken_glass(tx: &mut Tx<'_>, who: &Who, pupil: PupilId) -> Result<Option<Stamp>> {
    let now = tx.now();
    sql::glass_until(tx, who.staff(), pupil, now)
}
