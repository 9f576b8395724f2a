//! verbs Staff, their several posts with dates, and who counts as a helper (A3-03). PRACTICE 8: posts and ties carry dates.
//!
//! A post is what somebody does for a school, grade or class; each opens a tie in access with the post's id as its source, so that access begins
//! and ends with the post. The same post twice is one; a class has one homeroom teacher at a time.

use std::collections::HashMap;

use crate::access::{self, Duty, NewTie, Permit, ScopeKind, acts};
use crate::base::error::Problems;
use crate::base::{Error, Id, ImportId, Msg, PostId, Result, RowId, SchoolDate, StaffId, limits};
use crate::store::Tx;
use crate::trail;

use super::leave;
use super::name::NameCell;
use super::sql::people as sql;

/// A member of staff.
#[derive(Clone, Debug)]
pub struct Staff {
    /// Its id.
    pub id: StaffId,
    /// The school's own number (工号).
    pub staff_no: Option<String>,
    /// Name.
    pub name: String,
    /// `male`, `female` or empty.
    pub sex: String,
    /// Telephone; empty when not known.
    pub phone: String,
    /// What the person is good at, for pairing; empty when not known.
    pub strengths: String,
    /// First day at the school.
    pub from_day: SchoolDate,
    /// Last day at the school; 9999-12-31 while it is open.
    pub until_day: SchoolDate,
}

impl Staff {
    /// Whether the person works here on a day.
    pub fn is_here(&self, day: SchoolDate) -> bool {
        self.until_day >= day
    }
}

/// Particulars of a member of staff.
#[derive(Clone, Debug, Default)]
pub struct NewStaff {
    /// Name, 2 to 50 characters.
    pub name: String,
    /// The school's own number, once in a school.
    pub staff_no: Option<String>,
    /// `male`, `female` or empty.
    pub sex: String,
    /// Telephone.
    pub phone: String,
    /// What the person is good at.
    pub strengths: String,
}

/// A post to give to somebody.
#[derive(Clone, Debug)]
pub struct NewPost {
    /// Who.
    pub staff: StaffId,
    /// The duty; what it is held towards follows from it.
    pub duty: Duty,
    /// The class or grade; the school's own id for the whole school.
    pub scope_id: RowId,
    /// The subject code for subject teachers; ignored otherwise.
    pub subject: String,
    /// First day.
    pub from_day: SchoolDate,
    /// Last day; [`forever`] while it is open.
    pub until_day: SchoolDate,
    /// The import that brought it.
    pub import: Option<ImportId>,
}

/// A post of a person.
#[derive(Clone, Debug)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// Who.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// The duty.
    pub duty: Duty,
    /// What it is held towards.
    pub scope: ScopeKind,
    /// Which class or grade; the school's own id for the whole school.
    pub scope_id: RowId,
    /// The subject code; empty when it has none.
    pub subject: String,
    /// First day.
    pub from_day: SchoolDate,
    /// Last day.
    pub until_day: SchoolDate,
    /// The name of the class, when it is held towards one.
    pub class_name: Option<String>,
    /// The level of the grade, 1 to 6, when it is held towards one.
    pub grade_level: Option<i64>,
    /// The year in which the school year of the class or grade begins.
    pub start_year: Option<i64>,
}

impl Post {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: SchoolDate) -> bool {
        self.from_day <= day && day <= self.until_day
    }
}

/// As what somebody counts among the helpers of a pupil (A3-03: school leaders, all members of the school council, subject teachers of every grade).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Helper {
    /// 校级领导
    Leader,
    /// 校会成员: the offices of the school.
    Council,
    /// 科任教师
    SubjectTeacher,
}

/// As what a duty makes somebody a helper (A3-03); `None` when it does not.
pub const fn helper_by(duty: Duty) -> Option<Helper> {
    match duty {
        Duty::Principal | Duty::Leader | Duty::GradeSponsor => Some(Helper::Leader),
        Duty::AcademicOffice | Duty::StudentAffairs | Duty::GradeLeader | Duty::Counsellor | Duty::AidOfficer => Some(Helper::Council),
        Duty::SubjectTeacher | Duty::Homeroom | Duty::ClassAttached => Some(Helper::SubjectTeacher),
        Duty::Cashier | Duty::Administrator | Duty::Mentor | Duty::Tutor | Duty::VillageTeam => None,
    }
}

