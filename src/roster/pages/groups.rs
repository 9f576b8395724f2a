//! Named groups: the list, one group with its history, members proposed from posts, and the printed sheet. A8-01, A9-26, B1-05, B3-02, B4-17.

use askama::Template;

use super::staff::{AskPage, day_field, people_options, span};
use crate::access::{Action, Duty, Levels, Subject, acts};
use crate::base::{Error, GroupId, Lang, Msg, Result, RowId, StaffId};
use crate::roster::groups::{self, Group, GroupKind, Member, NewGroup, NewMember, Role};
use crate::roster::people;
use crate::web::{Cx, Page, Policy, Reply, Routes};

pub(super) fn routes() -> Routes {
    let may = Policy::May(Action::ManageGroups);
    Routes::new()
        .get("/settings/groups", may, list)
        .post("/settings/groups", may, create, new_form)
        .get("/settings/groups/new", may, new_form)
        .get("/settings/groups/{id}", may, show)
        .get("/settings/groups/{id}/sheet", may, sheet)
        .get("/settings/groups/{id}/particulars", may, edit_form)
        .post("/settings/groups/{id}/particulars", may, correct, edit_form)
        .get("/settings/groups/{id}/members/new", may, member_form)
        .post("/settings/groups/{id}/members", may, put_member, member_form)
        .get("/settings/groups/{id}/members/{member}/end", may, end_member_form)
        .post("/settings/groups/{id}/members/{member}/end", may, end_member, end_member_form)
        .get("/settings/groups/{id}/proposal", may, proposal)
        .post("/settings/groups/{id}/proposal", may, accept, proposal)
        .get("/settings/groups/{id}/end", may, end_form)
        .post("/settings/groups/{id}/end", may, end, end_form)
}

const fn kind_key(kind: GroupKind) -> &'static str {
    match kind {
        GroupKind::Steering => "roster-group-steering",
        GroupKind::Research => "roster-group-research",
        GroupKind::Support => "roster-group-support",
        GroupKind::Other => "roster-group-other",
    }
}

const fn kind_meaning(kind: GroupKind) -> &'static str {
    match kind {
        GroupKind::Steering => "roster-group-steering-meaning",
        GroupKind::Research => "roster-group-research-meaning",
        GroupKind::Support => "roster-group-support-meaning",
        GroupKind::Other => "roster-group-other-meaning",
    }
}

const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Head => "roster-role-head",
        Role::Deputy => "roster-role-deputy",
        Role::Member => "roster-role-member",
    }
}

/// What somebody does in a group by their duty, as a draft: planning, setting the scheme, organising, coordinating, supervision (B1-05, B4-17).
const fn draft_key(duty: Duty) -> &'static str {
    match duty {
        Duty::Principal => "roster-draft-principal",
        Duty::Leader | Duty::GradeSponsor => "roster-draft-leader",
        Duty::AcademicOffice => "roster-draft-academic-office",
        Duty::StudentAffairs => "roster-draft-student-affairs",
        Duty::GradeLeader => "roster-draft-grade-leader",
        Duty::Homeroom | Duty::ClassAttached => "roster-draft-homeroom",
        Duty::SubjectTeacher | Duty::Mentor | Duty::Tutor => "roster-draft-subject-teacher",
        Duty::Counsellor => "roster-draft-counsellor",
        Duty::AidOfficer => "roster-draft-aid-officer",
        Duty::Administrator | Duty::VillageTeam => "roster-draft-administrator",
        Duty::Cashier => "roster-draft-cashier",
    }
}

fn word(lang: Lang, key: &'static str) -> String {
    Msg::new(key).text(lang)
}

// The list

struct GroupLine {
    id: GroupId,
    name: String,
    kind_word: String,
    head: String,
    members: usize,
    open: bool,
}

#[derive(Template)]
#[template(path = "roster/pages/groups.html")]
struct ListPage {
    p: Page,
    lines: Vec<GroupLine>,
}

fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageGroups>(Subject::School)?;
    let (lang, today) = (cx.lang(), cx.tx.today());
    let mut lines = Vec::new();
    for group in groups::groups(cx.tx)? {
        let members: Vec<Member> = groups::members(cx.tx, group.id)?.into_iter().filter(|m| m.holds_on(today)).collect();
        let head = members.iter().find(|m| m.role == Role::Head).map(|m| m.name.clone()).unwrap_or_default();
        lines.push(GroupLine { id: group.id, kind_word: word(lang, kind_key(group.kind)), open: group.until_day >= today, name: group.name, head, members: members.len() });
    }
    let view = ListPage { p: cx.page("roster-groups-title"), lines };
    cx.render(&view)
}

