//! `/pupils/{id}/plan/selves`: the five selves, rated by the child with pictures (A6-01).

use askama::Template;

use super::{SHOWN, child, may_write};
use crate::access::acts;
use crate::base::{Msg, PupilId, Result, SchoolDate};
use crate::plan::selves::{self, STEPS};
use crate::plan::wording;
use crate::web::{Choice, Cx, Page, Reply};

#[derive(Template)]
#[template(path = "plan/pages/selves.html")]
struct SelvesPage {
    p: Page,
    id: PupilId,
    name: String,
    days: Vec<SchoolDate>,
    rows: Vec<SelfView>,
    write: bool,
}

struct SelfView {
    code: String,
    name: String,
    /// Of each time its step and the step's word.
    said: Vec<(String, String)>,
    /// How it moved since the time before; empty where that is not known.
    change: String,
    choices: Vec<Choice>,
}

/// `GET /pupils/{id}/plan/selves`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let one = child(cx)?;
    let all = selves::said(cx.tx, &one.see)?;
    let may = may_write(cx, one.c.id)?;
    let p = cx.page_of(&Msg::new("plan-selves-of").with("name", &one.c.name));
    let row = |(at, code): (usize, &&'static str)| {
        let of = |said: &selves::Said| said.steps[at].clone();
        let word = |step: &str| if step.is_empty() { String::new() } else { wording::coded(p.lang, "plan-step-", step) };
        let change = all.iter().rev().take(2).map(of).collect::<Vec<_>>();
        let change = match change.as_slice() {
            [now, before] => selves::change(before, now).map(|code| wording::coded(p.lang, "plan-self-", code)).unwrap_or_default(),
            _ => String::new(),
        };
        let field = format!("self-{code}");
        let typed = p.old(&field);
        SelfView {
            name: wording::coded(p.lang, "plan-habit-", code),
            said: all.iter().map(|said| (of(said), word(&of(said)))).collect(),
            change,
            choices: STEPS.iter().map(|step| Choice::new(step, word(step), typed == *step)).collect(),
            code: (*code).to_owned(),
        }
    };
    let rows = selves::selves().iter().enumerate().map(row).collect();
    cx.saw("SeePlans", one.see.subject(), one.see.levels().within(SHOWN));
    let page = SelvesPage { id: one.c.id, name: one.c.name, days: all.iter().map(|said| said.day).collect(), rows, write: one.live && may.is_some(), p };
    cx.render(&page)
}

/// `POST /pupils/{id}/plan/selves`
pub(super) fn say(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::WritePlan>(id)?;
    let said = selves::selves().iter().map(|code| ((*code).to_owned(), cx.field(&format!("self-{code}")).to_owned())).filter(|(_, step)| !step.is_empty()).collect::<Vec<_>>();
    selves::say(cx.tx, &permit, &said)?;
    cx.did("WritePlan", permit.subject(), permit.levels().within(SHOWN), "selves");
    Ok(Reply::done(format!("/pupils/{id}/plan/selves"), "plan-selves-kept"))
}
