//! verbs of assessments: what is assessed, when, for whom and out of how many points; the schemes of bands; the rule on exams (R2, R3).
//!
//! A2-01, A6-04, B4-02: a baseline may belong to the school or to one class of one teacher.

use serde::Serialize;

use super::bands::Scheme;
use super::{classes_of, mark, sql::assessment as sql};
use crate::access::{Action, NewTie, Permit, Subject, Who, acts};
use crate::base::error::Problems;
use crate::base::{AssessmentId, ClassId, Error, Id, ImportId, Msg, Result, RowId, SchoolDate, Stamp, TermId, limits};
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::trail;

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$what:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum $name { $($(#[$what])* $variant),* }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];
            /// The code in the store and in forms.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
            /// The one with a code; `None` when there is none.
            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}
pub(super) use codes;

codes! {
    /// What an assessment is for; its word is `results-kind-<code>`.
    Kind {
        /// 期末: one a term for the school.
        Final = "final",
        /// 摸底: where support begins (A2-01, A6-04).
        Baseline = "baseline",
        /// 平时: in the course of learning.
        Formative = "formative",
    }
}
codes! {
    /// What is written down; its word is `results-scale-<code>`.
    Scale {
        /// Marks.
        Points = "points",
        /// 优, 良, 及格, 待及格.
        Bands = "bands",
    }
}

/// The last grade without paper exams (R2).
pub const LAST_GRADE_WITHOUT_PAPERS: i64 = 2;

/// An assessment.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// Its id.
    pub id: AssessmentId,
    /// Its term.
    pub term: TermId,
    /// The class it belongs to; `None` for the whole school.
    pub class: Option<ClassId>,
    /// Its name.
    pub name: String,
    /// What for.
    pub kind: Kind,
    /// The day.
    pub day: SchoolDate,
    /// What is written down.
    pub scale: Scale,
    /// The filing number of a final (R3); may be empty.
    pub filing_no: String,
}

/// The full mark of one subject for one grade. In an assessment by bands it only says that the subject is assessed.
#[derive(Clone, Debug, PartialEq)]
pub struct FullMark {
    /// Grade 1 to 6.
    pub level: i64,
    /// The subject's code.
    pub subject: String,
    /// Points.
    pub points: f64,
}

/// An assessment to make.
#[derive(Clone, Debug)]
pub struct NewAssessment {
    /// Its term.
    pub term: TermId,
    /// Its name, unique within the term and the class or school.
    pub name: String,
    /// What for.
    pub kind: Kind,
    /// The day, within the term.
    pub day: SchoolDate,
    /// What is written down.
    pub scale: Scale,
    /// The filing number of a final (R3); may be empty.
    pub filing_no: String,
    /// Subjects by grade with their full marks.
    pub fulls: Vec<FullMark>,
    /// The import that brings it.
    pub import: Option<ImportId>,
}

/// Whether the local rule on exams differs from the national one, why, and who said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExamRule {
    /// Whether the school follows a local rule instead.
    pub is_local: bool,
    /// Which.
    pub reason: String,
    /// Who said so; empty before anybody did.
    pub actor: String,
    /// When.
    pub at: Stamp,
}

/// Makes an assessment: of the whole school with a permit on the school, of one class with a permit on the class (then no final).
///
/// # Errors
/// Problems at `name`, `day`, `kind`, `fulls` and `full-<grade>-<subject>`: among them a second final in the term and marks in grades 1 and 2,
/// unless the local rule differs (R2); a subject that the person does not teach.
pub fn create(tx: &mut Tx<'_>, permit: &Permit<acts::EnterResults>, new: &NewAssessment) -> Result<AssessmentId> {
    let class = match permit.subject() {
        Subject::Class(class) => Some(class),
        Subject::School => None,
        other => return Err(Error::Fault(format!("an assessment of {other:?}"))),
    };
    let scope = class.map_or_else(|| NewTie::whole_school(tx), |class| RowId::from_uuid(class.uuid()));
    let mut problems = Problems::default();
    check_head(tx, scope, new, &mut problems)?;
    check_rule(tx, class, new, &mut problems)?;
    check_fulls(tx, permit, class, new, &mut problems)?;
    problems.end()?;
    insert(tx, permit.who(), scope, new)
}

