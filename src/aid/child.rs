//! verbs: what a child receives from whom, what comes twice and what is missing; where its family is paid; what it gets from others, recorded only.

use super::account::Kind;
use super::requests::{ReadLine, Request};
use super::schemes::{self, Child};
use super::sql::{child as sql, requests as lines};
use super::state::State;
use super::{bank, funds};
use crate::access::{Act, Level, Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Fen, Msg, PupilId, Result, RowId, SchoolDate, Sealed, TermId, limits};
use crate::roster::time::Term;
use crate::store::Tx;
use crate::trail;

const HOLDER: &str = "aid_payee.holder";
const CARD: &str = "aid_payee.card";
const NOTE: &str = "aid_outside.note";

/// What families get from others, by code; its words are `aid-outside-<code>`: 低保 and relief (A10-22), illness and disability, skills, work, schooling, water, housing, industry (A10-20), one card
/// (A10-21), credit (A10-23), free schooling elsewhere (A10-17).
pub const OUTSIDE: [&str; 14] =
    ["dibao", "tekun", "temporary_relief", "medical", "disability", "skills", "employment", "schooling", "water", "housing", "industry", "one_card", "loan", "other"];

/// Something that a family gets from others.
#[derive(Clone, Debug)]
pub struct Outside {
    /// Its id.
    pub id: RowId,
    /// One of [`OUTSIDE`].
    pub kind: String,
    /// From when.
    pub from: SchoolDate,
    /// Until when.
    pub until: SchoolDate,
    /// How much, where it is known.
    pub amount: Option<Fen>,
    /// `month`, `year` or `once`.
    pub per: String,
    /// From whom, and what else there is to know.
    pub note: String,
}

/// Where a family is paid.
#[derive(Clone, Debug)]
pub struct Payee {
    /// The bank.
    pub bank: String,
    /// Whose account it is.
    pub holder: Sealed<String>,
    /// Its number.
    pub card: Sealed<String>,
}

/// Whether the permit opens what families receive.
fn economic<A: Act>(permit: &Permit<A>) -> Result<()> {
    if permit.levels().has(Level::Economic) { Ok(()) } else { Err(Error::NotFound) }
}

/// Everything of this school for a child, the newest first, with what the request says.
///
/// # Errors
/// Not found without the economic level.
pub fn received<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>) -> Result<Vec<(Request, ReadLine)>> {
    economic(permit)?;
    of_pupil(tx, permit.pupil()?)
}

pub(super) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<(Request, ReadLine)>> {
    let mut all = Vec::new();
    for line in lines::of_pupil(tx, pupil)? {
        all.push((lines::one(tx, line.request)?, line));
    }
    Ok(all)
}

/// What a family gets from others, the newest first.
///
/// # Errors
/// Not found without the economic level.
pub fn outside<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>) -> Result<Vec<Outside>> {
    economic(permit)?;
    outside_of(tx, permit.pupil()?)
}

pub(super) fn outside_of(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<Outside>> {
    let mut all = Vec::new();
    for (mut one, sealed) in sql::outside(tx, pupil)? {
        one.note = tx.vault().open_words(pupil, NOTE, Some(&sealed))?;
        all.push(one);
    }
    Ok(all)
}

/// Records what a family gets from others. The school pays nothing of it.
///
/// # Errors
/// Problems at `kind`, `per`, `until` and `note`.
pub fn record_outside(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, new: &Outside) -> Result<()> {
    let (pupil, mut problems) = (permit.pupil()?, Problems::default());
    if !OUTSIDE.contains(&new.kind.as_str()) {
        problems.note("kind", "aid-choose");
    }
    if !["month", "year", "once"].contains(&new.per.as_str()) {
        problems.note("per", "aid-choose");
    }
    if new.until < new.from {
        problems.note("until", "aid-until-before");
    }
    if !(2..=limits::LINE_CHARS).contains(&new.note.trim().chars().count()) {
        problems.note("note", "aid-outside-note");
    }
    problems.end()?;
    let sealed = tx.vault().seal(pupil, NOTE, new.note.trim())?;
    sql::insert_outside(tx, pupil, new, &sealed, &permit.who().tag())
}

/// Where the family of a child is paid; for who pays and who keeps the lists.
///
/// # Errors
/// Not found without the level of numbers; faults of a sealed text.
pub fn payee<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, pupil: PupilId) -> Result<Option<Payee>> {
    if !permit.levels().has(Level::Identity) {
        return Err(Error::NotFound);
    }
    let Some((_, bank, holder, card)) = sql::payee(tx, pupil)? else { return Ok(None) };
    let (holder, card) = (tx.vault().open_sealed(pupil, HOLDER, &holder)?, tx.vault().open_sealed(pupil, CARD, &card)?);
    Ok(holder.zip(card).map(|(holder, card)| Payee { bank, holder, card }))
}

