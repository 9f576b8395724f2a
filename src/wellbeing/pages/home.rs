//! The inbox of the receivers, and the children whom the counsellor follows.

use super::view::{Ask, Item, Kind, Section, Sheet, cell, chip, choices, columns, field, link, linked};
use super::{SHOWN, crumbs, named};
use crate::access::{Action, Subject, acts};
use crate::base::{Error, Result, RowId};
use crate::roster::people::Names;
use crate::web::{Cx, Page, Reply};
use crate::wellbeing::entry::Entry;
use crate::wellbeing::rules::ANSWERS;
use crate::wellbeing::{file, notice, room};

/// A level as a chip.
pub(super) fn level_chip(p: &Page, level: i64) -> (String, &'static str) {
    let kind = match level {
        4 => "overdue",
        3 => "due",
        _ => "",
    };
    (p.t(&format!("wellbeing-level-{level}-short")), kind)
}

/// What was seen, in words.
pub(super) fn signs(p: &Page, entry: &Entry) -> String {
    entry.said().ticks.iter().map(|sign| p.t(&format!("wellbeing-sign-{sign}"))).collect::<Vec<_>>().join("、")
}

fn shut(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("wellbeing-title");
    let mut page = Sheet::new(p, Vec::new(), Vec::new());
    page.notice = page.p.t("wellbeing-room-shut");
    if cx.who.may_somewhere(Action::ManageWellbeing) {
        page.links.push(link(&page.p, "settings", "wellbeing-room", "/wellbeing/room"));
    }
    page.links.push(link(&page.p, "alert", "wellbeing-crises", "/wellbeing/crises"));
    cx.render(&page)
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ReceiveMood>(Subject::School)?;
    let manages = cx.who.may_somewhere(Action::ManageWellbeing);
    if room::open(cx.tx)?.is_empty() {
        return if manages || cx.who.may_somewhere(Action::CounselPupil) { shut(cx) } else { Err(Error::NotFound) };
    }
    if !room::receives(cx.tx, cx.who)? && manages {
        return Ok(Reply::go("/wellbeing/room"));
    }
    let (all, asked) = notice::inbox(cx.tx, &permit)?;
    let (p, names) = (cx.page("wellbeing-title"), Names::load(cx.tx)?);
    let mut rows = Vec::new();
    for one in &all {
        let (level, kind) = level_chip(&p, one.said().level);
        let state = one.steps.first().map_or_else(|| chip(p.t("wellbeing-waits"), "due"), |step| chip(p.t(&format!("wellbeing-answer-{}", step.what)), "good"));
        rows.push(vec![
            linked(named(cx, one.pupil)?, format!("/wellbeing/inbox/{}", one.id)),
            chip(level, kind),
            cell(signs(&p, one)),
            cell(names.of(&one.staff.to_string())),
            cell(one.day),
            state,
        ]);
    }
    let mut sections = vec![Section {
        title: p.t("wellbeing-inbox"),
        hint: p.t("wellbeing-inbox-hint"),
        columns: columns(&p, &["wellbeing-child", "wellbeing-level", "wellbeing-signs", "wellbeing-by", "wellbeing-day", "wellbeing-state"]),
        rows,
        empty: p.t("wellbeing-inbox-none"),
        ..Section::default()
    }];
    if !asked.is_empty() {
        let mut items = Vec::new();
        for pupil in asked {
            if let Ok(title) = named(cx, pupil) {
                items.push(Item { title, meta: p.t("wellbeing-asked-meta"), href: format!("/pupils/{pupil}/concern"), ..Item::default() });
            }
        }
        sections.insert(1, Section { title: p.t("wellbeing-asked-others"), hint: p.t("wellbeing-asked-others-hint"), items, ..Section::default() });
    }
    let mut links = vec![link(&p, "alert", "wellbeing-crises", "/wellbeing/crises")];
    if cx.who.may_everywhere(Action::CounselPupil) {
        sections.push(followed(cx, &p)?);
        for (icon, key, href) in [("today", "wellbeing-bookings", "bookings"), ("pupils", "wellbeing-campaigns", "campaigns"), ("arrow", "wellbeing-outside", "outside")] {
            links.push(link(&p, icon, key, format!("/wellbeing/{href}")));
        }
        links.extend(super::yearly::blanks(cx));
    }
    links.push(link(&p, "reports", "wellbeing-statistics", "/wellbeing/statistics"));
    if manages {
        links.push(link(&p, "settings", "wellbeing-room", "/wellbeing/room"));
    }
    cx.saw("ReceiveMood", Subject::School, SHOWN);
    cx.render(&Sheet { lead: p.t("wellbeing-lead"), links, ..Sheet::new(p, Vec::new(), sections) })
}

