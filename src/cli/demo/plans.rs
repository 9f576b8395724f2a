//! The plans of the sample school: in each class of grade 4 one child has an approved plan, one a draft, and one none yet.

use crate::access::{Duty, Permit, Who, acts};
use crate::base::{AccountId, ClassId, Error, Id, PupilId, Result, RowId, SchoolDate, SchoolId, TermCode};
use crate::casefile;
use crate::plan::edit::{self, NewItem};
use crate::plan::item::{Body, Dimension, Kind};
use crate::plan::own::{self, NewOwn, OwnBody};
use crate::plan::team::{self, NewMeeting};
use crate::plan::{self, goal};
use crate::roster::people::{self, Post};
use crate::roster::time;
use crate::store::{Store, Tx};

/// What the family of the child with an approved plan promised.
const HOME: &str = "奶奶每晚听孩子念一遍当天的生字，爸爸周三、周日打电话回来。";

/// Days after the survey on which the plans are made.
const PLAN_DAYS: i64 = 7;

/// The day on which the plans of a term are made: a week after the lists were filed, today where that is still to come.
pub(super) fn begun(store: &Store, school: SchoolId, now: TermCode, today: SchoolDate) -> Result<SchoolDate> {
    let term = store.read(school, |tx| time::term_by_code(tx, now)?.ok_or(Error::NotFound))?;
    Ok(term.first_day.plus_days(super::cases::SURVEY_DAYS + PLAN_DAYS).min(today).min(term.last_day))
}

/// Writes the plans.
pub(super) fn open(store: &Store, school: SchoolId) -> Result<()> {
    store.write(school, live)
}

/// Somebody of the school as who does something.
pub(super) fn person(tx: &mut Tx<'_>, post: &Post) -> Result<Who> {
    Who::of_staff(tx, AccountId::from_uuid(post.staff.uuid()), post.staff, post.name.clone(), crate::base::Lang::default())
}

fn live(tx: &mut Tx<'_>) -> Result<()> {
    let today = tx.today();
    let operator = Who::operator(tx, "demo");
    let lines = casefile::lines(tx, &operator, None)?;
    let posts = people::posts_on(tx, today)?;
    let mut classes: Vec<(ClassId, Vec<PupilId>)> = Vec::new();
    for line in &lines {
        match classes.last_mut().filter(|(class, _)| *class == line.class) {
            Some((_, pupils)) => pupils.push(line.pupil),
            None => classes.push((line.class, vec![line.pupil])),
        }
    }
    for (class, pupils) in classes {
        let here: Vec<&Post> = posts.iter().filter(|post| post.scope_id == RowId::from_uuid(class.uuid())).collect();
        let Some(homeroom) = here.iter().find(|post| post.duty == Duty::Homeroom) else { continue };
        let homeroom = person(tx, homeroom)?;
        for pupil in pupils.iter().take(2) {
            let permit: Permit<acts::WritePlan> = Permit::ask(tx, &homeroom, *pupil)?;
            edit::prefill(tx, &permit, crate::base::Lang::default())?;
        }
        if let Some(first) = pupils.first() {
            written(tx, &homeroom, *first)?;
            approved(tx, &homeroom, &here, *first, "")?;
        }
    }
    Ok(())
}

