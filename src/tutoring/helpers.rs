//! verbs: who comes from outside: what was checked of a volunteer or an institution and until when it holds (B3-09, B2-02, B5-04, B4-16). Volunteers are entered in `pairing`; here they are vetted.
//!
//! Nobody from outside has a login, is alone with a child, or reads anything of a child but the first name on the own slip. A vetting lapses by itself; who vouches is told before it does.

use std::collections::BTreeSet;

use serde_json::json;

use super::kinds::{CHECKS_INSTITUTION, CHECKS_VOLUNTEER, VETTING_AHEAD_DAYS, VETTING_DAYS};
use super::sql::helpers as sql;
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, Result, RowId, SchoolDate, StaffId, limits};
use crate::programme::kind_words::kinder;
use crate::roster::people;
use crate::store::Tx;
use crate::trail;

/// The task of looking again at a vetting that ends.
pub const TASK: &str = "tutoring-vetting";
/// Why a vetting is taken back; the words are `tutoring-back-<code>`.
pub const BACKS: [&str; 4] = ["wish", "concern", "papers", "other"];

/// What was checked, and until when it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vetting {
    /// Its id.
    pub id: RowId,
    /// The volunteer or institution.
    pub holder: RowId,
    /// The codes of what was checked, by commas.
    pub checks: String,
    /// First day.
    pub from: SchoolDate,
    /// Last day; earlier when it was taken back.
    pub until: SchoolDate,
    /// One of [`BACKS`] when it was taken back; empty otherwise.
    pub reason: String,
    /// Who checked.
    pub staff: StaffId,
    /// Their name.
    pub by: String,
}

/// An institution outside the school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Institution {
    /// Its id.
    pub id: RowId,
    /// Name.
    pub name: String,
    /// Number of its licence.
    pub licence: String,
    /// Who vouches.
    pub vouched_by: StaffId,
    /// Their name.
    pub vouched_name: String,
    /// The volunteers who come from it.
    pub people: Vec<RowId>,
}

/// A volunteer with what was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volunteer {
    /// Its id.
    pub id: RowId,
    /// Name.
    pub name: String,
    /// The kind, as `pairing` keeps it.
    pub kind: String,
    /// Who vouches.
    pub vouched_by: StaffId,
    /// Their name.
    pub vouched_name: String,
    /// Whether a child is paired with it today (B5-02).
    pub has_child: bool,
    /// The vettings, the newest first.
    pub vettings: Vec<Vetting>,
}

/// How a vetting stands on a day; the word is `tutoring-vetted-<code>`.
pub fn stands(vettings: &[Vetting], day: SchoolDate) -> (&'static str, Option<SchoolDate>) {
    let last = vettings.iter().filter(|one| one.from <= day).map(|one| one.until).max();
    match last {
        Some(until) if until >= day.plus_days(VETTING_AHEAD_DAYS) => ("valid", Some(until)),
        Some(until) if until >= day => ("ending", Some(until)),
        Some(until) => ("lapsed", Some(until)),
        None => ("never", None),
    }
}

/// Whether one vetting covers all days from one to another.
fn covers(vettings: &[Vetting], holder: RowId, from: SchoolDate, until: SchoolDate) -> bool {
    vettings.iter().any(|one| one.holder == holder && one.from <= from && until <= one.until)
}

/// Whether a volunteer, and the institution that it comes from, is vetted from a day to a day.
///
/// # Errors
/// Faults of the database.
pub fn vetted(tx: &mut Tx<'_>, volunteer: RowId, institution: Option<RowId>, from: SchoolDate, until: SchoolDate) -> Result<bool> {
    let all = sql::vettings(tx)?;
    Ok(covers(&all, volunteer, from, until) && institution.is_none_or(|institution| covers(&all, institution, from, until)))
}

