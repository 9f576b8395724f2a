//! verbs: somebody thinks of a child. B8-03: teacher, parent and the child; also the grandmother, by staff on their behalf, from a paper strip or a link.
//!
//! Reasons are codes; own words are sealed under the child's key, and read by those who lead the class and by who wrote them. A8-02…04, B8-04.

use std::collections::HashSet;

use super::observation::{leads, term_of};
use super::observation_signs::{AnswerKind, Heard, Source, Worry};
use super::sql::nomination::{self as sql, NominationRow, NominationToWrite};
use super::sql::observation::seated;
use crate::access::{Duty, Permit, Who, acts, readers_of};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Msg, PupilId, Result, RowId, SchoolDate, Sealed, TermId, limits};
use crate::store::Tx;
use crate::trail;

/// Where the own words are sealed.
const WORDS: &str = "nomination.words";
/// Where the words of an answer are sealed.
const ANSWER_WORDS: &str = "nomination_answer.words";
/// The task that asks a counsellor to look after a child whose mood somebody thinks of.
pub const MOOD_TASK: &str = "screening-mood";
/// Days within which the counsellor looks.
const MOOD_DAYS: i64 = 3;
/// How far back a nomination can be dated.
const DAYS_BACK: i64 = 120;

/// A nomination as it is typed.
#[derive(Clone, Debug)]
pub struct NewNomination {
    /// The child.
    pub pupil: PupilId,
    /// Who thinks of it.
    pub source: Source,
    /// How it was heard.
    pub heard: Heard,
    /// Why, as codes.
    pub reasons: Vec<Worry>,
    /// Own words; may be empty.
    pub words: String,
    /// When.
    pub day: SchoolDate,
}

/// A nomination as a person reads it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its id.
    pub id: RowId,
    /// The child.
    pub pupil: PupilId,
    /// Name.
    pub name: String,
    /// Seat number.
    pub seat: Option<i64>,
    /// Who thinks of it.
    pub source: Source,
    /// How it was heard.
    pub heard: Heard,
    /// Why.
    pub reasons: Vec<Worry>,
    /// Own words, for those who may read them.
    pub words: Option<Sealed<String>>,
    /// When.
    pub day: SchoolDate,
    /// Who wrote it down; empty when the family did by a link.
    pub by: String,
    /// What the class answered, with its words.
    pub answer: Option<(AnswerKind, Option<Sealed<String>>)>,
}

/// The reasons as they are stored: `,homework,mood,`.
fn codes(reasons: &[Worry]) -> String {
    let mut once: Vec<Worry> = reasons.to_vec();
    once.sort();
    once.dedup();
    once.iter().fold(String::from(","), |list, reason| list + reason.code() + ",")
}

fn check(new: &NewNomination, at: usize, today: SchoolDate, problems: &mut Problems) {
    if new.reasons.is_empty() && new.words.trim().is_empty() {
        problems.note(format!("reasons-{at}"), "screening-nomination-needs-reason");
    }
    if new.words.chars().count() > limits::LINE_CHARS {
        problems.note(format!("words-{at}"), Msg::new("screening-text-too-long").with("limit", limits::LINE_CHARS));
    }
    if new.day > today || new.day < today.plus_days(-DAYS_BACK) {
        problems.note("day", Msg::new("screening-event-day").with("count", DAYS_BACK));
    }
}

/// Writes nominations for children of the permit's class: the teacher's own, or what others said.
///
/// # Errors
/// Problems at `pupil-<n>`, `reasons-<n>`, `words-<n>` (the place in the list) and at `day`; without a field when there is none at all.
pub fn nominate(tx: &mut Tx<'_>, permit: &Permit<acts::Observe>, all: &[NewNomination]) -> Result<usize> {
    let (class, today) = (permit.class()?, tx.today());
    let term = term_of(tx, class)?;
    let here: HashSet<PupilId> = seated(tx, class, today)?.into_iter().map(|(id, ..)| id).collect();
    let mut problems = Problems::default();
    if all.is_empty() {
        problems.note("pupil-0", "screening-nomination-nobody");
    }
    for (at, new) in all.iter().enumerate() {
        if !here.contains(&new.pupil) {
            problems.note(format!("pupil-{at}"), "screening-observe-stranger");
        }
        check(new, at, today, &mut problems);
    }
    problems.end()?;
    write(tx, permit.who(), class, term.id, all)?;
    for new in all {
        trail::note(tx, permit.who(), "screening.nominated", new.pupil, &serde_json::json!({ "source": new.source.code(), "heard": new.heard.code() }))?;
    }
    Ok(all.len())
}

