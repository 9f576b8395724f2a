//! All SQL of the room: the ledger here, funds, gifts, requests, programmes and what belongs to a child beside. No statement changes an entry or a posting.

pub(super) mod child;
pub(super) mod funds;
pub(super) mod gifts;
pub(super) mod loans;
pub(super) mod requests;
pub(super) mod schemes;
pub(super) mod sponsors;

use super::account::Account;
use super::entry::{Entry, What};
use super::rules::{Posting, Standing};
use crate::base::{Error, Result, RowId, SchoolDate, Stamp};
use crate::store::{Row, Sql, Tx};

const ENSURE_HEAD: Sql = Sql("insert into aid_head (school_id, last, hash) values ($1, 0, $2) on conflict (school_id) do nothing");
const LOCK_HEAD: Sql = Sql("update aid_head set last = last where school_id = $1 returning last, hash");
const MOVE_HEAD: Sql = Sql("update aid_head set last = $2, hash = $3 where school_id = $1");
const HEAD: Sql = Sql("select last, hash from aid_head where school_id = $1");
const CLOSED: Sql = Sql("select number, through_day from aid_closing where school_id = $1 order by number desc limit 1");
const INSERT_CLOSING: Sql = Sql("insert into aid_closing (school_id, number, through_day, actor, at_ms) values ($1, $2, $3, $4, $5)");
const MOVE_FREE: Sql = Sql("update aid_fund set free_fen = free_fen + $3 where school_id = $1 and id = $2 and free_fen + $3 >= 0");
const STANDING: Sql = Sql("select account, item_id, cast(sum(amount_fen) as bigint), cast(sum(quantity) as bigint) from aid_posting
      where school_id = $1 and fund_id = $2 group by account, item_id order by account, item_id");
const INSERT_ENTRY: Sql = Sql("insert into aid_entry (school_id, number, id, day, what, about, source_id, reverses, reason, actor, at_ms, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
const INSERT_POSTING: Sql =
    Sql("insert into aid_posting (school_id, entry_number, place, fund_id, account, item_id, amount_fen, quantity) values ($1, $2, $3, $4, $5, $6, $7, $8)");
const NUMBER_OF: Sql = Sql("select number from aid_entry where school_id = $1 and id = $2");
const REVERSED_BY: Sql = Sql("select number from aid_entry where school_id = $1 and reverses = $2");

macro_rules! entries {
    ($rest:expr) => {
        concat!(
            "select e.number, e.id, e.day, e.what, e.about, e.source_id, e.reverses, e.reason, e.actor, e.at_ms, e.hash, p.fund_id, p.account, p.item_id, p.amount_fen, p.quantity
               from aid_entry e join aid_posting p on p.school_id = e.school_id and p.entry_number = e.number where e.school_id = $1 ",
            $rest,
            " order by e.number, p.place"
        )
    };
}

const EACH: Sql = Sql(entries!(""));
const ONE: Sql = Sql(entries!("and e.number = $2"));
const OF_FUND: Sql =
    Sql(entries!("and e.day between $3 and $4 and exists (select 1 from aid_posting f where f.school_id = e.school_id and f.entry_number = e.number and f.fund_id = $2)"));
const PAGE: Sql = Sql(entries!("and e.number > $2 and e.number <= $3"));

/// The number and the hash of the last entry; nobody else writes until this transaction ends.
pub(super) fn lock_head(tx: &mut Tx<'_>) -> Result<(i64, Vec<u8>)> {
    let school = tx.school();
    tx.execute(ENSURE_HEAD, &[&school, &Vec::<u8>::new()])?;
    tx.one(LOCK_HEAD, &[&school], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(super) fn move_head(tx: &mut Tx<'_>, last: i64, hash: &[u8]) -> Result<()> {
    let school = tx.school();
    tx.execute(MOVE_HEAD, &[&school, &last, &hash]).map(|_| ())
}

/// The number and the hash of the last entry; nothing before the first.
pub(super) fn head(tx: &mut Tx<'_>) -> Result<(i64, Vec<u8>)> {
    Ok(tx.optional(HEAD, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or_default())
}

/// The number of the newest closing, and through which day.
pub(super) fn closed(tx: &mut Tx<'_>) -> Result<Option<(i64, SchoolDate)>> {
    tx.optional(CLOSED, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(super) fn insert_closing(tx: &mut Tx<'_>, number: i64, through: SchoolDate, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_CLOSING, &[&school, &number, &through, &actor, &now]).map(|_| ())
}

/// Changes what may still be promised, and locks the row of the fund; whether it stays at nothing or above.
pub(super) fn move_free(tx: &mut Tx<'_>, fund: RowId, fen: i64) -> Result<bool> {
    let school = tx.school();
    Ok(tx.execute(MOVE_FREE, &[&school, &fund, &fen])? == 1)
}

fn account(code: &str) -> Result<Account> {
    Account::of(code).ok_or_else(|| Error::Fault("a posting on an account that is none".into()))
}

pub(super) fn standing(tx: &mut Tx<'_>, fund: RowId) -> Result<Vec<Standing>> {
    tx.query(STANDING, &[&tx.school(), &fund], |row| {
        let code: String = row.get(0)?;
        Ok(Standing { account: account(&code)?, item: row.get(1)?, fen: row.get(2)?, quantity: row.get(3)? })
    })
}

pub(super) fn insert_entry(tx: &mut Tx<'_>, entry: &Entry, hash: &[u8]) -> Result<()> {
    let school = tx.school();
    let Entry { number, id, day, what, about, source, reverses, reason, actor, at, postings } = entry;
    tx.execute(INSERT_ENTRY, &[&school, number, id, day, &what.code(), about, source, reverses, reason, actor, at, &hash])?;
    for (place, one) in (1_i64..).zip(postings) {
        tx.execute(INSERT_POSTING, &[&school, number, &place, &one.fund, &one.account.code(), &one.item, &one.fen, &one.quantity])?;
    }
    Ok(())
}

pub(super) fn number_of(tx: &mut Tx<'_>, id: RowId) -> Result<Option<i64>> {
    tx.optional(NUMBER_OF, &[&tx.school(), &id], |row| row.get(0))
}

pub(super) fn reversed_by(tx: &mut Tx<'_>, number: i64) -> Result<Option<i64>> {
    tx.optional(REVERSED_BY, &[&tx.school(), &number], |row| row.get(0))
}

/// Takes a row into the list: a new entry, or a further posting of the last one.
fn gather(all: &mut Vec<(Entry, Vec<u8>)>, row: &Row<'_>) -> Result<()> {
    let (number, code): (i64, String) = (row.get(0)?, row.get(12)?);
    let posting = Posting { fund: row.get(11)?, account: account(&code)?, item: row.get(13)?, fen: row.get(14)?, quantity: row.get(15)? };
    if let Some((last, _)) = all.last_mut().filter(|(last, _)| last.number == number) {
        last.postings.push(posting);
        return Ok(());
    }
    let (what, at): (String, Stamp) = (row.get(3)?, row.get(9)?);
    let what = What::of(&what).ok_or_else(|| Error::Fault("an entry with a code that is none".into()))?;
    let entry = Entry {
        number,
        id: row.get(1)?,
        day: row.get(2)?,
        what,
        about: row.get(4)?,
        source: row.get(5)?,
        reverses: row.get(6)?,
        reason: row.get(7)?,
        actor: row.get(8)?,
        at,
        postings: vec![posting],
    };
    all.push((entry, row.get(10)?));
    Ok(())
}

fn read(tx: &mut Tx<'_>, sql: Sql, params: &[&dyn crate::store::ToCell]) -> Result<Vec<(Entry, Vec<u8>)>> {
    let mut all = Vec::new();
    tx.each(sql, params, |row| gather(&mut all, row))?;
    Ok(all)
}

/// Every entry with its hash, in order.
pub(super) fn all(tx: &mut Tx<'_>) -> Result<Vec<(Entry, Vec<u8>)>> {
    let school = tx.school();
    read(tx, EACH, &[&school])
}

pub(super) fn one(tx: &mut Tx<'_>, number: i64) -> Result<Entry> {
    let school = tx.school();
    read(tx, ONE, &[&school, &number])?.pop().map(|(entry, _)| entry).ok_or(Error::NotFound)
}

pub(super) fn of_fund(tx: &mut Tx<'_>, fund: RowId, from: SchoolDate, until: SchoolDate) -> Result<Vec<Entry>> {
    let school = tx.school();
    Ok(read(tx, OF_FUND, &[&school, &fund, &from, &until])?.into_iter().map(|(entry, _)| entry).collect())
}

/// The entries after one number and through another.
pub(super) fn page(tx: &mut Tx<'_>, after: i64, through: i64) -> Result<Vec<Entry>> {
    let school = tx.school();
    Ok(read(tx, PAGE, &[&school, &after, &through])?.into_iter().map(|(entry, _)| entry).collect())
}
