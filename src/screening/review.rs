//! verbs: what a class says of each child of a round (A9-15…17, A9-28, A9-31, B6-04, B7-01, B8-05, A9-05).
//!
//! On the list stand the candidates of the newest run, the children added by hand whom no mark shows, and those of last term's list. Each is confirmed, watched or
//! declined; those of last term go on, change or leave. A verdict is a record, the newest counts; it goes with the child into another class.

use serde_json::json;

use super::candidates::own_subjects;
use super::exclusion;
use super::filing;
use super::list_state;
use super::reason::Reason;
use super::round::Opened;
use super::say::{CODES, SOURCES, STANCES, What};
use super::sql::lists::{self as sql, ListRow, Sources};
use crate::access::{Duty, Level, Levels, Permit, ScopeKind, Who, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, GradeId, Msg, PupilId, Result, RowId, SchoolDate, StaffId, Stamp, limits};
use crate::programme::kind_words::kinder;
use crate::programme::{Category, Nature};
use crate::roster::family_special;
use crate::store::Tx;
use crate::trail;

/// A child put on the list by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// What it is about: one of [`CODES`].
    pub code: String,
    /// Whose word it is: one of [`SOURCES`].
    pub source: String,
    /// In their own words.
    pub words: String,
}

/// What the class says of a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What.
    pub what: What,
    /// Code of the category; empty when the child is not on the list by it.
    pub category: String,
    /// Kind within it.
    pub kind: String,
    /// What lies behind it, as far as the teachers can tell (A9-16).
    pub cause: String,
    /// Why.
    pub reason: String,
}

/// A verdict that was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its id.
    pub id: RowId,
    /// What was said.
    pub verdict: Verdict,
    /// By whom, as the trail writes it.
    pub actor: String,
    /// When.
    pub at: Stamp,
}

/// What a teacher of the class thinks (B6-04).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// Who.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// The subject they teach in the class; empty for the others.
    pub subject: String,
    /// One of [`STANCES`].
    pub stance: String,
    /// A word on it.
    pub words: String,
}

/// A talk face to face (B8-05).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talk {
    /// When.
    pub day: SchoolDate,
    /// Who talked with the child.
    pub by_whom: String,
}

/// A child on the list, as far as the reader may see.
#[derive(Clone, Debug)]
pub struct Child {
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
    /// The child's grade.
    pub grade: GradeId,
    /// Its level.
    pub level: i64,
    /// Since when the child sits in the class.
    pub from: SchoolDate,
    /// Why the newest run found it.
    pub reasons: Vec<Reason>,
    /// Why it was put on the list by hand.
    pub addition: Option<Addition>,
    /// What the class says.
    pub said: Option<Said>,
    /// Category and kind of last term's list.
    pub last: Option<(String, String)>,
    /// What colleagues say.
    pub opinions: Vec<Opinion>,
    /// Talks in this round.
    pub talks: Vec<Talk>,
    /// Whether an individual education plan comes before the list (B8-01); told to who sees what is known of families.
    pub individual_plan: bool,
    /// Whether the reader sees all of it; a subject teacher sees the marks of the own subject and the own word.
    pub whole: bool,
}

/// The list of a class of a round, or of all classes, as it is stored.
pub(super) fn rows(tx: &mut Tx<'_>, opened: &Opened, class: Option<ClassId>) -> Result<Vec<ListRow>> {
    let of = Sources { day: opened.day(tx), round: opened.round.id, run: opened.run(tx)?, last_term: opened.last_term(tx)?, programme: opened.programme.id };
    sql::list(tx, &of, class)
}

fn child(row: ListRow, who: &Who, whole: bool) -> Result<Child> {
    let mut reasons: Vec<Reason> = match &row.reasons {
        Some(stored) => serde_json::from_str(stored).map_err(|e| Error::fault("stored reasons", e))?,
        None => Vec::new(),
    };
    if !whole {
        let own = own_subjects(who, row.class);
        reasons.retain(|reason| reason.subject.as_ref().is_some_and(|subject| own.contains(&subject.code())));
    }
    Ok(Child {
        pupil: row.pupil,
        name: row.name,
        seat: row.seat,
        class: row.class,
        class_name: row.class_name,
        grade: row.grade,
        level: row.level,
        from: row.from,
        reasons,
        addition: row.addition.filter(|_| whole),
        said: row.verdict.filter(|_| whole),
        last: row.last.filter(|_| whole),
        opinions: Vec::new(),
        talks: Vec::new(),
        individual_plan: false,
        whole,
    })
}

/// Whether a permit shows more than what lies in the own subject.
fn sees_whole<A: crate::access::Act>(permit: &Permit<A>) -> bool {
    permit.why().subjects().is_none()
}

