//! All SQL of the room. What other rooms own is only read.

pub(super) mod cover;
pub(super) mod selves;

use crate::base::{PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::{Cell, Counted, Row, Sql, ToCell, Tx};

const INSERT_PLAN: Sql = Sql("insert into support_plan (school_id, id, pupil_id, actor, at_ms) values ($1, $2, $3, $4, $5) on conflict (school_id, id) do nothing");
const INSERT_VERSION: Sql = Sql("insert into plan_version (school_id, id, plan_id, number, form, from_day, until_day, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const SET_VERSION: Sql = Sql("update plan_version set form = $3, from_day = $4, until_day = $5 where school_id = $1 and id = $2");
const VERSIONS: Sql = Sql("select v.id, v.number, v.form, v.from_day, v.until_day, v.actor, f.day, f.actor, f.reason_sealed, d.decision, d.day, d.actor, d.text_sealed
       from plan_version v left join plan_fixing f on f.school_id = v.school_id and f.version_id = v.id
       left join plan_decision d on d.school_id = v.school_id and d.version_id = v.id
      where v.school_id = $1 and v.plan_id = $2 order by v.number desc");
const INSERT_ITEM: Sql = Sql("insert into plan_item (school_id, version_id, item_key, kind, dimension, need, subject, place, rev, removed, body_sealed, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
/// Only over what the person saw: a second window that saved first is not written over.
const UPDATE_ITEM: Sql = Sql("update plan_item set dimension = $4, subject = $5, removed = $6, body_sealed = $7, actor = $8, at_ms = $9, rev = rev + 1
      where school_id = $1 and version_id = $2 and item_key = $3 and rev = $10");
const ITEMS: Sql = Sql("select item_key, kind, dimension, need, subject, place, rev, removed, body_sealed, actor from plan_item where school_id = $1 and version_id = $2
      order by place, item_key");
const INSERT_FIXING: Sql = Sql("insert into plan_fixing (school_id, version_id, reason_sealed, day, actor, at_ms) values ($1, $2, $3, $4, $5, $6)");
const INSERT_SIGNATURE: Sql = Sql("insert into plan_signature (school_id, version_id, staff_id, duty, day, at_ms) values ($1, $2, $3, $4, $5, $6)
     on conflict (school_id, version_id, staff_id, duty) do nothing");
const SIGNATURES: Sql = Sql("select s.staff_id, f.name, s.duty, s.day from plan_signature s join staff f on f.school_id = s.school_id and f.id = s.staff_id
      where s.school_id = $1 and s.version_id = $2 order by s.day, s.at_ms, f.name, s.duty");
const INSERT_DECISION: Sql = Sql("insert into plan_decision (school_id, version_id, decision, text_sealed, day, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (school_id, version_id) do nothing");
/// The newest version of each plan, with what became of it.
const NEWEST: Sql = Sql("select p.pupil_id, v.id, v.number, v.until_day, coalesce(d.decision, case when f.version_id is null then 'draft' else 'fixed' end)
       from support_plan p join plan_version v on v.school_id = p.school_id and v.plan_id = p.id
       left join plan_fixing f on f.school_id = v.school_id and f.version_id = v.id
       left join plan_decision d on d.school_id = v.school_id and d.version_id = v.id
      where p.school_id = $1 and not exists (select 1 from plan_version n where n.school_id = v.school_id and n.plan_id = v.plan_id and n.number > v.number)
      order by p.pupil_id");
/// The plans that hold on a day: approved, and not over.
const IN_FORCE: Sql = Sql("select distinct p.pupil_id from support_plan p join plan_version v on v.school_id = p.school_id and v.plan_id = p.id
       join plan_decision d on d.school_id = v.school_id and d.version_id = v.id and d.decision = 'approved'
      where p.school_id = $1 and v.until_day >= $2");
const SIGNED_BY: Sql = Sql("select distinct version_id from plan_signature where school_id = $1 and staff_id = $2");
const INSERT_MEETING: Sql = Sql("insert into plan_meeting (school_id, id, day, place, actor, at_ms) values ($1, $2, $3, $4, $5, $6)");
const INSERT_ATTENDANCE: Sql = Sql("insert into plan_attendance (school_id, meeting_id, staff_id) values ($1, $2, $3)");
const INSERT_CASE: Sql = Sql("insert into plan_meeting_case (school_id, meeting_id, version_id, plan_id, decision_sealed, guests_sealed) values ($1, $2, $3, $4, $5, $6)");
const MEETINGS: Sql = Sql("select m.id, m.day, m.place, v.number, c.decision_sealed, c.guests_sealed from plan_meeting_case c
       join plan_meeting m on m.school_id = c.school_id and m.id = c.meeting_id join plan_version v on v.school_id = c.school_id and v.id = c.version_id
      where c.school_id = $1 and c.plan_id = $2 order by m.day desc, m.at_ms desc, m.id");
const ATTENDANCE: Sql =
    Sql("select f.name from plan_attendance a join staff f on f.school_id = a.school_id and f.id = a.staff_id where a.school_id = $1 and a.meeting_id = $2 order by f.name, f.id");
const INSERT_OWN_GOAL: Sql = Sql("insert into plan_own_goal (school_id, id, plan_id, subject, day, body_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)");
const OWN_GOALS: Sql = Sql("select g.id, g.subject, g.day, g.body_sealed, g.actor, r.body_sealed, r.day from plan_own_goal g
       left join plan_own_result r on r.school_id = g.school_id and r.goal_id = g.id where g.school_id = $1 and g.plan_id = $2 order by g.day desc, g.at_ms desc, g.id");
const PUT_OWN_RESULT: Sql = Sql("insert into plan_own_result (school_id, goal_id, body_sealed, day, actor, at_ms) values ($1, $2, $3, $4, $5, $6)
     on conflict (school_id, goal_id) do update set body_sealed = excluded.body_sealed, day = excluded.day, actor = excluded.actor, at_ms = excluded.at_ms");
const INSERT_HABIT: Sql = Sql("insert into plan_habit (school_id, plan_id, habit, from_day, actor, at_ms) values ($1, $2, $3, $4, $5, $6)
     on conflict (school_id, plan_id, habit, from_day) do update set until_day = null");
const END_HABIT: Sql = Sql("update plan_habit set until_day = $4 where school_id = $1 and plan_id = $2 and habit = $3 and until_day is null");
const HABITS: Sql = Sql("select habit, from_day, until_day from plan_habit where school_id = $1 and plan_id = $2 order by from_day, habit");
const PUT_WEEK: Sql = Sql("insert into plan_habit_week (school_id, plan_id, week_day, habit, mark, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (school_id, plan_id, week_day, habit) do update set mark = excluded.mark, actor = excluded.actor, at_ms = excluded.at_ms");
const WEEKS: Sql = Sql("select week_day, habit, mark from plan_habit_week where school_id = $1 and plan_id = $2 and week_day >= $3 order by week_day, habit");
const INSERT_MEASURE: Sql = Sql("insert into plan_measure (school_id, id, text, dimension, hand, times, span, category, cause, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
const END_MEASURE: Sql = Sql("insert into plan_measure_end (school_id, measure_id, actor, at_ms) values ($1, $2, $3, $4) on conflict (school_id, measure_id) do nothing");
const MEASURES: Sql = Sql("select m.id, m.text, m.dimension, m.hand, m.times, m.span, m.category, m.cause from plan_measure m
      where m.school_id = $1 and not exists (select 1 from plan_measure_end e where e.school_id = m.school_id and e.measure_id = m.id) order by m.at_ms, m.id");

pub(super) fn insert_plan(tx: &mut Tx<'_>, id: RowId, pupil: PupilId, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_PLAN, &[&tx.school(), &id, &pupil, &actor, &now]).map(|_| ())
}

/// What somebody did with a version: the day, the person, the sealed text.
pub(super) type Deed = (SchoolDate, String, Vec<u8>);

/// A version as it is stored.
#[derive(Clone)]
pub(super) struct VersionRow {
    pub id: RowId,
    pub number: i64,
    pub form: String,
    pub from: SchoolDate,
    pub until: SchoolDate,
    pub actor: String,
    pub fixed: Option<Deed>,
    pub decided: Option<(String, Deed)>,
}

fn deed(row: &Row<'_>, at: usize) -> Result<Option<Deed>> {
    let day: Option<SchoolDate> = row.get(at)?;
    Ok(match day {
        Some(day) => Some((day, row.get(at + 1)?, row.get(at + 2)?)),
        None => None,
    })
}

pub(super) fn insert_version(tx: &mut Tx<'_>, plan: RowId, v: &VersionRow) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_VERSION, &[&tx.school(), &v.id, &plan, &v.number, &v.form, &v.from, &v.until, &v.actor, &now]).map(|_| ())
}

pub(super) fn set_version(tx: &mut Tx<'_>, version: RowId, form: &str, from: SchoolDate, until: SchoolDate) -> Result<()> {
    tx.execute(SET_VERSION, &[&tx.school(), &version, &form, &from, &until]).map(|_| ())
}

/// The versions of a plan, the newest first.
pub(super) fn versions(tx: &mut Tx<'_>, plan: RowId) -> Result<Vec<VersionRow>> {
    tx.query(VERSIONS, &[&tx.school(), &plan], |row| {
        let decision: Option<String> = row.get(9)?;
        Ok(VersionRow {
            id: row.get(0)?,
            number: row.get(1)?,
            form: row.get(2)?,
            from: row.get(3)?,
            until: row.get(4)?,
            actor: row.get(5)?,
            fixed: deed(row, 6)?,
            decided: decision.zip(deed(row, 10)?),
        })
    })
}

/// A part as it is stored.
pub(super) struct ItemRow {
    pub key: RowId,
    pub kind: String,
    pub dimension: String,
    pub need: String,
    pub subject: String,
    pub place: i64,
    pub rev: i64,
    pub removed: bool,
    pub body: Vec<u8>,
    pub actor: String,
}

pub(super) fn insert_items(tx: &mut Tx<'_>, version: RowId, items: &[ItemRow]) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let mut rows: Vec<Vec<Cell<'_>>> = Vec::with_capacity(items.len());
    for one in items {
        let mut cells = vec![school.cell(), version.cell(), one.key.cell(), one.kind.cell(), one.dimension.cell(), one.need.cell(), one.subject.cell()];
        cells.extend([one.place.cell(), one.rev.cell(), one.removed.cell(), one.body.cell(), one.actor.cell(), now.cell()]);
        rows.push(cells);
    }
    tx.execute_many(INSERT_ITEM, &rows).map(|_| ())
}

/// Writes over a part when it still is as the person saw it.
pub(super) fn update_item(tx: &mut Tx<'_>, version: RowId, item: &ItemRow) -> Result<bool> {
    let now = tx.now();
    let cells: [&dyn ToCell; 10] = [&tx.school(), &version, &item.key, &item.dimension, &item.subject, &item.removed, &item.body, &item.actor, &now, &item.rev];
    tx.execute(UPDATE_ITEM, &cells).map(|rows| rows > 0)
}

pub(super) fn items(tx: &mut Tx<'_>, version: RowId) -> Result<Vec<ItemRow>> {
    tx.query(ITEMS, &[&tx.school(), &version], |row| {
        Ok(ItemRow {
            key: row.get(0)?,
            kind: row.get(1)?,
            dimension: row.get(2)?,
            need: row.get(3)?,
            subject: row.get(4)?,
            place: row.get(5)?,
            rev: row.get(6)?,
            removed: row.get(7)?,
            body: row.get(8)?,
            actor: row.get(9)?,
        })
    })
}

pub(super) fn insert_fixing(tx: &mut Tx<'_>, version: RowId, reason: &[u8], actor: &str) -> Result<()> {
    let (now, today) = (tx.now(), tx.today());
    tx.execute(INSERT_FIXING, &[&tx.school(), &version, &reason, &today, &actor, &now]).map(|_| ())
}

pub(super) fn insert_signature(tx: &mut Tx<'_>, version: RowId, staff: StaffId, duty: &str) -> Result<bool> {
    let (now, today) = (tx.now(), tx.today());
    tx.execute(INSERT_SIGNATURE, &[&tx.school(), &version, &staff, &duty, &today, &now]).map(|rows| rows > 0)
}

/// Person, name, code of the duty, day.
pub(super) fn signatures(tx: &mut Tx<'_>, version: RowId) -> Result<Vec<(StaffId, String, String, SchoolDate)>> {
    tx.query(SIGNATURES, &[&tx.school(), &version], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

pub(super) fn insert_decision(tx: &mut Tx<'_>, version: RowId, decision: &str, text: &[u8], actor: &str) -> Result<bool> {
    let (now, today) = (tx.now(), tx.today());
    tx.execute(INSERT_DECISION, &[&tx.school(), &version, &decision, &text, &today, &actor, &now]).map(|rows| rows > 0)
}

/// The newest version of a child's plan.
pub(super) struct NewestRow {
    pub pupil: PupilId,
    pub version: RowId,
    pub number: i64,
    pub until: SchoolDate,
    pub state: String,
}

pub(super) fn newest(tx: &mut Tx<'_>) -> Result<Vec<NewestRow>> {
    tx.query(NEWEST, &[&tx.school()], |row| Ok(NewestRow { pupil: row.get(0)?, version: row.get(1)?, number: row.get(2)?, until: row.get(3)?, state: row.get(4)? }))
}

pub(super) fn in_force(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<PupilId>> {
    tx.query(IN_FORCE, &[&tx.school(), &day], |row| row.get(0))
}

pub(super) fn signed_by(tx: &mut Tx<'_>, staff: StaffId) -> Result<Vec<RowId>> {
    tx.query(SIGNED_BY, &[&tx.school(), &staff], |row| row.get(0))
}

pub(super) fn insert_meeting(tx: &mut Tx<'_>, id: RowId, day: SchoolDate, place: &str, actor: &str, there: &[StaffId]) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_MEETING, &[&school, &id, &day, &place, &actor, &now])?;
    let rows: Vec<Vec<Cell<'_>>> = there.iter().map(|staff| vec![school.cell(), id.cell(), staff.cell()]).collect();
    tx.execute_many(INSERT_ATTENDANCE, &rows).map(|_| ())
}

pub(super) fn insert_case(tx: &mut Tx<'_>, meeting: RowId, version: RowId, plan: RowId, decision: &[u8], guests: &[u8]) -> Result<()> {
    tx.execute(INSERT_CASE, &[&tx.school(), &meeting, &version, &plan, &decision, &guests]).map(|_| ())
}

/// What a meeting decided for one child, as stored.
pub(super) struct CaseRow {
    pub meeting: RowId,
    pub day: SchoolDate,
    pub place: String,
    pub number: i64,
    pub decision: Vec<u8>,
    pub guests: Vec<u8>,
}

pub(super) fn meetings(tx: &mut Tx<'_>, plan: RowId) -> Result<Vec<CaseRow>> {
    tx.query(MEETINGS, &[&tx.school(), &plan], |row| {
        Ok(CaseRow { meeting: row.get(0)?, day: row.get(1)?, place: row.get(2)?, number: row.get(3)?, decision: row.get(4)?, guests: row.get(5)? })
    })
}

pub(super) fn attendance(tx: &mut Tx<'_>, meeting: RowId) -> Result<Vec<String>> {
    tx.query(ATTENDANCE, &[&tx.school(), &meeting], |row| row.get(0))
}

/// A goal that the child set itself, as stored.
pub(super) struct OwnRow {
    pub id: RowId,
    pub subject: String,
    pub day: SchoolDate,
    pub body: Vec<u8>,
    pub actor: String,
    pub result: Option<(Vec<u8>, SchoolDate)>,
}

pub(super) fn insert_own_goal(tx: &mut Tx<'_>, plan: RowId, goal: &OwnRow) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_OWN_GOAL, &[&tx.school(), &goal.id, &plan, &goal.subject, &goal.day, &goal.body, &goal.actor, &now]).map(|_| ())
}

pub(super) fn own_goals(tx: &mut Tx<'_>, plan: RowId) -> Result<Vec<OwnRow>> {
    tx.query(OWN_GOALS, &[&tx.school(), &plan], |row| {
        let (body, day): (Option<Vec<u8>>, Option<SchoolDate>) = (row.get(5)?, row.get(6)?);
        Ok(OwnRow { id: row.get(0)?, subject: row.get(1)?, day: row.get(2)?, body: row.get(3)?, actor: row.get(4)?, result: body.zip(day) })
    })
}

pub(super) fn put_own_result(tx: &mut Tx<'_>, goal: RowId, body: &[u8], actor: &str) -> Result<()> {
    let (now, today) = (tx.now(), tx.today());
    tx.execute(PUT_OWN_RESULT, &[&tx.school(), &goal, &body, &today, &actor, &now]).map(|_| ())
}

pub(super) fn insert_habit(tx: &mut Tx<'_>, plan: RowId, habit: &str, actor: &str) -> Result<()> {
    let (now, today) = (tx.now(), tx.today());
    tx.execute(INSERT_HABIT, &[&tx.school(), &plan, &habit, &today, &actor, &now]).map(|_| ())
}

pub(super) fn end_habit(tx: &mut Tx<'_>, plan: RowId, habit: &str) -> Result<()> {
    let today = tx.today();
    tx.execute(END_HABIT, &[&tx.school(), &plan, &habit, &today]).map(|_| ())
}

/// Habit, first day, last day.
pub(super) fn habits(tx: &mut Tx<'_>, plan: RowId) -> Result<Vec<(String, SchoolDate, Option<SchoolDate>)>> {
    tx.query(HABITS, &[&tx.school(), &plan], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(super) fn put_week(tx: &mut Tx<'_>, plan: RowId, week: SchoolDate, habit: &str, mark: &str, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(PUT_WEEK, &[&tx.school(), &plan, &week, &habit, &mark, &actor, &now]).map(|_| ())
}

/// Week, habit, mark; since a day.
pub(super) fn weeks(tx: &mut Tx<'_>, plan: RowId, since: SchoolDate) -> Result<Vec<(SchoolDate, String, String)>> {
    tx.query(WEEKS, &[&tx.school(), &plan, &since], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// A measure of the school's own, as stored.
pub(super) struct MeasureRow {
    pub id: RowId,
    pub text: String,
    pub dimension: String,
    pub hand: String,
    pub times: i64,
    pub span: String,
    pub category: String,
    pub cause: String,
}

pub(super) fn insert_measure(tx: &mut Tx<'_>, one: &MeasureRow, actor: &str) -> Result<()> {
    let now = tx.now();
    let cells: [&dyn ToCell; 11] = [&tx.school(), &one.id, &one.text, &one.dimension, &one.hand, &one.times, &one.span, &one.category, &one.cause, &actor, &now];
    tx.execute(INSERT_MEASURE, &cells).map(|_| ())
}

pub(super) fn end_measure(tx: &mut Tx<'_>, id: RowId, actor: &str) -> Result<bool> {
    let now = tx.now();
    tx.execute(END_MEASURE, &[&tx.school(), &id, &actor, &now]).map(|rows| rows > 0)
}

pub(super) fn measures(tx: &mut Tx<'_>) -> Result<Vec<MeasureRow>> {
    tx.query(MEASURES, &[&tx.school()], |row| {
        Ok(MeasureRow {
            id: row.get(0)?,
            text: row.get(1)?,
            dimension: row.get(2)?,
            hand: row.get(3)?,
            times: row.get(4)?,
            span: row.get(5)?,
            category: row.get(6)?,
            cause: row.get(7)?,
        })
    })
}

// A child who was entered twice

const PLAN_OF_KEPT: Sql = Sql("insert into support_plan (school_id, id, pupil_id, actor, at_ms)
     select p.school_id, $2, $3, p.actor, p.at_ms from support_plan p where p.school_id = $1 and p.id = $4 on conflict (school_id, id) do nothing");
const VERSIONS_TO_KEPT: Counted = Counted {
    most: Sql("select coalesce(max(number), 0) from plan_version where school_id = $1 and (plan_id = $2 or plan_id = $3)"),
    lift: Sql("update plan_version set number = number + $3 where school_id = $1 and plan_id = $2"),
    hand: Sql("update plan_version set plan_id = $2 where school_id = $1 and plan_id = $3"),
};
const CASES_TO_KEPT: Sql = Sql("update plan_meeting_case set plan_id = $2 where school_id = $1 and plan_id = $3");
const GOALS_TO_KEPT: Sql = Sql("update plan_own_goal set plan_id = $2 where school_id = $1 and plan_id = $3");
/// A habit that both follow, from the same day or still, is followed once.
const DROP_HABITS: Sql = Sql("delete from plan_habit where school_id = $1 and plan_id = $3
        and exists (select 1 from plan_habit k where k.school_id = $1 and k.plan_id = $2 and k.habit = plan_habit.habit
                       and (k.from_day = plan_habit.from_day or (k.until_day is null and plan_habit.until_day is null)))");
const HABITS_TO_KEPT: Sql = Sql("update plan_habit set plan_id = $2 where school_id = $1 and plan_id = $3");
const DROP_WEEKS: Sql = Sql("delete from plan_habit_week where school_id = $1 and plan_id = $3
        and exists (select 1 from plan_habit_week k where k.school_id = $1 and k.plan_id = $2 and k.week_day = plan_habit_week.week_day and k.habit = plan_habit_week.habit)");
const WEEKS_TO_KEPT: Sql = Sql("update plan_habit_week set plan_id = $2 where school_id = $1 and plan_id = $3");
const PLAN_GOES: Sql = Sql("delete from support_plan where school_id = $1 and id = $2");

/// All that is in one plan goes into another, which is made where there is none.
pub(super) fn hand_over(tx: &mut Tx<'_>, (kept, pupil): (RowId, PupilId), gone: RowId) -> Result<()> {
    let school = tx.school();
    tx.execute(PLAN_OF_KEPT, &[&school, &kept, &pupil, &gone])?;
    VERSIONS_TO_KEPT.hand_over(tx, &kept, &gone)?;
    for sql in [CASES_TO_KEPT, GOALS_TO_KEPT, DROP_HABITS, HABITS_TO_KEPT, DROP_WEEKS, WEEKS_TO_KEPT] {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    selves::hand_over(tx, kept, gone)?;
    tx.execute(PLAN_GOES, &[&school, &gone]).map(|_| ())
}
