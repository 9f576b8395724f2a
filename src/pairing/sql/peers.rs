//! SQL of study partners: what the grid of a class says, pairs of classmates, study groups.

use crate::base::{ClassId, PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::{Row, Sql, Tx};

const CHILDREN: Sql = Sql("select p.id, p.name, p.seat_no from place l join pupil p on p.school_id = l.school_id and p.id = l.pupil_id
      where l.school_id = $1 and l.class_id = $2 and cast($3 as date) between l.from_day and l.until_day order by p.seat_no is null, p.seat_no, p.name, p.id");
const SAYS: Sql = Sql("select s.pupil_id, s.number, s.needs, s.wants, s.willing, s.good_at, s.wish_1, s.wish_2, s.wish_3 from peer_say s
      where s.school_id = $1 and s.class_id = $2 and s.number = (select max(n.number) from peer_say n where n.school_id = $1 and n.class_id = $2 and n.pupil_id = s.pupil_id) order by s.pupil_id");
const INSERT_SAY: Sql = Sql("insert into peer_say (school_id, class_id, pupil_id, number, needs, wants, willing, good_at, wish_1, wish_2, wish_3, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");

macro_rules! peer_pair {
    ($rest:expr) => {
        concat!(
            "select p.id, p.class_id, p.helped_id, u.name, u.seat_no, p.helper_id, h.name, h.seat_no, f.name, p.from_day, p.until_day, p.why, e.last_day, coalesce(e.reason, '')
               from peer_pair p join pupil u on u.school_id = p.school_id and u.id = p.helped_id join pupil h on h.school_id = p.school_id and h.id = p.helper_id
               join staff f on f.school_id = p.school_id and f.id = p.lead_id
               left join peer_pair_end e on e.school_id = p.school_id and e.peer_pair_id = p.id where p.school_id = $1 and ",
            $rest
        )
    };
}

const OF_CLASS: Sql = Sql(peer_pair!("p.class_id = $2 order by p.from_day desc, u.seat_no is null, u.seat_no, u.name, p.id"));
const FIND: Sql = Sql(peer_pair!("p.id = $2"));
const STANDING: Sql = Sql("select p.class_id, count(*) from peer_pair p left join peer_pair_end e on e.school_id = p.school_id and e.peer_pair_id = p.id
      where p.school_id = $1 and p.until_day >= $2 and e.last_day is null group by p.class_id order by p.class_id");
const INSERT: Sql = Sql("insert into peer_pair (school_id, id, class_id, helped_id, helper_id, lead_id, from_day, until_day, why, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
const INSERT_END: Sql = Sql("insert into peer_pair_end (school_id, peer_pair_id, last_day, reason, actor, at_ms) values ($1, $2, $3, $4, $5, $6)");
/// Taken when no row changes: somebody helps the child until a day that is not over.
const TAKE_PLACE: Sql = Sql("insert into peer_place (school_id, pupil_id, until_day) values ($1, $2, $3)
     on conflict (school_id, pupil_id) do update set until_day = excluded.until_day where peer_place.until_day < $4");
const GIVE_PLACE: Sql = Sql("update peer_place set until_day = $3 where school_id = $1 and pupil_id = $2");

const GROUPS: Sql = Sql("select g.id, g.name, f.name, g.from_day, g.until_day, e.last_day, coalesce(e.reason, '') from study_group g
      join staff f on f.school_id = g.school_id and f.id = g.lead_id
      left join study_group_end e on e.school_id = g.school_id and e.study_group_id = g.id where g.school_id = $1 and g.class_id = $2 order by g.from_day desc, g.name, g.id");
const MEMBERS: Sql = Sql("select m.study_group_id, p.name, p.seat_no from study_group_member m join study_group g on g.school_id = m.school_id and g.id = m.study_group_id
      join pupil p on p.school_id = m.school_id and p.id = m.pupil_id where m.school_id = $1 and g.class_id = $2 order by p.seat_no is null, p.seat_no, p.name, p.id, m.study_group_id");
const INSERT_GROUP: Sql = Sql("insert into study_group (school_id, id, class_id, name, lead_id, from_day, until_day, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const INSERT_MEMBER: Sql = Sql("insert into study_group_member (school_id, study_group_id, pupil_id) values ($1, $2, $3)");
const INSERT_GROUP_END: Sql = Sql("insert into study_group_end (school_id, study_group_id, last_day, reason, actor, at_ms) values ($1, $2, $3, $4, $5, $6)");

/// The children of a class on a day, by seat: id, name, seat.
pub(in crate::pairing) fn children(tx: &mut Tx<'_>, class: ClassId, day: SchoolDate) -> Result<Vec<(PupilId, String, Option<i64>)>> {
    tx.query(CHILDREN, &[&tx.school(), &class, &day], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// What the grid says of a child.
#[derive(Clone, Debug)]
pub(in crate::pairing) struct SayRow {
    pub pupil: PupilId,
    pub number: i64,
    pub needs: bool,
    pub wants: String,
    pub willing: String,
    pub good_at: String,
    pub wishes: [Option<PupilId>; 3],
}

/// The newest line of each child.
pub(in crate::pairing) fn says(tx: &mut Tx<'_>, class: ClassId) -> Result<Vec<SayRow>> {
    tx.query(SAYS, &[&tx.school(), &class], |row| {
        Ok(SayRow {
            pupil: row.get(0)?,
            number: row.get(1)?,
            needs: row.get(2)?,
            wants: row.get(3)?,
            willing: row.get(4)?,
            good_at: row.get(5)?,
            wishes: [row.get(6)?, row.get(7)?, row.get(8)?],
        })
    })
}

pub(in crate::pairing) fn insert_say(tx: &mut Tx<'_>, class: ClassId, say: &SayRow, actor: &str) -> Result<()> {
    let now = tx.now();
    let [first, second, third] = &say.wishes;
    tx.execute(INSERT_SAY, &[&tx.school(), &class, &say.pupil, &say.number, &say.needs, &say.wants, &say.willing, &say.good_at, first, second, third, &actor, &now]).map(|_| ())
}

/// A pair of classmates as it is stored, with names.
#[derive(Clone, Debug)]
pub(in crate::pairing) struct PeerRow {
    pub id: RowId,
    pub class: ClassId,
    pub helped: PupilId,
    pub helped_name: String,
    pub helped_seat: Option<i64>,
    pub helper: PupilId,
    pub helper_name: String,
    pub helper_seat: Option<i64>,
    pub lead_name: String,
    pub from: SchoolDate,
    pub until: SchoolDate,
    pub why: String,
    pub ended: Option<SchoolDate>,
    pub reason: String,
}

fn peer(row: &Row<'_>) -> Result<PeerRow> {
    Ok(PeerRow {
        id: row.get(0)?,
        class: row.get(1)?,
        helped: row.get(2)?,
        helped_name: row.get(3)?,
        helped_seat: row.get(4)?,
        helper: row.get(5)?,
        helper_name: row.get(6)?,
        helper_seat: row.get(7)?,
        lead_name: row.get(8)?,
        from: row.get(9)?,
        until: row.get(10)?,
        why: row.get(11)?,
        ended: row.get(12)?,
        reason: row.get(13)?,
    })
}

/// All pairs of a class, the newest first.
pub(in crate::pairing) fn of_class(tx: &mut Tx<'_>, class: ClassId) -> Result<Vec<PeerRow>> {
    tx.query(OF_CLASS, &[&tx.school(), &class], peer)
}

pub(in crate::pairing) fn find(tx: &mut Tx<'_>, id: RowId) -> Result<PeerRow> {
    tx.one(FIND, &[&tx.school(), &id], peer)
}

/// How many pairs stand in each class.
pub(in crate::pairing) fn standing(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<(ClassId, i64)>> {
    tx.query(STANDING, &[&tx.school(), &day], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// A pair of classmates to be written.
pub(in crate::pairing) struct NewPeer {
    pub id: RowId,
    pub class: ClassId,
    pub helped: PupilId,
    pub helper: PupilId,
    pub lead: StaffId,
    pub from: SchoolDate,
    pub until: SchoolDate,
    pub why: &'static str,
}

pub(in crate::pairing) fn insert(tx: &mut Tx<'_>, new: &NewPeer, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT, &[&tx.school(), &new.id, &new.class, &new.helped, &new.helper, &new.lead, &new.from, &new.until, &new.why, &actor, &now]).map(|_| ())
}

pub(in crate::pairing) fn insert_end(tx: &mut Tx<'_>, id: RowId, last_day: SchoolDate, reason: &str, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_END, &[&tx.school(), &id, &last_day, &reason, &actor, &now]).map(|_| ())
}

/// Takes the child's one place for a helper until a day; `false` when somebody has it on `today`.
pub(in crate::pairing) fn take_place(tx: &mut Tx<'_>, pupil: PupilId, until: SchoolDate, today: SchoolDate) -> Result<bool> {
    tx.execute(TAKE_PLACE, &[&tx.school(), &pupil, &until, &today]).map(|rows| rows > 0)
}

pub(in crate::pairing) fn give_place(tx: &mut Tx<'_>, pupil: PupilId, last_day: SchoolDate) -> Result<()> {
    tx.execute(GIVE_PLACE, &[&tx.school(), &pupil, &last_day]).map(|_| ())
}

/// A study group as it is stored.
#[derive(Clone, Debug)]
pub(in crate::pairing) struct GroupRow {
    pub id: RowId,
    pub name: String,
    pub lead_name: String,
    pub from: SchoolDate,
    pub until: SchoolDate,
    pub ended: Option<SchoolDate>,
    pub reason: String,
}

/// All study groups of a class, the newest first.
pub(in crate::pairing) fn groups(tx: &mut Tx<'_>, class: ClassId) -> Result<Vec<GroupRow>> {
    tx.query(GROUPS, &[&tx.school(), &class], |row| {
        Ok(GroupRow { id: row.get(0)?, name: row.get(1)?, lead_name: row.get(2)?, from: row.get(3)?, until: row.get(4)?, ended: row.get(5)?, reason: row.get(6)? })
    })
}

/// A child of a study group.
pub(in crate::pairing) struct MemberRow {
    pub group: RowId,
    pub name: String,
    pub seat: Option<i64>,
}

/// The members of all study groups of a class, by seat.
pub(in crate::pairing) fn members(tx: &mut Tx<'_>, class: ClassId) -> Result<Vec<MemberRow>> {
    tx.query(MEMBERS, &[&tx.school(), &class], |row| Ok(MemberRow { group: row.get(0)?, name: row.get(1)?, seat: row.get(2)? }))
}

/// A study group to be written.
pub(in crate::pairing) struct NewGroup<'a> {
    pub id: RowId,
    pub class: ClassId,
    pub name: &'a str,
    pub lead: StaffId,
    pub from: SchoolDate,
    pub until: SchoolDate,
}

pub(in crate::pairing) fn insert_group(tx: &mut Tx<'_>, new: &NewGroup<'_>, members: &[PupilId], actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_GROUP, &[&tx.school(), &new.id, &new.class, &new.name, &new.lead, &new.from, &new.until, &actor, &now])?;
    for member in members {
        tx.execute(INSERT_MEMBER, &[&tx.school(), &new.id, member])?;
    }
    Ok(())
}

pub(in crate::pairing) fn insert_group_end(tx: &mut Tx<'_>, id: RowId, last_day: SchoolDate, reason: &str, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_GROUP_END, &[&tx.school(), &id, &last_day, &reason, &actor, &now]).map(|_| ())
}

const SHIFTED: Sql = Sql("select count(*) from peer_say where school_id = $1 and pupil_id = $2 and number < 0");
const SAYS_TO_KEPT: Sql = Sql("update peer_say set pupil_id = $2, number = number - $4 where school_id = $1 and pupil_id = $3");
const OF_HELPED: Sql = Sql(peer_pair!("p.helped_id = $2 and p.until_day >= $3 and e.last_day is null order by p.from_day, p.id"));
const FIRST_WISH_TO_KEPT: Sql = Sql("update peer_say set wish_1 = $2 where school_id = $1 and wish_1 = $3");
const SECOND_WISH_TO_KEPT: Sql = Sql("update peer_say set wish_2 = $2 where school_id = $1 and wish_2 = $3");
const THIRD_WISH_TO_KEPT: Sql = Sql("update peer_say set wish_3 = $2 where school_id = $1 and wish_3 = $3");
const HELPED_TO_KEPT: Sql = Sql("update peer_pair set helped_id = $2 where school_id = $1 and helped_id = $3");
const HELPER_TO_KEPT: Sql = Sql("update peer_pair set helper_id = $2 where school_id = $1 and helper_id = $3");
const DROP_PLACE: Sql = Sql("delete from peer_place where school_id = $1 and pupil_id = $3 and exists (select 1 from peer_place k where k.school_id = $1 and k.pupil_id = $2)");
const PLACE_TO_KEPT: Sql = Sql("update peer_place set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const DROP_MEMBER: Sql = Sql("delete from study_group_member where school_id = $1 and pupil_id = $3
        and exists (select 1 from study_group_member k where k.school_id = $1 and k.pupil_id = $2 and k.study_group_id = study_group_member.study_group_id)");
const MEMBER_TO_KEPT: Sql = Sql("update study_group_member set pupil_id = $2 where school_id = $1 and pupil_id = $3");

/// The pairs that stand on a day in which a child is helped.
pub(in crate::pairing) fn of_helped(tx: &mut Tx<'_>, pupil: PupilId, day: SchoolDate) -> Result<Vec<PeerRow>> {
    tx.query(OF_HELPED, &[&tx.school(), &pupil, &day], peer)
}

/// How far the lines of an entry that goes are moved back with each union: they stay readable and are older than those of the entry that is kept.
const MOVED_BACK: i64 = 1_000_000;

/// What is known of one entry of a child as a study partner goes to the other; where both have said something, the kept entry's word counts.
pub(in crate::pairing) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    let back = MOVED_BACK * (1 + tx.number(SHIFTED, &[&school, &kept])?);
    tx.execute(SAYS_TO_KEPT, &[&school, &kept, &gone, &back])?;
    for sql in [FIRST_WISH_TO_KEPT, SECOND_WISH_TO_KEPT, THIRD_WISH_TO_KEPT, HELPED_TO_KEPT, HELPER_TO_KEPT, DROP_PLACE, PLACE_TO_KEPT, DROP_MEMBER, MEMBER_TO_KEPT] {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    Ok(())
}
