//! The psychological file of a child; to whom it is not, a page that says so and nothing else, whether there is a file or not.

use super::home::{level_chip, signs};
use super::mood::{items, manners, typed_items};
use super::view::{Ask, Field, Item, Kind, Section, Sheet, choices, field, hidden, levels, link};
use super::{SHOWN, child_crumbs, made, named, ticks};
use crate::access::{Subject, acts};
use crate::base::{Error, PupilId, Result};
use crate::casefile::records;
use crate::roster::people::Names;
use crate::web::{Cx, Page, Reply};
use crate::wellbeing::entry::Entry;
use crate::wellbeing::file::{self, File, Typed, fields as parts_of};
use crate::wellbeing::rules::{FEELINGS, FROM, LISTS, OUTER, PAGES, STAGES};
use crate::wellbeing::{export, reading};

/// Fields that hold a code, and the prefix of its words.
const CODED: [(&str, &str); 3] = [("stage", "wellbeing-stage-"), ("from", "wellbeing-from-"), ("list", "wellbeing-list-")];

fn ticked(p: &Page, code: &str) -> String {
    p.t(&format!("{}{code}", if OUTER.contains(&code) { "wellbeing-outer-" } else { "wellbeing-feeling-" }))
}

/// A page of the file as it is shown.
fn item(p: &Page, names: &Names, page: &Entry) -> Item {
    let Some(body) = &page.body else { return Item { title: p.t("wellbeing-destroyed"), meta: page.day.to_string(), ..Item::default() } };
    let mut lines = Vec::new();
    if !body.ticks.is_empty() {
        lines.push((p.t("wellbeing-ticked"), body.ticks.iter().map(|code| ticked(p, code)).collect::<Vec<_>>().join("、")));
    }
    if !body.text.is_empty() {
        lines.push((p.t("wellbeing-text"), body.text.clone()));
    }
    for (name, _) in parts_of(&body.what) {
        let said = body.part(name);
        if !said.is_empty() {
            let said = CODED.iter().find(|(coded, _)| coded == name).map_or_else(|| said.to_owned(), |(_, prefix)| p.t(&format!("{prefix}{said}")));
            lines.push((p.t(&format!("wellbeing-part-{name}")), said));
        }
    }
    for (name, said) in body.parts.iter().filter(|(name, _)| name.starts_with("item")) {
        lines.push((p.t(&format!("wellbeing-{}-{}", body.part("list"), &name[4..])), p.t(&format!("wellbeing-often-{said}"))));
    }
    let chips = if body.level > 0 { vec![level_chip(p, body.level)] } else { Vec::new() };
    Item { title: p.t(&format!("wellbeing-page-{}", body.what)), meta: format!("{} · {}", page.day, names.of(&page.staff.to_string())), chips, lines, href: String::new() }
}

/// What may help with what the child lives through (A1-15, A5-21, A6-17).
fn helps(p: &Page, file: &File) -> Vec<Item> {
    let known = file.newest("feeling").map(|page| page.said().ticks).unwrap_or_default();
    known
        .iter()
        .map(|code| Item { title: p.t(&format!("wellbeing-feeling-{code}")), lines: vec![(p.t("wellbeing-may-help"), p.t(&format!("wellbeing-help-{code}")))], ..Item::default() })
        .collect()
}

