//! What a child receives from whom, its level, its family's account, what it gets from others; all children of a term across the funds; the envelopes of a class.

use super::columns;
use super::{SHOWN, crumbs, day, made};
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::aid::child::{self, Outside};
use crate::aid::{bank, export, loans};
use crate::base::{ClassId, Error, Fen, Msg, PupilId, Result, RowId};
use crate::hardship::levels;
use crate::roster::{family, family_rules, particulars, time};
use crate::web::sheet::{Ask, Button, Kind, Link, Section, Sheet, cell, chip, choices, field, hidden, link, linked};
use crate::web::{Cx, Page, Reply};

/// The name of the child of the path, for who writes its aid down.
fn named(cx: &mut Cx<'_, '_>) -> Result<(PupilId, String)> {
    let id: PupilId = cx.path("id")?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    Ok((id, particulars::particulars(cx.tx, &see)?.name))
}

/// What the family lives on beside the local line of subsistence, in words (A1-19).
fn living(cx: &mut Cx<'_, '_>, p: &Page, id: PupilId) -> Result<String> {
    let (see, today) = (cx.permit::<acts::SeePupil>(id)?, cx.tx.today());
    let (facts, lines) = (family::of(cx.tx, &see, today)?, family::lines(cx.tx)?);
    let judged = family_rules::below_line(&facts, lines.of(facts.registration, today));
    Ok(judged.why.iter().map(|why| p.m(why)).collect::<Vec<_>>().join("，"))
}

/// Everything for a child, across funds and from others.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeAid>(id)?;
    let (all, others) = (child::received(cx.tx, &permit)?, child::outside(cx.tx, &permit)?);
    let (_, name) = named(cx)?;
    let term = super::term(cx)?;
    let p = cx.page_of(&Msg::new("aid-child-of").with("name", &name));
    let manages = cx.who.may_somewhere(Action::ManageAid);
    let known = levels::level(cx.tx, id, term.code.year)?;
    let level = known.as_ref().map_or_else(|| p.t("aid-level-none"), |known| p.tv("aid-level-of", "number", known.level));
    let mut facts = vec![(p.tv("aid-level-year", "year", term.code.year), level)];
    if let Some(known) = known {
        facts.push((p.t("aid-reason"), known.reason));
    }
    if permit.levels().has(Level::Identity) {
        let payee =
            child::payee(cx.tx, &permit, id)?.map_or_else(|| p.t("aid-payee-none"), |payee| format!("{} {} {}", payee.bank, payee.holder.open(), bank::masked(payee.card.open())));
        facts.push((p.t("aid-payee"), payee));
    }
    facts.push((p.t("aid-line-of-living"), living(cx, &p, id)?));
    for one in loans::of_pupil(cx.tx, &permit)? {
        let due = one.loan.map(|(.., due)| due.to_string()).unwrap_or_default();
        facts.push((p.t("aid-device"), format!("{} {} · {due}", one.name, one.mark)));
    }
    let total: Fen = all.iter().filter(|(_, line)| line.state.is_given()).map(|(_, line)| line.worth()).sum();
    facts.push((p.t("aid-given"), total.to_string()));
    let row = |(request, line): &(crate::aid::requests::Request, crate::aid::requests::ReadLine)| {
        let kind = request.kind.map(|kind| p.t(&format!("aid-kind-{}", kind.code()))).unwrap_or_default();
        vec![linked(&request.title, format!("/aid/lines/{}", line.id)), cell(kind), cell(export::what(line)), cell(line.worth()), super::requests::standing(&p, request, line)]
    };
    let other = |one: &Outside| {
        let amount = one.amount.map(|fen| format!("{fen} {}", p.t(&format!("aid-per-{}", one.per)))).unwrap_or_default();
        vec![cell(p.t(&format!("aid-outside-{}", one.kind))), cell(format!("{} — {}", one.from, one.until)), cell(amount), cell(&one.note)]
    };
    let path = format!("/pupils/{id}/aid");
    let links = if manages {
        vec![
            link(&p, "plus", "aid-ask", format!("{path}/request")),
            link(&p, "goal", "aid-level-set", format!("{path}/level")),
            link(&p, "lock", "aid-payee-set", format!("{path}/account")),
            link(&p, "family", "aid-device-lend", format!("{path}/device")),
            link(&p, "star", "aid-sponsors", format!("{path}/sponsors")),
        ]
    } else {
        Vec::new()
    };
    let sections = vec![
        Section {
            title: p.t("aid-received"),
            columns: columns(&p, &["aid-request", "aid-kind", "aid-gift-what", "aid-value", "aid-state"]),
            rows: all.iter().map(row).collect(),
            empty: p.t("aid-received-none"),
            ..Section::default()
        },
        Section {
            title: p.t("aid-outside"),
            hint: p.t("aid-outside-hint"),
            columns: columns(&p, &["aid-kind", "aid-from", "aid-outside-amount", "aid-outside-note-label"]),
            rows: others.iter().map(other).collect(),
            empty: p.t("aid-outside-none"),
            links: if manages { vec![link(&p, "plus", "aid-outside-new", format!("{path}/outside"))] } else { Vec::new() },
            ..Section::default()
        },
    ];
    cx.saw("SeeAid", Subject::Pupil(id), SHOWN);
    cx.render(&Sheet { crumbs: crumbs(&p, &[("/aid/children", p.t("aid-children"))]), lead: p.t("aid-child-lead"), links, facts, sections, p })
}

