//! verbs Hand-over: everything of one person given to another in one act, reviewed before and undone by handing back. PRACTICE 8.
//!
//! Posts move from a day on (the old ties end the day before), with them what the person does in place of others; open tasks move at once. Each part
//! is remembered, so that handing back moves these parts and nothing that the other had before.

use crate::access::{Permit, acts};
use crate::base::{Error, Id, Msg, PostId, Result, RowId, SchoolDate, StaffId, TaskId, limits};
use crate::store::Tx;
use crate::trail;

use super::leave::{self, Leave};
use super::people::{self, NewPost, Post, Staff, forever, row};
use super::sql::people as sql;

/// A hand-over that was made.
#[derive(Clone, Debug)]
pub struct HandOver {
    /// Its id.
    pub id: RowId,
    /// Who gave.
    pub from: StaffId,
    /// Their name.
    pub from_name: String,
    /// Who took.
    pub to: StaffId,
    /// Their name.
    pub to_name: String,
    /// First day of the new hands.
    pub day: SchoolDate,
    /// Why.
    pub reason: String,
    /// Posts and delegations moved.
    pub posts_moved: i64,
    /// Open tasks moved.
    pub tasks_moved: i64,
    /// The hand-over that this one takes back.
    pub undoes: Option<RowId>,
    /// Whether it was taken back.
    pub undone: bool,
}

/// What a hand-over would move.
#[derive(Debug)]
pub struct Plan {
    /// Who gives.
    pub from: Staff,
    /// Who takes.
    pub to: Staff,
    /// First day of the new hands.
    pub day: SchoolDate,
    /// Posts that hold on that day or later.
    pub posts: Vec<Post>,
    /// Open tasks.
    pub tasks: Vec<trail::Task>,
    /// What the person does in place of others on that day or later.
    pub delegations: Vec<Leave>,
}

/// How far ahead a hand-over can be entered.
const AHEAD_DAYS: i64 = 366;

/// What would move, for the page that names it.
///
/// # Errors
/// Not found; problems at `to` and `day`.
pub fn plan(tx: &mut Tx<'_>, from: StaffId, to: StaffId, day: SchoolDate) -> Result<Plan> {
    let (from, to) = (sql::staff(tx, from)?, sql::staff(tx, to)?);
    if from.id == to.id {
        return Err(Error::at("to", "roster-delegate-self"));
    }
    if !to.is_here(day) {
        return Err(Error::at("to", Msg::new("roster-delegate-gone").with("name", &to.name)));
    }
    let today = tx.today();
    if day > today.plus_days(AHEAD_DAYS) || day < today.plus_days(-AHEAD_DAYS) {
        return Err(Error::at("day", "roster-hand-over-day"));
    }
    let posts = sql::posts_of(tx, from.id)?.into_iter().filter(|post| post.until_day >= day).collect();
    let delegations = sql::leaves_stood_in_by(tx, from.id)?.into_iter().filter(|leave| leave.until_day >= day && leave.until_day >= leave.from_day).collect();
    let tasks = trail::tasks_of(tx, from.id)?;
    Ok(Plan { from, to, day, posts, tasks, delegations })
}

/// Hands everything over; gives the id of the hand-over.
///
/// # Errors
/// Those of [`plan`]; a problem at `reason` when it is too long.
pub fn hand_over(tx: &mut Tx<'_>, permit: &Permit<acts::ManageStaff>, from: StaffId, to: StaffId, day: SchoolDate, reason: &str) -> Result<RowId> {
    if reason.chars().count() > limits::LINE_CHARS {
        return Err(Error::at("reason", Msg::new("roster-people-line-long").with("most", limits::LINE_CHARS)));
    }
    let plan = plan(tx, from, to, day)?;
    move_all(tx, permit, &plan, reason.trim(), None, None)
}

