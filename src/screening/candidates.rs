//! verbs: what the newest run of a term found, for whom it concerns (A2-01, A6-04, B4-02).
//!
//! A class teacher reads the own class, a subject teacher of the own classes what lies in the own subject, an office all.

use super::notes::Notes;
use super::reason::Reason;
use super::rule::Rule;
use super::sql::found::{self as sql, Asker, Narrow};
use super::sql::runs::{self, RunRow};
use super::sql::{facts, rules};
use super::{load, running};
use crate::access::{Action, Duty, Permit, ScopeKind, Who, acts};
use crate::base::{ClassId, Error, GradeId, Id, PupilId, Result, RunId, SchoolDate, Stamp, TermId, limits};
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::trail;

/// Who is no longer found, listed at once: more is a page of its own nobody reads.
const GONE_MOST: i64 = 200;

/// A run of a term.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// Its term.
    pub term: TermId,
    /// The day of its seats.
    pub day: SchoolDate,
    /// When it was made.
    pub at: Stamp,
    /// The rules as they were.
    pub rules: Vec<Rule>,
    /// Pupils looked at.
    pub pupils: i64,
    /// Pupils found.
    pub candidates: i64,
    /// What could not be judged, and what to think over.
    pub notes: Notes,
}

/// The newest run of a term, and the one before it.
#[derive(Clone, Debug)]
pub struct Runs {
    /// The newest.
    pub newest: Run,
    /// The one before.
    pub before: Option<Run>,
}

impl Runs {
    fn before_id(&self) -> RunId {
        self.before.as_ref().map_or(RunId::from_uuid(uuid::Uuid::nil()), |run| run.id)
    }
}

/// The newest run of a term by all rules in use, with the one before; `None` before the first.
///
/// # Errors
/// Faults of the database.
pub fn runs(tx: &mut Tx<'_>, term: TermId) -> Result<Option<Runs>> {
    let mut rows = runs::of_term(tx, term, 2)?.into_iter();
    let Some(newest) = rows.next() else { return Ok(None) };
    Ok(Some(Runs { newest: read(newest)?, before: rows.next().map(read).transpose()? }))
}

fn read(row: RunRow) -> Result<Run> {
    let fault = |e: serde_json::Error| Error::fault("a stored run", e);
    let (rules, notes) = (serde_json::from_str(&row.rules).map_err(fault)?, serde_json::from_str(&row.notes).map_err(fault)?);
    Ok(Run { id: row.id, term: row.term, day: row.day, at: row.at, rules, pupils: row.pupils, candidates: row.candidates, notes })
}

/// Which candidates a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of one class.
    pub class: Option<ClassId>,
    /// Of one grade.
    pub grade: Option<GradeId>,
    /// Found by the rule with this place in the run.
    pub rule: Option<u16>,
    /// With a reason in this subject.
    pub subject: Option<String>,
    /// Not found by the run before.
    pub only_new: bool,
}

/// A candidate as a person reads it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Who.
    pub pupil: PupilId,
    /// Name.
    pub name: String,
    /// Seat number.
    pub seat: Option<i64>,
    /// The class.
    pub class: ClassId,
    /// Its name.
    pub class_name: String,
    /// Level of the grade.
    pub level: i64,
    /// The reasons that this person may read.
    pub reasons: Vec<Reason>,
    /// Whether the run before had not found the pupil; false when there was none.
    pub is_new: bool,
}

pub(super) fn asker(who: &Who) -> Asker {
    let scope = who.scope(Action::SeeCandidates);
    Asker { everyone: scope.everyone, staff: scope.staff, day: scope.day, duties: scope.duties }
}

fn narrow(filter: &Filter) -> Narrow {
    let listed = |item: Option<String>| item.map_or_else(|| "%".to_owned(), |item| format!("%,{item},%"));
    let subject = filter.subject.as_ref().map(|s| s.replace(['%', '_', ','], ""));
    Narrow { class: filter.class, grade: filter.grade, rule: listed(filter.rule.map(|r| r.to_string())), subject: listed(subject), only_new: filter.only_new }
}

/// The candidates whom somebody may see, by grade, class and seat, and how many there are.
///
/// # Errors
/// Faults of the database.
pub fn candidates(tx: &mut Tx<'_>, who: &Who, runs: &Runs, filter: &Filter, rows: i64, skip: i64) -> Result<(Vec<Line>, i64)> {
    let (asker, narrow, before) = (asker(who), narrow(filter), runs.before_id());
    let found = sql::list(tx, &asker, runs.newest.id, before, &narrow, rows.clamp(1, limits::ROWS_PER_PAGE_MOST), skip.max(0))?;
    let total = sql::count(tx, &asker, runs.newest.id, before, &narrow)?;
    let mut lines = Vec::with_capacity(found.len());
    for row in found {
        let mut reasons: Vec<Reason> = serde_json::from_str(&row.reasons).map_err(|e| Error::fault("stored reasons", e))?;
        if !row.whole {
            let own = own_subjects(who, row.class);
            reasons.retain(|reason| reason.subject.as_ref().is_some_and(|s| own.contains(&s.code())));
        }
        if !reasons.is_empty() {
            let is_new = runs.before.is_some() && !row.was_before;
            lines.push(Line { pupil: row.pupil, name: row.name, seat: row.seat, class: row.class, class_name: row.class_name, level: row.level, reasons, is_new });
        }
    }
    Ok((lines, total))
}

