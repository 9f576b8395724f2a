//! SQL of confirmations: who is on a filed list, for what, until when.

use crate::base::{ClassId, PupilId, Result, RowId, SchoolDate};
use crate::screening::confirmed::{Confirmation, Known, NewConfirmation};
use crate::store::{Cell, FromCell, Row, Sql, ToCell, Tx};

fn opt<T: FromCell>(row: &Row<'_>, i: usize) -> Result<Option<T>> {
    row.get(i)
}

macro_rules! confirmation {
    ($rest:expr) => {
        concat!(
            "select c.id, c.pupil_id, c.programme_id, c.term_id, c.category, c.kind, c.from_day, c.until_day, e.day, e.how
               from confirmation c left join confirmation_end e on e.school_id = c.school_id and e.confirmation_id = c.id ",
            $rest
        )
    };
}

const INSERT: Sql = Sql("insert into confirmation (school_id, id, pupil_id, programme_id, term_id, category, kind, from_day, until_day, verdict_id, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (school_id, term_id, programme_id, pupil_id, category) do nothing");
const OF_PUPIL: Sql = Sql(confirmation!("where c.school_id = $1 and c.pupil_id = $2 order by c.from_day desc, c.category, c.id"));
const OF_CLASS: Sql = Sql(confirmation!(
    "join place p on p.school_id = c.school_id and p.pupil_id = c.pupil_id and p.class_id = $2 and cast($3 as date) between p.from_day and p.until_day
      where c.school_id = $1 and cast($3 as date) between c.from_day and c.until_day order by c.pupil_id, c.category, c.id"
));
const OF_READER: Sql = Sql(concat!(
    "select c.id, c.pupil_id, c.programme_id, c.term_id, c.category, c.kind, c.from_day, c.until_day, e.day, e.how, p.name, p.seat_no, l.class_id, k.name
       from confirmation c left join confirmation_end e on e.school_id = c.school_id and e.confirmation_id = c.id
       join pupil p on p.school_id = c.school_id and p.id = c.pupil_id
       join place l on l.school_id = c.school_id and l.pupil_id = c.pupil_id and cast($4 as date) between l.from_day and l.until_day
       join class k on k.school_id = l.school_id and k.id = l.class_id
       join grade g on g.school_id = l.school_id and g.id = l.grade_id
      where c.school_id = $1 and c.until_day >= $6 and l.class_id = coalesce($7, l.class_id) and ",
    crate::scope!("c.pupil_id"),
    " order by g.level, k.number, k.id, p.seat_no is null, p.seat_no, c.pupil_id, c.category, c.id limit $8"
));
const INSERT_END: Sql = Sql("insert into confirmation_end (school_id, confirmation_id, day, how, actor, at_ms) values ($1, $2, $3, $4, $5, $6)");

const DROP_END: Sql = Sql("delete from confirmation_end where school_id = $1 and confirmation_id in (
       select c.id from confirmation c where c.school_id = $1 and c.term_id = $2 and c.programme_id = $3 and c.pupil_id = $4 and c.category = $5)");

fn read(row: &Row<'_>) -> Result<Confirmation> {
    let ended: Option<SchoolDate> = opt(row, 8)?;
    Ok(Confirmation {
        id: row.get(0)?,
        pupil: row.get(1)?,
        programme: row.get(2)?,
        term: row.get(3)?,
        category: row.get(4)?,
        kind: row.get(5)?,
        from: row.get(6)?,
        until: row.get(7)?,
        ended: ended.zip(opt(row, 9)?),
    })
}

pub(in crate::screening) fn insert(tx: &mut Tx<'_>, all: &[NewConfirmation], actor: &str) -> Result<u64> {
    let (school, now) = (tx.school(), tx.now());
    let ids: Vec<RowId> = all.iter().map(|_| tx.new_id()).collect();
    let rows: Vec<Vec<Cell<'_>>> = all
        .iter()
        .zip(&ids)
        .map(|(c, id)| {
            vec![
                school.cell(),
                id.cell(),
                c.pupil.cell(),
                c.programme.cell(),
                c.term.cell(),
                c.category.cell(),
                c.kind.cell(),
                c.from.cell(),
                c.until.cell(),
                c.verdict.cell(),
                Cell::Text(actor),
                now.cell(),
            ]
        })
        .collect();
    tx.execute_many(INSERT, &rows)
}

pub(in crate::screening) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<Confirmation>> {
    tx.query(OF_PUPIL, &[&tx.school(), &pupil], read)
}

pub(in crate::screening) fn of_class(tx: &mut Tx<'_>, class: ClassId, day: SchoolDate) -> Result<Vec<Confirmation>> {
    tx.query(OF_CLASS, &[&tx.school(), &class, &day], read)
}

pub(in crate::screening) fn of_reader(tx: &mut Tx<'_>, asker: &super::found::Asker, class: Option<ClassId>, since: SchoolDate, rows: i64) -> Result<Vec<Known>> {
    tx.query(OF_READER, &[&tx.school(), &asker.everyone, &asker.staff, &asker.day, &asker.duties, &since, &class, &rows], |row| {
        Ok(Known { confirmation: read(row)?, name: row.get(10)?, seat: row.get(11)?, class: row.get(12)?, class_name: row.get(13)? })
    })
}

pub(in crate::screening) fn insert_end(tx: &mut Tx<'_>, confirmation: RowId, day: SchoolDate, how: &str, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_END, &[&school, &confirmation, &day, &how, &actor, &now])?;
    Ok(())
}

/// A confirmation that has ended counts again; `false` when it had not.
pub(in crate::screening) fn drop_end(tx: &mut Tx<'_>, c: &NewConfirmation) -> Result<bool> {
    let school = tx.school();
    Ok(tx.execute(DROP_END, &[&school, &c.term, &c.programme, &c.pupil, &c.category])? == 1)
}
