//! Programmes of aid with their amounts, and the payment list of a term that is made from the children's levels.

use super::columns;
use super::requests::{source, sources, things};
use super::{SHOWN, crumbs, made};
use crate::access::{Action, Levels, Subject, acts};
use crate::aid::account::Kind as Aid;
use crate::aid::funds;
use crate::aid::rates::{self, Rate};
use crate::aid::schemes::{self, KINDS, Scheme};
use crate::aid::state::Form;
use crate::base::{Error, Fen, Msg, Result, RowId};
use crate::hardship::levels;
use crate::web::sheet::{Ask, Button, Kind, Section, Sheet, cell, choices, field, hidden, link, linked};
use crate::web::{Cx, Page, Reply};

fn did(cx: &mut Cx<'_, '_>, note: impl Into<String>) {
    cx.did("ManageAid", Subject::School, Levels::NONE, note);
}

/// All programmes.
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("aid-schemes");
    let names = funds::all(cx.tx)?;
    let row = |one: &Scheme| {
        let fund = names.iter().find(|fund| fund.id == one.fund).map(|fund| fund.name.clone()).unwrap_or_default();
        vec![
            linked(&one.name, format!("/aid/schemes/{}", one.id)),
            cell(p.t(&format!("aid-kind-{}", one.kind.code()))),
            cell(p.t(&format!("aid-form-{}", one.form.code()))),
            cell(fund),
        ]
    };
    let section = Section {
        title: p.t("aid-schemes"),
        columns: columns(&p, &["aid-scheme", "aid-kind", "aid-form", "aid-fund"]),
        rows: schemes::all(cx.tx)?.iter().map(row).collect(),
        empty: p.t("aid-schemes-none"),
        ..Section::default()
    };
    let links = if cx.who.may_somewhere(Action::ManageAid) { vec![link(&p, "plus", "aid-scheme-new", "/aid/schemes/new")] } else { Vec::new() };
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: p.t("aid-schemes-lead"), links, facts: Vec::new(), sections: vec![section], p })
}

pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("aid-scheme-new");
    let (sources, things) = (sources(cx, &p)?, things(cx)?);
    let fields = vec![
        hidden("id", made(cx)),
        field("name", "aid-name", Kind::Text),
        field("kind", "aid-kind", Kind::Select(choices(&p, "aid-kind-", KINDS.map(Aid::code)))),
        field("form", "aid-form", Kind::Select(choices(&p, "aid-form-", Form::GIVEN.map(Form::code)))),
        field("source", "aid-fund", Kind::Select(sources)),
        field("item", "aid-item", Kind::Select(things)).hint("aid-item-goods").optional(),
        field("region", "aid-region", Kind::Text).hint("aid-region-hint").optional(),
        field("basis", "aid-basis", Kind::Text).hint("aid-basis-hint").optional(),
    ];
    cx.render(&Ask {
        crumbs: crumbs(&p, &[("/aid/schemes", p.t("aid-schemes"))]),
        lead: String::new(),
        action: "/aid/schemes/new".into(),
        fields,
        submit: p.t("web-save"),
        files: false,
        p,
    })
}

pub(super) fn found(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (fund, account) = source(cx)?;
    let form = Form::of(cx.field("form")).filter(|form| Form::GIVEN.contains(form)).ok_or_else(|| Error::at("form", "aid-choose"))?;
    let new = Scheme {
        id: made(cx),
        kind: Aid::of(cx.field("kind")).ok_or_else(|| Error::at("kind", "aid-choose"))?,
        form,
        name: cx.field("name").to_owned(),
        fund,
        account: account.filter(|_| form == Form::Money),
        item: if form == Form::Goods { Some(cx.field("item").parse().map_err(|_| Error::at("item", "aid-item-choose"))?) } else { None },
        region: cx.field("region").to_owned(),
        source: cx.field("basis").to_owned(),
    };
    schemes::found(cx.tx, &permit, &new)?;
    did(cx, format!("scheme {}", new.id));
    Ok(Reply::done(format!("/aid/schemes/{}", new.id), "aid-kept"))
}

