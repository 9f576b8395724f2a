//! verbs: the monthly report, which is the feedback to the sponsor leader (A9-21), and the summary of the term (A9-32), of a helper, a class, a grade and the school (B4-17): drafted each time from the
//! records, written over by people (each version stays), handed in with one press, confirmed or returned by who it was handed to.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::meetings::general;
use super::sql::summaries as sql;
use super::summing::{PARTS, Sentence, drafted};
use crate::access::{Duty, Permit, Subject, Who, acts};
use crate::activity::cadence::allowed;
use crate::base::error::Problems;
use crate::base::{ClassId, Error, GradeId, Id, Lang, Msg, Result, RowId, SchoolDate, StaffId, derived, limits};
use crate::pairing::pairs;
use crate::programme::value::Span;
use crate::programme::{Param, deadline, in_force};
use crate::roster::calendar::TermDays;
use crate::roster::{particulars, people, time};
use crate::store::Tx;
use crate::trail;

/// One is to be read and answered.
pub const READ_TASK: &str = "supervision-summary-read";
/// One came back.
pub const BACK_TASK: &str = "supervision-summary-back";
/// Days within which it is answered.
const ANSWER_DAYS: i64 = 5;
/// Characters of a part.
const PART_CHARS: usize = 2_000;
/// Papers of a list.
const SHOWN: i64 = 200;
/// How long one that was handed in is listed.
const LISTED_DAYS: i64 = 240;
/// Days before a monthly report and a summary are due from which Today speaks of them.
const SOON: [(Kind, i64); 2] = [(Kind::Month, 7), (Kind::Term, 21)];

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $code:literal),* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$of])* $variant),* }
        impl $name {
            /// The identifier; words hang on it.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
        }
        impl FromStr for $name {
            type Err = ();
            fn from_str(code: &str) -> Result<Self, ()> {
                match code { $($code => Ok(Self::$variant),)* _ => Err(()) }
            }
        }
    };
}
codes!(
    /// What kind of paper.
    Kind {
        /// 月度反馈
        Month = "month",
        /// 期末总结
        Term = "term"
    }
);
codes!(
    /// Whose work it is about.
    Scope {
        /// A person's own children.
        Helper = "helper",
        /// A class.
        Class = "class",
        /// A grade.
        Grade = "grade",
        /// The school.
        School = "school"
    }
);

/// Which paper: of what, for which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Monthly or of the term.
    pub kind: Kind,
    /// Of whom.
    pub scope: Scope,
    /// The person, class or grade; the school's own id.
    pub of: RowId,
    /// First day.
    pub from: SchoolDate,
    /// Last day.
    pub until: SchoolDate,
    /// By when it is handed in.
    pub due: SchoolDate,
}

impl Key {
    /// The row's id.
    pub fn id(&self) -> RowId {
        derived(&[b"summary", self.kind.code().as_bytes(), self.scope.code().as_bytes(), self.of.uuid().as_bytes(), self.from.to_string().as_bytes()])
    }
    /// Its address: `month.helper.<id>.<first day>`.
    pub fn address(&self) -> String {
        format!("/supervision/summaries/{}.{}.{}.{}", self.kind.code(), self.scope.code(), self.of, self.from)
    }
}