fn check_head(tx: &mut Tx<'_>, scope: RowId, new: &NewAssessment, problems: &mut Problems) -> Result<()> {
    let term = time::term(tx, new.term)?;
    if new.name.trim().is_empty() || new.name.chars().count() > limits::NAME_CHARS {
        problems.note("name", Msg::new("results-name-missing").with("most", limits::NAME_CHARS));
    } else if sql::by_name(tx, new.term, scope, &new.name)?.is_some() {
        problems.note("name", "results-name-taken");
    }
    if !(term.first_day..=term.last_day).contains(&new.day) {
        problems.note("day", Msg::new("results-day-outside").with("from", term.first_day).with("until", term.last_day));
    }
    if new.filing_no.chars().count() > limits::NAME_CHARS {
        problems.note("filing_no", Msg::new("results-filing-long").with("most", limits::NAME_CHARS));
    }
    Ok(())
}

fn check_rule(tx: &mut Tx<'_>, class: Option<ClassId>, new: &NewAssessment, problems: &mut Problems) -> Result<()> {
    if class.is_some() && new.kind == Kind::Final {
        problems.note("kind", "results-final-of-class");
        return Ok(());
    }
    if exam_rule(tx)?.is_local {
        return Ok(());
    }
    if new.kind == Kind::Final && sql::of_term(tx, new.term)?.iter().any(|other| other.kind == Kind::Final && other.class.is_none()) {
        problems.note("kind", "results-second-final");
    }
    if new.scale == Scale::Points {
        for full in new.fulls.iter().filter(|full| full.level <= LAST_GRADE_WITHOUT_PAPERS) {
            problems.note(full_field(full.level, &full.subject), "results-no-papers");
        }
    }
    Ok(())
}

fn check_fulls(tx: &mut Tx<'_>, permit: &Permit<acts::EnterResults>, class: Option<ClassId>, new: &NewAssessment, problems: &mut Problems) -> Result<()> {
    if new.fulls.is_empty() {
        problems.note("fulls", "results-no-subject");
    }
    let levels = class.map(|class| sql::levels_of_class(tx, class)).transpose()?;
    let own = permit.why().subjects();
    for full in &new.fulls {
        let field = full_field(full.level, &full.subject);
        if !(1.0..=mark::FULL_MOST).contains(&full.points) {
            problems.note(field, Msg::new("results-full-outside").with("most", mark::FULL_MOST));
        } else if !(1..=6).contains(&full.level) || levels.as_ref().is_some_and(|levels| !levels.contains(&full.level)) {
            problems.note(field, "results-other-grade");
        } else if own.as_ref().is_some_and(|own| !own.contains(&full.subject)) {
            problems.note(field, "results-other-subject");
        }
    }
    Ok(())
}

/// The field of a form that holds the full mark of a grade and subject.
pub(super) fn full_field(level: i64, subject: &str) -> String {
    format!("full-{level}-{subject}")
}

fn insert(tx: &mut Tx<'_>, who: &Who, scope: RowId, new: &NewAssessment) -> Result<AssessmentId> {
    let id = tx.new_id();
    sql::insert(tx, id, scope, new, &who.tag())?;
    for full in &new.fulls {
        sql::insert_full(tx, id, full)?;
    }
    #[derive(Serialize)]
    struct Made {
        term: TermId,
        scope: RowId,
        subjects: usize,
    }
    trail::note(tx, who, "results.assessment", id, &Made { term: new.term, scope, subjects: new.fulls.len() })?;
    Ok(id)
}

/// The school's assessment of that name and term, made when it is not there; subjects and grades that it lacks are added.
///
/// A sheet that a school already has tells what was, so the rule on exams does not refuse it.
///
/// # Errors
/// A conflict when the sheet has another full mark than the assessment.
pub fn ensure(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, new: &NewAssessment) -> Result<AssessmentId> {
    let scope = NewTie::whole_school(tx);
    let Some(found) = sql::by_name(tx, new.term, scope, &new.name)? else {
        return insert(tx, permit.who(), scope, new);
    };
    let known = sql::full_marks(tx, found.id)?;
    for full in &new.fulls {
        match known.iter().find(|other| other.level == full.level && other.subject == full.subject) {
            Some(other) if (other.points - full.points).abs() > 1e-9 => {
                return Err(Error::Conflict(Msg::new("results-full-differs").with("grade", full.level).with("full", other.points)));
            }
            Some(_) => {}
            None => sql::insert_full(tx, found.id, full)?,
        }
    }
    Ok(found.id)
}

