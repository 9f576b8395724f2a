//! verbs: the ledger of money and goods that reached villages and households from outside (A10-04, A10-06, A4-15, A10-14, A10-17, A10-20…23). Nothing in it is changed: a wrong entry is
//! taken back by a reversal with a reason. The school pays nothing here; what it pays stands in `aid`.

use super::codes::{BENEFITS, has};
use super::sql::deeds as sql;
use super::{chosen, line, past};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, Result, RowId, SchoolDate, limits};
use crate::store::Tx;
use crate::trail;

/// An entry of the ledger.
#[derive(Clone, Debug)]
pub struct Benefit {
    /// Its id.
    pub id: RowId,
    /// The household; none for the village as a whole.
    pub household: Option<RowId>,
    /// Its number in the book.
    pub number: String,
    /// What, by code.
    pub kind: String,
    /// Of which project.
    pub project: String,
    /// From whom.
    pub source: String,
    /// How much; none for goods without a price.
    pub amount_fen: Option<i64>,
    /// Which goods, how much of them.
    pub goods: String,
    /// When it arrived.
    pub day: SchoolDate,
    /// What proves it: slip, transfer, photo.
    pub evidence: String,
    /// Why it was taken back; empty where it counts.
    pub reversed: String,
    /// When.
    pub reversed_day: Option<SchoolDate>,
}

impl Benefit {
    /// Whether it counts.
    pub const fn counts(&self) -> bool {
        self.reversed_day.is_none()
    }
}

/// The ledger of the permit's village, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn of_village(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHouseholds>) -> Result<Vec<Benefit>> {
    load(tx, permit.village()?)
}

fn load(tx: &mut Tx<'_>, village: RowId) -> Result<Vec<Benefit>> {
    let told = |row: sql::BenefitRow| {
        let sql::BenefitRow { id, household, number, kind, project, source, amount_fen, goods, day, evidence, reversed, reversed_day } = row;
        Benefit { id, household, number, kind, project, source, amount_fen, goods, day, evidence, reversed, reversed_day }
    };
    Ok(sql::benefits(tx, village)?.into_iter().map(told).collect())
}

/// What counts of the amounts, in fen.
pub fn total<'a>(all: impl IntoIterator<Item = &'a Benefit>) -> i64 {
    all.into_iter().filter(|one| one.counts()).filter_map(|one| one.amount_fen).sum()
}

/// What a form says of an entry.
#[derive(Clone, Debug)]
pub struct New {
    /// Its id, from the form.
    pub id: Option<RowId>,
    /// The household; empty for the village as a whole.
    pub household: String,
    /// What, by code.
    pub kind: String,
    /// Of which project.
    pub project: String,
    /// From whom.
    pub source: String,
    /// How much.
    pub amount: Result<Option<i64>, Msg>,
    /// Which goods.
    pub goods: String,
    /// When it arrived.
    pub day: Option<SchoolDate>,
    /// What proves it.
    pub evidence: String,
}

/// Writes down what arrived, and where.
///
/// # Errors
/// Problems at their fields; too much beyond a full ledger.
pub fn write(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, new: &New) -> Result<RowId> {
    let village = permit.village()?;
    let mut problems = Problems::default();
    let household = if new.household.is_empty() { None } else { new.household.parse::<RowId>().ok() };
    let there = match household {
        Some(id) => super::sql::cards::one(tx, id).is_ok_and(|(of, _)| of == village),
        None => new.household.is_empty(),
    };
    chosen(&mut problems, "household", there);
    chosen(&mut problems, "kind", has(&BENEFITS, &new.kind));
    let amount_fen = problems.keep("amount", new.amount.clone()).flatten();
    let goods = line(&mut problems, "goods", &new.goods, 0, limits::NAME_CHARS * 2);
    if amount_fen == Some(0) || (amount_fen.is_none() && goods.is_empty() && new.amount.is_ok()) {
        problems.note("amount", "household-benefit-nothing");
    }
    let (id, kind) = (new.id.unwrap_or_else(|| tx.new_id()), new.kind.clone());
    let row = sql::BenefitRow {
        id,
        household,
        number: String::new(),
        kind,
        project: line(&mut problems, "project", &new.project, 2, limits::NAME_CHARS),
        source: line(&mut problems, "source", &new.source, 2, limits::NAME_CHARS),
        amount_fen,
        goods,
        day: past(&mut problems, tx, "day", new.day),
        evidence: line(&mut problems, "evidence", &new.evidence, 4, limits::LINE_CHARS),
        reversed: String::new(),
        reversed_day: None,
    };
    problems.end()?;
    sql::insert_benefit(tx, village, &row, &permit.who().tag())?;
    trail::note(tx, permit.who(), "household.benefit", id, &serde_json::json!({ "kind": row.kind, "village": village, "household": household }))?;
    Ok(id)
}

/// Takes an entry back; it stays to be read, with why.
///
/// # Errors
/// A problem at `reason`; a conflict when it was taken back before; not found in another village.
pub fn reverse(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, id: RowId, reason: &str) -> Result<()> {
    let village = permit.village()?;
    if !load(tx, village)?.iter().any(|one| one.id == id) {
        return Err(Error::NotFound);
    }
    let mut problems = Problems::default();
    let reason = line(&mut problems, "reason", reason, 4, limits::LINE_CHARS);
    problems.end()?;
    let today = tx.today();
    if !sql::insert_reversal(tx, id, today, &reason, &permit.who().tag())? {
        return Err(Error::Conflict(Msg::new("household-reversed")));
    }
    trail::note(tx, permit.who(), "household.benefit-reversed", id, &serde_json::json!({ "village": village }))?;
    Ok(())
}
