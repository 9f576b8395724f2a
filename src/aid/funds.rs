//! verbs: funds are opened, money from the budget comes in, money and goods go from one fund to another; things that are given have a name and a unit.

use super::account::{Account, Held};
use super::entry::What;
use super::ledger::{self, New};
use super::rules::{Posting, Standing, value_out};
use super::sql::{self, funds as table};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Fen, Msg, Result, RowId, SchoolDate, limits};
use crate::store::Tx;
use crate::trail;

/// What a fund is; its words are `aid-fundkind-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FundKind {
    /// 校园帮扶站 (A1-06).
    Station,
    /// 关爱基金 (B3-12).
    Care,
    /// What a class gives (A1-08).
    Class,
    /// Project money to villages and households (A10-04).
    Project,
    /// Money from the budget, such as bursaries and living allowances.
    Budget,
    /// Another.
    Other,
}

impl FundKind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Station, Self::Care, Self::Class, Self::Project, Self::Budget, Self::Other];
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Station => "station",
            Self::Care => "care",
            Self::Class => "class",
            Self::Project => "project",
            Self::Budget => "budget",
            Self::Other => "other",
        }
    }
    /// The kind of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A fund.
#[derive(Clone, Debug)]
pub struct Fund {
    /// Its id.
    pub id: RowId,
    /// What it is.
    pub kind: FundKind,
    /// Its name.
    pub name: String,
    /// Who holds its money.
    pub held: Held,
    /// What its money may be given for, in words.
    pub purpose: String,
    /// The class whose gifts it keeps.
    pub class: Option<ClassId>,
    /// What may still be promised, in fen.
    pub free_fen: i64,
}

impl Fund {
    /// What may still be promised.
    pub const fn free(&self) -> Fen {
        Fen(self.free_fen)
    }
}

/// A thing that is given, such as exercise books.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id.
    pub id: RowId,
    /// `school`, `book`, `daily`, `farm` or `other`; its words are `aid-itemkind-<code>`.
    pub what: String,
    /// Its name.
    pub name: String,
    /// What it is counted in.
    pub unit: String,
}

/// Kinds of things.
pub const ITEM_KINDS: [&str; 5] = ["school", "book", "daily", "farm", "other"];

/// How much of a thing there is in a fund.
#[derive(Clone, Debug)]
pub struct Stock {
    /// The thing.
    pub item: Item,
    /// The fund that owns it.
    pub fund: RowId,
    /// How many.
    pub quantity: i64,
    /// What they are worth.
    pub value: Fen,
}

/// What a fund holds.
#[derive(Clone, Debug, Default)]
pub struct Holdings {
    /// Money.
    pub money: Fen,
    /// What is promised and not yet paid.
    pub promised: Fen,
    /// What goods in stock are worth.
    pub goods: Fen,
    /// What came in so far, in money and goods.
    pub came_in: Fen,
    /// What was given to children and families so far.
    pub given: Fen,
}

/// All funds, the oldest first.
///
/// # Errors
/// Faults of the database.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Fund>> {
    table::all(tx)
}

/// A fund.
///
/// # Errors
/// Not found when there is none.
pub fn fund(tx: &mut Tx<'_>, id: RowId) -> Result<Fund> {
    table::one(tx, id)
}

/// Opens a fund. The same id again changes nothing.
///
/// # Errors
/// Problems at `name` and `purpose`.
pub fn open(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, new: &Fund) -> Result<()> {
    let (name, purpose) = (new.name.trim(), new.purpose.trim());
    let mut problems = Problems::default();
    if name.is_empty() || name.chars().count() > limits::NAME_CHARS {
        problems.note("name", Msg::new("aid-name-length").with("most", limits::NAME_CHARS));
    } else if all(tx)?.iter().any(|known| known.name == name && known.id != new.id) {
        problems.note("name", "aid-name-taken");
    }
    if purpose.is_empty() || purpose.chars().count() > limits::LINE_CHARS {
        problems.note("purpose", Msg::new("aid-purpose-length").with("most", limits::LINE_CHARS));
    }
    problems.end()?;
    let fund = Fund { name: name.to_owned(), purpose: purpose.to_owned(), ..new.clone() };
    table::insert(tx, &fund, &permit.who().tag())?;
    trail::note(tx, permit.who(), "aid.fund", fund.id, &serde_json::json!({ "kind": fund.kind.code() })).map(|_| ())
}

/// What stands on each account of a fund.
///
/// # Errors
/// Faults of the database.
pub fn standing(tx: &mut Tx<'_>, fund: RowId) -> Result<Vec<Standing>> {
    sql::standing(tx, fund)
}

/// What a fund holds.
///
/// # Errors
/// Faults of the database.
pub fn holdings(tx: &mut Tx<'_>, fund: RowId) -> Result<Holdings> {
    let mut all = Holdings::default();
    for one in sql::standing(tx, fund)? {
        let fen = Fen(one.fen);
        match one.account {
            account if account.is_money() => all.money = all.money + fen,
            Account::Payable => all.promised = all.promised - fen,
            Account::Goods | Account::Ordered => all.goods = all.goods + fen,
            Account::Gifts | Account::GoodsGifts | Account::Budget => all.came_in = all.came_in - fen,
            Account::Spent(_) => all.given = all.given + fen,
            _ => {}
        }
    }
    Ok(all)
}

