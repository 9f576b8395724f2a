//! verbs Leave, delegation (代理) without leave, and substitution of one lesson post (代课). PRACTICE 8.
//!
//! Who stands in gets the other's own ties copied, marked with whom they stand in for, and they end by themselves. A copy follows what it was copied
//! from: when a post of the absent person begins or ends meanwhile, so does the copy. Nobody passes on what they have in place of a third.

use std::str::FromStr;

use crate::access::{self, Duty, NewTie, Permit, ScopeKind, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, PostId, Result, RowId, SchoolDate, StaffId, limits};
use crate::store::Tx;
use crate::trail;

use super::people::row;
use super::sql::people as sql;

/// Why somebody stands in for somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LeaveKind {
    /// The person is away.
    Leave,
    /// The person is here and another does all their duties for a time.
    Delegation,
    /// Another takes over one post, such as the maths lessons of one class.
    Substitution,
}

impl LeaveKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Leave, Self::Delegation, Self::Substitution];
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Leave => "roster-leave-kind",
            Self::Delegation => "roster-delegation-kind",
            Self::Substitution => "roster-substitution-kind",
        }
    }
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Leave => "leave",
            Self::Delegation => "delegation",
            Self::Substitution => "substitution",
        }
    }
}

impl FromStr for LeaveKind {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.code() == code).ok_or(())
    }
}

/// A time in which somebody is away or stood in for.
#[derive(Clone, Debug)]
pub struct Leave {
    /// Its id, the source of the delegate's ties.
    pub id: RowId,
    /// Who is away.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// Which kind.
    pub kind: LeaveKind,
    /// First day.
    pub from_day: SchoolDate,
    /// Last day.
    pub until_day: SchoolDate,
    /// Why.
    pub reason: String,
    /// Who stands in.
    pub delegate: Option<StaffId>,
    /// Their name.
    pub delegate_name: Option<String>,
    /// The one post, for a substitution.
    pub post: Option<PostId>,
    /// Whether it was ended early.
    pub ended: bool,
}

/// A time to enter.
#[derive(Clone, Debug)]
pub struct NewLeave {
    /// Who is away.
    pub staff: StaffId,
    /// Which kind.
    pub kind: LeaveKind,
    /// First day.
    pub from_day: SchoolDate,
    /// Last day, at most two years later.
    pub until_day: SchoolDate,
    /// Why, in a few words.
    pub reason: String,
    /// Who stands in; needed but for a leave.
    pub delegate: Option<StaffId>,
    /// The one post, for a substitution.
    pub post: Option<PostId>,
}

/// Longest time for which somebody is stood in for; what is longer is a hand-over.
const LONGEST_DAYS: i64 = 731;

/// The times in which somebody is away or stood in for, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn leaves_of(tx: &mut Tx<'_>, staff: StaffId) -> Result<Vec<Leave>> {
    sql::leaves_of(tx, staff)
}

/// The times in which somebody stands in for others, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn stood_in_by(tx: &mut Tx<'_>, staff: StaffId) -> Result<Vec<Leave>> {
    sql::leaves_stood_in_by(tx, staff)
}

