//! verbs: who gives, what was given in money and goods, and what a class collects in a closed box: voluntary, without a least amount, without a list of who gave what (A1-07, A1-08).

use super::account::Account;
use super::entry::What;
use super::ledger::{self, New};
use super::rules::Posting;
use super::sql::gifts as sql;
use super::{funds, voluntary};
use crate::access::{Act, Permit, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Fen, Msg, Result, RowId, SchoolDate, StaffId, limits};
use crate::store::Tx;
use crate::trail;

const CONTACT: &str = "aid_donor.contact";
/// Kinds of donors; their words are `aid-donor-<code>`.
pub const DONORS: [&str; 3] = ["person", "firm", "institution"];

/// Who gives.
#[derive(Clone, Debug)]
pub struct Donor {
    /// Its id.
    pub id: RowId,
    /// One of [`DONORS`].
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Whether it may be named where others read it.
    pub named: bool,
    /// How it is reached; only for who writes to it.
    pub contact: String,
}

/// A gift with what it was.
#[derive(Clone, Debug)]
pub struct Gift {
    /// Its id.
    pub id: RowId,
    /// Into which fund.
    pub fund: RowId,
    /// From whom; nobody for a box.
    pub donor: Option<RowId>,
    /// From which box of a class.
    pub drive: Option<RowId>,
    /// Who counted the box as the second.
    pub second: Option<StaffId>,
    /// When.
    pub day: SchoolDate,
    /// Which thing; money without one.
    pub item: Option<RowId>,
    /// How many.
    pub quantity: i64,
    /// How much, or what the things are worth.
    pub amount: Fen,
    /// In words.
    pub about: String,
    /// Its entry.
    pub entry: i64,
}

/// A collection of a class.
#[derive(Clone, Debug)]
pub struct Drive {
    /// Its id.
    pub id: RowId,
    /// Into which fund.
    pub fund: RowId,
    /// The class.
    pub class: ClassId,
    /// Its name.
    pub name: String,
    /// What families are told.
    pub words: String,
    /// From when.
    pub day: SchoolDate,
    /// Until when.
    pub until: SchoolDate,
}

/// All donors, by name, without how they are reached.
///
/// # Errors
/// Faults of the database.
pub fn donors<A: Act>(tx: &mut Tx<'_>, _permit: &Permit<A>) -> Result<Vec<Donor>> {
    Ok(sql::donors(tx)?.into_iter().map(|(donor, _)| donor).collect())
}

/// A donor, with how it is reached.
///
/// # Errors
/// Not found when there is none; faults of a sealed text.
pub fn donor<A: Act>(tx: &mut Tx<'_>, _permit: &Permit<A>, id: RowId) -> Result<Donor> {
    let (mut donor, sealed) = sql::donors(tx)?.into_iter().find(|(donor, _)| donor.id == id).ok_or(Error::NotFound)?;
    donor.contact = tx.vault().open_words(id, CONTACT, sealed.as_deref())?;
    Ok(donor)
}

/// Writes a donor down. The same id again changes nothing.
///
/// # Errors
/// Problems at `kind`, `name` and `contact`.
pub fn add_donor(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, new: &Donor) -> Result<()> {
    let mut problems = Problems::default();
    let (name, contact) = (new.name.trim(), new.contact.trim());
    if !DONORS.contains(&new.kind.as_str()) {
        problems.note("kind", "aid-choose");
    }
    if name.is_empty() || name.chars().count() > limits::NAME_CHARS {
        problems.note("name", Msg::new("aid-name-length").with("most", limits::NAME_CHARS));
    }
    if contact.chars().count() > limits::LINE_CHARS {
        problems.note("contact", Msg::new("aid-name-length").with("most", limits::LINE_CHARS));
    }
    problems.end()?;
    let sealed = if contact.is_empty() { None } else { Some(tx.vault().seal(new.id, CONTACT, contact)?) };
    sql::insert_donor(tx, &Donor { name: name.to_owned(), ..new.clone() }, sealed.as_deref(), &permit.who().tag())
}

