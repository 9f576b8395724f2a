//! Requests: asked for, approved or declined by another, paid or handed out by a third; the bank's file and its answer.

use super::columns;
use super::funds::accounts;
use super::{SHOWN, amount, crumbs, day, made, quantity};
use crate::access::{Action, Levels, Subject, acts};
use crate::aid::account::{Account, Held, Kind as Aid};
use crate::aid::requests::{self, NewLine, Request};
use crate::aid::state::{Form, Line, State};
use crate::aid::{export, funds, import, pay};
use crate::base::{Error, Msg, PupilId, Result, RowId, limits};
use crate::hardship::levels;
use crate::roster::particulars;
use crate::roster::people::Names;
use crate::web::sheet::{Ask, Button, Cell, Kind, Link, Section, Sheet, cell, chip, choices, field, hidden, link, linked};
use crate::web::{Cx, Page, Reply, Work};

fn kind_word(p: &Page, request: &Request) -> String {
    request.kind.map_or_else(|| p.t("aid-form-purchase"), |kind| p.t(&format!("aid-kind-{}", kind.code())))
}

const fn tone(state: State) -> &'static str {
    match state {
        State::Asked => "due",
        State::Approved => "good",
        _ => "",
    }
}

/// How a line stands: as its request, until that is approved.
pub(super) fn standing(p: &Page, request: &Request, line: &requests::ReadLine) -> Cell {
    if request.state == State::Approved {
        chip(p.t(&format!("aid-line-{}", line.state.code())), if line.state.is_given() { "good" } else { "" })
    } else {
        chip(p.t(&format!("aid-state-{}", request.state.code())), tone(request.state))
    }
}

/// The sum of a request for money; things have no amount before they leave the stock.
pub(super) fn sum(one: &Request) -> Cell {
    if one.form.is_paid() { cell(one.size.1) } else { cell("—") }
}

/// The requests of a term.
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let see = cx.permit::<acts::SeeAid>(Subject::School)?;
    let (term, p) = (super::term(cx)?, cx.page("aid-requests"));
    let (all, names) = (requests::of_term(cx.tx, &see, term.id)?, funds::all(cx.tx)?);
    let row = |one: &Request| {
        let fund = names.iter().find(|fund| fund.id == one.fund).map(|fund| fund.name.clone()).unwrap_or_default();
        vec![
            linked(&one.title, format!("/aid/requests/{}", one.id)),
            chip(p.t(&format!("aid-state-{}", one.state.code())), tone(one.state)),
            cell(kind_word(&p, one)),
            cell(fund),
            cell(one.size.0),
            sum(one),
        ]
    };
    let section = Section {
        title: term.code.to_string(),
        columns: columns(&p, &["aid-request", "aid-state", "aid-kind", "aid-fund", "aid-count", "aid-amount"]),
        rows: all.iter().map(row).collect(),
        empty: p.t("aid-requests-none"),
        ..Section::default()
    };
    let links = if cx.who.may_somewhere(Action::ManageAid) {
        vec![link(&p, "plus", "aid-purchase", "/aid/purchases/new"), link(&p, "goal", "aid-schemes", "/aid/schemes")]
    } else {
        Vec::new()
    };
    cx.saw("SeeAid", Subject::School, SHOWN);
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: p.t("aid-requests-lead"), links, facts: Vec::new(), sections: vec![section], p })
}

/// Funds with their accounts, as one choice: `<fund>:<account>`; for goods the fund alone.
pub(super) fn sources(cx: &mut Cx<'_, '_>, p: &Page) -> Result<Vec<(String, String)>> {
    let mut all = Vec::new();
    for fund in funds::all(cx.tx)? {
        for (code, word) in accounts(p, fund.held) {
            all.push((format!("{}:{code}", fund.id), format!("{} · {word} · {} {}", fund.name, p.t("aid-free"), fund.free())));
        }
        if fund.held == Held::Goods {
            all.push((format!("{}:", fund.id), fund.name.clone()));
        }
    }
    Ok(all)
}

pub(super) fn source(cx: &Cx<'_, '_>) -> Result<(RowId, Option<Account>)> {
    let (fund, account) = cx.field("source").split_once(':').ok_or_else(|| Error::at("source", "aid-choose"))?;
    Ok((fund.parse().map_err(|_| Error::at("source", "aid-choose"))?, Account::of(account).filter(|account| account.is_money())))
}

