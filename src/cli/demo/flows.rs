//! What goes on around the records of the sample school: where the children of a class live, what some of them told, a family that could not be reached yet, the five selves.

use crate::access::{Duty, Permit, Who, acts};
use crate::activity::raise::{self, New as NewRaise};
use crate::activity::rules::{How, Kind};
use crate::activity::told_by_child::{self, Body, New as NewTold};
use crate::activity::{self, New, Words};
use crate::base::{AccountId, Id, Lang, PupilId, Result, RowId, SchoolId, Sealed};
use crate::casefile;
use crate::plan::selves;
use crate::roster::particulars::{self, Correction};
use crate::roster::people;
use crate::roster::pupils::{self, Part, Sort, State};
use crate::store::{Store, Tx};

/// Where they live: villages and a quarter, invented.
const PLACES: [&str; 4] = ["青山镇柳树村", "青山镇桃花村", "青山镇白石村", "青山镇阳光社区"];

/// Mood, what went well, what was hard, which help, a wish.
const TOLD: [(&str, [&str; 4]); 2] =
    [("calm", ["会讲退位减法给同桌听了", "晚上一个人写作业有点慢", "lessons", "想当一次小组长"]), ("glad", ["运动会跳绳得了第三", "", "none", "想让爸爸看我跳绳"])];

/// Writes it.
pub(super) fn live(store: &Store, school: SchoolId) -> Result<()> {
    store.write(school, written)
}

fn written(tx: &mut Tx<'_>) -> Result<()> {
    let (operator, today) = (Who::operator(tx, "demo"), tx.today());
    let post = people::posts_on(tx, today)?.into_iter().find(|post| post.duty == Duty::Homeroom && post.grade_level.is_none() && post.name == "王书");
    let Some(post) = post else { return Ok(()) };
    let class = crate::base::ClassId::from_uuid(post.scope_id.uuid());
    let wang = Who::of_staff(tx, AccountId::from_uuid(post.staff.uuid()), post.staff, post.name.clone(), Lang::default())?;
    let here = pupils::list(tx, &operator, &Part::Class(class), State::Here, Sort::Class, 80, 0)?;
    for (n, child) in here.rows.iter().enumerate() {
        let permit: Permit<acts::EditPupil> = Permit::ask(tx, &operator, child.id)?;
        let address = format!("{}{}组{}号", PLACES[n % PLACES.len()], n % 3 + 1, n + 1);
        particulars::correct(tx, &permit, &Correction { address: Some(Some(Sealed::new(address))), reason: "登记住址".into(), ..Correction::default() })?;
    }
    let filed: Vec<PupilId> = casefile::lines(tx, &wang, Some(class))?.into_iter().map(|line| line.pupil).collect();
    for (pupil, (mood, [well, hard, help, wish])) in filed.iter().zip(TOLD) {
        let permit: Permit<acts::RecordActivity> = Permit::ask(tx, &wang, *pupil)?;
        let body = Body { mood: mood.into(), well: well.into(), hard: hard.into(), help: vec![help.into()], wish: wish.into(), ..Body::default() };
        told_by_child::tell(tx, &permit, &NewTold { id: tx.new_id(), day: today.plus_days(-4), how: "self".into(), body })?;
    }
    if let Some(first) = filed.first() {
        let permit: Permit<acts::WritePlan> = Permit::ask(tx, &wang, *first)?;
        let said: Vec<(String, String)> =
            selves::selves().iter().zip(["sprout", "flower", "sprout", "seed", "sprout"]).map(|(one, step)| ((*one).to_owned(), step.into())).collect();
        selves::say(tx, &permit, &said)?;
    }
    match here.rows.iter().find(|child| !filed.contains(&child.id)) {
        Some(child) => unreached(tx, &wang, child.id),
        None => Ok(()),
    }
}

/// Two contacts without an answer, brought before the leader of the grade.
fn unreached(tx: &mut Tx<'_>, wang: &Who, pupil: PupilId) -> Result<()> {
    let today = tx.today();
    for (ago, kind, how, done) in [(6, Kind::PhoneCall, How::Phone, "打了两次电话，没有人接。"), (3, Kind::HomeVisit, How::Face, "傍晚去了一次，门锁着，邻居说在县城打工。")]
    {
        let permit: Permit<acts::RecordActivity> = Permit::ask(tx, wang, pupil)?;
        let new = New { id: tx.new_id(), kind, how, day: today.plus_days(-ago), minutes: None, held: false, quiet: false, words: Words { done: done.into(), ..Words::default() } };
        activity::record(tx, &[permit], &new)?;
    }
    let permit: Permit<acts::RecordActivity> = Permit::ask(tx, wang, pupil)?;
    let leader = raise::standing(tx, &permit)?.leaders.first().map(|(staff, _)| *staff);
    let id: RowId = tx.new_id();
    let wish = "请帮助与家长取得联系，一起商量孩子晚上谁来照看。".into();
    if leader.is_some() { raise::raise(tx, &permit, &NewRaise { id, reason: "not_reached".into(), leader, wish }).map(|_| ()) } else { Ok(()) }
}
