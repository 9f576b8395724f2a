//! `/pupils/{id}/evidence`: the eight cells of a child with their evidence, and what was promised and kept, stretch by stretch; the same cells for a class; what is postponed.

use askama::Template;

use super::map::{Sum, sum};
use super::{SHOWN, choices, day};
use crate::access::{Action, Subject, acts};
use crate::base::{ClassId, Error, Lang, Msg, PupilId, Result, SchoolDate, words};
use crate::casefile::pages::child::{Child, child};
use crate::roster::time;
use crate::supervision::evidence;
use crate::supervision::evidence_rules::{CELLS, Cell, GROUPS, Proof};
use crate::supervision::ledger::{self, Promise, REASONS};
use crate::web::{Choice, Cx, Page, Reply};

/// A cell as it is shown.
struct CellView {
    code: &'static str,
    name: String,
    kind: &'static str,
    proof: String,
    words: String,
    link: String,
}

/// Where the evidence of a cell is read.
fn link(id: PupilId, code: &str) -> String {
    let page = match code {
        "people" | "time" => "helpers",
        "rules" | "measure" => "plan",
        "told" => "told",
        "effect" => "progress",
        _ => "records",
    };
    format!("/pupils/{id}/{page}")
}

fn view(lang: Lang, id: PupilId, cell: Cell) -> CellView {
    CellView {
        code: cell.code,
        name: words::word(lang, &format!("supervision-evidence-{}", cell.code)),
        kind: match cell.proof {
            Proof::Proved => "good",
            Proof::Partly => "due",
            Proof::Nothing => "",
        },
        proof: words::word(lang, &format!("supervision-proof-{}", cell.proof.code())),
        words: cell.words.text(lang),
        link: link(id, cell.code),
    }
}

/// What is owed in a stretch, as it is shown.
struct PromiseView {
    what: String,
    days: String,
    text: String,
    kind: &'static str,
    state: String,
    later: String,
}

fn promised(lang: Lang, one: &Promise, today: SchoolDate, mine: bool) -> PromiseView {
    let state = one.state(today);
    let moved = if one.latest > one.until { Msg::new("supervision-until-later").with("day", one.latest).text(lang) } else { String::new() };
    PromiseView {
        what: words::word(lang, &format!("activity-owed-{}", one.act.code())),
        days: format!("{}–{}{moved}", one.from, one.until),
        text: Msg::new("supervision-of").with("kept", one.kept).with("times", one.times).text(lang),
        kind: match state {
            "kept" => "good",
            "missed" => "overdue",
            "open" => "due",
            _ => "",
        },
        state: words::word(lang, &format!("supervision-cell-{state}")),
        later: if mine && one.kept < one.times && one.until.plus_days(14) >= today {
            format!("/pupils/{}/promises/{}/{}", one.pupil, one.act.code(), one.from)
        } else {
            String::new()
        },
    }
}

#[derive(Template)]
#[template(path = "supervision/pages/child.html")]
struct EvidencePage {
    p: Page,
    child: Child,
    groups: Vec<(String, Vec<CellView>)>,
    sum: Sum,
    promises: Vec<PromiseView>,
}

fn grouped(lang: Lang, id: PupilId, cells: Vec<Cell>) -> Vec<(String, Vec<CellView>)> {
    let mut cells = cells.into_iter();
    GROUPS
        .iter()
        .map(|(code, many)| (words::word(lang, &format!("supervision-evidence-group-{code}")), cells.by_ref().take(*many).map(|cell| view(lang, id, cell)).collect()))
        .collect()
}

/// `GET /pupils/{id}/evidence`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let child = child(cx)?;
    let p = cx.page_of(&Msg::new("supervision-evidence-title").with("name", &child.c.name));
    let term = super::term(cx, &p)?;
    let ledger = ledger::of_pupil(cx.tx, &child.see, &term)?;
    let (cells, today, me) = (evidence::of_pupil(cx.tx, &child.see, &ledger)?, cx.tx.today(), cx.who.staff());
    let mut promises: Vec<&Promise> = ledger.promises.iter().filter(|one| one.from <= today).collect();
    promises.sort_by_key(|one| (std::cmp::Reverse(one.until), one.act));
    let writes = child.see.why().ties.iter().any(|tie| Action::RecordActivity.allowed_to(tie.duty));
    let page = EvidencePage {
        groups: grouped(p.lang, child.c.id, cells),
        sum: sum(p.lang, ledger.tally(|_| true)),
        promises: promises.into_iter().map(|one| promised(p.lang, one, today, writes && one.concerns(me))).collect(),
        child,
        p,
    };
    cx.saw("SeeSupervision", page.child.see.subject(), page.child.see.levels().within(SHOWN));
    cx.render(&page)
}

