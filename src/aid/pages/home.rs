//! `/aid`: the funds with what they hold, and where to go on.

use super::columns;
use super::{SHOWN, crumbs};
use crate::access::{Action, Level, Subject, acts};
use crate::aid::state::State;
use crate::aid::{funds, requests};
use crate::base::Result;
use crate::web::sheet::{Link, Section, Sheet, cell, link, linked};
use crate::web::{Cx, Reply};

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("aid-title");
    let (manages, approves) = (cx.who.may_somewhere(Action::ManageAid), cx.who.may_somewhere(Action::ApproveAid));
    let mut rows = Vec::new();
    for fund in funds::all(cx.tx)? {
        let held = funds::holdings(cx.tx, fund.id)?;
        rows.push(vec![
            linked(&fund.name, format!("/aid/funds/{}", fund.id)),
            cell(p.t(&format!("aid-fundkind-{}", fund.kind.code()))),
            cell(held.money),
            cell(held.promised),
            cell(fund.free()),
            cell(held.goods),
        ]);
    }
    let mut fund_links = Vec::new();
    if manages {
        fund_links.push(link(&p, "plus", "aid-fund-new", "/aid/funds/new"));
    }
    if approves {
        fund_links.push(link(&p, "arrow", "aid-move", "/aid/move"));
    }
    let funds = Section {
        title: p.t("aid-funds"),
        hint: p.t("aid-funds-hint"),
        columns: columns(&p, &["aid-fund", "aid-kind", "aid-money", "aid-promised", "aid-free", "aid-goods"]),
        rows,
        empty: p.t("aid-funds-none"),
        links: fund_links,
        ..Section::default()
    };
    let mut links: Vec<Link> = [
        ("edit", "aid-requests", "/aid/requests"),
        ("goal", "aid-schemes", "/aid/schemes"),
        ("star", "aid-donors", "/aid/donors"),
        ("family", "aid-drives", "/aid/drives"),
        ("book", "aid-items", "/aid/items"),
        ("lock", "aid-ledger", "/aid/ledger"),
    ]
    .into_iter()
    .map(|(icon, key, href)| link(&p, icon, key, href))
    .collect();
    let see = cx.permit::<acts::SeeAid>(Subject::School)?;
    if cx.who.may_somewhere(Action::SeeHardship) {
        links.insert(0, link(&p, "check", "hardship-title", "/hardship"));
    }
    if see.levels().has(Level::Economic) {
        links.insert(1, link(&p, "pupils", "aid-children", "/aid/children"));
    }
    if manages {
        links.push(link(&p, "family", "aid-devices", "/aid/devices"));
        links.push(link(&p, "sprout", "aid-posts", "/aid/posts"));
    }
    let term = super::term(cx)?;
    let waits = requests::of_term(cx.tx, &see, term.id)?.into_iter().filter(|one| one.state == State::Asked).collect::<Vec<_>>();
    let waiting = Section {
        title: p.t("aid-waiting"),
        columns: columns(&p, &["aid-request", "aid-count", "aid-amount"]),
        rows: waits.iter().map(|one| vec![linked(&one.title, format!("/aid/requests/{}", one.id)), cell(one.size.0), super::requests::sum(one)]).collect(),
        empty: p.t("aid-waiting-none"),
        ..Section::default()
    };
    let page = Sheet { crumbs: crumbs(&p, &[]).into_iter().take(0).collect(), lead: p.t("aid-lead"), links, facts: Vec::new(), sections: vec![waiting, funds], p };
    cx.saw("SeeAid", Subject::School, SHOWN);
    cx.render(&page)
}