/// Who may read the lists of a round at all: one that is about families is not for who sees nothing of them.
fn may_read<A: crate::access::Act>(permit: &Permit<A>, opened: &Opened) -> Result<()> {
    if opened.takes_candidates() || sees_whole(permit) { Ok(()) } else { Err(Error::NotFound) }
}

fn with_words(tx: &mut Tx<'_>, opened: &Opened, who: &Who, children: &mut [Child], pupil: Option<PupilId>) -> Result<()> {
    let (opinions, talks) = (sql::opinions(tx, opened.round.id, pupil)?, sql::talks(tx, opened.round.id, pupil)?);
    for child in children {
        let mine = |opinion: &Opinion| child.whole || opinion.staff == who.staff();
        child.opinions = opinions.iter().filter(|(id, opinion)| *id == child.pupil && mine(opinion)).map(|(_, opinion)| opinion.clone()).collect();
        child.talks = talks.iter().filter(|(id, _)| *id == child.pupil && child.whole).map(|(_, talk)| talk.clone()).collect();
    }
    Ok(())
}

/// The list of the permit's class.
///
/// # Errors
/// Not found for who may not read lists of such a round.
pub fn of_class(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCandidates>, opened: &Opened) -> Result<Vec<Child>> {
    may_read(permit, opened)?;
    let (who, whole) = (permit.who(), sees_whole(permit));
    let mut children = rows(tx, opened, Some(permit.class()?))?.into_iter().map(|row| child(row, who, whole)).collect::<Result<Vec<Child>>>()?;
    with_words(tx, opened, who, &mut children, None)?;
    Ok(children)
}

/// One child of a list.
///
/// # Errors
/// Not found when the child is on no list of the round, or for who may not read it.
pub fn of_child(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCandidates>, opened: &Opened) -> Result<Child> {
    may_read(permit, opened)?;
    let pupil = permit.pupil()?;
    let (class, _) = sql::class_of(tx, pupil, opened.day(tx))?.ok_or(Error::NotFound)?;
    let row = rows(tx, opened, Some(class))?.into_iter().find(|row| row.pupil == pupil).ok_or(Error::NotFound)?;
    let mut found = [child(row, permit.who(), sees_whole(permit))?];
    with_words(tx, opened, permit.who(), &mut found, Some(pupil))?;
    let [mut found] = found;
    let today = tx.today();
    found.individual_plan = permit.levels().has(Level::Family) && family_special::disability(tx, permit, today)?.is_some_and(exclusion::is_primary);
    Ok(found)
}

/// Everybody of the permit's class with the seat number, for a picker: three children may have one name.
///
/// # Errors
/// Faults of the database.
pub fn seats(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCandidates>, opened: &Opened) -> Result<Vec<(PupilId, String, Option<i64>)>> {
    let day = opened.day(tx);
    sql::seats(tx, permit.class()?, day)
}

/// Whether levels show a category: what rests on the family, on money or on the mind is not for everybody.
pub fn shows(category: Category, levels: Levels) -> bool {
    match category.nature() {
        Nature::Learning => levels.has(Level::Basic),
        Nature::Family | Nature::Health => levels.has(Level::Family),
        Nature::Hardship => levels.has(Level::Economic),
        Nature::Wellbeing => levels.has(Level::Psychological),
    }
}

/// The categories, with their kinds, that somebody with such levels can confirm in a round.
pub fn offered(opened: &Opened, levels: Levels) -> Vec<(Category, &'static str)> {
    let categories = opened.programme.categories.iter().copied().filter(|category| shows(*category, levels));
    categories.flat_map(|category| if category.kinds().is_empty() { vec![(category, "")] } else { category.kinds().iter().map(|kind| (category, *kind)).collect() }).collect()
}

/// Text of a person: trimmed, bounded, kind. A problem at its field otherwise.
pub(super) fn checked(problems: &mut Problems, field: &'static str, text: &str, needed: bool) -> String {
    let text = text.trim();
    if needed && text.chars().count() < 2 {
        problems.note(field, "screening-round-words-needed");
    }
    if text.chars().count() > limits::LINE_CHARS {
        problems.note(field, Msg::new("programme-too-long").with("most", limits::LINE_CHARS));
    }
    if let Some(key) = kinder(text) {
        problems.note(field, key);
    }
    text.to_owned()
}

/// A child whose disability explains the difficulty goes by an individual education plan; who lists it all the same says why (B8-01).
pub(super) fn individual_plan_first<A: crate::access::Act>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    problems: &mut Problems,
    (category, kind): (&str, &str),
    reason: &str,
) -> Result<()> {
    let today = tx.today();
    if reason.chars().count() < exclusion::REASON_CHARS && exclusion::asks_why(category, kind, family_special::disability(tx, permit, today)?) {
        problems.note("reason", Msg::new("screening-round-individual-plan").with("least", exclusion::REASON_CHARS));
    }
    Ok(())
}

