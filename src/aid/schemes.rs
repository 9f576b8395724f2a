//! verbs: programmes of aid with their amounts, and the payment list of a term that is made from the children's levels.

use super::account::{Account, Kind};
use super::funds;
use super::rates::{self, Rate};
use super::requests::{self, Ask, NewLine};
use super::sql::schemes as sql;
use super::state::Form;
use crate::access::{Act, Permit, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Msg, PupilId, Result, RowId, TermCode, limits};
use crate::roster::time::Term;
use crate::store::Tx;

/// Kinds of aid that a programme gives.
pub const KINDS: [Kind; 6] = [Kind::Bursary, Kind::Living, Kind::Scholarship, Kind::Fees, Kind::Supplies, Kind::TermHelp];

/// A programme of aid.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// Its id.
    pub id: RowId,
    /// What for.
    pub kind: Kind,
    /// In what.
    pub form: Form,
    /// Its name.
    pub name: String,
    /// From which fund.
    pub fund: RowId,
    /// From which account; nothing for what is not money.
    pub account: Option<Account>,
    /// Which thing, for goods.
    pub item: Option<RowId>,
    /// For which region its amounts count.
    pub region: String,
    /// Where its amounts come from: the notice, the decision.
    pub source: String,
}

/// All programmes.
///
/// # Errors
/// Faults of the database.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Scheme>> {
    sql::schemes(tx)
}

/// A programme.
///
/// # Errors
/// Not found when there is none.
pub fn scheme(tx: &mut Tx<'_>, id: RowId) -> Result<Scheme> {
    all(tx)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
}

/// Its amounts, in the order in which they were written.
///
/// # Errors
/// Faults of the database.
pub fn rates(tx: &mut Tx<'_>, scheme: RowId) -> Result<Vec<Rate>> {
    sql::rates(tx, scheme)
}

/// Sets a programme up. The same id again changes nothing.
///
/// # Errors
/// Problems at `name`, `account` and `item`.
pub fn found(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, new: &Scheme) -> Result<()> {
    let mut problems = Problems::default();
    let long = new.name.trim().chars().count();
    if long == 0 || long > limits::NAME_CHARS {
        problems.note("name", Msg::new("aid-name-length").with("most", limits::NAME_CHARS));
    }
    if !KINDS.contains(&new.kind) {
        problems.note("kind", "aid-choose");
    }
    let fund = funds::fund(tx, new.fund)?;
    if new.form == Form::Money && !new.account.is_some_and(|account| fund.held.accounts().contains(&account)) {
        problems.note("account", Msg::new("aid-account-other").with("fund", &fund.name));
    }
    if new.form == Form::Goods && new.item.is_none() {
        problems.note("item", "aid-item-choose");
    }
    problems.end()?;
    sql::insert_scheme(tx, new, &permit.who().tag())
}

/// Says what a child gets from a term on. The newer of two equal rows counts.
///
/// # Errors
/// Problems at `level` and `quantity`.
pub fn set_rate(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, scheme: &Scheme, rate: &Rate) -> Result<()> {
    if rate.level.is_some_and(|level| !(1..=crate::hardship::levels::MOST).contains(&level)) {
        return Err(Error::at("level", "aid-choose"));
    }
    if scheme.form == Form::Goods && rate.quantity < 1 {
        return Err(Error::at("quantity", "aid-quantity-whole"));
    }
    sql::insert_rate(tx, scheme.id, rate, &permit.who().tag())
}

/// Takes the national amounts of the living allowance over (CONVENTIONS R10).
///
/// # Errors
/// A conflict for a programme of another kind.
pub fn take_national(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, scheme: &Scheme) -> Result<()> {
    if !rates::has_national(scheme.kind) || scheme.form != Form::Money {
        return Err(Error::Conflict("aid-national-none".into()));
    }
    for (boarding, from, fen) in rates::NATIONAL_LIVING {
        let from: TermCode = from.parse().map_err(|()| Error::Fault("a term of the standard".into()))?;
        set_rate(tx, permit, scheme, &Rate { level: None, boarding: Some(boarding), from, fen, quantity: 0 })?;
    }
    Ok(())
}

/// A child whose level is known in a term.
#[derive(Clone, Debug)]
pub struct Child {
    /// The child.
    pub pupil: PupilId,
    /// Its name.
    pub name: String,
    /// Its class on that day.
    pub class: ClassId,
    /// The name of the class.
    pub class_name: String,
    /// Whether it boards; none when not known.
    pub boarding: Option<bool>,
    /// Its level.
    pub level: i64,
}

/// Why a child is not on a list.
#[derive(Clone, Debug)]
pub struct Skipped {
    /// The child.
    pub child: Child,
    /// The key of why.
    pub why: &'static str,
}

/// A list as it is proposed.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    /// Who is on it, with money and number of things.
    pub lines: Vec<(Child, i64, i64)>,
    /// Who is not, and why.
    pub skipped: Vec<Skipped>,
}

/// The children whose level in the year of a term is above nothing, by class and seat, who sit in a class on the day of the term that counts.
///
/// # Errors
/// Faults of the database.
pub fn children<A: Act>(tx: &mut Tx<'_>, _permit: &Permit<A>, term: &Term) -> Result<Vec<Child>> {
    let day = tx.today().clamp(term.first_day, term.last_day);
    sql::children(tx, i64::from(term.code.year.0), day)
}

/// Proposes the list of a term: who has a level and an amount, and has not got the same kind in this term already.
///
/// # Errors
/// Faults of the database.
pub fn propose(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, scheme: &Scheme, term: &Term) -> Result<Proposal> {
    let (rates, had) = (rates(tx, scheme.id)?, sql::having(tx, term.id, scheme.kind)?);
    let mut proposal = Proposal::default();
    for child in children(tx, permit, term)? {
        let found = rates::rate(&rates, child.level, child.boarding, term.code);
        let asks_boarding = child.boarding.is_none() && rates.iter().any(|one| one.boarding.is_some());
        match found {
            _ if had.contains(&child.pupil) => proposal.skipped.push(Skipped { child, why: "aid-skip-double" }),
            Some(rate) if rate.fen > 0 || scheme.form != Form::Money => proposal.lines.push((child, rate.fen, rate.quantity)),
            _ => proposal.skipped.push(Skipped { child, why: if asks_boarding { "aid-skip-boarding" } else { "aid-skip-rate" } }),
        }
    }
    Ok(proposal)
}

/// Asks for the list of a term as it is proposed at this moment.
///
/// # Errors
/// Those of [`requests::ask`]; a problem at `lines` when nobody is on it.
pub fn make(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, scheme: &Scheme, term: &Term, id: RowId, title: &str) -> Result<()> {
    let line = |(child, fen, quantity): (Child, i64, i64)| NewLine {
        pupil: Some(child.pupil),
        class: Some(child.class),
        level: Some(child.level),
        boarding: child.boarding,
        item: scheme.item,
        quantity,
        fen: if scheme.form == Form::Money { fen } else { 0 },
        why: String::new(),
    };
    let lines = propose(tx, permit, scheme, term)?.lines.into_iter().map(line).collect();
    let (kind, account) = (Some(scheme.kind), scheme.account);
    requests::ask(tx, permit, &Ask { id, kind, form: scheme.form, fund: scheme.fund, scheme: Some(scheme.id), term: term.id, title: title.to_owned(), account, lines })
}
