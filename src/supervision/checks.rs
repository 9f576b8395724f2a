//! verbs: month-end checks by the leader of a grade, who meets drawn children and holds their words against the records (A9-29), and inspections of the office without notice (B6-12);
//! what they find is mended by somebody by a day.
//!
//! Nobody checks the own help: children whom the leader helps are not drawn. What a child says is read by who checks, never by who helps it.

use std::collections::BTreeSet;

use super::draw;
use super::findings::{self, Finding};
use super::ledger::{self, Ledger};
use super::sql::checks as sql;
use crate::access::{Permit, Subject, Who, acts};
use crate::activity::{danger, told_by_child};
use crate::base::error::Problems;
use crate::base::{Error, GradeId, Msg, PupilId, Result, RowId, SchoolDate, StaffId, limits};
use crate::pairing::pairs;
use crate::programme::kind_words::kinder;
use crate::roster::particulars;
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::trail;

/// Kinds; the words are `supervision-check-<code>`.
pub const KINDS: [&str; 2] = ["month_end", "inspection"];
/// How often; the words are `supervision-often-<code>`.
pub const OFTEN: [&str; 4] = ["often", "once", "never", "unsure"];
/// Whether it helped; the words are `supervision-helped-<code>`.
pub const HELPED: [&str; 4] = ["yes", "some", "no", "unsure"];
/// How records and words agree; the words are `supervision-agrees-<code>`.
pub const AGREES: [&str; 3] = ["agrees", "partly", "differs"];
/// Why a drawn child is passed over; the words are `supervision-pass-<code>`.
pub const PASSED: [&str; 4] = ["absent", "unwilling", "left", "other"];
/// Children met in a check, at most.
pub const SIZE_MOST: usize = 30;
/// Children among whom is drawn, at most: a very large school draws grade by grade.
const POPULATION_MOST: usize = 1_000;
/// Days for mending, at most, and as proposed.
const MEND_DAYS: i64 = 30;
/// Days for mending that the form proposes.
pub const MEND_DAYS_USUAL: i64 = 7;
/// Rows of a list.
pub(super) const SHOWN: i64 = 100;

/// A check.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its id.
    pub id: RowId,
    /// One of [`KINDS`].
    pub kind: String,
    /// The grade; none for the school.
    pub grade: Option<GradeId>,
    /// Who checks.
    pub staff: StaffId,
    /// Name.
    pub by: String,
    /// When it was drawn.
    pub day: SchoolDate,
    /// The seed.
    pub seed: String,
    /// Among how many was drawn.
    pub population: i64,
    /// When it ended.
    pub ended: Option<SchoolDate>,
    /// What it says of the whole.
    pub words: String,
}

/// A child in the order of the draw.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// From 1.
    pub place: i64,
    /// The child.
    pub pupil: PupilId,
    /// Name.
    pub name: String,
    /// Whether it is met.
    pub met: bool,
    /// Why it was passed over, one of [`PASSED`]; empty otherwise.
    pub passed: String,
}

/// What a child answered and how it agrees with the records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// One of [`OFTEN`]: did somebody talk with you?
    pub talked: String,
    /// One of [`OFTEN`]: did somebody help you learn?
    pub tutored: String,
    /// One of [`HELPED`].
    pub helped: String,
    /// One of [`AGREES`].
    pub agrees: String,
}

/// What was written of a child who was met.
#[derive(Clone, Debug)]
pub struct Interview {
    /// The child.
    pub pupil: PupilId,
    /// How often it was written.
    pub number: i64,
    /// The answers.
    pub said: Answers,
    /// When.
    pub day: SchoolDate,
    /// The child's own words.
    pub words: String,
}

/// A check with all that belongs to it.
pub struct Whole {
    /// The check.
    pub check: Check,
    /// Everybody in the order of the draw.
    pub drawn: Vec<Drawn>,
    /// What was written, the newest version of each child.
    pub interviews: Vec<Interview>,
    /// What is to be mended.
    pub findings: Vec<Finding>,
}

impl Whole {
    /// What was written of a child.
    pub fn interview(&self, pupil: PupilId) -> Option<&Interview> {
        self.interviews.iter().find(|one| one.pupil == pupil)
    }

