//! verbs: a round is opened, all families are told, and it goes on when nothing is left to do; the last step files what was decided.

use std::collections::HashSet;

use super::levels;
use super::notice;
use super::sql;
use super::state::{Stage, What};
use crate::access::{Act, Duty, Level, Permit, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Lang, Msg, PupilId, Result, RowId, SchoolDate, SchoolYear};
use crate::roster::people;
use crate::roster::pupils::{self, PupilLine};
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::trail;

/// The task of whoever heads a panel.
pub const REVIEW_TASK: &str = "hardship-review";
/// The task of whoever decides.
pub const DECIDE_TASK: &str = "hardship-decide";
/// Days for either.
const WORK_DAYS: i64 = 7;
/// How families are told; the words are `hardship-told-<code>`.
pub const TELLING: [&str; 3] = ["letter", "meeting", "call"];
/// Most days of a notice.
const NOTICE_MOST: i64 = 30;
/// Members whom a panel has beside the homeroom teacher, at least.
pub const PANEL_LEAST: i64 = 2;

/// A round to be opened.
#[derive(Clone, Debug)]
pub struct New {
    /// Whether it adjusts what the round of the year determined.
    pub adjusts: bool,
    /// How many levels there are, 1 to 4.
    pub levels: i64,
    /// Until when families apply.
    pub apply_until: SchoolDate,
    /// How many school days the notice hangs.
    pub notice_days: i64,
    /// Whether the notice shows levels.
    pub shows_level: bool,
}

/// A round.
#[derive(Clone, Debug)]
pub struct Round {
    /// Its id.
    pub id: RowId,
    /// Its school year.
    pub year: SchoolYear,
    /// Whether it adjusts.
    pub adjusts: bool,
    /// How many levels there are.
    pub levels: i64,
    /// Until when families apply.
    pub apply_until: SchoolDate,
    /// How many school days the notice hangs.
    pub notice_days: i64,
    /// Whether the notice shows levels.
    pub shows_level: bool,
    /// How far it is.
    pub stage: Stage,
    /// The number of its newest step.
    pub step: i64,
    /// Since when it is there.
    pub since: SchoolDate,
    /// The last day of its notice.
    pub until: Option<SchoolDate>,
}

/// A class in a round.
#[derive(Clone, Debug)]
pub struct ClassLine {
    /// The class.
    pub class: ClassId,
    /// Its name.
    pub name: String,
    /// When and how its families were told.
    pub told: Option<(SchoolDate, String)>,
    /// Members of its panel beside the homeroom teacher.
    pub members: i64,
    /// Its cases.
    pub cases: i64,
    /// … of which the panel has not looked at.
    pub waiting: i64,
}

/// All rounds, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Round>> {
    sql::rounds(tx)
}

/// A round.
///
/// # Errors
/// Not found when there is none.
pub fn round(tx: &mut Tx<'_>, id: RowId) -> Result<Round> {
    sql::rounds(tx)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
}

/// The round that is at work.
///
/// # Errors
/// Faults of the database.
pub fn running(tx: &mut Tx<'_>) -> Result<Option<Round>> {
    Ok(sql::rounds(tx)?.into_iter().find(|one| one.stage != Stage::Filed))
}

/// Opens a round of the present school year. The same id again changes nothing.
///
/// # Errors
/// Problems at `levels`, `apply_until`, `notice_days` and `kind`: one round is at work at a time, one a year determines, others adjust.
pub fn open(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, id: RowId, new: &New) -> Result<()> {
    let (today, mut problems) = (tx.today(), Problems::default());
    let term = time::current_term(tx)?.ok_or_else(|| Error::at("kind", "hardship-no-term"))?;
    let rounds = sql::rounds(tx)?;
    if rounds.iter().any(|one| one.id == id) {
        return Ok(());
    }
    let of_year = rounds.iter().filter(|one| one.year == term.code.year);
    if rounds.iter().any(|one| one.stage != Stage::Filed) {
        problems.note("kind", "hardship-round-running");
    } else if new.adjusts == (of_year.filter(|one| !one.adjusts).count() == 0) {
        problems.note("kind", if new.adjusts { "hardship-round-year-first" } else { "hardship-round-year-done" });
    }
    if !(1..=levels::MOST).contains(&new.levels) {
        problems.note("levels", "hardship-choose");
    }
    if new.apply_until < today || new.apply_until > today.plus_days(120) {
        problems.note("apply_until", "hardship-apply-until");
    }
    if !(1..=NOTICE_MOST).contains(&new.notice_days) {
        problems.note("notice_days", Msg::new("hardship-notice-days-range").with("most", NOTICE_MOST));
    }
    problems.end()?;
    let actor = permit.who().tag();
    if sql::insert_round(tx, id, i64::from(term.code.year.0), new, &actor)? {
        sql::insert_round_step(tx, id, 1, Stage::Applying, None, &actor)?;
        trail::note(tx, permit.who(), "hardship.round", id, &serde_json::json!({ "adjusts": new.adjusts }))?;
    }
    Ok(())
}