/// All volunteers, by name, with what was checked of them.
///
/// # Errors
/// Faults of the database.
pub fn volunteers(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageTutoring>) -> Result<Vec<Volunteer>> {
    let all = sql::vettings(tx)?;
    let of = |id: RowId| all.iter().filter(|one| one.holder == id).cloned().collect();
    Ok(sql::volunteers(tx)?
        .into_iter()
        .map(|(id, name, kind, vouched_by, vouched_name, has_child)| Volunteer { id, name, kind, vouched_by, vouched_name, has_child, vettings: of(id) })
        .collect())
}

/// All institutions, by name, each with its vettings, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn institutions(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageTutoring>) -> Result<Vec<(Institution, Vec<Vetting>)>> {
    let (all, people) = (sql::vettings(tx)?, sql::people(tx)?);
    let with = |mut one: Institution| {
        one.people = people.iter().filter(|(institution, _)| *institution == one.id).map(|(_, volunteer)| *volunteer).collect();
        let own = all.iter().filter(|vetting| vetting.holder == one.id).cloned().collect();
        (one, own)
    };
    Ok(sql::institutions(tx)?.into_iter().map(with).collect())
}

/// Whether a volunteer comes from an institution.
///
/// # Errors
/// Faults of the database.
pub fn comes_from(tx: &mut Tx<'_>, volunteer: RowId, institution: RowId) -> Result<bool> {
    Ok(sql::people(tx)?.contains(&(institution, volunteer)))
}

/// Writes an institution down.
///
/// # Errors
/// Problems at `name`, `licence`, `vouched_by`.
pub fn found(tx: &mut Tx<'_>, permit: &Permit<acts::ManageTutoring>, id: RowId, name: &str, licence: &str, vouched_by: Option<StaffId>) -> Result<()> {
    let (name, licence, today, mut problems) = (name.trim(), licence.trim(), tx.today(), Problems::default());
    if name.is_empty() || name.chars().count() > limits::NAME_CHARS {
        problems.note("name", Msg::new("tutoring-name-length").with("most", limits::NAME_CHARS));
    } else if let Some(key) = kinder(name) {
        problems.note("name", key);
    } else if sql::institutions(tx)?.iter().any(|one| one.id != id && one.name == name) {
        problems.note("name", "tutoring-institution-known");
    }
    if !(4..=limits::NAME_CHARS).contains(&licence.chars().count()) {
        problems.note("licence", "tutoring-licence-missing");
    }
    let vouches = vouched_by.filter(|staff| people::staff(tx, *staff).is_ok_and(|staff| staff.is_here(today)));
    if vouches.is_none() {
        problems.note("vouched_by", "tutoring-staff-missing");
    }
    problems.end()?;
    sql::insert_institution(tx, id, name, licence, vouches.ok_or(Error::NotFound)?, &permit.who().tag())?;
    trail::note(tx, permit.who(), "tutoring.institution", id, &json!({}))?;
    Ok(())
}

/// Writes down that a volunteer comes from an institution.
///
/// # Errors
/// Not found for an institution, a problem at `volunteer` for a volunteer, that there is not.
pub fn send(tx: &mut Tx<'_>, permit: &Permit<acts::ManageTutoring>, institution: RowId, volunteer: RowId) -> Result<()> {
    if !sql::institutions(tx)?.iter().any(|one| one.id == institution) {
        return Err(Error::NotFound);
    }
    if !sql::volunteers(tx)?.iter().any(|(id, ..)| *id == volunteer) {
        return Err(Error::at("volunteer", "tutoring-choose"));
    }
    sql::insert_person(tx, institution, volunteer, &permit.who().tag())?;
    trail::note(tx, permit.who(), "tutoring.sent", institution, &json!({ "volunteer": volunteer }))?;
    Ok(())
}