// Making and correcting

#[derive(Template)]
#[template(path = "roster/pages/group_form.html")]
struct FormPage {
    p: Page,
    act: String,
    back: String,
    name: String,
    kinds: Vec<(&'static str, String, String)>,
    chosen: &'static str,
    purpose: String,
    fresh: bool,
}

fn form_page(cx: &mut Cx<'_, '_>, group: Option<&Group>) -> Result<Reply> {
    let lang = cx.lang();
    let back = group.map_or_else(|| "/settings/groups".to_owned(), |g| format!("/settings/groups/{}", g.id));
    let view = FormPage {
        p: cx.page(if group.is_some() { "roster-group-edit-title" } else { "roster-group-new-title" }),
        act: group.map_or_else(|| "/settings/groups".to_owned(), |g| format!("/settings/groups/{}/particulars", g.id)),
        back,
        name: group.map(|g| g.name.clone()).unwrap_or_default(),
        kinds: GroupKind::ALL.iter().map(|kind| (kind.code(), word(lang, kind_key(*kind)), word(lang, kind_meaning(*kind)))).collect(),
        chosen: group.map_or(GroupKind::Steering, |g| g.kind).code(),
        purpose: group.map_or_else(|| word(lang, "roster-group-purpose-draft"), |g| g.purpose.clone()),
        fresh: group.is_none(),
    };
    cx.render(&view)
}

fn typed(cx: &Cx<'_, '_>) -> Result<NewGroup> {
    let kind = cx.field("group_kind").parse().map_err(|()| Error::at("group_kind", "roster-group-kind-missing"))?;
    Ok(NewGroup { name: cx.field("name").to_owned(), kind, purpose: cx.field("purpose").to_owned(), from_day: cx.tx.today() })
}

fn new_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageGroups>(Subject::School)?;
    form_page(cx, None)
}

fn create(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageGroups>(Subject::School)?;
    let new = typed(cx)?;
    let id = groups::create_group(cx.tx, &permit, &new)?;
    cx.did("MakeGroup", permit.subject(), Levels::NONE, id.to_string());
    Ok(Reply::done(format!("/settings/groups/{id}/proposal"), "roster-group-made"))
}

fn edit_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageGroups>(Subject::School)?;
    let group = groups::group(cx.tx, cx.path("id")?)?;
    form_page(cx, Some(&group))
}

fn correct(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageGroups>(Subject::School)?;
    let id: GroupId = cx.path("id")?;
    let new = typed(cx)?;
    groups::correct_group(cx.tx, &permit, id, &new)?;
    cx.did("CorrectGroup", permit.subject(), Levels::NONE, id.to_string());
    Ok(Reply::done(format!("/settings/groups/{id}"), "roster-group-saved"))
}

// One group

struct MemberLine {
    staff: StaffId,
    name: String,
    family: String,
    role: String,
    duties: String,
    span: String,
    end: String,
}

#[derive(Template)]
#[template(path = "roster/pages/group.html")]
struct GroupPage {
    p: Page,
    group: Group,
    kind_word: String,
    span: String,
    open: bool,
    now: Vec<MemberLine>,
    past: Vec<MemberLine>,
    today: String,
    school: String,
}

fn group_page(cx: &mut Cx<'_, '_>) -> Result<GroupPage> {
    cx.permit::<acts::ManageGroups>(Subject::School)?;
    let group = groups::group(cx.tx, cx.path("id")?)?;
    let (lang, today) = (cx.lang(), cx.tx.today());
    let line = |m: &Member| MemberLine {
        staff: m.staff,
        name: m.name.clone(),
        family: super::staff::family(&m.name),
        role: word(lang, role_key(m.role)),
        duties: m.duties.clone(),
        span: span(lang, m.from_day, m.until_day),
        end: format!("/settings/groups/{}/members/{}/end", group.id, m.id),
    };
    let (now, past): (Vec<Member>, Vec<Member>) = groups::members(cx.tx, group.id)?.into_iter().partition(|m| m.until_day >= today);
    Ok(GroupPage {
        p: cx.page_of(&Msg::new("roster-group-page").with("name", &group.name)),
        kind_word: word(lang, kind_key(group.kind)),
        span: span(lang, group.from_day, group.until_day),
        open: group.until_day >= today,
        now: now.iter().map(line).collect(),
        past: past.iter().map(line).collect(),
        today: today.to_string(),
        school: cx.app.school(cx.who.school).map(|s| s.name).unwrap_or_default(),
        group,
    })
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let view = group_page(cx)?;
    cx.render(&view)
}

