//! verbs Named groups with head, deputies, members and their duties, with dates: 领导小组 and 研究小组 (A8-01), 帮教领导小组 (A9-26), and what such groups
//! do by B1-05, B3-02 and B4-17.

use std::str::FromStr;

use crate::access::{Duty, Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, GroupId, Msg, Result, RowId, SchoolDate, StaffId, limits};
use crate::store::Tx;
use crate::trail;

use super::people::{Post, forever};
use super::sql::{groups as sql, people};

/// What a group is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GroupKind {
    /// 领导小组
    Steering,
    /// 研究小组
    Research,
    /// 帮教小组
    Support,
    /// Any other.
    Other,
}

/// What somebody is in a group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Role {
    /// 组长
    Head,
    /// 副组长
    Deputy,
    /// 组员
    Member,
}

macro_rules! codes {
    ($name:ident { $($variant:ident = $code:literal),* $(,)? }) => {
        impl $name {
            /// All of them, in the order in which pages show them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];
            /// The identifier, as stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
        }
        impl FromStr for $name {
            type Err = ();
            fn from_str(code: &str) -> Result<Self, ()> {
                match code { $($code => Ok(Self::$variant),)* _ => Err(()) }
            }
        }
    };
}
codes!(GroupKind { Steering = "steering", Research = "research", Support = "support", Other = "other" });
codes!(Role { Head = "head", Deputy = "deputy", Member = "member" });

/// A group.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: GroupKind,
    /// Its purpose in words.
    pub purpose: String,
    /// First day.
    pub from_day: SchoolDate,
    /// Last day; 9999-12-31 while it is open.
    pub until_day: SchoolDate,
}

/// A group to make or to correct.
#[derive(Clone, Debug)]
pub struct NewGroup {
    /// Its name, once in a school.
    pub name: String,
    /// What it is for.
    pub kind: GroupKind,
    /// Its purpose in words.
    pub purpose: String,
    /// First day.
    pub from_day: SchoolDate,
}

/// Somebody in a group.
#[derive(Clone, Debug)]
pub struct Member {
    /// The row's id.
    pub id: RowId,
    /// Who.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// As what.
    pub role: Role,
    /// What they do in it.
    pub duties: String,
    /// First day.
    pub from_day: SchoolDate,
    /// Last day; 9999-12-31 while it is open.
    pub until_day: SchoolDate,
}

impl Member {
    /// Whether the person is in the group on a day.
    pub fn holds_on(&self, day: SchoolDate) -> bool {
        self.from_day <= day && day <= self.until_day
    }
}

/// A member to add.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// Who.
    pub staff: StaffId,
    /// As what.
    pub role: Role,
    /// What they do in it.
    pub duties: String,
}

/// All groups, the open ones first.
///
/// # Errors
/// Faults of the database.
pub fn groups(tx: &mut Tx<'_>) -> Result<Vec<Group>> {
    sql::groups(tx)
}

/// A group.
///
/// # Errors
/// Not found when there is none.
pub fn group(tx: &mut Tx<'_>, id: GroupId) -> Result<Group> {
    sql::group(tx, id)
}

/// Everybody who is or was in a group: the present ones first, head before deputies before members.
///
/// # Errors
/// Faults of the database.
pub fn members(tx: &mut Tx<'_>, id: GroupId) -> Result<Vec<Member>> {
    let today = tx.today();
    let mut all = sql::members(tx, id)?;
    all.sort_by_key(|m| (m.until_day < today, m.role, m.from_day));
    Ok(all)
}

/// Makes a group.
///
/// # Errors
/// Problems at `name` and `purpose`.
pub fn create_group(tx: &mut Tx<'_>, permit: &Permit<acts::ManageGroups>, new: &NewGroup) -> Result<GroupId> {
    check(tx, None, new)?;
    let id = tx.new_id();
    sql::insert_group(tx, id, new, forever())?;
    trail::note(tx, permit.who(), "roster.group_made", id, &serde_json::json!({ "kind": new.kind.code() }))?;
    Ok(id)
}

/// Corrects a group's name, kind and purpose.
///
/// # Errors
/// Not found; problems at `name` and `purpose`.
pub fn correct_group(tx: &mut Tx<'_>, permit: &Permit<acts::ManageGroups>, id: GroupId, new: &NewGroup) -> Result<()> {
    sql::group(tx, id)?;
    check(tx, Some(id), new)?;
    sql::update_group(tx, id, new)?;
    trail::note(tx, permit.who(), "roster.group_corrected", id, &serde_json::json!({}))?;
    Ok(())
}

fn check(tx: &mut Tx<'_>, id: Option<GroupId>, new: &NewGroup) -> Result<()> {
    let mut problems = Problems::default();
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > limits::NAME_CHARS {
        problems.note("name", Msg::new("roster-group-name").with("most", limits::NAME_CHARS));
    } else if sql::groups(tx)?.iter().any(|other| other.name == name && Some(other.id) != id) {
        problems.note("name", "roster-group-name-taken");
    }
    if new.purpose.chars().count() > limits::TEXT_CHARS {
        problems.note("purpose", Msg::new("roster-people-line-long").with("most", limits::TEXT_CHARS));
    }
    problems.end()
}