/// The classes of a round with what was done in each.
///
/// # Errors
/// Faults of the database.
pub fn classes(tx: &mut Tx<'_>, round: &Round) -> Result<Vec<ClassLine>> {
    let today = tx.today();
    sql::class_lines(tx, round.id, i64::from(round.year.0), today)
}

/// The families of a class were told, or of all classes that were not yet. Told is told: a second word changes nothing.
///
/// # Errors
/// A problem at `way`; not found for a class that is not in the round.
pub fn tell(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, round: &Round, class: Option<ClassId>, way: &str) -> Result<()> {
    if !TELLING.contains(&way) {
        return Err(Error::at("way", "hardship-choose"));
    }
    let all = classes(tx, round)?;
    if class.is_some_and(|class| !all.iter().any(|one| one.class == class)) {
        return Err(Error::NotFound);
    }
    for one in all.iter().filter(|one| one.told.is_none() && class.is_none_or(|class| class == one.class)) {
        sql::put_told(tx, round.id, one.class, way, &permit.who().tag())?;
    }
    Ok(())
}

/// What keeps a round from its next stage; nothing when it may go on.
///
/// # Errors
/// Faults of the database.
pub fn lacks<A: Act>(tx: &mut Tx<'_>, _permit: &Permit<A>, round: &Round) -> Result<Vec<Msg>> {
    let (classes, cases, today) = (classes(tx, round)?, sql::cases(tx, round.id)?, tx.today());
    let named = |key: &'static str, all: Vec<String>| {
        let shown = all.iter().take(6).cloned().collect::<Vec<_>>().join("、");
        (!all.is_empty()).then(|| Msg::new(key).with("count", all.len()).with("names", shown))
    };
    let of = |wanted: &[What]| cases.iter().filter(|one| wanted.contains(&one.newest)).map(|one| format!("{} {}", one.class_name, one.name)).collect::<Vec<_>>();
    let with = |wanted: &dyn Fn(&ClassLine) -> bool| classes.iter().filter(|one| wanted(one)).map(|one| one.name.clone()).collect::<Vec<_>>();
    let late = round.until.filter(|until| today <= *until);
    let all = match round.stage {
        Stage::Applying => vec![named("hardship-lack-told", with(&|one| one.told.is_none()))],
        Stage::Panels => vec![
            named("hardship-lack-nominated", of(&[What::Nominated])),
            named("hardship-lack-panel", with(&|one| one.cases > 0 && one.members < PANEL_LEAST)),
            named("hardship-lack-review", with(&|one| one.waiting > 0)),
        ],
        Stage::Deciding => vec![named("hardship-lack-review", with(&|one| one.waiting > 0)), named("hardship-lack-decision", of(&[What::Reviewed, What::Appealed]))],
        Stage::Noticed => vec![
            late.map(|until| Msg::new("hardship-lack-notice").with("until", until)),
            named("hardship-lack-review", with(&|one| one.waiting > 0)),
            named("hardship-lack-answer", of(&[What::Nominated, What::Reviewed, What::Appealed, What::Objected])),
        ],
        Stage::Filed => Vec::new(),
    };
    Ok(all.into_iter().flatten().collect())
}

/// The last day of a notice that is posted today.
fn notice_until(tx: &mut Tx<'_>, days: i64) -> Result<SchoolDate> {
    let today = tx.today();
    let mut terms = Vec::new();
    for term in time::terms(tx)?.iter().filter(|term: &&Term| term.last_day >= today) {
        terms.push(time::term_days(tx, term)?);
    }
    Ok(notice::last_day(today, days, |day| terms.iter().any(|term| term.is_school_day(day))))
}