/// Hands back what a hand-over moved, as far as the other still has it: from the same day on, or from today when that day is past.
///
/// # Errors
/// Not found; a conflict when it was handed back already.
pub fn hand_back(tx: &mut Tx<'_>, permit: &Permit<acts::ManageStaff>, id: RowId) -> Result<RowId> {
    let done = sql::hand_over(tx, id)?;
    if done.undone || done.undoes.is_some() {
        return Err(Error::Conflict(Msg::new("roster-handed-back-already")));
    }
    let parts = sql::parts_of(tx, id)?;
    let moved = |part: &str, new: RowId| parts.iter().any(|(kind, _, to)| kind == part && *to == new);
    let day = done.day.max(tx.today());
    let mut plan = plan(tx, done.to, done.from, day)?;
    plan.posts.retain(|post| moved("post", row(post.id)));
    plan.delegations.retain(|leave| moved("delegation", leave.id));
    let tasks: Vec<TaskId> = parts.iter().filter(|(kind, ..)| kind == "task").map(|(_, _, new)| TaskId::from_uuid(new.uuid())).collect();
    move_all(tx, permit, &plan, &done.reason, Some(&tasks), Some(id))
}

fn move_all(tx: &mut Tx<'_>, permit: &Permit<acts::ManageStaff>, plan: &Plan, reason: &str, only_tasks: Option<&[TaskId]>, undoes: Option<RowId>) -> Result<RowId> {
    let id: RowId = tx.new_id();
    let tasks = trail::move_tasks(tx, permit.who(), plan.from.id, plan.to.id, only_tasks)?;
    let hand_over = HandOver {
        id,
        from: plan.from.id,
        from_name: plan.from.name.clone(),
        to: plan.to.id,
        to_name: plan.to.name.clone(),
        day: plan.day,
        reason: reason.to_owned(),
        posts_moved: count(plan.posts.len() + plan.delegations.len()),
        tasks_moved: count(tasks.len()),
        undoes,
        undone: false,
    };
    sql::insert_hand_over(tx, &hand_over, &permit.who().tag())?;
    for post in &plan.posts {
        let new = move_post(tx, post, plan)?;
        sql::insert_part(tx, id, "post", row(post.id), row(new))?;
    }
    for leave in &plan.delegations {
        if let Some(new) = move_delegation(tx, permit, leave, plan)? {
            sql::insert_part(tx, id, "delegation", leave.id, new)?;
        }
    }
    for task in &tasks {
        sql::insert_part(tx, id, "task", row(*task), row(*task))?;
    }
    let data = serde_json::json!({ "hand_over": id, "day": plan.day, "posts": hand_over.posts_moved, "tasks": hand_over.tasks_moved });
    for staff in [plan.from.id, plan.to.id] {
        trail::note(tx, permit.who(), "roster.handed_over", staff, &data)?;
    }
    Ok(id)
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn move_post(tx: &mut Tx<'_>, post: &Post, plan: &Plan) -> Result<PostId> {
    people::end_post(tx, post, plan.day.plus_days(-1))?;
    let new = NewPost {
        staff: plan.to.id,
        duty: post.duty,
        scope_id: post.scope_id,
        subject: post.subject.clone(),
        from_day: post.from_day.max(plan.day),
        until_day: post.until_day.min(forever()),
        import: None,
    };
    people::put_post(tx, &new)
}

/// What the giver does in place of a third goes on in the new hands; when the third is the taker, it simply ends.
fn move_delegation(tx: &mut Tx<'_>, permit: &Permit<acts::ManageStaff>, old: &Leave, plan: &Plan) -> Result<Option<RowId>> {
    leave::end(tx, old, plan.day.plus_days(-1))?;
    if old.staff == plan.to.id {
        return Ok(None);
    }
    let new = Leave { id: tx.new_id(), from_day: old.from_day.max(plan.day), delegate: Some(plan.to.id), ended: false, ..old.clone() };
    sql::insert_leave(tx, &new, &permit.who().tag())?;
    leave::copy_ties(tx, &new)?;
    Ok(Some(new.id))
}

/// The hand-overs in which somebody gave or took, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn hand_overs_of(tx: &mut Tx<'_>, staff: StaffId) -> Result<Vec<HandOver>> {
    sql::hand_overs_of(tx, staff)
}

/// A hand-over.
///
/// # Errors
/// Not found when there is none.
pub fn find(tx: &mut Tx<'_>, id: RowId) -> Result<HandOver> {
    sql::hand_over(tx, id)
}
