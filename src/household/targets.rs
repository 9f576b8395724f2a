//! verbs: what a village aimed at in a year and what became of it (A10-08): people lifted out, growth of income per head beside the town's average. The actual figures come from the households;
//! what is not known is 无数据, never 0.

use super::households::Household;
use super::income::{Net, growth_tenths, together};
use super::sql;
use super::villages::{self, Line, Target, line_of};
use crate::access::{Permit, acts};
use crate::base::{Result, RowId, SchoolDate};
use crate::store::Tx;

/// How a year stands beside its target.
#[derive(Clone, Debug)]
pub struct Standing {
    /// What was aimed at.
    pub target: Target,
    /// People of households that were said to be lifted out in the year and still are not back; none when nobody said anything.
    pub lifted: Option<i64>,
    /// Households whose income is known in both years, of how many.
    pub known: (usize, usize),
    /// Income per head of these in both years.
    pub own_fen: Option<(i64, i64)>,
    /// Growth in tenths of a per cent.
    pub own_tenths: Option<i64>,
    /// The town's average in both years.
    pub town_fen: (Option<i64>, Option<i64>),
    /// Its growth.
    pub town_tenths: Option<i64>,
    /// Who says so.
    pub town_source: String,
}

impl Standing {
    /// How far the growth lies above the town's, in tenths of a percentage point; none while either is not known.
    pub fn above_tenths(&self) -> Option<i64> {
        Some(self.own_tenths? - self.town_tenths?)
    }
    /// Whether as many people as aimed at were lifted out; none while nobody said anything.
    pub fn is_lifted(&self) -> Option<bool> {
        Some(self.lifted? >= self.target.people)
    }
    /// Whether the growth reached what was aimed at.
    pub fn is_reached(&self) -> Option<bool> {
        Some(self.above_tenths()? >= self.target.above_tenths.max(1))
    }
}

/// People of households whose newest word of the year says that they were lifted out and that are not monitored again since.
fn lifted(all: &[Household], said: &[(RowId, String, SchoolDate)], year: i64) -> Option<i64> {
    let of_year = |day: &SchoolDate| i64::from(day.year()) == year;
    if !said.iter().any(|(_, _, day)| of_year(day)) {
        return None;
    }
    let counts = |one: &&Household| {
        let words: Vec<&(RowId, String, SchoolDate)> = said.iter().filter(|(id, ..)| *id == one.id).collect();
        words.iter().any(|(_, status, day)| status == "lifted" && of_year(day)) && matches!(one.status.as_str(), "lifted" | "safe")
    };
    Some(all.iter().filter(counts).map(|one| one.members.len() as i64).sum())
}

/// How a target stands, from the households and the averages.
pub fn standing(target: &Target, all: &[Household], said: &[(RowId, String, SchoolDate)], lines: &[Line], township: &str) -> Standing {
    let supported: Vec<&Household> = all.iter().filter(|one| one.is_supported()).collect();
    let both: Vec<(Net, Net)> = supported.iter().filter_map(|one| Some((one.net(target.base_year)?, one.net(target.year)?))).collect();
    let (before, now): (Vec<Net>, Vec<Net>) = both.iter().copied().unzip();
    let own_fen = together(&before).zip(together(&now));
    let town = |year| line_of(lines, "average", township, year);
    let (base, this) = (town(target.base_year), town(target.year));
    let town_fen = (base.map(|line| line.amount_fen), this.map(|line| line.amount_fen));
    Standing {
        target: target.clone(),
        lifted: lifted(all, said, target.year),
        known: (both.len(), supported.len()),
        own_tenths: own_fen.and_then(|(before, now)| growth_tenths(Some(before), Some(now))),
        own_fen,
        town_tenths: growth_tenths(town_fen.0, town_fen.1),
        town_fen,
        town_source: this.map(|line| line.source.clone()).unwrap_or_default(),
    }
}

/// All targets of the permit's village with how they stand, the newest year first.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of_village(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHouseholds>, all: &[Household]) -> Result<Vec<Standing>> {
    let village = villages::village(tx, permit)?;
    let (lines, said) = (villages::lines(tx)?, sql::cards::statuses_of_village(tx, village.id)?);
    Ok(villages::targets(tx, permit)?.iter().map(|target| standing(target, all, &said, &lines, &village.township)).collect())
}
