//! `/records/grid`: many children on one page – the own ones, or those of a class. What is the same for all is said once; each has a line of its own.

use askama::Template;
use serde::Deserialize;

use super::SHOWN;
use super::form::{PHRASES, choices, said};
use super::list::own_children;
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::activity::grid::{self, Row};
use crate::activity::rules::Kind;
use crate::activity::{self, Words};
use crate::base::{ClassId, Error, Msg, PupilId, Result, RowId, SchoolDate, words};
use crate::results;
use crate::roster::pupils::{self, Part, Sort, State};
use crate::roster::time;
use crate::web::{Choice, Cx, Page, Reply};

/// Children of a page, at most: a class.
const CHILDREN_MOST: i64 = 80;

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    class: String,
}

/// A child of the page.
struct Line {
    id: PupilId,
    name: String,
    place: String,
    act: String,
    /// Where a problem of it stands.
    at: String,
    ticked: bool,
    kinds: Vec<Choice>,
    phrases: Vec<Choice>,
    text: String,
    open: bool,
}

#[derive(Template)]
#[template(path = "activity/pages/grid.html")]
struct Grid {
    p: Page,
    /// The class asked for; empty for the own children.
    class: String,
    classes: Vec<Choice>,
    lines: Vec<Line>,
    kinds: Vec<Choice>,
    phrases: Vec<Choice>,
    /// Whether something is said of several children.
    same: bool,
    act: String,
    today: SchoolDate,
}

fn tapped(p: &Page, field: &str) -> Vec<Choice> {
    PHRASES.iter().map(|code| Choice::new(code, words::word(p.lang, &format!("activity-phrase-{code}")), p.ticked_with(field, code))).collect()
}

/// The children of the page: those of a class, or the own ones.
fn children(cx: &mut Cx<'_, '_>, class: Option<ClassId>) -> Result<Vec<(PupilId, String, String)>> {
    let Some(class) = class else { return Ok(own_children(cx)?.into_iter().map(|mine| (mine.id, mine.name, mine.place)).collect()) };
    cx.permit::<acts::RecordActivity>(class)?;
    let here = pupils::list(cx.tx, cx.who, &Part::Class(class), State::Here, Sort::Class, CHILDREN_MOST, 0)?;
    Ok(here.rows.into_iter().map(|line| (line.id, line.name, line.seat_no.map(|seat| seat.to_string()).unwrap_or_default())).collect())
}

fn line(cx: &Cx<'_, '_>, p: &Page, (id, name, place): (PupilId, String, String)) -> Line {
    let field = |what: &str| format!("{what}-{id}");
    let own = p.old(&field("kind"));
    let same = Choice::new("", p.t("activity-grid-kind-same"), own.is_empty());
    let kinds = Kind::ALL.iter().map(|kind| Choice::new(kind.code(), words::word(p.lang, &format!("activity-kind-{}", kind.code())), own == kind.code()));
    let phrases = tapped(p, &field("phrase"));
    Line {
        act: p.old_or(&field("act"), activity::new_id(cx.tx).to_string()),
        at: field("text"),
        ticked: p.ticked_with("in", id),
        kinds: std::iter::once(same).chain(kinds).collect(),
        text: p.old(&field("text")),
        open: !own.is_empty() || phrases.iter().any(|one| one.chosen),
        phrases,
        id,
        name,
        place,
    }
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let asked: Asked = cx.query()?;
    let p = cx.page("activity-grid-title");
    let class = if p.typed.is_empty() { asked.class } else { p.old("class") };
    let of_class: Option<ClassId> = if class.is_empty() { None } else { Some(class.parse().map_err(|_| Error::NotFound)?) };
    let lines = children(cx, of_class)?.into_iter().map(|child| line(cx, &p, child)).collect();
    let mut classes = vec![Choice::new("", p.t("activity-mine"), class.is_empty())];
    if let Some(term) = time::current_term(cx.tx)? {
        let own = results::classes_of(cx.tx, cx.who, Action::RecordActivity, term.year)?;
        classes.extend(own.into_iter().map(|one| Choice::new(one.id, one.name, of_class == Some(one.id))));
    }
    cx.saw("SeePupil", of_class.map_or(Subject::School, Subject::Class), Levels::of(&[Level::Basic]));
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
    let phrases = tapped(&p, "phrase");
    let page = Grid {
        kinds: choices(&p, "kind", "activity-kind-", &kinds, Kind::Talk.code()),
        same: !p.old("done").is_empty() || !p.old("all").is_empty() || phrases.iter().any(|one| one.chosen),
        phrases,
        act: p.old_or("act", activity::new_id(cx.tx).to_string()),
        today: cx.tx.today(),
        class,
        classes,
        lines,
        p,
    };
    cx.render(&page)
}

/// What is written of a child: what holds for all who are ticked, then its own.
fn words_of(cx: &Cx<'_, '_>, id: PupilId, ticked: bool) -> Words {
    let lang = cx.lang();
    let (taps, text) = (format!("phrase-{id}"), cx.field(&format!("text-{id}")));
    let common = if ticked { cx.field("done") } else { "" };
    let on = |code: &&&str| (ticked && cx.req.fields_of("phrase").any(|one| one == **code)) || cx.req.fields_of(&taps).any(|one| one == **code);
    let tapped: Vec<&str> = PHRASES.iter().filter(on).copied().collect();
    let both = said(lang, common, text);
    Words { done: said(lang, &super::form::phrases(lang, &tapped), &both), ..Words::default() }
}

pub(super) fn record(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let kind = Kind::of(cx.field("kind")).ok_or_else(|| Error::at("kind", "activity-choose"))?;
    let (all, together) = (cx.field("all") == "1", cx.field("together") == "1");
    let day: SchoolDate = cx.field("day").parse().map_err(|_| Error::at("day", "activity-day-unread"))?;
    let listed: Vec<(PupilId, RowId)> = cx
        .req
        .fields
        .iter()
        .filter_map(|(name, act)| Some((name.strip_prefix("act-")?.parse().ok()?, act.parse().ok()?)))
        .take(usize::try_from(CHILDREN_MOST).unwrap_or_default())
        .collect();
    let mut rows = Vec::new();
    for (id, act) in listed {
        let ticked = all || cx.req.fields_of("in").any(|one| one.parse() == Ok(id));
        let words = words_of(cx, id, ticked);
        if !ticked && words.done.is_empty() {
            continue;
        }
        let own = Kind::of(cx.field(&format!("kind-{id}"))).unwrap_or(kind);
        rows.push(Row { act, permit: cx.permit::<acts::RecordActivity>(id)?, kind: own, words });
    }
    let act: RowId = cx.field("act").parse().map_err(|_| Error::NotFound)?;
    let saved = grid::record_rows(cx.tx, &rows, day, together.then_some((act, kind)))?;
    let levels = rows.iter().fold(Levels::of(&[Level::Basic]), |all, row| all.and(row.permit.levels().within(SHOWN)));
    cx.did("RecordActivity", Subject::School, levels, saved.children.to_string());
    let said = match saved.alike {
        0 => Msg::new("activity-grid-saved").with("count", saved.children),
        alike => Msg::new("activity-grid-saved-alike").with("count", saved.children).with("of", alike),
    };
    Ok(Reply::done("/records", said))
}
