//! How the children with a plan come on in the sample school: a tap or a figure for each goal, week by week; one child's measure is changed after it did not help; one is reviewed.

use crate::access::{Duty, Permit, Who, acts};
use crate::activity::marks::{Mark, Tap};
use crate::activity::rules::{How, Kind as Act};
use crate::activity::{self, New, Words};
use crate::base::{FixedClock, Lang, PupilId, Result, RowId, SchoolDate, SchoolId};
use crate::casefile;
use crate::plan::edit::{self, NewItem};
use crate::plan::item::{Body, Dimension, Kind};
use crate::plan::{self};
use crate::progress::review::{self, Body as Found};
use crate::roster::people::{self, Post};
use crate::store::{Store, Tx};

use super::plans::{approved, person};

/// Weeks after which the measure of the first child is changed.
const CHANGE_WEEKS: usize = 4;
/// What the goals of a child are given week by week, over again when the weeks are more: F ○, H △, N ×. The first child's rises once the measure is changed.
const WEEKS: [&str; 4] = ["NHNNHHFFF", "HNNHNNHNN", "NHHHFHFFF", "HFFFFFFFF"];
/// What was done in a week, and what the child said of it.
const SAID: [(&str, &str); 3] = [("口算和退位减法各五题，做完自己验算。", ""), ("先说出每一步再写，错的当面订正。", "我这次先想再写"), ("把上周错的两题再做一遍。", "")];

fn mark(letter: u8) -> Mark {
    match letter {
        b'F' => Mark::Full,
        b'H' => Mark::Half,
        _ => Mark::None,
    }
}

/// The homeroom teacher and the posts of a child's class.
type Class = (Who, Vec<Post>);

/// The children whose plan holds, with who looks after them.
fn planned(tx: &mut Tx<'_>) -> Result<Vec<(PupilId, Class)>> {
    let (operator, today) = (Who::operator(tx, "demo"), tx.today());
    let posts = people::posts_on(tx, today)?;
    let mut all = Vec::new();
    for line in casefile::lines(tx, &operator, None)? {
        let here: Vec<Post> = posts.iter().filter(|post| post.scope_id.to_string() == line.class.to_string()).cloned().collect();
        let Some(homeroom) = here.iter().find(|post| post.duty == Duty::Homeroom) else { continue };
        let homeroom = person(tx, homeroom)?;
        let see: Permit<acts::SeeCaseFile> = Permit::ask(tx, &homeroom, line.pupil)?;
        let versions = plan::versions(tx, &see)?;
        if plan::in_force(&versions, today).is_some() {
            all.push((line.pupil, (homeroom, here)));
        }
    }
    Ok(all)
}

/// Lives the weeks from the plan to today.
pub(super) fn live(store: &Store, clock: &FixedClock, school: SchoolId, begun: SchoolDate, today: SchoolDate) -> Result<()> {
    let children = store.read(school, planned)?;
    let days = std::iter::successors(Some(begun.plus_days(3)), |day| Some(day.plus_days(7))).take_while(|day| *day <= today);
    for (week, day) in days.enumerate() {
        clock.set(day);
        store.write(school, |tx| {
            for ((pupil, (homeroom, here)), letters) in children.iter().zip(WEEKS) {
                if week == CHANGE_WEEKS && letters == WEEKS[0] {
                    change(tx, homeroom, here, *pupil)?;
                }
                record(tx, homeroom, *pupil, week, mark(letters.as_bytes()[week.min(letters.len() - 1)]))?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// A tutoring of the week, with how each near goal went; a goal counted by the week gets a figure.
fn record(tx: &mut Tx<'_>, homeroom: &Who, pupil: PupilId, week: usize, how: Mark) -> Result<()> {
    let see: Permit<acts::SeeCaseFile> = Permit::ask(tx, homeroom, pupil)?;
    let permit: Permit<acts::RecordActivity> = Permit::ask(tx, homeroom, pupil)?;
    let day = tx.today();
    let versions = plan::versions(tx, &see)?;
    let Some(version) = plan::in_force(&versions, day) else { return Ok(()) };
    let near = plan::items(tx, &see, version.id)?.into_iter().filter(|item| item.kind == Kind::Goal && !item.removed && item.body.horizon == "near");
    let figure = match how {
        Mark::None => 1 + week % 2,
        Mark::Half => 2 + week % 2,
        Mark::Full => 4,
    };
    let value = |unit: &str| if unit == "times_week" { figure.to_string() } else { String::new() };
    let marks: Vec<Tap> = near.take(3).map(|item| Tap { goal: item.key, mark: Some(how), value: value(&item.body.unit) }).collect();
    let (done, voice) = SAID[week % SAID.len()];
    let words = Words { done: done.into(), voice: voice.into(), marks, ..Words::default() };
    let new = New { id: activity::new_id(tx), kind: Act::Tutoring, how: How::Face, day, minutes: Some(20), held: true, quiet: false, words };
    activity::record(tx, &[permit], &new).map(|_| ())
}

/// What did not help is replaced, and the team agrees.
fn change(tx: &mut Tx<'_>, homeroom: &Who, here: &[Post], pupil: PupilId) -> Result<()> {
    let permit: Permit<acts::WritePlan> = Permit::ask(tx, homeroom, pupil)?;
    let see: Permit<acts::SeeCaseFile> = Permit::ask(tx, homeroom, pupil)?;
    let versions = plan::versions(tx, &see)?;
    let goal = match versions.first() {
        Some(version) => {
            plan::items(tx, &see, version.id)?.into_iter().find(|item| item.kind == Kind::Goal && item.dimension == Dimension::Learning && item.body.horizon == "near")
        }
        None => None,
    };
    let subject = goal.map(|item| item.subject).unwrap_or_default();
    let body = Body { text: "每天只做五题，先说出每一步再写，当面看错因。".into(), hand: "homeroom".into(), times: 1, span: "day".into(), ..Body::default() };
    edit::put(tx, &permit, None, &NewItem { kind: Kind::Measure, dimension: Dimension::Learning, subject, body })?;
    let here: Vec<&Post> = here.iter().collect();
    approved(tx, homeroom, &here, pupil, "四周没有改善，题量减半，改成边说边写。")
}

/// The first child is reviewed today.
pub(super) fn review(store: &Store, school: SchoolId) -> Result<()> {
    store.write(school, |tx| {
        let Some((pupil, (homeroom, _))) = planned(tx)?.into_iter().next() else { return Ok(()) };
        let see: Permit<acts::SeeCaseFile> = Permit::ask(tx, &homeroom, pupil)?;
        let permit: Permit<acts::RecordActivity> = Permit::ask(tx, &homeroom, pupil)?;
        let proposed = review::proposal(tx, &see, Lang::default())?;
        let again = tx.today().plus_days(21);
        let better = if proposed.better.is_empty() { "愿意先说再写了。".to_owned() } else { proposed.better.clone() };
        let body = Found { better, next_text: "题量不变，每周五自己看一次图。".into(), next_day: Some(again), ..proposed };
        let id: RowId = tx.new_id();
        review::write(tx, &permit, &review::New { id, seen: 0, stage: "middle".into(), body }, Lang::default())
    })
}
