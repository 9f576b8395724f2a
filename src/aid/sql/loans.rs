//! SQL of devices on loan and of duty posts. Reads `pupil` of the roster for names.

use crate::aid::duties::Post;
use crate::aid::loans::Device;
use crate::base::{PupilId, Result, RowId, SchoolDate, TermId};
use crate::store::{Sql, Tx};

const INSERT_DEVICE: Sql =
    Sql("insert into aid_device (school_id, id, kind, name, mark, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7) on conflict (school_id, mark) do nothing");
const DEVICES: Sql = Sql("select d.id, d.kind, d.name, d.mark, l.id, l.pupil_id, u.name, l.due_day,
        coalesce((select r.state from aid_loan_return r join aid_loan b on b.school_id = r.school_id and b.id = r.loan_id
           where r.school_id = d.school_id and b.device_id = d.id order by r.at_ms desc, r.day desc limit 1), '')
       from aid_device d left join aid_loan_open o on o.school_id = d.school_id and o.device_id = d.id
       left join aid_loan l on l.school_id = o.school_id and l.id = o.loan_id
       left join pupil u on u.school_id = l.school_id and u.id = l.pupil_id
      where d.school_id = $1 order by d.kind, d.mark limit 500");
const OPEN: Sql = Sql("insert into aid_loan_open (school_id, device_id, loan_id) values ($1, $2, $3) on conflict (school_id, device_id) do nothing");
const INSERT_LOAN: Sql = Sql("insert into aid_loan (school_id, id, device_id, pupil_id, from_day, due_day, note_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const CLOSE: Sql = Sql("delete from aid_loan_open where school_id = $1 and device_id = $2 and loan_id = $3");
const INSERT_RETURN: Sql = Sql("insert into aid_loan_return (school_id, loan_id, day, state, actor, at_ms) values ($1, $2, $3, $4, $5, $6)");
const INSERT_POST: Sql = Sql("insert into aid_post (school_id, id, term_id, name, what, minutes, staff_id, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (school_id, id) do nothing");
const POSTS: Sql = Sql("select id, name, what, minutes, staff_id from aid_post where school_id = $1 and term_id = $2 order by name, id limit 200");
const TURNS: Sql = Sql("select u.name, t.from_day, t.until_day from aid_turn t join pupil u on u.school_id = t.school_id and u.id = t.pupil_id
      where t.school_id = $1 and t.post_id = $2 and u.erased_at_ms is null order by t.from_day, u.name, t.id");
const TURNS_OF: Sql = Sql("select count(*) from aid_turn where school_id = $1 and pupil_id = $2 and from_day <= $4 and until_day >= $3");
const INSERT_TURN: Sql = Sql("insert into aid_turn (school_id, id, post_id, pupil_id, from_day, until_day, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, id) do nothing");

/// Whether the mark was free.
pub(in crate::aid) fn insert_device(tx: &mut Tx<'_>, id: RowId, kind: &str, name: &str, mark: &str, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_DEVICE, &[&school, &id, &kind, &name, &mark, &actor, &now])? == 1)
}

pub(in crate::aid) fn devices(tx: &mut Tx<'_>) -> Result<Vec<Device>> {
    tx.query(DEVICES, &[&tx.school()], |row| {
        let (loan, pupil, name, due): (Option<RowId>, Option<PupilId>, Option<String>, Option<SchoolDate>) = (row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?);
        let loan = loan.zip(pupil).zip(due).map(|((loan, pupil), due)| (loan, pupil, name.unwrap_or_default(), due));
        Ok(Device { id: row.get(0)?, kind: row.get(1)?, name: row.get(2)?, mark: row.get(3)?, loan, state: row.get(8)? })
    })
}

/// Whether the device was here.
pub(in crate::aid) fn open(tx: &mut Tx<'_>, device: RowId, loan: RowId) -> Result<bool> {
    let school = tx.school();
    Ok(tx.execute(OPEN, &[&school, &device, &loan])? == 1)
}

pub(in crate::aid) fn insert_loan(tx: &mut Tx<'_>, id: RowId, device: RowId, pupil: PupilId, due: SchoolDate, note: &[u8], actor: &str) -> Result<()> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    tx.execute(INSERT_LOAN, &[&school, &id, &device, &pupil, &today, &due, &note, &actor, &now]).map(|_| ())
}

pub(in crate::aid) fn close(tx: &mut Tx<'_>, device: RowId, loan: RowId, state: &str, actor: &str) -> Result<()> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    tx.execute(CLOSE, &[&school, &device, &loan])?;
    tx.execute(INSERT_RETURN, &[&school, &loan, &today, &state, &actor, &now]).map(|_| ())
}

pub(in crate::aid) fn insert_post(tx: &mut Tx<'_>, term: TermId, new: &Post, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_POST, &[&school, &new.id, &term, &new.name.trim(), &new.what.trim(), &new.minutes, &new.staff, &actor, &now]).map(|_| ())
}

pub(in crate::aid) fn posts(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<Post>> {
    tx.query(POSTS, &[&tx.school(), &term], |row| Ok(Post { id: row.get(0)?, name: row.get(1)?, what: row.get(2)?, minutes: row.get(3)?, staff: row.get(4)?, turns: Vec::new() }))
}

pub(in crate::aid) fn turns(tx: &mut Tx<'_>, post: RowId) -> Result<Vec<(String, SchoolDate, SchoolDate)>> {
    tx.query(TURNS, &[&tx.school(), &post], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Posts that a child has in some of these days.
pub(in crate::aid) fn turns_of(tx: &mut Tx<'_>, pupil: PupilId, from: SchoolDate, until: SchoolDate) -> Result<i64> {
    tx.number(TURNS_OF, &[&tx.school(), &pupil, &from, &until])
}

pub(in crate::aid) fn insert_turn(tx: &mut Tx<'_>, id: RowId, post: RowId, pupil: PupilId, days: (SchoolDate, SchoolDate), actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_TURN, &[&school, &id, &post, &pupil, &days.0, &days.1, &actor, &now]).map(|_| ())
}
