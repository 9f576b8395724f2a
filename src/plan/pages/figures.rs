//! `/pupils/{id}/plan/figures`: where the child stands, goal by goal, typed in one go.

use askama::Template;

use super::{SHOWN, child, may_write, old};
use crate::access::{Subject, acts};
use crate::base::{Error, Msg, PupilId, Result, RowId};
use crate::plan::edit::{self, Figures};
use crate::plan::item::{Item, Kind};
use crate::plan::{self, goal, wording};
use crate::roster::particulars::Particulars;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "plan/pages/figures.html")]
struct FiguresPage {
    p: Page,
    c: Particulars,
    rows: Vec<RowView>,
}

struct RowView {
    key: RowId,
    rev: i64,
    text: String,
    how: String,
    unit: String,
    far: bool,
    goes_on: bool,
    baseline_field: String,
    target_field: String,
    due_field: String,
    baseline: String,
    target: String,
    due: String,
}

/// The goals that lack a figure and that the person may change, near and far of the same together.
fn open(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<Vec<Item>> {
    let see = cx.permit::<acts::SeeCaseFile>(id)?;
    let (write, today) = (may_write(cx, id)?, cx.tx.today());
    let Some(newest) = plan::versions(cx.tx, &see)?.into_iter().next() else { return Ok(Vec::new()) };
    let mut items = plan::items(cx.tx, &see, newest.id)?;
    items.retain(|item| item.kind == Kind::Goal && !item.removed && !goal::is_measurable(&item.body, today) && write.as_ref().is_some_and(|write| edit::may_change(write, item)));
    Ok(items)
}

fn alike(a: &Item, b: &Item) -> bool {
    a.body.text == b.body.text && a.subject == b.subject
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let child = child(cx)?;
    let id = child.c.id;
    let p = cx.page_of(&Msg::new("plan-figures-of").with("name", &child.c.name));
    let lang = p.lang;
    let items = open(cx, id)?;
    let row = |(at, item): (usize, &Item)| {
        let field = |name: &str| format!("{name}-{}", item.key);
        let due = item.body.due.map(|day| day.to_string()).unwrap_or_default();
        RowView {
            baseline: old(&p, &field("baseline"), &item.body.baseline),
            target: old(&p, &field("target"), &item.body.target),
            due: old(&p, &field("due"), &due),
            baseline_field: field("baseline"),
            target_field: field("target"),
            due_field: field("due"),
            text: item.body.text.clone(),
            how: item.body.how.clone(),
            unit: wording::coded(lang, "plan-unit-", &item.body.unit),
            far: item.body.horizon == "far",
            goes_on: at.checked_sub(1).and_then(|before| items.get(before)).is_some_and(|before| alike(before, item)),
            key: item.key,
            rev: item.rev,
        }
    };
    let page = FiguresPage { rows: items.iter().enumerate().map(row).collect(), c: child.c.clone(), p };
    cx.saw("SeePlan", Subject::Pupil(id), child.see.levels().within(SHOWN));
    cx.render(&page)
}

/// Keeps the figures; where the child stands is typed once for the near and the far goal.
pub(super) fn fill(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::WritePlan>(id)?;
    let (items, mut all, mut before) = (open(cx, id)?, Vec::<Figures>::new(), None::<(usize, String)>);
    for (at, item) in items.iter().enumerate() {
        let text = |name: &str| cx.field(&format!("{name}-{}", item.key)).to_owned();
        let mut baseline = text("baseline");
        if let Some((last, typed)) = before.as_ref().filter(|_| baseline.is_empty())
            && alike(&items[*last], item)
        {
            baseline.clone_from(typed);
        }
        let due = match text("due").as_str() {
            "" => None,
            day => Some(day.parse().map_err(|_| Error::at(format!("due-{}", item.key), "casefile-day-odd"))?),
        };
        before = Some((at, baseline.clone()));
        all.push(Figures { key: item.key, rev: text("rev").parse().unwrap_or_default(), baseline, target: text("target"), due });
    }
    let count = edit::fill(cx.tx, &permit, &all)?;
    cx.did("WritePlan", permit.subject(), permit.levels().within(SHOWN), format!("figures {count}"));
    Ok(Reply::done(format!("/pupils/{id}/plan#goals"), Msg::new("plan-figures-kept").with("count", count)))
}