/// An assessment. It holds nothing about children.
///
/// # Errors
/// Not found when there is none.
pub fn assessment(tx: &mut Tx<'_>, id: AssessmentId) -> Result<Assessment> {
    sql::one(tx, id)
}

/// The assessments of a term that somebody may look into, newest first: the school's, and those of classes whose results they see.
///
/// # Errors
/// Faults of the database.
pub fn assessments(tx: &mut Tx<'_>, who: &Who, term: &Term) -> Result<Vec<Assessment>> {
    let classes: Vec<ClassId> = classes_of(tx, who, Action::SeeResults, term.year)?.into_iter().map(|class| class.id).collect();
    let mut all = sql::of_term(tx, term.id)?;
    all.retain(|one| one.class.is_none_or(|class| classes.contains(&class)));
    Ok(all)
}

/// The subjects of an assessment by grade, with their full marks.
///
/// # Errors
/// Faults of the database.
pub fn full_marks(tx: &mut Tx<'_>, id: AssessmentId) -> Result<Vec<FullMark>> {
    sql::full_marks(tx, id)
}

/// The grades taught in a class, in order: more than one in a combined class (复式班).
///
/// # Errors
/// Faults of the database.
pub fn levels_of_class(tx: &mut Tx<'_>, class: ClassId) -> Result<Vec<i64>> {
    sql::levels_of_class(tx, class)
}

/// The scheme of bands of grades 1 to 6: what the school chose, else [`Scheme::ByGrade`].
///
/// # Errors
/// Faults of the database.
pub fn schemes(tx: &mut Tx<'_>) -> Result<[Scheme; 6]> {
    let mut schemes = [Scheme::ByGrade; 6];
    for (level, scheme) in sql::schemes(tx)? {
        if let Some(place) = usize::try_from(level - 1).ok().and_then(|i| schemes.get_mut(i)) {
            *place = scheme;
        }
    }
    Ok(schemes)
}

/// Chooses the schemes of bands of grades 1 to 6; those that stay leave no trace.
///
/// # Errors
/// Faults of the database.
pub fn set_schemes(tx: &mut Tx<'_>, permit: &Permit<acts::ManageSettings>, chosen: &[Scheme; 6]) -> Result<()> {
    let known = schemes(tx)?;
    for (level, (scheme, before)) in (1..).zip(chosen.iter().zip(known)) {
        if *scheme != before {
            let code = Scheme::ALL.iter().find(|(other, _)| other == scheme).map_or("by-grade", |(_, code)| code);
            sql::put_scheme(tx, level, code, &permit.who().tag())?;
            trail::note(tx, permit.who(), "results.band-scheme", tx.school(), &serde_json::json!({ "grade": level, "scheme": code }))?;
        }
    }
    Ok(())
}

/// Whether the local rule on exams differs; the national one holds before anybody said so.
///
/// # Errors
/// Faults of the database.
pub fn exam_rule(tx: &mut Tx<'_>) -> Result<ExamRule> {
    Ok(sql::rule(tx)?.unwrap_or(ExamRule { is_local: false, reason: String::new(), actor: String::new(), at: Stamp(0) }))
}

/// Says whether the local rule on exams differs (R2), and which rule that is.
///
/// # Errors
/// A problem at `reason` when a local rule is not named.
pub fn set_exam_rule(tx: &mut Tx<'_>, permit: &Permit<acts::ManageSettings>, is_local: bool, reason: &str) -> Result<()> {
    let reason = reason.trim();
    if is_local && (reason.chars().count() < 5 || reason.chars().count() > limits::LINE_CHARS) {
        return Err(Error::at("reason", "results-rule-reason"));
    }
    let known = exam_rule(tx)?;
    if known.is_local == is_local && known.reason == reason {
        return Ok(());
    }
    sql::put_rule(tx, is_local, if is_local { reason } else { "" }, &permit.who().tag())?;
    trail::note(tx, permit.who(), "results.exam-rule", tx.school(), &serde_json::json!({ "local": is_local }))?;
    Ok(())
}
