//! Posts of a person: giving and ending them, leave and standing in, and the hand-over that is reviewed before it is done. PRACTICE 8.

use askama::Template;

use super::staff::{AskPage, day_field, grade_text, people_options, post_text, span, told_apart};
use crate::access::{Action, Duty, Levels, ScopeKind, Subject, acts};
use crate::base::{ClassId, Error, GradeId, Id, Lang, Msg, PostId, Result, RowId, SchoolDate, StaffId};
use crate::roster::handover::{self, Plan};
use crate::roster::leave::{self, LeaveKind, NewLeave};
use crate::roster::people::{self, NewPost, forever};
use crate::roster::time;
use crate::store::Tx;
use crate::web::{Cx, Page, Policy, Reply, Routes};

pub(super) fn routes() -> Routes {
    let may = Policy::May(Action::ManageStaff);
    Routes::new()
        .get("/settings/staff/{id}/posts/new", may, appoint_form)
        .post("/settings/staff/{id}/posts", may, appoint, appoint_form)
        .get("/settings/posts/{id}/release", may, release_form)
        .post("/settings/posts/{id}/release", may, release, release_form)
        .get("/settings/staff/{id}/leave/new", may, leave_form)
        .post("/settings/staff/{id}/leave", may, take_leave, leave_form)
        .get("/settings/leave/{id}/end", may, end_form)
        .post("/settings/leave/{id}/end", may, end_leave, end_form)
        .get("/settings/staff/{id}/hand-over", may, hand_over_form)
        .post("/settings/staff/{id}/hand-over", may, hand_over, hand_over_form)
        .get("/settings/hand-overs/{id}/return", may, hand_back_form)
        .post("/settings/hand-overs/{id}/return", may, hand_back, hand_back_form)
}

/// Subjects of the primary curriculum, in the order of timetables; their words are `subject-<code>`.
const SUBJECTS: [&str; 11] = ["chinese", "maths", "english", "science", "morality", "pe", "music", "art", "it", "labour", "general"];

type Options = Vec<(String, String)>;

// Giving a post

#[derive(Template)]
#[template(path = "roster/pages/appoint.html")]
struct AppointPage {
    p: Page,
    act: String,
    back: String,
    duties: Options,
    classes: Options,
    grades: Options,
    subjects: Options,
    from: String,
    replaces: Option<String>,
}

fn word(lang: Lang, key: String) -> String {
    Msg::new(key).text(lang)
}

/// Classes and grades of this school year and later ones, the nearest first.
fn places(tx: &mut Tx<'_>, lang: Lang) -> Result<(Options, Options)> {
    let today = tx.today();
    let none = || vec![(String::new(), word(lang, "roster-people-choose".into()))];
    let (mut classes, mut grades) = (none(), none());
    let mut years = time::years(tx)?;
    years.retain(|year| last_day_of(i64::from(year.start.0)) >= today);
    years.sort_by_key(|year| year.start.0);
    for year in years {
        let told = |name: &str| told_apart(lang, name, &year.start.to_string());
        classes.extend(time::classes(tx, year.id)?.into_iter().map(|class| (class.id.to_string(), told(&class.name))));
        grades.extend(time::grades(tx, year.id)?.into_iter().map(|grade| (grade.id.to_string(), told(&grade_text(lang, grade.level)))));
    }
    Ok((classes, grades))
}

/// The last day of a school year: 31 August.
fn last_day_of(start_year: i64) -> SchoolDate {
    i16::try_from(start_year + 1).ok().and_then(|year| SchoolDate::new(year, 8, 31)).unwrap_or_else(forever)
}

fn appoint_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageStaff>(Subject::School)?;
    let id: StaffId = cx.path("id")?;
    let lang = cx.lang();
    let person = people::staff(cx.tx, id)?;
    let (classes, grades) = places(cx.tx, lang)?;
    let p = cx.page_of(&Msg::new("roster-appoint-title").with("name", &person.name));
    let view = AppointPage {
        act: format!("/settings/staff/{id}/posts"),
        back: format!("/settings/staff/{id}"),
        duties: Duty::ALL.iter().filter(|duty| duty.is_post()).map(|duty| (duty.code().to_owned(), word(lang, format!("duty-{}", duty.code())))).collect(),
        classes,
        grades,
        subjects: std::iter::once((String::new(), word(lang, "roster-people-choose".into())))
            .chain(SUBJECTS.iter().map(|code| ((*code).to_owned(), word(lang, format!("subject-{code}")))))
            .collect(),
        from: cx.tx.today().to_string(),
        replaces: p.problem("replace"),
        p,
    };
    cx.render(&view)
}

