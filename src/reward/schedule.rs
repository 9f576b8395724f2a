//! verbs: the day of the ceremony (散学典礼), and by when who does what, counted back in school days; tasks for Today that lead to the form.

use serde_json::json;

use super::basis::Occasion;
use super::sql::{self, ScheduleRow};
use crate::access::{Duty, Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Id, Msg, Result, RowId, SchoolDate, StaffId, derived};
use crate::roster::people;
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::trail;

/// The task of a class teacher: put children forward.
pub const PROPOSE_TASK: &str = "reward-propose";
/// The task of who leads a grade: decide.
pub const DECIDE_TASK: &str = "reward-decide";
/// The task of the office: confirm.
pub const CONFIRM_TASK: &str = "reward-confirm";
/// School days before the ceremony until which is proposed, decided, confirmed, printed, unless the office says otherwise.
pub const USUAL_DAYS: [i64; 4] = [12, 8, 5, 2];
/// School days that are counted back, at most.
const DAYS_MOST: i64 = 60;
/// Days after the last day of a term on which a ceremony may lie.
const AFTER_TERM_DAYS: i64 = 30;

/// The days of an occasion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The occasion.
    pub occasion: Occasion,
    /// The number of the newest word; 0 when nothing was said yet.
    pub number: i64,
    /// The day of the ceremony.
    pub day: SchoolDate,
    /// School days before it: proposed, decided, confirmed, printed.
    pub days: [i64; 4],
    /// The days themselves.
    pub until: [SchoolDate; 4],
}

fn counted(tx: &mut Tx<'_>, term: &Term, day: SchoolDate, days: [i64; 4]) -> Result<Option<[SchoolDate; 4]>> {
    let calendar = time::term_days(tx, term)?;
    let mut until = [day; 4];
    for (place, count) in until.iter_mut().zip(days) {
        match usize::try_from(count).ok().and_then(|count| calendar.school_days_before(day, count)) {
            Some(found) => *place = found,
            None => return Ok(None),
        }
    }
    Ok(Some(until))
}

/// The days of an occasion in a term: what the office said, else what the calendar proposes.
///
/// # Errors
/// Faults of the database.
pub fn of_term(tx: &mut Tx<'_>, term: &Term, occasion: Occasion) -> Result<Schedule> {
    let known = sql::schedules(tx, term.id)?.into_iter().find(|row| row.occasion == occasion.code());
    let proposed = match occasion {
        Occasion::Middle => SchoolDate::from_days(i64::midpoint(term.first_day.days(), term.last_day.days())),
        _ => term.ceremony_day.unwrap_or(term.last_day),
    };
    let (number, day, days) = known.map_or((0, proposed, USUAL_DAYS), |row| (row.number, row.day, row.days));
    let until = counted(tx, term, day, days)?.unwrap_or([day; 4]);
    Ok(Schedule { occasion, number, day, days, until })
}

/// The subject of the tasks of a scope.
fn subject(term: &Term, occasion: Occasion, scope: impl Id) -> RowId {
    derived(&[b"reward", occasion.code().as_bytes(), term.id.uuid().as_bytes(), scope.uuid().as_bytes()])
}

/// Sets the day of the ceremony and the days before it, and opens the tasks; those of earlier days are withdrawn.
///
/// # Errors
/// Problems at `day` (also when somebody set it meanwhile) and `days`.
pub fn set(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRewards>, term: &Term, occasion: Occasion, seen: i64, day: SchoolDate, days: [i64; 4]) -> Result<()> {
    let mut problems = Problems::default();
    if day < term.first_day || day > term.last_day.plus_days(AFTER_TERM_DAYS) {
        problems.note("day", Msg::new("reward-day-outside").with("from", term.first_day).with("until", term.last_day.plus_days(AFTER_TERM_DAYS)));
    }
    if !days.windows(2).all(|pair| pair[0] > pair[1]) || days[3] < 0 || days[0] > DAYS_MOST {
        problems.note("days", Msg::new("reward-days-odd").with("most", DAYS_MOST));
    }
    let until = match counted(tx, term, day, days)? {
        Some(until) => until,
        None => {
            problems.note("days", "reward-days-before-term");
            [day; 4]
        }
    };
    problems.end()?;
    let row = ScheduleRow { occasion: occasion.code().into(), number: seen + 1, day, days };
    if of_term(tx, term, occasion)?.number != seen || !sql::insert_schedule(tx, term.id, &row, &permit.who().tag())? {
        return Err(Error::at("day", "reward-meanwhile"));
    }
    trail::note(tx, permit.who(), "reward.scheduled", term.id, &json!({ "occasion": occasion.code(), "day": day }))?;
    if day >= tx.today() {
        open_tasks(tx, permit, term, occasion, until)?;
    }
    Ok(())
}

fn open_tasks(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRewards>, term: &Term, occasion: Occasion, until: [SchoolDate; 4]) -> Result<()> {
    let (today, mark) = (tx.today(), format!("?term={}", term.code));
    let classes = time::classes(tx, term.year)?;
    let grades = time::grades(tx, term.year)?;
    let posts = people::posts_on(tx, today)?;
    let row = |id: uuid::Uuid| RowId::from_uuid(id);
    let holders =
        |duties: &[Duty], scope: RowId| -> Vec<StaffId> { posts.iter().filter(|post| duties.contains(&post.duty) && post.scope_id == scope).map(|post| post.staff).collect() };
    let mut all: Vec<(&str, RowId, Vec<StaffId>, String, SchoolDate)> = Vec::new();
    for class in &classes {
        all.push((PROPOSE_TASK, subject(term, occasion, class.id), holders(&[Duty::Homeroom], row(class.id.uuid())), format!("/rewards/classes/{}{mark}", class.id), until[0]));
    }
    for grade in &grades {
        let leaders = holders(&[Duty::GradeLeader, Duty::GradeSponsor], row(grade.id.uuid()));
        all.push((DECIDE_TASK, subject(term, occasion, grade.id), leaders, format!("/rewards/grades/{}{mark}", grade.id), until[1]));
    }
    let office: Vec<StaffId> = posts.iter().filter(|post| post.duty == Duty::AcademicOffice).map(|post| post.staff).collect();
    all.push((CONFIRM_TASK, subject(term, occasion, tx.school()), office, format!("/rewards/confirmation{mark}"), until[2]));
    for (kind, subject, mut staff, link, due) in all {
        trail::end_tasks(tx, permit.who(), kind, subject, false)?;
        staff.sort_unstable();
        staff.dedup();
        for person in staff {
            trail::open_task(tx, person, kind, subject, &link, &[], due.max(today))?;
        }
    }
    Ok(())
}

/// Ends the tasks of a kind for a scope, of both occasions: what was to be done is done.
pub(super) fn done(tx: &mut Tx<'_>, who: &crate::access::Who, term: &Term, kind: &str, scope: impl Id) -> Result<()> {
    for occasion in [Occasion::Middle, Occasion::End] {
        trail::end_tasks(tx, who, kind, subject(term, occasion, scope), true)?;
    }
    Ok(())
}

/// A class has put forward whom it wants to: the task of its teacher is done.
///
/// # Errors
/// Faults of the database.
pub fn proposed(tx: &mut Tx<'_>, permit: &Permit<acts::ProposeReward>, term: &Term) -> Result<()> {
    let class = permit.class()?;
    done(tx, permit.who(), term, PROPOSE_TASK, class)?;
    trail::note(tx, permit.who(), "reward.proposed", class, &json!({ "term": term.code }))?;
    Ok(())
}