/// Ends a group and everybody's place in it.
///
/// # Errors
/// Not found when there is none.
pub fn end_group(tx: &mut Tx<'_>, permit: &Permit<acts::ManageGroups>, id: GroupId, last_day: SchoolDate) -> Result<()> {
    sql::group(tx, id)?;
    sql::end_members(tx, id, last_day)?;
    sql::update_group_until(tx, id, last_day)?;
    trail::note(tx, permit.who(), "roster.group_ended", id, &serde_json::json!({ "until": last_day }))?;
    Ok(())
}

/// Adds somebody to a group from today, or changes what they are and do in it: the place until now ends yesterday, so that history is kept. A new head
/// makes the head until now a member.
///
/// # Errors
/// Not found; a problem at `duties` when it is too long.
pub fn put_member(tx: &mut Tx<'_>, permit: &Permit<acts::ManageGroups>, id: GroupId, new: &NewMember) -> Result<()> {
    sql::group(tx, id)?;
    people::staff(tx, new.staff)?;
    if new.duties.chars().count() > limits::LINE_CHARS {
        return Err(Error::at("duties", Msg::new("roster-people-line-long").with("most", limits::LINE_CHARS)));
    }
    let today = tx.today();
    let present: Vec<Member> = sql::members(tx, id)?.into_iter().filter(|m| m.until_day >= today).collect();
    if present.iter().any(|m| m.staff == new.staff && m.role == new.role && m.duties == new.duties.trim()) {
        return Ok(());
    }
    for member in present {
        let mine = member.staff == new.staff;
        let both_head = new.role == Role::Head && member.role == Role::Head;
        if !mine && !both_head {
            continue;
        }
        sql::end_member(tx, &member, today.plus_days(-1))?;
        if !mine {
            sql::insert_member(tx, id, &NewMember { staff: member.staff, role: Role::Member, duties: member.duties }, today, forever())?;
        }
    }
    sql::insert_member(tx, id, &NewMember { staff: new.staff, role: new.role, duties: new.duties.trim().to_owned() }, today, forever())?;
    trail::note(tx, permit.who(), "roster.group_member", id, &serde_json::json!({ "staff": new.staff, "role": new.role.code() }))?;
    Ok(())
}

/// Ends somebody's place in a group.
///
/// # Errors
/// Not found when there is no such place.
pub fn remove_member(tx: &mut Tx<'_>, permit: &Permit<acts::ManageGroups>, id: GroupId, member: RowId, last_day: SchoolDate) -> Result<()> {
    let member = sql::members(tx, id)?.into_iter().find(|m| m.id == member).ok_or(Error::NotFound)?;
    sql::end_member(tx, &member, last_day)?;
    trail::note(tx, permit.who(), "roster.group_member_ended", id, &serde_json::json!({ "staff": member.staff }))?;
    Ok(())
}

/// Ends somebody's places in all groups: when they leave the school.
pub(super) fn end_of_member(tx: &mut Tx<'_>, staff: StaffId, last_day: SchoolDate) -> Result<()> {
    sql::end_places_of(tx, staff, last_day)
}

/// A proposed member, with the post from which the proposal comes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposed {
    /// Who.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// As what.
    pub role: Role,
    /// The duty that brings them in; its text in the group is the word `roster-group-duty-<duty>`.
    pub duty: Duty,
}

/// Who would be in a group by their posts, each once, as the plans say: a steering group has the principal as head, then the academic director, homeroom teachers,
/// subject teachers and the counsellor (B3-02); a support group a vice principal as head and the rest of the leadership as deputies (A9-26); a research group the
/// academic office as head, grade leaders as deputies and the teachers (A8-01). A draft to edit.
pub fn propose(kind: GroupKind, posts: &[Post]) -> Vec<Proposed> {
    use Duty::{AcademicOffice, Counsellor, GradeLeader, GradeSponsor, Homeroom, Leader, Principal, StudentAffairs, SubjectTeacher};
    let (heads, deputies, rest): (&[Duty], &[Duty], &[Duty]) = match kind {
        GroupKind::Steering | GroupKind::Other => (&[Principal], &[Leader], &[AcademicOffice, StudentAffairs, Homeroom, SubjectTeacher, Counsellor]),
        GroupKind::Support => (&[Leader, Principal], &[Leader, StudentAffairs], &[AcademicOffice, GradeSponsor, GradeLeader, Counsellor, Homeroom]),
        GroupKind::Research => (&[AcademicOffice, Principal], &[GradeLeader], &[Homeroom, SubjectTeacher, Counsellor]),
    };
    let mut found: Vec<Proposed> = Vec::new();
    let add = |found: &mut Vec<Proposed>, post: &Post, role: Role| {
        if !found.iter().any(|p| p.staff == post.staff) {
            found.push(Proposed { staff: post.staff, name: post.name.clone(), role, duty: post.duty });
        }
    };
    let head = heads.iter().find_map(|duty| posts.iter().find(|post| post.duty == *duty));
    head.into_iter().for_each(|post| add(&mut found, post, Role::Head));
    for (duties, role) in [(deputies, Role::Deputy), (rest, Role::Member)] {
        for duty in duties {
            posts.iter().filter(|post| post.duty == *duty).for_each(|post| add(&mut found, post, role));
        }
    }
    found
}
