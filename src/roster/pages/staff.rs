//! Staff: the list with who counts as a helper (A3-03), a person with all that they do, particulars, leaving, and the directory for everybody.

use askama::Template;

use crate::access::{Action, Duty, Levels, ScopeKind, Subject, acts};
use crate::base::{Error, Lang, Msg, Result, SchoolDate, StaffId, limits};
use crate::roster::handover::{self, HandOver};
use crate::roster::leave::{self, Leave};
use crate::roster::people::{self, Helper, NewStaff, Post, Staff, forever, helper_by};
use crate::roster::pinyin;
use crate::store::Tx;
use crate::web::{Cx, Page, Policy, Reply, Routes};

pub(super) fn routes() -> Routes {
    let may = Policy::May(Action::ManageStaff);
    Routes::new()
        .get("/staff", Policy::SignedIn, directory)
        .get("/settings/staff", may, list)
        .post("/settings/staff", may, hire, hire_form)
        .get("/settings/staff/new", may, hire_form)
        .get("/settings/staff/{id}", may, show)
        .get("/settings/staff/{id}/particulars", may, particulars_form)
        .post("/settings/staff/{id}/particulars", may, correct, particulars_form)
        .get("/settings/staff/{id}/departure", may, departure_form)
        .post("/settings/staff/{id}/departure", may, depart, departure_form)
        .post("/settings/staff/{id}/return", may, take_back, show)
}

/// A day as a form sends it.
pub(super) fn day_field(cx: &Cx<'_, '_>, name: &'static str) -> Result<SchoolDate> {
    cx.field(name).parse().map_err(|_| Error::at(name, "roster-people-day-needed"))
}

/// From and until in words; what has no end says from when.
pub(super) fn span(lang: Lang, from: SchoolDate, until: SchoolDate) -> String {
    let msg = if until == forever() { Msg::new("roster-people-span-open") } else { Msg::new("roster-people-span").with("until", until) };
    msg.with("from", from).text(lang)
}

/// A post in words: duty, class or grade, subject.
pub(super) fn post_text(lang: Lang, post: &Post) -> String {
    let word = |key: String| Msg::new(key).text(lang);
    let mut text = word(format!("duty-{}", post.duty.code()));
    let place = match post.scope {
        ScopeKind::Grade => post.grade_level.map(|level| grade_text(lang, level)),
        ScopeKind::Class => post.class_name.clone(),
        _ => None,
    };
    for part in place.into_iter().chain((!post.subject.is_empty()).then(|| word(format!("subject-{}", post.subject)))) {
        text.push_str(" · ");
        text.push_str(&part);
    }
    text
}

pub(super) fn grade_text(lang: Lang, level: i64) -> String {
    Msg::new("roster-people-grade-name").with("grade", level).text(lang)
}

/// The first sign of a name, for the round mark.
pub(super) fn family(name: &str) -> String {
    name.chars().next().map(String::from).unwrap_or_default()
}

/// A name with what tells it from another of the same name.
pub(super) fn told_apart(lang: Lang, name: &str, more: &str) -> String {
    Msg::new("roster-people-told").with("name", name).with("more", more).text(lang)
}

/// People to choose from, told apart by number or post: (id, text), after an empty first line.
pub(super) fn people_options(tx: &mut Tx<'_>, lang: Lang, first_line: &str, but: Option<StaffId>) -> Result<Vec<(String, String)>> {
    let today = tx.today();
    let posts = people::posts_on(tx, today)?;
    let mut options = vec![(String::new(), Msg::new(first_line.to_owned()).text(lang))];
    for person in people::staff_list(tx)?.into_iter().filter(|person| person.is_here(today) && Some(person.id) != but) {
        let post = posts.iter().find(|post| post.staff == person.id).map(|post| post_text(lang, post));
        let text = match post.or(person.staff_no) {
            Some(more) => told_apart(lang, &person.name, &more),
            None => person.name,
        };
        options.push((person.id.to_string(), text));
    }
    Ok(options)
}

// The list

