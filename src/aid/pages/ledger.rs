//! The ledger: every entry with its postings, a reversal with its reason, the closing of the books.

use super::columns;
use super::{SHOWN, crumbs, day, made};
use crate::access::{Action, Levels, Subject, acts};
use crate::aid::account::Account;
use crate::aid::entry::Entry;
use crate::aid::verify;
use crate::aid::{funds, ledger};
use crate::base::{Fen, Lang, Msg, Result, words};
use crate::roster::people::Names;
use crate::web::sheet::{Ask, Button, Kind, Link, Section, Sheet, cell, field, hidden, link, linked};
use crate::web::{Cx, Page, Reply};

/// Entries of a page.
const ROWS: i64 = 50;

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Before {
    before: Option<i64>,
}

/// The words of an account.
pub(super) fn account_word(lang: Lang, account: Account) -> String {
    match account {
        Account::Spent(kind) => words::word(lang, &format!("aid-kind-{}", kind.code())),
        other => words::word(lang, &format!("aid-account-{}", other.code())),
    }
}

fn about(p: &Page, entry: &Entry) -> String {
    let parts = [p.t(&format!("aid-what-{}", entry.what.code())), entry.about.clone(), entry.reason.clone()];
    parts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The newest entries.
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (p, before) = (cx.page("aid-ledger"), cx.query::<Before>()?.before);
    let entries = ledger::newest(cx.tx, before, ROWS)?;
    let row = |entry: &Entry| {
        let turned: Fen = entry.postings.iter().filter(|one| one.fen > 0).map(|one| Fen(one.fen)).sum();
        vec![linked(format!("№{}", entry.number), format!("/aid/ledger/{}", entry.number)), cell(entry.day), cell(about(&p, entry)), cell(turned)]
    };
    let older = entries.last().filter(|last| last.number > 1).map(|last| link(&p, "arrow", "aid-older", format!("/aid/ledger?before={}", last.number)));
    let see = cx.permit::<acts::SeeAid>(Subject::School)?;
    let verdict = verify::verify(cx.tx, &see)?;
    let closed = ledger::closed_through(cx.tx)?.map_or_else(|| p.t("aid-closed-never"), |day| day.to_string());
    let state = if verdict.faults.is_empty() { p.t("aid-verified") } else { p.tv("aid-verify-faults", "count", verdict.faults.len()) };
    let facts = vec![(p.t("aid-ledger-state"), state), (p.t("aid-closed-through"), closed), (p.t("aid-ledger-head"), verdict.head.chars().take(16).collect())];
    let section = Section {
        title: p.t("aid-entries"),
        columns: columns(&p, &["aid-number", "aid-day", "aid-about", "aid-turned"]),
        rows: entries.iter().map(row).collect(),
        empty: p.t("aid-entries-none"),
        links: older.into_iter().collect(),
        ..Section::default()
    };
    let links: Vec<Link> = if cx.who.may_somewhere(Action::ApproveAid) { vec![link(&p, "lock", "aid-closing", "/aid/closing")] } else { Vec::new() };
    cx.saw("SeeAid", Subject::School, SHOWN);
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: p.t("aid-ledger-lead"), links, facts, sections: vec![section], p })
}