/// The stretches of a term for which a kind of paper is owed, each with the day by which it is handed in: as often as the programmes in force ask (the most frequent counts), else each month
/// and once a term. A month's feedback is due with the month's records (A9-30).
fn stretches(tx: &mut Tx<'_>, kind: Kind, term: &time::Term, days: &TermDays) -> Result<Vec<(SchoolDate, SchoolDate, SchoolDate)>> {
    let (programmes, param) = (in_force(tx, term.id)?, if kind == Kind::Term { Param::SummaryEvery } else { Param::FeedbackEvery });
    let asked = programmes.iter().filter_map(|programme| programme.values.cadence(param));
    let asked = asked.map(|cadence| (cadence.span, deadline::windows(cadence, days))).max_by_key(|(_, windows)| windows.len());
    let monthly = asked.as_ref().is_none_or(|(span, windows)| *span == Span::Month || windows.is_empty());
    let asked: Vec<_> =
        asked.map(|(_, windows)| windows).unwrap_or_default().into_iter().map(|window| (window.from, window.until, days.moved_before_holiday(window.until))).collect();
    if kind == Kind::Term {
        let whole = vec![(term.first_day, term.last_day, days.moved_before_holiday(term.last_day))];
        return Ok(if asked.len() > 1 { asked } else { whole });
    }
    let hand_in = programmes.into_iter().filter_map(|programme| programme.values.number(Param::HandInDay)).min();
    let dues = deadline::month_dues(hand_in.unwrap_or(31), days);
    let first = |due: SchoolDate| SchoolDate::new(due.year(), due.month(), 1).unwrap_or(due).max(term.first_day);
    let last = |due: SchoolDate| first(due).plus_months(1);
    let end = |due: SchoolDate| SchoolDate::new(last(due).year(), last(due).month(), 1).unwrap_or(due).plus_days(-1).min(term.last_day);
    // Rarer or more often than each month where the programmes say so.
    Ok(if monthly { dues.into_iter().map(|due| (first(due), end(due), due)).collect() } else { asked })
}

/// The paper at an address, in the term in which its days lie.
///
/// # Errors
/// Not found when there is none for that day.
pub fn key(tx: &mut Tx<'_>, text: &str) -> Result<Key> {
    let mut pieces = text.split('.');
    let mut piece = || pieces.next().ok_or(Error::NotFound);
    let (kind, scope): (Kind, Scope) = (piece()?.parse().map_err(|()| Error::NotFound)?, piece()?.parse().map_err(|()| Error::NotFound)?);
    let (of, from): (RowId, SchoolDate) = (piece()?.parse().map_err(|_| Error::NotFound)?, piece()?.parse().map_err(|_| Error::NotFound)?);
    let term = time::terms(tx)?.into_iter().find(|term| (term.first_day..=term.last_day).contains(&from)).ok_or(Error::NotFound)?;
    let days = time::term_days(tx, &term)?;
    let found = stretches(tx, kind, &term, &days)?.into_iter().find(|one| one.0 == from).ok_or(Error::NotFound)?;
    Ok(Key { kind, scope, of, from, until: found.1, due: found.2 })
}

fn subject(key: &Key) -> Subject {
    match key.scope {
        Scope::Class => Subject::Class(ClassId::from_uuid(key.of.uuid())),
        Scope::Grade => Subject::Grade(GradeId::from_uuid(key.of.uuid())),
        Scope::Helper | Scope::School => Subject::School,
    }
}

/// Whether the person writes it: the helper; who calls meetings of the class or grade; of the school who oversees it.
///
/// # Errors
/// Faults of the database.
pub fn writes(tx: &mut Tx<'_>, who: &Who, key: &Key) -> Result<bool> {
    match key.scope {
        Scope::Helper => Ok(key.of.uuid() == who.staff().uuid()),
        Scope::School => Ok(key.of.uuid() == tx.school().uuid() && allowed(Permit::<acts::Oversee>::ask(tx, who, Subject::School))?.is_some()),
        Scope::Class | Scope::Grade => Ok(allowed(Permit::<acts::HoldMeeting>::ask(tx, who, subject(key)))?.is_some()),
    }
}

