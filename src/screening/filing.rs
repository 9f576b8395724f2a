//! verbs: the way of the lists: handed up by the class, compiled by the grade, given back or filed (A9-17, B6-06; PRACTICE 1.3).
//!
//! Lists are gathered by band (低、中、高年级). A vacant post is skipped, who holds several posts signs once. Filing writes the confirmations and freezes the list.

use std::collections::{BTreeMap, HashMap};

use serde_json::json;

use super::band::Band;
use super::confirmed::{self, End, NewConfirmation};
use super::list_state::{self, Desk, Step};
use super::review;
use super::round::{self, Opened, RETURNED_TASK, TASK};
use super::running::REVIEW_TASK;
use super::say::What;
use super::share;
use super::sql::{confirmed as ends, lists, rounds as sql};
use crate::access::{Act, Action, Duty, Permit, Subject, Who, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, GradeId, Id, Msg, Result, RowId, SchoolDate, StaffId, Stamp};
use crate::roster::people;
use crate::roster::time::{self, Class};
use crate::store::Tx;
use crate::trail;

/// Kind of the task to compile the lists of a grade.
pub const COMPILE_TASK: &str = "screening-compile";
/// Kind of the task to file them.
pub const FILE_TASK: &str = "screening-file";

/// A step of a list, as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// What happened.
    pub step: Step,
    /// The word that goes with it: why the number lies beyond the guide, or what to mend.
    pub note: String,
    /// The duties in which it was signed.
    pub duties: Vec<Duty>,
    /// Who signed; empty for the command line.
    pub name: String,
    /// When.
    pub at: Stamp,
}

/// Where each list of a round stands; a class without a step is not there.
pub(super) fn newest_steps(tx: &mut Tx<'_>, round: RowId) -> Result<HashMap<ClassId, Step>> {
    Ok(sql::steps(tx, round)?.into_iter().filter_map(|row| Some((row.class, row.step?))).collect())
}

/// What happened to the lists of a round, by class, in order.
///
/// # Errors
/// Faults of the database.
pub fn history(tx: &mut Tx<'_>, opened: &Opened) -> Result<HashMap<ClassId, Vec<Signed>>> {
    let names: HashMap<String, String> = people::staff_list(tx)?.into_iter().map(|person| (person.id.to_string(), person.name)).collect();
    let mut all: HashMap<ClassId, Vec<Signed>> = HashMap::new();
    for row in sql::steps(tx, opened.round.id)? {
        let Some(step) = row.step else { continue };
        let duties = row.duties.split(',').filter_map(|code| code.parse().ok()).collect();
        all.entry(row.class).or_default().push(Signed { step, note: row.note, duties, name: names.get(&row.actor).cloned().unwrap_or_default(), at: row.at });
    }
    Ok(all)
}

/// A class on the page of a round.
#[derive(Clone, Debug)]
pub struct ClassLine {
    /// The class.
    pub class: Class,
    /// Its band.
    pub band: Band,
    /// Its homeroom teacher.
    pub homeroom: Option<String>,
    /// Its newest step, with who signed.
    pub newest: Option<Signed>,
    /// Children on the list.
    pub listed: i64,
    /// Of these, how many wait for a word.
    pub waiting: i64,
    /// Of these, how many are confirmed.
    pub confirmed: i64,
    /// By when it is handed up.
    pub due: SchoolDate,
    /// Days late.
    pub late_days: i64,
    /// Whether nobody leads its grade.
    pub no_leader: bool,
}