#[derive(Template)]
#[template(path = "supervision/pages/evidence.html")]
struct ClassPage {
    p: Page,
    rows: Vec<(PupilId, String, Vec<CellView>)>,
    missing: Vec<(String, usize)>,
}

/// `GET /supervision/classes/{id}/evidence`
pub(super) fn of_class(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeSupervision>(id)?;
    let name = time::class(cx.tx, id)?.name;
    let p = cx.page_of(&Msg::new("supervision-evidence-class").with("class", name));
    let term = super::term(cx, &p)?;
    let ledger = ledger::of_part(cx.tx, &permit, &term)?;
    let heads: Vec<String> = CELLS.iter().map(|code| words::word(p.lang, &format!("supervision-evidence-{code}"))).collect();
    let mut rows = Vec::new();
    for (pupil, cells) in evidence::of_all(cx.tx, cx.who, &ledger)? {
        let name = ledger.children.iter().find(|child| child.pupil == pupil).map(|child| child.name.clone()).unwrap_or_default();
        rows.push((pupil, name, cells.into_iter().map(|cell| view(p.lang, pupil, cell)).collect::<Vec<_>>()));
    }
    let lacking = |code: &str| rows.iter().filter(|(.., cells)| cells.iter().any(|cell| cell.code == code && cell.kind.is_empty())).count();
    let missing = CELLS.iter().zip(&heads).map(|(code, head)| (head.clone(), lacking(code))).filter(|(_, count)| *count > 0).collect();
    cx.saw("SeeSupervision", Subject::Class(id), SHOWN);
    cx.render(&ClassPage { rows, missing, p })
}

#[derive(Template)]
#[template(path = "supervision/pages/later.html")]
struct LaterPage {
    p: Page,
    id: PupilId,
    name: String,
    what: String,
    days: String,
    action: String,
    latest: SchoolDate,
    reasons: Vec<Choice>,
}

fn asked(cx: &Cx<'_, '_>) -> Result<(PupilId, String, SchoolDate)> {
    let from: String = cx.path("from")?;
    Ok((cx.path("id")?, cx.path("act")?, day(&from).ok_or(Error::NotFound)?))
}

/// `GET /pupils/{id}/promises/{act}/{from}`
pub(super) fn show_later(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, act, from) = asked(cx)?;
    let child = child(cx)?;
    let p = cx.page("supervision-later-title");
    let term = super::term(cx, &p)?;
    let ledger = ledger::of_pupil(cx.tx, &child.see, &term)?;
    let me = cx.who.staff();
    let one = ledger.promises.iter().find(|one| one.act.code() == act && one.from == from && one.kept < one.times && one.concerns(me)).ok_or(Error::NotFound)?;
    let page = LaterPage {
        id,
        name: child.c.name.clone(),
        what: words::word(p.lang, &format!("activity-owed-{act}")),
        days: format!("{}–{}", one.from, one.until),
        action: format!("/pupils/{id}/promises/{act}/{from}"),
        latest: one.until.plus_days(7).min(term.last_day),
        reasons: choices(&p, "supervision-later-", &REASONS, &p.old("reason")),
        p,
    };
    cx.saw("SeeSupervision", child.see.subject(), child.see.levels().within(SHOWN));
    cx.render(&page)
}

/// `POST /pupils/{id}/promises/{act}/{from}`
pub(super) fn later(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, act, from) = asked(cx)?;
    let permit = cx.permit::<acts::RecordActivity>(id)?;
    let p = cx.page("supervision-later-title");
    let term = super::term(cx, &p)?;
    let (latest, reason) = (day(cx.field("latest")), cx.field("reason").to_owned());
    ledger::postpone(cx.tx, &permit, &term, (&act, from), latest, &reason)?;
    cx.did("RecordActivity", permit.subject(), permit.levels().within(SHOWN), "postponed");
    Ok(Reply::done(format!("/pupils/{id}/evidence"), "supervision-later-done"))
}
