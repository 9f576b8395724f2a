//! `/tutoring/posts`: what the school tells others about the work, with approval.

use super::view::{Ask, Button, Kind, Link, Section, Sheet, cell, chip, choices, columns, field, hidden, link, linked};
use super::{SHOWN, crumbs, day, is_me, made};
use crate::access::{Action, Levels, Subject, acts};
use crate::base::{Error, Msg, PupilId, Result, RowId};
use crate::roster::pupils;
use crate::tutoring::posts::{self, CHANNELS, New, Post};
use crate::web::{Cx, Page, Reply};

/// How a post stands on a day, and the kind of its chip.
fn state(p: &Page, post: &Post, today: crate::base::SchoolDate, missing: bool) -> (String, &'static str) {
    match post.state.as_str() {
        "" => (p.t("tutoring-post-waits"), "due"),
        "approved" if missing => (p.t("tutoring-post-take-down-now"), "overdue"),
        "approved" if post.hangs(today) => (p.t("tutoring-post-hangs"), "good"),
        "approved" => (p.t("tutoring-over"), ""),
        code => (p.t(&format!("tutoring-post-{code}")), ""),
    }
}

/// `GET /tutoring/posts`
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (p, today) = (cx.page("tutoring-posts"), cx.tx.today());
    let mut rows = Vec::new();
    for post in posts::all(cx.tx)? {
        let missing = post.hangs(today) && !posts::without_consent(cx.tx, &post.children)?.is_empty();
        let (words, kind) = state(&p, &post, today, missing);
        rows.push(vec![
            linked(&post.title, format!("/tutoring/posts/{}", post.id)),
            cell(p.t(&format!("tutoring-channel-{}", post.channel))),
            cell(post.until),
            cell(&post.by),
            chip(words, kind),
        ]);
    }
    let section = Section {
        title: p.t("tutoring-posts"),
        columns: columns(&p, &["tutoring-name", "tutoring-channel", "tutoring-until", "tutoring-by", "tutoring-state"]),
        rows,
        empty: p.t("tutoring-posts-none"),
        links: if cx.who.may_somewhere(Action::ManageTutoring) { vec![link(&p, "plus", "tutoring-post-new", "/tutoring/posts/new")] } else { Vec::new() },
        ..Section::default()
    };
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: p.t("tutoring-posts-lead"), links: Vec::new(), facts: Vec::new(), sections: vec![section], p })
}

fn way(p: &Page) -> Vec<(String, String)> {
    crumbs(p, &[("/tutoring/posts", p.t("tutoring-posts"))])
}

/// `GET /tutoring/posts/new`
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (p, today) = (cx.page("tutoring-post-new"), cx.tx.today());
    let fields = vec![
        hidden("id", made(cx)),
        field("title", "tutoring-name", Kind::Text),
        field("channel", "tutoring-channel", Kind::Select(choices(&p, "tutoring-channel-", CHANNELS))),
        field("words", "tutoring-post-words", Kind::Long).hint("tutoring-post-words-hint"),
        field("pupil", "tutoring-post-children", Kind::Text).hint("tutoring-post-children-hint").optional(),
        field("until", "tutoring-until", Kind::Day).value(today.plus_days(60)),
    ];
    let (way, lead) = (way(&p), p.t("tutoring-posts-lead"));
    cx.render(&Ask::new(p, way, "/tutoring/posts/new", fields).lead(lead))
}

/// The children that were typed by their names, each the only one of that name whom the person may see.
fn typed_children(cx: &mut Cx<'_, '_>) -> Result<std::collections::BTreeSet<PupilId>> {
    let typed = cx.field("pupil").to_owned();
    let mut all = std::collections::BTreeSet::new();
    for name in typed.split(['，', ',', '、', ' ', '；']).map(str::trim).filter(|name| !name.is_empty()) {
        let found: Vec<PupilId> = pupils::find(cx.tx, cx.who, name, 20)?.into_iter().filter(|line| line.name == name).map(|line| line.id).collect();
        match found.as_slice() {
            [one] => _ = all.insert(*one),
            [] => return Err(Error::at("pupil", Msg::new("tutoring-post-nobody").with("name", name))),
            _ => return Err(Error::at("pupil", Msg::new("tutoring-post-several").with("name", name))),
        }
    }
    Ok(all)
}

/// Writes a post.
pub(super) fn write(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageTutoring>(Subject::School)?;
    let (term, children, until) = (super::term(cx)?, typed_children(cx)?, day(cx, "until")?);
    let text = |name: &str| cx.field(name).to_owned();
    let new = New { id: made(cx), channel: text("channel"), title: text("title"), words: text("words"), until, children };
    posts::write(cx.tx, &permit, &term, &new)?;
    cx.did("ManageTutoring", Subject::School, SHOWN, format!("post {}", new.id));
    Ok(Reply::done(format!("/tutoring/posts/{}", new.id), "tutoring-post-written"))
}

