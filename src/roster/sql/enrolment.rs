//! Statements that count registry and school apart. Reads `place` of access to know who sits where.

use super::super::enrolment::{Counts, Gap, Line};
use crate::base::{Result, SchoolDate};
use crate::store::{Row, Sql, Tx};

/// Every child of the register on a day ($2): where the child sits or sat last, the newest word on the registry, the newest departure that stands.
macro_rules! judged {
    () => {
        "with standing as (
           select p.id, p.name, p.name_sort, p.seat_no, p.registry_kind, pl.class_id, pl.from_day,
             (select m.kind from movement m where m.school_id = $1 and m.pupil_id = p.id and m.kind in ('registry_in', 'registry_out') and m.day <= cast($2 as date)
               order by m.day desc, m.at_ms desc limit 1) as told,
             (select max(m.day) from movement m where m.school_id = $1 and m.pupil_id = p.id and m.kind in ('registry_in', 'registry_out') and m.day <= cast($2 as date)) as told_on,
             (select m.kind from movement m where m.school_id = $1 and m.pupil_id = p.id and m.kind in ('transfer_out', 'leaving', 'graduation')
               and not exists (select 1 from movement u where u.school_id = $1 and u.undoes_id = m.id) order by m.day desc, m.at_ms desc limit 1) as departed,
             (select max(e.until_day) from place e where e.school_id = $1 and e.pupil_id = p.id) as last_day,
             (select e.class_id from place e where e.school_id = $1 and e.pupil_id = p.id order by e.until_day desc, e.from_day desc limit 1) as last_class
           from pupil p left join place pl on pl.school_id = p.school_id and pl.pupil_id = p.id and pl.until_day >= cast($2 as date)
             and not exists (select 1 from place e where e.school_id = $1 and e.pupil_id = pl.pupil_id and e.until_day >= cast($2 as date) and e.from_day < pl.from_day)
           where p.school_id = $1 and p.erased_at_ms is null),
         judged as (
           select s.*, case when s.class_id is not null then 1 else 0 end as is_here,
             case when s.told = 'registry_in' then 1 when s.told = 'registry_out' or s.registry_kind = '' then 0
               when s.class_id is not null or s.departed = 'leaving' then 1 else 0 end as is_registered
           from standing s"
    };
}

const COUNTS: Sql = Sql(concat!(
    judged!(),
    ") select cast(coalesce(sum(j.is_registered), 0) as bigint), cast(coalesce(sum(j.is_here), 0) as bigint),
        cast(coalesce(sum(case when j.is_here = 1 and j.is_registered = 0 then 1 else 0 end), 0) as bigint),
        cast(coalesce(sum(case when j.is_here = 0 and j.is_registered = 1 then 1 else 0 end), 0) as bigint) from judged j"
));
const LINES: Sql = Sql(concat!(
    judged!(),
    ") select j.id, j.name, c.name, j.seat_no, j.told, case when j.told is not null then j.told_on when j.is_here = 1 then j.from_day else j.last_day end
      from judged j left join class c on c.school_id = $1 and c.id = coalesce(j.class_id, j.last_class) left join grade g on g.school_id = $1 and g.id = c.grade_id
      where j.is_here = case cast($3 as text) when 'here' then 1 else 0 end and j.is_registered = case cast($3 as text) when 'here' then 0 else 1 end
      order by g.level is null, g.level, c.number, j.name_sort, j.id limit $4 offset $5"
));

pub(in crate::roster) fn counts(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Counts> {
    let read = |row: &Row<'_>| Ok(Counts { registered: row.get(0)?, here: row.get(1)?, only_here: row.get(2)?, only_registered: row.get(3)? });
    tx.one(COUNTS, &[&tx.school(), &day], read)
}

pub(in crate::roster) fn lines(tx: &mut Tx<'_>, day: SchoolDate, gap: Gap, rows: i64, skip: i64) -> Result<Vec<Line>> {
    tx.query(LINES, &[&tx.school(), &day, &gap.code(), &rows, &skip], |row| {
        let told: Option<String> = row.get(4)?;
        let why = match (gap, told.is_some()) {
            (Gap::OnlyHere, false) => "roster-gap-no-number",
            (Gap::OnlyHere, true) => "roster-gap-elsewhere",
            (Gap::OnlyRegistered, false) => "roster-gap-away",
            (Gap::OnlyRegistered, true) => "roster-gap-left-behind",
        };
        Ok(Line { id: row.get(0)?, name: row.get(1)?, class_name: row.get::<Option<String>>(2)?.unwrap_or_default(), seat_no: row.get(3)?, why, since: row.get(5)? })
    })
}
