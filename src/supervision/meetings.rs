//! verbs: meetings about the work with children: exchange of who helps in one class or office (A9-24, B6-10), of a research group (B9-05), of the leading group (A9-26, B4-17, B3-13).
//!
//! Read by who takes part and by the leaders of the class, grade or school; a child's matter only by who may see the child's file.

use std::collections::BTreeSet;
use std::str::FromStr;

use super::nameless::named;
use super::rhythm::{Owed, present};
use super::sql::meetings as sql;
use crate::access::{Duty, Permit, Subject, Who, acts};
use crate::activity::cadence::allowed;
use crate::base::error::Problems;
use crate::base::{ClassId, Error, GradeId, GroupId, Id, Msg, PupilId, Result, RowId, SchoolDate, StaffId, derived, limits};
use crate::casefile;
use crate::pairing::pairs;
use crate::programme::{Param, deadline, in_force, kind_words::kinder};
use crate::roster::groups::{self, GroupKind, Role};
use crate::roster::{people, time};
use crate::store::Tx;
use crate::trail;

/// Somebody is asked to come.
pub const TASK: &str = "supervision-meeting";
/// People of a meeting, at most.
const PEOPLE_MOST: usize = 80;
/// How far ahead a meeting is called.
const AHEAD_DAYS: i64 = 180;
/// How far back one that took place is written down.
const BACK_DAYS: i64 = 60;
/// Meetings of a list.
const SHOWN: i64 = 300;
/// Matters of a meeting, at most.
pub(super) const ITEMS_MOST: usize = 40;

/// What a meeting is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 同班帮教教师交流
    Class,
    /// 同办公室交流: those who teach in a grade.
    Office,
    /// 教研组转化研讨交流会
    Research,
    /// 领导小组会议
    Steering,
}

impl Kind {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Class, Self::Office, Self::Research, Self::Steering];
    /// The identifier; words hang on it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Class => "class",
            Self::Office => "office",
            Self::Research => "research",
            Self::Steering => "steering",
        }
    }
}

impl FromStr for Kind {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.code() == code).ok_or(())
    }
}

/// A meeting of a class, a grade or a group, with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    /// What it is of.
    pub kind: Kind,
    /// The class, grade or group.
    pub scope: RowId,
    /// Its name.
    pub name: String,
}

impl Circle {
    /// Whose leaders read it.
    pub fn subject(&self) -> Subject {
        match self.kind {
            Kind::Class => Subject::Class(ClassId::from_uuid(self.scope.uuid())),
            Kind::Office => Subject::Grade(GradeId::from_uuid(self.scope.uuid())),
            Kind::Research | Kind::Steering => Subject::School,
        }
    }
    /// The form to call the next one.
    pub fn form(&self) -> String {
        format!("/supervision/meetings/new?kind={}&of={}", self.kind.code(), self.scope)
    }
}

/// A meeting, as somebody reads it.
pub struct Meeting {
    /// Its id.
    pub id: RowId,
    /// Of what.
    pub circle: Circle,
    /// When.
    pub day: SchoolDate,
    /// Where.
    pub place: String,
    /// Who called it.
    pub staff: StaffId,
    /// Their name.
    pub by: String,
    /// `held` or `dropped`, when, with which words.
    pub end: Option<(String, SchoolDate, String)>,
}

impl Meeting {
    /// `planned`, `held`, `dropped`; the words are `supervision-meeting-state-<code>`.
    pub fn state(&self) -> &str {
        self.end.as_ref().map_or("planned", |end| end.0.as_str())
    }
    /// Whether it is still to be held.
    pub fn is_open(&self) -> bool {
        self.end.is_none()
    }
}

/// A general text, as long as a form allows, without words that hurt and without the name of a child; noted at its field otherwise.
pub(super) fn general(tx: &mut Tx<'_>, problems: &mut Problems, field: &'static str, typed: &str, most: usize) -> Result<String> {
    let text = typed.trim();
    if text.chars().count() > most {
        problems.note(field, Msg::new("supervision-long").with("most", most));
    } else if let Some(key) = kinder(text) {
        problems.note(field, key);
    } else if named(text, &sql::names(tx)?).is_some() {
        problems.note(field, "supervision-names-a-child");
    }
    Ok(text.to_owned())
}

