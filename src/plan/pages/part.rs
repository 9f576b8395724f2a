//! `/pupils/{id}/plan/parts/{part}` and `/pupils/{id}/plan/new-part`: one goal, measure, demand, part of child or family, or section of an individual plan.

use askama::Template;

use super::{SHOWN, category_word, child, choices, old};
use crate::access::{Subject, acts};
use crate::base::{Error, Lang, Msg, Result, RowId};
use crate::plan::goal::{STAGES_MOST, UNITS};
use crate::plan::item::{Body, Dimension, Hand, Horizon, Item, Kind, SECTIONS, Span};
use crate::plan::measures::MEASURES;
use crate::plan::{self, edit, library, wording};
use crate::results::SUBJECTS;
use crate::roster::particulars::Particulars;
use crate::web::{Choice, Cx, Page, Reply};

#[derive(Template)]
#[template(path = "plan/pages/part.html")]
struct PartPage {
    p: Page,
    c: Particulars,
    kind: Kind,
    key: Option<RowId>,
    rev: i64,
    code: String,
    heading: String,
    action: String,
    v: Values,
    dimensions: Vec<Choice>,
    horizons: Vec<Choice>,
    units: Vec<(String, String)>,
    hands: Vec<(String, String)>,
    spans: Vec<(String, String)>,
    subjects: Vec<(String, String)>,
    suggestions: Vec<String>,
    stages: Vec<StageView>,
    sources: Vec<String>,
    stored: String,
}

/// What the fields hold.
struct Values {
    text: String,
    unit: String,
    baseline: String,
    target: String,
    due: String,
    how: String,
    hand: String,
    times: String,
    span: String,
    subject: String,
    agreed: String,
}

struct StageView {
    day_field: String,
    target_field: String,
    day: String,
    target: String,
    number: usize,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct NewQuery {
    kind: String,
    dimension: String,
}

fn asked<T: std::str::FromStr>(cx: &Cx<'_, '_>, field: &str, query: &str) -> Option<T> {
    let typed = cx.field(field);
    if typed.is_empty() { query } else { typed }.parse().ok()
}

/// The form of a new part.
pub(super) fn show_new(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let query: NewQuery = cx.query()?;
    let kind: Kind = asked(cx, "kind", &query.kind).unwrap_or(Kind::Goal);
    let dimension: Dimension = asked(cx, "dimension", &query.dimension).unwrap_or(if kind == Kind::Child { Dimension::Habits } else { Dimension::Learning });
    let hand = match kind {
        Kind::Family => "family",
        Kind::Child => "child",
        Kind::Measure => "homeroom",
        _ => "",
    };
    let body = Body { horizon: "near".into(), unit: "times_week".into(), hand: hand.into(), times: 1, span: "week".into(), ..Body::default() };
    render(cx, kind, dimension, None, &body, "")
}

/// The form of a stored part.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let key: RowId = cx.path("part")?;
    let see = cx.permit::<acts::SeeCaseFile>(cx.path::<crate::base::PupilId>("id")?)?;
    let write = cx.permit::<acts::WritePlan>(see.pupil()?)?;
    let item = plan::item(cx.tx, &see, key)?;
    if !edit::may_change(&write, &item) {
        return Err(Error::NotFound);
    }
    let (kind, dimension, subject) = (item.kind, item.dimension, item.subject.clone());
    let body = item.body.clone();
    render(cx, kind, dimension, Some(&item), &body, &subject)
}

fn values(p: &Page, b: &Body, subject: &str) -> Values {
    let day = |day: Option<crate::base::SchoolDate>| day.map(|day| day.to_string()).unwrap_or_default();
    Values {
        text: old(p, "text", &b.text),
        unit: old(p, "unit", &b.unit),
        baseline: old(p, "baseline", &b.baseline),
        target: old(p, "target", &b.target),
        due: old(p, "due", &day(b.due)),
        how: old(p, "how", &b.how),
        hand: old(p, "hand", &b.hand),
        times: old(p, "times", &b.times.to_string()),
        span: old(p, "span", &b.span),
        subject: old(p, "subject", subject),
        agreed: old(p, "agreed", &day(b.agreed)),
    }
}

