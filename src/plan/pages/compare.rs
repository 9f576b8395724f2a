//! `/pupils/{id}/plan/versions`: two versions of a plan side by side.

use askama::Template;

use super::{SHOWN, child};
use crate::access::Subject;
use crate::base::{Error, Msg, Result};
use crate::plan::compare::{Change, compare};
use crate::plan::item::Item;
use crate::plan::{self, Version, wording};
use crate::roster::particulars::Particulars;
use crate::web::{Cx, Page, Reply};

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Query {
    before: String,
    after: String,
}

#[derive(Template)]
#[template(path = "plan/pages/compare.html")]
struct ComparePage {
    p: Page,
    c: Particulars,
    before: String,
    after: String,
    numbers: Vec<(String, String)>,
    before_number: String,
    after_number: String,
    lines: Vec<LineView>,
    same: usize,
}

struct LineView {
    code: &'static str,
    change: String,
    kind: String,
    before: String,
    after: String,
}

fn find<'a>(all: &'a [Version], text: &str, usual: usize) -> Result<&'a Version> {
    match text {
        "" => all.get(usual).or_else(|| all.last()).ok_or(Error::NotFound),
        number => all.iter().find(|version| version.number.to_string() == number).ok_or(Error::NotFound),
    }
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let child = child(cx)?;
    let (id, see) = (child.c.id, &child.see);
    let query: Query = cx.query()?;
    let all = plan::versions(cx.tx, see)?;
    let (before, after) = (find(&all, &query.before, 1)?, find(&all, &query.after, 0)?);
    let p = cx.page_of(&Msg::new("plan-compare-of").with("name", &child.c.name));
    let lang = p.lang;
    let (old, new, hands) = (plan::items(cx.tx, see, before.id)?, plan::items(cx.tx, see, after.id)?, plan::hands(cx.tx, see)?);
    let said = |item: Option<&Item>| item.map(|item| wording::line(lang, item, &hands)).unwrap_or_default();
    let all_lines = compare(&old, &new);
    let same = all_lines.iter().filter(|line| line.change == Change::Same).count();
    let view = |line: &plan::compare::Line<'_>| LineView {
        code: line.change.code(),
        change: wording::coded(lang, "plan-change-", line.change.code()),
        kind: line.after.or(line.before).map(|item| wording::coded(lang, "plan-kind-", item.kind.code())).unwrap_or_default(),
        before: said(line.before),
        after: said(line.after),
    };
    let title =
        |version: &Version| format!("{} · {}", Msg::new("plan-version").with("number", version.number).text(lang), wording::coded(lang, "plan-state-", version.standing.code()));
    let page = ComparePage {
        lines: all_lines.iter().map(view).collect(),
        same,
        numbers: all.iter().map(|version| (version.number.to_string(), title(version))).collect(),
        before_number: before.number.to_string(),
        after_number: after.number.to_string(),
        before: title(before),
        after: title(after),
        c: child.c.clone(),
        p,
    };
    cx.saw("SeePlan", Subject::Pupil(id), see.levels().within(SHOWN));
    cx.render(&page)
}