/// The subjects that somebody teaches in a class.
pub(super) fn own_subjects(who: &Who, class: ClassId) -> Vec<&str> {
    let teaches = |tie: &&crate::access::HeldTie| tie.duty == Duty::SubjectTeacher && tie.scope == ScopeKind::Class && tie.scope_id.uuid() == class.uuid();
    who.ties.iter().filter(teaches).map(|tie| tie.subject.as_str()).collect()
}

/// A pupil whom the run before had found and the newest does not.
#[derive(Clone, Debug)]
pub struct Gone {
    /// Who.
    pub pupil: PupilId,
    /// Name.
    pub name: String,
    /// Seat number.
    pub seat: Option<i64>,
    /// Name of the class.
    pub class_name: String,
}

/// Who is no longer found, of a class or of all whom somebody may see; at most 200.
///
/// # Errors
/// Faults of the database.
pub fn gone(tx: &mut Tx<'_>, who: &Who, runs: &Runs, class: Option<ClassId>) -> Result<Vec<Gone>> {
    if runs.before.is_none() {
        return Ok(Vec::new());
    }
    let rows = sql::gone(tx, &asker(who), runs.newest.id, runs.before_id(), class, GONE_MOST)?;
    Ok(rows.into_iter().map(|(pupil, name, seat, class_name)| Gone { pupil, name, seat, class_name }).collect())
}

/// A class on the page of the screening.
#[derive(Clone, Debug)]
pub struct ClassState {
    /// The class.
    pub class: time::Class,
    /// Pupils in it.
    pub pupils: i64,
    /// Of these, how many have results that count.
    pub with_results: i64,
    /// Candidates whom the asker may see.
    pub caught: i64,
    /// Of these, how many the run before had not found.
    pub fresh: i64,
}

/// The classes of a term that somebody may see candidates of: who has results, who was found.
///
/// # Errors
/// Faults of the database.
pub fn class_states(tx: &mut Tx<'_>, who: &Who, term: &Term, runs: Option<&Runs>) -> Result<Vec<ClassState>> {
    let day = load::day_of(tx.today(), term);
    let (from, until) = load::window(term);
    let filled = facts::with_results(tx, day, from, until)?;
    let caught = match runs {
        Some(runs) => sql::by_class(tx, &asker(who), runs.newest.id, runs.before_id())?,
        None => Vec::new(),
    };
    let (own, grades, all) = (who.classes(Action::SeeCandidates), who.grades(Action::SeeCandidates), who.may_everywhere(Action::SeeCandidates));
    let mut states = Vec::new();
    for class in time::classes(tx, term.year)? {
        if !(all || own.contains(&class.id) || grades.contains(&class.grade)) {
            continue;
        }
        let (pupils, with_results) = filled.get(&class.id).copied().unwrap_or_default();
        let (caught, fresh) = caught.iter().find(|(id, ..)| *id == class.id).map_or((0, 0), |(_, caught, fresh)| (*caught, *fresh));
        states.push(ClassState { pupils, with_results, caught, fresh: if runs.is_some_and(|r| r.before.is_some()) { fresh } else { 0 }, class });
    }
    Ok(states)
}

/// Whether the school has rules of its own yet.
///
/// # Errors
/// Faults of the database.
pub fn has_own_rules(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(!rules::newest(tx)?.is_empty())
}

/// A homeroom teacher has read the candidates of a class: the task ends, nothing is confirmed by it.
///
/// # Errors
/// Faults of the database.
pub fn reviewed(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCandidates>, run: RunId) -> Result<()> {
    let class = permit.class()?;
    trail::end_tasks(tx, permit.who(), running::REVIEW_TASK, class, true)?;
    trail::note(tx, permit.who(), "screening.reviewed", class, &serde_json::json!({ "run": run }))?;
    Ok(())
}

/// Name and seat number of pupils, for a preview that its reader may see.
///
/// # Errors
/// Faults of the database.
pub fn names(tx: &mut Tx<'_>, permit: &Permit<acts::ManageScreening>, pupils: &[PupilId]) -> Result<Vec<(String, Option<i64>)>> {
    if !permit.who().may_everywhere(Action::SeeCandidates) {
        return Ok(Vec::new());
    }
    pupils.iter().map(|pupil| runs::name(tx, *pupil)).collect()
}