fn back(p: &Page, id: PupilId, name: String) -> Vec<(String, String)> {
    crumbs(p, &[(&format!("/pupils/{id}/aid"), name)])
}

fn done(cx: &mut Cx<'_, '_>, id: PupilId, levels: Levels) -> Reply {
    cx.did("ManageAid", Subject::Pupil(id), levels, "");
    Reply::done(format!("/pupils/{id}/aid"), "aid-kept")
}

pub(super) fn level_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, name) = named(cx)?;
    cx.permit::<acts::ManageAid>(id)?;
    let (p, term) = (cx.page("aid-level-set"), super::term(cx)?);
    let known = levels::level(cx.tx, id, term.code.year)?.map(|known| known.level.to_string()).unwrap_or_default();
    let all = (0..=levels::MOST).map(|level| (level.to_string(), if level == 0 { p.t("aid-level-zero") } else { p.tv("aid-level-of", "number", level) })).collect();
    let fields = vec![field("level", "aid-level", Kind::Select(all)).value(known), field("reason", "aid-reason", Kind::Long).hint("aid-level-reason")];
    cx.render(&Ask {
        crumbs: back(&p, id, name),
        lead: p.tv("aid-level-year", "year", term.code.year),
        action: format!("/pupils/{id}/aid/level"),
        fields,
        submit: p.t("web-save"),
        files: false,
        p,
    })
}

pub(super) fn set_level(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::ManageAid>(id)?;
    let (term, to, reason) = (super::term(cx)?, cx.field("level").parse().unwrap_or(-1), cx.field("reason").to_owned());
    levels::put(cx.tx, &permit, term.code.year, to, "hand", &reason)?;
    Ok(done(cx, id, SHOWN))
}

pub(super) fn account_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, name) = named(cx)?;
    cx.permit::<acts::ManageAid>(id)?;
    let p = cx.page("aid-payee-set");
    let fields = vec![
        field("bank", "aid-bank", Kind::Text),
        field("holder", "aid-holder", Kind::Text).hint("aid-holder-hint"),
        field("card", "aid-card-number", Kind::Text).hint("aid-card-hint"),
    ];
    cx.render(&Ask { crumbs: back(&p, id, name), lead: p.t("aid-payee-lead"), action: format!("/pupils/{id}/aid/account"), fields, submit: p.t("web-save"), files: false, p })
}

pub(super) fn set_account(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::ManageAid>(id)?;
    let text = |name: &str| cx.field(name).to_owned();
    let (bank, holder, card) = (text("bank"), text("holder"), text("card"));
    child::set_payee(cx.tx, &permit, &bank, &holder, &card)?;
    Ok(done(cx, id, Levels::of(&[Level::Economic, Level::Identity])))
}

pub(super) fn outside_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, name) = named(cx)?;
    cx.permit::<acts::ManageAid>(id)?;
    let (p, today) = (cx.page("aid-outside-new"), cx.tx.today());
    let fields = vec![
        hidden("id", made(cx)),
        field("kind", "aid-kind", Kind::Select(choices(&p, "aid-outside-", child::OUTSIDE))),
        field("from", "aid-from", Kind::Day).value(today),
        field("until", "aid-until", Kind::Day).value(today.plus_days(365)),
        field("amount", "aid-amount", Kind::Amount).hint("aid-outside-amount-hint").optional(),
        field("per", "aid-per", Kind::Select(choices(&p, "aid-per-", ["month", "year", "once"]))),
        field("note", "aid-outside-note-label", Kind::Long).hint("aid-outside-note-hint"),
    ];
    cx.render(&Ask { crumbs: back(&p, id, name), lead: p.t("aid-outside-hint"), action: format!("/pupils/{id}/aid/outside"), fields, submit: p.t("web-save"), files: false, p })
}

