//! SQL of trainings.

use crate::base::{Result, RowId, StaffId, TermId};
use crate::store::{Sql, Tx};
use crate::tutoring::trainings::Training;

const INSERT: Sql =
    Sql("insert into tutoring_training (school_id, id, term_id, day, minutes, topic, title, speaker, about, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (school_id, id) do nothing");
const OF_TERM: Sql =
    Sql("select id, day, minutes, topic, title, speaker, about from tutoring_training where school_id = $1 and term_id = $2 order by day desc, at_ms desc, id limit 500");
const INSERT_THERE: Sql = Sql("insert into tutoring_trained (school_id, training_id, staff_id, number, was_there, actor, at_ms)
     values ($1, $2, $3, (select coalesce(max(n.number), 0) + 1 from tutoring_trained n where n.school_id = $1 and n.training_id = $2 and n.staff_id = $3), $4, $5, $6)");
const THERE: Sql = Sql("select t.training_id, t.staff_id, f.name from tutoring_trained t
       join tutoring_training g on g.school_id = t.school_id and g.id = t.training_id
       join staff f on f.school_id = t.school_id and f.id = t.staff_id
      where t.school_id = $1 and g.term_id = $2 and t.was_there
        and t.number = (select max(n.number) from tutoring_trained n where n.school_id = t.school_id and n.training_id = t.training_id and n.staff_id = t.staff_id)
      order by t.training_id, f.name, t.staff_id limit 20000");

/// Whether it is new.
pub(in crate::tutoring) fn insert(tx: &mut Tx<'_>, term: TermId, t: &Training, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT, &[&school, &t.id, &term, &t.day, &t.minutes, &t.topic, &t.title, &t.speaker, &t.about, &actor, &now])? == 1)
}

/// The trainings of a term, without who took part.
pub(in crate::tutoring) fn of_term(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<Training>> {
    tx.query(OF_TERM, &[&tx.school(), &term], |row| {
        Ok(Training {
            id: row.get(0)?,
            day: row.get(1)?,
            minutes: row.get(2)?,
            topic: row.get(3)?,
            title: row.get(4)?,
            speaker: row.get(5)?,
            about: row.get(6)?,
            there: Vec::new(),
        })
    })
}

pub(in crate::tutoring) fn insert_there(tx: &mut Tx<'_>, training: RowId, staff: StaffId, there: bool, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_THERE, &[&school, &training, &staff, &there, &actor, &now]).map(|_| ())
}

/// Who took part: training, person, name.
pub(in crate::tutoring) fn there(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<(RowId, StaffId, String)>> {
    tx.query(THERE, &[&tx.school(), &term], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}
