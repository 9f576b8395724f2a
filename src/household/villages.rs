//! verbs: villages, the people who work for them and for households with their history (A10-07, A10-11, A10-12, A10-13), the lines of income (CONVENTIONS 2.7), targets and assessments (A10-08, A10-25).

use super::codes::{ROLES_OF_HOUSEHOLD, ROLES_OF_VILLAGE};
use super::{Of, chosen, forever, line, past, same, school_tag, sql};
use crate::access::{self, Action, Duty, NewTie, Permit, ScopeKind, Subject, Who, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, Result, RowId, SchoolDate, StaffId, limits};
use crate::roster::people;
use crate::store::Tx;
use crate::trail;

/// Villages of one tenant.
pub const MOST: usize = 200;
/// Years that can be written of.
pub const YEARS: std::ops::RangeInclusive<i64> = 2010..=2100;

/// A village.
#[derive(Clone, Debug)]
pub struct Village {
    /// Its id.
    pub id: RowId,
    /// Its name.
    pub name: String,
    /// The town to which it belongs, whose average income counts.
    pub township: String,
    /// The province, whose line of monitoring counts.
    pub province: String,
    /// `team` in a poor village, else `group` (A10-07).
    pub works: String,
}

/// Somebody who works for a village or household.
#[derive(Clone, Debug)]
pub struct Helper {
    /// The row.
    pub id: RowId,
    /// As what, by code.
    pub role: String,
    /// Who, where the person has a login here.
    pub staff: Option<StaffId>,
    /// Name of the person, unit or firm.
    pub name: String,
    /// Where the person comes from.
    pub unit: String,
    /// First day.
    pub from: SchoolDate,
    /// Last day.
    pub until: SchoolDate,
}

impl Helper {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: SchoolDate) -> bool {
        (self.from..=self.until).contains(&day)
    }
}

/// Income of a person and year that others are held against.
#[derive(Clone, Debug)]
pub struct Line {
    /// `threshold` of a province or `average` of a town.
    pub kind: String,
    /// Which province or town.
    pub region: String,
    /// Which year.
    pub year: i64,
    /// How much.
    pub amount_fen: i64,
    /// Who says so.
    pub source: String,
}

/// What a village aims at in a year.
#[derive(Clone, Debug)]
pub struct Target {
    /// Which year.
    pub year: i64,
    /// From which year growth counts.
    pub base_year: i64,
    /// People to be lifted out.
    pub people: i64,
    /// Growth above the town's average, in tenths of a percentage point.
    pub above_tenths: i64,
    /// Where it is written.
    pub source: String,
}

/// How those who answer for a village are assessed.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// Which year.
    pub year: i64,
    /// `good`, `fair` or `short`.
    pub verdict: String,
    /// Who answers for it.
    pub holder: String,
    /// Why.
    pub words: String,
    /// When.
    pub day: SchoolDate,
}

