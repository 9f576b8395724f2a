//! Pages of the room: villages with their books, cards of households, and what a class teacher sees of a pupil's household.

mod checks;
mod enter;
mod household;
mod ledger;
mod matters;
mod measures;
mod members;
mod pupil;
mod targets;
mod team;
mod village;
mod villages;
mod visits;
mod year;

use super::villages::Helper;
use super::{Of, ask, export, of_household};
use crate::access::{Action, Level, Levels, Permit, acts};
use crate::base::{Result, RowId, SchoolDate};
use crate::web::{Cx, Page, Policy, Routes};

/// What the pages of the room show.
const SHOWN: Levels = Levels::of(&[Level::Economic]);

/// Routes of the room.
pub fn routes() -> Routes {
    let (see, keep, manage) = (Policy::May(Action::SeeHouseholds), Policy::May(Action::KeepHouseholds), Policy::May(Action::ManageVillages));
    Routes::new()
        .get("/villages", see, villages::list)
        .post("/villages", manage, villages::found, villages::list)
        .get("/villages/lines", see, villages::lines)
        .post("/villages/lines", manage, villages::set_line, villages::lines)
        .get("/villages/{village}", see, village::show)
        .get("/villages/{village}/missing", see, village::missing)
        .get("/villages/{village}/papers/{what}/{format}", see, village::paper)
        .get("/villages/{village}/team", see, team::show)
        .post("/villages/{village}/team", manage, team::appoint, team::show)
        .post("/villages/{village}/team/end", manage, team::release, team::show)
        .get("/villages/{village}/measures", see, measures::list)
        .post("/villages/{village}/measures", keep, measures::plan, measures::list)
        .get("/villages/{village}/measures/{measure}", see, measures::show)
        .post("/villages/{village}/measures/{measure}", keep, measures::step, measures::show)
        .get("/villages/{village}/checks", see, checks::list)
        .get("/villages/{village}/checks/{item}", see, checks::show)
        .post("/villages/{village}/checks/{item}", keep, checks::fill, checks::show)
        .get("/villages/{village}/targets", see, targets::show)
        .post("/villages/{village}/targets", manage, targets::set, targets::show)
        .post("/villages/{village}/assessments", manage, targets::assess, targets::show)
        .get("/villages/{village}/ledger", see, ledger::list)
        .post("/villages/{village}/ledger", keep, ledger::write, ledger::list)
        .get("/villages/{village}/ledger/{benefit}", see, ledger::show)
        .post("/villages/{village}/ledger/{benefit}", keep, ledger::reverse, ledger::show)
        .get("/villages/{village}/households", keep, enter::form)
        .post("/villages/{village}/households", keep, enter::enter, enter::form)
        .and(of_households(see, keep, manage))
        .get("/pupils/{id}/household", Policy::May(Action::SeeFamily), pupil::show)
}

fn of_households(see: Policy, keep: Policy, manage: Policy) -> Routes {
    Routes::new()
        .get("/households/{household}", see, household::show)
        .get("/households/{household}/paper/{format}", see, household::paper)
        .post("/households/{household}/status", keep, household::set_status, household::show)
        .get("/households/{household}/members", see, members::list)
        .post("/households/{household}/members", keep, members::add, members::list)
        .post("/households/{household}/head", keep, members::set_head, members::list)
        .get("/households/{household}/members/{member}", keep, members::show)
        .post("/households/{household}/members/{member}", keep, members::correct, members::show)
        .post("/households/{household}/members/{member}/end", keep, members::end, members::show)
        .get("/households/{household}/links/{member}", manage, members::links)
        .post("/households/{household}/links/{member}", manage, members::link, members::links)
        .get("/households/{household}/years/{year}", keep, year::form)
        .post("/households/{household}/years/{year}", keep, year::keep, year::form)
        .get("/households/{household}/matters", see, matters::list)
        .post("/households/{household}/matters", keep, matters::add, matters::list)
        .post("/households/{household}/matters/end", keep, matters::end, matters::list)
        .get("/households/{household}/measures", see, measures::list)
        .post("/households/{household}/measures", keep, measures::plan, measures::list)
        .get("/households/{household}/measures/{measure}", see, measures::show)
        .post("/households/{household}/measures/{measure}", keep, measures::step, measures::show)
        .get("/households/{household}/team", see, team::show)
        .post("/households/{household}/team", keep, team::pair, team::show)
        .post("/households/{household}/team/end", keep, team::unpair, team::show)
        .get("/households/{household}/checks", see, checks::list)
        .get("/households/{household}/checks/{item}", see, checks::show)
        .post("/households/{household}/checks/{item}", keep, checks::fill, checks::show)
        .get("/households/{household}/visits", see, visits::list)
        .post("/households/{household}/visits", keep, visits::write, visits::list)
}

/// The way to a page: village, and household where it is of one.
struct Crumbs {
    village: RowId,
    village_name: String,
    household: Option<(RowId, String)>,
}

/// A line with a state: what kind, what in words, how it stands.
struct Stood {
    item: &'static str,
    kind: String,
    what: String,
    stand: String,
    colour: &'static str,
}

