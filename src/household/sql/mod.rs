//! All SQL of the room: villages, who works for them, lines of income, targets and assessments here; cards and deeds beside. Reads `staff` and `pupil` of the roster for names.

pub(in crate::household) mod cards;
pub(in crate::household) mod deeds;

use super::villages::{Assessment, Helper, Line, Target, Village};
use crate::base::{Result, RowId, SchoolDate, StaffId};
use crate::store::{Row, Sql, Tx};

const VILLAGES: Sql = Sql("select id, name, township, province, works from village where school_id = $1 order by township, name");
const VILLAGE: Sql = Sql("select id, name, township, province, works from village where school_id = $1 and id = $2");
const INSERT_VILLAGE: Sql = Sql("insert into village (school_id, id, name, township, province, works, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, township, name) do nothing");
const HELPERS: Sql = Sql("select h.id, h.role, h.staff_id, coalesce(s.name, h.name), h.unit, h.from_day, h.until_day from household_helper h
       left join staff s on s.school_id = h.school_id and s.id = h.staff_id
      where h.school_id = $1 and h.of_id = $2 order by h.until_day desc, h.from_day desc, h.at_ms desc, h.id limit 200");
const HELPERS_OF_HOUSEHOLDS: Sql = Sql("select h.of_id, h.role, h.staff_id, coalesce(s.name, h.name), h.unit from household_helper h
       left join staff s on s.school_id = h.school_id and s.id = h.staff_id join household c on c.school_id = h.school_id and c.id = h.of_id
      where h.school_id = $1 and c.village_id = $2 and h.from_day <= $3 and h.until_day >= $3 order by h.from_day, h.at_ms, h.id");
const INSERT_HELPER: Sql = Sql("insert into household_helper (school_id, id, scope, of_id, role, staff_id, name, unit, from_day, until_day, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
const END_HELPER: Sql = Sql("update household_helper set until_day = $4 where school_id = $1 and of_id = $2 and id = $3 and until_day > $4 and from_day <= $4");
const LINES: Sql = Sql("select l.kind, l.region, l.year, l.number, l.amount_fen, l.source from household_line l where l.school_id = $1
        and l.number = (select max(n.number) from household_line n where n.school_id = $1 and n.kind = l.kind and n.region = l.region and n.year = l.year)
      order by l.year desc, l.kind, l.region limit 200");
const INSERT_LINE: Sql = Sql("insert into household_line (school_id, kind, region, year, number, amount_fen, source, actor, at_ms)
     values ($1, $2, $3, $4, (select coalesce(max(n.number), 0) + 1 from household_line n where n.school_id = $1 and n.kind = $2 and n.region = $3 and n.year = $4), $5, $6, $7, $8)");
const TARGETS: Sql = Sql("select t.year, t.base_year, t.people, t.above_tenths, t.source from household_target t where t.school_id = $1 and t.village_id = $2
        and t.number = (select max(n.number) from household_target n where n.school_id = $1 and n.village_id = $2 and n.year = t.year) order by t.year desc limit 50");
const INSERT_TARGET: Sql = Sql("insert into household_target (school_id, village_id, year, number, base_year, people, above_tenths, source, actor, at_ms)
     values ($1, $2, $3, (select coalesce(max(n.number), 0) + 1 from household_target n where n.school_id = $1 and n.village_id = $2 and n.year = $3), $4, $5, $6, $7, $8, $9)");
const ASSESSMENTS: Sql = Sql("select a.year, a.verdict, a.holder, a.words, a.day from household_assessment a where a.school_id = $1 and a.village_id = $2
        and a.number = (select max(n.number) from household_assessment n where n.school_id = $1 and n.village_id = $2 and n.year = a.year) order by a.year desc limit 50");
const INSERT_ASSESSMENT: Sql = Sql(
    "insert into household_assessment (school_id, village_id, year, number, verdict, holder, words, day, actor, at_ms)
     values ($1, $2, $3, (select coalesce(max(n.number), 0) + 1 from household_assessment n where n.school_id = $1 and n.village_id = $2 and n.year = $3), $4, $5, $6, $7, $8, $9)",
);

fn village_row(row: &Row<'_>) -> Result<Village> {
    Ok(Village { id: row.get(0)?, name: row.get(1)?, township: row.get(2)?, province: row.get(3)?, works: row.get(4)? })
}

pub(super) fn villages(tx: &mut Tx<'_>) -> Result<Vec<Village>> {
    tx.query(VILLAGES, &[&tx.school()], village_row)
}

pub(super) fn village(tx: &mut Tx<'_>, id: RowId) -> Result<Village> {
    tx.one(VILLAGE, &[&tx.school(), &id], village_row)
}

/// Whether it is new.
pub(super) fn insert_village(tx: &mut Tx<'_>, new: &Village, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_VILLAGE, &[&school, &new.id, &new.name, &new.township, &new.province, &new.works, &actor, &now])? == 1)
}

pub(super) fn helpers(tx: &mut Tx<'_>, of: RowId) -> Result<Vec<Helper>> {
    tx.query(HELPERS, &[&tx.school(), &of], |row| {
        Ok(Helper { id: row.get(0)?, role: row.get(1)?, staff: row.get(2)?, name: row.get(3)?, unit: row.get(4)?, from: row.get(5)?, until: row.get(6)? })
    })
}

/// Household, role, who has an account, name and unit of everybody who works for a household of a village on a day.
pub(super) type HelperOf = (RowId, String, Option<StaffId>, String, String);

pub(super) fn helpers_of_households(tx: &mut Tx<'_>, village: RowId, day: SchoolDate) -> Result<Vec<HelperOf>> {
    tx.query(HELPERS_OF_HOUSEHOLDS, &[&tx.school(), &village, &day], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
}

pub(super) fn insert_helper(tx: &mut Tx<'_>, scope: &str, of: RowId, new: &Helper, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_HELPER, &[&school, &new.id, &scope, &of, &new.role, &new.staff, &new.name, &new.unit, &new.from, &new.until, &actor, &now]).map(|_| ())
}

/// Whether it was open on that day.
pub(super) fn end_helper(tx: &mut Tx<'_>, of: RowId, id: RowId, day: SchoolDate) -> Result<bool> {
    let school = tx.school();
    Ok(tx.execute(END_HELPER, &[&school, &of, &id, &day])? == 1)
}

pub(super) fn lines(tx: &mut Tx<'_>) -> Result<Vec<Line>> {
    tx.query(LINES, &[&tx.school()], |row| Ok(Line { kind: row.get(0)?, region: row.get(1)?, year: row.get(2)?, amount_fen: row.get(4)?, source: row.get(5)? }))
}

pub(super) fn insert_line(tx: &mut Tx<'_>, new: &Line, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_LINE, &[&school, &new.kind, &new.region, &new.year, &new.amount_fen, &new.source, &actor, &now]).map(|_| ())
}

pub(super) fn targets(tx: &mut Tx<'_>, village: RowId) -> Result<Vec<Target>> {
    tx.query(TARGETS, &[&tx.school(), &village], |row| {
        Ok(Target { year: row.get(0)?, base_year: row.get(1)?, people: row.get(2)?, above_tenths: row.get(3)?, source: row.get(4)? })
    })
}

pub(super) fn insert_target(tx: &mut Tx<'_>, village: RowId, new: &Target, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_TARGET, &[&school, &village, &new.year, &new.base_year, &new.people, &new.above_tenths, &new.source, &actor, &now]).map(|_| ())
}

pub(super) fn assessments(tx: &mut Tx<'_>, village: RowId) -> Result<Vec<Assessment>> {
    tx.query(ASSESSMENTS, &[&tx.school(), &village], |row| Ok(Assessment { year: row.get(0)?, verdict: row.get(1)?, holder: row.get(2)?, words: row.get(3)?, day: row.get(4)? }))
}

pub(super) fn insert_assessment(tx: &mut Tx<'_>, village: RowId, new: &Assessment, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_ASSESSMENT, &[&school, &village, &new.year, &new.verdict, &new.holder, &new.words, &new.day, &actor, &now]).map(|_| ())
}
