//! verbs: monitoring (A10-06, CONVENTIONS 2.7): income per head below the line of the province, a status that asks for it, a risk that was reported – each an alert for whoever is responsible.

use super::households::{self, Household};
use super::matters::{self, Matter};
use super::villages::{self, Line, line_of};
use super::{Of, sql};
use crate::access::{Permit, Who, acts};
use crate::base::{Result, RowId, SchoolDate, StaffId};
use crate::store::Tx;
use crate::trail;

/// The task of whoever looks at a household.
pub const TASK: &str = "household-risk";
/// Days to look at it.
const LOOK_DAYS: i64 = 7;

/// Why a household is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Income per head of a year below the line: year, income, line.
    Below(i64, i64, i64),
    /// A risk that was reported and is open: the code.
    Risk(String, SchoolDate),
    /// Its status is one of the three kinds that are monitored: the code.
    Monitored(String),
}

/// Why a household is looked at, by its newest income, its status and the risks reported.
pub fn reasons(household: &Household, matters: &[Matter], lines: &[Line], province: &str, today: SchoolDate) -> Vec<Why> {
    let mut found = Vec::new();
    if household.status == "moved" {
        return found;
    }
    if let Some((year, net)) = household.newest()
        && let Some(line) = line_of(lines, "threshold", province, year)
        && net.head_fen < line.amount_fen
    {
        found.push(Why::Below(year, net.head_fen, line.amount_fen));
    }
    let open = matters.iter().filter(|one| one.household == household.id && one.what == "risk" && one.is_open(today));
    found.extend(open.map(|one| Why::Risk(one.code.clone(), one.from)));
    if matches!(household.status.as_str(), "unstable" | "marginal" | "sudden") {
        found.push(Why::Monitored(household.status.clone()));
    }
    found
}

/// The households of the permit's village that are looked at, with why.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of_village(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHouseholds>, all: &[Household]) -> Result<Vec<(RowId, Vec<Why>)>> {
    let (village, today) = (villages::village(tx, permit)?, tx.today());
    let (lines, matters) = (villages::lines(tx)?, matters::load(tx, village.id, None)?);
    Ok(all.iter().map(|one| (one.id, reasons(one, &matters, &lines, &village.province, today))).filter(|(_, why)| !why.is_empty()).collect())
}

/// Who is asked to look at a household: who is responsible for it and has a login, else the team of the village, else whoever writes.
fn askees(tx: &mut Tx<'_>, who: &Who, of: &Of) -> Result<Vec<StaffId>> {
    let today = tx.today();
    let by_login = |all: Vec<villages::Helper>, roles: &[&str]| -> Vec<StaffId> {
        all.into_iter().filter(|one| one.holds_on(today) && roles.contains(&one.role.as_str())).filter_map(|one| one.staff).collect()
    };
    let own = by_login(sql::helpers(tx, of.id)?, &["responsible"]);
    if !own.is_empty() {
        return Ok(own);
    }
    let team = by_login(sql::helpers(tx, of.village)?, &["leader", "member"]);
    Ok(if team.is_empty() && !who.is_operator() { vec![who.staff()] } else { team })
}

/// Asks whoever is responsible to look at a household; `about` is the household itself for its income, or the risk that was reported.
pub(super) fn ask(tx: &mut Tx<'_>, who: &Who, of: &Of, about: RowId) -> Result<()> {
    let due = tx.today().plus_days(LOOK_DAYS);
    let (_, number) = sql::cards::one(tx, of.id)?;
    for staff in askees(tx, who, of)? {
        trail::open_task(tx, staff, TASK, about, &format!("/households/{}", of.id), &[("name", number.clone())], due)?;
    }
    Ok(())
}

/// Whoever was asked has looked: the tasks about the household and about what was reported of it are done.
pub(super) fn judged(tx: &mut Tx<'_>, who: &Who, of: &Of) -> Result<()> {
    let risks: Vec<RowId> = matters::load(tx, of.village, Some(of.id))?.into_iter().filter(|one| one.what == "risk").map(|one| one.id).collect();
    for about in std::iter::once(of.id).chain(risks) {
        trail::end_tasks(tx, who, TASK, about, true)?;
    }
    Ok(())
}

/// Looks at one household after its facts changed: asks where the income lies below the line.
pub(super) fn look_at(tx: &mut Tx<'_>, who: &Who, of: &Of) -> Result<()> {
    let (village, lines, today) = (villages::known(tx, of.village)?, villages::lines(tx)?, tx.today());
    let below =
        households::load(tx, of.village, Some(of.id))?.iter().any(|one| reasons(one, &[], &lines, &village.province, today).iter().any(|why| matches!(why, Why::Below(..))));
    if below { ask(tx, who, of, of.id) } else { Ok(()) }
}

/// Looks through all households of a province after its line changed.
pub(super) fn look_through(tx: &mut Tx<'_>, who: &Who, province: &str) -> Result<()> {
    let (lines, today) = (villages::lines(tx)?, tx.today());
    for village in sql::villages(tx)?.into_iter().filter(|one| one.province == province) {
        for one in households::load(tx, village.id, None)? {
            if reasons(&one, &[], &lines, province, today).iter().any(|why| matches!(why, Why::Below(..))) {
                ask(tx, who, &Of { id: one.id, village: village.id, is_village: false }, one.id)?;
            }
        }
    }
    Ok(())
}