/// The villages that somebody may read of.
///
/// # Errors
/// Faults of the database.
pub fn all(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Village>> {
    let everywhere = who.may_everywhere(Action::SeeHouseholds);
    let own: Vec<RowId> = who.ties.iter().filter(|tie| tie.scope == ScopeKind::Village && Action::SeeHouseholds.allowed_to(tie.duty)).map(|tie| tie.scope_id).collect();
    Ok(sql::villages(tx)?.into_iter().filter(|village| everywhere || own.contains(&village.id)).collect())
}

/// The permit's village.
///
/// # Errors
/// Not found when there is none.
pub fn village(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHouseholds>) -> Result<Village> {
    sql::village(tx, permit.village()?)
}

/// A village by its id, for verbs that asked before.
pub(super) fn known(tx: &mut Tx<'_>, id: RowId) -> Result<Village> {
    sql::village(tx, id)
}

/// Sets up a village. The id comes from the form, so that what is sent twice counts once.
///
/// # Errors
/// Problems at their fields; too much beyond [`MOST`].
pub fn found(tx: &mut Tx<'_>, permit: &Permit<acts::ManageVillages>, new: &Village) -> Result<RowId> {
    let mut problems = Problems::default();
    let village = Village {
        id: new.id,
        name: line(&mut problems, "name", &new.name, 2, limits::NAME_CHARS),
        township: line(&mut problems, "township", &new.township, 2, limits::NAME_CHARS),
        province: line(&mut problems, "province", &new.province, 2, limits::NAME_CHARS),
        works: new.works.clone(),
    };
    chosen(&mut problems, "works", matches!(village.works.as_str(), "team" | "group"));
    problems.end()?;
    if sql::villages(tx)?.len() >= MOST {
        return Err(Error::TooMuch(Msg::new("household-villages-many").with("most", MOST)));
    }
    if !sql::insert_village(tx, &village, &permit.who().tag())? {
        return Err(Error::at("name", "household-village-there"));
    }
    trail::note(tx, permit.who(), "household.village", village.id, &serde_json::json!({}))?;
    Ok(village.id)
}

/// Everybody who works or worked for it, those who do now first.
///
/// # Errors
/// Faults of the database.
pub fn helpers(tx: &mut Tx<'_>, of: &Of) -> Result<Vec<Helper>> {
    sql::helpers(tx, of.id)
}

/// Who can be chosen by login: everybody who works here.
///
/// # Errors
/// Faults of the database.
pub fn people(tx: &mut Tx<'_>) -> Result<Vec<(StaffId, String)>> {
    let today = tx.today();
    Ok(people::staff_list(tx)?.into_iter().filter(|one| one.is_here(today)).map(|one| (one.id, one.name)).collect())
}

/// The person of a form: by login, or by name alone.
pub(super) fn person(tx: &mut Tx<'_>, problems: &mut Problems, staff: &str, name: &str) -> Result<(Option<StaffId>, String)> {
    if staff.is_empty() {
        return Ok((None, line(problems, "name", name, 2, limits::NAME_CHARS)));
    }
    let found = match staff.parse::<StaffId>() {
        Ok(id) => people(tx)?.into_iter().find(|(known, _)| *known == id),
        Err(_) => None,
    };
    chosen(problems, "staff", found.is_some());
    Ok(found.map_or((None, String::new()), |(id, name)| (Some(id), name)))
}

/// What a form says of somebody who is to work for a village or household.
#[derive(Clone, Debug, Default)]
pub struct NewHelper {
    /// As what, by code.
    pub role: String,
    /// The id of who has a login here; empty otherwise.
    pub staff: String,
    /// Name of who has none.
    pub name: String,
    /// Where the person comes from.
    pub unit: String,
    /// First day.
    pub from: Option<SchoolDate>,
}

/// Somebody works for a village from a day on. A member of the team with a login reads the households of the village from then on.
///
/// # Errors
/// Problems at their fields.
pub fn appoint(tx: &mut Tx<'_>, permit: &Permit<acts::ManageVillages>, of: &Of, new: &NewHelper) -> Result<RowId> {
    put(tx, permit.who(), of, new)
}

/// Somebody works for a household from a day on: who is responsible changes by a new row, and the one before ends the day before (A10-11, CONVENTIONS 2.2).
///
/// # Errors
/// Problems at their fields.
pub fn pair(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, of: &Of, new: &NewHelper) -> Result<RowId> {
    same(permit, of)?;
    put(tx, permit.who(), of, new)
}

fn put(tx: &mut Tx<'_>, who: &Who, of: &Of, new: &NewHelper) -> Result<RowId> {
    let mut problems = Problems::default();
    chosen(&mut problems, "role", if of.is_village { ROLES_OF_VILLAGE.contains(&new.role.as_str()) } else { ROLES_OF_HOUSEHOLD.contains(&new.role.as_str()) });
    let (staff, name) = person(tx, &mut problems, &new.staff, &new.name)?;
    let unit = line(&mut problems, "unit", &new.unit, 0, limits::NAME_CHARS);
    let from = past(&mut problems, tx, "from", new.from);
    let there: Vec<Helper> = sql::helpers(tx, of.id)?.into_iter().filter(|one| one.role == new.role && one.until >= from).collect();
    let alone = matches!(new.role.as_str(), "responsible" | "leader" | "secretary" | "head" | "unit");
    if there.iter().any(|one| one.from > from || (one.staff == staff && one.name == name)) {
        problems.note("from", "household-helper-there");
    }
    problems.end()?;
    for before in there.iter().filter(|_| alone) {
        // Who begins on the same day takes the place at once.
        let last = from.plus_days(-1).max(before.from);
        close(tx, who, of, before, last)?;
    }
    let row = Helper { id: tx.new_id(), role: new.role.clone(), staff, name, unit, from, until: forever() };
    sql::insert_helper(tx, of.scope(), of.id, &row, &who.tag())?;
    if let (true, "leader" | "member", Some(staff)) = (of.is_village, row.role.as_str(), staff) {
        let tie = NewTie { staff, duty: Duty::VillageTeam, scope: ScopeKind::Village, scope_id: of.id, subject: "", from, until: row.until, source: row.id, on_behalf_of: None };
        access::open_tie(tx, &tie)?;
    }
    trail::note(tx, who, "household.helper", of.id, &serde_json::json!({ "role": row.role, "row": row.id }))?;
    Ok(row.id)
}

fn close(tx: &mut Tx<'_>, who: &Who, of: &Of, row: &Helper, last: SchoolDate) -> Result<()> {
    if !sql::end_helper(tx, of.id, row.id, last)? {
        return Err(Error::Conflict(Msg::new("household-helper-ended")));
    }
    access::close_ties_of(tx, row.id, last)?;
    trail::note(tx, who, "household.helper-ended", of.id, &serde_json::json!({ "row": row.id }))?;
    Ok(())
}

fn end(tx: &mut Tx<'_>, who: &Who, of: &Of, id: RowId, last: Option<SchoolDate>) -> Result<()> {
    let mut problems = Problems::default();
    let last = past(&mut problems, tx, "until", last);
    let row = sql::helpers(tx, of.id)?.into_iter().find(|row| row.id == id).ok_or(Error::NotFound)?;
    if last < row.from {
        problems.note("until", "household-day-before");
    }
    problems.end()?;
    close(tx, who, of, &row, last)
}

/// Somebody worked for a village until a day; what the team read ends with it.
///
/// # Errors
/// A problem at `until`; a conflict when it ended before.
pub fn release(tx: &mut Tx<'_>, permit: &Permit<acts::ManageVillages>, of: &Of, id: RowId, last: Option<SchoolDate>) -> Result<()> {
    end(tx, permit.who(), of, id, last)
}

/// Somebody worked for a household until a day.
///
/// # Errors
/// A problem at `until`; a conflict when it ended before.
pub fn unpair(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, of: &Of, id: RowId, last: Option<SchoolDate>) -> Result<()> {
    same(permit, of)?;
    end(tx, permit.who(), of, id, last)
}

/// The newest lines and averages, the newest year first.
///
/// # Errors
/// Faults of the database.
pub fn lines(tx: &mut Tx<'_>) -> Result<Vec<Line>> {
    sql::lines(tx)
}

/// The line of a kind for a region and year.
pub fn line_of<'a>(lines: &'a [Line], kind: &str, region: &str, year: i64) -> Option<&'a Line> {
    lines.iter().find(|line| line.kind == kind && line.region == region && line.year == year)
}

