//! SQL of programmes with their amounts, and of levels. Reads `pupil`, `place` and `class` of the roster.

use std::collections::BTreeSet;

use crate::aid::account::{Account, Kind};
use crate::aid::rates::Rate;
use crate::aid::schemes::{Child, Scheme};
use crate::aid::state::Form;
use crate::base::{Error, PupilId, Result, RowId, SchoolDate, TermId};
use crate::store::{Sql, Tx};

const INSERT_SCHEME: Sql = Sql("insert into aid_scheme (school_id, id, kind, form, name, fund_id, account, item_id, region, source, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (school_id, id) do nothing");
const SCHEMES: Sql = Sql("select id, kind, form, name, fund_id, account, item_id, region, source from aid_scheme where school_id = $1 order by at_ms, id limit 200");
const INSERT_RATE: Sql = Sql("insert into aid_rate (school_id, id, scheme_id, level, boarding, from_term, amount_fen, quantity, number, actor, at_ms)
     select $1, $2, $3, $4, $5, $6, $7, $8, coalesce(max(k.number), 0) + 1, $9, $10 from aid_rate k where k.school_id = $1 and k.scheme_id = $3");
const RATES: Sql = Sql("select level, boarding, from_term, amount_fen, quantity from aid_rate where school_id = $1 and scheme_id = $2 order by number");
const CHILDREN: Sql = Sql("select l.pupil_id, u.name, p.class_id, c.name, u.boarding, l.level
       from hardship_level l join pupil u on u.school_id = l.school_id and u.id = l.pupil_id
       join place p on p.school_id = l.school_id and p.pupil_id = l.pupil_id and p.from_day <= $3 and p.until_day >= $3
       join class c on c.school_id = p.school_id and c.id = p.class_id
      where l.school_id = $1 and l.start_year = $2 and l.level > 0 and u.erased_at_ms is null
        and l.number = (select max(n.number) from hardship_level n where n.school_id = l.school_id and n.pupil_id = l.pupil_id and n.start_year = l.start_year)
      order by c.name, u.seat_no is null, u.seat_no, u.name, l.pupil_id");
const HAVING: Sql = Sql("select distinct l.pupil_id from aid_line l join aid_request r on r.school_id = l.school_id and r.id = l.request_id
       join aid_request_step s on s.school_id = r.school_id and s.request_id = r.id
        and s.number = (select max(n.number) from aid_request_step n where n.school_id = r.school_id and n.request_id = r.id)
      where l.school_id = $1 and r.term_id = $2 and r.kind = $3 and l.pupil_id is not null and s.what in ('asked', 'approved')
        and not exists (select 1 from aid_line_step t where t.school_id = l.school_id and t.line_id = l.id and t.what = 'cancelled')");

fn fault() -> Error {
    Error::Fault("a programme of aid with a code that is none".into())
}

pub(in crate::aid) fn insert_scheme(tx: &mut Tx<'_>, new: &Scheme, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let Scheme { id, kind, form, name, fund, account, item, region, source } = new;
    let (name, region, source, account) = (name.trim(), region.trim(), source.trim(), account.map_or("", Account::code));
    tx.execute(INSERT_SCHEME, &[&school, id, &kind.code(), &form.code(), &name, fund, &account, item, &region, &source, &actor, &now]).map(|_| ())
}

pub(in crate::aid) fn schemes(tx: &mut Tx<'_>) -> Result<Vec<Scheme>> {
    tx.query(SCHEMES, &[&tx.school()], |row| {
        let (kind, form, account): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(5)?);
        Ok(Scheme {
            id: row.get(0)?,
            kind: Kind::of(&kind).ok_or_else(fault)?,
            form: Form::of(&form).ok_or_else(fault)?,
            name: row.get(3)?,
            fund: row.get(4)?,
            account: Account::of(&account),
            item: row.get(6)?,
            region: row.get(7)?,
            source: row.get(8)?,
        })
    })
}

pub(in crate::aid) fn insert_rate(tx: &mut Tx<'_>, scheme: RowId, rate: &Rate, actor: &str) -> Result<()> {
    let (school, now, id) = (tx.school(), tx.now(), tx.new_id::<RowId>());
    let from = rate.from.to_string();
    tx.execute(INSERT_RATE, &[&school, &id, &scheme, &rate.level, &rate.boarding, &from, &rate.fen, &rate.quantity, &actor, &now]).map(|_| ())
}

pub(in crate::aid) fn rates(tx: &mut Tx<'_>, scheme: RowId) -> Result<Vec<Rate>> {
    tx.query(RATES, &[&tx.school(), &scheme], |row| {
        let from: String = row.get(2)?;
        Ok(Rate { level: row.get(0)?, boarding: row.get(1)?, from: from.parse().map_err(|()| fault())?, fen: row.get(3)?, quantity: row.get(4)? })
    })
}

pub(in crate::aid) fn children(tx: &mut Tx<'_>, year: i64, day: SchoolDate) -> Result<Vec<Child>> {
    tx.query(CHILDREN, &[&tx.school(), &year, &day], |row| {
        Ok(Child { pupil: row.get(0)?, name: row.get(1)?, class: row.get(2)?, class_name: row.get(3)?, boarding: row.get(4)?, level: row.get(5)? })
    })
}

/// Who has a kind of aid in a term, or is to have it.
pub(in crate::aid) fn having(tx: &mut Tx<'_>, term: TermId, kind: Kind) -> Result<BTreeSet<PupilId>> {
    Ok(tx.query(HAVING, &[&tx.school(), &term, &kind.code()], |row| row.get(0))?.into_iter().collect())
}
