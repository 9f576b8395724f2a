//! `/dropout/months`: the report of each month as it stands and as it was handed in; which cases the check of the quarter has not seen.

use super::{SHOWN, crumbs};
use crate::access::{Levels, Subject};
use crate::base::{Error, Result, SchoolDate};
use crate::dropout::count::{Counts, month_of};
use crate::dropout::{export, reports};
use crate::roster::people::Names;
use crate::web::sheet::{Button, Cell, Link, Section, Sheet, cell, chip, columns, linked};
use crate::web::{Cx, Reply};

const NAMES: [&str; 10] = [
    "dropout-month",
    "dropout-pupils",
    "dropout-before",
    "dropout-came",
    "dropout-called",
    "dropout-persuaded-times",
    "dropout-returned-count",
    "dropout-settled",
    "dropout-suspected-count",
    "dropout-out",
];

/// The cells of the counts of a month, but for its name.
pub(super) fn cells(counts: &Counts) -> Vec<String> {
    let all = [counts.pupils, counts.before, counts.came, counts.called_in_time, counts.persuaded, counts.returned, counts.settled, counts.suspected, counts.out];
    all.iter().map(ToString::to_string).collect()
}

fn name(month: SchoolDate) -> String {
    format!("{}-{:02}", month.year(), month.month())
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = super::school(cx)?;
    let (today, names, p) = (cx.tx.today(), Names::load(cx.tx)?, cx.page("dropout-months"));
    let this = month_of(today).0;
    let before = month_of(this.plus_days(-1)).0;
    let (known, left) = (reports::handed_in(cx.tx, &permit)?, reports::unchecked(cx.tx)?);
    let mut sections = Vec::new();
    for month in [before, this] {
        let counts = reports::now(cx.tx, &permit, month)?;
        let last = known.iter().find(|one| one.month == month);
        let state = match last {
            Some(one) if one.counts == counts => chip(p.tv("dropout-handed-in", "day", one.at.day()), "good"),
            Some(_) => chip(p.t("dropout-changed-since"), "due"),
            None => chip(p.t("dropout-not-handed-in"), "due"),
        };
        let mut row: Vec<Cell> = vec![cell(name(month))];
        row.extend(cells(&counts).into_iter().map(cell));
        row.push(state);
        let columns = columns(&p, &[&NAMES[..], &["dropout-report-state"]].concat(), &NAMES[1..]);
        let button = Button { action: "/dropout/months".into(), text: p.t("dropout-hand-in"), primary: true, fields: vec![("month", month.to_string())], ..Button::default() };
        let file = |format: &'static str| Link { href: format!("/dropout/months/{month}/{format}"), text: format!("{} {format}", p.t("dropout-report")), icon: "print" };
        sections.push(Section {
            title: p.tv2("dropout-month-of", "year", i64::from(month.year()), "month", i64::from(month.month())),
            columns,
            rows: vec![row],
            links: export::tables().into_iter().map(file).collect(),
            buttons: if last.is_some_and(|one| one.counts == counts) { Vec::new() } else { vec![button] },
            ..Section::default()
        });
    }
    let row =
        |one: &reports::Report| vec![cell(name(one.month)), cell(one.number), cell(one.counts.suspected), cell(one.counts.out), cell(names.of(&one.actor)), cell(one.at.day())];
    sections.push(Section {
        title: p.t("dropout-reports"),
        columns: columns(
            &p,
            &["dropout-month", "dropout-number", "dropout-suspected-count", "dropout-out", "dropout-by", "dropout-since"],
            &["dropout-number", "dropout-suspected-count", "dropout-out"],
        ),
        rows: known.iter().map(row).collect(),
        empty: p.t("dropout-reports-none"),
        ..Section::default()
    });
    sections.push(Section {
        title: p.t("dropout-check"),
        hint: p.t("dropout-check-hint"),
        columns: columns(&p, &["dropout-child", "dropout-class", "dropout-since"], &[]),
        rows: left.iter().map(|one| vec![linked(&one.name, format!("/dropout/cases/{}", one.id)), cell(&one.class_name), cell(one.day)]).collect(),
        empty: p.t("dropout-check-none"),
        ..Section::default()
    });
    cx.saw("Supervise", Subject::School, SHOWN);
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: p.t("dropout-months-lead"), links: Vec::new(), facts: Vec::new(), sections, p })
}

pub(super) fn hand_in(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = super::school(cx)?;
    let month: SchoolDate = cx.field("month").parse().map_err(|_| Error::at("month", "dropout-month-ahead"))?;
    reports::hand_in(cx.tx, &permit, month)?;
    cx.did("Supervise", Subject::School, Levels::NONE, format!("month {month}"));
    Ok(Reply::done("/dropout/months", "dropout-kept"))
}

/// The report of a month as a paper.
pub(super) fn paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, month) = (super::school(cx)?, cx.path::<SchoolDate>("month")?);
    let (format, lang) = (cx.path::<String>("file")?, cx.lang());
    let (name, kind, bytes) = export::report(cx.tx, &permit, month, &format, lang)?;
    cx.saw("Supervise", Subject::School, SHOWN);
    Ok(Reply::file(name, kind, bytes))
}
