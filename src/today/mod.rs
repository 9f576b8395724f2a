//! Today (今日): what is due for whom, what is missing in the school, and the principal's lines. Reads across rooms, read-only.

mod monday;
pub mod pages;
mod sql;

use crate::access::{Action, Duty, Permit, Subject, Who, acts};
use crate::activity::{cadence, visits};
use crate::archive::handing;
use crate::base::{Lang, Msg, Result, SchoolDate, words};
use crate::dropout::{reports as dropout_reports, watch};
use crate::roster::time::{self, Term};
use crate::screening::{candidates, filing, load};
use crate::store::Tx;
use crate::supervision::{meetings, summaries};
use crate::trail::{self, Task};
use crate::tutoring::sessions;

/// Days of tutoring that are waited for, at most.
const TUTORING_MOST: usize = 3;

/// Something missing, with the page on which it is mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What, in plain words.
    pub what: Msg,
    /// Where.
    pub link: String,
}

/// A line of the principal's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// In words.
    pub what: Msg,
    /// Where it opens; empty when nowhere.
    pub link: String,
    /// Good news stands apart.
    pub good: bool,
}

/// A person's first page.
#[derive(Clone, Debug)]
pub struct Today {
    /// The day.
    pub day: SchoolDate,
    /// The term and its week, where there is one.
    pub term: Option<Term>,
    /// What is due, the earliest first.
    pub tasks: Vec<Task>,
    /// What is still open with the own children, a line each.
    pub waiting: Vec<Missing>,
    /// What is missing in the school, for those who mend it.
    pub missing: Vec<Missing>,
    /// The principal's lines.
    pub facts: Vec<Fact>,
}

/// Gathers a person's first page.
///
/// # Errors
/// Faults of the database.
pub fn today(tx: &mut Tx<'_>, who: &Who) -> Result<Today> {
    let term = time::current_term(tx)?;
    let tasks = trail::tasks_of(tx, who.staff())?;
    let missing = if who.holds(Duty::AcademicOffice) || who.holds(Duty::Administrator) { missing(tx, who, term.as_ref())? } else { Vec::new() };
    let facts = match &term {
        Some(term) if who.holds(Duty::Principal) => facts(tx, who, term)?,
        _ => Vec::new(),
    };
    let waiting = waiting(tx, who)?;
    Ok(Today { day: tx.today(), term, tasks, waiting, missing, facts })
}