impl Helper {
    /// All kinds, the first counts when somebody is several.
    pub const ALL: [Self; 3] = [Self::Leader, Self::Council, Self::SubjectTeacher];
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Leader => "roster-helper-leader",
            Self::Council => "roster-helper-council",
            Self::SubjectTeacher => "roster-helper-subject-teacher",
        }
    }
}

/// The last day of what has no end yet.
pub fn forever() -> SchoolDate {
    SchoolDate::from_days(i64::MAX)
}

/// Everybody who is or was at the school, by name.
///
/// # Errors
/// Faults of the database.
pub fn staff_list(tx: &mut Tx<'_>) -> Result<Vec<Staff>> {
    sql::staff_list(tx)
}

/// Everybody of that very name who is or was at the school.
///
/// # Errors
/// Faults of the database.
pub fn staff_named(tx: &mut Tx<'_>, name: &str) -> Result<Vec<Staff>> {
    sql::staff_named(tx, name)
}

/// A member of staff.
///
/// # Errors
/// Not found when there is none.
pub fn staff(tx: &mut Tx<'_>, id: StaffId) -> Result<Staff> {
    sql::staff(tx, id)
}

/// A new member of staff, from today.
///
/// # Errors
/// Every problem of the particulars at its field.
pub fn hire(tx: &mut Tx<'_>, permit: &Permit<acts::ManageStaff>, new: &NewStaff) -> Result<StaffId> {
    let checked = check_particulars(tx, None, new)?;
    let id = tx.new_id();
    let today = tx.today();
    sql::insert_staff(tx, id, &checked, today, forever())?;
    trail::note(tx, permit.who(), "roster.hired", id, &serde_json::json!({}))?;
    Ok(id)
}

/// Corrects somebody's particulars.
///
/// # Errors
/// Not found; every problem of the particulars at its field.
pub fn correct_staff(tx: &mut Tx<'_>, permit: &Permit<acts::ManageStaff>, id: StaffId, new: &NewStaff) -> Result<()> {
    sql::staff(tx, id)?;
    let checked = check_particulars(tx, Some(id), new)?;
    sql::update_staff(tx, id, &checked)?;
    trail::note(tx, permit.who(), "roster.staff_corrected", id, &serde_json::json!({}))?;
    Ok(())
}

fn check_particulars(tx: &mut Tx<'_>, id: Option<StaffId>, new: &NewStaff) -> Result<NewStaff> {
    let mut problems = Problems::default();
    let name = problems.keep("name", NameCell::parse(&new.name).map(|cell| cell.name.as_str().to_owned()));
    let staff_no = new.staff_no.as_deref().map(str::trim).filter(|no| !no.is_empty()).map(ToOwned::to_owned);
    if let Some(no) = &staff_no {
        if no.chars().count() > limits::NAME_CHARS {
            problems.note("staff_no", Msg::new("roster-people-line-long").with("most", limits::NAME_CHARS));
        } else if sql::staff_with_number(tx, no)?.is_some_and(|other| Some(other) != id) {
            problems.note("staff_no", "roster-staff-no-taken");
        }
    }
    for (field, text) in [("phone", &new.phone), ("strengths", &new.strengths)] {
        if text.chars().count() > limits::LINE_CHARS {
            problems.note(field, Msg::new("roster-people-line-long").with("most", limits::LINE_CHARS));
        }
    }
    problems.end()?;
    let sex = if ["male", "female"].contains(&new.sex.as_str()) { new.sex.clone() } else { String::new() };
    Ok(NewStaff { name: name.unwrap_or_default(), staff_no, sex, phone: new.phone.trim().to_owned(), strengths: new.strengths.trim().to_owned() })
}

/// All posts of a person, the present ones first.
///
/// # Errors
/// Faults of the database.
pub fn posts_of(tx: &mut Tx<'_>, staff: StaffId) -> Result<Vec<Post>> {
    sql::posts_of(tx, staff)
}