/// Writes a line or an average down. A new line is held against all households of the province at once.
///
/// # Errors
/// Problems at their fields.
pub fn set_line(tx: &mut Tx<'_>, permit: &Permit<acts::ManageVillages>, kind: &str, region: &str, year: Option<i64>, amount: Result<Option<i64>, Msg>, source: &str) -> Result<()> {
    let mut problems = Problems::default();
    chosen(&mut problems, "kind", matches!(kind, "threshold" | "average"));
    let region = line(&mut problems, "region", region, 2, limits::NAME_CHARS);
    let source = line(&mut problems, "source", source, 4, limits::LINE_CHARS);
    let year = year.filter(|year| YEARS.contains(year));
    chosen(&mut problems, "year", year.is_some());
    let amount_fen = problems.keep("amount", amount).flatten().filter(|fen| *fen > 0);
    if amount_fen.is_none() {
        problems.note("amount", "household-line-amount");
    }
    problems.end()?;
    let (Some(year), Some(amount_fen)) = (year, amount_fen) else { return Err(Error::NotFound) };
    let new = Line { kind: kind.to_owned(), region, year, amount_fen, source };
    sql::insert_line(tx, &new, &permit.who().tag())?;
    trail::note(tx, permit.who(), "household.line", school_tag(tx), &serde_json::json!({ "kind": kind, "year": year }))?;
    if kind == "threshold" {
        super::watch::look_through(tx, permit.who(), &new.region)?;
    }
    Ok(())
}

