//! SQL of classes and activities with their times.

use crate::base::{Error, Result, RowId, SchoolDate, StaffId, TermId};
use crate::store::{Row, Sql, Tx};
use crate::tutoring::clash;
use crate::tutoring::classes::Class;
use crate::tutoring::kinds::Kind;

const INSERT: Sql = Sql(
    "insert into tutoring_class (school_id, id, term_id, kind, title, subject, class_id, place_id, volunteer_id, institution_id, about, times, seats, from_day, until_day, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) on conflict (school_id, id) do nothing",
);
const INSERT_LEAD: Sql = Sql("insert into tutoring_lead (school_id, tutoring_class_id, number, staff_id, actor, at_ms)
     values ($1, $2, (select coalesce(max(n.number), 0) + 1 from tutoring_lead n where n.school_id = $1 and n.tutoring_class_id = $2), $3, $4, $5)");
const INSERT_END: Sql = Sql("insert into tutoring_class_end (school_id, tutoring_class_id, last_day, reason, actor, at_ms) values ($1, $2, $3, $4, $5, $6)
     on conflict (school_id, tutoring_class_id) do nothing");

macro_rules! known {
    ($rest:expr) => {
        concat!(
            "select c.id, c.term_id, c.kind, c.title, c.subject, c.class_id, c.place_id, c.volunteer_id, coalesce(v.name, ''), c.institution_id, coalesce(i.name, ''), c.about, c.times, c.seats,
                    c.from_day, c.until_day, e.last_day, coalesce(e.reason, ''), l.staff_id, f.name,
                    (select count(*) from tutoring_member m where m.school_id = c.school_id and m.tutoring_class_id = c.id
                       and not exists (select 1 from tutoring_member_end x where x.school_id = m.school_id and x.member_id = m.id)), k.name
               from tutoring_class c
               join tutoring_lead l on l.school_id = c.school_id and l.tutoring_class_id = c.id
                and l.number = (select max(n.number) from tutoring_lead n where n.school_id = l.school_id and n.tutoring_class_id = l.tutoring_class_id)
               join staff f on f.school_id = l.school_id and f.id = l.staff_id
               join tutoring_place_word k on k.school_id = c.school_id and k.place_id = c.place_id
                and k.number = (select max(n.number) from tutoring_place_word n where n.school_id = k.school_id and n.place_id = k.place_id)
               left join volunteer v on v.school_id = c.school_id and v.id = c.volunteer_id
               left join tutoring_institution i on i.school_id = c.school_id and i.id = c.institution_id
               left join tutoring_class_end e on e.school_id = c.school_id and e.tutoring_class_id = c.id
              where c.school_id = $1 and ",
            $rest
        )
    };
}
const OF_TERM: Sql = Sql(known!("c.term_id = $2 order by c.title, c.id limit 1000"));
const ONE: Sql = Sql(known!("c.id = $2"));

fn class(row: &Row<'_>) -> Result<Class> {
    let (kind, times): (String, String) = (row.get(2)?, row.get(12)?);
    let (until, last_day): (SchoolDate, Option<SchoolDate>) = (row.get(15)?, row.get(16)?);
    Ok(Class {
        id: row.get(0)?,
        term: row.get(1)?,
        kind: Kind::of(&kind).ok_or_else(|| Error::Fault("a class of a kind that is none".into()))?,
        title: row.get(3)?,
        subject: row.get(4)?,
        of_class: row.get(5)?,
        place: row.get(6)?,
        volunteer: row.get(7)?,
        volunteer_name: row.get(8)?,
        institution: row.get(9)?,
        institution_name: row.get(10)?,
        about: row.get(11)?,
        times: clash::read(&times),
        seats: row.get(13)?,
        from: row.get(14)?,
        until: last_day.map_or(until, |last| last.min(until)),
        ended: row.get(17)?,
        lead: row.get(18)?,
        lead_name: row.get(19)?,
        children: row.get(20)?,
        place_name: row.get(21)?,
    })
}

/// Whether it is new.
pub(in crate::tutoring) fn insert(tx: &mut Tx<'_>, c: &Class, actor: &str) -> Result<bool> {
    let (school, now, times, kind) = (tx.school(), tx.now(), clash::stored(&c.times), c.kind.code());
    let values: [&dyn crate::store::ToCell; 17] =
        [&school, &c.id, &c.term, &kind, &c.title, &c.subject, &c.of_class, &c.place, &c.volunteer, &c.institution, &c.about, &times, &c.seats, &c.from, &c.until, &actor, &now];
    Ok(tx.execute(INSERT, &values)? == 1)
}

pub(in crate::tutoring) fn insert_lead(tx: &mut Tx<'_>, id: RowId, staff: StaffId, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_LEAD, &[&school, &id, &staff, &actor, &now]).map(|_| ())
}

/// Whether it had no end.
pub(in crate::tutoring) fn insert_end(tx: &mut Tx<'_>, id: RowId, last_day: SchoolDate, reason: &str, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_END, &[&school, &id, &last_day, &reason, &actor, &now])? == 1)
}

pub(in crate::tutoring) fn of_term(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<Class>> {
    tx.query(OF_TERM, &[&tx.school(), &term], class)
}

pub(in crate::tutoring) fn one(tx: &mut Tx<'_>, id: RowId) -> Result<Class> {
    tx.one(ONE, &[&tx.school(), &id], class)
}
