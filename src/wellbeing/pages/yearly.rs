//! The yearly campaign, blank checklists, and the statistics of the service.

use super::view::{Ask, Item, Kind, Link, Section, Sheet, cell, chip, columns, field, hidden, link, linked};
use super::{SHOWN, crumbs, made, named};
use crate::access::{Levels, Subject, acts};
use crate::base::{ClassId, PupilId, Result, RowId};
use crate::casefile::pages::asked_term;
use crate::roster::time;
use crate::web::{Cx, Reply};
use crate::wellbeing::file::{Typed, fields as parts_of};
use crate::wellbeing::{campaign, counts, export};

pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::CounselPupil>(Subject::School)?;
    let (p, today) = (cx.page("wellbeing-campaigns"), cx.tx.today());
    let item = |one: &campaign::Campaign| Item {
        title: one.name.clone(),
        meta: format!("{} — {}", one.from, one.until),
        href: format!("/wellbeing/campaigns/{}", one.id),
        ..Item::default()
    };
    let below = campaign::list(cx.tx, &permit)?.iter().map(item).collect();
    let fields = vec![
        hidden("id", made(cx)),
        field("name", "wellbeing-campaign-name", Kind::Text).hint("wellbeing-campaign-name-hint"),
        field("from", "wellbeing-from-day", Kind::Day).value(today),
        field("until", "wellbeing-until-day", Kind::Day).value(today.plus_days(30)),
    ];
    let crumbs = crumbs(&p, &[]);
    cx.render(&Ask { below, ..Ask::new(p, crumbs, "/wellbeing/campaigns", fields, "wellbeing-campaign-begin").lead("wellbeing-campaigns-lead") })
}

pub(super) fn begin(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::CounselPupil>(Subject::School)?;
    let (id, name) = (made(cx), cx.field("name").to_owned());
    let (from, until) = (cx.field("from").parse().ok(), cx.field("until").parse().ok());
    campaign::begin(cx.tx, &permit, id, &name, from, until)?;
    cx.did("CounselPupil", Subject::School, SHOWN, id.to_string());
    Ok(Reply::done(format!("/wellbeing/campaigns/{id}"), "wellbeing-kept"))
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::CounselPupil>(Subject::School)?;
    let id: RowId = cx.path("campaign")?;
    let known = campaign::one(cx.tx, &permit, id)?;
    let p = cx.page("wellbeing-campaigns");
    let mut rows = Vec::new();
    for class in campaign::classes(cx.tx)? {
        let all = campaign::children(cx.tx, &permit, id, class.id)?;
        let count = |of: &dyn Fn(&campaign::Child) -> bool| all.iter().filter(|one| of(one)).count();
        rows.push(vec![
            linked(&class.name, format!("/wellbeing/campaigns/{id}/classes/{}", class.id)),
            cell(all.len()),
            cell(count(&|one| one.consent == Some(true))),
            cell(count(&|one| one.consent == Some(false))),
            cell(count(&|one| one.done)),
        ]);
    }
    let section = Section {
        title: format!("{} {} — {}", known.name, known.from, known.until),
        hint: p.t("wellbeing-campaign-consent"),
        columns: columns(&p, &["wellbeing-class", "wellbeing-children", "wellbeing-consent-yes", "wellbeing-consent-no", "wellbeing-done"]),
        rows,
        empty: p.t("wellbeing-classes-none"),
        ..Section::default()
    };
    let crumbs = crumbs(&p, &[("/wellbeing/campaigns", p.t("wellbeing-campaigns"))]);
    cx.render(&Sheet::new(p, crumbs, vec![section]))
}

pub(super) fn class(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, class): (RowId, ClassId) = (cx.path("campaign")?, cx.path("class")?);
    let permit = cx.permit::<acts::CounselPupil>(class)?;
    let school = cx.permit::<acts::CounselPupil>(Subject::School)?;
    let known = campaign::one(cx.tx, &school, id)?;
    let all = campaign::children(cx.tx, &permit, id, class)?;
    let (p, name) = (cx.page("wellbeing-campaigns"), time::class(cx.tx, class)?.name);
    let row = |one: &campaign::Child| {
        let state = match (one.done, one.consent) {
            (true, _) => chip(p.t("wellbeing-done"), "good"),
            (false, Some(true)) => linked(p.t("wellbeing-result-write"), format!("/wellbeing/campaigns/{id}/pupils/{}", one.line.id)),
            (false, Some(false)) => chip(p.t("wellbeing-consent-no"), ""),
            (false, None) => chip(p.t("wellbeing-consent-none"), "due"),
        };
        vec![cell(one.line.seat_no.map(|no| no.to_string()).unwrap_or_default()), cell(&one.line.name), state]
    };
    let section =
        Section { title: name, columns: columns(&p, &["wellbeing-seat", "wellbeing-child", "wellbeing-state"]), rows: all.iter().map(row).collect(), ..Section::default() };
    let crumbs = crumbs(&p, &[("/wellbeing/campaigns", p.t("wellbeing-campaigns")), (&format!("/wellbeing/campaigns/{id}"), known.name)]);
    cx.saw("CounselPupil", Subject::School, SHOWN);
    cx.render(&Sheet::new(p, crumbs, vec![section]))
}

