//! The chain of what was looked at and changed: by person or child, newest first, and whether it is whole.

use askama::Template;

use super::staff::people_options;
use crate::access::audit::{self, Row};
use crate::access::{Action, Levels, Subject, acts};
use crate::base::{Msg, Result, limits};
use crate::roster::people::{self, Staff};
use crate::web::{Cx, Page, Policy, Reply, Routes};

pub(super) fn routes() -> Routes {
    Routes::new().get("/settings/audit", Policy::May(Action::ReadAudit), show)
}

struct Line {
    seq: i64,
    at: String,
    actor: String,
    act: String,
    subject: String,
    levels: String,
    note: String,
}

#[derive(Template)]
#[template(path = "roster/pages/audit.html")]
struct AuditPage {
    p: Page,
    people: Vec<(String, String)>,
    actor: String,
    subject: String,
    lines: Vec<Line>,
    older: String,
    verdict: Option<(bool, String, String)>,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Filter {
    actor: String,
    subject: String,
    before: Option<i64>,
    verify: String,
}

fn line(row: Row, staff: &[Staff]) -> Line {
    let actor = staff.iter().find(|person| person.id.to_string() == row.entry.actor).map_or(row.entry.actor, |person| person.name.clone());
    Line { seq: row.seq, at: row.at.to_string(), actor, act: row.entry.act, subject: row.entry.subject, levels: row.entry.levels, note: row.entry.note }
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ReadAudit>(Subject::School)?;
    let filter: Filter = cx.query()?;
    let lang = cx.lang();
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (actor, subject) = (given(&filter.actor), given(&filter.subject));
    let rows = audit::page(cx.tx, actor.as_deref(), subject.as_deref(), filter.before, limits::ROWS_PER_PAGE)?;
    let more = rows.last().filter(|row| row.seq > 1 && i64::try_from(rows.len()).unwrap_or_default() == limits::ROWS_PER_PAGE).map(|row| row.seq);
    let older = more.map(|seq| {
        let pairs = [("actor", filter.actor.as_str()), ("subject", &filter.subject), ("before", &seq.to_string())];
        format!("/settings/audit?{}", serde_html_form::to_string(pairs).unwrap_or_default())
    });
    let verdict = if filter.verify == "1" {
        let verdict = audit::verify(cx.tx)?;
        let text = match verdict.broken_at {
            None => Msg::new("roster-audit-whole").with("rows", verdict.rows),
            Some(at) => Msg::new("roster-audit-broken").with("row", at).with("rows", verdict.rows),
        };
        Some((verdict.broken_at.is_none(), text.text(lang), verdict.head))
    } else {
        None
    };
    let staff = people::staff_list(cx.tx)?;
    let view = AuditPage {
        p: cx.page("roster-audit-title"),
        people: people_options(cx.tx, lang, "roster-audit-anybody", None)?,
        actor: filter.actor,
        subject: filter.subject,
        lines: rows.into_iter().map(|row| line(row, &staff)).collect(),
        older: older.unwrap_or_default(),
        verdict,
    };
    cx.saw("ReadAudit", Subject::School, Levels::NONE);
    cx.render(&view)
}
