//! SQL of confirmations: who is on a filed list, for what, until when.

use crate::base::{ClassId, PupilId, Result, RowId, SchoolDate};
use crate::screening::confirmed::{Confirmation, NewConfirmation};
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