/// Everybody's posts of a day, by person.
///
/// # Errors
/// Faults of the database.
pub fn posts_on(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<Post>> {
    sql::posts_on(tx, day)
}

/// A post.
///
/// # Errors
/// Not found when there is none.
pub fn post(tx: &mut Tx<'_>, id: PostId) -> Result<Post> {
    sql::post(tx, id)
}

/// Gives somebody a post and opens its tie. The same post twice, overlapping or following on, is one.
///
/// # Errors
/// A problem at `replace` when the class has another homeroom teacher in that time (see [`appoint_instead`]); problems at `subject`, `scope`, `until_day`.
pub fn appoint(tx: &mut Tx<'_>, permit: &Permit<acts::ManageStaff>, new: &NewPost) -> Result<PostId> {
    not_oneself(permit, new)?;
    let new = check_post(tx, new)?;
    if let Some(holder) = other_homeroom_teachers(tx, &new)?.first() {
        return Err(Error::at("replace", Msg::new("roster-homeroom-there").with("name", &holder.name)));
    }
    let id = put_post(tx, &new)?;
    trail::note(tx, permit.who(), "roster.appointed", new.staff, &serde_json::json!({ "post": id, "duty": new.duty.code(), "from": new.from_day }))?;
    Ok(id)
}

/// Who manages staff must not open children's pages to themselves: a duty is given by somebody else.
fn not_oneself(permit: &Permit<acts::ManageStaff>, new: &NewPost) -> Result<()> {
    let oneself = !permit.who().is_operator() && permit.who().staff() == new.staff;
    if oneself { Err(Error::Denied(Msg::new("roster-appoint-self"))) } else { Ok(()) }
}

/// Gives somebody a post in place of who holds it: the homeroom teacher of the class until then is released the day before.
///
/// # Errors
/// Those of [`appoint`], but for the homeroom teacher.
pub fn appoint_instead(tx: &mut Tx<'_>, permit: &Permit<acts::ManageStaff>, new: &NewPost) -> Result<PostId> {
    let checked = check_post(tx, new)?;
    for holder in other_homeroom_teachers(tx, &checked)? {
        release(tx, permit, holder.id, new.from_day.plus_days(-1))?;
    }
    appoint(tx, permit, new)
}

fn other_homeroom_teachers(tx: &mut Tx<'_>, new: &NewPost) -> Result<Vec<Post>> {
    if new.duty != Duty::Homeroom {
        return Ok(Vec::new());
    }
    let holders = sql::posts_towards(tx, new.scope_id, Duty::Homeroom.code())?;
    Ok(holders.into_iter().filter(|post| post.staff != new.staff && post.from_day <= new.until_day && post.until_day >= new.from_day).collect())
}

fn check_post(tx: &mut Tx<'_>, new: &NewPost) -> Result<NewPost> {
    sql::staff(tx, new.staff)?;
    let mut problems = Problems::default();
    let mut new = new.clone();
    if !new.duty.is_post() {
        problems.note("duty", "roster-duty-missing");
    }
    if new.duty != Duty::SubjectTeacher {
        new.subject.clear();
    } else if new.subject.is_empty() {
        problems.note("subject", "roster-people-subject-missing");
    }
    let known = match new.duty.scope() {
        ScopeKind::School => new.scope_id == NewTie::whole_school(tx),
        scope => sql::scope_exists(tx, scope.code(), new.scope_id)?,
    };
    if !known {
        problems.note("scope", if new.duty.scope() == ScopeKind::Grade { "roster-people-grade-missing" } else { "roster-people-class-missing" });
    }
    if new.until_day < new.from_day {
        problems.note("until_day", "roster-people-until-before-from");
    }
    problems.end()?;
    Ok(new)
}

/// Stores a checked post, joined with the same post where it overlaps or follows on, and its tie.
pub(super) fn put_post(tx: &mut Tx<'_>, new: &NewPost) -> Result<PostId> {
    let mut whole = new.clone();
    let same = sql::same_posts(tx, new)?;
    if let Some((id, ..)) = same.iter().find(|(_, from, until)| *from <= new.from_day && new.until_day <= *until) {
        return Ok(*id);
    }
    for (id, from, until) in &same {
        whole.from_day = whole.from_day.min(*from);
        whole.until_day = whole.until_day.max(*until);
        access::close_ties_of(tx, row(*id), from.plus_days(-1))?;
        sql::update_post_days(tx, *id, *from, from.plus_days(-1))?;
    }
    let id = match same.first() {
        Some((id, ..)) => {
            sql::update_post_days(tx, *id, whole.from_day, whole.until_day)?;
            *id
        }
        None => {
            let id = tx.new_id();
            sql::insert_post(tx, id, &whole)?;
            id
        }
    };
    let tie = NewTie {
        staff: whole.staff,
        duty: whole.duty,
        scope: whole.duty.scope(),
        scope_id: whole.scope_id,
        subject: &whole.subject,
        from: whole.from_day,
        until: whole.until_day,
        source: row(id),
        on_behalf_of: None,
    };
    access::open_tie(tx, &tie)?;
    leave::copy_again(tx, new.staff)?;
    Ok(id)
}

/// Ends a post: `last_day` is the last on which it holds. A post that would not have begun never was.
///
/// # Errors
/// Not found; a conflict when the school would be without an administrator.
pub fn release(tx: &mut Tx<'_>, permit: &Permit<acts::ManageStaff>, id: PostId, last_day: SchoolDate) -> Result<()> {
    let post = sql::post(tx, id)?;
    keep_an_administrator(tx, &[&post], last_day)?;
    end_post(tx, &post, last_day)?;
    trail::note(tx, permit.who(), "roster.released", post.staff, &serde_json::json!({ "post": id, "until": last_day }))?;
    Ok(())
}

/// Ends a post and its ties, and what a delegate has by it.
pub(super) fn end_post(tx: &mut Tx<'_>, post: &Post, last_day: SchoolDate) -> Result<()> {
    if last_day < post.until_day {
        access::close_ties_of(tx, row(post.id), last_day)?;
        sql::update_post_days(tx, post.id, post.from_day, last_day.max(post.from_day.plus_days(-1)))?;
        leave::copy_again(tx, post.staff)?;
    }
    Ok(())
}

/// Without an administrator nobody could make accounts again.
fn keep_an_administrator(tx: &mut Tx<'_>, ending: &[&Post], last_day: SchoolDate) -> Result<()> {
    if !ending.iter().any(|post| post.duty == Duty::Administrator) {
        return Ok(());
    }
    let after = last_day.plus_days(1);
    let others = sql::posts_towards(tx, NewTie::whole_school(tx), Duty::Administrator.code())?;
    let remains = others.iter().any(|post| post.holds_on(after) && !ending.iter().any(|ended| ended.id == post.id));
    if remains { Ok(()) } else { Err(Error::Conflict(Msg::new("roster-last-administrator"))) }
}

/// Somebody leaves the school: their posts, what they do in place of others and their places in groups end on `last_day`; afterwards their account no longer opens.
///
/// # Errors
/// Not found; a conflict when the school would be without an administrator.
pub fn dismiss(tx: &mut Tx<'_>, permit: &Permit<acts::ManageStaff>, id: StaffId, last_day: SchoolDate) -> Result<()> {
    sql::staff(tx, id)?;
    let posts = sql::posts_of(tx, id)?;
    let ending: Vec<&Post> = posts.iter().filter(|post| post.until_day > last_day).collect();
    keep_an_administrator(tx, &ending, last_day)?;
    for post in ending {
        end_post(tx, post, last_day)?;
    }
    leave::end_of_delegate(tx, permit, id, last_day)?;
    super::groups::end_of_member(tx, id, last_day)?;
    sql::update_staff_until(tx, id, last_day)?;
    trail::note(tx, permit.who(), "roster.left", id, &serde_json::json!({ "until": last_day }))?;
    Ok(())
}

/// Somebody who left works here again; posts are given anew.
///
/// # Errors
/// Not found when there is nobody.
pub fn take_back(tx: &mut Tx<'_>, permit: &Permit<acts::ManageStaff>, id: StaffId) -> Result<()> {
    sql::staff(tx, id)?;
    sql::update_staff_until(tx, id, forever())?;
    trail::note(tx, permit.who(), "roster.taken_back", id, &serde_json::json!({}))?;
    Ok(())
}

/// The id of a post as the source of its ties.
pub(super) fn row(id: impl Id) -> RowId {
    RowId::from_uuid(id.uuid())
}

/// The names of all staff, by what the trail writes of who did something.
pub struct Names(HashMap<String, String>);

impl Names {
    /// Reads them.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn load(tx: &mut Tx<'_>) -> Result<Self> {
        Ok(Self(sql::names(tx)?.into_iter().map(|(id, name)| (id.to_string(), name)).collect()))
    }
    /// The name; empty for an operator.
    pub fn of(&self, actor: &str) -> String {
        self.0.get(actor).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
#[path = "people_tests.rs"]
mod tests;
