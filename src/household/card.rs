//! verbs: everything on the card of a household, at once (A4-01…19, A10-01): for the page and the paper.

use super::benefits::{self, Benefit};
use super::checks::{self, Row};
use super::households::{self, Household, Said};
use super::matters::{self, Matter};
use super::measures::{self, Measure};
use super::villages::{self, Helper, Line, Village};
use super::visits::{self, Visit};
use super::watch::{self, Why};
use super::{Of, members};
use crate::access::{Permit, acts};
use crate::base::Result;
use crate::store::Tx;

/// A card.
#[derive(Clone, Debug)]
pub struct Card {
    /// The village.
    pub village: Village,
    /// The household with its members and years.
    pub household: Household,
    /// Members who left.
    pub former: Vec<members::Member>,
    /// What it was for the support, the newest first.
    pub said: Vec<Said>,
    /// Causes, needs, wishes, risks.
    pub matters: Vec<Matter>,
    /// Measures.
    pub measures: Vec<Measure>,
    /// Who works or worked for it.
    pub helpers: Vec<Helper>,
    /// Visits, the newest first.
    pub visits: Vec<Visit>,
    /// The fixed rows that were filled in.
    pub rows: Vec<Row>,
    /// What came from outside.
    pub benefits: Vec<Benefit>,
    /// Why it is looked at.
    pub why: Vec<Why>,
    /// The lines of income.
    pub lines: Vec<Line>,
}

/// The card of a household.
///
/// # Errors
/// Not found when it is not of the permit's village; faults of the database or of a sealed text.
pub fn card(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHouseholds>, of: &Of) -> Result<Card> {
    let (household, village, today) = (households::one(tx, permit, of)?, villages::village(tx, permit)?, tx.today());
    let (matters, lines) = (matters::of(tx, permit, of)?, villages::lines(tx)?);
    let why = watch::reasons(&household, &matters, &lines, &village.province, today);
    Ok(Card {
        former: members::of(tx, permit, of.id)?.into_iter().filter(|one| !one.is_here(today)).collect(),
        said: households::statuses(tx, permit, of)?,
        measures: measures::of(tx, permit, of)?,
        helpers: villages::helpers(tx, of)?,
        visits: visits::of(tx, permit, of)?,
        rows: checks::of(tx, permit, of)?,
        benefits: benefits::of_village(tx, permit)?.into_iter().filter(|one| one.household == Some(of.id)).collect(),
        village,
        household,
        matters,
        why,
        lines,
    })
}