/// Targets of the permit's village, the newest year first.
///
/// # Errors
/// Faults of the database.
pub fn targets(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHouseholds>) -> Result<Vec<Target>> {
    sql::targets(tx, permit.village()?)
}

/// Sets the target of a year (A10-08).
///
/// # Errors
/// Problems at their fields.
pub fn set_target(tx: &mut Tx<'_>, permit: &Permit<acts::ManageVillages>, village: RowId, new: &Target) -> Result<()> {
    sql::village(tx, village)?;
    let mut problems = Problems::default();
    chosen(&mut problems, "year", YEARS.contains(&new.year));
    if !YEARS.contains(&new.base_year) || new.base_year >= new.year {
        problems.note("base_year", "household-base-year");
    }
    chosen(&mut problems, "people", (0..100_000).contains(&new.people));
    chosen(&mut problems, "above", (0..1000).contains(&new.above_tenths));
    let source = line(&mut problems, "source", &new.source, 4, limits::LINE_CHARS);
    problems.end()?;
    sql::insert_target(tx, village, &Target { source, ..new.clone() }, &permit.who().tag())?;
    trail::note(tx, permit.who(), "household.target", village, &serde_json::json!({ "year": new.year }))?;
    Ok(())
}

/// Assessments of the permit's village.
///
/// # Errors
/// Faults of the database.
pub fn assessments(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHouseholds>) -> Result<Vec<Assessment>> {
    sql::assessments(tx, permit.village()?)
}

/// Assesses those who answer for a village in a year (A10-25).
///
/// # Errors
/// Problems at their fields.
pub fn assess(tx: &mut Tx<'_>, permit: &Permit<acts::ManageVillages>, village: RowId, new: &Assessment) -> Result<()> {
    let helpers = sql::helpers(tx, village)?;
    let mut problems = Problems::default();
    chosen(&mut problems, "year", YEARS.contains(&new.year));
    chosen(&mut problems, "verdict", matches!(new.verdict.as_str(), "good" | "fair" | "short"));
    let words = line(&mut problems, "words", &new.words, 4, limits::LINE_CHARS);
    let today = tx.today();
    let holders: Vec<&str> = helpers.iter().filter(|one| one.holds_on(today) && matches!(one.role.as_str(), "secretary" | "head")).map(|one| one.name.as_str()).collect();
    if holders.is_empty() {
        problems.note("verdict", "household-no-holder");
    }
    problems.end()?;
    let row = Assessment { words, holder: holders.join("、"), day: today, ..new.clone() };
    sql::insert_assessment(tx, village, &row, &permit.who().tag())?;
    trail::note(tx, permit.who(), "household.assessed", village, &serde_json::json!({ "year": new.year, "verdict": new.verdict }))?;
    Ok(())
}

/// Whether somebody manages villages: links of members to pupils are theirs alone.
pub fn manages(who: &Who) -> bool {
    who.may_everywhere(Action::ManageVillages)
}

/// What the audit chain notes as the subject of a village.
pub const fn subject(village: RowId) -> Subject {
    Subject::Village(village)
}