/// The typed class or grade that the duty needs, with the last day of its school year.
fn scope_of(cx: &mut Cx<'_, '_>, duty: Duty) -> Result<(RowId, SchoolDate)> {
    match duty.scope() {
        ScopeKind::Class => {
            let id: ClassId = cx.field("class").parse().map_err(|_| Error::at("class", "roster-people-class-missing"))?;
            let year = time::class(cx.tx, id)?.year;
            Ok((RowId::from_uuid(id.uuid()), year_end(cx.tx, |y| y.id == year)?))
        }
        ScopeKind::Grade => {
            let id: GradeId = cx.field("grade").parse().map_err(|_| Error::at("grade", "roster-people-grade-missing"))?;
            let mut until = forever();
            for year in time::years(cx.tx)? {
                if time::grades(cx.tx, year.id)?.iter().any(|grade| grade.id == id) {
                    until = last_day_of(i64::from(year.start.0));
                }
            }
            Ok((RowId::from_uuid(id.uuid()), until))
        }
        ScopeKind::School | ScopeKind::Pupil | ScopeKind::Village => Ok((RowId::from_uuid(cx.tx.school().uuid()), forever())),
    }
}

fn year_end(tx: &mut Tx<'_>, is: impl Fn(&time::Year) -> bool) -> Result<SchoolDate> {
    Ok(time::years(tx)?.iter().find(|year| is(year)).map_or_else(forever, |year| last_day_of(i64::from(year.start.0))))
}

fn appoint(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageStaff>(Subject::School)?;
    let staff: StaffId = cx.path("id")?;
    let duty: Duty = cx.field("duty").parse().map_err(|()| Error::at("duty", "roster-duty-missing"))?;
    let from_day = day_field(cx, "from_day")?;
    let (scope_id, year_end) = scope_of(cx, duty)?;
    let until_day = if cx.field("until_day").is_empty() { year_end } else { day_field(cx, "until_day")? };
    let new = NewPost { staff, duty, scope_id, subject: cx.field("subject").to_owned(), from_day, until_day, import: None };
    let post = if cx.field("replace") == "1" { people::appoint_instead(cx.tx, &permit, &new)? } else { people::appoint(cx.tx, &permit, &new)? };
    cx.did("Appoint", permit.subject(), Levels::NONE, format!("{staff} {post} {}", duty.code()));
    Ok(Reply::done(format!("/settings/staff/{staff}"), "roster-appointed"))
}

// Ending a post

fn release_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageStaff>(Subject::School)?;
    let post = people::post(cx.tx, cx.path::<PostId>("id")?)?;
    let lang = cx.lang();
    let view = AskPage {
        p: cx.page("roster-release-title"),
        text: Msg::new("roster-release-text").with("name", &post.name).with("post", post_text(lang, &post)).text(lang),
        act: format!("/settings/posts/{}/release", post.id),
        day_name: "last_day",
        day_label: "roster-people-last-day",
        day: cx.tx.today().to_string(),
        button: "roster-release-button",
        back: format!("/settings/staff/{}", post.staff),
    };
    cx.render(&view)
}

fn release(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageStaff>(Subject::School)?;
    let post = people::post(cx.tx, cx.path::<PostId>("id")?)?;
    let last_day = day_field(cx, "last_day")?;
    people::release(cx.tx, &permit, post.id, last_day)?;
    cx.did("Release", permit.subject(), Levels::NONE, format!("{} {} {last_day}", post.staff, post.id));
    Ok(Reply::done(format!("/settings/staff/{}", post.staff), Msg::new("roster-released").with("when", last_day)))
}

// Leave

