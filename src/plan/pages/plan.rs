//! `/pupils/{id}/plan`: one child, one plan, one page. Strengths first; goals by dimension, who does what, the child's and the family's part.

use askama::Template;

use super::{SHOWN, category_word, child, may_write};
use crate::access::{Permit, Subject, acts};
use crate::base::{Lang, Msg, Result};
use crate::casefile::records;
use crate::plan::export::{self, For};
use crate::plan::item::{Dimension, Item, Kind, SECTIONS};
use crate::plan::{self, Standing, Version, edit, goal, own, wording};
use crate::roster::particulars::Particulars;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "plan/pages/plan.html")]
struct PlanPage {
    p: Page,
    c: Particulars,
    family_name: String,
    place: String,
    live: bool,
    version: Option<VersionView>,
    holds: Option<String>,
    strengths: Vec<(bool, String)>,
    goals: Vec<Group>,
    measures: Vec<Group>,
    demands: Vec<PartView>,
    child_parts: Vec<PartView>,
    family_parts: Vec<PartView>,
    sections: Vec<SectionView>,
    taken_out: Vec<PartView>,
    habits: Vec<String>,
    own_goals: Vec<String>,
    subjects: Vec<(String, String)>,
    formats: Vec<&'static str>,
    may: May,
}

struct May {
    write: bool,
    whole: bool,
}

struct VersionView {
    number: i64,
    iep: bool,
    state: String,
    standing: Standing,
    /// Its last day has passed.
    over: bool,
    days: String,
    open: usize,
}

pub(super) struct Group {
    pub name: String,
    pub parts: Vec<PartView>,
}

/// A part as the page shows it.
pub(super) struct PartView {
    pub key: String,
    pub text: String,
    pub figures: String,
    pub who: String,
    pub how: String,
    pub far: bool,
    pub subject: String,
    pub stages: Vec<String>,
    pub agreed: String,
    pub sources: Vec<String>,
    pub changes: bool,
    pub open: bool,
    /// The same goal as the one before it, further ahead.
    pub goes_on: bool,
}

struct SectionView {
    name: String,
    part: PartView,
}

