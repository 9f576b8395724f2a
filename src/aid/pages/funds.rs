//! Funds: opened, shown with every entry, filled from the budget, moved between; things that are given with what is in stock.

use super::columns;
use super::{SHOWN, amount, crumbs, day, made};
use crate::access::{Action, Levels, Subject, acts};
use crate::aid::account::{Account, Held};
use crate::aid::entry::Entry;
use crate::aid::export;
use crate::aid::funds::{self, Fund, FundKind, Item};
use crate::aid::ledger;
use crate::base::{Error, Fen, Msg, Result, RowId};
use crate::web::sheet::{Ask, Cell, Kind, Link, Section, Sheet, cell, choices, field, hidden, link, linked};
use crate::web::{Cx, Page, Reply};

fn did(cx: &mut Cx<'_, '_>, note: impl Into<String>) {
    cx.did("ManageAid", Subject::School, Levels::NONE, note);
}

/// The form of a new fund.
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("aid-fund-new");
    let fields = vec![
        hidden("id", made(cx)),
        field("name", "aid-name", Kind::Text),
        field("kind", "aid-kind", Kind::Select(choices(&p, "aid-fundkind-", FundKind::ALL.map(FundKind::code)))),
        field("held", "aid-held", Kind::Select(choices(&p, "aid-held-", Held::ALL.map(Held::code)))).hint("aid-held-hint"),
        field("purpose", "aid-purpose", Kind::Long).hint("aid-purpose-hint"),
    ];
    cx.render(&Ask { crumbs: crumbs(&p, &[]), lead: String::new(), action: "/aid/funds/new".into(), fields, submit: p.t("web-save"), files: false, p })
}

/// Opens it.
pub(super) fn open(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let new = Fund {
        id: made(cx),
        kind: FundKind::of(cx.field("kind")).ok_or_else(|| Error::at("kind", "aid-choose"))?,
        name: cx.field("name").to_owned(),
        held: Held::of(cx.field("held")).ok_or_else(|| Error::at("held", "aid-choose"))?,
        purpose: cx.field("purpose").to_owned(),
        class: None,
        free_fen: 0,
    };
    funds::open(cx.tx, &permit, &new)?;
    did(cx, format!("fund {}", new.id));
    Ok(Reply::done(format!("/aid/funds/{}", new.id), "aid-kept"))
}

/// The fund that the path names.
pub(super) fn of_path(cx: &mut Cx<'_, '_>) -> Result<Fund> {
    let id: RowId = cx.path("fund")?;
    funds::fund(cx.tx, id)
}

/// What an entry changed in a fund: what came in or was promised, money that moved, things with their number.
fn effect(entry: &Entry, fund: RowId) -> (Fen, Fen) {
    let of = |wanted: fn(Account) -> bool| Fen(entry.postings.iter().filter(|one| one.fund == fund && wanted(one.account)).map(|one| one.fen).sum());
    (of(Account::is_money), of(|account| matches!(account, Account::Goods)))
}

fn signed(fen: Fen) -> Cell {
    cell(if fen == Fen::ZERO { String::new() } else { fen.to_string() })
}