/// Things that are given.
///
/// # Errors
/// Faults of the database.
pub fn items(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    table::items(tx)
}

/// A thing.
///
/// # Errors
/// A problem at `item` when there is none.
pub fn item(tx: &mut Tx<'_>, id: RowId) -> Result<Item> {
    items(tx)?.into_iter().find(|item| item.id == id).ok_or_else(|| Error::at("item", "aid-item-choose"))
}

/// Names a thing.
///
/// # Errors
/// Problems at `what`, `name` and `unit`; at `name` when there is one of this name and unit.
pub fn name_item(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, new: &Item) -> Result<()> {
    let mut problems = Problems::default();
    let line = |text: &str| text.trim().to_owned();
    let item = Item { id: new.id, what: new.what.clone(), name: line(&new.name), unit: line(&new.unit) };
    for (field, text, most) in [("name", &item.name, limits::NAME_CHARS), ("unit", &item.unit, 8)] {
        if text.is_empty() || text.chars().count() > most {
            problems.note(field, Msg::new("aid-name-length").with("most", most));
        }
    }
    if !ITEM_KINDS.contains(&item.what.as_str()) {
        problems.note("what", "aid-choose");
    }
    problems.end()?;
    if table::insert_item(tx, &item, &permit.who().tag())? { Ok(()) } else { Err(Error::at("name", "aid-name-taken")) }
}

/// What is in stock in all funds, or in one.
///
/// # Errors
/// Faults of the database.
pub fn stock(tx: &mut Tx<'_>, of: Option<RowId>) -> Result<Vec<Stock>> {
    let (items, mut all) = (items(tx)?, Vec::new());
    for fund in self::all(tx)?.into_iter().filter(|fund| of.is_none_or(|of| of == fund.id)) {
        for one in sql::standing(tx, fund.id)?.into_iter().filter(|one| one.account == Account::Goods && one.quantity > 0) {
            if let Some(item) = items.iter().find(|item| Some(item.id) == one.item) {
                all.push(Stock { item: item.clone(), fund: fund.id, quantity: one.quantity, value: Fen(one.fen) });
            }
        }
    }
    Ok(all)
}

/// How much of a thing a fund has, and what it is worth.
pub(super) fn in_stock(tx: &mut Tx<'_>, fund: RowId, item: RowId) -> Result<(i64, i64)> {
    let found = sql::standing(tx, fund)?.into_iter().find(|one| one.account == Account::Goods && one.item == Some(item));
    Ok(found.map_or((0, 0), |one| (one.quantity, one.fen)))
}

/// The posting with which things go out of a fund, and what they are worth.
///
/// # Errors
/// A conflict when there are not so many.
pub fn going_out(tx: &mut Tx<'_>, fund: RowId, item: RowId, quantity: i64) -> Result<(Posting, i64)> {
    let (there, fen) = in_stock(tx, fund, item)?;
    let value = value_out(fen, there, quantity);
    if quantity <= 0 || quantity > there || value == 0 {
        let name = items(tx)?.into_iter().find(|known| known.id == item).map(|known| known.name).unwrap_or_default();
        return Err(Error::Conflict(Msg::new("aid-stock-short").with("name", name).with("count", there)));
    }
    Ok((Posting::goods(fund, item, -value, -quantity), value))
}

/// Money that comes into a fund from the budget, or for a project.
///
/// # Errors
/// Those of [`ledger::post`]; a problem at `account` for one that the fund does not have.
pub fn appropriate(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, id: RowId, fund: RowId, account: Account, amount: Fen, day: SchoolDate, about: &str) -> Result<i64> {
    let fund = held_on(tx, fund, account)?;
    let postings = vec![Posting::new(fund.id, account, amount.0), Posting::new(fund.id, Account::Budget, -amount.0)];
    ledger::post(tx, permit, &New { id, day, what: What::Budget, about, source: None, postings })
}

/// The fund, if its money may lie on an account.
pub(super) fn held_on(tx: &mut Tx<'_>, fund: RowId, account: Account) -> Result<Fund> {
    let fund = self::fund(tx, fund)?;
    if fund.held.accounts().contains(&account) { Ok(fund) } else { Err(Error::at("account", Msg::new("aid-account-other").with("fund", &fund.name))) }
}

/// Money from one fund to another, from the usual account of the first to that of the second.
///
/// # Errors
/// Those of [`ledger::post`]; a problem at `to` for the same fund, or one without money.
pub fn move_money(tx: &mut Tx<'_>, permit: &Permit<acts::ApproveAid>, id: RowId, from: RowId, to: RowId, amount: Fen, about: &str) -> Result<i64> {
    let (from, to) = (fund(tx, from)?, fund(tx, to)?);
    let accounts = (from.held.accounts().first(), to.held.accounts().first());
    let ((Some(out), Some(into)), false) = (accounts, from.id == to.id) else { return Err(Error::at("to", "aid-move-to")) };
    let postings = vec![
        Posting::new(from.id, *out, -amount.0),
        Posting::new(from.id, Account::Between, amount.0),
        Posting::new(to.id, *into, amount.0),
        Posting::new(to.id, Account::Between, -amount.0),
    ];
    let day = tx.today();
    ledger::post(tx, permit, &New { id, day, what: What::Moved, about, source: None, postings })
}
