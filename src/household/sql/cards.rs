//! SQL of the cards: households, members, heads, years, matters, visits. Reads `pupil` of the roster for names.

use crate::base::{PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::{Sql, Tx};

const INSERT: Sql = Sql("insert into household (school_id, id, village_id, number, actor, at_ms) values ($1, $2, $3, $4, $5, $6)
     on conflict (school_id, village_id, number) do nothing");
const ONE: Sql = Sql("select village_id, number from household where school_id = $1 and id = $2");
const OF_VILLAGE: Sql = Sql("select h.id, h.number from household h where h.school_id = $1 and h.village_id = $2 order by length(h.number), h.number limit 2000");
const STATUSES: Sql = Sql("select number, status, day, body_sealed, actor from household_status where school_id = $1 and household_id = $2 order by number desc limit 100");
const STATUSES_OF_VILLAGE: Sql =
    Sql("select s.household_id, s.number, s.status, s.day from household_status s join household h on h.school_id = s.school_id and h.id = s.household_id
      where s.school_id = $1 and h.village_id = $2 order by s.household_id, s.number");
const INSERT_STATUS: Sql = Sql("insert into household_status (school_id, household_id, number, status, day, body_sealed, actor, at_ms)
     values ($1, $2, (select coalesce(max(n.number), 0) + 1 from household_status n where n.school_id = $1 and n.household_id = $2), $3, $4, $5, $6, $7)");
const MEMBERS: Sql = Sql("select m.household_id, m.id, m.pupil_id, coalesce(u.name, ''), m.from_day, m.until_day, p.body_sealed from household_member m
       join household h on h.school_id = m.school_id and h.id = m.household_id
       join household_person p on p.school_id = m.school_id and p.member_id = m.id
        and p.number = (select max(n.number) from household_person n where n.school_id = m.school_id and n.member_id = m.id)
       left join pupil u on u.school_id = m.school_id and u.id = m.pupil_id
      where m.school_id = $1 and h.village_id = $2 and (cast($3 as text) is null or m.household_id = $4) order by m.household_id, m.from_day, m.id");
const INSERT_MEMBER: Sql = Sql("insert into household_member (school_id, id, household_id, pupil_id, from_day, until_day) values ($1, $2, $3, $4, $5, $6)");
const INSERT_PERSON: Sql = Sql("insert into household_person (school_id, member_id, number, body_sealed, actor, at_ms)
     values ($1, $2, (select coalesce(max(n.number), 0) + 1 from household_person n where n.school_id = $1 and n.member_id = $2), $3, $4, $5)");
/// What was written of a member under another key goes when the child's own key takes its place, or the household's again.
const FORGET_PERSON: Sql = Sql("delete from household_person where school_id = $1 and member_id = $2");
const SET_PUPIL: Sql = Sql("update household_member set pupil_id = $3 where school_id = $1 and id = $2");
const END_MEMBER: Sql = Sql("update household_member set until_day = $3 where school_id = $1 and id = $2 and until_day > $3");
const HEADS: Sql = Sql("select d.household_id, d.member_id from household_head d join household h on h.school_id = d.school_id and h.id = d.household_id
      where d.school_id = $1 and h.village_id = $2 and d.number = (select max(n.number) from household_head n where n.school_id = $1 and n.household_id = d.household_id)");
const INSERT_HEAD: Sql = Sql("insert into household_head (school_id, household_id, number, member_id, day, actor, at_ms)
     values ($1, $2, (select coalesce(max(n.number), 0) + 1 from household_head n where n.school_id = $1 and n.household_id = $2), $3, $4, $5, $6)");
const OF_PUPIL: Sql = Sql("select m.id, m.household_id, h.village_id from household_member m join household h on h.school_id = m.school_id and h.id = m.household_id
      where m.school_id = $1 and m.pupil_id = $2 and m.until_day >= $3 order by m.from_day desc, m.id");
const TO_KEPT: Sql = Sql("update household_member set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const YEARS: Sql = Sql("select y.household_id, y.year, y.number, y.body_sealed from household_year y join household h on h.school_id = y.school_id and h.id = y.household_id
      where y.school_id = $1 and h.village_id = $2 and (cast($3 as text) is null or y.household_id = $4)
        and y.number = (select max(n.number) from household_year n where n.school_id = $1 and n.household_id = y.household_id and n.year = y.year)
      order by y.household_id, y.year desc");
const INSERT_YEAR: Sql = Sql("insert into household_year (school_id, household_id, year, number, body_sealed, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (school_id, household_id, year, number) do nothing");
const MATTERS: Sql = Sql("select m.household_id, m.id, m.what, m.code, m.from_day, m.until_day, m.body_sealed, m.end_sealed from household_matter m
       join household h on h.school_id = m.school_id and h.id = m.household_id
      where m.school_id = $1 and h.village_id = $2 and (cast($3 as text) is null or m.household_id = $4) order by m.household_id, m.what, m.from_day, m.at_ms, m.id");
const INSERT_MATTER: Sql = Sql("insert into household_matter (school_id, id, household_id, what, code, from_day, until_day, body_sealed, end_sealed, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, null, $9, $10)");
const END_MATTER: Sql = Sql("update household_matter set until_day = $4, end_sealed = $5 where school_id = $1 and household_id = $2 and id = $3 and until_day > $4");
const VISITS: Sql = Sql("select v.id, v.day, v.how, v.staff_id, coalesce(s.name, v.name), v.next_day, v.body_sealed from household_visit v
       left join staff s on s.school_id = v.school_id and s.id = v.staff_id
      where v.school_id = $1 and v.household_id = $2 order by v.day desc, v.at_ms desc, v.id limit 100");
const INSERT_VISIT: Sql = Sql("insert into household_visit (school_id, id, household_id, day, how, staff_id, name, next_day, body_sealed, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
const LAST_VISITS: Sql = Sql("select v.household_id, max(v.day) from household_visit v join household h on h.school_id = v.school_id and h.id = v.household_id
      where v.school_id = $1 and h.village_id = $2 group by v.household_id");

/// Whether the number is free.
pub(in crate::household) fn insert(tx: &mut Tx<'_>, id: RowId, village: RowId, number: &str, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT, &[&school, &id, &village, &number, &actor, &now])? == 1)
}

/// Village and number.
pub(in crate::household) fn one(tx: &mut Tx<'_>, id: RowId) -> Result<(RowId, String)> {
    tx.one(ONE, &[&tx.school(), &id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Id and number of the households of a village.
pub(in crate::household) fn of_village(tx: &mut Tx<'_>, village: RowId) -> Result<Vec<(RowId, String)>> {
    tx.query(OF_VILLAGE, &[&tx.school(), &village], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Status, day, why, who.
pub(in crate::household) type StatusRow = (String, SchoolDate, Option<Vec<u8>>, String);

/// The newest first.
pub(in crate::household) fn statuses(tx: &mut Tx<'_>, household: RowId) -> Result<Vec<StatusRow>> {
    tx.query(STATUSES, &[&tx.school(), &household], |row| Ok((row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
}

/// Household, status and day, the oldest first.
pub(in crate::household) fn statuses_of_village(tx: &mut Tx<'_>, village: RowId) -> Result<Vec<(RowId, String, SchoolDate)>> {
    tx.query(STATUSES_OF_VILLAGE, &[&tx.school(), &village], |row| Ok((row.get(0)?, row.get(2)?, row.get(3)?)))
}

pub(in crate::household) fn insert_status(tx: &mut Tx<'_>, household: RowId, status: &str, day: SchoolDate, body: Option<&[u8]>, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_STATUS, &[&school, &household, &status, &day, &body, &actor, &now]).map(|_| ())
}

/// A member as it is stored.
pub(in crate::household) struct MemberRow {
    pub household: RowId,
    pub id: RowId,
    pub pupil: Option<PupilId>,
    pub pupil_name: String,
    pub from: SchoolDate,
    pub until: SchoolDate,
    pub body: Vec<u8>,
}

/// The members of the households of a village, or of one of them.
pub(in crate::household) fn members(tx: &mut Tx<'_>, village: RowId, only: Option<RowId>) -> Result<Vec<MemberRow>> {
    let one = only.map(|id| id.to_string());
    tx.query(MEMBERS, &[&tx.school(), &village, &one, &only], |row| {
        let (household, id, pupil, pupil_name) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        Ok(MemberRow { household, id, pupil, pupil_name, from: row.get(4)?, until: row.get(5)?, body: row.get(6)? })
    })
}

pub(in crate::household) fn insert_member(tx: &mut Tx<'_>, id: RowId, household: RowId, pupil: Option<PupilId>, from: SchoolDate, until: SchoolDate) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT_MEMBER, &[&school, &id, &household, &pupil, &from, &until]).map(|_| ())
}

pub(in crate::household) fn insert_person(tx: &mut Tx<'_>, member: RowId, body: &[u8], actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_PERSON, &[&school, &member, &body, &actor, &now]).map(|_| ())
}

/// Says which pupil a member is, and forgets what was written of it under the former key.
pub(in crate::household) fn set_pupil(tx: &mut Tx<'_>, member: RowId, pupil: Option<PupilId>) -> Result<()> {
    let school = tx.school();
    tx.execute(FORGET_PERSON, &[&school, &member])?;
    tx.execute(SET_PUPIL, &[&school, &member, &pupil]).map(|_| ())
}

pub(in crate::household) fn end_member(tx: &mut Tx<'_>, member: RowId, day: SchoolDate) -> Result<bool> {
    let school = tx.school();
    Ok(tx.execute(END_MEMBER, &[&school, &member, &day])? == 1)
}

/// Household and the member who heads it.
pub(in crate::household) fn heads(tx: &mut Tx<'_>, village: RowId) -> Result<Vec<(RowId, RowId)>> {
    tx.query(HEADS, &[&tx.school(), &village], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(in crate::household) fn insert_head(tx: &mut Tx<'_>, household: RowId, member: RowId, day: SchoolDate, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_HEAD, &[&school, &household, &member, &day, &actor, &now]).map(|_| ())
}

/// Member, household and village of a pupil on a day.
pub(in crate::household) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId, day: SchoolDate) -> Result<Vec<(RowId, RowId, RowId)>> {
    tx.query(OF_PUPIL, &[&tx.school(), &pupil, &day], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// The membership of one entry of a child is of the other from now on.
pub(in crate::household) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    tx.execute(TO_KEPT, &[&school, &kept, &gone]).map(|_| ())
}

/// Household, year, number of the version, facts; the newest year of a household first.
pub(in crate::household) type YearRow = (RowId, i64, i64, Vec<u8>);

pub(in crate::household) fn years(tx: &mut Tx<'_>, village: RowId, only: Option<RowId>) -> Result<Vec<YearRow>> {
    let one = only.map(|id| id.to_string());
    tx.query(YEARS, &[&tx.school(), &village, &one, &only], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

/// Whether nobody else wrote that version.
pub(in crate::household) fn insert_year(tx: &mut Tx<'_>, household: RowId, year: i64, number: i64, body: &[u8], actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_YEAR, &[&school, &household, &year, &number, &body, &actor, &now])? == 1)
}

/// A matter as it is stored.
pub(in crate::household) struct MatterRow {
    pub household: RowId,
    pub id: RowId,
    pub what: String,
    pub code: String,
    pub from: SchoolDate,
    pub until: SchoolDate,
    pub body: Option<Vec<u8>>,
    pub end: Option<Vec<u8>>,
}

pub(in crate::household) fn matters(tx: &mut Tx<'_>, village: RowId, only: Option<RowId>) -> Result<Vec<MatterRow>> {
    let one = only.map(|id| id.to_string());
    tx.query(MATTERS, &[&tx.school(), &village, &one, &only], |row| {
        let (household, id, what, code, from, until) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
        Ok(MatterRow { household, id, what, code, from, until, body: row.get(6)?, end: row.get(7)? })
    })
}

pub(in crate::household) fn insert_matter(tx: &mut Tx<'_>, new: &MatterRow, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_MATTER, &[&school, &new.id, &new.household, &new.what, &new.code, &new.from, &new.until, &new.body, &actor, &now]).map(|_| ())
}

/// Whether it was open.
pub(in crate::household) fn end_matter(tx: &mut Tx<'_>, household: RowId, id: RowId, day: SchoolDate, end: Option<&[u8]>) -> Result<bool> {
    let school = tx.school();
    Ok(tx.execute(END_MATTER, &[&school, &household, &id, &day, &end])? == 1)
}

/// A visit as it is stored.
pub(in crate::household) struct VisitRow {
    pub id: RowId,
    pub day: SchoolDate,
    pub how: String,
    pub staff: Option<StaffId>,
    pub name: String,
    pub next: Option<SchoolDate>,
    pub body: Option<Vec<u8>>,
}

pub(in crate::household) fn visits(tx: &mut Tx<'_>, household: RowId) -> Result<Vec<VisitRow>> {
    tx.query(VISITS, &[&tx.school(), &household], |row| {
        Ok(VisitRow { id: row.get(0)?, day: row.get(1)?, how: row.get(2)?, staff: row.get(3)?, name: row.get(4)?, next: row.get(5)?, body: row.get(6)? })
    })
}

pub(in crate::household) fn insert_visit(tx: &mut Tx<'_>, household: RowId, new: &VisitRow, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_VISIT, &[&school, &new.id, &household, &new.day, &new.how, &new.staff, &new.name, &new.next, &new.body, &actor, &now]).map(|_| ())
}

/// Household and the day of its last visit.
pub(in crate::household) fn last_visits(tx: &mut Tx<'_>, village: RowId) -> Result<Vec<(RowId, SchoolDate)>> {
    tx.query(LAST_VISITS, &[&tx.school(), &village], |row| Ok((row.get(0)?, row.get(1)?)))
}