#[derive(Template)]
#[template(path = "roster/pages/group_sheet.html")]
struct SheetPage {
    p: Page,
    g: GroupPage,
}

/// One page to print and post: purpose, head, deputies, members and what each does.
fn sheet(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let g = group_page(cx)?;
    let view = SheetPage { p: cx.page_of(&Msg::new("roster-group-page").with("name", &g.group.name)), g };
    cx.render(&view)
}

// Members

#[derive(Template)]
#[template(path = "roster/pages/group_member.html")]
struct MemberPage {
    p: Page,
    act: String,
    back: String,
    people: Vec<(String, String)>,
    chosen: String,
    roles: Vec<(&'static str, String)>,
    role: &'static str,
    duties: String,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Chosen {
    staff: String,
}

fn roles(lang: Lang) -> Vec<(&'static str, String)> {
    Role::ALL.iter().map(|role| (role.code(), word(lang, role_key(*role)))).collect()
}

fn member_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageGroups>(Subject::School)?;
    let group = groups::group(cx.tx, cx.path("id")?)?;
    let (lang, today) = (cx.lang(), cx.tx.today());
    let chosen: Chosen = if cx.refused() { Chosen::default() } else { cx.query()? };
    let known = groups::members(cx.tx, group.id)?.into_iter().find(|m| m.staff.to_string() == chosen.staff && m.until_day >= today);
    let view = MemberPage {
        p: cx.page_of(&Msg::new("roster-group-member-title").with("name", &group.name)),
        act: format!("/settings/groups/{}/members", group.id),
        back: format!("/settings/groups/{}", group.id),
        people: people_options(cx.tx, lang, "roster-people-choose", None)?,
        role: known.as_ref().map_or(Role::Member, |m| m.role).code(),
        duties: known.map(|m| m.duties).unwrap_or_default(),
        chosen: chosen.staff,
        roles: roles(lang),
    };
    cx.render(&view)
}

fn put_member(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageGroups>(Subject::School)?;
    let id: GroupId = cx.path("id")?;
    let staff: StaffId = cx.field("staff").parse().map_err(|_| Error::at("staff", "roster-person-missing"))?;
    let role: Role = cx.field("role").parse().map_err(|()| Error::at("role", "roster-role-missing"))?;
    let duties = cx.field("duties").to_owned();
    groups::put_member(cx.tx, &permit, id, &NewMember { staff, role, duties })?;
    cx.did("GroupMember", permit.subject(), Levels::NONE, format!("{id} {staff} {}", role.code()));
    Ok(Reply::done(format!("/settings/groups/{id}"), "roster-group-member-saved"))
}

fn end_member_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageGroups>(Subject::School)?;
    let (group, member): (GroupId, RowId) = (cx.path("id")?, cx.path("member")?);
    let found = groups::members(cx.tx, group)?.into_iter().find(|m| m.id == member).ok_or(Error::NotFound)?;
    let view = AskPage {
        p: cx.page("roster-group-member-end-title"),
        text: Msg::new("roster-group-member-end-text").with("name", found.name).text(cx.lang()),
        act: format!("/settings/groups/{group}/members/{member}/end"),
        day_name: "last_day",
        day_label: "roster-people-last-day",
        day: cx.tx.today().to_string(),
        button: "roster-group-member-end-button",
        back: format!("/settings/groups/{group}"),
    };
    cx.render(&view)
}

fn end_member(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageGroups>(Subject::School)?;
    let (group, member): (GroupId, RowId) = (cx.path("id")?, cx.path("member")?);
    let last_day = day_field(cx, "last_day")?;
    groups::remove_member(cx.tx, &permit, group, member, last_day)?;
    cx.did("GroupMemberEnds", permit.subject(), Levels::NONE, format!("{group} {member} {last_day}"));
    Ok(Reply::done(format!("/settings/groups/{group}"), "roster-group-member-ended"))
}

// Members proposed from posts