/// Everybody who is away or stood in for on a day.
///
/// # Errors
/// Faults of the database.
pub fn leaves_on(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<Leave>> {
    sql::leaves_on(tx, day)
}

/// Enters a leave, a delegation or a substitution; who stands in may do meanwhile what the other may.
///
/// # Errors
/// Not found; problems at `until_day`, `reason`, `delegate` and `post`.
pub fn take_leave(tx: &mut Tx<'_>, permit: &Permit<acts::ManageStaff>, new: &NewLeave) -> Result<RowId> {
    let staff = sql::staff(tx, new.staff)?;
    check(tx, new)?;
    let post = new.post.filter(|_| new.kind == LeaveKind::Substitution);
    let leave = Leave {
        id: tx.new_id(),
        staff: new.staff,
        name: staff.name,
        kind: new.kind,
        from_day: new.from_day,
        until_day: new.until_day,
        reason: new.reason.trim().to_owned(),
        delegate: new.delegate,
        delegate_name: None,
        post,
        ended: false,
    };
    sql::insert_leave(tx, &leave, &permit.who().tag())?;
    copy_ties(tx, &leave)?;
    let data = serde_json::json!({ "leave": leave.id, "kind": new.kind.code(), "from": new.from_day, "until": new.until_day, "delegate": new.delegate });
    trail::note(tx, permit.who(), "roster.leave", new.staff, &data)?;
    Ok(leave.id)
}

fn check(tx: &mut Tx<'_>, new: &NewLeave) -> Result<()> {
    let mut problems = Problems::default();
    if new.until_day < new.from_day {
        problems.note("until_day", "roster-people-until-before-from");
    } else if new.until_day > new.from_day.plus_days(LONGEST_DAYS) {
        problems.note("until_day", "roster-leave-too-long");
    }
    if new.reason.chars().count() > limits::LINE_CHARS {
        problems.note("reason", Msg::new("roster-people-line-long").with("most", limits::LINE_CHARS));
    }
    match new.delegate {
        None if new.kind != LeaveKind::Leave => problems.note("delegate", "roster-delegate-missing"),
        Some(delegate) if delegate == new.staff => problems.note("delegate", "roster-delegate-self"),
        Some(delegate) => {
            let overlaps = |l: &Leave| l.kind == LeaveKind::Leave && l.from_day <= new.until_day && l.until_day >= new.from_day;
            let person = sql::staff(tx, delegate)?;
            if !person.is_here(new.from_day) {
                problems.note("delegate", Msg::new("roster-delegate-gone").with("name", &person.name));
            } else if sql::leaves_of(tx, delegate)?.iter().any(overlaps) {
                problems.note("delegate", Msg::new("roster-delegate-away").with("name", &person.name));
            }
        }
        None => {}
    }
    if new.kind == LeaveKind::Substitution {
        match new.post {
            None => problems.note("post", "roster-substitution-post"),
            Some(id) if sql::post(tx, id)?.staff != new.staff => problems.note("post", "roster-substitution-post"),
            Some(_) => {}
        }
    }
    problems.end()
}

/// Ends a leave early (or sets its last day anew within the time): what the delegate had by it ends on the same day.
///
/// # Errors
/// Not found; a problem at `last_day` when it lies beyond the leave.
pub fn end_leave(tx: &mut Tx<'_>, permit: &Permit<acts::ManageStaff>, id: RowId, last_day: SchoolDate) -> Result<()> {
    let leave = sql::leave(tx, id)?;
    if last_day > leave.until_day {
        return Err(Error::at("last_day", "roster-leave-ends-earlier"));
    }
    end(tx, &leave, last_day)?;
    trail::note(tx, permit.who(), "roster.leave_ended", leave.staff, &serde_json::json!({ "leave": id, "until": last_day }))?;
    Ok(())
}

/// Ends it; a leave that would not have begun keeps its row, with a last day before the first.
pub(super) fn end(tx: &mut Tx<'_>, leave: &Leave, last_day: SchoolDate) -> Result<()> {
    access::close_ties_of(tx, leave.id, last_day)?;
    sql::end_leave(tx, leave.id, last_day.max(leave.from_day.plus_days(-1)))
}

/// Ends on `last_day` all that somebody does in place of others: when they leave the school.
pub(super) fn end_of_delegate(tx: &mut Tx<'_>, permit: &Permit<acts::ManageStaff>, delegate: StaffId, last_day: SchoolDate) -> Result<()> {
    for leave in sql::leaves_stood_in_by(tx, delegate)?.into_iter().filter(|leave| leave.until_day > last_day) {
        end(tx, &leave, last_day)?;
        trail::note(tx, permit.who(), "roster.leave_ended", leave.staff, &serde_json::json!({ "leave": leave.id, "until": last_day }))?;
    }
    Ok(())
}

/// Copies anew what delegates of a person have, after the person's own posts changed.
pub(super) fn copy_again(tx: &mut Tx<'_>, staff: StaffId) -> Result<()> {
    for leave in sql::leaves_of(tx, staff)? {
        copy_ties(tx, &leave)?;
    }
    Ok(())
}

/// Gives the delegate a copy of each own tie of the absent person within the time, in place of earlier copies.
pub(super) fn copy_ties(tx: &mut Tx<'_>, leave: &Leave) -> Result<()> {
    let Some(delegate) = leave.delegate else { return Ok(()) };
    access::close_ties_of(tx, leave.id, leave.from_day.plus_days(-1))?;
    if leave.until_day < leave.from_day {
        return Ok(());
    }
    for (duty, scope, scope_id, subject, from, until, source) in sql::own_ties(tx, leave.staff, leave.from_day, leave.until_day)? {
        if leave.post.is_some_and(|post| row(post) != source) {
            continue;
        }
        let unknown = |()| Error::Fault(format!("an unknown duty or scope of a tie: {duty} {scope}"));
        let tie = NewTie {
            staff: delegate,
            duty: duty.parse::<Duty>().map_err(unknown)?,
            scope: scope.parse::<ScopeKind>().map_err(unknown)?,
            scope_id,
            subject: &subject,
            from: from.max(leave.from_day),
            until: until.min(leave.until_day),
            source: leave.id,
            on_behalf_of: Some(leave.staff),
        };
        access::open_tie(tx, &tie)?;
    }
    Ok(())
}

/// A leave.
///
/// # Errors
/// Not found when there is none.
pub fn find(tx: &mut Tx<'_>, id: RowId) -> Result<Leave> {
    sql::leave(tx, id)
}
