//! verbs: hand-over notes at the turn of the year: drafted from the records, written over, signed, read by who has the child next, asked and answered. A note is signed as it stands and does not
//! change any more; it is one per child and school year. A teacher who goes on with the class reads nothing twice.

use serde::{Deserialize, Serialize};

use super::gather::{self, Line};
use super::note::{FAMILY, FIRST, PARTS, State, few, state};
use super::sql::handing::{self as sql, Step};
use crate::access::{Duty, Level, Permit, Who, acts};
use crate::activity::cadence::allowed;
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Id, Lang, Msg, PupilId, Result, RowId, SchoolDate, SchoolYear, StaffId, derived, limits};
use crate::casefile::{self, present_term};
use crate::programme::kind_words::kinder;
use crate::roster::time;
use crate::store::Tx;
use crate::trail;

/// Somebody asks who signed a note.
pub const ASK_TASK: &str = "archive-asked";
/// The answer is there.
pub const ANSWER_TASK: &str = "archive-answered";
/// Days within which a question is answered.
const ANSWER_DAYS: i64 = 7;
/// Days before the last day of the school year from which Today speaks of notes.
const SOON_DAYS: i64 = 21;
/// Characters of a part.
const PART_CHARS: usize = 1_000;
const PART: &str = "handover_part.body";
const STEP: &str = "handover_step.body";

/// A part of a note.
#[derive(Clone, Debug)]
pub struct Part {
    /// One of [`PARTS`].
    pub code: &'static str,
    /// Its lines.
    pub lines: Vec<Line>,
    /// How often it was written over.
    pub number: i64,
}

/// What was done with a note.
#[derive(Clone, Debug)]
pub struct Done {
    /// `signed`, `back`, `seen`, `asked`, `answered`.
    pub what: String,
    /// When.
    pub day: SchoolDate,
    /// Who.
    pub staff: StaffId,
    /// Their name.
    pub by: String,
    /// A question or an answer; empty otherwise.
    pub text: String,
}

/// A note as somebody reads it.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its id.
    pub id: RowId,
    /// The child.
    pub pupil: PupilId,
    /// The school year that it closes.
    pub year: SchoolYear,
    /// How it stands.
    pub state: State,
    /// Its parts, strengths first.
    pub parts: Vec<Part>,
    /// What was done with it, the oldest first.
    pub done: Vec<Done>,
    /// Whether the person writes it.
    pub writes: bool,
    /// Whether it waits for the person to read it.
    pub reads: bool,
}

impl Note {
    /// Who signed it last, while it is signed.
    pub fn signed(&self) -> Option<&Done> {
        self.done.iter().rev().find(|one| one.what == "signed").filter(|_| self.state.is_signed())
    }
    /// Whether it can be taken back: signed by the person, read by nobody.
    pub fn can_go_back(&self, staff: StaffId) -> bool {
        self.state == State::Signed && self.signed().is_some_and(|one| one.staff == staff)
    }
}

/// What was signed.
#[derive(Serialize, Deserialize)]
struct Kept {
    part: String,
    lines: Vec<Line>,
}

/// The note of a child for a school year.
pub fn id_of(pupil: PupilId, year: SchoolYear) -> RowId {
    derived(&[b"hand-over", pupil.uuid().as_bytes(), &year.0.to_be_bytes()])
}

/// The school year whose notes are written now: the present one, in the holidays the one that is over.
///
/// # Errors
/// Not found before the first term.
pub fn present_year(tx: &mut Tx<'_>) -> Result<SchoolYear> {
    Ok(present_term(tx)?.code.year)
}

fn year_of(step: &Step) -> Result<SchoolYear> {
    i16::try_from(step.year).map(SchoolYear).map_err(|e| Error::fault("a school year", e))
}

