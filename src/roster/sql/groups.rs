//! SQL of named groups and their members.

use crate::base::{Error, GroupId, Result, RowId, SchoolDate, StaffId};
use crate::roster::groups::{Group, Member, NewGroup, NewMember};
use crate::store::{Row, Sql, Tx};

fn coded<T: std::str::FromStr>(row: &Row<'_>, i: usize) -> Result<T> {
    let text: String = row.get(i)?;
    text.parse().map_err(|_| Error::Fault(format!("an unknown code {text} is stored")))
}

const GROUPS: Sql = Sql("select id, name, kind, purpose, from_day, until_day from staff_group where school_id = $1 order by until_day desc, kind, name");
const GROUP: Sql = Sql("select id, name, kind, purpose, from_day, until_day from staff_group where school_id = $1 and id = $2");
const INSERT_GROUP: Sql = Sql("insert into staff_group (school_id, id, name, kind, purpose, from_day, until_day) values ($1, $2, $3, $4, $5, $6, $7)");
const UPDATE_GROUP: Sql = Sql("update staff_group set name = $3, kind = $4, purpose = $5 where school_id = $1 and id = $2");
const UPDATE_GROUP_UNTIL: Sql = Sql("update staff_group set until_day = $3 where school_id = $1 and id = $2");
const MEMBERS: Sql = Sql("select m.id, m.staff_id, s.name, m.role, m.duties, m.from_day, m.until_day from staff_group_member m
       join staff s on s.school_id = m.school_id and s.id = m.staff_id
      where m.school_id = $1 and m.group_id = $2 order by m.from_day, s.name");
const INSERT_MEMBER: Sql = Sql("insert into staff_group_member (school_id, id, group_id, staff_id, role, duties, from_day, until_day)
     values ($1, $2, $3, $4, $5, $6, $7, $8)");
const REMOVE_MEMBER: Sql = Sql("delete from staff_group_member where school_id = $1 and id = $2");
const END_MEMBER: Sql = Sql("update staff_group_member set until_day = $3 where school_id = $1 and id = $2");
const END_MEMBERS: Sql = Sql("update staff_group_member set until_day = $3 where school_id = $1 and group_id = $2 and until_day > $3");
const END_PLACES_OF: Sql = Sql("update staff_group_member set until_day = $3 where school_id = $1 and staff_id = $2 and until_day > $3");

fn group_row(row: &Row<'_>) -> Result<Group> {
    Ok(Group { id: row.get(0)?, name: row.get(1)?, kind: coded(row, 2)?, purpose: row.get(3)?, from_day: row.get(4)?, until_day: row.get(5)? })
}

pub(in crate::roster) fn groups(tx: &mut Tx<'_>) -> Result<Vec<Group>> {
    tx.query(GROUPS, &[&tx.school()], group_row)
}

pub(in crate::roster) fn group(tx: &mut Tx<'_>, id: GroupId) -> Result<Group> {
    tx.one(GROUP, &[&tx.school(), &id], group_row)
}

pub(in crate::roster) fn insert_group(tx: &mut Tx<'_>, id: GroupId, new: &NewGroup, until: SchoolDate) -> Result<()> {
    let (school, name, purpose) = (tx.school(), new.name.trim(), new.purpose.trim());
    tx.execute(INSERT_GROUP, &[&school, &id, &name, &new.kind.code(), &purpose, &new.from_day, &until])?;
    Ok(())
}

pub(in crate::roster) fn update_group(tx: &mut Tx<'_>, id: GroupId, new: &NewGroup) -> Result<()> {
    let (school, name, purpose) = (tx.school(), new.name.trim(), new.purpose.trim());
    tx.execute(UPDATE_GROUP, &[&school, &id, &name, &new.kind.code(), &purpose])?;
    Ok(())
}

pub(in crate::roster) fn update_group_until(tx: &mut Tx<'_>, id: GroupId, last_day: SchoolDate) -> Result<()> {
    let school = tx.school();
    tx.execute(UPDATE_GROUP_UNTIL, &[&school, &id, &last_day])?;
    Ok(())
}

pub(in crate::roster) fn members(tx: &mut Tx<'_>, id: GroupId) -> Result<Vec<Member>> {
    tx.query(MEMBERS, &[&tx.school(), &id], |row| {
        Ok(Member { id: row.get(0)?, staff: row.get(1)?, name: row.get(2)?, role: coded(row, 3)?, duties: row.get(4)?, from_day: row.get(5)?, until_day: row.get(6)? })
    })
}

pub(in crate::roster) fn insert_member(tx: &mut Tx<'_>, group: GroupId, new: &NewMember, from: SchoolDate, until: SchoolDate) -> Result<()> {
    let (school, id) = (tx.school(), tx.new_id::<RowId>());
    tx.execute(INSERT_MEMBER, &[&school, &id, &group, &new.staff, &new.role.code(), &new.duties, &from, &until])?;
    Ok(())
}

/// Ends a place; one that would not have lasted a day is removed, since it was a slip.
pub(in crate::roster) fn end_member(tx: &mut Tx<'_>, member: &Member, last_day: SchoolDate) -> Result<()> {
    let school = tx.school();
    if last_day < member.from_day {
        tx.execute(REMOVE_MEMBER, &[&school, &member.id])?;
    } else {
        tx.execute(END_MEMBER, &[&school, &member.id, &last_day])?;
    }
    Ok(())
}

pub(in crate::roster) fn end_members(tx: &mut Tx<'_>, group: GroupId, last_day: SchoolDate) -> Result<()> {
    let school = tx.school();
    tx.execute(END_MEMBERS, &[&school, &group, &last_day])?;
    Ok(())
}

pub(in crate::roster) fn end_places_of(tx: &mut Tx<'_>, staff: StaffId, last_day: SchoolDate) -> Result<()> {
    let school = tx.school();
    tx.execute(END_PLACES_OF, &[&school, &staff, &last_day])?;
    Ok(())
}
