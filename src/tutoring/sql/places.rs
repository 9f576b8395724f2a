//! SQL of places.

use crate::base::{Result, RowId};
use crate::store::{Sql, Tx};
use crate::tutoring::clash;
use crate::tutoring::places::{Place, Word};

const INSERT: Sql = Sql("insert into tutoring_place (school_id, id, kind, actor, at_ms) values ($1, $2, $3, $4, $5) on conflict (school_id, id) do nothing");
const INSERT_WORD: Sql = Sql("insert into tutoring_place_word (school_id, place_id, number, name, seats, is_shared, hours, keeper_id, is_open, note, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (school_id, place_id, number) do nothing");
const ALL: Sql = Sql("select p.id, p.kind, w.number, w.name, w.seats, w.is_shared, w.hours, w.keeper_id, f.name, w.is_open, w.note
       from tutoring_place p join tutoring_place_word w on w.school_id = p.school_id and w.place_id = p.id
        and w.number = (select max(n.number) from tutoring_place_word n where n.school_id = w.school_id and n.place_id = w.place_id)
       join staff f on f.school_id = w.school_id and f.id = w.keeper_id
      where p.school_id = $1 order by w.name, p.id limit 300");

/// Whether it is new.
pub(in crate::tutoring) fn insert(tx: &mut Tx<'_>, id: RowId, kind: &str, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT, &[&school, &id, &kind, &actor, &now])? == 1)
}

/// Whether nobody wrote that number before.
pub(in crate::tutoring) fn insert_word(tx: &mut Tx<'_>, id: RowId, number: i64, word: &Word, actor: &str) -> Result<bool> {
    let (school, now, hours) = (tx.school(), tx.now(), clash::stored(&word.hours));
    Ok(tx.execute(INSERT_WORD, &[&school, &id, &number, &word.name, &word.seats, &word.shared, &hours, &word.keeper, &word.open, &word.note, &actor, &now])? == 1)
}

pub(in crate::tutoring) fn all(tx: &mut Tx<'_>) -> Result<Vec<Place>> {
    tx.query(ALL, &[&tx.school()], |row| {
        let hours: String = row.get(6)?;
        let word = Word { name: row.get(3)?, seats: row.get(4)?, shared: row.get(5)?, hours: clash::read(&hours), keeper: row.get(7)?, open: row.get(9)?, note: row.get(10)? };
        Ok(Place { id: row.get(0)?, kind: row.get(1)?, number: row.get(2)?, keeper: row.get(8)?, word })
    })
}