#[derive(Template)]
#[template(path = "roster/pages/leave.html")]
struct LeavePage {
    p: Page,
    act: String,
    back: String,
    kinds: Vec<(&'static str, String, String)>,
    chosen: &'static str,
    delegates: Options,
    posts: Options,
    from: String,
}

fn leave_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageStaff>(Subject::School)?;
    let id: StaffId = cx.path("id")?;
    let (lang, today) = (cx.lang(), cx.tx.today());
    let person = people::staff(cx.tx, id)?;
    let meaning = |kind: LeaveKind| match kind {
        LeaveKind::Leave => "roster-leave-meaning",
        LeaveKind::Delegation => "roster-delegation-meaning",
        LeaveKind::Substitution => "roster-substitution-meaning",
    };
    let mut posts = vec![(String::new(), word(lang, "roster-people-choose".into()))];
    posts.extend(people::posts_of(cx.tx, id)?.iter().filter(|post| post.until_day >= today).map(|post| (post.id.to_string(), post_text(lang, post))));
    let view = LeavePage {
        p: cx.page_of(&Msg::new("roster-leave-title").with("name", &person.name)),
        act: format!("/settings/staff/{id}/leave"),
        back: format!("/settings/staff/{id}"),
        kinds: LeaveKind::ALL.map(|kind| (kind.code(), word(lang, kind.key().into()), word(lang, meaning(kind).into()))).to_vec(),
        chosen: LeaveKind::Leave.code(),
        delegates: people_options(cx.tx, lang, "roster-delegate-none", Some(id))?,
        posts,
        from: today.to_string(),
    };
    cx.render(&view)
}

fn take_leave(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageStaff>(Subject::School)?;
    let staff: StaffId = cx.path("id")?;
    let new = NewLeave {
        staff,
        kind: cx.field("leave_kind").parse().map_err(|()| Error::at("leave_kind", "roster-leave-kind-missing"))?,
        from_day: day_field(cx, "from_day")?,
        until_day: day_field(cx, "until_day")?,
        reason: cx.field("reason").to_owned(),
        delegate: cx.field("delegate").parse().ok(),
        post: cx.field("post").parse().ok(),
    };
    let id = leave::take_leave(cx.tx, &permit, &new)?;
    cx.did("StaffLeave", permit.subject(), Levels::NONE, format!("{staff} {id}"));
    Ok(Reply::done(format!("/settings/staff/{staff}"), "roster-leave-done"))
}

fn end_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageStaff>(Subject::School)?;
    let leave = leave::find(cx.tx, cx.path("id")?)?;
    let lang = cx.lang();
    let text = Msg::new("roster-leave-end-text").with("name", &leave.name).with("span", span(lang, leave.from_day, leave.until_day));
    let view = AskPage {
        p: cx.page("roster-leave-end-title"),
        text: text.text(lang),
        act: format!("/settings/leave/{}/end", leave.id),
        day_name: "last_day",
        day_label: "roster-people-last-day",
        day: cx.tx.today().min(leave.until_day).to_string(),
        button: "roster-leave-end-button",
        back: format!("/settings/staff/{}", leave.staff),
    };
    cx.render(&view)
}

fn end_leave(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageStaff>(Subject::School)?;
    let leave = leave::find(cx.tx, cx.path("id")?)?;
    let last_day = day_field(cx, "last_day")?;
    leave::end_leave(cx.tx, &permit, leave.id, last_day)?;
    cx.did("StaffLeaveEnds", permit.subject(), Levels::NONE, format!("{} {} {last_day}", leave.staff, leave.id));
    Ok(Reply::done(format!("/settings/staff/{}", leave.staff), Msg::new("roster-leave-ended").with("when", last_day)))
}

// Hand-over

#[derive(Template)]
#[template(path = "roster/pages/hand_over.html")]
struct HandOverPage {
    p: Page,
    act: String,
    back: String,
    people: Options,
    to: String,
    day: String,
    reason: String,
    review: Option<Review>,
}

