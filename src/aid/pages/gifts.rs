//! Who gives, gifts in money and goods, letters of thanks, and what a class collects.

use super::columns;
use super::funds::{account, accounts, of_path};
use super::{SHOWN, amount, crumbs, day, made, quantity};
use crate::access::{Action, Levels, Subject, acts};
use crate::aid::export;
use crate::aid::funds;
use crate::aid::gifts::{self, Donor, Drive, Gift};
use crate::base::{Error, Fen, Msg, Result, RowId};
use crate::roster::{people, time};
use crate::web::sheet::{Ask, Kind, Link, Section, Sheet, cell, choices, field, hidden, link, linked};
use crate::web::{Cx, Page, Reply};

fn did(cx: &mut Cx<'_, '_>, note: impl Into<String>) {
    cx.did("ManageAid", Subject::School, Levels::NONE, note);
}

/// Donors with what they gave.
pub(super) fn donors(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let see = cx.permit::<acts::SeeAid>(Subject::School)?;
    let p = cx.page("aid-donors");
    let (all, given) = (gifts::donors(cx.tx, &see)?, gifts::gifts(cx.tx, &see)?);
    let row = |donor: &Donor| {
        let own: Vec<&Gift> = given.iter().filter(|gift| gift.donor == Some(donor.id)).collect();
        let sum: Fen = own.iter().map(|gift| gift.amount).sum();
        vec![linked(&donor.name, format!("/aid/donors/{}", donor.id)), cell(p.t(&format!("aid-donor-{}", donor.kind))), cell(own.len()), cell(sum)]
    };
    let section = Section {
        title: p.t("aid-donors"),
        columns: columns(&p, &["aid-donor", "aid-kind", "aid-count", "aid-value"]),
        rows: all.iter().map(row).collect(),
        empty: p.t("aid-donors-none"),
        ..Section::default()
    };
    let mut links: Vec<Link> = export::tables()
        .into_iter()
        .map(|format| Link { href: format!("/aid/registers/gifts/{format}"), text: format!("{} {format}", p.t("aid-register-gifts")), icon: "print" })
        .collect();
    if cx.who.may_somewhere(Action::ManageAid) {
        links.insert(0, link(&p, "plus", "aid-donor-new", "/aid/donors/new"));
    }
    cx.saw("SeeAid", Subject::School, SHOWN);
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: p.t("aid-donors-lead"), links, facts: Vec::new(), sections: vec![section], p })
}

pub(super) fn donor_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("aid-donor-new");
    let fields = vec![
        hidden("id", made(cx)),
        field("name", "aid-name", Kind::Text),
        field("kind", "aid-kind", Kind::Select(choices(&p, "aid-donor-", gifts::DONORS))),
        field("named", "aid-donor-named", Kind::Select(vec![("0".into(), p.t("aid-donor-named-no")), ("1".into(), p.t("aid-donor-named-yes"))])),
        field("contact", "aid-contact", Kind::Text).hint("aid-contact-hint").optional(),
    ];
    cx.render(&Ask {
        crumbs: crumbs(&p, &[("/aid/donors", p.t("aid-donors"))]),
        lead: String::new(),
        action: "/aid/donors/new".into(),
        fields,
        submit: p.t("web-save"),
        files: false,
        p,
    })
}

pub(super) fn add_donor(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let text = |name: &str| cx.field(name).to_owned();
    let new = Donor { id: made(cx), kind: text("kind"), name: text("name"), named: cx.field("named") == "1", contact: text("contact") };
    gifts::add_donor(cx.tx, &permit, &new)?;
    did(cx, format!("donor {}", new.id));
    Ok(Reply::done(format!("/aid/donors/{}", new.id), "aid-kept"))
}

