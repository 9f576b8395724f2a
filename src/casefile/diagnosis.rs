//! verbs: what the teachers of a class answer about the causes, and one picture of it. A9-16, B9-07, A5-02; PRACTICE 2: one grid a class, last term prefilled.

use super::cause::{Cause, Nature};
use super::merge::{Answer, Picture, merge};
use super::sight::{Field, Sight};
use super::{id_of, live_file, sight, sql, unsealed};
use crate::access::{Duty, Permit, Who, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, PupilId, Result, RowId, SchoolDate, TermCode};
use crate::roster::time::Term;
use crate::store::Tx;
use crate::trail;

const EVIDENCE: &str = "cause_tick.evidence";
/// What a teacher may say about how much a child needs (B10-01: 程度); the words are `casefile-degree-<code>`.
pub const DEGREES: [&str; 3] = ["light", "some", "much"];

/// A person's answers about one child.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// `light`, `some`, `much` or empty.
    pub degree: String,
    /// Causes with the fact or date that shows each.
    pub ticks: Vec<(Cause, String)>,
    /// The day of the answer, when it was given this term.
    pub day: Option<SchoolDate>,
    /// The earlier term from which it is prefilled.
    pub from_term: Option<TermCode>,
}

/// A sheet with who filled it, for the timeline.
#[derive(Clone, Debug)]
pub struct Filled {
    /// When.
    pub day: SchoolDate,
    /// The part.
    pub part: String,
    /// Who.
    pub name: String,
}

/// The parts of the form that a person fills in a class, by duty: a person with several duties has several parts.
pub fn parts(permit: &Permit<acts::WriteCaseFile>) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for tie in &permit.why().ties {
        let part = match tie.duty {
            Duty::Homeroom => "homeroom",
            Duty::SubjectTeacher => tie.subject.as_str(),
            Duty::ClassAttached => "attached",
            Duty::Counsellor => "counsellor",
            _ => "affairs",
        };
        if !parts.iter().any(|known| known == part) {
            parts.push(part.to_owned());
        }
    }
    parts.sort_by_key(|part| super::merge::ASKED.iter().position(|asked| asked == part).unwrap_or(usize::MAX));
    parts
}

/// What somebody may tick in a part: in the part of a subject nothing about the family, even by the homeroom teacher.
pub fn tickable(sight: &Sight, part: &str) -> Vec<Cause> {
    let around = matches!(part, "homeroom" | "attached" | "counsellor" | "affairs");
    Cause::ALL
        .into_iter()
        .filter(|cause| sight.may_tick(*cause))
        .filter(|cause| match cause.nature() {
            Nature::Lesson => true,
            Nature::Family | Nature::Hardship => around,
            Nature::Mental => part == "counsellor",
        })
        .collect()
}

/// The answers of a term about a child, as far as the holder of the permit may read them.
///
/// # Errors
/// Faults of the database.
pub fn answers(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, term: &Term) -> Result<(Vec<Answer>, Vec<Filled>)> {
    let (pupil, sight) = (permit.pupil()?, sight(permit));
    let (mut answers, mut filled) = (Vec::new(), Vec::new());
    for sheet in sql::sheets(tx, id_of(pupil), term.id)? {
        let author = sheet.staff.to_string();
        let mut answer = Answer {
            part: sheet.part.clone(),
            name: sheet.name.clone(),
            degree: sheet.degree,
            saw_family: matches!(sheet.part.as_str(), "homeroom" | "attached" | "counsellor" | "affairs"),
            ..Answer::default()
        };
        for (cause, evidence) in read_ticks(tx, pupil, sheet.id)? {
            if sight.of(Field::Cause(&sheet.part, &author, cause)) {
                answer.causes.push((cause, evidence));
            } else if cause.nature() == Nature::Mental || sight.subjects.is_none() {
                answer.unread.push(cause);
            }
        }
        let own = author == sight.me || sight.subjects.as_ref().is_none_or(|own| own.contains(&sheet.part));
        if own {
            filled.push(Filled { day: sheet.day, part: sheet.part, name: sheet.name });
            answers.push(answer);
        } else if !answer.unread.is_empty() {
            answers.push(Answer { part: String::new(), name: String::new(), degree: String::new(), causes: Vec::new(), ..answer });
        }
    }
    Ok((answers, filled))
}

/// One picture of a term's answers about a child.
///
/// # Errors
/// Faults of the database.
pub fn picture(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, term: &Term) -> Result<Picture> {
    let (answers, _) = answers(tx, permit, term)?;
    let mut picture = merge(&answers);
    if let Some(own) = permit.why().subjects() {
        // Who reads only the own subject does not learn who has or has not answered in others.
        picture.missing.retain(|part| own.iter().any(|mine| mine == part));
    }
    Ok(picture)
}