/// The name of a class, grade or group; `None` where there is none.
fn circle(tx: &mut Tx<'_>, kind: Kind, scope: RowId) -> Result<Option<Circle>> {
    let name = match kind {
        Kind::Class => found(time::class(tx, ClassId::from_uuid(scope.uuid())))?.map(|class| class.name),
        Kind::Office => {
            let Some(term) = time::current_term(tx)? else { return Ok(None) };
            let classes = time::classes(tx, term.year)?;
            let level = classes.iter().find(|class| RowId::from_uuid(class.grade.uuid()) == scope).map(|class| class.level);
            level.map(|level| Msg::new("report-grade").with("grade", level).text(crate::base::Lang::default()))
        }
        Kind::Research | Kind::Steering => found(groups::group(tx, GroupId::from_uuid(scope.uuid())))?.map(|group| group.name),
    };
    Ok(name.map(|name| Circle { kind, scope, name }))
}

fn found<T>(asked: Result<T>) -> Result<Option<T>> {
    allowed(asked)
}

/// Whether the person may call a meeting of a class, grade or group.
fn may_call(tx: &mut Tx<'_>, who: &Who, circle: &Circle) -> Result<bool> {
    if allowed(Permit::<acts::HoldMeeting>::ask(tx, who, circle.subject()))?.is_some() {
        return Ok(true);
    }
    if !matches!(circle.kind, Kind::Research | Kind::Steering) {
        return Ok(false);
    }
    let (members, today) = (groups::members(tx, GroupId::from_uuid(circle.scope.uuid()))?, tx.today());
    Ok(members.iter().any(|member| member.staff == who.staff() && member.role != Role::Member && member.holds_on(today)))
}

