//! `/progress/results`: 教学成绩跟踪 (A3-17) of a class: each child with a file beside itself, by subject; for staff, never for a wall.

use askama::Template;

use super::drawn::marked;
use crate::access::{Action, Level, Levels, Permit, Subject, acts};
use crate::base::{ClassId, Error, Msg, PupilId, Result};
use crate::casefile;
use crate::plan::wording as plan_words;
use crate::progress::standing::{self, Columns, Followed, Step};
use crate::roster::time;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "progress/pages/results.html")]
struct ResultsPage {
    p: Page,
    lead: String,
    classes: Vec<(String, String)>,
    class: String,
    subjects: Vec<SubjectView>,
}

struct SubjectView {
    name: String,
    /// How many rose, held, fell.
    counts: String,
    heads: Vec<String>,
    rows: Vec<RowView>,
}

struct RowView {
    id: PupilId,
    name: String,
    cells: Vec<String>,
    step: String,
    kind: &'static str,
}

/// Assessments in a table, at most: the newest.
const SHOWN_MOST: usize = 4;

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Asked {
    class: String,
}

/// A child with what is followed of it.
type Child = (PupilId, String, Vec<Followed>);

fn subject(p: &Page, code: &str, children: &[Child]) -> SubjectView {
    let lang = p.lang;
    let of = || children.iter().filter_map(|(id, name, all)| Some((*id, name, all.iter().find(|one| one.subject == code)?)));
    let mut heads: Vec<(crate::base::SchoolDate, String)> = of().flat_map(|(.., one)| one.standings.iter().map(|standing| (standing.day, standing.name.clone()))).collect();
    heads.sort();
    heads.dedup();
    heads.drain(..heads.len().saturating_sub(SHOWN_MOST));
    let cell = |one: &Followed, head: &(crate::base::SchoolDate, String)| {
        let Some(at) = one.standings.iter().find(|standing| (standing.day, &standing.name) == (head.0, &head.1)) else { return "–".to_owned() };
        let mean =
            at.percent.zip(at.grade_percent).map(|(own, mean)| Msg::new(if own >= mean { "progress-above" } else { "progress-below" }).with("count", (own - mean).abs().round()));
        format!("{}{}", marked(lang, at.mark), mean.map(|text| format!(" · {}", text.text(lang))).unwrap_or_default())
    };
    let row = |(id, name, one): (PupilId, &String, &Followed)| RowView {
        id,
        name: name.clone(),
        cells: heads.iter().map(|head| cell(one, head)).collect(),
        step: crate::base::words::word(lang, &format!("progress-moved-{}", one.step.code())),
        kind: match one.step {
            Step::Up => "good",
            Step::Down => "due",
            Step::Steady | Step::Unknown => "",
        },
    };
    let count = |step: Step| of().filter(|(.., one)| one.step == step).count();
    SubjectView {
        name: plan_words::subject(lang, code),
        counts: Msg::new("progress-counts").with("up", count(Step::Up)).with("steady", count(Step::Steady)).with("down", count(Step::Down)).text(lang),
        rows: of().map(row).collect(),
        heads: heads.into_iter().map(|(day, name)| format!("{name} {day}")).collect(),
    }
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let asked: Asked = cx.query()?;
    let p = cx.page("progress-results");
    let year = time::current_term(cx.tx)?.ok_or(Error::NotFound)?.year;
    let classes = crate::results::classes_of(cx.tx, cx.who, Action::SeeResults, year)?;
    let class = match asked.class.as_str() {
        "" => classes.first().map(|class| class.id),
        text => Some(text.parse::<ClassId>().ok().filter(|id| classes.iter().any(|class| class.id == *id)).ok_or(Error::NotFound)?),
    };
    let mut children: Vec<Child> = Vec::new();
    let mut columns = Columns::default();
    for line in casefile::lines(cx.tx, cx.who, class)?.into_iter().filter(|line| Some(line.class) == class) {
        let permit = match Permit::<acts::SeeResults>::ask(cx.tx, cx.who, line.pupil) {
            Ok(permit) => permit,
            Err(Error::NotFound) => continue,
            Err(fault) => return Err(fault),
        };
        let followed = standing::followed(cx.tx, &permit, &mut columns)?;
        children.push((line.pupil, line.name, followed));
    }
    let mut codes: Vec<String> = Vec::new();
    for one in children.iter().flat_map(|(.., all)| all) {
        if !codes.contains(&one.subject) {
            codes.push(one.subject.clone());
        }
    }
    codes.sort_by_key(|code| crate::results::SUBJECTS.iter().position(|known| known == code).unwrap_or(usize::MAX));
    let page = ResultsPage {
        lead: Msg::new("progress-results-lead").with("count", children.len()).text(p.lang),
        subjects: codes.iter().map(|code| subject(&p, code, &children)).collect(),
        classes: classes.iter().map(|class| (class.id.to_string(), class.name.clone())).collect(),
        class: class.map(|class| class.to_string()).unwrap_or_default(),
        p,
    };
    cx.saw("SeeProgressResults", class.map_or(Subject::School, Subject::Class), Levels::of(&[Level::Basic, Level::Academic]));
    cx.render(&page)
}