/// A donor: every gift, and the letters.
pub(super) fn donor(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let see = cx.permit::<acts::SeeAid>(Subject::School)?;
    let id: RowId = cx.path("donor")?;
    let donor = gifts::donor(cx.tx, &see, id)?;
    let p = cx.page_of(&Msg::new("aid-fund-of").with("name", &donor.name));
    let (items, all) = (funds::items(cx.tx)?, funds::all(cx.tx)?);
    let manages = cx.who.may_somewhere(Action::ManageAid);
    let row = |gift: &Gift| {
        let thing =
            gift.item.and_then(|id| items.iter().find(|one| one.id == id)).map_or_else(|| p.t("aid-account-gifts"), |one| format!("{} × {} {}", one.name, gift.quantity, one.unit));
        let fund = all.iter().find(|fund| fund.id == gift.fund).map(|fund| fund.name.clone()).unwrap_or_default();
        vec![linked(gift.day, format!("/aid/ledger/{}", gift.entry)), cell(thing), cell(gift.amount), cell(fund), cell(&gift.about)]
    };
    let rows: Vec<_> = gifts::gifts(cx.tx, &see)?.iter().filter(|gift| gift.donor == Some(id)).map(row).collect();
    let links = if manages && !rows.is_empty() { papers(&p, "aid-thanks", &format!("/aid/donors/{id}/thanks")) } else { Vec::new() };
    let section = Section {
        title: p.t("aid-gifts"),
        columns: columns(&p, &["aid-day", "aid-gift-what", "aid-amount", "aid-fund", "aid-about"]),
        rows,
        empty: p.t("aid-gifts-none"),
        ..Section::default()
    };
    let mut facts =
        vec![(p.t("aid-kind"), p.t(&format!("aid-donor-{}", donor.kind))), (p.t("aid-donor-named"), p.t(if donor.named { "aid-donor-named-yes" } else { "aid-donor-named-no" }))];
    if manages && !donor.contact.is_empty() {
        facts.push((p.t("aid-contact"), donor.contact.clone()));
    }
    cx.saw("SeeAid", Subject::School, SHOWN);
    cx.render(&Sheet { crumbs: crumbs(&p, &[("/aid/donors", p.t("aid-donors"))]), lead: String::new(), links, facts, sections: vec![section], p })
}

/// Links to a letter in its formats.
pub(super) fn papers(p: &Page, key: &str, path: &str) -> Vec<Link> {
    export::papers().into_iter().map(|format| Link { href: format!("{path}/{format}"), text: format!("{} {format}", p.t(key)), icon: "print" }).collect()
}

pub(super) fn thanks(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (id, format, lang): (RowId, String, _) = (cx.path("donor")?, cx.path("file")?, cx.lang());
    let file = export::thanks(cx.tx, &permit, id, &format, lang)?;
    did(cx, format!("thanks {id}"));
    Ok(Reply::file(file.0, file.1, file.2))
}

pub(super) fn register(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::SeeAid>(Subject::School)?;
    let (which, format, lang): (String, String, _) = (cx.path("what")?, cx.path("file")?, cx.lang());
    let file = export::register(cx.tx, &permit, &which, &format, lang)?;
    cx.did("SeeAid", Subject::School, SHOWN, format!("register {which}"));
    Ok(Reply::file(file.0, file.1, file.2))
}

fn donor_choices(cx: &mut Cx<'_, '_>, p: &Page) -> Result<Vec<(String, String)>> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let all = gifts::donors(cx.tx, &permit)?;
    Ok(std::iter::once((String::new(), p.t("aid-donor-nameless"))).chain(all.into_iter().map(|one| (one.id.to_string(), one.name))).collect())
}

fn chosen(cx: &Cx<'_, '_>, name: &'static str) -> Result<Option<RowId>> {
    let text = cx.field(name);
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Error::at(name, "aid-choose")) }
}

/// The form of a gift in money.
pub(super) fn money_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let fund = of_path(cx)?;
    let (p, today) = (cx.page("aid-gift-money"), cx.tx.today());
    let donors = donor_choices(cx, &p)?;
    let fields = vec![
        hidden("id", made(cx)),
        field("donor", "aid-donor", Kind::Select(donors)).hint("aid-donor-hint").optional(),
        field("amount", "aid-amount", Kind::Amount).hint("aid-amount-hint"),
        field("account", "aid-account", Kind::Select(accounts(&p, fund.held))),
        field("day", "aid-day", Kind::Day).value(today),
        field("about", "aid-about", Kind::Text).hint("aid-about-hint").optional(),
    ];
    let (href, action) = (format!("/aid/funds/{}", fund.id), format!("/aid/funds/{}/gift", fund.id));
    cx.render(&Ask { crumbs: crumbs(&p, &[(&href, fund.name)]), lead: p.t("aid-gift-lead"), action, fields, submit: p.t("aid-book"), files: false, p })
}