fn of_path(cx: &mut Cx<'_, '_>) -> Result<Scheme> {
    let id: RowId = cx.path("scheme")?;
    schemes::scheme(cx.tx, id)
}

fn boarding(p: &Page, boards: Option<bool>) -> String {
    p.t(match boards {
        Some(true) => "aid-boards",
        Some(false) => "aid-boards-not",
        None => "aid-any",
    })
}

/// A programme with its amounts.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let one = of_path(cx)?;
    let p = cx.page_of(&Msg::new("aid-fund-of").with("name", &one.name));
    let (fund, manages) = (funds::fund(cx.tx, one.fund)?, cx.who.may_somewhere(Action::ManageAid));
    let mut facts =
        vec![(p.t("aid-kind"), p.t(&format!("aid-kind-{}", one.kind.code()))), (p.t("aid-form"), p.t(&format!("aid-form-{}", one.form.code()))), (p.t("aid-fund"), fund.name)];
    if let Some(item) = one.item {
        facts.push((p.t("aid-item"), funds::item(cx.tx, item)?.name));
    }
    for (key, text) in [("aid-region", &one.region), ("aid-basis", &one.source)] {
        if !text.is_empty() {
            facts.push((p.t(key), text.clone()));
        }
    }
    let rows = schemes::rates(cx.tx, one.id)?;
    let row = |rate: &Rate| {
        let level = rate.level.map_or_else(|| p.t("aid-any"), |level| p.tv("aid-level-of", "number", level));
        vec![cell(rate.from), cell(level), cell(boarding(&p, rate.boarding)), cell(if rate.fen > 0 { Fen(rate.fen).to_string() } else { String::new() }), cell(rate.quantity)]
    };
    let national = manages && rates::has_national(one.kind) && rows.is_empty();
    let path = format!("/aid/schemes/{}", one.id);
    let section = Section {
        title: p.t("aid-rates"),
        hint: p.t("aid-rates-hint"),
        columns: columns(&p, &["aid-from-term", "aid-level", "aid-boarding", "aid-amount", "aid-quantity"]),
        rows: rows.iter().map(row).collect(),
        empty: p.t("aid-rates-none"),
        links: if manages { vec![link(&p, "plus", "aid-rate-new", format!("{path}/rates"))] } else { Vec::new() },
        buttons: if national {
            vec![Button { action: format!("{path}/national"), text: p.t("aid-national"), primary: false, confirm: String::new(), fields: Vec::new() }]
        } else {
            Vec::new()
        },
    };
    let links = if manages { vec![link(&p, "reports", "aid-list-make", format!("{path}/list"))] } else { Vec::new() };
    cx.render(&Sheet { crumbs: crumbs(&p, &[("/aid/schemes", p.t("aid-schemes"))]), lead: String::new(), links, facts, sections: vec![section], p })
}

pub(super) fn rate_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let one = of_path(cx)?;
    let (p, term) = (cx.page("aid-rate-new"), super::term(cx)?);
    let level: Vec<(String, String)> =
        std::iter::once((String::new(), p.t("aid-any"))).chain((1..=levels::MOST).map(|level| (level.to_string(), p.tv("aid-level-of", "number", level)))).collect();
    let boards = vec![(String::new(), p.t("aid-any")), ("1".into(), p.t("aid-boards")), ("0".into(), p.t("aid-boards-not"))];
    let mut fields = vec![
        field("from", "aid-from-term", Kind::Text).value(term.code).hint("aid-from-term-hint"),
        field("level", "aid-level", Kind::Select(level)).optional(),
        field("boarding", "aid-boarding", Kind::Select(boards)).optional(),
    ];
    match one.form {
        Form::Money => fields.push(field("amount", "aid-rate-amount", Kind::Amount).hint("aid-amount-hint")),
        Form::Goods => fields.push(field("quantity", "aid-quantity", Kind::Number)),
        _ => {}
    }
    let path = format!("/aid/schemes/{}", one.id);
    cx.render(&Ask { crumbs: crumbs(&p, &[(&path, one.name)]), lead: p.t("aid-rates-hint"), action: format!("{path}/rates"), fields, submit: p.t("web-save"), files: false, p })
}