pub(super) fn things(cx: &mut Cx<'_, '_>) -> Result<Vec<(String, String)>> {
    let all = funds::items(cx.tx)?;
    Ok(std::iter::once((String::new(), "—".to_owned())).chain(all.into_iter().map(|item| (item.id.to_string(), format!("{}（{}）", item.name, item.unit)))).collect())
}

/// The form of a request for one child.
pub(super) fn child_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    cx.permit::<acts::ManageAid>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let name = particulars::particulars(cx.tx, &see)?.name;
    let p = cx.page_of(&Msg::new("aid-request-for").with("name", &name));
    let (sources, things) = (sources(cx, &p)?, things(cx)?);
    let fields = vec![
        hidden("request", made(cx)),
        field(
            "kind",
            "aid-slip-for",
            Kind::Select(choices(&p, "aid-kind-", [Aid::Grant, Aid::TermHelp, Aid::Fees, Aid::Supplies, Aid::Scholarship, Aid::Household].map(Aid::code))),
        ),
        field("form", "aid-form", Kind::Select(choices(&p, "aid-form-", Form::GIVEN.map(Form::code)))),
        field("source", "aid-fund", Kind::Select(sources)),
        field("amount", "aid-amount", Kind::Amount).hint("aid-amount-money").optional(),
        field("item", "aid-item", Kind::Select(things)).hint("aid-item-goods").optional(),
        field("quantity", "aid-quantity", Kind::Number).optional(),
        field("title", "aid-request-title", Kind::Text).hint("aid-about-hint"),
        field("why", "aid-why-label", Kind::Long).hint("aid-why-hint"),
    ];
    cx.render(&Ask {
        crumbs: crumbs(&p, &[(&format!("/pupils/{id}/aid"), name)]),
        lead: p.t("aid-request-lead"),
        action: format!("/pupils/{id}/aid/request"),
        fields,
        submit: p.t("aid-ask"),
        files: false,
        p,
    })
}

pub(super) fn ask_for_child(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let id: PupilId = cx.path("id")?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let child = particulars::particulars(cx.tx, &see)?;
    let term = super::term(cx)?;
    let form = Form::of(cx.field("form")).filter(|form| Form::GIVEN.contains(form)).ok_or_else(|| Error::at("form", "aid-choose"))?;
    let (fund, account) = source(cx)?;
    let item = if form == Form::Goods { Some(cx.field("item").parse().map_err(|_| Error::at("item", "aid-item-choose"))?) } else { None };
    let line = NewLine {
        pupil: Some(id),
        class: child.seat.map(|seat| seat.class),
        level: levels::level(cx.tx, id, term.code.year)?.map(|known| known.level),
        boarding: child.boarding,
        item,
        quantity: if form == Form::Goods { quantity(cx, "quantity")? } else { 0 },
        fen: if form == Form::Money { amount(cx, "amount")?.0 } else { 0 },
        why: cx.field("why").to_owned(),
    };
    let kind = Aid::of(cx.field("kind")).ok_or_else(|| Error::at("kind", "aid-choose"))?;
    let request: RowId = cx.field("request").parse().unwrap_or_else(|_| cx.tx.new_id());
    let new = requests::Ask { id: request, kind: Some(kind), form, fund, scheme: None, term: term.id, title: cx.field("title").to_owned(), account, lines: vec![line] };
    requests::ask(cx.tx, &permit, &new)?;
    cx.did("ManageAid", Subject::Pupil(id), SHOWN, format!("request {request}"));
    Ok(Reply::done(format!("/aid/requests/{request}"), "aid-asked"))
}

/// The form of a purchase for the stock of a fund.
pub(super) fn purchase_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("aid-purchase");
    let (sources, things) = (sources(cx, &p)?, things(cx)?);
    let fields = vec![
        hidden("id", made(cx)),
        field("source", "aid-fund", Kind::Select(sources)),
        field("item", "aid-item", Kind::Select(things)).hint("aid-item-hint"),
        field("quantity", "aid-quantity", Kind::Number),
        field("amount", "aid-amount", Kind::Amount).hint("aid-purchase-sum"),
        field("title", "aid-request-title", Kind::Text),
    ];
    cx.render(&Ask {
        crumbs: crumbs(&p, &[("/aid/requests", p.t("aid-requests"))]),
        lead: p.t("aid-purchase-lead"),
        action: "/aid/purchases/new".into(),
        fields,
        submit: p.t("aid-ask"),
        files: false,
        p,
    })
}