fn gift(cx: &mut Cx<'_, '_>) -> Result<Gift> {
    let fund: RowId = cx.path("fund")?;
    let (donor, amount, day) = (chosen(cx, "donor")?, amount(cx, "amount")?, day(cx, "day")?);
    Ok(Gift { id: made(cx), fund, donor, drive: None, second: None, day, item: None, quantity: 0, amount, about: cx.field("about").to_owned(), entry: 0 })
}

pub(super) fn money(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (new, account) = (gift(cx)?, account(cx)?);
    let entry = gifts::give_money(cx.tx, &permit, &new, account)?;
    did(cx, format!("entry {entry}"));
    Ok(Reply::done(format!("/aid/funds/{}", new.fund), "aid-booked"))
}

fn item_choices(cx: &mut Cx<'_, '_>) -> Result<Vec<(String, String)>> {
    Ok(funds::items(cx.tx)?.into_iter().map(|item| (item.id.to_string(), format!("{}（{}）", item.name, item.unit))).collect())
}

/// The form of a gift in goods.
pub(super) fn goods_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let fund = of_path(cx)?;
    let (p, today) = (cx.page("aid-gift-goods"), cx.tx.today());
    let (donors, items) = (donor_choices(cx, &p)?, item_choices(cx)?);
    let fields = vec![
        hidden("id", made(cx)),
        field("donor", "aid-donor", Kind::Select(donors)).hint("aid-donor-hint").optional(),
        field("item", "aid-item", Kind::Select(items)).hint("aid-item-hint"),
        field("quantity", "aid-quantity", Kind::Number),
        field("amount", "aid-worth", Kind::Amount).hint("aid-worth-hint"),
        field("day", "aid-day", Kind::Day).value(today),
        field("about", "aid-about", Kind::Text).hint("aid-about-hint").optional(),
    ];
    let (href, action) = (format!("/aid/funds/{}", fund.id), format!("/aid/funds/{}/goods", fund.id));
    cx.render(&Ask { crumbs: crumbs(&p, &[(&href, fund.name)]), lead: String::new(), action, fields, submit: p.t("aid-book"), files: false, p })
}

pub(super) fn goods(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let new = Gift { item: chosen(cx, "item")?, quantity: quantity(cx, "quantity")?, ..gift(cx)? };
    let entry = gifts::give_goods(cx.tx, &permit, &new)?;
    did(cx, format!("entry {entry}"));
    Ok(Reply::done(format!("/aid/funds/{}", new.fund), "aid-booked"))
}

/// Collections of classes: sums alone.
pub(super) fn drives(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let see = cx.permit::<acts::SeeAid>(Subject::School)?;
    let p = cx.page("aid-drives");
    let manages = cx.who.may_somewhere(Action::ManageAid);
    let (all, given, known) = (gifts::drives(cx.tx, &see)?, gifts::gifts(cx.tx, &see)?, people::Names::load(cx.tx)?);
    let mut sections = Vec::new();
    for drive in all {
        let class = time::class(cx.tx, drive.class)?.name;
        let boxes = given.iter().filter(|gift| gift.drive == Some(drive.id));
        let rows: Vec<_> = boxes
            .map(|gift| vec![linked(gift.day, format!("/aid/ledger/{}", gift.entry)), cell(gift.amount), cell(gift.second.map(|id| known.of(&id.to_string())).unwrap_or_default())])
            .collect();
        let mut links = Vec::new();
        if manages {
            links.push(link(&p, "plus", "aid-drive-count", format!("/aid/drives/{}/count", drive.id)));
            links.extend(papers(&p, "aid-drive-letter", &format!("/aid/drives/{}/letter", drive.id)));
        }
        sections.push(Section {
            title: format!("{class} · {}", drive.name),
            hint: format!("{} — {} · {}", drive.day, drive.until, drive.words),
            columns: columns(&p, &["aid-day", "aid-amount", "aid-drive-second"]),
            rows,
            empty: p.t("aid-drive-empty"),
            links,
            ..Section::default()
        });
    }
    let links = if manages { vec![link(&p, "plus", "aid-drive-new", "/aid/drives/new")] } else { Vec::new() };
    cx.saw("SeeAid", Subject::School, SHOWN);
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: p.t("aid-drives-lead"), links, facts: Vec::new(), sections, p })
}

