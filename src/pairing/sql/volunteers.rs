//! SQL of volunteers from outside.

use crate::base::{PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::{Sql, Tx};

const VOLUNTEERS: Sql = Sql("select v.id, v.name, v.kind, f.name from volunteer v join staff f on f.school_id = v.school_id and f.id = v.vouched_by
      where v.school_id = $1 order by v.name, v.id");
const INSERT: Sql = Sql("insert into volunteer (school_id, id, name, kind, vouched_by, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)");
const PAIRS: Sql = Sql("select p.id, p.volunteer_id, p.pupil_id, u.name, f.name, p.consent_day, p.from_day, p.until_day, e.last_day, coalesce(e.reason, '') from volunteer_pair p
      join pupil u on u.school_id = p.school_id and u.id = p.pupil_id join staff f on f.school_id = p.school_id and f.id = p.staff_id
      left join volunteer_pair_end e on e.school_id = p.school_id and e.volunteer_pair_id = p.id where p.school_id = $1 order by p.from_day desc, u.name, p.id");
const INSERT_PAIR: Sql = Sql("insert into volunteer_pair (school_id, id, volunteer_id, pupil_id, staff_id, consent_day, from_day, until_day, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
const INSERT_END: Sql = Sql("insert into volunteer_pair_end (school_id, volunteer_pair_id, last_day, reason, actor, at_ms) values ($1, $2, $3, $4, $5, $6)");
const TAKE: Sql = Sql("insert into volunteer_place (school_id, holder_id, until_day) values ($1, $2, $3)
     on conflict (school_id, holder_id) do update set until_day = excluded.until_day where volunteer_place.until_day < $4");
const GIVE: Sql = Sql("update volunteer_place set until_day = $3 where school_id = $1 and holder_id = $2");
const PAIRS_TO_KEPT: Sql = Sql("update volunteer_pair set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const DROP_PLACE: Sql =
    Sql("delete from volunteer_place where school_id = $1 and holder_id = $3 and exists (select 1 from volunteer_place k where k.school_id = $1 and k.holder_id = $2)");
const PLACE_TO_KEPT: Sql = Sql("update volunteer_place set holder_id = $2 where school_id = $1 and holder_id = $3");

/// All volunteers: id, name, kind, who vouches.
pub(in crate::pairing) fn volunteers(tx: &mut Tx<'_>) -> Result<Vec<(RowId, String, String, String)>> {
    tx.query(VOLUNTEERS, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

pub(in crate::pairing) fn insert(tx: &mut Tx<'_>, id: RowId, name: &str, kind: &str, vouched_by: StaffId, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT, &[&tx.school(), &id, &name, &kind, &vouched_by, &actor, &now]).map(|_| ())
}

/// A volunteer with a child, as it is stored.
#[derive(Clone, Debug)]
pub(in crate::pairing) struct PairRow {
    pub id: RowId,
    pub volunteer: RowId,
    pub pupil: PupilId,
    pub pupil_name: String,
    pub teacher: String,
    pub consent: SchoolDate,
    pub from: SchoolDate,
    pub until: SchoolDate,
    pub ended: Option<SchoolDate>,
    pub reason: String,
}

/// All that volunteers did and do, the newest first.
pub(in crate::pairing) fn pairs(tx: &mut Tx<'_>) -> Result<Vec<PairRow>> {
    tx.query(PAIRS, &[&tx.school()], |row| {
        Ok(PairRow {
            id: row.get(0)?,
            volunteer: row.get(1)?,
            pupil: row.get(2)?,
            pupil_name: row.get(3)?,
            teacher: row.get(4)?,
            consent: row.get(5)?,
            from: row.get(6)?,
            until: row.get(7)?,
            ended: row.get(8)?,
            reason: row.get(9)?,
        })
    })
}

/// A volunteer and a child to be written.
pub(in crate::pairing) struct NewPair {
    pub id: RowId,
    pub volunteer: RowId,
    pub pupil: PupilId,
    pub staff: StaffId,
    pub consent: SchoolDate,
    pub from: SchoolDate,
    pub until: SchoolDate,
}

pub(in crate::pairing) fn insert_pair(tx: &mut Tx<'_>, new: &NewPair, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_PAIR, &[&tx.school(), &new.id, &new.volunteer, &new.pupil, &new.staff, &new.consent, &new.from, &new.until, &actor, &now]).map(|_| ())
}

pub(in crate::pairing) fn insert_end(tx: &mut Tx<'_>, id: RowId, last_day: SchoolDate, reason: &str, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_END, &[&tx.school(), &id, &last_day, &reason, &actor, &now]).map(|_| ())
}

/// Takes the one place of a volunteer or a child until a day; `false` when it is taken on `today`.
pub(in crate::pairing) fn take(tx: &mut Tx<'_>, holder: RowId, until: SchoolDate, today: SchoolDate) -> Result<bool> {
    tx.execute(TAKE, &[&tx.school(), &holder, &until, &today]).map(|rows| rows > 0)
}

pub(in crate::pairing) fn give(tx: &mut Tx<'_>, holder: RowId, last_day: SchoolDate) -> Result<()> {
    tx.execute(GIVE, &[&tx.school(), &holder, &last_day]).map(|_| ())
}

/// What volunteers do with one entry of a child goes to the other.
pub(in crate::pairing) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for sql in [PAIRS_TO_KEPT, DROP_PLACE, PLACE_TO_KEPT] {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    Ok(())
}