/// A fund: what it holds and every entry of this school year, the newest first.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let fund = of_path(cx)?;
    let p = cx.page_of(&Msg::new("aid-fund-of").with("name", &fund.name));
    let (held, manages) = (funds::holdings(cx.tx, fund.id)?, cx.who.may_somewhere(Action::ManageAid));
    let facts = vec![
        (p.t("aid-kind"), p.t(&format!("aid-fundkind-{}", fund.kind.code()))),
        (p.t("aid-held"), p.t(&format!("aid-held-{}", fund.held.code()))),
        (p.t("aid-purpose"), fund.purpose.clone()),
        (p.t("aid-came-in"), held.came_in.to_string()),
        (p.t("aid-given"), held.given.to_string()),
        (p.t("aid-money"), held.money.to_string()),
        (p.t("aid-promised"), held.promised.to_string()),
        (p.t("aid-free"), fund.free().to_string()),
        (p.t("aid-goods"), held.goods.to_string()),
    ];
    let today = cx.tx.today();
    let mut entries = ledger::of_fund(cx.tx, fund.id, today.plus_days(-400), today)?;
    entries.reverse();
    let row = |entry: &Entry| {
        let (money, goods) = effect(entry, fund.id);
        let about = [p.t(&format!("aid-what-{}", entry.what.code())), entry.about.clone(), entry.reason.clone()].into_iter().filter(|text| !text.is_empty());
        vec![
            linked(format!("№{}", entry.number), format!("/aid/ledger/{}", entry.number)),
            cell(entry.day),
            cell(about.collect::<Vec<_>>().join(" · ")),
            signed(money),
            signed(goods),
        ]
    };
    let mut stock = Vec::new();
    for one in funds::stock(cx.tx, Some(fund.id))? {
        stock.push(vec![cell(one.item.name), cell(format!("{} {}", one.quantity, one.item.unit)), cell(one.value)]);
    }
    let mut sections = vec![Section {
        title: p.t("aid-entries"),
        hint: p.t("aid-entries-hint"),
        columns: columns(&p, &["aid-number", "aid-day", "aid-about", "aid-money", "aid-goods"]),
        rows: entries.iter().take(200).map(row).collect(),
        empty: p.t("aid-entries-none"),
        ..Section::default()
    }];
    if !stock.is_empty() {
        sections.push(Section { title: p.t("aid-stock"), columns: columns(&p, &["aid-item", "aid-quantity", "aid-value"]), rows: stock, ..Section::default() });
    }
    let (path, mut links) = (format!("/aid/funds/{}", fund.id), Vec::new());
    if manages && fund.held != Held::Goods {
        links.push(link(&p, "plus", "aid-gift-money", format!("{path}/gift")));
        links.push(link(&p, "plus", "aid-budget", format!("{path}/budget")));
    }
    if manages {
        links.push(link(&p, "plus", "aid-gift-goods", format!("{path}/goods")));
    }
    links.extend(export::tables().into_iter().map(|format| Link { href: format!("{path}/statement/{format}"), text: format!("{} {format}", p.t("aid-statement")), icon: "print" }));
    cx.saw("SeeAid", Subject::School, SHOWN);
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: String::new(), links, facts, sections, p })
}

/// The statement of a fund for the present term as a file.
pub(super) fn statement(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::SeeAid>(Subject::School)?;
    let (fund, format, lang, term): (RowId, String, _, _) = (cx.path("fund")?, cx.path("file")?, cx.lang(), super::term(cx)?);
    let until = cx.tx.today().max(term.first_day);
    let file = export::fund_statement(cx.tx, &permit, fund, (term.first_day, until), &format, lang)?;
    cx.did("SeeAid", Subject::School, SHOWN, format!("statement {fund}"));
    Ok(Reply::file(file.0, file.1, file.2))
}

/// The accounts of a fund, as choices.
pub(super) fn accounts(p: &Page, held: Held) -> Vec<(String, String)> {
    choices(p, "aid-account-", held.accounts().iter().map(|account| account.code()))
}

/// The account that the form names.
pub(super) fn account(cx: &Cx<'_, '_>) -> Result<Account> {
    Account::of(cx.field("account")).filter(|account| account.is_money()).ok_or_else(|| Error::at("account", "aid-choose"))
}

/// The form for money from the budget or for a project.
pub(super) fn budget_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let fund = of_path(cx)?;
    let (p, today) = (cx.page("aid-budget"), cx.tx.today());
    let fields = vec![
        hidden("id", made(cx)),
        field("amount", "aid-amount", Kind::Amount).hint("aid-amount-hint"),
        field("account", "aid-account", Kind::Select(accounts(&p, fund.held))),
        field("day", "aid-day", Kind::Day).value(today),
        field("about", "aid-about", Kind::Text).hint("aid-about-hint").optional(),
    ];
    let (href, action) = (format!("/aid/funds/{}", fund.id), format!("/aid/funds/{}/budget", fund.id));
    cx.render(&Ask { crumbs: crumbs(&p, &[(&href, fund.name)]), lead: p.t("aid-budget-lead"), action, fields, submit: p.t("aid-book"), files: false, p })
}

/// Books it.
pub(super) fn budget(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let fund: RowId = cx.path("fund")?;
    let (id, amount, account, day, about) = (made(cx), amount(cx, "amount")?, account(cx)?, day(cx, "day")?, cx.field("about").to_owned());
    let number = funds::appropriate(cx.tx, &permit, id, fund, account, amount, day, &about)?;
    did(cx, format!("entry {number}"));
    Ok(Reply::done(format!("/aid/funds/{fund}"), "aid-booked"))
}