/// An entry with its postings.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let number: i64 = cx.path("number")?;
    let (entry, by) = ledger::entry(cx.tx, number)?;
    let p = cx.page_of(&Msg::new("aid-entry-of").with("number", number));
    let (names, people) = (funds::all(cx.tx)?, Names::load(cx.tx)?);
    let items = funds::items(cx.tx)?;
    let row = |one: &crate::aid::rules::Posting| {
        let item = one.item.and_then(|id| items.iter().find(|item| item.id == id));
        let account = item.map_or_else(|| account_word(p.lang, one.account), |item| format!("{} {} {}", item.name, one.quantity, item.unit));
        let fund = names.iter().find(|fund| fund.id == one.fund).map_or(String::new(), |fund| fund.name.clone());
        let (debit, credit) = if one.fen > 0 { (Fen(one.fen).to_string(), String::new()) } else { (String::new(), Fen(-one.fen).to_string()) };
        vec![cell(account), cell(fund), cell(debit), cell(credit)]
    };
    let mut facts = vec![(p.t("aid-day"), entry.day.to_string()), (p.t("aid-about"), about(&p, &entry)), (p.t("aid-by"), people.of(&entry.actor))];
    if let Some(first) = entry.reverses {
        facts.push((p.t("aid-reverses"), format!("№{first}")));
    }
    if let Some(by) = by {
        facts.push((p.t("aid-reversed-by"), format!("№{by}")));
    }
    let reversible = by.is_none() && entry.reverses.is_none() && entry.what.stands_alone() && cx.who.may_somewhere(Action::ManageAid);
    let links = if reversible { vec![link(&p, "undo", "aid-reversal", format!("/aid/ledger/{number}/reversal"))] } else { Vec::new() };
    let section = Section {
        title: p.t("aid-postings"),
        hint: p.t("aid-postings-hint"),
        columns: columns(&p, &["aid-account", "aid-fund", "aid-debit", "aid-credit"]),
        rows: entry.postings.iter().map(row).collect(),
        buttons: Vec::<Button>::new(),
        ..Section::default()
    };
    cx.saw("SeeAid", Subject::School, SHOWN);
    cx.render(&Sheet { crumbs: crumbs(&p, &[("/aid/ledger", p.t("aid-ledger"))]), lead: String::new(), links, facts, sections: vec![section], p })
}

/// The form of a reversal.
pub(super) fn reversal_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let number: i64 = cx.path("number")?;
    ledger::entry(cx.tx, number)?;
    let p = cx.page_of(&Msg::new("aid-reversal-of").with("number", number));
    let fields = vec![hidden("id", made(cx)), field("reason", "aid-reason", Kind::Long).hint("aid-reversal-hint")];
    let way = crumbs(&p, &[("/aid/ledger", p.t("aid-ledger"))]);
    cx.render(&Ask { crumbs: way, lead: p.t("aid-reversal-lead"), action: format!("/aid/ledger/{number}/reversal"), fields, submit: p.t("aid-reversal"), files: false, p })
}

/// Reverses an entry that stands alone.
pub(super) fn reverse(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let number: i64 = cx.path("number")?;
    let (entry, _) = ledger::entry(cx.tx, number)?;
    if !entry.what.stands_alone() && entry.reverses.is_none() {
        return Err(crate::base::Error::Conflict("aid-reversal-elsewhere".into()));
    }
    let (id, reason) = (made(cx), cx.field("reason").to_owned());
    let by = ledger::reverse(cx.tx, &permit, id, number, &reason)?;
    cx.did("ManageAid", Subject::School, Levels::NONE, format!("entry {by} reverses {number}"));
    Ok(Reply::done(format!("/aid/ledger/{by}"), "aid-booked"))
}

/// The form that closes the books.
pub(super) fn closing_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (p, today) = (cx.page("aid-closing"), cx.tx.today());
    let fields = vec![field("through", "aid-close-through", Kind::Day).value(today.plus_days(-i64::from(today.day())))];
    let way = crumbs(&p, &[("/aid/ledger", p.t("aid-ledger"))]);
    cx.render(&Ask { crumbs: way, lead: p.t("aid-closing-lead"), action: "/aid/closing".into(), fields, submit: p.t("aid-closing"), files: false, p })
}

/// Closes them.
pub(super) fn close(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ApproveAid>(Subject::School)?;
    let through = day(cx, "through")?;
    ledger::close(cx.tx, &permit, through)?;
    cx.did("ApproveAid", Subject::School, Levels::NONE, format!("closed through {through}"));
    Ok(Reply::done("/aid/ledger", "aid-kept"))
}