struct Line {
    id: StaffId,
    name: String,
    family: String,
    staff_no: String,
    posts: Vec<String>,
    helper: Option<String>,
    away: Option<String>,
    gone: bool,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Filter {
    q: String,
    duty: String,
    helper: String,
    gone: String,
    page: i64,
}

#[derive(Template)]
#[template(path = "roster/pages/staff_list.html")]
struct ListPage {
    p: Page,
    q: String,
    duties: Vec<(String, String)>,
    duty: String,
    helpers: Vec<(String, String)>,
    helper: String,
    gone: bool,
    lines: Vec<Line>,
    helper_count: usize,
    first: i64,
    last: i64,
    total: i64,
    before: String,
    after: String,
}

/// Whether a name, its pinyin or initials, or the number begins with what was typed.
fn matches(person: &Staff, typed: &str) -> bool {
    let Some(typed) = pinyin::query(typed) else { return true };
    person.staff_no.as_deref().is_some_and(|no| no.to_lowercase().starts_with(&typed)) || pinyin::keys(&person.name).iter().any(|key| key.starts_with(&typed))
}

fn helper_of(posts: &[&Post]) -> Option<Helper> {
    Helper::ALL.into_iter().find(|kind| posts.iter().any(|post| helper_by(post.duty) == Some(*kind)))
}

/// The lines of everybody here (or gone), with what they are today.
fn lines(tx: &mut Tx<'_>, lang: Lang, keep: impl Fn(&Staff, &[&Post]) -> bool) -> Result<Vec<Line>> {
    let today = tx.today();
    let posts = people::posts_on(tx, today)?;
    let leaves = leave::leaves_on(tx, today)?;
    let mut found = Vec::new();
    for person in people::staff_list(tx)? {
        let mine: Vec<&Post> = posts.iter().filter(|post| post.staff == person.id).collect();
        if !keep(&person, &mine) {
            continue;
        }
        let away = leaves.iter().find(|leave| leave.staff == person.id && leave.kind == leave::LeaveKind::Leave);
        found.push(Line {
            id: person.id,
            family: family(&person.name),
            gone: !person.is_here(today),
            staff_no: person.staff_no.unwrap_or_default(),
            posts: mine.iter().map(|post| post_text(lang, post)).collect(),
            helper: helper_of(&mine).map(|kind| Msg::new(kind.key()).text(lang)),
            away: away.map(|leave| Msg::new("roster-away-until").with("when", leave.until_day).text(lang)),
            name: person.name,
        });
    }
    Ok(found)
}

fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageStaff>(Subject::School)?;
    let filter: Filter = cx.query()?;
    let (lang, today) = (cx.lang(), cx.tx.today());
    let duty: Option<Duty> = filter.duty.parse().ok();
    let gone = filter.gone == "1";
    let all = lines(cx.tx, lang, |person, posts| {
        let helps = match filter.helper.as_str() {
            "yes" => helper_of(posts).is_some(),
            "no" => helper_of(posts).is_none(),
            _ => true,
        };
        person.is_here(today) != gone && duty.is_none_or(|duty| posts.iter().any(|post| post.duty == duty)) && helps && matches(person, &filter.q)
    })?;
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let skip = filter.page.clamp(0, total / limits::ROWS_PER_PAGE) * limits::ROWS_PER_PAGE;
    let helper_count = all.iter().filter(|line| line.helper.is_some()).count();
    let shown: Vec<Line> = all.into_iter().skip(usize::try_from(skip).unwrap_or_default()).take(usize::try_from(limits::ROWS_PER_PAGE).unwrap_or_default()).collect();
    let last = skip + i64::try_from(shown.len()).unwrap_or_default();
    let other = |page: i64| {
        let pairs = [("q", filter.q.as_str()), ("duty", &filter.duty), ("helper", &filter.helper), ("gone", &filter.gone), ("page", &page.to_string())];
        format!("/settings/staff?{}", serde_html_form::to_string(pairs).unwrap_or_default())
    };
    let word = |key: &str| Msg::new(key.to_owned()).text(lang);
    let mut duties = vec![(String::new(), word("roster-any-duty"))];
    duties.extend(Duty::ALL.iter().filter(|duty| duty.is_post()).map(|duty| (duty.code().to_owned(), word(&format!("duty-{}", duty.code())))));
    let helpers = [("", "roster-helper-any"), ("yes", "roster-helper-yes"), ("no", "roster-helper-no")].map(|(value, key)| (value.to_owned(), word(key))).to_vec();
    let page = skip / limits::ROWS_PER_PAGE;
    let view = ListPage {
        p: cx.page("roster-staff-title"),
        q: filter.q.clone(),
        duties,
        duty: filter.duty.clone(),
        helpers,
        helper: filter.helper.clone(),
        gone,
        lines: shown,
        helper_count,
        first: (skip + 1).min(total),
        last,
        total,
        before: if page > 0 { other(page - 1) } else { String::new() },
        after: if last < total { other(page + 1) } else { String::new() },
    };
    cx.render(&view)
}