/// The classes with pupils of a round that somebody may see, by grade and number.
///
/// # Errors
/// Faults of the database.
pub fn overview(tx: &mut Tx<'_>, who: &Who, opened: &Opened) -> Result<Vec<ClassLine>> {
    let day = opened.day(tx);
    let (own, grades, all) = (who.classes(Action::SeeCandidates), who.grades(Action::SeeCandidates), who.may_everywhere(Action::SeeCandidates));
    let homerooms: HashMap<ClassId, String> = time::homerooms(tx, opened.term.year, day)?.into_iter().map(|(class, _, name)| (class, name)).collect();
    let peopled: HashMap<ClassId, i64> = time::pupils_in_classes(tx, opened.term.year, day)?.into_iter().collect();
    let mut history = history(tx, opened)?;
    let mut counts: HashMap<ClassId, (i64, i64, i64)> = HashMap::new();
    for row in review::rows(tx, opened, None)? {
        let entry = counts.entry(row.class).or_default();
        entry.0 += 1;
        match &row.verdict {
            None => entry.1 += 1,
            Some(said) => entry.2 += i64::from(said.verdict.what.is_listed()),
        }
    }
    let posts = people::posts_on(tx, day)?;
    let today = tx.today();
    let mut lines = Vec::new();
    for class in time::classes(tx, opened.term.year)? {
        if !peopled.contains_key(&class.id) || !(all || own.contains(&class.id) || grades.contains(&class.grade)) {
            continue;
        }
        let newest = history.remove(&class.id).and_then(|mut steps| steps.pop());
        let (listed, waiting, confirmed) = counts.get(&class.id).copied().unwrap_or_default();
        let due = opened.due_of(class.level);
        lines.push(ClassLine {
            band: Band::of(class.level),
            homeroom: homerooms.get(&class.id).cloned(),
            late_days: list_state::late_days(newest.as_ref().map(|signed| signed.step), due.days(), today.days()),
            newest,
            listed,
            waiting,
            confirmed,
            due,
            no_leader: holders(&posts, Duty::GradeLeader, class.grade).is_empty(),
            class,
        });
    }
    Ok(lines)
}

/// How many classes of the rounds of a term are late.
///
/// # Errors
/// Faults of the database.
pub fn late(tx: &mut Tx<'_>, who: &Who, term: &time::Term) -> Result<Vec<(Opened, i64)>> {
    let mut late = Vec::new();
    for opened in round::of_term(tx, term)? {
        let count = overview(tx, who, &opened)?.iter().filter(|line| line.late_days > 0).count();
        if count > 0 {
            late.push((opened, i64::try_from(count).unwrap_or(i64::MAX)));
        }
    }
    Ok(late)
}

fn holders(posts: &[people::Post], duty: Duty, grade: GradeId) -> Vec<StaffId> {
    posts.iter().filter(|post| post.duty == duty && post.scope_id.uuid() == grade.uuid()).map(|post| post.staff).collect()
}

