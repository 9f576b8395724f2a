//! `/classes/{id}/mix`: study groups of a class mixed by strength, as a proposal that a teacher accepts.

use askama::Template;
use serde::Deserialize;

use super::view::{Section, Sheet, columns, linked};
use super::{SHOWN, crumbs};
use crate::access::{Action, Level, Levels, acts};
use crate::base::{ClassId, Error, Msg, PupilId, Result};
use crate::pairing::peers;
use crate::results::SUBJECTS;
use crate::roster::time;
use crate::tutoring::groups::{self, SIZES};
use crate::web::{Choice, Cx, Page, Reply};

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    size: String,
    #[serde(default)]
    subject: String,
}

#[derive(Template)]
#[template(path = "tutoring/pages/mix.html")]
struct MixPage {
    p: Page,
    id: ClassId,
    lead: String,
    running: String,
    size: usize,
    subject: String,
    sizes: Vec<Choice>,
    subjects: Vec<Choice>,
    groups: Vec<GroupView>,
    leads: Vec<(String, String)>,
}

struct GroupView {
    at: usize,
    name: String,
    children: Vec<(PupilId, String)>,
}

/// How large the groups are, and by which subject they are mixed: asked for by the address or typed.
fn asked(cx: &Cx<'_, '_>) -> Result<(usize, String)> {
    let asked = if cx.field("size").is_empty() { cx.query::<Asked>()? } else { Asked { size: cx.field("size").to_owned(), subject: cx.field("subject").to_owned() } };
    let size = asked.size.parse().ok().filter(|size| SIZES.contains(size)).unwrap_or(SIZES[0]);
    let subject = Some(asked.subject).filter(|subject| SUBJECTS.contains(&subject.as_str())).unwrap_or_default();
    Ok((size, subject))
}

/// `GET /classes/{id}/mix`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::ManagePeers>(id)?;
    let (term, class, (size, subject)) = (super::term(cx)?, time::class(cx.tx, id)?, asked(cx)?);
    let proposal = groups::propose(cx.tx, &permit, size, &subject)?;
    let leads = peers::class(cx.tx, &permit, &term)?.leads.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let p = cx.page_of(&Msg::new("tutoring-mix-of").with("class", &class.name));
    let lead = match &proposal.by {
        Some((name, day)) => Msg::new("tutoring-mix-by").with("name", name).with("day", day).with("count", proposal.unknown).text(p.lang),
        None => p.t("tutoring-mix-by-seat"),
    };
    let group = |(at, (name, children)): (usize, (String, Vec<crate::roster::pupils::PupilLine>))| GroupView {
        at,
        name: p.old_or(&format!("name-{at}"), name),
        children: children.into_iter().map(|line| (line.id, line.seat_no.map_or_else(|| line.name.clone(), |seat| format!("{seat} {}", line.name)))).collect(),
    };
    let any = Choice::new("", p.t("tutoring-mix-all-subjects"), subject.is_empty());
    let page = MixPage {
        id,
        lead,
        running: proposal.running.join(&p.t("tutoring-comma")),
        size,
        sizes: SIZES.iter().map(|one| Choice::new(one.to_string(), p.tv("tutoring-mix-of-size", "count", one), *one == size)).collect(),
        subjects: std::iter::once(any).chain(SUBJECTS.iter().map(|code| Choice::new(*code, p.t(&format!("subject-{code}")), *code == subject))).collect(),
        subject,
        groups: proposal.groups.into_iter().enumerate().map(group).collect(),
        leads,
        p,
    };
    cx.saw("ManagePeers", permit.subject(), Levels::of(&[Level::Basic]));
    cx.render(&page)
}

/// Makes the groups.
pub(super) fn accept(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::ManagePeers>(id)?;
    let term = super::term(cx)?;
    let mut all: Vec<(String, Vec<PupilId>)> = Vec::new();
    for at in 0.. {
        let Some(name) = cx.req.field(&format!("name-{at}")) else { break };
        let members: Vec<PupilId> = (0..).map_while(|n| cx.req.field(&format!("member-{n}-of-{at}"))).map(|id| id.parse().map_err(|_| Error::NotFound)).collect::<Result<_>>()?;
        all.push((name.trim().to_owned(), members));
    }
    let count = groups::accept(cx.tx, &permit, &term, super::chosen(cx, "lead"), &all)?;
    cx.did("ManagePeers", permit.subject(), SHOWN, format!("groups {count}"));
    Ok(Reply::done(format!("/pairing/classes/{id}/peers"), Msg::new("tutoring-mix-made").with("count", count)))
}

/// `GET /tutoring/groups`: the classes for which the person may form groups.
pub(super) fn classes(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let term = super::term(cx)?;
    let all = crate::results::classes_of(cx.tx, cx.who, Action::ManagePeers, term.year)?;
    if let [one] = all.as_slice() {
        return Ok(Reply::go(format!("/classes/{}/mix", one.id)));
    }
    let p = cx.page("tutoring-mix");
    let rows = all.into_iter().map(|class| vec![linked(class.name, format!("/classes/{}/mix", class.id))]).collect();
    let section = Section { title: p.t("tutoring-mix-choose"), columns: columns(&p, &["tutoring-school-class"]), rows, ..Section::default() };
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: String::new(), links: Vec::new(), facts: Vec::new(), sections: vec![section], p })
}