/// What the library and the school offer for the dimension: to tap or to type over.
fn suggestions(cx: &mut Cx<'_, '_>, kind: Kind, lang: Lang) -> Result<Vec<String>> {
    if matches!(kind, Kind::Goal | Kind::Section) {
        return Ok(Vec::new());
    }
    let mut all: Vec<String> = MEASURES.iter().filter(|one| one.kind == kind).map(|one| wording::coded(lang, "plan-measure-", one.code)).collect();
    let fits =
        |hand: Hand| matches!((kind, hand), (Kind::Family, Hand::Family) | (Kind::Child, Hand::Child)) || (kind == Kind::Measure && !matches!(hand, Hand::Family | Hand::Child));
    all.extend(library::own(cx.tx)?.into_iter().filter(|one| fits(one.hand)).map(|one| one.text));
    Ok(all)
}

fn render(cx: &mut Cx<'_, '_>, kind: Kind, dimension: Dimension, item: Option<&Item>, body: &Body, subject: &str) -> Result<Reply> {
    let child = child(cx)?;
    let id = child.c.id;
    let heading = wording::coded(cx.lang(), "plan-kind-", kind.code());
    let p = cx.page_of(&Msg::new("plan-part-title").with("what", &heading).with("name", &child.c.name));
    let lang = p.lang;
    let category = category_word(cx, lang)?;
    let coded = |prefix: &str, codes: Vec<&'static str>| codes.into_iter().map(|code| (code.to_owned(), wording::coded(lang, prefix, code))).collect::<Vec<_>>();
    let own = child.see.why().subjects();
    let mut subjects: Vec<(String, String)> =
        SUBJECTS.iter().filter(|code| own.as_ref().is_none_or(|own| own.iter().any(|mine| mine == *code))).map(|code| ((*code).to_owned(), wording::subject(lang, code))).collect();
    if own.is_none() {
        subjects.insert(0, (String::new(), p.t("plan-no-subject")));
    }
    let stage = |at: usize| {
        let (day_field, target_field) = (format!("stage_day_{}", at + 1), format!("stage_target_{}", at + 1));
        let stored = body.stages.get(at).cloned().unwrap_or_default();
        StageView {
            day: old(&p, &day_field, &stored.day.map(|day| day.to_string()).unwrap_or_default()),
            target: old(&p, &target_field, &stored.target),
            day_field,
            target_field,
            number: at + 1,
        }
    };
    let shown: Vec<&'static str> = Hand::ALL.iter().filter(|hand| !matches!(hand, Hand::Family | Hand::Child)).map(|one| one.code()).collect();
    let suggestions = suggestions(cx, kind, lang)?;
    let saved = |item: &Item| if cx.refused() && cx.field("rev").parse() != Ok(item.rev) { item.body.text.clone() } else { String::new() };
    let page = PartPage {
        v: values(&p, body, subject),
        dimensions: choices(&p, "dimension", "plan-dimension-", Dimension::ALL.iter().map(|one| one.code()), dimension.code()),
        horizons: choices(&p, "horizon", "plan-horizon-", Horizon::ALL.iter().map(|one| one.code()), &body.horizon),
        units: coded("plan-unit-", UNITS.to_vec()),
        hands: coded("plan-hand-", shown),
        spans: coded("plan-span-", Span::ALL.iter().map(|one| one.code()).collect()),
        subjects,
        suggestions,
        stages: (0..STAGES_MOST).map(stage).collect(),
        sources: body.sources.iter().map(|one| wording::source(lang, one, &category)).collect(),
        stored: item.map(saved).unwrap_or_default(),
        key: item.map(|item| item.key),
        rev: item.map_or(0, |item| item.rev),
        code: body.code.clone(),
        heading: if kind == Kind::Section && SECTIONS.contains(&body.code.as_str()) { wording::coded(lang, "plan-section-", &body.code) } else { heading },
        action: item.map_or_else(|| format!("/pupils/{id}/plan/parts"), |item| format!("/pupils/{id}/plan/parts/{}", item.key)),
        kind,
        c: child.c.clone(),
        p,
    };
    cx.saw("SeePlan", Subject::Pupil(id), child.see.levels().within(SHOWN));
    cx.render(&page)
}

impl PartPage {
    fn goal(&self) -> bool {
        self.kind == Kind::Goal
    }
    fn section(&self) -> bool {
        self.kind == Kind::Section
    }
    fn demand(&self) -> bool {
        self.kind == Kind::Demand
    }
    fn measure(&self) -> bool {
        self.kind == Kind::Measure
    }
    fn part_of_home(&self) -> bool {
        matches!(self.kind, Kind::Child | Kind::Family)
    }
    fn staged(&self) -> bool {
        self.stages.iter().any(|stage| !stage.target.is_empty())
    }
}