/// A measure as a line.
fn stood(p: &Page, one: &super::measures::Measure, today: SchoolDate) -> Stood {
    let stand = one.stands(today);
    Stood { item: "", kind: export::coded(p.lang, "measure", &one.kind), what: one.body.what.clone(), stand: export::coded(p.lang, "stand", stand), colour: colour(stand) }
}

/// What the address names, who may read it, and the way there.
struct Place {
    of: Of,
    permit: Permit<acts::SeeHouseholds>,
    crumbs: Crumbs,
}

impl Place {
    /// What a page is about, in words: the village, or number and head of the household.
    fn name(&self) -> &str {
        self.crumbs.household.as_ref().map_or(&self.crumbs.village_name, |(_, name)| name)
    }
}

/// What the address names: a household, or a village.
fn of(cx: &mut Cx<'_, '_>) -> Result<Of> {
    match cx.path::<RowId>("household") {
        Ok(id) => of_household(cx.tx, id),
        Err(_) => Ok(Of::village(cx.path("village")?)),
    }
}

/// What the address names, for who may read it.
fn place(cx: &mut Cx<'_, '_>) -> Result<Place> {
    let of = of(cx)?;
    let permit = ask::<acts::SeeHouseholds>(cx.tx, cx.who, &of)?;
    let village = super::villages::village(cx.tx, &permit)?;
    let household = if of.is_village {
        None
    } else {
        let one = super::households::one(cx.tx, &permit, &of)?;
        Some((of.id, format!("{} {}", one.number, one.head_name()).trim().to_owned()))
    };
    Ok(Place { crumbs: Crumbs { village: village.id, village_name: village.name, household }, of, permit })
}

/// What the address names, for who may write it.
fn kept(cx: &mut Cx<'_, '_>) -> Result<(Of, Permit<acts::KeepHouseholds>)> {
    let of = of(cx)?;
    let permit = ask(cx.tx, cx.who, &of)?;
    Ok((of, permit))
}

fn saw(cx: &mut Cx<'_, '_>, of: &Of) {
    cx.saw("SeeHouseholds", super::villages::subject(of.village), SHOWN);
}

fn did(cx: &mut Cx<'_, '_>, of: &Of, what: &str) {
    cx.did("KeepHouseholds", super::villages::subject(of.village), SHOWN, format!("{what} {}", of.id));
}

fn managed(cx: &mut Cx<'_, '_>, of: &Of, what: &str) {
    cx.did("ManageVillages", super::villages::subject(of.village), SHOWN, format!("{what} {}", of.id));
}

/// A day of the form.
fn day(cx: &Cx<'_, '_>, field: &str) -> Option<SchoolDate> {
    cx.field(field).parse().ok()
}

fn text(cx: &Cx<'_, '_>, field: &str) -> String {
    cx.field(field).to_owned()
}

/// Codes as options.
fn choices(p: &Page, what: &str, codes: impl IntoIterator<Item = &'static str>) -> Vec<(String, String)> {
    codes.into_iter().map(|code| (code.to_owned(), export::coded(p.lang, what, code))).collect()
}

/// The same, with nothing chosen first.
fn optional(p: &Page, none: &str, all: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), p.t(none))).chain(all).collect()
}

/// Whom a form may name by login, nobody first: everybody for who manages villages, else those who work for the village or household already, and oneself.
fn people(cx: &mut Cx<'_, '_>, p: &Page, of: &Of) -> Result<Vec<(String, String)>> {
    let mut all = super::villages::people(cx.tx)?;
    if !super::villages::manages(cx.who) {
        let mut known = super::villages::helpers(cx.tx, &Of::village(of.village))?;
        known.extend(super::villages::helpers(cx.tx, of)?);
        let me = cx.who.staff();
        all.retain(|(id, _)| *id == me || known.iter().any(|one| one.staff == Some(*id)));
    }
    Ok(optional(p, "household-no-login", all.into_iter().map(|(id, name)| (id.to_string(), name))))
}

/// Whether a person may write here.
fn keeps(cx: &mut Cx<'_, '_>, of: &Of) -> Result<bool> {
    match ask::<acts::KeepHouseholds>(cx.tx, cx.who, of) {
        Ok(_) => Ok(true),
        Err(crate::base::Error::NotFound) => Ok(false),
        Err(other) => Err(other),
    }
}

/// Who works for it, as a line.
fn helper_line(p: &Page, one: &Helper, today: SchoolDate) -> String {
    let until = if one.until >= today { p.t("household-until-now") } else { one.until.to_string() };
    format!("{} {} {} – {until}", one.name, one.unit, one.from)
}

/// The colour of a state of a measure.
fn colour(stand: &str) -> &'static str {
    match stand {
        "arrived" => "good",
        "late" => "overdue",
        "waits" | "begun" => "due",
        _ => "",
    }
}

/// The colour of the result of a row.
fn mark(result: &str) -> &'static str {
    match result {
        "met" => "good",
        "unmet" => "due",
        _ => "",
    }
}