fn closed(cx: &mut Cx<'_, '_>, id: PupilId, name: &str) -> Result<Reply> {
    let p = cx.page("wellbeing-file");
    let mut links = vec![link(&p, "lock", "wellbeing-ask", format!("/pupils/{id}/wellbeing/ask"))];
    if reading::may_break(cx.who) {
        links.push(link(&p, "alert", "wellbeing-glass", format!("/pupils/{id}/wellbeing/glass")));
    }
    cx.render(&Sheet { notice: p.t("wellbeing-file-closed"), links, ..Sheet::new(p, child_crumbs(id, name), Vec::new()) })
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeCaseFile>(id)?;
    let name = named(cx, id)?;
    let file = match file::of(cx.tx, &permit) {
        Err(Error::NotFound) => return closed(cx, id, &name),
        read => read?,
    };
    let (p, names) = (cx.page("wellbeing-file"), Names::load(cx.tx)?);
    let (level, review) = file.level();
    let mut facts = vec![(p.t("wellbeing-level"), p.t(&if level == 0 { "wellbeing-level-none".to_owned() } else { format!("wellbeing-level-{level}") }))];
    if !review.is_empty() {
        facts.push((p.t("wellbeing-review"), review));
    }
    let mut sections = vec![Section {
        title: p.t("wellbeing-pages"),
        hint: p.t("wellbeing-pages-hint"),
        items: file.pages.iter().map(|page| item(&p, &names, page)).collect(),
        empty: p.t("wellbeing-pages-none"),
        ..Section::default()
    }];
    let helps = helps(&p, &file);
    if !helps.is_empty() {
        sections.push(Section { title: p.t("wellbeing-helps"), items: helps, ..Section::default() });
    }
    let seen = |one: &Entry| Item {
        title: signs(&p, one),
        meta: format!("{} · {}", one.day, names.of(&one.staff.to_string())),
        chips: vec![level_chip(&p, one.said().level)],
        lines: text_line(&p, one),
        href: String::new(),
    };
    sections.push(Section { title: p.t("wellbeing-seen"), items: file.notices.iter().map(seen).collect(), empty: p.t("wellbeing-seen-none"), ..Section::default() });
    let earlier = records::give_ups(cx.tx, &permit)?;
    if !earlier.is_empty() {
        let old = |one: &records::GiveUp| Item {
            title: p.t(&format!("casefile-stage-{}", one.stage)),
            meta: format!("{} · {}", one.day, one.by),
            lines: vec![(p.t("wellbeing-text"), one.text.open().clone())],
            ..Item::default()
        };
        sections.push(Section { title: p.t("casefile-give-up"), items: earlier.iter().map(old).collect(), ..Section::default() });
    }
    if !file.referrals.is_empty() {
        let items = file.referrals.iter().map(|one| super::outside::item(cx, one)).collect::<Result<Vec<_>>>()?;
        sections.push(Section { title: p.t("wellbeing-referrals"), items, ..Section::default() });
    }
    let mut links = Vec::new();
    if file.own {
        links.extend(PAGES.iter().map(|what| link(&p, "plus", &format!("wellbeing-page-{what}"), format!("/pupils/{id}/wellbeing/write/{what}"))));
        for (icon, key, href) in [
            ("today", "wellbeing-book-child", format!("/wellbeing/bookings/new?pupil={id}")),
            ("arrow", "wellbeing-referral", format!("/pupils/{id}/wellbeing/referral")),
            ("goal", "wellbeing-proposal", format!("/pupils/{id}/wellbeing/proposal")),
        ] {
            links.push(link(&p, icon, key, href));
        }
        links.push(link(&p, "print", "wellbeing-copy", format!("/pupils/{id}/wellbeing/copy/docx")));
        links.push(link(&p, "lock", "wellbeing-readers", format!("/pupils/{id}/wellbeing/readers")));
    }
    let notice = match reading::holds(cx.tx, &permit)? {
        Some((_, until)) if !file.own => p.tv("wellbeing-reads-until", "when", format!("{} {:02}:{:02}", until.day(), until.hour_minute().0, until.hour_minute().1)),
        _ => String::new(),
    };
    let mark = file::mark(cx.tx, &permit)?;
    cx.did("CounselPupil", Subject::School, SHOWN, mark);
    cx.render(&Sheet { notice, links, facts, ..Sheet::new(p, child_crumbs(id, &name), sections) })
}

/// The file on paper, for a family that asks for a copy: of its own child alone, handed over by the counsellor.
pub(super) fn copy(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    cx.permit::<acts::CounselPupil>(id)?;
    let permit = cx.permit::<acts::SeeCaseFile>(id)?;
    let (name, file, names, format) = (named(cx, id)?, file::of(cx.tx, &permit)?, Names::load(cx.tx)?, cx.path::<String>("file")?);
    let p = cx.page("wellbeing-file");
    let seen = |one: &Entry| Item {
        title: p.t("wellbeing-notice"),
        meta: one.day.to_string(),
        lines: std::iter::once((p.t("wellbeing-signs"), signs(&p, one))).chain(text_line(&p, one)).collect(),
        ..Item::default()
    };
    let pages = file.pages.iter().map(|page| item(&p, &names, page)).chain(file.notices.iter().map(seen)).map(|one| (format!("{} {}", one.title, one.meta), one.lines)).collect();
    let (title, media_type, bytes) = export::copy(cx.tx, &name, pages, &format, cx.who.lang)?;
    let mark = file::mark(cx.tx, &permit)?;
    cx.did("CounselPupil", Subject::School, SHOWN, mark);
    Ok(Reply::file(title, media_type, bytes))
}

fn text_line(p: &Page, one: &Entry) -> Vec<(String, String)> {
    let text = one.said().text;
    if text.is_empty() { Vec::new() } else { vec![(p.t("wellbeing-text"), text)] }
}

