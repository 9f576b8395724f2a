//! The chain of what was looked at and changed: by person or child, newest first, and whether it is whole. Acts stand there as codes and children as
//! ids; the page says both in words, the names of children only to who may see them.

use std::collections::HashMap;

use askama::Template;

use super::pupils::class_and_seat;
use super::staff::people_options;
use crate::access::audit::{self, Row};
use crate::access::{Action, Levels, Subject, acts};
use crate::base::{Lang, Msg, PupilId, Result, limits};
use crate::roster::people::{self, Staff};
use crate::roster::pupils::{self, PupilLine};
use crate::store::Tx;
use crate::web::{Cx, Page, Policy, Reply, Routes};

pub(super) fn routes() -> Routes {
    Routes::new().get("/settings/audit", Policy::May(Action::ReadAudit), show)
}

struct Line {
    seq: i64,
    at: String,
    actor: String,
    act: String,
    /// The act as the chain has it.
    code: String,
    subject: String,
    /// Whom it concerns; the id where there is no name to show.
    name: String,
    levels: String,
    note: String,
}

/// A child who fits what was typed.
struct Hit {
    href: String,
    name: String,
    seat: String,
}

#[derive(Template)]
#[template(path = "roster/pages/audit.html")]
struct AuditPage {
    p: Page,
    people: Vec<(String, String)>,
    actor: String,
    child: String,
    /// The name of the child whose rows are shown.
    of: String,
    hits: Vec<Hit>,
    /// Something was typed that fits nobody.
    nobody: bool,
    lines: Vec<Line>,
    older: String,
    verdict: Option<(bool, String, String)>,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Filter {
    actor: String,
    /// A name, as typed.
    child: String,
    /// An id.
    subject: String,
    before: Option<i64>,
    verify: String,
}

impl Filter {
    fn href(&self, subject: &str, before: Option<i64>) -> String {
        let before = before.map(|seq| seq.to_string());
        let pairs = [("actor", Some(self.actor.as_str())), ("subject", Some(subject)), ("before", before.as_deref())];
        let pairs: Vec<(&str, &str)> = pairs.into_iter().filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?))).collect();
        format!("/settings/audit?{}", serde_html_form::to_string(pairs).unwrap_or_default())
    }
}

fn line(lang: Lang, row: Row, staff: &[Staff], names: &HashMap<String, String>) -> Line {
    let actor = staff.iter().find(|person| person.id.to_string() == row.entry.actor).map_or(row.entry.actor, |person| person.name.clone());
    Line {
        seq: row.seq,
        at: row.at.to_string(),
        actor,
        act: audit::act_word(lang, &row.entry.act),
        code: row.entry.act,
        name: names.get(&row.entry.subject).unwrap_or(&row.entry.subject).clone(),
        subject: row.entry.subject,
        levels: audit::level_words(lang, &row.entry.levels),
        note: row.entry.note,
    }
}

/// The names of the children among the subjects, as far as the reader may see them.
fn names_of(cx: &mut Cx<'_, '_>, rows: &[Row], of: Option<&str>) -> Result<HashMap<String, String>> {
    let mut ids: Vec<PupilId> = rows.iter().map(|row| row.entry.subject.as_str()).chain(of).filter_map(|id| id.parse().ok()).collect();
    ids.sort();
    ids.dedup();
    Ok(pupils::named(cx.tx, cx.who, &ids)?.into_iter().map(|line| (line.id.to_string(), line.name)).collect())
}

/// Whether the chain is whole, in words, with its head.
fn verified(tx: &mut Tx<'_>, lang: Lang) -> Result<(bool, String, String)> {
    let verdict = audit::verify(tx)?;
    let text = match verdict.broken_at {
        None => Msg::new("roster-audit-whole").with("rows", verdict.rows),
        Some(at) => Msg::new("roster-audit-broken").with("row", at).with("rows", verdict.rows),
    };
    Ok((verdict.broken_at.is_none(), text.text(lang), verdict.head))
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ReadAudit>(Subject::School)?;
    let mut filter: Filter = cx.query()?;
    let lang = cx.lang();
    let typed = filter.child.trim().to_owned();
    let mut hits = Vec::new();
    if typed.parse::<PupilId>().is_ok() {
        filter.subject.clone_from(&typed);
    } else if !typed.is_empty() {
        hits = pupils::find(cx.tx, cx.who, &typed, limits::ROWS_PER_PAGE)?;
    }
    let nobody = hits.is_empty() && !typed.is_empty() && filter.subject.is_empty();
    if let [only] = hits.as_slice() {
        filter.subject = only.id.to_string();
        hits.clear();
    }
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (actor, subject) = (given(&filter.actor), given(&filter.subject));
    let rows = if nobody || !hits.is_empty() { Vec::new() } else { audit::page(cx.tx, actor.as_deref(), subject.as_deref(), filter.before, limits::ROWS_PER_PAGE)? };
    let more = rows.last().filter(|row| row.seq > 1 && i64::try_from(rows.len()).unwrap_or_default() == limits::ROWS_PER_PAGE).map(|row| row.seq);
    let names = names_of(cx, &rows, subject.as_deref())?;
    let staff = people::staff_list(cx.tx)?;
    let hit = |line: PupilLine| Hit { href: filter.href(&line.id.to_string(), None), seat: class_and_seat(lang, &line.class_name, line.seat_no), name: line.name };
    let view = AuditPage {
        p: cx.page("roster-audit-title"),
        people: people_options(cx.tx, lang, "roster-audit-anybody", None)?,
        of: subject.map(|id| names.get(&id).cloned().unwrap_or(id)).unwrap_or_default(),
        hits: hits.into_iter().map(hit).collect(),
        nobody,
        lines: rows.into_iter().map(|row| line(lang, row, &staff, &names)).collect(),
        older: more.map(|seq| filter.href(&filter.subject, Some(seq))).unwrap_or_default(),
        verdict: if filter.verify == "1" { Some(verified(cx.tx, lang)?) } else { None },
        actor: filter.actor,
        child: typed,
    };
    cx.saw("ReadAudit", Subject::School, Levels::NONE);
    cx.render(&view)
}