    /// The children who are met, in the order of the draw.
    pub fn met(&self) -> impl Iterator<Item = &Drawn> {
        self.drawn.iter().filter(|one| one.met)
    }
}

/// A check to be opened.
#[derive(Clone, Debug)]
pub struct New {
    /// Made by the form.
    pub id: RowId,
    /// One of [`KINDS`].
    pub kind: String,
    /// What was drawn by; empty: made anew.
    pub seed: String,
    /// How many children are met.
    pub size: usize,
}

/// A text within its bounds, and kind unless it is the child's own; noted at its field otherwise.
pub(super) fn words(problems: &mut Problems, field: &'static str, typed: &str, must: bool, own: bool) -> String {
    let text = typed.trim();
    if must && text.is_empty() {
        problems.note(field, "supervision-words-missing");
    } else if text.chars().count() > limits::LINE_CHARS {
        problems.note(field, Msg::new("supervision-words-long").with("most", limits::LINE_CHARS));
    } else if let Some(key) = kinder(text).filter(|_| !own) {
        problems.note(field, key);
    }
    text.to_owned()
}

/// Those among whom is drawn: children with help that stands today, but for those whom the person helps.
fn population(ledger: &Ledger, me: StaffId) -> Vec<PupilId> {
    let today = ledger.asked.today();
    let standing: BTreeSet<PupilId> = ledger.pairs.iter().filter(|pair| (pair.from..=pair.until).contains(&today)).map(|pair| pair.pupil).collect();
    let own: BTreeSet<PupilId> = ledger.pairs.iter().filter(|pair| pair.staff == me && (pair.from..=pair.until).contains(&today)).map(|pair| pair.pupil).collect();
    ledger.children.iter().map(|child| child.pupil).filter(|pupil| standing.contains(pupil) && !own.contains(pupil)).collect()
}

/// Opens a check and draws. Sent again it changes nothing.
///
/// # Errors
/// Problems at `kind`, `size` (also when there is nobody to draw) and `seed`; a conflict when the id is another's.
pub fn open(tx: &mut Tx<'_>, permit: &Permit<acts::Supervise>, new: &New, term: &Term) -> Result<RowId> {
    let (who, today) = (permit.who(), tx.today());
    if let Some(known) = sql::one(tx, new.id)? {
        return if known.staff == who.staff() { Ok(known.id) } else { Err(Error::Conflict(Msg::new("supervision-check-not-yours"))) };
    }
    let mut problems = Problems::default();
    let grade = match permit.subject() {
        Subject::Grade(grade) => Some(grade),
        _ => None,
    };
    if !KINDS.contains(&new.kind.as_str()) || (new.kind == "month_end" && grade.is_none()) {
        problems.note("kind", "supervision-check-kind");
    }
    if !(1..=SIZE_MOST).contains(&new.size) {
        problems.note("size", Msg::new("supervision-size").with("most", SIZE_MOST));
    }
    if new.seed.trim().chars().count() > 60 {
        problems.note("seed", Msg::new("supervision-words-long").with("most", 60));
    }
    problems.end()?;
    let see = Permit::<acts::SeeSupervision>::ask(tx, who, permit.subject())?;
    let among = population(&ledger::of_part(tx, &see, term)?, who.staff());
    if among.is_empty() {
        return Err(Error::at("size", "supervision-nobody-to-draw"));
    }
    if among.len() > POPULATION_MOST {
        return Err(Error::at("size", Msg::new("supervision-too-many-to-draw").with("most", POPULATION_MOST)));
    }
    let made = tx.new_id::<RowId>().to_string();
    let seed = if new.seed.trim().is_empty() { format!("{today}-{}", &made[made.len() - 6..]) } else { new.seed.trim().to_owned() };
    let drawn: Vec<(PupilId, bool)> = draw::order(&seed, &among).into_iter().enumerate().map(|(at, pupil)| (pupil, at < new.size)).collect();
    sql::insert(tx, new.id, &new.kind, grade, &seed, &drawn, (who.staff(), &who.tag()))?;
    trail::note(tx, who, "supervision.drawn", new.id, &serde_json::json!({ "kind": new.kind, "of": drawn.len(), "size": new.size }))?;
    Ok(new.id)
}

/// The part of the school that a check is about.
pub fn subject(check: &Check) -> Subject {
    check.grade.map_or(Subject::School, Subject::Grade)
}