/// The words of one part.
pub(super) fn view(
    lang: Lang,
    item: &Item,
    hands: &[(&'static str, String, String)],
    today: crate::base::SchoolDate,
    category: &dyn Fn(&str) -> String,
    write: Option<&Permit<acts::WritePlan>>,
) -> PartView {
    let b = &item.body;
    let stage = |stage: &plan::item::Stage| {
        Msg::new("plan-stage-line").with("day", stage.day.map(|day| day.to_string()).unwrap_or_default()).with("value", wording::value(lang, &b.unit, &stage.target)).text(lang)
    };
    let by = match item.kind {
        Kind::Goal => wording::figures(lang, b),
        Kind::Demand => b.due.map(|day| Msg::new("plan-review-line").with("day", day).text(lang)).unwrap_or_default(),
        Kind::Section => String::new(),
        _ => wording::often(lang, b),
    };
    PartView {
        key: item.key.to_string(),
        text: b.text.clone(),
        figures: by,
        who: if matches!(item.kind, Kind::Measure | Kind::Demand) { wording::hand(lang, item, hands) } else { String::new() },
        how: b.how.clone(),
        far: b.horizon == "far",
        subject: if item.subject.is_empty() { String::new() } else { wording::subject(lang, &item.subject) },
        stages: b.stages.iter().map(stage).collect(),
        agreed: b.agreed.map(|day| Msg::new("plan-agreed-on").with("day", day).text(lang)).unwrap_or_default(),
        sources: b.sources.iter().map(|one| wording::source(lang, one, category)).collect(),
        changes: write.is_some_and(|permit| edit::may_change(permit, item)),
        open: item.kind == Kind::Goal && !goal::is_measurable(b, today) || b.text.is_empty(),
        goes_on: false,
    }
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let child = child(cx)?;
    let (id, see) = (child.c.id, &child.see);
    let p = cx.page_of(&Msg::new("plan-of").with("name", &child.c.name));
    let lang = p.lang;
    let (all, today) = (plan::versions(cx.tx, see)?, cx.tx.today());
    // What lies before the team is not changed.
    let waits = all.first().is_some_and(|newest| newest.standing == Standing::Fixed);
    let write = may_write(cx, id)?.filter(|_| child.live && !waits);
    let items = match all.first() {
        Some(newest) => plan::items(cx.tx, see, newest.id)?,
        None => Vec::new(),
    };
    let (hands, category) = (plan::hands(cx.tx, see)?, category_word(cx, lang)?);
    let seen = |item: &&Item| view(lang, item, &hands, today, &category, write.as_ref());
    let of = |kind: Kind| items.iter().filter(move |item| item.kind == kind && !item.removed);
    let groups = |kind: Kind| -> Vec<Group> {
        let group = |dimension: &Dimension| Group {
            name: wording::coded(lang, "plan-dimension-", dimension.code()),
            parts: together(of(kind).filter(|item| item.dimension == *dimension).map(|item| seen(&item)).collect()),
        };
        Dimension::ALL.iter().map(group).filter(|group| !group.parts.is_empty()).collect()
    };
    let parts = |kind: Kind| of(kind).map(|item| seen(&item)).collect::<Vec<_>>();
    let section = |item: &Item| SectionView { name: wording::coded(lang, "plan-section-", &item.body.code), part: seen(&item) };
    let sections = SECTIONS.iter().filter_map(|code| of(Kind::Section).find(|item| item.body.code == *code)).map(section).collect();
    let mut subjects: Vec<(String, String)> =
        items.iter().filter(|item| !item.subject.is_empty()).map(|item| (item.subject.clone(), wording::subject(lang, &item.subject))).collect();
    subjects.sort();
    subjects.dedup();
    let open = of(Kind::Goal).filter(|item| !goal::is_measurable(&item.body, today)).count();
    let mut notes = records::notes(cx.tx, see)?;
    notes.sort_by_key(|note| note.kind == "voice");
    let own = own::goals(cx.tx, see)?;
    let own_line = |goal: &own::OwnGoal| format!("{} {} · {}", goal.day, goal.body.occasion, plan::family_copy::own_aim(lang, &goal.body));
    let page = PlanPage {
        version: all.first().map(|version| version_view(lang, version, open, today)),
        holds: plan::in_force(&all, today)
            .filter(|holds| all.first().is_some_and(|newest| newest.id != holds.id))
            .map(|holds| Msg::new("plan-holds").with("number", holds.number).with("day", holds.until).text(lang)),
        strengths: notes.into_iter().take(4).map(|note| (note.kind == "voice", note.text)).collect(),
        goals: groups(Kind::Goal),
        measures: groups(Kind::Measure),
        demands: parts(Kind::Demand),
        child_parts: parts(Kind::Child),
        family_parts: parts(Kind::Family),
        sections,
        taken_out: items.iter().filter(|item| item.removed).map(|item| seen(&item)).filter(|part| part.changes).collect(),
        habits: own::checklist(cx.tx, see)?.habits.iter().map(|habit| wording::coded(lang, "plan-habit-", habit)).collect(),
        own_goals: own.iter().filter(|goal| goal.result.is_none()).take(3).map(own_line).collect(),
        subjects,
        formats: export::formats(),
        may: May { whole: see.why().subjects().is_none(), write: write.is_some() },
        live: child.live,
        family_name: child.family_name.clone(),
        place: child.place.clone(),
        c: child.c.clone(),
        p,
    };
    cx.saw("SeePlan", Subject::Pupil(id), see.levels().within(SHOWN));
    cx.render(&page)
}

/// A near goal and the same further ahead are one thought: said once.
fn together(mut parts: Vec<PartView>) -> Vec<PartView> {
    for at in 1..parts.len() {
        parts[at].goes_on = parts[at].far && parts[at].text == parts[at - 1].text && parts[at].subject == parts[at - 1].subject;
    }
    parts
}

fn version_view(lang: Lang, version: &Version, open: usize, today: crate::base::SchoolDate) -> VersionView {
    let over = version.standing == Standing::Approved && version.until < today;
    VersionView {
        number: version.number,
        iep: version.iep,
        state: wording::coded(lang, "plan-state-", if over { "over" } else { version.standing.code() }),
        standing: version.standing,
        over,
        days: Msg::new("casefile-days").with("when", version.from).with("day", version.until).text(lang),
        open,
    }
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct PaperQuery {
    whom: String,
}

/// `GET /pupils/{id}/plan/paper/{docx|pdf}`: the plan on paper, for the team, for the family, or for one subject.
pub(super) fn paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: crate::base::PupilId = cx.path("id")?;
    let format: String = cx.path("file")?;
    let see = cx.permit::<acts::SeeCaseFile>(id)?;
    let asked: PaperQuery = cx.query()?;
    let whom = For::of(&asked.whom).ok_or(crate::base::Error::NotFound)?;
    let lang = cx.lang();
    let (name, media_type, bytes) = export::paper(cx.tx, &see, &whom, &format, lang)?;
    cx.did("PrintPlan", Subject::Pupil(id), see.levels().within(SHOWN), asked.whom);
    Ok(Reply::file(name, media_type, bytes))
}

impl PlanPage {
    fn waits(&self) -> bool {
        self.version.as_ref().is_some_and(|version| version.standing == Standing::Fixed)
    }
    fn draft(&self) -> bool {
        self.version.as_ref().is_some_and(|version| version.standing == Standing::Draft)
    }
    fn approved(&self) -> bool {
        self.version.as_ref().is_some_and(|version| version.standing == Standing::Approved && !version.over)
    }
}