pub(super) fn record_outside(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::ManageAid>(id)?;
    let amount = if cx.field("amount").is_empty() { None } else { Some(super::amount(cx, "amount")?) };
    let text = |name: &str| cx.field(name).to_owned();
    let (kind, per, note) = (text("kind"), text("per"), text("note"));
    let new = Outside { id: made(cx), kind, from: day(cx, "from")?, until: day(cx, "until")?, amount, per, note };
    child::record_outside(cx.tx, &permit, &new)?;
    Ok(done(cx, id, SHOWN))
}

/// All children with a level in a term: what each has across all funds, what comes twice, who has nothing.
pub(super) fn across(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::SeeAid>(Subject::School)?;
    if !permit.levels().has(Level::Economic) {
        return Err(Error::NotFound);
    }
    let (term, p) = (super::term(cx)?, cx.page("aid-children"));
    let all = child::across(cx.tx, &permit, &term)?;
    let kind = |kind: Option<crate::aid::account::Kind>| kind.map(|kind| p.t(&format!("aid-kind-{}", kind.code()))).unwrap_or_default();
    let row = |one: &child::Across| {
        let has = one.has.iter().map(|(of, fund, worth)| format!("{}（{fund}）{worth}", kind(*of))).collect::<Vec<_>>().join("，");
        let state = if !one.double.is_empty() {
            chip(p.t("aid-double"), "overdue")
        } else if one.has.is_empty() {
            chip(p.t("aid-missing"), "due")
        } else {
            cell(String::new())
        };
        vec![
            linked(format!("{} {}", one.child.class_name, one.child.name), format!("/pupils/{}/aid", one.child.pupil)),
            cell(p.tv("aid-level-of", "number", one.child.level)),
            state,
            cell(has),
        ]
    };
    let (double, missing) = (all.iter().filter(|one| !one.double.is_empty()).count(), all.iter().filter(|one| one.has.is_empty()).count());
    let facts = vec![(p.t("aid-count"), all.len().to_string()), (p.t("aid-double"), double.to_string()), (p.t("aid-missing"), missing.to_string())];
    let section = Section {
        title: term.code.to_string(),
        columns: columns(&p, &["aid-child", "aid-level", "aid-state", "aid-received"]),
        rows: all.iter().map(row).collect(),
        empty: p.t("aid-children-none"),
        ..Section::default()
    };
    cx.saw("SeeAid", Subject::School, SHOWN);
    let links = export::tables()
        .into_iter()
        .map(|format| Link { href: format!("/aid/registers/households/{format}"), text: format!("{} {format}", p.t("aid-register-households")), icon: "print" })
        .collect();
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: p.t("aid-children-lead"), links, facts, sections: vec![section], p })
}

/// The closed envelopes of a class: which child takes one home, and nothing of what is in it.
pub(super) fn envelopes(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::HandEnvelopes>(id)?;
    let (term, class) = (super::term(cx)?, time::class(cx.tx, id)?.name);
    let all = child::envelopes(cx.tx, &permit, term.id)?;
    let p = cx.page_of(&Msg::new("aid-envelopes-of").with("class", &class));
    let row = |(_, name, given): &(RowId, String, bool)| vec![cell(name), if *given { chip(p.t("aid-envelope-given"), "good") } else { chip(p.t("aid-envelope-waits"), "due") }];
    let button =
        |(line, name, _): &(RowId, String, bool)| Button { action: format!("/classes/{id}/envelopes/{line}"), text: p.tv("aid-envelope-give", "name", name), ..Button::default() };
    let section = Section {
        title: p.t("aid-envelopes"),
        hint: p.t("aid-envelopes-hint"),
        columns: columns(&p, &["aid-child", "aid-state"]),
        rows: all.iter().map(row).collect(),
        empty: p.t("aid-envelopes-none"),
        buttons: all.iter().filter(|(.., given)| !given).map(button).collect(),
        ..Section::default()
    };
    cx.saw("HandEnvelopes", Subject::Class(id), Levels::of(&[Level::Basic]));
    cx.render(&Sheet { crumbs: vec![(format!("/classes/{id}"), class)], lead: String::new(), links: Vec::new(), facts: Vec::new(), sections: vec![section], p })
}

pub(super) fn hand_envelope(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, line): (ClassId, RowId) = (cx.path("id")?, cx.path("line")?);
    let permit = cx.permit::<acts::HandEnvelopes>(id)?;
    let term = super::term(cx)?;
    child::hand_envelope(cx.tx, &permit, term.id, line)?;
    cx.did("HandEnvelopes", Subject::Class(id), Levels::of(&[Level::Basic]), line.to_string());
    Ok(Reply::done(format!("/classes/{id}/envelopes"), "aid-kept"))
}