/// The duties in which somebody signs here: all that allow it, so that who holds several signs once.
fn duties<A: Act>(permit: &Permit<A>) -> String {
    let mut codes: Vec<&str> = permit.why().ties.iter().map(|tie| tie.duty.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.join(",")
}

/// Hands the list of the permit's class up. `note` says why when the number lies beyond the guide, also when nobody is on it (A9-15).
///
/// # Errors
/// A conflict when it was handed up already; problems at `list` (children still wait for a word) and `note`.
pub fn hand_up(tx: &mut Tx<'_>, permit: &Permit<acts::ReviewClass>, opened: &Opened, note: &str) -> Result<()> {
    let class = permit.class()?;
    let steps = newest_steps(tx, opened.round.id)?;
    if !list_state::may_follow(steps.get(&class).copied(), Step::HandedUp, false) {
        return Err(Error::Conflict("screening-round-not-open".into()));
    }
    let rows = review::rows(tx, opened, Some(class))?;
    let mut problems = Problems::default();
    let waiting = rows.iter().filter(|row| row.verdict.is_none()).count();
    if waiting > 0 {
        problems.note("list", Msg::new("screening-round-still-waiting").with("count", waiting));
    }
    let confirmed = rows.iter().filter(|row| row.verdict.as_ref().is_some_and(|said| said.verdict.what.is_listed())).count();
    let asks = share::beyond(i64::try_from(confirmed).unwrap_or(i64::MAX), opened.guide());
    let note = review::checked(&mut problems, "note", note, false);
    if let Some(beyond) = asks.filter(|_| note.chars().count() < 2 && waiting == 0) {
        problems.note("note", Msg::new(beyond.key()).with("count", confirmed));
    }
    problems.end()?;
    sql::insert_step(tx, opened.round.id, class, Step::HandedUp, &note, &duties(permit), &permit.who().tag())?;
    for kind in [TASK, RETURNED_TASK] {
        trail::end_tasks(tx, permit.who(), kind, opened.list_id(class), true)?;
    }
    trail::end_tasks(tx, permit.who(), REVIEW_TASK, class, true)?;
    trail::note(tx, permit.who(), "screening.handed-up", class, &json!({ "round": opened.round.id, "confirmed": confirmed, "listed": rows.len() }))?;
    let grade = time::class(tx, class)?.grade;
    when_all_are_there(tx, opened, grade, Step::HandedUp)
}

/// A task for the next desk as soon as all lists of a grade have come as far.
fn when_all_are_there(tx: &mut Tx<'_>, opened: &Opened, grade: GradeId, step: Step) -> Result<()> {
    let (steps, day) = (newest_steps(tx, opened.round.id)?, opened.day(tx));
    let peopled: HashMap<ClassId, i64> = time::pupils_in_classes(tx, opened.term.year, day)?.into_iter().collect();
    let classes: Vec<Class> = time::classes(tx, opened.term.year)?.into_iter().filter(|class| class.grade == grade && peopled.contains_key(&class.id)).collect();
    if classes.iter().any(|class| list_state::is_open(steps.get(&class.id).copied())) {
        return Ok(());
    }
    let posts = people::posts_on(tx, day)?;
    let (leaders, sponsors) = (holders(&posts, Duty::GradeLeader, grade), holders(&posts, Duty::GradeSponsor, grade));
    let Some(desk) = list_state::next_desk(step, !leaders.is_empty(), !sponsors.is_empty()) else { return Ok(()) };
    let (kind, people) = match desk {
        Desk::GradeLeader => (COMPILE_TASK, leaders),
        Desk::Sponsor => (FILE_TASK, sponsors),
        Desk::Office => (FILE_TASK, posts.iter().filter(|post| post.duty == Duty::AcademicOffice).map(|post| post.staff).collect()),
    };
    let days = time::term_days(tx, &opened.term)?;
    let due = round::still_ahead(tx.today().plus_days(-1), tx.today(), &days);
    let level = classes.first().map_or(0, |class| class.level);
    for staff in people {
        trail::open_task(tx, staff, kind, opened.list_id(grade), &opened.address(), &[("count", level.to_string())], due)?;
    }
    Ok(())
}

/// Gives the list of the permit's class back with a comment: it is open again, and the homeroom teacher has a task.
///
/// # Errors
/// A conflict when it was not handed up or is filed; a problem at `comment` when it says nothing.
pub fn give_back(tx: &mut Tx<'_>, permit: &Permit<acts::CompileGrade>, opened: &Opened, comment: &str) -> Result<()> {
    let class = permit.class()?;
    let mut problems = Problems::default();
    let comment = review::checked(&mut problems, "comment", comment, true);
    problems.end()?;
    if !list_state::may_follow(newest_steps(tx, opened.round.id)?.get(&class).copied(), Step::Returned, false) {
        return Err(Error::Conflict("screening-round-nothing-to-return".into()));
    }
    sql::insert_step(tx, opened.round.id, class, Step::Returned, &comment, &duties(permit), &permit.who().tag())?;
    let found = time::class(tx, class)?;
    for kind in [COMPILE_TASK, FILE_TASK] {
        trail::end_tasks(tx, permit.who(), kind, opened.list_id(found.grade), false)?;
    }
    let (day, days) = (opened.day(tx), time::term_days(tx, &opened.term)?);
    let due = round::still_ahead(opened.due_of(found.level), tx.today(), &days);
    let link = format!("{}/classes/{class}", opened.address());
    for (_, staff, _) in time::homerooms(tx, opened.term.year, day)?.into_iter().filter(|(id, ..)| *id == class) {
        trail::open_task(tx, staff, RETURNED_TASK, opened.list_id(class), &link, &[("class", found.name.clone())], due)?;
    }
    trail::note(tx, permit.who(), "screening.returned", class, &json!({ "round": opened.round.id }))?;
    Ok(())
}

/// The classes of a grade whose lists can take a step.
fn ready(tx: &mut Tx<'_>, opened: &Opened, grade: GradeId, step: Step, skips_grade: bool) -> Result<Vec<Class>> {
    let steps = newest_steps(tx, opened.round.id)?;
    let classes = time::classes(tx, opened.term.year)?.into_iter();
    Ok(classes.filter(|class| class.grade == grade && list_state::may_follow(steps.get(&class.id).copied(), step, skips_grade)).collect())
}

fn grade_of<A: Act>(permit: &Permit<A>) -> Result<GradeId> {
    match permit.subject() {
        Subject::Grade(id) => Ok(id),
        other => Err(Error::Fault(format!("a permit for {other:?} was used for a grade"))),
    }
}

/// Hands on what the classes of the permit's grade have handed up; gives how many lists. A class that is late does not hold the others up.
///
/// # Errors
/// A problem at `grade` when no list waits.
pub fn compile(tx: &mut Tx<'_>, permit: &Permit<acts::CompileGrade>, opened: &Opened) -> Result<usize> {
    let grade = grade_of(permit)?;
    let classes = ready(tx, opened, grade, Step::Compiled, false)?;
    if classes.is_empty() {
        return Err(Error::at("grade", "screening-round-nothing-to-compile"));
    }
    for class in &classes {
        sql::insert_step(tx, opened.round.id, class.id, Step::Compiled, "", &duties(permit), &permit.who().tag())?;
    }
    trail::end_tasks(tx, permit.who(), COMPILE_TASK, opened.list_id(grade), true)?;
    trail::note(tx, permit.who(), "screening.compiled", grade, &json!({ "round": opened.round.id, "classes": classes.len() }))?;
    when_all_are_there(tx, opened, grade, Step::Compiled)?;
    Ok(classes.len())
}

/// Whether the grade is skipped on the way to the file: nobody leads it, or the one who files leads it and so signs once.
fn skips_grade(tx: &mut Tx<'_>, who: &Who, grade: GradeId, day: SchoolDate) -> Result<bool> {
    let leaders = holders(&people::posts_on(tx, day)?, Duty::GradeLeader, grade);
    Ok(leaders.is_empty() || leaders.contains(&who.staff()))
}

/// Files the lists of the permit's grade that have come so far: confirmations are written, with their validity, and the lists are frozen. Gives how many lists and how
/// many children.
///
/// # Errors
/// A problem at `grade` when no list waits; a conflict when the term is over.
pub fn file(tx: &mut Tx<'_>, permit: &Permit<acts::FileRound>, opened: &Opened) -> Result<(usize, u64)> {
    let grade = grade_of(permit)?;
    let day = opened.day(tx);
    if tx.today() > opened.term.last_day {
        return Err(Error::Conflict("screening-round-term-over".into()));
    }
    let skips = skips_grade(tx, permit.who(), grade, day)?;
    let classes = ready(tx, opened, grade, Step::Filed, skips)?;
    if classes.is_empty() {
        return Err(Error::at("grade", "screening-round-nothing-to-file"));
    }
    let mut children = 0;
    for class in &classes {
        children += file_class(tx, permit, opened, class.id, day)?;
        sql::insert_step(tx, opened.round.id, class.id, Step::Filed, "", &duties(permit), &permit.who().tag())?;
    }
    for kind in [COMPILE_TASK, FILE_TASK] {
        trail::end_tasks(tx, permit.who(), kind, opened.list_id(grade), true)?;
    }
    trail::note(tx, permit.who(), "screening.filed", grade, &json!({ "round": opened.round.id, "classes": classes.len(), "children": children }))?;
    Ok((classes.len(), children))
}

fn file_class(tx: &mut Tx<'_>, permit: &Permit<acts::FileRound>, opened: &Opened, class: ClassId, day: SchoolDate) -> Result<u64> {
    let (until, tag, today) = (opened.valid_until(tx)?, permit.who().tag(), tx.today());
    let mut new = Vec::new();
    for row in review::rows(tx, opened, Some(class))? {
        let Some(said) = row.verdict else { continue };
        if said.verdict.what.is_listed() {
            new.push(NewConfirmation {
                pupil: row.pupil,
                programme: opened.programme.id,
                term: opened.term.id,
                category: said.verdict.category,
                kind: said.verdict.kind,
                from: day,
                until,
                verdict: said.id,
            });
        } else if said.verdict.what == What::Exited {
            for old in lists::still(tx, opened.programme.id, row.pupil, day)? {
                ends::insert_end(tx, old, today, End::Exited.code(), &tag)?;
            }
        }
    }
    confirmed::confirm(tx, permit, &new)
}

/// The lists that somebody can compile or file now, by grade: how many wait for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ready {
    /// To compile.
    pub compile: usize,
    /// To file.
    pub file: usize,
}

/// What somebody can do with the grades of a round.
///
/// # Errors
/// Faults of the database.
pub fn ready_grades(tx: &mut Tx<'_>, who: &Who, opened: &Opened) -> Result<BTreeMap<GradeId, Ready>> {
    let day = opened.day(tx);
    let mut found = BTreeMap::new();
    for grade in time::grades(tx, opened.term.year)? {
        let may = |action: Action| who.may_everywhere(action) || who.grades(action).contains(&grade.id);
        let skips = skips_grade(tx, who, grade.id, day)?;
        let files = if may(Action::FileRound) { ready(tx, opened, grade.id, Step::Filed, skips)?.len() } else { 0 };
        // Who can file at once need not compile first.
        let compile = if may(Action::CompileGrade) && !(skips && files > 0) { ready(tx, opened, grade.id, Step::Compiled, false)?.len() } else { 0 };
        if files + compile > 0 {
            found.insert(grade.id, Ready { compile, file: files });
        }
    }
    Ok(found)
}