/// A check, for who may supervise its part of the school.
///
/// # Errors
/// Not found when there is none or it is not for the person.
pub fn one(tx: &mut Tx<'_>, who: &Who, id: RowId) -> Result<(Check, Permit<acts::Supervise>)> {
    let check = sql::one(tx, id)?.ok_or(Error::NotFound)?;
    let permit = match Permit::ask(tx, who, subject(&check)) {
        Err(Error::Denied(_)) => Err(Error::NotFound),
        other => other,
    }?;
    Ok((check, permit))
}

/// A check with all that belongs to it.
///
/// # Errors
/// Not found when there is none or it is not for the person; faults of sealed texts.
pub fn whole(tx: &mut Tx<'_>, who: &Who, id: RowId) -> Result<Whole> {
    let (check, _) = one(tx, who, id)?;
    let drawn = sql::drawn(tx, id)?;
    let mut interviews: Vec<Interview> = Vec::new();
    for newer in sql::interviews(tx, id)? {
        interviews.retain(|known| known.pupil != newer.pupil);
        interviews.push(newer);
    }
    Ok(Whole { check, drawn, interviews, findings: sql::findings_of_check(tx, id)? })
}

/// The checks of a term that the person may read, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn of_term(tx: &mut Tx<'_>, who: &Who, term: &Term) -> Result<Vec<Check>> {
    let grades = who.grades(crate::access::Action::Supervise);
    let everywhere = who.may_everywhere(crate::access::Action::Supervise);
    let mut all = sql::of_days(tx, (term.first_day, term.last_day), SHOWN)?;
    all.retain(|check| everywhere || check.grade.is_some_and(|grade| grades.contains(&grade)));
    Ok(all)
}

fn running(tx: &mut Tx<'_>, who: &Who, id: RowId) -> Result<Whole> {
    let whole = whole(tx, who, id)?;
    if whole.check.ended.is_some() { Err(Error::Conflict(Msg::new("supervision-check-over"))) } else { Ok(whole) }
}

/// A drawn child is not met, for a reason; the next of the draw is.
///
/// # Errors
/// A problem at `reason`; not found for a child who is not met; a conflict when nobody is left or the check is over.
pub fn pass(tx: &mut Tx<'_>, who: &Who, id: RowId, pupil: PupilId, reason: &str) -> Result<()> {
    let whole = running(tx, who, id)?;
    let drawn = whole.drawn.iter().find(|one| one.pupil == pupil && one.met).ok_or(Error::NotFound)?;
    if !PASSED.contains(&reason) {
        return Err(Error::at("reason", "supervision-pick-one"));
    }
    let next = whole.drawn.iter().find(|one| !one.met && one.passed.is_empty()).map_or(0, |one| one.place);
    if sql::pass(tx, id, drawn.place, reason, next)? {
        trail::note(tx, who, "supervision.passed", id, &serde_json::json!({ "place": drawn.place, "next": next, "reason": reason }))?;
    }
    Ok(())
}

/// What is written of a child who was met.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// How often it had been written when the person looked; 0 for the first.
    pub seen: i64,
    /// The answers.
    pub said: Answers,
    /// The child's own words.
    pub words: String,
    /// What is to be mended; empty when nothing is.
    pub finding: String,
    /// Made by the form, for the finding.
    pub finding_id: Option<RowId>,
    /// Who mends it.
    pub staff: Option<StaffId>,
    /// By when.
    pub due: Option<SchoolDate>,
}

/// Who may be asked to mend something with a child: its helpers and its homeroom teacher, by name.
///
/// # Errors
/// Faults of the database; not found for a child of whom the person may not know.
pub fn menders(tx: &mut Tx<'_>, who: &Who, pupil: PupilId) -> Result<Vec<(StaffId, String)>> {
    let (see, today) = (Permit::<acts::SeeCaseFile>::ask(tx, who, pupil)?, tx.today());
    let standing = pairs::of_pupil(tx, &see)?.into_iter().filter(|pair| (pair.from..=pair.until).contains(&today));
    let mut all: Vec<(StaffId, String)> = standing.map(|pair| (pair.staff, pair.staff_name)).collect();
    if let (Some(seat), Some(term)) = (particulars::seat(tx, pupil)?, time::current_term(tx)?) {
        all.extend(time::homerooms(tx, term.year, today)?.into_iter().filter(|(class, ..)| *class == seat.class).map(|(_, staff, name)| (staff, name)));
    }
    all.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    all.dedup();
    Ok(all)
}