/// The form for money from one fund to another.
pub(super) fn move_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("aid-move");
    let all: Vec<(String, String)> =
        funds::all(cx.tx)?.into_iter().filter(|fund| fund.held != Held::Goods).map(|fund| (fund.id.to_string(), format!("{} · {}", fund.name, fund.free()))).collect();
    let fields = vec![
        hidden("id", made(cx)),
        field("from", "aid-move-from", Kind::Select(all.clone())),
        field("to", "aid-move-to-fund", Kind::Select(all)),
        field("amount", "aid-amount", Kind::Amount).hint("aid-amount-hint"),
        field("about", "aid-reason", Kind::Text),
    ];
    cx.render(&Ask { crumbs: crumbs(&p, &[]), lead: p.t("aid-move-lead"), action: "/aid/move".into(), fields, submit: p.t("aid-book"), files: false, p })
}

/// Moves it.
pub(super) fn move_money(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ApproveAid>(Subject::School)?;
    let (id, amount, about) = (made(cx), amount(cx, "amount")?, cx.field("about").to_owned());
    let fund = |field: &'static str| cx.field(field).parse::<RowId>().map_err(|_| Error::at(field, "aid-choose"));
    let (from, to) = (fund("from")?, fund("to")?);
    if about.is_empty() {
        return Err(Error::at("about", "aid-reversal-reason"));
    }
    let number = funds::move_money(cx.tx, &permit, id, from, to, amount, &about)?;
    cx.did("ApproveAid", Subject::School, Levels::NONE, format!("entry {number}"));
    Ok(Reply::done(format!("/aid/funds/{from}"), "aid-booked"))
}

/// Things that are given, with what is in stock in which fund.
pub(super) fn items(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("aid-items");
    let (all, stock) = (funds::items(cx.tx)?, funds::stock(cx.tx, None)?);
    let names: Vec<(RowId, String)> = funds::all(cx.tx)?.into_iter().map(|fund| (fund.id, fund.name)).collect();
    let mut rows = Vec::new();
    for item in all {
        let of_item: Vec<_> = stock.iter().filter(|one| one.item.id == item.id).collect();
        let name = |fund: RowId| names.iter().find(|(id, _)| *id == fund).map_or("", |(_, name)| name);
        let place = of_item.iter().map(|one| format!("{} {}", name(one.fund), one.quantity)).collect::<Vec<_>>().join("，");
        let (quantity, value) = (of_item.iter().map(|one| one.quantity).sum::<i64>(), of_item.iter().map(|one| one.value).sum::<Fen>());
        rows.push(vec![cell(&item.name), cell(p.t(&format!("aid-itemkind-{}", item.what))), cell(format!("{quantity} {}", item.unit)), cell(value), cell(place)]);
    }
    let mut links = if cx.who.may_somewhere(Action::ManageAid) { vec![link(&p, "plus", "aid-item-new", "/aid/items/new")] } else { Vec::new() };
    links.extend(export::tables().into_iter().map(|format| Link {
        href: format!("/aid/registers/stock/{format}"),
        text: format!("{} {format}", p.t("aid-register-stock")),
        icon: "print",
    }));
    let section = Section {
        title: p.t("aid-stock"),
        columns: columns(&p, &["aid-item", "aid-kind", "aid-quantity", "aid-value", "aid-stock-where"]),
        rows,
        empty: p.t("aid-items-none"),
        ..Section::default()
    };
    cx.saw("SeeAid", Subject::School, SHOWN);
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: p.t("aid-items-lead"), links, facts: Vec::new(), sections: vec![section], p })
}

/// The form of a new thing.
pub(super) fn item_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("aid-item-new");
    let fields = vec![
        hidden("id", made(cx)),
        field("name", "aid-name", Kind::Text),
        field("unit", "aid-unit", Kind::Text).hint("aid-unit-hint"),
        field("what", "aid-kind", Kind::Select(choices(&p, "aid-itemkind-", funds::ITEM_KINDS))),
    ];
    cx.render(&Ask {
        crumbs: crumbs(&p, &[("/aid/items", p.t("aid-items"))]),
        lead: String::new(),
        action: "/aid/items/new".into(),
        fields,
        submit: p.t("web-save"),
        files: false,
        p,
    })
}

/// Names it.
pub(super) fn name_item(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let item = Item { id: made(cx), what: cx.field("what").to_owned(), name: cx.field("name").to_owned(), unit: cx.field("unit").to_owned() };
    funds::name_item(cx.tx, &permit, &item)?;
    did(cx, format!("item {}", item.id));
    Ok(Reply::done("/aid/items", "aid-kept"))
}