pub(super) fn purchase(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (term, (fund, account)) = (super::term(cx)?, source(cx)?);
    let item: RowId = cx.field("item").parse().map_err(|_| Error::at("item", "aid-item-choose"))?;
    let line = NewLine { item: Some(funds::item(cx.tx, item)?.id), quantity: quantity(cx, "quantity")?, fen: amount(cx, "amount")?.0, ..NewLine::default() };
    let id = made(cx);
    let new = requests::Ask { id, kind: None, form: Form::Purchase, fund, scheme: None, term: term.id, title: cx.field("title").to_owned(), account, lines: vec![line] };
    requests::ask(cx.tx, &permit, &new)?;
    cx.did("ManageAid", Subject::School, Levels::NONE, format!("request {id}"));
    Ok(Reply::done(format!("/aid/requests/{id}"), "aid-asked"))
}

fn of_path(cx: &mut Cx<'_, '_>) -> Result<Request> {
    let id: RowId = cx.path("request")?;
    requests::request(cx.tx, id)
}

/// What the person may do with a request now, as buttons and links.
fn doings(cx: &Cx<'_, '_>, p: &Page, request: &Request, lines: &[requests::ReadLine]) -> (Vec<Button>, Vec<Link>) {
    let (path, may) = (format!("/aid/requests/{}", request.id), |action| cx.who.may_somewhere(action));
    let (mut buttons, mut links) = (Vec::new(), Vec::new());
    let button = |to: &str, key: &str| Button { action: format!("{path}/{to}"), text: p.t(key), primary: true, confirm: String::new(), fields: Vec::new() };
    let leads = |to: Line| lines.iter().any(|line| line.state.leads_to(to, request.form));
    match request.state {
        State::Asked => {
            if may(Action::ApproveAid) {
                buttons.push(button("approval", "aid-approve"));
                links.push(link(p, "close", "aid-decline", format!("{path}/refusal")));
            }
            if may(Action::ManageAid) {
                links.push(link(p, "undo", "aid-withdraw", format!("{path}/withdrawal")));
            }
        }
        State::Approved => {
            if may(Action::PayAid) && leads(Line::Paid) {
                links.push(link(p, "check", "aid-pay", format!("{path}/payment")));
                if request.form == Form::Money {
                    links.extend(["csv", "xlsx"].map(|format| Link {
                        href: format!("{path}/bank-file/{format}"),
                        text: format!("{} {format}", p.t("aid-bank-file")),
                        icon: "download",
                    }));
                    links.push(link(p, "upload", "aid-answer", format!("{path}/answer")));
                }
            }
            if may(Action::PayAid) && leads(Line::Handed) {
                buttons.push(button("handing-out", "aid-hand-out"));
            }
            if may(Action::ManageAid) && leads(Line::Stocked) {
                buttons.push(button("stock", "aid-stock-in"));
            }
            if may(Action::ManageAid) && request.form != Form::Purchase {
                links.extend(super::gifts::papers(p, "aid-slips", &format!("{path}/slips")));
            }
        }
        _ => {}
    }
    links.extend(export::tables().into_iter().map(|format| Link { href: format!("{path}/list/{format}"), text: format!("{} {format}", p.t("aid-payment-list")), icon: "print" }));
    (buttons, links)
}

/// A request with its lines and what may be done.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let see = cx.permit::<acts::SeeAid>(Subject::School)?;
    let request = of_path(cx)?;
    let (lines, steps, people) = (requests::lines(cx.tx, &see, request.id)?, requests::steps(cx.tx, &see, request.id)?, Names::load(cx.tx)?);
    let p = cx.page_of(&Msg::new("aid-request-of").with("name", &request.title));
    let fund = funds::fund(cx.tx, request.fund)?;
    let mut facts = vec![
        (p.t("aid-state"), p.t(&format!("aid-state-{}", request.state.code()))),
        (p.t("aid-kind"), kind_word(&p, &request)),
        (p.t("aid-fund"), fund.name),
        (p.t("aid-count"), request.size.0.to_string()),
    ];
    if request.form.is_paid() {
        facts.push((p.t("aid-amount"), format!("{} {}", request.size.1, request.size.1.capital())));
    }
    for state in Line::ALL {
        let count = lines.iter().filter(|line| line.state == state).count();
        if count > 0 && count < lines.len() {
            facts.push((p.t(&format!("aid-line-{}", state.code())), count.to_string()));
        }
    }
    let row = |line: &requests::ReadLine| {
        let name =
            if line.pupil.is_some() { format!("{} {}", line.class, export::name_of(p.lang, line)) } else { line.item.as_ref().map(|(_, name)| name.clone()).unwrap_or_default() };
        vec![
            linked(name, format!("/aid/lines/{}", line.id)),
            cell(export::what(line)),
            cell(line.worth()),
            standing(&p, &request, line),
            cell([line.day.map(|day| day.to_string()).unwrap_or_default(), line.reason.clone()].join(" ")),
        ]
    };
    let (buttons, links) = doings(cx, &p, &request, &lines);
    let told = |step: &requests::Step| vec![cell(p.t(&format!("aid-state-{}", step.state.code()))), cell(people.of(&step.actor)), cell(step.at), cell(&step.reason)];
    let sections = vec![
        Section {
            title: p.t("aid-lines"),
            hint: p.t("aid-lines-hint"),
            columns: columns(&p, &["aid-line", "aid-gift-what", "aid-value", "aid-state", "aid-about"]),
            rows: lines.iter().take(1000).map(row).collect(),
            buttons,
            ..Section::default()
        },
        Section { title: p.t("aid-steps"), columns: columns(&p, &["aid-state", "aid-by", "aid-day", "aid-reason"]), rows: steps.iter().map(told).collect(), ..Section::default() },
    ];
    cx.saw("SeeAid", Subject::School, SHOWN);
    cx.render(&Sheet { crumbs: crumbs(&p, &[("/aid/requests", p.t("aid-requests"))]), lead: String::new(), links, facts, sections, p })
}