#[derive(Template)]
#[template(path = "roster/pages/directory.html")]
struct DirectoryPage {
    p: Page,
    q: String,
    lines: Vec<Line>,
}

/// Names and posts, for everybody who is signed in: whom to ask.
fn directory(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let filter: Filter = cx.query()?;
    let (lang, today) = (cx.lang(), cx.tx.today());
    let lines = lines(cx.tx, lang, |person, _| person.is_here(today) && matches(person, &filter.q))?;
    let view = DirectoryPage { p: cx.page("roster-directory-title"), q: filter.q, lines };
    cx.render(&view)
}

// One person

struct PostLine {
    text: String,
    span: String,
    release: String,
    later: bool,
}

struct LeaveLine {
    what: String,
    span: String,
    who: String,
    reason: String,
    end: String,
}

struct HandOverLine {
    text: String,
    back: String,
}

#[derive(Template)]
#[template(path = "roster/pages/staff.html")]
struct StaffPage {
    p: Page,
    person: Staff,
    family: String,
    sex: String,
    since: String,
    gone: bool,
    leaving: bool,
    helper: Option<String>,
    now: Vec<PostLine>,
    past: Vec<PostLine>,
    leaves: Vec<LeaveLine>,
    stands_in: Vec<LeaveLine>,
    hand_overs: Vec<HandOverLine>,
}

fn post_line(lang: Lang, today: SchoolDate, post: &Post) -> PostLine {
    PostLine { text: post_text(lang, post), span: span(lang, post.from_day, post.until_day), release: format!("/settings/posts/{}/release", post.id), later: post.from_day > today }
}

fn leave_line(lang: Lang, today: SchoolDate, leave: &Leave, other: Option<&str>) -> LeaveLine {
    let open = leave.until_day >= today && leave.until_day >= leave.from_day;
    LeaveLine {
        what: Msg::new(leave.kind.key()).text(lang),
        span: span(lang, leave.from_day, leave.until_day.max(leave.from_day)),
        who: other.unwrap_or_default().to_owned(),
        reason: leave.reason.clone(),
        end: if open { format!("/settings/leave/{}/end", leave.id) } else { String::new() },
    }
}

fn hand_over_line(lang: Lang, done: &HandOver) -> HandOverLine {
    let key = if done.undoes.is_some() { "roster-handed-back-line" } else { "roster-handed-over-line" };
    let msg = Msg::new(key).with("from", &done.from_name).with("to", &done.to_name).with("when", done.day).with("posts", done.posts_moved).with("tasks", done.tasks_moved);
    let back = if done.undone || done.undoes.is_some() { String::new() } else { format!("/settings/hand-overs/{}/return", done.id) };
    HandOverLine { text: msg.text(lang), back }
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageStaff>(Subject::School)?;
    let id: StaffId = cx.path("id")?;
    let (lang, today) = (cx.lang(), cx.tx.today());
    let person = people::staff(cx.tx, id)?;
    let posts = people::posts_of(cx.tx, id)?;
    let today_posts: Vec<&Post> = posts.iter().filter(|post| post.holds_on(today)).collect();
    let helper = helper_of(&today_posts).map(|kind| Msg::new(kind.key()).text(lang));
    let (now, past): (Vec<&Post>, Vec<&Post>) = posts.iter().partition(|post| post.until_day >= today);
    let shown = |leaves: Vec<Leave>, by: fn(&Leave) -> Option<&str>| leaves.iter().filter(|l| l.until_day >= l.from_day).map(|l| leave_line(lang, today, l, by(l))).collect();
    let view = StaffPage {
        p: cx.page_of(&Msg::new("roster-staff-page").with("name", &person.name)),
        family: family(&person.name),
        sex: match person.sex.as_str() {
            "male" => Msg::new("roster-people-sex-male").text(lang),
            "female" => Msg::new("roster-people-sex-female").text(lang),
            _ => String::new(),
        },
        since: span(lang, person.from_day, person.until_day),
        gone: !person.is_here(today),
        leaving: person.until_day != forever(),
        helper,
        now: now.into_iter().map(|post| post_line(lang, today, post)).collect(),
        past: past.into_iter().map(|post| post_line(lang, today, post)).collect(),
        leaves: shown(leave::leaves_of(cx.tx, id)?, |l| l.delegate_name.as_deref()),
        stands_in: shown(leave::stood_in_by(cx.tx, id)?, |l| Some(l.name.as_str())),
        hand_overs: handover::hand_overs_of(cx.tx, id)?.iter().map(|done| hand_over_line(lang, done)).collect(),
        person,
    };
    cx.render(&view)
}

// Particulars