/// What the person writes for a day: the own monthly report and summary where children are helped, those of the classes, grades and school that the person leads.
///
/// # Errors
/// Faults of the database.
pub fn own(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<(Key, String)>> {
    let today = tx.today();
    let Some(term) = time::current_term(tx)?.filter(|term| (term.first_day..=term.last_day).contains(&today)) else { return Ok(Vec::new()) };
    let days = time::term_days(tx, &term)?;
    let mut scopes: Vec<(Scope, RowId, String)> = Vec::new();
    if !pairs::caseload(tx, who)?.is_empty() {
        scopes.push((Scope::Helper, RowId::from_uuid(who.staff().uuid()), who.name.clone()));
    }
    let classes = time::classes(tx, term.year)?;
    for tie in &who.ties {
        let of = tie.scope_id;
        match tie.duty {
            Duty::Homeroom => scopes.extend(classes.iter().find(|class| class.id.uuid() == of.uuid()).map(|class| (Scope::Class, of, class.name.clone()))),
            Duty::GradeLeader | Duty::GradeSponsor => {
                let level = classes.iter().find(|class| class.grade.uuid() == of.uuid()).map(|class| class.level);
                scopes.extend(level.map(|level| (Scope::Grade, of, Msg::new("report-grade").with("grade", level).text(who.lang))));
            }
            Duty::StudentAffairs | Duty::AcademicOffice => scopes.push((Scope::School, RowId::from_uuid(tx.school().uuid()), Msg::new("report-school").text(who.lang))),
            _ => {}
        }
    }
    let mut all = Vec::new();
    for kind in [Kind::Month, Kind::Term] {
        let Some((from, until, due)) = stretches(tx, kind, &term, &days)?.into_iter().find(|(from, until, _)| (*from..=*until).contains(&today)) else { continue };
        // The month is fed back by who helps; classes, grades and the school sum up the term.
        let of = scopes.iter().filter(|(scope, ..)| (*scope == Scope::Helper) || kind == Kind::Term);
        all.extend(of.map(|(scope, of, name)| (Key { kind, scope: *scope, of: *of, from, until, due }, name.clone())));
    }
    Ok(all)
}

/// A part as it stands.
#[derive(Clone, Debug)]
pub struct Part {
    /// One of [`PARTS`].
    pub code: &'static str,
    /// Its sentences: drafted ones with their rows, or what a person wrote.
    pub sentences: Vec<Sentence>,
    /// How often it was written over.
    pub number: i64,
}

/// What was handed in.
#[derive(Serialize, Deserialize)]
struct Kept {
    part: String,
    sentences: Vec<(String, Vec<String>)>,
}

/// What was done with a paper.
#[derive(Clone, Debug)]
pub struct Step {
    /// `handed`, `confirmed`, `returned`, `seen`.
    pub what: String,
    /// When.
    pub day: SchoolDate,
    /// Who.
    pub by: String,
    /// To whom.
    pub to: String,
    /// In words.
    pub text: String,
}

/// A paper, as somebody reads it.
#[derive(Debug)]
pub struct Paper {
    /// Which.
    pub key: Key,
    /// Its parts.
    pub parts: Vec<Part>,
    /// What was done with it, the newest first.
    pub steps: Vec<Step>,
    /// Whether the person writes it.
    pub writes: bool,
    /// Whether it waits for the person's answer.
    pub answers: bool,
    /// Whether an answer waits for the person to read it.
    pub reads: bool,
}

impl Paper {
    /// `open`, `handed`, `confirmed`, `returned`; the words are `supervision-summary-state-<code>`.
    pub fn state(&self) -> &str {
        self.steps.iter().find(|step| step.what != "seen").map_or("open", |step| step.what.as_str())
    }
}

fn present(tx: &mut Tx<'_>, who: &Who, key: &Key, lang: Lang) -> Result<Vec<Part>> {
    let written = sql::parts(tx, key.id())?;
    let own = |text: &str| text.lines().filter(|line| !line.trim().is_empty()).map(|line| Sentence { text: line.trim().to_owned(), links: Vec::new() }).collect();
    let part = |(code, sentences): (&'static str, Vec<Sentence>)| match written.iter().find(|row| row.0 == code) {
        Some((_, number, text, _)) => Part { code, sentences: own(text), number: *number },
        None => Part { code, sentences, number: 0 },
    };
    Ok(drafted(tx, who, key, lang)?.into_iter().map(part).collect())
}

fn handed(steps: &[sql::Step]) -> Result<Vec<Part>> {
    let Some(step) = steps.iter().find(|step| step.what == "handed") else { return Err(Error::NotFound) };
    let kept: Vec<Kept> = serde_json::from_str(&step.parts).map_err(|e| Error::fault("a summary", e))?;
    let part = |one: Kept| {
        let code = PARTS.into_iter().find(|code| *code == one.part)?;
        Some(Part { code, sentences: one.sentences.into_iter().map(|(text, links)| Sentence { text, links }).collect(), number: 0 })
    };
    Ok(kept.into_iter().filter_map(part).collect())
}

/// A paper: for who writes it as it stands; for who it was handed to, and the leaders, as it was handed in.
///
/// # Errors
/// Not found for anybody else, and before it was handed in.
pub fn paper(tx: &mut Tx<'_>, who: &Who, key: Key, lang: Lang) -> Result<Paper> {
    let (steps, writes, me) = (sql::steps(tx, key.id())?, writes(tx, who, &key)?, who.staff());
    let reader = steps.iter().any(|step| step.what == "handed" && step.reader == me);
    if !writes && !reader && allowed(Permit::<acts::Oversee>::ask(tx, who, subject(&key)))?.is_none() {
        return Err(Error::NotFound);
    }
    let newest = steps.iter().find(|step| step.what != "seen");
    let locked = newest.is_some_and(|step| step.what != "returned");
    let parts = if writes && !locked { present(tx, who, &key, lang)? } else { handed(&steps)? };
    let answers = newest.is_some_and(|step| step.what == "handed" && step.reader == me);
    let reads = writes && steps.first().is_some_and(|step| ["confirmed", "returned"].contains(&step.what.as_str()));
    let step = |one: sql::Step| Step { what: one.what, day: one.day, by: one.by, to: one.reader_name, text: one.body };
    Ok(Paper { key, parts, writes, answers, reads, steps: steps.into_iter().map(step).collect() })
}

/// Writes a part over; each version stays. An empty text brings the draft back to be seen as empty: say so in words. The same again changes nothing.
///
/// # Errors
/// Problems at `text`, also when it names a child or somebody wrote it over meanwhile; not found for who does not write it; a conflict once it was handed in.
pub fn write(tx: &mut Tx<'_>, who: &Who, key: Key, part: &str, seen: i64, typed: &str, lang: Lang) -> Result<()> {
    let paper = paper(tx, who, key, lang)?;
    let known = paper.parts.iter().find(|one| one.code == part).filter(|_| paper.writes).ok_or(Error::NotFound)?;
    if !matches!(paper.state(), "open" | "returned") {
        return Err(Error::Conflict(Msg::new("supervision-summary-handed")));
    }
    let mut problems = Problems::default();
    let text = general(tx, &mut problems, "text", typed, PART_CHARS)?;
    if text.is_empty() {
        problems.note("text", "supervision-text-missing");
    }
    problems.end()?;
    let same = known.number > 0 && known.sentences.iter().map(|one| one.text.as_str()).eq(text.lines().map(str::trim).filter(|line| !line.is_empty()));
    if same {
        return Ok(());
    }
    if known.number != seen {
        return Err(Error::at("text", "supervision-written-over"));
    }
    let head = sql::Head { id: key.id(), kind: key.kind.code().into(), scope: key.scope.code().into(), scope_id: key.of, from: key.from, until: key.until };
    sql::ensure(tx, &head)?;
    if !sql::insert_part(tx, key.id(), part, seen + 1, &text, &who.tag())? {
        return Err(Error::at("text", "supervision-written-over"));
    }
    trail::note(tx, who, "supervision.summary-part", key.id(), &serde_json::json!({ "part": part, "version": seen + 1 }))?;
    Ok(())
}

/// To whom a paper is handed: the sponsor leaders of its grade, else the offices; that of a grade or the school to the offices and the principal. Nobody hands to oneself.
///
/// # Errors
/// Faults of the database.
pub fn readers(tx: &mut Tx<'_>, who: &Who, key: &Key) -> Result<Vec<(StaffId, String)>> {
    let today = tx.today();
    let grades: Vec<RowId> = match key.scope {
        Scope::Class => vec![RowId::from_uuid(time::class(tx, ClassId::from_uuid(key.of.uuid()))?.grade.uuid())],
        Scope::Helper => {
            let mut grades = Vec::new();
            for pair in pairs::caseload(tx, who)? {
                let Some(see) = allowed(Permit::<acts::SeePupil>::ask(tx, who, pair.pupil))? else { continue };
                if let Some(seat) = particulars::particulars(tx, &see)?.seat {
                    grades.push(RowId::from_uuid(time::class(tx, seat.class)?.grade.uuid()));
                }
            }
            grades
        }
        Scope::Grade | Scope::School => Vec::new(),
    };
    let posts = people::posts_on(tx, today)?;
    let me = who.staff();
    let mut all: Vec<(StaffId, String)> =
        posts.iter().filter(|post| post.duty == Duty::GradeSponsor && grades.contains(&post.scope_id) && post.staff != me).map(|post| (post.staff, post.name.clone())).collect();
    if all.is_empty() {
        let office = [Duty::StudentAffairs, Duty::AcademicOffice, Duty::Leader, Duty::Principal];
        let of = |duty: Duty| posts.iter().filter(move |post| post.duty == duty && post.staff != me).map(|post| (post.staff, post.name.clone()));
        all = office.into_iter().flat_map(of).collect();
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Hands a paper in, as it stands, to somebody who answers it. What was handed in does not change any more until it is returned.
///
/// # Errors
/// Problems at `reader`, `text`; not found for who does not write it; a conflict when it was handed in.
pub fn hand_in(tx: &mut Tx<'_>, who: &Who, key: Key, reader: Option<StaffId>, asks: &str, lang: Lang) -> Result<()> {
    let paper = paper(tx, who, key, lang)?;
    if !paper.writes {
        return Err(Error::NotFound);
    }
    if !matches!(paper.state(), "open" | "returned") {
        return Err(Error::Conflict(Msg::new("supervision-summary-handed")));
    }
    let mut problems = Problems::default();
    let known = readers(tx, who, &key)?;
    let reader = reader.filter(|reader| known.iter().any(|(staff, _)| staff == reader));
    if reader.is_none() {
        problems.note("reader", "supervision-choose");
    }
    let asks = general(tx, &mut problems, "text", asks, limits::LINE_CHARS)?;
    problems.end()?;
    let Some(reader) = reader else { return Err(Error::NotFound) };
    let keep = |part: &Part| Kept { part: part.code.into(), sentences: part.sentences.iter().map(|one| (one.text.clone(), one.links.clone())).collect() };
    let parts = serde_json::to_string(&paper.parts.iter().map(keep).collect::<Vec<_>>()).map_err(|e| Error::fault("a summary", e))?;
    let head = sql::Head { id: key.id(), kind: key.kind.code().into(), scope: key.scope.code().into(), scope_id: key.of, from: key.from, until: key.until };
    sql::ensure(tx, &head)?;
    step(tx, who, &key, "handed", reader, (&asks, &parts))?;
    trail::end_own_tasks(tx, who, BACK_TASK, key.id())?;
    let due = tx.today().plus_days(ANSWER_DAYS);
    trail::open_task(tx, reader, READ_TASK, key.id(), &key.address(), &[], due)
}

fn step(tx: &mut Tx<'_>, who: &Who, key: &Key, what: &str, reader: StaffId, (body, parts): (&str, &str)) -> Result<()> {
    let number = sql::steps(tx, key.id())?.first().map_or(1, |step| step.number + 1);
    if !sql::insert_step(tx, &sql::NewStep { id: key.id(), number, what, staff: who.staff(), reader, body, parts })? {
        return Err(Error::Conflict(Msg::new("supervision-summary-handed")));
    }
    trail::note(tx, who, "supervision.summary-step", key.id(), &serde_json::json!({ "what": what }))?;
    Ok(())
}

/// Who it was handed to confirms it or returns it with a comment; who wrote it is told.
///
/// # Errors
/// Problems at `what`, `text` (a return says why); not found for anybody else, and when it waits for nobody.
pub fn answer(tx: &mut Tx<'_>, who: &Who, key: Key, what: &str, text: &str, lang: Lang) -> Result<()> {
    if !paper(tx, who, key, lang)?.answers {
        return Err(Error::NotFound);
    }
    let Some(author) = sql::steps(tx, key.id())?.into_iter().find(|step| step.what == "handed").map(|step| step.staff) else { return Err(Error::NotFound) };
    let mut problems = Problems::default();
    if !["confirmed", "returned"].contains(&what) {
        problems.note("what", "supervision-choose");
    }
    let text = general(tx, &mut problems, "text", text, limits::LINE_CHARS)?;
    if what == "returned" && text.is_empty() {
        problems.note("text", "supervision-text-missing");
    }
    problems.end()?;
    step(tx, who, &key, what, author, (&text, ""))?;
    trail::end_tasks(tx, who, READ_TASK, key.id(), true)?;
    let today = tx.today();
    let due = if what == "returned" { today.plus_days(ANSWER_DAYS) } else { today };
    trail::open_task(tx, author, BACK_TASK, key.id(), &key.address(), &[], due)
}

/// Who wrote it has read the answer.
///
/// # Errors
/// Not found when there is none to read.
pub fn seen(tx: &mut Tx<'_>, who: &Who, key: Key, lang: Lang) -> Result<()> {
    if !paper(tx, who, key, lang)?.reads {
        return Err(Error::NotFound);
    }
    step(tx, who, &key, "seen", who.staff(), ("", ""))?;
    trail::end_tasks(tx, who, BACK_TASK, key.id(), true)
}

/// How the person's own papers stand: with the state of each.
///
/// # Errors
/// Faults of the database.
pub fn standing(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<(Key, String, String)>> {
    let mut all = Vec::new();
    for (key, name) in own(tx, who)? {
        let state = sql::steps(tx, key.id())?.into_iter().find(|step| step.what != "seen").map_or_else(|| "open".to_owned(), |step| step.what);
        all.push((key, name, state));
    }
    Ok(all)
}

/// What the person has still to hand in within the next days: for the lines of Today.
///
/// # Errors
/// Faults of the database.
pub fn due_soon(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<(Key, String)>> {
    let today = tx.today();
    let soon = |key: &Key| SOON.iter().any(|(kind, days)| *kind == key.kind && key.due.days() - today.days() <= *days);
    Ok(standing(tx, who)?.into_iter().filter(|(key, _, state)| soon(key) && state == "open").map(|(key, name, _)| (key, name)).collect())
}

/// Address, author, first day, kind and state of a paper.
pub type Received = (String, String, SchoolDate, String, String);

/// What was handed to the person of late: who, which, when, and the state.
///
/// # Errors
/// Faults of the database.
pub fn inbox(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Received>> {
    let since = tx.today().plus_days(-LISTED_DAYS);
    let mut all: Vec<Received> = Vec::new();
    for one in sql::to_reader(tx, who.staff(), since, SHOWN)? {
        let h = &one.head;
        let address = format!("/supervision/summaries/{}.{}.{}.{}", h.kind, h.scope, h.scope_id, h.from);
        if all.iter().any(|row| row.0 == address) {
            continue;
        }
        let state = sql::steps(tx, h.id)?.into_iter().find(|step| step.what != "seen").map_or_else(String::new, |step| step.what);
        all.push((address, one.by, h.from, h.kind.clone(), state));
    }
    Ok(all)
}

/// The papers of a kind that were handed in for a term, for the register: scope, author, first day, day of handing in, reader, state.
///
/// # Errors
/// Denied to who does not oversee the school.
pub fn register(tx: &mut Tx<'_>, who: &Who, kind: Kind, span: (SchoolDate, SchoolDate)) -> Result<Vec<[String; 6]>> {
    Permit::<acts::Oversee>::ask(tx, who, Subject::School)?;
    let mut rows = Vec::new();
    for one in sql::handed(tx, kind.code(), span, limits::ROWS_PER_PAGE_MOST)? {
        let state = sql::steps(tx, one.head.id)?.into_iter().find(|step| step.what != "seen").map_or_else(String::new, |step| step.what);
        rows.push([one.head.scope, one.by, one.head.from.to_string(), one.day.to_string(), one.reader_name, state]);
    }
    Ok(rows)
}