/// What the person may call meetings of, in the order of the kinds.
///
/// # Errors
/// Faults of the database.
pub fn circles(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Circle>> {
    let (mut all, today) = (Vec::new(), tx.today());
    if let Some(term) = time::current_term(tx)? {
        let classes = time::classes(tx, term.year)?;
        all.extend(classes.iter().map(|class| (Kind::Class, RowId::from_uuid(class.id.uuid()))));
        let grades: BTreeSet<GradeId> = classes.iter().map(|class| class.grade).collect();
        let mut grades: Vec<(i64, GradeId)> = grades.into_iter().filter_map(|grade| Some((classes.iter().find(|class| class.grade == grade)?.level, grade))).collect();
        grades.sort_unstable();
        all.extend(grades.into_iter().map(|(_, grade)| (Kind::Office, RowId::from_uuid(grade.uuid()))));
    }
    for group in groups::groups(tx)?.into_iter().filter(|group| group.from_day <= today && today <= group.until_day) {
        let kind = if group.kind == GroupKind::Steering { Kind::Steering } else { Kind::Research };
        all.push((kind, RowId::from_uuid(group.id.uuid())));
    }
    let mut mine = Vec::new();
    for (kind, scope) in all {
        if let Some(circle) = circle(tx, kind, scope)?
            && may_call(tx, who, &circle)?
        {
            mine.push(circle);
        }
    }
    Ok(mine)
}

/// The class, grade or group of a meeting that the person may call.
///
/// # Errors
/// Not found when there is none or it is not the person's to call.
pub fn callable(tx: &mut Tx<'_>, who: &Who, kind: Kind, scope: RowId) -> Result<Circle> {
    let known = circle(tx, kind, scope)?.ok_or(Error::NotFound)?;
    if may_call(tx, who, &known)? { Ok(known) } else { Err(Error::NotFound) }
}

/// The classes that a meeting speaks of; `None`: all that the person sees.
///
/// # Errors
/// Faults of the database.
pub fn classes_of(tx: &mut Tx<'_>, circle: &Circle) -> Result<Option<Vec<ClassId>>> {
    Ok(match circle.subject() {
        Subject::Class(class) => Some(vec![class]),
        Subject::Grade(grade) => match time::current_term(tx)? {
            Some(term) => Some(time::classes(tx, term.year)?.into_iter().filter(|class| class.grade == grade).map(|class| class.id).collect()),
            None => Some(Vec::new()),
        },
        _ => None,
    })
}

/// Who is asked to come: the members of the group; else who teaches in the classes and who helps their children.
///
/// # Errors
/// Faults of the database.
pub fn usual_people(tx: &mut Tx<'_>, who: &Who, circle: &Circle) -> Result<Vec<(StaffId, String)>> {
    let today = tx.today();
    let mut all: Vec<(StaffId, String)> = Vec::new();
    match classes_of(tx, circle)? {
        None => {
            let members = groups::members(tx, GroupId::from_uuid(circle.scope.uuid()))?;
            all.extend(members.into_iter().filter(|member| member.holds_on(today)).map(|member| (member.staff, member.name)));
        }
        Some(classes) => {
            let scopes: Vec<RowId> = classes.iter().map(|class| RowId::from_uuid(class.uuid())).chain([circle.scope]).collect();
            all.extend(people::posts_on(tx, today)?.into_iter().filter(|post| scopes.contains(&post.scope_id)).map(|post| (post.staff, post.name)));
            for line in casefile::lines(tx, who, None)?.into_iter().filter(|line| classes.contains(&line.class)) {
                let Some(see) = allowed(Permit::<acts::SeeCaseFile>::ask(tx, who, line.pupil))? else { continue };
                let pairs = pairs::of_pupil(tx, &see)?.into_iter().filter(|pair| (pair.from..=pair.until).contains(&today));
                all.extend(pairs.map(|pair| (pair.staff, pair.staff_name)));
            }
        }
    }
    let mut seen = BTreeSet::new();
    all.retain(|(staff, _)| seen.insert(*staff));
    Ok(all)
}

/// A meeting as it is called.
#[derive(Clone, Debug)]
pub struct New {
    /// Made by the form.
    pub id: RowId,
    /// When.
    pub day: Option<SchoolDate>,
    /// Where.
    pub place: String,
    /// Who is asked to come.
    pub people: Vec<StaffId>,
    /// Children to speak of, each with the reason.
    pub children: Vec<(PupilId, String)>,
    /// A matter without a child; empty for none.
    pub matter: String,
}

/// Calls a meeting; everybody who is asked to come has a task until it was held. Sent again it changes nothing.
///
/// # Errors
/// Problems at `day`, `place`, `people`, `matter`; not found when it is not the person's to call, or for a child whose file the person may not see.
pub fn call(tx: &mut Tx<'_>, who: &Who, kind: Kind, scope: RowId, new: &New) -> Result<RowId> {
    let (circle, mut problems, today) = (callable(tx, who, kind, scope)?, Problems::default(), tx.today());
    if let Some(row) = sql::one(tx, new.id)? {
        return if row.staff == who.staff() { Ok(row.id) } else { Err(Error::Conflict(Msg::new("supervision-not-yours"))) };
    }
    let day = new.day.filter(|day| (today.plus_days(-BACK_DAYS)..=today.plus_days(AHEAD_DAYS)).contains(day)).unwrap_or_else(|| {
        problems.note("day", "supervision-meeting-day");
        today
    });
    let place = general(tx, &mut problems, "place", &new.place, limits::NAME_CHARS)?;
    let matter = general(tx, &mut problems, "matter", &new.matter, limits::LINE_CHARS)?;
    let known: BTreeSet<StaffId> = people::staff_list(tx)?.into_iter().filter(|staff| staff.is_here(today)).map(|staff| staff.id).collect();
    let mut people: Vec<StaffId> = new.people.iter().copied().filter(|staff| known.contains(staff)).collect();
    people.sort_unstable();
    people.dedup();
    if people.is_empty() || people.len() > PEOPLE_MOST {
        problems.note("people", "supervision-meeting-people");
    }
    if new.children.len() + usize::from(!matter.is_empty()) > ITEMS_MOST {
        problems.note("matter", Msg::new("supervision-items-most").with("most", ITEMS_MOST));
    }
    problems.end()?;
    for (pupil, _) in &new.children {
        Permit::<acts::SeeCaseFile>::ask(tx, who, *pupil)?;
    }
    if !people.contains(&who.staff()) && !who.is_operator() {
        people.push(who.staff());
    }
    sql::insert(tx, &sql::New { id: new.id, kind: circle.kind.code(), scope: circle.scope, day, place: &place, staff: who.staff() }, &people)?;
    let items = new.children.iter().map(|(pupil, why)| (Some(*pupil), why.as_str())).chain((!matter.is_empty()).then_some((None, matter.as_str())));
    for (place, item) in (0_i64..).zip(items) {
        let id = derived(&[b"matter of", new.id.uuid().as_bytes(), &place.to_be_bytes()]);
        sql::insert_item(tx, id, new.id, place, item, who.staff())?;
    }
    for staff in &people {
        trail::open_task(tx, *staff, TASK, new.id, &format!("/supervision/meetings/{}", new.id), &[], day)?;
    }
    trail::note(tx, who, "supervision.meeting", new.id, &serde_json::json!({ "kind": circle.kind.code(), "people": people.len() }))?;
    Ok(new.id)
}

fn told(tx: &mut Tx<'_>, row: sql::Row) -> Result<Meeting> {
    let kind: Kind = row.kind.parse().map_err(|()| Error::Fault("a meeting of an unknown kind".into()))?;
    let circle = circle(tx, kind, row.scope)?.unwrap_or(Circle { kind, scope: row.scope, name: String::new() });
    Ok(Meeting { id: row.id, circle, day: row.day, place: row.place, staff: row.staff, by: row.by, end: row.end })
}

/// Whether the person takes part, or leads what it is of.
fn reads(tx: &mut Tx<'_>, who: &Who, meeting: &Meeting) -> Result<bool> {
    if meeting.staff == who.staff() || sql::people(tx, meeting.id)?.iter().any(|(staff, ..)| *staff == who.staff()) {
        return Ok(true);
    }
    Ok(allowed(Permit::<acts::Oversee>::ask(tx, who, meeting.circle.subject()))?.is_some())
}

/// A meeting that the person may read.
///
/// # Errors
/// Not found when there is none or it is not for the person.
pub fn one(tx: &mut Tx<'_>, who: &Who, id: RowId) -> Result<Meeting> {
    let row = sql::one(tx, id)?.ok_or(Error::NotFound)?;
    let meeting = told(tx, row)?;
    if reads(tx, who, &meeting)? { Ok(meeting) } else { Err(Error::NotFound) }
}

/// Who was asked to come, and whether they came.
///
/// # Errors
/// Faults of the database.
pub fn people_of(tx: &mut Tx<'_>, meeting: &Meeting) -> Result<Vec<(StaffId, String, bool)>> {
    sql::people(tx, meeting.id)
}

/// The meetings between two days that the person may read, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn between(tx: &mut Tx<'_>, who: &Who, span: (SchoolDate, SchoolDate)) -> Result<Vec<Meeting>> {
    let mut all = Vec::new();
    for row in sql::between(tx, span, SHOWN)? {
        let meeting = told(tx, row)?;
        if reads(tx, who, &meeting)? {
            all.push(meeting);
        }
    }
    Ok(all)
}