fn kept(cx: &mut Cx<'_, '_>, act: &'static str, request: RowId, said: &'static str) -> Reply {
    cx.did(act, Subject::School, SHOWN, format!("request {request}"));
    Reply::done(format!("/aid/requests/{request}"), said)
}

pub(super) fn approve(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ApproveAid>(Subject::School)?;
    let id: RowId = cx.path("request")?;
    requests::approve(cx.tx, &permit, id)?;
    Ok(kept(cx, "ApproveAid", id, "aid-approved"))
}

/// The form of a reason, for what ends a request.
fn reason_form(cx: &mut Cx<'_, '_>, to: &str, title: &str) -> Result<Reply> {
    let (request, p) = (of_path(cx)?, cx.page(title));
    let path = format!("/aid/requests/{}", request.id);
    let fields = vec![field("reason", "aid-reason", Kind::Long).hint("aid-about-hint")];
    cx.render(&Ask { crumbs: crumbs(&p, &[(&path, request.title)]), lead: String::new(), action: format!("{path}/{to}"), fields, submit: p.t(title), files: false, p })
}

pub(super) fn decline_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    reason_form(cx, "refusal", "aid-decline")
}

pub(super) fn decline(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ApproveAid>(Subject::School)?;
    let (id, why): (RowId, String) = (cx.path("request")?, cx.field("reason").to_owned());
    requests::decline(cx.tx, &permit, id, &why)?;
    Ok(kept(cx, "ApproveAid", id, "aid-kept"))
}

pub(super) fn withdraw_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    reason_form(cx, "withdrawal", "aid-withdraw")
}

pub(super) fn withdraw(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (id, why): (RowId, String) = (cx.path("request")?, cx.field("reason").to_owned());
    requests::withdraw(cx.tx, &permit, id, &why)?;
    Ok(kept(cx, "ManageAid", id, "aid-kept"))
}

pub(super) fn pay_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (request, p, today) = (of_path(cx)?, cx.page("aid-pay"), cx.tx.today());
    let path = format!("/aid/requests/{}", request.id);
    let fields = vec![hidden("id", made(cx)), field("day", "aid-day", Kind::Day).value(today)];
    cx.render(&Ask { crumbs: crumbs(&p, &[(&path, request.title)]), lead: p.t("aid-pay-lead"), action: format!("{path}/payment"), fields, submit: p.t("aid-pay"), files: false, p })
}

pub(super) fn pay_all(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::PayAid>(Subject::School)?;
    let (request, id, day): (RowId, _, _) = (cx.path("request")?, made(cx), day(cx, "day")?);
    pay::pay(cx.tx, &permit, request, None, id, day)?;
    Ok(kept(cx, "PayAid", request, "aid-paid"))
}

pub(super) fn hand_out(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::PayAid>(Subject::School)?;
    let (request, id, today): (RowId, _, _) = (cx.path("request")?, made(cx), cx.tx.today());
    pay::hand_out(cx.tx, &permit, request, None, id, today)?;
    Ok(kept(cx, "PayAid", request, "aid-handed"))
}

pub(super) fn stock_in(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (request, id): (RowId, _) = (cx.path("request")?, made(cx));
    pay::stock_in(cx.tx, &permit, request, id)?;
    Ok(kept(cx, "ManageAid", request, "aid-stocked"))
}

