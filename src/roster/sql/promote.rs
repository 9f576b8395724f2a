//! Statements of the turn of the year. Reads `place` of access to know where everybody sits.

use super::super::promote::Sitting;
use crate::base::{Result, SchoolDate};
use crate::store::{Sql, Tx};

/// Everybody's last place, where it holds on a day or later.
const SITTING: Sql = Sql("select pl.pupil_id, p.name, p.seat_no, pl.class_id, g.level, y.start_year, pl.from_day
       from place pl join pupil p on p.school_id = pl.school_id and p.id = pl.pupil_id
       join class c on c.school_id = pl.school_id and c.id = pl.class_id
       join grade g on g.school_id = pl.school_id and g.id = pl.grade_id
       join school_year y on y.school_id = c.school_id and y.id = c.year_id
      where pl.school_id = $1 and pl.until_day >= $2 and p.erased_at_ms is null
        and not exists (select 1 from place e where e.school_id = pl.school_id and e.pupil_id = pl.pupil_id and e.from_day > pl.from_day)
      order by g.level, c.number, p.seat_no is null, p.seat_no, p.name_sort, p.id");

pub(in crate::roster) fn sitting(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<Sitting>> {
    tx.query(SITTING, &[&tx.school(), &day], |row| {
        Ok(Sitting { pupil: row.get(0)?, name: row.get(1)?, seat_no: row.get(2)?, class: row.get(3)?, level: row.get(4)?, start_year: row.get(5)?, from: row.get(6)? })
    })
}