/// Writes nominations that were checked.
pub(super) fn write(tx: &mut Tx<'_>, who: &Who, class: ClassId, term: TermId, all: &[NewNomination]) -> Result<()> {
    let mut rows = Vec::with_capacity(all.len());
    for new in all {
        let words = tx.vault().seal_words(new.pupil, WORDS, &new.words)?;
        // What a teacher thinks is the teacher's own, however the form was filled in.
        let heard = if new.source == Source::Teacher { Heard::Own } else { new.heard };
        let id = tx.new_id();
        rows.push(NominationToWrite { id, pupil: new.pupil, class, term, source: new.source, heard, reasons: codes(&new.reasons), words, day: new.day });
    }
    sql::insert(tx, &rows, who.staff(), &who.tag())?;
    tell_counsellors(tx, who, all)
}

/// Tells the counsellors of children whose mood somebody thinks of (B4-03): a task each, until one of them has written of the child.
fn tell_counsellors(tx: &mut Tx<'_>, who: &Who, all: &[NewNomination]) -> Result<()> {
    let due = tx.today().plus_days(MOOD_DAYS);
    for new in all.iter().filter(|new| new.reasons.contains(&Worry::Mood)) {
        let see = Permit::<acts::SeePupil>::ask(tx, who, new.pupil)?;
        for (staff, ..) in readers_of(tx, &see)?.into_iter().filter(|(_, duty, ..)| *duty == Duty::Counsellor) {
            trail::open_task(tx, staff, MOOD_TASK, new.pupil, &format!("/pupils/{}/concern", new.pupil), &[], due)?;
        }
    }
    Ok(())
}

/// Who thought of the mood of the permit's child in a term, with their words, the newest first.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn moods(tx: &mut Tx<'_>, permit: &Permit<acts::RaiseConcern>, class: ClassId, term: TermId) -> Result<Vec<Line>> {
    let pupil = permit.pupil()?;
    let rows = sql::of_class(tx, class, term)?;
    let lines: Vec<Line> = rows.into_iter().filter(|row| row.pupil == pupil).map(|row| line(tx, row, true)).collect::<Result<_>>()?;
    Ok(lines.into_iter().filter(|line| line.reasons.contains(&Worry::Mood)).collect())
}

/// The nominations of the permit's class in its present term, the newest first. Own words are opened for those who lead the class and for who wrote them.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of_class(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCandidates>, term: TermId) -> Result<Vec<Line>> {
    let class = permit.class()?;
    let all = leads(tx, permit.who(), class)?;
    let mut lines = Vec::new();
    for row in sql::of_class(tx, class, term)? {
        let opened = all || row.staff == permit.who().staff();
        lines.push(line(tx, row, opened)?);
    }
    Ok(lines)
}

fn line(tx: &Tx<'_>, row: NominationRow, opened: bool) -> Result<Line> {
    let open = |place: &str, sealed: Option<Vec<u8>>| match sealed.filter(|_| opened) {
        Some(sealed) => tx.vault().open_sealed(row.pupil, place, &sealed),
        None => Ok(None),
    };
    let words = open(WORDS, row.words)?;
    let answer = match row.answer {
        Some((how, words, _)) => Some((how, open(ANSWER_WORDS, words)?)),
        None => None,
    };
    Ok(Line {
        id: row.id,
        pupil: row.pupil,
        name: row.name,
        seat: row.seat,
        source: row.source,
        heard: row.heard,
        reasons: row.reasons.split(',').filter_map(Worry::of_code).collect(),
        words,
        day: row.day,
        by: row.by,
        answer,
    })
}

/// Answers a nomination of the permit's class, once. A declined one needs a reason, and keeps it.
///
/// # Errors
/// Not found when it is of another class; a problem at `words` when a declined one has no reason or it is too long; a conflict when it was answered before.
pub fn answer(tx: &mut Tx<'_>, permit: &Permit<acts::ReviewClass>, id: RowId, how: AnswerKind, words: &str) -> Result<()> {
    let row = sql::one(tx, permit.class()?, id)?.ok_or(Error::NotFound)?;
    let words = words.trim();
    if how == AnswerKind::Declined && words.is_empty() {
        return Err(Error::at("words", "screening-answer-needs-reason"));
    }
    if words.chars().count() > limits::LINE_CHARS {
        return Err(Error::at("words", Msg::new("screening-text-too-long").with("limit", limits::LINE_CHARS)));
    }
    let sealed = tx.vault().seal_words(row.pupil, ANSWER_WORDS, words)?;
    if !sql::answer(tx, id, how, sealed.as_deref(), &permit.who().tag())? {
        return Err(Error::Conflict("screening-answer-again".into()));
    }
    trail::note(tx, permit.who(), "screening.nomination-answered", row.pupil, &serde_json::json!({ "how": how.code() }))?;
    Ok(())
}