pub(super) fn drive_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (p, today) = (cx.page("aid-drive-new"), cx.tx.today());
    let term = super::term(cx)?;
    let classes = time::classes(cx.tx, term.year)?.into_iter().map(|class| (class.id.to_string(), class.name)).collect();
    let all = funds::all(cx.tx)?.into_iter().filter(|fund| !fund.held.accounts().is_empty()).map(|fund| (fund.id.to_string(), fund.name)).collect();
    let fields = vec![
        hidden("id", made(cx)),
        field("class", "aid-class", Kind::Select(classes)),
        field("fund", "aid-fund", Kind::Select(all)),
        field("name", "aid-name", Kind::Text),
        field("words", "aid-drive-words", Kind::Long).hint("aid-drive-words-hint").value(p.t("aid-drive-words-usual")),
        field("day", "aid-from", Kind::Day).value(today),
        field("until", "aid-until", Kind::Day).value(today.plus_days(7)),
    ];
    cx.render(&Ask {
        crumbs: crumbs(&p, &[("/aid/drives", p.t("aid-drives"))]),
        lead: p.t("aid-drives-lead"),
        action: "/aid/drives/new".into(),
        fields,
        submit: p.t("web-save"),
        files: false,
        p,
    })
}

pub(super) fn announce(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (fund, class) = (chosen(cx, "fund")?.ok_or_else(|| Error::at("fund", "aid-choose"))?, cx.field("class").parse().map_err(|_| Error::at("class", "aid-choose"))?);
    let (name, words) = (cx.field("name").to_owned(), cx.field("words").to_owned());
    let new = Drive { id: made(cx), fund, class, name, words, day: day(cx, "day")?, until: day(cx, "until")? };
    gifts::announce(cx.tx, &permit, &new)?;
    did(cx, format!("drive {}", new.id));
    Ok(Reply::done("/aid/drives", "aid-kept"))
}

fn drive_of(cx: &mut Cx<'_, '_>) -> Result<Drive> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let id: RowId = cx.path("drive")?;
    gifts::drives(cx.tx, &permit)?.into_iter().find(|drive| drive.id == id).ok_or(Error::NotFound)
}

pub(super) fn count_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let drive = drive_of(cx)?;
    let fund = funds::fund(cx.tx, drive.fund)?;
    let (p, today, own) = (cx.page("aid-drive-count"), cx.tx.today(), cx.who.staff());
    let staff = people::staff_list(cx.tx)?.into_iter().filter(|one| one.id != own && one.is_here(today)).map(|one| (one.id.to_string(), one.name)).collect();
    let fields = vec![
        hidden("id", made(cx)),
        field("amount", "aid-amount", Kind::Amount).hint("aid-amount-hint"),
        field("account", "aid-account", Kind::Select(accounts(&p, fund.held))),
        field("second", "aid-drive-second", Kind::Select(staff)).hint("aid-drive-second-hint"),
        field("day", "aid-day", Kind::Day).value(today),
    ];
    let action = format!("/aid/drives/{}/count", drive.id);
    cx.render(&Ask { crumbs: crumbs(&p, &[("/aid/drives", p.t("aid-drives"))]), lead: p.t("aid-drive-count-lead"), action, fields, submit: p.t("aid-book"), files: false, p })
}

pub(super) fn count(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let drive = drive_of(cx)?;
    let (amount, day, account, second) = (amount(cx, "amount")?, day(cx, "day")?, account(cx)?, cx.field("second").parse().ok());
    let new = Gift { id: made(cx), fund: drive.fund, donor: None, drive: Some(drive.id), second, day, item: None, quantity: 0, amount, about: String::new(), entry: 0 };
    let entry = gifts::count_box(cx.tx, &permit, &new, account)?;
    did(cx, format!("entry {entry}"));
    Ok(Reply::done("/aid/drives", "aid-booked"))
}

pub(super) fn drive_letter(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (id, format, lang): (RowId, String, _) = (cx.path("drive")?, cx.path("file")?, cx.lang());
    let file = export::drive_letter(cx.tx, &permit, id, &format, lang)?;
    did(cx, format!("drive letter {id}"));
    Ok(Reply::file(file.0, file.1, file.2))
}