/// The children whom the counsellor follows.
fn followed(cx: &mut Cx<'_, '_>, p: &Page) -> Result<Section> {
    let permit = cx.permit::<acts::CounselPupil>(Subject::School)?;
    let today = cx.tx.today().to_string();
    let mut rows = Vec::new();
    for (pupil, level, review, last) in file::followed(cx.tx, &permit)? {
        let (text, kind) = if level == 0 { (p.t("wellbeing-level-none"), "") } else { level_chip(p, level) };
        let late = !review.is_empty() && review < today;
        rows.push(vec![linked(named(cx, pupil)?, format!("/pupils/{pupil}/wellbeing")), chip(text, kind), if late { chip(review, "overdue") } else { cell(review) }, cell(last)]);
    }
    Ok(Section {
        title: p.t("wellbeing-followed"),
        hint: p.t("wellbeing-followed-hint"),
        columns: columns(p, &["wellbeing-child", "wellbeing-level", "wellbeing-review", "wellbeing-last"]),
        rows,
        empty: p.t("wellbeing-followed-none"),
        ..Section::default()
    })
}

pub(super) fn one(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ReceiveMood>(Subject::School)?;
    let id: RowId = cx.path("entry")?;
    let found = notice::one(cx.tx, &permit, id)?;
    let (name, names, p) = (named(cx, found.pupil)?, Names::load(cx.tx)?, cx.page("wellbeing-notice"));
    let body = found.said();
    let mut lines = vec![(p.t("wellbeing-signs"), signs(&p, &found))];
    if !body.text.is_empty() {
        lines.push((p.t("wellbeing-text"), body.text.clone()));
    }
    lines.extend(super::log_lines(&p, &names, "wellbeing-answer-", &found.steps));
    let below = vec![Item {
        title: name,
        meta: format!("{} · {}", found.day, names.of(&found.staff.to_string())),
        chips: vec![level_chip(&p, body.level)],
        lines,
        href: format!("/pupils/{}", found.pupil),
    }];
    let fields = if found.steps.is_empty() {
        vec![
            field("answer", "wellbeing-answer", Kind::Radios(choices(&p, "wellbeing-answer-", &ANSWERS))),
            field("text", "wellbeing-answer-text", Kind::Long).hint("wellbeing-answer-text-hint").optional(),
        ]
    } else {
        Vec::new()
    };
    let crumbs = crumbs(&p, &[]);
    cx.saw("ReceiveMood", Subject::School, SHOWN);
    cx.render(&Ask { below, ..Ask::new(p, crumbs, format!("/wellbeing/inbox/{id}"), fields, "wellbeing-answer-give") })
}

pub(super) fn answer(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ReceiveMood>(Subject::School)?;
    let (id, what, words): (RowId, _, _) = (cx.path("entry")?, cx.field("answer").to_owned(), cx.field("text").to_owned());
    notice::answer(cx.tx, &permit, id, &what, &words)?;
    cx.did("ReceiveMood", Subject::School, SHOWN, id.to_string());
    Ok(Reply::done("/wellbeing", "wellbeing-kept"))
}
