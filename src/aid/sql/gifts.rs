//! SQL of donors, gifts and collections of classes. A gift whose entry was reversed counts no more.

use crate::aid::gifts::{Donor, Drive, Gift};
use crate::base::{Fen, Result};
use crate::store::{Sql, Tx};

const INSERT_DONOR: Sql = Sql("insert into aid_donor (school_id, id, kind, name, named, contact_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, id) do nothing");
const DONORS: Sql = Sql("select id, kind, name, named, contact_sealed from aid_donor where school_id = $1 order by name, id limit 1000");
const INSERT_GIFT: Sql =
    Sql("insert into aid_gift (school_id, id, fund_id, donor_id, drive_id, second_staff_id, day, item_id, quantity, amount_fen, about, entry_number, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict (school_id, id) do nothing");
const GIFTS: Sql = Sql("select g.id, g.fund_id, g.donor_id, g.drive_id, g.second_staff_id, g.day, g.item_id, g.quantity, g.amount_fen, g.about, g.entry_number from aid_gift g
      where g.school_id = $1 and not exists (select 1 from aid_entry e where e.school_id = g.school_id and e.reverses = g.entry_number)
      order by g.day desc, g.entry_number desc limit 2000");
const INSERT_DRIVE: Sql =
    Sql("insert into aid_drive (school_id, id, fund_id, class_id, name, words, day, until_day, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (school_id, id) do nothing");
const DRIVES: Sql = Sql("select id, fund_id, class_id, name, words, day, until_day from aid_drive where school_id = $1 order by day desc, at_ms desc, id limit 200");

pub(in crate::aid) fn insert_donor(tx: &mut Tx<'_>, new: &Donor, contact: Option<&[u8]>, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_DONOR, &[&school, &new.id, &new.kind, &new.name, &new.named, &contact, &actor, &now]).map(|_| ())
}

/// Donors with their sealed contact.
pub(in crate::aid) fn donors(tx: &mut Tx<'_>) -> Result<Vec<(Donor, Option<Vec<u8>>)>> {
    tx.query(DONORS, &[&tx.school()], |row| Ok((Donor { id: row.get(0)?, kind: row.get(1)?, name: row.get(2)?, named: row.get(3)?, contact: String::new() }, row.get(4)?)))
}

pub(in crate::aid) fn insert_gift(tx: &mut Tx<'_>, new: &Gift, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let Gift { id, fund, donor, drive, second, day, item, quantity, amount, about, entry } = new;
    tx.execute(INSERT_GIFT, &[&school, id, fund, donor, drive, second, day, item, quantity, &amount.0, about, entry, &actor, &now]).map(|_| ())
}

pub(in crate::aid) fn gifts(tx: &mut Tx<'_>) -> Result<Vec<Gift>> {
    tx.query(GIFTS, &[&tx.school()], |row| {
        Ok(Gift {
            id: row.get(0)?,
            fund: row.get(1)?,
            donor: row.get(2)?,
            drive: row.get(3)?,
            second: row.get(4)?,
            day: row.get(5)?,
            item: row.get(6)?,
            quantity: row.get(7)?,
            amount: Fen(row.get(8)?),
            about: row.get(9)?,
            entry: row.get(10)?,
        })
    })
}

pub(in crate::aid) fn insert_drive(tx: &mut Tx<'_>, new: &Drive, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let Drive { id, fund, class, name, words, day, until } = new;
    tx.execute(INSERT_DRIVE, &[&school, id, fund, class, &name.trim(), &words.trim(), day, until, &actor, &now]).map(|_| ())
}

pub(in crate::aid) fn drives(tx: &mut Tx<'_>) -> Result<Vec<Drive>> {
    tx.query(DRIVES, &[&tx.school()], |row| {
        Ok(Drive { id: row.get(0)?, fund: row.get(1)?, class: row.get(2)?, name: row.get(3)?, words: row.get(4)?, day: row.get(5)?, until: row.get(6)? })
    })
}