/// Checks a talk: a day of the term that is not in the future, and who talked.
pub(super) fn checked_talk(tx: &Tx<'_>, problems: &mut Problems, opened: &Opened, talk: Option<&Talk>) -> Option<Talk> {
    let talk = talk?;
    if talk.day > tx.today() || talk.day < opened.term.first_day {
        problems.note("talk_day", "screening-round-talk-day");
    }
    if !(1..=limits::NAME_CHARS).contains(&talk.by_whom.trim().chars().count()) {
        problems.note("talk_by", "screening-round-talk-by");
    }
    Some(Talk { day: talk.day, by_whom: talk.by_whom.trim().to_owned() })
}

/// The class of a child whose list may still be written.
fn open_class(tx: &mut Tx<'_>, opened: &Opened, pupil: PupilId) -> Result<ClassId> {
    let (class, _) = sql::class_of(tx, pupil, opened.day(tx))?.ok_or(Error::NotFound)?;
    if list_state::is_open(filing::newest_steps(tx, opened.round.id)?.get(&class).copied()) {
        return Ok(class);
    }
    Err(Error::Conflict("screening-round-not-open".into()))
}

/// Records what the class says of a child. A talk that is given is recorded with it.
///
/// # Errors
/// Not found when the child is on no list; a conflict when the list was handed up; problems at `what`, `category`, `reason`, `cause` and, when nobody has talked with the
/// child yet (B8-05), at `talk_day` and `talk_by`.
pub fn say(tx: &mut Tx<'_>, permit: &Permit<acts::ReviewClass>, opened: &Opened, new: &Verdict, talk: Option<&Talk>) -> Result<RowId> {
    let pupil = permit.pupil()?;
    let class = open_class(tx, opened, pupil)?;
    let row = rows(tx, opened, Some(class))?.into_iter().find(|row| row.pupil == pupil).ok_or(Error::NotFound)?;
    let mut problems = Problems::default();
    if !What::offered(row.last.is_some()).contains(&new.what) {
        problems.note("what", "screening-round-what-needed");
    }
    let (category, kind) = match (new.what, &row.last) {
        (What::Continued, Some((category, kind))) => (category.clone(), kind.clone()),
        (what, _) if what.is_listed() => (new.category.clone(), new.kind.clone()),
        _ => (String::new(), String::new()),
    };
    if new.what.is_listed() && new.what != What::Continued && !offered(opened, permit.levels()).iter().any(|(one, of)| one.code() == category && *of == kind) {
        problems.note("category", "screening-round-category-needed");
    }
    let cause = checked(&mut problems, "cause", &new.cause, false);
    let reason = checked(&mut problems, "reason", &new.reason, new.what.asks_reason());
    individual_plan_first(tx, permit, &mut problems, (&category, &kind), &reason)?;
    let talk = checked_talk(tx, &mut problems, opened, talk);
    if new.what.asks_talk() && talk.is_none() && sql::talks(tx, opened.round.id, Some(pupil))?.is_empty() {
        problems.note("talk_day", "screening-round-talk-needed");
    }
    problems.end()?;
    let tag = permit.who().tag();
    if let Some(talk) = &talk {
        sql::insert_talk(tx, opened.round.id, pupil, talk, &tag)?;
    }
    let id = sql::insert_verdict(tx, opened.round.id, pupil, class, &Verdict { what: new.what, category, kind, cause, reason }, &tag)?;
    trail::note(tx, permit.who(), "screening.verdict", pupil, &json!({ "round": opened.round.id, "what": new.what.code() }))?;
    Ok(id)
}

/// Watches the children of the permit's class of whom nothing was said: a list of many takes one act, not one for each. Those of last term's list are decided one by one.
/// Gives how many.
///
/// # Errors
/// A conflict when the list was handed up.
pub fn watch_rest(tx: &mut Tx<'_>, permit: &Permit<acts::ReviewClass>, opened: &Opened) -> Result<usize> {
    let class = permit.class()?;
    if !list_state::is_open(filing::newest_steps(tx, opened.round.id)?.get(&class).copied()) {
        return Err(Error::Conflict("screening-round-not-open".into()));
    }
    let rest: Vec<PupilId> = rows(tx, opened, Some(class))?.into_iter().filter(|row| row.verdict.is_none() && row.last.is_none()).map(|row| row.pupil).collect();
    let watched = Verdict { what: What::Watched, category: String::new(), kind: String::new(), cause: String::new(), reason: String::new() };
    for pupil in &rest {
        sql::insert_verdict(tx, opened.round.id, *pupil, class, &watched, &permit.who().tag())?;
        trail::note(tx, permit.who(), "screening.verdict", *pupil, &json!({ "round": opened.round.id, "what": What::Watched.code() }))?;
    }
    Ok(rest.len())
}

