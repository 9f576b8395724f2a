//! SQL of funds and things.

use crate::aid::account::Held;
use crate::aid::funds::{Fund, FundKind, Item};
use crate::base::{Error, Result, RowId};
use crate::store::{Row, Sql, Tx};

const INSERT_FUND: Sql = Sql("insert into aid_fund (school_id, id, kind, name, held, purpose, class_id, free_fen, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9)
     on conflict (school_id, id) do nothing");
const FUNDS: Sql = Sql("select id, kind, name, held, purpose, class_id, free_fen from aid_fund where school_id = $1 order by at_ms, id limit 500");
const FUND: Sql = Sql("select id, kind, name, held, purpose, class_id, free_fen from aid_fund where school_id = $1 and id = $2");
const INSERT_ITEM: Sql =
    Sql("insert into aid_item (school_id, id, what, name, unit, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7) on conflict (school_id, name, unit) do nothing");
const ITEMS: Sql = Sql("select id, what, name, unit from aid_item where school_id = $1 order by what, name, id limit 1000");

fn fund_of(row: &Row<'_>) -> Result<Fund> {
    let (kind, held): (String, String) = (row.get(1)?, row.get(3)?);
    let fault = || Error::Fault("a fund with a code that is none".into());
    Ok(Fund {
        id: row.get(0)?,
        kind: FundKind::of(&kind).ok_or_else(fault)?,
        name: row.get(2)?,
        held: Held::of(&held).ok_or_else(fault)?,
        purpose: row.get(4)?,
        class: row.get(5)?,
        free_fen: row.get(6)?,
    })
}

pub(in crate::aid) fn insert(tx: &mut Tx<'_>, new: &Fund, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_FUND, &[&school, &new.id, &new.kind.code(), &new.name, &new.held.code(), &new.purpose, &new.class, &actor, &now]).map(|_| ())
}

pub(in crate::aid) fn all(tx: &mut Tx<'_>) -> Result<Vec<Fund>> {
    tx.query(FUNDS, &[&tx.school()], fund_of)
}

pub(in crate::aid) fn one(tx: &mut Tx<'_>, id: RowId) -> Result<Fund> {
    tx.one(FUND, &[&tx.school(), &id], fund_of)
}

/// Whether it is new.
pub(in crate::aid) fn insert_item(tx: &mut Tx<'_>, new: &Item, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_ITEM, &[&school, &new.id, &new.what, &new.name, &new.unit, &actor, &now])? == 1)
}

pub(in crate::aid) fn items(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    tx.query(ITEMS, &[&tx.school()], |row| Ok(Item { id: row.get(0)?, what: row.get(1)?, name: row.get(2)?, unit: row.get(3)? }))
}