/// Whether the person keeps the minutes: who called it, and who may call another of its kind.
///
/// # Errors
/// Faults of the database.
pub fn keeps(tx: &mut Tx<'_>, who: &Who, meeting: &Meeting) -> Result<bool> {
    Ok(meeting.staff == who.staff() || may_call(tx, who, &meeting.circle)?)
}

/// What is owed to each class, grade or group of which the person calls the meetings: the strictest exchange that the programmes in force ask for (A9-24, B9-05), once a term where they
/// say nothing of a leading group (A9-26). Of classes only to who has them as homeroom.
///
/// # Errors
/// Faults of the database.
pub fn due(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<(Circle, Owed)>> {
    let today = tx.today();
    let Some(term) = time::current_term(tx)?.filter(|term| (term.first_day..=term.last_day).contains(&today)) else { return Ok(Vec::new()) };
    let days = time::term_days(tx, &term)?;
    let asked: Vec<_> = in_force(tx, term.id)?.into_iter().filter_map(|programme| programme.values.cadence(Param::ExchangeEvery)).collect();
    let stretches: Vec<_> = asked.into_iter().flat_map(|cadence| deadline::windows(cadence, &days)).map(|window| (window.from, window.until, window.times)).collect();
    let whole = [(term.first_day, term.last_day, 1)];
    let held: Vec<sql::Row> = sql::between(tx, (term.first_day, term.last_day), SHOWN)?.into_iter().filter(|row| matches!(&row.end, Some((what, ..)) if what == "held")).collect();
    let own: Vec<ClassId> = who.ties.iter().filter(|tie| tie.duty == Duty::Homeroom).map(|tie| ClassId::from_uuid(tie.scope_id.uuid())).collect();
    let mut all = Vec::new();
    for circle in circles(tx, who)? {
        let mine = match (circle.kind, circle.subject()) {
            (Kind::Class, Subject::Class(class)) => own.contains(&class),
            (Kind::Office, _) => false,
            _ => true,
        };
        let done: Vec<SchoolDate> = held.iter().filter(|row| row.scope == circle.scope).map(|row| row.day).collect();
        let of = if circle.kind == Kind::Steering && stretches.is_empty() { &whole[..] } else { &stretches };
        if let Some(owed) = present(of, &done, today).filter(|_| mine) {
            all.push((circle, owed));
        }
    }
    Ok(all)
}

/// What is owed within the next weeks: for the lines of Today, with the form that calls it.
///
/// # Errors
/// Faults of the database.
pub fn due_soon(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<(Circle, Owed)>> {
    let today = tx.today();
    let planned: Vec<RowId> = sql::between(tx, (today, today.plus_days(AHEAD_DAYS)), SHOWN)?.into_iter().filter(|row| row.end.is_none()).map(|row| row.scope).collect();
    Ok(due(tx, who)?.into_iter().filter(|(circle, owed)| owed.is_soon(today) && !planned.contains(&circle.scope)).collect())
}