fn read_ticks(tx: &mut Tx<'_>, pupil: PupilId, sheet: RowId) -> Result<Vec<(Cause, String)>> {
    let mut ticks = Vec::new();
    for (code, sealed) in sql::ticks(tx, sheet)? {
        if let Ok(cause) = code.parse() {
            ticks.push((cause, unsealed(tx, pupil, EVIDENCE, &sealed)?));
        }
    }
    ticks.sort_by_key(|(cause, _)| *cause);
    Ok(ticks)
}

/// The person's own answers about a child in a part: this term's, else those of the last term in which the person gave any.
///
/// # Errors
/// Faults of the database.
pub fn own(tx: &mut Tx<'_>, who: &Who, pupil: PupilId, term: &Term, part: &str) -> Result<Sheet> {
    let case = id_of(pupil);
    if let Some(sheet) = sql::sheets(tx, case, term.id)?.into_iter().find(|sheet| sheet.staff == who.staff() && sheet.part == part) {
        return Ok(Sheet { degree: sheet.degree, ticks: read_ticks(tx, pupil, sheet.id)?, day: Some(sheet.day), from_term: None });
    }
    match sql::before(tx, case, who.staff(), part, term.code)? {
        Some((id, code, degree, _)) => Ok(Sheet { degree, ticks: read_ticks(tx, pupil, id)?, day: None, from_term: Some(code) }),
        None => Ok(Sheet::default()),
    }
}

/// Name of the field of a tick's evidence.
pub fn evidence_field(pupil: PupilId, cause: Cause) -> String {
    format!("e-{pupil}-{}", cause.code())
}

/// Keeps the answers of one person, in one part, about children of the permit's class. A child about whom nothing changed gets no new sheet. Gives how many did.
///
/// # Errors
/// Denied for a part that is not the person's; not found for a child without a file in the class; problems at the evidence of a tick (missing, too long,
/// a word that hurts) and at a cause that is not this person's to tick.
pub fn answer(tx: &mut Tx<'_>, permit: &Permit<acts::WriteCaseFile>, term: &Term, part: &str, all: &[(PupilId, Sheet)]) -> Result<usize> {
    let class = permit.class()?;
    if !parts(permit).iter().any(|own| own == part) {
        return Err(Error::Denied("casefile-part-not-yours".into()));
    }
    let children = children(tx, permit.who(), class)?;
    let (sight, tickable) = (sight(permit), tickable(&sight(permit), part));
    let mut problems = Problems::default();
    for (pupil, sheet) in all {
        if !children.contains(pupil) || !(sheet.degree.is_empty() || DEGREES.contains(&sheet.degree.as_str())) {
            return Err(Error::NotFound);
        }
        for (cause, evidence) in &sheet.ticks {
            let field = evidence_field(*pupil, *cause);
            if tickable.contains(cause) {
                super::checked(&mut problems, &field, evidence, true);
            } else {
                problems.note(field, "casefile-cause-not-yours");
            }
        }
    }
    problems.end()?;
    let mut changed = 0;
    for (pupil, sheet) in all {
        changed += usize::from(keep(tx, permit.who(), &sight, *pupil, term, part, sheet)?);
    }
    Ok(changed)
}

fn keep(tx: &mut Tx<'_>, who: &Who, sight: &Sight, pupil: PupilId, term: &Term, part: &str, new: &Sheet) -> Result<bool> {
    let case = live_file(tx, who, pupil, sight)?;
    let stored = sql::sheets(tx, case, term.id)?.into_iter().find(|sheet| sheet.staff == who.staff() && sheet.part == part);
    let mut ticks: Vec<(Cause, String)> = new.ticks.iter().map(|(cause, text)| (*cause, text.trim().to_owned())).collect();
    ticks.sort_by_key(|(cause, _)| *cause);
    ticks.dedup_by_key(|(cause, _)| *cause);
    let (old_ticks, old_degree) = match &stored {
        Some(sheet) => (read_ticks(tx, pupil, sheet.id)?, sheet.degree.clone()),
        None => (Vec::new(), String::new()),
    };
    if old_ticks == ticks && old_degree == new.degree {
        return Ok(false);
    }
    let mut sealed = Vec::with_capacity(ticks.len());
    for (cause, evidence) in &ticks {
        sealed.push((cause.code(), tx.vault().seal(pupil, EVIDENCE, evidence)?));
    }
    let row = sql::SheetRow {
        id: tx.new_id(),
        staff: who.staff(),
        name: String::new(),
        part: part.to_owned(),
        degree: new.degree.clone(),
        number: stored.map_or(1, |sheet| sheet.number + 1),
        day: tx.today(),
    };
    sql::insert_sheet(tx, case, term.id, &row, &sealed)?;
    trail::note(tx, who, "casefile.causes", case, &serde_json::json!({ "part": part, "causes": ticks.len() }))?;
    Ok(true)
}

/// The children of a class whose file is live for the person.
///
/// # Errors
/// Faults of the database.
pub fn children(tx: &mut Tx<'_>, who: &Who, class: ClassId) -> Result<Vec<PupilId>> {
    Ok(super::lines(tx, who, Some(class))?.into_iter().map(|line| line.pupil).collect())
}