/// Children whose level of the year before is above nothing and who have no case in this round yet, with that level: looked at again, so that nobody falls out unseen. None for an adjustment.
///
/// # Errors
/// Not found without the economic level.
pub fn of_last_year(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHardship>, round: &Round) -> Result<Vec<(PupilLine, i64)>> {
    if !permit.levels().has(Level::Economic) {
        return Err(Error::NotFound);
    }
    if round.adjusts {
        return Ok(Vec::new());
    }
    let known: HashSet<PupilId> = sql::cases(tx, round.id)?.into_iter().map(|one| one.pupil).collect();
    let mut all = Vec::new();
    for (pupil, level) in sql::levels(tx, i64::from(round.year.0) - 1)?.into_iter().filter(|(pupil, level)| *level > 0 && !known.contains(pupil)) {
        // Who has left is not asked again.
        all.extend(pupils::named(tx, permit.who(), &[pupil])?.into_iter().filter(|line| line.class.is_some()).map(|line| (line, level)));
    }
    all.sort_by(|(a, _), (b, _)| (&a.class_name, &a.name).cmp(&(&b.class_name, &b.name)));
    Ok(all)
}

/// Takes a round to its next stage. `seen` is the number of the step that whoever pressed had before them.
///
/// # Errors
/// A conflict when somebody else was first, and while something is left to do.
pub fn go_on(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, round: &Round, seen: i64) -> Result<Stage> {
    let next = round.stage.next().ok_or(Error::NotFound)?;
    if seen != round.step {
        return Err(Error::Conflict("hardship-moved".into()));
    }
    if let Some(lack) = lacks(tx, permit, round)?.into_iter().next() {
        return Err(Error::Conflict(lack));
    }
    let until = if next == Stage::Noticed { Some(notice_until(tx, round.notice_days)?) } else { round.until };
    let actor = permit.who().tag();
    if next == Stage::Filed {
        file(tx, permit, round)?;
    }
    if !sql::insert_round_step(tx, round.id, round.step + 1, next, until, &actor)? {
        return Err(Error::Conflict("hardship-moved".into()));
    }
    trail::note(tx, permit.who(), "hardship.stage", round.id, &serde_json::json!({ "stage": next.code() }))?;
    ask(tx, permit, round, next)?;
    Ok(next)
}

/// What was decided counts from now on.
fn file(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, round: &Round) -> Result<()> {
    for case in sql::cases(tx, round.id)?.into_iter().filter(|one| one.newest == What::Decided) {
        let level = case.level.unwrap_or_default();
        let own = Permit::<acts::ManageAid>::ask(tx, permit.who(), case.pupil)?;
        let reason = Msg::new(if round.adjusts { "hardship-filed-adjusted" } else { "hardship-filed-year" }).with("year", round.year).text(Lang::ZhCn);
        levels::put(tx, &own, round.year, level, "round", &reason)?;
        let sealed = tx.vault().seal(case.pupil, super::cases::REASON, "")?;
        sql::insert_step(tx, case.id, case.number + 1, What::Filed, Some(level), &sealed, &permit.who().tag())?;
    }
    Ok(())
}

/// Ends the tasks of the stage that is over and asks whoever is next.
fn ask(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, round: &Round, next: Stage) -> Result<()> {
    let (who, today) = (permit.who(), tx.today());
    let due = today.plus_days(WORK_DAYS);
    for task in [REVIEW_TASK, DECIDE_TASK] {
        trail::end_tasks(tx, who, task, round.id, true)?;
    }
    let link = format!("/hardship/rounds/{}", round.id);
    match next {
        Stage::Panels => {
            let with_cases: Vec<ClassId> = classes(tx, round)?.into_iter().filter(|one| one.cases > 0).map(|one| one.class).collect();
            let year = time::year_by_start(tx, round.year)?.ok_or(Error::NotFound)?;
            for (class, staff, _) in time::homerooms(tx, year.id, today)?.into_iter().filter(|(class, ..)| with_cases.contains(class)) {
                trail::open_task(tx, staff, REVIEW_TASK, round.id, &format!("{link}/classes/{class}"), &[], due)?;
            }
        }
        Stage::Deciding => {
            for post in people::posts_on(tx, today)?.into_iter().filter(|post| post.duty == Duty::Principal) {
                trail::open_task(tx, post.staff, DECIDE_TASK, round.id, &link, &[], due)?;
            }
        }
        _ => {}
    }
    Ok(())
}