pub(super) fn bank_file(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::PayAid>(Subject::School)?;
    let (request, format, lang): (_, String, _) = (of_path(cx)?, cx.path("file")?, cx.lang());
    let file = export::bank_file(cx.tx, &permit, &request, &format, lang)?;
    cx.did("PayAid", Subject::School, permit.levels(), format!("bank file {}", request.id));
    Ok(Reply::file(file.0, file.1, file.2))
}

pub(super) fn payment_list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::SeeAid>(Subject::School)?;
    let (request, format, lang): (_, String, _) = (of_path(cx)?, cx.path("file")?, cx.lang());
    let file = export::payment_list(cx.tx, &permit, &request, &format, lang)?;
    cx.did("SeeAid", Subject::School, SHOWN, format!("list {}", request.id));
    Ok(Reply::file(file.0, file.1, file.2))
}

pub(super) fn slips(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (request, format, lang): (_, String, _) = (of_path(cx)?, cx.path("file")?, cx.lang());
    let file = export::slips(cx.tx, &permit, &request, &format, lang)?;
    cx.did("ManageAid", Subject::School, SHOWN, format!("slips {}", request.id));
    Ok(Reply::file(file.0, file.1, file.2))
}

pub(super) fn answer_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (request, p, today) = (of_path(cx)?, cx.page("aid-answer"), cx.tx.today());
    let path = format!("/aid/requests/{}", request.id);
    let fields =
        vec![hidden("id", made(cx)), field("day", "aid-day", Kind::Day).value(today), field("file", "aid-answer-file", Kind::File(".xlsx,.xls,.csv,.ods")).hint("aid-answer-hint")];
    cx.render(&Ask {
        crumbs: crumbs(&p, &[(&path, request.title)]),
        lead: p.t("aid-answer-lead"),
        action: format!("{path}/answer"),
        fields,
        submit: p.t("aid-answer"),
        files: true,
        p,
    })
}

/// Takes the bank's answer over and shows what became of each line.
pub(super) fn answer(work: &Work<'_>) -> Result<Reply> {
    let upload = work.req.files.iter().find(|file| file.field == "file").ok_or_else(|| Error::at("file", "aid-answer-none"))?;
    if upload.size_bytes > limits::FORM_FILE_BYTES {
        return Err(Error::at("file", Msg::new("aid-slip-big").with("most", limits::FORM_FILE_BYTES >> 20)));
    }
    let rows = import::answer(&work.app.config.reader, upload.path(), &upload.name)?;
    let request: RowId = work.path("request")?;
    let (request, done) = work.write(|cx| {
        let permit = cx.permit::<acts::PayAid>(Subject::School)?;
        let (id, day) = (made(cx), day(cx, "day")?);
        let done = pay::take_answer(cx.tx, &permit, request, &rows, id, day)?;
        cx.did("PayAid", Subject::School, SHOWN, format!("answer for {request}"));
        Ok((requests::request(cx.tx, request)?, done))
    })?;
    let p = work.page("aid-answered");
    let name = |line: &requests::ReadLine| cell(format!("{} {}", line.class, export::name_of(p.lang, line)));
    let facts = vec![
        (p.t("aid-line-paid"), done.paid.to_string()),
        (p.t("aid-line-failed"), done.failed.len().to_string()),
        (p.t("aid-answer-absent"), done.absent.len().to_string()),
        (p.t("aid-answer-odd"), done.odd.len().to_string()),
    ];
    let section =
        |title: &str, heads: &[&str], rows: Vec<Vec<Cell>>| Section { title: p.t(title), columns: columns(&p, heads), rows, empty: p.t("aid-none"), ..Section::default() };
    let sections = vec![
        section("aid-line-failed", &["aid-line", "aid-amount", "aid-reason"], done.failed.iter().map(|(line, why)| vec![name(line), cell(line.worth()), cell(why)]).collect()),
        section("aid-answer-absent", &["aid-line", "aid-amount"], done.absent.iter().map(|line| vec![name(line), cell(line.worth())]).collect()),
        section("aid-answer-odd", &["aid-answer-row", "aid-reason"], done.odd.iter().map(|(row, why)| vec![cell(row), cell(p.t(why))]).collect()),
    ];
    let path = format!("/aid/requests/{}", request.id);
    let way = crumbs(&p, &[(&path, request.title)]);
    work.render(&Sheet { crumbs: way, lead: p.t("aid-answered-lead"), links: vec![link(&p, "back", "aid-request", path.clone())], facts, sections, p })
}
