//! All SQL of the room: rounds with their stages, cases with their steps, panels, weights, levels. Reads `pupil`, `place`, `class` and `grade` of the roster for names.

use super::cases::{Case, Step};
use super::panels::Member;
use super::rounds::{ClassLine, New, Round};
use super::state::{Stage, What};
use crate::base::{ClassId, Error, PupilId, Result, RowId, SchoolDate, SchoolYear};
use crate::store::{Row, Sql, Tx};

fn fault() -> Error {
    Error::Fault("a determination with a code that is none".into())
}

const INSERT_ROUND: Sql = Sql("insert into hardship_round (school_id, id, start_year, kind, levels, apply_until, notice_days, shows_level, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (school_id, id) do nothing");
const ALL_ROUNDS: Sql = Sql("select r.id, r.start_year, r.kind, r.levels, r.apply_until, r.notice_days, r.shows_level, s.stage, s.number, s.day, s.until_day
       from hardship_round r join hardship_round_step s on s.school_id = r.school_id and s.round_id = r.id
        and s.number = (select max(n.number) from hardship_round_step n where n.school_id = r.school_id and n.round_id = r.id)
      where r.school_id = $1 order by r.at_ms desc, r.id limit 100");
const INSERT_ROUND_STEP: Sql = Sql("insert into hardship_round_step (school_id, round_id, number, stage, day, until_day, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, round_id, number) do nothing");
const PUT_TOLD: Sql = Sql("insert into hardship_told (school_id, round_id, class_id, day, way, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (school_id, round_id, class_id) do nothing");
const CLASS_LINES: Sql = Sql("select c.id, c.name, t.day, t.way,
        (select count(*) from hardship_member m where m.school_id = c.school_id and m.round_id = $2 and m.class_id = c.id),
        (select count(*) from hardship_case k where k.school_id = c.school_id and k.round_id = $2 and k.class_id = c.id),
        (select count(*) from hardship_case k join hardship_step s on s.school_id = k.school_id and s.case_id = k.id
            and s.number = (select max(n.number) from hardship_step n where n.school_id = k.school_id and n.case_id = k.id)
          where k.school_id = c.school_id and k.round_id = $2 and k.class_id = c.id and s.what in ('applied', 'found'))
       from class c join school_year y on y.school_id = c.school_id and y.id = c.year_id join grade g on g.school_id = c.school_id and g.id = c.grade_id
       left join hardship_told t on t.school_id = c.school_id and t.round_id = $2 and t.class_id = c.id
      where c.school_id = $1 and y.start_year = $3
        and exists (select 1 from place p where p.school_id = c.school_id and p.class_id = c.id and p.from_day <= $4 and p.until_day >= $4)
      order by g.level, c.number, c.id");

/// Whether the round was not there.
pub(in crate::hardship) fn insert_round(tx: &mut Tx<'_>, id: RowId, year: i64, new: &New, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    let kind = if new.adjusts { "adjustment" } else { "year" };
    Ok(tx.execute(INSERT_ROUND, &[&school, &id, &year, &kind, &new.levels, &new.apply_until, &new.notice_days, &new.shows_level, &actor, &now])? == 1)
}

pub(in crate::hardship) fn rounds(tx: &mut Tx<'_>) -> Result<Vec<Round>> {
    tx.query(ALL_ROUNDS, &[&tx.school()], |row| {
        let (kind, stage, year): (String, String, i64) = (row.get(2)?, row.get(7)?, row.get(1)?);
        Ok(Round {
            id: row.get(0)?,
            year: SchoolYear(i16::try_from(year).map_err(|_| fault())?),
            adjusts: kind == "adjustment",
            levels: row.get(3)?,
            apply_until: row.get(4)?,
            notice_days: row.get(5)?,
            shows_level: row.get(6)?,
            stage: Stage::of(&stage).ok_or_else(fault)?,
            step: row.get(8)?,
            since: row.get(9)?,
            until: row.get(10)?,
        })
    })
}

/// Whether nobody took this step before.
pub(in crate::hardship) fn insert_round_step(tx: &mut Tx<'_>, round: RowId, number: i64, stage: Stage, until: Option<SchoolDate>, actor: &str) -> Result<bool> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    Ok(tx.execute(INSERT_ROUND_STEP, &[&school, &round, &number, &stage.code(), &today, &until, &actor, &now])? == 1)
}

pub(in crate::hardship) fn put_told(tx: &mut Tx<'_>, round: RowId, class: ClassId, way: &str, actor: &str) -> Result<()> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    tx.execute(PUT_TOLD, &[&school, &round, &class, &today, &way, &actor, &now]).map(|_| ())
}

/// The classes of the round's year with what was done in each.
pub(in crate::hardship) fn class_lines(tx: &mut Tx<'_>, round: RowId, year: i64, day: SchoolDate) -> Result<Vec<ClassLine>> {
    tx.query(CLASS_LINES, &[&tx.school(), &round, &year, &day], |row| {
        let (told, way): (Option<SchoolDate>, Option<String>) = (row.get(2)?, row.get(3)?);
        Ok(ClassLine { class: row.get(0)?, name: row.get(1)?, told: told.zip(way), members: row.get(4)?, cases: row.get(5)?, waiting: row.get(6)? })
    })
}

const INSERT_MEMBER: Sql = Sql("insert into hardship_member (school_id, id, round_id, class_id, role, name, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, id) do nothing");
const MEMBERS: Sql = Sql("select id, role, name from hardship_member where school_id = $1 and round_id = $2 and class_id = $3 order by at_ms, id limit 50");
const REMOVE_MEMBER: Sql = Sql("delete from hardship_member where school_id = $1 and round_id = $2 and class_id = $3 and id = $4");

pub(in crate::hardship) fn insert_member(tx: &mut Tx<'_>, id: RowId, round: RowId, class: ClassId, role: &str, name: &str, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_MEMBER, &[&school, &id, &round, &class, &role, &name, &actor, &now]).map(|_| ())
}

pub(in crate::hardship) fn members(tx: &mut Tx<'_>, round: RowId, class: ClassId) -> Result<Vec<Member>> {
    tx.query(MEMBERS, &[&tx.school(), &round, &class], |row| Ok(Member { id: row.get(0)?, role: row.get(1)?, name: row.get(2)? }))
}

/// Whether there was such a member.
pub(in crate::hardship) fn remove_member(tx: &mut Tx<'_>, round: RowId, class: ClassId, id: RowId) -> Result<bool> {
    let school = tx.school();
    Ok(tx.execute(REMOVE_MEMBER, &[&school, &round, &class, &id])? == 1)
}

const INSERT_CASE: Sql = Sql("insert into hardship_case (school_id, id, round_id, pupil_id, class_id, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (school_id, round_id, pupil_id, place) do nothing");
const CASES: Sql = Sql("select k.id, k.round_id, k.pupil_id, u.name, k.class_id, c.name, s.what, s.number, s.actor, s.at_ms,
        (select l.level from hardship_step l where l.school_id = k.school_id and l.case_id = k.id and l.level is not null order by l.number desc limit 1),
        coalesce((select h.shielded from hardship_shielded h where h.school_id = k.school_id and h.case_id = k.id order by h.number desc limit 1), false)
       from hardship_case k join pupil u on u.school_id = k.school_id and u.id = k.pupil_id join class c on c.school_id = k.school_id and c.id = k.class_id
       join grade g on g.school_id = c.school_id and g.id = c.grade_id join hardship_step s on s.school_id = k.school_id and s.case_id = k.id
        and s.number = (select max(n.number) from hardship_step n where n.school_id = k.school_id and n.case_id = k.id)
      where k.school_id = $1 and k.round_id = $2 and u.erased_at_ms is null order by g.level, c.number, u.seat_no is null, u.seat_no, u.name, k.id limit 5000");
const CASES_OF_PUPIL: Sql = Sql("select k.id, k.round_id, k.pupil_id, u.name, k.class_id, c.name, s.what, s.number, s.actor, s.at_ms,
        (select l.level from hardship_step l where l.school_id = k.school_id and l.case_id = k.id and l.level is not null order by l.number desc limit 1),
        coalesce((select h.shielded from hardship_shielded h where h.school_id = k.school_id and h.case_id = k.id order by h.number desc limit 1), false)
       from hardship_case k join pupil u on u.school_id = k.school_id and u.id = k.pupil_id join class c on c.school_id = k.school_id and c.id = k.class_id
       join grade g on g.school_id = c.school_id and g.id = c.grade_id join hardship_step s on s.school_id = k.school_id and s.case_id = k.id
        and s.number = (select max(n.number) from hardship_step n where n.school_id = k.school_id and n.case_id = k.id)
      where k.school_id = $1 and k.pupil_id = $2 order by k.at_ms desc, k.id limit 50");
const OF_CASE: Sql = Sql("select pupil_id, round_id from hardship_case where school_id = $1 and id = $2");
const INSERT_FORM: Sql = Sql("insert into hardship_form (school_id, case_id, number, form_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6)");
const FORM: Sql = Sql("select number, form_sealed from hardship_form where school_id = $1 and case_id = $2 order by number desc limit 1");
const INSERT_STEP: Sql = Sql("insert into hardship_step (school_id, case_id, number, what, level, reason_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, case_id, number) do nothing");
const STEPS: Sql = Sql("select number, what, level, reason_sealed, actor, at_ms from hardship_step where school_id = $1 and case_id = $2 order by number");
const PUT_SHIELD: Sql = Sql("insert into hardship_shielded (school_id, case_id, number, shielded, reason_sealed, actor, at_ms)
     select $1, $2, coalesce(max(n.number), 0) + 1, $3, $4, $5, $6 from hardship_shielded n where n.school_id = $1 and n.case_id = $2");
const SHIELD: Sql = Sql("select reason_sealed from hardship_shielded where school_id = $1 and case_id = $2 order by number desc limit 1");

pub(in crate::hardship) fn insert_case(tx: &mut Tx<'_>, id: RowId, round: RowId, pupil: PupilId, class: ClassId, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_CASE, &[&school, &id, &round, &pupil, &class, &actor, &now])? == 1)
}

fn case(row: &Row<'_>) -> Result<Case> {
    let what: String = row.get(6)?;
    Ok(Case {
        id: row.get(0)?,
        round: row.get(1)?,
        pupil: row.get(2)?,
        name: row.get(3)?,
        class: row.get(4)?,
        class_name: row.get(5)?,
        newest: What::of(&what).ok_or_else(fault)?,
        number: row.get(7)?,
        actor: row.get(8)?,
        at: row.get(9)?,
        level: row.get(10)?,
        shielded: row.get(11)?,
    })
}

/// The cases of a round, by class and seat.
pub(in crate::hardship) fn cases(tx: &mut Tx<'_>, round: RowId) -> Result<Vec<Case>> {
    tx.query(CASES, &[&tx.school(), &round], case)
}

/// The cases of a child, the newest first.
pub(in crate::hardship) fn cases_of(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<Case>> {
    tx.query(CASES_OF_PUPIL, &[&tx.school(), &pupil], case)
}

/// Whose case it is, and of which round.
pub(in crate::hardship) fn of_case(tx: &mut Tx<'_>, case: RowId) -> Result<(PupilId, RowId)> {
    tx.optional(OF_CASE, &[&tx.school(), &case], |row| Ok((row.get(0)?, row.get(1)?)))?.ok_or(Error::NotFound)
}

pub(in crate::hardship) fn insert_form(tx: &mut Tx<'_>, case: RowId, number: i64, sealed: &[u8], actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_FORM, &[&school, &case, &number, &sealed, &actor, &now]).map(|_| ())
}

/// The newest form with its number.
pub(in crate::hardship) fn form(tx: &mut Tx<'_>, case: RowId) -> Result<Option<(i64, Vec<u8>)>> {
    tx.optional(FORM, &[&tx.school(), &case], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Whether nobody took this step before.
pub(in crate::hardship) fn insert_step(tx: &mut Tx<'_>, case: RowId, number: i64, what: What, level: Option<i64>, reason: &[u8], actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_STEP, &[&school, &case, &number, &what.code(), &level, &reason, &actor, &now])? == 1)
}

/// The steps of a case with their sealed reasons.
pub(in crate::hardship) fn steps(tx: &mut Tx<'_>, case: RowId) -> Result<Vec<(Step, Vec<u8>)>> {
    tx.query(STEPS, &[&tx.school(), &case], |row| {
        let what: String = row.get(1)?;
        let step = Step { number: row.get(0)?, what: What::of(&what).ok_or_else(fault)?, level: row.get(2)?, reason: String::new(), actor: row.get(4)?, at: row.get(5)? };
        Ok((step, row.get(3)?))
    })
}

pub(in crate::hardship) fn put_shield(tx: &mut Tx<'_>, case: RowId, shielded: bool, reason: &[u8], actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(PUT_SHIELD, &[&school, &case, &shielded, &reason, &actor, &now]).map(|_| ())
}

/// Why a child stands on no notice, sealed.
pub(in crate::hardship) fn shield(tx: &mut Tx<'_>, case: RowId) -> Result<Option<Vec<u8>>> {
    tx.optional(SHIELD, &[&tx.school(), &case], |row| row.get(0))
}

const PUT_POINTS: Sql = Sql("insert into hardship_points (school_id, id, village_id, mark, number, points, actor, at_ms)
     select $1, $2, $3, $4, coalesce(max(n.number), 0) + 1, $5, $6, $7 from hardship_points n where n.school_id = $1 and n.mark = $4");
const POINTS: Sql = Sql("select village_id, mark, points from hardship_points where school_id = $1 order by number");
const PUT_LATER: Sql = Sql("insert into hardship_later (school_id, id, round_id, pupil_id, kind, day, reason_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const LATER: Sql = Sql("select pupil_id, kind, day, reason_sealed from hardship_later where school_id = $1 and round_id = $2 order by at_ms, id limit 5000");

pub(in crate::hardship) fn put_points(tx: &mut Tx<'_>, village: Option<RowId>, mark: &str, points: i64, actor: &str) -> Result<()> {
    let (school, now, id) = (tx.school(), tx.now(), tx.new_id::<RowId>());
    tx.execute(PUT_POINTS, &[&school, &id, &village, &mark, &points, &actor, &now]).map(|_| ())
}

/// All that was ever said of points, the oldest first: village (none for the school), mark, points.
pub(in crate::hardship) fn points(tx: &mut Tx<'_>) -> Result<Vec<(Option<RowId>, String, i64)>> {
    tx.query(POINTS, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(in crate::hardship) fn put_later(tx: &mut Tx<'_>, round: RowId, pupil: PupilId, kind: &str, reason: &[u8], actor: &str) -> Result<()> {
    let (school, now, today, id) = (tx.school(), tx.now(), tx.today(), tx.new_id::<RowId>());
    tx.execute(PUT_LATER, &[&school, &id, &round, &pupil, &kind, &today, &reason, &actor, &now]).map(|_| ())
}

/// What became known of a child: whose, which kind, when, and why, sealed.
pub(in crate::hardship) type Word = (PupilId, String, SchoolDate, Vec<u8>);

/// What became known after a round, the oldest first.
pub(in crate::hardship) fn later(tx: &mut Tx<'_>, round: RowId) -> Result<Vec<Word>> {
    tx.query(LATER, &[&tx.school(), &round], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

const INSERT_LEVEL: Sql =
    Sql("insert into hardship_level (school_id, id, pupil_id, start_year, number, level, source, reason_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
const LEVEL: Sql =
    Sql("select level, source, reason_sealed, number from hardship_level where school_id = $1 and pupil_id = $2 and start_year = $3 order by number desc, at_ms desc limit 1");
const LEVELS: Sql = Sql("select l.pupil_id, l.level from hardship_level l where l.school_id = $1 and l.start_year = $2
        and l.number = (select max(n.number) from hardship_level n where n.school_id = l.school_id and n.pupil_id = l.pupil_id and n.start_year = l.start_year)");
const TO_KEPT: [Sql; 3] = [
    Sql("update hardship_case set pupil_id = $2, place = place + (select coalesce(max(k.place), 0) from hardship_case k
           where k.school_id = hardship_case.school_id and k.round_id = hardship_case.round_id and k.pupil_id = $2)
          where school_id = $1 and pupil_id = $3"),
    Sql("update hardship_later set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
    Sql("update hardship_level set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
];

#[allow(clippy::too_many_arguments)]
pub(in crate::hardship) fn insert_level(tx: &mut Tx<'_>, pupil: PupilId, year: i64, number: i64, level: i64, source: &str, reason: &[u8], actor: &str) -> Result<()> {
    let (school, now, id) = (tx.school(), tx.now(), tx.new_id::<RowId>());
    tx.execute(INSERT_LEVEL, &[&school, &id, &pupil, &year, &number, &level, &source, &reason, &actor, &now]).map(|_| ())
}

/// A level, where it comes from, its sealed reason, and its number.
pub(in crate::hardship) type LevelRow = (i64, String, Vec<u8>, i64);

/// The newest level of a child in a school year.
pub(in crate::hardship) fn level(tx: &mut Tx<'_>, pupil: PupilId, year: i64) -> Result<Option<LevelRow>> {
    tx.optional(LEVEL, &[&tx.school(), &pupil, &year], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

/// The newest level of every child that has one in a school year.
pub(in crate::hardship) fn levels(tx: &mut Tx<'_>, year: i64) -> Result<Vec<(PupilId, i64)>> {
    tx.query(LEVELS, &[&tx.school(), &year], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What is kept of `gone` goes to `kept`; of two cases in one round both stay.
pub(in crate::hardship) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for one in TO_KEPT {
        tx.execute(one, &[&school, &kept, &gone])?;
    }
    Ok(())
}