/// Books a gift in money.
///
/// # Errors
/// Those of [`ledger::post`]; a problem at `account` for one that the fund does not have.
pub fn give_money(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, new: &Gift, account: Account) -> Result<i64> {
    let fund = funds::held_on(tx, new.fund, account)?;
    let postings = vec![Posting::new(fund.id, account, new.amount.0), Posting::new(fund.id, Account::Gifts, -new.amount.0)];
    book(tx, permit, new, What::Gift, postings)
}

/// Books a gift in goods at the value it is taken over at.
///
/// # Errors
/// Those of [`ledger::post`]; a problem at `item`.
pub fn give_goods(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, new: &Gift) -> Result<i64> {
    let item = funds::item(tx, new.item.ok_or_else(|| Error::at("item", "aid-item-choose"))?)?;
    let postings = vec![Posting::goods(new.fund, item.id, new.amount.0, new.quantity), Posting::new(new.fund, Account::GoodsGifts, -new.amount.0)];
    book(tx, permit, new, What::GoodsGift, postings)
}

fn book(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, new: &Gift, what: What, postings: Vec<Posting>) -> Result<i64> {
    if let Some(donor) = new.donor {
        donor_known(tx, donor)?;
    }
    let entry = ledger::post(tx, permit, &New { id: new.id, day: new.day, what, about: &new.about, source: Some(new.id), postings })?;
    sql::insert_gift(tx, &Gift { entry, ..new.clone() }, &permit.who().tag())?;
    Ok(entry)
}

pub(super) fn donor_known(tx: &mut Tx<'_>, id: RowId) -> Result<()> {
    if sql::donors(tx)?.iter().any(|(donor, _)| donor.id == id) { Ok(()) } else { Err(Error::at("donor", "aid-choose")) }
}

/// All gifts, the newest first, without those whose entry was reversed.
///
/// # Errors
/// Faults of the database.
pub fn gifts<A: Act>(tx: &mut Tx<'_>, _permit: &Permit<A>) -> Result<Vec<Gift>> {
    sql::gifts(tx)
}

/// The collections of classes, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn drives<A: Act>(tx: &mut Tx<'_>, _permit: &Permit<A>) -> Result<Vec<Drive>> {
    sql::drives(tx)
}

/// Announces a collection of a class. The words go to families, so they may not press: no least amount, no list, no order of who gave.
///
/// # Errors
/// Problems at `name`, `words` and `until`.
pub fn announce(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, new: &Drive) -> Result<()> {
    let mut problems = Problems::default();
    for (field, text, most) in [("name", &new.name, limits::NAME_CHARS), ("words", &new.words, limits::LINE_CHARS)] {
        let long = text.trim().chars().count();
        if long == 0 || long > most {
            problems.note(field, Msg::new("aid-name-length").with("most", most));
        } else if let Some(word) = voluntary::presses(text) {
            problems.note(field, Msg::new("aid-drive-presses").with("text", word));
        }
    }
    if new.until < new.day {
        problems.note("until", "aid-until-before");
    }
    problems.end()?;
    funds::fund(tx, new.fund)?;
    crate::roster::time::class(tx, new.class)?;
    sql::insert_drive(tx, new, &permit.who().tag())?;
    trail::note(tx, permit.who(), "aid.drive", new.class, &serde_json::json!({})).map(|_| ())
}

/// A box of a class was opened and counted by two: one sum, without names.
///
/// # Errors
/// Those of [`give_money`]; a problem at `second` when one person counts alone.
pub fn count_box(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, new: &Gift, account: Account) -> Result<i64> {
    let drive = sql::drives(tx)?.into_iter().find(|drive| Some(drive.id) == new.drive).ok_or(Error::NotFound)?;
    match new.second {
        Some(second) if second != permit.who().staff() => {
            crate::roster::people::staff(tx, second)?;
            give_money(tx, permit, &Gift { fund: drive.fund, donor: None, about: drive.name, ..new.clone() }, account)
        }
        _ => Err(Error::at("second", "aid-drive-second-missing")),
    }
}