/// Who vouches for a volunteer or an institution, what is checked of it, and what is written to say so.
fn holder(tx: &mut Tx<'_>, id: RowId) -> Result<(StaffId, &'static [&'static str])> {
    if let Some((_, _, _, vouches, ..)) = sql::volunteers(tx)?.into_iter().find(|(volunteer, ..)| *volunteer == id) {
        return Ok((vouches, &CHECKS_VOLUNTEER));
    }
    let institution = sql::institutions(tx)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    Ok((institution.vouched_by, &CHECKS_INSTITUTION))
}

/// Writes down what was checked: everything that is to be, for a year at most. Who vouches is told a month before it ends.
///
/// # Errors
/// Not found; problems at `check` (not everything was), `until` (past, or beyond a year); a conflict when the person who checks is the one who vouches.
pub fn vet(tx: &mut Tx<'_>, permit: &Permit<acts::ManageTutoring>, id: RowId, of: RowId, checks: &BTreeSet<String>, until: SchoolDate) -> Result<()> {
    let (vouches, needed) = holder(tx, of)?;
    let (today, mut problems) = (tx.today(), Problems::default());
    if needed.iter().any(|check| !checks.contains(*check)) {
        problems.note("check", "tutoring-checks-missing");
    }
    if until < today || until > today.plus_days(VETTING_DAYS) {
        problems.note("until", Msg::new("tutoring-vetting-days").with("count", VETTING_DAYS));
    }
    problems.end()?;
    if vouches == permit.who().staff() {
        return Err(Error::Conflict(Msg::new("tutoring-vetting-own")));
    }
    let new = Vetting { id, holder: of, checks: needed.join(","), from: today, until, reason: String::new(), staff: permit.who().staff(), by: String::new() };
    if !sql::insert_vetting(tx, &new, &permit.who().tag())? {
        return Ok(());
    }
    trail::end_tasks(tx, permit.who(), TASK, of, true)?;
    trail::open_task(tx, vouches, TASK, of, "/tutoring/helpers", &[], until.plus_days(-VETTING_AHEAD_DAYS).max(today))?;
    trail::note(tx, permit.who(), "tutoring.vetted", of, &json!({ "vetting": id, "until": until }))?;
    Ok(())
}

/// Takes all vettings of a volunteer or an institution back from today on: nobody from there meets a child any more.
///
/// # Errors
/// A problem at `reason`; not found; a conflict when none holds.
pub fn take_back(tx: &mut Tx<'_>, permit: &Permit<acts::ManageTutoring>, of: RowId, reason: &str) -> Result<()> {
    if !BACKS.contains(&reason) {
        return Err(Error::at("reason", "tutoring-choose"));
    }
    holder(tx, of)?;
    let today = tx.today();
    let valid: Vec<Vetting> = sql::vettings(tx)?.into_iter().filter(|one| one.holder == of && one.until >= today).collect();
    if valid.is_empty() {
        return Err(Error::Conflict(Msg::new("tutoring-vetting-none")));
    }
    for one in valid {
        sql::insert_end(tx, one.id, today.plus_days(-1), reason, &permit.who().tag())?;
    }
    trail::end_tasks(tx, permit.who(), TASK, of, false)?;
    trail::note(tx, permit.who(), "tutoring.vetting_back", of, &json!({ "reason": reason }))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Id;

    #[test]
    fn a_vetting_lapses_by_itself_and_says_a_month_before_that_it_will() {
        let day = |text: &str| text.parse::<SchoolDate>().unwrap();
        let id = |n: u128| RowId::from_uuid(uuid::Uuid::from_u128(n));
        let staff = StaffId::from_uuid(uuid::Uuid::from_u128(1));
        let vetting = |from: &str, until: &str| Vetting {
            id: id(1),
            holder: id(2),
            checks: String::new(),
            from: day(from),
            until: day(until),
            reason: String::new(),
            staff,
            by: String::new(),
        };
        let all = [vetting("2026-09-01", "2026-12-31")];
        for (on, code) in [("2026-08-31", "never"), ("2026-09-01", "valid"), ("2026-12-01", "valid"), ("2026-12-02", "ending"), ("2026-12-31", "ending"), ("2027-01-01", "lapsed")]
        {
            assert_eq!(stands(&all, day(on)).0, code, "{on}");
        }
        assert!(covers(&all, id(2), day("2026-09-01"), day("2026-12-31")));
        assert!(!covers(&all, id(2), day("2026-09-01"), day("2027-01-01")) && !covers(&all, id(3), day("2026-09-01"), day("2026-09-02")));
    }
}