pub(super) fn set_rate(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let one = of_path(cx)?;
    let level = match cx.field("level") {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::at("level", "aid-choose"))?),
    };
    let rate = Rate {
        level,
        boarding: match cx.field("boarding") {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        },
        from: cx.field("from").parse().map_err(|()| Error::at("from", "aid-term-form"))?,
        fen: if one.form == Form::Money { super::amount(cx, "amount")?.0 } else { 0 },
        quantity: if one.form == Form::Goods { super::quantity(cx, "quantity")? } else { 0 },
    };
    schemes::set_rate(cx.tx, &permit, &one, &rate)?;
    did(cx, format!("rate of {}", one.id));
    Ok(Reply::done(format!("/aid/schemes/{}", one.id), "aid-kept"))
}

pub(super) fn take_national(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let one = of_path(cx)?;
    schemes::take_national(cx.tx, &permit, &one)?;
    did(cx, format!("rates of {}", one.id));
    Ok(Reply::done(format!("/aid/schemes/{}", one.id), "aid-kept"))
}

/// The list of a term as it would be, with who is not on it and why.
pub(super) fn propose(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (one, term) = (of_path(cx)?, super::term(cx)?);
    let found = schemes::propose(cx.tx, &permit, &one, &term)?;
    let p = cx.page_of(&Msg::new("aid-list-of").with("name", &one.name).with("term", term.code));
    let child = |child: &schemes::Child| cell(format!("{} {}", child.class_name, child.name));
    let on = found
        .lines
        .iter()
        .map(|(who, fen, quantity)| vec![child(who), cell(p.tv("aid-level-of", "number", who.level)), cell(boarding(&p, who.boarding)), cell(Fen(*fen)), cell(quantity)])
        .collect();
    let off = found.skipped.iter().map(|one| vec![child(&one.child), cell(p.tv("aid-level-of", "number", one.child.level)), cell(p.t(one.why))]).collect();
    let total: Fen = found.lines.iter().map(|(_, fen, _)| Fen(*fen)).sum();
    let facts = vec![(p.t("aid-count"), found.lines.len().to_string()), (p.t("aid-amount"), format!("{total} {}", total.capital()))];
    let path = format!("/aid/schemes/{}", one.id);
    let make = if found.lines.is_empty() {
        Vec::new()
    } else {
        vec![Button { action: format!("{path}/list"), text: p.t("aid-list-ask"), primary: true, confirm: String::new(), fields: Vec::new() }]
    };
    let sections = vec![
        Section {
            title: p.t("aid-list-on"),
            columns: columns(&p, &["aid-child", "aid-level", "aid-boarding", "aid-amount", "aid-quantity"]),
            rows: on,
            empty: p.t("aid-list-nobody"),
            buttons: make,
            ..Section::default()
        },
        Section { title: p.t("aid-list-off"), columns: columns(&p, &["aid-child", "aid-level", "aid-reason"]), rows: off, empty: p.t("aid-none"), ..Section::default() },
    ];
    cx.saw("SeeAid", Subject::School, SHOWN);
    cx.render(&Sheet { crumbs: crumbs(&p, &[("/aid/schemes", p.t("aid-schemes")), (&path, one.name)]), lead: p.t("aid-list-lead"), links: Vec::new(), facts, sections, p })
}

/// Asks for it.
pub(super) fn make(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (one, term, id) = (of_path(cx)?, super::term(cx)?, made(cx));
    let title = format!("{} {}", one.name, term.code);
    schemes::make(cx.tx, &permit, &one, &term, id, &title)?;
    did(cx, format!("request {id}"));
    Ok(Reply::done(format!("/aid/requests/{id}"), "aid-asked"))
}