pub(super) fn result_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, pupil): (RowId, PupilId) = (cx.path("campaign")?, cx.path("pupil")?);
    let permit = cx.permit::<acts::CounselPupil>(pupil)?;
    let known = campaign::one(cx.tx, &permit, id)?;
    let (name, p, today) = (named(cx, pupil)?, cx.page("wellbeing-page-scale"), cx.tx.today());
    let mut fields = vec![hidden("id", made(cx))];
    for (part, must) in parts_of("scale") {
        let label = format!("wellbeing-part-{part}");
        let one = match *part {
            "when" => field(part, label, Kind::Day).value(today),
            "scales" | "norm" => field(part, label, Kind::Long),
            "total" => field(part, label, Kind::Text).hint("wellbeing-scale-hint"),
            _ => field(part, label, Kind::Text),
        };
        fields.push(if *must { one } else { one.optional() });
    }
    let mut notice = vec![p.t("wellbeing-scale-none-bundled")];
    // What is wrong with the child's part in the campaign has no field of its own.
    notice.extend(p.problem("pupil"));
    let crumbs = crumbs(&p, &[(&format!("/wellbeing/campaigns/{id}"), known.name), (&format!("/pupils/{pupil}/wellbeing"), name)]);
    cx.render(&Ask::new(p, crumbs, format!("/wellbeing/campaigns/{id}/pupils/{pupil}"), fields, "web-save").notice(notice))
}

pub(super) fn result(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, pupil): (RowId, PupilId) = (cx.path("campaign")?, cx.path("pupil")?);
    let permit = cx.permit::<acts::CounselPupil>(pupil)?;
    let mut typed = Typed::default();
    for (part, _) in parts_of("scale") {
        typed.parts.insert((*part).to_owned(), cx.field(part).to_owned());
    }
    let entry = made(cx);
    campaign::result(cx.tx, &permit, id, pupil, entry, &typed)?;
    cx.did("CounselPupil", Subject::School, SHOWN, entry.to_string());
    Ok(Reply::done(format!("/wellbeing/campaigns/{id}"), "wellbeing-kept"))
}

/// The statistics of a term, for who receives and for the principal: counts only.
pub(super) fn statistics(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ReceiveMood>(Subject::School)?;
    let (term, p, lang) = (asked_term(cx)?, cx.page("wellbeing-statistics"), cx.lang());
    let mut sections = Vec::new();
    for (title, rows) in counts::figures(cx.tx, &permit, term.first_day, term.last_day, lang)? {
        sections.push(Section {
            title: p.t(title),
            columns: columns(&p, &["wellbeing-what", "wellbeing-count"]),
            rows: rows.into_iter().map(|(what, count)| vec![cell(what), cell(counts::told(count, lang))]).collect(),
            empty: p.t("wellbeing-no-data"),
            ..Section::default()
        });
    }
    let lead = p.tv("wellbeing-statistics-lead", "term", term.code);
    cx.saw("ReceiveMood", Subject::School, Levels::NONE);
    cx.render(&Sheet { lead, links: vec![link(&p, "reports", "wellbeing-statistics-print", "/registers")], ..Sheet::new(p, Vec::new(), sections) })
}

/// A blank list on paper.
pub(super) fn blank(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::CounselPupil>(Subject::School)?;
    let (list, format): (String, String) = (cx.path("list")?, cx.path("file")?);
    let (name, media_type, bytes) = export::blank(cx.tx, &list, &format, cx.who.lang)?;
    Ok(Reply::file(name, media_type, bytes))
}

/// Links to the blank lists.
pub(super) fn blanks(cx: &Cx<'_, '_>) -> Vec<Link> {
    let word = |key: &str| crate::base::words::word(cx.lang(), key);
    ["teacher", "parent"].into_iter().map(|list| Link { href: format!("/wellbeing/lists/{list}/docx"), text: word(&format!("wellbeing-list-{list}")), icon: "print" }).collect()
}