#[derive(Template)]
#[template(path = "roster/pages/staff_form.html")]
struct FormPage {
    p: Page,
    act: String,
    back: String,
    new: NewStaff,
    staff_no: String,
    sexes: Vec<(String, String)>,
}

fn form_page(cx: &mut Cx<'_, '_>, title: &str, act: String, back: String, new: NewStaff) -> Result<Reply> {
    let word = |key: &str| Msg::new(key.to_owned()).text(cx.lang());
    let sexes =
        [("", "roster-people-sex-unknown"), ("female", "roster-people-sex-female"), ("male", "roster-people-sex-male")].map(|(value, key)| (value.to_owned(), word(key))).to_vec();
    let view = FormPage { p: cx.page(title), act, back, staff_no: new.staff_no.clone().unwrap_or_default(), new, sexes };
    cx.render(&view)
}

fn typed(cx: &Cx<'_, '_>) -> NewStaff {
    let field = |name: &str| cx.field(name).to_owned();
    NewStaff { name: field("name"), staff_no: Some(field("staff_no")), sex: field("sex"), phone: field("phone"), strengths: field("strengths") }
}

fn hire_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    form_page(cx, "roster-staff-new-title", "/settings/staff".into(), "/settings/staff".into(), NewStaff::default())
}

fn hire(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageStaff>(Subject::School)?;
    let new = typed(cx);
    let id = people::hire(cx.tx, &permit, &new)?;
    cx.did("HireStaff", permit.subject(), Levels::NONE, id.to_string());
    Ok(Reply::done(format!("/settings/staff/{id}"), Msg::new("roster-staff-hired").with("name", new.name)))
}

fn particulars_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageStaff>(Subject::School)?;
    let id: StaffId = cx.path("id")?;
    let person = people::staff(cx.tx, id)?;
    let new = NewStaff { name: person.name, staff_no: person.staff_no, sex: person.sex, phone: person.phone, strengths: person.strengths };
    form_page(cx, "roster-staff-edit-title", format!("/settings/staff/{id}/particulars"), format!("/settings/staff/{id}"), new)
}

fn correct(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageStaff>(Subject::School)?;
    let id: StaffId = cx.path("id")?;
    let new = typed(cx);
    people::correct_staff(cx.tx, &permit, id, &new)?;
    cx.did("CorrectStaff", permit.subject(), Levels::NONE, id.to_string());
    Ok(Reply::done(format!("/settings/staff/{id}"), "roster-staff-saved"))
}

// Leaving the school

/// A page that asks for a day, or only for a yes, and says what will happen.
#[derive(Template)]
#[template(path = "roster/pages/ask.html")]
pub(super) struct AskPage {
    pub p: Page,
    pub text: String,
    pub act: String,
    pub day_name: &'static str,
    pub day_label: &'static str,
    pub day: String,
    pub button: &'static str,
    pub back: String,
}

fn departure_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageStaff>(Subject::School)?;
    let id: StaffId = cx.path("id")?;
    let person = people::staff(cx.tx, id)?;
    let today = cx.tx.today();
    let posts = people::posts_of(cx.tx, id)?.iter().filter(|post| post.until_day >= today).count();
    let tasks = crate::trail::tasks_of(cx.tx, id)?.len();
    let text = Msg::new("roster-departure-text").with("name", &person.name).with("posts", posts).with("tasks", tasks).text(cx.lang());
    let view = AskPage {
        p: cx.page("roster-departure-title"),
        text,
        act: format!("/settings/staff/{id}/departure"),
        day_name: "last_day",
        day_label: "roster-people-last-day",
        day: today.to_string(),
        button: "roster-departure-button",
        back: format!("/settings/staff/{id}"),
    };
    cx.render(&view)
}

fn depart(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageStaff>(Subject::School)?;
    let id: StaffId = cx.path("id")?;
    let last_day = day_field(cx, "last_day")?;
    people::dismiss(cx.tx, &permit, id, last_day)?;
    cx.did("StaffLeaves", permit.subject(), Levels::NONE, format!("{id} {last_day}"));
    Ok(Reply::done(format!("/settings/staff/{id}"), Msg::new("roster-departure-done").with("when", last_day)))
}

fn take_back(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageStaff>(Subject::School)?;
    let id: StaffId = cx.path("id")?;
    people::take_back(cx.tx, &permit, id)?;
    cx.did("StaffReturns", permit.subject(), Levels::NONE, id.to_string());
    Ok(Reply::done(format!("/settings/staff/{id}"), "roster-taken-back"))
}