/// The class teacher fills in what the draft leaves open, the family's part, the child's own goal and habits.
fn written(tx: &mut Tx<'_>, homeroom: &Who, pupil: PupilId) -> Result<()> {
    let today = tx.today();
    let see: Permit<acts::SeeCaseFile> = Permit::ask(tx, homeroom, pupil)?;
    let permit: Permit<acts::WritePlan> = Permit::ask(tx, homeroom, pupil)?;
    let Some(version) = plan::versions(tx, &see)?.into_iter().next() else { return Ok(()) };
    for item in plan::items(tx, &see, version.id)? {
        if item.kind != Kind::Goal || goal::is_measurable(&item.body, today) {
            continue;
        }
        let (baseline, target) = match (item.body.unit.as_str(), item.body.target.as_str()) {
            ("fewer_week", target) => ("4", target),
            ("percent", _) => ("48", "60"),
            (_, target) => ("1", target),
        };
        let body = Body { baseline: baseline.into(), target: target.into(), ..item.body.clone() };
        edit::put(tx, &permit, Some((item.key, item.rev)), &NewItem { kind: item.kind, dimension: item.dimension, subject: item.subject.clone(), body })?;
    }
    let home = Body { text: HOME.into(), hand: "family".into(), times: 1, span: "day".into(), agreed: Some(today), ..Body::default() };
    edit::put(tx, &permit, None, &NewItem { kind: Kind::Family, dimension: Dimension::Living, subject: String::new(), body: home })?;
    let habits = own::proposed_habits(tx, &see)?.into_iter().map(ToOwned::to_owned).collect::<Vec<_>>();
    own::follow(tx, &permit, &habits)?;
    let said: Vec<(String, String)> = habits.iter().zip(["full", "half", "full", "none"].into_iter().cycle()).map(|(habit, mark)| (habit.clone(), mark.to_owned())).collect();
    own::tick(tx, &permit, own::monday(today), &said)?;
    let aim = own::reach(tx, &see, "maths")?.map_or(60.0, |(usual, most)| f64::midpoint(usual, most).round());
    let body = OwnBody {
        occasion: "第三单元小测".into(),
        aim: format!("{aim}"),
        full: "100".into(),
        requirement: "我每天做两道退位减法，做完先验算再交。".into(),
        level: "base".into(),
        how: "dictated".into(),
        ..OwnBody::default()
    };
    own::set_goal(tx, &permit, &NewOwn { subject: "maths".into(), day: Some(today.plus_days(10)), body, keep: false }).map(|_| ())
}

/// The team has met and signed, student affairs has approved.
pub(super) fn approved(tx: &mut Tx<'_>, homeroom: &Who, here: &[&Post], pupil: PupilId, reason: &str) -> Result<()> {
    let today = tx.today();
    let permit: Permit<acts::WritePlan> = Permit::ask(tx, homeroom, pupil)?;
    let until = casefile::present_term(tx)?.last_day.max(today.plus_days(60));
    if team::fix(tx, &permit, reason, today, until).is_err() {
        return Ok(());
    }
    let mut there = vec![homeroom.staff()];
    there.extend(here.iter().filter(|post| post.duty == Duty::SubjectTeacher).take(2).map(|post| post.staff));
    there.sort();
    there.dedup();
    let cases = vec![(pupil, "先补退位减法，听写减量；两周后看一次。".to_owned(), "孩子的奶奶".to_owned())];
    if there.len() > 1 && reason.is_empty() {
        team::meet(tx, homeroom, &NewMeeting { day: Some(today), place: "四年级办公室".into(), there, cases })?;
    }
    let see: Permit<acts::SeeCaseFile> = Permit::ask(tx, homeroom, pupil)?;
    let Some(version) = plan::versions(tx, &see)?.into_iter().next() else { return Ok(()) };
    let posts = people::posts_on(tx, today)?;
    for (asked, _) in team::signers(tx, &see, &version)? {
        if let Some(post) = posts.iter().find(|post| post.staff == asked.staff) {
            let who = person(tx, post)?;
            let own: Permit<acts::WritePlan> = Permit::ask(tx, &who, pupil)?;
            team::sign(tx, &own)?;
        }
    }
    if let Some(leader) = posts.iter().find(|post| post.duty == Duty::StudentAffairs) {
        let who = person(tx, leader)?;
        let decide: Permit<acts::DecidePlan> = Permit::ask(tx, &who, pupil)?;
        team::decide(tx, &decide, Some(true), "同意，按计划做，期中再看。")?;
    }
    Ok(())
}