struct Review {
    title: String,
    posts: Vec<(String, String)>,
    tasks: usize,
    delegations: Vec<(String, String)>,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Chosen {
    to: String,
    day: String,
    reason: String,
}

fn review(lang: Lang, plan: &Plan) -> Review {
    Review {
        title: Msg::new("roster-hand-over-review").with("from", &plan.from.name).with("to", &plan.to.name).with("when", plan.day).text(lang),
        posts: plan.posts.iter().map(|post| (post_text(lang, post), span(lang, post.from_day.max(plan.day), post.until_day))).collect(),
        tasks: plan.tasks.len(),
        delegations: plan.delegations.iter().map(|leave| (leave.name.clone(), span(lang, leave.from_day.max(plan.day), leave.until_day))).collect(),
    }
}

/// First asks to whom and from when, then names all that will move.
fn hand_over_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageStaff>(Subject::School)?;
    let id: StaffId = cx.path("id")?;
    let lang = cx.lang();
    let person = people::staff(cx.tx, id)?;
    let mut chosen: Chosen = cx.query()?;
    if cx.refused() {
        chosen = Chosen { to: cx.field("to").to_owned(), day: cx.field("day").to_owned(), reason: cx.field("reason").to_owned() };
    }
    let mut p = cx.page_of(&Msg::new("roster-hand-over-title").with("name", &person.name));
    let mut seen = None;
    if !chosen.to.is_empty() && p.problems.is_empty() {
        let planned = match (chosen.to.parse(), chosen.day.parse()) {
            (Ok(to), Ok(day)) => handover::plan(cx.tx, id, to, day),
            _ => Err(Error::at("day", "roster-people-day-needed")),
        };
        match planned {
            Ok(plan) => seen = Some(review(lang, &plan)),
            Err(Error::Invalid(problems)) => p.problems = problems,
            Err(other) => return Err(other),
        }
    }
    let day = if chosen.day.is_empty() { cx.tx.today().to_string() } else { chosen.day };
    let act = format!("/settings/staff/{id}/hand-over");
    let people = people_options(cx.tx, lang, "roster-people-choose", Some(id))?;
    let view = HandOverPage { p, act, back: format!("/settings/staff/{id}"), people, to: chosen.to, day, reason: chosen.reason, review: seen };
    cx.render(&view)
}

fn hand_over(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageStaff>(Subject::School)?;
    let from: StaffId = cx.path("id")?;
    let to: StaffId = cx.field("to").parse().map_err(|_| Error::at("to", "roster-delegate-missing"))?;
    let (day, reason) = (day_field(cx, "day")?, cx.field("reason").to_owned());
    let id = handover::hand_over(cx.tx, &permit, from, to, day, &reason)?;
    let done = handover::find(cx.tx, id)?;
    cx.did("HandOver", permit.subject(), Levels::NONE, format!("{id} {from} {to} posts {} tasks {}", done.posts_moved, done.tasks_moved));
    Ok(Reply::done(format!("/settings/staff/{to}"), Msg::new("roster-handed-over").with("name", done.to_name).with("count", done.posts_moved))
        .with_undo(format!("/settings/hand-overs/{id}/return")))
}

fn hand_back_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageStaff>(Subject::School)?;
    let done = handover::find(cx.tx, cx.path("id")?)?;
    let text = Msg::new("roster-hand-back-text").with("from", &done.from_name).with("to", &done.to_name).with("when", done.day.max(cx.tx.today()));
    let view = AskPage {
        p: cx.page("roster-hand-back-title"),
        text: text.text(cx.lang()),
        act: format!("/settings/hand-overs/{}/return", done.id),
        day_name: "",
        day_label: "",
        day: String::new(),
        button: "roster-hand-back-button",
        back: format!("/settings/staff/{}", done.from),
    };
    cx.render(&view)
}

fn hand_back(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageStaff>(Subject::School)?;
    let done = handover::find(cx.tx, cx.path("id")?)?;
    handover::hand_back(cx.tx, &permit, done.id)?;
    cx.did("HandBack", permit.subject(), Levels::NONE, done.id.to_string());
    Ok(Reply::done(format!("/settings/staff/{}", done.from), Msg::new("roster-handed-back").with("name", done.from_name)))
}