/// Puts a child on the list whom no mark shows.
///
/// # Errors
/// A conflict when the list was handed up; problems at `pupil` (on the list already), `code`, `source` and `words`.
pub fn add(tx: &mut Tx<'_>, permit: &Permit<acts::ReviewClass>, opened: &Opened, new: &Addition) -> Result<()> {
    let pupil = permit.pupil()?;
    let class = open_class(tx, opened, pupil)?;
    let mut problems = Problems::default();
    if !CODES.contains(&new.code.as_str()) {
        problems.note("code", "screening-round-code-needed");
    }
    if !SOURCES.contains(&new.source.as_str()) {
        problems.note("source", "screening-round-source-needed");
    }
    let words = checked(&mut problems, "words", &new.words, true);
    if rows(tx, opened, Some(class))?.iter().any(|row| row.pupil == pupil) {
        problems.note("pupil", "screening-round-there-already");
    }
    problems.end()?;
    sql::insert_addition(tx, opened.round.id, pupil, class, &Addition { words, ..new.clone() }, &permit.who().tag())?;
    trail::note(tx, permit.who(), "screening.added", pupil, &json!({ "round": opened.round.id, "code": new.code, "source": new.source }))?;
    Ok(())
}

/// Whether somebody teaches the class of the permit and so may say a word on a child.
pub fn teaches<A: crate::access::Act>(permit: &Permit<A>) -> bool {
    permit.why().ties.iter().any(|tie| tie.scope == ScopeKind::Class)
}

/// A teacher of the class says a word on a child of the list; the newest of each teacher counts.
///
/// # Errors
/// Denied to who does not teach the class; not found when the child is on no list; a conflict when the list was handed up; problems at `stance` and `words`.
pub fn opine(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCandidates>, opened: &Opened, stance: &str, words: &str) -> Result<()> {
    let pupil = permit.pupil()?;
    if !teaches(permit) {
        return Err(Error::Denied("screening-round-not-teaching".into()));
    }
    of_child(tx, permit, opened)?;
    open_class(tx, opened, pupil)?;
    let mut problems = Problems::default();
    if !STANCES.contains(&stance) {
        problems.note("stance", "screening-round-stance-needed");
    }
    let words = checked(&mut problems, "opinion", words, false);
    problems.end()?;
    let subject = permit.why().ties.iter().find(|tie| tie.duty == Duty::SubjectTeacher).map(|tie| tie.subject.clone()).unwrap_or_default();
    sql::insert_opinion(tx, opened.round.id, pupil, permit.who().staff(), &subject, stance, &words)?;
    trail::note(tx, permit.who(), "screening.opinion", pupil, &json!({ "round": opened.round.id, "stance": stance }))?;
    Ok(())
}

/// A child flagged by the newest run of whom nobody has written a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unspoken {
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
}

/// Flag minus action: who was flagged in a term and not yet spoken about, of those whom somebody looks after; at most a page of the longest kind.
///
/// # Errors
/// Faults of the database.
pub fn unspoken(tx: &mut Tx<'_>, who: &Who, term: &crate::roster::time::Term) -> Result<Vec<Unspoken>> {
    let Some(runs) = super::candidates::runs(tx, term.id)? else { return Ok(Vec::new()) };
    let mut asker = super::candidates::asker(who);
    // A subject teacher reads marks of the own subject only, and this list is about all.
    asker.duties = asker.duties.replace(",subject_teacher,", ",");
    let rows = sql::unspoken(tx, &asker, runs.newest.id, term.id, limits::ROWS_PER_PAGE_MOST)?;
    Ok(rows.into_iter().map(|(pupil, name, seat, class, class_name)| Unspoken { pupil, name, seat, class, class_name }).collect())
}

/// How a child stands between two lists (PRACTICE 1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A confirmation counts today.
    Listed,
    /// 待审: last term's has lapsed and nobody has said anew. Access and duties go on; no label is shown.
    Awaiting,
    /// Neither.
    None,
}

/// How a child stands today.
///
/// # Errors
/// Faults of the database.
pub fn standing(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<Standing> {
    let today = tx.today();
    if super::confirmed::of_pupil(tx, permit)?.iter().any(|confirmation| confirmation.counts_on(today) && confirmation.category != Category::WellbeingConcern.code()) {
        return Ok(Standing::Listed);
    }
    let terms = crate::roster::time::terms(tx)?;
    // The list of the term before this one, or of the one that has just ended, waits; what is older is history.
    let mut begun: Vec<SchoolDate> = terms.iter().filter(|term| term.last_day < today).map(|term| term.last_day).collect();
    begun.sort_unstable();
    let Some(since) = begun.last().copied() else { return Ok(Standing::None) };
    let waits = !sql::awaiting(tx, permit.pupil()?, today, since)?.is_empty();
    Ok(if waits { Standing::Awaiting } else { Standing::None })
}