/// Says where a family is paid; the newest word counts.
///
/// # Errors
/// Problems at `bank`, `holder` and `card`.
pub fn set_payee(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, bank: &str, holder: &str, card: &str) -> Result<()> {
    let (pupil, mut problems) = (permit.pupil()?, Problems::default());
    for (field, text) in [("bank", bank), ("holder", holder)] {
        let long = text.trim().chars().count();
        if long == 0 || long > limits::NAME_CHARS {
            problems.note(field, Msg::new("aid-name-length").with("most", limits::NAME_CHARS));
        }
    }
    let number = bank::card(card);
    if number.is_none() {
        problems.note("card", "aid-card");
    }
    problems.end()?;
    let next = sql::payee(tx, pupil)?.map_or(1, |(number, ..)| number + 1);
    let holder = tx.vault().seal(pupil, HOLDER, holder.trim())?;
    let card = tx.vault().seal(pupil, CARD, &number.unwrap_or_default())?;
    sql::insert_payee(tx, pupil, next, bank.trim(), &holder, &card, &permit.who().tag())
}

/// What a child has in a term, looked at across all funds.
#[derive(Clone, Debug)]
pub struct Across {
    /// The child.
    pub child: Child,
    /// What it has or is to have, with the fund that gives it.
    pub has: Vec<(Option<Kind>, String, Fen)>,
    /// Kinds that come twice though they come once a term.
    pub double: Vec<Kind>,
}

/// Every child with a level in a term: what it has across all funds, what comes twice, who has nothing.
///
/// # Errors
/// Faults of the database.
pub fn across<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, term: &Term) -> Result<Vec<Across>> {
    let funds: Vec<funds::Fund> = funds::all(tx)?;
    let requests = lines::of_term(tx, term.id)?;
    let given = lines::lines_of_term(tx, term.id)?;
    let mut all = Vec::new();
    for child in schemes::children(tx, permit, term)? {
        let mut has = Vec::new();
        for line in given.iter().filter(|line| line.pupil == Some(child.pupil) && line.state.counts()) {
            let Some(request) = requests.iter().find(|request| request.id == line.request && matches!(request.state, State::Asked | State::Approved)) else { continue };
            let fund = funds.iter().find(|fund| fund.id == request.fund).map(|fund| fund.name.clone()).unwrap_or_default();
            has.push((request.kind, fund, line.worth()));
        }
        let once = Kind::ALL.into_iter().filter(|kind| kind.once_a_term());
        let double = once.filter(|kind| has.iter().filter(|(own, ..)| *own == Some(*kind)).count() > 1).collect();
        all.push(Across { child, has, double });
    }
    Ok(all)
}

/// The lines of a class for which a child takes a closed envelope home: line, child, and whether it was given. Neither the kind nor the amount is told.
///
/// # Errors
/// Faults of the database.
pub fn envelopes(tx: &mut Tx<'_>, permit: &Permit<acts::HandEnvelopes>, term: TermId) -> Result<Vec<(RowId, String, bool)>> {
    sql::envelopes(tx, permit.class()?, term)
}

/// An envelope was given to its child.
///
/// # Errors
/// Not found for a line of another class.
pub fn hand_envelope(tx: &mut Tx<'_>, permit: &Permit<acts::HandEnvelopes>, term: TermId, line: RowId) -> Result<()> {
    if !envelopes(tx, permit, term)?.iter().any(|(known, ..)| *known == line) {
        return Err(Error::NotFound);
    }
    sql::insert_envelope(tx, line, permit.who().staff())?;
    if envelopes(tx, permit, term)?.iter().all(|(.., given)| *given) {
        let class = permit.class()?;
        trail::end_own_tasks(tx, permit.who(), "aid-envelopes", class)?;
    }
    Ok(())
}