struct ProposedLine {
    staff: StaffId,
    name: String,
    by: String,
    role: &'static str,
    duties: String,
    picked: bool,
}

#[derive(Template)]
#[template(path = "roster/pages/group_proposal.html")]
struct ProposalPage {
    p: Page,
    act: String,
    back: String,
    lines: Vec<ProposedLine>,
    roles: Vec<(&'static str, String)>,
}

fn proposal(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageGroups>(Subject::School)?;
    let group = groups::group(cx.tx, cx.path("id")?)?;
    let (lang, today) = (cx.lang(), cx.tx.today());
    let posts = people::posts_on(cx.tx, today)?;
    let known: Vec<StaffId> = groups::members(cx.tx, group.id)?.iter().filter(|m| m.until_day >= today).map(|m| m.staff).collect();
    let has_head = !known.is_empty();
    let proposed = groups::propose(group.kind, &posts).into_iter().filter(|one| !known.contains(&one.staff));
    let lines: Vec<ProposedLine> = proposed
        .map(|one| {
            let role = if has_head && one.role == Role::Head { Role::Deputy } else { one.role };
            ProposedLine {
                staff: one.staff,
                by: Msg::new(format!("duty-{}", one.duty.code())).text(lang),
                role: role.code(),
                duties: word(lang, draft_key(one.duty)),
                // Teachers are many: who of them belongs is chosen by hand.
                picked: one.duty != Duty::SubjectTeacher,
                name: one.name,
            }
        })
        .map(|line| if cx.refused() { as_typed(cx, line) } else { line })
        .collect();
    let view = ProposalPage {
        p: cx.page_of(&Msg::new("roster-group-proposal-title").with("name", &group.name)),
        act: format!("/settings/groups/{}/proposal", group.id),
        back: format!("/settings/groups/{}", group.id),
        lines,
        roles: roles(lang),
    };
    cx.render(&view)
}

/// A proposed member as the form had it before it was refused.
fn as_typed(cx: &Cx<'_, '_>, line: ProposedLine) -> ProposedLine {
    let staff = line.staff.to_string();
    ProposedLine {
        role: cx.field(&format!("role-{staff}")).parse::<Role>().map_or(line.role, Role::code),
        duties: cx.field(&format!("duties-{staff}")).to_owned(),
        picked: cx.req.fields_of("pick").any(|picked| picked == staff),
        ..line
    }
}

fn accept(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageGroups>(Subject::School)?;
    let id: GroupId = cx.path("id")?;
    let picked: Vec<StaffId> = cx.req.fields_of("pick").filter_map(|text| text.parse().ok()).collect();
    let mut has_head = false;
    for staff in &picked {
        let role: Role = cx.field(&format!("role-{staff}")).parse().map_err(|()| Error::at(format!("role-{staff}"), "roster-role-missing"))?;
        if role == Role::Head && std::mem::replace(&mut has_head, true) {
            return Err(Error::at(format!("role-{staff}"), "roster-group-one-head"));
        }
        let duties = cx.field(&format!("duties-{staff}")).to_owned();
        groups::put_member(cx.tx, &permit, id, &NewMember { staff: *staff, role, duties })?;
    }
    cx.did("GroupMembers", permit.subject(), Levels::NONE, format!("{id} {}", picked.len()));
    Ok(Reply::done(format!("/settings/groups/{id}"), Msg::new("roster-group-members-added").with("count", picked.len())))
}

fn end_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageGroups>(Subject::School)?;
    let group = groups::group(cx.tx, cx.path("id")?)?;
    let view = AskPage {
        p: cx.page("roster-group-end-title"),
        text: Msg::new("roster-group-end-text").with("name", &group.name).text(cx.lang()),
        act: format!("/settings/groups/{}/end", group.id),
        day_name: "last_day",
        day_label: "roster-people-last-day",
        day: cx.tx.today().to_string(),
        button: "roster-group-end-button",
        back: format!("/settings/groups/{}", group.id),
    };
    cx.render(&view)
}

fn end(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageGroups>(Subject::School)?;
    let id: GroupId = cx.path("id")?;
    let last_day = day_field(cx, "last_day")?;
    groups::end_group(cx.tx, &permit, id, last_day)?;
    cx.did("EndGroup", permit.subject(), Levels::NONE, format!("{id} {last_day}"));
    Ok(Reply::done("/settings/groups", "roster-group-ended"))
}