fn post(cx: &mut Cx<'_, '_>) -> Result<Post> {
    let id: RowId = cx.path("post")?;
    posts::all(cx.tx)?.into_iter().find(|post| post.id == id).ok_or(Error::NotFound)
}

/// `GET /tutoring/posts/{post}`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (post, today) = (post(cx)?, cx.tx.today());
    let missing = post.hangs(today) && !posts::without_consent(cx.tx, &post.children)?.is_empty();
    let named = pupils::named(cx.tx, cx.who, &post.children)?;
    let p = cx.page_of(&Msg::new("tutoring-class-of").with("title", &post.title));
    let (words, _) = state(&p, &post, today, missing);
    let why = if post.why.is_empty() { words } else { format!("{words} · {}", post.why) };
    let decided = if post.decided_by.is_empty() { why } else { format!("{why} · {}", post.decided_by) };
    let facts = vec![
        (p.t("tutoring-channel"), p.t(&format!("tutoring-channel-{}", post.channel))),
        (p.t("tutoring-post-words"), post.words.clone()),
        (p.t("tutoring-until"), post.until.to_string()),
        (p.t("tutoring-by"), post.by.clone()),
        (
            p.t("tutoring-post-children"),
            if post.children.is_empty() {
                p.t("tutoring-post-no-children")
            } else {
                p.tv2(
                    "tutoring-post-children-of",
                    "count",
                    post.children.len(),
                    "names",
                    named.iter().map(|line| line.name.clone()).collect::<Vec<_>>().join(&p.t("tutoring-comma")),
                )
            },
        ),
        (p.t("tutoring-state"), decided),
    ];
    let path = format!("/tutoring/posts/{}", post.id);
    let mut section = Section { title: p.t("tutoring-post-decision"), ..Section::default() };
    if post.state.is_empty() && cx.who.may_somewhere(Action::ApprovePublicity) && !is_me(cx, post.staff) {
        section.buttons.push(Button { action: format!("{path}/approval"), text: p.t("tutoring-post-approve"), primary: true, confirm: String::new() });
        section.links.push(Link { href: format!("{path}/return"), text: p.t("tutoring-post-return"), icon: "undo" });
    } else if post.hangs(today) && cx.who.may_somewhere(Action::ManageTutoring) {
        section.buttons.push(Button { action: format!("{path}/removal"), text: p.t("tutoring-post-take-down"), primary: missing, confirm: p.t("tutoring-post-take-down-sure") });
    }
    let sections = if section.buttons.is_empty() { Vec::new() } else { vec![section] };
    let way = way(&p);
    cx.saw("SeeTutoring", Subject::School, SHOWN);
    cx.render(&Sheet { crumbs: way, lead: String::new(), links: Vec::new(), facts, sections, p })
}

/// Approves a post.
pub(super) fn approve(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ApprovePublicity>(Subject::School)?;
    let id: RowId = cx.path("post")?;
    posts::decide(cx.tx, &permit, id, true, "")?;
    cx.did("ApprovePublicity", Subject::School, Levels::NONE, format!("post {id}"));
    Ok(Reply::done(format!("/tutoring/posts/{id}"), "tutoring-kept"))
}

/// `GET /tutoring/posts/{post}/return`
pub(super) fn return_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let post = post(cx)?;
    let p = cx.page("tutoring-post-return");
    let way = way(&p);
    cx.render(&Ask::new(p, way, format!("/tutoring/posts/{}/return", post.id), vec![field("why", "tutoring-reason", Kind::Long)]).lead(post.title))
}

/// Gives a post back.
pub(super) fn give_back(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ApprovePublicity>(Subject::School)?;
    let (id, why): (RowId, String) = (cx.path("post")?, cx.field("why").to_owned());
    posts::decide(cx.tx, &permit, id, false, &why)?;
    cx.did("ApprovePublicity", Subject::School, Levels::NONE, format!("post {id}"));
    Ok(Reply::done(format!("/tutoring/posts/{id}"), "tutoring-kept"))
}

/// Takes a post down.
pub(super) fn take_down(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageTutoring>(Subject::School)?;
    let id: RowId = cx.path("post")?;
    posts::take_down(cx.tx, &permit, id)?;
    cx.did("ManageTutoring", Subject::School, Levels::NONE, format!("post {id}"));
    Ok(Reply::done(format!("/tutoring/posts/{id}"), "tutoring-kept"))
}