/// The years of which somebody handed the child over, the newest first; the present one when the person writes it.
///
/// # Errors
/// Faults of the database.
pub fn years(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<SchoolYear>> {
    let mut years = Vec::new();
    if writes(tx, permit)? {
        years.push(present_year(tx)?);
    }
    for steps in sql::of_pupil(tx, permit.pupil()?)?.chunk_by(|a, b| a.note == b.note) {
        let year = year_of(&steps[0])?;
        if state(steps.iter().map(|step| step.what.as_str())).is_signed() && !years.contains(&year) && permit.why().subjects().is_none() {
            years.push(year);
        }
    }
    Ok(years)
}

/// Whether the person may write the note of the permit's child now.
fn writes(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<bool> {
    let may = allowed(Permit::<acts::HandOver>::ask(tx, permit.who(), permit.pupil()?))?.is_some();
    Ok(may && casefile::head(tx, permit)?.state.is_live())
}

fn done(tx: &Tx<'_>, steps: &[Step]) -> Result<Vec<Done>> {
    let mut all = Vec::new();
    for step in steps {
        let text = if step.what == "signed" { String::new() } else { tx.vault().open_words(step.pupil, STEP, Some(&step.body))? };
        all.push(Done { what: step.what.clone(), day: step.day, staff: step.staff, by: step.by.clone(), text });
    }
    Ok(all)
}

/// The parts as they were signed.
fn signed(tx: &Tx<'_>, steps: &[Step]) -> Result<Vec<Part>> {
    let Some(step) = steps.iter().rev().find(|step| step.what == "signed") else { return Ok(Vec::new()) };
    let kept: Vec<Kept> = tx.vault().open_json(step.pupil, STEP, &step.body)?.unwrap_or_default();
    let part = |one: Kept| PARTS.into_iter().find(|code| *code == one.part).map(|code| Part { code, lines: one.lines, number: 0 });
    Ok(kept.into_iter().filter_map(part).collect())
}

/// The parts as they stand before the note is signed: what a person wrote instead of what the records say.
fn present(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, id: RowId, lang: Lang) -> Result<Vec<Part>> {
    let pupil = permit.pupil()?;
    let written = sql::parts(tx, id)?;
    let mut parts = Vec::new();
    for (code, lines) in gather::draft(tx, permit, lang)? {
        parts.push(match written.iter().find(|row| row.0 == code) {
            Some((_, number, body)) => {
                let text = tx.vault().open_words(pupil, PART, Some(body))?;
                Part { code, lines: few(text.lines().map(|line| (line.to_owned(), None))), number: *number }
            }
            None => Part { code, lines, number: 0 },
        });
    }
    Ok(parts)
}

/// The note of the permit's child for a school year: for who writes it as it stands, for everybody else who looks after the child as it was signed.
///
/// # Errors
/// Not found before it is signed, for who teaches a subject and nothing else, and without a live case file.
pub fn note(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, year: SchoolYear, lang: Lang) -> Result<Note> {
    let (pupil, me) = (permit.pupil()?, permit.who().staff());
    let of_year: Vec<Step> = sql::of_pupil(tx, pupil)?.into_iter().filter(|step| step.year == i64::from(year.0)).collect();
    // Of a child who was entered twice the own note counts, else the one that came with the other entry.
    let own = id_of(pupil, year);
    let id = of_year.iter().map(|step| step.note).find(|note| *note == own).or_else(|| of_year.first().map(|step| step.note)).unwrap_or(own);
    let steps: Vec<Step> = of_year.into_iter().filter(|step| step.note == id).collect();
    let state = state(steps.iter().map(|step| step.what.as_str()));
    let writes = year == present_year(tx)? && writes(tx, permit)?;
    let mut parts = match state {
        State::Draft if writes => present(tx, permit, id, lang)?,
        State::Draft => return Err(Error::NotFound),
        _ => signed(tx, &steps)?,
    };
    if permit.why().subjects().is_some() {
        return Err(Error::NotFound);
    }
    if !permit.levels().has(Level::Family) {
        parts.retain(|part| part.code != FAMILY);
    }
    let done = done(tx, &steps)?;
    let mine = done.iter().rev().find(|one| one.what == "signed").is_some_and(|one| one.staff == me);
    let reads = state.is_signed() && !mine && allowed(Permit::<acts::HandOver>::ask(tx, permit.who(), pupil))?.is_some();
    Ok(Note { id, pupil, year, state, parts, done, writes: writes && state == State::Draft, reads })
}

fn checked(problems: &mut Problems, typed: &str, most: usize, must: bool) -> String {
    let text = typed.trim();
    if must && text.is_empty() {
        problems.note("text", "archive-text-missing");
    } else if text.chars().count() > most {
        problems.note("text", Msg::new("archive-text-long").with("most", most));
    } else if let Some(key) = kinder(text) {
        problems.note("text", key);
    }
    text.to_owned()
}

/// Writes a part over; each version stays. `seen` is how often it had been written over when the person looked. The same again changes nothing.
///
/// # Errors
/// Problems at `text`, also when somebody wrote it over meanwhile; not found for who does not write the note; a conflict once it is signed.
pub fn write(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, code: &str, seen: i64, typed: &str, lang: Lang) -> Result<()> {
    let year = present_year(tx)?;
    let note = note(tx, permit, year, lang)?;
    if note.state.is_signed() {
        return Err(Error::Conflict("archive-signed".into()));
    }
    let part = note.parts.iter().find(|part| part.code == code).filter(|_| note.writes).ok_or(Error::NotFound)?;
    let mut problems = Problems::default();
    let text = checked(&mut problems, typed, PART_CHARS, code == FIRST);
    problems.end()?;
    let lines: Vec<String> = few(text.lines().map(|line| (line.to_owned(), ()))).into_iter().map(|(line, ())| line).collect();
    if part.number > 0 && part.lines.iter().map(|(line, _)| line).eq(&lines) {
        return Ok(());
    }
    let body = tx.vault().seal(note.pupil, PART, &lines.join("\n"))?;
    if part.number != seen || !sql::insert_part(tx, note.id, note.pupil, part.code, seen + 1, &body, &permit.who().tag())? {
        return Err(Error::at("text", "archive-written-over"));
    }
    trail::note(tx, permit.who(), "archive.handover-part", note.pupil, &serde_json::json!({ "part": code, "version": seen + 1 }))?;
    Ok(())
}

fn step(tx: &mut Tx<'_>, who: &Who, (note, pupil, year): (RowId, PupilId, SchoolYear), number: i64, what: &str, body: Vec<u8>) -> Result<()> {
    let day = tx.today();
    let new = Step { note, pupil, pupil_name: String::new(), year: year.0.into(), number, what: what.into(), day, staff: who.staff(), by: String::new(), body };
    if !sql::insert_step(tx, &new)? {
        return Err(Error::Conflict("archive-moved-on".into()));
    }
    trail::note(tx, who, "archive.handover-step", pupil, &serde_json::json!({ "what": what, "year": year.0 }))?;
    Ok(())
}

fn words(tx: &Tx<'_>, pupil: PupilId, text: &str) -> Result<Vec<u8>> {
    tx.vault().seal(pupil, STEP, text)
}

impl Note {
    fn key(&self) -> (RowId, PupilId, SchoolYear) {
        (self.id, self.pupil, self.year)
    }
    fn next(&self) -> i64 {
        self.done.len() as i64 + 1
    }
}

/// Signs the note of the present year as it stands.
///
/// # Errors
/// A problem at `strengths` when that part is empty; not found for who does not write it; a conflict once it is signed.
pub fn sign(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, lang: Lang) -> Result<()> {
    let year = present_year(tx)?;
    let note = note(tx, permit, year, lang)?;
    if note.state.is_signed() {
        return Err(Error::Conflict("archive-signed".into()));
    }
    if !note.writes {
        return Err(Error::NotFound);
    }
    if note.parts.iter().any(|part| part.code == FIRST && part.lines.is_empty()) {
        return Err(Error::at(FIRST, "archive-strengths-first"));
    }
    let kept: Vec<Kept> = note.parts.iter().map(|part| Kept { part: part.code.into(), lines: part.lines.clone() }).collect();
    let body = tx.vault().seal_json(note.pupil, STEP, &kept)?;
    step(tx, permit.who(), note.key(), note.next(), "signed", body)
}

/// Takes a signed note back that nobody has read, to write on.
///
/// # Errors
/// Not found for who did not sign it; a conflict once somebody has read it.
pub fn take_back(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, year: SchoolYear, lang: Lang) -> Result<()> {
    let note = note(tx, permit, year, lang)?;
    if note.signed().is_none_or(|one| one.staff != permit.who().staff()) {
        return Err(Error::NotFound);
    }
    if !note.can_go_back(permit.who().staff()) {
        return Err(Error::Conflict("archive-read-already".into()));
    }
    let body = words(tx, note.pupil, "")?;
    step(tx, permit.who(), note.key(), note.next(), "back", body)
}

/// Who has the child now has read the note, and may ask who signed it. A second press changes nothing.
///
/// # Errors
/// Problems at `text`; not found for who does not take the child over.
pub fn read(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, year: SchoolYear, question: &str, lang: Lang) -> Result<()> {
    let note = note(tx, permit, year, lang)?;
    let signer = note.signed().filter(|_| note.reads).map(|one| one.staff).ok_or(Error::NotFound)?;
    let mut problems = Problems::default();
    let text = checked(&mut problems, question, limits::LINE_CHARS, false);
    problems.end()?;
    let me = permit.who().staff();
    if text.is_empty() && note.done.iter().any(|one| one.what == "seen" && one.staff == me) {
        return Ok(());
    }
    let body = words(tx, note.pupil, &text)?;
    step(tx, permit.who(), note.key(), note.next(), if text.is_empty() { "seen" } else { "asked" }, body)?;
    trail::end_own_tasks(tx, permit.who(), ANSWER_TASK, note.pupil)?;
    if text.is_empty() {
        return Ok(());
    }
    let due = tx.today().plus_days(ANSWER_DAYS);
    trail::open_task(tx, signer, ASK_TASK, note.id, &format!("/handover/{}", note.id), &[], due)
}

/// A question that waits for who signed the note.
#[derive(Clone, Debug)]
pub struct Question {
    /// The note.
    pub note: RowId,
    /// The child.
    pub pupil: PupilId,
    /// Its name.
    pub pupil_name: String,
    /// Its school year.
    pub year: SchoolYear,
    /// What was signed.
    pub parts: Vec<Part>,
    /// Who asks.
    pub asked: Done,
    count: i64,
}

/// The question about a note that the person signed, while it waits: who has no child's file any more may answer for the own words, and sees nothing else.
///
/// # Errors
/// Not found for anybody else, and when nothing is asked.
pub fn question(tx: &mut Tx<'_>, who: &Who, note: RowId) -> Result<Question> {
    let steps = sql::of_note(tx, note)?;
    let mine = steps.iter().rev().find(|step| step.what == "signed").is_some_and(|step| step.staff == who.staff());
    if !mine || state(steps.iter().map(|step| step.what.as_str())) != State::Asked {
        return Err(Error::NotFound);
    }
    let asked = done(tx, &steps)?.into_iter().rev().find(|one| one.what == "asked").ok_or(Error::NotFound)?;
    Ok(Question { note, pupil: steps[0].pupil, pupil_name: steps[0].pupil_name.clone(), year: year_of(&steps[0])?, parts: signed(tx, &steps)?, asked, count: steps.len() as i64 })
}

/// Answers the question; who asked is told.
///
/// # Errors
/// Problems at `text`; those of [`question`].
pub fn answer(tx: &mut Tx<'_>, who: &Who, note: RowId, text: &str) -> Result<()> {
    let question = question(tx, who, note)?;
    let mut problems = Problems::default();
    let text = checked(&mut problems, text, limits::LINE_CHARS, true);
    problems.end()?;
    let body = words(tx, question.pupil, &text)?;
    step(tx, who, (note, question.pupil, question.year), question.count + 1, "answered", body)?;
    trail::end_own_tasks(tx, who, ASK_TASK, note)?;
    let (link, today) = (format!("/pupils/{}/handover/{}", question.pupil, question.year.0), tx.today());
    trail::open_task(tx, question.asked.staff, ANSWER_TASK, question.pupil, &link, &[], today)
}

/// A child of a class, with how its note stands.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The child.
    pub pupil: PupilId,
    /// Its name.
    pub name: String,
    /// Seat.
    pub seat: Option<i64>,
    /// How the note stands.
    pub state: State,
    /// Who signed it, and when.
    pub signed: Option<(SchoolDate, String, StaffId)>,
    /// Who has read it, and when.
    pub seen: Option<(SchoolDate, String)>,
}

/// How the notes of a year stand that tell of the children who sit in a class on a day, by child.
fn standing(tx: &mut Tx<'_>, class: ClassId, year: SchoolYear, day: SchoolDate) -> Result<Vec<(PupilId, Listed)>> {
    let steps = sql::of_class(tx, year.0.into(), class, day)?;
    let listed = |steps: &[Step]| {
        let state = state(steps.iter().map(|step| step.what.as_str()));
        let last = |what: [&str; 2]| steps.iter().rev().find(|step| what.contains(&step.what.as_str())).filter(|_| state.is_signed());
        let signed = last(["signed", "signed"]).map(|step| (step.day, step.by.clone(), step.staff));
        let seen = last(["seen", "asked"]).map(|step| (step.day, step.by.clone()));
        let pupil = steps[0].pupil;
        (pupil, Listed { pupil, name: steps[0].pupil_name.clone(), seat: None, state, signed, seen })
    };
    Ok(steps.chunk_by(|a, b| a.note == b.note).map(listed).collect())
}

/// The children of the permit's class and how the note of a year stands: of the present year those with a live file, by seat; of a year that is over those who sit in the class on the day
/// and were handed over.
///
/// # Errors
/// Faults of the database; not found for who teaches a subject and nothing else.
pub fn of_class(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, year: SchoolYear, day: SchoolDate) -> Result<Vec<Listed>> {
    let class = permit.class()?;
    if permit.why().subjects().is_some() {
        return Err(Error::NotFound);
    }
    let known = standing(tx, class, year, day)?;
    if year != present_year(tx)? {
        return Ok(known.into_iter().map(|(_, note)| note).filter(|note| note.state.is_signed()).collect());
    }
    let mut all = Vec::new();
    for line in casefile::lines(tx, permit.who(), Some(class))? {
        let note = known.iter().find(|(pupil, _)| *pupil == line.pupil).map(|(_, note)| note.clone());
        let none = Listed { pupil: line.pupil, name: String::new(), seat: None, state: State::Draft, signed: None, seen: None };
        all.push(Listed { name: line.name, seat: line.seat, ..note.unwrap_or(none) });
    }
    Ok(all)
}

/// What Today says of notes to a homeroom teacher: the class, its name, how many are to be signed by the day, how many to be read.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The class.
    pub class: ClassId,
    /// Its name.
    pub name: String,
    /// To be signed, and by when.
    pub unsigned: Option<(usize, SchoolDate)>,
    /// To be read.
    pub unread: usize,
}