/// The fields of a page.
fn fields_of(p: &Page, what: &'static str, today: crate::base::SchoolDate, newest: Option<&Entry>) -> Vec<Field> {
    let mut all = Vec::new();
    let known = newest.map(Entry::said).unwrap_or_default();
    match what {
        "level" => all.push(field("level", "wellbeing-level", Kind::Radios(levels(p))).value(known.level.max(1))),
        "feeling" => {
            all.push(field("tick", "wellbeing-feelings", Kind::Boxes(choices(p, "wellbeing-feeling-", &FEELINGS))).hint("wellbeing-feelings-hint").value(known.ticks.join(",")))
        }
        "pattern" => {
            let boxes = choices(p, "wellbeing-feeling-", &FEELINGS).into_iter().chain(choices(p, "wellbeing-outer-", &OUTER)).collect();
            all.push(field("tick", "wellbeing-causes", Kind::Boxes(boxes)).hint("wellbeing-causes-hint").value(known.ticks.join(",")));
        }
        _ => {}
    }
    for (name, must) in parts_of(what) {
        let label = format!("wellbeing-part-{name}");
        let mut one = match *name {
            "review" => field(name, label, Kind::Day).value(today.plus_days(14)),
            "when" => field(name, label, Kind::Day).value(today),
            "stage" => field(name, label, Kind::Select(choices(p, "wellbeing-stage-", &STAGES))).value(known.part(name)),
            "from" => {
                field(name, label, Kind::Select(std::iter::once((String::new(), "–".to_owned())).chain(choices(p, "wellbeing-from-", &FROM)).collect())).value(known.part(name))
            }
            "list" => field(name, label, Kind::Select(choices(p, "wellbeing-list-", &LISTS))).value("parent"),
            "name" | "by" | "total" | "who" => field(name, label, Kind::Text),
            _ => field(name, label, Kind::Long).value(known.part(name)),
        };
        if !must {
            one = one.optional();
        }
        all.push(match *name {
            "learning" => one.hint("wellbeing-fulcrum-demand"),
            "trust" => one.hint("wellbeing-fulcrum-trust"),
            "total" => one.hint("wellbeing-scale-hint"),
            _ => one,
        });
    }
    if what == "check" {
        all.extend(items(p, "parent"));
    }
    let text = field("text", "wellbeing-text", Kind::Long);
    all.push(if matches!(what, "level" | "note") { text } else { text.optional() });
    all
}

fn what_of(cx: &Cx<'_, '_>) -> Result<&'static str> {
    let typed: String = cx.path("what")?;
    PAGES.into_iter().find(|what| *what == typed).ok_or(Error::NotFound)
}

pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let what = what_of(cx)?;
    cx.permit::<acts::CounselPupil>(id)?;
    let see = cx.permit::<acts::SeeCaseFile>(id)?;
    let (name, p, today) = (named(cx, id)?, cx.page(&format!("wellbeing-page-{what}")), cx.tx.today());
    let known = file::of(cx.tx, &see)?;
    let mut fields = vec![hidden("id", made(cx))];
    fields.extend(fields_of(&p, what, today, known.newest(what)));
    let mut notice = match what {
        "scale" => vec![p.t("wellbeing-scale-none-bundled")],
        "check" => vec![p.t("wellbeing-list-no-diagnosis")],
        "pattern" => vec![p.t("wellbeing-pattern-lead")],
        "safety" => vec![p.t("wellbeing-safety-lead")],
        _ => Vec::new(),
    };
    notice.extend(manners(&p));
    let mut crumbs = child_crumbs(id, &name);
    crumbs.push((format!("/pupils/{id}/wellbeing"), p.t("wellbeing-file")));
    cx.render(&Ask::new(p, crumbs, format!("/pupils/{id}/wellbeing/write/{what}"), fields, "web-save").notice(notice))
}

pub(super) fn write(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let what = what_of(cx)?;
    let permit = cx.permit::<acts::CounselPupil>(id)?;
    let mut typed = Typed { what: what.to_owned(), level: cx.field("level").parse().unwrap_or(0), ticks: ticks(cx, "tick"), text: cx.field("text").to_owned(), ..Typed::default() };
    for (name, _) in parts_of(what) {
        typed.parts.insert((*name).to_owned(), cx.field(name).to_owned());
    }
    if what == "check" {
        typed_items(cx, &mut typed);
    }
    let entry = made(cx);
    file::write(cx.tx, &permit, entry, &typed)?;
    cx.did("CounselPupil", Subject::School, SHOWN, entry.to_string());
    Ok(Reply::done(format!("/pupils/{id}/wellbeing"), "wellbeing-kept"))
}