/// What was not begun yet with the children of the own caseload (A9-03, A9-20, A8-09, A9-08).
fn waiting(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Missing>> {
    let line = |one: cadence::Waiting| Missing {
        what: Msg::new(format!("today-wait-{}", one.act.code())).with("count", one.children.len()).with("span", span(who.lang, one.span)),
        link: "/records".into(),
    };
    let mut found: Vec<Missing> = cadence::own_waiting(tx, who)?.into_iter().map(line).collect();
    for (class, count) in visits::unvisited(tx, who)? {
        let name = time::class(tx, class)?.name;
        found.push(Missing { what: Msg::new("today-unvisited").with("class", name).with("count", count), link: format!("/classes/{class}/visits?only=open") });
    }
    for (day, class) in sessions::due(tx, who)?.into_iter().take(TUTORING_MOST) {
        found.push(Missing { what: Msg::new("today-tutoring").with("title", &class.title).with("day", day), link: format!("/tutoring/classes/{}/days/{day}", class.id) });
    }
    for (circle, owed) in meetings::due_soon(tx, who)? {
        found.push(Missing { what: Msg::new("today-meeting-due").with("name", &circle.name).with("day", owed.until), link: circle.form() });
    }
    for one in handing::waiting(tx, who)? {
        let link = format!("/classes/{}/handover", one.class);
        if let Some((count, day)) = one.unsigned {
            found.push(Missing { what: Msg::new("today-handover-due").with("class", &one.name).with("count", count).with("day", day), link: link.clone() });
        }
        if one.unread > 0 {
            found.push(Missing { what: Msg::new("today-handover-came").with("class", &one.name).with("count", one.unread), link });
        }
    }
    for one in watch::own_alerts(tx, who)? {
        let what = Msg::new("today-away").with("name", &one.name).with("days", one.streak.days).with("since", one.streak.since);
        found.push(Missing { what, link: format!("/pupils/{}/absence", one.pupil) });
    }
    for what in dropout_reports::owed(tx, who)? {
        found.push(Missing { what, link: "/dropout/months".into() });
    }
    for (key, name) in summaries::due_soon(tx, who)? {
        found.push(Missing { what: Msg::new("today-summary-due").with("name", name).with("day", key.due), link: key.address() });
    }
    Ok(found)
}

fn span(lang: Lang, code: &str) -> String {
    words::word(lang, &format!("activity-owed-in-{code}"))
}

fn missing(tx: &mut Tx<'_>, who: &Who, term: Option<&Term>) -> Result<Vec<Missing>> {
    let mut found = Vec::new();
    let mut add = |what: Msg, link: &str| found.push(Missing { what, link: link.to_owned() });
    let Some(term) = term else {
        add("today-no-term".into(), "/settings/calendar");
        return Ok(found);
    };
    let office = who.may_somewhere(Action::ImportSheets);
    let day = tx.today().clamp(term.first_day, term.last_day);
    let waiting = sql::imports_waiting(tx)?;
    if waiting > 0 && office {
        add(Msg::new("today-import-waits").with("count", waiting), "/imports");
    }
    let pupils: i64 = time::pupils_in_classes(tx, term.year, day)?.iter().map(|(_, n)| n).sum();
    if pupils == 0 {
        add("today-no-pupils".into(), "/import");
        return Ok(found);
    }
    let homerooms = time::homerooms(tx, term.year, day)?;
    let without: Vec<String> = time::classes(tx, term.year)?.into_iter().filter(|class| !homerooms.iter().any(|(id, ..)| *id == class.id)).map(|class| class.name).collect();
    if let Some(first) = without.first() {
        add(Msg::new("today-no-homeroom").with("count", without.len()).with("class", first), "/settings/staff");
    }
    if !office {
        return Ok(found);
    }
    let (results, newest) = sql::results(tx, load::window(term))?;
    let run = candidates::runs(tx, term.id)?;
    if results == 0 {
        add(Msg::new("today-no-results").with("term", term.code), "/import");
    } else if run.is_none() {
        add("today-not-screened".into(), "/screening");
    } else if run.is_some_and(|run| newest > run.newest.at) {
        add("today-results-newer".into(), "/screening");
    }
    for (opened, count) in filing::late(tx, who, term)? {
        add(Msg::new("today-lists-late").with("count", count).with("name", &opened.programme.name), &opened.address());
    }
    Ok(found)
}

/// The principal's lines, as far as they can be told today: newly flagged, not yet looked at, attendance, results missing, good news.
fn facts(tx: &mut Tx<'_>, who: &Who, term: &Term) -> Result<Vec<Fact>> {
    let mut facts = Vec::new();
    let mut add = |what: Msg, link: &str, good: bool| facts.push(Fact { what, link: link.to_owned(), good });
    let runs = candidates::runs(tx, term.id)?;
    let states = candidates::class_states(tx, who, term, runs.as_ref())?;
    let mut better = 0;
    if let Some(runs) = &runs {
        let (caught, fresh): (i64, i64) = (states.iter().map(|s| s.caught).sum(), states.iter().map(|s| s.fresh).sum());
        match runs.before {
            Some(_) => add(Msg::new("today-flagged-new").with("count", fresh).with("of", caught), "/screening/candidates?new=1", false),
            None => add(Msg::new("today-flagged").with("count", caught), "/screening/candidates", false),
        }
        let (open, late) = sql::reviews_open(tx, crate::screening::running::REVIEW_TASK)?;
        if open > 0 {
            add(Msg::new("today-reviews-open").with("count", open).with("late", late), "/screening", false);
        }
        better = candidates::gone(tx, who, runs, None)?.len();
    }
    let (taken, absent) = sql::attendance(tx)?;
    if taken > 0 {
        add(Msg::new("today-attendance").with("count", taken).with("of", states.iter().filter(|s| s.pupils > 0).count()).with("absent", absent), "/attendance", false);
    }
    let without = states.iter().filter(|s| s.pupils > 0 && s.with_results == 0).count();
    if without > 0 {
        add(Msg::new("today-classes-without-results").with("count", without), "/screening", false);
    }
    if better > 0 {
        add(Msg::new("today-good-news").with("count", better), "/screening/candidates", true);
    }
    let print = Permit::<acts::PrintRegister>::ask(tx, who, Subject::School)?;
    // What concerns children comes before figures of the school: after the line of the newly flagged.
    let mut lines = monday::unheard(tx, &print)?;
    lines.extend(monday::overloaded(tx, &print, term)?);
    lines.extend(monday::bureau(tx, who, term)?);
    if better == 0 {
        lines.extend(monday::news(tx)?);
    }
    facts.splice(facts.len().min(1)..facts.len().min(1), lines);
    Ok(facts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::ScopeKind;
    use crate::base::{Id, RowId};
    use crate::roster::school_for_tests::{School, class, day};

    fn keys(school: &School, who: &Who) -> Vec<String> {
        school.read(|tx| today(tx, who)).missing.into_iter().map(|m| m.what.key.to_string()).collect()
    }

    #[test]
    fn the_office_reads_the_next_step_and_finished_work_disappears() {
        let school = School::new("today-office");
        let office = school.staff("教导处", Duty::AcademicOffice, ScopeKind::School, RowId::from_uuid(school.id.uuid()));
        assert_eq!(keys(&school, &office), ["today-no-pupils"]);
        let (class, grade) = class(2026, 4, 1);
        school.store.write(school.id, |tx| crate::access::open_place(tx, crate::base::derived(&[b"child"]), class, grade, day("2026-09-01"), day("9999-12-31"))).unwrap();
        assert_eq!(keys(&school, &office), ["today-no-homeroom", "today-no-results"]);
        let teacher = school.staff("王老师", Duty::Homeroom, ScopeKind::Class, RowId::from_uuid(class.uuid()));
        assert!(keys(&school, &teacher).is_empty(), "a class teacher is not asked to mend the school");
    }
}