/// What waits for a homeroom teacher: notes to sign from three weeks before the end of the school year, notes of others to read.
///
/// # Errors
/// Faults of the database.
pub fn waiting(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Waiting>> {
    let classes: Vec<ClassId> = who.ties.iter().filter(|tie| tie.duty == Duty::Homeroom).map(|tie| ClassId::from_uuid(tie.scope_id.uuid())).collect();
    let term = match present_term(tx) {
        Ok(term) if !classes.is_empty() => term,
        Ok(_) | Err(Error::NotFound) => return Ok(Vec::new()),
        Err(fault) => return Err(fault),
    };
    let (year, today) = (term.code.year, tx.today());
    let (last, mut all) = (time::last_day_of_year(tx, term.year)?.unwrap_or(term.last_day), Vec::new());
    let due = term.code.half == 2 && today >= last.plus_days(-SOON_DAYS);
    for class in classes {
        let permit = Permit::<acts::SeeCaseFile>::ask(tx, who, class)?;
        let unsigned = if due { of_class(tx, &permit, year, today)?.iter().filter(|one| !one.state.is_signed()).count() } else { 0 };
        let mut unread = 0;
        for year in [year, SchoolYear(year.0 - 1)] {
            let mine = |one: &Listed| one.signed.as_ref().is_some_and(|(.., staff)| *staff == who.staff());
            unread += standing(tx, class, year, today)?.iter().filter(|(_, one)| one.state == State::Signed && !mine(one)).count();
        }
        if unsigned + unread > 0 {
            let name = time::class(tx, class)?.name;
            all.push(Waiting { class, name, unsigned: (unsigned > 0).then_some((unsigned, last)), unread });
        }
    }
    Ok(all)
}
