//! SQL of staff, posts, leave and hand-over. Reads `tie` and `account` of access.

use crate::base::{Error, PostId, Result, RowId, SchoolDate, StaffId};
use crate::roster::handover::HandOver;
use crate::roster::leave::Leave;
use crate::roster::people::{NewPost, NewStaff, Post, Staff};
use crate::store::{Row, Sql, Tx};

fn coded<T: std::str::FromStr>(row: &Row<'_>, i: usize) -> Result<T> {
    let text: String = row.get(i)?;
    text.parse().map_err(|_| Error::Fault(format!("an unknown code {text} is stored")))
}

// Staff

macro_rules! staff {
    ($which:literal) => {
        Sql(concat!("select id, staff_no, name, sex, phone, strengths, from_day, until_day from staff where school_id = $1", $which))
    };
}
const STAFF_LIST: Sql = staff!(" order by name, id");
const STAFF_NAMED: Sql = staff!(" and name = $2 order by from_day, id");
const STAFF: Sql = staff!(" and id = $2");
const NAMES: Sql = Sql("select id, name from staff where school_id = $1");
const STAFF_WITH_NUMBER: Sql = Sql("select id from staff where school_id = $1 and staff_no = $2");
const INSERT_STAFF: Sql = Sql("insert into staff (school_id, id, staff_no, name, sex, phone, strengths, from_day, until_day) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const UPDATE_STAFF: Sql = Sql("update staff set staff_no = $3, name = $4, sex = $5, phone = $6, strengths = $7 where school_id = $1 and id = $2");
const UPDATE_STAFF_UNTIL: Sql = Sql("update staff set until_day = $3 where school_id = $1 and id = $2");

pub(in crate::roster) fn names(tx: &mut Tx<'_>) -> Result<Vec<(StaffId, String)>> {
    tx.query(NAMES, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn staff_row(row: &Row<'_>) -> Result<Staff> {
    Ok(Staff {
        id: row.get(0)?,
        staff_no: row.get(1)?,
        name: row.get(2)?,
        sex: row.get(3)?,
        phone: row.get(4)?,
        strengths: row.get(5)?,
        from_day: row.get(6)?,
        until_day: row.get(7)?,
    })
}

pub(in crate::roster) fn staff_list(tx: &mut Tx<'_>) -> Result<Vec<Staff>> {
    tx.query(STAFF_LIST, &[&tx.school()], staff_row)
}

pub(in crate::roster) fn staff_named(tx: &mut Tx<'_>, name: &str) -> Result<Vec<Staff>> {
    tx.query(STAFF_NAMED, &[&tx.school(), &name], staff_row)
}

pub(in crate::roster) fn staff(tx: &mut Tx<'_>, id: StaffId) -> Result<Staff> {
    tx.one(STAFF, &[&tx.school(), &id], staff_row)
}

pub(in crate::roster) fn staff_with_number(tx: &mut Tx<'_>, no: &str) -> Result<Option<StaffId>> {
    tx.optional(STAFF_WITH_NUMBER, &[&tx.school(), &no], |row| row.get(0))
}

pub(in crate::roster) fn insert_staff(tx: &mut Tx<'_>, id: StaffId, new: &NewStaff, from: SchoolDate, until: SchoolDate) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT_STAFF, &[&school, &id, &new.staff_no, &new.name, &new.sex, &new.phone, &new.strengths, &from, &until])?;
    Ok(())
}

pub(in crate::roster) fn update_staff(tx: &mut Tx<'_>, id: StaffId, new: &NewStaff) -> Result<()> {
    let school = tx.school();
    tx.execute(UPDATE_STAFF, &[&school, &id, &new.staff_no, &new.name, &new.sex, &new.phone, &new.strengths])?;
    Ok(())
}

pub(in crate::roster) fn update_staff_until(tx: &mut Tx<'_>, id: StaffId, until: SchoolDate) -> Result<()> {
    let school = tx.school();
    tx.execute(UPDATE_STAFF_UNTIL, &[&school, &id, &until])?;
    Ok(())
}

// Posts

macro_rules! posts {
    ($which:literal) => {
        Sql(concat!(
            "select p.id, p.staff_id, s.name, p.duty, p.scope, p.scope_id, p.subject, p.from_day, p.until_day, c.name, g.level, y.start_year
               from post p
               join staff s on s.school_id = p.school_id and s.id = p.staff_id
               left join class c on c.school_id = p.school_id and c.id = p.scope_id
               left join grade g on g.school_id = p.school_id and g.id = p.scope_id
               left join school_year y on y.school_id = p.school_id and y.id = coalesce(c.year_id, g.year_id)
              where p.school_id = $1 and p.until_day >= p.from_day",
            $which
        ))
    };
}
const POSTS_OF: Sql = posts!(" and p.staff_id = $2 order by p.until_day desc, p.from_day desc, p.duty, c.name");
const POSTS_ON: Sql = posts!(" and p.from_day <= $2 and p.until_day >= $2 order by p.staff_id, p.duty, g.level, c.name, p.subject");
const POSTS_TOWARDS: Sql = posts!(" and p.scope_id = $2 and p.duty = $3 order by p.from_day");
const POST: Sql = posts!(" and p.id = $2");
const SAME_POSTS: Sql = Sql("select id, from_day, until_day from post
      where school_id = $1 and staff_id = $2 and duty = $3 and scope_id = $4 and subject = $5 and from_day <= $6 and until_day >= $7 order by from_day, id");
const INSERT_POST: Sql = Sql("insert into post (school_id, id, staff_id, duty, scope, scope_id, subject, from_day, until_day, import_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
const UPDATE_POST_DAYS: Sql = Sql("update post set from_day = $3, until_day = $4 where school_id = $1 and id = $2");
const CLASS_EXISTS: Sql = Sql("select count(*) from class where school_id = $1 and id = $2");
const GRADE_EXISTS: Sql = Sql("select count(*) from grade where school_id = $1 and id = $2");

fn post_row(row: &Row<'_>) -> Result<Post> {
    Ok(Post {
        id: row.get(0)?,
        staff: row.get(1)?,
        name: row.get(2)?,
        duty: coded(row, 3)?,
        scope: coded(row, 4)?,
        scope_id: row.get(5)?,
        subject: row.get(6)?,
        from_day: row.get(7)?,
        until_day: row.get(8)?,
        class_name: row.get(9)?,
        grade_level: row.get(10)?,
        start_year: row.get(11)?,
    })
}

pub(in crate::roster) fn posts_of(tx: &mut Tx<'_>, staff: StaffId) -> Result<Vec<Post>> {
    tx.query(POSTS_OF, &[&tx.school(), &staff], post_row)
}

pub(in crate::roster) fn posts_on(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<Post>> {
    tx.query(POSTS_ON, &[&tx.school(), &day], post_row)
}

pub(in crate::roster) fn posts_towards(tx: &mut Tx<'_>, scope_id: RowId, duty: &str) -> Result<Vec<Post>> {
    tx.query(POSTS_TOWARDS, &[&tx.school(), &scope_id, &duty], post_row)
}

pub(in crate::roster) fn post(tx: &mut Tx<'_>, id: PostId) -> Result<Post> {
    tx.one(POST, &[&tx.school(), &id], post_row)
}

/// The same post in rows that overlap the given days or touch them: id, first and last day.
pub(in crate::roster) fn same_posts(tx: &mut Tx<'_>, new: &NewPost) -> Result<Vec<(PostId, SchoolDate, SchoolDate)>> {
    let (before, after) = (new.from_day.plus_days(-1), new.until_day.plus_days(1));
    tx.query(SAME_POSTS, &[&tx.school(), &new.staff, &new.duty.code(), &new.scope_id, &new.subject, &after, &before], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(in crate::roster) fn insert_post(tx: &mut Tx<'_>, id: PostId, new: &NewPost) -> Result<()> {
    let (school, scope) = (tx.school(), new.duty.scope().code());
    tx.execute(INSERT_POST, &[&school, &id, &new.staff, &new.duty.code(), &scope, &new.scope_id, &new.subject, &new.from_day, &new.until_day, &new.import])?;
    Ok(())
}

pub(in crate::roster) fn update_post_days(tx: &mut Tx<'_>, id: PostId, from: SchoolDate, until: SchoolDate) -> Result<()> {
    let school = tx.school();
    tx.execute(UPDATE_POST_DAYS, &[&school, &id, &from, &until])?;
    Ok(())
}

/// Whether there is such a class or grade.
pub(in crate::roster) fn scope_exists(tx: &mut Tx<'_>, scope: &str, id: RowId) -> Result<bool> {
    let sql = if scope == "grade" { GRADE_EXISTS } else { CLASS_EXISTS };
    Ok(tx.number(sql, &[&tx.school(), &id])? == 1)
}

// Leave, delegation, substitution

macro_rules! leaves {
    ($which:literal) => {
        Sql(concat!(
            "select l.id, l.staff_id, s.name, l.kind, l.from_day, l.until_day, l.reason, l.delegate_id, d.name, l.post_id, l.ended_at_ms is not null
               from staff_leave l
               join staff s on s.school_id = l.school_id and s.id = l.staff_id
               left join staff d on d.school_id = l.school_id and d.id = l.delegate_id
              where l.school_id = $1",
            $which
        ))
    };
}
const LEAVE: Sql = leaves!(" and l.id = $2");
const LEAVES_OF: Sql = leaves!(" and l.staff_id = $2 order by l.from_day desc, l.at_ms desc");
const LEAVES_STOOD_IN_BY: Sql = leaves!(" and l.delegate_id = $2 order by l.from_day desc, l.at_ms desc");
const LEAVES_ON: Sql = leaves!(" and l.from_day <= $2 and l.until_day >= $2 order by s.name, l.from_day");
const INSERT_LEAVE: Sql = Sql("insert into staff_leave (school_id, id, staff_id, kind, from_day, until_day, reason, delegate_id, post_id, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
const END_LEAVE: Sql = Sql("update staff_leave set until_day = $3, ended_at_ms = $4 where school_id = $1 and id = $2");
const OWN_TIES: Sql = Sql("select duty, scope, scope_id, subject, from_day, until_day, source_id from tie
      where school_id = $1 and staff_id = $2 and on_behalf_of is null and from_day <= $3 and until_day >= $4");

/// A tie to copy: duty, scope, scope id, subject, first and last day, source.
pub(in crate::roster) type OwnTie = (String, String, RowId, String, SchoolDate, SchoolDate, RowId);

fn leave_row(row: &Row<'_>) -> Result<Leave> {
    Ok(Leave {
        id: row.get(0)?,
        staff: row.get(1)?,
        name: row.get(2)?,
        kind: coded(row, 3)?,
        from_day: row.get(4)?,
        until_day: row.get(5)?,
        reason: row.get(6)?,
        delegate: row.get(7)?,
        delegate_name: row.get(8)?,
        post: row.get(9)?,
        ended: row.get(10)?,
    })
}

pub(in crate::roster) fn leave(tx: &mut Tx<'_>, id: RowId) -> Result<Leave> {
    tx.one(LEAVE, &[&tx.school(), &id], leave_row)
}

pub(in crate::roster) fn leaves_of(tx: &mut Tx<'_>, staff: StaffId) -> Result<Vec<Leave>> {
    tx.query(LEAVES_OF, &[&tx.school(), &staff], leave_row)
}

pub(in crate::roster) fn leaves_stood_in_by(tx: &mut Tx<'_>, staff: StaffId) -> Result<Vec<Leave>> {
    tx.query(LEAVES_STOOD_IN_BY, &[&tx.school(), &staff], leave_row)
}

pub(in crate::roster) fn leaves_on(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<Leave>> {
    tx.query(LEAVES_ON, &[&tx.school(), &day], leave_row)
}

pub(in crate::roster) fn insert_leave(tx: &mut Tx<'_>, new: &Leave, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_LEAVE, &[&school, &new.id, &new.staff, &new.kind.code(), &new.from_day, &new.until_day, &new.reason, &new.delegate, &new.post, &actor, &now])?;
    Ok(())
}

pub(in crate::roster) fn end_leave(tx: &mut Tx<'_>, id: RowId, last_day: SchoolDate) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(END_LEAVE, &[&school, &id, &last_day, &now])?;
    Ok(())
}

/// What somebody holds in their own right within some days.
pub(in crate::roster) fn own_ties(tx: &mut Tx<'_>, staff: StaffId, from: SchoolDate, until: SchoolDate) -> Result<Vec<OwnTie>> {
    tx.query(OWN_TIES, &[&tx.school(), &staff, &until, &from], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?)))
}

// Hand-over

macro_rules! hand_overs {
    ($which:literal) => {
        Sql(concat!(
            "select h.id, h.from_staff_id, f.name, h.to_staff_id, t.name, h.day, h.reason, h.posts_moved, h.tasks_moved, h.undoes,
                    exists (select 1 from hand_over u where u.school_id = h.school_id and u.undoes = h.id)
               from hand_over h
               join staff f on f.school_id = h.school_id and f.id = h.from_staff_id
               join staff t on t.school_id = h.school_id and t.id = h.to_staff_id
              where h.school_id = $1",
            $which
        ))
    };
}
const HAND_OVER: Sql = hand_overs!(" and h.id = $2");
const HAND_OVERS_OF: Sql = hand_overs!(" and (h.from_staff_id = $2 or h.to_staff_id = $2) order by h.at_ms desc");
const INSERT_HAND_OVER: Sql = Sql("insert into hand_over (school_id, id, from_staff_id, to_staff_id, day, reason, posts_moved, tasks_moved, undoes, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
const INSERT_PART: Sql = Sql("insert into hand_over_part (school_id, hand_over_id, part, old_id, new_id) values ($1, $2, $3, $4, $5)");
const PARTS_OF: Sql = Sql("select part, old_id, new_id from hand_over_part where school_id = $1 and hand_over_id = $2 order by part, old_id");

fn hand_over_row(row: &Row<'_>) -> Result<HandOver> {
    Ok(HandOver {
        id: row.get(0)?,
        from: row.get(1)?,
        from_name: row.get(2)?,
        to: row.get(3)?,
        to_name: row.get(4)?,
        day: row.get(5)?,
        reason: row.get(6)?,
        posts_moved: row.get(7)?,
        tasks_moved: row.get(8)?,
        undoes: row.get(9)?,
        undone: row.get(10)?,
    })
}

pub(in crate::roster) fn hand_over(tx: &mut Tx<'_>, id: RowId) -> Result<HandOver> {
    tx.one(HAND_OVER, &[&tx.school(), &id], hand_over_row)
}

pub(in crate::roster) fn hand_overs_of(tx: &mut Tx<'_>, staff: StaffId) -> Result<Vec<HandOver>> {
    tx.query(HAND_OVERS_OF, &[&tx.school(), &staff], hand_over_row)
}

pub(in crate::roster) fn insert_hand_over(tx: &mut Tx<'_>, new: &HandOver, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_HAND_OVER, &[&school, &new.id, &new.from, &new.to, &new.day, &new.reason, &new.posts_moved, &new.tasks_moved, &new.undoes, &actor, &now])?;
    Ok(())
}

pub(in crate::roster) fn insert_part(tx: &mut Tx<'_>, hand_over: RowId, part: &str, old: RowId, new: RowId) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT_PART, &[&school, &hand_over, &part, &old, &new])?;
    Ok(())
}

/// What a hand-over moved: `post`, `task` or `delegation`, what it was and what it became.
pub(in crate::roster) fn parts_of(tx: &mut Tx<'_>, hand_over: RowId) -> Result<Vec<(String, RowId, RowId)>> {
    tx.query(PARTS_OF, &[&tx.school(), &hand_over], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

#[cfg(test)]
pub(in crate::roster) mod tests {
    use crate::base::{ClassId, GradeId, PupilId};

    use super::*;

    const YEAR: Sql = Sql("insert into school_year (school_id, id, start_year) values ($1, $2, 2026)");
    const GRADE: Sql = Sql("insert into grade (school_id, id, year_id, level) values ($1, $2, $3, 5)");
    const CLASS: Sql = Sql("insert into class (school_id, id, year_id, grade_id, number, name) values ($1, $2, $3, $4, $5, $6)");
    const PUPIL: Sql = Sql("insert into pupil (school_id, id, name, name_sort) values ($1, $2, $3, $4)");

    /// Grade 5 of 2026 with two classes and a pupil for each, for tests of who may see whom.
    pub(in crate::roster) fn year_with_classes(tx: &mut Tx<'_>, year: RowId, grade: GradeId, classes: [ClassId; 2], pupils: [PupilId; 2]) -> Result<()> {
        let school = tx.school();
        tx.execute(YEAR, &[&school, &year])?;
        tx.execute(GRADE, &[&school, &grade, &year])?;
        for (number, (class, pupil)) in (1_i64..).zip(classes.into_iter().zip(pupils)) {
            tx.execute(CLASS, &[&school, &class, &year, &grade, &number, &format!("五（{number}）班")])?;
            tx.execute(PUPIL, &[&school, &pupil, &"禾苗", &"hemiao"])?;
        }
        Ok(())
    }
}
