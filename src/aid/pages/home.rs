//! `/aid`: the funds with what they hold, and where to go on.

use super::view::{Section, Sheet, cell, columns, link, linked};
use super::{SHOWN, crumbs};
use crate::access::{Action, Subject};
use crate::aid::funds;
use crate::base::Result;
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
    let links = vec![link(&p, "book", "aid-items", "/aid/items"), link(&p, "lock", "aid-ledger", "/aid/ledger")];
    let page = Sheet { crumbs: crumbs(&p, &[]).into_iter().take(0).collect(), lead: p.t("aid-lead"), links, facts: Vec::new(), sections: vec![funds], p };
    cx.saw("SeeAid", Subject::School, SHOWN);
    cx.render(&page)
}