/// Writes what a drawn child said and how the records agree; what is to be mended becomes a task. The same again changes nothing. A sentence that sounds like danger asks the
/// counsellors today.
///
/// # Errors
/// Problems at the answers, `words`, `finding`, `staff`, `due`; not found for a child who is not met; a conflict when the check is over or somebody else wrote meanwhile.
pub fn say(tx: &mut Tx<'_>, who: &Who, id: RowId, pupil: PupilId, new: &Said) -> Result<()> {
    let whole = running(tx, who, id)?;
    whole.met().find(|one| one.pupil == pupil).ok_or(Error::NotFound)?;
    let (mut problems, today) = (Problems::default(), tx.today());
    for (field, value, of) in
        [("talked", &new.said.talked, &OFTEN[..]), ("tutored", &new.said.tutored, &OFTEN[..]), ("helped", &new.said.helped, &HELPED[..]), ("agrees", &new.said.agrees, &AGREES[..])]
    {
        if !of.contains(&value.as_str()) {
            problems.note(field, "supervision-pick-one");
        }
    }
    let own = words(&mut problems, "words", &new.words, false, true);
    let finding = words(&mut problems, "finding", &new.finding, false, false);
    let menders = menders(tx, who, pupil)?;
    let staff = new.staff.filter(|staff| menders.iter().any(|(known, _)| known == staff));
    let due = new.due.filter(|due| (today..=today.plus_days(MEND_DAYS)).contains(due));
    if !finding.is_empty() {
        if staff.is_none() {
            problems.note("staff", "supervision-pick-one");
        }
        if due.is_none() {
            problems.note("due", Msg::new("supervision-due-within").with("count", MEND_DAYS));
        }
    }
    problems.end()?;
    let known = whole.interview(pupil);
    let same = known.is_some_and(|known| known.said == new.said && known.words == own);
    if !same {
        if known.map_or(0, |known| known.number) != new.seen {
            return Err(Error::at("words", "supervision-written-meanwhile"));
        }
        sql::insert_interview(tx, (id, pupil), new.seen + 1, &new.said, &own, &who.tag())?;
        trail::note(tx, who, "supervision.met", id, &serde_json::json!({ "agrees": new.said.agrees }))?;
        if danger::sounds_like_danger(&own) {
            told_by_child::worry(tx, who, pupil)?;
        }
    }
    if let (Some(staff), Some(due), Some(finding_id), false) = (staff, due, new.finding_id, finding.is_empty()) {
        let new = sql::New { id: finding_id, check: id, pupil, staff, due, words: &finding };
        if sql::insert_finding(tx, &new, &who.tag())? {
            trail::open_task(tx, staff, findings::TASK, finding_id, &format!("/supervision/findings/{finding_id}"), &[], due)?;
            trail::note(tx, who, "supervision.found", finding_id, &serde_json::json!({ "check": id }))?;
        }
    }
    Ok(())
}

/// Ends a check, with what it says of the whole, without names. The same again changes nothing.
///
/// # Errors
/// A problem at `words` when they are missing or name a drawn child, or when a child who is met has nothing written yet.
pub fn end(tx: &mut Tx<'_>, who: &Who, id: RowId, typed: &str) -> Result<()> {
    let whole = whole(tx, who, id)?;
    if whole.check.ended.is_some() {
        return Ok(());
    }
    let mut problems = Problems::default();
    let open = whole.met().filter(|one| whole.interview(one.pupil).is_none()).count();
    let text = words(&mut problems, "words", typed, true, false);
    if open > 0 {
        problems.note("words", Msg::new("supervision-still-to-meet").with("count", open));
    } else if whole.drawn.iter().any(|one| text.contains(&one.name)) {
        problems.note("words", "supervision-names");
    }
    problems.end()?;
    if sql::end(tx, id, &text, &who.tag())? {
        trail::note(tx, who, "supervision.ended", id, &serde_json::json!({ "met": whole.interviews.len(), "findings": whole.findings.len() }))?;
    }
    Ok(())
}
